"""Coverage of the grid world, worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.coverage import Coverage, by_state, cover
from finder.access.reach import reach_within
from finder.access.standards import Standard, uniform_standard
from finder.domain.arrays import weighted_quantile_by_group
from finder.domain.demand import COUNTY_TYPES, DemandPoints
from finder.domain.geo import PointSet
from finder.travel.model import DOOR_MIN, NO_DESTINATION, TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine
from tests.conftest import grid_point

MODEL = StraightLine()
MILES_15 = uniform_standard(15.0, None)


def coverage_of(
    demand: DemandPoints, *centers: tuple[float, float], standard: Standard = MILES_15, within_mi: float = 0.0
) -> Coverage:
    points = [grid_point(*c) for c in centers]
    at = PointSet(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))
    ends = TravelEnds(at, np.zeros(len(points), np.intp))
    matrix = MODEL.matrix(TravelEnds(demand.points, demand.type_index), ends, within_mi)
    return cover_within(matrix, demand, standard)


def cover_within(matrix: TravelMatrix, demand: DemandPoints, standard: Standard) -> Coverage:
    county_limits = standard.county_limits(demand.counties.type_index)
    return cover(matrix, demand, county_limits, reach_within(matrix, demand, county_limits))


def test_coverage_of_two_counties(grid_demand: DemandPoints) -> None:
    # 15 miles by road are 11.3 in a straight line: the town at (1, 1) and its four neighbors. Half of one, 67012, is in East.
    west, east = coverage_of(grid_demand, (1, 1)).areas
    assert (west.fips, west.name, west.population, west.covered) == ("20001", "West", 1050, 450)
    assert (east.fips, east.name, east.population, east.covered) == ("20003", "East", 1450, 50)
    assert west.share == 450 / 1050


def test_the_median_miles_of_a_county(grid_demand: DemandPoints) -> None:
    # From (2, 0), West has 100 people at 0 miles, 300 at 10, and 200 at 14.14. The 525th of its 1,050 people is at 14.14 miles.
    west = coverage_of(grid_demand, (2, 0)).areas[0]
    straight = 200**0.5
    assert west.nearest_mi_median == pytest.approx(straight * (1.15 + 2.2 / (straight + 1.5)), rel=1e-4)


def test_gaps_are_sorted_by_people_then_zip_code(grid_demand: DemandPoints) -> None:
    gaps = coverage_of(grid_demand, (1, 1)).gaps
    assert len(gaps) == 20
    assert [g.population for g in gaps] == sorted((g.population for g in gaps), reverse=True)
    assert [g.zip for g in gaps] == sorted(g.zip for g in gaps)
    assert "67012" not in {g.zip for g in gaps}
    assert all(g.nearest == 0 and g.nearest_mi > 15 and g.nearest_min > 15 for g in gaps)


def test_limits_are_those_of_the_county_where_people_live(grid_demand: DemandPoints) -> None:
    # The limit is 15 miles in West (CEAC) and 5 in East (Rural). Only the half of 67012 in West, ten miles away, is covered.
    by_type = {"ceac": 15.0, "rural": 5.0}
    standard = replace(MILES_15, max_mi=tuple(by_type.get(t, 1.0) for t in COUNTY_TYPES))
    coverage = coverage_of(grid_demand, (1, 1), standard=standard)
    assert [a.covered for a in coverage.areas] == [450, 0]
    assert [(g.fips, g.population) for g in coverage.gaps if g.zip == "67012"] == [("20003", 50)]


def test_a_center_across_the_county_line_counts(grid_demand: DemandPoints) -> None:
    # The center is in East. 67001 and half of 67012 are in West.
    assert [a.covered for a in coverage_of(grid_demand, (0, 2)).areas] == [150, 250]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4), st.sampled_from([1.0, 14.0, 27.0, 80.0]))
def test_people_add_up(grid_demand: DemandPoints, centers: list[tuple[int, int]], miles: float) -> None:
    coverage = coverage_of(grid_demand, *centers, standard=uniform_standard(miles, None))
    totals, states = coverage.totals, by_state(coverage.areas)
    assert sum(a.population for a in coverage.areas) == sum(s.population for s in states) == totals.population == 2500
    assert sum(a.covered for a in coverage.areas) == sum(s.covered for s in states) == totals.covered
    assert sum(g.population for g in coverage.gaps) + totals.covered == totals.population
    assert totals.unreachable == (0 if centers else 2500)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3), st.tuples(*[st.integers(0, 4)] * 2))
def test_one_more_center_never_reduces_coverage(
    grid_demand: DemandPoints, centers: list[tuple[int, int]], more: tuple[int, int]
) -> None:
    fewer, all_of_them = coverage_of(grid_demand, *centers), coverage_of(grid_demand, *centers, more)
    assert fewer.totals.covered <= all_of_them.totals.covered


def test_only_the_nearest_or_all_trips_give_the_same_coverage(grid_demand: DemandPoints) -> None:
    centers = [(0, 0), (1, 3), (4, 4)]
    nearest, all_trips = coverage_of(grid_demand, *centers), coverage_of(grid_demand, *centers, within_mi=100.0)
    assert nearest.totals == all_trips.totals
    assert [g.zip for g in nearest.gaps] == [g.zip for g in all_trips.gaps]
    assert [g.nearest_mi for g in nearest.gaps] == pytest.approx([g.nearest_mi for g in all_trips.gaps], abs=0.001)


def test_without_centers_everyone_is_unreachable(grid_demand: DemandPoints) -> None:
    coverage = coverage_of(grid_demand, standard=uniform_standard(None, 1000.0))
    assert (coverage.totals.share, coverage.totals.unreachable) == (0.0, 2500)
    assert {(g.nearest, g.nearest_mi, g.nearest_min) for g in coverage.gaps} == {(None, np.inf, np.inf)}
    assert {a.nearest_mi_median for a in coverage.areas} == {np.inf}


def test_without_people_there_is_no_share(grid_demand: DemandPoints) -> None:
    coverage = coverage_of(grid_demand.in_state("HI"), (0, 0))
    assert (coverage.areas, coverage.gaps, by_state(coverage.areas)) == ((), (), ())
    assert (coverage.totals.population, coverage.totals.share) == (0, None)


def test_a_county_without_people_has_no_share(grid_demand: DemandPoints) -> None:
    empty = replace(grid_demand, part_people=np.where(grid_demand.part_county == 0, 0.0, grid_demand.part_people))
    west = coverage_of(empty, (0, 0), standard=replace(MILES_15, required_share=(0.9,) * 5)).areas[0]
    assert (west.population, west.share, west.passes, west.nearest_mi_median) == (0, None, None, None)


@pytest.mark.parametrize(
    ("required", "passes"), [(450 / 1050, True), (450 / 1050 + 1e-9, False), (450 / 1050 - 1e-9, True), (float("nan"), None)]
)
def test_exactly_the_required_share_passes(grid_demand: DemandPoints, required: float, passes: bool | None) -> None:
    area = coverage_of(grid_demand, (1, 1), standard=replace(MILES_15, required_share=(required,) * 5)).areas[0]
    assert area.passes is passes
    assert area.required_share == (None if passes is None else required)


def one_zip(grid: DemandPoints, trips: list[tuple[float, float]]) -> tuple[TravelMatrix, DemandPoints]:
    """Return a matrix of trips, given as (miles, minutes of driving), from one ZIP code of 100 people, and its demand."""
    miles, minutes = (np.array(c, float) for c in zip(*trips, strict=True))
    minutes = minutes + DOOR_MIN
    reachable = np.isfinite(miles)
    destination = np.where(reachable, np.arange(len(trips)), NO_DESTINATION)
    columns = (np.zeros(len(trips), np.intp), destination, miles, miles, minutes, minutes, minutes)
    matrix = TravelMatrix(*columns, origins=1, destinations=int(reachable.sum()), method=MODEL.method)
    zero, people = np.zeros(1, np.intp), np.array([100.0])
    name = np.array(["x"])
    counties = replace(grid.counties, fips=name, name=name, state=name, population=people, type_index=zero)
    point = PointSet(np.array([40.0]), np.array([-100.0]))
    return matrix, DemandPoints(name, point, people, zero, zero, zero, people, counties)


@pytest.mark.parametrize(
    ("trips", "is_covered"),
    [
        ([(60.0, 45.0)], True),  # Both limits are inclusive.
        ([(60.01, 45.0)], False),
        ([(60.0, 45.01)], False),
        ([(10.0, 46.0), (61.0, 20.0)], False),  # One is near and the other is quick, but neither is within both limits.
        ([(10.0, 46.0), (50.0, 44.0)], True),  # The second is not the nearest, but it is within both limits.
        ([(np.inf, np.inf)], False),
    ],
)
def test_one_location_must_be_within_both_limits(
    grid_demand: DemandPoints, trips: list[tuple[float, float]], is_covered: bool
) -> None:
    coverage = cover_within(*one_zip(grid_demand, trips), uniform_standard(60.0, 45.0))
    assert coverage.totals.covered == (100 if is_covered else 0)
    assert len(coverage.gaps) == (0 if is_covered else 1)


def test_a_gap_has_its_minutes_of_driving(grid_demand: DemandPoints) -> None:
    coverage = cover_within(*one_zip(grid_demand, [(70.0, 61.5)]), uniform_standard(60.0, None))
    assert [g.nearest_min for g in coverage.gaps] == [61.5]


def test_an_unreachable_center_is_not_within_infinite_limits(grid_demand: DemandPoints) -> None:
    coverage = cover_within(*one_zip(grid_demand, [(np.inf, np.inf)]), replace(MILES_15, max_mi=(np.inf,) * 5))
    assert (coverage.totals.covered, coverage.totals.unreachable) == (0, 100)


def naive_median(values: list[tuple[int, int]]) -> float:
    people = sorted(v for v, w in values for _ in range(w))
    return people[(len(people) - 1) // 2] if people else np.nan


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(0, 5)), max_size=30))
def test_the_weighted_median_equals_that_of_single_people(rows: list[tuple[int, int, int]]) -> None:
    group, values, weights = (np.array([r[c] for r in rows], kind) for c, kind in enumerate((np.intp, float, float)))
    expected = [naive_median([(v, w) for g, v, w in rows if g == k]) for k in range(4)]
    assert weighted_quantile_by_group(group, values, weights, 0.5, 4).tolist() == pytest.approx(expected, nan_ok=True)


@given(st.permutations(range(6)))
def test_the_weighted_median_does_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    group, values = np.array([0, 0, 0, 1, 1, 1]), np.array([3.0, 1.0, 2.0, np.inf, 5.0, np.inf])
    weights = np.array([1.0, 1.0, 1.0, 2.0, 1.0, 1.0])
    assert weighted_quantile_by_group(group[order], values[order], weights[order], 0.5, 2).tolist() == [2.0, np.inf]


def test_a_small_group_after_a_large_one_keeps_its_own_median() -> None:
    group, values = np.array([0, 1]), np.array([1.0, 5.0])
    assert weighted_quantile_by_group(group, values, np.array([3e8, 1e-9]), 0.5, 2).tolist() == [1.0, 5.0]


def test_unreachable_people_are_counted_separately(grid_demand: DemandPoints) -> None:
    n = len(grid_demand.zip)
    origin, reachable = np.arange(n), np.arange(n) >= 5
    straight = np.full(n, 9.0)
    miles = np.where(reachable, 10.0, np.inf)
    matrix = TravelMatrix(origin, np.zeros(n, np.intp), straight, miles, miles, miles, miles, n, 1, MODEL.method)
    coverage = cover_within(matrix, grid_demand, MILES_15)
    assert coverage.totals.unreachable == 500
    assert coverage.totals.covered == coverage.totals.population - 500
    # They are gaps whose nearest location, in a straight line, is unreachable.
    assert [(g.nearest, g.reachable) for g in coverage.gaps] == [(0, False)] * len(coverage.gaps)
    assert sum(g.population for g in coverage.gaps) == 500
