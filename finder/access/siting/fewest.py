"""The fewest columns with which every group gets what its rule asks: location set covering (LSCP) with a share.

With p[i] the people of row i, g(i) its group, need[g] the people of group g who must still be brought within the standard, and
N(i) the columns within the standard of row i:

    minimize sum of y[j]
    with sum over i of group g of p[i] z[i] >= need[g] for every g, z[i] <= sum over N(i) of y[j], 0 <= z <= 1, y binary.

A group whose people within reach of any column are too few is hopeless: it is named, and left out (Toregas et al. 1971).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.siting.program import Program, minimize
from finder.domain.arrays import Floats, Ints, Mask, group_sums

# A need that is met but for rounding is met.
HAIR = 1e-9


@dataclass(frozen=True, eq=False)
class Cover:
    """Who can be reached from where. `row` and `column` are the pairs, sorted by column. Shape (pairs,).

    `people` and `group` have the shape (rows,), `need` the shape (groups,): 0 or less if nothing is needed.
    """

    row: Ints
    column: Ints
    people: Floats
    group: Ints
    need: Floats
    columns: int

    @cached_property
    def start(self) -> Ints:
        """Where the pairs of each column start, and where the last ones end. Shape (columns + 1,)."""
        return np.searchsorted(self.column, np.arange(self.columns + 1)).astype(np.intp)

    @cached_property
    def hopeless(self) -> Mask:
        """Groups that all columns together do not bring to what they need. Shape (groups,)."""
        reached = np.zeros(len(self.people), bool)
        reached[self.row] = True
        return ~self._met(reached)

    def covered(self, chosen: list[int]) -> Mask:
        """Rows within reach of a chosen column. Shape (rows,)."""
        found = np.zeros(len(self.people), bool)
        for c in chosen:
            found[self.row[self.start[c] : self.start[c + 1]]] = True
        return found

    def short(self, chosen: list[int]) -> Mask:
        """Groups that need more than the chosen columns give, without the hopeless ones. Shape (groups,)."""
        return ~self._met(self.covered(chosen)) & ~self.hopeless

    def _met(self, covered: Mask) -> Mask:
        given = group_sums(self.group, self.people * covered, len(self.need))
        met: Mask = given >= self.need - HAIR * np.maximum(np.abs(self.need), 1e-3)
        return met


@dataclass(frozen=True, eq=False)
class Fewest:
    """The columns chosen, most needed first, and a lower bound on how many any set has that is enough."""

    chosen: tuple[int, ...]
    bound: float

    @property
    def value(self) -> float:
        """How many were chosen."""
        return float(len(self.chosen))

    @property
    def proven(self) -> bool:
        """Whether no smaller set is enough."""
        return self.bound >= len(self.chosen)


def fewest(cover: Cover, seconds: float) -> Fewest:
    """Choose as few columns as bring every group to what it needs that can be brought there."""
    found = _without_idle(cover, _greedy(cover, []))
    if len(found) <= 1:
        return Fewest(tuple(found), len(found))
    solved, bound = _solve(cover, seconds)
    if solved is not None:
        better = _without_idle(cover, _greedy(cover, solved))
        found = better if len(better) < len(found) else found
    return Fewest(tuple(_in_order(cover, found)), min(max(bound, 1), len(found)))


def _greedy(cover: Cover, chosen: list[int]) -> list[int]:
    """Add the column that gives most of what is still needed, until nothing is."""
    chosen, covered = list(chosen), cover.covered(chosen)
    while cover.short(chosen).any():
        gain = _gains(cover, covered)
        best = int(np.argmax(gain))
        chosen.append(best)
        covered[cover.row[cover.start[best] : cover.start[best + 1]]] = True
    return chosen


def _gains(cover: Cover, covered: Mask) -> Floats:
    """What each column gives beyond the rows covered, in needs: all that a group still needs is 1. Shape (columns,)."""
    left = cover.need - group_sums(cover.group, cover.people * covered, len(cover.need))
    wanted = (left > 0) & ~cover.hopeless
    new = ~covered[cover.row] & wanted[cover.group[cover.row]]
    row, column = cover.row[new], cover.column[new]
    pair, which = np.unique(column * len(cover.need) + cover.group[row], return_inverse=True)
    people = np.bincount(which, cover.people[row], len(pair))
    part = np.minimum(people / left[pair % len(cover.need)], 1.0)
    return np.bincount(pair // len(cover.need), part, cover.columns).astype(float)


def _without_idle(cover: Cover, chosen: list[int]) -> list[int]:
    """Drop columns without which nothing is short, the last chosen first."""
    kept = list(chosen)
    for c in reversed(chosen):
        fewer = [k for k in kept if k != c]
        if not cover.short(fewer).any():
            kept = fewer
    return kept


def _in_order(cover: Cover, chosen: list[int]) -> list[int]:
    """The chosen columns, each the one that gives most of what is still needed."""
    left, found, covered = list(chosen), list[int](), cover.covered([])
    while left:
        gain = _gains(cover, covered)[left]
        found.append(left.pop(int(np.argmax(gain))))
        covered |= cover.covered(found[-1:])
    return found


def _solve(cover: Cover, seconds: float) -> tuple[list[int] | None, int]:
    """The columns by HiGHS, if it found any in time, and its bound."""
    from scipy.sparse import csr_array

    wanted = (cover.need > 0) & ~cover.hopeless
    pairs = wanted[cover.group[cover.row]]
    rows, row = np.unique(cover.row[pairs], return_inverse=True)
    columns, column = np.unique(cover.column[pairs], return_inverse=True)
    groups, group = np.unique(cover.group[rows], return_inverse=True)
    m, n, g = len(rows), len(columns), len(groups)
    # First m rows: z[i] - sum of y[j] <= 0. Then g rows, in needs, so that tolerances are shares of them.
    at = np.concatenate([np.arange(m), row, m + group])
    of = np.concatenate([n + np.arange(m), column, n + np.arange(m)])
    value = np.concatenate([np.ones(m), -np.ones(len(row)), cover.people[rows] / cover.need[groups][group]])
    outcome = minimize(
        Program(
            cost=np.r_[np.ones(n), np.zeros(m)],
            matrix=csr_array((value, (at, of)), shape=(m + g, n + m)),
            low=np.r_[np.full(m, -np.inf), np.full(g, 1.0 - HAIR)],
            high=np.r_[np.zeros(m), np.full(g, np.inf)],
            integer=np.r_[np.ones(n, np.intp), np.zeros(m, np.intp)],
            most=np.ones(n + m),
        ),
        seconds,
    )
    bound = int(np.ceil(outcome.bound - 1e-6)) if np.isfinite(outcome.bound) else 0
    return (None if outcome.point is None else columns[outcome.point[:n] > 0.5].tolist()), bound
