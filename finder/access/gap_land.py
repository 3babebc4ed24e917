"""The land outside a limit of miles: where a center would have to be built for the people there.

The one measure that needs coordinates: an area cannot be had from a travel matrix. Where a limit is a circle around each
place, the land outside is exact; by road it is the cells of a grid whose middle is farther than the limit.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, grouped_arange
from finder.domain.geo import METERS_PER_MILE, WGS84, PointSet

CIRCLE_SIDES = 64
MI_PER_DEG = 69.1


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


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of a grid over land: their middles, and the half of their height and width in degrees, each of shape (n,)."""

    middles: PointSet
    half_lat_deg: float
    half_lon_deg: Floats

    @property
    def points(self) -> PointSet:
        """The middles with ordinary longitudes: outlines write the western Aleutians beyond -180."""
        return PointSet(self.middles.lat_deg, (self.middles.lon_deg + 180) % 360 - 180)


def grid(land: shapely.Geometry, side_mi: float) -> Cells:
    """The cells of about `side_mi` by `side_mi` miles whose middle lies on `land` (degrees): rows of one height each."""
    west, south, east, north = shapely.bounds(land)
    half_lat = side_mi / MI_PER_DEG / 2
    rows = np.arange(south + half_lat, north + half_lat, 2 * half_lat)
    half_lon = half_lat / np.cos(np.radians(rows))
    count = np.ceil((east - west) / (2 * half_lon)).astype(np.intp)
    row = np.repeat(np.arange(len(rows)), count)
    column = grouped_arange(count)
    lat, lon = rows[row], west + (2 * column + 1) * half_lon[row]
    shapely.prepare(land)
    inside = shapely.contains_xy(land, lon, lat)
    return Cells(PointSet(lat[inside], lon[inside]), half_lat, half_lon[row][inside])


def county_at(cells: Cells, counties: npt.NDArray[np.object_]) -> Ints:
    """The county (a row of the outlines) of the middle of each cell; of several, the first. Shape (n,)."""
    cell, county = shapely.STRtree(counties).query(shapely.points(cells.middles.lon_deg, cells.middles.lat_deg), "intersects")
    found = np.zeros(len(cells.middles), np.intp)
    found[cell[::-1]] = county[::-1]
    return found


def gap_cells(land: shapely.Geometry, cells: Cells, outside: npt.NDArray[np.bool_]) -> shapely.Geometry:
    """The part of `land` in some of the cells, as outlines."""
    lat, lon = cells.middles.lat_deg[outside], cells.middles.lon_deg[outside]
    # A hair over, so that neighbors join.
    up, right = cells.half_lat_deg * 1.001, cells.half_lon_deg[outside] * 1.001
    boxes = shapely.box(lon - right, lat - up, lon + right, lat + up)
    return shapely.intersection(land, shapely.union_all(boxes))
