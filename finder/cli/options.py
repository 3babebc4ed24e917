"""Options that several commands share, as parent parsers: a command has an option only if it does something there."""

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from finder.cli.terminal import say
from finder.settings import Settings

MOST_WORKERS = 64
PLAIN_FORMATS = ("table", "json", "csv")


class Parser(argparse.ArgumentParser):
    """One line for a bad option, in the words of all other errors."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and exit with code 2."""
        say(f"{message}. Run {self.prog} --help to see what it takes.")
        raise SystemExit(2)


def parent() -> Parser:
    """A parser of options for others to have."""
    return Parser(add_help=False)


def directory() -> Parser:
    """`--directory`."""
    parser = parent()
    parser.add_argument("--directory", type=Path, metavar="DIR", help="a folder of listing files (default: the built-in one)")
    return parser


def travel(default: str) -> Parser:
    """`--travel`."""
    parser = parent()
    parser.add_argument(
        "--travel",
        default=default,
        metavar="MODEL",
        help="road (default), straight, osrm, or valhalla (your own servers)",
    )
    return parser


def geocoder() -> Parser:
    """`--geocoder`, with the operator's choice as default."""
    parser = parent()
    parser.add_argument(
        "--geocoder",
        default=Settings.from_environment().geocoder,
        metavar="NAME",
        help="send street addresses to an online service (census, nominatim, ...); off by default",
    )
    return parser


def hsd() -> Parser:
    """`--hsd`."""
    parser = parent()
    parser.add_argument("--hsd", type=Path, metavar="FILE", help="use the county types and limits of CMS's HSD Reference File")
    return parser


def people() -> Parser:
    """`--people` and `--show-small`."""
    parser = parent()
    parser.add_argument(
        "--people",
        type=Path,
        metavar="FILE",
        help="your own people instead of all residents: CSV or xlsx with zip, or lat and lon, and perhaps weight",
    )
    parser.add_argument("--show-small", action="store_true", help="show numbers of your own people from 1 to 10, too")
    return parser


def need() -> Parser:
    """`--need` and `--infused`."""
    parser = parent()
    parser.add_argument(
        "--need", type=str.lower, metavar="ID", help="say how many patients to expect: dermatomyositis, myasthenia_gravis, cidp"
    )
    parser.add_argument(
        "--infused", type=float, default=1.0, metavar="SHARE", help="the share of these patients who are infused (default: 1)"
    )
    return parser


def output(formats: tuple[str, ...] = PLAIN_FORMATS) -> Parser:
    """`--format`, of which the first is the default, and `--out`."""
    parser = parent()
    parser.add_argument("--format", choices=formats, default=formats[0], help=f"default: {formats[0]}")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write to this file instead of the screen")
    return parser


def port(written: str) -> int:
    """A port of this machine."""
    if not (written.isascii() and written.isdigit() and 0 < int(written[:6]) < 65536):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a port between 1 and 65535, like 8000")
    return int(written)


def workers(written: str) -> int:
    """A number of processes."""
    if not (written.isascii() and written.isdigit() and 0 < int(written[:4]) <= MOST_WORKERS):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a number of processes between 1 and {MOST_WORKERS}")
    return int(written)


def count(written: str) -> int:
    """A whole number from 0 to a million."""
    if not (written.isascii() and written.isdigit() and int(written[:8]) <= 1_000_000):
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a whole number from 0 to 1000000")
    return int(written)


def day(written: str) -> date:
    """A day written YYYY-MM-DD."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written[:40]!r} is not a day like 2026-11-30") from None
