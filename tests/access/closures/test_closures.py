"""Closures of small random worlds against plain loops: each group alone, all pairs, and any set at once."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.closures.alone import alone, dependents
from finder.access.closures.choices import RANKS, choices, cut_short, enough, first_rows
from finder.access.closures.pairs import pairs
from finder.access.closures.together import together
from finder.domain.demand import DemandPoints
from tests.access.closures.worlds import World, worlds


@given(st.data())
def test_each_closed_alone_takes_what_closing_it_and_asking_again_says(grid_demand: DemandPoints, data: st.DataObject) -> None:
    world: World = data.draw(worlds(grid_demand))
    found = alone(world.today)
    for g in range(world.groups):
        assert found.people[g] == pytest.approx(world.people({g}))
        assert found.stranded[g] == pytest.approx(world.stranded({g}))
        assert found.miles[g] == pytest.approx(world.added_miles({g}))
        mine = found.counties.group == g
        assert set(found.counties.county[mine & found.counties.fails].tolist()) == world.failing({g})
        assert found.counties.people[mine].sum() == pytest.approx(found.people[g])


@given(st.data())
def test_pairs_that_interact_take_what_both_take_and_no_others_do(grid_demand: DemandPoints, data: st.DataObject) -> None:
    world: World = data.draw(worlds(grid_demand))
    today = world.today
    each = alone(today)
    found = pairs(today, each)
    row_of = {pair: row for row, pair in enumerate(zip(found.first.tolist(), found.second.tolist(), strict=True))}
    assert list(row_of) == sorted(row_of)
    for a, b in combinations(range(world.groups), 2):
        row = row_of.get((a, b))
        beyond = world.people({a, b}) - each.people[a] - each.people[b]
        stranded = world.stranded({a, b}) - each.stranded[a] - each.stranded[b]
        only_both = world.failing({a, b}) - world.failing({a}) - world.failing({b})
        if row is None:
            assert (beyond, stranded) == (pytest.approx(0), pytest.approx(0))
            assert not only_both
            assert world.added_miles({a, b}) == pytest.approx(each.miles[a] + each.miles[b])
            continue
        assert found.people[row] == pytest.approx(beyond)
        assert found.stranded[row] == pytest.approx(stranded)
        assert found.joint_miles[row] == pytest.approx(world.added_miles({a, b}))
        assert found.miles[row] >= 0
        assert set(found.county[found.failing == row].tolist()) == only_both


@given(st.data())
def test_a_set_closed_at_once_takes_what_asking_again_says(grid_demand: DemandPoints, data: st.DataObject) -> None:
    world: World = data.draw(worlds(grid_demand))
    closed = set(data.draw(st.lists(st.integers(0, max(world.groups - 1, 0)), max_size=3)))
    today = world.today
    mask = np.isin(world.group_of, sorted(closed))
    found = together(today.reach, world.demand, world.limits, mask)
    lost = [before and not after for before, after in zip(world.covered(set()), world.covered(closed), strict=True)]
    assert found.lost.tolist() == lost
    assert set(found.fails.tolist()) == world.failing(closed)


@given(st.data())
def test_whoever_loses_something_is_a_dependent_once_for_each_group(grid_demand: DemandPoints, data: st.DataObject) -> None:
    world: World = data.draw(worlds(grid_demand))
    today = world.today
    found, each = dependents(today), alone(today)
    keys = list(zip(found.group.tolist(), found.part.tolist(), strict=True))
    assert keys == sorted(set(keys))
    people = world.demand.part_people[found.part]
    for g in range(world.groups):
        assert people[(found.group == g) & found.loses].sum() == pytest.approx(each.people[g])
    zips = world.demand.part_zip[found.part]
    for group, z, rank in zip(found.group.tolist(), zips.tolist(), found.next_rank.tolist(), strict=True):
        assert today.choices.miles[z, rank] == world.nearest(z, {group})


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=12), st.integers(1, 4))
def test_first_rows_are_those_of_a_loop(given_rows: list[tuple[int, int]], most: int) -> None:
    rows = sorted(given_rows, key=lambda row: row[0])
    owner, group = (np.array([row[i] for row in rows], np.intp) for i in (0, 1))
    found = first_rows(owner, group, 4, most)
    for o in range(4):
        seen = dict[int, int]()
        for i, (mine, g) in enumerate(rows):
            if mine == o:
                seen.setdefault(g, i)
        wanted = list(seen.values())[:most]
        assert found[o].tolist() == wanted + [-1] * (most - len(wanted))


@given(st.data())
def test_choices_of_enough_nearest_trips_are_those_of_all(grid_demand: DemandPoints, data: st.DataObject) -> None:
    """Where trips are cut off, asking for as many nearest as the largest groups have brings all choices back."""
    world: World = data.draw(worlds(grid_demand))
    matrix, every = world.matrix, choices(world.matrix, world.group_of)
    if not len(world.group_of):
        return
    rank = np.arange(len(matrix.origin)) - matrix.first_row[matrix.origin]
    some = choices(matrix.take(rank < 2), world.group_of)
    cut = cut_short(matrix.take(rank < 2), world.group_of, some, 2)
    again = choices(matrix.take(rank < enough(world.group_of)), world.group_of)
    rows = np.flatnonzero(cut)
    mended = some.replaced(rows, type(again)(again.location[rows], again.miles[rows], again.minutes[rows]))
    assert mended.miles.tolist() == every.miles.tolist()
    assert mended.location.shape == (len(world.demand.zip), RANKS)
