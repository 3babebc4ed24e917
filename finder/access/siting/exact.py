"""What is left of a problem of savings, solved to proof by HiGHS.

With the savings of row i in descending levels l[1] > l[2] > ..., z[i, k] is whether the row gets at least level k:

    maximize sum of (l[k] - l[k + 1]) z[i, k]
    with z[i, k] <= z[i, k - 1] + sum of y[j] whose saving of row i is level k, 0 <= z <= 1, sum of y <= K, y binary

(Cornuejols, Nemhauser, and Wolsey 1980; Garcia, Labbe, and Marin 2011). A row of covering has one level.
"""

from dataclasses import dataclass

import numpy as np

from finder.access.siting.program import Program, minimize
from finder.access.siting.savings import Savings
from finder.domain.arrays import Ints

# The objective is scaled to this size: HiGHS compares with absolute tolerances of a millionth.
_SIZE = 1e5


@dataclass(frozen=True, eq=False)
class Solved:
    """The best set found (None if there is none yet), and a bound on the value of all sets. Infinite if nothing is known."""

    chosen: list[int] | None
    bound: float


def solve(savings: Savings, k: int, columns: Ints, seconds: float) -> Solved:
    """Choose at most `k` of some columns. `savings` has entries of these columns only."""
    from scipy.sparse import csr_array

    place = np.full(savings.columns, -1, np.intp)
    place[columns] = np.arange(len(columns))
    order = np.lexsort((-savings.saving, savings.row))
    row, column, saving = savings.row[order], place[savings.column[order]], savings.saving[order]
    new_row = np.r_[True, row[1:] != row[:-1]]
    new = new_row | np.r_[True, saving[1:] != saving[:-1]]
    level = np.cumsum(new) - 1
    first = np.flatnonzero(new)
    levels, n = len(first), len(columns)
    follows = np.flatnonzero(~new_row[first])
    weight = saving[first].copy()
    weight[follows - 1] -= saving[first[follows]]
    size = _SIZE / max(float(saving[new_row].sum()), 1e-300)
    # One row for each level, and the last one for the number of columns.
    at = np.concatenate([np.arange(levels), level, follows, np.full(n, levels)])
    of = np.concatenate([n + np.arange(levels), column, n + follows - 1, np.arange(n)])
    value = np.concatenate([np.ones(levels), -np.ones(len(level) + len(follows)), np.ones(n)])
    outcome = minimize(
        Program(
            cost=np.concatenate([np.zeros(n), -weight * size]),
            matrix=csr_array((value, (at, of)), shape=(levels + 1, n + levels)),
            low=np.full(levels + 1, -np.inf),
            high=np.r_[np.zeros(levels), float(k)],
            integer=np.r_[np.ones(n, np.intp), np.zeros(levels, np.intp)],
            most=np.ones(n + levels),
        ),
        seconds,
    )
    chosen = None if outcome.point is None else columns[outcome.point[:n] > 0.5].tolist()
    return Solved(chosen, -outcome.bound / size)
