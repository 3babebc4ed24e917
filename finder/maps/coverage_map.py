"""The map of who is out of reach: counties shaded by the share left out, land outside the limit outlined."""

import shapely

from finder import reference
from finder.maps.base import Bounds, FinderMap, MapFragment, PageMap
from finder.maps.base_layer import outline

_TOLERANCE_DEG = 0.02
_SLIVER_SQDEG = 0.001
UNITED_STATES: Bounds = ((24.0, -125.5), (49.8, -66.5))


def coverage_map(bounds: Bounds = UNITED_STATES) -> MapFragment:
    """A map of the given corners; the page's script shades it from the page's JSON."""
    drawn = FinderMap(bounds)
    PageMap("showCoverage").add_to(drawn)
    return drawn.fragment()


def state_bounds(state: str) -> Bounds:
    """Corners around a state, degrees."""
    west, south, east, north = shapely.bounds(reference.boundaries().states[state])
    return (float(south), float(west)), (float(north), float(east))


def outlines(land: shapely.Geometry | None) -> list[list[list[list[float]]]]:
    """Polygons as lists of rings of [lat, lon], coarse enough for a national map; slivers are left out."""
    if land is None:
        return []
    parts = shapely.get_parts(shapely.simplify(land, _TOLERANCE_DEG))
    polygons = [p for p in parts if p.geom_type == "Polygon" and p.area > _SLIVER_SQDEG]
    return [[outline(ring) for ring in (p.exterior, *p.interiors)] for p in polygons]
