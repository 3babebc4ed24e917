"""A search as plain values: the JSON of the contract, and the rows of its table."""

import pytest

from finder.core import Finder
from finder.places.rows import place_row
from finder.questions.base import Row
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.rows import TABLES
from finder.reports.rows import to_csv
from finder.wording.writer import ENGLISH
from tests.conftest import HOSTILE, center_at
from tests.planners import ON, MakeFinder, read_csv, strict_json

TABLE = TABLES["options"]
PLACE_KEYS = {"query", "label", "lat", "lon", "precision"}
METHOD_KEYS = {"id", "label", "error_note"}
OPTION_KEYS = {
    *("rank", "id", "name", "kind", "lat", "lon", "city", "state", "zip", "phone", "distance_mi", "travel_min"),
    *("travel_min_low", "travel_min_high", "straight_line_mi", "evidence", "evidence_source", "checked_on"),
    *("next_visits", "example", "burden"),
}
STOP_TABLES: dict[str, list[dict[str, object]]] = {
    "mobile_units": [{"id": "u", "name": "Unit", "therapies": "rituximab", "example": "yes"}],
    "mobile_stops": [{"id": "s", "unit_id": "u", "name": "Stop", "zip": "67001"}],
    "mobile_calendar": [
        {"stop_id": "s", "starts_on": "2026-12-01", "start_time": "9:00", "end_time": "15:00", "timezone": "America/Chicago"}
    ],
}


def searched(finder: Finder, therapy: str | None = None) -> Row:
    return SEARCH.whole(finder.search(SearchQuery("67000", therapy, on=ON)))


def test_a_search_has_the_keys_of_the_contract(grid_finder: MakeFinder) -> None:
    answer = strict_json(searched(grid_finder(centers=[center_at(0, 1)], **STOP_TABLES), "rituximab"))
    assert set(answer) == {"place", "method", "options", "notices"}
    assert set(answer["place"]) == PLACE_KEYS
    assert set(answer["method"]) == METHOD_KEYS
    assert [set(o) for o in answer["options"]] == [OPTION_KEYS, OPTION_KEYS]
    assert {frozenset(o["burden"]) for o in answer["options"]} == {
        frozenset({"trips", "miles", "hours", "mileage_cost_usd", "fits_in_a_day"})
    }


def test_unknown_is_null_and_a_center_has_no_visits(grid_finder: MakeFinder) -> None:
    (option,) = searched(grid_finder(centers=[center_at(0, 1)]))["options"]
    assert (option["checked_on"], option["burden"], option["next_visits"]) == (None, None, [])
    assert (option["kind"], option["example"], option["evidence"]) == ("center", False, "unknown")


def test_a_stop_shows_its_dates_and_that_it_is_an_example(grid_finder: MakeFinder) -> None:
    (option,) = searched(grid_finder(**STOP_TABLES))["options"]
    assert (option["kind"], option["example"], option["next_visits"]) == ("stop", True, ["2026-12-01"])


@pytest.mark.parametrize(
    ("said", "source", "checked"),
    [
        ({}, "https://center.org", "2024-01-01"),
        ({"source_url": "https://ivig.org", "checked_on": "2026-01-01"}, "https://ivig.org", "2026-01-01"),
        # The day on which the listing was checked says nothing of the therapy.
        ({"source_url": "https://ivig.org"}, "https://ivig.org", None),
        ({"checked_on": "2026-01-01"}, "https://center.org", "2026-01-01"),
    ],
)
def test_evidence_comes_with_its_own_source_and_day(
    grid_finder: MakeFinder, said: dict[str, str], source: str, checked: str | None
) -> None:
    listing = center_at(0, 1, source="the state's list", source_url="https://center.org", checked_on="2024-01-01")
    rows = [{"center_id": "c0-1", "therapy_id": "ivig", "evidence": "reported", **said}]
    (option,) = searched(grid_finder(centers=[listing], center_therapies=rows), "ivig")["options"]
    assert (option["evidence_source"], option["checked_on"]) == (source, checked)


def test_a_search_over_nothing_is_still_an_answer(grid_finder: MakeFinder) -> None:
    answer = strict_json(searched(grid_finder()))
    assert answer["options"] == []
    assert answer["notices"]


def test_hostile_text_comes_out_as_itself(grid_finder: MakeFinder) -> None:
    listing = center_at(0, 1, id=HOSTILE, name=HOSTILE, city=HOSTILE, source=HOSTILE)
    (option,) = strict_json(searched(grid_finder(centers=[listing])))["options"]
    assert {option[k] for k in ("id", "name", "city", "evidence_source")} == {HOSTILE}


def test_a_place_is_rounded_to_a_foot(grid_finder: MakeFinder) -> None:
    answer = place_row(grid_finder().geocode("40.12345678,-99.98765432"))
    assert (answer["lat"], answer["lon"], answer["precision"]) == (40.123457, -99.987654, "device")


def options(finder: Finder, therapy: str | None = None) -> list[dict[str, str]]:
    return read_csv(to_csv(TABLE.rows(finder.search(SearchQuery("67000", therapy, on=ON))), TABLE.columns))


def test_hostile_listings_come_out_as_themselves(grid_finder: MakeFinder) -> None:
    rows = options(grid_finder(centers=[center_at(0, 1, name=HOSTILE, street=HOSTILE, source=HOSTILE, city="=1+1")]))
    assert [(r["name"], r["address"], r["source"], r["city"]) for r in rows] == [(HOSTILE, HOSTILE, HOSTILE, "'=1+1")]


def test_an_option_carries_where_it_is_from_and_how_it_was_measured(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1, source="a list", source_url="https://a.org", website="https://b.org")])
    (row,) = options(finder)
    assert (row["source"], row["source_url"], row["website"]) == ("a list", "https://a.org", "https://b.org")
    assert row["method"] == ENGLISH.say(finder.context.travel.method.label)


def test_a_burden_fills_columns_that_are_there_without_it_too(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1)])
    (without,), (with_one,) = options(finder), options(finder, "rituximab")
    assert list(without) == list(with_one)
    assert (without["year_trips_low"], without["fits_in_a_day"]) == ("", "")
    assert (with_one["year_trips_low"], with_one["year_trips_high"], with_one["fits_in_a_day"]) == ("4", "4", "yes")


def test_visits_stand_in_one_cell(grid_finder: MakeFinder) -> None:
    when = {"start_time": "9:00", "end_time": "15:00", "timezone": "America/Chicago", "rrule": "FREQ=WEEKLY;COUNT=2"}
    finder = grid_finder(
        mobile_units=[{"id": "u", "name": "Unit"}],
        mobile_stops=[{"id": "s", "unit_id": "u", "name": "Stop", "zip": "67001"}],
        mobile_calendar=[{"stop_id": "s", "starts_on": "2026-12-01", **when}],
    )
    assert [r["next_visits"] for r in options(finder)] == ["2026-12-01; 2026-12-08"]


def test_the_rows_of_a_search_have_the_columns_of_its_table(grid_finder: MakeFinder) -> None:
    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", on=ON))
    assert [set(row) for row in TABLE.rows(found)] == [set(TABLE.columns)]
    assert set(TABLE.key) | set(TABLE.shown) <= set(TABLE.columns)


def test_a_row_shares_nothing_with_the_json(grid_finder: MakeFinder) -> None:
    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", "ivig", on=ON))
    before = SEARCH.whole(found)
    TABLE.rows(found)
    assert SEARCH.whole(found) == before
