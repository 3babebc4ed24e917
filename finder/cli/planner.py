"""What the commands for planners share: which locations count, and reports in every format."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from finder.cli import options
from finder.cli.made import made_finder
from finder.cli.output import check_screen, put, tell, tell_first
from finder.core import DEFAULT_TRAVEL, Finder, with_scenarios
from finder.directory.own_people import load_people
from finder.domain.evidence import LEVELS
from finder.domain.names import plain
from finder.domain.own_people import OwnPeople
from finder.domain.sites import Sites
from finder.domain.states import STATE_BY_NAME
from finder.hsd.reference_file import HsdFile
from finder.questions.base import AnyQuestion
from finder.questions.counting import MOBILE_FILTERS
from finder.reference.reference import Reference
from finder.reports.render import FORMATS, REPORT, WHOLE, check_format, render
from finder.reports.rows import to_text
from finder.settings import Settings, now, today
from finder.text import text


def parents() -> list[options.Parser]:
    """Options of every question that planners ask."""
    return [options.directory(), options.travel(DEFAULT_TRAVEL), counting(), _people(), options.output(("table", *FORMATS))]


def _people() -> options.Parser:
    """Whose people are asked about."""
    parser = options.parent()
    parser.add_argument("--state", type=_state, metavar="XX", help="two letters, or the name")
    return parser


def counting() -> options.Parser:
    """Which locations count."""
    parser = options.parent()
    parser.add_argument("--therapy", type=str.lower, metavar="ID", help="ivig, rituximab, ...")
    parser.add_argument(
        "--evidence", choices=LEVELS, default="any", help="how sure it must be that a location gives the therapy (default: any)"
    )
    parser.add_argument("--mobile", choices=MOBILE_FILTERS, default="include", help="whether mobile stops count")
    return parser


def _state(written: str) -> str:
    return STATE_BY_NAME.get(plain(written), written.upper())


def add_report(parser: argparse.ArgumentParser, question: AnyQuestion) -> None:
    """`--report`, with the tables of a question."""
    words = f"one table (default: {question.default_table}); json and pdf give the whole report"
    tables = tuple(question.tables)
    parser.add_argument("--report", choices=tables, metavar="TABLE", help=f"{words}: {', '.join(tables)}")


def _table(question: AnyQuestion, asked: argparse.Namespace) -> str:
    """The table that was asked for; without one, the whole report in formats that can hold it."""
    return asked.report or (REPORT if asked.format in WHOLE else question.default_table)


@dataclass(frozen=True, slots=True)
class Own:
    """People of a file, and the reference tables by which they were placed."""

    people: OwnPeople
    reference: Reference


def own_people(asked: argparse.Namespace) -> Own | None:
    """The people of the file that was given, if one was. Raises QueryError for a file that can't be used."""
    if asked.people is None:
        return None
    reference = Reference(Settings.from_environment().data)
    return Own(load_people(asked.people, reference), reference)


def answer(
    question: AnyQuestion,
    query: Any,
    asked: argparse.Namespace,
    hsd: Path | None = None,
    sites: Sites | None = None,
    own: Own | None = None,
    scenarios: Sequence[Path] = (),
) -> tuple[Finder, Any]:
    """Answer a planner's question about today there, once it is certain that the answer can be written as asked."""
    table = _table(question, asked)
    if asked.format != "table":
        check_format(question, table, asked.format)
    if table != REPORT:
        question.check_table(table, query)
    check_screen(asked)
    made = made_finder(asked, hsd, sites, own.people if own else None, own.reference if own else None)
    made = with_scenarios(made, scenarios, today())
    return made, made.answer(question, replace(query, on=made.day_in(query.state, now())))


def tell_hsd(used: HsdFile | None, standard: str, made: Finder) -> None:
    """What of an HSD file was not used: it must not be passed over in silence."""
    hsd = made.context.hsd
    if hsd and used is None:
        tell([text("The HSD file says nothing about the standard %(id)s, so it was not used.", id=standard)])
    elif hsd:
        tell_first(hsd.notices, text("More rows of the HSD file were not used as they are written."))


def write_answer(question: AnyQuestion, result: Any, asked: argparse.Namespace) -> int:
    """Write one table of the answer, or all of it."""
    table = _table(question, asked)
    if asked.format == "table":
        shown = question.tables[table]
        put(asked, (to_text(shown.rows(result), shown.shown) + "\n").encode())
    else:
        put(asked, render(question, result, table, asked.format).content)
    return 0
