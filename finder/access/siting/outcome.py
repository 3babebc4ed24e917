"""Who goes to which of the chosen stops, and what the trip is instead of today's."""

from dataclasses import dataclass

import numpy as np

from finder.access.reach import trips_within
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask, grouped_arange
from finder.domain.demand import DemandPoints
from finder.travel.model import TravelMatrix


@dataclass(frozen=True, eq=False)
class Assigned:
    """The stop of each part of the demand points (a place among the chosen), and the row of its trip; -1 for none.

    Shape (parts,).
    """

    stop: Ints
    trip: Ints

    @property
    def gains(self) -> Mask:
        """Which parts go to one of the stops. Shape (parts,)."""
        found: Mask = self.stop >= 0
        return found


def assign_within(matrix: TravelMatrix, demand: DemandPoints, limits: CountyLimits, chosen: tuple[int, ...]) -> Assigned:
    """Assign each part to the quickest of the chosen stops within its standard. Origins of `matrix` are ZIP codes."""
    part, trip = _pairs(matrix, demand, chosen)
    county = demand.part_county[part]
    within = trips_within(matrix, trip, limits.max_mi[county], limits.max_min[county])
    part, trip = part[within], trip[within]
    return _best(matrix, len(demand.part_zip), chosen, part, trip, matrix.driving_min[trip])


def assign_closer(
    matrix: TravelMatrix, demand: DemandPoints, cost: Floats, current: Floats, chosen: tuple[int, ...]
) -> Assigned:
    """Assign each part to the chosen stop of the least cost, if that is less than its cost today.

    `cost` is that of each trip, in miles or minutes (shape (trips,)), `current` that of each ZIP code today (shape (zips,)).
    """
    part, trip = _pairs(matrix, demand, chosen)
    closer = (cost[trip] < current[demand.part_zip[part]]) & np.isfinite(cost[trip])
    return _best(matrix, len(demand.part_zip), chosen, part[closer], trip[closer], cost[trip[closer]])


def _pairs(matrix: TravelMatrix, demand: DemandPoints, chosen: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Every pair of a part and a trip of its ZIP code to a chosen stop."""
    trips = np.flatnonzero(np.isin(matrix.destination, np.array(chosen, np.intp)))
    start = np.searchsorted(matrix.origin[trips], np.arange(matrix.origins + 1))
    length = np.diff(start)[demand.part_zip]
    part = np.repeat(np.arange(len(demand.part_zip)), length)
    return part.astype(np.intp), trips[start[demand.part_zip[part]] + grouped_arange(length)]


def _best(matrix: TravelMatrix, parts: int, chosen: tuple[int, ...], part: Ints, trip: Ints, cost: Floats) -> Assigned:
    """The pair of least cost of each part; of equal ones the stop chosen first."""
    place = np.full(matrix.destinations, -1, np.intp)
    place[list(chosen)] = np.arange(len(chosen))
    stop = place[matrix.destination[trip]]
    order = np.lexsort((stop, cost, part))
    first = order[np.r_[True, np.diff(part[order]) > 0]] if len(order) else order
    found, trips = np.full(parts, -1, np.intp), np.full(parts, -1, np.intp)
    found[part[first]], trips[part[first]] = stop[first], trip[first]
    return Assigned(found, trips)
