"""The coverage map: counties shaded by the share of people outside the standard, with the land outside it outlined."""

import shapely

from finder.domain.arrays import Floats
from finder.maps.base import FinderMap, MapFragment, PageMap
from finder.maps.bounds import UNITED_STATES, Bounds

_TOLERANCE_DEG = 0.02
_SLIVER_SQDEG = 0.001
_MIN_ZOOM = 2  # Shows the United States on a phone.


def coverage_map(bounds: Bounds = UNITED_STATES) -> MapFragment:
    """Return a map fitted to the bounds. The page's script draws the counties from the page's JSON."""
    drawn = FinderMap(bounds)
    # The page's script handles arrow keys, because Leaflet animates them. A wheel over the map should scroll the long page.
    drawn.options.update(keyboard=False, scroll_wheel_zoom=False, zoom_snap=0, min_zoom=_MIN_ZOOM)
    PageMap("coverageMap.show").add_to(drawn)
    return drawn.fragment()


def outlines(land: shapely.Geometry | None) -> list[Floats]:
    """Return the rings of polygons, simplified for a map and without slivers.

    Each has longitude and latitude in degrees. Shape (n, 2).
    """
    if land is None:
        return []
    parts = shapely.get_parts(shapely.simplify(land, _TOLERANCE_DEG))
    polygons = [p for p in parts if p.geom_type == "Polygon" and p.area > _SLIVER_SQDEG]
    return [shapely.get_coordinates(ring) for p in polygons for ring in (p.exterior, *p.interiors)]
