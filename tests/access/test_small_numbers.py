"""Small numbers can't be had from those that are shown, by whatever combination of them."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from finder.access.small_numbers import LARGEST, Pools
from finder.domain.arrays import Floats, Ints

COUNTIES, STATES, SIDES = 4, 2, 2
# A ZIP code: its people, its county, and whether it is covered there; and, if some live across the county line, the county and
# the share of those who do.
Zip = tuple[int, int, int, int | None, float]


def made(zips: Sequence[Zip]) -> tuple[Pools, Ints, Ints, Ints]:
    """Pools of ZIP codes, with the ZIP code, county, and side of each part. County c lies in state c % 2."""
    of_zip, county, side, people = list[int](), list[int](), list[int](), list[float]()
    for z, (n, home, covered, other, share) in enumerate(zips):
        split = other is not None and other != home
        parts = [(home, 1 - share), (other, share)] if split else [(home, 1.0)]
        for where, weight in parts:
            of_zip.append(z)
            county.append(int(where or 0))
            side.append(covered)
            people.append(n * weight)
    zip_of, c, s = (np.array(column, np.intp) for column in (of_zip, county, side))
    groups = [c * SIDES + s, (c % STATES) * SIDES + s, s, np.zeros(len(s), np.intp)]
    return Pools(np.array(people), zip_of, np.bincount(zip_of), groups), zip_of, c, s


def cells(county: Ints, side: Ints) -> list[Ints]:
    """The cells of a report, each the parts that it counts: parts, counties, states, and all; everyone, within, and outside."""
    n = np.arange(len(county))
    areas = [
        *(n == i for i in n),
        *(county == c for c in range(COUNTIES)),
        *(county % STATES == s for s in range(STATES)),
        n >= 0,
    ]
    sides = [side >= 0, side == 1, side == 0]
    return [np.flatnonzero(a & s) for a, s in product(areas, sides) if (a & s).any()]


def shown(pools: Pools, cell: Ints) -> float:
    return float(pools.sums(cell, np.zeros(len(cell), np.intp), 1)[0])


def weights(pools: Pools, of_zip: Ints, people: Sequence[int], cell: Ints) -> Floats:
    """What each person of a ZIP code adds to a cell. Shape (zips,)."""
    row = np.zeros(len(people))
    for part in cell.tolist():
        row[of_zip[part]] += pools.people[part] / people[of_zip[part]]
    return row


ZIPS = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.integers(0, COUNTIES - 1),
        st.integers(0, SIDES - 1),
        st.one_of(st.none(), st.integers(0, COUNTIES - 1)),
        st.sampled_from([0.1, 0.25, 0.5, 0.7]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.slow
@given(ZIPS)
def test_no_combination_of_what_is_shown_tells_a_small_number(zips: Sequence[Zip]) -> None:
    """Whoever knows all that is shown to the last digit, and that nobody is less than nobody, can't tell what is hidden."""
    pools, of_zip, county, side = made(zips)
    people = [z[0] for z in zips]
    every = [(weights(pools, of_zip, people, cell), cell, shown(pools, cell)) for cell in cells(county, side)]
    known = [(row, float(pools.people[cell].sum())) for row, cell, value in every if not np.isnan(value)]
    equal = {"A_eq": np.array([row for row, _ in known]), "b_eq": [n for _, n in known]} if known else {}
    for row, cell, value in every:
        if np.isnan(value) and pools.people[cell].sum() <= LARGEST:
            least, most = (linprog(sign * row, bounds=[(0, None)] * len(people), **equal) for sign in (1, -1))
            top = np.inf if most.status == 3 else -most.fun
            assert top - least.fun > 0.5, (zips, cell, least.fun, top)


@given(ZIPS)
def test_no_small_number_is_shown_and_what_is_shown_is_true(zips: Sequence[Zip]) -> None:
    pools, _, county, side = made(zips)
    for cell in cells(county, side):
        value = shown(pools, cell)
        assert np.isnan(value) or (value == round(pools.people[cell].sum()) and value > LARGEST)


def one_each(*people: int, county: int = 0, side: int = 1) -> list[Zip]:
    return [(n, county, side, None, 0.0) for n in people]


def numbers(zips: Sequence[Zip]) -> list[float]:
    """What is shown of each part."""
    pools, *_ = made(zips)
    return [shown(pools, np.array([part])) for part in range(len(pools.pool))]


def test_large_numbers_are_all_shown() -> None:
    assert numbers(one_each(11, 200, 45)) == [11, 200, 45]


def test_a_small_number_takes_the_smallest_other_one_with_it() -> None:
    assert numbers(one_each(5, 200, 45, 60)) == pytest.approx([np.nan, 200, np.nan, 60], nan_ok=True)


def test_several_small_numbers_hide_each_other() -> None:
    assert numbers(one_each(5, 8, 9, 60)) == pytest.approx([np.nan] * 3 + [60], nan_ok=True)


def test_the_sum_of_a_county_hides_its_small_numbers_and_is_shown() -> None:
    pools, *_ = made(one_each(5, 8, 9))
    assert shown(pools, np.arange(3)) == 22


def test_many_ones_are_not_told_by_their_sum() -> None:
    """Eleven ZIP codes with eleven people, and each is known to have somebody: so each has one."""
    pools, *_ = made(one_each(*[1] * 11))
    assert np.isnan(shown(pools, np.arange(11)))


def test_a_small_county_takes_another_county_of_its_state_with_it() -> None:
    zips = [*one_each(7), *one_each(50, 60, county=2), *one_each(90, 30, county=1)]
    pools, _, county, _ = made(zips)
    by_county = [shown(pools, np.flatnonzero(county == c)) for c in range(3)]
    assert by_county == pytest.approx([np.nan, 120, np.nan], nan_ok=True)
    assert shown(pools, np.arange(len(county))) == 237


def test_a_few_people_in_all_are_hidden_in_all() -> None:
    pools, *_ = made(one_each(3, 4))
    assert np.isnan(shown(pools, np.arange(2)))


def test_a_zip_code_across_a_county_line_does_not_tell_its_small_part() -> None:
    """Of 100 people who live in two counties as 95 to 5, the 95 would tell the 5."""
    assert numbers([(100, 0, 1, 1, 0.05), *one_each(40, 50)])[:2] == pytest.approx([np.nan] * 2, nan_ok=True)


@pytest.mark.parametrize("n", [0, 1])
def test_pools_of_next_to_nobody(n: int) -> None:
    pools, *_ = made(one_each(*[4] * n))
    assert len(pools.pool) == n
    assert not pools.safe.any()
