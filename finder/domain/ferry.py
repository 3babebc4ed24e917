"""Ferries: known by name, never traveled over."""

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
