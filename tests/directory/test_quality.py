"""Counts of what is missing, outdated, or odd in a directory."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from finder.core import Finder
from finder.directory.matching.matching import groups, match_within
from finder.directory.matching.reading import read_list
from finder.directory.quality import OLD_AFTER_DAYS, Quality
from tests.conftest import center_at

MakeFinder = Callable[..., Finder]
TODAY = date(2026, 11, 22)


def quality(grid_finder: MakeFinder, *centers: dict[str, object], **tables: object) -> Quality:
    return grid_finder(centers=centers, **tables).check(TODAY)


def test_an_empty_directory_has_nothing_to_count(grid_finder: MakeFinder) -> None:
    assert {n for _, n in quality(grid_finder).lines()} == {0}


def test_a_full_listing_lacks_nothing(grid_finder: MakeFinder) -> None:
    full = center_at(0, 0, phone="406-555-0123", checked_on="2026-11-01", zip="67000")
    said = [{"center_id": "c0-0", "therapy_id": "ivig", "evidence": "reported"}]
    counts = {str(words): n for words, n in quality(grid_finder, full, center_therapies=said).lines()}
    assert counts.pop("centers") == counts.pop("states with a center (DC and Puerto Rico included)") == 1
    assert set(counts.values()) == {0}


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (center_at(0, 0), {"without_phone": 1, "without_date": 1, "without_therapy": 1, "without_coordinates": 0}),
        ({"id": "a", "name": "A", "zip": "67000"}, {"without_coordinates": 1, "unplaced": 0}),
        ({"id": "a", "name": "A"}, {"without_coordinates": 1, "unplaced": 1, "states": 0}),
        ({"id": "a", "name": "A", "state": "Guam"}, {"states": 0}),
        ({"id": "a", "name": "A", "state": "Kansas"}, {"states": 1}),
        (center_at(0, 0, open_until="2026-11-21"), {"closed": 1}),
        (center_at(0, 0, open_until="2026-11-22"), {"closed": 0}),
        (center_at(0, 0, open_from="2026-11-23"), {"closed": 1}),
        (center_at(0, 0, checked_on=TODAY - timedelta(OLD_AFTER_DAYS)), {"older_than_a_year": 0, "without_date": 0}),
        (center_at(0, 0, checked_on=TODAY - timedelta(OLD_AFTER_DAYS + 1)), {"older_than_a_year": 1}),
        (center_at(0, 0, checked_on=TODAY), {"dated_ahead": 0}),
        (center_at(0, 0, checked_on=TODAY + timedelta(1)), {"dated_ahead": 1, "older_than_a_year": 0, "without_date": 0}),
        (center_at(0, 0, hours="Mo-Fr 08:00-17:00"), {"hours_not_read": 0}),
        (center_at(0, 0), {"hours_not_read": 0}),
        *((center_at(0, 0, hours=h), {"hours_not_read": 1}) for h in ("weekdays until five", "24/7", "Tu,We", "Mo-Fr 8-5pm")),
    ],
)
def test_what_one_listing_lacks(grid_finder: MakeFinder, row: dict[str, object], wanted: dict[str, int]) -> None:
    found = quality(grid_finder, row)
    assert {name: getattr(found, name) for name in wanted} == wanted


def test_stops_and_their_calendars_are_counted_apart(grid_finder: MakeFinder) -> None:
    found = quality(
        grid_finder,
        center_at(0, 0),
        mobile_units=[{"id": "u", "name": "U", "example": "yes"}, {"id": "v", "name": "V"}],
        mobile_stops=[{"id": i, "unit_id": i[0], "name": i, "zip": "67000"} for i in ("u1", "v1", "v2")],
        mobile_calendar=[
            {"stop_id": "v1", "starts_on": TODAY, "start_time": "9:00", "end_time": "15:00", "timezone": "America/Chicago"}
        ],
    )
    assert (found.centers, found.stops, found.examples, found.stops_without_calendar) == (1, 3, 1, 2)


SUITE = {"name": "Saint Mary's Infusion Center", "street": "12 North Main Street, Suite 4", "city": "Town 00", "state": "KS"}
HOSPITAL = {"name": "Town Community Hospital", "street": "105 Highway 80 East", "zip": "67000"}


@pytest.mark.parametrize(
    ("a", "b", "repeated", "to_review"),
    [
        ({"name": "St. Mary's", "zip": "67000"}, {"name": "ST MARYS", "zip": "67000"}, True, 0),
        ({"name": "St. Mary's", "zip": "67000"}, {"name": "St. Mary's", "zip": "67001"}, False, 0),
        # One site in two spellings.
        (
            {**SUITE, "zip": "67000"},
            {**SUITE, "name": "ST MARYS INFUSION CTR", "street": "12 N Main St #4", "zip": "67000"},
            True,
            0,
        ),
        (HOSPITAL, {**HOSPITAL, "name": "TOWN COMMUNITY HOSP", "street": "105 US HWY 80 E", "zip": "67000-1234"}, True, 0),
        ({**HOSPITAL, "npi": "1234567893"}, {**HOSPITAL, "name": "TCH", "npi": "1234567893"}, True, 0),
        ({**HOSPITAL, "npi": "1234567893"}, {**HOSPITAL, "npi": "1993999998"}, False, 1),
        # For a person to decide.
        ({"name": "A", "zip": "67000", "street": "1 Main St."}, {"name": "B", "zip": "67000", "street": "1 main st"}, False, 1),
        ({"name": "Oak Clinic", "city": "Town 00"}, {"name": "OAK CLINIC", "city": "TOWN 00"}, False, 1),
        ({"name": "A", "zip": "67000"}, {"name": "B", "zip": "67000"}, False, 0),
    ],
)
def test_listings_that_look_like_one_center(
    grid_finder: MakeFinder, a: dict[str, str], b: dict[str, str], repeated: bool, to_review: int
) -> None:
    found = quality(grid_finder, {"id": "a", **a}, {"id": "b", **b})
    assert found.repeated == ((("a", "b"),) if repeated else ())
    assert found.to_review == to_review


def test_a_check_finds_what_match_finds(grid_finder: MakeFinder, tmp_path: Path) -> None:
    """The same rules: also for identifiers, and for more than two rows."""
    names = ("Town Clinic", "TOWN CLINIC", "Town Clinic, Inc.", "Other Place")
    rows: list[dict[str, object]] = [
        {"id": f"c{n}", "name": name, "street": "5 Oak Ave", "zip": "67000"} for n, name in enumerate(names)
    ]
    with (tmp_path / "list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    records = read_list(tmp_path / "list.csv").records
    found = quality(grid_finder, *rows)
    assert found.repeated == groups(records, match_within(records).matches) == (("c0", "c1", "c2"),)


def test_problems_are_the_notices_of_the_loader(grid_finder: MakeFinder) -> None:
    found = quality(grid_finder, center_at(0, 0, phone="call us"), {"id": "", "name": "nobody", "zip": "67000"})
    assert [str(p).split(":")[0] for p in found.problems] == ["centers.csv, line 2, phone", "centers.csv, line 3, id"]
