"""What a straight stroke over the map cannot cross without a road that is known: wide water, and the great rivers.

Roads go nearly everywhere on land, so a short way that nobody drew may be taken for granted there; over water it may not.
The raster and the rivers are made by data/build/water.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, Mask, count_up

CELL_DEG = 0.005
# Narrower water has a bridge at every town, and the raster has cells of a third of a mile.
MOST_WET_MI = 0.35
# Points are given to the block of a shore, the raster to a cell: a way may start or end in water that near to land.
SHORE_MI = 0.75
_SAMPLE_MI = 0.15
# Strokes without any water in the tiles around them are not looked at closely. A tile is so many rows and one byte wide.
_TILE_ROWS = 4


@dataclass(frozen=True, eq=False)
class LandRaster:
    """Land (1) and wide water (0) in cells of 0.005 degrees, from the north-west corner; `bits` has 8 cells a byte."""

    west_deg: float
    north_deg: float
    bits: npt.NDArray[np.uint8]

    def may_hold(self, lat_deg: Floats, lon_deg: Floats) -> bool:
        """Whether any of some points may lie in the raster: False spares looking at each."""
        if not len(lat_deg):
            return False
        south, east = self.north_deg - self.bits.shape[0] * CELL_DEG, self.west_deg + 8 * self.bits.shape[1] * CELL_DEG
        beside = (
            lat_deg.max() < south or lat_deg.min() > self.north_deg or lon_deg.max() < self.west_deg or lon_deg.min() > east
        )
        return not beside

    def water(self, lat_deg: Floats, lon_deg: Floats) -> Mask:
        """Which points lie in a cell of water; False outside the raster."""
        row = np.floor((self.north_deg - lat_deg) / CELL_DEG).astype(np.intp)
        column = np.floor((lon_deg - self.west_deg) / CELL_DEG).astype(np.intp)
        inside = (row >= 0) & (row < self.bits.shape[0]) & (column >= 0) & (column < 8 * self.bits.shape[1])
        row, column = row[inside], column[inside]
        wet = np.zeros(len(lat_deg), bool)
        wet[inside] = (self.bits[row, column >> 3] >> (7 - (column & 7))) & 1 == 0
        return wet

    @cached_property
    def _wet_before(self) -> npt.NDArray[np.int32]:
        """How many tiles with any water lie north-west of each corner of a tile: a summed-area table of the tiles."""
        rows = -(-self.bits.shape[0] // _TILE_ROWS)
        full = np.full((rows * _TILE_ROWS, self.bits.shape[1]), 255, np.uint8)
        full[: self.bits.shape[0]] = self.bits
        wet = full.reshape(rows, _TILE_ROWS, -1).min(axis=1) < 255
        table = np.zeros((rows + 1, wet.shape[1] + 1), np.int32)
        table[1:, 1:] = wet.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
        return table

    def near_water(self, ends: Floats) -> Mask:
        """Which strokes have water in the box of tiles around them; the rest surely cross none. Shape of `ends`: (n, 4)."""
        table = self._wet_before
        rows, columns = table.shape[0] - 1, table.shape[1] - 1
        down = (self.north_deg - ends[:, [0, 2]]) / (_TILE_ROWS * CELL_DEG)
        right = (ends[:, [1, 3]] - self.west_deg) / (8 * CELL_DEG)
        top, bottom = _range(down, rows)
        left, end = _range(right, columns)
        found: Mask = table[bottom, end] - table[top, end] - table[bottom, left] + table[top, left] > 0
        return found


def _range(places: Floats, tiles: int) -> tuple[Ints, Ints]:
    """The first tile between two places, and the one after the last, within the raster."""
    first, last = np.floor(places.min(axis=1)), np.floor(places.max(axis=1)) + 1
    return np.clip(first, 0, tiles).astype(np.intp), np.clip(last, 0, tiles).astype(np.intp)


class Barriers:
    """Wide water and great rivers together."""

    def __init__(self, rasters: Sequence[LandRaster], rivers: Sequence[shapely.LineString]) -> None:
        self._rasters = tuple(rasters)
        self._rivers = shapely.STRtree(list(rivers))

    def between(self, lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Mask:
        """Which straight strokes from a first to a second point cross a barrier. Four arrays of shape (n,)."""
        miles = _about_mi(lat1_deg, lon1_deg, lat2_deg, lon2_deg)
        ends = np.column_stack([lat1_deg, lon1_deg, lat2_deg, lon2_deg])
        barred = self._over_river(ends)
        look = np.flatnonzero(~barred & (miles > MOST_WET_MI))
        look = look[np.logical_or.reduce([np.zeros(len(look), bool), *(r.near_water(ends[look]) for r in self._rasters)])]
        barred[look] = self._over_water(ends[look], miles[look])
        return barred

    def _in_water(self, lat_deg: Floats, lon_deg: Floats) -> Mask:
        """Which points lie in a cell of wide water."""
        wet = np.zeros(len(lat_deg), bool)
        for raster in self._rasters:
            if raster.may_hold(lat_deg, lon_deg):
                wet |= raster.water(lat_deg, lon_deg)
        return wet

    def _over_water(self, ends: Floats, miles: Floats) -> Mask:
        """Strokes with more than MOST_WET_MI of water, leaving out the shore that an end in water stands off."""
        stroke, share, point = _along(ends, miles, _SAMPLE_MI)
        wet = self._in_water(point[:, 0], point[:, 1])
        from_end = share * miles[stroke]
        counted = wet & ~_shore(wet, stroke, from_end) & ~_shore(wet, stroke, miles[stroke] - from_end, back=True)
        step = miles / np.maximum(np.bincount(stroke, minlength=len(ends)), 1)
        over: Mask = np.bincount(stroke, counted, len(ends)) * step > MOST_WET_MI
        return over

    def _over_river(self, ends: Floats) -> Mask:
        barred = np.zeros(len(ends), bool)
        if not len(self._rivers.geometries):
            return barred
        near = np.flatnonzero(self._near_river(ends))
        strokes = shapely.linestrings(ends[near][:, [1, 0, 3, 2]].reshape(-1, 2, 2))
        barred[near[np.unique(self._rivers.query(strokes, predicate="intersects")[0])]] = True
        return barred

    def _near_river(self, ends: Floats) -> Mask:
        tiles, west, south = self._river_tiles
        row, column = _tile(ends[:, 0] - south), _tile(ends[:, 1] - west)
        inside = (row >= 0) & (row < tiles.shape[0]) & (column >= 0) & (column < tiles.shape[1])
        near = np.zeros(len(ends), bool)
        near[inside] = tiles[row[inside], column[inside]]
        long: Mask = np.abs(ends[:, 2:] - ends[:, :2]).max(axis=1, initial=0) > _RIVER_TILE_DEG
        return near | long

    @cached_property
    def _river_tiles(self) -> tuple[Mask, float, float]:
        """Tiles with a river in them or beside them, and their south-west corner."""
        lines = shapely.segmentize(self._rivers.geometries, _RIVER_TILE_DEG / 2)
        coords = shapely.get_coordinates(lines)
        west, south = coords.min(0) - 2 * _RIVER_TILE_DEG
        row, column = _tile(coords[:, 1] - south), _tile(coords[:, 0] - west)
        tiles = np.zeros((row.max() + 3, column.max() + 3), bool)
        tiles[row, column] = True
        return _grown(tiles), float(west), float(south)


_RIVER_TILE_DEG = 0.25
_MI_PER_DEG = 69.1


def _about_mi(lat1_deg: Floats, lon1_deg: Floats, lat2_deg: Floats, lon2_deg: Floats) -> Floats:
    """Length of short strokes to about a hundredth: enough to count samples by."""
    east = (lon2_deg - lon1_deg) * np.cos(np.radians((lat1_deg + lat2_deg) / 2))
    miles: Floats = _MI_PER_DEG * np.hypot(lat2_deg - lat1_deg, east)
    return miles


def _tile(offset_deg: Floats) -> Ints:
    return np.floor(offset_deg / _RIVER_TILE_DEG).astype(np.intp)


def _along(ends: Floats, miles: Floats, step_mi: float) -> tuple[Ints, Floats, Floats]:
    """Points along strokes, at most `step_mi` apart: the row of the stroke, the share of its length, latitude and longitude."""
    count = np.maximum(np.ceil(miles / step_mi), 1).astype(np.intp)
    stroke = np.repeat(np.arange(len(ends)), count)
    share = (count_up(count) + 0.5) / count[stroke]
    start = ends[:, :2][stroke]
    return stroke, share, start + (ends[:, 2:] - ends[:, :2])[stroke] * share[:, None]


def _grown(tiles: Mask) -> Mask:
    """A tile is set if it or one of its eight neighbors is."""
    wide = np.pad(tiles, 1)
    rows, columns = tiles.shape
    parts = [wide[r : r + rows, c : c + columns] for r in range(3) for c in range(3)]
    grown: Mask = np.logical_or.reduce(parts)
    return grown


def _shore(wet: Mask, stroke: Ints, from_end_mi: Floats, back: bool = False) -> Mask:
    """Samples of water that join the stroke's end without land between, at most SHORE_MI from it."""
    order = slice(None, None, -1) if back else slice(None)
    dry_before = np.cumsum(~wet[order])
    start = np.r_[True, stroke[order][1:] != stroke[order][:-1]]
    dry_at_start = np.where(start, dry_before - ~wet[order], 0)
    joined = dry_before == np.maximum.accumulate(dry_at_start)
    shore: Mask = joined[order] & (from_end_mi <= SHORE_MI)
    return shore
