"""One function a command; each returns the exit code."""

import argparse
from pathlib import Path
from typing import Any

from finder.cli.output import check_screen, finder, put, tell, tell_first, write
from finder.cli.terminal import TerminalProgress, say
from finder.core import Finder, make_finder, make_places
from finder.domain.place import PlaceAmbiguous
from finder.errors import QueryError
from finder.questions.base import AnyQuestion, Row
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.question import CHAIRS
from finder.questions.chairs.words import findings as chairs_findings
from finder.questions.coverage.findings import findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.result import CoverageResult
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.rows import place_row
from finder.reports import quality as quality_report
from finder.reports.render import REPORT, WHOLE, check_format, render
from finder.reports.rows import to_text
from finder.settings import Settings, today
from finder.text import text
from finder.trials.saved import import_trials
from finder.verify.check import verify as verify_file
from finder.verify.report_file import Manifest
from finder.wording.vocabulary import EVIDENCE_WORDS
from finder.wording.writer import ENGLISH

_PLACE_COLUMNS = ("label", "lat", "lon", "precision")


def geocode(options: argparse.Namespace) -> int:
    """One place; several with exit 1."""
    try:
        row = place_row(make_places(Settings.from_environment(), options.geocoder).find(options.place))
        write(options, {"place": row}, [row], _PLACE_COLUMNS, tuple(row))
    except PlaceAmbiguous as several:
        return _candidates(options, several)
    return 0


def _candidates(options: argparse.Namespace, several: PlaceAmbiguous) -> int:
    rows = [place_row(p) for p in several.candidates]
    write(options, {"candidates": rows}, rows, _PLACE_COLUMNS, tuple(rows[0]))
    say(ENGLISH.error(several))
    return several.exit_code


def search(options: argparse.Namespace) -> int:
    """Ranked options; exit 1 if there is none at all."""
    query = SearchQuery(options.place, options.therapy, options.within, options.limit, on=options.on or today())
    try:
        result = finder(options).search(query)
    except PlaceAmbiguous as several:
        return _candidates(options, several)
    if options.format != "json":
        method = result.method
        say(f"{result.place.label}. Travel: {ENGLISH.say(method.label)}. {ENGLISH.say(method.error_note)}")
        tell(result.notices)
    table = SEARCH.tables[SEARCH.default_table]
    rows = table.rows(result)
    if options.format == "table":
        rows = [{**row, "evidence": ENGLISH.say(EVIDENCE_WORDS[row["evidence"]]), "distance_mi": _miles(row)} for row in rows]
    write(options, SEARCH.whole(result), rows, table.shown, table.columns)
    return 0 if result.options else 1


def _miles(row: Row) -> object:
    return f"{row['road']} ({row['straight_line_mi']} straight)" if row["road"] else row["distance_mi"]


def coverage(options: argparse.Namespace) -> int:
    """People within a standard, and people outside it: one table, or the whole report."""
    query = CoverageQuery(options.standard, options.therapy, options.state, options.evidence, options.mobile, on=today())
    made, result = _ask(COVERAGE, query, options, options.hsd)
    if options.format != "json":
        tell([*findings(result), *result.notices])
    if options.hsd:
        _tell_hsd(result, made)
    return _write(COVERAGE, result, options)


def _tell_hsd(result: CoverageResult, made: Finder) -> None:
    """What of an HSD file was not used: it must not be passed over in silence."""
    hsd = made.context.hsd
    if result.hsd is None:
        tell([text("The HSD file says nothing about the standard %(id)s, so it was not used.", id=result.standard.id)])
    elif hsd:
        tell_first(hsd.notices, text("More rows of the HSD file were not used as they are written."))


def chairs(options: argparse.Namespace) -> int:
    """How the chairs within reach are shared: one table, or the whole report."""
    query = ChairsQuery(options.therapy, options.state, options.evidence, options.mobile, on=today())
    _, result = _ask(CHAIRS, query, options)
    if options.format != "json":
        tell([*chairs_findings(result), *result.notices])
    return _write(CHAIRS, result, options)


def _table(question: AnyQuestion, options: argparse.Namespace) -> str:
    """The table that was asked for; without one, the whole report in formats that can hold it."""
    return options.report or (REPORT if options.format in WHOLE else question.default_table)


def _ask(question: AnyQuestion, query: Any, options: argparse.Namespace, hsd: Path | None = None) -> tuple[Finder, Any]:
    """Answer a planner's question, once it is certain that the answer can be written as asked."""
    table = _table(question, options)
    if options.format != "table":
        check_format(question, table, options.format)
    if table != REPORT:
        question.check_table(table, query)
    check_screen(options)
    made = finder(options, hsd)
    return made, made.answer(question, query)


def _write(question: AnyQuestion, result: Any, options: argparse.Namespace) -> int:
    table = _table(question, options)
    if options.format == "table":
        shown = question.tables[table]
        put(options, (to_text(shown.rows(result), shown.shown) + "\n").encode())
    else:
        put(options, render(question, result, table, options.format).content)
    return 0


def check(options: argparse.Namespace) -> int:
    """Counts of what is missing or odd; exit 1 if a row or cell could not be used."""
    quality = make_finder(Settings.from_environment(), options.directory, "straight").check(today())
    rows = [{"count": n, "of": ENGLISH.say(words)} for words, n in quality.lines()]
    write(options, quality_report.whole(quality), rows, ("count", "of"), ("count", "of"))
    tell(quality.problems)
    tell(text("Listed twice? %(ids)s", ids=", ".join(ids)) for ids in quality.repeated)
    return 1 if quality.problems else 0


def verify(options: argparse.Namespace) -> int:
    """Whether a report's numbers come out again; exit 1 if not."""

    def finder_for(said: Manifest) -> Finder:
        settings = Settings.from_environment()
        return make_finder(settings, options.directory, said.method, hsd=options.hsd, progress=TerminalProgress())

    found = verify_file(options.file, finder_for)
    for line in found.lines():
        print("".join(c if c.isprintable() else " " for c in ENGLISH.say(line)))
    return 0 if found.equal else 1


def import_(options: argparse.Namespace) -> int:
    """Saved pages of a source into a copy of our own; exit 1 if something could not be used."""
    report = import_trials(options.files, options.out or Settings.from_environment().trials)
    tell(report.lines())
    return 1 if report.notices else 0


def serve(options: argparse.Namespace) -> int:
    """The web app, until interrupted."""
    # Imported only here: the web takes a while to load, which no other command need wait for.
    from finder.web.server import run

    made = finder(options, options.hsd)
    try:
        run(made, Settings.from_environment(), options.host, options.port)
    except (OSError, ValueError, UnicodeError) as error:  # the port is taken or forbidden; no such host
        where = text(
            "Cannot listen on %(host)s, port %(port)s (%(why)s).", host=options.host, port=str(options.port), why=str(error)
        )
        raise QueryError(where, text("Choose another --port or --host.")) from error
    return 0
