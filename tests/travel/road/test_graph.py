"""The road graph: legs, paths, and components worked out by hand, and properties of any small graph."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.arrays import Floats
from finder.domain.geo import PointSet
from finder.travel.road.barriers import Barriers
from finder.travel.road.costs import UNITS_PER_MILE, cost, miles_of, minutes_of
from finder.travel.road.graph import (
    MAX_EDGE_MI,
    MAX_LEG_CIRCUITY,
    MAX_LEG_MI,
    Legs,
    RoadGraph,
    barriers_from,
    graph_from,
    subdivide,
)
from finder.travel.road.speeds import HIGHWAY, LEG_MPH, LOCAL, MPH, NAMED
from finder.travel.straight_line import circuity
from tests.travel.conftest import (
    EAST_SHORE,
    ISLAND,
    WEST_SHORE,
    Spot,
    bay_world,
    ends_at_miles,
    geodesics,
    graph_of,
    points,
    river,
    road_along,
)

HIGHWAY_NODES: list[Spot] = [(0.0, e) for e in range(0, 41, 5)]
PLAIN = graph_of(HIGHWAY_NODES, road_along(*HIGHWAY_NODES))


def at(*steps: Spot) -> PointSet:
    return ends_at_miles(*steps).points


def legs_of(graph: RoadGraph, *steps: Spot) -> list[dict[int, float]]:
    """Return the miles of each point's legs by node."""
    legs = graph.legs(at(*steps))
    assert legs.points == len(steps)
    found: list[dict[int, float]] = [{} for _ in steps]
    for point, node, length in zip(legs.point.tolist(), legs.node.tolist(), miles_of(legs.cost).tolist(), strict=True):
        found[point][node] = length
    return found


def path_miles(graph: RoadGraph, a: PointSet, b: PointSet, limit_mi: float = np.inf) -> Floats:
    return miles_of(graph.path_costs(graph.legs(a), graph.legs(b), limit_mi * UNITS_PER_MILE))


# Legs


def test_a_leg_has_the_circuity_of_a_short_trip() -> None:
    # The circuity of a leg of 3 miles is capped at 1.3, and that of a leg of 5.83 miles is nearly the same.
    (legs,) = legs_of(PLAIN, (3.0, 20.0))
    assert legs[4] == pytest.approx(3 * 1.3, abs=0.002)
    assert legs[3] == legs[5] == pytest.approx(np.hypot(3, 5) * 1.3, abs=0.003)


def test_a_long_leg_has_less_circuity() -> None:
    (legs,) = legs_of(PLAIN, (40.0, 20.0))
    assert legs[4] == pytest.approx(40 * (1.15 + 2.2 / 41.5), rel=1e-3)


def test_a_point_on_a_node_has_a_leg_of_length_zero() -> None:
    assert legs_of(PLAIN, (0.0, 20.0)) == [{4: 0.0}]


def test_no_leg_is_much_longer_than_the_shortest() -> None:
    # From 1 mile away, legs are at most 3 x 1 + 2 = 5 miles, and the nodes on either side are 5.1 miles away. From 1.1 miles
    # away, legs are at most 5.3 miles, and these nodes are 5.12 miles away.
    assert set(legs_of(PLAIN, (1.0, 20.0))[0]) == {4}
    assert set(legs_of(PLAIN, (1.1, 20.0))[0]) == {3, 4, 5}


def test_a_point_has_legs_to_its_nearest_nodes_up_to_a_maximum() -> None:
    nodes = [(0.0, 0.2 * i) for i in range(20)]
    graph = graph_of(nodes, road_along(*nodes))
    assert set(legs_of(graph, (1.0, 2.02))[0]) == {8, 9, 10, 11, 12, 13}


def test_a_point_too_far_from_any_road_has_no_leg() -> None:
    graph = graph_of([(0, 0), (0, 1), (0, 2)], [(0, 1, 1.1), (1, 2, 1.1)])
    assert legs_of(graph, (MAX_LEG_MI - 0.5, 1.0), (MAX_LEG_MI + 0.5, 1.0))[1] == {}
    assert legs_of(graph, (MAX_LEG_MI - 0.5, 1.0))[0] != {}


def test_in_the_north_legs_are_shorter() -> None:
    lat, lon = np.full(3, 64.0), np.array([-150.0, -149.9, -149.8])
    graph = RoadGraph(
        PointSet(lat, lon), np.array([0, 1]), np.array([1, 2]), np.full(2, 4000.0), np.zeros(2, np.uint8), Barriers([], [])
    )
    legs = graph.legs(PointSet(np.array([64.2, 64.5]), np.array([-149.9, -149.9])))  # 13.8 and 34.6 miles away.
    assert set(legs.point.tolist()) == {0}


def test_no_leg_crosses_water_or_a_river() -> None:
    legs = legs_of(bay_world(), (20.0, 9.5), (20.0, 20.5), (20.0, 15.2))
    w, e = len(WEST_SHORE), len(EAST_SHORE)
    assert set(legs[0]) <= set(range(w))
    assert set(legs[1]) <= set(range(w, w + e))
    assert set(legs[2]) <= set(range(w + e, w + e + len(ISLAND)))
    assert all(legs)


def test_nodes_on_this_side_of_a_river_are_found_behind_many_on_the_other() -> None:
    # Twenty nodes are on the other bank, and three, farther away, on this bank.
    far, near = [(0.1 * i, 6.0) for i in range(20)], [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
    graph = graph_of(far + near, road_along(*far) + road_along(*near, first=20), Barriers([], [river(5.0)]))
    assert set(legs_of(graph, (1.0, 4.5))[0]) == {20, 21, 22}


def test_legs_are_whole_thousandths_and_no_shorter_than_the_straight_line() -> None:
    here = at(*[(n / 7, n * 1.3) for n in range(30)])
    legs = PLAIN.legs(here)
    straight = geodesics(here, PLAIN.nodes)[legs.point, legs.node]
    assert (miles_of(legs.cost) >= straight - 0.0005).all()
    expected = straight * np.minimum(circuity(straight), MAX_LEG_CIRCUITY)
    assert miles_of(legs.cost) == pytest.approx(expected, abs=0.0015)
    assert minutes_of(legs.cost) == pytest.approx(expected * 60 / LEG_MPH, abs=0.003)


def test_legs_of_no_points() -> None:
    legs = PLAIN.legs(points())
    assert (len(legs.point), legs.points, legs.start.tolist()) == (0, 0, [0])


# Legs as a table


LEGS_OF_4 = Legs(np.array([0, 0, 2, 3, 3, 3]), np.array([5, 6, 7, 1, 2, 3]), np.array([10.0, 20, 30, 40, 50, 60]), 4)


def test_the_first_leg_of_each_point() -> None:
    assert LEGS_OF_4.start.tolist() == [0, 2, 2, 3, 6]


def test_taking_points_renumbers_them_and_keeps_their_legs() -> None:
    some = LEGS_OF_4.take(np.array([3, 1, 0, 3]))
    assert some.points == 4
    assert some.point.tolist() == [0, 0, 0, 2, 2, 3, 3, 3]
    assert some.node.tolist() == [1, 2, 3, 5, 6, 1, 2, 3]
    assert some.cost.tolist() == [40, 50, 60, 10, 20, 40, 50, 60]
    assert some.start.tolist() == [0, 3, 3, 5, 8]


def test_taking_no_points_is_empty() -> None:
    none = LEGS_OF_4.take(np.zeros(0, np.intp))
    assert (none.points, len(none.node), none.start.tolist()) == (0, 0, [0])


def test_legs_on_a_subgraph() -> None:
    local = np.full(8, -1)
    local[[2, 5, 7]] = [0, 1, 2]
    some = LEGS_OF_4.on_subgraph(local)
    assert (some.point.tolist(), some.node.tolist(), some.cost.tolist(), some.points) == (
        [0, 2, 3],
        [1, 2, 0],
        [10, 30, 50],
        4,
    )


# Paths
def test_paths_along_a_highway() -> None:
    assert path_miles(PLAIN, at((0, 0), (0, 15)), at((0, 40), (0, 0))).tolist() == [[44.0, 0.0], [27.5, 16.5]]


def test_a_path_with_a_leg_at_one_end() -> None:
    # From 3 miles off the road, over the nearest node (3.9 + 22), the next (7.58 + 16.5), or the one after it (13.6 + 11).
    found = path_miles(PLAIN, at((3, 20)), at((0, 40)))[0, 0]
    far = np.hypot(3, 10)
    routes = (3 * 1.3 + 22, np.hypot(3, 5) * 1.3 + 16.5, far * (1.15 + 2.2 / (far + 1.5)) + 11)
    assert found == pytest.approx(min(routes), abs=0.003)


@pytest.mark.parametrize(("bridge", "miles"), [(True, 22 + 15.4 + 22), (False, 27.5 + 15.4 + 27.5)])
def test_a_path_across_a_bay_uses_its_bridge(bridge: bool, miles: float) -> None:
    assert path_miles(bay_world(bridge), at((20, 8)), at((20, 22)))[0, 0] == pytest.approx(miles)


def test_no_path_leads_to_the_island() -> None:
    world = bay_world()
    found = path_miles(world, at((20, 8), (18, 15)), at((20, 22), (20, 15)))
    assert np.isfinite(found).tolist() == [[True, False], [False, True]]
    assert found[1, 1] == pytest.approx(2.2)


def test_the_shorter_of_parallel_routes_is_used() -> None:
    # The direct road is 30 miles long, the northern one 24, and the southern one 26.
    nodes = [(0, 0), (0, 20), (5, 10), (-5, 10)]
    graph = graph_of(nodes, [(0, 1, 30), (0, 2, 12), (2, 1, 12), (0, 3, 13), (3, 1, 13)])
    assert path_miles(graph, at((0, 0)), at((0, 20)))[0, 0] == 24.0
    without = graph_of(nodes, [(0, 1, 30), (0, 3, 13), (3, 1, 13)])
    assert path_miles(without, at((0, 0)), at((0, 20)))[0, 0] == 26.0


@pytest.mark.parametrize("miles", [(6.0, 8.0), (8.0, 6.0)])
def test_the_shorter_of_parallel_edges_is_used(miles: tuple[float, float]) -> None:
    graph = graph_of([(0, 0), (0, 5), (0, 11)], [(0, 1, miles[0]), (1, 0, miles[1]), (1, 2, 6.5)])
    assert path_miles(graph, at((0, 0)), at((0, 5)))[0, 0] == 6.0


def test_the_limit_is_inclusive() -> None:
    assert path_miles(PLAIN, at((0, 0)), at((0, 20)), 22.0).tolist() == [[22.0]]
    assert path_miles(PLAIN, at((0, 0)), at((0, 20)), 21.999).tolist() == [[np.inf]]


def test_without_targets_or_legs_there_is_no_path() -> None:
    far = points((0.0, 0.0), (90.0, 0.0))
    assert path_miles(PLAIN, at((0, 0)), points()).shape == (1, 0)
    assert np.isinf(path_miles(PLAIN, at((0, 0)), far)).all()
    assert np.isinf(path_miles(PLAIN, far, at((0, 0)))).all()


def test_earlier_searches_and_other_sources_change_nothing() -> None:
    # The spare source nodes are overwritten for each search, and nothing of an earlier search may remain in them.
    one, many = at((3, 20)), at(*[(n, 3.0 * n) for n in range(-6, 7)])
    alone = path_miles(PLAIN, one, many)
    path_miles(PLAIN, many, many)
    assert np.array_equal(path_miles(PLAIN, one, many), alone)
    assert np.array_equal(path_miles(PLAIN, at((3, 20), (0, 0)), many)[:1], alone)


def test_components_are_numbered_by_size() -> None:
    world = bay_world()
    w = len(WEST_SHORE) + len(EAST_SHORE)
    assert world.component.tolist() == [0] * w + [1] * len(ISLAND)
    apart = graph_of([(0, 0), (0, 5), (0, 10), (0, 20), (0, 25)], [(1, 2, 6), (3, 4, 6), (0, 3, 25)])
    assert apart.component.tolist() == [0, 1, 1, 0, 0]


def test_the_nearest_source_of_each_node() -> None:
    sources = PLAIN.legs(at((0, 0), (0, 30), (200, 200)))
    costs, source = PLAIN.nearest_source(sources)
    assert miles_of(costs).tolist() == pytest.approx([0, 5.5, 11, 16.5, 11, 5.5, 0, 5.5, 11])
    # At mile 15, both are equally near.
    assert [*source[:3].tolist(), *source[4:].tolist()] == [0, 0, 0, 1, 1, 1, 1, 1]


def test_of_sources_at_the_same_point_the_first_is_nearest() -> None:
    _, source = PLAIN.nearest_source(PLAIN.legs(at((3, 30), (3, 12), (3, 30), (3, 12))))
    assert set(source.tolist()) == {0, 1}


def test_without_sources_no_node_has_a_nearest_one() -> None:
    for sources in (points(), points((0.0, 0.0))):
        length, source = PLAIN.nearest_source(PLAIN.legs(sources))
        assert np.isinf(length).all()
        assert set(source.tolist()) == {-1}


def test_another_component_has_no_source() -> None:
    world = bay_world()
    length, source = world.nearest_source(world.legs(at((20, 8))))
    island = world.component == 1
    assert np.isinf(length[island]).all()
    assert set(source[island].tolist()) == {-1}
    assert np.isfinite(length[~island]).all()


# Any small graph

STEP = st.integers(0, 30)
NODES = st.lists(st.tuples(STEP, STEP), min_size=2, max_size=14, unique=True)
POINTS = st.lists(st.tuples(STEP, STEP), min_size=1, max_size=9)


@st.composite
def graphs(draw: st.DrawFn) -> RoadGraph:
    """Draw nodes at whole miles, most of them joined to an earlier one, and more edges, up to twice the straight line long."""
    nodes = draw(NODES)
    pairs = {(draw(st.integers(0, i - 1)), i) for i in range(1, len(nodes)) if draw(st.integers(0, 9))}
    pairs |= draw(st.sets(st.tuples(st.integers(0, len(nodes) - 2), st.just(len(nodes) - 1)), max_size=4))
    edges = [(a, b, float(np.hypot(*np.subtract(nodes[a], nodes[b]))) * draw(st.floats(1.01, 2.0))) for a, b in sorted(pairs)]
    barriers = Barriers([], [river(draw(STEP) + 0.5)] if draw(st.booleans()) else [])
    return graph_of(nodes, edges, barriers)


def floyd_warshall(graph: RoadGraph, a: Legs, b: Legs) -> Floats:
    """Return the shortest paths by the Floyd-Warshall algorithm, then the shortest over all legs, as costs."""
    n = len(graph.nodes)
    path = np.full((n, n), np.inf)
    np.fill_diagonal(path, 0)
    edges = cost(graph.length, graph.length / UNITS_PER_MILE * (60 / MPH[graph.kind]))
    np.minimum.at(path, (graph.source, graph.target), edges)
    path = np.minimum(path, path.T)
    for k in range(n):
        path = np.minimum(path, path[:, k, None] + path[None, k])
    shortest = np.full((a.points, b.points), np.inf)
    for i, x, first in zip(a.point, a.node, a.cost, strict=True):
        for j, y, last in zip(b.point, b.node, b.cost, strict=True):
            shortest[i, j] = min(shortest[i, j], first + path[x, y] + last)
    return shortest


@given(graphs(), POINTS, POINTS)
def test_path_lengths_are_shortest_and_equal_in_both_directions(graph: RoadGraph, here: list[Spot], there: list[Spot]) -> None:
    a, b = graph.legs(at(*here)), graph.legs(at(*there))
    found = graph.path_costs(a, b, np.inf)
    assert np.array_equal(found, floyd_warshall(graph, a, b))
    assert np.array_equal(graph.path_costs(b, a, np.inf), found.T)


@given(graphs(), POINTS, POINTS, st.integers(0, 60))
def test_a_subgraph_gives_the_same_path_lengths(graph: RoadGraph, here: list[Spot], there: list[Spot], limit: int) -> None:
    start = at(*here)
    a, b = graph.legs(start), graph.legs(at(*there))
    middle = start.xyz_mi.mean(axis=0)
    radius = float(np.sqrt(((start.xyz_mi - middle) ** 2).sum(axis=1)).max())
    nodes = graph.nodes_within(middle, radius + limit + 0.01)
    whole = graph.path_costs(a, b, limit * UNITS_PER_MILE)
    assert np.array_equal(graph.path_costs(a, b, limit * UNITS_PER_MILE, nodes), whole)
    every = graph.path_costs(a, b, np.inf)
    assert np.array_equal(whole, np.where(np.floor(every) <= limit * UNITS_PER_MILE, every, np.inf))


@given(graphs(), POINTS, POINTS)
def test_the_nearest_source_has_the_shortest_path(graph: RoadGraph, here: list[Spot], there: list[Spot]) -> None:
    a, b = graph.legs(at(*here)), graph.legs(at(*there))
    length, source = graph.nearest_source(b)
    every = graph.path_costs(a, b, np.inf)
    best = np.full(a.points, np.inf)
    np.minimum.at(best, a.point, length[a.node] + a.cost)
    assert np.array_equal(best, every.min(axis=1))
    for leg in np.flatnonzero(np.isfinite(length[a.node])):
        i, node = a.point[leg], a.node[leg]
        assert every[i, source[node]] <= length[node] + a.cost[leg]
    assert np.array_equal(source == -1, np.isinf(length))


@given(graphs())
def test_components_are_joined_by_paths_and_the_largest_is_first(graph: RoadGraph) -> None:
    at_nodes = Legs(np.arange(len(graph.nodes)), np.arange(len(graph.nodes)), np.zeros(len(graph.nodes)), len(graph.nodes))
    joined = np.isfinite(floyd_warshall(graph, at_nodes, at_nodes))
    assert np.array_equal(graph.component[:, None] == graph.component[None], joined)
    sizes = np.bincount(graph.component)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


@given(graphs(), POINTS)
def test_legs_of_a_point_do_not_depend_on_other_points(graph: RoadGraph, here: list[Spot]) -> None:
    together = legs_of(graph, *here)
    assert together == [legs_of(graph, s)[0] for s in here]
    assert together == legs_of(graph, *here[::-1])[::-1]


# Building the graph
def test_long_edges_are_split_into_equal_parts() -> None:
    lat, lon = np.array([40.0, 40.1, 40.0]), np.array([-100.0, -100.0, -99.7])
    kinds = np.array([HIGHWAY, NAMED, LOCAL], np.uint8)
    ends = np.array([0, 0, 1]), np.array([1, 2, 2])
    lat, lon, a, b, miles, kind = subdivide(lat, lon, *ends, np.array([4.0, 10.0, 4.5]), kinds)
    assert a.tolist() == [0, 0, 3, 4, 1, 5]
    assert b.tolist() == [1, 3, 4, 2, 5, 2]
    assert miles.tolist() == pytest.approx([4.0, 10 / 3, 10 / 3, 10 / 3, 2.25, 2.25])
    assert kind.tolist() == [HIGHWAY, NAMED, NAMED, NAMED, LOCAL, LOCAL]
    assert lat.tolist() == pytest.approx([40.0, 40.1, 40.0, 40.0, 40.0, 40.05])
    assert lon.tolist() == pytest.approx([-100.0, -100.0, -99.7, -99.9, -99.8, -99.85])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(6, 9), st.floats(0, 60)), max_size=12))
def test_splitting_keeps_the_miles_and_the_ends(edges: list[tuple[int, int, float]]) -> None:
    table = np.array(edges, float).reshape(-1, 3)
    source, target = table[:, :2].T.astype(np.intp)
    lat, lon = 40 + np.arange(10) / 10, -100 + np.arange(10) / 7
    new_lat, new_lon, a, b, miles, kind = subdivide(lat, lon, source, target, table[:, 2], np.arange(len(table)))
    assert (miles <= MAX_EDGE_MI).all()
    assert np.array_equal(new_lat[:10], lat)
    assert len(new_lat) == len(new_lon) == 10 + len(miles) - len(table)
    for i, (start, end, length) in enumerate(edges):
        own = kind == i
        assert miles[own].sum() == pytest.approx(length)
        assert (a[own][0], b[own][-1]) == (start, end)
        assert a[own][1:].tolist() == b[own][:-1].tolist()


def test_the_graph_from_a_small_table() -> None:
    # Two nodes 0.1 degrees apart have an edge of 9 miles, which is split into three parts. A link joins a town to a new node.
    table = {
        "lat": np.array([400000, 0]), "lon": np.array([-1000000, 1000]),
        "end_lat": np.array([400100]), "end_lon": np.array([-999667]),
        "edge_from": np.array([0]), "edge_to": np.array([1]), "edge_mi": np.array([9001]),
        "edge_kind": np.array([HIGHWAY], np.uint8),
        "link_from": np.array([2]), "link_to": np.array([2]), "link_mi": np.array([950]),
        "link_kind": np.array([LOCAL], np.uint8),
        "river": np.array([[-1000500, 390000], [-1000500, 410000], [0, 0], [10000, 10000]]), "river_start": np.array([0, 2, 4]),
        "land_corner": np.array([[-100.0, 40.5]]), "land_0": np.full((8, 1), 255, np.uint8),
        "steep_corner": np.array([-101.0, 41.0, 1.0]), "steep": np.array([[0, 2, 0]], np.uint8),
    }  # fmt: skip
    graph = graph_from(table, barriers_from(table))
    assert graph.nodes.lat_deg.tolist() == pytest.approx([40, 40, 40, 40, 40.01])
    assert graph.nodes.lon_deg.tolist() == pytest.approx([-100, -99.9, -100 + 0.1 / 3, -100 + 0.2 / 3, -99.9667])
    assert list(zip(graph.source.tolist(), graph.target.tolist(), strict=True)) == [(0, 2), (2, 3), (3, 1), (2, 4)]
    # Lengths are rounded up, so that no part is shorter than its share.
    assert graph.length.tolist() == [3001, 3001, 3001, 950]
    assert graph.kind.tolist() == [HIGHWAY, HIGHWAY, HIGHWAY, LOCAL]
    steep, flat, outside = (40.5, -99.5), (40.5, -100.5), (90.0, 0.0)
    assert graph.terrain.length_factor(*np.array([steep, flat, outside]).T).tolist() == [1.18, 1.0, 1.0]
    west, east, line = np.array([-100.06]), np.array([-100.04]), np.array([40.0])
    assert graph.barriers.crossed(line, west, line, east).tolist() == [True]
    assert graph.barriers.crossed(line, east, line, east + 0.01).tolist() == [False]
