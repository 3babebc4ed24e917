"""Arrays of numbers: their types, and sums, counts and quantiles by group."""

from itertools import pairwise

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


# A quantile that is reached but for rounding counts as reached.
_ROUNDING = 1e-12


def weighted_quantile(values: Floats, weights: Floats, q: float) -> float | None:
    """The smallest value with at least the part `q` of all weight at or below it; None without weight."""
    order = np.argsort(values, kind="stable")
    row = _quantile_row(weights[order], q)
    return None if row is None else float(values[order[row]])


def weighted_quantile_by_group(group: Ints, values: Floats, weights: Floats, q: float, groups: int) -> Floats:
    """The weighted quantile of each group; NaN for a group without weight. Shape (groups,)."""
    order = np.lexsort((values, group))
    result = np.full(groups, np.nan)
    # Group by group: rounding in a running sum of millions would be felt in a county of hundreds.
    for g, (first, end) in enumerate(pairwise(np.searchsorted(group[order], np.arange(groups + 1)))):
        rows = order[first:end]
        row = _quantile_row(weights[rows], q)
        if row is not None:
            result[g] = values[rows[row]]
    return result


def _quantile_row(weights: Floats, q: float) -> int | None:
    """Where the running sum of weights, which are in the order of their values, reaches the part `q` of the whole."""
    running = np.cumsum(weights)
    if not len(running) or running[-1] <= 0:
        return None
    return int(np.searchsorted(running, running[-1] * q * (1 - _ROUNDING)))
