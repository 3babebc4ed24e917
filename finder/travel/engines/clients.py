"""Clients for two routing engines that an operator runs: OSRM (`/table`) and Valhalla (`/sources_to_targets`).

Requests contain the points of patients and service points, and nothing else about them. Valhalla receives the points in the
body of a POST. OSRM receives them in the URL of a GET, the only method that all its versions support (version 26 accepts POST
too, but logs the body): run it on loopback or a private network, without its access log (`DISABLE_ACCESS_LOGGING=1`,
`--verbosity WARNING`).

Every answer is checked before it is used. HTML, a table of the wrong shape, or an impossible number raises ServiceError, and
so does no answer at all.
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
from finder.travel.engines.http import TIMEOUT_S, JsonServer, invalid_answer, number_table
from finder.travel.model import Method

# An assumption: at night, a driver who knows the road is a tenth faster than the engine says. At peak hours in a large city, a
# trip takes a third longer.
LOW_FACTOR, HIGH_FACTOR = 0.9, 1.35
# A point farther than this from any road has no route. OSRM would snap it to a road at any distance, even across water.
SNAP_LIMIT_MI = 5.0
# The access leg to that road is on no map. It has the circuity of short roads and the speed of a driveway or a track.
OFF_ROAD_CIRCUITY, OFF_ROAD_MPH = 1.3, 20.0

_TOO_MANY = (
    text("The routing engine does not accept this many points at once."),
    text("Set FINDER_ENGINE_TABLE_LIMIT to a lower number."),
)
_TOO_LONG = text("The routing engine does not accept trips this long."), text("Raise the limits in its configuration.")

Table = tuple[Floats, Floats]
RequestTable = Callable[[PointSet, PointSet, float], Table]


class RoutingEngine(Protocol):
    """A routing engine. `table` returns driving miles and minutes, infinite without a route. Shapes (sources, targets).

    It raises ServiceError if the whole table is not here by `until`, a time of `time.monotonic`.
    """

    @property
    def method(self) -> Method: ...  # noqa: D102

    def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> Table: ...  # noqa: D102


class _NoRoute(ServiceError):
    """Raised when an engine refuses a whole table because some of its points have no route."""


@dataclass(frozen=True, eq=False)
class Osrm:
    """OSRM, with at most `limit` coordinates per request (`osrm-routed --max-table-size`, 100 by default).

    It snaps a point to a road of the main network, unless all points of a table are next to the same small, isolated
    component. A single pair can therefore have other miles than the same pair in a larger table.
    """

    base_url: str
    limit: int = 100
    timeout_s: float = TIMEOUT_S

    @property
    def method(self) -> Method:
        """The method named `osrm`."""
        return _method("osrm", "OSRM")

    def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> Table:
        """See RoutingEngine. Fewer sources in a request allow more targets, and vice versa."""
        rows = max(self.limit // 2, self.limit - len(targets))
        rows = max(1, min(rows, len(sources)))
        return _in_blocks(self._request, sources, targets, (rows, max(1, self.limit - rows)), until)

    @cached_property
    def _server(self) -> JsonServer:
        return JsonServer(self.base_url, self.timeout_s)

    def _request(self, sources: PointSet, targets: PointSet, until: float) -> Table:
        with self._server.table():
            answer = self._server.request(_osrm_path(sources, targets), None, len(sources) * len(targets), until)
            return self._read(answer, sources, targets)

    def _read(self, answer: dict[str, Any], sources: PointSet, targets: PointSet) -> Table:
        _check_osrm(answer.get("code"))
        size = len(sources), len(targets)
        miles = number_table(answer.get("distances"), size, math.inf) / METERS_PER_MILE
        minutes = number_table(answer.get("durations"), size, math.inf) / 60
        at_source = _osrm_snap_mi(answer.get("sources"), sources)[:, None]
        at_target = _osrm_snap_mi(answer.get("destinations"), targets)[None, :]
        return _with_access(miles, minutes, at_source, at_target)


def _osrm_path(sources: PointSet, targets: PointSet) -> str:
    lon, lat = (np.append(getattr(sources, axis), getattr(targets, axis)) for axis in ("lon_deg", "lat_deg"))
    points = ";".join(f"{x:.6f},{y:.6f}" for x, y in zip(lon, lat, strict=True))
    n, m = len(sources), len(targets)
    first, last = (";".join(map(str, rows)) for rows in (range(n), range(n, n + m)))
    return f"/table/v1/driving/{points}?sources={first}&destinations={last}&annotations=duration,distance&generate_hints=false"


def _check_osrm(code: Any) -> None:
    """Raise the error that OSRM's code stands for (OSRM HTTP API, "Responses")."""
    if code == "NoSegment":
        raise _NoRoute(*_TOO_LONG)
    if code == "TooBig":
        raise ServiceError(*_TOO_MANY)
    if code != "Ok":
        raise invalid_answer()


def _osrm_snap_mi(waypoints: Any, points: PointSet) -> Floats:
    """Return the miles from each point to the road that the engine snapped it to. Shape (points,)."""
    snapped = [w.get("location") if isinstance(w, dict) else None for w in waypoints] if isinstance(waypoints, list) else None
    lon_lat = number_table(snapped, (len(points), 2))
    return geodesic_mi(points.lat_deg, points.lon_deg, lon_lat[:, 1], lon_lat[:, 0])


@dataclass(frozen=True, eq=False)
class Valhalla:
    """Valhalla by car, with at most `limit` pairs per request (`service_limits.auto.max_matrix_location_pairs`, 2500).

    It measures trips of at most 248 straight-line miles (`max_matrix_distance`); raise that limit for the whole country. Its
    search depends slightly on what else is in a table: 3% of pairs were longer or shorter in other blocks.
    """

    base_url: str
    limit: int = 2500
    timeout_s: float = TIMEOUT_S

    @property
    def method(self) -> Method:
        """The method named `valhalla`."""
        return _method("valhalla", "Valhalla")

    def table(self, sources: PointSet, targets: PointSet, *, until: float = math.inf) -> Table:
        """See RoutingEngine. Blocks are square, because 2,500 pairs took 0.6 s as 50 x 50 and 14 s as 1 x 2,500."""
        side = math.isqrt(self.limit)
        return _in_blocks(self._request, sources, targets, (side, side), until)

    @cached_property
    def _server(self) -> JsonServer:
        return JsonServer(self.base_url, self.timeout_s)

    def _request(self, sources: PointSet, targets: PointSet, until: float) -> Table:
        body = {"sources": _locations(sources), "targets": _locations(targets), "costing": "auto", "units": "kilometers"}
        with self._server.table():
            answer = self._server.request("/sources_to_targets", body, len(sources) * len(targets), until)
            return self._read(answer, sources, targets)

    def _read(self, answer: dict[str, Any], sources: PointSet, targets: PointSet) -> Table:
        _check_valhalla(answer)
        cells, size = answer.get("sources_to_targets"), (len(sources), len(targets))
        if answer.get("units") != "kilometers":
            raise invalid_answer()
        miles = number_table(_values(cells, "distance"), size, math.inf) * 1000 / METERS_PER_MILE
        minutes = number_table(_values(cells, "time"), size, math.inf) / 60
        at_source = _valhalla_snap_mi(cells, "begin", sources.lat_deg[:, None], sources.lon_deg[:, None])
        at_target = _valhalla_snap_mi(cells, "end", targets.lat_deg[None, :], targets.lon_deg[None, :])
        return _with_access(miles, minutes, at_source, at_target)


def _locations(points: PointSet) -> list[dict[str, float]]:
    """Return points as Valhalla expects them, each to be snapped to a road at most SNAP_LIMIT_MI away."""
    cutoff_m = SNAP_LIMIT_MI * METERS_PER_MILE
    pairs = zip(points.lat_deg.tolist(), points.lon_deg.tolist(), strict=True)
    return [{"lat": round(lat, 6), "lon": round(lon, 6), "search_cutoff": cutoff_m} for lat, lon in pairs]


def _check_valhalla(answer: dict[str, Any]) -> None:
    """Raise the error that Valhalla's error code stands for (Valhalla docs, "Internal error codes and conditions")."""
    code = answer.get("error_code")
    if code in (170, 171, 442):  # Unconnected regions, no edge near a point, no path.
        raise _NoRoute(*_TOO_LONG)
    if code in (151, 154, 155):
        raise ServiceError(*_TOO_LONG)
    if code == 150:
        raise ServiceError(*_TOO_MANY)
    if code is not None or "error" in answer:
        raise invalid_answer()


def _values(cells: Any, name: str) -> Any:
    """Return one value of each cell of a Valhalla table; None if it is not a table."""
    try:
        return [[cell[name] for cell in row] for row in cells]
    except (TypeError, KeyError):
        return None


def _valhalla_snap_mi(cells: Any, end: str, lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Return the miles from each point to the road it was snapped to, for each pair. Shape (sources, targets).

    They are 0 for versions before 3.5, which do not report them.
    """
    size = len(cells), len(cells[0])
    known = [[cell.get(f"{end}_{axis}") for row in cells for cell in row] for axis in ("lat", "lon")]
    lat, lon = number_table(known, (2, size[0] * size[1]), math.nan).reshape(2, *size)
    miles = geodesic_mi(*np.broadcast_arrays(lat_deg, lon_deg, np.nan_to_num(lat), np.nan_to_num(lon)))
    return np.where(np.isnan(lat) | np.isnan(lon), 0.0, miles)


def _in_blocks(request: RequestTable, sources: PointSet, targets: PointSet, most: tuple[int, int], until: float) -> Table:
    """Request a table in blocks of at most `most` rows and columns."""
    miles, minutes = np.full((2, len(sources), len(targets)), np.inf)
    rows, columns = most
    for top in range(0, len(sources), rows):
        for left in range(0, len(targets), columns):
            down, across = slice(top, top + rows), slice(left, left + columns)
            miles[down, across], minutes[down, across] = _bisected(request, sources.take(down), targets.take(across), until)
    return miles, minutes


def _bisected(request: RequestTable, sources: PointSet, targets: PointSet, until: float) -> Table:
    """Request a block. If the engine refuses it because of a point without a road, bisect it until that point is isolated."""
    try:
        return request(sources, targets, until)
    except _NoRoute:
        if len(sources) == len(targets) == 1:
            return np.full((1, 1), np.inf), np.full((1, 1), np.inf)
    if len(targets) >= len(sources):
        parts = [_bisected(request, sources, half, until) for half in _halves(targets)]
    else:
        parts = [_bisected(request, half, targets, until) for half in _halves(sources)]
    axis = int(len(targets) >= len(sources))
    return np.concatenate([p[0] for p in parts], axis), np.concatenate([p[1] for p in parts], axis)


def _halves(points: PointSet) -> tuple[PointSet, PointSet]:
    middle = len(points) // 2
    return points.take(slice(middle)), points.take(slice(middle, None))


def _with_access(miles: Floats, minutes: Floats, at_source_mi: Floats, at_target_mi: Floats) -> Table:
    """Return the engine's miles and minutes plus the access legs at both ends; infinite if a leg is too long.

    Raises ServiceError for numbers that are impossible.
    """
    if (miles < 0).any() or (minutes < 0).any() or not np.array_equal(np.isinf(miles), np.isinf(minutes)):
        raise invalid_answer()
    if not (np.isfinite(at_source_mi).all() and np.isfinite(at_target_mi).all()):
        raise invalid_answer()
    access = OFF_ROAD_CIRCUITY * (at_source_mi + at_target_mi)
    near = np.maximum(at_source_mi, at_target_mi) <= SNAP_LIMIT_MI
    return np.where(near, miles + access, np.inf), np.where(near, minutes + 60 * access / OFF_ROAD_MPH, np.inf)


def _method(name: str, engine: str) -> Method:
    return Method(
        id=name,
        label=text("roads, from the routing engine %(engine)s", engine=engine),
        error_note=text(
            "Miles and minutes are for the quickest route by car on the routing engine's map, without traffic. At peak hours "
            "in a large city, a trip may take a third longer. The engine does not know about roads that are missing from its "
            "map or closed today."
        ),
        # No smaller than that of the bundled roads, which may have to replace the engine.
        distance_margin=0.12,
    )
