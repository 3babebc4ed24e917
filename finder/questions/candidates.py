"""The service points of a directory as they are on a day, and the ends of travel to them."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import cached_property, partial

import numpy as np

from finder.access.candidate import Candidate, candidate
from finder.access.filters import NO_FILTERS, Filters, kept
from finder.domain.arrays import Mask
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import Age
from finder.domain.geo import Point, PointSet
from finder.domain.therapy import Therapy
from finder.places.spreads import Spreads
from finder.questions.answers import Answers
from finder.travel.model import TravelEnds
from finder.travel.spread import LazySpots

# A mask takes a byte for each location. There is one for each treatment, and for each choice that a patient can make.
_DAYS_KEPT, _MASKS_KEPT, _ENDS_KEPT = 32, 512, 64


class Candidates:
    """The candidates of one directory: its service points with a known position, as they are on a day.

    `placed` are the ends of travel to them, in the order of `on`.
    """

    def __init__(self, directory: Directory, demand: DemandPoints, spreads: Spreads) -> None:
        self._demand, self._spreads = demand, spreads
        self._placed = tuple(p for p in directory.points if p.position)
        self._by_day, self._masks, self._ends = Answers(_DAYS_KEPT), Answers(_MASKS_KEPT), Answers(_ENDS_KEPT)

    def ends(self, points: Sequence[Point]) -> TravelEnds:
        """Return points with the type of the county that the nearest ZIP code lies in."""
        ends = PointSet.of(points)
        nearest = self._demand.points.nearest(ends, 1)
        types = np.zeros(len(ends), np.intp)
        types[nearest.origin] = self._demand.type_index[nearest.destination]
        return TravelEnds(ends, types)

    def fitting(self, day: date, therapy: Therapy | None, filters: Filters = NO_FILTERS, age: Age | None = None) -> Mask:
        """Which candidates are real, can deliver the therapy to people of an age, and are ruled out by no filter.

        Shape (candidates,).
        """
        choices = (self._mask((day, one), day, partial(_passes, one)) for one in filters.singly)
        suiting = self._mask((day, therapy), day, lambda c: not c.point.example and c.unsuitable(therapy) is None)
        treating = () if age is None else (self._mask((day, age), day, lambda c: c.point.treats(age) is not False),)
        fitting: Mask = np.logical_and.reduce([suiting, *treating, *choices])
        return fitting

    def known_to_give(self, day: date, therapy: Therapy) -> Mask:
        """Which real candidates are known to give a therapy, and do not limit themselves to a group; shape (candidates,)."""
        return self._mask((day, "known to all", therapy.id), day, lambda c: not c.point.only_for and _is_known(c, therapy))

    def any_known(self, day: date, therapy: Therapy) -> bool:
        """Whether any real candidate is known to give a therapy, be it to a group alone."""
        return bool(self._mask((day, "known", therapy.id), day, lambda c: _is_known(c, therapy)).any())

    def _mask(self, key: Hashable, day: date, holds: Callable[[Candidate], bool]) -> Mask:
        """Which candidates of a day something holds for, worked out once for a key; shape (candidates,)."""
        return self._masks.get(key, lambda: np.array([holds(c) for c in self.on(day)], bool))

    @cached_property
    def with_phone(self) -> Mask:
        """Which candidates have a phone number; shape (candidates,)."""
        return np.array([bool(p.phone) for p in self._placed], bool)

    def on(self, day: date) -> tuple[Candidate, ...]:
        """The candidates on a day, worked out once."""
        return self._by_day.get(day, lambda: tuple(candidate(p, day) for p in self._placed))

    def some(self, among: Mask) -> TravelEnds:
        """The ends of travel to some of the candidates, by a mask of shape (candidates,); the same object for the same mask.

        A travel model prepares ends only once.
        """
        return self._ends.get(among.tobytes(), lambda: self.placed.take(np.flatnonzero(among)))

    @cached_property
    def spots(self) -> LazySpots:
        """The points of the candidates with what is not known of them."""
        return LazySpots(self.placed.points, lambda row: self._spreads.of_listing(self._placed[row]))

    @cached_property
    def placed(self) -> TravelEnds:
        """The ends of travel to the candidates of any day."""
        return self.ends([p.position.point for p in self._placed if p.position])


def _is_known(candidate: Candidate, therapy: Therapy) -> bool:
    return not candidate.point.example and candidate.evidence(therapy).tier == "known"


def _passes(filters: Filters, candidate: Candidate) -> bool:
    return kept(candidate.verdicts(filters))
