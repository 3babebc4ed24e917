"""Points on the earth and searches for neighbors: exact on the WGS84 ellipsoid, and fast through a k-d tree.

Planar or spherical distances put neighbors in the wrong order (on a sphere, in 10% of "nearest ten" lists). Here a k-d tree
holds earth-centered coordinates. The chord between two points on the surface is never longer than the geodesic, so the tree
returns a complete set of candidates, and `pyproj.Geod` (Karney 2013, doi:10.1007/s00190-012-0578-z) measures them.

Millions of pairs are measured from the chord instead, wherever it gives the geodesic to within CHORD_ERROR_MI. The curvature
of a geodesic lies between those of circles of radius a^2/b and b^2/a, so its length lies between the arcs of these circles.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from finder.domain.arrays import Floats, Ints
from finder.errors import QueryError
from finder.text import text

METERS_PER_MILE = 1609.344
WGS84 = Geod(ellps="WGS84")
_SEMI_MAJOR_MI = WGS84.a / METERS_PER_MILE
_SEMI_MINOR_MI = WGS84.b / METERS_PER_MILE
# The smallest and the largest radius of curvature of the ellipsoid.
_MIN_RADIUS_MI = _SEMI_MINOR_MI**2 / _SEMI_MAJOR_MI
_MAX_RADIUS_MI = _SEMI_MAJOR_MI**2 / _SEMI_MINOR_MI
# Half a meter. For pairs up to about 220 miles apart, the chord is accurate enough.
CHORD_ERROR_MI = 0.5 / METERS_PER_MILE


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, WGS84. Raises QueryError for coordinates off the earth, most of all for a swapped pair."""

    lat_deg: float
    lon_deg: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat_deg) and math.isfinite(self.lon_deg)):
            raise QueryError(text("A latitude and a longitude must be numbers."), text("Write them like 45.68, -111.04."))
        if abs(self.lat_deg) > 90 and abs(self.lon_deg) <= 90:
            raise QueryError(
                text("Latitude and longitude look swapped."), text("Write the latitude first, like 45.68, -111.04.")
            )
        if abs(self.lat_deg) > 90 or abs(self.lon_deg) > 180:
            raise QueryError(text("This latitude and longitude are not on the earth."), text("Write them like 45.68, -111.04."))

    @property
    def written(self) -> str:
        """The point as it can be typed."""
        return f"{self.lat_deg:.6f}, {self.lon_deg:.6f}"


@dataclass(frozen=True)
class Pairs:
    """Pairs of points by row number, with the geodesic miles between them."""

    origin: Ints
    destination: Ints
    straight_mi: Floats

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> "Pairs":
        """Return the pairs in these rows."""
        return Pairs(self.origin[rows], self.destination[rows], self.straight_mi[rows])


def geodesic_mi(lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Floats:
    """Return the length in miles of the shortest path on the WGS84 ellipsoid, element by element."""
    meters: Floats = np.asarray(WGS84.inv(lon1_deg, lat1_deg, lon2_deg, lat2_deg)[2])
    return meters / METERS_PER_MILE


def miles_between(a: Point, b: Point) -> float:
    """Return the geodesic miles from one point to another."""
    return float(WGS84.inv(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)[2]) / METERS_PER_MILE


def earth_centered_mi(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Return earth-centered, earth-fixed coordinates in miles. Shape (n, 3)."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    sin_lat = np.sin(lat)
    flat = (_SEMI_MINOR_MI / _SEMI_MAJOR_MI) ** 2
    normal = _SEMI_MAJOR_MI / np.sqrt(1 - (1 - flat) * sin_lat**2)
    from_axis = normal * np.cos(lat)
    xyz: Floats = np.column_stack([from_axis * np.cos(lon), from_axis * np.sin(lon), normal * flat * sin_lat])
    return xyz


@dataclass(frozen=True, eq=False)
class PointSet:
    """A set of points, with searches for pairs within a distance and for nearest neighbors.

    `lat_deg` and `lon_deg` have shape (n,).
    """

    lat_deg: Floats
    lon_deg: Floats

    @classmethod
    def of(cls, points: Sequence[Point]) -> "PointSet":
        """Return the set of these points, in the same order."""
        return cls(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))

    def __len__(self) -> int:
        return len(self.lat_deg)

    def take(self, rows: Ints | slice) -> "PointSet":
        """Return the points in these rows."""
        return PointSet(self.lat_deg[rows], self.lon_deg[rows])

    @cached_property
    def xyz_mi(self) -> Floats:
        """Earth-centered coordinates in miles. Shape (n, 3)."""
        return earth_centered_mi(self.lat_deg, self.lon_deg)

    @cached_property
    def tree(self) -> Any:
        """A k-d tree over `xyz_mi`."""
        # The import takes a third of a second, so it waits until the first search for neighbors.
        from scipy.spatial import cKDTree

        return cKDTree(self.xyz_mi)

    def within(self, origins: "PointSet", radius_mi: float) -> Pairs:
        """Return every pair at most `radius_mi` apart (inclusive), sorted by origin, then distance, then destination.

        The set of pairs is exact. Their miles are exact for a single origin, and within CHORD_ERROR_MI for several.
        """
        if not len(self) or not len(origins):
            return _no_pairs()
        chord = radius_mi * (1 + 1e-9) + 1e-9
        if len(origins) == 1:
            near = self.tree.query_ball_point(origins.xyz_mi[0], chord)
            pairs = self._measure(origins, np.zeros(len(near), np.intp), np.asarray(near, np.intp))
        else:
            found = origins.tree.sparse_distance_matrix(self.tree, chord, output_type="ndarray")
            pairs = self._measure_by_chord(origins, found["i"], found["j"], found["v"], radius_mi)
        return _select(pairs, pairs.straight_mi <= radius_mi)

    def nearest(self, origins: "PointSet", k: int) -> Pairs:
        """Return the `k` nearest points of each origin (all points if there are fewer), sorted like `within`.

        Ties are broken by row number.
        """
        k = min(k, len(self))
        if not k or not len(origins):
            return _no_pairs()
        found, todo, candidates = list[Pairs](), np.arange(len(origins)), min(k + 2, len(self))
        while len(todo):
            certain, pairs = self._certain_nearest(origins, todo, k, candidates)
            if not found and certain.all():
                return pairs
            found.append(pairs)
            todo, candidates = todo[~certain], min(candidates * 4, len(self))
        return _select(_concat(found), slice(None))

    def distances_mi(self, origins: "PointSet", i: Ints, j: Ints) -> Floats:
        """Return the miles from points `i` of `origins` to points `j` of this set, within CHORD_ERROR_MI. Shape (pairs,)."""
        chord = np.sqrt(((origins.xyz_mi[i] - self.xyz_mi[j]) ** 2).sum(axis=1))
        return self._measure_by_chord(origins, i, j, chord, -1.0).straight_mi

    def _certain_nearest(self, origins: "PointSet", rows: Ints, k: int, n: int) -> tuple[npt.NDArray[np.bool_], Pairs]:
        """Return which origins have their k nearest among `n` candidates for certain, and their pairs, sorted like `within`."""
        chord, column = self.tree.query(origins.xyz_mi[rows], n)
        chord, column = chord.reshape(len(rows), n), column.reshape(len(rows), n)
        pairs = self._measure(origins, np.repeat(rows, n), column.ravel().astype(np.intp))
        miles = pairs.straight_mi.reshape(len(rows), n)
        order = np.lexsort((column, miles), axis=1)[:, :k]
        miles, column = np.take_along_axis(miles, order, 1), np.take_along_axis(column, order, 1)
        certain = (miles[:, -1] < chord[:, -1]) | (n == len(self))
        kept = np.flatnonzero(certain)
        return certain, Pairs(np.repeat(rows[kept], k), column[kept].ravel().astype(np.intp), miles[kept].ravel())

    def _measure(self, origins: "PointSet", i: Ints, j: Ints) -> Pairs:
        miles = geodesic_mi(origins.lat_deg[i], origins.lon_deg[i], self.lat_deg[j], self.lon_deg[j])
        return Pairs(i, j, miles)

    def _measure_by_chord(self, origins: "PointSet", i: Ints, j: Ints, chord_mi: Floats, limit_mi: float) -> Pairs:
        """Measure pairs within CHORD_ERROR_MI, and exactly where that error could put a pair on the wrong side of the limit."""
        shortest, longest = _arc_mi(chord_mi, _MAX_RADIUS_MI), _arc_mi(chord_mi, _MIN_RADIUS_MI)
        miles = (shortest + longest) / 2
        unsure = (longest - shortest > 2 * CHORD_ERROR_MI) | (np.abs(miles - limit_mi) <= CHORD_ERROR_MI)
        miles[unsure] = self._measure(origins, i[unsure], j[unsure]).straight_mi
        return Pairs(i, j, miles)


def _arc_mi(chord_mi: Floats, radius_mi: float) -> Floats:
    """Return the length of a circle's arc over a chord (half the circle if the chord is longer than the diameter)."""
    arc: Floats = 2 * radius_mi * np.arcsin(np.minimum(chord_mi / (2 * radius_mi), 1))
    return arc


def _no_pairs() -> Pairs:
    return Pairs(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


def _concat(parts: list[Pairs]) -> Pairs:
    return Pairs(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("origin", "destination", "straight_mi")))


def _select(pairs: Pairs, keep: npt.NDArray[np.bool_] | slice) -> Pairs:
    """Return the kept pairs sorted by origin, distance, and destination, so that the order does not depend on the search."""
    i, j, miles = pairs.origin[keep], pairs.destination[keep], pairs.straight_mi[keep]
    # NumPy sorts 16-bit rows by radix, in half the time.
    order = np.lexsort((_narrow(j), miles, _narrow(i)))
    return Pairs(i[order], j[order], miles[order])


def _narrow(rows: Ints) -> npt.NDArray[np.integer[Any]]:
    return rows.astype(np.min_scalar_type(int(rows.max(initial=0))))
