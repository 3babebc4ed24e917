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
from tests.conftest import HOSTILE, center_at, center_to_call
from tests.planners import ON, MakeFinder, read_csv, strict_json

TABLE = TABLES["options"]
PLACE_KEYS = {"query", "label", "lat", "lon", "precision"}
METHOD_KEYS = {"id", "label", "error_note"}
OPTION_KEYS = {
    *("rank", "id", "name", "kind", "lat", "lon", "city", "state", "zip", "phone", "distance_mi", "distance_mi_low"),
    *(
        "distance_mi_high",
        "travel_min",
        "travel_min_low",
        "travel_min_high",
        "straight_line_mi",
        "ferry",
        "ferry_water_mi",
        "ferry_road_mi",
        "evidence",
        "tier",
        "basis",
        "evidence_words",
    ),
    *("evidence_source", "checked_on", "next_visits", "example", "serves", "burden", "statements"),
}
COMPLETENESS_KEYS = {"listed", "tiers", "known_by_basis", "oldest", "newest", "sentence"}
STATEMENT_KEYS = {"evidence", "basis", "checked_on", "outdated", "count", "speaks_for", "source", "source_url"}
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
    assert set(answer) == {"place", "method", "completeness", "known", "options", "notices"}
    assert set(answer["completeness"]) == COMPLETENESS_KEYS
    assert set(answer["place"]) == PLACE_KEYS
    assert set(answer["method"]) == METHOD_KEYS
    assert [set(o) for o in answer["options"]] == [OPTION_KEYS, OPTION_KEYS]
    assert {frozenset(o["burden"]) for o in answer["options"]} == {
        frozenset({"trips", "miles", "hours", "mileage_cost_usd", "fits_in_a_day"})
    }


def test_the_known_ones_are_named_and_first(grid_finder: MakeFinder) -> None:
    rows = [{"center_id": c, "therapy_id": "ivig", "evidence": "reported", "basis": "page"} for c in ("c0-4", "c4-4")]
    finder = grid_finder(centers=[center_to_call(0, 1), center_to_call(0, 4), center_to_call(4, 4)], center_therapies=rows)
    answer = searched(finder, "ivig")
    assert answer["known"] == ["c0-4", "c4-4"] == [o["id"] for o in answer["options"]][:2]
    assert searched(finder)["known"] == searched(finder, "rituximab")["known"] == []


def test_what_each_source_says_is_there_side_by_side(grid_finder: MakeFinder) -> None:
    one: dict[str, object] = {"center_id": "c0-1", "therapy_id": "ivig", "evidence": "reported"}
    rows = [
        {**one, "basis": "price_list", "source": "Hospital price list", "source_url": "https://a.org/prices.csv"}
        | {"checked_on": "2026-01", "speaks_for": "all"},
        {**one, "basis": "paid", "source": "Medicaid", "checked_on": "2024", "count": "181"},
        {**one, "evidence": "confirmed", "checked_on": "2019-05-02"},
    ]
    finder = grid_finder(centers=[center_at(0, 1, serves="women;adults")], center_therapies=rows)
    (option,) = strict_json(searched(finder, "ivig"))["options"]
    assert [set(said) for said in option["statements"]] == [STATEMENT_KEYS] * 3
    values = ("evidence", "basis", "checked_on", "outdated", "count", "speaks_for", "source", "source_url")
    assert [tuple(said[v] for v in values) for said in option["statements"]] == [
        ("reported", "paid", "2024", False, 181, 1, "Medicaid", ""),
        ("reported", "price_list", "2026-01", False, None, "all", "Hospital price list", "https://a.org/prices.csv"),
        ("confirmed", "staff", "2019-05-02", True, None, 1, "staff", ""),
    ]
    assert (option["tier"], option["evidence"], option["basis"]) == ("known", "reported", "paid")
    assert (option["checked_on"], option["evidence_source"]) == ("2024", "Medicaid")
    assert option["serves"] == ["adults", "women"]
    words = (
        "181 paid claims (up to 2024), perhaps for another building of this organization; on a hospital price list "
        "(January 2026); said in 2019 (staff): call to confirm"
    )
    assert option["evidence_words"] == words
    (row,) = options(finder, "ivig")
    assert [row[c] for c in ("tier", "basis", "evidence", "checked_on", "evidence_words", "serves")] == [
        *("known", "paid", "reported", "2024", words, "adults; women"),
    ]


@pytest.mark.parametrize(
    ("cells", "tier", "evidence", "basis"),
    [
        (None, "unknown", "unknown", None),
        ({"basis": "register"}, "listed", "reported", "register"),
        ({"basis": "price_list", "checked_on": "2020"}, "listed", "reported", "price_list"),
        ({"basis": "page", "evidence": "not_offered", "checked_on": "2020"}, "unknown", "unknown", None),
        ({"basis": "staff", "checked_on": "2026-11-01"}, "known", "confirmed", "staff"),
    ],
)
def test_an_option_has_its_tier_and_what_that_goes_by(
    grid_finder: MakeFinder, cells: dict[str, str] | None, tier: str, evidence: str, basis: str | None
) -> None:
    said: dict[str, object] = {"center_id": "c0-1", "therapy_id": "ivig", "evidence": "reported", **(cells or {})}
    finder = grid_finder(centers=[center_at(0, 1)], center_therapies=[said] if cells is not None else [])
    (option,) = searched(finder, "ivig")["options"]
    assert (option["tier"], option["evidence"], option["basis"]) == (tier, evidence, basis)
    assert len(option["statements"]) == (cells is not None)
    (without,) = searched(finder)["options"]
    assert (without["tier"], without["basis"], without["statements"]) == ("unknown", None, [])


def test_a_date_that_lies_ahead_is_no_date_of_an_answer(grid_finder: MakeFinder) -> None:
    said = {"center_id": "c0-1", "therapy_id": "ivig", "evidence": "reported", "basis": "page", "checked_on": "2099"}
    finder = grid_finder(centers=[center_at(0, 1, checked_on="2099-01-31")], center_therapies=[said])
    (option,) = searched(finder, "ivig")["options"]
    assert (option["checked_on"], option["statements"][0]["checked_on"]) == (None, None)
    assert option["evidence_words"] == "on its website (no date given)"
    assert searched(finder, "ivig")["completeness"]["newest"] is None
    (without,) = searched(finder)["options"]
    assert without["checked_on"] is None


def test_how_complete_the_list_is_stands_on_every_row(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1), center_at(0, 2)])
    sentence = searched(finder, "ivig")["completeness"]["sentence"]
    assert sentence.startswith("Our list has 2 locations within 60 miles. Known to give IVIG: none. Not known: 2.")
    assert [row["completeness"] for row in options(finder, "ivig")] == [sentence] * 2
    assert searched(finder, "ivig")["notices"][0] == sentence


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
