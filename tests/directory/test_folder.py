"""A folder of listing files: what is loaded, what is skipped, and what the notices say."""

import time
from datetime import date
from pathlib import Path

import pytest

from finder.directory.columns import COLUMNS
from finder.directory.folder import MOST_CALENDARS, fingerprint, load_folder
from finder.domain.center import Center
from finder.domain.directory import Directory
from finder.domain.geo import Point
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import AsOf
from finder.domain.schedule import WINDOW_DAYS, window
from finder.errors import DirectoryError
from finder.places.gazetteer import Gazetteer
from tests.conftest import HOSTILE, center_at
from tests.directory.conftest import EACH_TUESDAY, STOP, UNIT, Load, WriteFolder, said
from tests.world import TODAY, reader


def center(directory: Directory, number: int = 0) -> Center:
    listing = directory.centers[number].listing
    assert isinstance(listing, Center)
    return listing


def unit(directory: Directory) -> MobileUnit:
    listing = directory.stops[0].listing
    assert isinstance(listing, Stop)
    return listing.unit


def test_every_cell_of_a_center_arrives(load: Load) -> None:
    row = {
        **{"id": "a", "name": "A", "kind": "freestanding", "operator": "Op", "street": "1 Main St", "city": "Town 00"},
        **{"state": "ks", "zip": "67000", "lat": "40.01", "lon": "-100.01"},
        **{"phone": "406 555 0123", "website": "https://a.org"},
        **{"hours": "Mo-Fr 08:00-17:00", "chairs": "12", "new_patients": "yes", "wheelchair": "limited", "languages": "en;es"},
        **{"payment": "Medicare", "serves": "children", "open_from": "2020-01-01", "open_until": "2030-01-01"},
        **{"npi": "1346526845;1548554959", "ccn": "270014", "source": "call"},
        **{"source_url": "https://b.org", "checked_on": "2026-11-01", "note": "ring twice"},
    }
    directory = load(centers=[row])
    made = center(directory)
    shown = {
        **{key: getattr(made, key) for key in row if hasattr(made, key)},
        "kind": made.site_of_care,
        **{key: getattr(made.address, key) for key in ("street", "city", "state", "zip")},
        **{key: getattr(made.provenance, key) for key in ("source", "source_url", "checked_on")},
    }
    days = {key: date.fromisoformat(row[key]) for key in ("open_from", "open_until")}
    expected = {**row, **days, "state": "KS", "phone": "406-555-0123", "chairs": 12, "serves": frozenset({"children"})}
    # Identifiers are for matching and are shown to nobody.
    expected = {key: value for key, value in expected.items() if key not in ("npi", "ccn")}
    expected["checked_on"] = AsOf(2026, 11, 1)
    assert made.position
    assert made.position.point == Point(float(str(expected.pop("lat"))), float(str(expected.pop("lon"))))
    assert shown == expected
    assert directory.notices == ()


def test_every_cell_of_a_mobile_unit_arrives(load: Load) -> None:
    row = {
        **{**UNIT, "operator": "Op", "phone": "4065550123", "website": "https://a.org", "chairs": "4", "first_dose": "yes"},
        **{
            "therapies": "ivig; rituximab",
            "max_infusion_hours": "5.5",
            "source": "call",
            "checked_on": "2026-11-01",
            "example": "no",
        },
    }
    directory = load(mobile_units=[row], mobile_stops=[STOP], mobile_calendar=[EACH_TUESDAY])
    made = unit(directory)
    assert (made.therapies, made.first_dose, made.max_infusion_hours, made.example) == (("ivig", "rituximab"), True, 5.5, False)
    assert (made.operator, made.phone, made.website, made.chairs) == ("Op", "406-555-0123", "https://a.org", 4)
    point = directory.stops[0]
    # A unit's row names a source without an address.
    assert {t: [(s.given, s.basis) for s in said] for t, said in point.statements.items()} == {
        "ivig": [(True, "register")],
        "rituximab": [(True, "register")],
    }
    assert directory.notices == ()


def test_several_calendars_of_a_stop_add_up(load: Load) -> None:
    once = {**EACH_TUESDAY, "starts_on": "2026-11-05", "rrule": ""}
    (point,) = load(mobile_units=[UNIT], mobile_stops=[STOP], mobile_calendar=[EACH_TUESDAY, once]).stops
    assert isinstance(point.listing, Stop)
    assert [d.day for d in point.listing.visits(date(2026, 11, 1), date(2026, 11, 10))] == [3, 5, 10]


# Whole files


def test_a_folder_without_centers_is_refused(tmp_path: Path, grid_gazetteer: Gazetteer) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(DirectoryError, match=r"has no centers\.csv"):
            load_folder(folder, reader(grid_gazetteer), TODAY)


def test_files_besides_centers_may_be_missing(load: Load) -> None:
    assert said(load(centers=[{"id": "a", "name": "A", "zip": "67000"}])) == []


@pytest.mark.parametrize("name", sorted(set(COLUMNS) - {"centers.csv"}))
@pytest.mark.parametrize("content", [b"", b"id;name\n", "id,name\n".encode("utf-16")], ids=["empty", "semicolons", "utf-16"])
def test_another_file_that_cannot_be_read_costs_no_center(
    write_folder: WriteFolder, grid_gazetteer: Gazetteer, name: str, content: bytes
) -> None:
    folder = write_folder(centers=[center_at(0, 0)])
    (folder / name).write_bytes(content)
    directory = load_folder(folder, reader(grid_gazetteer), TODAY)
    assert [p.id for p in directory.points] == ["c0-0"]
    assert [n.startswith(name) and n.endswith("The file is skipped.") for n in said(directory)] == [True]


def test_the_fingerprint_follows_the_content_and_nothing_else(write_folder: WriteFolder) -> None:
    folder = write_folder(centers=[{"id": "a", "name": "A"}])
    first = fingerprint(folder)
    (folder / "README.md").write_text("not a listing")
    assert fingerprint(folder) == first
    content = (folder / "centers.csv").read_bytes()
    (folder / "centers.csv").write_bytes(content + b"\n")
    changed = fingerprint(folder)
    (folder / "centers.csv").rename(folder / "mobile_units.csv")
    assert len({first, changed, fingerprint(folder)}) == 3


def test_examples_of_another_folder_are_beside_the_listings_only_if_asked(
    write_folder: WriteFolder, grid_gazetteer: Gazetteer, tmp_path: Path
) -> None:
    unit = {**UNIT, "example": "yes"}
    examples = write_folder(mobile_units=[unit], mobile_stops=[STOP, {**STOP, "id": "a"}], mobile_calendar=[EACH_TUESDAY])
    examples = examples.rename(tmp_path / "examples")
    folder = write_folder(centers=[{"id": "a", "name": "A", "zip": "67000"}])
    alone = load_folder(folder, reader(grid_gazetteer), TODAY)
    assert ([p.id for p in alone.points], alone.notices) == (["a"], ())
    both = load_folder(folder, reader(grid_gazetteer), TODAY, examples)
    # A center of the examples' folder is none of them, and an id is used once over both folders.
    assert [(p.id, p.example) for p in both.points] == [("a", False), ("s", True)]
    assert said(both) == ["mobile_stops.csv, line 3, id: 'a' is already in use; the row is skipped"]
    assert len({alone.fingerprint, both.fingerprint, fingerprint(examples)}) == 3
    assert (alone.label, both.label) == ("listings", "listings")


# Rows that cannot be used


@pytest.mark.parametrize("row", [{"id": "", "name": "B"}, {"id": "b", "name": ""}, {"id": " ", "name": " ", "zip": "67000"}])
def test_a_center_without_id_or_name_is_left_out(load: Load, row: dict[str, str]) -> None:
    directory = load(centers=[row, center_at(0, 0), {**row, "zip": "67011"}])
    assert [p.id for p in directory.points] == ["c0-0"]
    assert sum("empty; the row is skipped" in n for n in said(directory)) == 2


def test_of_two_rows_with_one_id_the_first_good_one_counts(load: Load) -> None:
    rows = [{"id": "a", "name": ""}, {"id": "a", "name": "Good"}, {"id": "a", "name": "Late"}]
    directory = load(centers=[{**row, "zip": "67000"} for row in rows])
    assert [p.name for p in directory.points] == ["Good"]
    assert said(directory)[1:] == ["centers.csv, line 4, id: 'a' is already in use; the row is skipped"]


def test_a_stop_cannot_have_the_id_of_a_center(load: Load) -> None:
    directory = load(centers=[center_at(0, 0, id="s")], mobile_units=[UNIT], mobile_stops=[STOP])
    assert [p.kind for p in directory.points] == ["center"]
    assert "mobile_stops.csv, line 2, id: 's' is already in use; the row is skipped" in said(directory)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"center_id": "z", "therapy_id": "ivig"}, "'z' is not in centers.csv"),
        ({"center_id": "", "therapy_id": "ivig"}, "center_id: empty"),
        ({"center_id": "c0-0", "therapy_id": "snake oil"}, "'snake oil' is not in data/therapies.toml"),
        ({"center_id": "c0-0", "therapy_id": ""}, "therapy_id: empty"),
    ],
)
def test_evidence_of_nothing_known_is_left_out(load: Load, row: dict[str, str], reason: str) -> None:
    good = {"center_id": "c0-0", "therapy_id": "rituximab", "evidence": "reported"}
    directory = load(centers=[center_at(0, 0)], center_therapies=[{**row, "evidence": "confirmed"}, good])
    assert list(directory.points[0].statements) == ["rituximab"]
    assert [reason in n for n in said(directory)] == [True]


def test_a_stop_of_an_unknown_unit_is_left_out_with_its_calendar(load: Load) -> None:
    directory = load(mobile_units=[UNIT], mobile_stops=[{**STOP, "unit_id": "z"}], mobile_calendar=[EACH_TUESDAY])
    assert directory.points == ()
    assert said(directory) == [
        "mobile_stops.csv, line 2, unit_id: 'z' is not in mobile_units.csv; the row is skipped",
        "mobile_calendar.csv: stop_id 's' is not in mobile_stops.csv",
    ]


def test_a_stop_with_too_many_calendars_is_not_listed_and_check_says_so(load: Load) -> None:
    most = [{**EACH_TUESDAY, "starts_on": "2000-01-01", "rrule": "FREQ=DAILY"}] * MOST_CALENDARS
    files = {"mobile_units": [UNIT], "mobile_stops": [STOP]}
    assert len(load(**files, mobile_calendar=most).stops) == 1
    directory = load(**files, mobile_calendar=[*most, EACH_TUESDAY])
    assert directory.points == ()
    assert said(directory) == ["mobile_calendar.csv: stop_id 's' has over 200 rows, so the stop is not listed"]


def test_the_visits_of_200_calendars_daily_since_2000_are_read_off_at_once_and_kept(load: Load) -> None:
    daily = [{**EACH_TUESDAY, "starts_on": "2000-01-01", "rrule": "FREQ=DAILY"}] * MOST_CALENDARS
    (point,) = load(mobile_units=[UNIT], mobile_stops=[STOP], mobile_calendar=daily).stops
    start = time.process_time()
    days = [(point.listing.visits(*window(TODAY)), point.listing.opening(*window(TODAY))) for _ in range(100)]
    assert len(days[0][0]) == WINDOW_DAYS + 1
    # Stepped through day by day, each search took 12 s and more.
    assert time.process_time() - start < 5


def test_an_unknown_therapy_of_a_unit_costs_neither_unit_nor_other_therapies(load: Load) -> None:
    directory = load(mobile_units=[{**UNIT, "therapies": "snake oil;ivig"}], mobile_stops=[STOP])
    assert unit(directory).therapies == ("ivig",)
    assert len(directory.notices) == 1


@pytest.mark.parametrize(
    "cells",
    [
        {"starts_on": ""},
        {"starts_on": "Tuesday"},
        {"start_time": "9am"},
        {"end_time": "08:00"},
        {"timezone": "Mountain"},
        {"rrule": "FREQ=SECONDLY"},
        {"rrule": "FREQ=DAILY;INTERVAL=0"},
        {"rrule": "FREQ=MONTHLY;BYDAY=99TU"},
        {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"},
        {"stop_id": ""},
    ],
)
def test_a_bad_calendar_is_left_out_and_the_good_one_stays(load: Load, cells: dict[str, str]) -> None:
    rows = [{**EACH_TUESDAY, **cells}, EACH_TUESDAY]
    directory = load(mobile_units=[UNIT], mobile_stops=[STOP], mobile_calendar=rows)
    (point,) = directory.stops
    assert isinstance(point.listing, Stop)
    assert len(point.listing.calendars) == 1
    assert any(n.startswith("mobile_calendar.csv, line 2") for n in said(directory))


@pytest.mark.parametrize(
    "exdates",
    [
        *("20261110; 2026-11-17", "2026-11-10T09:00,20261117T090000", "2026-W46-2; 2026-321", "2026W462;2026321"),
        # Nine in the morning in Chicago, in UTC; and midnight in UTC, which may be the day before.
        *("20261110T150000Z;20261117T150000Z", "2026-11-10T00:00:00Z; 2026-11-17T00:00:00+00:00"),
        *("EXDATE:20261110,20261117", "EXDATE;VALUE=DATE:20261110,20261117", "2026-11-10 09:00-06:00; 2026-11-17t09"),
        "EXDATE;TZID=America/Chicago:20261110T090000,20261117T090000",
    ],
)
def test_a_day_off_counts_in_any_spelling(load: Load, exdates: str) -> None:
    rows = [{**EACH_TUESDAY, "exdates": exdates, "rdates": "20261112;2026-11-13x"}]
    directory = load(mobile_units=[UNIT], mobile_stops=[STOP], mobile_calendar=rows)
    stop = directory.stops[0].listing
    assert isinstance(stop, Stop)
    assert [d.day for d in stop.visits(date(2026, 11, 1), date(2026, 11, 24))] == [3, 12, 24]
    # An extra day that cannot be read only takes a visit away.
    assert said(directory) == [
        "mobile_calendar.csv, line 2, rdates: '2026-11-13x' is not a day like 2026-11-30; treated as unknown"
    ]


@pytest.mark.parametrize(
    "exdates",
    [
        *(
            "11/17/2026",
            "2026-11-10; Nov 17",
            "2026-11",
            "2026-W47",
            "2026",
            "2026-11-10/2026-11-17",
            "17.11.2026",
            "2026-11-31",
        ),
        *("EXDATE;TZID=Mountain:20261117T090000", "2026-11-17T25:00", "2026-11-1７", ";".join(["2026-11-10"] * 100)),
    ],
)
def test_a_day_off_that_cannot_be_read_takes_the_stop_out_of_the_list(load: Load, exdates: str) -> None:
    """Also with its other calendars: a visit that may not take place is not shown."""
    rows = [EACH_TUESDAY, {**EACH_TUESDAY, "exdates": exdates}, {**EACH_TUESDAY, "stop_id": "t"}]
    directory = load(mobile_units=[UNIT], mobile_stops=[STOP, {**STOP, "id": "t"}], mobile_calendar=rows)
    assert [point.id for point in directory.stops] == ["t"]
    last = said(directory)[-1]
    assert last.startswith("mobile_calendar.csv, line 3, exdates: ")
    assert last.endswith("the stop is not listed, because a visit may not take place")


@pytest.mark.parametrize(("written", "example"), [("yes", True), ("YES", True), ("", False), ("no", False), ("TRUE", True)])
def test_a_doubtful_example_is_taken_for_an_example(load: Load, written: str, example: bool) -> None:
    directory = load(mobile_units=[{**UNIT, "example": written}], mobile_stops=[STOP])
    assert directory.stops[0].example is example


# Cells that cannot be read


@pytest.mark.parametrize(
    ("column", "written", "field", "unknown"),
    [
        ("kind", "spaceport", "site_of_care", "unknown"),
        ("phone", "call us", "phone", ""),
        ("website", "javascript:alert(1)", "website", ""),
        ("chairs", "some", "chairs", None),
        ("open_from", "spring", "open_from", None),
        ("open_until", "31.12.2026", "open_until", None),
    ],
)
def test_a_bad_cell_is_unknown_and_the_row_stays(load: Load, column: str, written: str, field: str, unknown: object) -> None:
    directory = load(centers=[center_at(0, 0, **{column: written})])
    assert getattr(center(directory), field) == unknown
    assert [n.startswith(f"centers.csv, line 2, {column}: ") for n in said(directory)] == [True]


def test_hostile_text_is_kept_as_it_is(load: Load) -> None:
    directory = load(centers=[center_at(0, 0, name=HOSTILE, city=HOSTILE, note=HOSTILE, source=HOSTILE)])
    made = center(directory)
    assert (made.name, made.address.city, made.note, made.provenance.source) == (HOSTILE,) * 4
