"""Trips by road, with the minutes at the speeds of their roads."""

from dataclasses import dataclass

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.travel.model import Trips


@dataclass(frozen=True, eq=False)
class RoadTrips(Trips):
    """Trips with the minutes at the speeds of their roads, without those of the start and in town. Shape (trips,)."""

    road_min: Floats


def no_trips() -> RoadTrips:
    """Return an empty set of trips."""
    return unreachable_trips(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


def unreachable_trips(origin: Ints, destination: Ints, straight_mi: Floats) -> RoadTrips:
    """Return the trips that no road leads to. All have shape (trips,)."""
    infinite = np.full(len(origin), np.inf)
    return RoadTrips(origin, destination, straight_mi, infinite, infinite)
