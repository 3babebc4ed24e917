"""Minutes of a trip from its miles on the road and the types of county at both ends.

    minutes = DOOR + slow miles at either end / their speed + miles between / 55 mph, and / 65 mph beyond the first 50

The slow miles are the first and the last ones, in towns: SLOW_MI of them at either end (half the trip, if it is short), at
SLOW_MPH, by the type of county. The numbers were chosen so that trips within one county type come out as the time and
distance pairs of 42 CFR 422.116 and the observed averages of docs/method.md do; they were checked on a routing engine for
Baltimore only (benchmarks/road_accuracy.py).
"""

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES
from finder.travel.straight_line import DOOR_MIN

SLOW_MI = {"large_metro": 4.0, "metro": 4.0, "micro": 4.0, "rural": 3.0, "ceac": 2.0}
SLOW_MPH = {"large_metro": 26.0, "metro": 28.0, "micro": 32.0, "rural": 38.0, "ceac": 42.0}
WIDEST_SPREAD = 0.32
BETWEEN_MPH, FAR_MPH, FAR_AFTER_MI = 55.0, 65.0, 50.0
_SLOW_MI = np.array([SLOW_MI[t] for t in COUNTY_TYPES])
_SLOW_MIN_PER_MI = 60 / np.array([SLOW_MPH[t] for t in COUNTY_TYPES])


def road_minutes(distance_mi: Floats, type_a: Ints, type_b: Ints) -> Floats:
    """Minutes one way, from door to door; infinite for infinite miles. The types are rows of COUNTY_TYPES."""
    half = distance_mi / 2
    slow_a, slow_b = np.minimum(_SLOW_MI[type_a], half), np.minimum(_SLOW_MI[type_b], half)
    between = distance_mi - slow_a - slow_b
    near = np.minimum(between, FAR_AFTER_MI)
    slow = slow_a * _SLOW_MIN_PER_MI[type_a] + slow_b * _SLOW_MIN_PER_MI[type_b]
    minutes: Floats = DOOR_MIN + slow + near * (60 / BETWEEN_MPH) + (between - near) * (60 / FAR_MPH)
    return minutes


def farthest_mi(within_min: float) -> float:
    """Miles that no trip of some minutes exceeds: those of a trip between two counties of the fastest type."""
    fastest = np.array([int(np.argmin(_SLOW_MIN_PER_MI * _SLOW_MI - _SLOW_MI * (60 / FAR_MPH)))])
    low, high = 0.0, max(within_min, 0.0) / 60 * FAR_MPH
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if road_minutes(np.array([middle]), fastest, fastest)[0] <= within_min else (low, middle)
    return high


def time_spread(distance_mi: Floats) -> Floats:
    """Half-width of the band around the minutes, as a share: wider on short trips, where lights and parking count more."""
    spread: Floats = WIDEST_SPREAD - 0.12 * (1 - np.exp(-np.minimum(distance_mi, 1e6) / 20))
    return spread
