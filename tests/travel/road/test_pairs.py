"""Pairs over the road graph: each measured alike, whichever question it is an answer to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.geo import CHORD_ERROR_MI
from finder.travel.model import Trips
from finder.travel.road.barriers import Barriers
from finder.travel.road.graph import MAX_LEG_MI, RoadGraph
from finder.travel.road.pairs import (
    MAX_STREET_MI,
    STREET_MI,
    Snapped,
    nearest,
    pairs_within,
    snap,
    street_mi,
    unreachable_pairs,
)
from tests.travel.conftest import (
    ISLAND,
    Spot,
    apart_mi,
    bay_world,
    box,
    graph_of,
    places,
    river,
    road_along,
    table,
    world_raster,
)

FAR_ROAD: list[Spot] = [(-30.0, 0.0), (-30.0, 4.0), (-30.0, 8.0)]
FAR_GRAPH = graph_of(FAR_ROAD, road_along(*FAR_ROAD))
BAY_WORLD = bay_world()


def tie(graph: RoadGraph, *steps: Spot) -> Snapped:
    return snap(graph, places(*steps).points)


def miles(trips: Trips) -> dict[tuple[int, int], float]:
    """Miles by pair; each pair may be there once only."""
    pairs = list(zip(trips.origin.tolist(), trips.destination.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    return dict(zip(pairs, trips.distance_mi.tolist(), strict=True))


def all_within(graph: RoadGraph, here: Snapped, there: Snapped, limit_mi: float) -> dict[tuple[int, int], float]:
    return miles(pairs_within(graph, here, there, np.full(len(here), limit_mi)))


# Local streets


@pytest.mark.parametrize(
    ("straight", "expected"),
    [
        (0.0, 0.0),
        (1.0, 1.6),
        (3.0, 3 * 1.6),
        (4.0, 4 * 1.55 * 1.25),
        (5.0, 5 * (1.15 + 2.2 / 6.5) * 1.5),
        (6.0, 6 * (1.15 + 2.2 / 7.5) * 1.75),
    ],
)
def test_miles_through_local_streets_by_hand(straight: float, expected: float) -> None:
    assert street_mi(np.array([straight]))[0] == pytest.approx(expected)


@given(st.floats(0, MAX_STREET_MI), st.floats(0, MAX_STREET_MI))
def test_through_local_streets_farther_is_longer(a: float, b: float) -> None:
    low, high = street_mi(np.array(sorted((a, b))))
    assert low <= high
    assert min(a, b) <= low


@pytest.mark.parametrize(("apart", "joined"), [(2.0, True), (4.0, True), (5.9, True), (6.1, False)])
def test_neighbors_without_a_road_are_joined_by_streets_to_six_miles(apart: float, joined: bool) -> None:
    here, there = tie(FAR_GRAPH, (60.0, 0.0)), tie(FAR_GRAPH, (60.0, apart))
    assert len(here.legs.node) == 0, "beyond the longest leg"
    assert MAX_LEG_MI < 90
    found = all_within(FAR_GRAPH, here, there, 1000.0)
    expected = {(0, 0): pytest.approx(float(street_mi(np.array([apart]))[0]), abs=1e-6)} if joined else {}
    assert found == expected


@pytest.mark.parametrize(("bent", "expected"), [(1.5, 4 * 1.5), (2.2, 4 * 1.55 * 1.25)])
def test_streets_are_taken_only_where_the_road_is_longer(bent: float, expected: float) -> None:
    # A road of 4 miles in a straight line: of 6 miles or of 8.8, where 7.75 lead through streets.
    road: list[Spot] = [(0.0, 0.0), (0.0, 4.0)]
    graph = graph_of(road, road_along(*road, bent=bent))
    assert all_within(graph, tie(graph, road[0]), tie(graph, road[1]), 100.0)[0, 0] == pytest.approx(expected, abs=1e-3)
    assert STREET_MI == 3.0


def test_the_shorter_of_streets_and_highway_counts() -> None:
    # Two points 4 miles apart, either 3 miles from its own end of a road: 4.35 + 4.4 + 4.35 by it, 7.75 through streets.
    road: list[Spot] = [(0.0, 0.0), (0.0, 4.0)]
    graph = graph_of(road, road_along(*road))
    found = all_within(graph, tie(graph, (3.0, 0.0)), tie(graph, (3.0, 4.0)), 100.0)
    assert found[0, 0] == pytest.approx(4 * 1.55 * 1.25, abs=1e-3)
    # With a river between, it is the road.
    split = graph_of(road, road_along(*road), Barriers([], [river(2.0)]))
    found = all_within(split, tie(split, (3.0, 0.0)), tie(split, (3.0, 4.0)), 100.0)
    assert found[0, 0] == pytest.approx(4.35 + 4.4 + 4.35, abs=3e-3)


# Water and rivers


def test_over_the_bay_by_its_bridge_or_round_its_head() -> None:
    for bridge, expected in ((True, 59.4), (False, 70.4)):
        world = bay_world(bridge)
        assert all_within(world, tie(world, (20, 8)), tie(world, (20, 22)), 100.0) == {(0, 0): pytest.approx(expected)}


def test_across_a_narrow_sound_neighbors_are_not_joined_by_streets() -> None:
    steps: list[Spot] = [(n, e) for e in (0.0, 4.0) for n in (0.0, 5.0, 10.0, 15.0)]
    edges = [*road_along(*steps[:4]), *road_along(*steps[4:], first=4), (3, 7, 4.4)]
    graph = graph_of(steps, edges, Barriers([world_raster([box(-30, 14, 1.5, 2.5)])], []))
    # 1.5 miles apart at 5 north: up to the bridge, over it and back. Beyond the head of the sound: through streets.
    found = all_within(graph, tie(graph, (5, 1.25), (15, 1.25)), tie(graph, (5, 2.75), (15, 2.75)), 100.0)
    to_the_road = 1.25 * 1.45
    assert found[0, 0] == pytest.approx(to_the_road + 11 + 4.4 + 11 + to_the_road, abs=3e-3)
    assert found[1, 1] == pytest.approx(1.5 * 1.6, abs=3e-3)


def test_a_river_without_a_bridge_parts_the_world() -> None:
    steps: list[Spot] = [(n, e) for e in (0.0, 10.0) for n in (0.0, 5.0, 10.0, 15.0)]
    graph = graph_of(steps, road_along(*steps[:4]) + road_along(*steps[4:], first=4), Barriers([], [river(5.0)]))
    here, there = tie(graph, (5, 4.5), (5, 5.5)), tie(graph, (5, 4.4), (5, 5.6))
    assert set(all_within(graph, here, there, 1000.0)) == {(0, 0), (1, 1)}
    assert miles(unreachable_pairs(graph, here, there, 1000.0)) == {(0, 1): np.inf, (1, 0): np.inf}


def test_an_island_has_roads_of_its_own_and_none_to_the_mainland() -> None:
    here, there = tie(BAY_WORLD, (18, 15), (20, 8)), tie(BAY_WORLD, (22, 15), (20, 22))
    found = all_within(BAY_WORLD, here, there, 1000.0)
    # On the island its ends are 4 miles apart: 4.4 by its road, 7.75 through streets.
    assert found == {(0, 0): pytest.approx(4.4), (1, 1): pytest.approx(59.4)}
    lone = unreachable_pairs(BAY_WORLD, here, there, 1000.0)
    assert miles(lone) == {(0, 1): np.inf, (1, 0): np.inf}
    straight = apart_mi(here.points, there.points)
    assert lone.straight_mi == pytest.approx(straight[lone.origin, lone.destination], abs=CHORD_ERROR_MI)


def test_roadless_pairs_are_those_within_the_straight_line() -> None:
    here, there = tie(BAY_WORLD, (20, 15)), tie(BAY_WORLD, (20, 8), (20, 22.5), (22, 15))
    assert set(miles(unreachable_pairs(BAY_WORLD, here, there, 7.3))) == {(0, 0)}
    assert set(miles(unreachable_pairs(BAY_WORLD, here, there, 7.6))) == {(0, 0), (0, 1)}
    assert miles(unreachable_pairs(BAY_WORLD, here, there, 6.0)) == {}


def test_which_pieces_points_are_tied_to() -> None:
    found = tie(BAY_WORLD, (20, 8), (20, 15), (20, 11.8), (400, 400))
    # In the open bay, 1.8 miles off either shore; far away.
    assert found.components.tolist() == [[True, False], [False, True], [False, False], [False, False]]
    assert len(found) == 4
    some = found.take(np.array([1, 0]))
    assert (some.components.tolist(), some.legs.points, len(some.points)) == ([[False, True], [True, False]], 2, 2)


# The questions agree


LAND = st.tuples(st.integers(-8, 45), st.sampled_from([2, 5, 8, 9, 21, 22, 24, 27, 30]))
SEA = st.tuples(st.integers(0, 45), st.sampled_from([12, 18]))
ISLE = st.tuples(st.integers(17, 23), st.just(15))
ANYWHERE = st.lists(st.one_of(LAND, LAND, ISLE, SEA), min_size=1, max_size=9)
WORLDS = st.sampled_from([BAY_WORLD, bay_world(bridge=False)])


@given(WORLDS, ANYWHERE, ANYWHERE, st.sampled_from([4.0, 11.0, 30.0, 65.0, np.inf]))
def test_all_within_and_all_without_a_road_are_all(world: RoadGraph, a: list[Spot], b: list[Spot], limit: float) -> None:
    here, there = tie(world, *a), tie(world, *b)
    every = table(world, here, there)
    found = pairs_within(world, here, there, np.full(len(a), limit))
    i, j = np.nonzero((every <= limit) & np.isfinite(every))
    assert miles(found) == {k: pytest.approx(every[k], abs=1e-6) for k in zip(i.tolist(), j.tolist(), strict=True)}
    assert found.straight_mi == pytest.approx(apart_mi(here.points, there.points)[found.origin, found.destination], abs=1e-3)
    i, j = np.nonzero(np.isinf(every) & (apart_mi(here.points, there.points) <= limit))
    assert set(miles(unreachable_pairs(world, here, there, limit))) == set(zip(i.tolist(), j.tolist(), strict=True))


@given(WORLDS, ANYWHERE, ANYWHERE, st.lists(st.sampled_from([0.5, 3.0, 12.0, 40.0, 90.0]), min_size=9, max_size=9))
def test_each_origin_has_its_own_reach(world: RoadGraph, a: list[Spot], b: list[Spot], reach: list[float]) -> None:
    here, there = tie(world, *a), tie(world, *b)
    limits = np.array(reach[: len(a)])
    i, j = np.nonzero(table(world, here, there) <= limits[:, None])
    assert set(miles(pairs_within(world, here, there, limits))) == set(zip(i.tolist(), j.tolist(), strict=True))


@given(WORLDS, ANYWHERE, ANYWHERE)
def test_there_and_back_are_exactly_as_long(world: RoadGraph, a: list[Spot], b: list[Spot]) -> None:
    here, there = tie(world, *a), tie(world, *b)
    go = all_within(world, here, there, np.inf)
    back = all_within(world, there, here, np.inf)
    assert go == pytest.approx({(i, j): m for (j, i), m in back.items()}, abs=1e-7)
    if len(a) > 1 and len(b) > 1:
        assert go == {(i, j): m for (j, i), m in back.items()}


@given(WORLDS, ANYWHERE, ANYWHERE, st.integers(1, 9))
def test_the_k_nearest_are_the_first_of_all(world: RoadGraph, a: list[Spot], b: list[Spot], k: int) -> None:
    here, there = tie(world, *a), tie(world, *b)
    k = min(k, len(b))
    every, straight = table(world, here, there), apart_mi(here.points, there.points)
    found = nearest(world, here, there, k)
    assert np.bincount(found.origin, minlength=len(a)).tolist() == [k] * len(a)
    assert found.distance_mi == pytest.approx(every[found.origin, found.destination], abs=1e-6)
    found = found.sorted_by_origin()
    for i in range(len(a)):
        order = np.lexsort((straight[i], every[i]))[:k]
        mine = found.origin == i
        assert found.distance_mi[mine] == pytest.approx(every[i, order], abs=1e-6)
        # Those without a road by the straight line.
        lone = np.isinf(found.distance_mi[mine])
        assert found.straight_mi[mine][lone] == pytest.approx(straight[i, order][lone], abs=1e-3)


@given(WORLDS, ANYWHERE, ANYWHERE, st.integers(1, 3))
def test_the_nearest_of_many_origins_are_those_of_each_alone(world: RoadGraph, a: list[Spot], b: list[Spot], k: int) -> None:
    here, there = tie(world, *a), tie(world, *b)
    k = min(k, len(b))
    together = nearest(world, here, there, k).sorted_by_origin()
    alone = [nearest(world, here.take(np.array([i])), there, k).sorted_by_origin().distance_mi for i in range(len(a))]
    assert together.distance_mi == pytest.approx(np.concatenate(alone), abs=1e-6)


def test_many_places_are_asked_about_in_blocks_and_none_is_lost() -> None:
    # More at either end than one block holds, over two cells of 3 degrees, in no order.
    rng = np.random.default_rng(7)
    west, east = (np.column_stack([rng.uniform(-8, 45, 150), rng.uniform(*side, 150)]).tolist() for side in ((0, 9), (21, 30)))
    here, there = tie(BAY_WORLD, *west[:75], *east[:75]), tie(BAY_WORLD, *west[75:], *east[75:], *ISLAND)
    every = table(BAY_WORLD, here, there)
    for a, b, expected in ((here, there, every), (there, here, every.T)):
        told: list[float] = []
        found = miles(pairs_within(BAY_WORLD, a, b, np.full(len(a), 40.0), told.append))
        i, j = np.nonzero(expected <= 40.0)
        assert found == {k: pytest.approx(expected[k], abs=1e-6) for k in zip(i.tolist(), j.tolist(), strict=True)}
        assert len(told) >= 3
        assert told == sorted(told)
        assert 0 <= told[0] <= told[-1] <= 1


# Streets between places that no road of the graph joins


def two_pieces(detour: float) -> tuple[RoadGraph, Spot, list[Spot]]:
    """A coast road, and a road of its own 5.5 miles north; from an origin at the coast, centers on either."""
    coast: list[Spot] = [(0.0, 0.0), (0.0, 4.0), (0.0, 8.0)]
    hills: list[Spot] = [(5.5, 0.2 * i) for i in range(-3, 4)]
    graph = graph_of(coast + hills, road_along(*coast, bent=detour) + road_along(*hills, first=3))
    return graph, (0.0, 0.0), [(0.0, 8.0), (5.5, 0.0)]


@pytest.mark.parametrize("detour", [1.1, 4.0])
def test_streets_to_another_piece_do_not_hide_what_the_road_leads_to(detour: float) -> None:
    graph, origin, centers = two_pieces(detour)
    here, there = tie(graph, origin), tie(graph, *centers)
    expected = {
        (0, 0): pytest.approx(8 * detour, abs=1e-3),
        (0, 1): pytest.approx(float(street_mi(np.array([5.5]))[0]), abs=1e-3),
    }
    assert all_within(graph, here, there, 1000.0) == expected
    assert miles(nearest(graph, here, there, 2)) == expected


def test_what_the_road_leads_to_does_not_hide_streets_to_another_piece() -> None:
    # The one center that the road leads to is 4.4 miles away; the other is 13.2 through streets, more than is looked at first.
    graph, origin, centers = two_pieces(1.1)
    here, there = tie(graph, origin), tie(graph, (0.0, 4.0), centers[1])
    assert miles(nearest(graph, here, there, 2)) == all_within(graph, here, there, 1000.0)


def test_among_equals_the_first_row_is_the_nearest() -> None:
    # Three centers at one spot: whoever asks, alone or with others, is sent to the first of them.
    origins: list[Spot] = [(n, 8.0) for n in range(0, 36, 5)]
    here, there = tie(BAY_WORLD, *origins), tie(BAY_WORLD, (20, 22), (20, 22), (20, 22))
    alone = [nearest(BAY_WORLD, here.take(np.array([i])), there, 1).destination.tolist() for i in range(len(origins))]
    assert alone == [[0]] * len(origins)
    assert nearest(BAY_WORLD, here, there, 1).sorted_by_origin().destination.tolist() == [0] * len(origins)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_halfway_between_two_the_first_row_is_the_nearest(side: float) -> None:
    road: list[Spot] = [(0.0, -9.0), (0.0, -2.0005), (0.0, 2.0005), (0.0, 9.0)]
    graph = graph_of(road, [(0, 1, 8.0), (2, 3, 8.0)])
    here, there = tie(graph, *[(0.0, 0.0)] * 6), tie(graph, (0.0, 9.0 * side), (0.0, -9.0 * side))
    found = nearest(graph, here, there, 1)
    assert found.destination.tolist() == [0] * 6
    assert found.distance_mi == pytest.approx(np.full(6, 8 + 2.0005 * 1.45), abs=2e-3)


def test_no_trip_is_shorter_than_the_straight_line_though_a_road_is_drawn_so() -> None:
    road: list[Spot] = [(0.0, 0.0), (0.0, 20.0)]
    graph = graph_of(road, road_along(*road, bent=0.97))
    here, there = tie(graph, *[road[0]] * 5), tie(graph, road[1])
    for found in (pairs_within(graph, here, there, np.full(5, 100.0)), nearest(graph, here, there, 1)):
        assert found.distance_mi.tolist() == found.straight_mi.tolist() == pytest.approx([20.0] * 5, abs=1e-3)
