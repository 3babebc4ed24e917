"""The K columns that are worth most: beside every possible choice, with a bound that holds, and for hostile input."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finder.access.siting.choose import Choice, choose, choose_merged
from finder.access.siting.exact import solve
from finder.access.siting.lagrangian import relax
from finder.access.siting.local_search import exchange, greedy, in_order, swap
from finder.access.siting.savings import Savings, merge
from finder.domain.arrays import Floats
from tests.access.siting.tables import dense_tables, optimum, sparse, worth

SECONDS = 60.0
HAIR = 1e-9
# Three candidates: the first one covers most people alone, but the other two cover everybody.
GREEDY_FAILS = np.array([[3.0, 3, 0], [3, 0, 3], [0, 2, 0], [0, 0, 2]])


def agrees(table: Floats, k: int, found: Choice) -> None:
    """The value is that of the set, the bound holds, and the optimum lies between them."""
    best = optimum(table, k)
    assert found.value == pytest.approx(worth(table, found.chosen), rel=HAIR)
    assert len(found.chosen) == len(set(found.chosen)) <= k
    assert found.value <= best * (1 + HAIR) + HAIR
    assert found.bound >= best * (1 - 1e-13)
    assert found.bound >= found.value
    if found.proven:
        assert found.value >= best * (1 - HAIR)


@given(dense_tables(), st.integers(0, 7))
@example(GREEDY_FAILS, 2)
def test_the_choice_is_the_best_of_all(table: Floats, k: int) -> None:
    found = choose(sparse(table), k, SECONDS)
    agrees(table, k, found)
    assert found.proven


@given(dense_tables(), st.integers(1, 7))
def test_without_the_solver_the_bound_still_holds(table: Floats, k: int) -> None:
    savings = sparse(table)
    agrees(table, k, choose_merged(savings, merge(savings), k, None))


@settings(max_examples=settings().max_examples // 3)
@given(dense_tables(), st.integers(1, 7))
def test_the_solver_alone_finds_the_optimum_and_its_bound(table: Floats, k: int) -> None:
    savings = sparse(table)
    columns = np.unique(savings.column)
    if len(columns):
        solved = solve(savings, k, columns, SECONDS)
        assert solved.chosen is not None
        best = optimum(table, k)
        assert worth(table, tuple(solved.chosen)) == pytest.approx(best, rel=1e-6, abs=1e-9)
        assert solved.bound >= best * (1 - HAIR) - HAIR


@given(dense_tables(), st.integers(1, 7))
def test_no_better_set_is_fixed_away(table: Floats, k: int) -> None:
    """The best set is the one found, or has all fixed columns and otherwise only open ones."""
    small = merge(sparse(table)).savings
    if not small.columns:
        return
    relaxed = relax(small, min(k, small.columns), greedy(small, k)[:1])
    best = optimum(table, k)
    room = k - len(relaxed.inside)
    rest = np.zeros((small.rows, small.columns))
    rest[relaxed.left.row, relaxed.left.column] = relaxed.left.saving
    assert not relaxed.open[list(relaxed.inside)].any()
    assert relaxed.open[relaxed.left.column].all()
    reached = float(small.best(relaxed.inside).sum()) + optimum(rest, room)
    assert max(relaxed.value, reached) == pytest.approx(best, rel=1e-9, abs=1e-9)


def test_greedy_fails_where_the_proof_does_not() -> None:
    savings = sparse(GREEDY_FAILS)
    assert savings.value(greedy(savings, 2)) == 8
    found = choose(savings, 2, SECONDS)
    assert (sorted(found.chosen), found.value, found.proven) == ([1, 2], 10, True)


def test_swaps_leave_a_set_that_no_single_swap_improves() -> None:
    savings = sparse(GREEDY_FAILS)
    assert savings.value(swap(savings, [0, 1])) == 10
    assert exchange(savings, [1, 2]).max() <= 0


@given(dense_tables(), st.data())
def test_an_exchange_is_worth_what_counting_again_says(table: Floats, data: st.DataObject) -> None:
    savings, columns = sparse(table), table.shape[1]
    chosen = data.draw(st.lists(st.integers(0, columns - 1), min_size=1, max_size=columns, unique=True))
    profit = exchange(savings, chosen)
    for place in range(len(chosen)):
        for c in set(range(columns)) - set(chosen):
            other = tuple(c if i == place else old for i, old in enumerate(chosen))
            gained = worth(table, other) - worth(table, tuple(chosen))
            assert profit[place, c] == pytest.approx(gained, rel=1e-9, abs=1e-3)


@given(dense_tables(), st.integers(1, 7))
def test_the_chosen_are_in_the_order_of_what_they_add(table: Floats, k: int) -> None:
    chosen = choose(sparse(table), k, SECONDS).chosen
    gains = np.diff([worth(table, chosen[:n]) for n in range(len(chosen) + 1)])
    assert (gains > 0).all()
    assert (np.diff(gains) <= 1e-6 * gains[:-1]).all()


@given(dense_tables())
def test_merging_changes_no_value(table: Floats) -> None:
    savings = sparse(table)
    merged = merge(savings)
    for c in range(table.shape[1]):
        kind = merged.column_class[c]
        assert (kind < 0) == (not table[:, c].any())
        assert all((table[:, c] == table[:, other]).all() for other in merged.equals(c)) or kind < 0
    kept = merged.first
    assert merged.savings.value(list(range(merged.savings.columns))) == pytest.approx(worth(table, tuple(kept.tolist())))


def test_rows_that_rank_candidates_alike_are_one() -> None:
    merged = merge(sparse(np.array([[2.0, 5, 1], [4, 7, 3], [1, 2, 9]])))
    assert (merged.savings.rows, merged.savings.columns) == (2, 3)
    assert merged.savings.alone.tolist() == [7, 14, 13]


@pytest.mark.parametrize("k", [0, -3])
def test_none_asked_is_none_chosen(k: int) -> None:
    found = choose(sparse(GREEDY_FAILS), k, SECONDS)
    assert (found.chosen, found.value, found.proven) == ((), 0, True)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_no_demand_and_no_candidate_are_answered(shape: tuple[int, int]) -> None:
    found = choose(sparse(np.zeros(shape)), 2, SECONDS)
    assert (found.chosen, found.value, found.bound, found.proven) == ((), 0, 0, True)


def test_nothing_to_gain_chooses_nothing() -> None:
    found = choose(sparse(np.zeros((3, 4))), 2, SECONDS)
    assert (found.chosen, found.proven) == ((), True)


def test_fewer_are_chosen_where_more_would_add_nothing() -> None:
    found = choose(sparse(np.array([[5.0, 5, 0], [2, 0, 2]])), 3, SECONDS)
    assert (found.chosen, found.value, found.proven) == ((0,), 7, True)


def test_a_column_that_the_others_make_needless_is_left_out() -> None:
    """The first one is as good as any alone, but the other two together need no third."""
    table = np.array([[1.0, 2, 0], [0, 0, 1], [1, 0, 1]])
    assert sorted(choose(sparse(table), 3, SECONDS).chosen) == [1, 2]


def test_equal_candidates_are_ties() -> None:
    savings = sparse(np.array([[5.0, 5, 0], [2, 2, 1]]))
    assert merge(savings).equals(0) == (1,)
    assert choose(savings, 1, SECONDS).chosen == (0,)


def test_a_pair_given_twice_counts_once_and_by_the_larger_saving() -> None:
    zero, savings = np.zeros(3, np.intp), np.array([2.0, 7, -1])
    made = Savings.of(zero, zero, savings, 1, 1)
    assert made.saving.tolist() == [7]


def test_a_saving_that_is_not_finite_is_refused() -> None:
    one = np.zeros(1, np.intp)
    with pytest.raises(ValueError, match="not finite"):
        Savings.of(one, one, np.array([np.inf]), 1, 1)


def test_the_order_of_a_set_leaves_out_what_adds_nothing() -> None:
    assert in_order(sparse(np.array([[1.0, 3, 3], [0, 2, 1]])), [2, 0, 1]) == [1]


def hard(n: int, seed: int) -> Savings:
    """A problem with a gap between its relaxation and its optimum."""
    random = np.random.default_rng(seed)
    return sparse((random.random((3 * n, n)) < 0.25) * random.integers(1, 50, (3 * n, 1)).astype(float))


def test_without_time_the_bound_holds_and_nothing_is_claimed() -> None:
    savings = hard(18, seed=5)
    full, hurried = choose(savings, 6, SECONDS), choose(savings, 6, 0.0)
    assert full.proven
    assert hurried.value <= full.value <= hurried.bound
    assert not hurried.proven or hurried.value == full.value
