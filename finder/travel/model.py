"""The travel matrix, and what every way of measuring travel has in common."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from finder.geo import Floats, Ints, PointSet
from finder.text import Text

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Method:
    """How travel was measured, in words that stand on every page and export."""

    id: str
    label: Text
    error_note: Text


@dataclass(frozen=True, eq=False)
class TravelEnds:
    """Points that trips start or end at, with the type of county each lies in (a row of COUNTY_TYPES)."""

    points: PointSet
    type_index: Ints

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: Ints) -> "TravelEnds":
        """Some of the points."""
        p = self.points
        return TravelEnds(PointSet(p.lat_deg[rows], p.lon_deg[rows]), self.type_index[rows])


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """A long, sparse table of trips, one row each, ordered by origin, then miles, then destination.

    Every origin has a row: one that can reach nothing has `destination` NOWHERE and infinite miles and minutes.
    Miles are statute miles one way, minutes are one way, low and high bound what a trip may well take.
    """

    origin: Ints
    destination: Ints
    straight_mi: Floats
    distance_mi: Floats
    travel_min: Floats
    travel_min_low: Floats
    travel_min_high: Floats
    origins: int
    destinations: int
    method: Method

    @property
    def first_row(self) -> Ints:
        """The row of each origin's nearest destination: where its rows start. Shape (origins,)."""
        return np.searchsorted(self.origin, np.arange(self.origins)).astype(np.intp)


class TravelModel(Protocol):
    """A way of measuring travel. One list of results uses one model."""

    @property
    def method(self) -> Method: ...

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: float, at_least: int = 1) -> TravelMatrix:
        """Trips of at most `within_mi` miles by this model; an origin with fewer than `at_least` of them gets its
        `at_least` nearest destinations instead, however far (one, if `at_least` is less)."""
        ...

    def straight_reach_mi(self, within_mi: float) -> float:
        """The longest straight line, in miles, that a trip of `within_mi` miles can cover."""
        ...

    def farthest_mi(self, within_min: float) -> float:
        """Miles that no trip of `within_min` minutes exceeds, wherever it runs."""
        ...
