"""Plus Codes (Open Location Code), which phones show for a place without an address: github.com/google/open-location-code."""

import re
from typing import NamedTuple

from finder.domain.geo import Point

_DIGITS = "23456789CFGHJMPQRVWX"
_CODE = re.compile(
    rf"(?<![\w+])([{_DIGITS}]{{8}}|[{_DIGITS}]{{6}}|[{_DIGITS}]{{4}})\+([{_DIGITS}]{{2,7}})(?![\w+])", re.IGNORECASE
)
# The first pair of digits is 20 degrees of latitude and of longitude, the next one 1 degree, and so on, up to the fifth. After
# that, each digit is one of 5 rows of 4 columns.
_FIRST_DEG, _PAIR_DIGITS, _ROWS, _COLUMNS = 20.0, 10, 5, 4
_BEFORE_PLUS = 8


class PlusCode(NamedTuple):
    """A code in capitals and without its plus sign, how many of its first digits are missing, and what was typed beside it."""

    digits: str
    missing: int
    beside: str

    def point(self, near: Point | None = None) -> Point:
        """The middle of the area of a full code; that of a short one is the area nearest to a point."""
        if not self.missing or near is None:
            return Point(*_middle(self.digits)[:2])
        size = _FIRST_DEG / len(_DIGITS) ** (self.missing // 2 - 1)
        lat, lon, _ = _middle(_first_digits(near)[: self.missing] + self.digits)
        return Point(_nearest(lat, near.lat_deg, size), _nearest(lon, near.lon_deg, size))


def find_plus_code(written: str) -> PlusCode | None:
    """The first Plus Code in a text; None if there is none, or if it is not on the earth."""
    found = _CODE.search(written)
    if found is None:
        return None
    code = PlusCode((found[1] + found[2]).upper(), _BEFORE_PLUS - len(found[1]), "")
    if not code.missing and (_middle(code.digits)[0] > 90 or _middle(code.digits)[1] > 180):
        return None
    return code._replace(beside=f"{written[: found.start()]} {written[found.end() :]}".strip(" ,"))


def _middle(digits: str) -> tuple[float, float, float]:
    """Latitude and longitude of the middle of a full code's area, and the height of the area, in degrees."""
    lat, lon, height, width = -90.0, -180.0, _FIRST_DEG * len(_DIGITS), _FIRST_DEG * len(_DIGITS)
    for at in range(0, min(len(digits), _PAIR_DIGITS), 2):
        height, width = height / len(_DIGITS), width / len(_DIGITS)
        lat, lon = lat + _DIGITS.index(digits[at]) * height, lon + _DIGITS.index(digits[at + 1]) * width
    for digit in digits[_PAIR_DIGITS:]:
        row, column = divmod(_DIGITS.index(digit), _COLUMNS)
        height, width = height / _ROWS, width / _COLUMNS
        lat, lon = lat + row * height, lon + column * width
    return lat + height / 2, lon + width / 2, height


def _first_digits(point: Point) -> str:
    """The first four digits of the code of a point, which is not a pole."""
    digits, size = "", _FIRST_DEG
    lat, lon = point.lat_deg + 90, (point.lon_deg + 180) % 360
    for _ in range(2):
        digits += _DIGITS[int(lat // size)] + _DIGITS[int(lon // size)]
        lat, lon, size = lat % size, lon % size, size / len(_DIGITS)
    return digits


def _nearest(found: float, wanted: float, size: float) -> float:
    """A coordinate moved by whole areas, so that it is as near as can be to what is wanted."""
    return min((found + step * size for step in (-1, 0, 1)), key=lambda moved: abs(moved - wanted))
