"""Other columns in the place of a chosen one, and how value grows with the number of columns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.siting.alternatives import alternatives, steps
from finder.access.siting.choose import choose
from finder.access.siting.savings import merge
from finder.domain.arrays import Floats
from tests.access.siting.tables import dense_tables, optimum, sparse, worth

MOST, WITHIN, SECONDS = 10, 0.02, 60.0


@given(dense_tables(), st.integers(1, 4))
def test_an_alternative_keeps_its_share_of_what_would_be_lost(table: Floats, k: int) -> None:
    savings = sparse(table)
    chosen = choose(savings, k, SECONDS).chosen
    found = tuple(alternatives(savings, chosen, MOST, WITHIN))
    assert len(found) == len(chosen)
    for c, others in zip(chosen, found, strict=True):
        rest = tuple(x for x in chosen if x != c)
        lost = worth(table, chosen) - worth(table, rest)
        shares = {x: (worth(table, (*rest, x)) - worth(table, rest)) / lost for x in range(table.shape[1]) if x not in chosen}
        for other in others:
            assert other.share == pytest.approx(min(shares[other.column], 1), abs=1e-6)
        best = max(shares.values(), default=0.0)
        assert bool(others) == (best > 1e-6) or best < 1e-5
        told = {o.column for o in others}
        assert all(x in told for x, share in shares.items() if share >= 1 - WITHIN + 1e-6)


def test_a_column_that_is_equal_is_a_tie() -> None:
    savings = sparse(np.array([[5.0, 5, 4], [2, 2, 2]]))
    ((tie, *others),) = alternatives(savings, (0,), MOST, WITHIN)
    assert (tie.column, tie.share, tie.tie) == (1, 1.0, True)
    assert others == []


def test_the_best_alternative_is_told_however_far_off() -> None:
    ((only,),) = alternatives(sparse(np.array([[10.0, 1, 2]])), (0,), MOST, WITHIN)
    assert (only.column, only.tie) == (2, False)
    assert only.share == pytest.approx(0.2)


def test_nothing_chosen_has_no_alternatives() -> None:
    assert tuple(alternatives(sparse(np.zeros((2, 2))), (), MOST, WITHIN)) == ()


@given(dense_tables(), st.integers(1, 5))
def test_each_step_lies_between_its_prefix_and_its_bound(table: Floats, k: int) -> None:
    savings = sparse(table)
    choice = choose(savings, k, SECONDS)
    found = steps(savings, merge(savings), choice.chosen, choice.value, choice.bound)
    assert [s.count for s in found] == list(range(1, len(choice.chosen) + 1))
    for step in found:
        best = optimum(table, step.count)
        assert step.phased == pytest.approx(worth(table, choice.chosen[: step.count]), abs=1e-6)
        assert step.phased <= step.best <= best * (1 + 1e-9) + 1e-9
        assert step.bound >= min(best, choice.value) * (1 - 1e-9)
