"""The service points of a directory as they are on a day, and the ends of travel to them."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from finder.access.candidate import Candidate, candidate
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.geo import Point, PointSet
from finder.travel.model import TravelEnds


class Candidates:
    """Candidates of one directory: its service points that have a place, as they are on a day.

    `on(day)` gives them, found once a day; `placed` are the ends of travel to them, in the same order.
    """

    def __init__(self, directory: Directory, demand: DemandPoints) -> None:
        self._demand = demand
        self._placed = tuple(p for p in directory.points if p.location)
        self.on = lru_cache(maxsize=32)(self._on)

    def ends(self, points: Sequence[Point]) -> TravelEnds:
        """Points with the type of the county that the nearest ZIP lies in."""
        ends = PointSet.of(points)
        nearest = self._demand.points.nearest(ends, 1)
        types = np.zeros(len(ends), np.intp)
        types[nearest.origin] = self._demand.type_index[nearest.destination]
        return TravelEnds(ends, types)

    def _on(self, day: date) -> tuple[Candidate, ...]:
        return tuple(candidate(p, day) for p in self._placed)

    @cached_property
    def placed(self) -> TravelEnds:
        """The ends of travel to the candidates of any day."""
        return self.ends([p.location.point for p in self._placed if p.location])
