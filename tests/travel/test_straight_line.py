"""The straight-line model: answers worked out by hand, and properties of any points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import PointSet
from finder.travel.model import NO_DESTINATION, TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine, circuity, straight_for_road, time_margin
from tests.conftest import grid_point

MODEL = StraightLine()


def ends(*steps: tuple[float, float], kind: str = "rural") -> TravelEnds:
    """Return points of the grid world by (row, column), all in counties of one type."""
    points = [grid_point(*s) for s in steps]
    arrays = np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float)
    return TravelEnds(PointSet(*arrays), np.full(len(points), COUNTY_TYPES.index(kind), np.intp))


def rows(matrix: TravelMatrix) -> list[tuple[int, int]]:
    return list(zip(matrix.origin.tolist(), matrix.destination.tolist(), strict=True))


@pytest.mark.parametrize(("straight", "ratio"), [(0.0, 1.60), (2.0, 1.60), (10.0, 1.3413), (60.0, 1.18577), (500.0, 1.15439)])
def test_circuity_by_hand(straight: float, ratio: float) -> None:
    assert circuity(np.array([straight]))[0] == pytest.approx(ratio, abs=1e-5)


@pytest.mark.parametrize(("straight", "median"), [(7.5, 1.44), (15, 1.34), (25, 1.27), (40, 1.23), (62.5, 1.20), (112.5, 1.17)])
def test_circuity_is_near_the_measured_medians(straight: float, median: float) -> None:
    assert circuity(np.array([straight]))[0] == pytest.approx(median, abs=0.06)


@given(st.floats(0, 12_500))
def test_straight_for_road_inverts_the_curve(straight: float) -> None:
    road = straight * float(circuity(np.array([straight]))[0])
    assert straight_for_road(road) == pytest.approx(straight, rel=1e-9, abs=1e-12)


@given(st.floats(0, 3000), st.floats(0, 3000))
def test_road_miles_increase_with_the_straight_line(a: float, b: float) -> None:
    low, high = sorted((a, b))
    road = np.array([low, high]) * circuity(np.array([low, high]))
    assert road[0] <= road[1]


@pytest.mark.parametrize("road", [0.0, -5.0])
def test_zero_or_negative_road_miles_give_a_straight_line_of_zero(road: float) -> None:
    assert straight_for_road(road) == 0.0


@pytest.mark.parametrize(("kind", "mph"), [("large_metro", 35), ("metro", 40), ("micro", 45), ("rural", 48), ("ceac", 54.5)])
def test_minutes_in_each_county_type(kind: str, mph: float) -> None:
    matrix = MODEL.matrix(ends((0, 0), kind=kind), ends((0, 2), kind=kind), 60.0)
    road = 20 * (1.15 + 2.2 / 21.5)
    assert matrix.distance_mi == pytest.approx([road], rel=1e-9)
    assert matrix.travel_min == pytest.approx([5 + 60 * road / mph], rel=1e-9)


def test_each_half_of_a_trip_has_the_speed_of_its_end() -> None:
    matrix = MODEL.matrix(ends((0, 0), kind="large_metro"), ends((0, 2), kind="ceac"), 60.0)
    road = matrix.distance_mi[0]
    assert matrix.travel_min == pytest.approx([5 + 30 * road / 35 + 30 * road / 54.5], rel=1e-12)


@pytest.mark.parametrize(
    ("road", "kind", "observed"),
    [(9.3, "metro", 22), (17.5, "rural", 27)],  # Medicare rheumatology; rural medical trips.
)
def test_observed_averages_are_within_the_range(road: float, kind: str, observed: float) -> None:
    steps = straight_for_road(road) / 10
    matrix = MODEL.matrix(ends((0, 0), kind=kind), ends((0, steps), kind=kind), 60.0)
    assert matrix.distance_mi == pytest.approx([road], rel=1e-6)
    assert matrix.travel_min_low[0] < observed < matrix.travel_min_high[0]


@given(st.tuples(*[st.floats(0, 5)] * 4), st.sampled_from(COUNTY_TYPES), st.sampled_from(COUNTY_TYPES))
def test_both_directions_are_alike_and_the_range_contains_the_estimate(
    steps: tuple[float, float, float, float], here: str, there: str
) -> None:
    a, b = ends(steps[:2], kind=here), ends(steps[2:], kind=there)
    go, back = MODEL.matrix(a, b, 200.0), MODEL.matrix(b, a, 200.0)
    assert go.distance_mi == pytest.approx(back.distance_mi, abs=1e-8)
    assert go.travel_min == pytest.approx(back.travel_min, abs=1e-8)
    assert go.straight_mi[0] <= go.distance_mi[0]
    assert 0 < go.travel_min_low[0] < go.travel_min[0] < go.travel_min_high[0]


def test_the_range_is_wider_for_short_trips() -> None:
    margin = time_margin(np.array([0.0, 20.0, 1e6]))
    assert margin.tolist() == pytest.approx([0.34, 0.22 + 0.12 / np.e, 0.22])


def test_a_trip_of_zero_miles_takes_the_minutes_at_the_doors() -> None:
    matrix = MODEL.matrix(ends((1, 1)), ends((1, 1)), 0.0)
    assert (matrix.distance_mi.tolist(), matrix.travel_min.tolist()) == ([0.0], [5.0])


def test_the_limit_is_in_road_miles_and_inclusive() -> None:
    here, there = ends((0, 0), (0, 0)), ends((0, 1), (0, 2))
    exact = MODEL.matrix(here, there, 0.0).distance_mi[0]
    assert rows(MODEL.matrix(here, there, exact + 1e-9)) == [(0, 0), (1, 0)]
    assert rows(MODEL.matrix(here, there, 30.0)) == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_an_origin_with_too_few_within_gets_its_nearest_at_any_distance() -> None:
    here, there = ends((0, 0), (0, 4)), ends((0, 3), (0, 1), (4, 4))
    # Only one center is within 13.42 miles by road, at 10 in a straight line: center 1 of origin 0, and center 0 of origin 1.
    assert rows(MODEL.matrix(here, there, 13.42, at_least=1)) == [(0, 1), (1, 0)]
    assert rows(MODEL.matrix(here, there, 13.42, at_least=2)) == [(0, 1), (0, 0), (1, 0), (1, 1)]
    assert rows(MODEL.matrix(here, there, 5.0, at_least=1)) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("at_least", [-1, 0, 1])
def test_every_origin_has_a_row_for_any_number_asked_for(at_least: int) -> None:
    matrix = MODEL.matrix(ends((0, 0), (0, 1)), ends((4, 4)), 1.0, at_least=at_least)
    assert rows(matrix) == [(0, 0), (1, 0)]


def test_asking_for_more_than_there_are_gives_all() -> None:
    assert rows(MODEL.matrix(ends((0, 0)), ends((0, 2), (0, 1)), 1.0, at_least=9)) == [(0, 1), (0, 0)]


def test_without_destinations_every_origin_has_a_placeholder() -> None:
    matrix = MODEL.matrix(ends((0, 0), (0, 1)), ends(), 60.0, at_least=3)
    assert rows(matrix) == [(0, NO_DESTINATION), (1, NO_DESTINATION)]
    for column in (matrix.straight_mi, matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high):
        assert column.tolist() == [np.inf, np.inf]


def test_without_origins_the_matrix_is_empty() -> None:
    matrix = MODEL.matrix(ends(), ends((0, 0)), 60.0)
    assert (rows(matrix), matrix.origins, matrix.destinations) == ([], 0, 1)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8),
    st.sampled_from([0.0, 14.0, 27.0, 500.0]),
    st.integers(1, 4),
)
def test_rows_are_sorted_complete_and_as_many_as_promised(
    origins: list[tuple[int, int]], destinations: list[tuple[int, int]], within: float, at_least: int
) -> None:
    matrix = MODEL.matrix(ends(*origins), ends(*destinations), within, at_least)
    keys = list(zip(matrix.origin, matrix.straight_mi, matrix.destination, strict=True))
    assert keys == sorted(keys)
    assert np.array_equal(np.unique(matrix.origin), np.arange(len(origins)))
    assert matrix.origin[matrix.first_row].tolist() == list(range(len(origins)))
    for i in range(len(origins)):
        own_mi = matrix.distance_mi[matrix.origin == i]
        if len(destinations):
            within_count = int(np.sum(own_mi <= within))
            assert len(own_mi) == max(within_count, min(at_least, len(destinations)))


def test_the_longest_distance_within_minutes() -> None:
    # In the fastest counties, there are 55 minutes of driving at 54.5 mph.
    assert MODEL.max_distance_mi(60.0) == pytest.approx(55 / 60 * 54.5)
    assert MODEL.max_distance_mi(5.0) == MODEL.max_distance_mi(1.0) == 0.0


def test_the_straight_radius_inverts_the_curve() -> None:
    assert MODEL.straight_radius_mi(10 * (1.15 + 2.2 / 11.5)) == pytest.approx(10)


def test_the_method_has_an_id_and_an_error_note() -> None:
    assert MODEL.method.id == "straight"
    assert "20%" in str(MODEL.method.error_note)


def test_typical_trips_are_those_between_points_so_far_apart() -> None:
    measured = MODEL.matrix(ends((0, 0)), ends((0, 1), (0, 2)), 60.0)
    typical = MODEL.trips_of(measured.straight_mi, COUNTY_TYPES.index("rural"))
    for column in ("straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high"):
        assert getattr(typical, column) == pytest.approx(getattr(measured, column))
