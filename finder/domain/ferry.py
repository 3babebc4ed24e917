"""Ferries: known by name, never traveled over."""

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.geo import Point, PointSet


@dataclass(frozen=True, slots=True)
class Ferry:
    """A ferry by name, its two landings, and about how many miles it goes. No trip is measured over one."""

    name: str
    landings: tuple[Point, Point]
    miles: float

    def far_landing(self, place: Point) -> Point:
        """The landing on the other side from a place."""
        near = PointSet.of(self.landings).nearest(PointSet.of([place]), 1)
        return self.landings[1 - int(near.destination[0])]


# A landing this near is the reader's own: the longest road to one, on Martha's Vineyard or Kodiak, is no longer.
NEAREST_LANDING_MI = 20.0


def nearest_ferry(ferries: Sequence[Ferry], point: Point) -> Ferry | None:
    """The ferry with the landing nearest to a point, if one is within NEAREST_LANDING_MI."""
    landings = [landing for ferry in ferries for landing in ferry.landings]
    if not landings:
        return None
    found = PointSet.of(landings).nearest(PointSet.of([point]), 1)
    return ferries[int(found.destination[0]) // 2] if found.straight_mi[0] <= NEAREST_LANDING_MI else None
