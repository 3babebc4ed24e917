"""Where in a text digits are a ZIP code: after a state, after the word ZIP, before or after a city, or at the end.

Digits of a house, a box, a suite, a road, a telephone, or a coordinate are none, wherever they stand.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from finder.domain.names import plain
from finder.domain.states import STATE_NAMES
from finder.places.names import split_state
from finder.places.words import NUMBERED, NUMBERED_ROADS, PHONES, ROADS, UNITS, ZIP_LABELS

_TOKEN = re.compile(r"[^\s,;()\[\]]+|[,;()\[\]]")
_SPLIT_OFF = (
    (re.compile(r"#"), " # "),
    (re.compile(r"(?<=[^\W\d])[-:_=./]+(?=\d)"), " "),
    (re.compile(r"(?<=\D)/|/(?=\D)"), " "),
    (re.compile(r"(?<=\d)/(?=[A-Za-z])|(?<=\d{5})-(?=[A-Za-z])"), " "),
)
_STATE_GLUED = re.compile(r"\b([A-Za-z]{2})(\d{5}(?:-?\d{4})?)\b")
_PLUS_FOUR_APART = re.compile(r"(?<![\d.,-])(\d{5})\s(\d{4})(?=\s*(?:[,;)]|$))")
_UNIT_LAST = re.compile(
    rf"[\s,]+(?:(?:p\.?\s?o\.?\s*)?(?:{'|'.join(sorted(UNITS))})\b\.?\s*#?|#)\s*(?:[\w-]*\d[\w-]*|[A-Za-z])$", re.IGNORECASE
)
_ZIPS_ONLY = re.compile(r"(?:[\s,;]|\b(?:or|and|o|y|\d{5}(?:-\d{4})?)\b)+")
_FIVE = re.compile(r"[\"'.]*(\d{5})(?:-?\d{4})?[.:!?\"']*")
_WITH_LETTERS = re.compile(r"(?=(?:\D*\d){3})(?=.*[OoIl])[0-9OoIl]{5}")
_SPACED = re.compile(r"(?=.*\s)(?:\d\s?){5}")
_FEW = re.compile(r"\d{3,4}")
_LETTERS = str.maketrans("OoIl", "0011")

_SURE, _LIKELY, _LAST = 3, 2, 1


class ZipText(NamedTuple):
    """A ZIP code in a text: five digits, how it was typed if that was otherwise, and the part of the rest that may name a city.

    `has_number` is whether the rest has other digits, as an address has.
    """

    code: str
    typed: str
    around: str
    has_number: bool


def zip_codes(written: str, is_area: Callable[[str], bool], is_known: Callable[[str], bool]) -> list[ZipText]:
    """The ZIP codes of a text, each once: only those that stand where they most surely are ZIP codes.

    `is_area` tells whether a text is only a city, a state, or both, `is_known` whether there is such a ZIP code: digits that
    are too few, or have letters among them, are read as a ZIP code only if there is.
    """
    if _SPACED.fullmatch(written) and is_known(code := written.replace(" ", "")):
        return [ZipText(code, written, "", False)]
    ranked = list(_found(_spread_out(written), is_area, is_known))
    most = max((rank for rank, _ in ranked), default=0)
    return list({found.code: found for rank, found in ranked if rank == most}.values())


def without_unit(written: str) -> str:
    """A text without the boxes, suites, and apartments at its end."""
    while (left := _UNIT_LAST.sub("", written)) != written and plain(left):
        written = left
    return written


def _spread_out(written: str) -> str:
    for glued, apart in _SPLIT_OFF:
        written = glued.sub(apart, written)
    written = _STATE_GLUED.sub(lambda m: f"{m[1]} {m[2]}" if m[1].upper() in STATE_NAMES else m[0], written)
    return _PLUS_FOUR_APART.sub(r"\1-\2", written)


def _found(written: str, is_area: Callable[[str], bool], is_known: Callable[[str], bool]) -> Iterator[tuple[int, ZipText]]:
    tokens = list(_TOKEN.finditer(written))
    for at, token in enumerate(tokens):
        code, is_sure_of_digits = _code(token[0], is_known)
        if not code or _is_after_a_decimal_comma(written, token.start()):
            continue
        before, after = written[: token.start()], written[token.end() :]
        rank = _rank([t[0] for t in tokens], at, before, after, is_area)
        if rank and (is_sure_of_digits or rank == _SURE or not plain(before + after)):
            typed = token[0] if code not in token[0] else ""
            around = before if plain(before) and not (rank == _LIKELY and is_area(after)) else after
            yield rank, ZipText(code, typed, around, any(c.isdigit() for c in before + after))


def _code(token: str, is_known: Callable[[str], bool]) -> tuple[str, bool]:
    """Five digits, and whether they were typed as such; an empty text if this cannot be a ZIP code."""
    if five := _FIVE.fullmatch(token):
        return five[1], True
    if _WITH_LETTERS.fullmatch(token) and is_known(code := token.translate(_LETTERS)):
        return code, True
    if _FEW.fullmatch(token) and is_known(code := token.zfill(5)):
        return code, False
    return "", False


def _is_after_a_decimal_comma(written: str, start: int) -> bool:
    """Whether digits go on with a number that began before a comma without a space: "45,68123"."""
    return bool(re.search(r"(?<![\d,])[+-]?\d{1,3},$", written[:start]))


def _rank(tokens: list[str], at: int, before: str, after: str, is_area: Callable[[str], bool]) -> int:
    """How surely digits are a ZIP code here; 0 if they are something else."""
    words_before = plain(before).split()
    if {*words_before[-1:], *(words_before[-2:-1] if words_before[-1:] == ["code"] else [])} & ZIP_LABELS:
        return _SURE
    if _belongs_to(tokens, at, words_before):
        return 0
    is_alone = bool(_ZIPS_ONLY.fullmatch(before))  # "or" between ZIP codes is not Oregon
    if words_before and not is_alone and split_state(words_before)[1]:
        return _SURE
    if plain(after) and not _ZIPS_ONLY.fullmatch(after):
        return _LIKELY if _stands_beside_an_area(tokens, at, before, after, is_area) else 0
    return _LAST


def _belongs_to(tokens: list[str], at: int, words_before: list[str]) -> bool:
    """Whether the word before says what is numbered: a box, a suite, a road."""
    if at and tokens[at - 1] == "#":
        return True
    if at and tokens[at - 1] in ",;(":
        return False
    road, last = ["", "", *words_before][-2:]
    if last == "id" and road in NUMBERED:  # a member's, and not Idaho
        return True
    return last in PHONES or (last in NUMBERED and (last not in ROADS or road in NUMBERED_ROADS))


def _stands_beside_an_area(tokens: list[str], at: int, before: str, after: str, is_area: Callable[[str], bool]) -> bool:
    """Whether digits stand right before a city or state that ends the text, or right after one that ends a part of it."""
    starts_a_part = at == 0 or tokens[at - 1] in ",;("
    follows = tokens[at + 1]
    if starts_a_part and (is_area(after) or plain(follows) in PHONES):
        return True
    ends_a_part = follows in ",;)(" or plain(follows) in NUMBERED | PHONES
    return ends_a_part and bool(plain(before)) and is_area(re.split(r"[,;(]", before.rstrip(" ,;("))[-1])
