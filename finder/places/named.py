"""Places that are neither ZIP codes nor towns, by name: counties, islands, regions, reservations, quarters, bases, and others.

A name is looked up as it was written, then in the forms that people use for the same place: "Wind River" is the Wind River
Reservation, and "Orange Co" is Orange County.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from finder.domain.geo import Point
from finder.domain.geography import NameTable
from finder.places.names import city_key

Kind = Literal[
    "county", "region", "island", "reservation", "quarter", "borough", "township", "base", "college", "hospital", "nickname"
]  # fmt: skip

# Short forms that stand in such names only. Those of towns are spelled out by `city_key`.
_SHORT_FORMS = {
    "afb": "air force base", "afs": "air force station", "sfb": "space force base", "sfs": "space force station",
    "nas": "naval air station", "mcas": "marine corps air station", "mcb": "marine corps base", "jb": "joint base",
    "univ": "university", "coll": "college", "hosp": "hospital", "ctr": "center", "med": "medical", "mem": "memorial",
    "meml": "memorial", "rgnl": "regional", "reg": "regional", "cty": "county", "cnty": "county", "condado": "county",
    "twp": "township", "rez": "reservation", "res": "reservation", "isl": "island", "natl": "national",
}  # fmt: skip
# What a name may end with, and the kinds that go by it. The longest ending that fits is taken off.
_ENDINGS = {
    "county": ("county", "parish", "borough", "city and borough", "census area", "municipality", "municipio", "co"),
    "reservation": (
        *("reservation", "indian reservation", "nation", "indian nation", "tribal nation", "tribe", "tribes", "indian tribe"),
        *("indian community", "indian colony", "colony", "pueblo", "rancheria", "indians", "tribal land", "tribal lands"),
        *("indian lands", "off reservation trust land"),
    ),
    "island": ("island", "islands"),
    "base": (
        *("base", "army base", "air base", "military base", "air force base", "space force base", "air force station"),
        *("space force station", "naval base", "naval station", "naval air station", "marine base", "marine corps base"),
        *("marine corps air station", "army post", "military reservation"),
    ),
    "college": ("university", "college", "university campus", "campus"),
    "hospital": ("hospital", "medical center", "hospital center", "clinic", "health center"),
    "quarter": ("neighborhood", "district", "quarter"),
    "township": ("township",),
    "region": ("region", "area"),
}
_BEGINNINGS = {
    "county of": "county", "parish of": "county", "county de": "county", "municipio de": "county", "borough of": "borough",
    "township of": "township", "island of": "island", "isle of": "island", "isla de": "island", "pueblo of": "reservation",
}  # fmt: skip
_STEM = "~"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A named place.

    `point` is the middle of its people, and `state` the state of that point; `states` has all it lies in. `city` is the city
    that a quarter is in or a college gets its mail from, empty for what is larger. A nickname has the name of its city.
    `population` is the people of its ZIP codes, 0 if unknown. 90% of them live within `spread_mi`, miles.
    """

    name: str
    kind: Kind
    state: str
    states: tuple[str, ...]
    city: str
    point: Point
    population: int
    spread_mi: float


class NamedPlaces:
    """Named places by key. The table is read when the first one is looked up."""

    def __init__(self, table: Callable[[], NameTable]) -> None:
        self._read = table

    def find(self, key: str, state: str = "") -> tuple[NamedPlace, ...]:
        """The places that a name (in the form of `city_key`) may mean, in a state or (if empty) anywhere, the largest first."""
        written = named_key(key)
        stem, kinds = stem_of(written)
        for form, only in ((written, ()), (_STEM + stem, kinds), (_STEM + written, ())):
            places = [self._place(row) for row in self._rows(form)]
            if found := [p for p in places if state in ("", *p.states) and (not only or p.kind in only)]:
                return tuple(sorted(found, key=lambda p: (-p.population, p.name, p.states)))
        return ()

    def spellings(self, state: str = "") -> list[str]:
        """The keys of all places, in a state or (if empty) anywhere."""
        t = self._table
        inside = [not state or state in written.split() for written in t.states.tolist()]
        return sorted(
            {key.decode().lstrip(_STEM) for key, row in zip(t.key.tolist(), t.key_row.tolist(), strict=True) if inside[row]}
        )

    @cached_property
    def _table(self) -> NameTable:
        return self._read()

    def _rows(self, key: str) -> list[int]:
        t, written = self._table, key.encode("ascii", "replace")
        first, end = t.key.searchsorted(written), t.key.searchsorted(written, "right")
        rows: list[int] = t.key_row[first:end].tolist()
        return rows

    def _place(self, row: int) -> NamedPlace:
        t = self._table
        states = tuple(str(t.states[row]).split())
        point = Point(float(t.points.lat_deg[row]), float(t.points.lon_deg[row]))
        kind = cast(Kind, str(t.kind[row]))
        people, spread_mi = int(t.population[row]), float(t.spread_mi[row])
        return NamedPlace(str(t.name[row]), kind, states[0], states, str(t.city[row]), point, people, spread_mi)


def named_key(name: str) -> str:
    """The form under which a named place is indexed: like that of a city, without an article, and short forms spelled out."""
    written = " ".join(_SHORT_FORMS.get(word, word) for word in city_key(name).split())
    return written.removeprefix("the ")


def stem_of(key: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a key without the word for its kind, and the kinds that word can mean; the key and () if it has none."""
    for beginning, kind in _BEGINNINGS.items():
        if key.startswith(beginning + " "):
            return key.removeprefix(beginning + " "), (kind,)
    fits = [(ending, kind) for kind, endings in _ENDINGS.items() for ending in endings if key.endswith(" " + ending)]
    if not fits:
        return key, ()
    longest = max((ending for ending, _ in fits), key=len)
    return key.removesuffix(" " + longest), tuple(kind for ending, kind in fits if ending == longest)


def keys_of(name: str) -> tuple[str, ...]:
    """The keys under which a name is indexed: as it is written, and its stem."""
    key = named_key(name)
    return key, _STEM + stem_of(key)[0]
