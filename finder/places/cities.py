"""Cities by name and state, from the table of towns and from the city names used in mailing addresses."""

from collections.abc import Iterable
from typing import NamedTuple

from finder.domain.geo import Point, miles_between
from finder.domain.geography import TownTable, ZipTable
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.names import city_key
from finder.text import Text

# A town and a mailing city of the same name and state that are farther apart are two places (Woodlawn, VA: 245 miles).
_TWO_PLACES_MI = 25.0


class City(NamedTuple):
    """A city in a state."""

    name: str
    point: Point
    population: int

    def place(self, query: str, state: str, note: Text | None = None) -> Place:
        """The place that answers a query."""
        label = f"{self.name}, {STATE_NAMES[state]}"
        return Place(query, label, self.point, "city", population=self.population, note=note, city=self.name, state=state)


ByState = dict[str, tuple[City, ...]]


class Cities:
    """All cities, by the key of their name (see `city_key`).

    Rows are indexed by key when this is made; the cities of a key are put together when it is asked for.
    """

    def __init__(self, zips: ZipTable, towns: TownTable) -> None:
        zip_rows = list(range(len(zips.zip)))
        alias_rows = zips.alias_row.tolist()
        self._zips, self._towns = zips, towns
        self._name = [*towns.name.tolist(), *zips.city.tolist(), *zips.alias_city.tolist()]
        self._source = [*range(len(towns.name)), *zip_rows, *alias_rows]
        self._first_mail = len(towns.name)
        self._first_alias = self._first_mail + len(zip_rows)
        self._rows: dict[str, list[int]] = {}
        for row, name in enumerate(self._name):
            self._rows.setdefault(city_key(name), []).append(row)
        self._found: dict[str, ByState] = {}
        self._spelled: dict[str, list[str]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def find(self, key: str, state: str) -> tuple[City, ...]:
        """The cities of a key in a state: none, one, or two that are far apart, first the one that mail is delivered to."""
        return self.by_state(key).get(state, ())

    def points(self, key: str, state: str) -> list[Point]:
        """The points of a key's towns and ZIP codes in a state."""
        return [self._point(row) for row in self._rows.get(key, ()) if self._state(row) == state]

    def spellings(self, state: str) -> list[str]:
        """Keys to suggest, in a state or (if empty) anywhere, without those that are only postal abbreviations."""
        if state not in self._spelled:
            self._spelled[state] = [k for k, rows in self._rows.items() if any(self._fits(r, state) for r in rows)]
        return self._spelled[state]

    def by_state(self, key: str) -> ByState:
        """The cities of a key by state, put together when the key is first asked for."""
        if key not in self._rows:
            return {}
        if key not in self._found:
            self._found[key] = self._by_state(key)
        return self._found[key]

    def _fits(self, row: int, state: str) -> bool:
        return row < self._first_alias and (not state or self._state(row) == state)

    def _state(self, row: int) -> str:
        table = self._towns if row < self._first_mail else self._zips
        return str(table.state[self._source[row]])

    def _by_state(self, key: str) -> ByState:
        sources: dict[str, tuple[list[int], list[int], list[int]]] = {}
        for row in self._rows[key]:
            kind = (row >= self._first_mail) + (row >= self._first_alias)
            sources.setdefault(self._state(row), ([], [], []))[kind].append(row)
        return {state: self._told_apart(*rows) for state, rows in sources.items()}

    def _told_apart(self, town: list[int], mail: list[int], alias: list[int]) -> tuple[City, ...]:
        if not town:
            return (self._mail_city(mail or alias),)
        city = self._town(max(town, key=lambda r: int(self._towns.population[self._source[r]])))
        if mail and miles_between(city.point, (other := self._mail_city(mail)).point) > _TWO_PLACES_MI:
            return other, city
        return (city,)

    def _town(self, row: int) -> City:
        return City(self._name[row], self._point(row), int(self._towns.population[self._source[row]]))

    def _mail_city(self, rows: Iterable[int]) -> City:
        """The people of all its ZIP codes, at the point of the most populous one."""
        z = self._zips
        people = {row: int(z.population[self._source[row]]) for row in rows}
        top = max(people, key=people.__getitem__)
        return City(self._name[top], self._point(top), sum(people.values()))

    def _point(self, row: int) -> Point:
        table, i = self._towns if row < self._first_mail else self._zips, self._source[row]
        return Point(float(table.points.lat_deg[i]), float(table.points.lon_deg[i]))
