"""Parts of pages that say the same of a location to every reader, kept once they are written.

A part is kept by location, treatment, day, and language, never by who asked or from where. What differs from reader to reader,
like the miles, has a slot in the part, which is filled for each page.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from flask import Flask, current_app, request, url_for
from markupsafe import Markup, escape

from finder.web.language import the_writer

# About 3 kB each. A list of 25 locations has 25 of them.
_MOST = 6_000
_SLOT, _SPECIAL = re.compile("\0([^\0]*)\0"), re.compile("[&<>\"']")


class Part:
    """A part of a page: text, and between it the slots, by name."""

    def __init__(self, written: Markup) -> None:
        pieces = _SLOT.split(written)
        self._texts, self._slots = tuple(pieces[::2]), tuple(pieces[1::2])

    def filled(self, values: Mapping[str, object]) -> Markup:
        """The part with its slots filled; one without a value stays empty. Text that is not marked as safe is escaped."""
        if not self._slots:
            return Markup(self._texts[0])  # noqa: S704 # nosec B704
        said = {name: _escaped(value) for name, value in values.items()}
        parts = [self._texts[0]]
        for slot, text in zip(self._slots, self._texts[1:], strict=True):
            parts += said.get(slot, ""), text
        return Markup("".join(parts))  # noqa: S704 # nosec B704


# Returns the part of a key, written by the function that is given with it unless it is kept.
PartOf = Callable[[tuple[Hashable, ...], Callable[[], Markup]], Part]


class Fragments:
    """Parts by key. All are dropped when there are too many, which is simple, and rare enough."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: dict[Hashable, Part] = {}

    def __iter__(self) -> Iterator[Part]:
        """Iterate over the parts that are kept."""
        return iter(tuple(self._kept.values()))

    def get(self, key: Hashable, write: Callable[[], Markup]) -> Part:
        """The part of a key, written by this caller unless it is kept."""
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            found = self._kept[key] = Part(write())
        return found


def _escaped(value: object) -> str:
    """As `escape`, which takes three times as long for the hundreds of values of a page that have nothing to escape."""
    return value if type(value) is str and not _SPECIAL.search(value) else str(escape(value))


def register(app: Flask) -> None:
    """Give templates `kept`: {% call kept("facts", p.id) %} ... {% endcall %} writes what is between once for each key.

    With {{ slot("miles") }} between, `kept("facts", p.id, fill={"miles": miles})` fills that slot.
    """
    app.extensions["fragments"] = Fragments()
    app.extensions["addresses"] = {}
    app.jinja_env.globals.update(kept=_kept, slot=_slot, url_for=_address)


def parts_of_request() -> PartOf:
    """A function that returns the part of a key in the language of the request."""
    fragments: Fragments = current_app.extensions["fragments"]
    language, root = the_writer().language, request.script_root
    return lambda key, write: fragments.get((language, root, *key), write)


def _kept(*key: Hashable, caller: Callable[[], Markup], fill: Mapping[str, object] | None = None) -> Markup:
    return parts_of_request()(key, caller).filled(fill or {})


def _address(endpoint: str, **values: Any) -> str:
    """As `url_for`. The addresses of our own files and pages, which are the same in every page, are kept."""
    if values and endpoint != "static":
        return url_for(endpoint, **values)
    addresses: dict[tuple[str, ...], str] = current_app.extensions["addresses"]
    key = (request.script_root, endpoint, *values.values())
    found = addresses.get(key)
    if found is None:
        found = addresses[key] = url_for(endpoint, **values)
    return found


def _slot(name: str) -> Markup:
    return Markup("\0{}\0").format(name)
