"""The cost of an edge or a path: its length in whole thousandths of a mile, with its minutes in the fraction.

So one search finds the shortest path, the quickest of equally short ones, and the minutes on it, and sums are exact.
"""

import numpy as np

from finder.domain.arrays import Floats

UNITS_PER_MILE = 1000.0
# Minutes are in thousandths, up to 16,777 minutes: more than any trip takes. With a length of up to 8,000 miles, a cost then
# has 47 bits, which a float64 holds exactly.
UNITS_PER_MINUTE = 1000.0
_MINUTE_UNIT = 2.0**-24


def cost(length: Floats, minutes: Floats) -> Floats:
    """Return the cost of edges from their lengths in whole thousandths of a mile and their minutes."""
    packed: Floats = length + np.rint(minutes * UNITS_PER_MINUTE) * _MINUTE_UNIT
    return packed


def miles_of(costs: Floats) -> Floats:
    """Return the miles in costs; infinite for infinite ones."""
    miles: Floats = np.floor(costs) / UNITS_PER_MILE
    return miles


def minutes_of(costs: Floats) -> Floats:
    """Return the minutes in costs; infinite for infinite ones."""
    is_finite = np.isfinite(costs)
    minutes: Floats = np.where(is_finite, np.where(is_finite, costs, 0.0) % 1 / _MINUTE_UNIT / UNITS_PER_MINUTE, np.inf)
    return minutes


def limit_of(length: float) -> float:
    """Return the largest cost of a path of up to a length in whole thousandths of a mile, whatever its minutes."""
    return length + 1 - _MINUTE_UNIT
