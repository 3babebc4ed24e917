"""What a plan changes in the grid world: beside coverage asked of both directories."""

import numpy as np
import pytest

from finder.core import Finder, with_scenarios
from finder.errors import QueryError
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.scenario.tables import county_rows, side_rows, whole, zip_rows
from finder.questions.scenario.words import findings, headline
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import HALVED, ON, AskCoverage, AskScenario, MakeFinder, said, strict_json

CENTERS = [center_at(0, 0), center_at(4, 4), center_at(2, 0), center_at(0, 4)]


@pytest.mark.parametrize("standard", ["miles:15", "cms"])
def test_both_sides_are_those_of_coverage(ask_scenario: AskScenario, ask: AskCoverage, standard: str) -> None:
    result = ask_scenario({"standard": standard}, centers=CENTERS)
    sides = [ask(standard, centers=rows).coverage for rows in (CENTERS, CENTERS[::2])]
    for row, coverage in zip(side_rows(result), sides, strict=True):
        assert row["covered"] == pytest.approx(coverage.totals.covered, abs=0.05)
        assert row["counties_short"] == sum(a.passes is False for a in coverage.areas)
    before, then = (coverage.totals.covered for coverage in sides)
    assert result.people(result.gained) - result.people(result.lost) == pytest.approx(then - before)


def test_the_rows_are_exactly_those_who_change(ask_scenario: AskScenario) -> None:
    result = ask_scenario(centers=CENTERS)
    rows = zip_rows(result)
    assert rows
    for row in rows:
        assert row["within_standard"] != row["within_then"] or row["nearest_id"] != row["then_id"]
    changed = {(row["zip"], row["fips"]) for row in rows}
    demand, (base, plan) = result.everyone, (result.base, result.plan)
    for part in range(len(demand.part_zip)):
        z = demand.part_zip[part]
        same_trip = np.isclose(base.travel.miles[z], plan.travel.miles[z])
        same = bool(base.within[part] == plan.within[part] and same_trip)
        key = (str(demand.zip[z]), str(demand.counties.fips[demand.part_county[part]]))
        if demand.part_people[part] > 0 and not same:
            assert key in changed


def test_the_other_way_round_the_numbers_have_the_other_sign(ask_scenario: AskScenario) -> None:
    there = ask_scenario(centers=CENTERS)
    back = ask_scenario({"base": HALVED, "plan": "today"}, centers=CENTERS)
    assert there.people(there.lost) == back.people(back.gained) > 0
    assert there.people(there.gained) == back.people(back.lost) == 0
    assert there.added_annual_miles.sum() == pytest.approx(-back.added_annual_miles.sum())
    assert "Nobody comes within it." in ENGLISH.say(headline(there))
    assert "Nobody falls outside it." in ENGLISH.say(headline(back))


def test_nothing_changes_from_a_scenario_to_itself(ask_scenario: AskScenario) -> None:
    result = ask_scenario({"base": HALVED}, centers=CENTERS)
    assert zip_rows(result) == county_rows(result) == []
    assert "nobody in the United States comes" in ENGLISH.say(headline(result))


def test_miles_added_are_those_to_the_nearest_location(ask_scenario: AskScenario) -> None:
    result = ask_scenario(centers=CENTERS)
    people = result.everyone.population
    before, then = result.base.travel.miles, result.plan.travel.miles
    assert result.added_annual_miles.sum() == pytest.approx(((then - before) * people * 2 * 12).sum())


def test_where_all_close_people_are_left_without(ask_scenario: AskScenario) -> None:
    result = ask_scenario({"plan": "today", "base": HALVED}, centers=[])
    assert strict_json(whole(result))["totals"]["people_who_come_within"] == 0


def test_a_scenario_that_was_not_given_is_asked_for(ask_scenario: AskScenario) -> None:
    with pytest.raises(QueryError, match="its file was not given, or has changed"):
        ask_scenario({"plan": "file:0123456789abcdef"}, centers=CENTERS)


@pytest.mark.parametrize("side", ["tomorrow", "file:xyz", "", "FILE:0123456789abcdef"])
def test_what_is_no_scenario_is_said(side: str) -> None:
    with pytest.raises(QueryError, match="is not a scenario"):
        ScenarioQuery("today", side, on=ON)


def test_what_a_plan_does_is_told(grid_finder: MakeFinder, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("plans") / "plan.toml"
    path.write_text(
        'name = "More, and less"\n[[add]]\nid = "new"\nname = "New one"\nlat = 38.0\nlon = -98.0\nstate = "KS"\n'
        '[[close]]\nid = "c0-0"\n[[change]]\nid = "c4-4"\ngives = ["ivig"]\n'
    )
    finder = with_scenarios(grid_finder(centers=CENTERS), [path], ON)
    (scenario,) = finder.context.scenarios
    told = said(findings(finder.scenario(ScenarioQuery("today", scenario.id, "miles:15", on=ON))))
    assert "“More, and less”: added: New one, closed: c0-0, other treatments: c4-4." in told


def test_a_therapy_is_found_where_the_plan_says(grid_finder: MakeFinder, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("plans") / "plan.toml"
    path.write_text('name = "IVIG"\n[[change]]\nid = "c4-4"\ngives = ["ivig"]\n')
    finder: Finder = with_scenarios(grid_finder(centers=CENTERS), [path], ON)
    (scenario,) = finder.context.scenarios
    asked = {"standard": "miles:15", "therapy": "ivig", "evidence": "confirmed"}
    base, plan = side_rows(finder.scenario(ScenarioQuery("today", scenario.id, **asked, on=ON)))  # type: ignore[arg-type]
    assert (base["locations"], plan["locations"]) == (0, 1)
    assert plan["covered"] > base["covered"] == 0
