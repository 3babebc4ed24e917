"""CMS's criteria check: for its own standards, by county type, from the rule or from an HSD file."""

from pathlib import Path

import numpy as np
import pytest

from finder.core import travel_model
from finder.domain.geo import PointSet
from finder.errors import QueryError
from finder.questions.coverage.criteria_check import criteria_rows
from finder.questions.coverage.query import CoverageQuery
from finder.travel.model import DOOR_MIN, TravelEnds
from tests.conftest import center_at
from tests.planners import ON, AskCoverage
from tests.world import REFERENCE, SETTINGS, make_finder


def test_a_county_is_held_against_the_limits_of_its_type(ask: AskCoverage) -> None:
    west, east = criteria_rows(ask("cms"))
    assert (west["type"], west["maximum_time_min"], west["maximum_distance_mi"], west["required_share"]) == (
        "ceac",
        110,
        100,
        0.85,
    )
    assert (east["type"], east["maximum_time_min"], east["maximum_distance_mi"], east["required_share"]) == (
        "rural",
        75,
        60,
        0.85,
    )
    assert {r["designation_from"] for r in (west, east)} == {"rule"}
    assert (west["specialty_code"], west["specialty_name"]) == ("057", "Outpatient Infusion/Chemotherapy")
    assert (west["meets_number"], west["meets_time_distance"], west["meets_all"]) == (True, True, True)


def test_facilities_are_those_within_the_limits_of_somebody_of_the_county(ask: AskCoverage) -> None:
    # 60 miles and 75 minutes in the rural east, 100 and 110 in the west: both corners are near somebody of both counties.
    assert [r["number_within"] for r in criteria_rows(ask("cms"))] == [2, 2]
    assert [r["number_within"] for r in criteria_rows(ask("cms", centers=[]))] == [0, 0]
    # A third of the way around the earth is near nobody; a second one at the same door counts for itself.
    rows = [center_at(0, 0), center_at(0, 0, id="door"), {"id": "far", "name": "far", "lat": 20.0, "lon": -155.0}]
    assert [r["number_within"] for r in criteria_rows(ask("cms", centers=rows))] == [2, 2]


def test_a_location_across_the_county_line_counts(ask: AskCoverage) -> None:
    (west, _) = criteria_rows(ask("cms", centers=[center_at(2, 4)]))
    assert (west["number_within"], west["meets_number"]) == (1, True)


def test_without_a_location_nothing_is_met(ask: AskCoverage) -> None:
    rows = criteria_rows(ask("cms", centers=[]))
    assert len(rows) == 2
    for row in rows:
        assert (row["share"], row["meets_number"], row["meets_time_distance"], row["meets_all"]) == (0, False, False, False)


def test_how_many_rheumatologists_are_enough_is_not_known(ask: AskCoverage) -> None:
    rows = criteria_rows(ask("cms:rheumatology"))
    assert len(rows) == 2
    for row in rows:
        assert (row["specialty_code"], row["specialty_name"]) == ("031", "Rheumatology")
        assert (row["minimum_number"], row["meets_number"]) == (None, None)
        assert (row["meets_time_distance"], row["meets_all"]) == (True, None)


@pytest.mark.parametrize("standard", ["va", "miles:60", "minutes:60"])
def test_other_standards_have_no_criteria_check(ask: AskCoverage, standard: str) -> None:
    with pytest.raises(QueryError, match="covers the CMS standards, not"):
        criteria_rows(ask(standard))


def test_types_and_limits_of_an_hsd_file_show_where_they_are_from(tmp_path: Path) -> None:
    file = tmp_path / "hsd.csv"
    head = "FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles"
    file.write_text(f"{head}\n10001,CEAC,111,101\n")
    result = make_finder(travel="straight", hsd=file).coverage(CoverageQuery("cms", state="DE", on=ON))
    kent, castle, _ = criteria_rows(result)
    assert (kent["type"], kent["maximum_time_min"], kent["maximum_distance_mi"]) == ("ceac", 111, 101)
    assert (kent["designation_from"], castle["designation_from"]) == ("HSD file", "rule")


def test_the_count_agrees_with_a_plain_walk_over_all_people(of_state: AskCoverage) -> None:
    result = of_state("MT")
    demand, county_limits = result.demand, result.county_limits
    points = [p.position.point for p in result.points if p.position]
    at = PointSet(np.array([p.lat_deg for p in points]), np.array([p.lon_deg for p in points]))
    national = REFERENCE.demand
    types = national.type_index[national.points.nearest(at, 1).destination]
    model = travel_model(result.method.id, SETTINGS, REFERENCE)
    matrix = model.matrix(TravelEnds(demand.points, demand.type_index), TravelEnds(at, types), 120.0)
    within: dict[str, set[int]] = {str(f): set() for f in demand.counties.fips}
    for part, county in enumerate(demand.part_county.tolist()):
        trips = np.flatnonzero(matrix.origin == demand.part_zip[part])
        near = (matrix.distance_mi[trips] <= county_limits.max_mi[county]) & (
            matrix.travel_min[trips] - DOOR_MIN <= county_limits.max_min[county]
        )
        within[str(demand.counties.fips[county])] |= set(matrix.destination[trips[near]].tolist())
    rows = criteria_rows(result)
    assert [r["number_within"] for r in rows] == [len(within[r["fips"]]) for r in rows]
    assert max(r["number_within"] for r in rows) > 2
