"""Trips from one point each to one other point each, by any travel model.

A model measures many origins to many destinations within a limit. So pairs are measured together with their neighbors of about
the same length, within a limit that nearly all roads keep; the few that are longer get a wider limit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet, geodesic_mi
from finder.text import Text
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel

# Pairs that are measured in one matrix, which holds the square of so many trips at most.
MOST_TOGETHER = 128
# Limits of the three steps, as (factor of the straight line, miles more). No road of the country is as long as the last.
_STEPS = (((1.8, 10.0), (1.3, 40.0)), ((4.0, 150.0),), ((0.0, 20_000.0),))
# Pairs of about the same length are measured together: these are the bounds, in miles.
_LENGTHS_MI = (15.0, 40.0, 100.0, 300.0, 1_000.0)
_CELL_DEG = 3.0


@dataclass(frozen=True, eq=False)
class PairTrips:
    """One trip for each pair, in the order of the pairs; infinite where no road leads.

    Minutes are from door to door, as in TravelMatrix. Shape (pairs,). `methods` are the ids of the ways of measuring, and
    `notices` what was said of them.
    """

    straight_mi: Floats
    distance_mi: Floats
    travel_min: Floats
    travel_min_low: Floats
    travel_min_high: Floats
    methods: list[str]
    notices: tuple[Text, ...] = ()


_COLUMNS = ("straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high")


def measure_pairs(model: TravelModel, origins: TravelEnds, destinations: TravelEnds) -> PairTrips:
    """Measure the trip from each origin to the destination of the same row."""
    here, there = origins.points, destinations.points
    straight = geodesic_mi(here.lat_deg, here.lon_deg, there.lat_deg, there.lon_deg)
    columns: dict[str, Any] = {column: np.full(len(origins), np.nan) for column in _COLUMNS}
    trips = PairTrips(**columns, methods=[""] * len(origins))
    notices = dict[Text, None]()
    todo = np.arange(len(origins))
    for step in _STEPS:
        limit = np.min([factor * straight + more for factor, more in step], axis=0)
        for rows in _together(here, straight, todo, is_one_by_one=not model.interactive):
            matrix = _fill(trips, rows, model, origins.take(rows), destinations.take(rows), limit[rows])
            if matrix.notice:
                notices[matrix.notice] = None
        todo = todo[np.isnan(trips.distance_mi[todo])]
    return replace(trips, straight_mi=straight, notices=tuple(notices))


def _together(origins: PointSet, straight_mi: Floats, rows: Ints, is_one_by_one: bool) -> Iterator[Ints]:
    """Rows to measure in one matrix: neighbors of about the same length; those of one origin, if that is asked for."""
    lat, lon = origins.lat_deg[rows], origins.lon_deg[rows]
    length = np.searchsorted(_LENGTHS_MI, straight_mi[rows])
    keys = (lat, lon) if is_one_by_one else (length, np.floor(lat / _CELL_DEG), np.floor(lon / _CELL_DEG))
    order = np.lexsort((lon, lat, *reversed(keys)))
    change = np.any([np.diff(key[order]) != 0 for key in keys[: 2 if is_one_by_one else 1]], axis=0)
    for group in np.split(rows[order], np.flatnonzero(change) + 1):
        yield from (group[first : first + MOST_TOGETHER] for first in range(0, len(group), MOST_TOGETHER))


def _fill(
    trips: PairTrips, rows: Ints, model: TravelModel, origins: TravelEnds, destinations: TravelEnds, limit_mi: Floats
) -> TravelMatrix:
    """Write the trips of some rows, as far as they are within their limits; return the matrix that they are from."""
    (first, i), (last, j) = _once(origins), _once(destinations)
    limit = np.zeros(len(first))
    np.maximum.at(limit, i, limit_mi)
    matrix = model.matrix(origins.take(first), destinations.take(last), limit)
    pair, wanted = matrix.origin * len(last) + matrix.destination, i * len(last) + j
    order = np.argsort(pair)
    at = order[np.minimum(np.searchsorted(pair[order], wanted), len(order) - 1)]
    found = np.flatnonzero(pair[at] == wanted)
    for column in _COLUMNS:
        getattr(trips, column)[rows[found]] = getattr(matrix, column)[at[found]]
    for row in rows[found].tolist():
        trips.methods[row] = matrix.method.id
    return matrix


def _once(ends: TravelEnds) -> tuple[Ints, Ints]:
    """The rows of different points, and which of these each end is."""
    spots = np.column_stack([ends.points.lat_deg, ends.points.lon_deg])
    _, first, which = np.unique(spots, axis=0, return_index=True, return_inverse=True)
    return first, which.ravel()
