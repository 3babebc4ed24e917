"""Parts of pages that say the same of a location to every reader, kept once they are written.

A part is kept by location, treatment, day, and language, never by who asked or from where.
"""

from collections.abc import Callable, Hashable

from flask import Flask, current_app
from markupsafe import Markup

from finder.web.language import the_writer

# About 1 kB each. A list of 25 locations has 50 to 75.
_MOST = 10_000


class Fragments:
    """Parts by key. All are dropped when there are too many, which is simple, and rare enough."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: dict[Hashable, Markup] = {}

    def get(self, key: Hashable, write: Callable[[], Markup]) -> Markup:
        """The part of a key, written by this caller unless it is kept."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            found = self._kept[key] = write()
        return found


def register(app: Flask) -> None:
    """Give templates `kept`: {% call kept("facts", p.id) %} ... {% endcall %} writes what is between once for each key."""
    app.extensions["fragments"] = Fragments()
    app.jinja_env.globals["kept"] = _kept


def _kept(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
    fragments: Fragments = current_app.extensions["fragments"]
    return fragments.get((the_writer().language, *key), caller)
