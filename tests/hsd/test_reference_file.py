"""The HSD Reference File as a whole: what counts, and that nothing is lost without a notice."""

import csv
import hashlib
import io
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart

from finder.domain.demand import COUNTY_TYPES, Counties, DemandPoints
from finder.errors import QueryError
from finder.hsd.reference_file import LIMITS, HsdFile, HsdOverrides, load_hsd, read_hsd
from finder.wording.writer import ENGLISH
from tests.conftest import HOSTILE
from tests.files.conftest import saved
from tests.hsd.conftest import INFUSION, HsdRow, row_of, time_and_distance

AUTAUGA: HsdRow = ("Autauga", "AL", "Micro", 50, 35)
HEADINGS = ["state", "county", "designation", "cms_minutes", "cms_miles"]
FACILITY = "Facility Time & Distance"
FIRST_ROW = 5


def csv_of(*rows: Sequence[object], headings: Sequence[str] = HEADINGS, separator: str = ",") -> bytes:
    lines = io.StringIO()
    csv.writer(lines, delimiter=separator).writerows([headings, *rows])
    return lines.getvalue().encode()


def said(file: HsdFile, table: Counties, fips: str, standard: str = "cms") -> tuple[str, float, float] | None:
    """Type, minutes and miles of a county, None if the file does not list it."""
    found, row = file.overrides[standard], row_of(table, fips)
    if not found.listed[row]:
        return None
    return COUNTY_TYPES[found.type_index[row]], float(found.max_min[row]), float(found.max_mi[row])


def listed(found: HsdOverrides, table: Counties) -> list[str]:
    return [str(fips) for fips in table.fips[found.listed]]


def test_a_workbook_of_cms(cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    content = cms_workbook(
        facility=[AUTAUGA, ("Baltimore City", "MD", "Large Metro", 20, 10), ("Loving", "TX", "CEAC", 150.5, 140)],
        provider=[("Autauga", "AL", "Metro", 60, 40)],
    )
    file = read_hsd(content, "HSD 2026.xlsx", all_counties)
    assert file.notices == ()
    assert (file.label, file.fingerprint) == ("HSD 2026.xlsx", hashlib.sha256(content).hexdigest())
    assert list(file.overrides) == ["cms", "cms:rheumatology"]
    assert listed(file.overrides["cms"], all_counties) == ["01001", "24510", "48301"]
    assert listed(file.overrides["cms:rheumatology"], all_counties) == ["01001"]
    assert said(file, all_counties, "01001") == ("micro", 50, 35)
    assert said(file, all_counties, "24510") == ("large_metro", 20, 10)
    assert said(file, all_counties, "48301") == ("ceac", 150.5, 140)
    assert said(file, all_counties, "01001", "cms:rheumatology") == ("metro", 60, 40)


def test_counties_that_are_not_listed_keep_their_type_and_have_no_limits(
    cms_workbook: Callable[..., bytes], all_counties: Counties
) -> None:
    found = read_hsd(cms_workbook(facility=[AUTAUGA]), "x", all_counties).overrides["cms"]
    others = ~found.listed
    assert others.sum() == len(all_counties.fips) - 1
    assert (found.type_index[others] == all_counties.type_index[others]).all()
    assert np.isnan(found.max_min[others]).all()
    assert np.isnan(found.max_mi[others]).all()
    assert {len(column) for column in (found.type_index, found.max_min, found.max_mi)} == {len(all_counties.fips)}


def test_the_table_of_counties_is_not_touched(cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    before = all_counties.type_index.copy()
    read_hsd(cms_workbook(facility=[AUTAUGA]), "x", all_counties)
    assert (all_counties.type_index == before).all()


def test_counties_may_be_any_table(cms_workbook: Callable[..., bytes], grid_demand: DemandPoints) -> None:
    file = read_hsd(cms_workbook(facility=[("East", "KS", "Metro", 45, 30), AUTAUGA]), "x", grid_demand.counties)
    assert file.overrides["cms"].listed.tolist() == [False, True]
    assert len(file.notices) == 1


def test_one_sheet_alone_overrides_one_standard(all_counties: Counties) -> None:
    book = openpyxl.Workbook()
    time_and_distance(book.create_sheet("Any name at all"), "RHEUMATOLOGY", "031", [AUTAUGA])
    assert list(read_hsd(saved(book), "x", all_counties).overrides) == ["cms:rheumatology"]


def test_all_counties_by_code_and_by_name(all_counties: Counties) -> None:
    """Every county gets limits of its own, in either way of writing it, and none another's."""
    by_name, by_code = [], []
    for row, (fips, state, name) in enumerate(zip(all_counties.fips, all_counties.state, all_counties.name, strict=True)):
        limits = ["Rural", row + 1, 2 * row + 1]
        by_name.append([state, name, *limits])
        by_code.append([int(fips), *limits])
    for content in (csv_of(*by_name), csv_of(*by_code, headings=["FIPS", *HEADINGS[2:]])):
        file = read_hsd(content, "x", all_counties)
        found = file.overrides["cms"]
        assert file.notices == ()
        assert found.listed.all()
        assert found.max_min.tolist() == list(range(1, 3221))
        assert found.max_mi.tolist() == list(range(1, 6441, 2))
        assert set(found.type_index) == {COUNTY_TYPES.index("rural")}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_says_the_same_as_a_workbook(
    separator: str, mark: bytes, cms_workbook: Callable[..., bytes], all_counties: Counties
) -> None:
    rows = [
        ("AL", "Autauga", "Micro", 50, 35),
        ("NM", "Doña Ana", "metro", "45", "30.0"),
        ("VA", "Richmond City", "LARGE METRO", 20, 10),
    ]
    content = mark + csv_of(*rows, separator=separator)
    book = cms_workbook(facility=[(county, state, *rest) for state, county, *rest in rows])
    written, published = (read_hsd(c, "x", all_counties).overrides["cms"] for c in (content, book))
    assert listed(written, all_counties) == ["01001", "35013", "51760"]
    for column in ("listed", "type_index", "max_min", "max_mi"):
        np.testing.assert_array_equal(getattr(written, column), getattr(published, column))


def only_notice(file: HsdFile) -> str:
    (notice,) = map(ENGLISH.say, file.notices)
    return notice


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "what", "advice"),
    [
        (("Nowhere", "AL", "Metro", 1, 1), "Nowhere, AL is not a known county", "FIPS"),
        (("Autauga", "GA", "Metro", 1, 1), "Autauga, GA is not a known county", "FIPS"),
        (("St. Croix", "VI", "Metro", 1, 1), "St. Croix, VI is not a known county", "FIPS"),
        ((None, None, "Metro", 1, 1), "? is not a known county", "FIPS"),
        (("Capitol Planning Region", "CT", "Metro", 1, 1), "Capitol Planning Region, CT is newer", "of the rule"),
        (("Western Connecticut", "CT", "Metro", 1, 1), "newer", "of the rule"),
        (("Chugach", "AK", "CEAC", 1, 1), "newer", "of the rule"),
        (("Barbour", "AL", "Suburban", 1, 1), "'Suburban' is not a county designation", "CEAC"),
        (("Barbour", "AL", None, 1, 1), "'' is not a county designation", "CEAC"),
        (("Barbour", "AL", 3, 1, 1), "'3' is not a county designation", "CEAC"),
        (("Barbour", "AL", "Rural", None, 60), "'' minutes and '60' miles are not limits for Outpatient Infusion", "above 0"),
        (("Barbour", "AL", "Rural", 75, "n/a"), "'75' minutes and 'n/a' miles", "above 0"),
        (("Barbour", "AL", "Rural", 0, 60), "'0' minutes", "above 0"),
        (("Barbour", "AL", "Rural", 75, -60), "'-60' miles", "above 0"),
        (("Barbour", "AL", "Rural", "1e2", 60), "'1e2' minutes", "above 0"),
        (("Barbour", "AL", "Rural", "nan", "inf"), "'nan' minutes and 'inf' miles", "above 0"),
        (("Barbour", "AL", "Rural", "٧٥", 60), "'٧٥' minutes", "above 0"),
        (("Barbour", "AL", "Rural", "75,5", 60), "'75,5' minutes", "above 0"),
        (("Barbour", "AL", "Rural", True, 60), "'True' minutes", "above 0"),
        (("Barbour", "AL", "Rural", date(2026, 1, 7), 60), "'2026-01-07 00:00:00' minutes", "above 0"),
        (("Barbour", "AL", "Rural", 10_001, 60), "'10001' minutes", "above 0"),
        (("Barbour", "AL", "Rural", "=60+15", 60), "'' minutes", "formulas"),
        ((HOSTILE, "AL", HOSTILE, HOSTILE, HOSTILE), "is not a known county", "FIPS"),
        (("x" * 30_000, "AL", "Rural", 75, 60), "x" * 60 + ", AL is not a known county", "FIPS"),
    ],
)
def test_a_bad_row_is_one_notice_and_the_others_count(
    row: HsdRow, what: str, advice: str, cms_workbook: Callable[..., bytes], all_counties: Counties
) -> None:
    last = ("Winston", "AL", "Rural", 75, 60)
    file = read_hsd(cms_workbook(facility=[AUTAUGA, row, last]), "x", all_counties)
    assert listed(file.overrides["cms"], all_counties) == ["01001", "01133"]
    notice = only_notice(file)
    assert notice.startswith(f"{FACILITY}, row {FIRST_ROW + 1}: ")
    assert "; the row is skipped. " in notice or "; they are ignored. " in notice
    assert what in notice
    assert advice in notice
    assert len(notice) < 500


@pytest.mark.parametrize(("minutes", "miles"), [(" 75 ", "60"), ("75.0", 60.0), (75, "060"), (75.0, 60)])
def test_numbers_may_be_text(
    minutes: object, miles: object, cms_workbook: Callable[..., bytes], all_counties: Counties
) -> None:
    file = read_hsd(cms_workbook(facility=[("Autauga", "AL", "Rural", minutes, miles)]), "x", all_counties)
    assert (file.notices, said(file, all_counties, "01001")) == ((), ("rural", 75, 60))


@pytest.mark.parametrize("written", ["Large Metro", "LARGE  METRO", "large-metro", "LargeMetro", "large_metro"])
def test_a_designation_in_any_case(written: str, all_counties: Counties) -> None:
    file = read_hsd(csv_of(("AL", "Autauga", written, 20, 10)), "x", all_counties)
    assert said(file, all_counties, "01001") == ("large_metro", 20, 10)


def test_a_row_can_be_good_for_one_specialty_alone(all_counties: Counties) -> None:
    headings = [*HEADINGS, "Rheumatology Time", "Rheumatology Distance"]
    file = read_hsd(csv_of(("AL", "Autauga", "Metro", 45, 30, "?", 40), headings=headings), "a.csv", all_counties)
    assert said(file, all_counties, "01001") == ("metro", 45, 30)
    assert said(file, all_counties, "01001", "cms:rheumatology") is None
    assert "a.csv, row 2: '?' minutes and '40' miles are not limits for Rheumatology" in only_notice(file)


def test_blank_rows_and_notes_beside_the_table_are_nothing(all_counties: Counties) -> None:
    headings = [*HEADINGS, "note"]
    rows = [[""] * 6, ("AL", "Autauga", "Metro", 45, 30, ""), [], ["", " ", "", "", "", "source: CMS"]]
    file = read_hsd(csv_of(*rows, headings=headings), "x", all_counties)
    assert (file.notices, listed(file.overrides["cms"], all_counties)) == ((), ["01001"])


def test_rows_that_end_early_are_notices(all_counties: Counties) -> None:
    file = read_hsd(b"county,state,designation,cms_minutes,cms_miles\nAutauga\nAutauga,AL,Metro,45\n", "x", all_counties)
    assert len(file.notices) == 2
    assert not file.overrides["cms"].listed.any()


def test_rows_that_contradict_each_other_do_not_count(cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    other, winston = ("AUTAUGA COUNTY", "Alabama", "Micro", 50, 36), ("Winston", "AL", "Rural", 75, 60)
    file = read_hsd(cms_workbook(facility=[AUTAUGA, AUTAUGA, winston, other]), "x", all_counties)
    assert listed(file.overrides["cms"], all_counties) == ["01133"]
    notice = only_notice(file)
    assert f"{FACILITY}, row 5 and {FACILITY}, row 8 are both Autauga, AL" in notice
    assert "contradict" in notice


def test_rows_that_say_the_same_count_once(cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    file = read_hsd(cms_workbook(facility=[AUTAUGA, AUTAUGA]), "x", all_counties)
    assert said(file, all_counties, "01001") == ("micro", 50, 35)
    assert "agree on Outpatient" in only_notice(file)


def test_two_sheets_that_contradict_each_other_do_not_count(all_counties: Counties) -> None:
    book = openpyxl.Workbook()
    time_and_distance(book.create_sheet("2025"), INFUSION, "057", [AUTAUGA])
    time_and_distance(book.create_sheet("2026"), INFUSION, "057", [(*AUTAUGA[:3], 60, 45)])
    file = read_hsd(saved(book), "x", all_counties)
    assert not file.overrides["cms"].listed.any()
    assert "2025, row 5 and 2026, row 5" in only_notice(file)


def test_a_city_is_not_taken_for_the_county_of_its_name(cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    rows = [("Baltimore", "MD", "Metro", 45, 30), ("Baltimore City", "MD", "Large Metro", 20, 10)]
    file = read_hsd(cms_workbook(facility=rows), "x", all_counties)
    assert file.notices == ()
    assert (said(file, all_counties, "24005"), said(file, all_counties, "24510")) == (
        ("metro", 45, 30),
        ("large_metro", 20, 10),
    )


def test_a_code_that_is_there_decides_and_a_blank_one_does_not(all_counties: Counties) -> None:
    headings = ["fips", *HEADINGS]
    rows = [
        ("1001", "MD", "Baltimore", "Metro", 45, 30),
        ("", "MD", "Baltimore", "Rural", 75, 60),
        ("9110", "CT", "Hartford", "Metro", 1, 1),
    ]
    file = read_hsd(csv_of(*rows, headings=headings), "x", all_counties)
    assert listed(file.overrides["cms"], all_counties) == ["01001", "24005"]
    assert "9110, Hartford, CT is newer" in only_notice(file)


def test_rows_after_the_ten_thousandth_are_said_not_to_be_read(all_counties: Counties) -> None:
    file = read_hsd(csv_of(("AL", "Autauga", "Metro", 45, 30)) + b"\n" * 10_000, "a.csv", all_counties)
    assert listed(file.overrides["cms"], all_counties) == ["01001"]
    assert "a.csv: only the first 10,000 rows" in only_notice(file)


def only_a_chart() -> bytes:
    book = openpyxl.Workbook()
    book.create_chartsheet().add_chart(BarChart())
    del book["Sheet"]
    return saved(book)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        (b"", "COUNTY and ST (or FIPS); COUNTY DESIGNATION; Time and Distance"),
        (b"hello", "COUNTY and ST (or FIPS); COUNTY DESIGNATION; Time and Distance"),
        (saved(openpyxl.Workbook()), "COUNTY and ST (or FIPS); COUNTY DESIGNATION; Time and Distance"),
        (only_a_chart(), "COUNTY and ST (or FIPS); COUNTY DESIGNATION; Time and Distance"),
        (csv_of(headings=HEADINGS[1:]), "Missing: COUNTY and ST (or FIPS)."),
        (csv_of(headings=[*HEADINGS[:2], *HEADINGS[3:]]), "Missing: COUNTY DESIGNATION."),
        (csv_of(headings=HEADINGS[:4]), "Missing: Time and Distance of Outpatient Infusion/Chemotherapy or Rheumatology."),
        (csv_of(headings=[*HEADINGS[:3], "minutes", "miles"]), "Missing: Time and Distance of"),
    ],
)
def test_a_file_without_the_columns_is_refused_by_their_names(content: bytes, missing: str, all_counties: Counties) -> None:
    with pytest.raises(QueryError) as error:
        read_hsd(content, "x", all_counties)
    assert missing in str(error.value.what)
    assert "\n" not in str(error.value)


def test_columns_without_any_good_row_are_an_override_of_nothing(
    cms_workbook: Callable[..., bytes], all_counties: Counties
) -> None:
    file = read_hsd(cms_workbook(), "x", all_counties)
    assert {standard: found.listed.any() for standard, found in file.overrides.items()} == {
        "cms": False,
        "cms:rheumatology": False,
    }


CELL = st.sampled_from(["", "KS", "West", "East", "East County", "Metro", "CEAC", "45", "30.0", "0", "x"])
LIKELY_ROW = st.tuples(
    *map(st.sampled_from, (["KS", "x"], ["West", "East", "x"], ["Metro", "CEAC", "x"], ["45", "0"], ["30", "x"]))
)


@given(rows=st.lists(LIKELY_ROW | st.tuples(CELL, CELL, CELL, CELL, CELL), max_size=8))
def test_every_row_counts_or_is_in_a_notice_or_blank(rows: list[tuple[str, ...]], grid_demand: DemandPoints) -> None:
    """Rows are judged here by what the words of this test mean; of rows of one county only equal ones count."""
    file = read_hsd(csv_of(*rows), "x", grid_demand.counties)
    spoken = " ".join(f"{notice} " for notice in file.notices)
    names = {"West": "West", "East": "East", "East County": "East"}
    said_of: dict[str, set[tuple[str, float, float]]] = {}
    for number, (state, county, kind, minutes, miles) in enumerate(rows, 2):
        good = state == "KS" and county in names and kind in {"Metro", "CEAC"} and {minutes, miles} <= {"45", "30", "30.0"}
        if good:
            said_of.setdefault(names[county], set()).add((kind.lower(), float(minutes), float(miles)))
        elif any((state, county, kind, minutes, miles)):
            assert f"x, row {number}: " in spoken
    table = grid_demand.counties
    expected = {name: found.pop() for name, found in said_of.items() if len(found) == 1}
    fips = {"West": "20001", "East": "20003"}
    assert {name: said(file, table, code) for name, code in fips.items() if said(file, table, code)} == expected


def test_a_file_of_the_disk(tmp_path: Path, cms_workbook: Callable[..., bytes], all_counties: Counties) -> None:
    path = tmp_path / "HSD Reference File.xlsx"
    path.write_bytes(cms_workbook(facility=[AUTAUGA]))
    file = load_hsd(path, all_counties)
    assert (file.label, said(file, all_counties, "01001")) == (path.name, ("micro", 50, 35))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, all_counties: Counties) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(QueryError, match="cannot be read"):
            load_hsd(path, all_counties)


def test_a_large_file_is_not_even_opened(tmp_path: Path, all_counties: Counties) -> None:
    path = tmp_path / "large.xlsx"
    path.touch()
    os.truncate(path, LIMITS.max_bytes + 1)
    with pytest.raises(QueryError, match="larger than 10 MB"):
        load_hsd(path, all_counties)
