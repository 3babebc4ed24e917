"""What a place says of how it was read: which part of a text was used, and where it is measured from."""

from collections.abc import Sequence

from finder.domain.names import plain
from finder.domain.place import Place
from finder.places.grammar import Name
from finder.text import Text, text

_NEAR = frozenset({"near", "close to", "in", "cerca de", "en"})


def street_note(city: Place) -> Text:
    """For an address without a ZIP code."""
    return text("We don't look up streets, so we measure from the middle of %(city)s.", city=city.city)


def zip_street_note(code: str) -> Text:
    """For an address with a ZIP code."""
    return text("We don't look up streets, so we measure from the middle of ZIP code %(zip)s.", zip=code)


def tells_of_a_street(note: Text | None) -> bool:
    """Whether a note is, or has in it, one of the two above: a street was typed and not looked up."""
    return _has(note, "look up streets")


def is_partly_unknown(note: Text | None) -> bool:
    """Whether a note is, or has in it, that of other words before a city: they name something that was not found."""
    return _has(note, "We don't know where")


def _has(note: Text | None, words: str) -> bool:
    if note is None:
        return False
    return words in note.template or any(_has(value, words) for _, value in note.values if isinstance(value, Text))


def beside_note(name: Name, used: Sequence[str], city: Place) -> Text | None:
    """For other words before a city; None if they only say that it is near. `used` are the words at the end that name it."""
    if name.has_number:
        return street_note(city)
    left = name.as_typed(len(name.words) - len(used)) or name.written
    if plain(left) in _NEAR:
        return None
    return text("We don't know where “%(place)s” is, so we measure from the middle of %(city)s.", place=left, city=city.city)


def kind_note(city: Place) -> Text:
    """For a town, a township, or another kind of place that goes by the name of a city."""
    return text("We measure from the middle of %(city)s.", city=city.city)


def line_note(city: Place) -> Text:
    """For a city that was typed with the state across a state line."""
    return text("%(city)s lies on a state line, and its mail goes to %(place)s.", city=city.city, place=city.label)
