"""The command line: the answer on stdout alone, in the format asked for; notices on stderr; no traceback for bad input.

Exit codes: 0 done, 1 nothing found or a check failed, 2 bad input.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from finder import __version__
from finder.cli.terminal import TerminalProgress, drop_output, say, speak_utf8
from finder.core import DEFAULT_TRAVEL, Finder, make_finder
from finder.domain.names import plain
from finder.domain.place import PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_BY_NAME
from finder.errors import FinderError, QueryError
from finder.questions.coverage.findings import findings
from finder.questions.coverage.query import DEFAULT_STANDARD, EVIDENCE_FILTERS, MOBILE_FILTERS, CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.search.query import DEFAULT_LIMIT, DEFAULT_WITHIN_MI, SearchQuery
from finder.reports.answers import Row, check_answer, place_answer, search_answer
from finder.reports.criteria_check import check_standard
from finder.reports.render import FORMATS, REPORT, check_format, render
from finder.reports.tables import OPTION_COLUMNS, TABLES, option_rows, to_csv, to_text
from finder.text import text
from finder.trials.saved import FOLDER as TRIALS_FOLDER
from finder.trials.saved import import_trials
from finder.verify.check import verify as verify_file
from finder.wording.vocabulary import EVIDENCE_WORDS

SHOWN_OPTIONS = (
    "rank",
    "name",
    "city",
    "state",
    "distance_mi",
    "travel_min_low",
    "travel_min_high",
    "evidence",
    "phone",
    "mark",
)
PLAIN_FORMATS = ("table", "json", "csv")
BINARY_FORMATS = ("xlsx", "pdf")
DEFAULT_TABLE = "counties"
NOTICES_SHOWN = 5
PLACE_COLUMNS = ("label", "lat", "lon", "precision")


class _Parser(argparse.ArgumentParser):
    """One line for a bad option, in the words of all other errors."""

    def error(self, message: str) -> NoReturn:
        say(f"{message}. Run python -m finder --help to see what it takes.")
        sys.exit(2)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    speak_utf8()
    options = _parser().parse_args(argv)
    try:
        code = int(options.run(options))
        print(end="", flush=True)  # a full disk or a closed pipe shows itself here, not after the last line
        return code
    except PlaceNotFound as error:
        meant = "; ".join(p.label for p in error.suggestions)
        say(f"{error} Did you mean: {meant}?" if meant else str(error))
        return error.exit_code
    except FinderError as error:
        say(str(error))
        return error.exit_code
    except BrokenPipeError:  # the reader (head, less) had enough
        drop_output()
        return 0
    except OSError as error:
        if error.filename:
            say(f"{error.strerror}: {error.filename}. Check the path.")
        else:
            drop_output()
            say(f"The answer could not be written: {error.strerror or error}.")
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m finder", description="Who can travel to infusion care, and who cannot.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    _serve_options(_command(commands, "serve", serve, "the web pages, on a production server"))
    _command(commands, "geocode", geocode, "one place").add_argument("place", metavar="PLACE")
    _search_options(_command(commands, "search", search, "infusion care near a place, ranked"))
    _coverage_options(_command(commands, "coverage", coverage, "people within a standard, and people outside it"))
    _command(commands, "check", check, "the quality of the directory's data")
    _bare_command(commands, "verify", verify, "make a report of coverage again from its manifest, and compare").add_argument(
        "file", type=Path, metavar="FILE", help="csv, json, xlsx, geojson or pdf"
    )
    _import_options(commands.add_parser("import", help="keep what a source says", description="keep what a source says"))
    return parser


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=import_)
    parser.add_argument("source", choices=("trials",), help="trials: saved pages of the ClinicalTrials.gov API, version 2")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the copy is kept (default: FINDER_TRIALS)")


def _bare_command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    parser.add_argument("--directory", type=Path, metavar="DIR", help="a folder of listing files (default: the built-in one)")
    if name in ("coverage", "verify"):
        parser.add_argument("--hsd", type=Path, metavar="FILE", help="CMS's HSD Reference File: its types and limits count")
    return parser


def _command(commands: Any, name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
    parser = _bare_command(commands, name, run, words)
    parser.add_argument(
        "--travel",
        default=DEFAULT_TRAVEL,
        metavar="MODEL",
        help="road (default), straight, osrm or valhalla (your own servers)",
    )
    forms = ("table", *FORMATS) if name == "coverage" else PLAIN_FORMATS
    parser.add_argument("--format", choices=forms, default="table", help="default: table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of to the screen")
    parser.add_argument("--geocoder", default=os.environ.get("FINDER_GEOCODER"), metavar="NAME",
                        help="send street addresses to an online service (census, nominatim ...); off by default")  # fmt: skip
    return parser


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE", help="a ZIP code, a city and state, or coordinates")
    parser.add_argument("--therapy", type=str.lower, metavar="ID", help="ivig, rituximab ...")
    parser.add_argument("--within", type=float, default=DEFAULT_WITHIN_MI, metavar="MILES")
    parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, metavar="N")
    parser.add_argument("--on", type=_day, default=date.today(), metavar="DATE", help="mobile visits from this day on")


def _coverage_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--standard", default=DEFAULT_STANDARD, metavar="S", help="miles:60 (default), minutes:60, cms, va ...")
    parser.add_argument("--therapy", type=str.lower, metavar="ID")
    parser.add_argument("--state", type=_state, metavar="XX", help="two letters, or the name")
    parser.add_argument("--evidence", choices=EVIDENCE_FILTERS, default="any", help="which places count for the therapy")
    parser.add_argument("--mobile", choices=MOBILE_FILTERS, default="include", help="whether mobile stops count")
    parser.add_argument("--report", choices=tuple(TABLES), help="one table (default: counties; all of it as json or pdf)")


def _state(written: str) -> str:
    return STATE_BY_NAME.get(plain(written), written.upper())


def _port(written: str) -> int:
    if not (written.isascii() and written.isdigit() and 0 < int(written[:6]) < 65536):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a port between 1 and 65535, like 8000")
    return int(written)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a day like 2026-11-30") from None


def _finder(options: argparse.Namespace, hsd: Path | None = None) -> Finder:
    made = make_finder(options.directory, options.travel, options.geocoder, TerminalProgress(), hsd)
    if made.directory.notices:
        say(*(str(n) for n in made.directory.notices[:NOTICES_SHOWN]))
        if len(made.directory.notices) > NOTICES_SHOWN:
            say(f"{len(made.directory.notices) - NOTICES_SHOWN} more notices: run the check command.")
    return made


def _write(options: argparse.Namespace, answer: Row, rows: Sequence[Row], shown: Sequence[str], columns: Sequence[str]) -> None:
    """An answer as JSON, or its rows: all of `columns` as CSV, those `shown` as a table."""
    if options.format == "json":
        written = json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
    else:
        written = to_csv(rows, columns) if options.format == "csv" else to_text(rows, shown) + "\n"
    _put(options, written.encode())


def _put(options: argparse.Namespace, content: bytes) -> None:
    if options.out:
        options.out.write_bytes(content)
    elif options.format in BINARY_FORMATS:
        sys.stdout.buffer.write(content)
    else:
        print(content.decode(), end="")


def geocode(options: argparse.Namespace) -> int:
    """One place; several with exit 1."""
    try:
        row = place_answer(_finder(options).geocode(options.place))
        _write(options, {"place": row}, [row], PLACE_COLUMNS, tuple(row))
    except PlaceAmbiguous as several:
        return _candidates(options, several)
    return 0


def _candidates(options: argparse.Namespace, several: PlaceAmbiguous) -> int:
    rows = [place_answer(p) for p in several.candidates]
    _write(options, {"candidates": rows}, rows, PLACE_COLUMNS, tuple(rows[0]))
    say(str(several))
    return several.exit_code


def search(options: argparse.Namespace) -> int:
    """Ranked options; exit 1 if there is none at all."""
    query = SearchQuery(options.place, options.therapy, options.within, options.limit, options.on)
    try:
        result = _finder(options).search(query)
    except PlaceAmbiguous as several:
        return _candidates(options, several)
    if options.format != "json":
        say(f"{result.place.label}. Measured by {result.method.label}. {result.method.error_note}")
        say(*(str(n) for n in result.all_notices))
    rows = option_rows(result)
    if options.format == "table":
        rows = [{**row, "evidence": str(EVIDENCE_WORDS[row["evidence"]]), "distance_mi": _miles(row)} for row in rows]
    _write(options, search_answer(result), rows, SHOWN_OPTIONS, OPTION_COLUMNS)
    return 0 if result.options else 1


def _miles(row: Row) -> object:
    return f"{row['road']} ({row['straight_line_mi']} straight)" if row["road"] else row["distance_mi"]


def coverage(options: argparse.Namespace) -> int:
    """People within a standard: a table of it, or the whole report."""
    table = options.report or (REPORT if options.format in ("json", "pdf") else DEFAULT_TABLE)
    if options.format != "table":
        check_format(table, options.format)
    if table == "hsd":
        check_standard(options.standard)
    if options.format in BINARY_FORMATS and not options.out and not (sys.stdout and not sys.stdout.isatty()):
        raise QueryError(text("A terminal cannot show %(form)s.", form=options.format), text("Add --out FILE, or pipe it on."))
    query = CoverageQuery(options.standard, options.therapy, options.state, options.evidence, options.mobile)
    finder = _finder(options, options.hsd)
    result = finder.coverage(query)
    if options.format != "json":
        therapy = finder.therapies.get(query.therapy or "")
        _tell(result, therapy.short_name if therapy else None)
    if options.hsd:
        _tell_hsd(result)
    if options.format == "table":
        content = to_text(TABLES[table].rows(result), TABLES[table].shown) + "\n"
        _put(options, content.encode())
    else:
        _put(options, render(result, table, options.format).content)
    return 0


def _tell(result: CoverageResult, therapy: str | None) -> None:
    say(*(str(n) for n in (*findings(result, therapy), *result.notices)))


def _tell_hsd(result: CoverageResult) -> None:
    """What of an HSD file was not used; it must not be passed over in silence."""
    if result.hsd is None:
        say(f"The HSD file says nothing about the standard {result.standard.id}: it was not used.")
        return
    say(*(str(n) for n in result.hsd.notices[:NOTICES_SHOWN]))
    if len(result.hsd.notices) > NOTICES_SHOWN:
        say(f"{len(result.hsd.notices) - NOTICES_SHOWN} more rows of the HSD file were not used as they stand.")


def check(options: argparse.Namespace) -> int:
    """Counts of what is missing or odd; exit 1 if a row or cell could not be used."""
    quality = make_finder(options.directory, options.travel, options.geocoder).check(date.today())
    rows = [{"count": n, "of": str(words)} for words, n in quality.lines()]
    _write(options, check_answer(quality), rows, ("count", "of"), ("count", "of"))
    say(*(str(p) for p in quality.problems), *(f"listed twice? {', '.join(ids)}" for ids in quality.repeated))
    return 1 if quality.problems else 0


def verify(options: argparse.Namespace) -> int:
    """Whether a report's numbers come out again; exit 1 if not."""
    found = verify_file(options.file, options.directory, options.hsd, TerminalProgress())
    for line in found.lines():
        print("".join(c if c.isprintable() else " " for c in str(line)))
    return 0 if found.equal else 1


def import_(options: argparse.Namespace) -> int:
    """Saved pages of a source into a copy of our own; exit 1 if something could not be used."""
    report = import_trials(options.files, options.out or TRIALS_FOLDER)
    say(*(str(line) for line in report.lines()))
    return 1 if report.notices else 0


def serve(options: argparse.Namespace) -> int:
    """The web app, until interrupted."""
    from finder.web.server import run

    finder = _finder(options)
    try:
        run(finder, options.host, options.port)
    except (OSError, ValueError, UnicodeError) as error:  # the port is taken or forbidden; no such host
        where = text(
            "Cannot listen on %(host)s, port %(port)s (%(why)s).", host=options.host, port=str(options.port), why=str(error)
        )
        raise QueryError(where, text("Choose another --port or --host.")) from error
    return 0
