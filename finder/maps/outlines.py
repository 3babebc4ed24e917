"""Outlines that maps draw a part of, at any scale. What does not depend on the view is worked out once for all maps."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely

from finder.maps.lines import each_as_json

# West, south, east, and north, in degrees.
Box = tuple[float, float, float, float]
# How much lines are simplified, from a view of a few counties to one of the country.
_SCALES_DEG = (0.0, 0.003, 0.006, 0.012, 0.025, 0.05, 0.1)


class Outlines:
    """Lines, which are written as JSON once for each scale.

    To cut and simplify them for each view would make it a little smaller, and take ten times as long.
    """

    def __init__(self, lines: npt.NDArray[np.object_]) -> None:
        self._lines, self._bounds = lines, shapely.bounds(lines).T
        self._written: dict[float, npt.NDArray[np.object_]] = {}

    def inside(self, box: Box, tolerance_deg: float) -> str:
        """Return the lines that reach into a box as JSON, [lat, lon] in degrees, simplified by at most a tolerance."""
        west, south, east, north = self._bounds
        near = (west <= box[2]) & (east >= box[0]) & (south <= box[3]) & (north >= box[1])
        scale = _SCALES_DEG[int(np.searchsorted(_SCALES_DEG, tolerance_deg, "right")) - 1]
        return f"[{', '.join(self._at(scale)[near].tolist())}]"

    def _at(self, scale_deg: float) -> npt.NDArray[np.object_]:
        """Return each line at a scale as JSON; written by the first view that needs it. Shape (lines,)."""
        if scale_deg not in self._written:
            self._written[scale_deg] = np.array(each_as_json(shapely.simplify(self._lines, scale_deg)), object)
        return self._written[scale_deg]


@lru_cache(maxsize=4)
def outlines_of(tree: shapely.STRtree) -> Outlines:
    """The outlines of a tree, prepared once."""
    return Outlines(tree.geometries)
