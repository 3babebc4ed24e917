"""The service points of a directory as they are on a day, and the ends of travel to them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from finder.access.candidate import Candidate, candidate
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.geo import Point, PointSet
from finder.domain.therapy import Therapy
from finder.errors import QueryError
from finder.text import text
from finder.travel.model import TravelEnds


class Candidates:
    """Candidates of one directory: its service points that have a place, as they are on a day.

    `on(day)` gives them, found once a day; `placed` are the ends of travel to them, in the same order.
    """

    def __init__(self, directory: Directory, demand: DemandPoints, therapies: Mapping[str, Therapy]) -> None:
        self._demand, self._therapies = demand, therapies
        self._placed = tuple(p for p in directory.points if p.location)
        self.on = lru_cache(maxsize=32)(self._on)

    def therapy(self, therapy_id: str | None) -> Therapy | None:
        """The therapy of that id; None for none. Raises QueryError for one that is not known."""
        if therapy_id is None or therapy_id in self._therapies:
            return self._therapies.get(therapy_id or "")
        raise QueryError(
            text("%(therapy)s is not a therapy known here.", therapy=repr(therapy_id[:60])),
            text("Use one of: %(known)s.", known=", ".join(self._therapies)),
        )

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
