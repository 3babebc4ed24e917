"""What lies under a small map: county lines and town names around it, as plain values for the page's JSON."""

import math
from functools import cache
from typing import Any

import numpy as np
import shapely

from finder import reference
from finder.maps.base import Bounds

_MOST_TOWNS = 25
_TOLERANCE = 0.0015  # of the view's height: finer than a pixel
_LEAST_AROUND_DEG = 1.0


@cache
def _county_tree() -> shapely.STRtree:
    return shapely.STRtree(reference.boundaries().counties)


def base_layer(bounds: Bounds) -> dict[str, Any]:
    """`lines`: county outlines as lists of [lat, lon]; `towns`: the largest towns in view as [name, lat, lon]."""
    return {"lines": _county_lines(bounds), "towns": _towns(bounds)}


def _county_lines(bounds: Bounds) -> list[list[list[float]]]:
    box = _around(bounds)
    counties = reference.boundaries().counties[np.sort(_county_tree().query(shapely.box(*box)))]
    if not len(counties):
        return []
    # Neighbours share their outline: united, each line is drawn once.
    united = shapely.union_all(shapely.boundary(counties))
    lines = shapely.simplify(shapely.line_merge(shapely.clip_by_rect(united, *box)), _TOLERANCE * (box[3] - box[1]))
    return [outline(part) for part in shapely.get_parts(lines) if not part.is_empty]


def _around(bounds: Bounds) -> tuple[float, float, float, float]:
    """West, south, east, north of all that a map fitted to the bounds can show, whatever its shape (to three to one)."""
    (south, west), (north, east) = bounds
    # On the map a degree of longitude is as wide as this part of a degree of latitude is high.
    narrowing = math.cos(math.radians((south + north) / 2))
    beside = max(_LEAST_AROUND_DEG, (north - south) / narrowing)
    above = max(_LEAST_AROUND_DEG, (east - west) * narrowing)
    return west - beside, south - above, east + beside, north + above


def outline(line: shapely.Geometry) -> list[list[float]]:
    """The points of a line as [lat, lon], to about 100 m."""
    return [[lat, lon] for lon, lat in np.round(shapely.get_coordinates(line), 3).tolist()]


def _towns(bounds: Bounds) -> list[list[Any]]:
    (south, west), (north, east) = bounds
    t = reference.towns()
    lat, lon = t.points.lat_deg, t.points.lon_deg
    rows = np.flatnonzero((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east))
    largest = rows[np.argsort(-t.population[rows], kind="stable")[:_MOST_TOWNS]]
    return [[str(t.name[r]), round(float(lat[r]), 3), round(float(lon[r]), 3)] for r in largest]
