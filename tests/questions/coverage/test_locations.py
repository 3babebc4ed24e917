"""One row for each location counted: whom it serves, and who has no other."""

from datetime import date

import pytest

from finder.questions.coverage.locations import location_rows
from tests.conftest import center_at
from tests.planners import AskCoverage


def test_people_are_counted_once_at_each_location(ask: AskCoverage) -> None:
    # Two centers side by side: both are within 15 miles of the town of either, each also of its own neighbors.
    rows = {r["id"]: r for r in location_rows(ask(centers=[center_at(0, 0), center_at(0, 1)]))}
    assert rows["c0-0"]["people_within"] == 300  # towns 00, 01, 10
    assert rows["c0-1"]["people_within"] == 400  # towns 01, 00, 02, 11
    assert rows["c0-0"]["people_only_here"] == 100  # town 10
    assert rows["c0-1"]["people_only_here"] == 200  # towns 02, 11
    assert rows["c0-0"]["share_of_all"] == 0.12


def test_most_people_come_first_and_ties_go_by_id(ask: AskCoverage) -> None:
    corners = [center_at(4, 4, id="z"), center_at(0, 0, id="a"), center_at(2, 2, id="m")]
    assert [r["id"] for r in location_rows(ask(centers=corners))] == ["m", "a", "z"]


def test_counties_that_depend_on_a_location_are_named(ask: AskCoverage) -> None:
    (alone,) = location_rows(ask("cms", centers=[center_at(2, 2)]))
    assert alone["dependent_counties"] == "20001; 20003"
    assert {r["dependent_counties"] for r in location_rows(ask("cms", centers=[center_at(2, 2, id=i) for i in "ab"]))} == {""}


def test_a_location_says_who_lists_it_and_what_is_known_of_the_therapy(ask: AskCoverage) -> None:
    listing = center_at(0, 0, source="a list", source_url="https://a.org", checked_on="2026-01-31", city="Town", zip="67000")
    given = [
        {"center_id": "c0-0", "therapy_id": "ivig", "evidence": "confirmed", "checked_on": "2026-11"},
        {"center_id": "c0-0", "therapy_id": "ivig", "evidence": "reported", "basis": "paid", "checked_on": "2024"},
    ]
    (row,) = location_rows(ask(therapy="ivig", centers=[listing], center_therapies=given))
    assert (row["source"], row["source_url"], row["checked_on"]) == ("a list", "https://a.org", date(2026, 1, 31).isoformat())
    assert (row["therapy_evidence"], row["example"]) == ("confirmed", False)
    assert row["evidence_words"] == (
        "confirmed by staff (November 2026); paid claims (2024), perhaps for another building of this organization"
    )
    assert (row["kind"], row["position_precision"]) == ("center", "address")
    assert (row["lat"], row["lon"]) == (40.0, -100.0)


def test_without_a_therapy_nothing_is_claimed_of_one(ask: AskCoverage) -> None:
    (row,) = location_rows(ask(centers=[center_at(0, 0)]))
    assert (row["therapy_evidence"], row["evidence_words"], row["checked_on"]) == (None, None, None)


@pytest.mark.parametrize(("written", "shown"), [("2026-01", "2026-01"), ("2025", "2025"), ("2099", None)])
def test_a_listing_is_dated_as_exactly_as_it_says(ask: AskCoverage, written: str, shown: str | None) -> None:
    (row,) = location_rows(ask(centers=[center_at(0, 0, checked_on=written)]))
    assert row["checked_on"] == shown


@pytest.mark.parametrize("state", ["MT", "PR"])
def test_nobody_depends_on_a_location_that_is_out_of_reach(of_state: AskCoverage, state: str) -> None:
    rows = location_rows(of_state(state))
    assert all(0 <= r["people_only_here"] <= r["people_within"] for r in rows)
    assert sum(r["people_only_here"] for r in rows) > 0
