"""The `osrm` and `valhalla` travel models: travel by a routing engine that the operator runs.

Miles are those of the engine's quickest route, plus the access leg from each point to the road it is snapped to. Minutes are
the engine's, which include no traffic, plus the same DOOR_MIN as in the other models.

An engine is not asked for every pair. No road is shorter than the straight line, so the pairs within the limit by straight
line include all pairs within it by road. And once k destinations are measured, only destinations nearer than the k-th in a
straight line can replace it. If the engine fails for any part of a list, the fallback measures the *whole* list, with a
notice, because two methods are never mixed in one list.
"""

import time
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import CHORD_ERROR_MI, Pairs, PointSet
from finder.errors import QueryError, ServiceError
from finder.text import Text, text
from finder.travel.engines.clients import HIGH_FACTOR, LOW_FACTOR, SNAP_LIMIT_MI, Osrm, RoutingEngine, Valhalla
from finder.travel.engines.http import invalid_answer
from finder.travel.model import DOOR_MIN, Method, MileLimit, TravelEnds, TravelMatrix, TravelModel, Trips, placeholder_trips

__all__ = ["EngineTravel", "Osrm", "RoutingEngine", "Valhalla", "engine_travel"]

# No road in the United States allows more than 85 miles per hour. A faster engine has an error in its map.
MAX_MPH = 90.0
# Engines measure on a sphere, which differs from the ellipsoid by at most 0.6%.
SPHERE_FACTOR = 0.99

# Origins in one cell of half a degree (at most 50 miles across) share a table if no trip is longer than MAX_BATCH_MI, so that
# the other pairs of the table stay below Valhalla's limit of 248 miles.
CELL_DEG, MAX_BATCH_MI = 0.5, 150.0
# Destinations that are requested in addition to the k nearest, some of which may be across water. This often avoids a second
# request.
EXTRA_CANDIDATES = 8

# How long a whole matrix may take: one of a patient, who waits for the page, and one of a planner.
PATIENT_S, PLANNER_S = 6.0, 900.0
# Patients ask from their place, and from landings of ferries.
MOST_ORIGINS_OF_A_PATIENT = 64

DEFAULT_URL = {"osrm": "http://127.0.0.1:5000", "valhalla": "http://127.0.0.1:8002"}
DEFAULT_LIMIT = {"osrm": 100, "valhalla": 2500}


@dataclass(frozen=True, eq=False)
class EngineTravel:
    """A travel model that uses a routing engine, and its fallback if the engine fails."""

    engine: RoutingEngine
    fallback: TravelModel
    interactive = False

    @property
    def method(self) -> Method:
        """The engine's method. Each matrix has the method that actually measured it."""
        return self.engine.method

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel. A pair without a route is unreachable: it has infinite miles and its straight line."""
        try:
            until = time.monotonic() + (PATIENT_S if len(origins) <= MOST_ORIGINS_OF_A_PATIENT else PLANNER_S)
            trips = _trips(_Asked(self.engine, until), origins.points, destinations.points, within_mi, at_least)
        except ServiceError as error:
            why = error.what
        else:
            return _matrix(trips, len(origins), len(destinations), self.method)
        measured = self.fallback.matrix(origins, destinations, within_mi, at_least)
        return replace(measured, notice=_notice(why, measured.method))

    def trips_of(self, straight_mi: Floats, county_type: int) -> TravelMatrix:
        """See TravelModel. An engine cannot be asked for trips between points that are not known."""
        return self.fallback.trips_of(straight_mi, county_type)

    def straight_radius_mi(self, within_mi: float) -> float | None:  # noqa: ARG002
        """See TravelModel. Roads do not lead equally far in all directions."""
        return None

    def max_distance_mi(self, within_min: float, at_low: bool = False) -> float:
        """See TravelModel. The bound holds for the engine and for the fallback, because either may measure the trips."""
        driving_min = max(0.0, within_min - DOOR_MIN) / (LOW_FACTOR if at_low else 1.0)
        return max(self.fallback.max_distance_mi(within_min, at_low), driving_min / 60 * MAX_MPH)


@dataclass(frozen=True, eq=False)
class _Asked:
    """An engine that is asked for one matrix, until a time of `time.monotonic`."""

    engine: RoutingEngine
    until: float

    def table(self, sources: PointSet, targets: PointSet) -> tuple[Floats, Floats]:
        """See RoutingEngine."""
        return self.engine.table(sources, targets, until=self.until)


def _notice(why: Text, method: Method) -> Text:
    return text("%(why)s All miles and minutes come from another method instead: %(method)s.", why=why, method=method.label)


@dataclass(frozen=True, eq=False)
class _Trips(Trips):
    """Pairs as an engine measured them, with minutes from door to door."""

    travel_min: Floats


def _matrix(trips: _Trips, origins: int, destinations: int, method: Method) -> TravelMatrix:
    rows = trips.sorted_by_origin()
    driving = rows.travel_min - DOOR_MIN
    minutes_range = DOOR_MIN + LOW_FACTOR * driving, DOOR_MIN + HIGH_FACTOR * driving
    return rows.matrix(rows.travel_min, minutes_range, origins, destinations, method)


def _trips(engine: _Asked, origins: PointSet, destinations: PointSet, within_mi: MileLimit, at_least: int) -> _Trips:
    """Return the rows of a matrix, unsorted."""
    if not len(destinations):
        placeholders = placeholder_trips(len(origins))
        return _Trips(**vars(placeholders), travel_min=placeholders.distance_mi)
    k = min(max(at_least, 1), len(destinations))
    limit_mi = np.broadcast_to(within_mi, len(origins)).astype(float)
    pairs = destinations.within(origins, float(limit_mi.max(initial=0.0)))
    near = _measure(engine, origins, destinations, pairs.take(pairs.straight_mi <= limit_mi[pairs.origin]))
    within = near.distance_mi <= limit_mi[near.origin]
    short = np.flatnonzero(np.bincount(near.origin[within], minlength=len(origins)) < k)
    kept = (within | np.isinf(near.distance_mi)) & ~np.isin(near.origin, short)
    nearest = _nearest(engine, origins.take(short), destinations, k)
    return near.take(kept).concat(replace(nearest, origin=short[nearest.origin]))


def _nearest(engine: _Asked, origins: PointSet, destinations: PointSet, k: int) -> _Trips:
    """Return the k nearest destinations of each origin by road. Unreachable ones come last, sorted by the straight line."""
    first = _measure(engine, origins, destinations, destinations.nearest(origins, k + EXTRA_CANDIDATES)).sorted_by_origin()
    kth_mi = first.distance_mi[first.rank == k - 1]
    more = _without(first, _within_radius(kth_mi, origins, destinations))
    trips = first.concat(_measure(engine, origins, destinations, more)).sorted_by_origin()
    return trips.take(trips.rank < k)


def _within_radius(radius_mi: Floats, origins: PointSet, destinations: PointSet) -> Pairs:
    """Return the pairs whose straight line is at most each origin's own radius, which may be infinite."""
    finite, infinite = np.flatnonzero(np.isfinite(radius_mi)), np.flatnonzero(np.isinf(radius_mi))
    near = destinations.within(origins.take(finite), float(radius_mi[finite].max(initial=0)))
    every = destinations.nearest(origins.take(infinite), len(destinations))
    i = np.concatenate([finite[near.origin], infinite[every.origin]])
    j = np.concatenate([near.destination, every.destination])
    straight = np.concatenate([near.straight_mi, every.straight_mi])
    return Pairs(i, j, straight).take(straight <= radius_mi[i] + CHORD_ERROR_MI)


def _without(known: _Trips, pairs: Pairs) -> Pairs:
    return pairs.take(~known.contains(pairs.origin, pairs.destination))


def _measure(engine: _Asked, origins: PointSet, destinations: PointSet, pairs: Pairs) -> _Trips:
    """Measure these pairs with the engine, in one table for neighboring origins.

    Points are sent in order of their position. Valhalla's miles depend slightly on what else is in a table, but in this way
    they do not depend on the order of the rows.
    """
    miles, minutes = np.full((2, len(pairs.origin)), np.inf)
    (source, source_rank), (target, target_rank) = _by_position(origins), _by_position(destinations)
    for rows in _batches(origins, pairs):
        sources, i = np.unique(source_rank[pairs.origin[rows]], return_inverse=True)
        targets, j = np.unique(target_rank[pairs.destination[rows]], return_inverse=True)
        table = engine.table(origins.take(source[sources]), destinations.take(target[targets]))
        miles[rows], minutes[rows] = table[0][i, j], table[1][i, j]
    return _door_to_door(pairs, miles, minutes)


def _by_position(points: PointSet) -> tuple[Ints, Ints]:
    """Return the rows from south to north, and the position of each row in that order."""
    order = np.lexsort((points.lon_deg, points.lat_deg))
    return order, np.argsort(order)


def _batches(origins: PointSet, pairs: Pairs) -> list[Ints]:
    """Return rows of pairs to measure in one table: those of a cell, or those of an origin in cells with a long trip."""
    if not len(pairs.origin):
        return []
    corner = np.floor(np.column_stack([origins.lat_deg, origins.lon_deg]) / CELL_DEG)
    cell = np.unique(corner, axis=0, return_inverse=True)[1].ravel()[pairs.origin]
    has_long_trip = np.isin(cell, cell[pairs.straight_mi > MAX_BATCH_MI])
    group = np.where(has_long_trip, cell.max() + 1 + pairs.origin, cell)
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _door_to_door(pairs: Pairs, miles: Floats, minutes: Floats) -> _Trips:
    """Return the engine's trips plus DOOR_MIN, no shorter than the straight line and no faster than MAX_MPH.

    A trip much shorter than its straight line, although each end is snapped at most SNAP_LIMIT_MI away, must come from
    another kind of engine or be in another unit, and raises ServiceError. Between two ends at the same point there is
    nothing to drive.
    """
    straight = pairs.straight_mi
    if (miles < SPHERE_FACTOR * straight - 2 * SNAP_LIMIT_MI).any():
        raise invalid_answer()
    same_point = straight == 0
    miles = np.where(same_point, 0.0, np.maximum(miles, straight))
    minutes = np.maximum(np.where(same_point, 0.0, minutes), 60 * miles / MAX_MPH)
    return _Trips(pairs.origin, pairs.destination, straight, miles, DOOR_MIN + minutes)


def engine_travel(name: str, fallback: TravelModel, url: str | None = None, table_limit: str | None = None) -> TravelModel:
    """Return the `osrm` or `valhalla` model for the server at `url` (FINDER_OSRM_URL or FINDER_VALHALLA_URL).

    The default is a server on loopback. `table_limit` (FINDER_ENGINE_TABLE_LIMIT) is what the server accepts in one request:
    OSRM's --max-table-size or Valhalla's max_matrix_location_pairs. Raises QueryError for an invalid address or limit.
    """
    if name not in DEFAULT_URL:
        raise QueryError(text("%(name)s is not a routing engine.", name=repr(name)), text("Use osrm or valhalla."))
    variable = f"FINDER_{name.upper()}_URL"
    address = _checked_url(variable, url or DEFAULT_URL[name])
    limit = _checked_limit(table_limit or str(DEFAULT_LIMIT[name]))
    return EngineTravel(Osrm(address, limit) if name == "osrm" else Valhalla(address, limit), fallback)


def _checked_url(variable: str, url: str) -> str:
    """Return an address that paths can be appended to. The error does not repeat the address, which may contain a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isascii() or not url.isprintable() or set(url) & set(" ?#@\\"):
        raise QueryError(
            text("%(variable)s is not the address of a routing engine.", variable=variable),
            text("Write it like http://127.0.0.1:5000, or leave it out."),
        )
    return url.rstrip("/")


def _checked_limit(limit: str) -> int:
    """Return the limit as a number: at least 2, since a pair has two ends, and at most 999999."""
    if not (limit.isascii() and limit.isdigit() and len(limit) < 7 and int(limit) >= 2):
        raise QueryError(
            text("FINDER_ENGINE_TABLE_LIMIT is not a number of points."), text("Set it from 2 to 999999, or leave it out.")
        )
    return int(limit)
