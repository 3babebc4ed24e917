"""The straight-line model: road miles from a circuity curve, and minutes from the speeds of the counties at both ends.

Circuity is higher on short trips (Giacomin & Levinson 2015, doi:10.1068/b130131p). With d the geodesic in miles,

    road miles  = d * min(1.60, 1.15 + 2.2 / (d + 1.5))
    minutes     = 5 + 60 * road miles * (1/speed at origin + 1/speed at destination) / 2

The curve was fitted to 327,728 pairs on the US highway graph. Speeds in miles per hour are those implied by the time and
distance pairs of 42 CFR 422.116, except for 35 in Large Metro, where 30 was too slow compared with measured peak traffic. The
5 minutes are for walking to the car, parking, and walking to the door. The model knows nothing of lakes, bays, or mountains:
see docs/method/travel.md and docs/method/minutes.md.
"""

import numpy as np

from finder.domain.arrays import Floats
from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import Pairs
from finder.text import text
from finder.travel.model import DOOR_MIN, NO_DESTINATION, Method, MileLimit, TravelEnds, TravelMatrix, Trips

SPEED_MPH = {"large_metro": 35.0, "metro": 40.0, "micro": 45.0, "rural": 48.0, "ceac": 54.5}
MAX_TIME_MARGIN = 0.34
_MIN_PER_MI = 60 / np.array([SPEED_MPH[t] for t in COUNTY_TYPES])
MAX_CIRCUITY = 1.60


def circuity(straight_mi: Floats) -> Floats:
    """Return the road miles per straight-line mile, given the straight line in miles. Shape of `straight_mi`."""
    ratio: Floats = np.minimum(MAX_CIRCUITY, 1.15 + 2.2 / (straight_mi + 1.5))
    return ratio


def straight_for_road(road_mi: float) -> float:
    """Return the straight line in miles of a trip of `road_mi` miles: the curve above, solved for d."""
    b = 1.725 + 2.2 - road_mi
    curved = (-b + float(np.sqrt(b * b + 4 * 1.15 * 1.5 * road_mi))) / (2 * 1.15)
    return max(road_mi / MAX_CIRCUITY, curved) if road_mi > 0 else 0.0


def time_margin(straight_mi: Floats) -> Floats:
    """Return the half-width of the range of minutes, as a share of the minutes. It is larger for short trips.

    The range is meant to contain about 8 in 10 trips. It combines the error of the curve (road miles within 20% for 68%,
    79%, 88%, and 95% of trips of 5-10, 10-20, 20-50, and 50-100 miles) with that of the speeds (within 25% for 91% of
    trips), as if they were independent.
    """
    margin: Floats = MAX_TIME_MARGIN - 0.12 * (1 - np.exp(-straight_mi / 20))
    return margin


class StraightLine:
    """The `straight` travel model."""

    method = Method(
        id="straight",
        label=text("straight line, adjusted for the curves of roads"),
        error_note=text(
            "Miles and minutes are estimates from the straight line. For most trips, the miles are within 20%% of the road "
            "distance. Around a bay, a lake, or a mountain, the road can be twice as long. On islands and in much of Alaska, "
            "there may be no road at all. Check a map before you leave."
        ),
        distance_margin=0.20,
    )

    interactive = True

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel. The straight line decides both conditions, because road miles increase with it."""
        limits, which = np.unique(np.broadcast_to(within_mi, len(origins)), return_inverse=True)
        radius = np.array([self.straight_radius_mi(mi) for mi in limits.tolist()])[which]
        pairs = destinations.points.within(origins.points, float(radius.max(initial=0.0)))
        pairs = pairs.take(pairs.straight_mi <= radius[pairs.origin])
        return self._table(_with_nearest(pairs, origins, destinations, at_least), origins, destinations)

    def straight_radius_mi(self, within_mi: float) -> float:
        """See TravelModel."""
        return straight_for_road(within_mi)

    def max_distance_mi(self, within_min: float, at_low: bool = False) -> float:
        """See TravelModel."""
        longest_min = within_min / (1 - MAX_TIME_MARGIN) if at_low else within_min
        return max(0.0, longest_min - DOOR_MIN) / float(_MIN_PER_MI.min())

    def trips_of(self, straight_mi: Floats, county_type: int) -> TravelMatrix:
        """See TravelModel."""
        pace = np.full(len(straight_mi), _MIN_PER_MI[county_type])
        return self._with_minutes(typical_trips(straight_mi), pace, 1, len(straight_mi))

    def _table(self, pairs: Pairs, origins: TravelEnds, destinations: TravelEnds) -> TravelMatrix:
        i, j, straight = pairs.origin, pairs.destination, pairs.straight_mi
        has_destination = np.isfinite(straight)
        road = np.where(has_destination, straight * circuity(straight), np.inf)
        pace = _MIN_PER_MI[origins.type_index[i]] / 2
        pace[has_destination] += _MIN_PER_MI[destinations.type_index[j[has_destination]]] / 2
        return self._with_minutes(Trips(i, j, straight, road), pace, len(origins), len(destinations))

    def _with_minutes(self, trips: Trips, min_per_mi: Floats, origins: int, destinations: int) -> TravelMatrix:
        minutes, margin = DOOR_MIN + trips.distance_mi * min_per_mi, time_margin(trips.straight_mi)
        return trips.matrix(minutes, (minutes * (1 - margin), minutes * (1 + margin)), origins, destinations, self.method)


def typical_trips(straight_mi: Floats) -> Trips:
    """Return trips from one origin by the circuity curve, given their straight lines in miles."""
    n = len(straight_mi)
    return Trips(np.zeros(n, np.intp), np.arange(n), straight_mi, straight_mi * circuity(straight_mi))


def _with_nearest(pairs: Pairs, origins: TravelEnds, destinations: TravelEnds, at_least: int) -> Pairs:
    """Return the pairs, with the nearest instead for origins with too few, and NO_DESTINATION if there are no destinations."""
    at_least = max(at_least, 1)
    origin = pairs.origin
    short = np.flatnonzero(np.bincount(origin, minlength=len(origins)) < at_least)
    kept = ~np.isin(origin, short)
    nearest = destinations.points.nearest(origins.take(short).points, at_least)
    without = short if not len(nearest.origin) else short[:0]
    parts = [
        (short[nearest.origin], nearest.destination, nearest.straight_mi),
        (without, np.full(len(without), NO_DESTINATION), np.full(len(without), np.inf)),
        (origin[kept], pairs.destination[kept], pairs.straight_mi[kept]),
    ]
    i, j, straight = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(i, kind="stable")
    return Pairs(i[order], j[order], straight[order])
