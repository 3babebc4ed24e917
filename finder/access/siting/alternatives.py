"""What else could be chosen: other columns in the place of a chosen one, and how value grows with their number."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from finder.access.siting.choose import choose_merged
from finder.access.siting.local_search import exchange
from finder.access.siting.savings import Merged, Savings

# Shares are compared after rounding errors are taken off.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Alternative:
    """A column that could take the place of a chosen one, and its share of what would be lost without that one."""

    column: int
    share: float

    @property
    def tie(self) -> bool:
        """Whether it is worth as much."""
        return self.share >= 1 - _ROUNDING


def alternatives(savings: Savings, chosen: tuple[int, ...], most: int, within: float) -> Iterator[tuple[Alternative, ...]]:
    """For each chosen column, the best other columns: all those within a share of its worth, but at least one if there is one.

    No more than `most`, the best first; equal ones in the order of their numbers.
    """
    for place, profit in enumerate(exchange(savings, list(chosen)) if chosen else ()):
        without = tuple(c for c in chosen if c != chosen[place])
        lost = savings.value(chosen) - savings.value(without)
        order = np.argsort(-profit, kind="stable")[: most + 1]
        found = [Alternative(c, min(1.0 + float(profit[c]) / lost, 1.0)) for c in order.tolist() if profit[c] > -lost]
        good = [a for i, a in enumerate(found) if a.share > _ROUNDING and (i == 0 or a.share >= 1 - within)]
        yield tuple(good[:most])


@dataclass(frozen=True, slots=True)
class Step:
    """What `count` columns are worth: the first ones of the chosen set (`phased`), and the best set found of as many.

    `bound` is no less than any set of as many columns is worth.
    """

    count: int
    phased: float
    best: float
    bound: float


def steps(savings: Savings, merged: Merged, chosen: tuple[int, ...], value: float, bound: float) -> tuple[Step, ...]:
    """How value grows with the number of columns. `value` and `bound` are those of the whole set."""
    found = []
    for n in range(1, len(chosen)):
        phased, other = savings.value(chosen[:n]), choose_merged(savings, merged, n, None)
        best = max(phased, other.value)
        found.append(Step(n, phased, best, min(max(other.bound, best), bound)))
    return (*found, Step(len(chosen), value, value, bound)) if chosen else ()
