"""Places from the bundled tables: ZIP codes, cities, coordinates. A geopy geocoder that never needs a network.

A full street address resolves to its ZIP, or else its city, and says so: there is no street table on board.
"""

import re
from functools import cached_property
from typing import NamedTuple

import numpy as np
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from rapidfuzz import fuzz, process

from finder.errors import InputError, PlaceAmbiguous, PlaceNotFound, QueryError
from finder.geo import Place, Point, PointSet
from finder.places.names import city_key, plain, split_state
from finder.reference import STATE_NAMES, TownTable, ZipTable, towns, zips
from finder.text import Text, text

LONGEST_QUERY = 200
_ZIP = re.compile(r"(?<!\d)(\d{5})(?:-?\d{4})?(?!\d)")
_LAT_LON = re.compile(r"([+-]?\d{1,3}(?:\.\d*)?|nan|[+-]?inf)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d*)?|nan|[+-]?inf)", re.IGNORECASE)
_COUNTRY = re.compile(r"[,\s]+(?:usa|u\.s\.a\.|us|u\.s\.|united states(?: of america)?)\s*$", re.IGNORECASE)
_WHAT_TO_TRY = text("Try a ZIP code, like 59718, or a city and state, like Bozeman, MT.")
_FARTHEST_FROM_ANY_ZIP_MI = 100.0
_CLOSE_SPELLING = 78


class Gazetteer(Geocoder):  # type: ignore[misc]
    """ZIPs, cities and coordinates of the 50 states, DC and Puerto Rico."""

    def __init__(self, zip_table: ZipTable | None = None, town_table: TownTable | None = None) -> None:
        super().__init__(scheme="https")
        self._zips = zip_table if zip_table is not None else zips()
        self._towns = town_table if town_table is not None else towns()

    def geocode(self, query: str, *, exactly_one: bool = True, timeout: object = None) -> Location | list[Location] | None:
        """geopy's contract: a Location, all of them, or None. `raw` holds the Place; there is nothing to time out."""
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
        """The one place that was meant. Raises PlaceAmbiguous, PlaceNotFound (with suggestions), or QueryError."""
        written = self._cleaned(query)
        if match := _LAT_LON.fullmatch(written):
            return self._at(written, match)
        written = _COUNTRY.sub("", written)
        found = list(_ZIP.finditer(written))
        if found and (last := found[-1]).end() == len(written):
            return self._by_zip(query, last[1], written[: last.start()])
        return self._by_name(query, written)

    def zip_place(self, zip_code: str) -> Place | None:
        """The middle of a ZIP, or None if it is not known."""
        row = self._zip_row.get(zip_code)
        return None if row is None else self._place_of_zip(zip_code, row)

    def city_place(self, city: str, state: str) -> Place | None:
        """A city of a state, or None if it is not known."""
        found = self._cities.get(city_key(city), {}).get(state)
        return found.place(city, state) if found else None

    def nearest_zip(self, point: Point) -> tuple[str, float]:
        """The ZIP whose middle is nearest to a point, and the miles to it."""
        one = PointSet(np.array([point.lat_deg]), np.array([point.lon_deg]))
        pairs = self._zips.points.nearest(one, 1)
        return str(self._zips.zip[pairs.destination[0]]), float(pairs.straight_mi[0])

    def _cleaned(self, query: str) -> str:
        if len(query) > LONGEST_QUERY:
            raise QueryError(text("The place is longer than %(most)s characters.", most=LONGEST_QUERY), _WHAT_TO_TRY)
        written = " ".join("".join(c if c.isprintable() else " " for c in query).split()).strip(" ,.;")
        if not written:
            raise QueryError(text("No place was given."), _WHAT_TO_TRY)
        return written

    def _at(self, written: str, match: re.Match[str]) -> Place:
        point = Point(float(match[1]), float(match[2]))
        near, miles = self.nearest_zip(point)
        if miles > _FARTHEST_FROM_ANY_ZIP_MI:
            raise PlaceNotFound(
                text("%(place)s is not in the United States.", place=written),
                text("Write the latitude first and a minus before a western longitude, like 45.68, -111.04."),
            )
        label = text(
            "%(lat)s, %(lon)s, near ZIP code %(zip)s", lat=f"{point.lat_deg:.4f}", lon=f"{point.lon_deg:.4f}", zip=near
        )
        return Place(written, str(label), point, "device", near)

    def _by_zip(self, query: str, code: str, before: str) -> Place:
        row = self._zip_row.get(code)
        if row is None:
            raise PlaceNotFound(_unknown_zip(code), _WHAT_TO_TRY, self._nearby_zips(code))
        words, state = split_state(plain(before).split())
        lies_in = str(self._zips.state[row])
        if state and state != lies_in:
            town = self.city_place(" ".join(words), state)
            raise PlaceNotFound(
                text(
                    "ZIP code %(zip)s lies in %(state)s, not in %(other)s.",
                    zip=code,
                    state=STATE_NAMES[lies_in],
                    other=STATE_NAMES[state],
                ),
                text("Check the ZIP code and the state."),
                [self._place_of_zip(code, row), *([town] if town else [])],
            )
        named = self._mail_name(row, plain(before).split() if not state else words)
        street = text("Streets are not looked up here: we measure from the middle of ZIP code %(zip)s.", zip=code)
        return self._place_of_zip(query, row, street if any(c.isdigit() for c in before) else None, named)

    def _by_name(self, query: str, written: str) -> Place:
        words = plain(written).split()
        before, state = split_state(words)
        if state == "DC" and not before:
            before = ["washington"]
        if state and before:
            return self._in_state(query, before, state)
        if state and city_key(written) not in self._cities:
            raise PlaceNotFound(
                text("%(state)s is a whole state.", state=STATE_NAMES[state]), text("Add a city or a ZIP code.")
            )
        same_name = [city.place(query, code) for code, city in self._cities.get(city_key(written), {}).items()]
        if len(same_name) == 1:
            return same_name[0]
        if same_name:
            raise PlaceAmbiguous(written, sorted(same_name, key=_most_people_first))
        raise self._not_found(written, self._spelled_like(written, ""))

    def _in_state(self, query: str, words: list[str], state: str) -> Place:
        """A city, or an address that ends in one: the longest run of last words that names a city of the state."""
        row = self._zip_row.get(words[0], -1)
        if len(words) > 1 and row >= 0 and self._zips.state[row] == state and self.city_place(" ".join(words[1:]), state):
            return self._place_of_zip(query, row)
        for start in range(len(words)):
            city = self._cities.get(city_key(" ".join(words[start:])), {}).get(state)
            if city is not None and (start == 0 or words[0][0].isdigit()):
                note = text("Streets are not looked up here: we measure from the middle of %(city)s.", city=city.name)
                return city.place(query, state, note if start else None)
        name = " ".join(words)
        raise self._not_found(f"{name.title()}, {STATE_NAMES[state]}", self._spelled_like(name, state))

    def _not_found(self, written: str, suggestions: list[Place]) -> PlaceNotFound:
        return PlaceNotFound(text("No place called “%(place)s” is known here.", place=written), _WHAT_TO_TRY, suggestions)

    def _spelled_like(self, name: str, state: str) -> list[Place]:
        """Up to five places spelled nearly so, the closest first and of those the largest."""
        names = [n for n, by_state in self._cities.items() if not state or state in by_state]
        close = process.extract(city_key(name), names, scorer=fuzz.ratio, limit=5, score_cutoff=_CLOSE_SPELLING)
        scored = [
            (-score, *_most_people_first(place), place)
            for found, score, _ in close
            for code, city in self._cities[found].items()
            if state in ("", code) and (place := city.place(name, code))
        ]
        return [row[-1] for row in sorted(scored, key=lambda row: row[:-1])[:5]]

    def _nearby_zips(self, code: str) -> list[Place]:
        """ZIPs that differ by one digit or a swap of neighbours, the most people first."""
        swaps = {code[:i] + code[i + 1] + code[i] + code[i + 2 :] for i in range(4)}
        changes = {code[:i] + d + code[i + 1 :] for i in range(5) for d in "0123456789"}
        rows = [self._zip_row[c] for c in (swaps | changes) if c in self._zip_row]
        rows.sort(key=lambda r: (-int(self._zips.population[r]), r))
        return [self._place_of_zip(str(self._zips.zip[r]), r) for r in rows[:5]]

    @cached_property
    def _zip_row(self) -> dict[str, int]:
        return {z: i for i, z in enumerate(self._zips.zip.tolist())}

    def _mail_name(self, row: int, words: list[str]) -> str:
        """The name for a ZIP's city that stands at the end of what was typed, if mail is accepted under it; else empty."""
        written = city_key(" ".join(words))
        aliases = self._zips.alias_city[self._zips.alias_row == row].tolist()
        return next((a for a in aliases if f" {written}".endswith(f" {city_key(a)}")), "")

    def _place_of_zip(self, query: str, row: int, note: Text | None = None, city: str = "") -> Place:
        t = self._zips
        code, city, state = str(t.zip[row]), city or str(t.city[row]), STATE_NAMES[str(t.state[row])]
        return Place(query, f"{code}, {city}, {state}", self._zip_point(row), "zip", code, int(t.population[row]), note)

    def _zip_point(self, row: int) -> Point:
        return Point(float(self._zips.points.lat_deg[row]), float(self._zips.points.lon_deg[row]))

    @cached_property
    def _cities(self) -> dict[str, dict[str, "_City"]]:
        """Cities by key and state: from the towns table, and where that knows none, from the ZIPs' mail cities."""
        index: dict[str, dict[str, _City]] = {}
        t = self._towns
        columns = (
            t.name.tolist(),
            t.state.tolist(),
            t.points.lat_deg.tolist(),
            t.points.lon_deg.tolist(),
            t.population.tolist(),
        )
        for name, state, lat, lon, people in zip(*columns, strict=True):
            by_state = index.setdefault(city_key(name), {})
            if state not in by_state or by_state[state].population < people:
                by_state[state] = _City(name, lat, lon, people)
        for (key, state), city in self._mail_cities().items():
            index.setdefault(key, {}).setdefault(state, city)
        return index

    def _mail_cities(self) -> dict[tuple[str, str], "_City"]:
        """For each city name in the ZIP table: the people of all its ZIPs, at the point of the most populous."""
        t = self._zips
        state, people = t.state.tolist(), t.population.tolist()
        rows: dict[tuple[str, str], list[int]] = {}
        names: dict[tuple[str, str], str] = {}
        for row, name in [*enumerate(t.city.tolist()), *zip(t.alias_row.tolist(), t.alias_city.tolist(), strict=True)]:
            key = (city_key(name), state[row])
            rows.setdefault(key, []).append(row)
            names.setdefault(key, name)
        top = {key: max(found, key=people.__getitem__) for key, found in rows.items()}
        lat, lon = t.points.lat_deg, t.points.lon_deg
        return {
            key: _City(names[key], float(lat[r]), float(lon[r]), sum(people[i] for i in rows[key])) for key, r in top.items()
        }


class _City(NamedTuple):
    name: str
    lat_deg: float
    lon_deg: float
    population: int

    def place(self, query: str, state: str, note: Text | None = None) -> Place:
        label = f"{self.name}, {STATE_NAMES[state]}"
        return Place(query, label, Point(self.lat_deg, self.lon_deg), "city", population=self.population, note=note)


def _most_people_first(place: Place) -> tuple[int, str]:
    return -place.population, place.label


def _unknown_zip(code: str) -> Text:
    if code[:3] in {"008", "969"} or code == "96799":
        return text(
            "ZIP code %(zip)s lies in an island territory; this finder covers the 50 states, DC and Puerto Rico.", zip=code
        )
    if code[:2] == "09" or code[:3] in {"340", "962", "963", "964", "965", "966"}:
        return text("ZIP code %(zip)s is a military address abroad.", zip=code)
    return text("No ZIP code %(zip)s is known here.", zip=code)
