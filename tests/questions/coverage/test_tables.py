"""The tables of coverage: their rows over the grid world and over real states."""

import pytest

from finder.core import Finder
from finder.questions.base import Row
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.tables import TABLES, county_rows, gap_rows, region_rows, state_rows, zip_rows
from tests.conftest import center_at
from tests.planners import ON, AskCoverage, MakeFinder


def test_states_are_the_sums_of_their_counties(ask: AskCoverage) -> None:
    result = ask(centers=[center_at(0, 0)])
    (state,) = state_rows(result)
    assert (state["state"], state["population"], state["covered"], state["share"]) == ("KS", 2500, 300, 0.12)
    assert state["outside"] == 2200
    assert sum(a["covered"] for a in county_rows(result)) == 300


def test_a_county_spells_out_what_is_known_and_who_is_outside(ask: AskCoverage) -> None:
    given = [{"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported", "basis": "page"}]
    west, east = county_rows(ask("miles:15", "ivig", center_therapies=given))
    assert (west["known_covered"], west["known_share"], west["outside"]) == (0, 0, 750)
    assert (east["known_covered"], east["known_passes"], east["outside"]) == (300, None, 1150)
    assert [r["known_covered"] for r in county_rows(ask())] == [None, None]


def test_zips_are_parts_that_add_up_to_counties(ask: AskCoverage) -> None:
    result = ask()
    rows = zip_rows(result)
    assert len(rows) == 26
    assert [(r["fips"], r["county"], r["people"]) for r in rows if r["zip"] == "67012"] == [
        ("20001", "West, KS", 50),
        ("20003", "East, KS", 50),
    ]
    assert sum(r["people"] for r in rows if r["within_standard"]) == 600
    assert [(r["zip"], r["fips"]) for r in rows] == sorted((r["zip"], r["fips"]) for r in rows)


def test_a_zip_says_its_nearest_its_second_and_how_many_are_within(ask: AskCoverage) -> None:
    rows = {r["zip"]: r for r in zip_rows(ask(centers=[center_at(0, 0), center_at(0, 1), center_at(4, 4)]))}
    home, corner, middle = rows["67000"], rows["67044"], rows["67022"]
    assert (home["nearest_id"], home["nearest_mi"], home["locations_within"]) == ("c0-0", 0, 2)
    assert (corner["nearest_id"], corner["locations_within"]) == ("c4-4", 1)
    assert (middle["within_standard"], middle["locations_within"]) == (False, 0)
    for row in rows.values():
        assert row["nearest_min_low"] <= row["nearest_min"] <= row["nearest_min_high"]
        assert row["quickest_min"] <= min(row["nearest_min"], row["second_quickest_min"])


def test_without_a_second_location_there_is_no_time_to_it(ask: AskCoverage) -> None:
    assert {r["second_quickest_min"] for r in zip_rows(ask(centers=[center_at(2, 2)]))} == {None}


@pytest.mark.slow
@pytest.mark.parametrize("state", ["MT", "CO"])
def test_by_road_no_trip_is_quicker_than_the_quickest(road_starter: Finder, state: str) -> None:
    hold_minutes_against_one_another(zip_rows(road_starter.coverage(CoverageQuery("cms", state=state, on=ON))))


@pytest.mark.slow
@pytest.mark.country
def test_in_the_whole_country_no_trip_is_quicker_than_the_quickest(starter: Finder) -> None:
    rows = zip_rows(starter.coverage(CoverageQuery("cms", on=ON)))
    assert len(rows) > 40_000
    hold_minutes_against_one_another(rows)


def hold_minutes_against_one_another(rows: list[Row]) -> None:
    measured = [r for r in rows if r["nearest_min"] is not None]
    assert measured
    assert all(r["quickest_min"] <= r["nearest_min"] for r in measured)
    assert all(r["quickest_min"] <= r["second_quickest_min"] for r in measured if r["second_quickest_min"] is not None)
    # The nearest by miles is not always the quickest: the two columns say different things.
    assert any(r["quickest_min"] < r["nearest_min"] for r in measured)


def test_a_zip_without_a_road_says_so(road_starter: Finder) -> None:
    rows = zip_rows(road_starter.coverage(CoverageQuery("miles:60", state="AK", on=ON)))
    cut_off = [r for r in rows if r["road"]]
    assert {r["road"] for r in cut_off} == {"unreachable by road"}
    assert {(r["nearest_mi"], r["nearest_min"], r["within_standard"]) for r in cut_off} == {(None, None, False)}
    assert {(r["quickest_min"], r["second_quickest_min"]) for r in cut_off} == {(None, None)}
    assert all(r["nearest_id"] for r in cut_off)
    assert all(r["nearest_mi"] is not None for r in rows if not r["road"])


@pytest.mark.parametrize("state", ["MT", "WY"])
def test_the_locations_of_a_state_serve_its_people_or_lie_in_it(road_starter: Finder, state: str) -> None:
    result = road_starter.coverage(CoverageQuery("cms", state=state, on=ON))
    rows = {row["id"]: row for row in TABLES["centers"].rows(result)}
    assert all(row["people_within"] > 0 or row["state"] == state for row in rows.values())
    # None of the others does either, and there are others; some of those listed lie across the state's line.
    others = [j for j, p in enumerate(result.points) if p.id not in rows]
    assert others
    assert all(result.points[j].address.state != state and result.reach.people_within[j] == 0 for j in others)
    assert {row["state"] for row in rows.values()} > {state}


def test_a_location_in_the_state_that_serves_nobody_is_still_a_row(grid_finder: MakeFinder) -> None:
    def rows(**cells: object) -> dict[str, float]:
        # Forty miles from the nearest town.
        centers = [center_at(0, 0), center_at(8, 8, id="far", **cells)]
        result = grid_finder(centers=centers).coverage(CoverageQuery("miles:5", state="KS", on=ON))
        return {r["id"]: r["people_within"] for r in TABLES["centers"].rows(result)}

    assert rows() == {"c0-0": 100, "far": 0}
    assert rows(state="NE") == {"c0-0": 100}


def test_regions_are_named_with_their_counties(ask: AskCoverage) -> None:
    (row,) = region_rows(ask(centers=[center_at(0, 0)]))
    assert (row["states"], row["counties"], row["county_names"]) == ("KS", "20003; 20001", "East, KS; West, KS")
    assert len(row["zips"].split("; ")) == 22
    assert row["road"] == ""


def test_gaps_name_their_county_and_their_nearest_location(ask: AskCoverage) -> None:
    rows = gap_rows(ask(centers=[center_at(0, 0, name="Corner Clinic")]))
    assert sum(r["population"] for r in rows) == 2200
    assert {(r["nearest_id"], r["nearest_name"]) for r in rows} == {("c0-0", "Corner Clinic")}
    assert {r["county"] for r in rows if r["fips"] == "20001"} == {"West, KS"}
    alone = gap_rows(ask(centers=[]))
    assert {(r["nearest_name"], r["road"]) for r in alone} == {("", "unreachable by road")}


def test_without_a_location_there_is_no_row_of_one(ask: AskCoverage) -> None:
    assert TABLES["centers"].rows(ask(centers=[])) == []
