"""`finder coverage`"""

import argparse

from finder.cli import options, planner
from finder.cli.output import tell
from finder.questions.coverage.findings import findings
from finder.questions.coverage.query import DEFAULT_STANDARD, CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.settings import today


def parents() -> list[options.Parser]:
    """Options shared with other commands."""
    return [*planner.parents(), options.hsd(), options.people(), options.need()]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD, metavar="S", help="miles:60 (default), minutes:60, cms, va, ..."
    )
    planner.add_report(parser, COVERAGE)


def run(asked: argparse.Namespace) -> int:
    """People within a standard, and people outside it: one table, or the whole report."""
    own = planner.own_people(asked)
    query = CoverageQuery(
        asked.standard,
        asked.therapy,
        asked.state,
        asked.evidence,
        asked.mobile,
        own.people.id if own else None,
        asked.show_small,
        asked.need,
        asked.infused,
        on=today(),
    )
    made, result = planner.answer(COVERAGE, query, asked, asked.hsd, own=own)
    if asked.format != "json":
        tell([*findings(result), *result.notices])
    planner.tell_hsd(result.hsd, result.standard.id, made)
    return planner.write_answer(COVERAGE, result, asked)
