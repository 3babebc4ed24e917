"""The name of a location as words, and how two names compare."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio, token_set_ratio, token_sort_ratio

from finder.directory.matching.name_words import (
    COMMON,
    GENERIC,
    HEALTH,
    HOSPITAL,
    KINDS,
    LEGAL,
    ONLY_IN_HEALTH,
    PHRASES,
    PRACTICE,
    SHORT_FORMS,
    SIDES,
)
from finder.directory.matching.street_text import ascii_lower

# "equal": the same words, generic ones and a "memorial" or "regional" aside; "alike": one holds the other, or nearly;
# "in_part": some word that is not common is shared, or initials of it; "different": none.
Names = Literal["equal", "alike", "in_part", "different"]

_DBA = re.compile(r"\b(?:d ?b ?a|doing business as|formerly(?: known as)?|f ?k ?a|a ?k ?a|also known as)\b")
# "General Hospital & Nursing Home" is a general hospital that has a nursing home, too.
_AND_ALSO = re.compile(r"\b(hospital|med(?:ical)?(?: center| ctr)?) and (?!clinic)[a-z ]+$")
_SPELLED_ALIKE, _SETS_ALIKE = 92.0, 90.0
_WORDS_ALIKE = 86.0
# A longer number in a name is a house number.
_LONGEST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class NameKey:
    """A name in one form: its words, the parts around "d/b/a", `core`, the words that tell it from others, kinds of service,
    and `sides`, the words that tell campuses of one name apart ("South", "2", "550").
    """

    words: str = ""
    parts: tuple[frozenset[str], ...] = ()
    core: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    all: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    is_hospital: bool = False


@lru_cache(maxsize=500_000)
def name_key(name: str, town: str = "") -> NameKey:
    """The key of a name; empty for an empty one. The words of its own city and state do not tell it from others there."""
    cleaned = _clean(name)
    parts = [_words(part) for part in _DBA.split(cleaned)]
    written = [part for part in parts if part]
    words = [word for part in written for word in part]
    telling = (COMMON | set(_words(_clean(town))), COMMON, GENERIC)
    return NameKey(
        " ".join(words),
        tuple(frozenset(part) for part in written),
        next((core for common in telling if (core := frozenset(w for w in words if w not in common))), frozenset()),
        frozenset(kind for w in _words(_AND_ALSO.sub(r"\1", cleaned)) if (kind := KINDS.get(w))),
        frozenset("".join(w[0] for w in part) for part in written if len(part) > 2),
        frozenset(words),
        frozenset(w for w in words if w in SIDES or (w.isdigit() and len(w) <= _LONGEST_NUMBER)),
        any(word in " ".join(words) for word in HOSPITAL),
    )


def _clean(name: str) -> str:
    line = re.sub(r"(?<=\w)\.(?=\w\b)", "", ascii_lower(name)).replace("&", " and ")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"d/b/a|d\.b\.a\.?", " dba ", line)).split())


def _words(part: str) -> list[str]:
    # Letters of a name stand together: "L V Stabler" is "LV Stabler".
    for phrase, word in PHRASES.items():
        part = part.replace(phrase, word)
    joined = re.sub(r"\b([a-z]) (?=[a-z]\b)", r"\1", part)
    joined = re.sub(r"\b([a-z]{4,})(health)\b", r"\1 \2", joined)
    found = [SHORT_FORMS.get(word, word) for word in joined.split()]
    return [word for word in " ".join(found).split() if word not in LEGAL]


def compare_names(a: NameKey, b: NameKey) -> tuple[Names, float]:
    """How two names compare, and how alike they are, 0 to 1."""
    if not (a.words and b.words):
        return "different", 0.0
    # "PauloFreire" is "Paulo Freire".
    alike = max(token_sort_ratio(a.words, b.words), ratio(a.words.replace(" ", ""), b.words.replace(" ", ""))) / 100
    if alike == 1 or _equal(a, b):
        return "equal", alike
    if _one_part_is_the_other(a, b) or (alike >= _SPELLED_ALIKE / 100 and a.sides == b.sides) or _holds(a, b, at_least=3):
        return "alike", alike
    shared = _shared(a.core, b.core)
    if (
        shared
        and a.sides == b.sides
        and (shared >= min(len(a.core), len(b.core)) or token_set_ratio(_core(a), _core(b)) >= _SETS_ALIKE)
    ):
        return "alike", alike
    return ("in_part" if shared or _initials_meet(a, b) or _holds(a, b, at_least=2) else "different"), alike


def _holds(a: NameKey, b: NameKey, at_least: int) -> bool:
    """Whether one name has all words of the other: "University Hospital", "Ochsner University Hospital"."""
    enough = min(len(a.all), len(b.all)) >= at_least and a.sides == b.sides
    return enough and (a.all <= b.all or b.all <= a.all)


def _equal(a: NameKey, b: NameKey) -> bool:
    """Whether the telling words are the same, and of the common ones, one has all that the other has."""
    if not a.core or a.core != b.core or kinds_differ(a, b):
        return False
    mine, theirs = a.all - GENERIC, b.all - GENERIC
    return a.sides == b.sides and (mine <= theirs or theirs <= mine)


def are_hospitals(a: NameKey, b: NameKey) -> bool:
    """Whether two names may be of hospitals: two of three must hold.

    One says hospital; both speak of health; they share a word, if only the city's.
    """
    if _is_practice(a) or _is_practice(b):
        return False
    says = (
        a.is_hospital or b.is_hospital,
        bool(a.all & HEALTH and b.all & HEALTH),
        bool((a.all & b.all) - GENERIC),
    )
    return sum(says) >= 2


def _is_practice(key: NameKey) -> bool:
    return bool(key.all & PRACTICE) and "hospital" not in key.all


def kinds_differ(a: NameKey, b: NameKey) -> bool:
    """Whether the names speak of different services: a hospital and the children's hospital in it, or its pharmacy."""
    if a.kinds == b.kinds:
        return False
    # A child care center is for children in any case, a children's hospital is another hospital.
    aside: frozenset[str] = frozenset() if (a.all | b.all) & HEALTH else ONLY_IN_HEALTH
    return a.kinds - aside != b.kinds - aside


def _core(key: NameKey) -> str:
    return " ".join(sorted(key.core))


def _one_part_is_the_other(a: NameKey, b: NameKey) -> bool:
    """Whether the part before or after "d/b/a" is the other's name, or the other's part, in all its words."""
    return any(p == q for p in a.parts for q in b.parts if p - COMMON or len(p) > 1)


def _shared(a: frozenset[str], b: frozenset[str]) -> int:
    """How many words are in both, one or two letters aside."""
    same = a & b
    left, right = a - same, b - same
    return len(same) + sum(any(_one_word(x, y) for y in right) for x in left)


def _one_word(x: str, y: str) -> bool:
    if x[0] != y[0] or min(len(x), len(y)) < 5 or abs(len(x) - len(y)) > 2:
        return False
    return ratio(x, y) >= _WORDS_ALIKE


def _initials_meet(a: NameKey, b: NameKey) -> bool:
    return bool(a.initials & b.core or b.initials & a.core)
