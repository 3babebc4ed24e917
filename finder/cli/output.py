"""What a command prints: the answer alone on stdout, notices on stderr."""

import argparse
import sys
from collections.abc import Iterable, Sequence

from finder.cli.terminal import say
from finder.errors import QueryError
from finder.questions.base import Row
from finder.reports.rows import to_csv, to_json, to_text
from finder.text import Text, text
from finder.wording.writer import ENGLISH

BINARY_FORMATS = ("xlsx", "pdf")
_NOTICES_SHOWN = 5


def tell(notices: Iterable[Text]) -> None:
    """Say notices on stderr, one a line."""
    say(*(ENGLISH.say(n) for n in notices))


def tell_first(notices: Sequence[Text], more: Text) -> None:
    """Say the first few notices, and that there are more."""
    tell(notices[:_NOTICES_SHOWN])
    if len(notices) > _NOTICES_SHOWN:
        tell([more])


def write(asked: argparse.Namespace, answer: Row, rows: Sequence[Row], shown: Sequence[str], columns: Sequence[str]) -> None:
    """Write an answer as JSON, or its rows: all of `columns` as CSV, those `shown` as a table."""
    if asked.format == "json":
        put(asked, to_json(answer))
    elif asked.format == "csv":
        put(asked, to_csv(rows, columns).encode())
    else:
        put(asked, (to_text(rows, shown) + "\n").encode())


def put(asked: argparse.Namespace, content: bytes) -> None:
    """Write to the file or to stdout."""
    if asked.out:
        asked.out.write_bytes(content)
    elif asked.format in BINARY_FORMATS:
        sys.stdout.buffer.write(content)
    else:
        print(content.decode(), end="")


def check_screen(asked: argparse.Namespace) -> None:
    """Raises QueryError for a format that a terminal cannot show."""
    if asked.format in BINARY_FORMATS and not asked.out and not (sys.stdout and not sys.stdout.isatty()):
        raise QueryError(
            text("A terminal cannot show %(form)s.", form=asked.format), text("Add --out FILE, or pipe the output.")
        )
