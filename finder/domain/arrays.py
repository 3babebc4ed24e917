"""Array types, and sums, counts, and quantiles by group."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]


def group_sums(group: Ints, values: Floats, groups: int) -> Floats:
    """Return the sum of the values in each group. Shape (groups,)."""
    return np.bincount(group, values, groups).astype(float)


def grouped_arange(lengths: Ints) -> Ints:
    """Return 0, 1, ..., n - 1 for each length n, concatenated: the index of each item within its group."""
    index: Ints = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return index


# A running sum that misses a quantile only by rounding has reached it.
_ROUNDING = 1e-12


def weighted_quantile(values: Floats, weights: Floats, q: float) -> float | None:
    """Return the smallest value with at least the share `q` of the total weight at or below it; None without weight."""
    order = np.argsort(values, kind="stable")
    row = _quantile_row(weights[order], q)
    return None if row is None else float(values[order[row]])


def weighted_quantile_by_group(group: Ints, values: Floats, weights: Floats, q: float, groups: int) -> Floats:
    """Return the weighted quantile of each group; NaN for a group without weight. Shape (groups,)."""
    order = np.lexsort((values, group))
    result = np.full(groups, np.nan)
    # Each group has its own running sum, because rounding in a sum of millions would matter in a county of hundreds.
    for g, (first, end) in enumerate(pairwise(np.searchsorted(group[order], np.arange(groups + 1)))):
        rows = order[first:end]
        row = _quantile_row(weights[rows], q)
        if row is not None:
            result[g] = values[rows[row]]
    return result


def _quantile_row(weights: Floats, q: float) -> int | None:
    """Return the row where the running sum of weights, sorted by value, reaches the share `q`; None without weight."""
    running = np.cumsum(weights)
    if not len(running) or running[-1] <= 0:
        return None
    return int(np.searchsorted(running, running[-1] * q * (1 - _ROUNDING)))
