"""The base layer of a small map: county lines and town names, as plain values for the page's JSON."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from finder.domain.arrays import Floats
from finder.domain.facility import Address, ServicePoint
from finder.domain.geo import Point, PointSet
from finder.domain.place import Place
from finder.maps.bounds import Bounds, west
from finder.maps.outlines import outlines_of
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


@dataclass(frozen=True, slots=True)
class Layer:
    """The base of a view. `lines` are outlines of counties, or of states in a wide view, as JSON: lists of [lat, lon].

    `named` are the towns of the view as (name, lat, lon), and `towns` are the largest other towns in it.
    """

    lines: str
    named: tuple[Named, ...]
    towns: tuple[Named, ...]


class BaseMap:
    """The base layer of every small map: county lines and town names from the reference tables."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._listed_towns: dict[str, Named | None] = {}

    def layer(self, view: View) -> Layer:
        """Return the layer of a view."""
        towns = tuple(t for t in self._largest(view.bounds) if t not in view.towns)
        return Layer(self._lines(view.bounds), view.towns, towns)

    def _lines(self, bounds: Bounds) -> str:
        boundaries, box = self._reference.boundaries, _around(bounds)
        wide = len(boundaries.county_tree.query(shapely.box(*box))) > MOST_COUNTIES
        lines = outlines_of(boundaries.state_lines if wide else boundaries.county_lines)
        return lines.inside(box, _TOLERANCE * (box[3] - box[1]))

    def listed_town(self, point: ServicePoint) -> Named | None:
        """Return the town of a listing; None if it has no position, or the table has no town of that name there.

        It is looked up once for each listing, whoever asks.
        """
        if point.position is None:
            return None
        if point.id not in self._listed_towns:
            self._listed_towns[point.id] = self.town_of(point.address, point.position.point)
        return self._listed_towns[point.id]

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
        lat, lon = t.points.lat_deg, self._town_lon_deg
        rows = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
        return [self._named(int(r)) for r in rows[np.argsort(-t.population[rows], kind="stable")[:_MAX_TOWNS]]]

    @cached_property
    def _town_lon_deg(self) -> Floats:
        """The longitudes of all towns, those beyond the date line past -180. Shape (towns,)."""
        lon = self._reference.towns.points.lon_deg
        return np.where(lon > 0, lon - 360, lon)

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


def _around(bounds: Bounds) -> tuple[float, float, float, float]:
    """Return west, south, east, and north of everything that a map fitted to the bounds can show, in any shape up to 3:1."""
    (south, west), (north, east) = bounds
    # On the map, the width of a degree of longitude is this fraction of the height of a degree of latitude.
    narrowing = math.cos(math.radians((south + north) / 2))
    beside = max(_MIN_MARGIN_DEG, (north - south) / narrowing)
    above = max(_MIN_MARGIN_DEG, (east - west) * narrowing)
    return west - beside, south - above, east + beside, north + above
