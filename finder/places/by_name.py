"""The place that a name means: a city, a named place, or the city in a longer text."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import capwords

from finder.domain.geo import miles_between
from finder.domain.names import plain
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.places.candidates import MOST_SUGGESTED, Candidates
from finder.places.choosing import by_far, chosen, most_people_first
from finder.places.countries import is_abroad
from finder.places.grammar import WHAT_TO_TRY, Name, city_of_state, read_name, without_kind
from finder.places.names import STATE_CITIES, city_key, split_state
from finder.places.territories import Territories
from finder.text import Text, in_turn, text

_SMALL_TOWN = 2000
# A city in a longer text that names no state is taken if so many people live there. A smaller one is only offered: a word of
# the text is more likely to be something else.
_WELL_KNOWN = 5000
# What stands before a city and is a place itself this near to it is a quarter or a suburb of it: "Hyde Park, Chicago".
_QUARTER_MI = 25.0
_ALL_BUT_THE_SAME = 85
# Of several cities that words of a text name, the one is meant that has ten times the people of all others: "Boston Medical
# Center" is in Boston, and not in Center, Texas.
_TIMES_OTHER_WORDS = 10


class ByName:
    """Finds places by name. Every method that answers raises PlaceAmbiguous or PlaceNotFound if it cannot."""

    def __init__(self, candidates: Candidates, territories: Territories) -> None:
        self._candidates, self._territories = candidates, territories

    def is_area(self, written: str) -> bool:
        """Whether a text is only a city, a state, or both."""
        words, state = split_state(plain(written).split())
        return bool(state and not words) or city_key(" ".join(words)) in self._candidates.cities

    def find(self, query: str, written: str, is_address: bool = False) -> Place:
        """The place that a text means, the text being a name, an address, or anything that has a city in it."""
        place = self._find(query, written)
        return self._noted(place, _street_note(place)) if is_address and not place.note else place

    def _find(self, query: str, written: str) -> Place:
        name, whole = read_name(written), city_key(written)
        # "Del Norte, CO" is in Colorado, and "Orange Co" is a county only if Colorado has no Orange.
        found = self._cities(query, whole, "") if name.state and name.words else self._candidates.everywhere(query, whole)
        if refused := self._territories.named(written, found):
            raise refused
        if name.state and not name.words and whole not in STATE_CITIES:
            return self._state_alone(query, name.state, found)
        if found:
            return self._called(query, written, found)
        return self._in_state(query, name) if name.state else self._anywhere(query, name)

    def cities_at_end(self, query: str, written: str, state: str) -> list[Place]:
        """The cities whose name ends a text, before the name of a state; only those of a state, if one is given."""
        words = read_name(written).words
        for run in (words, *_endings(words)):
            if found := self._cities(query, city_key(" ".join(run)), state):
                return found
        return []

    def cities_called(self, query: str, written: str) -> list[Place]:
        """The cities of any state whose name is the whole text."""
        return self._cities(query, city_key(written), "")

    def _cities(self, query: str, key: str, state: str) -> list[Place]:
        states = [state] if state else self._candidates.cities.by_state(key)
        return [place for code in states for place in self._candidates.cities_of(query, key, code)]

    def _state_alone(self, query: str, state: str, villages: list[Place]) -> Place:
        if state == "DC":
            return chosen(query, self._candidates.in_state(query, "washington", "DC"))
        what = text("%(state)s is a state.", state=STATE_NAMES[state])
        raise PlaceNotFound(what, text("Add a city or a ZIP code."), villages[:MOST_SUGGESTED])

    def _called(self, query: str, written: str, found: list[Place]) -> Place:
        """One of the places of a name; the reader is asked if it may be a slip for a much larger one: "Bozman" for Bozeman."""
        if len(found) == 1 and found[0].population < _SMALL_TOWN:
            similar = self._candidates.spelled_like(query, written, "")
            if larger := [p for p in similar if p.population > _SMALL_TOWN + 10 * found[0].population][:3]:
                raise PlaceAmbiguous(query, [*found, *larger])
        return chosen(query, found)

    def _in_state(self, query: str, name: Name) -> Place:
        """A place of a state, or a longer text that ends with one."""
        whole = city_key(" ".join(name.words))
        if found := self._candidates.in_state(query, whole, name.state):
            return self._one_in_state(query, found)
        if place := self._in_county(query, name) or self._of_a_kind(query, name) or self._by_parts(query, name):
            return place
        if found := self._candidates.everywhere(query, city_key(name.written)):
            return chosen(query, found)
        if not name.has_number:
            if alike := self._candidates.spelled_like(query, whole, name.state, _ALL_BUT_THE_SAME):
                raise self._not_found(name, alike)
        for words in _endings(name.words):
            if found := self._candidates.cities_of(query, city_key(" ".join(words)), name.state):
                return self._one_in_state(query, found, self._note(name, words, found[0]))
        if city := city_of_state(name):  # "350 5th Ave, New York"
            found = self._candidates.everywhere(query, city)
            return self._noted(chosen(query, found), self._note(name, (), found[0]))
        inside = [] if name.starts_with_number else self._cities_inside(query, name.last, name.state)
        if inside and _stands_out(inside):
            return self._noted(inside[0], self._note(name, (), inside[0]))
        in_other_states = self._candidates.everywhere(query, whole)
        raise self._not_found(name, [*in_other_states, *inside, *self._alike(query, name)])

    def _one_in_state(self, query: str, found: Sequence[Place], note: Text | None = None) -> Place:
        """Two cities of one name in one state are always asked about; a named place is one of them only if it is larger by far."""
        places = [self._noted(place, note) for place in found]
        if len(places) > 1 and not by_far(places):
            raise PlaceAmbiguous(query, places)
        cities = [place for place in places if place.city == places[0].city]
        if len(cities) > 1:
            raise PlaceAmbiguous(query, places)
        return chosen(query, places)

    def _in_county(self, query: str, name: Name) -> Place | None:
        """A city told apart by its county: "Inwood, Nassau County, NY"."""
        if len(name.parts) < 2:
            return None
        key, county = city_key(" ".join(name.parts[-2])), city_key(" ".join(name.last))
        found = self._candidates.in_county(query, key, county, name.state)
        return self._one_in_state(query, found) if found else None

    def _of_a_kind(self, query: str, name: Name) -> Place | None:
        """A city with its kind beside it: "Town of Amherst, NY"."""
        key = without_kind(city_key(" ".join(name.words)))
        found = self._candidates.in_state(query, key, name.state) if key else []
        if not found:
            return None
        note = text("We measure from the middle of %(city)s.", city=found[0].city)
        return self._one_in_state(query, found, note)

    def _by_parts(self, query: str, name: Name) -> Place | None:
        """What commas divide: a city after them, or a quarter before them that lies in the city."""
        if len(name.parts) < 2:
            return None
        after = self._candidates.in_state(query, city_key(" ".join(name.last)), name.state)
        before = [] if name.has_number else self._candidates.in_state(query, city_key(" ".join(name.street)), name.state)
        if inside := [place for place in before if not after or _is_near(place, after)]:
            return self._one_in_state(query, inside)
        return self._one_in_state(query, after, self._note(name, name.last, after[0])) if after else None

    def _anywhere(self, query: str, name: Name) -> Place:
        """A text without a state that has a city in it."""
        if is_abroad(" ".join(name.last)) or is_abroad(" ".join(name.words[-1:])):
            raise self._not_found(name, [])
        if (key := without_kind(city_key(" ".join(name.words)))) and not city_key(" ".join(name.words)).endswith(" city"):
            if found := self._candidates.everywhere(query, key):
                return chosen(query, found)
        if len(name.parts) > 1 and (found := self._candidates.everywhere(query, city_key(" ".join(name.last)))):
            return self._before_a_city(query, name, found)
        alike = self._alike(query, name)
        if not name.has_number and self._candidates.spelled_like(query, " ".join(name.words), "", _ALL_BUT_THE_SAME):
            raise self._not_found(name, alike)
        inside = self._cities_inside(query, name.last, "", only_at_end=name.starts_with_number)
        if inside and _stands_out(inside) and inside[0].population >= (1 if name.starts_with_number else _WELL_KNOWN):
            return self._noted(inside[0], self._note(name, (), inside[0]))
        if name.starts_with_number and len(inside) > 1:
            raise PlaceAmbiguous(query, inside)
        elsewhere = [] if name.starts_with_number else self._cities_inside(query, name.street, "")
        raise self._not_found(name, [*inside, *elsewhere, *alike])

    def _before_a_city(self, query: str, name: Name, cities: list[Place]) -> Place:
        """A street, a building, or a quarter before the name of a city."""
        if not name.has_number:
            key = city_key(" ".join(name.street))
            quarters = [p for p in self._candidates.everywhere(query, key) if _is_near(p, [c for c in cities if c.state == p.state])]
            if quarters:
                return chosen(query, quarters)
        return self._noted(chosen(query, cities), self._note(name, name.last, cities[0]))

    def _cities_inside(self, query: str, words: Sequence[str], state: str, only_at_end: bool = False) -> list[Place]:
        """Cities named by a run of words, but not by a part of a longer run that names one; the most populous first."""
        found: list[Place] = []
        covered: set[int] = set()
        for length in range(len(words), 0, -1):
            for start in [len(words) - length] if only_at_end else range(len(words) - length + 1):
                span = set(range(start, start + length))
                places = [] if span <= covered else self._cities(query, city_key(" ".join(words[start : start + length])), state)
                covered |= span if places else set()
                found += places
            if only_at_end and found:
                break
        return sorted(found, key=most_people_first)

    def _alike(self, query: str, name: Name) -> list[Place]:
        """Places with a name similar to the whole text or, for an address, to its end."""
        words = name.last if name.has_number and len(name.parts) > 1 else name.words
        return self._candidates.spelled_like(query, " ".join(words), name.state)

    def _note(self, name: Name, used: Iterable[str], city: Place) -> Text | None:
        """What was left out: a street, or other words before the city."""
        if name.has_number:
            return _street_note(city)
        left = name.as_typed(len(name.words) - len(list(used))) or name.written
        return text("We don't know where “%(place)s” is, so we measure from the middle of %(city)s.", place=left, city=city.city)

    def _noted(self, place: Place, note: Text | None) -> Place:
        if note is None:
            return place
        return replace(place, note=in_turn([note, place.note]) if place.note else note)

    def _not_found(self, name: Name, suggestions: Iterable[Place]) -> PlaceNotFound:
        written = name.written
        if name.state and name.words:
            written = f"{capwords(' '.join(name.words))}, {STATE_NAMES[name.state]}"
        what = text("We couldn't find a place called “%(place)s”.", place=written)
        once = {place.label: place for place in suggestions}
        return PlaceNotFound(what, WHAT_TO_TRY, list(once.values())[:MOST_SUGGESTED])


def _endings(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """The last words of a text, the longest run first, but not all of them."""
    return (words[start:] for start in range(1, len(words)))


def _street_note(city: Place) -> Text:
    return text("We don't look up streets, so we measure from the middle of %(city)s.", city=city.city)


def _stands_out(places: Sequence[Place]) -> bool:
    """Whether the first of the places that a text names is by far the largest of its name, and of all names."""
    first = places[0].population
    of_the_name = [place for place in places if city_key(place.city) == city_key(places[0].city)]
    others = sum(place.population for place in places) - sum(place.population for place in of_the_name)
    return by_far(of_the_name) and first >= _TIMES_OTHER_WORDS * others


def _is_near(place: Place, others: Sequence[Place]) -> bool:
    return any(miles_between(place.point, other.point) <= _QUARTER_MI for other in others)
