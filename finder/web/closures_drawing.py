"""The map of one closure, as shapes that the template draws as inline SVG: it needs no script."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from finder.domain.arrays import Floats
from finder.domain.facility import ServicePoint
from finder.maps.bounds import west
from finder.questions.closures.result import ClosuresResult

WIDTH, MOST_HEIGHT = 720.0, 520.0
# Land around what is drawn, as a share of it, and in degrees at least.
_AROUND, _LEAST_DEG = 0.12, 0.25
# Wider than this, counties would be a blur: the outlines of states are drawn.
_COUNTIES_DEG = 14.0
# Dots closer than a unit of the drawing cannot be told apart.
_DIGITS = 0


@dataclass(frozen=True, slots=True)
class ClosureMap:
    """A drawing of some size: the paths of outlines, of those who fall outside the standard, and of others affected.

    `closed` and `left` are the points of the locations that close, and of those that stay.
    """

    width: float
    height: float
    outlines: str
    losing: str
    others: str
    closed: tuple[tuple[float, float], ...]
    left: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _View:
    """A part of the map: its west, south, east, and north edges in degrees, and units of the drawing per degree."""

    box: tuple[float, float, float, float]
    east: float
    south: float

    def place(self, points: Floats) -> Floats:
        """Points (east, north in degrees) in units of the drawing. Shape (n, 2)."""
        return np.column_stack([(points[:, 0] - self.box[0]) * self.east, (self.box[3] - points[:, 1]) * self.south])


def closure_map(result: ClosuresResult) -> ClosureMap | None:
    """Draw who is affected by the closure of a query; None if nobody is."""
    found, demand = result.affected, result.demand
    if not len(found.part):
        return None
    zips = demand.part_zip[found.part]
    people = np.column_stack([[west(lon) for lon in demand.points.lon_deg[zips].tolist()], demand.points.lat_deg[zips]])
    closing = set(result.closings[0].locations)
    closed = _points(result.points[r] for r in sorted(closing))
    view = _view(np.vstack([people, closed]))
    left = _inside(view, _points(p for r, p in enumerate(result.points) if r not in closing))
    height = round((view.box[3] - view.box[1]) * view.south, 1)
    return ClosureMap(
        width=round((view.box[2] - view.box[0]) * view.east, 1),
        height=height,
        outlines=_outlines(result, view),
        losing=_dots(view.place(people[found.loses])),
        others=_dots(view.place(people[~found.loses])),
        closed=_rounded(view.place(closed)),
        left=_rounded(view.place(left)),
    )


def _points(points: Iterable[ServicePoint]) -> Floats:
    """Positions, east and north in degrees. Shape (n, 2)."""
    at = [(west(p.position.point.lon_deg), p.position.point.lat_deg) for p in points if p.position]
    return np.array(at, float).reshape(-1, 2)


def _view(points: Floats) -> _View:
    low, high = points.min(axis=0), points.max(axis=0)
    around = np.maximum((high - low) * _AROUND, _LEAST_DEG)
    (left, bottom), (right, top) = (low - around).tolist(), (high + around).tolist()
    # A degree east is shorter than one north.
    shorter = float(np.cos(np.radians((bottom + top) / 2)))
    scale = min(WIDTH / ((right - left) * shorter), MOST_HEIGHT / (top - bottom))
    return _View((left, bottom, right, top), shorter * scale, scale)


def _inside(view: _View, points: Floats) -> Floats:
    left, bottom, right, top = view.box
    east, north = points[:, 0], points[:, 1]
    return points[(east >= left) & (east <= right) & (north >= bottom) & (north <= top)]


def _outlines(result: ClosuresResult, view: _View) -> str:
    """The path of the outlines of counties in the view, or of states in a wide one."""
    boundaries, wide = result.context.reference.boundaries, view.box[2] - view.box[0] > _COUNTIES_DEG
    land = np.array(list(boundaries.states.values()), object) if wide else boundaries.counties
    near = land[shapely.intersects(shapely.box(*view.box), land)]
    cut = shapely.clip_by_rect(shapely.simplify(near, 0.7 / view.south), *view.box)
    rings = [ring for part in shapely.get_parts(cut) for ring in shapely.get_rings(part)]
    return "".join(_path(view.place(shapely.get_coordinates(ring))) for ring in rings)


def _path(points: Floats) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points.tolist()) + "Z"


def _dots(points: Floats) -> str:
    """A path of dots: lines without a length, which have round ends."""
    return "".join(f"M{x:.0f} {y:.0f}h0" for x, y in np.unique(np.round(points, _DIGITS), axis=0).tolist())


def _rounded(points: Floats) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, 1), round(y, 1)) for x, y in points.tolist())
