"""The JSON of coverage: its keys, and numbers of the grid world that can be reasoned out.

By the straight line, towns 10 miles apart are 13.4 miles of road apart, across a square 18.3, two steps on 25.0. The band
around miles is a fifth: as short as may be, 18.3 become 14.6; as long as may be, 13.4 become 16.1.
"""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from finder.access.equity import equity, quickest_minutes
from finder.core import Finder
from finder.questions.base import Row
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.coverage.rows import whole
from tests.conftest import center_at
from tests.planners import ON, AskCoverage, MakeFinder, strict_json
from tests.world import REFERENCE

SECTIONS = {
    *("standard", "method", "directory", "totals", "areas", "gaps", "notices"),
    *("states", "compared", "distribution", "equity", "regions"),
}
TOTALS = {
    *("population", "covered", "share", "unreachable", "beyond_30_min", "beyond_60_min", "beyond_90_min"),
    *("median_min", "p75_min", "p90_min", "second_median_min", "second_p90_min", "covered_low", "covered_high"),
    *("counties_judged", "counties_short"),
}
AREA = {
    *("fips", "name", "state", "type", "population", "covered", "share", "required_share", "passes", "nearest_mi_median"),
    *("known", "covered_low", "covered_high", "flips", "sole_location"),
}
EXAMPLE_STOP: dict[str, list[dict[str, object]]] = {
    "mobile_units": [{"id": "u", "name": "Unit", "therapies": "rituximab", "example": "yes"}],
    "mobile_stops": [{"id": "s", "unit_id": "u", "name": "Stop", "zip": "67001"}],
    "mobile_calendar": [
        {"stop_id": "s", "starts_on": "2026-12-01", "start_time": "9:00", "end_time": "15:00", "timezone": "America/Chicago"}
    ],
}
GIVES_IVIG = [{"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported", "basis": "paid"}]


def covered(result: CoverageResult) -> Row:
    return strict_json(whole(result))


def test_coverage_has_the_keys_of_the_contract(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 0)], **EXAMPLE_STOP)
    answer = covered(finder.coverage(CoverageQuery("miles:15", "ivig", on=ON)))
    assert set(answer) == SECTIONS
    assert set(answer["standard"]) == {"id", "label", "rules", "hsd"}
    assert set(answer["method"]) == {"id", "label", "error_note"}
    assert set(answer["directory"]) == {"centers", "stops", "counted", "fingerprint"}
    assert set(answer["totals"]) == TOTALS
    assert [set(a) for a in answer["areas"]] == [AREA, AREA]
    assert [set(a["known"]) for a in answer["areas"]] == [{"covered", "share", "passes"}] * 2
    gap = {"zip", "fips", "population", "nearest_id", "nearest_mi", "nearest_min"}
    assert {frozenset(g) for g in answer["gaps"]} == {frozenset(gap)}
    assert set(answer["states"][0]) == {"state", "population", "covered", "share", "counties_judged", "counties_short"}
    assert {frozenset(c) for c in answer["compared"]} == {frozenset({"id", "locations", "covered", "share", "counties_short"})}
    assert set(answer["distribution"]) == {"bin_min", "people", "second"}
    assert set(answer["regions"][0]) == {
        *("rank", "name", "states", "counties", "zips", "people", "lat", "lon"),
        *("nearest_id", "nearest_name", "nearest_mi", "nearest_min", "direction"),
    }


def test_coverage_counts_real_points_only(grid_finder: MakeFinder) -> None:
    answer = covered(grid_finder(centers=[center_at(0, 0)], **EXAMPLE_STOP).coverage(CoverageQuery(on=ON)))
    assert {k: answer["directory"][k] for k in ("centers", "stops", "counted")} == {"centers": 1, "stops": 1, "counted": 1}


def test_gaps_and_covered_people_are_everybody(ask: AskCoverage) -> None:
    answer = covered(ask())
    totals = answer["totals"]
    assert sum(g["population"] for g in answer["gaps"]) + totals["covered"] == totals["population"] == 2500


def test_short_and_long_travel_bracket_the_people_covered(ask: AskCoverage) -> None:
    # Around each corner: the town itself and two next to it; short, the one across the square too; long, the town alone.
    totals = covered(ask())["totals"]
    assert (totals["covered_low"], totals["covered"], totals["covered_high"]) == (200, 600, 800)


def test_a_second_location_is_never_nearer_than_the_first(ask: AskCoverage) -> None:
    totals, spread = covered(ask())["totals"], covered(ask())["distribution"]
    assert totals["second_median_min"] > totals["median_min"]
    assert sum(spread["people"]) == sum(spread["second"]) == 2500
    # Two of 25 towns have a center of their own; everybody's second is in a corner, so at least four steps and more away.
    assert spread["people"][0] == 200
    assert spread["second"][:3] == [0, 0, 0]


def test_without_a_second_location_there_is_no_time_to_it(ask: AskCoverage) -> None:
    answer = covered(ask(centers=[center_at(0, 0)]))
    assert (answer["totals"]["second_median_min"], answer["totals"]["second_p90_min"]) == (None, None)
    assert sum(answer["distribution"]["second"]) == 0


def test_only_a_location_known_to_give_the_therapy_is_known(ask: AskCoverage) -> None:
    answer = covered(ask("miles:15", "ivig", center_therapies=GIVES_IVIG))
    west, east = answer["areas"]
    # A corner in each county has a center; only the eastern one is known to give it.
    assert (west["covered"], east["covered"]) == (300, 300)
    assert west["known"] == {"covered": 0, "share": 0, "passes": None}
    assert east["known"] == {"covered": 300, "share": east["share"], "passes": None}
    assert {c["id"]: (c["locations"], c["covered"]) for c in answer["compared"]} == {
        **dict.fromkeys(("listed", "price_list", "paid"), (1, 300)),
        **dict.fromkeys(("page", "confirmed"), (0, 0)),
        "any": (2, 600),
    }


def test_without_a_therapy_nothing_is_known_of_it(ask: AskCoverage) -> None:
    assert [a["known"] for a in covered(ask("cms"))["areas"]] == [None, None]


def test_a_verdict_depends_on_the_location_whose_closing_would_fail_it(ask: AskCoverage) -> None:
    alone = [a["sole_location"] for a in covered(ask("cms", centers=[center_at(2, 2)]))["areas"]]
    twice = [a["sole_location"] for a in covered(ask("cms", centers=[center_at(2, 2, id=i) for i in "ab"]))["areas"]]
    assert alone == ["c2-2", "c2-2"]
    assert twice == [None, None]


def test_counties_are_judged_only_under_a_rule_with_a_pass_mark(ask: AskCoverage) -> None:
    with_mark, without = (covered(ask(s)) for s in ("cms", "miles:15"))
    assert (with_mark["totals"]["counties_judged"], without["totals"]["counties_judged"]) == (2, 0)
    assert with_mark["states"][0]["counties_judged"] == 2
    assert {a["flips"] for a in without["areas"]} == {False}


def test_states_and_areas_add_up_to_the_totals(ask: AskCoverage) -> None:
    answer = covered(ask())
    for part in ("population", "covered"):
        assert sum(a[part] for a in answer["areas"]) == sum(s[part] for s in answer["states"]) == answer["totals"][part]


def test_regions_hold_all_people_outside_and_point_to_the_nearest(ask: AskCoverage) -> None:
    answer = covered(ask(centers=[center_at(0, 0)]))
    assert sum(r["people"] for r in answer["regions"]) == 2200
    (region,) = answer["regions"]
    assert (region["nearest_id"], region["direction"]) == ("c0-0", "south-west")
    assert region["states"] == ["KS"]


def test_a_group_is_held_against_everybody_else(ask: AskCoverage) -> None:
    # All people of column 0 are in the group and nobody else: 500 of 2500, two of their five towns within the standard.
    result = ask(centers=[center_at(0, 0)])
    part = result.demand.part_zip
    west = np.array([float(z[4] == "0") for z in result.demand.zip])[part]
    minutes = quickest_minutes(result.matrix, 1)[0][part]
    shares = equity(minutes, result.demand.part_people, result.reach.covered(), {"west": west})
    (group,) = covered(replace(result, equity=shares))["equity"]["groups"]
    assert (group["people"], group["covered"], group["share"]) == (500, 200, 0.4)
    assert (group["rest"]["people"], group["rest"]["covered"], group["rest"]["share"]) == (2000, 100, 0.05)
    assert group["share_difference"] == 0.35
    assert group["median_difference_min"] == pytest.approx(group["median_min"] - group["rest"]["median_min"], abs=0.1)
    assert group["median_difference_min"] < 0


@pytest.mark.parametrize("standard", ["miles:60", "minutes:60", "miles:60+minutes:90", *REFERENCE.standards])
@pytest.mark.parametrize("centers", [[], [center_at(0, 0)]], ids=["none", "one"])
def test_every_standard_gives_plain_json(ask: AskCoverage, standard: str, centers: list[dict[str, object]]) -> None:
    covered(ask(standard, centers=centers))


def test_where_nothing_is_in_reach_the_nearest_is_null(ask: AskCoverage) -> None:
    answer = covered(ask(centers=[]))
    assert answer["totals"]["unreachable"] == 2500
    assert {(g["nearest_id"], g["nearest_mi"], g["nearest_min"]) for g in answer["gaps"]} == {(None, None, None)}
    assert {a["nearest_mi_median"] for a in answer["areas"]} == {None}
    assert (answer["totals"]["median_min"], answer["totals"]["beyond_90_min"]) == (None, 2500)
    assert answer["equity"]["gini"] is None
    assert {(r["nearest_id"], r["nearest_name"], r["direction"]) for r in answer["regions"]} == {(None, None, None)}


def test_a_real_state_has_all_parts_with_finite_numbers(of_state: AskCoverage) -> None:
    answer = covered(of_state("MT", therapy="ivig"))
    assert [g["id"] for g in answer["equity"]["groups"]] == ["65_plus", "poverty", "no_car", "metro", "micro", "neither"]
    assert len(answer["areas"]) == 56
    numbers = json.loads(json.dumps(answer), parse_constant=lambda _: math.nan)
    assert numbers == answer
    low, best, high = (answer["totals"][k] for k in ("covered_low", "covered", "covered_high"))
    assert low <= best <= high
    assert sum(a["flips"] for a in answer["areas"]) > 0


def test_an_answer_of_one_county_is_that_of_its_state(starter: Finder) -> None:
    answer = covered(starter.coverage(CoverageQuery("cms", state="DC", on=ON)))
    assert [a["fips"] for a in answer["areas"]] == ["11001"]
    assert answer["states"][0]["population"] == answer["totals"]["population"]
