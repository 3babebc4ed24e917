"""How numbers are rounded in rows and JSON: more digits would claim a precision that the data does not have.

Miles, minutes, and people are rounded to 0.1, shares to 0.0001. Unknown is None. JSON has no infinity, so miles and minutes
are None where no road leads.
"""

import math


def tenth(value: float | None) -> float | None:
    """A number to one decimal place; None for unknown and for infinite."""
    return None if value is None or not math.isfinite(value) else round(value, 1)


def share(value: float | None) -> float | None:
    """A share to four decimal places, 0 or 1 only if it is exactly that; None where nobody lives, and for unknown."""
    if value is None or math.isnan(value):
        return None
    if value in (0, 1):
        return value
    return min(max(round(value, 4), 0.0001), 0.9999)


def share_of(part: float, whole: float) -> float | None:
    """A part as a share of a whole, rounded; None if the whole is 0."""
    return share(part / whole) if whole else None
