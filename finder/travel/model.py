"""The travel matrix, and what every way of measuring travel has in common."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet
from finder.text import Text

NO_DESTINATION = -1
# Those of a travel matrix that have a value for every trip.
COLUMNS = ("origin", "destination", "straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high")
# Is told what share of a long measurement is done.
Progress = Callable[[float], None]
# A limit of miles for all origins, or one for each.
MileLimit = float | Floats


def no_progress(_share: float) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Method:
    """How travel was measured, in words that stand on every page and export.

    `distance_spread` is the half-width of the band around its miles that holds about eight of ten trips, as a share;
    `time_spread` how far below its minutes the low end of their band is at most.
    """

    id: str
    label: Text
    error_note: Text
    distance_spread: float
    time_spread: float


@dataclass(frozen=True, eq=False)
class TravelEnds:
    """Points that trips start or end at, with the type of county each lies in (a row of COUNTY_TYPES)."""

    points: PointSet
    type_index: Ints

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: Ints) -> "TravelEnds":
        """Some of the points."""
        return TravelEnds(self.points.take(rows), self.type_index[rows])


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """A long, sparse table of trips, one row each, ordered by origin, then miles, then destination.

    Every origin has a row. A destination that no road leads to has infinite miles and minutes, and its straight line; where
    there is no destination at all, `destination` is NO_DESTINATION. Miles are statute miles one way; minutes are one way, from
    door to door; low and high bound the likely range. `notice` says if another way of measuring had to stand in.
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
    notice: Text | None = None

    @cached_property
    def first_row(self) -> Ints:
        """The row of each origin's nearest destination: where its rows start. Shape (origins,)."""
        return np.searchsorted(self.origin, np.arange(self.origins)).astype(np.intp)

    @property
    def low(self) -> Self:
        """The same trips, each as short and as quick as it may well be."""
        return replace(self, distance_mi=self.distance_mi * (1 - self.method.distance_spread), travel_min=self.travel_min_low)

    @property
    def high(self) -> Self:
        """The same trips, each as long and as slow as it may well be."""
        return replace(self, distance_mi=self.distance_mi * (1 + self.method.distance_spread), travel_min=self.travel_min_high)

    def take(self, rows: npt.NDArray[np.bool_]) -> Self:
        """Some of the trips; every origin must keep one."""
        return replace(self, **{c: getattr(self, c)[rows] for c in COLUMNS})


@dataclass(frozen=True, eq=False)
class Trips:
    """Measured pairs: row numbers of both ends, the straight line and the miles on the road (infinite without one)."""

    origin: Ints
    destination: Ints
    straight_mi: Floats
    distance_mi: Floats

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> Self:
        """Some of the rows."""
        return type(self)(*(column[rows] for column in self._columns))

    def concat(self, *others: Self) -> Self:
        """These rows, then those of others."""
        columns = zip(self._columns, *(other._columns for other in others), strict=True)
        return type(self)(*(np.concatenate(parts) for parts in columns))

    def contains(self, origin: Ints, destination: Ints) -> npt.NDArray[np.bool_]:
        """Which pairs are among these rows, whatever their miles."""
        width = 1 + max(int(self.destination.max(initial=0)), int(destination.max(initial=0)))
        return np.isin(origin * width + destination, self.origin * width + self.destination)

    def in_order(self) -> Self:
        """By origin, then miles, or where there is no road the straight line, then destination."""
        without_road = np.where(np.isfinite(self.distance_mi), 0.0, self.straight_mi)
        return self.take(np.lexsort((self.destination, without_road, self.distance_mi, self.origin)))

    @property
    def place(self) -> Ints:
        """The place of each row among those of its origin, from 0, when they are in order."""
        return np.arange(len(self.origin)) - np.searchsorted(self.origin, self.origin)

    @property
    def _columns(self) -> tuple[Any, ...]:
        return tuple(getattr(self, f.name) for f in fields(self))

    def matrix(
        self, minutes: Floats, band: tuple[Floats, Floats], origins: int, destinations: int, method: Method
    ) -> TravelMatrix:
        """These rows (which are in order) with minutes from door to door and their band, low and high, as a matrix."""
        return TravelMatrix(
            origin=self.origin,
            destination=self.destination,
            straight_mi=self.straight_mi,
            distance_mi=self.distance_mi,
            travel_min=minutes,
            travel_min_low=band[0],
            travel_min_high=band[1],
            origins=origins,
            destinations=destinations,
            method=method,
        )


def no_trips() -> Trips:
    """No pair at all."""
    return Trips(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0))


def rows_without_destination(origins: int) -> Trips:
    """What is measured where there is no destination at all: a row for every origin."""
    never = np.full(origins, np.inf)
    return Trips(np.arange(origins), np.full(origins, NO_DESTINATION), never, never)


class TravelModel(Protocol):
    """A way of measuring travel. One list of results uses one model."""

    @property
    def method(self) -> Method: ...

    @property
    def interactive(self) -> bool:
        """Whether tens of thousands of places can be asked about while somebody waits for a page."""
        ...

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """Trips of at most `within_mi` miles by this model, and pairs without a road no farther apart in a straight line.

        `within_mi` is one limit for all, or one for each origin, shape (origins,). An origin with fewer than `at_least` of the
        former gets its `at_least` nearest destinations instead, however far (one, if `at_least` is less): those without a road
        last, by the straight line.
        """
        ...

    def circle_mi(self, within_mi: float) -> float | None:
        """The straight line, in miles, that trips of `within_mi` miles reach to; None if that differs from way to way."""
        ...

    def farthest_mi(self, within_min: float) -> float:
        """Miles that no trip of `within_min` minutes exceeds, wherever it runs."""
        ...


def nearest(model: TravelModel, origins: TravelEnds, destinations: TravelEnds, k: int) -> TravelMatrix:
    """The k nearest destinations of each origin, and any more at the very same place."""
    return model.matrix(origins, destinations, 0.0, at_least=k)
