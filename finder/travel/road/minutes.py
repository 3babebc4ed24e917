"""The minutes of a trip, from its miles by road and the types of the counties at both ends.

    minutes = DOOR + slow miles at each end / their speed + miles between / 55 mph, and / 65 mph beyond the first 50

The slow miles are the first and last miles of a trip, in town: SLOW_MI at each end (half of a short trip), at SLOW_MPH, by
type of county. The numbers were chosen so that trips within one county type come close to the time and distance pairs of
42 CFR 422.116 and to the observed averages in docs/method/minutes.md. They were compared with routing engines in Baltimore
and Harrisburg only (benchmarks/road_accuracy.py).
"""

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES
from finder.travel.model import DOOR_MIN

SLOW_MI = {"large_metro": 4.0, "metro": 4.0, "micro": 4.0, "rural": 3.0, "ceac": 2.0}
SLOW_MPH = {"large_metro": 26.0, "metro": 28.0, "micro": 32.0, "rural": 38.0, "ceac": 42.0}
MAX_TIME_MARGIN = 0.32
OPEN_ROAD_MPH, LONG_TRIP_MPH, LONG_TRIP_AFTER_MI = 55.0, 65.0, 50.0
_SLOW_MI = np.array([SLOW_MI[t] for t in COUNTY_TYPES])
_SLOW_MIN_PER_MI = 60 / np.array([SLOW_MPH[t] for t in COUNTY_TYPES])


def road_minutes(distance_mi: Floats, type_a: Ints, type_b: Ints) -> Floats:
    """Return minutes one way, door to door; infinite for infinite miles. Types are rows of COUNTY_TYPES. Shape (trips,)."""
    half = distance_mi / 2
    slow_a, slow_b = np.minimum(_SLOW_MI[type_a], half), np.minimum(_SLOW_MI[type_b], half)
    between = distance_mi - slow_a - slow_b
    near = np.minimum(between, LONG_TRIP_AFTER_MI)
    slow = slow_a * _SLOW_MIN_PER_MI[type_a] + slow_b * _SLOW_MIN_PER_MI[type_b]
    minutes: Floats = DOOR_MIN + slow + near * (60 / OPEN_ROAD_MPH) + (between - near) * (60 / LONG_TRIP_MPH)
    return minutes


def max_distance_mi(within_min: float) -> float:
    """Return an upper bound on the miles of a trip of `within_min` minutes: those between counties of the fastest type."""
    fastest = np.array([int(np.argmin(_SLOW_MIN_PER_MI * _SLOW_MI - _SLOW_MI * (60 / LONG_TRIP_MPH)))])
    low, high = 0.0, max(within_min, 0.0) / 60 * LONG_TRIP_MPH
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if road_minutes(np.array([middle]), fastest, fastest)[0] <= within_min else (low, middle)
    return high


def time_margin(distance_mi: Floats) -> Floats:
    """Return the half-width of the range of minutes, as a share of the minutes.

    It is larger for short trips, where signals and parking matter more.
    """
    margin: Floats = MAX_TIME_MARGIN - 0.12 * (1 - np.exp(-np.minimum(distance_mi, 1e6) / 20))
    return margin
