"""The speeds of roads, and the minutes of a trip on them.

    driving minutes = road minutes + START + slow miles at each end * minutes more in town
    road minutes    = miles on each kind of road / its speed

START is for the streets at both ends and grows to START_MIN over the first miles. The slow miles are the first and last of a
trip, in town: up to TOWN_MI at each end (half of a short trip), by type of county. The numbers were fitted to observed
minutes without traffic, and tested on others: see docs/accuracy.md and `python benchmarks/road_accuracy.py --only trips`.
"""

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES
from finder.travel.model import DOOR_MIN

HIGHWAY, LOCAL, NAMED, FREEWAY = 0, 1, 2, 3
# Miles per hour by kind of road. What is put in by name is a highway. Access legs, and the streets of short trips, are slower.
MPH = np.array([57.5, 56.5, 57.5, 68.5])
LEG_MPH = 48.5
START_MIN, START_MI = 3.0, 2.0
TOWN_MI = 5.0
TOWN_MIN_PER_MI = {"large_metro": 0.80, "metro": 0.36, "micro": 0.12, "rural": 0.0, "ceac": 0.0}
_LARGE_METRO, _RURAL = COUNTY_TYPES.index("large_metro"), COUNTY_TYPES.index("rural")
_TOWN_MIN_PER_MI = np.array([TOWN_MIN_PER_MI[t] for t in COUNTY_TYPES])


def driving_minutes(distance_mi: Floats, road_min: Floats, type_a: Ints, type_b: Ints) -> Floats:
    """Return the minutes of driving one way; infinite for infinite miles. Types are rows of COUNTY_TYPES. Shape (trips,)."""
    town_mi = np.minimum(distance_mi / 2, TOWN_MI)
    start = START_MIN * (1 - np.exp(-distance_mi / START_MI))
    minutes: Floats = road_min + start + town_mi * (_TOWN_MIN_PER_MI[type_a] + _TOWN_MIN_PER_MI[type_b])
    return minutes


def max_distance_mi(travel_min: float, at_low: bool = False) -> float:
    """Return an upper bound on the miles of a trip of so many minutes from door to door, or at the low end of their range.

    It is that of a trip on freeways: between rural counties, or, at the low end, from a Large Metro county if that is farther.
    """
    kinds = (_RURAL, _LARGE_METRO) if at_low else (_RURAL,)
    return max(_longest_mi(travel_min, at_low, np.array([kind])) for kind in kinds)


def _longest_mi(travel_min: float, at_low: bool, county_type: Ints) -> float:
    """Return the miles of a trip of so many minutes on freeways, from a county of one type to a rural one, by bisection."""
    low, high = 0.0, max(travel_min, 0.0) / 60 * float(MPH.max()) * (2.0 if at_low else 1.0)
    rural = np.array([_RURAL])
    for _ in range(60):
        middle = (low + high) / 2
        at = np.array([middle])
        minutes = DOOR_MIN + driving_minutes(at, at * (60 / MPH.max()), county_type, rural)
        share = 1 - time_margin(at, county_type, rural)[0] if at_low else 1.0
        low, high = (middle, high) if minutes[0] * share <= travel_min else (low, middle)
    return high


def time_margin(distance_mi: Floats, type_a: Ints, type_b: Ints) -> Floats:
    """Return the half-width of the range of minutes from door to door, as a share of them. Shape (trips,).

    It holds nine in ten trips that it was not fitted on (docs/accuracy.md). It is larger for short trips, where signals and
    parking matter more, and with an end in a Large Metro county.
    """
    miles = np.minimum(distance_mi, 1e6)
    in_large_metro = (type_a == _LARGE_METRO) | (type_b == _LARGE_METRO)
    margin: Floats = 0.13 + 0.19 * np.exp(-miles / 40) + np.where(in_large_metro, 0.08, 0.0) * np.exp(-miles / 20)
    return margin
