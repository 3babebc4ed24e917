"""Gap regions, in the grid world and in real states."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.gap_regions import WIDEST_MI, Region, gap_regions
from finder.domain.demand import DemandPoints
from finder.domain.geo import METERS_PER_MILE, WGS84, PointSet
from finder.travel.model import TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine
from tests.conftest import grid_point
from tests.world import REFERENCE

MODEL = StraightLine()


def regions(demand: DemandPoints, outside: list[str], *centers: tuple[float, float]) -> tuple[Region, ...]:
    """Return the regions of these ZIP codes, with locations at points of the grid."""
    points = [grid_point(*c) for c in centers]
    at = PointSet(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))
    people = np.where(np.isin(demand.zip[demand.part_zip], outside), demand.part_people, 0.0)
    return gap_regions(trips(demand, at), demand, people, at)


def trips(demand: DemandPoints, at: PointSet) -> TravelMatrix:
    ends = TravelEnds(at, np.zeros(len(at), np.intp))
    return MODEL.matrix(TravelEnds(demand.points, demand.type_index), ends, 0.0)


def test_neighbors_are_joined_and_others_are_not(grid_demand: DemandPoints) -> None:
    # There are two neighbors in the southwest corner and three in a row in the northeast.
    found = regions(grid_demand, ["67000", "67001", "67042", "67043", "67044"], (2, 2))
    assert [(r.rank, sorted(r.zips), r.people) for r in found] == [
        (1, ["67042", "67043", "67044"], 300),
        (2, ["67000", "67001"], 200),
    ]


def test_a_region_has_its_position_and_its_nearest_location(grid_demand: DemandPoints) -> None:
    # Two towns are in the southwest. The nearest location is 40 miles north of one of them and about 41.2 from the other.
    [found] = regions(grid_demand, ["67000", "67001"], (4, 0), (4, 4))
    assert (found.states, found.counties, found.part) == (("KS",), ("20001",), (0, 0))
    assert (found.nearest, found.direction) == (0, "north")
    middle = grid_point(0, 0.5)
    assert (found.center.lat_deg, found.center.lon_deg) == pytest.approx((middle.lat_deg, middle.lon_deg), abs=1e-3)
    # Half of the people are no farther than the nearer town, at 40 miles in a straight line.
    assert found.nearest_mi == pytest.approx(40 * (1.15 + 2.2 / 41.5), rel=1e-4)


def test_counties_of_a_region_are_sorted_by_people(grid_demand: DemandPoints) -> None:
    # 67012 is half in each county, and 67013 is in East.
    [found] = regions(grid_demand, ["67012", "67013"], (4, 4))
    assert found.counties == ("20003", "20001")
    assert found.people == 200


def test_without_locations_a_region_has_no_nearest_one(grid_demand: DemandPoints) -> None:
    [found] = regions(grid_demand, ["67000"])
    assert (found.nearest, found.nearest_mi, found.direction) == (None, np.inf, None)


def test_without_people_outside_there_is_no_region(grid_demand: DemandPoints) -> None:
    assert regions(grid_demand, [], (0, 0)) == ()
    assert regions(grid_demand.in_state("HI"), ["67000"], (0, 0)) == ()


@pytest.mark.parametrize("towns", [1, 2, 3])
def test_few_towns_on_a_line_have_regions_too(grid_demand: DemandPoints, towns: int) -> None:
    # All towns are on a line, so no triangle can join them.
    few = replace(
        grid_demand,
        zip=grid_demand.zip[:towns],
        points=grid_demand.points.take(slice(towns)),
        population=grid_demand.population[:towns],
        county=grid_demand.county[:towns],
        part_zip=np.arange(towns),
        part_county=grid_demand.county[:towns],
        part_people=np.full(towns, 100.0),
    )
    found = regions(few, list(few.zip), (4, 4))
    assert sum(r.people for r in found) == 100 * towns


@given(st.sets(st.integers(0, 24)))
def test_everyone_outside_is_in_exactly_one_region(grid_demand: DemandPoints, rows: set[int]) -> None:
    names = grid_demand.zip[sorted(rows)].tolist()
    found = regions(grid_demand, names, (2, 2))
    assert sorted(z for r in found for z in r.zips) == names
    assert sum(r.people for r in found) == pytest.approx(100 * len(rows))
    assert [r.rank for r in found] == list(range(1, len(found) + 1))
    assert sorted((r.people for r in found), reverse=True) == [r.people for r in found]


@pytest.mark.parametrize("state", ["MT", "AK", "HI", "PR", "DC", "TX"])
def test_in_real_states_no_region_is_wider_than_a_unit_can_serve(state: str) -> None:
    # Nobody is covered, so the whole state is divided into regions.
    demand = REFERENCE.demand.in_state(state)
    no_locations = PointSet(np.zeros(0), np.zeros(0))
    found = gap_regions(trips(demand, no_locations), demand, demand.part_people, no_locations)
    assert sum(r.people for r in found) == pytest.approx(demand.population.sum())
    row = {z: i for i, z in enumerate(demand.zip.tolist())}
    for region in found:
        at = demand.points.take(np.array([row[z] for z in region.zips]))
        # Regions are split across their longest side, so no pair is farther apart than the diagonal of a square of that width.
        n = len(at)
        i, j = (a.ravel() for a in np.meshgrid(np.arange(n), np.arange(n)))
        meters = WGS84.inv(at.lon_deg[i], at.lat_deg[i], at.lon_deg[j], at.lat_deg[j])[2]
        assert np.max(meters) / METERS_PER_MILE <= WIDEST_MI * 1.42
        assert state in region.states
        assert region.part[0] in (0, 1, 2)
        assert region.part[1] in (0, 1, 2)


def test_a_region_has_its_part_of_the_state() -> None:
    demand = REFERENCE.demand.in_state("NV")
    no_locations = PointSet(np.zeros(0), np.zeros(0))
    # Elko is in the northeast of Nevada, and Las Vegas in the southeast.
    for code, part in (("89801", (2, 2)), ("89101", (0, 2)), ("89049", (1, 1))):
        people = np.where(demand.zip[demand.part_zip] == code, demand.part_people, 0.0)
        [region] = gap_regions(trips(demand, no_locations), demand, people, no_locations)
        assert region.part == part
