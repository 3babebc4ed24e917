"""The land outside a limit of miles: where a center would have to be built for the people there.

The one measure that needs coordinates: an area cannot be had from a travel matrix.
"""

import numpy as np
import shapely

from finder.geo import METERS_PER_MILE, WGS84, PointSet

CIRCLE_SIDES = 64


def circles(points: PointSet, radius_mi: float) -> list[shapely.Polygon]:
    """Geodesic circles as 64-gons in degrees.

    Centers of the eastern half are written below -180, and a circle lies around its center, so Alaska stays whole.
    """
    n, azimuth = len(points), np.arange(CIRCLE_SIDES) * 360 / CIRCLE_SIDES
    lon, lat, _ = WGS84.fwd(
        np.repeat(points.lon_deg, CIRCLE_SIDES),
        np.repeat(points.lat_deg, CIRCLE_SIDES),
        np.tile(azimuth, n),
        np.full(n * CIRCLE_SIDES, radius_mi * METERS_PER_MILE),
    )
    center = np.repeat(np.where(points.lon_deg > 0, points.lon_deg - 360, points.lon_deg), CIRCLE_SIDES)
    around = center + (lon - center + 180) % 360 - 180
    ring = np.stack([around, lat], axis=-1).reshape(n, CIRCLE_SIDES, 2)
    return list(shapely.polygons(ring))


def gap_land(land: shapely.Geometry, points: PointSet, straight_reach_mi: float) -> shapely.Geometry:
    """The part of `land` (degrees) farther than `straight_reach_mi` in a straight line from every point."""
    if not len(points):
        return land
    return shapely.difference(land, shapely.union_all(circles(points, straight_reach_mi)))
