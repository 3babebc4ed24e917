"""The city in a longer text: after a street, a corner, or a building, or among other words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from string import capwords

from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.domain.states import STATE_NAMES
from finder.places.candidates import MOST_SUGGESTED, Candidates
from finder.places.choosing import by_far, chosen, most_people_first, noted
from finder.places.countries import is_abroad, is_province
from finder.places.grammar import WHAT_TO_TRY, Name, city_and_state, city_of_state, endings
from finder.places.links import is_three_words, three_words
from finder.places.names import city_key, nearly_a_state
from finder.places.notes import beside_note
from finder.places.territories import COVERED
from finder.places.words import COUNTY_WORDS, STREET_WORDS
from finder.text import in_turn, text

# A city in a longer text that names no state is taken if so many people live there. A smaller one is only offered: a word of
# the text is more likely to be something else.
_WELL_KNOWN = 20_000
# Of several cities that words of a text name, the one is meant that has ten times the people of all others: "Boston Medical
# Center" is in Boston, and not in Center, Texas.
_TIMES_OTHER_WORDS = 10


class FreeText:
    """Finds cities in longer texts. The methods that answer raise PlaceAmbiguous or PlaceNotFound if they cannot."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def at_end(self, query: str, name: Name) -> list[Place]:
        """The cities of the state that the longest run of last words names; none for a name with a slip in it."""
        if not name.has_number and self._candidates.is_nearly(" ".join(name.words), name.state):
            return []
        for words in endings(name.words):
            if len(words) == 1 and words[0] in STREET_WORDS:
                break
            if found := self._candidates.cities_of(query, city_key(" ".join(words)), name.state):
                return [noted(city, beside_note(name, words, city)) for city in found]
        return []

    def in_state(self, query: str, name: Name) -> Place:
        """A city of the state elsewhere in a text, or the city with the state's name."""
        if city := city_of_state(name):  # "350 5th Ave, New York"
            found = self._candidates.everywhere(query, city)
            return replace(found[0], note=beside_note(name, (), found[0]))
        inside = [] if name.starts_with_number else self._inside(query, name.last, name.state)
        if inside and _stands_out(inside) and not self._candidates.is_nearly(" ".join(name.words), name.state):
            return self._noted(name, inside[0])
        elsewhere = self._candidates.everywhere(query, city_key(" ".join(name.words)))
        raise not_found(name, [*self._alike(query, name)[:3], *elsewhere, *inside])

    def anywhere(self, query: str, name: Name) -> Place:
        """A city in a text without a state."""
        if is_abroad(" ".join(name.last)) or is_abroad(name.words[-1] if name.words else ""):
            raise not_found(name, [], is_abroad=True)
        if name.street and not name.has_number and is_province(" ".join(name.last)):
            raise not_found(name, self._inside(query, name.last, ""), is_abroad=True)
        if is_three_words(name.written):
            raise three_words()
        if found := self._before_a_state(query, name):
            return noted(chosen(query, found), beside_note(name, (), found[0]))
        alike = self._alike(query, name)
        if name.ends_abroad:
            raise not_found(name, [*self._inside(query, name.words, ""), *alike])
        if not name.has_number and self._candidates.is_nearly(" ".join(name.words), ""):
            raise not_found(name, alike)
        if name.starts_with_number:
            return self._of_address(query, name, alike)
        inside = self._inside(query, name.last, "")
        if inside and _stands_out(inside) and inside[0].population >= _WELL_KNOWN:
            return self._noted(name, inside[0])
        raise not_found(name, [*alike[:3], *inside, *self._inside(query, name.street, ""), *alike[3:]])

    def _before_a_state(self, query: str, name: Name) -> list[Place]:
        """The cities before the name of a state that stands in the midst of a text."""
        for before, state in city_and_state(name.words, name.written):
            for words in (before, *endings(before)):
                if found := self._candidates.cities_of(query, city_key(" ".join(words)), state):
                    return found
        return []

    def _of_address(self, query: str, name: Name, alike: list[Place]) -> Place:
        """The city at the end of an address; the reader is asked if several have its name."""
        for words in endings(name.last):
            found = self._candidates.cities_called(query, city_key(" ".join(words)), "")
            if found and not (len(words) == 1 and words[0] in STREET_WORDS):
                if not by_far(sorted(found, key=most_people_first)):
                    raise PlaceAmbiguous(query, sorted(found, key=most_people_first))
                return noted(chosen(query, found), beside_note(name, words, found[0]))
        raise not_found(name, alike)

    def _inside(self, query: str, words: Sequence[str], state: str) -> list[Place]:
        """Cities named by a run of words, but not by a part of a longer run that names one; the most populous first."""
        found: list[Place] = []
        covered: set[int] = set()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                run, span = words[start : start + length], set(range(start, start + length))
                if span <= covered or (length == 1 and run[0] in STREET_WORDS):
                    continue
                if places := self._called(query, run, state):
                    covered |= span
                    found += places
        return sorted(found, key=most_people_first)

    def _called(self, query: str, words: Sequence[str], state: str) -> list[Place]:
        """The cities of a name, or the counties if it ends with the word for one."""
        key = city_key(" ".join(words))
        if len(words) > 1 and words[-1] in COUNTY_WORDS:
            return self._candidates.in_state(query, key, state) if state else self._candidates.everywhere(query, key)
        return self._candidates.cities_called(query, key, state)

    def _alike(self, query: str, name: Name) -> list[Place]:
        """Places with a name similar to the whole text or, for an address, to its end."""
        words = name.last if name.has_number and len(name.parts) > 1 else name.words
        before, state = (words, name.state) if name.state else nearly_a_state(words)
        inside = self._candidates.in_state(query, city_key(" ".join(before)), state) if state and not name.state else []
        return [*inside, *self._candidates.spelled_like(query, " ".join(before), state)]

    def _noted(self, name: Name, city: Place) -> Place:
        """A city that stands at the end of a text, or elsewhere in it."""
        used = (words for words in endings(name.words) if city_key(" ".join(words)) == city_key(city.city))
        return noted(city, beside_note(name, next(used, ()), city))


def not_found(name: Name, suggestions: Iterable[Place], is_abroad: bool = False) -> PlaceNotFound:
    """What is said of a name that no place has, or that is in another country."""
    written = name.written
    if name.state and name.words:
        written = f"{capwords(' '.join(name.words))}, {STATE_NAMES[name.state]}"
    what = text("We couldn't find a place called “%(place)s”.", place=written)
    if is_abroad:
        what = in_turn([what, COVERED])
    once = {place.label: place for place in suggestions}
    return PlaceNotFound(what, WHAT_TO_TRY, list(once.values())[:MOST_SUGGESTED])


def _stands_out(places: Sequence[Place]) -> bool:
    """Whether the first of the places that a text names is by far the largest of its name, and of all names."""
    of_the_name = [place for place in places if city_key(place.city) == city_key(places[0].city)]
    others = sum(place.population for place in places) - sum(place.population for place in of_the_name)
    return by_far(of_the_name) and places[0].population >= _TIMES_OTHER_WORDS * others
