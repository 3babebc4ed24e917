"""What lies under a small map: county lines and town names around it, as plain values for the page's JSON."""

from functools import cache
from typing import Any

import numpy as np
import shapely

from finder import reference
from finder.maps.base import Bounds

_MOST_TOWNS = 25
_TOLERANCE_DEG = 0.003
_AROUND_DEG = 1.0


@cache
def _county_tree() -> shapely.STRtree:
    return shapely.STRtree(reference.boundaries().counties)


def base_layer(bounds: Bounds) -> dict[str, Any]:
    """`lines`: county outlines as lists of [lat, lon]; `towns`: the largest towns in view as [name, lat, lon]."""
    return {"lines": _county_lines(bounds), "towns": _towns(bounds)}


def _county_lines(bounds: Bounds) -> list[list[list[float]]]:
    (south, west), (north, east) = bounds
    box = (west - _AROUND_DEG, south - _AROUND_DEG, east + _AROUND_DEG, north + _AROUND_DEG)
    counties = reference.boundaries().counties[np.sort(_county_tree().query(shapely.box(*box)))]
    if not len(counties):
        return []
    # Neighbours share their outline: united, each line is drawn once.
    united = shapely.union_all(shapely.boundary(counties))
    lines = shapely.simplify(shapely.line_merge(shapely.clip_by_rect(united, *box)), _TOLERANCE_DEG)
    return [outline(part) for part in shapely.get_parts(lines) if not part.is_empty]


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
