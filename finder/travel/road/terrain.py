"""How steep the land is, and how much longer roads are for it.

The roughness of a cell is the standard deviation of the land's height over 15 miles, from ITU-R P.1511-2; see
docs/method/roads.md. data/build/roads.py makes the raster.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats

# The bounds of the classes of roughness in meters, and how much longer a road is in each class than on flat land.
ROUGHNESS_M = (25.0, 50.0, 100.0, 200.0)
LENGTH_FACTOR = np.array([1.0, 1.07, 1.18, 1.34, 1.5])


@dataclass(frozen=True, eq=False)
class Terrain:
    """The class of roughness in square cells, from the northwest corner. Flat outside of the raster. Shape (rows, columns)."""

    west_deg: float
    north_deg: float
    cells_per_deg: float
    roughness: npt.NDArray[np.uint8]

    def length_factor(self, lat_deg: Floats, lon_deg: Floats) -> Floats:
        """Return how much longer a road is at points than on flat land. Shape (n,)."""
        row = np.floor((self.north_deg - lat_deg) * self.cells_per_deg).astype(np.intp)
        column = np.floor((lon_deg - self.west_deg) * self.cells_per_deg).astype(np.intp)
        inside = (row >= 0) & (row < self.roughness.shape[0]) & (column >= 0) & (column < self.roughness.shape[1])
        factor = np.ones(len(lat_deg))
        factor[inside] = LENGTH_FACTOR[self.roughness[row[inside], column[inside]]]
        return factor


FLAT = Terrain(0.0, 0.0, 1.0, np.zeros((0, 0), np.uint8))
