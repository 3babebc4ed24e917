"""Models with capacities: the most people that K columns can serve, and the capacitated p-median.

Maximal covering with capacities (Current and Storbeck 1988), where the people of a row may be split:

    maximize sum of x[i, j]
    with sum over j of x[i, j] <= p[i], sum over i of x[i, j] <= c[j] y[j], 0 <= x[i, j] <= min(p[i], c[j]) y[j], sum of y <= K.

The capacitated p-median assigns each row whole, to one of exactly K columns, at least cost (Osman and Christofides 1994).
"""

from dataclasses import dataclass

import numpy as np

from finder.access.siting.local_search import greedy
from finder.access.siting.program import Outcome, Program, minimize
from finder.access.siting.savings import Savings
from finder.domain.arrays import Floats, Ints


@dataclass(frozen=True, eq=False)
class Served:
    """The columns chosen, the people they serve of each pair (shape (pairs,)), and a bound on the people any K serve."""

    chosen: tuple[int, ...]
    people: Floats
    bound: float

    @property
    def value(self) -> float:
        """The people served."""
        return float(self.people.sum())

    @property
    def proven(self) -> bool:
        """Whether no K columns serve more."""
        return self.bound <= self.value * (1 + _TOLERANCE)


# HiGHS meets constraints to within about this share.
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Capacities:
    """Pairs of a row and a column within reach; the people of each row, and the people that each column can serve."""

    row: Ints
    column: Ints
    people: Floats
    capacity: Floats

    def serving(self, chosen: Ints) -> Floats:
        """The most people that some columns serve, by pair: a flow, worked out anew. Shape (pairs,)."""
        some = np.flatnonzero(np.isin(self.column, chosen))
        found = np.zeros(len(self.row))
        if len(some):
            part = Capacities(self.row[some], self.column[some], self.people, self.capacity)
            outcome = _serve(part, None, np.inf)
            assert outcome.point is not None, "serving nobody is always possible"
            found[some] = np.clip(outcome.point[: len(some)], 0, None) * self.people[part.row]
        return found


def serve_most(capacities: Capacities, k: int, seconds: float) -> Served:
    """Choose at most `k` columns that serve the most people."""
    able = (capacities.people[capacities.row] > 0) & (capacities.capacity[capacities.column] > 0)
    people = np.zeros(len(able))
    if k <= 0 or not able.any():
        return Served((), people, 0.0)
    some = Capacities(capacities.row[able], capacities.column[able], capacities.people, capacities.capacity)
    found = _serve_most(some, k, seconds)
    people[able] = found.people
    return Served(found.chosen, people, found.bound)


def _serve_most(capacities: Capacities, k: int, seconds: float) -> Served:
    """The same where all people of a pair and its column's capacity are positive."""
    outcome = _serve(capacities, k, seconds)
    columns = np.unique(capacities.column)
    known = min(float(capacities.people[np.unique(capacities.row)].sum()), float(np.sort(capacities.capacity)[-k:].sum()))
    bound = min(-outcome.bound * _size(capacities), known)
    sets = [np.array(greedy(_savings(capacities), k), np.intp)]
    if outcome.point is not None:
        sets.append(columns[outcome.point[len(capacities.row) :] > 0.5])
    flows = [capacities.serving(chosen) for chosen in sets]
    people = max(flows, key=lambda flow: float(flow.sum()))
    served = np.bincount(capacities.column, people, len(capacities.capacity))
    used = np.flatnonzero(served > _TOLERANCE)
    order = used[np.argsort(-served[used], kind="stable")]
    return Served(tuple(order.tolist()), people, max(bound, float(people.sum())))


def _savings(capacities: Capacities) -> Savings:
    saving = np.minimum(capacities.people[capacities.row], capacities.capacity[capacities.column])
    return Savings.of(capacities.row, capacities.column, saving, len(capacities.people), len(capacities.capacity))


def _size(capacities: Capacities) -> float:
    return float(capacities.people.sum())


def _serve(capacities: Capacities, k: int | None, seconds: float) -> Outcome:
    """The program over shares of the people of each row; with all columns open if `k` is None."""
    from scipy.sparse import csr_array

    row, pairs = capacities.row, len(capacities.row)
    columns, column = np.unique(capacities.column, return_inverse=True)
    rows, n = len(capacities.people), len(columns)
    people, capacity = capacities.people[row], capacities.capacity[columns]
    pair, most = np.arange(pairs), np.minimum(capacity[column] / people, 1.0)
    # Rows: the people of each row; the capacity of each column; each pair only with its column; the number of columns.
    at = np.concatenate(
        [row, rows + column, rows + np.arange(n), rows + n + pair, rows + n + pair, np.full(n, rows + n + pairs)]
    )
    of = np.concatenate([pair, pair, pairs + np.arange(n), pair, pairs + column, pairs + np.arange(n)])
    value = np.concatenate([np.ones(pairs), people / capacity[column], -np.ones(n), np.ones(pairs), -most, np.ones(n)])
    open_all = np.zeros(n) if k is not None else np.ones(n)
    matrix = csr_array((value, (at, of)), shape=(rows + n + pairs + 1, pairs + n))
    # With every column open, y is fixed at 1 by a lower limit on their number.
    return minimize(
        Program(
            cost=np.r_[-people / _size(capacities), np.zeros(n)],
            matrix=matrix,
            low=np.r_[np.full(rows + n + pairs, -np.inf), open_all.sum()],
            high=np.r_[np.ones(rows), np.zeros(n + pairs), float(n if k is None else k)],
            integer=np.r_[np.zeros(pairs, np.intp), np.full(n, int(k is not None), np.intp)],
            most=np.ones(pairs + n),
        ),
        seconds,
    )


@dataclass(frozen=True, eq=False)
class Assigned:
    """The column of each row (shape (rows,)), the cost, and a lower bound on it. `column` is None if no assignment was found.

    Then the cost is infinite, and so is the bound if there is none.
    """

    column: Ints | None
    cost: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether no assignment costs less."""
        return self.bound >= self.cost * (1 - _TOLERANCE)


def capacitated_median(cost: Floats, demand: Floats, capacity: Floats, k: int, seconds: float) -> Assigned:
    """Assign each row whole to one of exactly `k` columns, within their capacities. `cost` has the shape (rows, columns)."""
    from scipy.sparse import csr_array

    rows, n = cost.shape
    pairs = rows * n
    row, column, pair = np.repeat(np.arange(rows), n), np.tile(np.arange(n), rows), np.arange(pairs)
    at = np.concatenate(
        [row, rows + column, rows + np.arange(n), rows + n + pair, rows + n + pair, np.full(n, rows + n + pairs)]
    )
    of = np.concatenate([pair, pair, pairs + np.arange(n), pair, pairs + column, pairs + np.arange(n)])
    value = np.concatenate([np.ones(pairs), demand[row], -capacity, np.ones(pairs), -np.ones(pairs), np.ones(n)])
    outcome = minimize(
        Program(
            cost=np.r_[cost.ravel(), np.zeros(n)],
            matrix=csr_array((value, (at, of)), shape=(rows + n + pairs + 1, pairs + n)),
            low=np.r_[np.ones(rows), np.full(n + pairs, -np.inf), float(k)],
            high=np.r_[np.ones(rows), np.zeros(n + pairs), float(k)],
            integer=np.ones(pairs + n, np.intp),
            most=np.ones(pairs + n),
        ),
        seconds,
    )
    if outcome.infeasible:
        return Assigned(None, np.inf, np.inf)
    if outcome.point is None:
        return Assigned(None, np.inf, max(outcome.bound, 0.0))
    assigned = outcome.point[:pairs].reshape(rows, n).argmax(1)
    total = float(cost[np.arange(rows), assigned].sum())
    return Assigned(assigned.astype(np.intp), total, min(outcome.bound, total))
