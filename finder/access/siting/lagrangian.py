"""An upper bound on the value of k columns, and columns that must or cannot be among the best.

The problem is to choose y (columns) and x (who is served by which) so that

    sum of s[i, j] x[i, j] is largest, with sum over j of x[i, j] <= 1, x[i, j] <= y[j], sum of y[j] <= k.

With a price u[i] >= 0 on the first constraint, column j is worth rho[j](u) = sum over i of max(0, s[i, j] - u[i]), and

    L(u) = sum of u[i] + the k largest rho[j](u) >= optimum for every u (Cornuejols, Fisher, and Nemhauser 1977).

Subgradient steps lower L. If L with a column forced in is no better than a set already found, no better set has that column; if
L with a column forced out is not, every better set has it; and if L - (u[i] - s[i, j]) is not, no better set leaves i with j.
"""

from dataclasses import dataclass

import numpy as np

from finder.access.siting.local_search import swap
from finder.access.siting.savings import Savings
from finder.domain.arrays import Floats, Ints, Mask

_ROUNDS = 600
# Rounds without a lower bound after which steps are halved, and the length at which they are too short to go on.
_PATIENCE, _SHORTEST = 12, 5e-3
# A share of the bound by which a round must lower it to count as progress.
_PROGRESS = 1e-7
# Bounds are sums of floats: they are taken this much larger.
SLACK = 1e-11


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What is known after the relaxation: the best set found, a bound, and the columns left to decide on.

    Every set worth more than `chosen` has all columns of `inside`, which save `fixed` (shape (rows,)), and others only from
    `open` (shape (columns,)). `left` is what these save beyond, without savings that no better set leaves a row with.
    """

    chosen: list[int]
    value: float
    bound: float
    inside: tuple[int, ...]
    open: Mask
    fixed: Floats
    left: Savings


def relax(savings: Savings, k: int, chosen: list[int]) -> Relaxed:
    """Bound the value of at most `k` columns of positive worth, from a set that was found already."""
    search = _Search(savings, k, chosen)
    search.run()
    bound = max(search.bound, search.value)
    return Relaxed(search.chosen, search.value, bound, tuple(search.inside), search.open, search.fixed, search.useful())


class _Search:
    """The state of the subgradient search.

    `left` is what the open columns save beyond `fixed`, which those inside save, and `floor` is what every better set saves of
    each row beyond `fixed`, at least. Shape (rows,).
    """

    def __init__(self, savings: Savings, k: int, chosen: list[int]) -> None:
        self.savings, self.k = savings, k
        self.chosen, self.value = chosen, savings.value(chosen)
        self.bound = savings.most * (1 + SLACK)
        self.inside: list[int] = []
        self.open = np.ones(savings.columns, bool)
        self.left, self.fixed = savings, np.zeros(savings.rows)
        self.floor = np.zeros(savings.rows)
        self.prices = _first_prices(savings, chosen)

    def run(self) -> None:
        """Step until the bound is proven, the steps are short, or the rounds are over."""
        length, waited, lowest, best_prices = 1.0, 0, np.inf, self.prices
        for _ in range(_ROUNDS):
            if self.bound <= self.value or length < _SHORTEST:
                return
            worth, top, limit = self._relaxation()
            waited = 0 if limit < lowest * (1 - _PROGRESS) else waited + 1
            if limit < lowest:
                lowest, best_prices = limit, self.prices
            self.bound = min(self.bound, limit)
            self._try(top)
            self.floor = np.maximum(self.floor, self.prices - max(limit - self.value, 0.0))
            if self._fix(worth, top, limit):
                lowest, best_prices = np.inf, self.prices
            elif waited >= _PATIENCE:
                length, waited, self.prices = length / 2, 0, best_prices
            elif not self._step(top, limit, length):
                return

    def useful(self) -> Savings:
        """What the open columns save beyond those inside, without savings below the floor of their row."""
        left = self.savings.beyond(self.fixed, self.open)
        high = left.saving >= self.floor[left.row] * (1 - SLACK)
        return Savings(left.row[high], left.column[high], left.saving[high], left.rows, left.columns)

    def _relaxation(self) -> tuple[Floats, Ints, float]:
        """The worth of each column at the prices, the columns of largest worth, and the bound."""
        left = self.left
        over = np.maximum(left.saving - self.prices[left.row], 0)
        worth = np.bincount(left.column, over, left.columns).astype(float)
        worth[~self.open] = -np.inf
        free = min(self.k - len(self.inside), int(self.open.sum()))
        top = np.argpartition(-worth, free - 1)[:free] if free > 0 else np.zeros(0, np.intp)
        limit = float(self.fixed.sum()) + float(self.prices.sum()) + float(worth[top].sum())
        return worth, top.astype(np.intp), limit * (1 + SLACK)

    def _try(self, top: Ints) -> None:
        """Keep the columns of largest worth if they are a better set, with swaps."""
        found = [*self.inside, *top.tolist()]
        if self.savings.value(found) > self.value:
            self.chosen = swap(self.savings, found)
            self.value = self.savings.value(self.chosen)

    def _fix(self, worth: Floats, top: Ints, limit: float) -> bool:
        """Fix columns by the bound. Return whether many were, so that the prices are those of a smaller problem."""
        last = float(worth[top].min()) if len(top) else 0.0
        others = self.open.copy()
        others[top] = False
        following = float(worth[others].max(initial=0.0))
        # One column more than the largest takes the place of the least of them; without room for any, none is left to decide.
        out = others & (limit - last + worth <= self.value) if len(top) else others
        into = [c for c in top.tolist() if limit - worth[c] + following <= self.value]
        if out.any():
            self.open[out] = False
        for c in into:
            self.inside.append(c)
            self.open[c] = False
        if into or out.sum() > 0.2 * (self.open.sum() + out.sum()):
            self._shrink()
            return bool(into)
        return False

    def _shrink(self) -> None:
        """Work on with the open columns, and with what they save beyond those inside."""
        best = self.savings.best(self.inside)
        self.left = self.savings.beyond(best, self.open)
        self.prices = np.maximum(self.prices - (best - self.fixed), 0)
        self.floor = np.maximum(self.floor - (best - self.fixed), 0)
        self.fixed = best

    def _step(self, top: Ints, limit: float, length: float) -> bool:
        """Move the prices down the subgradient: up where demand is served twice, down where it is not served."""
        left = self.left
        taken = np.zeros(left.columns, bool)
        taken[top] = True
        served = left.row[taken[left.column] & (left.saving > self.prices[left.row])]
        slope = 1.0 - np.bincount(served, minlength=left.rows)
        slope[(self.prices <= 0) & (slope > 0)] = 0
        square = float((slope**2).sum())
        if square == 0:
            return False
        self.prices = np.maximum(self.prices - length * (limit - self.value) / square * slope, 0)
        return True


def _first_prices(savings: Savings, chosen: list[int]) -> Floats:
    return savings.best(chosen) * 0.5
