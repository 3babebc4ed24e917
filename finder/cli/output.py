"""What a command prints: the answer alone on stdout, notices on stderr, and a Finder made with both in mind."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from finder.cli.terminal import TerminalProgress, say
from finder.core import Finder, make_finder
from finder.errors import QueryError
from finder.questions.base import Row
from finder.reports.rows import to_csv, to_json, to_text
from finder.settings import Settings
from finder.text import Text, text
from finder.wording.writer import ENGLISH

BINARY_FORMATS = ("xlsx", "pdf")
_NOTICES_SHOWN = 5


def finder(options: argparse.Namespace, hsd: Path | None = None) -> Finder:
    """Make the Finder that a command asks for, and say what is wrong with its listings."""
    made = make_finder(
        Settings.from_environment(),
        options.directory,
        options.travel,
        getattr(options, "geocoder", None),
        hsd,
        TerminalProgress(),
    )
    tell_first(made.directory.notices, text("There are more notices. To see them all, run: finder check"))
    return made


def tell(notices: Iterable[Text]) -> None:
    """Say notices on stderr, one a line."""
    say(*(ENGLISH.say(n) for n in notices))


def tell_first(notices: Sequence[Text], more: Text) -> None:
    """Say the first few notices, and that there are more."""
    tell(notices[:_NOTICES_SHOWN])
    if len(notices) > _NOTICES_SHOWN:
        tell([more])


def write(options: argparse.Namespace, answer: Row, rows: Sequence[Row], shown: Sequence[str], columns: Sequence[str]) -> None:
    """Write an answer as JSON, or its rows: all of `columns` as CSV, those `shown` as a table."""
    if options.format == "json":
        put(options, to_json(answer))
    elif options.format == "csv":
        put(options, to_csv(rows, columns).encode())
    else:
        put(options, (to_text(rows, shown) + "\n").encode())


def put(options: argparse.Namespace, content: bytes) -> None:
    """Write to the file or to stdout."""
    if options.out:
        options.out.write_bytes(content)
    elif options.format in BINARY_FORMATS:
        sys.stdout.buffer.write(content)
    else:
        print(content.decode(), end="")


def check_screen(options: argparse.Namespace) -> None:
    """Raises QueryError for a format that a terminal cannot show."""
    if options.format in BINARY_FORMATS and not options.out and not (sys.stdout and not sys.stdout.isatty()):
        raise QueryError(
            text("A terminal cannot show %(form)s.", form=options.format), text("Add --out FILE, or pipe the output.")
        )
