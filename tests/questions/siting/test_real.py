"""New stops in real states: holes in the list, ranges, and what neighbors gain."""

from dataclasses import replace
from pathlib import Path

import pytest

from finder.core import Finder
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.result import SitingResult
from finder.questions.siting.stop import TownGain
from finder.questions.siting.words import check_first, findings
from finder.wording.writer import ENGLISH
from tests.planners import ON, said
from tests.world import make_finder


@pytest.fixture(scope="module")
def montana(starter: Finder) -> SitingResult:
    return starter.siting(SitingQuery(3, standard="minutes:60", state="MT", on=ON))


@pytest.mark.slow
def test_only_people_of_the_state_are_counted_and_those_of_others_apart(starter: Finder, montana: SitingResult) -> None:
    assert montana.elsewhere is not None
    assert (montana.plan.demand.counties.state[montana.plan.demand.part_county] == "MT").all()
    assert any(s.startswith("Only people of Montana are counted.") for s in said(findings(montana)))
    national = starter.siting(replace(montana.query, units=1, state=None))
    assert national.elsewhere is None


def test_candidates_may_be_kept_in_the_state(starter: Finder) -> None:
    query = SitingQuery(2, standard="minutes:60", state="DC", on=ON)
    inside = starter.siting(replace(query, where="state"))
    assert set(inside.candidates.state.tolist()) == {"DC"}


def test_every_stop_has_its_three_sentences(montana: SitingResult) -> None:
    told = said(findings(montana))
    for stop in montana.stops:
        assert any(s.startswith(f"Stop {stop.rank}, {stop.name}, brings ") for s in told)
    assert sum(s.startswith("Today, ") for s in told) == len(montana.stops) == 3


def test_the_range_of_the_travel_estimates_is_said(montana: SitingResult) -> None:
    assert [b.band for b in montana.plan.bands] == ["low", "middle", "high"]
    assert montana.plan.bands[1].value == pytest.approx(montana.plan.choice.value)
    assert any(s.startswith("Allowing for error in the travel estimates") for s in said(findings(montana)))


def test_older_people_poor_people_and_people_without_a_car_count_more(starter: Finder, montana: SitingResult) -> None:
    fair = starter.siting(replace(montana.query, objective="equity"))
    assert fair.plan.choice.proven
    assert 0 < fair.plan.choice.value < fair.stop_people.sum()
    assert fair.stop_people.sum() <= montana.plan.choice.value


@pytest.mark.parametrize(
    ("people", "nearest_mi", "check"), [(60_000, 31.0, True), (60_000, 29.0, False), (49_999, 90.0, False)]
)
def test_a_large_town_without_a_location_near_is_a_hole_in_the_list(people: int, nearest_mi: float, check: bool) -> None:
    town = TownGain("Laredo, TX", 1000.0, people, nearest_mi)
    assert town.check_list is check
    assert "First check the list: Laredo, TX has 60,000 people" in ENGLISH.say(check_first(replace(town, people=60_000)))


@pytest.mark.slow
def test_in_texas_laredo_and_abilene_are_checked_first(shared_data: Path) -> None:
    # The one site of the list in Abilene is a home for residents, which does not count.
    made = make_finder(shared_data / "sites_2022")
    result = made.siting(SitingQuery(2, standard="minutes:60", state="TX", on=ON))
    assert result.plan.choice.proven
    assert [stop.check_list.name for stop in result.stops if stop.check_list] == ["Laredo, TX", "Abilene, TX"]
    (best, *_) = result.stops[1].alternatives
    assert 0.9 < best.share < 1
