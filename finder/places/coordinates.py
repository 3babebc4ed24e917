"""Latitude and longitude as people and devices write them."""

import re
from typing import NamedTuple

from finder.domain.geo import Point
from finder.domain.place import PlaceNotFound
from finder.errors import QueryError
from finder.text import text

HOW_TO_WRITE = text("Type the latitude first, and a minus sign before a western longitude, like 45.68, -111.04.")

_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d*)?", re.ASCII)
_SIGNS = str.maketrans({"º": "°", "˚": "°", "’": "'", "′": "'", "”": '"', "“": '"', "″": '"', "−": "-", "–": "-"})
_LABELS = re.compile(
    r"[\"']?\b(?:(?P<lat>lat(?:itude?)?)|(?P<lon>lon(?:g(?:itude?)?)?|lng)|gps|geo|coord(?:inates?|enadas)?)\b[\"']?\.?\s*[:=]?",
    re.IGNORECASE,
)
# "POINT(-111.04 45.68)" of ISO 19125 and of databases has the longitude first.
_WELL_KNOWN_TEXT = re.compile(r"(?:srid=\d+;)?\s*point\s*\(\s*([+-]?[\d.]+)\s+([+-]?[\d.]+)\s*\)", re.IGNORECASE)
# "45d40m48s", "45-40-48N", and "454048N", as instruments, charts, and pilots write degrees, minutes, and seconds.
_ALPHABETIC = re.compile(r"(\d)\s?d\s?(\d+(?:\.\d+)?)(?:\s?m\s?(?:(\d+(?:\.\d+)?)\s?s)?)?(?![a-z])", re.IGNORECASE)
_HYPHENED = re.compile(r"(?<![\d.])(\d{1,3})-(\d{1,2}(?:\.\d+)?)(?:-(\d{1,2}(?:\.\d+)?))?(?=\s?[NSEW](?![a-z]))", re.IGNORECASE)
_RUN_TOGETHER = re.compile(
    r"(?<![\d.])(?:(\d{2,3})(\d{2})(\d{2}(?:\.\d+)?)|(\d{2,3})(\d{2}\.\d+))(?=\s?[NSEW](?![a-z]))", re.IGNORECASE
)
# Words for what is otherwise a mark or a letter, in English and Spanish.
_WORDS = (
    (re.compile(r"(?<![a-z])(?:degrees?|deg|grados?)(?![a-z])\.?", re.IGNORECASE), "°"),
    (re.compile(r"(?<![a-z])(?:minut[eo]s?|min)(?![a-z])\.?", re.IGNORECASE), "'"),
    (re.compile(r"(?<![a-z])(?:seconds?|segundos?|sec|seg)(?![a-z])\.?", re.IGNORECASE), '"'),
    (re.compile(r"(?<![a-z])(?:north|norte)(?![a-z])", re.IGNORECASE), "N"),
    (re.compile(r"(?<![a-z])(?:south|sur)(?![a-z])", re.IGNORECASE), "S"),
    (re.compile(r"(?<![a-z])(?:east|este)(?![a-z])", re.IGNORECASE), "E"),
    (re.compile(r"(?<![a-z])(?:west|oeste)(?![a-z])", re.IGNORECASE), "W"),
    (re.compile("''"), '"'),
    (re.compile(r"(?<=\d):(?=\d)"), " "),
)
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>[+-]?\s?\d+(?:\.\d*)?|nan|[+-]?inf)|(?P<letter>[NSEW])(?![a-z])|(?P<mark>[°'"])|(?P<between>[,;/|]))""",
    re.IGNORECASE,
)
_EXPONENT = re.compile(r"\d[eE]\d")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_WITHIN = re.compile(
    r"(?<![\d.,])[+-]?\d{1,2}\.\d{2,}\s*°?\s*[NS]?\s*[,;\s]\s*[+-]?\d{1,3}\.\d{2,}\s*°?\s*(?:[EW]\b)?(?![\d.])", re.IGNORECASE
)
_MARKS = "°'\""


class _Token(NamedTuple):
    kind: str
    written: str


def read_point(written: str) -> Point | None:
    """Read a point; None if the text is not a pair of numbers. Raises QueryError for a pair that is not on the earth.

    Understands decimal degrees, degrees and decimal minutes, and degrees, minutes, and seconds: with or without marks, hyphens,
    or letters between them, letters (or words) for the directions before or after, labels, commas for decimal points, and
    well-known text.
    """
    tokens = _tokens(written)
    parts = _halves(tokens) if tokens else None
    if parts is None:
        return None
    one, other = map(_angle, parts)
    if one is None or other is None:
        return None
    axes = (_axis(one.letter), _axis(other.letter)) if one.letter or other.letter else _labeled(written)
    if axes[0] and axes[0] == axes[1]:
        raise QueryError(text("Both letters are for the same direction."), text("Type them like 45.68 N, 111.04 W."))
    lat, lon = one.degrees(), other.degrees()
    # No latitude is beyond 90 degrees: a pair without letters begins with its longitude, as in GeoJSON.
    is_lon_first = axes[0] == "lon" or axes[1] == "lat" or (not any(axes) and abs(lat) > 90 >= abs(lon))
    return Point(lon, lat) if is_lon_first else Point(lat, lon)


def point_of_cells(lat: str, lon: str) -> Point:
    """The point of two cells. Raises InputError for what is no pair of numbers, or not on the earth."""
    if _DEGREES.fullmatch(lat) and _DEGREES.fullmatch(lon):
        return Point(float(lat), float(lon))
    if point := read_point(f"{lat}, {lon}"):
        return point
    raise PlaceNotFound(text("The latitude and the longitude are not numbers."), HOW_TO_WRITE)


def point_within(written: str) -> Point | None:
    """Read a pair of decimal degrees among other words, such as "home: 45.68, -111.04 (gate)"; None if there is none."""
    found = _WITHIN.search(written.translate(_SIGNS))
    return read_point(found[0]) if found else None


def is_one_number(written: str) -> bool:
    """Whether a text is half of a pair: one number that cannot be a ZIP code, because it has decimals, a mark, or a label."""
    if re.fullmatch(r"[+-]?\d{1,3},\d{3,}", written.strip()):
        return True
    tokens = _tokens(written)
    is_labeled = bool(_LABELS.search(written)) or any(t.kind in ("mark", "letter") or "." in t.written for t in tokens)
    return is_labeled and _angle(tokens) is not None


def _tokens(written: str) -> list[_Token]:
    """Numbers, letters, marks, and what is between two angles; nothing if anything else was written, too."""
    plain = _WELL_KNOWN_TEXT.sub(r"\2, \1", written.translate(_SIGNS))
    plain = _LABELS.sub(" ", plain).replace("&", " ")
    for run in (_ALPHABETIC, _HYPHENED, _RUN_TOGETHER):
        plain = run.sub(_in_marks, plain)
    for words, mark in _WORDS:
        plain = words.sub(mark, plain)
    plain = _decimal_points(plain).strip(" ()[]{}@:=")
    if _EXPONENT.search(plain):
        return []
    tokens, at = [], 0
    while at < len(plain):
        found = _TOKEN.match(plain, at)
        if found is None:
            return []
        kind = found.lastgroup or ""
        tokens.append(_Token(kind, found[kind].replace(" ", "").upper()))
        at = found.end()
    while tokens and tokens[-1].kind == "between":
        tokens.pop()
    return tokens


def _in_marks(run: re.Match[str]) -> str:
    """Degrees, minutes, and seconds with their marks."""
    return "".join(f"{number}{mark}" for number, mark in zip(filter(None, run.groups()), _MARKS, strict=False))


def _labeled(written: str) -> tuple[str, str]:
    """The axes of two numbers by the words before them; nothing if there are none, or others."""
    labels = tuple(str(found.lastgroup) for found in _LABELS.finditer(written) if found.lastgroup)
    return (labels[0], labels[1]) if len(labels) == 2 else ("", "")


def _decimal_points(written: str) -> str:
    """Commas between digits become points if there is one in each of two numbers: "41,90195, -87,62345"."""
    commas = list(_DECIMAL_COMMA.finditer(written))
    if "." in written or len(commas) not in (2, 3):
        return written
    decimal = {commas[0].start(), commas[-1].start()}
    return "".join("." if i in decimal else c for i, c in enumerate(written))


def _halves(tokens: list[_Token]) -> tuple[list[_Token], list[_Token]] | None:
    """The tokens of each of two angles; None if it is not clear where one ends."""
    kinds = [t.kind for t in tokens]
    at = _cut(tokens, kinds)
    if at is None:
        return None
    one, other = ([t for t in part if t.kind != "between"] for part in (tokens[:at], tokens[at:]))
    return one, other


def _cut(tokens: list[_Token], kinds: list[str]) -> int | None:
    """Where the second angle begins: after a letter or before one, after a comma, at a second degree sign, or halfway."""
    letters = [i for i, kind in enumerate(kinds) if kind == "letter"]
    if len(letters) == 2:
        return letters[1] if letters[0] == 0 else letters[0] + 1
    betweens = [i for i, kind in enumerate(kinds) if kind == "between"]
    if len(betweens) == 1:
        return betweens[0]
    degrees = [i for i, t in enumerate(tokens) if t.written == "°"]
    if len(degrees) == 2 and not betweens:
        return degrees[1] - 1
    numbers = [i for i, kind in enumerate(kinds) if kind == "number"]
    if betweens or len(letters) > 2:
        return None
    if len(numbers) == 4 and not _is_signed(tokens[numbers[2]]) and "." not in tokens[numbers[1]].written:
        return None
    return numbers[len(numbers) // 2] if len(numbers) in (2, 4, 6) else None


def _is_signed(token: _Token) -> bool:
    return token.written[0] in "+-"


class _Angle(NamedTuple):
    numbers: list[str]
    letter: str

    def degrees(self) -> float:
        """Signed degrees; a letter S or W makes them negative, whatever sign was typed."""
        degree, minute, second = (*self.numbers, "0", "0")[:3]
        if float(minute) >= 60 or float(second) >= 60:
            raise QueryError(text("Minutes and seconds of a degree are less than 60."), HOW_TO_WRITE)
        size = abs(float(degree)) + float(minute) / 60 + float(second) / 3600
        negative = self.letter in ("S", "W") if self.letter else degree.startswith("-")
        return -size if negative else size


def _angle(tokens: list[_Token]) -> _Angle | None:
    """One angle: up to three numbers in order, their marks in order, and at most one letter, first or last."""
    numbers = [t.written for t in tokens if t.kind == "number"]
    letters = [t.written for t in tokens if t.kind == "letter"]
    inside = any(t.kind == "letter" for t in tokens[1:-1])
    marks = [_MARKS.index(t.written) for t in tokens if t.kind == "mark"]
    if not 1 <= len(numbers) <= 3 or len(letters) > 1 or inside or marks != sorted(set(marks)):
        return None
    if any(mark >= len(numbers) for mark in marks) or not _in_order(numbers):
        return None
    return _Angle(numbers, "".join(letters))


def _in_order(numbers: list[str]) -> bool:
    """Whether only the last number has decimals, only the first a sign, and none has too many digits for its place."""
    digits = [number.lstrip("+-").split(".")[0] for number in numbers]
    sizes = len(digits[0]) <= 3 and all(len(d) <= 2 for d in digits[1:])
    return sizes and not any("." in n for n in numbers[:-1]) and not any(n[0] in "+-" for n in numbers[1:])


def _axis(letter: str) -> str:
    return {"": "", "N": "lat", "S": "lat", "E": "lon", "W": "lon"}[letter]
