"""The JSON of the contract: its keys, and values that any reader of JSON takes."""

import json
import math
from collections.abc import Callable
from datetime import date

import pytest

from finder.core import Finder
from finder.questions.search.query import SearchQuery
from finder.reports.answers import Row, check_answer, place_answer, search_answer, share, tenth
from tests.conftest import HOSTILE, center_at

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)
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
    return search_answer(finder.search(SearchQuery("67000", therapy, on=ON)))


def strict_json(answer: Row) -> Row:
    """Through JSON and back: it holds no NaN and no infinity, and nothing but plain values."""
    again: Row = json.loads(json.dumps(answer, allow_nan=False))
    assert again == answer
    return again


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


def test_a_check_counts_and_names(grid_finder: MakeFinder) -> None:
    twins = [center_at(0, 0, id=i, name="Twin", zip="67000", phone="call us") for i in "ab"]
    answer = strict_json(check_answer(grid_finder(centers=twins).check(ON)))
    assert set(answer) == {"counts", "looks_repeated", "problems"}
    assert answer["counts"]["centers"] == 2
    assert answer["looks_repeated"] == [["a", "b"]]
    assert len(answer["problems"]) == 2


def test_a_place_is_rounded_to_a_foot(grid_finder: MakeFinder) -> None:
    answer = place_answer(grid_finder().geocode("40.12345678,-99.98765432"))
    assert (answer["lat"], answer["lon"], answer["precision"]) == (40.123457, -99.987654, "device")


@pytest.mark.parametrize(("value", "shown"), [(None, None), (math.inf, None), (math.nan, None), (1.26, 1.3), (0.0, 0.0)])
def test_tenths(value: float | None, shown: float | None) -> None:
    assert tenth(value) == shown


@pytest.mark.parametrize(("value", "shown"), [(None, None), (0.123456, 0.1235), (1.0, 1.0)])
def test_shares(value: float | None, shown: float | None) -> None:
    assert share(value) == shown
