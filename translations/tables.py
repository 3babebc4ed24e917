"""Finds the sentences of the tables in data/ for pybabel: babel.cfg names this."""

import tomllib
from collections.abc import Iterator
from typing import IO, Any

from finder.text import named

# Fields that pages show as they stand. The rest are ids, numbers, addresses, and names that are the same everywhere.
SHOWN = {"name", "short_name", "label", "about", "note", "source", "as_of"}


def sentences(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, None, str, list[str]]]:
    """What `extract` of babel asks for: line, function, message and comments."""
    for shown in dict.fromkeys(_shown(tomllib.loads(file.read().decode()))):
        yield 0, None, named(shown).template, []


def _shown(value: Any) -> Iterator[str]:
    """The sentences of a table, wherever in it they are. A day, like 2026-11-22, is none."""
    for one in value if isinstance(value, list) else ():
        yield from _shown(one)
    for name, one in value.items() if isinstance(value, dict) else ():
        if name in SHOWN and isinstance(one, str) and any(c.isalpha() for c in one):
            yield one
        yield from _shown(one)
