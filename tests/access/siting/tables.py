"""Small random tables, and what every possible choice is worth."""

from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from finder.access.siting.savings import Savings
from finder.domain.arrays import Floats

MOST = 6
# Covering (0 or the people of the row), whole numbers with many ties, and floats.
CELLS = (st.sampled_from([0.0, 1.0]), st.integers(0, 4).map(float), st.floats(0, 1e6).map(lambda x: round(x, 3)))


@st.composite
def dense_tables(draw: st.DrawFn) -> Floats:
    """A table of savings. Shape (rows, columns)."""
    rows, columns, kind = draw(st.integers(0, MOST)), draw(st.integers(1, MOST)), draw(st.sampled_from(CELLS))
    cells = draw(st.lists(kind, min_size=rows * columns, max_size=rows * columns))
    people = np.array(draw(st.lists(st.integers(0, 9), min_size=rows, max_size=rows)), float)
    return np.array(cells, float).reshape(rows, columns) * (people[:, None] if draw(st.booleans()) else 1.0)


def sparse(table: Floats) -> Savings:
    row, column = np.nonzero(np.ones(table.shape))
    return Savings.of(row, column, table[row, column], *table.shape)


def worth(table: Floats, chosen: tuple[int, ...]) -> float:
    return float(table[:, list(chosen)].max(axis=1).sum()) if chosen and len(table) else 0.0


def optimum(table: Floats, k: int) -> float:
    """The most that any `k` columns are worth, by trying all."""
    columns = table.shape[1]
    return max(worth(table, chosen) for chosen in combinations(range(columns), min(k, columns)))
