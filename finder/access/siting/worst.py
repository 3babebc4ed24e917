"""K columns that make the longest trip as short as can be: the vertex p-center, with existing locations locked.

    minimize max over i of min(t[i], min over chosen j of c[i, j]),

where t[i] is the cost of row i today. The answer is one of the costs, so it is searched for by halves: K columns suffice for a
limit r if K columns cover every row with t[i] > r by pairs with c[i, j] <= r (Minieka 1970).
"""

from dataclasses import dataclass

import numpy as np

from finder.access.siting.fewest import Cover, fewest
from finder.domain.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Worst:
    """The columns chosen, the longest cost of any row with them, and a lower bound on it for any K columns.

    `floor` is the longest cost with every column chosen: no choice is below it. If a row is reached by nothing, it is infinite,
    and nothing is chosen: such rows are to be left out.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float
    floor: float

    @property
    def proven(self) -> bool:
        """Whether no K columns do better."""
        return self.bound >= self.value


@dataclass(frozen=True, eq=False)
class Costs:
    """Costs of pairs of a row and a column, sorted by column, and of each row today (infinite if it has nothing)."""

    row: Ints
    column: Ints
    cost: Floats
    current: Floats
    columns: int

    def longest(self, chosen: list[int] | tuple[int, ...]) -> float:
        """The longest cost of any row with some columns; 0 without rows."""
        cost = self.current.copy()
        some = np.isin(self.column, np.array(chosen, np.intp))
        np.minimum.at(cost, self.row[some], self.cost[some])
        return float(cost.max(initial=0.0))


def worst(costs: Costs, k: int, seconds: float) -> Worst:
    """Choose at most `k` columns. `seconds` limits each step of the search."""
    floor = costs.longest(list(range(costs.columns)))
    now = costs.longest([])
    levels = np.unique(np.r_[costs.cost, costs.current, floor])
    levels = levels[(levels >= floor) & (levels < now)]
    # Below `low`, no level suffices; from `high` on, all do, by the columns found last.
    low, high, chosen = 0, len(levels), tuple[int, ...]()
    bound = 0
    while low < high and k > 0:
        middle = (low + high) // 2
        found, fewest_needed = _enough(costs, float(levels[middle]), k, seconds)
        if found is not None:
            chosen = found
            high = int(np.searchsorted(levels, costs.longest(found)))
        else:
            low = middle + 1
            # What K columns cannot do for a limit, they cannot do for a shorter one.
            bound = low if fewest_needed > k else bound
    value = costs.longest(chosen)
    lowest = float(levels[bound]) if bound < len(levels) and k > 0 else now
    return Worst(chosen, value, min(lowest, value), floor)


def _enough(costs: Costs, limit: float, k: int, seconds: float) -> tuple[tuple[int, ...] | None, float]:
    """At most `k` columns that keep every row within a limit, if some were found; and how many columns it takes at least."""
    far = np.flatnonzero(costs.current > limit)
    place = np.full(len(costs.current), -1, np.intp)
    place[far] = np.arange(len(far))
    near = (costs.cost <= limit) & (place[costs.row] >= 0)
    ones = np.ones(len(far))
    cover = Cover(place[costs.row[near]], costs.column[near], ones, np.arange(len(far)), ones, costs.columns)
    if cover.hopeless.any():
        return None, k + 1
    found = fewest(cover, seconds)
    return (found.chosen if len(found.chosen) <= k else None), found.bound
