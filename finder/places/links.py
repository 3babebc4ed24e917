"""Links of maps that people paste: the coordinates or the name that a link itself has. No link is ever opened.

What a link may have: Google's "Maps URLs" (`query`, `q`, `ll`, `center`, `/@lat,lon,zoom`, `!3dlat!4dlon` for the pin), Apple's
"Map Links" (`ll`, `q`, `address`, `near`, `coordinate`), OpenStreetMap's (`mlat`, `mlon`, `#map=zoom/lat/lon`), Bing's (`cp`,
`where1`), Waze's "Deep Links" (`ll`, `to=ll.lat,lon`), and RFC 5870 (`geo:lat,lon`). The names are read whatever the host.
Short links of Waze and OpenStreetMap have the point in their letters (`short_links`); those of Google and Apple do not.
"""

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, parse_qsl, unquote_plus, urlsplit

from finder.domain.place import PlaceNotFound
from finder.places.short_links import said_in_path
from finder.text import Text, text

LONGEST_LINK = 2000
_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|geo:|www\.|(?:maps\.|m\.)?(?:google|apple|bing|waze|openstreetmap|osm)\.[a-z.]{2,6}/"
    r"|(?:goo\.gl|maps\.app\.goo\.gl|w3w\.co|what3words\.com)/)\S+",
    re.IGNORECASE,
)
_THREE_WORDS = re.compile(r"(?:^|\s)/{3}\s?\w+\.\w+\.\w+|(?:w3w\.co|what3words\.com)/", re.IGNORECASE)
_BARE_WORDS = re.compile(r"(?:what3words:?\s*)?[a-z]{4,}\.[a-z]{4,}\.[a-z]{4,}")
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)"
_PAIR = re.compile(rf"^(?:ll\.|loc:|point\.|\(|@)?\s*{_NUMBER}\s*[,~_;\s]\s*{_NUMBER}(?!\d)")
_PIN = re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}")
_VIEW = re.compile(rf"/@{_NUMBER},{_NUMBER},(\d+(?:\.\d+)?)([zm])")
_MAP = re.compile(rf"(?:^|&)(?:map=)?(\d+(?:\.\d+)?)/{_NUMBER}/{_NUMBER}")
_PATH = re.compile(r"/(?:place|search|dir)/+(?!@|data=)([^/]+)")
# What holds the place itself, then what holds a view of the map.
_OF_THE_PLACE = (
    *("coordinate", "q", "query", "ll", "address", "where1", "destination", "daddr", "to", "near", "name", "marker"),
    *("viewpoint", "point", "sp", "rtp"),
)  # fmt: skip
_OF_THE_VIEW = ("center", "sll", "cp", "c", "map")
# A map that is zoomed out farther shows more than 50 miles, and its middle says nothing of the place that was meant.
_CLOSEST_ZOOM_OUT, _WIDEST_VIEW_M = 10, 80_000

_TYPE_INSTEAD = text("Type a ZIP code, like 59718, a city and state, or coordinates, like 45.68, -111.04.")


def is_link(written: str) -> bool:
    """Whether a text has a link in it."""
    return bool(_LINK.search(written[:LONGEST_LINK]))


def without_link(written: str) -> str:
    """What a text with a link says: the coordinates or the name in the link, or else what is written beside it.

    A text without a link is returned as it is. Raises PlaceNotFound for a link that does not say where it leads.
    """
    if _THREE_WORDS.search(written):
        raise three_words()
    found = _LINK.search(written)
    if found is None:
        return written
    beside = f"{written[: found.start()]} {written[found.end() :]}".strip()
    said = next(_said(found[0]), "") or beside
    if not said:
        raise PlaceNotFound(_WHY, _TYPE_INSTEAD)
    return said


def is_three_words(written: str) -> bool:
    """Whether a text looks like the address of what3words without its slashes: "filled.count.soap"."""
    return bool(_BARE_WORDS.fullmatch(written))


def three_words() -> PlaceNotFound:
    """The refusal of an address of what3words, which only its makers can look up."""
    return PlaceNotFound(text("We can't look up the three words of a what3words address."), _TYPE_INSTEAD)


_WHY: Text = text("This link doesn't say where it leads, and we don't open links.")


def _said(link: str) -> Iterator[str]:
    """Everything that a link says, the most exact first."""
    url = _split(link)
    if url.scheme.lower() == "geo":
        named = [value for name, value in parse_qsl(url.query) if name == "q"]
        yield from (pair for pair in _pairs(url.path) if not (named and pair == "0, 0"))
        yield from named
        return
    whole = unquote_plus(link)
    yield from (f"{lat}, {lon}" for lat, lon in reversed(_PIN.findall(whole)))
    values = dict(parse_qsl(f"{url.query}&{url.fragment}"))
    if "yandex" in url.netloc:  # which writes the longitude first
        values = {name: re.sub(rf"^{_NUMBER},{_NUMBER}$", r"\2,\1", value) for name, value in values.items()}
    if {"mlat", "mlon"} <= values.keys():
        yield f"{values['mlat']}, {values['mlon']}"
    named = [unquote_plus(segment) for segment in _PATH.findall(url.path)]
    if in_path := said_in_path(url.netloc.lower(), url.path):
        yield in_path
    of_the_place = [*(values[name] for name in _OF_THE_PLACE if values.get(name)), *named]
    for written in of_the_place:
        yield from _pairs(written)
    yield from _views(url, values)
    yield from of_the_place


def _split(link: str) -> SplitResult:
    try:
        return urlsplit(link if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE) else f"https://{link}")
    except ValueError:
        raise PlaceNotFound(_WHY, _TYPE_INSTEAD) from None


def _pairs(written: str) -> Iterator[str]:
    if found := _PAIR.match(written):
        yield f"{found[1]}, {found[2]}"


def _views(url: SplitResult, values: dict[str, str]) -> Iterator[str]:
    """The middle of the map that a link shows, if it is zoomed in."""
    for lat, lon, size, unit in _VIEW.findall(unquote_plus(url.path)):
        if float(size) >= _CLOSEST_ZOOM_OUT if unit == "z" else float(size) <= _WIDEST_VIEW_M:
            yield f"{lat}, {lon}"
    for segment in unquote_plus(url.path).split("/"):
        if segment.count(".") > 1:
            yield from _pairs(segment)
    for zoom, lat, lon in _MAP.findall(url.fragment):
        if float(zoom) >= _CLOSEST_ZOOM_OUT:
            yield f"{lat}, {lon}"
    for name in _OF_THE_VIEW:
        yield from _pairs(values.get(name, ""))
