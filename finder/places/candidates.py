"""The places that one name may mean: cities, and named places that are no cities."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from finder.domain.geo import Point, miles_between
from finder.domain.place import Place
from finder.domain.states import STATE_NAMES
from finder.places.choosing import most_people_first
from finder.places.cities import Cities, City
from finder.places.named import NamedPlace, NamedPlaces, named_key, stem_of
from finder.places.names import city_key
from finder.places.zip_places import ZipPlaces
from finder.text import Text, text

# A named place this near to a city of the same name is that city: the island of Nantucket, the base of Fort Campbell.
_SAME_PLACE_MI = 15.0
# People of a named place who live farther apart than this are told where it is measured from.
_WIDE_MI = 5.0
# Shares of letters that two names have in common, in percent: alike, and but a slip apart; names of colleges and the like are
# longer than those of cities.
_CLOSE_SPELLING, _SAME_SPELLING, _SAME_LONG_SPELLING = 78, 85, 92
_MOST_SLIPS, _SHORTEST_WITH_SLIPS = 2, 5
MOST_SUGGESTED = 5
# Other names of colleges, hospitals, and quarters are shorter than their own, and often those of a town.
_KNOWN_BY_OTHER_NAMES = ("region", "nickname", "island", "reservation", "base")


class Candidates:
    """Places by the key of their name (`city_key`), in a state or anywhere.

    `county_of` gives the full name of a point's county.
    """

    def __init__(self, cities: Cities, named: NamedPlaces | None, zips: ZipPlaces, county_of: Callable[[Point], str]) -> None:
        self.cities, self._named, self._zips, self._county_of = cities, named, zips, county_of
        self._spelled: dict[str, list[str]] = {}

    def named(self, key: str, state: str) -> tuple[NamedPlace, ...]:
        """The named places of a name that are no cities."""
        return self._named.find(key, state) if self._named else ()

    def everywhere(self, query: str, key: str) -> list[Place]:
        """All places of a name, the most populous first."""
        return self._with_named(query, key, "", self.cities_called(query, key, ""))

    def in_state(self, query: str, key: str, state: str) -> list[Place]:
        """All places of a name in a state, the most populous first."""
        return self._with_named(query, key, state, self.cities_of(query, key, state))

    def without_nickname(self, key: str) -> str:
        """A key that ends with the nickname of a city, with the city's name instead: "mount sinai hospital nyc"."""
        words = key.split()
        for start in range(1, len(words)):
            last = " ".join(words[start:])
            usual = city_key(last)
            if usual == last:
                usual = next((city_key(p.name) for p in self.named(last, "") if p.kind == "nickname"), last)
            if usual != last:
                return " ".join([*words[:start], usual.removesuffix(" city")])
        return ""

    def cities_called(self, query: str, key: str, state: str) -> list[Place]:
        """The cities of a name in a state or (if empty) anywhere."""
        states = [state] if state else self.cities.by_state(key)
        return [place for code in states for place in self.cities_of(query, key, code)]

    def cities_of(self, query: str, key: str, state: str) -> list[Place]:
        """The cities of a name in a state, told apart by their counties. A second one in the same county is the same place."""
        found = self.cities.find(key, state)
        if len(found) == 1:
            return [found[0].place(query, state)]
        by_county: dict[str, City] = {}
        for city in found:
            by_county.setdefault(self._county_of(city.point), city)
        if len(by_county) < 2:
            return [city.place(query, state) for city in found[:1]]
        return [city.place(query, state, county=county) for county, city in by_county.items()]

    def across_a_line(self, query: str, key: str, state: str) -> list[Place]:
        """The cities of a name in other states whose ZIP code reaches into a state: "Fort Campbell, TN"."""
        cities = self.cities_called(query, key, "")
        return [place for place in cities if self._zips.reaches_into(self._zips.nearest(place.point)[0], state)]

    def in_county(self, query: str, key: str, county: str, state: str) -> list[Place]:
        """The places of a name in a county, by the key of its full name ("nassau county")."""
        found = self.in_state(query, key, state)
        return [place for place in found if county == city_key(place.county or self._county_of(place.point))]

    def is_nearly(self, name: str, state: str) -> bool:
        """Whether a name is but a slip away from a known one, so that a city in its last words is not what is meant."""
        from rapidfuzz import fuzz, process

        key = city_key(name)
        known = ((self.cities.spellings(state), _SAME_SPELLING), (self._spellings(state), _SAME_LONG_SPELLING))
        return any(process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=least) for keys, least in known)

    def spelled_like(self, query: str, name: str, state: str, most_slips: int | None = None) -> list[Place]:
        """Up to five places with a similar name: the fewest slips first, then the most populous.

        A short name with two slips ("Bozmen") is less than close, but still similar. `most_slips` allows no more of them.
        """
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        key, known = city_key(name), self._spellings(state)
        close = {
            k for k, *_ in process.extract(key, known, scorer=fuzz.ratio, limit=MOST_SUGGESTED, score_cutoff=_CLOSE_SPELLING)
        }
        if len(key) >= _SHORTEST_WITH_SLIPS:
            close |= {k for k, *_ in process.extract(key, known, scorer=OSA.distance, limit=None, score_cutoff=_MOST_SLIPS)}
        scored = [
            (OSA.distance(key, found), *most_people_first(place), place)
            for found in close
            if most_slips is None or OSA.distance(key, found) <= most_slips
            for place in (self.in_state(query, found, state) if state else self.everywhere(query, found))
        ]
        return [row[-1] for row in sorted(scored, key=lambda row: row[:-1])[:MOST_SUGGESTED]]

    def _spellings(self, state: str) -> list[str]:
        """The keys of cities and of named places, in a state or (if empty) anywhere."""
        if state not in self._spelled:
            named = self._named.spellings(state) if self._named else []
            self._spelled[state] = sorted({*self.cities.spellings(state), *named})
        return self._spelled[state]

    def _with_named(self, query: str, key: str, state: str, cities: list[Place]) -> list[Place]:
        """Cities and the named places of their name, without those that are one of the cities, by how many people they have.

        Beside cities, only named places count that are called exactly so. A city whose mail also goes by its nickname ("ATL")
        is shown by its name. Two places in one state are told apart by their counties.
        """
        found = self.named(key, state)
        counties = tuple(p for p in found if p.kind == "county" and _is_called(p, key))
        if counties:  # mail is accepted under the names of some counties
            cities = [city for city in cities if city.state not in {state for p in counties for state in p.states}]
        if cities and found:
            also = self._also_called(key, state)
            here = [p for p in also if p.kind in ("nickname", "region") and any(_is_at(p, city) for city in cities)]
            cities = [city for city in cities if not any(_is_at(p, city) for p in here)]
            # "Mound City, MO" is the town of that name, and not St. Louis.
            found = tuple(p for p in found if p in (here if state else also) or _is_called(p, key))
            found = tuple(p for p in found if not any(_is_at(p, city) for city in cities))
        once = {(place.label, place.point): place for place in [*cities, *(_place(query, p) for p in found)]}
        in_its_state = Counter(place.state for place in once.values())
        apart = [self._with_county(place) if in_its_state[place.state] > 1 else place for place in once.values()]
        return sorted({place.label: place for place in apart}.values(), key=most_people_first)

    def _also_called(self, key: str, state: str) -> list[NamedPlace]:
        """The regions, nicknames, and the like that have a name as another one of theirs: "NoVA" is not only Nova, Ohio."""
        found = self._named.exactly(key, state) if self._named else ()
        return [p for p in found if p.kind in _KNOWN_BY_OTHER_NAMES and named_key(p.name) != named_key(key)]

    def _with_county(self, place: Place) -> Place:
        """A place with its county in its label, unless the label already has that or the city that it is in."""
        if place.county or "," in place.city:
            return place
        county = self._county_of(place.point)
        return replace(place, county=county, label=f"{place.city}, {county}, {STATE_NAMES[place.state]}")


def _is_called(place: NamedPlace, key: str) -> bool:
    """Whether a key is a named place's whole name, or has its kind in it: "Orange" is a city, and "Miami" no university."""
    return named_key(place.name) == named_key(key) or place.kind in stem_of(named_key(key))[1]


def _is_at(place: NamedPlace, city: Place) -> bool:
    return miles_between(place.point, city.point) <= _SAME_PLACE_MI


def _place(query: str, named: NamedPlace) -> Place:
    """A named place, with the city that it is in: "Capitol Hill, Seattle, Washington"."""
    is_inside = named.city and city_key(named.city) != city_key(named.name)
    name = f"{named.name}, {named.city}" if is_inside else named.name
    note: Text | None = None
    if named.spread_mi > _WIDE_MI and named.kind in ("college", "hospital"):
        note = text("We don't know the street of %(place)s, so distances are approximate.", place=named.name)
    elif named.spread_mi > _WIDE_MI and named.kind != "nickname":
        note = text("We measure from the middle of where people live in %(place)s.", place=named.name)
    label = f"{name}, {STATE_NAMES[named.state]}"
    return Place(query, label, named.point, "city", "", named.population, note, name, named.state, within_mi=named.spread_mi)
