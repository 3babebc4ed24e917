"""Models with capacities: beside every possible choice."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from finder.access.siting.capacity import Capacities, capacitated_median, serve_most
from finder.domain.arrays import Mask

SECONDS = 60.0
Made = tuple[Mask, list[int], list[int]]


@st.composite
def worlds(draw: st.DrawFn) -> Made:
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    cells = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    people = draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows))
    return (
        np.array(cells, bool).reshape(rows, columns),
        people,
        draw(st.lists(st.integers(0, 9), min_size=columns, max_size=columns)),
    )


def flow(made: Made, chosen: tuple[int, ...]) -> int:
    """The most people that some columns serve, as a flow from a source through rows and columns to a sink."""
    reached, people, capacity = made
    rows, columns = reached.shape
    edges = np.zeros((rows + columns + 2, rows + columns + 2), np.int32)
    edges[0, 1 : rows + 1] = people
    edges[1 : rows + 1, rows + 1 : -1] = reached * 1000
    edges[rows + 1 : -1, -1] = [c if j in chosen else 0 for j, c in enumerate(capacity)]
    return int(maximum_flow(csr_array(edges), 0, rows + columns + 1).flow_value)


def capacities(made: Made) -> Capacities:
    reached, people, capacity = made
    column, row = np.nonzero(reached.T)
    return Capacities(row, column, np.array(people, float), np.array(capacity, float))


@settings(max_examples=settings().max_examples // 4)
@given(worlds(), st.integers(0, 6))
def test_no_choice_serves_more(made: Made, k: int) -> None:
    columns = made[0].shape[1]
    best = max(flow(made, chosen) for chosen in combinations(range(columns), min(k, columns)))
    found = serve_most(capacities(made), k, SECONDS)
    assert len(found.chosen) <= k
    assert found.value == pytest.approx(best, abs=1e-4)
    assert found.value == pytest.approx(flow(made, found.chosen), abs=1e-4)
    assert found.bound >= best - 1e-4
    assert found.proven or best == 0


def test_people_of_a_row_are_split_and_nobody_is_served_twice() -> None:
    made = np.array([[True, True]]), [10], [4, 5]
    found = serve_most(capacities(made), 2, SECONDS)
    assert found.chosen == (1, 0)
    assert found.value == pytest.approx(9)


def test_without_time_the_bound_holds() -> None:
    random = np.random.default_rng(2)
    made = random.random((60, 40)) < 0.15, random.integers(1, 50, 60).tolist(), random.integers(20, 90, 40).tolist()
    full, hurried = serve_most(capacities(made), 8, SECONDS), serve_most(capacities(made), 8, 0.0)
    assert full.proven
    assert 0 < hurried.value <= full.value * (1 + 1e-6) <= hurried.bound * (1 + 1e-5)


@settings(max_examples=settings().max_examples // 4)
@given(st.integers(2, 4), st.integers(1, 3), st.data())
def test_no_assignment_costs_less(n: int, k: int, data: st.DataObject) -> None:
    k = min(k, n)
    cost = np.array(data.draw(st.lists(st.integers(0, 9), min_size=n * n, max_size=n * n)), float).reshape(n, n)
    demand = np.array(data.draw(st.lists(st.integers(1, 5), min_size=n, max_size=n)), float)
    capacity = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), float)
    within = [
        sum(cost[i, j] for i, j in enumerate(to))
        for to in product(range(n), repeat=n)
        if len(set(to)) <= k and (np.bincount(to, demand, n) <= capacity).all()
    ]
    found = capacitated_median(cost, demand, capacity, k, SECONDS)
    assert found.cost == min(within, default=np.inf)
    assert found.proven


def test_without_time_no_assignment_is_claimed() -> None:
    found = capacitated_median(np.ones((3, 3)), np.ones(3), np.full(3, 2.0), 2, 0.0)
    assert found.column is None or found.cost == 3
    assert found.bound <= 3
