"""The places that one name may mean: cities, and named places that are no cities."""

from collections.abc import Callable

from finder.domain.geo import Point, miles_between
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.choosing import most_people_first
from finder.places.cities import Cities, City
from finder.places.named import NamedPlace, NamedPlaces, named_key, stem_of
from finder.places.names import city_key
from finder.text import Text, text

# A named place this near to a city of the same name is that city: the island of Nantucket, the base of Fort Campbell.
_SAME_PLACE_MI = 15.0
# People of a named place who live farther apart than this are told where it is measured from.
_WIDE_MI = 5.0
_CLOSE_SPELLING, _SAME_SPELLING = 78, 85
_MOST_SLIPS, _SHORTEST_WITH_SLIPS = 2, 5
MOST_SUGGESTED = 5


class Candidates:
    """Places by the key of their name (`city_key`), in a state or anywhere.

    `county_of` gives the full name of a point's county, and `zip_at` the ZIP code nearest to a point.
    """

    def __init__(
        self, cities: Cities, named: NamedPlaces | None, county_of: Callable[[Point], str], zip_at: Callable[[Point], Place]
    ) -> None:
        self.cities, self._named, self._county_of, self._zip_at = cities, named, county_of, zip_at

    def named(self, key: str, state: str) -> tuple[NamedPlace, ...]:
        """The named places of a name that are no cities."""
        return self._named.find(key, state) if self._named else ()

    def everywhere(self, query: str, key: str) -> list[Place]:
        """All places of a name, the most populous first."""
        cities = [place for state in self.cities.by_state(key) for place in self.cities_of(query, key, state)]
        return sorted([*cities, *self._named_places(query, key, "", cities)], key=most_people_first)

    def in_state(self, query: str, key: str, state: str) -> list[Place]:
        """All places of a name in a state, the most populous first."""
        cities = self.cities_of(query, key, state)
        return sorted([*cities, *self._named_places(query, key, state, cities)], key=most_people_first)

    def cities_of(self, query: str, key: str, state: str) -> list[Place]:
        """The cities of a name in a state. Two of them are distinguished by their counties, or else by their nearest ZIP codes."""
        found = self.cities.find(key, state)
        if len(found) == 1:
            return [found[0].place(query, state)]
        counties = [self._county_of(city.point) for city in found]
        if len(set(counties)) < len(found):
            return [self._zip_at(city.point) for city in found]
        return [city.place(query, state, county=county) for city, county in zip(found, counties, strict=True)]

    def in_county(self, query: str, key: str, county: str, state: str) -> list[Place]:
        """The cities of a name in a county, by the key of its full name ("nassau county")."""
        return [
            city.place(query, state, county=name if len(self.cities.find(key, state)) > 1 else "")
            for city in self.cities.find(key, state)
            if county == city_key(name := self._county_of(city.point))
        ]

    def spelled_like(self, query: str, name: str, state: str, closeness: int = _CLOSE_SPELLING) -> list[Place]:
        """Up to five places with a similar name: the fewest slips first, then the most populous.

        A short name with two slips ("Bozmen") is less than close, but still similar.
        """
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        key, known = city_key(name), self.cities.spellings(state)
        close = {k for k, _, _ in process.extract(key, known, scorer=fuzz.ratio, limit=MOST_SUGGESTED, score_cutoff=closeness)}
        if closeness == _CLOSE_SPELLING and len(key) >= _SHORTEST_WITH_SLIPS:
            close |= {k for k, _, _ in process.extract(key, known, scorer=OSA.distance, limit=None, score_cutoff=_MOST_SLIPS)}
        scored = [
            (OSA.distance(key, found), *most_people_first(place), place)
            for found in close
            for code in self.cities.by_state(found)
            if state in ("", code)
            for place in self.cities_of(query, found, code)
        ]
        return [row[-1] for row in sorted(scored, key=lambda row: row[:-1])[:MOST_SUGGESTED]]

    def _named_places(self, query: str, key: str, state: str, cities: list[Place]) -> list[Place]:
        """Named places of a name. Beside cities, those that are called exactly so and are not one of the cities themselves."""
        found = self.named(key, state)
        if cities:
            found = tuple(p for p in found if _is_called(p, key) and not any(_is_at(p, city) for city in cities))
        return [_place(query, p) for p in found]


def _is_called(place: NamedPlace, key: str) -> bool:
    """Whether a key has the kind of a named place in it, or its whole name: "Orange" alone is the city, not the county."""
    return place.kind != "county" or place.kind in stem_of(named_key(key))[1]


def _is_at(place: NamedPlace, city: Place) -> bool:
    return miles_between(place.point, city.point) <= _SAME_PLACE_MI


def _place(query: str, named: NamedPlace) -> Place:
    label = f"{named.name}, {STATE_NAMES[named.state]}"
    note: Text | None = None
    if named.spread_mi > _WIDE_MI:
        note = text("We measure from the middle of where the people of %(place)s live.", place=named.name)
    return Place(query, label, named.point, "city", "", named.population, note, named.name, named.state)
