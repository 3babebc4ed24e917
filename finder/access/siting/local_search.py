"""Good sets of columns at once: lazy greedy, then swaps of one column for another as long as they gain."""

import heapq
from collections.abc import Iterable

import numpy as np

from finder.access.siting.savings import Savings
from finder.domain.arrays import Floats, Ints, group_sums

# A swap that gains less than this share of the value gains nothing but rounding.
ROUNDING = 1e-12
# Swaps stop here; they never came near it.
_MOST_SWAPS = 1_000


def greedy(savings: Savings, k: int) -> list[int]:
    """Return at most `k` columns, each the one that adds most to those before it; none that adds nothing.

    What a column adds only shrinks as others join, so the last known gain is an upper bound, and most are never worked out
    again (Minoux 1978).
    """
    best = np.zeros(savings.rows)
    heap = [(-gain, c) for c, gain in enumerate(savings.alone.tolist()) if gain > 0]
    heapq.heapify(heap)
    chosen: list[int] = []
    while heap and len(chosen) < k:
        _, c = heapq.heappop(heap)
        some = slice(savings.start[c], savings.start[c + 1])
        row, saving = savings.row[some], savings.saving[some]
        gain = float(np.maximum(saving - best[row], 0).sum())
        if heap and -heap[0][0] > gain:
            if gain > 0:
                heapq.heappush(heap, (-gain, c))
            continue
        if gain <= 0:
            break
        best[row] = np.maximum(best[row], saving)
        chosen.append(c)
    return chosen


def in_order(savings: Savings, chosen: Iterable[int]) -> list[int]:
    """Return the chosen columns in the order of their gains, each beyond those before it.

    A column without which the others are worth as much is left out.
    """
    columns = _without_idle(savings, sorted(chosen))
    some = savings.entries(columns)
    place = np.searchsorted(columns, savings.column[some]).astype(np.intp)
    few = Savings(savings.row[some], place, savings.saving[some], savings.rows, len(columns))
    return [columns[c] for c in greedy(few, len(columns))]


def _without_idle(savings: Savings, chosen: list[int]) -> list[int]:
    """Drop columns that add nothing to all others, one after the other."""
    kept, value = list(chosen), savings.value(chosen)
    for c in reversed(chosen):
        fewer = [k for k in kept if k != c]
        if savings.value(fewer) >= value * (1 - ROUNDING):
            kept = fewer
    return kept


def swap(savings: Savings, chosen: list[int]) -> list[int]:
    """Exchange one chosen column for another as long as that gains, the best exchange first (Resende and Werneck 2007)."""
    chosen = list(chosen)
    if not chosen:
        return chosen
    for _ in range(_MOST_SWAPS):
        profit = exchange(savings, chosen)
        flat = int(np.argmax(profit))
        leaves, enters = divmod(flat, savings.columns)
        if profit[leaves, enters] <= ROUNDING * savings.value(chosen):
            break
        chosen[leaves] = enters
    return chosen


def exchange(savings: Savings, chosen: list[int]) -> Floats:
    """What is gained if a column takes the place of a chosen one. Shape (chosen, columns); -inf for a column that is chosen."""
    k, columns = len(chosen), savings.columns
    first, second, holder = _two_best(savings, chosen)
    loss = group_sums(holder[holder >= 0], (first - second)[holder >= 0], k)
    held, low = holder[savings.row], second[savings.row]
    high = first[savings.row]
    gain = group_sums(savings.column, np.maximum(savings.saving - high, 0), columns)
    back = np.minimum(savings.saving, high) - low
    some = (back > 0) & (held >= 0)
    kept = group_sums(held[some] * columns + savings.column[some], back[some], k * columns).reshape(k, columns)
    profit: Floats = gain[None, :] - loss[:, None] + kept
    profit[:, chosen] = -np.inf
    return profit


def _two_best(savings: Savings, chosen: list[int]) -> tuple[Floats, Floats, Ints]:
    """The best and the second best saving of each row among the chosen, and which of them (a place in `chosen`) gives the best.

    -1 where none does. Shape (rows,) each.
    """
    first, second = np.zeros(savings.rows), np.zeros(savings.rows)
    holder = np.full(savings.rows, -1, np.intp)
    for place, c in enumerate(chosen):
        some = slice(savings.start[c], savings.start[c + 1])
        row, saving = savings.row[some], savings.saving[some]
        better = saving > first[row]
        second[row] = np.where(better, first[row], np.maximum(second[row], saving))
        first[row[better]] = saving[better]
        holder[row[better]] = place
    return first, second, holder
