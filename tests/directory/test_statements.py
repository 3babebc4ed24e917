"""Rows of center_therapies.csv as statements: today's format, the former one, and rows that make no sense."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from finder.domain.directory import Directory
from finder.domain.evidence import Statement
from finder.domain.provenance import AsOf, Provenance
from tests.conftest import HOSTILE, center_at
from tests.directory.conftest import STOP, UNIT, Load, said
from tests.statements import DAY
from tests.world import TODAY

IVIG = {"center_id": "c0-0", "therapy_id": "ivig", "evidence": "reported"}
PAGE = "https://a.org/ivig"
# A day that lies ahead whenever the tests run.
AHEAD = str(TODAY.year + 3)


def loaded(load: Load, *rows: Mapping[str, str], **center: str) -> Directory:
    return load(centers=[center_at(0, 0, **center)], center_therapies=[{**IVIG, **row} for row in rows])


def statements(directory: Directory, therapy: str = "ivig") -> tuple[Statement, ...]:
    return directory.points[0].statements.get(therapy, ())


def one(load: Load, **cells: str) -> tuple[Statement, list[str]]:
    """What one row says, and the notices."""
    directory = loaded(load, cells)
    (statement,) = statements(directory)
    return statement, said(directory)


# The former format: one row a pair, no basis.


@pytest.mark.parametrize(
    ("cells", "given", "basis"),
    [
        ({"evidence": "reported", "source_url": PAGE}, True, "page"),
        ({"evidence": "reported"}, True, "register"),
        ({"evidence": "reported", "source": "phone book"}, True, "register"),
        ({"evidence": "confirmed", "checked_on": "2026-10-01"}, True, "staff"),
        ({"evidence": "confirmed", "checked_on": "2026-10-01", "source_url": PAGE}, True, "staff"),
        ({"evidence": "not_offered", "source_url": PAGE}, False, "page"),
        ({"evidence": "not_offered"}, False, "register"),
    ],
)
def test_a_row_without_a_basis_goes_by_its_evidence_and_address(
    load: Load, cells: dict[str, str], given: bool, basis: str
) -> None:
    statement, notices = one(load, **cells)
    assert (statement.given, statement.basis, statement.count, statement.speaks_for) == (given, basis, None, 1)
    assert notices == []


def test_a_folder_of_the_former_format_loads_as_before(load: Load) -> None:
    """Its files have none of the new columns."""
    folder_rows = [
        {"center_id": "c0-0", "therapy_id": "ivig", "evidence": "confirmed", "checked_on": "2026-10-01"},
        {"center_id": "c0-0", "therapy_id": "rituximab", "evidence": "unknown"},
        {"center_id": "c0-0", "therapy_id": "iron", "evidence": "not_offered"},
    ]
    directory = load(centers=[center_at(0, 0)], center_therapies=folder_rows)
    point = directory.points[0]
    assert [point.evidence(t, DAY).evidence for t in ("ivig", "rituximab", "iron", "infliximab")] == [
        "confirmed",
        "unknown",
        "not_offered",
        "unknown",
    ]
    assert directory.notices == ()


# Several rows a pair.


def test_every_basis_is_kept_side_by_side(load: Load) -> None:
    rows: list[dict[str, str]] = [
        {
            "basis": "price_list",
            "source": "Hospital price list",
            "source_url": PAGE,
            "checked_on": "2026-01",
            "speaks_for": "7",
        },
        {"basis": "paid", "source": "Medicaid", "checked_on": "2024", "count": "181"},
        {"evidence": "confirmed", "basis": "staff", "checked_on": "2026-11-02"},
        {"basis": "page", "source_url": PAGE, "checked_on": "2026-05-01", "speaks_for": "all"},
    ]
    directory = loaded(load, *rows)
    assert directory.notices == ()
    assert statements(directory) == (
        Statement(
            True,
            "price_list",
            Provenance("Hospital price list", PAGE, AsOf(2026, 1)),
            good_until=date(2028, 1, 31),
            speaks_for=7,
        ),
        Statement(True, "paid", Provenance("Medicaid", "", AsOf(2024)), date(2027, 12, 31), count=181),
        Statement(True, "staff", Provenance("staff", "", AsOf(2026, 11, 2)), date(2027, 11, 2)),
        Statement(True, "page", Provenance("", PAGE, AsOf(2026, 5, 1)), date(2028, 5, 1), speaks_for=None),
    )


def test_two_pages_may_say_two_things(load: Load) -> None:
    rows = [{"source_url": PAGE}, {"source_url": f"{PAGE}/2"}, {"source_url": PAGE, "evidence": "not_offered"}]
    directory = loaded(load, *rows)
    assert [s.given for s in statements(directory)] == [True, True, False]
    assert directory.notices == ()


def test_one_row_may_speak_of_several_therapies(load: Load) -> None:
    directory = loaded(load, {"therapy_id": "ivig; rituximab;;iron", "basis": "paid", "checked_on": "2024"})
    given = directory.points[0].statements
    assert list(given) == ["ivig", "rituximab", "iron"]
    assert {rows[0].basis for rows in given.values()} == {"paid"}
    assert directory.notices == ()


def test_an_unknown_therapy_costs_none_of_the_others(load: Load) -> None:
    directory = loaded(load, {"therapy_id": "ivig;snake oil"})
    assert list(directory.points[0].statements) == ["ivig"]
    assert said(directory) == ["center_therapies.csv, line 2, therapy_id: 'snake oil' is not in data/therapies.toml; ignored"]


def test_a_row_that_says_the_same_again_counts_once_with_a_notice(load: Load) -> None:
    rows = [{"basis": "page", "source_url": PAGE}, {"basis": "paid"}, {"source_url": PAGE, "codes": "J1569"}]
    directory = loaded(load, *rows)
    assert [s.basis for s in statements(directory)] == ["page", "paid"]
    assert said(directory) == ["center_therapies.csv, line 4: the same is listed already for ivig; ignored"]


def test_rows_that_say_nothing_are_no_statements(load: Load) -> None:
    directory = loaded(load, {"evidence": "unknown"}, {"evidence": "", "basis": "paid", "count": "5"})
    assert statements(directory) == ()
    assert directory.points[0].evidence("ivig", DAY).tier == "unknown"
    assert directory.notices == ()


def test_the_same_row_about_two_centers_is_read_for_each(load: Load) -> None:
    """A row without a source takes that of its center."""
    centers = [center_at(0, 0, source="first", checked_on="2026-01-01"), center_at(1, 1, source="second")]
    rows = [{**IVIG, "center_id": c} for c in ("c0-0", "c1-1")]
    directory = load(centers=centers, center_therapies=rows)
    said_by = [p.statements["ivig"][0].provenance for p in directory.points]
    assert said_by == [Provenance("first", "", AsOf(2026, 1, 1)), Provenance("second", "", None)]


def test_a_bad_row_about_two_centers_is_noticed_for_each(load: Load) -> None:
    rows = [{**IVIG, "center_id": c, "basis": "hearsay", "source": "x"} for c in ("c0-0", "c1-1")]
    directory = load(centers=[center_at(0, 0), center_at(1, 1)], center_therapies=rows)
    assert [n.split(", basis")[0] for n in said(directory)] == [
        "center_therapies.csv, line 2",
        "center_therapies.csv, line 3",
    ]


# Cells that make no sense: a notice, and the row is kept.


def test_an_unknown_basis_is_noticed_and_the_row_goes_by_its_address(load: Load) -> None:
    statement, notices = one(load, basis="hearsay", source_url=PAGE)
    assert (statement.given, statement.basis) == (True, "page")
    assert notices == [
        "center_therapies.csv, line 2, basis: 'hearsay' is not one of staff, page, paid, price_list, register; "
        "treated as unknown"
    ]


def test_only_staff_can_confirm(load: Load) -> None:
    statement, notices = one(load, evidence="confirmed", basis="price_list", checked_on="2026-01")
    assert (statement.basis, statement.evidence) == ("price_list", "reported")
    assert notices == [
        "center_therapies.csv, line 2, evidence: only staff can confirm; counted as reported, on the basis of price_list"
    ]


def test_what_staff_report_is_confirmed(load: Load) -> None:
    statement, notices = one(load, basis="staff", checked_on="2026-10-01")
    assert (statement.evidence, notices) == ("confirmed", [])


@pytest.mark.parametrize("cells", [{"evidence": "confirmed"}, {"evidence": "confirmed", "basis": "staff"}, {"basis": "staff"}])
def test_confirmed_without_a_date_is_noted(load: Load, cells: dict[str, str]) -> None:
    statement, notices = one(load, **cells)
    assert (statement.evidence, statement.provenance) == ("confirmed", Provenance("staff"))
    assert notices == ["center_therapies.csv, line 2, checked_on: confirmed by staff, but no date is given"]


@pytest.mark.parametrize(
    ("written", "as_of"), [("2026", AsOf(2026)), ("2026-01", AsOf(2026, 1)), ("2026-01-31", AsOf(2026, 1, 31)), ("", None)]
)
def test_a_source_is_dated_as_exactly_as_it_says(load: Load, written: str, as_of: AsOf | None) -> None:
    statement, notices = one(load, basis="page", source_url=PAGE, checked_on=written)
    assert (statement.provenance.checked_on, statement.good_until is None, notices) == (as_of, as_of is None, [])


@pytest.mark.parametrize("written", ["2026-13", "2026-00", "spring", "01/2026"])
def test_a_date_that_is_none_is_unknown(load: Load, written: str) -> None:
    statement, notices = one(load, basis="page", source_url=PAGE, checked_on=written)
    assert (statement.provenance.checked_on, statement.good_until) == (None, None)
    assert [f"checked_on: '{written}' is not a date like" in n for n in notices] == [True]


def test_a_date_that_lies_ahead_is_noticed_and_counts_as_unknown_until_then(load: Load) -> None:
    statement, notices = one(load, basis="page", source_url=PAGE, checked_on=AHEAD)
    assert notices == [f"center_therapies.csv, line 2, checked_on: '{AHEAD}' is in the future; it counts as unknown until then"]
    assert statement.said(TODAY) is None
    assert statement.said(date(int(AHEAD), 1, 1)) == AsOf(int(AHEAD))


def test_a_center_dated_ahead_is_kept_with_a_notice(load: Load) -> None:
    directory = loaded(load, {"source_url": PAGE}, checked_on=AHEAD)
    assert [p.id for p in directory.points] == ["c0-0"]
    assert said(directory) == [f"centers.csv, line 2, checked_on: '{AHEAD}' is in the future; it counts as unknown until then"]


@pytest.mark.parametrize("written", ["-3", "many", "1.5", "nan", "1e999", "0", "12 claims"])
def test_a_count_that_is_none_is_noticed_and_the_row_is_kept(load: Load, written: str) -> None:
    statement, notices = one(load, basis="paid", count=written, checked_on="2024")
    assert (statement.basis, statement.count) == ("paid", None)
    assert [n.startswith(f"center_therapies.csv, line 2, count: '{written}' is not a ") for n in notices] == [True]


@pytest.mark.parametrize(
    ("written", "number", "noticed"),
    [
        ("", 1, False),
        ("1", 1, False),
        ("7", 7, False),
        ("all", None, False),
        ("ALL", None, False),
        ("0", 1, True),
        ("-2", 1, True),
        ("some", 1, True),
        ("2.5", 1, True),
    ],
)
def test_how_many_locations_a_row_speaks_for(load: Load, written: str, number: int | None, noticed: bool) -> None:
    statement, notices = one(load, basis="price_list", speaks_for=written, checked_on="2026-01")
    assert (statement.speaks_for, bool(notices)) == (number, noticed)
    assert all("speaks_for" in n for n in notices)


@pytest.mark.parametrize("column", ["basis", "count", "speaks_for", "codes", "source", "source_url", "checked_on", "evidence"])
def test_a_hostile_cell_costs_no_row(load: Load, column: str) -> None:
    directory = loaded(load, {"source_url": PAGE, column: HOSTILE}, {"basis": "paid", "count": "9"})
    assert statements(directory)[-1].count == 9
    assert len(statements(directory)) == (1 if column == "evidence" else 2)
    assert bool(directory.notices) is (column not in ("codes", "source"))
    assert all(HOSTILE[:20] in n for n in said(directory))


# Whom a center serves, and its kind.


def test_whom_a_center_serves_is_read_word_by_word(load: Load) -> None:
    directory = loaded(load, serves="Children; own_patients; martians")
    assert directory.points[0].listing.serves == {"children", "own_patients"}
    assert said(directory) == [
        "centers.csv, line 2, serves: 'martians' is not one of adults, children, cancer, women, veterans, tribal, "
        "own_patients; ignored"
    ]


@pytest.mark.parametrize("kind", ["home_infusion", "pharmacy", "PHARMACY"])
def test_those_who_come_or_ship_are_kinds_of_their_own(load: Load, kind: str) -> None:
    directory = loaded(load, kind=kind)
    assert directory.points[0].listing.site_of_care == kind.lower()
    assert not directory.points[0].has_chairs
    assert directory.notices == ()


@pytest.mark.parametrize(
    ("cells", "basis"), [({"source_url": PAGE}, "page"), ({"source": "phone call"}, "register"), ({}, "register")]
)
def test_a_unit_says_what_is_given_at_each_of_its_stops(load: Load, cells: dict[str, Any], basis: str) -> None:
    unit = {**UNIT, "therapies": "ivig;iron", "checked_on": "2024-01-31", **cells}
    directory = load(mobile_units=[unit], mobile_stops=[STOP, {**STOP, "id": "t"}])
    for point in directory.stops:
        assert list(point.statements) == ["ivig", "iron"]
        (statement,) = point.statements["iron"]
        assert (statement.given, statement.basis, statement.good_until) == (True, basis, date(2026, 1, 31))
