"""Places that are neither ZIP codes nor towns, by name: counties, islands, regions, reservations, quarters, bases, and others.

A name is looked up as it was written, then in the forms that people use for the same place: "Wind River" is the Wind River
Reservation, and "Orange Co" is Orange County.
"""

import re
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
    "nas": "naval air station", "naws": "naval air weapons station", "jrb": "joint reserve base", "jb": "joint base",
    "angb": "air national guard base", "cgas": "coast guard air station", "mcas": "marine corps air station",
    "mcb": "marine corps base", "univ": "university", "coll": "college", "hosp": "hospital", "ctr": "center",
    "med": "medical", "mem": "memorial", "meml": "memorial", "rgnl": "regional", "reg": "regional", "cty": "county",
    "cnty": "county", "condado": "county", "twp": "township", "rez": "reservation", "res": "reservation", "isl": "island",
    "natl": "national",
}  # fmt: skip
# What a name may end with, by the kinds that go by it. The longest ending that fits is taken off.
_ENDINGS = {
    "county": ("county", "parish", "borough", "city and borough", "census area", "municipality", "municipio", "co"),
    "reservation": (
        *("reservation", "indian reservation", "nation", "indian nation", "tribal nation", "tribe", "tribes", "indian tribe"),
        *("indian community", "tribal community", "indian colony", "colony", "pueblo", "rancheria", "indian rancheria"),
        *("indians", "tribal land", "tribal lands", "indian lands", "off reservation trust land", "band"),
    ),
    "island": ("island", "islands"),
    "base": (
        *("base", "army base", "air base", "military base", "air force base", "space force base", "air force station"),
        *("space force station", "naval base", "naval station", "naval air station", "marine base", "marine corps base"),
        *("marine corps air station", "marine air station", "navy base", "coast guard base", "coast guard station"),
        *("coast guard air station", "air national guard base", "air reserve base", "naval air weapons station"),
        *("naval air station joint reserve base", "army airfield", "army post", "military reservation"),
    ),
    "college": ("university", "college", "university campus", "campus"),
    "hospital": ("hospital", "medical center", "hospital center", "clinic", "health center"),
    "quarter": ("neighborhood", "district", "quarter"),
    "township": ("township", "town"),
    "region": ("region", "area"),
}
_BEGINNINGS = {
    "county of": "county", "parish of": "county", "county de": "county", "municipio de": "county", "borough of": "borough",
    "township of": "township", "town of": "township", "island of": "island", "isle of": "island", "isla de": "island",
    "pueblo of": "reservation", "confederated tribes of the": "reservation", "confederated tribes of": "reservation",
    "joint base": "base", "naval air station joint reserve base": "base", "naval air weapons station": "base",
    "naval air station": "base", "naval station": "base", "naval base": "base", "navy base": "base",
    "naval support activity": "base", "naval weapons station": "base", "marine corps air station": "base",
    "marine air station": "base", "marine corps base": "base", "coast guard base": "base", "coast guard station": "base",
    "coast guard air station": "base", "coast guard sector": "base", "us coast guard": "base", "coast guard": "base",
}  # fmt: skip
# "Spokane Tribe of the Spokane Reservation", "Otoe-Missouria Tribe of Indians".
_TRIBE_OF = re.compile(r"(?!confederated )(.+?)(?: indian)? (?:band|tribe|tribes|nation|community) of .+")
# What is indexed beside names: stems that stand for a place alone, and those that need a word for their kind.
_ALONE, _WITH_KIND = "=", "~"


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
        """The places that a name (in the form of `city_key`) may mean, in a state or (if empty) anywhere, the largest first.

        A name as it is written comes first, then the same name with another word for its kind, then with none.
        """
        written = named_key(key)
        if written.startswith("the "):  # "The Hill" is no hill, but "the Navajo Nation" is the Navajo Nation.
            return self._called(written, state) or self._called(written.removeprefix("the "), state)
        return self._called(written, state)

    def exactly(self, key: str, state: str = "") -> tuple[NamedPlace, ...]:
        """The places that have a name as their own or their other name, and not only without a word for their kind."""
        places = (self._place(row) for row in self._rows(named_key(key)))
        return tuple(place for place in places if state in ("", *place.states))

    def spellings(self, state: str = "") -> list[str]:
        """The keys that `find` knows, to suggest, in a state or (if empty) anywhere."""
        t, with_kind = self._table, _WITH_KIND.encode()
        inside = [not state or state.encode() in written.split() for written in t.states.tolist()]
        keys = zip(t.key.tolist(), t.key_row.tolist(), strict=True)
        return sorted({k.decode().removeprefix(_ALONE) for k, row in keys if inside[row] and not k.startswith(with_kind)})

    def _called(self, written: str, state: str) -> tuple[NamedPlace, ...]:
        stem, kinds = stem_of(written)
        with_kind = (stem, _ALONE + stem, _WITH_KIND + stem) if kinds else ()
        for forms, only in (((written,), ()), (with_kind, kinds), ((_ALONE + written,), ())):
            places = {row: self._place(row) for form in forms for row in self._rows(form)}.values()
            if found := [p for p in places if state in ("", *p.states) and (not only or p.kind in only)]:
                return tuple(sorted(found, key=lambda p: (-p.population, p.name, p.states)))
        return ()

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
        states = tuple(t.states[row].decode().split())
        point = Point(float(t.points.lat_deg[row]), float(t.points.lon_deg[row]))
        kind = cast(Kind, str(t.kind[row]))
        people, spread_mi = int(t.population[row]), float(t.spread_mi[row])
        return NamedPlace(t.name[row].decode(), kind, states[0], states, t.city[row].decode(), point, people, spread_mi)


def named_key(name: str) -> str:
    """The form under which a named place is indexed: like that of a city, with the short forms of such names spelled out."""
    return " ".join(_SHORT_FORMS.get(word, word) for word in city_key(name).split()).removesuffix(" of")


def stem_of(key: str) -> tuple[str, tuple[str, ...]]:
    """What is left of a key without the words for its kind, and the kinds that they can mean; the key itself and () if none."""
    stem, kind = key, ""
    for beginning in sorted(_BEGINNINGS, key=len, reverse=True):
        if stem.startswith(beginning + " "):
            stem, kind = stem.removeprefix(beginning + " "), _BEGINNINGS[beginning]
            break
    if of := _TRIBE_OF.fullmatch(stem):
        return of[1], ("reservation",)
    fits = [(e, k) for k, endings in _ENDINGS.items() for e in endings if stem.endswith(" " + e) and kind in ("", k)]
    if not fits:
        return stem, (kind,) if kind else ()
    longest = max((ending for ending, _ in fits), key=len)
    return stem.removesuffix(" " + longest), tuple(k for ending, k in fits if ending == longest)


def keys_of(name: str, stands_alone: bool = True) -> tuple[str, ...]:
    """The keys under which a name is indexed: as it is written, and its stem, which may stand for the place alone or not."""
    key = named_key(name)
    stem, _ = stem_of(key)
    return (key,) if stem in (key, "the") else (key, (_ALONE if stands_alone else _WITH_KIND) + stem)
