"""Outlines that maps draw a part of, at any scale. What does not depend on the view is worked out once for all maps."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely

Lines = npt.NDArray[np.object_]
# West, south, east, and north, in degrees.
Box = tuple[float, float, float, float]
# From a view of a few counties to one of the country.
_TOLERANCES_DEG = (0.004, 0.006, 0.009, 0.0135, 0.02, 0.03, 0.045, 0.07)


class Outlines:
    """Lines, with the bounds of each and how much it can be simplified without losing a point."""

    def __init__(self, lines: Lines) -> None:
        self._lines, self._bounds = lines, shapely.bounds(lines)
        self._keeps_all_deg = np.zeros(len(lines))
        points = shapely.get_num_coordinates(lines)
        # Whatever keeps all of its points at one tolerance keeps them at every lower one.
        for tolerance in _TOLERANCES_DEG:
            self._keeps_all_deg[shapely.get_num_coordinates(shapely.simplify(lines, tolerance)) == points] = tolerance

    def inside(self, box: Box, tolerance_deg: float) -> Lines:
        """Return what lies in a box of every line, simplified; a line that leaves the box and returns is several."""
        west, south, east, north = self._bounds.T
        near = np.flatnonzero((west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1]))
        whole = (west[near] >= box[0]) & (east[near] <= box[2]) & (south[near] >= box[1]) & (north[near] <= box[3])
        lines = self._lines[near]
        lines[~whole] = shapely.clip_by_rect(lines[~whole], *box)
        parts, of_line = shapely.get_parts(lines, return_index=True)
        bent = ~(whole & (self._keeps_all_deg[near] >= tolerance_deg))[of_line]
        parts[bent] = shapely.simplify(parts[bent], tolerance_deg)
        inside: Lines = parts
        return inside


@lru_cache(maxsize=4)
def outlines_of(tree: shapely.STRtree) -> Outlines:
    """The outlines of a tree, prepared once."""
    return Outlines(tree.geometries)
