"""Pairs over the road graph: the same miles, whichever search finds a pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.geo import CHORD_ERROR_MI
from finder.travel.model import Trips
from finder.travel.road.barriers import Barriers
from finder.travel.road.graph import MAX_LEG_CIRCUITY, RoadGraph
from finder.travel.road.pairs import (
    MAX_STREET_MI,
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
    bay_world,
    box,
    brute_force,
    ends_at_miles,
    geodesics,
    graph_of,
    river,
    road_along,
    world_raster,
)

FAR_ROAD: list[Spot] = [(-30.0, 0.0), (-30.0, 4.0), (-30.0, 8.0)]
FAR_GRAPH = graph_of(FAR_ROAD, road_along(*FAR_ROAD))
BAY_WORLD = bay_world()


def snap_miles(graph: RoadGraph, *steps: Spot) -> Snapped:
    return snap(graph, ends_at_miles(*steps).points)


def miles(trips: Trips) -> dict[tuple[int, int], float]:
    """Return miles by pair. Each pair may occur only once."""
    pairs = list(zip(trips.origin.tolist(), trips.destination.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    return dict(zip(pairs, trips.distance_mi.tolist(), strict=True))


def miles_within(graph: RoadGraph, here: Snapped, there: Snapped, limit_mi: float) -> dict[tuple[int, int], float]:
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
def test_miles_over_local_streets(straight: float, expected: float) -> None:
    assert street_mi(np.array([straight]))[0] == pytest.approx(expected)


@given(st.floats(0, MAX_STREET_MI), st.floats(0, MAX_STREET_MI))
def test_miles_over_local_streets_increase(a: float, b: float) -> None:
    low, high = street_mi(np.array(sorted((a, b))))
    assert low <= high
    assert min(a, b) <= low


@pytest.mark.parametrize(("straight_mi", "joined"), [(2.0, True), (4.0, True), (5.9, True), (6.1, False)])
def test_neighbors_without_a_road_are_joined_by_streets_up_to_six_miles(straight_mi: float, joined: bool) -> None:
    here, there = snap_miles(FAR_GRAPH, (60.0, 0.0)), snap_miles(FAR_GRAPH, (60.0, straight_mi))
    assert len(here.legs.node) == 0, "the road is beyond the longest leg"
    found = miles_within(FAR_GRAPH, here, there, 1000.0)
    expected = {(0, 0): pytest.approx(float(street_mi(np.array([straight_mi]))[0]), abs=1e-6)} if joined else {}
    assert found == expected


@pytest.mark.parametrize(("bent", "expected"), [(1.5, 4 * 1.5), (2.2, 4 * 1.55 * 1.25)])
def test_streets_are_used_only_where_the_road_is_longer(bent: float, expected: float) -> None:
    # The ends are 4 miles apart in a straight line: 6 or 8.8 by road, and 7.75 over streets.
    road: list[Spot] = [(0.0, 0.0), (0.0, 4.0)]
    graph = graph_of(road, road_along(*road, bent=bent))
    assert miles_within(graph, snap_miles(graph, road[0]), snap_miles(graph, road[1]), 100.0)[0, 0] == pytest.approx(
        expected, abs=1e-3
    )


def test_the_shorter_of_streets_and_highway_is_used() -> None:
    # Two points are 4 miles apart, each 3 miles from its own end of a road: 3.9 + 4.4 + 3.9 by road, and 7.75 over streets.
    road: list[Spot] = [(0.0, 0.0), (0.0, 4.0)]
    graph = graph_of(road, road_along(*road))
    found = miles_within(graph, snap_miles(graph, (3.0, 0.0)), snap_miles(graph, (3.0, 4.0)), 100.0)
    assert found[0, 0] == pytest.approx(4 * 1.55 * 1.25, abs=1e-3)
    # With a river in between, only the road remains.
    split = graph_of(road, road_along(*road), Barriers([], [river(2.0)]))
    found = miles_within(split, snap_miles(split, (3.0, 0.0)), snap_miles(split, (3.0, 4.0)), 100.0)
    assert found[0, 0] == pytest.approx(2 * 3 * MAX_LEG_CIRCUITY + 4.4, abs=3e-3)


# Water and rivers


def test_a_bay_is_crossed_by_its_bridge_or_driven_around() -> None:
    for bridge, expected in ((True, 59.4), (False, 70.4)):
        world = bay_world(bridge)
        assert miles_within(world, snap_miles(world, (20, 8)), snap_miles(world, (20, 22)), 100.0) == {
            (0, 0): pytest.approx(expected)
        }


def test_streets_do_not_join_neighbors_across_a_sound() -> None:
    steps: list[Spot] = [(n, e) for e in (0.0, 4.0) for n in (0.0, 5.0, 10.0, 15.0)]
    edges = [*road_along(*steps[:4]), *road_along(*steps[4:], first=4), (3, 7, 4.4)]
    graph = graph_of(steps, edges, Barriers([world_raster([box(-30, 14, 1.5, 2.5)])], []))
    # At 5 miles north, the points are 1.5 miles apart: up to the bridge, across, and back. North of the sound: over streets.
    found = miles_within(graph, snap_miles(graph, (5, 1.25), (15, 1.25)), snap_miles(graph, (5, 2.75), (15, 2.75)), 100.0)
    leg = np.hypot(5, 1.25) * MAX_LEG_CIRCUITY
    assert found[0, 0] == pytest.approx(leg + 5.5 + 4.4 + 5.5 + leg, abs=3e-3)
    assert found[1, 1] == pytest.approx(1.5 * 1.6, abs=3e-3)


def test_a_river_without_a_bridge_makes_pairs_unreachable() -> None:
    steps: list[Spot] = [(n, e) for e in (0.0, 10.0) for n in (0.0, 5.0, 10.0, 15.0)]
    graph = graph_of(steps, road_along(*steps[:4]) + road_along(*steps[4:], first=4), Barriers([], [river(5.0)]))
    here, there = snap_miles(graph, (5, 4.5), (5, 5.5)), snap_miles(graph, (5, 4.4), (5, 5.6))
    assert set(miles_within(graph, here, there, 1000.0)) == {(0, 0), (1, 1)}
    assert miles(unreachable_pairs(graph, here, there, 1000.0)) == {(0, 1): np.inf, (1, 0): np.inf}


def test_an_island_has_its_own_roads_and_none_to_the_mainland() -> None:
    here, there = snap_miles(BAY_WORLD, (18, 15), (20, 8)), snap_miles(BAY_WORLD, (22, 15), (20, 22))
    found = miles_within(BAY_WORLD, here, there, 1000.0)
    # The two points on the island are 4 miles apart: 4.4 by its road, and 7.75 over streets.
    assert found == {(0, 0): pytest.approx(4.4), (1, 1): pytest.approx(59.4)}
    unreachable = unreachable_pairs(BAY_WORLD, here, there, 1000.0)
    assert miles(unreachable) == {(0, 1): np.inf, (1, 0): np.inf}
    straight = geodesics(here.points, there.points)
    assert unreachable.straight_mi == pytest.approx(straight[unreachable.origin, unreachable.destination], abs=CHORD_ERROR_MI)


def test_unreachable_pairs_are_limited_by_the_straight_line() -> None:
    here, there = snap_miles(BAY_WORLD, (20, 15)), snap_miles(BAY_WORLD, (20, 8), (20, 22.5), (22, 15))
    assert set(miles(unreachable_pairs(BAY_WORLD, here, there, 7.3))) == {(0, 0)}
    assert set(miles(unreachable_pairs(BAY_WORLD, here, there, 7.6))) == {(0, 0), (0, 1)}
    assert miles(unreachable_pairs(BAY_WORLD, here, there, 6.0)) == {}


def test_the_components_that_points_are_snapped_to() -> None:
    found = snap_miles(BAY_WORLD, (20, 8), (20, 15), (20, 11.8), (400, 400))
    # The third point is in the open bay, 1.8 miles from shore, and the fourth is far away.
    assert found.components.tolist() == [[True, False], [False, True], [False, False], [False, False]]
    assert len(found) == 4
    taken = found.take(np.array([1, 0]))
    assert (taken.components.tolist(), taken.legs.points, len(taken.points)) == ([[False, True], [True, False]], 2, 2)


# The searches agree


LAND = st.tuples(st.integers(-8, 45), st.sampled_from([2, 5, 8, 9, 21, 22, 24, 27, 30]))
SEA = st.tuples(st.integers(0, 45), st.sampled_from([12, 18]))
ISLE = st.tuples(st.integers(17, 23), st.just(15))
POINTS = st.lists(st.one_of(LAND, LAND, ISLE, SEA), min_size=1, max_size=9)
WORLDS = st.sampled_from([BAY_WORLD, bay_world(bridge=False)])


@given(WORLDS, POINTS, POINTS, st.sampled_from([4.0, 11.0, 30.0, 65.0, np.inf]))
def test_pairs_within_and_unreachable_pairs_are_complete(world: RoadGraph, a: list[Spot], b: list[Spot], limit: float) -> None:
    here, there = snap_miles(world, *a), snap_miles(world, *b)
    every = brute_force(world, here, there)
    found = pairs_within(world, here, there, np.full(len(a), limit))
    i, j = np.nonzero((every <= limit) & np.isfinite(every))
    assert miles(found) == {k: pytest.approx(every[k], abs=1e-6) for k in zip(i.tolist(), j.tolist(), strict=True)}
    assert found.straight_mi == pytest.approx(geodesics(here.points, there.points)[found.origin, found.destination], abs=1e-3)
    i, j = np.nonzero(np.isinf(every) & (geodesics(here.points, there.points) <= limit))
    assert set(miles(unreachable_pairs(world, here, there, limit))) == set(zip(i.tolist(), j.tolist(), strict=True))


@given(WORLDS, POINTS, POINTS, st.lists(st.sampled_from([0.5, 3.0, 12.0, 40.0, 90.0]), min_size=9, max_size=9))
def test_each_origin_has_its_own_limit(world: RoadGraph, a: list[Spot], b: list[Spot], limits_mi: list[float]) -> None:
    here, there = snap_miles(world, *a), snap_miles(world, *b)
    limits = np.array(limits_mi[: len(a)])
    i, j = np.nonzero(brute_force(world, here, there) <= limits[:, None])
    assert set(miles(pairs_within(world, here, there, limits))) == set(zip(i.tolist(), j.tolist(), strict=True))


@given(WORLDS, POINTS, POINTS)
def test_both_directions_are_exactly_equally_long(world: RoadGraph, a: list[Spot], b: list[Spot]) -> None:
    here, there = snap_miles(world, *a), snap_miles(world, *b)
    go = miles_within(world, here, there, np.inf)
    back = miles_within(world, there, here, np.inf)
    assert go == pytest.approx({(i, j): m for (j, i), m in back.items()}, abs=1e-7)
    if len(a) > 1 and len(b) > 1:
        assert go == {(i, j): m for (j, i), m in back.items()}


@given(WORLDS, POINTS, POINTS, st.integers(1, 9))
def test_the_k_nearest_are_the_first_of_all_pairs(world: RoadGraph, a: list[Spot], b: list[Spot], k: int) -> None:
    here, there = snap_miles(world, *a), snap_miles(world, *b)
    k = min(k, len(b))
    every, straight = brute_force(world, here, there), geodesics(here.points, there.points)
    found = nearest(world, here, there, k)
    assert np.bincount(found.origin, minlength=len(a)).tolist() == [k] * len(a)
    assert found.distance_mi == pytest.approx(every[found.origin, found.destination], abs=1e-6)
    found = found.sorted_by_origin()
    for i in range(len(a)):
        order = np.lexsort((straight[i], every[i]))[:k]
        own = found.origin == i
        assert found.distance_mi[own] == pytest.approx(every[i, order], abs=1e-6)
        # Unreachable destinations are sorted by the straight line.
        unreachable = np.isinf(found.distance_mi[own])
        assert found.straight_mi[own][unreachable] == pytest.approx(straight[i, order][unreachable], abs=1e-3)


@given(WORLDS, POINTS, POINTS, st.integers(1, 3))
def test_the_nearest_of_many_origins_equal_those_of_single_ones(world: RoadGraph, a: list[Spot], b: list[Spot], k: int) -> None:
    here, there = snap_miles(world, *a), snap_miles(world, *b)
    k = min(k, len(b))
    together = nearest(world, here, there, k).sorted_by_origin()
    alone = [nearest(world, here.take(np.array([i])), there, k).sorted_by_origin().distance_mi for i in range(len(a))]
    assert together.distance_mi == pytest.approx(np.concatenate(alone), abs=1e-6)


def test_large_sets_are_measured_in_batches_without_losing_a_pair() -> None:
    # There are more points at each end than in one batch, in two cells of 3 degrees, in random order.
    rng = np.random.default_rng(7)
    west, east = (np.column_stack([rng.uniform(-8, 45, 150), rng.uniform(*side, 150)]).tolist() for side in ((0, 9), (21, 30)))
    here, there = snap_miles(BAY_WORLD, *west[:75], *east[:75]), snap_miles(BAY_WORLD, *west[75:], *east[75:], *ISLAND)
    every = brute_force(BAY_WORLD, here, there)
    for a, b, expected in ((here, there, every), (there, here, every.T)):
        shares: list[float] = []
        found = miles(pairs_within(BAY_WORLD, a, b, np.full(len(a), 40.0), shares.append))
        i, j = np.nonzero(expected <= 40.0)
        assert found == {k: pytest.approx(expected[k], abs=1e-6) for k in zip(i.tolist(), j.tolist(), strict=True)}
        assert len(shares) >= 3
        assert shares == sorted(shares)
        assert 0 <= shares[0] <= shares[-1] <= 1


# Streets between points that no road of the graph joins


def two_components(detour: float) -> tuple[RoadGraph, Spot, list[Spot]]:
    """Return a coast road, a separate road 5.5 miles north, an origin on the coast, and one center on each road."""
    coast: list[Spot] = [(0.0, 0.0), (0.0, 4.0), (0.0, 8.0)]
    hills: list[Spot] = [(5.5, 0.2 * i) for i in range(-3, 4)]
    graph = graph_of(coast + hills, road_along(*coast, bent=detour) + road_along(*hills, first=3))
    return graph, (0.0, 0.0), [(0.0, 8.0), (5.5, 0.0)]


@pytest.mark.parametrize("detour", [1.1, 4.0])
def test_streets_to_another_component_do_not_hide_road_trips(detour: float) -> None:
    graph, origin, centers = two_components(detour)
    here, there = snap_miles(graph, origin), snap_miles(graph, *centers)
    expected = {
        (0, 0): pytest.approx(8 * detour, abs=1e-3),
        (0, 1): pytest.approx(float(street_mi(np.array([5.5]))[0]), abs=1e-3),
    }
    assert miles_within(graph, here, there, 1000.0) == expected
    assert miles(nearest(graph, here, there, 2)) == expected


def test_road_trips_do_not_hide_streets_to_another_component() -> None:
    # The center on the coast road is 4.4 miles away. The other is 13.2 miles away over streets, beyond the first search step.
    graph, origin, centers = two_components(1.1)
    here, there = snap_miles(graph, origin), snap_miles(graph, (0.0, 4.0), centers[1])
    assert miles(nearest(graph, here, there, 2)) == miles_within(graph, here, there, 1000.0)


def test_of_centers_at_the_same_point_the_first_row_is_nearest() -> None:
    # Three centers are at the same point. The first of them is nearest, for a single origin and for several.
    origins: list[Spot] = [(n, 8.0) for n in range(0, 36, 5)]
    here, there = snap_miles(BAY_WORLD, *origins), snap_miles(BAY_WORLD, (20, 22), (20, 22), (20, 22))
    alone = [nearest(BAY_WORLD, here.take(np.array([i])), there, 1).destination.tolist() for i in range(len(origins))]
    assert alone == [[0]] * len(origins)
    assert nearest(BAY_WORLD, here, there, 1).sorted_by_origin().destination.tolist() == [0] * len(origins)


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_halfway_between_two_centers_the_first_row_is_nearest(side: float) -> None:
    road: list[Spot] = [(0.0, -9.0), (0.0, -2.0005), (0.0, 2.0005), (0.0, 9.0)]
    graph = graph_of(road, [(0, 1, 8.0), (2, 3, 8.0)])
    here, there = snap_miles(graph, *[(0.0, 0.0)] * 6), snap_miles(graph, (0.0, 9.0 * side), (0.0, -9.0 * side))
    found = nearest(graph, here, there, 1)
    assert found.destination.tolist() == [0] * 6
    assert found.distance_mi == pytest.approx(np.full(6, 8 + 2.0005 * MAX_LEG_CIRCUITY), abs=2e-3)


def test_no_trip_is_shorter_than_the_straight_line_even_if_its_road_is() -> None:
    road: list[Spot] = [(0.0, 0.0), (0.0, 20.0)]
    graph = graph_of(road, road_along(*road, bent=0.97))
    here, there = snap_miles(graph, *[road[0]] * 5), snap_miles(graph, road[1])
    for found in (pairs_within(graph, here, there, np.full(5, 100.0)), nearest(graph, here, there, 1)):
        assert found.distance_mi.tolist() == found.straight_mi.tolist() == pytest.approx([20.0] * 5, abs=1e-3)
