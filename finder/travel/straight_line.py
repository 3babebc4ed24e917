"""Travel from the straight line: road miles by a circuity curve, minutes by the speeds of the counties at both ends.

Roads bend more on short trips (Giacomin & Levinson 2015, doi:10.1068/b130131p). With d the geodesic in miles,

    road miles  = d * min(1.60, 1.15 + 2.2 / (d + 1.5))
    minutes     = 5 + 60 * road miles * (1/speed at origin + 1/speed at destination) / 2

The curve was fitted to 327,728 pairs over the US highway graph. Speeds in miles per hour are those implied by the
time and distance pairs of 42 CFR 422.116, with 35 in Large Metro, where 30 was too slow against measured peak traffic;
the 5 minutes are the way from door to road and from parking to door. It knows no lakes, bays or mountains: see docs/method.md.
"""

import numpy as np

from finder.domain.arrays import Floats
from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import Pairs
from finder.text import text
from finder.travel.model import NO_DESTINATION, Method, MileLimit, TravelEnds, TravelMatrix, Trips

SPEED_MPH = {"large_metro": 35.0, "metro": 40.0, "micro": 45.0, "rural": 48.0, "ceac": 54.5}
DOOR_MIN = 5.0
WIDEST_SPREAD = 0.34
_MIN_PER_MI = 60 / np.array([SPEED_MPH[t] for t in COUNTY_TYPES])
_MOST_BENT = 1.60


def circuity(straight_mi: Floats) -> Floats:
    """Road miles for each straight mile, by the length of the straight line in miles."""
    ratio: Floats = np.minimum(_MOST_BENT, 1.15 + 2.2 / (straight_mi + 1.5))
    return ratio


def straight_for_road(road_mi: float) -> float:
    """The straight line in miles that makes a trip of `road_mi`: the curve above, solved for d."""
    b = 1.725 + 2.2 - road_mi
    curved = (-b + float(np.sqrt(b * b + 4 * 1.15 * 1.5 * road_mi))) / (2 * 1.15)
    return max(road_mi / _MOST_BENT, curved) if road_mi > 0 else 0.0


def time_spread(straight_mi: Floats) -> Floats:
    """Half-width of the band around the minutes, as a share: wider on short trips.

    Made to hold about 8 of 10 trips: the spread of road miles around the curve (within 20 % for 68 / 79 / 88 / 95 % of
    trips of 5-10 / 10-20 / 20-50 / 50-100 miles) and of speeds (within 25 % for 91 % of trips), taken as independent.
    """
    spread: Floats = WIDEST_SPREAD - 0.12 * (1 - np.exp(-straight_mi / 20))
    return spread


class StraightLine:
    """The `straight` travel model."""

    method = Method(
        id="straight",
        label=text("straight line, corrected for the bends of roads"),
        error_note=text(
            "Miles and minutes are estimates from the straight line. Most trips come out within 20 %% in miles. Where a "
            "bay, lake or mountain lies between, the road can be twice as long; on islands and in much of Alaska there "
            "may be no road at all. Check a map before you set out."
        ),
        distance_spread=0.20,
        time_spread=WIDEST_SPREAD,
    )

    interactive = True

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel. Both conditions are decided on the straight line, since road miles grow with it."""
        limits, which = np.unique(np.broadcast_to(within_mi, len(origins)), return_inverse=True)
        reach = np.array([self.circle_mi(mi) for mi in limits.tolist()])[which]
        pairs = destinations.points.within(origins.points, float(reach.max(initial=0.0)))
        pairs = pairs.take(pairs.straight_mi <= reach[pairs.origin])
        return self._table(_with_nearest(pairs, origins, destinations, at_least), origins, destinations)

    def circle_mi(self, within_mi: float) -> float:
        """See TravelModel."""
        return straight_for_road(within_mi)

    def farthest_mi(self, within_min: float) -> float:
        """See TravelModel."""
        return max(0.0, within_min - DOOR_MIN) / float(_MIN_PER_MI.min())

    def _table(self, pairs: Pairs, origins: TravelEnds, destinations: TravelEnds) -> TravelMatrix:
        i, j, straight = pairs.origin, pairs.destination, pairs.straight_mi
        reached = np.isfinite(straight)
        road = np.where(reached, straight * circuity(straight), np.inf)
        pace = _MIN_PER_MI[origins.type_index[i]] / 2
        pace[reached] += _MIN_PER_MI[destinations.type_index[j[reached]]] / 2
        minutes, spread = DOOR_MIN + road * pace, time_spread(straight)
        band = minutes * (1 - spread), minutes * (1 + spread)
        return Trips(i, j, straight, road).matrix(minutes, band, len(origins), len(destinations), self.method)


def _with_nearest(pairs: Pairs, origins: TravelEnds, destinations: TravelEnds, at_least: int) -> Pairs:
    """Return the pairs within the limit; for origins with too few, their nearest; for origins with none, NO_DESTINATION."""
    at_least = max(at_least, 1)
    found = pairs.origin
    short = np.flatnonzero(np.bincount(found, minlength=len(origins)) < at_least)
    kept = ~np.isin(found, short)
    nearest = destinations.points.nearest(origins.take(short).points, at_least)
    stranded = short if not len(nearest.origin) else short[:0]
    parts = [
        (short[nearest.origin], nearest.destination, nearest.straight_mi),
        (stranded, np.full(len(stranded), NO_DESTINATION), np.full(len(stranded), np.inf)),
        (found[kept], pairs.destination[kept], pairs.straight_mi[kept]),
    ]
    i, j, straight = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(i, kind="stable")
    return Pairs(i[order], j[order], straight[order])
