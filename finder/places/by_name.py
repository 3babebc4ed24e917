"""The place that a name means: a city or a named place, or else what `free_text` finds in a longer text."""

from collections.abc import Sequence

from finder.domain.geo import miles_between
from finder.domain.names import plain
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.places.candidates import MOST_SUGGESTED, Candidates
from finder.places.choosing import by_far, chosen, noted
from finder.places.countries import is_abroad, is_province
from finder.places.free_text import FreeText
from finder.places.grammar import Name, endings, is_township, read_name, without_kind
from finder.places.names import STATE_CITIES, city_key, split_state
from finder.places.notes import beside_note, kind_note, line_note, street_note, township_note
from finder.places.territories import Territories
from finder.text import Text, text

_SMALL_TOWN, _LARGER_TOWN = 2000, 10_000
# What stands before a city and is a place itself this near to it is a quarter or a suburb of it: "Hyde Park, Chicago".
_QUARTER_MI = 25.0


class ByName:
    """Finds places by name. Every method that answers raises PlaceAmbiguous or PlaceNotFound if it cannot."""

    def __init__(self, candidates: Candidates, territories: Territories) -> None:
        self._candidates, self._territories = candidates, territories
        self._free_text = FreeText(candidates)

    def is_area(self, written: str) -> bool:
        """Whether a text is only a city, a state, or both."""
        words, state = split_state(plain(written).split())
        return bool(state and not words) or city_key(" ".join(words)) in self._candidates.cities

    def find(self, query: str, written: str, is_address: bool = False) -> Place:
        """The place that a text means, the text being a name, an address, or anything that has a city in it."""
        place = self._find(query, written)
        if is_township(written):
            place = noted(place, township_note())
        return noted(place, street_note(place)) if is_address and not place.note else place

    def cities_at_end(self, query: str, written: str, state: str) -> list[Place]:
        """The cities whose name ends a text, before the name of a state; only those of a state, if one is given."""
        words = read_name(written).words
        runs = (self._candidates.cities_called(query, city_key(" ".join(run)), state) for run in (words, *endings(words)))
        return next(filter(None, runs), [])

    def cities_called(self, query: str, written: str) -> list[Place]:
        """The cities of any state whose name is the whole text."""
        return self._candidates.cities_called(query, city_key(written), "")

    def _find(self, query: str, written: str) -> Place:
        name, whole = read_name(written), city_key(written)
        # "Del Norte, CO" is in Colorado, and "Orange Co" is a county only if Colorado has no Orange.
        cities_only = name.state and name.words
        found = self.cities_called(query, written) if cities_only else self._candidates.everywhere(query, whole)
        if refused := self._territories.named(written, found):
            raise refused
        if name.state and not name.words and whole not in STATE_CITIES:
            return self._state_alone(query, name.state, found)
        if found:
            return self._called(query, written, found)
        return self._in_state(query, name) if name.state else self._anywhere(query, name)

    def _state_alone(self, query: str, state: str, villages: list[Place]) -> Place:
        if state == "DC":
            return chosen(query, self._candidates.in_state(query, "washington", "DC"))
        what = text("%(state)s is a state.", state=STATE_NAMES[state])
        raise PlaceNotFound(what, text("Add a city or a ZIP code."), villages[:MOST_SUGGESTED])

    def _called(self, query: str, written: str, found: list[Place]) -> Place:
        """One of the places of a name.

        The reader is asked if a small one may be a slip for a far larger one ("Bozman" for Bozeman), or stand for a county
        ("Kings"), and if the largest only goes by that name.
        """
        if len(found) == 1 and found[0].population < _SMALL_TOWN:
            similar = self._candidates.spelled_like(query, written, "", most_slips=1)
            if larger := [p for p in similar if p.population > _SMALL_TOWN + 10 * found[0].population][:3]:
                raise PlaceAmbiguous(query, [*found, *larger])
        if len(found) == 1 and found[0].population < _LARGER_TOWN:
            counties = self._named(query, f"{city_key(written)} county")
            if counties and counties[0].population > _LARGER_TOWN * 10:
                raise PlaceAmbiguous(query, [*found, *counties])
        by_this_name = [place for place in found if city_key(place.city) == city_key(written)]
        if by_this_name and found[0] not in by_this_name:  # "Frisco" is a city, and what others call San Francisco
            raise PlaceAmbiguous(query, found)
        return chosen(query, found)

    def _in_state(self, query: str, name: Name) -> Place:
        """A place of a state, or a longer text that ends with one."""
        whole = city_key(" ".join(name.words))
        if found := self._candidates.in_state(query, whole, name.state):
            return _one_in_state(query, found)
        for way in (self._in_county, self._of_a_kind, self._by_parts, self._across_a_line):
            if place := way(query, name):
                return place
        of_the_state = city_key(f"{STATE_NAMES[name.state]} {whole.removesuffix(' of')}")  # "Panhandle of Florida"
        if found := self._candidates.everywhere(query, city_key(name.written)) or self._named(query, of_the_state):
            return chosen(query, found)
        if found := self._free_text.at_end(query, name):
            return _one_in_state(query, found)
        return self._free_text.in_state(query, name)

    def _named(self, query: str, key: str) -> list[Place]:
        """The places of a name, if they are no cities."""
        return self._candidates.everywhere(query, key) if self._candidates.named(key, "") else []

    def _in_county(self, query: str, name: Name) -> Place | None:
        """A city told apart by its county: "Inwood, Nassau County, NY"."""
        if len(name.parts) < 2:
            return None
        key, county = city_key(" ".join(name.parts[-2])), city_key(" ".join(name.last))
        found = self._candidates.in_county(query, key, county, name.state)
        return _one_in_state(query, found) if found else None

    def _of_a_kind(self, query: str, name: Name) -> Place | None:
        """A city with its kind beside it: "Town of Amherst, NY"."""
        key = without_kind(city_key(" ".join(name.words)))
        found = self._candidates.in_state(query, key, name.state) if key else []
        return _one_in_state(query, found, kind_note(found[0])) if found else None

    def _by_parts(self, query: str, name: Name) -> Place | None:
        """What commas divide: a city after them, or a quarter before them that lies in the city."""
        if len(name.parts) < 2:
            return None
        last = city_key(" ".join(name.last))
        after = self._candidates.in_state(query, last, name.state)
        before = [] if name.has_number else self._candidates.in_state(query, city_key(" ".join(name.street)), name.state)
        of_the_city = [place for place in before if city_key(place.city.rpartition(", ")[2]) == last]
        inside = of_the_city or [place for place in before if not after or _is_near(place, after)]
        if inside:
            return _one_in_state(query, inside)
        return _one_in_state(query, after, beside_note(name, name.last, after[0])) if after else None

    def _across_a_line(self, query: str, name: Name) -> Place | None:
        """A city whose mail goes to the state on the other side of a state line: "Fort Campbell, TN"."""
        found = self._candidates.across_a_line(query, city_key(" ".join(name.words)), name.state)
        return noted(chosen(query, found), line_note(found[0])) if found else None

    def _anywhere(self, query: str, name: Name) -> Place:
        """A text without a state that has a city in it."""
        key = city_key(" ".join(name.words))
        # "Mexico City" is not Mexico, Missouri.
        kindless = "" if key.endswith(" city") else without_kind(key)
        if kindless and (found := self._candidates.everywhere(query, kindless)):
            return chosen(query, found)
        last = " ".join(name.last)
        is_elsewhere = name.ends_abroad or is_abroad(last) or (is_province(last) and not name.has_number)
        if len(name.parts) > 1 and not is_elsewhere:
            found = self._candidates.everywhere(query, city_key(" ".join(name.last)))
            if found:
                return self._before_a_city(query, name, found)
        if found := self._candidates.everywhere(query, self._candidates.without_nickname(key)):
            return chosen(query, found)
        return self._free_text.anywhere(query, name)

    def _before_a_city(self, query: str, name: Name, cities: list[Place]) -> Place:
        """A street, a building, or a quarter before the name of a city."""
        if not name.has_number:
            before = self._candidates.everywhere(query, city_key(" ".join(name.street)))
            if quarters := [p for p in before if _is_near(p, [city for city in cities if city.state == p.state])]:
                return chosen(query, quarters)
        return noted(chosen(query, cities), beside_note(name, name.last, cities[0]))


def _one_in_state(query: str, found: Sequence[Place], note: Text | None = None) -> Place:
    """Two cities of one name in one state are always asked about, and a city and a larger quarter of another city.

    Otherwise, the place is the answer that is larger by far: the city, or the region or island.
    """
    places = [noted(place, note) for place in found]
    same_name = [place for place in places if place.city == places[0].city]
    if len(places) > 1 and (len(same_name) > 1 or "," in places[0].city or not by_far(places)):
        raise PlaceAmbiguous(query, places)
    return chosen(query, places)


def _is_near(place: Place, others: Sequence[Place]) -> bool:
    return any(miles_between(place.point, other.point) <= _QUARTER_MI for other in others)
