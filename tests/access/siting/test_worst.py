"""The longest trip made as short as can be: beside every possible choice."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.access.siting.worst import Costs, worst
from finder.domain.arrays import Floats

SECONDS = 60.0


def costs(table: Floats, today: list[float]) -> Costs:
    """From a table of shape (rows, columns); infinite where a column is too far away."""
    column, row = np.nonzero(np.isfinite(table.T))
    return Costs(row, column, table[row, column], np.array(today, float), table.shape[1])


@st.composite
def tables(draw: st.DrawFn) -> tuple[Floats, list[float]]:
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    cost = st.one_of(st.integers(0, 20).map(float), st.just(np.inf))
    cells = draw(st.lists(cost, min_size=rows * columns, max_size=rows * columns))
    return np.array(cells).reshape(rows, columns), draw(st.lists(cost, min_size=rows, max_size=rows))


@settings(max_examples=settings().max_examples // 2)
@given(tables(), st.integers(0, 7))
def test_no_choice_is_shorter(made: tuple[Floats, list[float]], k: int) -> None:
    table, today = made

    def longest(chosen: tuple[int, ...]) -> float:
        return float(np.minimum(today, table[:, list(chosen)].min(axis=1, initial=np.inf)).max())

    columns = table.shape[1]
    found = worst(costs(table, today), k, SECONDS)
    best = min(longest(chosen) for chosen in combinations(range(columns), min(k, columns)))
    assert found.floor == longest(tuple(range(columns)))
    assert len(found.chosen) <= k
    assert found.value == longest(found.chosen) == best
    assert found.proven


def test_the_floor_is_said_where_no_candidate_helps() -> None:
    found = worst(costs(np.array([[40.0, 90], [80, 75]]), [50, 100]), 2, SECONDS)
    assert (found.value, found.floor, found.proven) == (75, 75, True)
    assert 1 in found.chosen


def test_without_time_the_bound_holds() -> None:
    random = np.random.default_rng(3)
    made = costs(random.integers(1, 100, (30, 30)).astype(float), [np.inf] * 30)
    full, hurried = worst(made, 4, SECONDS), worst(made, 4, 0.0)
    assert full.proven
    assert hurried.bound <= full.value <= hurried.value
