"""Ferries, to name one that is near. No trip is measured over a ferry."""

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.geo import Point, PointSet, miles_between


@dataclass(frozen=True, slots=True)
class Ferry:
    """A ferry: its name, its two landings, and its approximate length in miles."""

    name: str
    landings: tuple[Point, Point]
    miles: float

    def near_landing(self, point: Point) -> Point:
        """Return the landing on the side of a point."""
        return next(landing for landing in self.landings if landing != self.far_landing(point))

    def far_landing(self, point: Point) -> Point:
        """Return the landing on the other side from a point."""
        near = PointSet.of(self.landings).nearest(PointSet.of([point]), 1)
        return self.landings[1 - int(near.destination[0])]


@dataclass(frozen=True, slots=True)
class FerryTrip:
    """A trip over one ferry: its name, its miles, and those by road to it and from it."""

    name: str
    water_mi: float
    road_mi: float

    @property
    def miles(self) -> float:
        """The miles of both parts."""
        return self.water_mi + self.road_mi


# A landing within this distance is the reader's own. No road to one is longer, even on Martha's Vineyard or Kodiak.
NEAREST_LANDING_MI = 20.0


def nearest_ferry(ferries: Sequence[Ferry], point: Point) -> Ferry | None:
    """Return the ferry with the landing nearest to a point; None if none is within NEAREST_LANDING_MI."""
    landings = [landing for ferry in ferries for landing in ferry.landings]
    if not landings:
        return None
    found = PointSet.of(landings).nearest(PointSet.of([point]), 1)
    return ferries[int(found.destination[0]) // 2] if found.straight_mi[0] <= NEAREST_LANDING_MI else None


def near_ferries(ferries: Sequence[Ferry], point: Point) -> tuple[Ferry, ...]:
    """Return the ferries with a landing within NEAREST_LANDING_MI of a point."""
    return tuple(f for f in ferries if min(miles_between(point, landing) for landing in f.landings) <= NEAREST_LANDING_MI)
