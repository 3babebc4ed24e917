"""Who goes to which stop, and what candidates save, on trips that can be counted by hand."""

import math

import numpy as np
import pytest

from finder.access.siting.benefit import covering, miles, stacked
from finder.access.siting.outcome import assign_closer, assign_within
from finder.access.standards import uniform_standard
from finder.domain.demand import DemandPoints
from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds, TravelMatrix, Trips
from finder.travel.straight_line import StraightLine

UNREACHABLE = math.inf


@pytest.fixture
def demand(grid_demand: DemandPoints) -> DemandPoints:
    """Three ZIP codes of the grid world, one of which lies in two counties."""
    kept = np.isin(grid_demand.zip[grid_demand.part_zip], ["67000", "67001", "67012"])
    return grid_demand.of_parts(kept)


def trips(*rows: tuple[int, int, float, float]) -> TravelMatrix:
    """A matrix of (origin, destination, miles, minutes from door to door), three ZIP codes to three candidates."""
    origin, destination, mi, minutes = (np.array(column) for column in zip(*rows, strict=True))
    straight = np.where(np.isfinite(mi), mi, 9.0)
    order = np.lexsort((destination, mi, origin))
    found = Trips(origin[order], destination[order], straight[order], mi[order])
    return found.matrix(minutes[order], (minutes[order], minutes[order]), 3, 3, StraightLine.method)


MATRIX = trips(
    *((0, 0, 10.0, 20.0), (0, 1, 12.0, 15.0), (0, 2, UNREACHABLE, UNREACHABLE)),
    *((1, 1, 30.0, 40.0), (2, 0, 5.0, 9.0), (2, 2, 5.0, 9.0)),
)


def test_people_go_to_the_quickest_stop_within_the_standard(demand: DemandPoints) -> None:
    limits = uniform_standard(20, None).county_limits(demand.counties.type_index)
    found = assign_within(MATRIX, demand, limits, (0, 1, 2))
    zips = demand.zip[demand.part_zip]
    assert set(found.stop[zips == "67000"]) == {1}
    assert set(found.stop[zips == "67001"]) == {-1}
    assert found.stop[zips == "67012"].tolist() == [0, 0]
    assert (MATRIX.travel_min[found.trip[found.gains]] <= 15).all()


def test_a_limit_in_minutes_is_about_driving(demand: DemandPoints) -> None:
    # From 67012 both trips take nine minutes from door to door: four of driving and five at the doors.
    for limit, stop in ((4.0, 0), (3.9, -1)):
        limits = uniform_standard(None, limit).county_limits(demand.counties.type_index)
        found = assign_within(MATRIX, demand, limits, (0, 1, 2))
        assert set(found.stop[demand.zip[demand.part_zip] == "67012"]) == {stop}


def test_of_equal_stops_the_one_chosen_first_is_taken(demand: DemandPoints) -> None:
    limits = uniform_standard(20, None).county_limits(demand.counties.type_index)
    found = assign_within(MATRIX, demand, limits, (2, 0))
    assert found.stop[demand.zip[demand.part_zip] == "67012"].tolist() == [0, 0]


def test_nobody_goes_where_the_trip_is_not_shorter(demand: DemandPoints) -> None:
    found = assign_closer(MATRIX, demand, MATRIX.distance_mi, np.array([11.0, 30.0, 4.0]), (0, 1, 2))
    zips = demand.zip[demand.part_zip]
    assert set(found.stop[zips == "67000"]) == {0}
    assert set(found.stop[zips != "67000"]) == {-1}


def test_savings_are_the_people_within_or_the_miles_less(demand: DemandPoints) -> None:
    limits = uniform_standard(20, None).county_limits(demand.counties.type_index)
    assert covering(MATRIX, demand, limits, demand.part_people).alone.tolist() == [200, 100, 100]
    saved = miles(MATRIX, np.array([11.0, UNREACHABLE, 4.0]), np.full(3, 2.0))
    assert saved.alone.tolist() == [2, 0, 0]


def test_scenarios_are_stacked_as_their_mean(demand: DemandPoints) -> None:
    tables = [
        covering(MATRIX, demand, uniform_standard(mi, None).county_limits(demand.counties.type_index), demand.part_people)
        for mi in (6, 20)
    ]
    both = stacked(tables, 0.5)
    for chosen in ([0], [1], [0, 1], [0, 1, 2]):
        assert both.value(chosen) == pytest.approx(sum(t.value(chosen) for t in tables) / 2)


def test_the_grid_world_has_the_savings_that_its_trips_say(grid_demand: DemandPoints) -> None:
    ends = TravelEnds(grid_demand.points, grid_demand.type_index)
    one = TravelEnds(PointSet(grid_demand.points.lat_deg[12:13], grid_demand.points.lon_deg[12:13]), np.array([0]))
    matrix = StraightLine().matrix(ends, one, 15.0)
    limits = uniform_standard(15, None).county_limits(grid_demand.counties.type_index)
    assert covering(matrix, grid_demand, limits, grid_demand.part_people).alone.tolist() == [500]
