"""What a place says of how it was read: which part of a text was used, and where it is measured from."""

from collections.abc import Sequence

from finder.domain.names import plain
from finder.domain.place import Place
from finder.domain.states import STATE_BY_NAME
from finder.places.grammar import Name
from finder.text import Text, text

# Words that say no more than that a city is near, and those that say where in it or around it.
_NEAR = frozenset({
    "a", "am", "area", "around", "at", "by", "cerca", "close", "de", "del", "en", "estoy", "from", "i", "im", "in",
    "is", "it", "just", "la", "live", "lives", "lo", "me", "mi", "my", "near", "nearby", "of", "our", "place", "region",
    "right", "the", "to", "town", "us", "usa", "vivo", "we", "were", "yo",
})  # fmt: skip
_PARTS = frozenset({
    "afueras", "apartment", "centro", "city", "county", "dads", "daughters", "downtown", "east", "eastern", "este",
    "home", "house", "inner", "metro", "metropolitan", "moms", "north", "northeast", "northern", "northwest", "norte",
    "oeste", "old", "outside", "outskirts", "parents", "side", "sons", "south", "southeast", "southern", "southwest",
    "suburb", "suburbs", "sur", "uptown", "west", "western",
})  # fmt: skip


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
    return _has(note, "We don't know where") or _has(note, "The only place we know")


def _has(note: Text | None, words: str) -> bool:
    if note is None:
        return False
    return words in note.template or any(_has(value, words) for _, value in note.values if isinstance(value, Text))


def beside_note(name: Name, used: Sequence[str], city: Place) -> Text | None:
    """For other words beside a city; None if they only say that it is near. `used` are the words at the end that name it."""
    if name.has_number:
        return street_note(city)
    left = name.as_typed(len(name.words) - len(used)) if used else ""
    if not left:
        return text(
            "The only place we know in “%(typed)s” is %(city)s, so we measure from its middle.",
            typed=name.written,
            city=city.city,
        )
    words = set(without_state(plain(left).split(), city.state)) - _NEAR
    if not words:
        return None
    if words <= _PARTS:
        return kind_note(city)
    return text("We don't know where “%(place)s” is, so we measure from the middle of %(city)s.", place=left, city=city.city)


def without_state(words: Sequence[str], state: str) -> Sequence[str]:
    """Words without the name of a state among them: "Montana Billings", "USA, Texas, Lubbock"."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            if STATE_BY_NAME.get(" ".join(words[start : start + length])) == state:
                return [*words[:start], *words[start + length :]]
    return words


def township_note() -> Text:
    """For a township: many of one state have the same name, and no table has them all."""
    return text("Townships often share a name. If this is the wrong one, type your ZIP code.")


def kind_note(city: Place) -> Text:
    """For a town, a township, or another kind of place that goes by the name of a city."""
    return text("We measure from the middle of %(city)s.", city=city.city)


def line_note(city: Place) -> Text:
    """For a city that was typed with the state across a state line."""
    return text("%(city)s lies on a state line, and its mail goes to %(place)s.", city=city.city, place=city.label)
