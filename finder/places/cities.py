"""Cities by name and state, from the table of towns and from the city names used in mailing addresses."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from finder.domain.arrays import Ints, Mask
from finder.domain.geo import Point, miles_between
from finder.domain.geography import CityIndex, TownTable, ZipTable
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.names import city_key
from finder.text import Text

# A town that is farther from every ZIP code of the mailing city of its name and state is another place (Woodlawn, VA: 245
# miles; Inwood, NY: 19). The ZIP codes of a mailing city are one place, however far apart: the Postal Service gives a name to
# one post office in a state.
_TWO_PLACES_MI = 15.0
# Mail is also accepted under the names of quarters and of larger cities near a ZIP code. Farther than this from the city of the
# name, such a ZIP code is in another place of that name (Oakland, a quarter of Pittsburgh), unless nearly nobody lives there.
_ANOTHER_NAME_MI = 50.0
_NEARLY_NOBODY = 0.05


def city_index(zips: ZipTable, towns: TownTable) -> CityIndex:
    """The index of all names of towns and of mailing cities; data/build/city_keys.py keeps that of the reference tables."""
    keys = [city_key(name).encode("ascii") for table in (towns.name, zips.city, zips.alias_city) for name in table.tolist()]
    key, row_key, count = np.unique(np.array(keys), return_inverse=True, return_counts=True)
    return CityIndex(key, np.concatenate([[0], np.cumsum(count)]), np.argsort(row_key, kind="stable"))


class City(NamedTuple):
    """A city in a state."""

    name: str
    point: Point
    population: int

    def place(self, query: str, state: str, note: Text | None = None, county: str = "") -> Place:
        """The place that answers a query. A county tells it apart from another city of its name in the state."""
        label = ", ".join(part for part in (self.name, county, STATE_NAMES[state]) if part)
        return Place(query, label, self.point, "city", "", self.population, note, self.name, state, county)


ByState = dict[str, tuple[City, ...]]


class Cities:
    """All cities, by the key of their name (see `city_key`). The cities of a key are put together when it is asked for.

    A row is that of a town, then of a ZIP code with its city, then of another name that mail to a ZIP code is accepted under.
    """

    def __init__(self, zips: ZipTable, towns: TownTable, index: CityIndex | None = None) -> None:
        """Make the index if none is given, which takes a while."""
        self._zips, self._towns = zips, towns
        self._first_mail = len(towns.name)
        self._first_alias = self._first_mail + len(zips.zip)
        self._index = index or city_index(zips, towns)
        self._found: dict[str, ByState] = {}
        self._found_in: dict[tuple[str, str], tuple[City, ...]] = {}
        self._spelled: dict[str, list[str]] = {}

    def __contains__(self, key: str) -> bool:
        return len(self._rows(key)) > 0

    def find(self, key: str, state: str) -> tuple[City, ...]:
        """The cities of a key in a state: none, one, or two that are far apart, first the one that mail is delivered to."""
        if key in self._found:
            return self._found[key].get(state, ())
        if (key, state) not in self._found_in:
            rows = [row for row in self._rows(key) if self._state(row) == state]
            self._found_in[key, state] = self._by_state(rows).get(state, ())
        return self._found_in[key, state]

    def points(self, key: str, state: str) -> list[Point]:
        """The points of a key's towns and ZIP codes in a state."""
        return [self._point(row) for row in self._rows(key) if self._state(row) == state]

    def spellings(self, state: str) -> list[str]:
        """Keys to suggest, in a state or (if empty) anywhere, without those that are only postal abbreviations."""
        if state not in self._spelled:
            # Rows of one key stand together, so that keys are taken once and in order.
            keys = np.repeat(self._index.key, np.diff(self._index.first))[self._fits(state)[self._index.row]]
            self._spelled[state] = [key.decode() for key in np.unique(keys).tolist()]
        return self._spelled[state]

    def by_state(self, key: str) -> ByState:
        """The cities of a key by state, put together when the key is first asked for."""
        if key not in self._found:
            rows = self._rows(key)
            if not rows:
                return {}
            self._found[key] = self._by_state(rows)
        return self._found[key]

    def _rows(self, key: str) -> list[int]:
        written = key.encode("ascii", "replace")
        at = int(self._index.key.searchsorted(written))
        if at == len(self._index.key) or self._index.key[at] != written:
            return []
        rows: list[int] = self._index.row[self._index.first[at] : self._index.first[at + 1]].tolist()
        return rows

    def _fits(self, state: str) -> Mask:
        """The rows of a state, or all if it is empty, without those of other names."""
        states = np.concatenate([self._towns.state, self._zips.state])
        others = np.zeros(len(self._zips.alias_row), bool)
        return np.concatenate([(states == state) | (not state), others])

    def _source(self, row: int) -> int:
        """The row of a town or of a ZIP code in its own table."""
        if row < self._first_mail:
            return row
        return row - self._first_mail if row < self._first_alias else int(self._zips.alias_row[row - self._first_alias])

    def _name(self, row: int) -> str:
        if row < self._first_mail:
            return str(self._towns.name[row])
        is_mail = row < self._first_alias
        return str(self._zips.city[row - self._first_mail] if is_mail else self._zips.alias_city[row - self._first_alias])

    def _state(self, row: int) -> str:
        table = self._towns if row < self._first_mail else self._zips
        return str(table.state[self._source(row)])

    def _by_state(self, rows: list[int]) -> ByState:
        sources: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for row in rows:
            kind = (row >= self._first_mail) + (row >= self._first_alias)
            sources.setdefault(self._state(row), ([], [], []))[kind].append(row)
        return {state: self._told_apart(*rows) for state, rows in sources.items()}

    def _told_apart(self, town: list[int], mail: list[int], alias: list[int]) -> tuple[City, ...]:
        if not (town or mail):
            return (self._mail_city(alias),)
        found = [self._mail_city(mail)] if mail else []
        taken = list(mail)
        for row in sorted(town, key=lambda r: -int(self._towns.population[self._source(r)])):
            city = self._town(row)
            if not self._is_within(_TWO_PLACES_MI, city.point, taken):
                found.append(city)
            elif taken == mail:  # the largest town stands for the mailing city
                found = [city]
            taken.append(row)
        known = [*mail, *town]
        far = [row for row in alias if not self._is_within(_ANOTHER_NAME_MI, self._point(row), known)]
        if far and (other := self._mail_city(far)).population > _NEARLY_NOBODY * sum(city.population for city in found):
            found.append(other)
        return tuple(found)

    def _is_within(self, miles: float, point: Point, rows: list[int]) -> bool:
        return any(miles_between(point, self._point(row)) <= miles for row in rows)

    def _point(self, row: int) -> Point:
        points = (self._towns if row < self._first_mail else self._zips).points
        return Point(float(points.lat_deg[self._source(row)]), float(points.lon_deg[self._source(row)]))

    def _town(self, row: int) -> City:
        return City(self._name(row), self._point(row), int(self._towns.population[self._source(row)]))

    def _mail_city(self, rows: Iterable[int]) -> City:
        """The people of all its ZIP codes, at the point of the most populous one.

        The people of a ZIP code count in equal parts for each further name under which its mail is accepted.
        """
        people = {row: int(self._zips.population[self._source(row)]) // self._names(row) for row in rows}
        top = max(people, key=people.__getitem__)
        return City(self._name(top), self._point(top), sum(people.values()))

    def _names(self, row: int) -> int:
        """By how many names a row's people are divided: all those of its ZIP code if it is one of its further names."""
        if row < self._first_alias:
            return 1
        return 1 + int(self._other_names[self._source(row)])

    @cached_property
    def _other_names(self) -> Ints:
        """How many further names the mail to each ZIP code is accepted under."""
        return np.bincount(self._zips.alias_row, minlength=len(self._zips.zip))
