"""Latitude and longitude as people write them."""

import re

from finder.domain.geo import Point
from finder.errors import QueryError
from finder.text import text

_SIGNS = str.maketrans({"º": "°", "˚": "°", "’": "'", "′": "'", "”": '"', "“": '"', "″": '"', "−": "-", "–": "-"})
_WORDS = re.compile(r"\b(?:lat(?:itude)?|lon(?:g(?:itude)?)?)\b\s*[:=]?", re.IGNORECASE)
_LABEL = re.compile(r", near ZIP code \d{5}$")
_ANGLE = r"""([+-]?\d{1,3}(?:\.\d*)?|nan|[+-]?inf)\s*°?(?:\s*(\d{1,2}(?:\.\d*)?)')?(?:\s*(\d{1,2}(?:\.\d*)?)")?"""
_BETWEEN = r"(?:\s*[,;]\s*|\s+|(?<=[NSEW°\"]))"
_LETTER_LAST = re.compile(rf"{_ANGLE}\s*([NSEW]?){_BETWEEN}{_ANGLE}\s*([NSEW]?)", re.IGNORECASE)
_LETTER_FIRST = re.compile(rf"([NSEW])\s*{_ANGLE}{_BETWEEN}([NSEW])\s*{_ANGLE}", re.IGNORECASE)


def read_point(written: str) -> Point | None:
    """Read a point; None if the text is not a pair of numbers. Raises QueryError for a pair that is not on Earth.

    Understands "45.68, -111.04", "(45.68 -111.04)", "45.68° N, 111.04° W", "45°40'48\" N 111°2'24\" W", and the labels of
    the gazetteer.
    """
    numbers = " ".join(_WORDS.sub("", _LABEL.sub("", written.translate(_SIGNS))).strip(" ()[]").split())
    if match := _LETTER_LAST.fullmatch(numbers):
        lat, lon = match.groups()[:4], match.groups()[4:]
    elif match := _LETTER_FIRST.fullmatch(numbers):
        g = match.groups()
        lat, lon = (*g[1:4], g[0]), (*g[5:], g[4])
    else:
        return None
    axes = _axis(lat[3]), _axis(lon[3])
    if axes[0] and axes[0] == axes[1]:
        raise QueryError(text("Both letters are for the same direction."), text("Type them like 45.68 N, 111.04 W."))
    if axes[0] == "lon" or axes[1] == "lat":
        lat, lon = lon, lat
    return Point(_degrees(*lat), _degrees(*lon))


def _axis(letter: str) -> str:
    return {"": "", "N": "lat", "S": "lat", "E": "lon", "W": "lon"}[letter.upper()]


def _degrees(degree: str, minute: str | None, second: str | None, letter: str) -> float:
    """Signed degrees; a letter S or W makes them negative, whatever sign was typed."""
    size = abs(float(degree)) + float(minute or 0) / 60 + float(second or 0) / 3600
    negative = letter.upper() in ("S", "W") if letter else degree.startswith("-")
    return -size if negative else size
