"""Travel by a routing engine that the operator runs, OSRM or Valhalla: the `osrm` and `valhalla` travel models.

Miles are those of the engine's quickest route, and the way from each point to the road it was put on. Minutes are the
engine's, which knows no traffic, and the same DOOR_MIN from door to door as in the other models.

An engine is not asked for every pair. No road is shorter than the straight line, so those within the limit on the straight
line hold all within it by road; and once k places are measured, only places nearer than the k-th in a straight line can
beat it. When the engine fails for any part of a list, the *whole* list comes from the fallback, with a notice: one list,
one way of measuring.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import CHORD_ERROR_MI, Pairs, PointSet
from finder.errors import QueryError, ServiceError
from finder.text import Text, text
from finder.travel.engines.clients import HIGH, LOW, SNAP_LIMIT_MI, Osrm, RoutingEngine, Valhalla
from finder.travel.engines.http import nonsense
from finder.travel.model import Method, MileLimit, TravelEnds, TravelMatrix, TravelModel, Trips, rows_without_destination
from finder.travel.straight_line import DOOR_MIN

__all__ = ["EngineTravel", "Osrm", "RoutingEngine", "Valhalla", "engine_travel"]

# No road of the country allows more than 85 miles an hour: an engine that is faster has a fault in its map.
FASTEST_MPH = 90.0
# Engines measure on a sphere, off the ellipsoid by 0.6 % at most.
SPHERE = 0.99

# Origins in one cell of half a degree (at most 50 miles across) are asked for together, as long as no trip is longer than
# TOGETHER_MI: the other pairs of such a table stay below Valhalla's limit of 248 miles.
CELL_DEG, TOGETHER_MI = 0.5, 150.0
# Asked for at once beyond the number wanted, since the nearest may lie across water: it often saves a second round.
SPARE = 8

DEFAULT_URL = {"osrm": "http://127.0.0.1:5000", "valhalla": "http://127.0.0.1:8002"}
DEFAULT_LIMIT = {"osrm": 100, "valhalla": 2500}


@dataclass(frozen=True, eq=False)
class EngineTravel:
    """A travel model that asks a routing engine, and the fallback if that fails."""

    engine: RoutingEngine
    fallback: TravelModel
    interactive = False

    @property
    def method(self) -> Method:
        """The engine's, while it answers; a matrix says by itself how it was measured."""
        return self.engine.method

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel. A pair without a route counts as near by its straight line; it has infinite miles."""
        try:
            trips = _trips(self.engine, origins.points, destinations.points, within_mi, at_least)
        except ServiceError as error:
            why = error.what
        else:
            return _matrix(trips, len(origins), len(destinations), self.method)
        measured = self.fallback.matrix(origins, destinations, within_mi, at_least)
        return replace(measured, notice=_notice(why, measured.method))

    def circle_mi(self, within_mi: float) -> float | None:  # noqa: ARG002
        """See TravelModel. Roads do not reach equally far in all directions."""
        return None

    def farthest_mi(self, within_min: float) -> float:
        """See TravelModel. The fallback may have to answer, so neither's trips are farther."""
        return max(self.fallback.farthest_mi(within_min), max(0.0, within_min - DOOR_MIN) / 60 * FASTEST_MPH)


def _notice(why: Text, method: Method) -> Text:
    return text("%(why)s All miles and minutes were measured in another way instead: %(method)s.", why=why, method=method.label)


@dataclass(frozen=True, eq=False)
class _Trips(Trips):
    """Pairs as an engine measured them, with its minutes from door to door."""

    travel_min: Floats


def _matrix(trips: _Trips, origins: int, destinations: int, method: Method) -> TravelMatrix:
    rows = trips.in_order()
    driving = rows.travel_min - DOOR_MIN
    band = DOOR_MIN + LOW * driving, DOOR_MIN + HIGH * driving
    return rows.matrix(rows.travel_min, band, origins, destinations, method)


def _trips(engine: RoutingEngine, origins: PointSet, destinations: PointSet, within_mi: MileLimit, at_least: int) -> _Trips:
    """The rows of a matrix, in any order."""
    if not len(destinations):
        never = rows_without_destination(len(origins))
        return _Trips(**vars(never), travel_min=never.distance_mi)
    k = min(max(at_least, 1), len(destinations))
    reach = np.broadcast_to(within_mi, len(origins)).astype(float)
    pairs = destinations.within(origins, float(reach.max(initial=0.0)))
    near = _measured(engine, origins, destinations, pairs.take(pairs.straight_mi <= reach[pairs.origin]))
    inside = near.distance_mi <= reach[near.origin]
    short = np.flatnonzero(np.bincount(near.origin[inside], minlength=len(origins)) < k)
    kept = (inside | np.isinf(near.distance_mi)) & ~np.isin(near.origin, short)
    nearest = _nearest(engine, origins.take(short), destinations, k)
    return near.take(kept).concat(replace(nearest, origin=short[nearest.origin]))


def _nearest(engine: RoutingEngine, origins: PointSet, destinations: PointSet, k: int) -> _Trips:
    """For each origin its k nearest by road; places without a road to them come last, by the straight line."""
    first = _measured(engine, origins, destinations, destinations.nearest(origins, k + SPARE)).in_order()
    kth_mi = first.distance_mi[first.place == k - 1]
    more = _not_in(first, _at_most(kth_mi, origins, destinations))
    found = first.concat(_measured(engine, origins, destinations, more)).in_order()
    return found.take(found.place < k)


def _at_most(reach_mi: Floats, origins: PointSet, destinations: PointSet) -> Pairs:
    """The pairs whose straight line is at most each origin's own reach, which may be infinite."""
    bound, free = np.flatnonzero(np.isfinite(reach_mi)), np.flatnonzero(np.isinf(reach_mi))
    near = destinations.within(origins.take(bound), float(reach_mi[bound].max(initial=0)))
    every = destinations.nearest(origins.take(free), len(destinations))
    i = np.concatenate([bound[near.origin], free[every.origin]])
    j = np.concatenate([near.destination, every.destination])
    straight = np.concatenate([near.straight_mi, every.straight_mi])
    return Pairs(i, j, straight).take(straight <= reach_mi[i] + CHORD_ERROR_MI)


def _not_in(known: _Trips, pairs: Pairs) -> Pairs:
    return pairs.take(~known.contains(pairs.origin, pairs.destination))


def _measured(engine: RoutingEngine, origins: PointSet, destinations: PointSet, pairs: Pairs) -> _Trips:
    """Asks the engine for these pairs, many at once where their origins are neighbors.

    Points are asked for in order of their position: Valhalla's miles depend a little on what else is in a table, and this
    way at least not on the order of the rows.
    """
    miles, minutes = np.full((2, len(pairs.origin)), np.inf)
    (source, source_rank), (target, target_rank) = _by_position(origins), _by_position(destinations)
    for rows in _together(origins, pairs):
        sources, i = np.unique(source_rank[pairs.origin[rows]], return_inverse=True)
        targets, j = np.unique(target_rank[pairs.destination[rows]], return_inverse=True)
        table = engine.table(origins.take(source[sources]), destinations.take(target[targets]))
        miles[rows], minutes[rows] = table[0][i, j], table[1][i, j]
    return _door_to_door(pairs, miles, minutes)


def _by_position(points: PointSet) -> tuple[Ints, Ints]:
    """Row numbers from south to north, and the place of each row in that order."""
    order = np.lexsort((points.lon_deg, points.lat_deg))
    return order, np.argsort(order)


def _together(origins: PointSet, pairs: Pairs) -> list[Ints]:
    """Rows of pairs to ask for at once: those of each cell; those of each origin, in cells with a long trip."""
    if not len(pairs.origin):
        return []
    corner = np.floor(np.column_stack([origins.lat_deg, origins.lon_deg]) / CELL_DEG)
    cell = np.unique(corner, axis=0, return_inverse=True)[1].ravel()[pairs.origin]
    alone = np.isin(cell, cell[pairs.straight_mi > TOGETHER_MI])
    group = np.where(alone, cell.max() + 1 + pairs.origin, cell)
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1)


def _door_to_door(pairs: Pairs, miles: Floats, minutes: Floats) -> _Trips:
    """Trips as the engine drove them, never shorter than the straight line nor faster than FASTEST_MPH, with the doors.

    A trip far shorter than its straight line, each end on a road at most SNAP_LIMIT_MI away, is another engine's, or in
    another unit: no answer. Between two ends at the same point there is nothing to drive.
    """
    straight = pairs.straight_mi
    if (miles < SPHERE * straight - 2 * SNAP_LIMIT_MI).any():
        raise nonsense()
    here = straight == 0
    miles = np.where(here, 0.0, np.maximum(miles, straight))
    minutes = np.maximum(np.where(here, 0.0, minutes), 60 * miles / FASTEST_MPH)
    return _Trips(pairs.origin, pairs.destination, straight, miles, DOOR_MIN + minutes)


def engine_travel(name: str, fallback: TravelModel, url: str | None = None, table_limit: str | None = None) -> TravelModel:
    """The `osrm` or `valhalla` model, at the address of a server (FINDER_OSRM_URL or FINDER_VALHALLA_URL; loopback if None).

    `table_limit` (FINDER_ENGINE_TABLE_LIMIT) is what the server takes at once: OSRM's --max-table-size, Valhalla's
    max_matrix_location_pairs. Raises QueryError for an address or a limit that makes no sense.
    """
    if name not in DEFAULT_URL:
        raise QueryError(text("%(name)s is not a routing engine.", name=repr(name)), text("Use osrm or valhalla."))
    variable = f"FINDER_{name.upper()}_URL"
    address = _checked_url(variable, url or DEFAULT_URL[name])
    limit = _checked_limit(table_limit or str(DEFAULT_LIMIT[name]))
    return EngineTravel(Osrm(address, limit) if name == "osrm" else Valhalla(address, limit), fallback)


def _checked_url(variable: str, url: str) -> str:
    """An address to put paths behind. The error does not repeat it: it may hold a password."""
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
    """From 2, since a pair has two ends, to as many as any server may take."""
    if not (limit.isascii() and limit.isdigit() and len(limit) < 7 and int(limit) >= 2):
        raise QueryError(
            text("FINDER_ENGINE_TABLE_LIMIT is not a number of points."), text("Set it from 2 to 999999, or leave it out.")
        )
    return int(limit)
