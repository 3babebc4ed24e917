"""The Finder over the grid world: answers that can be reasoned out on paper."""

from collections.abc import Callable
from datetime import date

import pytest

from finder.core import Finder
from finder.errors import QueryError
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import SearchResult
from finder.questions.search.words import unsuitable_words
from tests.conftest import center_at, center_to_call
from tests.planners import said

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)


def search(finder: Finder, place: str = "67000", **asked: object) -> SearchResult:
    return finder.search(SearchQuery(place, on=ON, **asked))  # type: ignore[arg-type]


def why_not(result: SearchResult) -> list[str]:
    return said(map(unsuitable_words, result.ranking.unsuitable))


def test_options_come_by_distance(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 3), center_at(0, 1), center_at(2, 0)])
    assert [o.point.id for o in search(finder).options] == ["c0-1", "c2-0", "c0-3"]
    assert [round(o.trip.straight_mi, 2) for o in search(finder).options] == [10, 20, 30]


def test_radius_keeps_and_drops_by_road_miles(grid_finder: MakeFinder) -> None:
    # 10 straight miles are 10 * (1.15 + 2.2 / 11.5) = 13.41 road miles.
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 4)])
    assert search(finder, within_mi=13.42).ranking.within == 1
    assert search(finder, within_mi=13.40).ranking.within == 0


def test_nothing_near_shows_the_nearest_three_and_says_so(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(4, c) for c in range(5)])
    result = search(finder, within_mi=5.0)
    assert [o.point.id for o in result.options] == ["c4-0", "c4-1", "c4-2"]
    assert "No location is listed within 5 miles. The nearest one is 48 miles away." in said(result.list_notices)


def test_where_only_what_does_not_fit_is_near_the_notice_does_not_deny_it(grid_finder: MakeFinder) -> None:
    refusals = [{"center_id": f"c0-{c}", "therapy_id": "ivig", "evidence": "not_offered"} for c in (0, 1)]
    centers = [center_at(0, c) for c in (0, 1, 4)]

    def notices(*refused: dict[str, str]) -> list[str]:
        finder = grid_finder(centers=centers, center_therapies=list(refused))
        return said(search(finder, therapy="ivig", within_mi=20.0).list_notices)

    known = "No location in this directory is known to give IVIG. Call to ask."
    assert notices(*refusals) == [
        "2 locations are listed within 20 miles, but none of them fits. See why below. The next one is 48 miles away.",
        known,
    ]
    assert notices(refusals[0]) == [known]
    centers.pop(1)
    assert notices(refusals[0])[0].startswith("1 location is listed within 20 miles, but it does not fit. See why below.")
    centers.pop()
    assert notices(refusals[0])[0] == "None of the listed locations fits. See why below."


def test_empty_directory_says_so(grid_finder: MakeFinder) -> None:
    result = search(grid_finder())
    assert result.options == ()
    assert said(result.list_notices) == ["This directory has no locations to show."]


def test_evidence_breaks_ties_only(grid_finder: MakeFinder) -> None:
    """Among those that are known to give it, which head the list, as among the others."""
    bases = ("register", "price_list", "paid", "page", "staff")
    centers = [center_to_call(1, 1, id=i) for i in ("nothing", *bases)] + [center_to_call(0, 1, id="near")]
    rows = [{"center_id": i, "therapy_id": "ivig", "evidence": "reported", "basis": i} for i in bases]
    result = search(grid_finder(centers=centers, center_therapies=rows), therapy="ivig")
    assert [o.point.id for o in result.known] == ["staff", "page"]
    assert [o.point.id for o in result.others] == ["near", "paid", "price_list", "register", "nothing"]


def test_a_location_that_refuses_the_therapy_is_listed_separately_in_that_search_only(grid_finder: MakeFinder) -> None:
    rows = [{"center_id": "c0-1", "therapy_id": "ivig", "evidence": "not_offered"}]
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 2)], center_therapies=rows)
    result = search(finder, therapy="ivig")
    assert [o.point.id for o in result.options] == ["c0-2"]
    assert why_not(result) == ["c0-1, 13 miles away: It does not give IVIG."]
    assert len(search(finder, therapy="rituximab").options) == 2


def test_limit_is_said(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[center_at(0, c) for c in range(1, 5)]), limit=2)
    assert len(result.options) == 2
    assert "Showing the nearest 2 of 4 locations." in said(result.list_notices)


def test_closed_centers_are_no_options(grid_finder: MakeFinder) -> None:
    centers = [
        center_at(0, 1, id="closed", open_until="2026-11-21"),
        center_at(0, 2, id="last-day", open_until="2026-11-22"),
        center_at(0, 3, id="not-yet", open_from="2026-11-23"),
    ]
    assert [o.point.id for o in search(grid_finder(centers=centers)).options] == ["last-day"]


def test_a_listing_without_a_place_is_kept_but_not_measured(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[{"id": "lost", "name": "Lost"}, center_at(0, 1)])
    assert finder.point("lost") is not None
    assert [o.point.id for o in search(finder).options] == ["c0-1"]


def stop_tables(**unit: object) -> dict[str, list[dict[str, object]]]:
    where = center_at(0, 1, id="s", name="Stop")
    return {
        "mobile_units": [{"id": "u", "name": "Unit", "therapies": "rituximab", **unit}],
        "mobile_stops": [{**{k: v for k, v in where.items() if k != "kind"}, "unit_id": "u"}],
        "mobile_calendar": [
            {
                **{"stop_id": "s", "starts_on": "2026-11-03", "start_time": "09:00", "end_time": "15:00"},
                **{"timezone": "America/Chicago", "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"},
            }
        ],
    }


def test_a_stop_is_an_option_with_its_next_dates(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(**stop_tables()), therapy="rituximab").options
    assert option.visits[:2] == (date(2026, 12, 1), date(2026, 12, 15))
    assert option.evidence.evidence == "reported"


def test_a_stop_without_a_visit_in_sixty_days_is_no_option(grid_finder: MakeFinder) -> None:
    tables = stop_tables()
    tables["mobile_calendar"][0] |= {"starts_on": "2027-01-22", "rrule": ""}
    assert search(grid_finder(**tables)).options == ()
    tables["mobile_calendar"][0] |= {"starts_on": "2027-01-21"}
    assert len(search(grid_finder(**tables)).options) == 1


def test_a_one_day_stop_is_not_offered_for_days_in_a_row(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(**stop_tables(therapies="ivig")), therapy="ivig")
    assert result.options == ()
    assert [u.point.id for u in result.ranking.unsuitable] == ["s"]
    assert "does not come for 2 days in a row" in why_not(result)[0]


def test_examples_never_stand_in_for_a_real_place(grid_finder: MakeFinder) -> None:
    tables = stop_tables(example="yes")
    finder = grid_finder(centers=[center_at(4, 4)], **tables)
    result = search(finder, within_mi=20.0)
    assert [(o.point.id, o.point.example) for o in result.options] == [("c4-4", False), ("s", True)]
    assert result.ranking.within == 0
    assert "1 entry is an example, not a real service. It is not counted." in said(result.list_notices)
    # Nor do they count as coverage.
    assert [p.id for p in finder.coverage(CoverageQuery(on=ON)).points] == ["c4-4"]


def test_rows_in_another_order_give_the_same_answer(grid_finder: MakeFinder) -> None:
    centers = [center_at(r, c) for r in range(3) for c in range(3)]
    first = [o.point.id for o in search(grid_finder(centers=centers), place="67011").options]
    again = [o.point.id for o in search(grid_finder(centers=centers[::-1]), place="67011").options]
    assert first == again


@pytest.mark.parametrize("asked", [{"within_mi": -1.0}, {"within_mi": float("nan")}, {"within_mi": 501.0}, {"limit": 0}])
def test_senseless_limits_are_refused(asked: dict[str, float]) -> None:
    with pytest.raises(QueryError):
        SearchQuery("67000", on=ON, **asked)  # type: ignore[arg-type]


def test_unknown_therapy_names_the_known_ones(grid_finder: MakeFinder) -> None:
    with pytest.raises(QueryError, match="ivig"):
        search(grid_finder(), therapy="snake oil")


def test_stops_that_cannot_deliver_never_hide_a_center_that_can(grid_finder: MakeFinder) -> None:
    tables = stop_tables(therapies="ivig")
    stop, calendar = tables["mobile_stops"][0], tables["mobile_calendar"][0]
    tables["mobile_stops"] += [{**stop, "id": f"s{n}"} for n in range(4)]
    tables["mobile_calendar"] += [{**calendar, "stop_id": f"s{n}"} for n in range(4)]
    rows = [{"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported"}]
    finder = grid_finder(centers=[center_at(4, 4)], center_therapies=rows, **tables)
    result = search(finder, therapy="ivig", within_mi=20.0)
    assert [o.point.id for o in result.options] == ["c4-4"]
    # Nor do they head the list, nor are they coverage.
    assert result.known == ()
    counted = finder.coverage(CoverageQuery(therapy="ivig", evidence="listed", on=ON)).points
    assert [p.id for p in counted] == ["c4-4"]
