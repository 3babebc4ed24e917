"""Points on the earth, and which of them are near: exact on the WGS84 ellipsoid, fast through a tree in space.

A planar or spherical short cut orders neighbors wrongly (10 % of "nearest ten" lists on a sphere). Here a k-d tree holds
earth-centered coordinates; the straight chord between two points of the surface is never longer than the geodesic, so the
tree gives a certain set of candidates, and `pyproj.Geod` (Karney 2013, doi:10.1007/s00190-012-0578-z) measures them.

Millions of pairs are measured by the chord instead, where that is as good as the geodesic to CHORD_ERROR_MI: a geodesic
bends no less than a circle of radius a^2/b and no more than one of b^2/a, and is as long as an arc between the two.
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
# Half a meter: pairs to about 220 miles apart need nothing better than their chord.
CHORD_ERROR_MI = 0.5 / METERS_PER_MILE


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, WGS84. Refuses what is not on the earth, a swapped pair above all."""

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


@dataclass(frozen=True)
class Pairs:
    """Pairs of points, by row number, with the miles between them on the ellipsoid."""

    origin: Ints
    destination: Ints
    straight_mi: Floats

    def take(self, rows: Ints | npt.NDArray[np.bool_]) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.origin[rows], self.destination[rows], self.straight_mi[rows])


def geodesic_mi(lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Floats:
    """Length in miles of the shortest path on the WGS84 ellipsoid, element by element."""
    meters: Floats = np.asarray(WGS84.inv(lon1_deg, lat1_deg, lon2_deg, lat2_deg)[2])
    return meters / METERS_PER_MILE


def miles_between(a: Point, b: Point) -> float:
    """Geodesic miles from one point to another."""
    return float(WGS84.inv(a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg)[2]) / METERS_PER_MILE


def earth_centered_mi(lat_deg: Floats, lon_deg: Floats) -> Floats:
    """Earth-centered, earth-fixed coordinates in miles; shape (n, 3)."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    flat = (_SEMI_MINOR_MI / _SEMI_MAJOR_MI) ** 2
    normal = _SEMI_MAJOR_MI / np.sqrt(1 - (1 - flat) * np.sin(lat) ** 2)
    xyz: Floats = np.column_stack(
        [normal * np.cos(lat) * np.cos(lon), normal * np.cos(lat) * np.sin(lon), normal * flat * np.sin(lat)]
    )
    return xyz


@dataclass(frozen=True, eq=False)
class PointSet:
    """Many points: `lat_deg`, `lon_deg`, each of shape (n,). Finds pairs within a distance, and nearest neighbors."""

    lat_deg: Floats
    lon_deg: Floats

    @classmethod
    def of(cls, points: Sequence[Point]) -> "PointSet":
        """The set of these points, in their order."""
        return cls(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))

    def __len__(self) -> int:
        return len(self.lat_deg)

    def take(self, rows: Ints | slice) -> "PointSet":
        """Some of the points."""
        return PointSet(self.lat_deg[rows], self.lon_deg[rows])

    @cached_property
    def xyz_mi(self) -> Floats:
        """Earth-centered coordinates in miles; shape (n, 3)."""
        return earth_centered_mi(self.lat_deg, self.lon_deg)

    @cached_property
    def tree(self) -> Any:
        """A k-d tree over `xyz_mi`."""
        # Imported with the first question about neighbors: it takes a third of a second, which no page need wait for.
        from scipy.spatial import cKDTree

        return cKDTree(self.xyz_mi)

    def within(self, origins: "PointSet", radius_mi: float) -> Pairs:
        """Every pair at most `radius_mi` apart (inclusive), by origin, then distance, then destination.

        Which pairs are in is exact. Their miles are, for a single origin; for many they are off by CHORD_ERROR_MI at most.
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
        """For each origin its `k` nearest points (all, if there are fewer), ties by row number; ordered as `within`."""
        k = min(k, len(self))
        if not k or not len(origins):
            return _no_pairs()
        found, todo, reach = [], np.arange(len(origins)), min(k + 2, len(self))
        while len(todo):
            certain, pairs = self._certain_nearest(origins, todo, k, reach)
            found.append(pairs)
            todo, reach = todo[~certain], min(reach * 4, len(self))
        return _select(_join(found), slice(None))

    def apart(self, origins: "PointSet", i: Ints, j: Ints) -> Floats:
        """Miles between points `i` of `origins` and points `j` of these, to CHORD_ERROR_MI."""
        chord = np.sqrt(((origins.xyz_mi[i] - self.xyz_mi[j]) ** 2).sum(axis=1))
        return self._measure_by_chord(origins, i, j, chord, -1.0).straight_mi

    def _certain_nearest(self, origins: "PointSet", rows: Ints, k: int, reach: int) -> tuple[npt.NDArray[np.bool_], Pairs]:
        """The k nearest among `reach` candidates, and for which origins no point outside them can be nearer."""
        chord, column = self.tree.query(origins.xyz_mi[rows], reach)
        chord, column = chord.reshape(len(rows), reach), column.reshape(len(rows), reach)
        pairs = self._measure(origins, np.repeat(rows, reach), column.ravel().astype(np.intp))
        miles = pairs.straight_mi.reshape(len(rows), reach)
        order = np.lexsort((column, miles), axis=1)[:, :k]
        miles, column = np.take_along_axis(miles, order, 1), np.take_along_axis(column, order, 1)
        certain = (miles[:, -1] < chord[:, -1]) | (reach == len(self))
        kept = np.flatnonzero(certain)
        return certain, Pairs(np.repeat(rows[kept], k), column[kept].ravel().astype(np.intp), miles[kept].ravel())

    def _measure(self, origins: "PointSet", i: Ints, j: Ints) -> Pairs:
        miles = geodesic_mi(origins.lat_deg[i], origins.lon_deg[i], self.lat_deg[j], self.lon_deg[j])
        return Pairs(i, j, miles)

    def _measure_by_chord(self, origins: "PointSet", i: Ints, j: Ints, chord_mi: Floats, limit_mi: float) -> Pairs:
        """Miles to CHORD_ERROR_MI; exact where that could put a pair on the wrong side of the limit."""
        shortest, longest = _arc_mi(chord_mi, _MAX_RADIUS_MI), _arc_mi(chord_mi, _MIN_RADIUS_MI)
        miles = (shortest + longest) / 2
        unsure = (longest - shortest > 2 * CHORD_ERROR_MI) | (np.abs(miles - limit_mi) <= CHORD_ERROR_MI)
        miles[unsure] = self._measure(origins, i[unsure], j[unsure]).straight_mi
        return Pairs(i, j, miles)


def _arc_mi(chord_mi: Floats, radius_mi: float) -> Floats:
    """Length of the arc of a circle over a chord (half the circle, if the chord does not fit in)."""
    arc: Floats = 2 * radius_mi * np.arcsin(np.minimum(chord_mi / (2 * radius_mi), 1))
    return arc


def _no_pairs() -> Pairs:
    return Pairs(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


def _join(parts: list[Pairs]) -> Pairs:
    return Pairs(*(np.concatenate([getattr(p, f) for p in parts]) for f in ("origin", "destination", "straight_mi")))


def _select(pairs: Pairs, keep: npt.NDArray[np.bool_] | slice) -> Pairs:
    """The kept pairs, ordered by origin, distance, destination: the same whatever order they were found in."""
    i, j, miles = pairs.origin[keep], pairs.destination[keep], pairs.straight_mi[keep]
    # Rows that fit in 16 bits are sorted by radix, in half the time.
    order = np.lexsort((_narrow(j), miles, _narrow(i)))
    return Pairs(i[order], j[order], miles[order])


def _narrow(rows: Ints) -> npt.NDArray[np.integer[Any]]:
    return rows.astype(np.min_scalar_type(int(rows.max(initial=0))))
