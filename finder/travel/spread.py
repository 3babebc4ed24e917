"""What is not known of a spot, in miles and minutes: both ends of a trip may be anywhere in a ZIP code or town.

The method, and how far off it is: docs/method/spread.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.geo import Point, PointSet, geodesic_mi
from finder.domain.place import Spread
from finder.travel.model import DOOR_MIN, NO_DESTINATION, TravelMatrix
from finder.travel.straight_line import MAX_CIRCUITY, circuity

# Two points that may both be anywhere are hardly ever nearer to each other than this share of how far they may be off.
NEXT_DOOR = 0.05
# Minutes a mile where a trip of no length says nothing of its pace: 30 miles an hour.
_PACE_MIN_PER_MI = 2.0


@dataclass(frozen=True, eq=False)
class Spots:
    """Points with what is not known of them. A radius of 0 is a point that is known; `towns` has the point itself for none."""

    points: PointSet
    towns: PointSet
    radius_mi: Floats

    @classmethod
    def of(cls, spots: Iterable[tuple[Point, Spread | None]]) -> Self:
        """Return points with their spreads, in the same order."""
        found = [(point, spread or Spread(0.0)) for point, spread in spots]
        towns = PointSet.of([spread.town or point for point, spread in found])
        radius = np.array([spread.radius_mi for _, spread in found], float)
        return cls(PointSet.of([point for point, _ in found]), towns, radius)

    @classmethod
    def at(cls, points: PointSet, spread: Spread | None) -> Self:
        """Return points that all have one spread."""
        towns = PointSet.of([spread.town] * len(points)) if spread and spread.town else points
        return cls(points, towns, np.full(len(points), spread.radius_mi if spread else 0.0))

    def take(self, rows: Ints) -> Self:
        """Return the spots in these rows."""
        return replace(self, points=self.points.take(rows), towns=self.towns.take(rows), radius_mi=self.radius_mi[rows])


class LazySpots:
    """Points whose spreads are looked up when they are first taken, because few of many are: `spread_of` returns that of a row.

    May be asked from several threads: a spread that is looked up twice is the same.
    """

    def __init__(self, points: PointSet, spread_of: Callable[[int], Spread | None]) -> None:
        self._points, self._spread_of = points, spread_of
        self._town_lat, self._town_lon = points.lat_deg.copy(), points.lon_deg.copy()
        self._radius_mi = np.full(len(points), np.nan)

    def take(self, rows: Ints) -> Spots:
        """Return the spots in these rows."""
        for row in np.unique(rows[np.isnan(self._radius_mi[rows])]).tolist():
            spread = self._spread_of(row) or Spread(0.0)
            if spread.town:
                self._town_lat[row], self._town_lon[row] = spread.town.lat_deg, spread.town.lon_deg
            self._radius_mi[row] = spread.radius_mi
        towns = PointSet(self._town_lat[rows], self._town_lon[rows])
        return Spots(self._points.take(rows), towns, self._radius_mi[rows])


def spread_out(matrix: TravelMatrix, here: Spots, there: Callable[[Ints], Spots]) -> TravelMatrix:
    """Return the trips of a matrix with the ends of their miles, and of their minutes, as far as both spots may be elsewhere.

    `here` are the origins of the matrix, and `there` returns those of its destinations that are in some rows. From one to the
    other, each may be within its radius of its point or of its town. Independent errors add up by their squares.
    """
    rows = np.flatnonzero((matrix.destination != NO_DESTINATION) & np.isfinite(matrix.distance_mi))
    i, j, miles = matrix.origin[rows], matrix.destination[rows], matrix.distance_mi[rows]
    from_spots, to_spots = here.take(i), there(j)
    radius = np.hypot(from_spots.radius_mi, to_spots.radius_mi)
    around = radius * circuity(radius)
    nearer, farther = _by_towns(matrix.straight_mi[rows], miles, from_spots, to_spots)
    low_mi = np.maximum(miles + nearer - around, np.minimum(miles, NEXT_DOOR * around))
    high_mi = miles + farther + around
    low, high = (_minutes(matrix, rows, ends_mi) / matrix.travel_min[rows] for ends_mi in (low_mi, high_mi))
    return replace(
        matrix,
        distance_mi_low=_with(matrix.distance_mi, rows, low_mi),
        distance_mi_high=_with(matrix.distance_mi, rows, high_mi),
        travel_min_low=_with(matrix.travel_min_low, rows, matrix.travel_min_low[rows] * low),
        travel_min_high=_with(matrix.travel_min_high, rows, matrix.travel_min_high[rows] * high),
    )


def _with(column: Floats, rows: Ints, values: Floats) -> Floats:
    """Return a column with other values in some of its rows."""
    changed = column.copy()
    changed[rows] = values
    return changed


def _by_towns(straight_mi: Floats, miles: Floats, here: Spots, there: Spots) -> tuple[Floats, Floats]:
    """Return how many road miles nearer (at most 0) and farther (at least 0) a trip is between the towns of the spots.

    All are of shape (trips,). Only straight lines are measured, and the road is as winding as that of the trip.
    """
    has_here, has_there = _has_town(here), _has_town(there)
    shortest, longest = straight_mi.copy(), straight_mi.copy()
    for rows, a, b in (
        (has_there, here.points, there.towns),
        (has_here, here.towns, there.points),
        (has_here & has_there, here.towns, there.towns),
    ):
        found = np.flatnonzero(rows)
        apart = geodesic_mi(a.lat_deg[found], a.lon_deg[found], b.lat_deg[found], b.lon_deg[found])
        shortest[found] = np.minimum(shortest[found], apart)
        longest[found] = np.maximum(longest[found], apart)
    winding = np.divide(miles, straight_mi, out=np.full(len(miles), MAX_CIRCUITY), where=straight_mi > 0)
    winding = np.clip(winding, 1.0, MAX_CIRCUITY)
    return (shortest - straight_mi) * winding, (longest - straight_mi) * winding


def _has_town(spots: Spots) -> Mask:
    has: Mask = (spots.points.lat_deg != spots.towns.lat_deg) | (spots.points.lon_deg != spots.towns.lon_deg)
    return has


def _minutes(matrix: TravelMatrix, rows: Ints, miles: Floats) -> Floats:
    """Return the minutes of trips that are shorter or longer than those in the rows of a matrix, at the same pace."""
    driven, minutes = matrix.distance_mi[rows], matrix.travel_min[rows]
    pace = np.divide(minutes - DOOR_MIN, driven, out=np.full(len(rows), _PACE_MIN_PER_MI), where=driven > 0)
    longer: Floats = minutes + pace * (miles - driven)
    return longer
