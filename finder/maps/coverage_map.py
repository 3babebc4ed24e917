"""The map of who is out of reach: counties shaded by the share left out, land outside the limit outlined."""

import shapely

from finder.domain.arrays import Floats
from finder.maps.base import Bounds, FinderMap, MapFragment, PageMap

_TOLERANCE_DEG = 0.02
_SLIVER_SQDEG = 0.001
_MIN_ZOOM = 2  # the United States on a phone
UNITED_STATES: Bounds = ((24.0, -125.5), (49.8, -66.5))


def coverage_map(bounds: Bounds = UNITED_STATES) -> MapFragment:
    """A map of the given corners; the page's script draws on it from the page's JSON."""
    drawn = FinderMap(bounds)
    # Arrow keys are the script's: Leaflet's own glide. A wheel over the map of a long page should move the page.
    drawn.options.update(keyboard=False, scroll_wheel_zoom=False, zoom_snap=0, min_zoom=_MIN_ZOOM)
    PageMap("coverageMap.show").add_to(drawn)
    return drawn.fragment()


def state_bounds(state: shapely.Geometry) -> Bounds:
    """Return the corners around the outline of a state, degrees."""
    west, south, east, north = shapely.bounds(state)
    return (float(south), float(west)), (float(north), float(east))


def outlines(land: shapely.Geometry | None) -> list[Floats]:
    """The rings of polygons, each (n, 2) as longitude and latitude in degrees, coarse enough for a map; no slivers."""
    if land is None:
        return []
    parts = shapely.get_parts(shapely.simplify(land, _TOLERANCE_DEG))
    polygons = [p for p in parts if p.geom_type == "Polygon" and p.area > _SLIVER_SQDEG]
    return [shapely.get_coordinates(ring) for p in polygons for ring in (p.exterior, *p.interiors)]
