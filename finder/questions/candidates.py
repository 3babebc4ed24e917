"""The service points of a directory as they are on a day, and the ends of travel to them."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np

from finder.access.candidate import Candidate, candidate
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.geo import Point, PointSet
from finder.questions.answers import Answers
from finder.travel.model import TravelEnds

_DAYS_KEPT = 32


class Candidates:
    """The candidates of one directory: its service points with a known position, as they are on a day.

    `placed` are the ends of travel to them, in the order of `on`.
    """

    def __init__(self, directory: Directory, demand: DemandPoints) -> None:
        self._demand = demand
        self._placed = tuple(p for p in directory.points if p.location)
        self._by_day = Answers(_DAYS_KEPT)

    def ends(self, points: Sequence[Point]) -> TravelEnds:
        """Return points with the type of the county that the nearest ZIP code lies in."""
        ends = PointSet.of(points)
        nearest = self._demand.points.nearest(ends, 1)
        types = np.zeros(len(ends), np.intp)
        types[nearest.origin] = self._demand.type_index[nearest.destination]
        return TravelEnds(ends, types)

    def on(self, day: date) -> tuple[Candidate, ...]:
        """The candidates on a day, worked out once."""
        return self._by_day.get(day, lambda: tuple(candidate(p, day) for p in self._placed))

    @cached_property
    def placed(self) -> TravelEnds:
        """The ends of travel to the candidates of any day."""
        return self.ends([p.location.point for p in self._placed if p.location])
