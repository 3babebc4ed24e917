"""The command line: the answer alone on stdout, in the format asked for; notices on stderr; no traceback for bad input.

Exit codes: 0 done, 1 nothing found or a check failed, 2 bad input.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from finder import __version__
from finder.cli import commands as run
from finder.cli import options
from finder.cli.terminal import drop_output, say, speak_utf8
from finder.domain.place import PlaceNotFound
from finder.errors import FinderError
from finder.questions.chairs.tables import TABLES as CHAIRS_TABLES
from finder.questions.coverage.query import DEFAULT_STANDARD
from finder.questions.coverage.tables import TABLES as COVERAGE_TABLES
from finder.questions.search.query import DEFAULT_LIMIT, DEFAULT_WITHIN_MI
from finder.settings import Settings
from finder.wording.writer import ENGLISH

Run = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    speak_utf8()
    asked = _parser().parse_args(argv)
    try:
        code = int(asked.run(asked))
        print(end="", flush=True)  # a full disk or a closed pipe shows itself here, not after the last line
        return code
    except PlaceNotFound as error:
        meant = "; ".join(p.label for p in error.suggestions)
        line = ENGLISH.error(error)
        say(f"{line} Did you mean: {meant}?" if meant else line)
        return error.exit_code
    except FinderError as error:
        say(ENGLISH.error(error))
        return error.exit_code
    except BrokenPipeError:  # the reader (head, less) had enough
        drop_output()
        return 0
    except OSError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return 130


def _refuse(error: OSError) -> int:
    if error.filename:
        say(f"{error.strerror}: {error.filename}. Check the path.")
    else:
        drop_output()
        say(f"The answer could not be written: {error.strerror or error}.")
    return 2


class _Commands:
    """Adds commands to the parser."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=options.Parser)

    def add(self, name: str, function: Run, words: str, *parents: options.Parser) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = self._parsers.add_parser(name, help=words, description=words, parents=parents)
        parser.set_defaults(run=function)
        return parser


def _parser() -> argparse.ArgumentParser:
    parser = options.Parser(prog="finder", description="Who can travel to infusion care, and who cannot.")
    parser.add_argument("--version", action="version", version=__version__)
    commands, online = _Commands(parser), options.geocoder(Settings.from_environment().geocoder)
    directory, travel, plain = options.directory(), options.travel(), options.output()
    _serve(commands.add("serve", run.serve, "the web app, on a production server", directory, travel, online, options.hsd()))
    commands.add("geocode", run.geocode, "one place", online, plain).add_argument("place", metavar="PLACE")
    _search(commands.add("search", run.search, "infusion care near a place, ranked", directory, travel, online, plain))
    planner = (directory, travel, options.counting(), options.report_output())
    _coverage(commands.add("coverage", run.coverage, "people within a standard, and outside it", *planner, options.hsd()))
    _report(commands.add("chairs", run.chairs, "how the chairs within reach are shared", *planner), CHAIRS_TABLES)
    commands.add("check", run.check, "the quality of the directory's data", directory, plain)
    words = "work out a report again from its manifest, and compare"
    verify = commands.add("verify", run.verify, words, directory, options.hsd())
    verify.add_argument("file", type=Path, metavar="FILE", help="csv, json, xlsx, geojson, or pdf")
    _import(commands.add("import", run.import_, "keep a copy of what a source says"))
    return parser


def _serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=options.port, default=8000)


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="PLACE", help="a ZIP code, a city and state, an address, or coordinates")
    parser.add_argument("--therapy", type=str.lower, metavar="ID", help="ivig, rituximab, ...")
    parser.add_argument("--within", type=float, default=DEFAULT_WITHIN_MI, metavar="MILES")
    parser.add_argument("--limit", type=int, default=DEFAULT_LIMIT, metavar="N")
    parser.add_argument("--on", type=options.day, metavar="DATE", help="mobile visits from this day on (default: today)")


def _coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD, metavar="S", help="miles:60 (default), minutes:60, cms, va, ..."
    )
    _report(parser, COVERAGE_TABLES)


def _report(parser: argparse.ArgumentParser, tables: Mapping[str, Any]) -> None:
    words = "one table (default: counties); json and pdf give the whole report"
    parser.add_argument("--report", choices=tuple(tables), metavar="TABLE", help=f"{words}: {', '.join(tables)}")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", choices=("trials",), help="trials: saved pages of the ClinicalTrials.gov API, version 2")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the copy is kept (default: FINDER_TRIALS)")
