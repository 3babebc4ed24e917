"""The fewest columns that bring every group to what it needs: beside every possible choice."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from finder.access.siting.fewest import Cover, fewest
from finder.domain.arrays import Mask

SECONDS = 60.0


def cover(reached: Mask, people: list[float], group: list[int], need: list[float]) -> Cover:
    """From who is reached from where, shape (rows, columns)."""
    column, row = np.nonzero(reached.T)
    return Cover(row, column, np.array(people, float), np.array(group, np.intp), np.array(need, float), reached.shape[1])


@st.composite
def covers(draw: st.DrawFn) -> tuple[Mask, list[float], list[int], list[float]]:
    rows, columns, groups = draw(st.integers(1, 6)), draw(st.integers(1, 6)), draw(st.integers(1, 3))
    cells = draw(st.lists(st.booleans(), min_size=rows * columns, max_size=rows * columns))
    people = draw(st.lists(st.integers(0, 9).map(float), min_size=rows, max_size=rows))
    group = draw(st.lists(st.integers(0, groups - 1), min_size=rows, max_size=rows))
    need = draw(st.lists(st.integers(-1, 14).map(float), min_size=groups, max_size=groups))
    return np.array(cells, bool).reshape(rows, columns), people, group, need


@given(covers())
def test_no_smaller_set_is_enough(made: tuple[Mask, list[float], list[int], list[float]]) -> None:
    reached, people, group, need = made
    problem = cover(*made)
    found = fewest(problem, SECONDS)

    def given_by(chosen: tuple[int, ...]) -> list[float]:
        covered = reached[:, list(chosen)].any(axis=1) * np.array(people)
        sums: list[float] = np.bincount(group, covered, len(need)).tolist()
        return sums

    everything = given_by(tuple(range(reached.shape[1])))
    hopeless = [have < want for have, want in zip(everything, need, strict=True)]
    assert problem.hopeless.tolist() == hopeless

    def enough(chosen: tuple[int, ...]) -> bool:
        return all(h or have >= want for h, have, want in zip(hopeless, given_by(chosen), need, strict=True))

    least = next(n for n in range(reached.shape[1] + 1) if any(map(enough, combinations(range(reached.shape[1]), n))))
    assert enough(found.chosen)
    assert (len(found.chosen), found.bound, found.proven) == (least, least, True)


def test_a_group_that_no_column_brings_there_is_named_and_left_out() -> None:
    problem = cover(np.array([[True, False], [False, False]]), [8, 9], [0, 1], [8, 1])
    assert problem.hopeless.tolist() == [False, True]
    assert fewest(problem, SECONDS).chosen == (0,)


def test_greedy_takes_three_where_two_are_enough() -> None:
    """The large middle column covers most, and leaves a row on either side."""
    reached = np.array([[1, 0, 0], [1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1], [0, 1, 0]], bool)
    ones = [1.0] * 6
    found = fewest(cover(reached, ones, list(range(6)), ones), SECONDS)
    assert (sorted(found.chosen), found.proven) == ([0, 1], True)


def test_without_time_the_bound_holds() -> None:
    random = np.random.default_rng(3)
    ones = [1.0] * 60
    problem = cover(random.random((60, 30)) < 0.15, ones, list(range(60)), ones)
    full, hurried = fewest(problem, SECONDS), fewest(problem, 0.0)
    assert full.proven
    assert hurried.bound <= len(full.chosen) <= len(hurried.chosen)
    assert not problem.short(list(hurried.chosen)).any()
