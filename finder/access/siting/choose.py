"""Choose the K columns that are worth most, with a bound on what any K could be worth."""

from dataclasses import dataclass

import numpy as np

from finder.access.siting.exact import solve
from finder.access.siting.lagrangian import SLACK, Relaxed, relax
from finder.access.siting.local_search import greedy, in_order, swap
from finder.access.siting.savings import Merged, Savings, merge

# A bound within this share of the value proves it: HiGHS works with tolerances of about this size.
PROVEN = 1e-9
# HiGHS bounds an objective of about 100,000 to within a millionth.
_SOLVER_SLACK = 1e-10


@dataclass(frozen=True, eq=False)
class Choice:
    """The chosen columns, in the order of their gains, each beyond those before it.

    `value` is counted again from the chosen set; `bound` is no less than the value of any set of as many columns. Fewer columns
    than asked are chosen where more would add nothing.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether no set is worth more."""
        return self.bound <= self.value * (1 + PROVEN)


def choose(savings: Savings, k: int, seconds: float) -> Choice:
    """Choose at most `k` columns. `seconds` limits the last step, the proof by HiGHS; what comes before is short."""
    merged = merge(savings)
    return choose_merged(savings, merged, k, seconds)


def choose_merged(savings: Savings, merged: Merged, k: int, seconds: float | None) -> Choice:
    """Choose from a problem that is merged already. Without seconds, HiGHS is not asked: the bound may be loose."""
    small = merged.savings
    if k <= 0 or not small.columns:
        return Choice((), 0.0, 0.0)
    found = greedy(small, k)
    if small.columns > k:
        found = swap(small, found)
    relaxed = relax(small, min(k, small.columns), found)
    chosen, bound = relaxed.chosen, relaxed.bound
    if seconds is not None and bound > relaxed.value * (1 + PROVEN):
        chosen, bound = _finish(small, k, relaxed, seconds)
    columns = in_order(savings, merged.first[chosen].tolist())
    value = savings.value(columns)
    return Choice(tuple(columns), value, max(bound, value))


def _finish(small: Savings, k: int, relaxed: Relaxed, seconds: float) -> tuple[list[int], float]:
    """Decide on the open columns by HiGHS."""
    value, left, base = relaxed.value, relaxed.left, float(relaxed.fixed.sum())
    found, best = list(relaxed.inside), base * (1 + SLACK)
    if len(left.row) and len(found) < k:
        solved = solve(left, k - len(found), np.unique(left.column), seconds)
        best = (base + solved.bound) * (1 + _SOLVER_SLACK)
        found += solved.chosen or []
    bound = min(relaxed.bound, max(value, best))
    found = swap(small, found)
    return (found, bound) if small.value(found) > value else (relaxed.chosen, bound)
