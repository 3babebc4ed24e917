"""Who is reach by which place, counted on paper in the grid world (four towns in a row, ten miles apart)."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.coverage import judge
from finder.access.reach import Reach, reach_within
from finder.access.robustness import Robustness, robustness
from finder.access.standards import CountyLimits, Standard, uniform_standard
from finder.domain.demand import COUNTY_TYPES, DemandPoints
from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine
from tests.conftest import grid_point

MODEL = StraightLine()
WEST, EAST = 0, 1
# 15 road miles are 11.3 straight ones: a town and its four neighbors.
MILES_15 = uniform_standard(15.0, None)


def trips(demand: DemandPoints, *centers: tuple[float, float], within_mi: float = 100.0) -> TravelMatrix:
    points = [grid_point(*c) for c in centers]
    at = PointSet(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))
    ends = TravelEnds(at, np.zeros(len(points), np.intp))
    return MODEL.matrix(TravelEnds(demand.points, demand.type_index), ends, within_mi, at_least=2)


def ruled(demand: DemandPoints, standard: Standard) -> CountyLimits:
    return standard.county_limits(demand.counties.type_index)


def reach(demand: DemandPoints, *centers: tuple[float, float], standard: Standard = MILES_15) -> Reach:
    return reach_within(trips(demand, *centers), demand, ruled(demand, standard))


def test_each_place_is_credited_with_different_people(grid_demand: DemandPoints) -> None:
    # (1, 1) and (1, 2) each serve five towns; two towns (their own) are within both.
    found = reach(grid_demand, (1, 1), (1, 2))
    assert found.people_within.tolist() == [500, 500]
    assert found.people_only_here.tolist() == [300, 300]
    assert grid_demand.part_people[found.covered()].sum() == 800


def test_a_split_zip_is_judged_part_by_part(grid_demand: DemandPoints) -> None:
    # 15 miles in West, 5 in East: of 67012 (half in each) only the half in West is within 15 miles of (1, 1).
    by_type = {"ceac": 15.0, "rural": 5.0}
    standard = replace(MILES_15, max_mi=tuple(by_type.get(t, 1.0) for t in COUNTY_TYPES))
    found = reach(grid_demand, (1, 1), standard=standard)
    assert found.people_within.tolist() == [450]
    split = np.flatnonzero(grid_demand.zip[grid_demand.part_zip] == "67012")
    assert dict(zip(grid_demand.part_county[split].tolist(), found.covered()[split].tolist(), strict=True)) == {
        WEST: True,
        EAST: False,
    }


def test_some_of_the_places_alone(grid_demand: DemandPoints) -> None:
    found = reach(grid_demand, (1, 1), (1, 2))
    for mask, people in (([True, True], 800), ([True, False], 500), ([False, True], 500), ([False, False], 0)):
        assert grid_demand.part_people[found.covered(np.array(mask))].sum() == people


def test_without_places_nobody_is_served(grid_demand: DemandPoints) -> None:
    found = reach(grid_demand)
    assert (found.people_within.shape, found.destinations_within().sum()) == ((0,), 0)
    assert (found.only_destination == -1).all()


CENTERS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=4)


@given(CENTERS, st.sampled_from([5.0, 15.0, 27.0]))
def test_places_are_those_within_the_limit_one_by_one(
    grid_demand: DemandPoints, centers: list[tuple[int, int]], miles: float
) -> None:
    matrix = trips(grid_demand, *centers)
    found = reach_within(matrix, grid_demand, ruled(grid_demand, uniform_standard(miles, None)))
    near = {
        (int(i), int(j)) for i, j, mi in zip(matrix.origin, matrix.destination, matrix.distance_mi, strict=True) if mi <= miles
    }
    for part, z in enumerate(grid_demand.part_zip.tolist()):
        assert found.destinations_within()[found.cell_of_part[part]] == sum(i == z for i, _ in near)
    for j, people in enumerate(found.people_within.tolist()):
        assert people == pytest.approx(100 * sum(d == j for _, d in near))


def robust(demand: DemandPoints, *centers: tuple[float, float], miles: float, required: float) -> Robustness:
    county_limits = ruled(demand, replace(uniform_standard(miles, None), required_share=(required,) * 5))
    matrix = trips(demand, *centers)
    return robustness(matrix, demand, county_limits, reach_within(matrix, demand, county_limits))


def test_a_verdict_flips_if_the_share_does_between_short_and_long_travel(grid_demand: DemandPoints) -> None:
    # Ten straight miles are 13.41 on the road: 10.7 to 16.1 with 20 % either way. Within 14 miles of (1, 1) lie 450 people
    # of West; if travel is long, only the 100 of the town itself.
    found = robust(grid_demand, (1, 1), miles=14.0, required=0.4)
    assert found.low.covered[WEST] == 450
    assert found.high.covered[WEST] == 100
    assert found.flips.tolist() == [True, False]
    # Within 16.2 miles the neighbors are in, however long the way may be.
    assert not robust(grid_demand, (1, 1), miles=16.2, required=0.4).flips.any()


def test_a_rule_without_a_pass_mark_has_no_verdict_to_flip(grid_demand: DemandPoints) -> None:
    found = robust(grid_demand, (1, 1), miles=14.0, required=float("nan"))
    assert not found.flips.any()
    assert (found.sole == -1).all()


def test_a_verdict_rests_on_sole_if_it_fails_without_it(grid_demand: DemandPoints) -> None:
    # West has 1,050 people. (1, 1) alone gives 450 of them, (4, 4) none: 40 % rests on (1, 1).
    assert robust(grid_demand, (4, 4), (1, 1), miles=15.0, required=0.4).sole.tolist() == [1, -1]
    # With (1, 0) too, which reaches 400 of West (300 of them also within (1, 1)), either one may close.
    found = robust(grid_demand, (1, 0), (1, 1), miles=15.0, required=0.38)
    assert found.sole[WEST] == -1
    # A county that falls short rests on nobody.
    assert robust(grid_demand, (1, 1), miles=15.0, required=0.9).sole.tolist() == [-1, -1]


@given(CENTERS, st.sampled_from([0.1, 0.4, 0.8]))
def test_sole_is_what_closing_each_in_turn_shows(
    grid_demand: DemandPoints, centers: list[tuple[int, int]], required: float
) -> None:
    county_limits = ruled(grid_demand, replace(MILES_15, required_share=(required,) * 5))
    matrix = trips(grid_demand, *centers)
    found = reach_within(matrix, grid_demand, county_limits)
    verdicts = judge(found.covered(), grid_demand, county_limits)
    rests = robustness(matrix, grid_demand, county_limits, found).sole
    for county in (WEST, EAST):
        fatal = []
        for j in range(len(centers)):
            without = judge(found.covered(np.arange(len(centers)) != j), grid_demand, county_limits)
            if verdicts.passes[county] and not without.passes[county]:
                fatal.append(j)
        assert rests[county] in fatal if fatal else rests[county] == -1
