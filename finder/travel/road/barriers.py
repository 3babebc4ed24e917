"""Barriers: wide water and major rivers, which a straight segment cannot cross without a known road.

Roads go almost everywhere on land, so a short connection that is on no map can be assumed there. Over water it cannot.
data/build/water.py makes the raster and the rivers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, Mask, grouped_arange

CELL_DEG = 0.005
# Narrower water has a bridge in every town, and the raster's cells are a third of a mile wide.
MAX_WATER_MI = 0.35
# Points are accurate to a block and the raster to a cell, so a segment may start or end in water this close to land.
SHORE_MI = 0.75
_SAMPLE_MI = 0.15
# Segments are sampled only if a tile around them has water. A tile is this many rows high and one byte of cells wide.
_TILE_ROWS = 4
# South, west, north, and east, in degrees.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class LandRaster:
    """Land (1) and wide water (0) in cells of 0.005 degrees, from the northwest corner. `bits` has 8 cells per byte."""

    west_deg: float
    north_deg: float
    bits: npt.NDArray[np.uint8]

    def overlaps(self, box: Box | None) -> bool:
        """Return whether a box overlaps the raster. If not, nothing in the box needs to be looked up."""
        if box is None:
            return False
        south, east = self.north_deg - self.bits.shape[0] * CELL_DEG, self.west_deg + 8 * self.bits.shape[1] * CELL_DEG
        return not (box[2] < south or box[0] > self.north_deg or box[3] < self.west_deg or box[1] > east)

    def is_water(self, lat_deg: Floats, lon_deg: Floats) -> Mask:
        """Return which points are in a water cell; False outside the raster. Shape (n,)."""
        row = np.floor((self.north_deg - lat_deg) / CELL_DEG).astype(np.intp)
        column = np.floor((lon_deg - self.west_deg) / CELL_DEG).astype(np.intp)
        inside = (row >= 0) & (row < self.bits.shape[0]) & (column >= 0) & (column < 8 * self.bits.shape[1])
        row, column = row[inside], column[inside]
        wet = np.zeros(len(lat_deg), bool)
        wet[inside] = (self.bits[row, column >> 3] >> (7 - (column & 7))) & 1 == 0
        return wet

    @cached_property
    def _wet_tiles(self) -> npt.NDArray[np.int32]:
        """A summed-area table: the number of tiles with water northwest of each tile corner."""
        dry = self.bits[::_TILE_ROWS].copy()
        for step in range(1, _TILE_ROWS):
            below = self.bits[step::_TILE_ROWS]
            dry[: len(below)] &= below
        table = np.zeros((dry.shape[0] + 1, dry.shape[1] + 1), np.int32)
        np.cumsum(dry < 255, axis=1, out=table[1:, 1:])
        # Adding row by row is several times as fast as a cumulative sum along columns.
        for above, row in pairwise(table):
            row += above
        return table

    def near_water(self, ends: Floats) -> Mask:
        """Return which segments have water in a tile of their bounding box. The others certainly cross none.

        `ends` has the latitude and longitude of both ends. Shape (n, 4).
        """
        table = self._wet_tiles
        rows, columns = table.shape[0] - 1, table.shape[1] - 1
        down = (self.north_deg - ends[:, [0, 2]]) / (_TILE_ROWS * CELL_DEG)
        right = (ends[:, [1, 3]] - self.west_deg) / (8 * CELL_DEG)
        top, bottom = _tile_range(down, rows)
        left, end = _tile_range(right, columns)
        found: Mask = table[bottom, end] - table[top, end] - table[bottom, left] + table[top, left] > 0
        return found


def _tile_range(positions: Floats, tiles: int) -> tuple[Ints, Ints]:
    """Return the first tile between two positions and the tile after the last, clipped to the raster."""
    first, last = np.floor(positions.min(axis=1)), np.floor(positions.max(axis=1)) + 1
    return np.clip(first, 0, tiles).astype(np.intp), np.clip(last, 0, tiles).astype(np.intp)


class Barriers:
    """Wide water and major rivers together."""

    def __init__(self, rasters: Sequence[LandRaster], rivers: Sequence[shapely.LineString]) -> None:
        self._rasters = tuple(rasters)
        self._rivers = shapely.STRtree(list(rivers))

    def crossed(self, lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Mask:
        """Return which segments, from a first to a second point, cross a barrier. All arrays have shape (n,)."""
        miles = _approximate_mi(lat1_deg, lon1_deg, lat2_deg, lon2_deg)
        ends = np.column_stack([lat1_deg, lon1_deg, lat2_deg, lon2_deg])
        crossed = self._cross_river(ends)
        rest = np.flatnonzero(~crossed & (miles > MAX_WATER_MI))
        rest = rest[self._near_water(ends[rest])]
        if len(rest):
            crossed[rest] = self._cross_water(ends[rest], miles[rest])
        return crossed

    def _near_water(self, ends: Floats) -> Mask:
        """Return which segments have water near them in any raster."""
        near, box = np.zeros(len(ends), bool), _box(ends[:, [0, 2]], ends[:, [1, 3]])
        for raster in self._rasters:
            if raster.overlaps(box):
                near |= raster.near_water(ends)
        return near

    def _is_water(self, lat_deg: Floats, lon_deg: Floats) -> Mask:
        """Return which points are in a cell of wide water."""
        wet, box = np.zeros(len(lat_deg), bool), _box(lat_deg, lon_deg)
        for raster in self._rasters:
            if raster.overlaps(box):
                wet |= raster.is_water(lat_deg, lon_deg)
        return wet

    def _cross_water(self, ends: Floats, miles: Floats) -> Mask:
        """Return which segments have more than MAX_WATER_MI of water, without the water between an end and its shore."""
        segment, share, point = samples_along(ends, miles, _SAMPLE_MI)
        wet = self._is_water(point[:, 0], point[:, 1])
        from_start = share * miles[segment]
        counted = wet & ~_offshore(wet, segment, from_start) & ~_offshore(wet, segment, miles[segment] - from_start, back=True)
        step = miles / np.maximum(np.bincount(segment, minlength=len(ends)), 1)
        crossed: Mask = np.bincount(segment, counted, len(ends)) * step > MAX_WATER_MI
        return crossed

    def _cross_river(self, ends: Floats) -> Mask:
        crossed = np.zeros(len(ends), bool)
        if not len(self._rivers.geometries):
            return crossed
        near = np.flatnonzero(self._near_river(ends))
        if not len(near):
            return crossed
        segments = shapely.linestrings(ends[near][:, [1, 0, 3, 2]].reshape(-1, 2, 2))
        crossed[near[np.unique(self._rivers.query(segments, predicate="intersects")[0])]] = True
        return crossed

    def _near_river(self, ends: Floats) -> Mask:
        tiles, west, south = self._river_tiles
        row, column = _river_tile(ends[:, 0] - south), _river_tile(ends[:, 1] - west)
        inside = (row >= 0) & (row < tiles.shape[0]) & (column >= 0) & (column < tiles.shape[1])
        near = np.zeros(len(ends), bool)
        near[inside] = tiles[row[inside], column[inside]]
        long: Mask = np.abs(ends[:, 2:] - ends[:, :2]).max(axis=1, initial=0) > _RIVER_TILE_DEG
        return near | long

    @cached_property
    def _river_tiles(self) -> tuple[Mask, float, float]:
        """Which tiles have a river in them or in a neighbor, and the west and south edges of the first tile."""
        lines = shapely.segmentize(self._rivers.geometries, _RIVER_TILE_DEG / 2)
        coords = shapely.get_coordinates(lines)
        west, south = coords.min(0) - 2 * _RIVER_TILE_DEG
        row, column = _river_tile(coords[:, 1] - south), _river_tile(coords[:, 0] - west)
        tiles = np.zeros((row.max() + 3, column.max() + 3), bool)
        tiles[row, column] = True
        return _dilated(tiles), float(west), float(south)


def _box(lat_deg: Floats, lon_deg: Floats) -> Box | None:
    """Return the bounding box of points; None without any."""
    if not lat_deg.size:
        return None
    return float(lat_deg.min()), float(lon_deg.min()), float(lat_deg.max()), float(lon_deg.max())


_RIVER_TILE_DEG = 0.25
_MI_PER_DEG = 69.1


def _approximate_mi(lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Floats:
    """Return the lengths of short segments to about 1%, which is enough to choose the number of samples."""
    east = (lon2_deg - lon1_deg) * np.cos(np.radians((lat1_deg + lat2_deg) / 2))
    miles: Floats = _MI_PER_DEG * np.hypot(lat2_deg - lat1_deg, east)
    return miles


def _river_tile(offset_deg: Floats) -> Ints:
    return np.floor(offset_deg / _RIVER_TILE_DEG).astype(np.intp)


def samples_along(ends: Floats, miles: Floats, step_mi: float) -> tuple[Ints, Floats, Floats]:
    """Return points along segments, at most `step_mi` apart.

    Each has the row of its segment, its share of the segment's length, and its latitude and longitude. Shapes (samples,),
    (samples,), (samples, 2).
    """
    count = np.maximum(np.ceil(miles / step_mi), 1).astype(np.intp)
    segment = np.repeat(np.arange(len(ends)), count)
    share = (grouped_arange(count) + 0.5) / count[segment]
    start = ends[:, :2][segment]
    return segment, share, start + (ends[:, 2:] - ends[:, :2])[segment] * share[:, None]


def _dilated(tiles: Mask) -> Mask:
    """Return the tiles dilated by one: a tile is set if it or one of its eight neighbors is."""
    padded = np.pad(tiles, 1)
    rows, columns = tiles.shape
    parts = [padded[r : r + rows, c : c + columns] for r in range(3) for c in range(3)]
    dilated: Mask = np.logical_or.reduce(parts)
    return dilated


def _offshore(wet: Mask, segment: Ints, from_end_mi: Floats, back: bool = False) -> Mask:
    """Return which water samples are at most SHORE_MI from the segment's start (its end, if `back`), without land between."""
    order = slice(None, None, -1) if back else slice(None)
    dry_before = np.cumsum(~wet[order])
    start = np.r_[True, segment[order][1:] != segment[order][:-1]]
    dry_at_start = np.where(start, dry_before - ~wet[order], 0)
    connected = dry_before == np.maximum.accumulate(dry_at_start)
    offshore: Mask = connected[order] & (from_end_mi <= SHORE_MI)
    return offshore
