"""Options that several commands share, as parent parsers: a command has an option only if it does something there."""

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from finder.cli.terminal import say
from finder.core import DEFAULT_TRAVEL
from finder.domain.names import plain
from finder.domain.states import STATE_BY_NAME
from finder.questions.counting import EVIDENCE_FILTERS, MOBILE_FILTERS
from finder.reports.render import FORMATS

PLAIN_FORMATS = ("table", "json", "csv")


class Parser(argparse.ArgumentParser):
    """One line for a bad option, in the words of all other errors."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with code 2."""
        say(f"{message}. Run {self.prog} --help to see what it takes.")
        raise SystemExit(2)


def _parent() -> Parser:
    return Parser(add_help=False)


def directory() -> Parser:
    """`--directory`."""
    parser = _parent()
    parser.add_argument("--directory", type=Path, metavar="DIR", help="a folder of listing files (default: the built-in one)")
    return parser


def travel() -> Parser:
    """`--travel`."""
    parser = _parent()
    parser.add_argument(
        "--travel",
        default=DEFAULT_TRAVEL,
        metavar="MODEL",
        help="road (default), straight, osrm, or valhalla (your own servers)",
    )
    return parser


def geocoder(default: str | None) -> Parser:
    """`--geocoder`, with the operator's choice as default."""
    parser = _parent()
    parser.add_argument(
        "--geocoder",
        default=default,
        metavar="NAME",
        help="send street addresses to an online service (census, nominatim, ...); off by default",
    )
    return parser


def hsd() -> Parser:
    """`--hsd`."""
    parser = _parent()
    parser.add_argument("--hsd", type=Path, metavar="FILE", help="use the county types and limits of CMS's HSD Reference File")
    return parser


def output(formats: tuple[str, ...] = PLAIN_FORMATS) -> Parser:
    """`--format` and `--out`."""
    parser = _parent()
    parser.add_argument("--format", choices=formats, default="table", help="default: table")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead of the screen")
    return parser


def counting() -> Parser:
    """Which locations count, and whose people are asked about."""
    parser = _parent()
    parser.add_argument("--therapy", type=str.lower, metavar="ID", help="ivig, rituximab, ...")
    parser.add_argument("--state", type=_state, metavar="XX", help="two letters, or the name")
    parser.add_argument("--evidence", choices=EVIDENCE_FILTERS, default="any", help="which locations count for the therapy")
    parser.add_argument("--mobile", choices=MOBILE_FILTERS, default="include", help="whether mobile stops count")
    return parser


def report_output() -> Parser:
    """`--format` and `--out` of planners' questions, which come as spreadsheets, map layers, and reports too."""
    return output(("table", *FORMATS))


def _state(written: str) -> str:
    return STATE_BY_NAME.get(plain(written), written.upper())


def port(written: str) -> int:
    """A port of this machine."""
    if not (written.isascii() and written.isdigit() and 0 < int(written[:6]) < 65536):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a port between 1 and 65535, like 8000")
    return int(written)


def day(written: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a day like 2026-11-30") from None
