"""Who is within reach of which location, worked out by hand in the grid world (towns ten miles apart)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.coverage import judge
from finder.access.reach import Reach, farthest_mi, reach_within
from finder.access.robustness import Robustness, robustness
from finder.access.standards import CountyLimits, Standard, uniform_standard
from finder.domain.demand import COUNTY_TYPES, DemandPoints
from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds, TravelMatrix
from finder.travel.straight_line import MAX_TIME_MARGIN, StraightLine
from tests.conftest import grid_point

MODEL = StraightLine()
WEST, EAST = 0, 1
# 15 miles by road are 11.3 in a straight line: a town and its four neighbors.
MILES_15 = uniform_standard(15.0, None)


def trips(demand: DemandPoints, *centers: tuple[float, float], within_mi: float = 100.0) -> TravelMatrix:
    points = [grid_point(*c) for c in centers]
    at = PointSet(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))
    ends = TravelEnds(at, np.zeros(len(points), np.intp))
    return MODEL.matrix(TravelEnds(demand.points, demand.type_index), ends, within_mi, at_least=2)


def county_limits_of(demand: DemandPoints, standard: Standard) -> CountyLimits:
    return standard.county_limits(demand.counties.type_index)


def reach_of(demand: DemandPoints, *centers: tuple[float, float], standard: Standard = MILES_15) -> Reach:
    return reach_within(trips(demand, *centers), demand, county_limits_of(demand, standard))


def test_each_location_is_credited_with_its_own_people(grid_demand: DemandPoints) -> None:
    # (1, 1) and (1, 2) each have five towns within. Two towns, their own, are within both.
    found = reach_of(grid_demand, (1, 1), (1, 2))
    assert found.people_within.tolist() == [500, 500]
    assert found.people_only_here.tolist() == [300, 300]
    assert grid_demand.part_people[found.covered()].sum() == 800


def test_a_split_zip_code_is_judged_by_its_parts(grid_demand: DemandPoints) -> None:
    # The limit is 15 miles in West and 5 in East. 67012 is half in each, and only the half in West is within the limit.
    by_type = {"ceac": 15.0, "rural": 5.0}
    standard = replace(MILES_15, max_mi=tuple(by_type.get(t, 1.0) for t in COUNTY_TYPES))
    found = reach_of(grid_demand, (1, 1), standard=standard)
    assert found.people_within.tolist() == [450]
    split = np.flatnonzero(grid_demand.zip[grid_demand.part_zip] == "67012")
    assert dict(zip(grid_demand.part_county[split].tolist(), found.covered()[split].tolist(), strict=True)) == {
        WEST: True,
        EAST: False,
    }


def test_coverage_by_some_of_the_locations(grid_demand: DemandPoints) -> None:
    found = reach_of(grid_demand, (1, 1), (1, 2))
    for mask, people in (([True, True], 800), ([True, False], 500), ([False, True], 500), ([False, False], 0)):
        assert grid_demand.part_people[found.covered(np.array(mask))].sum() == people


def test_without_locations_nobody_is_covered(grid_demand: DemandPoints) -> None:
    found = reach_of(grid_demand)
    assert (found.people_within.shape, found.destinations_within().sum()) == ((0,), 0)
    assert (found.only_destination == -1).all()


CENTERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4)


@given(CENTERS, st.sampled_from([5.0, 15.0, 27.0]))
def test_reach_equals_single_trips_within_the_limit(
    grid_demand: DemandPoints, centers: list[tuple[int, int]], miles: float
) -> None:
    matrix = trips(grid_demand, *centers)
    found = reach_within(matrix, grid_demand, county_limits_of(grid_demand, uniform_standard(miles, None)))
    near = {
        (int(i), int(j)) for i, j, mi in zip(matrix.origin, matrix.destination, matrix.distance_mi, strict=True) if mi <= miles
    }
    for part, z in enumerate(grid_demand.part_zip.tolist()):
        assert found.destinations_within()[found.cell_of_part[part]] == sum(i == z for i, _ in near)
    for j, people in enumerate(found.people_within.tolist()):
        assert people == pytest.approx(100 * sum(d == j for _, d in near))


@pytest.mark.parametrize("center", [(1, 1), (0, 0), (4, 3)])
@pytest.mark.parametrize("limit", [10.0, 15.0, 25.0, 40.0])
def test_a_limit_in_minutes_is_about_driving_without_the_doors(
    grid_demand: DemandPoints, center: tuple[int, int], limit: float
) -> None:
    # Whoever is within T minutes of driving is within T + 5 from door to door, in each estimate of travel.
    matrix = trips(grid_demand, center)
    limits = county_limits_of(grid_demand, uniform_standard(None, limit))
    for found, minutes in (
        (matrix, matrix.travel_min),
        (matrix.low, matrix.travel_min_low),
        (matrix.high, matrix.travel_min_high),
    ):
        within = {int(i) for i in matrix.origin[minutes <= limit + 5]}
        covered = reach_within(found, grid_demand, limits).covered()
        assert {int(z) for z in grid_demand.part_zip[covered]} == within


def test_trips_are_measured_as_far_as_the_limit_of_driving_reaches(grid_demand: DemandPoints) -> None:
    # At 54.5 mph, the highest speed of the straight line, an hour of driving is 54.5 miles.
    limits = county_limits_of(grid_demand, uniform_standard(None, 60.0))
    assert farthest_mi(MODEL, limits, low=False).tolist() == pytest.approx([54.5])
    # A trip of 100 minutes from door to door may take as few as 100 * (1 - margin), and five of them are at the doors.
    margin = MAX_TIME_MARGIN
    (low,) = farthest_mi(MODEL, limits, low=True).tolist()
    slowest = 5 + low / 54.5 * 60
    assert slowest * (1 - margin) - 5 == pytest.approx(60)
    both = county_limits_of(grid_demand, uniform_standard(30.0, 60.0))
    assert farthest_mi(MODEL, both, low=True).tolist() == pytest.approx([30 / (1 - MODEL.method.distance_margin)])


def robustness_of(demand: DemandPoints, *centers: tuple[float, float], miles: float, required: float) -> Robustness:
    county_limits = county_limits_of(demand, replace(uniform_standard(miles, None), required_share=(required,) * 5))
    matrix = trips(demand, *centers)
    return robustness(matrix, demand, county_limits, reach_within(matrix, demand, county_limits))


def test_a_verdict_that_differs_for_short_and_long_travel_flips(grid_demand: DemandPoints) -> None:
    # Ten miles in a straight line are 13.41 by road, and 10.7 to 16.1 with a margin of 20%. West has 450 people within 14 miles
    # of (1, 1); under long travel, only the 100 of the town itself.
    found = robustness_of(grid_demand, (1, 1), miles=14.0, required=0.4)
    assert found.low.covered[WEST] == 450
    assert found.high.covered[WEST] == 100
    assert found.flips.tolist() == [True, False]
    # Within 16.2 miles, the neighbors are included even under long travel.
    assert not robustness_of(grid_demand, (1, 1), miles=16.2, required=0.4).flips.any()


def test_without_a_required_share_no_verdict_flips(grid_demand: DemandPoints) -> None:
    found = robustness_of(grid_demand, (1, 1), miles=14.0, required=float("nan"))
    assert not found.flips.any()
    assert (found.sole == -1).all()


def test_a_verdict_depends_on_a_sole_location_if_it_fails_without_it(grid_demand: DemandPoints) -> None:
    # West has 1,050 people. (1, 1) alone covers 450 of them and (4, 4) none, so a required share of 40% depends on (1, 1).
    assert robustness_of(grid_demand, (4, 4), (1, 1), miles=15.0, required=0.4).sole.tolist() == [1, -1]
    # (1, 0) covers 400 people of West, 300 of whom (1, 1) covers too. With both, either one may close.
    found = robustness_of(grid_demand, (1, 0), (1, 1), miles=15.0, required=0.38)
    assert found.sole[WEST] == -1
    # A county below the required share depends on no location.
    assert robustness_of(grid_demand, (1, 1), miles=15.0, required=0.9).sole.tolist() == [-1, -1]


@given(CENTERS, st.sampled_from([0.1, 0.4, 0.8]))
def test_sole_locations_equal_those_found_by_closing_each_in_turn(
    grid_demand: DemandPoints, centers: list[tuple[int, int]], required: float
) -> None:
    county_limits = county_limits_of(grid_demand, replace(MILES_15, required_share=(required,) * 5))
    matrix = trips(grid_demand, *centers)
    found = reach_within(matrix, grid_demand, county_limits)
    verdicts = judge(found.covered(), grid_demand, county_limits)
    sole = robustness(matrix, grid_demand, county_limits, found).sole
    for county in (WEST, EAST):
        fatal = []
        for j in range(len(centers)):
            without = judge(found.covered(np.arange(len(centers)) != j), grid_demand, county_limits)
            if verdicts.passes[county] and not without.passes[county]:
                fatal.append(j)
        assert sole[county] in fatal if fatal else sole[county] == -1
