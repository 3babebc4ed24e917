"""The travel matrix, and the protocol that every travel model follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet
from finder.text import Text

NO_DESTINATION = -1
# Minutes of any trip for walking to the car, parking, and walking to the door.
DOOR_MIN = 5.0
# The columns of a travel matrix that have one value per trip.
COLUMNS = ("origin", "destination", "straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high")
# A callback that receives the completed share of a long measurement, from 0 to 1.
Progress = Callable[[float], None]
# One limit in miles for all origins, or one for each.
MileLimit = float | Floats


def driving(travel_min: Floats) -> Floats:
    """Return the minutes of driving of trips, from their minutes from door to door; none is below 0."""
    minutes: Floats = np.maximum(travel_min - DOOR_MIN, 0.0)
    return minutes


def no_progress(_share: float) -> None:
    """Discard progress reports."""


@dataclass(frozen=True, slots=True)
class Method:
    """How travel was measured, in the words that appear on every page and in every file.

    `distance_margin` is the half-width of the range around the miles that contains about eight in ten trips, as a share of
    the miles.
    """

    id: str
    label: Text
    error_note: Text
    distance_margin: float


@dataclass(frozen=True, eq=False)
class TravelEnds:
    """The points at which trips start or end, each with the type of its county (a row of COUNTY_TYPES)."""

    points: PointSet
    type_index: Ints

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: Ints) -> "TravelEnds":
        """Return the ends in these rows."""
        return TravelEnds(self.points.take(rows), self.type_index[rows])


@dataclass(frozen=True, eq=False)
class TravelMatrix:
    """A long, sparse table of trips, one per row, sorted by origin, then miles, then destination.

    Every origin has at least one row. An unreachable destination has infinite miles and minutes, and keeps its straight
    line. If there are no destinations, `destination` is NO_DESTINATION. Miles are statute miles one way. Minutes are one
    way, from door to door, and low and high are the ends of their range; those of driving alone, which every limit of a
    planner's question is about, are `driving_min`. `notice` is set if another model measured the trips.
    `distance_mi_low` and `distance_mi_high` are the ends of the miles where an end of a trip is not known exactly; None in a
    matrix of points.
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
    distance_mi_low: Floats | None = None
    distance_mi_high: Floats | None = None

    @cached_property
    def first_row(self) -> Ints:
        """The first row of each origin, which has its nearest destination. Shape (origins,)."""
        return np.searchsorted(self.origin, np.arange(self.origins)).astype(np.intp)

    @cached_property
    def driving_min(self) -> Floats:
        """Minutes of driving: all but those at the doors. Shape (trips,)."""
        return driving(self.travel_min)

    @cached_property
    def driving_range(self) -> tuple[Floats, Floats]:
        """The low and high ends of the minutes of driving. Shape (trips,) each."""
        return driving(self.travel_min_low), driving(self.travel_min_high)

    @property
    def low(self) -> Self:
        """The same trips, each at the low end of its ranges of miles and minutes."""
        return replace(self, distance_mi=self.distance_mi * (1 - self.method.distance_margin), travel_min=self.travel_min_low)

    @property
    def high(self) -> Self:
        """The same trips, each at the high end of its ranges of miles and minutes."""
        return replace(self, distance_mi=self.distance_mi * (1 + self.method.distance_margin), travel_min=self.travel_min_high)

    def take(self, rows: npt.NDArray[np.bool_]) -> Self:
        """Return the trips where `rows` is True, which must include at least one of every origin."""
        known = (c for c in (*COLUMNS, "distance_mi_low", "distance_mi_high") if getattr(self, c) is not None)
        return replace(self, **{c: getattr(self, c)[rows] for c in known})

    @property
    def by_road(self) -> Self:
        """The trips that a road leads to, which may be none."""
        return self.take(np.isfinite(self.distance_mi))

    def joined(self, other: Self) -> Self:
        """Return these trips, and those of another matrix to other destinations: by the same method, between points."""
        new = other.take(~np.isin(other.destination, self.destination))
        columns: dict[str, Any] = {name: np.concatenate([getattr(self, name), getattr(new, name)]) for name in COLUMNS}
        straight_mi = np.where(np.isfinite(columns["distance_mi"]), 0.0, columns["straight_mi"])
        order = np.lexsort((columns["destination"], straight_mi, columns["distance_mi"], columns["origin"]))
        return replace(self, **{name: columns[name][order] for name in COLUMNS})


@dataclass(frozen=True, eq=False)
class Trips:
    """Measured pairs: the rows of both ends, the straight line, and the miles by road (infinite if unreachable)."""

    origin: Ints
    destination: Ints
    straight_mi: Floats
    distance_mi: Floats

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> Self:
        """Return the trips in these rows."""
        return type(self)(*(column[rows] for column in self._columns))

    def concat(self, *others: Self) -> Self:
        """Return these trips followed by those of `others`."""
        columns = zip(self._columns, *(other._columns for other in others), strict=True)
        return type(self)(*(np.concatenate(parts) for parts in columns))

    def contains(self, origin: Ints, destination: Ints) -> npt.NDArray[np.bool_]:
        """Return which pairs are among these trips, whatever their miles. Shape (pairs,)."""
        width = 1 + max(int(self.destination.max(initial=0)), int(destination.max(initial=0)))
        return np.isin(origin * width + destination, self.origin * width + self.destination)

    def sorted_by_origin(self) -> Self:
        """Return the trips sorted by origin, then miles, then (if unreachable) the straight line, then destination."""
        unreachable_mi = np.where(np.isfinite(self.distance_mi), 0.0, self.straight_mi)
        return self.take(np.lexsort((self.destination, unreachable_mi, self.distance_mi, self.origin)))

    @property
    def rank(self) -> Ints:
        """The 0-based rank of each trip among those of its origin. The trips must be sorted."""
        return np.arange(len(self.origin)) - np.searchsorted(self.origin, self.origin)

    @property
    def _columns(self) -> tuple[Any, ...]:
        # In the order of the fields, also of those that a subclass adds, and without looking these up.
        return tuple(vars(self).values())

    def matrix(
        self, minutes: Floats, minutes_range: tuple[Floats, Floats], origins: int, destinations: int, method: Method
    ) -> TravelMatrix:
        """Return these sorted trips as a matrix, with their door-to-door minutes and the low and high ends of their range."""
        return TravelMatrix(
            origin=self.origin,
            destination=self.destination,
            straight_mi=self.straight_mi,
            distance_mi=self.distance_mi,
            travel_min=minutes,
            travel_min_low=minutes_range[0],
            travel_min_high=minutes_range[1],
            origins=origins,
            destinations=destinations,
            method=method,
        )


def no_trips() -> Trips:
    """Return an empty set of trips."""
    return Trips(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0))


def placeholder_trips(origins: int) -> Trips:
    """Return one row per origin with NO_DESTINATION and infinite miles, for when there are no destinations."""
    infinite = np.full(origins, np.inf)
    return Trips(np.arange(origins), np.full(origins, NO_DESTINATION), infinite, infinite)


class TravelModel(Protocol):
    """A way of measuring travel. All results in one list use the same model."""

    @property
    def method(self) -> Method: ...

    @property
    def interactive(self) -> bool:
        """Whether the model can measure tens of thousands of origins while someone waits for a page."""
        ...

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """Return the trips of at most `within_mi` miles, and the unreachable pairs within that straight-line distance.

        `within_mi` is one limit for all origins, or one for each. Shape (origins,). An origin with fewer than `at_least`
        reachable destinations within its limit gets its `at_least` nearest destinations instead, at any distance (one, if
        `at_least` is less). Unreachable destinations come last, sorted by the straight line.
        """
        ...

    def straight_radius_mi(self, within_mi: float) -> float | None:
        """Return the straight-line radius of trips of `within_mi` miles; None if it depends on the route."""
        ...

    def max_distance_mi(self, within_min: float, at_low: bool = False) -> float:
        """Return an upper bound on the miles of any trip of `within_min` minutes, or of as many at the low end of its range."""
        ...

    def trips_of(self, straight_mi: Floats, county_type: int) -> TravelMatrix:
        """Return typical trips between points in counties of one type, of which nothing but the straight line is known.

        From one origin, to a destination for each of `straight_mi`, which increase. `county_type` is a row of COUNTY_TYPES.
        """
        ...


def driving_reach_mi(model: TravelModel, within_min: float, at_low: bool = False) -> float:
    """Return an upper bound on the miles of any trip of `within_min` minutes of driving, or of as many at its low end."""
    return model.max_distance_mi(within_min + DOOR_MIN, at_low)


def nearest(model: TravelModel, origins: TravelEnds, destinations: TravelEnds, k: int) -> TravelMatrix:
    """Return the k nearest destinations of each origin, and any others at exactly the same point as the origin."""
    return model.matrix(origins, destinations, 0.0, at_least=k)
