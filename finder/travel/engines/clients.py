"""Clients of two routing engines that an operator runs: OSRM (`/table`) and Valhalla (`/sources_to_targets`, `/isochrone`).

An engine is asked for the points of patients and of places, and for nothing else. Valhalla gets them in the body of a POST.
OSRM gets them in the address of a GET, the only way that all its versions know (26 takes POST too, but logs the body as
well): run it on loopback or a private network, without its access log (`DISABLE_ACCESS_LOGGING=1`, `--verbosity WARNING`).

What engines answer is checked before it is used: a page of HTML, a table of another shape, or a number that cannot be is a
ServiceError, as silence is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from finder.domain.arrays import Floats
from finder.domain.geo import METERS_PER_MILE, PointSet, geodesic_mi
from finder.errors import ServiceError
from finder.text import text
from finder.travel.engines.http import TIMEOUT_S, JsonServer, nonsense, numbers
from finder.travel.model import Method

# An assumption: at night a driver who knows the road beats the engine by a tenth; at its peak a metropolis takes a third more.
LOW, HIGH = 0.9, 1.35
# Farther than this from any road, a point has no road: OSRM would put it on one at any distance, across water too.
SNAP_LIMIT_MI = 5.0
# The way to that road is on no map: as crooked as short roads are, at the pace of a drive or a track.
OFF_ROAD_BEND, OFF_ROAD_MPH = 1.3, 20.0

_TOO_MANY = text("The routing engine refuses so many points at once."), text("Set FINDER_ENGINE_TABLE_LIMIT lower.")
_TOO_LONG = text("The routing engine refuses trips this long."), text("Raise the limits in its configuration.")

Table = tuple[Floats, Floats]
Ask = Callable[[PointSet, PointSet], Table]


class RoutingEngine(Protocol):
    """A routing engine. `table`: miles and minutes of driving, each of shape (sources, targets); inf where no route is."""

    @property
    def method(self) -> Method: ...  # noqa: D102

    def table(self, sources: PointSet, targets: PointSet) -> Table: ...  # noqa: D102


class _NoRoad(ServiceError):
    """The engine refused a whole table because some of its points have no road, or none to the others."""


@dataclass(frozen=True, eq=False)
class Osrm:
    """OSRM, asked for at most `limit` coordinates a time (`osrm-routed --max-table-size`, 100 unless told).

    It puts a point on a road of the main network, unless all points of a table lie next to one small isolated piece: the
    answer for a single pair may then differ from the same pair's in a larger table.
    """

    base_url: str
    limit: int = 100
    timeout_s: float = TIMEOUT_S

    @property
    def method(self) -> Method:
        """OSRM by name."""
        return _method("osrm", "OSRM")

    def table(self, sources: PointSet, targets: PointSet) -> Table:
        """See RoutingEngine. Few sources leave room for more targets, and the reverse."""
        rows = max(self.limit // 2, self.limit - len(targets))
        rows = max(1, min(rows, len(sources)))
        return _in_parts(self._ask, sources, targets, rows, max(1, self.limit - rows))

    @cached_property
    def _server(self) -> JsonServer:
        return JsonServer(self.base_url, self.timeout_s)

    def _ask(self, sources: PointSet, targets: PointSet) -> Table:
        answer = self._server.ask(_osrm_path(sources, targets))
        _check_osrm(answer.get("code"))
        size = len(sources), len(targets)
        miles = numbers(answer.get("distances"), size, math.inf) / METERS_PER_MILE
        minutes = numbers(answer.get("durations"), size, math.inf) / 60
        at_source = _osrm_snap_mi(answer.get("sources"), sources)[:, None]
        at_target = _osrm_snap_mi(answer.get("destinations"), targets)[None, :]
        return _with_way_to_road(miles, minutes, at_source, at_target)


def _osrm_path(sources: PointSet, targets: PointSet) -> str:
    lon, lat = (np.append(getattr(sources, axis), getattr(targets, axis)) for axis in ("lon_deg", "lat_deg"))
    points = ";".join(f"{x:.6f},{y:.6f}" for x, y in zip(lon, lat, strict=True))
    n, m = len(sources), len(targets)
    first, last = (";".join(map(str, rows)) for rows in (range(n), range(n, n + m)))
    return f"/table/v1/driving/{points}?sources={first}&destinations={last}&annotations=duration,distance&generate_hints=false"


def _check_osrm(code: Any) -> None:
    """Raises what OSRM's code means (its HTTP API, "Responses")."""
    if code == "NoSegment":
        raise _NoRoad(*_TOO_LONG)
    if code == "TooBig":
        raise ServiceError(*_TOO_MANY)
    if code != "Ok":
        raise nonsense()


def _osrm_snap_mi(waypoints: Any, points: PointSet) -> Floats:
    """Miles from each point to where the engine put it on a road."""
    found = [w.get("location") if isinstance(w, dict) else None for w in waypoints] if isinstance(waypoints, list) else None
    lon_lat = numbers(found, (len(points), 2))
    return geodesic_mi(points.lat_deg, points.lon_deg, lon_lat[:, 1], lon_lat[:, 0])


@dataclass(frozen=True, eq=False)
class Valhalla:
    """Valhalla by car, asked for at most `limit` pairs a time (`service_limits.auto.max_matrix_location_pairs`, 2500).

    It measures trips of at most 248 straight miles (`max_matrix_distance`); for the whole country raise that. Its search
    stops a little sooner or later by what else is in a table: 3 % of pairs came out longer or shorter in other blocks.
    """

    base_url: str
    limit: int = 2500
    timeout_s: float = TIMEOUT_S

    @property
    def method(self) -> Method:
        """Valhalla by name."""
        return _method("valhalla", "Valhalla")

    def table(self, sources: PointSet, targets: PointSet) -> Table:
        """See RoutingEngine. Square blocks: 2,500 pairs took 0.6 s as 50 x 50, and 14 s as 1 x 2,500."""
        side = math.isqrt(self.limit)
        return _in_parts(self._ask, sources, targets, side, side)

    @cached_property
    def _server(self) -> JsonServer:
        return JsonServer(self.base_url, self.timeout_s)

    def _ask(self, sources: PointSet, targets: PointSet) -> Table:
        body = {"sources": _locations(sources), "targets": _locations(targets), "costing": "auto", "units": "kilometers"}
        answer = self._server.ask("/sources_to_targets", body)
        _check_valhalla(answer)
        cells, size = answer.get("sources_to_targets"), (len(sources), len(targets))
        if answer.get("units") != "kilometers":
            raise nonsense()
        miles = numbers(_each(cells, "distance"), size, math.inf) * 1000 / METERS_PER_MILE
        minutes = numbers(_each(cells, "time"), size, math.inf) / 60
        at_source = _valhalla_snap_mi(cells, "begin", sources.lat_deg[:, None], sources.lon_deg[:, None])
        at_target = _valhalla_snap_mi(cells, "end", targets.lat_deg[None, :], targets.lon_deg[None, :])
        return _with_way_to_road(miles, minutes, at_source, at_target)


def _locations(points: PointSet) -> list[dict[str, float]]:
    """Points for Valhalla, each to be put on a road at most SNAP_LIMIT_MI away."""
    cutoff_m = SNAP_LIMIT_MI * METERS_PER_MILE
    pairs = zip(points.lat_deg.tolist(), points.lon_deg.tolist(), strict=True)
    return [{"lat": round(lat, 6), "lon": round(lon, 6), "search_cutoff": cutoff_m} for lat, lon in pairs]


def _check_valhalla(answer: dict[str, Any]) -> None:
    """Raises what Valhalla's number of an error means (its docs, "Internal error codes and conditions")."""
    code = answer.get("error_code")
    if code in (170, 171, 442):  # in unconnected regions, no edge near, no path
        raise _NoRoad(*_TOO_LONG)
    if code in (151, 154, 155):
        raise ServiceError(*_TOO_LONG)
    if code == 150:
        raise ServiceError(*_TOO_MANY)
    if code is not None or "error" in answer:
        raise nonsense()


def _each(cells: Any, name: str) -> Any:
    """One number of each cell of a table of Valhalla; no table, if it is none."""
    try:
        return [[cell[name] for cell in row] for row in cells]
    except (TypeError, KeyError):
        return None


def _valhalla_snap_mi(cells: Any, end: str, lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Miles from each point to where it was put on a road, for each pair; 0 from versions before 3.5, which do not say."""
    size = len(cells), len(cells[0])
    known = [[cell.get(f"{end}_{axis}") for row in cells for cell in row] for axis in ("lat", "lon")]
    lat, lon = numbers(known, (2, size[0] * size[1]), math.nan).reshape(2, *size)
    miles = geodesic_mi(*np.broadcast_arrays(lat_deg, lon_deg, np.nan_to_num(lat), np.nan_to_num(lon)))
    return np.where(np.isnan(lat) | np.isnan(lon), 0.0, miles)


def _in_parts(ask: Ask, sources: PointSet, targets: PointSet, rows: int, columns: int) -> Table:
    """A table asked for in blocks of at most `rows` x `columns`."""
    miles, minutes = np.full((2, len(sources), len(targets)), np.inf)
    for top in range(0, len(sources), rows):
        for left in range(0, len(targets), columns):
            down, across = slice(top, top + rows), slice(left, left + columns)
            miles[down, across], minutes[down, across] = _halved(ask, sources.take(down), targets.take(across))
    return miles, minutes


def _halved(ask: Ask, sources: PointSet, targets: PointSet) -> Table:
    """A block; when a point without a road spoils it, by halves, until that point stands alone."""
    try:
        return ask(sources, targets)
    except _NoRoad:
        if len(sources) == len(targets) == 1:
            return np.full((1, 1), np.inf), np.full((1, 1), np.inf)
    if len(targets) >= len(sources):
        parts = [_halved(ask, sources, half) for half in _halves(targets)]
    else:
        parts = [_halved(ask, half, targets) for half in _halves(sources)]
    axis = int(len(targets) >= len(sources))
    return np.concatenate([p[0] for p in parts], axis), np.concatenate([p[1] for p in parts], axis)


def _halves(points: PointSet) -> tuple[PointSet, PointSet]:
    middle = len(points) // 2
    return points.take(slice(middle)), points.take(slice(middle, None))


def _with_way_to_road(miles: Floats, minutes: Floats, at_source_mi: Floats, at_target_mi: Floats) -> Table:
    """What the engine drove and the way between each point and its road; a point put too far away has no road."""
    if (miles < 0).any() or (minutes < 0).any() or not np.array_equal(np.isinf(miles), np.isinf(minutes)):
        raise nonsense()
    if not (np.isfinite(at_source_mi).all() and np.isfinite(at_target_mi).all()):
        raise nonsense()
    way = OFF_ROAD_BEND * (at_source_mi + at_target_mi)
    near = np.maximum(at_source_mi, at_target_mi) <= SNAP_LIMIT_MI
    return np.where(near, miles + way, np.inf), np.where(near, minutes + 60 * way / OFF_ROAD_MPH, np.inf)


def _method(name: str, engine: str) -> Method:
    return Method(
        id=name,
        label=text("roads, by the routing engine %(engine)s", engine=engine),
        error_note=text(
            "Miles and minutes are those of the quickest way by car on the engine's map, without traffic: at peak hours in a "
            "large city a trip may take a third longer. Roads that its map lacks, or that are closed today, it does not know."
        ),
        # No finer than is claimed of the bundled roads, which may have to stand in.
        distance_spread=0.10,
        time_spread=1 - LOW,
    )
