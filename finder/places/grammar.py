"""From a line of text to its parts: a point, ZIP codes, or the words of a name. Nothing is looked up here."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from finder.domain.geo import Point
from finder.domain.names import plain
from finder.domain.place import PlaceNotFound
from finder.errors import QueryError
from finder.places.coordinates import HOW_TO_WRITE, is_one_number, point_within, read_point
from finder.places.links import LONGEST_LINK, is_link, without_link
from finder.places.names import STATE_CITIES, split_place, split_state
from finder.places.plus_codes import PlusCode, find_plus_code
from finder.places.words import STREET_WORDS
from finder.places.zip_text import ZipText, without_unit, zip_codes
from finder.text import text

LONGEST_QUERY = 200
WHAT_TO_TRY = text("Try a ZIP code, like 59718, or a city and state, like Bozeman, MT.")
_PLAIN_ZIP = re.compile(r"[0-9]{5}")
_COUNTRY = re.compile(
    r"[,\s]+(?:u\.?s\.?(?:a\.?)?|united states(?: of america)?|ee\.?\s?uu\.?|estados unidos(?: de am[eé]rica)?)$", re.IGNORECASE
)
# "Rochester MN (near the clinic)", but not "Springfield (MO)".
_ASIDE = re.compile(r"\s+\(([^()\d]+)\)$")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
# "City of Troy", "Troy Township": the kind of a place beside its name.
_KINDS = "city|town|village|township|twp|borough|boro|municipality|ciudad|pueblo|municipio"
_KIND_FIRST = re.compile(rf"^(?:the )?(?:{_KINDS}) (?:of|de) (.+)$")
_TOWNSHIP = re.compile(r"\b(?:township|twp)\b")
_KIND_LAST = re.compile(rf"^(.+) (?:{_KINDS})$")


@dataclass(frozen=True, slots=True)
class Written:
    """What was typed, in parts. At most one of `point`, `plus_code`, and `zips` is there; without one, it is a name.

    `has_unit` is whether a box, a suite, or the like stood behind the name, and was taken off it.
    """

    query: str
    name: str
    point: Point | None = None
    plus_code: PlusCode | None = None
    zips: tuple[ZipText, ...] = ()
    has_unit: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name in words: those of each part between commas, without the state that ends it, and the state's code."""

    written: str
    parts: tuple[tuple[str, ...], ...]
    state: str

    @property
    def words(self) -> tuple[str, ...]:
        """All words."""
        return tuple(word for part in self.parts for word in part)

    @property
    def street(self) -> tuple[str, ...]:
        """The words before the last comma."""
        return tuple(word for part in self.parts[:-1] for word in part)

    @property
    def last(self) -> tuple[str, ...]:
        """The words after the last comma."""
        return self.parts[-1] if self.parts else ()

    def as_typed(self, words: int) -> str:
        """The first words as they were typed; all but the last part or the state if that is not clear."""
        wanted, typed = list(self.words[:words]), self.written.replace(",", " , ").split()
        for end in range(len(typed), 0, -1):
            if plain(" ".join(typed[:end])).split() == wanted:
                return " ".join(typed[:end]).replace(" ,", ",").rstrip(" ,")
        return ""

    @property
    def has_number(self) -> bool:
        """Whether a digit was typed, as in an address."""
        return any(c.isdigit() for word in self.words for c in word)

    @property
    def ends_abroad(self) -> bool:
        """Whether it ends with two letters that are no state and no street, as a Canadian province does: "Vancouver BC"."""
        last = self.words[-1] if self.words and not self.state else ""
        return len(last) == 2 and last.isalpha() and last not in STREET_WORDS

    @property
    def starts_with_number(self) -> bool:
        """Whether it begins with a house number, so that a city can only be at its end."""
        return bool(self.words) and self.words[0][0].isdigit()


def read(query: str, is_area: Callable[[str], bool], is_known_zip: Callable[[str], bool]) -> Written:
    """The parts of a text. Raises QueryError or PlaceNotFound for one that can be no place, and says what it is instead."""
    if _PLAIN_ZIP.fullmatch(query) and is_known_zip(query):
        # What nearly everybody types needs none of what follows.
        return Written(query, query, zips=(ZipText(query, "", "", has_number=False),))
    written = without_link(cleaned(query))
    if code := find_plus_code(written):
        return Written(written, written, plus_code=code)
    if point := read_point(written) or point_within(written):
        return Written(written, written, point)
    if is_one_number(written):
        raise PlaceNotFound(
            text("%(place)s is only one number, and a point on the map needs two.", place=written), HOW_TO_WRITE
        )
    whole = _COUNTRY.sub("", written)
    name = without_unit(whole)
    has_unit = name != whole
    if (aside := _ASIDE.search(name)) and not is_area(aside[1]) and is_area(name[: aside.start()]):
        name = name[: aside.start()]
    return Written(written, name, zips=tuple(zip_codes(whole, is_area, is_known_zip)), has_unit=has_unit)


def read_name(written: str) -> Name:
    """The parts of a name, without the state at its end."""
    street, words, state = split_place(written)
    parts = [tuple(w) for part in written.split(",") if (w := plain(part).split())]
    left, kept = len(street) + len(words), []
    for part in parts:
        kept.append(part[:left])
        left -= len(kept[-1])
    return Name(written, tuple(part for part in kept if part), state)


def without_kind(key: str) -> str:
    """A name without the kind of place beside it: "city of troy" and "troy township" are "troy"; empty if it has none."""
    found = _KIND_FIRST.match(key) or _KIND_LAST.match(key)
    return found[1] if found else ""


def is_township(written: str) -> bool:
    """Whether a text calls a place a township."""
    return bool(_TOWNSHIP.search(plain(written)))


def city_and_state(words: Sequence[str], typed: str) -> Iterable[tuple[Sequence[str], str]]:
    """Words before the name of a state that does not end a text, and the state's code: "Bozeman MT near the river".

    A code counts only in capitals: "in", "me", and "or" are words.
    """
    for end in range(2, len(words)):
        before, state = split_state(list(words[:end]))
        if before and state and (words[end - 1] != state.lower() or re.search(rf"\b{state}\b", typed)):
            yield before, state


def endings(words: Sequence[str]) -> Iterable[Sequence[str]]:
    """The last words of a text, the longest run first, but not all of them."""
    return (words[start:] for start in range(1, len(words)))


def city_of_state(name: Name) -> str:
    """The name of a state that is also a city's, in a text that ends with it: "350 5th Ave, New York"; otherwise empty."""
    return next((city for city in STATE_CITIES if plain(name.written).endswith(city)), "") if name.state else ""


def cleaned(query: str) -> str:
    """One line of printable text with plain digits and dashes, no invisible marks, and no quotes or brackets around it."""
    most = LONGEST_LINK if is_link(query) else LONGEST_QUERY
    if len(query) > most:
        raise QueryError(text("That place is longer than %(most)s characters.", most=most), WHAT_TO_TRY)
    written = " ".join("".join(map(_plain_character, query)).split()).strip(' ,.;:"“”').rstrip(" -/")
    if _IN_BRACKETS.fullmatch(written) or not plain(written):
        written = written.strip(' ,.;:()[]"“”')
    if not written:
        raise QueryError(text("You didn't type a place."), WHAT_TO_TRY)
    return written


def _plain_character(c: str) -> str:
    kind = unicodedata.category(c)
    if kind == "Nd":
        return str(unicodedata.decimal(c))
    if kind in ("Cf", "Cs"):  # zero-width marks, bytes that were no text
        return ""
    return "-" if kind == "Pd" else c if c.isprintable() else " "
