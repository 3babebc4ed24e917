"""Arrays of numbers: their types, and sums, counts and quantiles by group."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def group_sums(group: Ints, values: Floats, groups: int) -> Floats:
    """The sum of the values of each group; shape (groups,)."""
    return np.bincount(group, values, groups).astype(float)


def count_up(lengths: Ints) -> Ints:
    """0, 1, ... for each length, one after the other: the place of each item among those of its own."""
    counted: Ints = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return counted
