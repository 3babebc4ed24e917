"""The road model: its contract, in small hand-made worlds and at random points in the United States."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.arrays import Floats
from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import CHORD_ERROR_MI, PointSet
from finder.travel.model import DOOR_MIN, NO_DESTINATION, TravelEnds, TravelMatrix, nearest
from finder.travel.road.costs import UNITS_PER_MILE, miles_of
from finder.travel.road.graph import RoadGraph
from finder.travel.road.model import Road
from finder.travel.road.pairs import MAX_STREET_MI, snap
from finder.travel.road.speeds import HIGHWAY, LEG_MPH, MPH, driving_minutes, max_distance_mi, time_margin
from tests.sampling import of_many
from tests.travel.conftest import (
    MilesByPair,
    Spot,
    bay_world,
    brute_force,
    ends_at,
    ends_at_miles,
    geodesics,
    graph_of,
    miles_by_pair,
)
from tests.world import REFERENCE

BAY_WORLD = bay_world()
ROAD = Road(BAY_WORLD)
SHEMYA = (52.72, 174.1)
FAR_FROM_ROADS: list[Spot] = [
    SHEMYA,
    (0.0, 180.0),
    (0.0, -180.0),
    (51.9, 179.99),
    (51.9, -179.99),
    (90.0, 0.0),
    (-90.0, 0.0),
    (35.0, -60.0),
]


def rows(matrix: TravelMatrix) -> list[tuple[int, int]]:
    return list(zip(matrix.origin.tolist(), matrix.destination.tolist(), strict=True))


def check_invariants(matrix: TravelMatrix, origins: TravelEnds, destinations: TravelEnds) -> None:
    """Assert what is true of every matrix."""
    i, j = matrix.origin, matrix.destination
    assert (matrix.origins, matrix.destinations) == (len(origins), len(destinations))
    without_road = np.where(np.isfinite(matrix.distance_mi), 0.0, matrix.straight_mi)
    keys = list(zip(i, matrix.distance_mi, without_road, j, strict=True))
    assert keys == sorted(keys)
    assert len(set(rows(matrix))) == len(keys)
    assert np.array_equal(np.unique(i), np.arange(len(origins)))
    assert i[matrix.first_row].tolist() == list(range(len(origins)))
    if len(destinations):
        assert matrix.straight_mi == pytest.approx(geodesics(origins.points, destinations.points)[i, j], abs=2 * CHORD_ERROR_MI)
        assert (matrix.distance_mi >= matrix.straight_mi).all()
        fastest, slowest = (
            driving_minutes(
                matrix.distance_mi, matrix.distance_mi * (60 / mph), origins.type_index[i], destinations.type_index[j]
            )
            for mph in (MPH.max(), LEG_MPH)
        )
        on_road = np.isfinite(matrix.distance_mi)
        driving = matrix.travel_min[on_road] - DOOR_MIN
        assert (fastest[on_road] - 0.5 <= driving).all()
        assert (driving <= slowest[on_road] + 0.5).all()
    assert (matrix.travel_min_low <= matrix.travel_min).all()
    assert (matrix.travel_min_high >= matrix.travel_min).all()
    assert np.array_equal(np.isinf(matrix.distance_mi), np.isinf(matrix.travel_min))


# Worked out by hand
def test_a_single_trip() -> None:
    here, there = ends_at_miles((20, 8)), ends_at_miles((20, 22))
    for type_here, type_there in ((0, 4), (3, 3)):
        a, b = (TravelEnds(e.points, np.array([t])) for e, t in ((here, type_here), (there, type_there)))
        trip = ROAD.matrix(a, b, 60.0)
        on_road = np.array([59.4 * 60 / MPH[HIGHWAY]])
        minutes = DOOR_MIN + float(driving_minutes(np.array([59.4]), on_road, a.type_index, b.type_index)[0])
        margin = float(time_margin(np.array([59.4]), a.type_index, b.type_index)[0])
        assert rows(trip) == [(0, 0)]
        assert trip.straight_mi == pytest.approx([14.0], abs=1e-3)
        assert trip.distance_mi == pytest.approx([59.4])
        assert trip.travel_min == pytest.approx([minutes], abs=0.01)
        assert trip.travel_min_low == pytest.approx(trip.travel_min * (1 - margin))
        assert trip.travel_min_high == pytest.approx(trip.travel_min * (1 + margin))
        check_invariants(trip, a, b)


def test_a_center_along_the_shore_is_nearer_than_one_across_the_bay() -> None:
    # The center across the bay is 14 miles away over the water and 59.4 over the bridge; the others are along this shore.
    here, there = ends_at_miles((20, 8)), ends_at_miles((20, 22), (-5, 8), (35, 8))
    assert miles_by_pair(ROAD.matrix(here, there, 0.0)) == {(0, 2): pytest.approx(16.5)}
    found = ROAD.matrix(here, there, 60.0)
    assert rows(found) == [(0, 2), (0, 1), (0, 0)]
    assert found.distance_mi == pytest.approx([16.5, 27.5, 59.4])


def test_an_unreachable_center_keeps_its_row_and_straight_line() -> None:
    found = ROAD.matrix(ends_at_miles((20, 8)), ends_at_miles((20, 15), (35, 8)), 30.0, at_least=2)
    assert rows(found) == [(0, 1), (0, 0)]
    assert found.distance_mi.tolist() == [pytest.approx(16.5), np.inf]
    assert found.straight_mi == pytest.approx([15.0, 7.0], abs=1e-3)
    assert np.isinf([found.travel_min[1], found.travel_min_low[1], found.travel_min_high[1]]).all()


def test_an_unreachable_pair_is_included_by_its_straight_line() -> None:
    here, there = ends_at_miles((20, 8)), ends_at_miles((20, 15), (20, 8))
    assert rows(ROAD.matrix(here, there, 6.9)) == [(0, 1)]
    assert rows(ROAD.matrix(here, there, 7.1)) == [(0, 1), (0, 0)]


def test_an_origin_without_a_road_gets_the_nearest_in_a_straight_line() -> None:
    # The origins are on the island, in the open bay, and far away.
    here, there = ends_at_miles((20, 15.3), (20, 12), (300, 300)), ends_at_miles((20, 22), (20, 8), (30, 8))
    found = ROAD.matrix(here, there, 3.0, at_least=2)
    assert rows(found) == [(0, 0), (0, 1), (1, 1), (1, 0), (2, 0), (2, 2)]
    assert np.isinf(found.distance_mi).all()
    check_invariants(found, here, there)


def test_an_origin_with_too_few_within_gets_its_nearest_at_any_distance() -> None:
    here, there = ends_at_miles((0, 8), (20, 8)), ends_at_miles((35, 8), (10, 8), (20, 22))
    assert rows(ROAD.matrix(here, there, 12.0)) == [(0, 1), (1, 1)]
    assert rows(ROAD.matrix(here, there, 12.0, at_least=2)) == [(0, 1), (0, 0), (1, 1), (1, 0)]
    assert rows(ROAD.matrix(here, there, 17.0, at_least=2)) == [(0, 1), (0, 0), (1, 1), (1, 0)]
    assert rows(ROAD.matrix(here, there, 17.0)) == [(0, 1), (1, 1), (1, 0)]
    assert rows(ROAD.matrix(here, there, 5.0)) == [(0, 1), (1, 1)]


def test_the_limit_is_inclusive_to_a_thousandth_of_a_mile() -> None:
    # A thousand times one of these floats is slightly less than a whole number.
    for miles in (1.001, 1.003, 2.006, 4.013):
        graph = graph_of([(0, 0), (0, 0.99 * miles), (0, 100)], [(0, 1, miles), (1, 2, 120)])
        model, here, there = Road(graph), ends_at_miles((0, 0)), ends_at_miles((0, 0), (0, 0.99 * miles))
        exact = float(model.matrix(here, there, 50.0).distance_mi[1])
        assert exact == miles
        assert rows(model.matrix(here, there, exact)) == [(0, 0), (0, 1)], miles
        assert rows(model.matrix(here, there, exact - 0.0005)) == [(0, 0)]


def test_a_trip_to_the_same_point_takes_the_minutes_at_the_doors() -> None:
    here = ends_at_miles((20, 8), (20, 15), (20, 12), (300, 300))
    found = ROAD.matrix(here, here, 1e-6)
    assert rows(found) == [(0, 0), (1, 1), (2, 2), (3, 3)]
    assert found.distance_mi.tolist() == [0.0] * 4
    assert found.travel_min.tolist() == [5.0] * 4


def test_all_centers_at_the_same_point_are_included() -> None:
    here, there = ends_at_miles((20, 8)), ends_at_miles((35, 8), (0, 8), (35, 8), (35, 8))
    assert rows(ROAD.matrix(here, there, 22.1)) == [(0, 0), (0, 2), (0, 3), (0, 1)]
    assert rows(ROAD.matrix(here, there, 17.0)) == [(0, 0), (0, 2), (0, 3)]
    assert rows(ROAD.matrix(here, there, 1.0, at_least=2)) == [(0, 0), (0, 2)]
    assert rows(nearest(ROAD, here, there, 4)) == [(0, 0), (0, 2), (0, 3), (0, 1)]


def test_nearest_includes_others_at_the_same_point() -> None:
    here, there = ends_at_miles((20, 8), (5, 8)), ends_at_miles((20, 8), (35, 8), (20, 8))
    assert rows(nearest(ROAD, here, there, 1)) == [(0, 0), (0, 2), (1, 0)]


def test_the_first_of_equals_does_not_depend_on_other_origins() -> None:
    here = ends_at_miles(*[(n, 8) for n in range(0, 36, 5)])
    there = ends_at_miles((20, 22), (20, 22), (20, 22))
    assert rows(ROAD.matrix(here, there, 0.0)) == [(i, 0) for i in range(len(here))]
    assert [rows(ROAD.matrix(here.take(np.array([i])), there, 0.0)) for i in range(len(here))] == [[(0, 0)]] * len(here)


@pytest.mark.slow
@pytest.mark.parametrize("within", [-5.0, 0.0, 1e-9, 20.0, 1e6, np.inf])
@pytest.mark.parametrize("at_least", [-1, 0, 1, 2, 99])
def test_every_origin_has_enough_rows_for_any_limit(within: float, at_least: int) -> None:
    for count in (1, 4, 5, 8):
        here = ends_at_miles(*[(20, 8), (20, 15), (20, 12), (300, 300), (0, 8), (5, 8), (10, 22), (22, 15)][:count])
        for there in (ends_at_miles((20, 8)), ends_at_miles((20, 8), (22, 15), (20, 22))):
            found = ROAD.matrix(here, there, within, at_least)
            check_invariants(found, here, there)
            assert np.bincount(found.origin).min() >= min(max(at_least, 1), len(there))


def test_asking_for_more_than_there_are_gives_all() -> None:
    assert rows(ROAD.matrix(ends_at_miles((20, 8)), ends_at_miles((20, 22), (5, 8)), 1.0, at_least=9)) == [(0, 1), (0, 0)]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_without_destinations_every_origin_has_a_placeholder(count: int) -> None:
    matrix = ROAD.matrix(ends_at_miles(*[(20, 8)] * count), ends_at_miles(), 60.0, at_least=3)
    assert rows(matrix) == [(i, NO_DESTINATION) for i in range(count)]
    for column in (matrix.straight_mi, matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high):
        assert column.tolist() == [np.inf] * count


@pytest.mark.parametrize("within", [0.0, 60.0, np.inf])
def test_without_origins_the_matrix_is_empty(within: float) -> None:
    matrix = ROAD.matrix(ends_at_miles(), ends_at_miles((20, 8)), within)
    assert (rows(matrix), matrix.origins, matrix.destinations) == ([], 0, 1)
    nothing = ROAD.matrix(ends_at_miles(), ends_at_miles(), within)
    assert (rows(nothing), nothing.origins, nothing.destinations) == ([], 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("within", [-1.0, 20.0, np.inf])
def test_far_from_roads_every_pair_is_unreachable(us_road: Road, within: float) -> None:
    here, there = ends_at(*FAR_FROM_ROADS), ends_at((61.2, -149.9), (21.3, -157.86), (39.3, -76.6))
    for a, b in ((here, there), (there, here), (here.take(np.array([0])), there), (there, here.take(np.array([0])))):
        found = us_road.matrix(a, b, within, at_least=len(b))
        check_invariants(found, a, b)
        assert len(found.origin) == len(a) * len(b)
        assert np.isinf(found.distance_mi).all()


def test_far_from_roads_a_trip_to_the_same_point_is_zero_miles(us_road: Road) -> None:
    here = ends_at(*FAR_FROM_ROADS)
    found = us_road.matrix(here, here, 1.0)
    same_point = found.origin == found.destination
    assert same_point.sum() == len(here)
    assert found.distance_mi[same_point].tolist() == [0.0] * len(here)


def test_the_method_and_the_bounds_of_the_model() -> None:
    assert ROAD.method.id == "road"
    assert "Ferries are not used" in str(ROAD.method.error_note)
    assert ROAD.straight_radius_mi(30.0) is None
    assert ROAD.max_distance_mi(60.0) == max_distance_mi(60.0) < ROAD.max_distance_mi(60.0, at_low=True)
    assert ROAD.matrix(ends_at_miles((20, 8)), ends_at_miles((20, 22)), 1.0).method is ROAD.method


def test_a_long_measurement_reports_its_progress() -> None:
    shares: list[float] = []
    here = ends_at_miles(*[(n / 4, 5) for n in range(160)])
    Road(BAY_WORLD, shares.append).matrix(here, here, 30.0)
    assert shares
    assert all(0 <= share <= 1 for share in shares)


def test_snapped_ends_are_never_mixed_up() -> None:
    model = Road(BAY_WORLD)
    there = ends_at_miles((20, 22))
    for _ in range(20):
        # Each of these may be at the same memory address as the one before.
        assert model.matrix(ends_at_miles((20, 8)), there, 60.0).distance_mi == pytest.approx([59.4])
        assert model.matrix(ends_at_miles((35, 8)), there, 60.0).distance_mi == pytest.approx([42.9])


# Random points in the bay world

LAND = st.tuples(st.integers(-8, 45), st.sampled_from([2, 5, 8, 9, 21, 22, 24, 27, 30]))
SEA = st.tuples(st.integers(0, 45), st.sampled_from([12, 18]))
ISLE = st.tuples(st.integers(17, 23), st.just(15))
POINTS = st.lists(st.one_of(LAND, LAND, ISLE, SEA), min_size=1, max_size=9)
WORLDS = st.sampled_from([BAY_WORLD, bay_world(bridge=False)])


@pytest.mark.slow
@given(WORLDS, POINTS, POINTS, st.sampled_from([-1.0, 4.0, 16.5, 33.0, 70.4, 1000.0, np.inf]), st.integers(-1, 5))
def test_the_matrix_keeps_its_contract(world: RoadGraph, a: list[Spot], b: list[Spot], within: float, at_least: int) -> None:
    here, there = ends_at_miles(*a), ends_at_miles(*b)
    found = Road(world).matrix(here, there, within, at_least)
    check_invariants(found, here, there)
    every, straight = (
        brute_force(world, snap(world, here.points), snap(world, there.points)),
        geodesics(here.points, there.points),
    )
    k = min(max(at_least, 1), len(b))
    assert found.distance_mi == pytest.approx(every[found.origin, found.destination], abs=1e-6)
    for i in range(len(a)):
        near = every[i] <= within
        wanted = set(np.flatnonzero(near | (np.isinf(every[i]) & (straight[i] <= within))).tolist())
        own = found.destination[found.origin == i].tolist()
        assert wanted <= set(own)
        if near.sum() >= k:
            assert wanted == set(own)
        else:
            # None of the additional rows is farther than the k-th nearest.
            order = np.lexsort((straight[i].round(3), every[i].round(6)))[:k]
            last = every[i, order[-1]], straight[i, order[-1]]
            assert len(own) >= k
            assert all((every[i, j] <= last[0] + 1e-6) for j in set(own) - wanted)
            assert [float(every[i, j]) for j in own[:k]] == pytest.approx(every[i, order].tolist(), abs=1e-6)
            assert len(own) <= max(k, len(wanted) + k)


@pytest.mark.slow
@given(WORLDS, POINTS, POINTS, st.sampled_from([0.0, 20.0, np.inf]), st.integers(1, 3), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_miles(
    world: RoadGraph, a: list[Spot], b: list[Spot], within: float, k: int, random: object
) -> None:
    here, there = ends_at_miles(*a), ends_at_miles(*b)
    i, j = list(range(len(a))), list(range(len(b)))
    random.shuffle(i)  # type: ignore[attr-defined]
    random.shuffle(j)  # type: ignore[attr-defined]
    original = Road(world).matrix(here, there, within, k)
    shuffled = Road(world).matrix(here.take(np.array(i)), there.take(np.array(j)), within, k)
    back = {(i[x], j[y]): miles for (x, y), miles in miles_by_pair(shuffled).items()}
    here_miles, shuffled_miles = (sorted((x, m) for (x, _), m in w.items()) for w in (miles_by_pair(original), back))
    assert here_miles == shuffled_miles
    if within == np.inf:
        assert back == miles_by_pair(original)


# Random points in the United States

SHARE = st.floats(0, 1, exclude_max=True)
OFFSET = st.floats(-0.2, 0.2)
INSIDE = st.sampled_from(
    [(25.0, 49.0, -124.0, -67.0), (55.0, 70.0, -165.0, -131.0), (18.9, 22.3, -160.3, -154.8), (17.9, 18.5, -67.2, -65.2)]
)


def _near_a_zip(share: float, north: float, east: float) -> Spot:
    row, at = int(share * len(REFERENCE.zips.zip)), REFERENCE.zips.points
    return float(at.lat_deg[row]) + north, float(at.lon_deg[row]) + east


def _in_a_box(box: tuple[float, float, float, float], north: float, east: float) -> Spot:
    return box[0] + north * (box[1] - box[0]), box[2] + east * (box[3] - box[2])


HOME = st.builds(_near_a_zip, SHARE, st.just(0.0), st.just(0.0))
NEARBY = st.builds(_near_a_zip, SHARE, OFFSET, OFFSET)
US = st.one_of(HOME, NEARBY, st.builds(_in_a_box, INSIDE, SHARE, SHARE))
FEW = st.lists(US, min_size=1, max_size=3)
FEW_EXAMPLES = settings(max_examples=of_many(20, 3))


def all_pairs(road: Road, a: TravelEnds, b: TravelEnds) -> MilesByPair:
    """Return the miles of every pair of two sets."""
    found = road.matrix(a, b, np.inf)
    check_invariants(found, a, b)
    pairs = miles_by_pair(found)
    assert len(pairs) == len(a) * len(b)
    return pairs


@FEW_EXAMPLES
@given(a=FEW, b=FEW)
@pytest.mark.slow
def test_both_directions_are_equally_long_and_no_shorter_than_the_geodesic(us_road: Road, a: list[Spot], b: list[Spot]) -> None:
    here, there = ends_at(*a), ends_at(*b)
    go, back = all_pairs(us_road, here, there), all_pairs(us_road, there, here)
    for (i, j), miles in go.items():
        assert miles >= geodesics(here.points, there.points)[i, j] - CHORD_ERROR_MI
        # The miles of local streets are not whole thousandths.
        assert back[j, i] == (miles if np.isinf(miles) else pytest.approx(miles, abs=1e-7))
        if np.isfinite(miles) and miles * UNITS_PER_MILE == round(miles * UNITS_PER_MILE):
            assert back[j, i] == miles
    assert go == all_pairs(us_road, here, there)


@FEW_EXAMPLES
@given(a=st.lists(US, min_size=1, max_size=7), b=FEW, more=FEW)
@pytest.mark.slow
def test_more_centers_never_lengthen_the_trip_to_the_nearest(
    us_road: Road, a: list[Spot], b: list[Spot], more: list[Spot]
) -> None:
    here = ends_at(*a)
    few, many = (nearest(us_road, here, ends_at(*to), 1) for to in (b, b + more))
    assert (many.distance_mi[many.first_row] <= few.distance_mi[few.first_row] + 1e-9).all()


@FEW_EXAMPLES
@given(a=st.lists(US, min_size=6, max_size=8), b=FEW, within=st.sampled_from([30.0, 100.0]), k=st.integers(1, 3))
@pytest.mark.slow
def test_the_matrix_the_nearest_and_single_origins_agree(
    us_road: Road, a: list[Spot], b: list[Spot], within: float, k: int
) -> None:
    here, there = ends_at(*a), ends_at(*b)
    every = us_road.matrix(here, there, np.inf)
    truth = np.full((len(a), len(b)), np.nan)
    truth[every.origin, every.destination] = every.distance_mi
    assert np.isfinite(truth).sum() + np.isinf(truth).sum() == truth.size
    for found in (us_road.matrix(here, there, within, k), nearest(us_road, here, there, k)):
        check_invariants(found, here, there)
        assert found.distance_mi == pytest.approx(truth[found.origin, found.destination], abs=1e-6)
        for i in range(len(a)):
            least = np.sort(truth[i])[:k]
            assert found.distance_mi[found.origin == i][: len(least)] == pytest.approx(least, abs=1e-6)
    for i in range(0, len(a), 3):
        alone = us_road.matrix(here.take(np.array([i])), there, np.inf)
        assert alone.distance_mi == pytest.approx(truth[i, alone.destination], abs=1e-6)


def detour_mi(graph: RoadGraph, point: PointSet) -> float:
    """Return by how many miles the path between two nodes that a point has legs to can exceed the path through the point."""
    legs = graph.legs(point)
    if len(legs.node) < 2:
        return 0.0
    from scipy.sparse.csgraph import dijkstra

    path: Floats = miles_of(dijkstra(graph.matrix, indices=legs.node)[:, legs.node])
    leg_mi = miles_of(legs.cost)
    return max(0.0, float((path - leg_mi[:, None] - leg_mi[None]).max()))


@FEW_EXAMPLES
@given(a=FEW, b=US, c=FEW)
@pytest.mark.slow
def test_a_detour_is_no_shorter_within_the_tolerance_of_its_legs(
    us_graph: RoadGraph, us_road: Road, a: list[Spot], b: Spot, c: list[Spot]
) -> None:
    """Only one thing can make a detour through b shorter: b has legs to two roads that the graph joins by a longer path.

    So the tolerance is the difference between that path and both legs. Trips over local streets have no legs and are excluded.
    """
    here, middle, there = ends_at(*a), ends_at(b), ends_at(*c)
    first, second, through = (
        all_pairs(us_road, here, middle),
        all_pairs(us_road, middle, there),
        all_pairs(us_road, here, there),
    )
    tolerance = detour_mi(us_graph, middle.points)
    before, after = geodesics(here.points, middle.points)[:, 0], geodesics(middle.points, there.points)[0]
    for i in np.flatnonzero(before > MAX_STREET_MI).tolist():
        for j in np.flatnonzero(after > MAX_STREET_MI).tolist():
            assert through[i, j] <= first[i, 0] + second[0, j] + tolerance + 1e-6


def test_a_detour_through_a_point_on_a_road_is_never_shorter(us_graph: RoadGraph, us_road: Road) -> None:
    """At a node there is a leg of length zero. If it is the only leg, there is no tolerance."""
    rng = np.random.default_rng(3)
    nodes = us_graph.nodes.take(rng.choice(len(us_graph.nodes), 200, replace=False))
    legs = us_graph.legs(nodes)
    alone = nodes.take(np.flatnonzero(np.diff(legs.start) == 1)[:4])
    ends = ends_at(*[(45.68, -111.04), (39.3, -76.6), (29.76, -95.36), (61.2, -149.9)])
    at = TravelEnds(alone, np.zeros(len(alone), np.intp))
    assert len(alone) == 4
    go, through = all_pairs(us_road, ends, at), all_pairs(us_road, ends, ends)
    for (i, k), miles in go.items():
        for j in range(len(ends)):
            assert through[i, j] <= miles + go[j, k] + 1e-6


@pytest.mark.slow
def test_miles_do_not_depend_on_the_order_or_the_other_rows(us_graph: RoadGraph, populated: TravelEnds) -> None:
    """Two models, two orders of rows, and half of the rows have identical miles, to the last digit."""
    rng = np.random.default_rng(5)
    pick: Callable[[int], TravelEnds] = lambda n: populated.take(rng.choice(len(populated), n, replace=False))  # noqa: E731
    n, m = of_many(90, 40), of_many(70, 30)
    here, there = pick(n), pick(m)
    i, j = rng.permutation(n), rng.permutation(m)
    original = miles_by_pair(Road(us_graph).matrix(here, there, 300.0))
    assert original == miles_by_pair(Road(us_graph).matrix(here, there, 300.0))
    shuffled = miles_by_pair(Road(us_graph).matrix(here.take(i), there.take(j), 300.0))
    assert original == {(int(i[x]), int(j[y])): miles for (x, y), miles in shuffled.items()}
    back = miles_by_pair(Road(us_graph).matrix(there, here, 300.0), swap=True)
    half = miles_by_pair(Road(us_graph).matrix(here.take(np.arange(n // 2)), there, 300.0))
    near = {pair: miles for pair, miles in original.items() if miles <= 300}
    assert near == {pair: miles for pair, miles in back.items() if miles <= 300}
    assert {p: m for p, m in near.items() if p[0] < n // 2} == {p: m for p, m in half.items() if m <= 300}
    assert len(near) > n * m / 21


@pytest.mark.slow
def test_streets_are_equally_long_in_both_directions(us_road: Road, populated: TravelEnds) -> None:
    """A point and its neighbors, with the point as the origin and as the destination."""
    rng = np.random.default_rng(2)
    for row in rng.choice(len(populated), of_many(40, 10), replace=False):
        one = populated.take(np.array([row]))
        many = populated.take(populated.points.nearest(one.points, 5).destination)
        assert miles_by_pair(us_road.matrix(one, many, 1000.0)) == miles_by_pair(us_road.matrix(many, one, 1000.0), swap=True)


def test_county_types_come_from_each_end(us_road: Road) -> None:
    a, b = (39.3, -76.6), (39.4, -76.0)
    for kind in range(len(COUNTY_TYPES)):
        found = us_road.matrix(ends_at(a, kind=kind), ends_at(b, kind=0), 100.0)
        same = us_road.matrix(ends_at(a, kind=0), ends_at(b, kind=0), 100.0)
        none, town = np.zeros(1), np.array([10.0])
        less = driving_minutes(town, none, np.array([0]), np.array([0])) - driving_minutes(
            town, none, np.array([kind]), np.array([0])
        )
        assert found.travel_min == pytest.approx(same.travel_min - less)


def test_typical_trips_follow_the_curve_of_local_streets_and_have_the_minutes_of_this_model() -> None:
    typical = ROAD.trips_of(np.array([1.0, 4.0]), COUNTY_TYPES.index("metro"))
    types = np.full(2, COUNTY_TYPES.index("metro"))
    assert typical.distance_mi == pytest.approx([1.6, 4 * (1.15 + 2.2 / 5.5)])
    driving = driving_minutes(typical.distance_mi, typical.distance_mi * (60 / MPH[HIGHWAY]), types, types)
    assert typical.travel_min == pytest.approx(DOOR_MIN + driving)
    assert typical.travel_min_high == pytest.approx(typical.travel_min * (1 + time_margin(typical.distance_mi, types, types)))
    assert typical.method is Road.method
