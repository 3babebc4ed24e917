"""What closes at once: mobile units with their stops, and locations at one address."""

from typing import Any

import pytest

from finder.questions.closures.tables import center_rows, whole, zip_rows
from finder.questions.closures.words import findings
from tests.conftest import center_at, grid_point
from tests.planners import AskClosures, said, strict_json

CORNERS = [(0, 0), (0, 4), (4, 0)]


def with_unit(*at: tuple[float, float], unit: str = "van") -> dict[str, list[dict[str, Any]]]:
    """A center in a corner, and a mobile unit with a stop at each of some places, every day."""
    points = {f"s{n}": grid_point(*place) for n, place in enumerate(at)}
    daily = {"starts_on": "2026-01-01", "start_time": "09:00", "end_time": "15:00", "timezone": "America/Chicago"}
    return {
        "centers": [center_at(4, 4)],
        "mobile_units": [{"id": unit, "name": "Van", "example": "no"}],
        "mobile_stops": [
            {"id": s, "unit_id": unit, "name": s, "state": "KS", "lat": p.lat_deg, "lon": p.lon_deg} for s, p in points.items()
        ],
        "mobile_calendar": [{**daily, "stop_id": s, "rrule": "FREQ=DAILY;UNTIL=20301231"} for s in points],
    }


def test_a_mobile_unit_closes_with_all_its_stops(ask_closures: AskClosures) -> None:
    result = ask_closures(**with_unit(*CORNERS))
    rows = {r["id"]: r for r in center_rows(result)}
    assert set(rows) == {"van", "c4-4"}
    van = rows["van"]
    assert (van["name"], van["kind"], van["locations_closing"], van["location_ids"]) == ("Van", "stop", 3, "s0; s1; s2")
    assert van["people_losing_standard"] == 900
    # No stop of the unit is a next choice for those who have another of its stops nearest.
    assert {r["next_id"] for r in zip_rows(result) if r["closing_id"] == "van"} == {"c4-4"}


@pytest.mark.parametrize("named", ["van", "s0", "s2"])
def test_a_unit_closes_by_its_id_or_by_that_of_a_stop(ask_closures: AskClosures, named: str) -> None:
    result = ask_closures({"close": (named,)}, **with_unit(*CORNERS))
    assert result.people_losing == 900
    assert [r["id"] for r in center_rows(result)] == ["van"]


def test_mobile_units_count_or_not(ask_closures: AskClosures) -> None:
    world = with_unit(*CORNERS)
    assert [r["id"] for r in center_rows(ask_closures({"mobile": "exclude"}, **world))] == ["c4-4"]
    assert [r["id"] for r in center_rows(ask_closures({"mobile": "only"}, **world))] == ["van"]


def test_a_unit_with_the_id_of_a_location_has_one_of_its_own(ask_closures: AskClosures) -> None:
    result = ask_closures(**with_unit(*CORNERS, unit="c4-4"))
    assert {r["id"] for r in center_rows(result)} == {"c4-4", "unit:c4-4"}
    assert ask_closures({"close": ("unit:c4-4",)}, **with_unit(*CORNERS, unit="c4-4")).people_losing == 900


def test_a_unit_with_many_stops_around_has_a_next_choice_beyond_them(ask_closures: AskClosures) -> None:
    """More stops stand around than trips that are measured at any distance."""
    stops = [(0.1 * n, 0.0) for n in range(7)]
    result = ask_closures({"standard": "miles:1"}, **with_unit(*stops))
    van = next(r for r in center_rows(result) if r["id"] == "van")
    assert (van["people_stranded"], van["next_id"]) == (0, "c4-4")


TWO_SUITES = [
    center_at(2, 2, id="a", street="100 N Main Street, Suite 200", zip="67022"),
    center_at(2.01, 2, id="b", street="100 North Main St Ste 300", zip="67022"),
    center_at(4, 4, id="c", street="100 N Main St", zip="67044"),
]


def test_all_locations_at_an_address_close_together(ask_closures: AskClosures) -> None:
    each = {r["id"]: r for r in center_rows(ask_closures(centers=TWO_SUITES))}
    assert each["a"]["people_losing_standard"] == each["b"]["people_losing_standard"] == 0
    result = ask_closures({"by": "address"}, centers=TWO_SUITES)
    rows = {r["id"]: r for r in center_rows(result)}
    assert {i: r["locations_closing"] for i, r in rows.items()} == {"a": 2, "c": 1}
    assert (rows["a"]["location_ids"], rows["a"]["people_losing_standard"]) == ("a; b", 500)
    one = ask_closures({"by": "address", "close": ("b",)}, centers=TWO_SUITES)
    assert one.people_losing == 500
    assert strict_json(whole(one))["together"]["people_losing_standard"] == 500


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({}, {}, False),
        ({"street": "5 Elm St"}, {"street": "7 Elm St"}, False),
        ({"street": "5 Elm St"}, {"street": "5 Elm Street"}, True),
        ({"street": "5 Elm St"}, {"street": "5 Elm Ave"}, False),
        ({"street": "5 N Elm St"}, {"street": "5 S Elm St"}, False),
        ({"street": "PO Box 5"}, {"street": "PO Box 5"}, False),
    ],
)
def test_an_address_is_a_house_number_a_street_and_a_zip_code(
    ask_closures: AskClosures, one: dict[str, str], other: dict[str, str], together: bool
) -> None:
    centers = [center_at(0, 0, id="a", zip="67000", **one), center_at(0, 1, id="b", zip="67000", **other)]
    assert len(ask_closures({"by": "address"}, centers=centers).groups) == (1 if together else 2)


def test_the_same_point_is_the_same_address(ask_closures: AskClosures) -> None:
    """But not the middle of a ZIP code, where listings without a street stand."""
    at_door = [center_at(0, 0, id="a"), center_at(0, 0, id="b")]
    in_zip = [{"id": i, "name": i, "state": "KS", "zip": "67000"} for i in ("a", "b")]
    assert len(ask_closures({"by": "address"}, centers=at_door).groups) == 1
    assert len(ask_closures({"by": "address"}, centers=in_zip).groups) == 2
    assert said(findings(ask_closures({"by": "address"}, centers=at_door)))[0].startswith(
        "All locations that count close together"
    )
