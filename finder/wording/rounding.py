"""How exactly each kind of number is shown: no finer than it is known, and no nearer to a limit than it is."""

_MINUTES_STEP = 5
MILLION_FROM = 999_950  # what rounds to "1 million" with one decimal


def half_miles(distance_mi: float) -> float:
    """Miles to half a mile below ten, whole from there."""
    return round(distance_mi * 2) / 2 if distance_mi < 10 else float(round(distance_mi))


def to_five(travel_min: float) -> int:
    """Minutes of an estimate to the nearest five, and five at least."""
    return max(_MINUTES_STEP, round(travel_min / _MINUTES_STEP) * _MINUTES_STEP)


def to_five_band(low_min: float, high_min: float) -> tuple[int, int]:
    """A band of minutes to the nearest five, never narrower than five."""
    low = to_five(low_min)
    return low, max(low + _MINUTES_STEP, to_five(high_min))


def hours(value: float) -> float:
    """Hours to two decimals below ten, to one below a day, whole from there."""
    return round(value, 2 if value < 10 else 1 if value < 24 else 0)


def whole_from_ten(value: float, digits: int) -> float:
    """A number to so many decimals below ten, whole from there."""
    return round(value, digits) if value < 10 else float(round(value))


def share(value: float, required: float | None = None) -> float:
    """A share to a tenth of a percent: 0 and 1 only if it is exactly that, and `required` only if it is reached."""
    if value in (0.0, 1.0):
        return value
    shown = min(max(round(value, 3), 0.001), 0.999)
    return round(required - 0.001, 3) if required is not None and value < required <= shown else shown
