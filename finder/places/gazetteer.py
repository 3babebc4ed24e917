"""Places from the bundled tables: ZIP codes, cities, named places, and coordinates. As a geopy geocoder: `as_geopy`.

A full street address resolves to its ZIP code, or otherwise its city, and the place says so, because no table of streets is
bundled. Text that could mean two places far apart is not guessed, unless nearly everyone would mean one of them: an error
offers both.

How a text is read: `grammar`. What its parts mean: `by_zip`, `by_name`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from finder.domain.arrays import Mask
from finder.domain.demand import Counties
from finder.domain.geo import Point, PointSet
from finder.domain.geography import LAND_MI, Boundaries, CityIndex, NameTable, TownTable, ZipTable
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.domain.territory import Territory
from finder.errors import QueryError
from finder.places.by_name import ByName
from finder.places.by_zip import ByZip
from finder.places.candidates import Candidates
from finder.places.cities import Cities, City
from finder.places.coordinates import HOW_TO_WRITE
from finder.places.grammar import Written, read
from finder.places.named import NamedPlaces
from finder.places.names import city_key
from finder.places.spreads import Spreads
from finder.places.territories import Territories
from finder.places.zip_places import ZipPlaces
from finder.reference.reference import Reference
from finder.text import text


@dataclass(frozen=True, slots=True)
class MoreTables:
    """Tables that few texts need: each is called when the first one does."""

    city_index: Callable[[], CityIndex | None] = lambda: None
    counties: Callable[[], Counties | None] = lambda: None
    names: Callable[[], NameTable] | None = None
    territories: Callable[[], Sequence[Territory]] = tuple
    states_across_lines: Callable[[], Mapping[str, frozenset[str]]] = dict


class Gazetteer:
    """ZIP codes, cities, named places, and coordinates in the 50 states, DC, and Puerto Rico."""

    def __init__(
        self, zips: ZipTable, towns: TownTable, boundaries: Callable[[], Boundaries], more: MoreTables = MoreTables()
    ) -> None:
        """`boundaries` is called for the first pair of coordinates, because reading the boundaries takes a while."""
        self.zips, self.towns, self._boundaries, self._more = zips, towns, boundaries, more
        self._territories = Territories(more.territories)
        self._zip_places = ZipPlaces(zips, self._territories, more.states_across_lines)

    @classmethod
    def over(cls, reference: Reference) -> Self:
        """A gazetteer over the reference tables."""
        more = MoreTables(
            city_index=lambda: reference.city_index,
            counties=lambda: reference.counties,
            names=lambda: reference.names,
            territories=lambda: reference.territories,
            states_across_lines=lambda: reference.states_of_zip,
        )
        return cls(reference.zips, reference.towns, lambda: reference.boundaries, more)

    def in_country(self, point: Point) -> bool:
        """Whether a point lies in the 50 states, DC, or Puerto Rico, or just off their shore."""
        return self._boundaries().contains(point) or self._is_near_people(point)

    def each_in_country(self, points: PointSet) -> Mask:
        """Which of many points lie there; shape (points,)."""
        inside = self._boundaries().contains_each(points)
        for row in np.flatnonzero(~inside).tolist():
            inside[row] = self._is_near_people(Point(float(points.lat_deg[row]), float(points.lon_deg[row])))
        return inside

    def on_land(self, point: Point) -> bool:
        """Whether a point lies on the country's land, or within a mile of it or of a place where people live."""
        return self._boundaries().is_on_land(point) or self._is_near_people(point)

    def _is_near_people(self, point: Point) -> bool:
        """Whether a ZIP code with people is within a mile: outlines lack small islands, such as Monhegan in Maine."""
        row, miles = self._zip_places.nearest(point)
        return bool(miles <= LAND_MI and self.zips.population[row] > 0)

    def in_state(self, point: Point, state: str) -> bool:
        """Whether a point lies in a state, or just off its border or shore."""
        return self._boundaries().in_state(point, state)

    def find(self, query: str) -> Place:
        """The place that was meant. Raises PlaceAmbiguous, PlaceNotFound (with suggestions), or QueryError."""
        try:
            place = self._find(query)
        except PlaceAmbiguous as several:
            raise PlaceAmbiguous(several.query, self._in_counties(several.candidates)) from None
        except PlaceNotFound as missing:
            raise PlaceNotFound(missing.what, missing.advice, self._in_counties(missing.suggestions)) from None
        return replace(place, alternatives=tuple(self._in_counties(place.alternatives))) if place.alternatives else place

    def _find(self, query: str) -> Place:
        written = read(query, self._by_name.is_area, self._zip_places.is_known)
        if written.plus_code:
            return self._at_plus_code(written)
        if written.point:
            return self._at(written.query, written.point)
        if written.zips:
            return self._by_zip.find(written.query, written.zips)
        return self._by_name.find(written.query, written.name, is_address=written.has_unit)

    def zip_place(self, zip_code: str) -> Place | None:
        """The middle of a ZIP code, or None if it is not known."""
        row = self._zip_places.row(zip_code)
        return None if row is None else self._zip_places.place(zip_code, row)

    def city_place(self, city: str, state: str) -> Place | None:
        """A city of a state, or None if it is not known. If two have the same name, it is the one that mail is delivered to."""
        found = self._cities.find(city_key(city), state)
        return found[0].place(city, state) if found else None

    def goes_by(self, zip_code: str) -> tuple[str, ...]:
        """The city names under which mail to a known ZIP code is accepted, the usual one first."""
        return self._zip_places.mail_names(self._known_row(zip_code))

    def reaches_into(self, zip_code: str, state: str) -> bool:
        """Whether a known ZIP code has its mail in a state, or people who live there."""
        return self._zip_places.reaches_into(self._known_row(zip_code), state)

    def cities_called(self, name: str) -> Mapping[str, tuple[City, ...]]:
        """All cities of a name, by state."""
        return self._cities.by_state(city_key(name))

    def city_points(self, name: str, state: str) -> list[Point]:
        """The points of a city of a state, and of all ZIP codes that have its name in their addresses."""
        return self._cities.points(city_key(name), state)

    @cached_property
    def spreads(self) -> Spreads:
        """How far from its point a place may be that is only known by its ZIP code or city."""
        return Spreads(self.zips, self.city_place)

    def nearest_zip(self, point: Point) -> tuple[str, float]:
        """The ZIP code whose middle is nearest to a point, and the miles to it."""
        row, miles = self._zip_places.nearest(point)
        return str(self.zips.zip[row]), miles

    def _known_row(self, zip_code: str) -> int:
        row = self._zip_places.row(zip_code)
        if row is None:
            raise KeyError(zip_code)
        return row

    def _at(self, query: str, point: Point) -> Place:
        if not self.in_country(point):
            raise PlaceNotFound(
                text("%(place)s is not in the United States.", place=query), HOW_TO_WRITE, self._meant(query, point)
            )
        return self._device(query, point)

    def _meant(self, query: str, point: Point) -> list[Place]:
        """Where a point lies whose longitude lost its minus sign, or whose two numbers are swapped."""
        lat, lon = point.lat_deg, point.lon_deg
        others = [(lat, -lon), (lon, lat), (lon, -lat)]
        meant = [Point(*other) for other in others if abs(other[0]) <= 90]
        return [self._device(query, other) for other in meant if self.in_country(other)][:1]

    def _device(self, query: str, point: Point) -> Place:
        row, _ = self._zip_places.nearest(point)
        near = self._zip_places.place(query, row)
        label = f"near {near.city}, {STATE_NAMES[near.state]}"
        return Place(query, label, point, "device", near.zip, city=near.city, state=near.state)

    def _at_plus_code(self, written: Written) -> Place:
        code = written.plus_code
        assert code is not None
        if not code.missing:
            return self._at(written.query, code.point())
        if not code.beside:
            what = text("%(place)s is only the end of a Plus Code.", place=written.query)
            raise QueryError(
                what, text("Add the city and state, or type the whole code, with 8 characters before the plus sign.")
            )
        return self._at(written.query, code.point(self.find(code.beside).point))

    def _in_counties(self, places: Sequence[Place]) -> list[Place]:
        """Places with their counties, which the reader needs to tell them apart."""
        return [place if place.county else replace(place, county=self._county_of(place.point)) for place in places]

    def _county_of(self, point: Point) -> str:
        """The full name of the county of the ZIP code nearest to a point; empty if there is no table of counties."""
        counties = self._more.counties()
        row, _ = self._zip_places.nearest(point)
        if counties is None:
            return ""
        name, state = counties.name_of(str(self.zips.county_fips[row])), self._zip_places.state(row)
        called = (p.name for p in self._candidates.named(city_key(f"{name} county"), state) if p.kind == "county")
        return next(called, name)

    @cached_property
    def _cities(self) -> Cities:
        return Cities(self.zips, self.towns, self._more.city_index())

    @cached_property
    def _candidates(self) -> Candidates:
        named = NamedPlaces(self._more.names) if self._more.names else None
        return Candidates(self._cities, named, self._zip_places, self._county_of)

    @cached_property
    def _by_name(self) -> ByName:
        return ByName(self._candidates, self._territories)

    @cached_property
    def _by_zip(self) -> ByZip:
        return ByZip(self._zip_places, self._by_name)
