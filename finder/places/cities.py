"""Cities by name and state, from the table of towns and from the city names used in mailing addresses."""

from collections.abc import Iterable
from typing import NamedTuple

from finder.domain.geo import Point, miles_between
from finder.domain.geography import TownTable, ZipTable
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.names import city_key
from finder.text import Text

# A town that is farther from every ZIP code of the mailing city of its name and state is another place (Woodlawn, VA: 245
# miles; Inwood, NY: 19). The ZIP codes of a mailing city are one place, however far apart: the Postal Service gives a name to
# one post office in a state.
_TWO_PLACES_MI = 15.0
# Mail is also accepted under the names of quarters and of larger cities near a ZIP code. Farther than this from the city of the
# name, such a ZIP code is in another place of that name, unless nearly nobody lives there (Oakland, PA, a quarter of Pittsburgh).
_ANOTHER_NAME_MI = 50.0
_NEARLY_NOBODY = 0.05


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
        if not (town or mail):
            return (self._mail_city(alias),)
        found = [self._mail_city(mail)] if mail else []
        if town:
            city = self._town(max(town, key=lambda r: int(self._towns.population[self._source[r]])))
            found = [city] if self._is_within(_TWO_PLACES_MI, city.point, mail) else [*found, city]
        known = [*mail, *town]
        far = [row for row in alias if not self._is_within(_ANOTHER_NAME_MI, self._point(row), known)]
        if far and (other := self._mail_city(far)).population > _NEARLY_NOBODY * sum(city.population for city in found):
            found.append(other)
        return tuple(found)

    def _is_within(self, miles: float, point: Point, rows: list[int]) -> bool:
        return any(miles_between(point, self._point(row)) <= miles for row in rows)

    def _point(self, row: int) -> Point:
        points = (self._towns if row < self._first_mail else self._zips).points
        return Point(float(points.lat_deg[self._source[row]]), float(points.lon_deg[self._source[row]]))

    def _town(self, row: int) -> City:
        return City(self._name[row], self._point(row), int(self._towns.population[self._source[row]]))

    def _mail_city(self, rows: Iterable[int]) -> City:
        """The people of all its ZIP codes, at the point of the most populous one."""
        people = {row: int(self._zips.population[self._source[row]]) for row in rows}
        top = max(people, key=people.__getitem__)
        return City(self._name[top], self._point(top), sum(people.values()))
