"""The base layer of a small map: county lines and town names, as plain values for the page's JSON."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.facility import Address
from finder.domain.geo import Point, PointSet
from finder.domain.place import Place
from finder.maps.bounds import Bounds, west
from finder.places.names import city_key
from finder.reference.reference import Reference

_MAX_TOWNS = 25
_TOLERANCE = 0.0015  # As a share of the view's height. This is less than a pixel.
_MIN_MARGIN_DEG = 1.0
_SAME_TOWN_DEG = 0.5
# A view with more counties is of several states: on a small map, their outlines would be a gray area, and take seconds to draw.
MOST_COUNTIES = 400
Named = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """The bounds that a map is fitted to, and the towns to name on it first, as (name, latitude, longitude)."""

    bounds: Bounds
    towns: tuple[Named, ...] = ()


class BaseMap:
    """The base layer of every small map: county lines and town names from the reference tables."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def layer(self, view: View) -> dict[str, Any]:
        """Return the layer of a view.

        `lines` are outlines of counties, or of states in a wide view, as lists of [lat, lon]. `named` are the towns of the view
        as [name, lat, lon], and `towns` are the largest other towns in it.
        """
        towns = [t for t in self._largest(view.bounds) if t not in view.towns]
        return {"lines": self._lines(view.bounds), "named": view.towns, "towns": towns}

    def _lines(self, bounds: Bounds) -> list[list[list[float]]]:
        boundaries, box = self._reference.boundaries, _around(bounds)
        rows = boundaries.county_tree.query(shapely.box(*box))
        # Neighbors share an outline. After the union, each line is drawn once.
        united = self._states if len(rows) > MOST_COUNTIES else _united(boundaries.counties[np.sort(rows)])
        lines = shapely.simplify(shapely.line_merge(shapely.clip_by_rect(united, *box)), _TOLERANCE * (box[3] - box[1]))
        return [outline(part) for part in shapely.get_parts(lines) if not part.is_empty]

    @cached_property
    def _states(self) -> shapely.Geometry:
        return _united(np.array(list(self._reference.boundaries.states.values())))

    def town_of(self, address: Address, point: Point) -> Named | None:
        """Return the town of an address near a point; None if the table has no town of that name there."""
        towns = (self._named(row) for row in self._towns_by_key.get((city_key(address.city), address.state), ()))
        distance = {t: math.hypot(t[1] - point.lat_deg, t[2] - west(point.lon_deg)) for t in towns}
        return min((t for t in distance if distance[t] < _SAME_TOWN_DEG), key=distance.__getitem__, default=None)

    def place_town(self, place: Place) -> Named:
        """Return the town of the patient's own place: the typed city, or else the city of the nearest ZIP code."""
        here = place.point
        if place.precision == "city":
            return place.city, round(here.lat_deg, 3), round(west(here.lon_deg), 3)
        z = self._reference.zips
        row = int(z.points.nearest(PointSet.of([here]), 1).destination[0])
        mail = Address(city=str(z.city[row]), state=str(z.state[row]))
        return self.town_of(mail, here) or (mail.city, round(here.lat_deg, 3), round(west(here.lon_deg), 3))

    def _largest(self, bounds: Bounds) -> list[Named]:
        (south, west), (north, east) = bounds
        t = self._reference.towns
        lat = t.points.lat_deg
        lon = np.where(t.points.lon_deg > 0, t.points.lon_deg - 360, t.points.lon_deg)
        rows = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
        return [self._named(int(r)) for r in rows[np.argsort(-t.population[rows], kind="stable")[:_MAX_TOWNS]]]

    def _named(self, row: int) -> Named:
        t = self._reference.towns
        return str(t.name[row]), round(float(t.points.lat_deg[row]), 3), round(west(float(t.points.lon_deg[row])), 3)

    @cached_property
    def _towns_by_key(self) -> dict[tuple[str, str], list[int]]:
        t = self._reference.towns
        rows: dict[tuple[str, str], list[int]] = {}
        for row, (name, state) in enumerate(zip(t.name.tolist(), t.state.tolist(), strict=True)):
            rows.setdefault((city_key(name), state), []).append(row)
        return rows


def _united(areas: npt.NDArray[np.object_]) -> shapely.Geometry:
    return shapely.union_all(shapely.boundary(areas))


def _around(bounds: Bounds) -> tuple[float, float, float, float]:
    """Return west, south, east, and north of everything that a map fitted to the bounds can show, in any shape up to 3:1."""
    (south, west), (north, east) = bounds
    # On the map, the width of a degree of longitude is this fraction of the height of a degree of latitude.
    narrowing = math.cos(math.radians((south + north) / 2))
    beside = max(_MIN_MARGIN_DEG, (north - south) / narrowing)
    above = max(_MIN_MARGIN_DEG, (east - west) * narrowing)
    return west - beside, south - above, east + beside, north + above


def outline(line: shapely.Geometry) -> list[list[float]]:
    """Return the points of a line as [lat, lon], rounded to about 100 m."""
    return [[lat, lon] for lon, lat in np.round(shapely.get_coordinates(line), 3).tolist()]
