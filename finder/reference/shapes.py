"""Whether the arrays of a table belong together. What does not raises ValueError.

Arrays that do not would give a wrong answer later, or an error that names no table.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet
from finder.reference.folder import Arrays


def check_lengths(table: Arrays, *names: str) -> None:
    """Columns have one dimension and the same length, which is not 0."""
    shapes = {table[name].shape for name in names}
    if len(shapes) != 1 or len(shape := shapes.pop()) != 1 or not shape[0]:
        raise ValueError


def check_rows(rows: Ints, count: int) -> None:
    """Numbers of rows lie in a table of so many."""
    if not np.issubdtype(rows.dtype, np.integer) or (len(rows) and not 0 <= rows.min() <= rows.max() < count):
        raise ValueError


def check_offsets(offsets: npt.NDArray[Any], count: int) -> None:
    """Offsets start at 0, never fall, and end at so many."""
    if offsets[0] != 0 or offsets[-1] != count or (np.diff(offsets) < 0).any():
        raise ValueError


def points_of(lat_deg: Floats, lon_deg: Floats) -> PointSet:
    """Points on the earth. Degrees, shape (n,)."""
    if not ((np.abs(lat_deg) <= 90) & (np.abs(lon_deg) <= 360)).all():
        raise ValueError
    return PointSet(lat_deg, lon_deg)
