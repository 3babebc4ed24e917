"""The street of an address as a key, and how two keys compare.

Knows numbers in words, saints and mounts, suites and mail stops, post office boxes, highways, the hyphens of Queens and
Hawaii, the kilometers and the Spanish word order of Puerto Rico, and a whole address in the street's cell.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.fuzz import ratio

from finder.directory.matching.address_words import (
    CARDINALS,
    DIRECTIONS,
    HIGHWAY,
    HIGHWAY_CODES,
    HIGHWAY_OWNERS,
    ORDINALS,
    SHORT_FORMS,
    TYPES,
)
from finder.directory.matching.street_text import STATES, read_street

# "door": the same in all that both say; "building": another suite; "in_part": spelled differently; "type": a street where the
# other says avenue, or a range of numbers where the other says one of them; "neighbor": a number close by, or with a slip;
# "unknown": one has no street with a number; "other": elsewhere.
Streets = Literal["door", "building", "in_part", "type", "neighbor", "unknown", "other"]

_HIGHWAY_THEN = re.compile(
    rf"\b(?:(?:(?:{HIGHWAY_OWNERS}|{STATES}) )*(?:{HIGHWAY})|{HIGHWAY_CODES}) ?#? ?(\d+)([nsew]?)\b"
    rf"|\b(?:county|cnty|co|state) (?:road|rd|highway|hwy|trunk) ([a-z]{{1,2}})\b"
)
_THEN_HIGHWAY = re.compile(rf"\b(\d+) (?:{HIGHWAY.removesuffix('|road|rd')})\b")
_KM = re.compile(r"\bk ?m ?(\d+)(?:\.(\d+))?")
_NUMBER = re.compile(rf"(?:({'|'.join(DIRECTIONS)}) )?(\d+[a-z]?(?:-\d+[a-z]?)?|[nsew]\d+(?: [nsew]\d+)?)\b(?! ?$)(.*)")
_ORDINAL = re.compile(r"^(\d+)[a-z]{2,3}$")
_CROSSING = re.compile(r" (?:and|at) ")
# "King Drive", "Dr. Martin Luther King Jr. Drive", "MLK Boulevard".
_MLK = re.compile(r"^(?:(?:dr|rev)*martinl(?:uther)?king|mlk(?:ing)?|ml king|drking)(?:jr|junior)?$")
_ALIKE = 84.0
_WIDEST_RANGE = 100
_NEIGHBORS = 10


@dataclass(frozen=True, slots=True)
class AddressKey:
    """A street in one form. `numbers` are the house number's possible readings; `span` its range; `core` the name."""

    numbers: frozenset[str] = frozenset()
    span: tuple[int, int] | None = None
    core: str = ""
    directions: frozenset[str] = frozenset()
    type: str = ""
    units: frozenset[tuple[str, str]] = frozenset()
    city: str = ""
    zip: str = ""

    @property
    def is_known(self) -> bool:
        """Whether it names a door: a number and a street."""
        return bool(self.numbers and self.core)


@lru_cache(maxsize=500_000)
def address_key(street: str, city: str = "") -> AddressKey:
    """The key of a street's cell; without numbers for a post office box, a name, or nothing."""
    read = read_street(street, city)
    numbers, rest = _house_number(read.words)
    core, directions, kind = _street_name(rest)
    span = _span(numbers)
    return AddressKey(_readings(numbers, span), span, core, directions, kind, read.units, read.city, read.zip)


def _house_number(words: str) -> tuple[str, str]:
    """The number as written, and the rest; in front, after "Km", or at the end in the Spanish order."""
    if kilometer := _KM.search(words):
        return f"km{kilometer[1]}.{kilometer[2] or 0}", f"{words[: kilometer.start()]} {words[kilometer.end() :]}"
    first, _, rest = words.partition(" ")
    if first in CARDINALS and rest:
        return CARDINALS[first], rest
    if front := _NUMBER.match(words):
        return front[2].replace(" ", ""), f"{front[1] or ''}{front[3]}"
    if behind := re.search(r"(?<=[a-z]{3}) (\d+(?:-\d+)?)$", _HIGHWAY_THEN.sub("highway", words)):
        return behind[1], words[: -len(behind[0])]
    return "", words


def _span(number: str) -> tuple[int, int] | None:
    """The range of "1514-1516" and "3450-54"; None for one number and for "37-11", which is a number of Queens."""
    if not (pair := re.fullmatch(r"(\d{3,})-(\d+)", number)):
        return None
    low = int(pair[1])
    high = int(pair[1][: max(0, len(pair[1]) - len(pair[2]))] + pair[2])
    return (low, high) if low < high <= low + _WIDEST_RANGE else None


def _readings(number: str, span: tuple[int, int] | None) -> frozenset[str]:
    if not number:
        return frozenset()
    joined = number.replace("-", "")
    return frozenset({joined, *map(str, span)} if span else {joined})


def _street_name(words: str) -> tuple[str, frozenset[str], str]:
    """The core of a street's name, its directions, and its type."""
    first = _CROSSING.split(f" {words} ")[0]
    words = first if first.strip() else words
    words = _THEN_HIGHWAY.sub(r"hwy\1", words)
    words = _HIGHWAY_THEN.sub(lambda m: f"hwy{m[1] or m[3]} {m[2] or ''}", words)
    tokens = [_word(w) for w in words.replace(".", " ").split()]
    tokens = _saints(tokens)
    directions = [DIRECTIONS[t] for t in tokens if t in DIRECTIONS]
    named, kind = _name_and_type([t for t in tokens if t not in DIRECTIONS])
    if not named:
        return "".join(sorted(directions)) or kind, frozenset(), kind if directions else ""
    return _MLK.sub("king", "".join(SHORT_FORMS.get(t, t) for t in named)), frozenset(directions), kind


def _word(word: str) -> str:
    """An ordinal or a number in words as digits: "Seventh", "7th" -> "7"."""
    return ORDINALS.get(word) or CARDINALS.get(word) or _ORDINAL.sub(r"\1", word)


def _saints(tokens: list[str]) -> list[str]:
    """Tell the saint in front of a name from the street behind one."""
    named = [t for t in tokens if t not in DIRECTIONS]
    if len(named) > 1 and named[0] == "st" and not (named[1] in TYPES or named[1].isdigit()):
        at = tokens.index("st")
        return [*tokens[:at], "saint", *tokens[at + 1 :]]
    return tokens


def _name_and_type(tokens: list[str]) -> tuple[list[str], str]:
    """The words in front of the last type ("main st"), or behind a first one ("avenida ponce de leon", "avenue d")."""
    at = max((i for i, token in enumerate(tokens) if token in TYPES and i), default=0)
    if at:
        start = 1 if at > 1 and tokens[0] in ("calle", "avenida", "ave", "avenue") else 0
        return tokens[start:at], TYPES[tokens[at]]
    if tokens and tokens[0] in TYPES:
        return tokens[1:], TYPES[tokens[0]]
    return tokens, ""


def compare_streets(a: AddressKey, b: AddressKey) -> Streets:
    """How two streets of one town compare."""
    if not (a.is_known and b.is_known):
        return "unknown"
    if _directions_differ(a.directions, b.directions):
        return "other"
    same_number, same_core = _numbers_meet(a, b), a.core == b.core
    types_differ = bool(a.type and b.type and a.type != b.type)
    if not same_core and not _spelled_alike(a.core, b.core):
        return "other"
    if types_differ and a.core[-1:].isdigit():
        return "other"
    if not same_number:
        return "neighbor" if same_core and not types_differ and _close(a, b) else "other"
    if types_differ or a.span != b.span:
        return "type"
    if not same_core:
        return "in_part"
    return "building" if units_differ(a, b) else "door"


def units_differ(a: AddressKey, b: AddressKey) -> bool:
    """Whether both name a room, a building, or a floor, and no one of it is the same."""
    for kind in ("room", "building", "floor"):
        mine, theirs = ({number for k, number in key.units if k == kind} for key in (a, b))
        if mine and theirs and not mine & theirs:
            return True
    return False


def _directions_differ(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether each has a direction and they say different things; "North" and "Northeast" may be one."""
    mine, theirs = set("".join(a)), set("".join(b))
    return bool(mine and theirs) and not (mine <= theirs or theirs <= mine)


def _numbers_meet(a: AddressKey, b: AddressKey) -> bool:
    if a.numbers & b.numbers:
        return True
    spans = [key.span or (int(n), int(n)) for key in (a, b) if (n := min(key.numbers)).isdigit()]
    return len(spans) == 2 and bool(a.span or b.span) and max(s[0] for s in spans) <= min(s[1] for s in spans)


def _close(a: AddressKey, b: AddressKey) -> bool:
    """Whether numbers are a few doors apart, or two digits changed places."""
    one, other = min(a.numbers), min(b.numbers)
    if not (one.isdigit() and other.isdigit()):
        return False
    return abs(int(one) - int(other)) <= _NEIGHBORS or (len(one) > 2 and sorted(one) == sorted(other))


def _spelled_alike(a: str, b: str) -> bool:
    """Whether two names of streets may be one: not for numbers, where one digit is another street."""
    if any(map(str.isdigit, a + b)):
        return re.sub(r"\D", "", a) == re.sub(r"\D", "", b) and ratio(a, b) >= _ALIKE
    return ratio(a, b) >= _ALIKE or (min(len(a), len(b)) >= 4 and (a.startswith(b) or b.startswith(a)))
