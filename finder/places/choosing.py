"""Which of several places of one name is meant: one at once, or the reader is asked."""

from collections.abc import Sequence
from dataclasses import replace

from finder.domain.place import Place, PlaceAmbiguous
from finder.text import Text, in_turn, text

# A name is answered at once if of all people who live in a place of that name at least 19 of 20 live in one of them: whoever
# types it is that likely to mean this one. With less (Portland, Maine: 1 of 11), asking is right too often to guess.
BY_FAR = 0.95
# So many of the others are shown beside an answer, and so many of these are named in its note.
MOST_ALTERNATIVES, MOST_NAMED = 5, 3


def most_people_first(place: Place) -> tuple[int, str]:
    """How places are sorted. Of those without people, a shorter name is more exactly what was typed."""
    return -place.population, f"{len(place.label):03}{place.label}"


def by_far(places: Sequence[Place]) -> bool:
    """Whether the first of these places has nearly all the people of all of them."""
    return len(places) == 1 or places[0].population >= BY_FAR * max(1, sum(place.population for place in places))


def noted(place: Place, note: Text | None) -> Place:
    """A place with a note before its own."""
    if note is None:
        return place
    return replace(place, note=in_turn([note, place.note]) if place.note else note)


def chosen(query: str, places: Sequence[Place]) -> Place:
    """The only place, or the by far largest with the others beside it. Raises PlaceAmbiguous if there is no such one."""
    first, *others = sorted(places, key=most_people_first)
    if not others:
        return first
    if not by_far([first, *others]):
        raise PlaceAmbiguous(query, [first, *others])
    named = "; ".join(other.label for other in others[:MOST_NAMED])
    note = text("Not %(place)s? Other places have this name: %(others)s.", place=first.label, others=named)
    note = in_turn([first.note, note]) if first.note else note
    return replace(first, note=note, alternatives=tuple(others[:MOST_ALTERNATIVES]))
