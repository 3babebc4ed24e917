"""Places from the bundled tables: ZIP codes, cities, and coordinates. A geopy geocoder that never needs a network.

A full street address resolves to its ZIP code, or otherwise its city, and the place says so, because no table of streets is
bundled. Text that could mean two places far apart is never guessed: an error offers both.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property
from string import capwords
from typing import Self

from geopy.adapters import URLLibAdapter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from finder.domain.geo import Point, PointSet, miles_between
from finder.domain.geography import Boundaries, TownTable, ZipTable
from finder.domain.names import plain
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.errors import InputError, QueryError
from finder.places.cities import Cities, City
from finder.places.coordinates import read_point
from finder.places.names import CITIES_BEFORE_STATES, ISLANDS, city_key, split_place, split_state
from finder.places.spreads import Spreads
from finder.reference.reference import Reference
from finder.text import Text, text

LONGEST_QUERY = 200
_ZIP = r"(\d{5})(?:[- ]?\d{4})?"
_ZIP_LAST = re.compile(rf"(?<!\d){_ZIP}$")
_ZIP_FIRST = re.compile(rf"{_ZIP}(?=[ ,]|$)")
_COUNTRY = re.compile(
    r"[,\s]+(?:u\.?s\.?(?:a\.?)?|united states(?: of america)?|ee\.?\s?uu\.?|estados unidos(?: de am[eé]rica)?)$", re.IGNORECASE
)
_ISLANDS = re.compile(rf"(?:^|.*\s)(?:{'|'.join(ISLANDS)})$")
_WHAT_TO_TRY = text("Try a ZIP code, like 59718, or a city and state, like Bozeman, MT.")
_CLOSE_SPELLING = 78
_SMALL_TOWN = 2000
# A city typed next to a ZIP code: more than 50 miles away, one of the two is a mistake; within 5, the ZIP code may go by that
# name.
_ZIP_BELONGS_MI = 50.0
_SAME_NAME_MI = 5.0


class Gazetteer(Geocoder):  # type: ignore[misc]
    """ZIP codes, cities, and coordinates in the 50 states, DC, and Puerto Rico."""

    def __init__(self, zips: ZipTable, towns: TownTable, boundaries: Callable[[], Boundaries]) -> None:
        """`boundaries` is called for the first pair of coordinates, because reading the boundaries takes a while."""
        super().__init__(scheme="https", adapter_factory=URLLibAdapter)
        self.zips, self.towns, self._boundaries = zips, towns, boundaries

    @classmethod
    def over(cls, reference: Reference) -> Self:
        """A gazetteer over the reference tables."""
        return cls(reference.zips, reference.towns, lambda: reference.boundaries)

    def in_country(self, point: Point) -> bool:
        """Whether a point lies in the 50 states, DC, or Puerto Rico, or just off their shore."""
        return self._boundaries().contains(point)

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: object = None) -> Location | list[Location] | None:
        """Return a Location, all of them, or None, as geopy specifies. `raw` holds the Place. There is nothing to time out."""
        del timeout
        try:
            places = [self.find(query)]
        except PlaceAmbiguous as several:
            places = list(several.candidates)
        except InputError:
            return None
        found = [Location(p.label, (p.point.lat_deg, p.point.lon_deg), {"place": p}) for p in places]
        return found[0] if exactly_one else found

    def find(self, query: str) -> Place:
        """The place that was meant. Raises PlaceAmbiguous, PlaceNotFound (with suggestions), or QueryError."""
        query = _cleaned(query)
        if point := read_point(query):
            return self._at(query, point)
        written = _COUNTRY.sub("", query)
        if last := _ZIP_LAST.search(written):
            return self._by_zip(query, last[1], written[: last.start()])
        if (first := _ZIP_FIRST.match(written)) and self._names_an_area(rest := written[first.end() :]):
            return self._by_zip(query, first[1], rest)
        return self._by_name(query, written)

    def zip_place(self, zip_code: str) -> Place | None:
        """The middle of a ZIP code, or None if it is not known."""
        row = self._zip_row.get(zip_code)
        return None if row is None else self._place_of_zip(zip_code, row)

    def city_place(self, city: str, state: str) -> Place | None:
        """A city of a state, or None if it is not known. If two have the same name, it is the one that mail is delivered to."""
        found = self._cities.find(city_key(city), state)
        return found[0].place(city, state) if found else None

    @cached_property
    def spreads(self) -> Spreads:
        """How far from its point a place may be that is only known by its ZIP code or city."""
        return Spreads(self.zips, self.city_place)

    def nearest_zip(self, point: Point) -> tuple[str, float]:
        """The ZIP code whose middle is nearest to a point, and the miles to it."""
        pairs = self.zips.points.nearest(PointSet.of([point]), 1)
        return str(self.zips.zip[pairs.destination[0]]), float(pairs.straight_mi[0])

    def _at(self, query: str, point: Point) -> Place:
        if not self.in_country(point):
            raise PlaceNotFound(
                text("%(place)s is not in the United States.", place=query),
                text("Type the latitude first, and a minus sign before a western longitude, like 45.68, -111.04."),
            )
        near, _ = self.nearest_zip(point)
        label = f"{point.lat_deg:.4f}, {point.lon_deg:.4f}, near ZIP code {near}"
        return Place(query, label, point, "device", near)

    def _names_an_area(self, written: str) -> bool:
        """Whether a text is only a city, a state, or both, so that a number before it is a ZIP code and not a house number."""
        words, state = split_state(plain(written).split())
        return bool(state and not words) or city_key(" ".join(words)) in self._cities

    def _by_zip(self, query: str, code: str, around: str) -> Place:
        row = self._zip_row.get(code)
        if row is None:
            raise self._unknown_zip(code)
        street, words, state = split_place(around)
        lies_in = str(self.zips.state[row])
        if state and state != lies_in:
            town = self.city_place(" ".join(words), state)
            raise self._not_there(code, row, STATE_NAMES[state], [town] if town else [])
        note = text("We don't look up streets, so we measure from the middle of ZIP code %(zip)s.", zip=code)
        named = self._mail_name(row, street + words) or self._name_beside_zip(code, row, street, words, state)
        return self._place_of_zip(query, row, note if any(c.isdigit() for c in around) else None, named)

    def _name_beside_zip(self, code: str, row: int, street: list[str], words: list[str], state: str) -> str:
        """The city typed next to a ZIP code, if it is there; empty if no such city is known. Raises if it is far away."""
        lies_in, here = str(self.zips.state[row]), self._zip_point(row)
        beside = {lies_in: self._city_at_end(street, words, lies_in)[0]}
        if not any(beside.values()) and not state:
            beside = self._cities.by_state(city_key(" ".join(street + words)))
        cities = [(city, code) for code, found in beside.items() for city in found]
        if not cities:
            return ""
        miles, near = min((miles_between(city.point, here), city.name) for city, _ in cities)
        if miles <= _ZIP_BELONGS_MI:
            return near if miles <= _SAME_NAME_MI else ""
        places = sorted((city.place(city.name, code) for city, code in cities), key=_most_people_first)
        raise self._not_there(code, row, places[0].label, places)

    def _not_there(self, code: str, row: int, other: str, meant: list[Place]) -> PlaceNotFound:
        place = self._place_of_zip(code, row)
        here = f"{place.city}, {STATE_NAMES[place.state]}"
        where = text("ZIP code %(zip)s is in %(place)s, not in %(other)s.", zip=code, place=here, other=other)
        return PlaceNotFound(where, text("Check the ZIP code and the city."), [place, *meant][:5])

    def _by_name(self, query: str, written: str) -> Place:
        street, words, state = split_place(written)
        key = city_key(written)
        if state and not words and key not in CITIES_BEFORE_STATES:
            if state == "DC":
                return self._one_of(query, self._called(query, "washington", "DC"))
            raise PlaceNotFound(
                text("%(state)s is a state.", state=STATE_NAMES[state]),
                text("Add a city or a ZIP code."),
                self._everywhere(query, key)[:5],
            )
        if found := self._everywhere(query, key):
            return self._one_of(query, [*found, *(self._rather(found[0], written) if len(found) == 1 else [])])
        if state:
            return self._in_state(query, street, words, state)
        if _ISLANDS.match(plain(written)):
            raise PlaceNotFound(
                text("%(place)s is in an island territory. %(covered)s", place=written, covered=_COVERED), _WHAT_TO_TRY
            )
        raise self._not_found(written, self._alike(street, words, ""))

    def _one_of(self, query: str, places: Sequence[Place]) -> Place:
        if len(places) > 1:
            raise PlaceAmbiguous(query, sorted(places, key=_most_people_first))
        return places[0]

    def _everywhere(self, query: str, key: str) -> list[Place]:
        found = [p for state in self._cities.by_state(key) for p in self._called(query, key, state)]
        return sorted(found, key=_most_people_first)

    def _called(self, query: str, key: str, state: str, note: Text | None = None) -> list[Place]:
        """A city by its key. Two cities of the same name in one state are distinguished by their nearest ZIP codes."""
        found = self._cities.find(key, state)
        if len(found) == 1:
            return [found[0].place(query, state, note)]
        return [self._place_of_zip(query, self._zip_row[self.nearest_zip(city.point)[0]]) for city in found]

    def _rather(self, found: Place, written: str) -> list[Place]:
        """Much larger cities with a name similar to a small town's: "Bozman" is in Maryland, but may be a typo."""
        if found.population >= _SMALL_TOWN:
            return []
        return [p for p in self._spelled_like(written, "") if p.population > _SMALL_TOWN + 10 * found.population][:3]

    def _in_state(self, query: str, street: list[str], words: list[str], state: str) -> Place:
        """A city, or an address that ends with one."""
        found, key, whole = self._city_at_end(street, words, state)
        if not found:
            alike = self._alike(street, words, state)
            if (name := STATE_NAMES[state].lower()) in CITIES_BEFORE_STATES:  # "350 5th Ave, New York"
                alike = [*alike, *self._everywhere(query, name)][:5]
            raise self._not_found(f"{capwords(' '.join(street + words))}, {STATE_NAMES[state]}", alike)
        note = text("We don't look up streets, so we measure from the middle of %(city)s.", city=found[0].name)
        return self._one_of(query, self._called(query, key, state, None if whole else note))

    def _city_at_end(self, street: list[str], words: list[str], state: str) -> tuple[tuple[City, ...], str, bool]:
        """Cities of a state that an address ends with, their key, and whether nothing else was typed.

        "123 Elm St N, Miami" is in Miami, and "123 Elm St North Miami" is in North Miami: a comma says where the city begins.
        Without a comma, the city is the longest run of final words. "Brooklyn, New York" before "NY" is in Brooklyn.
        """
        written = street + words
        is_address = any(c.isdigit() for word in written for c in word)
        runs = [(written, True), (words, False)]
        if street and not is_address:
            runs.insert(1, (street, True))
        if is_address:
            runs += [(written[start:], False) for start in range(1, len(written))]
        for run, whole in runs:
            key = city_key(" ".join(run))
            if found := self._cities.find(key, state):
                return found, key, whole
        return (), "", False

    def _not_found(self, written: str, suggestions: list[Place]) -> PlaceNotFound:
        return PlaceNotFound(text("We couldn't find a place called “%(place)s”.", place=written), _WHAT_TO_TRY, suggestions)

    def _alike(self, street: list[str], words: list[str], state: str) -> list[Place]:
        """Places with a name similar to the whole text or, for an address, to its end."""
        whole = " ".join(street + words)
        if street and any(map(str.isdigit, whole)):
            return self._spelled_like(" ".join(words), state)
        return self._spelled_like(whole, state)

    def _spelled_like(self, name: str, state: str) -> list[Place]:
        """Up to five places with a similar name, the closest match first, then the largest."""
        from rapidfuzz import fuzz, process

        known = self._cities.spellings(state)
        close = process.extract(city_key(name), known, scorer=fuzz.ratio, limit=5, score_cutoff=_CLOSE_SPELLING)
        scored = [
            (-score, *_most_people_first(place), place)
            for found, score, _ in close
            for code in self._cities.by_state(found)
            if state in ("", code)
            for place in self._called(name, found, code)
        ]
        return [row[-1] for row in sorted(scored, key=lambda row: row[:-1])[:5]]

    def _unknown_zip(self, code: str) -> PlaceNotFound:
        if why := _abroad(code):
            return PlaceNotFound(why, _WHAT_TO_TRY)
        return PlaceNotFound(text("We couldn't find ZIP code %(zip)s.", zip=code), _WHAT_TO_TRY, self._nearby_zips(code))

    def _nearby_zips(self, code: str) -> list[Place]:
        """ZIP codes that differ by one digit or by two swapped neighbors, the most populous first."""
        swaps = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(4)}
        changes = {code[:i] + d + code[i + 1 :] for i in range(5) for d in "0123456789"}
        rows = [self._zip_row[c] for c in (swaps | changes) if c in self._zip_row]
        rows.sort(key=lambda r: (-int(self.zips.population[r]), r))
        return [self._place_of_zip(str(self.zips.zip[r]), r) for r in rows[:5]]

    def _mail_name(self, row: int, words: list[str]) -> str:
        """The city name at the end of what was typed, if mail to the ZIP code is accepted under it; otherwise empty."""
        written = f" {city_key(' '.join(words))}"
        aliases = self.zips.alias_city[self.zips.alias_row == row].tolist()
        return next((a for a in [str(self.zips.city[row]), *aliases] if written.endswith(f" {city_key(a)}")), "")

    def _place_of_zip(self, query: str, row: int, note: Text | None = None, city: str = "") -> Place:
        t = self.zips
        code, city, state = str(t.zip[row]), city or str(t.city[row]), str(t.state[row])
        label = f"{code}, {city}, {STATE_NAMES[state]}"
        return Place(query, label, self._zip_point(row), "zip", code, int(t.population[row]), note, city, state)

    def _zip_point(self, row: int) -> Point:
        return Point(float(self.zips.points.lat_deg[row]), float(self.zips.points.lon_deg[row]))

    @cached_property
    def _zip_row(self) -> dict[str, int]:
        return {z: i for i, z in enumerate(self.zips.zip.tolist())}

    @cached_property
    def _cities(self) -> Cities:
        return Cities(self.zips, self.towns)


def _cleaned(query: str) -> str:
    """One line of printable text with plain digits and dashes, no invisible marks, and no quotes or brackets around it."""
    if len(query) > LONGEST_QUERY:
        raise QueryError(text("That place is longer than %(most)s characters.", most=LONGEST_QUERY), _WHAT_TO_TRY)
    written = " ".join("".join(map(_plain_character, query)).split()).strip(' ,.;:()[]"“”')
    if not written:
        raise QueryError(text("You didn't type a place."), _WHAT_TO_TRY)
    return written


def _plain_character(c: str) -> str:
    kind = unicodedata.category(c)
    if kind == "Nd":
        return str(unicodedata.decimal(c))
    if kind in ("Cf", "Cs"):  # zero-width marks, bytes that were no text
        return ""
    return "-" if kind == "Pd" else c if c.isprintable() else " "


def _most_people_first(place: Place) -> tuple[int, str]:
    return -place.population, place.label


_COVERED = text("This finder covers the 50 states, DC, and Puerto Rico.")


def _abroad(code: str) -> Text | None:
    if code[:3] in {"008", "969"} or code == "96799":
        return text("ZIP code %(place)s is in an island territory. %(covered)s", place=code, covered=_COVERED)
    if code[:2] == "09" or code[:3] in {"340", "962", "963", "964", "965", "966"}:
        return text("ZIP code %(zip)s is a military address overseas.", zip=code)
    return None
