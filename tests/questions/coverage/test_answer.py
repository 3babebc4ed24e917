"""Coverage of the grid world: which locations count, what is compared, and what is said."""

import numpy as np
import pytest

from finder.core import Finder
from finder.errors import QueryError
from finder.questions.chairs.query import ChairsQuery
from finder.questions.coverage.findings import findings, headline
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, MakeFinder, said

MILES_15 = "miles:15"


def ask(finder: Finder, **asked: object) -> CoverageResult:
    return finder.coverage(CoverageQuery(**{"standard": MILES_15, "on": ON, **asked}))  # type: ignore[arg-type]


def with_stop(rule: str = "FREQ=WEEKLY;BYDAY=MO,TU", **unit: object) -> dict[str, list[dict[str, object]]]:
    """A center in the south-west corner, and a mobile unit that stops in the north-east one."""
    where = {k: v for k, v in center_at(4, 4, id="s", name="Stop").items() if k != "kind"}
    return {
        "centers": [center_at(0, 0)],
        "mobile_units": [{"id": "u", "name": "Unit", "therapies": "ivig", "first_dose": "yes", **unit}],
        "mobile_stops": [{**where, "unit_id": "u"}],
        "mobile_calendar": [
            {
                **{"stop_id": "s", "starts_on": "2026-11-02", "start_time": "09:00", "end_time": "15:00"},
                **{"timezone": "America/Chicago", "rrule": rule},
            }
        ],
    }


def covered(result: CoverageResult) -> float:
    return result.coverage.totals.covered


def test_mobile_stops_count_or_not_or_alone(grid_finder: MakeFinder) -> None:
    finder = grid_finder(**with_stop())
    # A corner town and its two neighbors, 300 people, at either end.
    assert covered(ask(finder)) == 600
    assert covered(ask(finder, mobile="exclude")) == 300
    assert covered(ask(finder, mobile="only")) == 300
    assert [p.id for p in ask(finder, mobile="only").points] == ["s"]
    assert "Mobile stops bring 300 of these people within the standard." in said(findings(ask(finder)))


@pytest.mark.parametrize(
    ("rule", "unit", "counts"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,TU", {}, True),
        ("FREQ=WEEKLY;BYDAY=MO", {}, False),  # never two days in a row
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"first_dose": "no"}, False),  # somebody else would have to begin
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"first_dose": ""}, False),  # not known is not yes
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"max_infusion_hours": 2.5}, False),  # IVIG takes three
        ("FREQ=WEEKLY;INTERVAL=6;BYDAY=MO,TU", {}, False),  # due every four weeks
        ("FREQ=WEEKLY;BYDAY=MO,TU", {"example": "yes"}, False),
    ],
)
def test_a_stop_counts_for_a_treatment_only_if_it_can_give_all_of_it(
    grid_finder: MakeFinder, rule: str, unit: dict[str, object], counts: bool
) -> None:
    finder = grid_finder(**with_stop(rule, **unit))
    result = ask(finder, therapy="ivig")
    assert covered(result) == (600 if counts else 300)
    cannot = "1 mobile stop is not counted: its visits can't deliver all of IVIG, including the first dose."
    assert (cannot in said(result.notices)) == (not counts and not unit.get("example"))


def test_a_stop_that_cannot_give_one_treatment_counts_where_none_is_asked_about(grid_finder: MakeFinder) -> None:
    assert covered(ask(grid_finder(**with_stop("FREQ=WEEKLY;BYDAY=MO")))) == 600


def test_without_a_known_location_that_is_said_and_nothing_is_claimed(grid_finder: MakeFinder) -> None:
    result = ask(grid_finder(centers=[center_at(0, 0)]), therapy="ivig")
    assert "None of the locations counted is known to give IVIG: call to ask." in said(findings(result))
    assert said(findings(ask(grid_finder(centers=[center_at(0, 0)]), therapy="ivig", evidence="confirmed"))) == []


def test_the_second_nearest_is_measured_however_far(grid_finder: MakeFinder) -> None:
    one, two = grid_finder(centers=[center_at(0, 0)]), grid_finder(centers=[center_at(0, 0), center_at(4, 4)])
    assert ask(one).second.median_min == np.inf
    assert ask(one).second.unreachable == 2500
    far = ask(two).second
    assert far.unreachable == 0
    assert far.median_min is not None
    assert far.median_min > (ask(two).travel.median_min or 0)


def test_trips_reach_far_enough_for_the_shortest_travel(grid_finder: MakeFinder) -> None:
    # 10 straight miles are 13.41 road miles: out of reach at 12 miles, but not if the trip is 20% shorter (10.7).
    result = ask(grid_finder(centers=[center_at(1, 1)]), standard="miles:12")
    assert covered(result) == 100
    assert result.robustness.low.covered.sum() == 500
    assert result.robustness.high.covered.sum() == 100


def test_an_empty_directory_says_so_and_leaves_nobody_within(grid_finder: MakeFinder) -> None:
    result = ask(grid_finder())
    assert (covered(result), result.coverage.totals.unreachable, result.travel.median_min) == (0, 2500, np.inf)
    nothing = "No listed location fits these choices, so we can't say who is within reach."
    assert nothing in said(result.notices)
    assert ENGLISH.say(headline(result)) == nothing
    assert [r.nearest for r in result.regions] == [None] * len(result.regions)
    assert said(findings(result)) == []


def test_a_state_without_people_has_no_answer_but_no_fault(grid_finder: MakeFinder) -> None:
    result = ask(grid_finder(centers=[center_at(0, 0)]), state="HI")
    assert (result.coverage.totals.population, result.coverage.totals.share, result.regions) == (0, None, ())
    assert said(findings(result)) == ["Nobody lives in Hawaii according to the population data."]


@pytest.mark.parametrize(
    "asked",
    [
        {"mobile": "maybe"},
        {"evidence": "rumor", "therapy": "ivig"},
        {"evidence": "listed"},
        {"evidence": "confirmed"},
        {"state": "ZZ"},
        {"state": "mt"},
    ],
)
@pytest.mark.parametrize("query", [CoverageQuery, ChairsQuery])
def test_senseless_questions_are_refused(query: type, asked: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        query(**asked, on=ON)


def test_evidence_decides_which_locations_count(grid_finder: MakeFinder) -> None:
    told = [{"center_id": "c0-0", "therapy_id": "ivig", "evidence": "reported"}]
    finder = grid_finder(centers=[center_at(0, 0), center_at(4, 4)], center_therapies=told)
    # Within 15 road miles (11.3 straight): the town itself and its two neighbors on the grid.
    assert covered(ask(finder)) == 600
    assert covered(ask(finder, therapy="ivig")) == 600
    assert covered(ask(finder, therapy="ivig", evidence="listed")) == 300
    assert covered(ask(finder, therapy="ivig", evidence="confirmed")) == 0


def test_the_age_of_the_listings_is_said(grid_finder: MakeFinder) -> None:
    def notices(*days: str) -> list[str]:
        rows = [center_at(0, c, checked_on=day) for c, day in enumerate(days)]
        return said(ask(grid_finder(centers=rows)).notices)

    assert "The listings counted were last checked in March 2022." in notices("2022-03-01", "2022-03-31")
    both = notices("2022-03-20", "2026-11-01", "")
    assert "The listings counted were last checked between March 2022 and November 2026." in both
    assert "1 of them doesn't say when." in both
    assert "No listing says when it was last checked." in notices("", "")
    # A month or a year, as far as that is known; what lies ahead is not.
    assert "The listings counted were last checked in March 2022." in notices("2022-03", "2022-03-31")
    assert "No listing says when it was last checked." in notices("2099-01-01")


@pytest.mark.parametrize("kind", ["home_infusion", "pharmacy"])
def test_nobody_is_within_reach_of_what_has_no_chairs(grid_finder: MakeFinder, kind: str) -> None:
    told = [{"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported", "basis": "page"}]
    finder = grid_finder(centers=[center_at(0, 0), center_at(4, 4, kind=kind)], center_therapies=told)
    for asked in ({}, {"therapy": "ivig"}):
        assert [p.id for p in ask(finder, **asked).points] == ["c0-0"]
    # Nor is it a stop that cannot give the treatment.
    assert not any("not counted" in notice for notice in said(ask(finder, therapy="ivig").notices))
    assert ask(finder, therapy="ivig", evidence="listed").points == ()
    assert [p.id for p in finder.chairs(ChairsQuery("ivig", on=ON)).points] == ["c0-0"]


def test_what_is_listed_at_how_many_locations_is_said(grid_finder: MakeFinder) -> None:
    told = [
        {"center_id": "c0-0", "therapy_id": "iron", "evidence": "reported"},
        {"center_id": "c0-1", "therapy_id": "iron", "evidence": "not_offered"},
        {"center_id": "c0-2", "therapy_id": "iron", "evidence": "unknown"},
    ]
    finder = grid_finder(centers=[center_at(0, c) for c in range(4)], center_therapies=told)
    assert said(ask(finder).notices)[0] == (
        "Only listed locations are counted, so a gap may be a gap in the list. A source lists some treatment at 1 of the 4 "
        "locations in this directory."
    )


def test_a_listing_without_a_position_is_not_measured_and_that_is_said(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[{"id": "lost", "name": "Lost"}, center_at(0, 1)])
    assert "1 listing has no known position, so travel to it is not measured." in said(ask(finder).notices)
