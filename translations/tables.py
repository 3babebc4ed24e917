"""Find the sentences in the tables and the starter directory of data/ for pybabel. babel.cfg names these functions."""

import csv
import io
import tomllib
from collections.abc import Iterator
from typing import IO, Any

from finder.domain.states import STATE_NAMES
from finder.text import named

# Fields that pages show as they are. The rest are ids, numbers, addresses, and names that are the same in every language.
SHOWN = {"name", "short_name", "label", "about", "note", "what", "source", "as_of", "license"}


def sentences(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield what Babel's `extract` expects: line, function, message, and comments."""
    for shown in dict.fromkeys(_shown(tomllib.loads(file.read().decode()))):
        yield 0, None, named(shown).template, []


def _shown(value: Any) -> Iterator[str]:
    """The sentences anywhere in a table. A day, like 2026-11-22, is not one."""
    for one in value if isinstance(value, list) else ():
        yield from _shown(one)
    for name, one in value.items() if isinstance(value, dict) else ():
        if name in SHOWN and isinstance(one, str) and any(c.isalpha() for c in one):
            yield one
        yield from _shown(one)


def remarks(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """The notes and sources of our own listings. Those of others stay as they are written."""
    rows = csv.DictReader(io.StringIO(file.read().decode("utf-8-sig")))
    for remark in dict.fromkeys(row[column] for row in rows for column in ("note", "source") if row.get(column)):
        yield 0, None, named(remark).template, []


def states(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """The names of the states in the table of counties."""
    rows = csv.DictReader(io.StringIO(file.read().decode()))
    for code in dict.fromkeys(row["state"] for row in rows):
        yield 0, None, named(STATE_NAMES[code]).template, []
