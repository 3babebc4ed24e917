"""Runs of items that distance cannot tell apart, in the order of their evidence."""

from hypothesis import given
from hypothesis import strategies as st

from finder.access.ties import surest_of_tied

ITEMS = st.lists(st.tuples(st.floats(0, 100), st.integers(0, 3)))


def within(width: float, items: list[tuple[float, int]]) -> list[tuple[float, int]]:
    return surest_of_tied(items, lambda a, b: abs(a[0] - b[0]) <= width, lambda item: item[1])


def test_a_run_is_sorted_by_doubt_and_ends_at_the_first_that_is_not_tied_with_its_first() -> None:
    assert within(2, [(0, 3), (1, 2), (2, 1), (3, 0)]) == [(2, 1), (1, 2), (0, 3), (3, 0)]


def test_a_tie_with_the_last_of_a_run_does_not_count() -> None:
    assert within(1, [(0, 3), (1, 3), (2, 0)]) == [(0, 3), (1, 3), (2, 0)]


def test_equal_doubt_keeps_the_order() -> None:
    assert within(5, [(1, 1), (2, 1), (3, 0)]) == [(3, 0), (1, 1), (2, 1)]


@given(ITEMS)
def test_nothing_is_lost_and_nothing_moves_farther_than_a_tie(items: list[tuple[float, int]]) -> None:
    items.sort()
    found = within(3, items)
    assert sorted(found) == items
    assert all(later[0] - earlier[0] >= -3 for n, earlier in enumerate(found) for later in found[n:])
    assert within(-1, items) == items
