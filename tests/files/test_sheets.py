"""What a file may be, and that everything else is refused in one line."""

import contextlib
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from finder.errors import QueryError
from finder.files.limits import SheetLimits
from finder.files.sheets import read_sheets
from finder.text import text
from tests.files.conftest import saved

LIMITS = SheetLimits(
    max_bytes=2_000_000,
    advice=text("Give an .xlsx workbook."),
    max_unpacked_bytes=3_000_000,
    max_rows=1_000,
    max_columns=40,
)
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    return saved(book)


def with_sheet(xml: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book_of(["a"]))) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            made.writestr(name, xml if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return content.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(QueryError) as error:
        read_sheets(content, "file", LIMITS)
    assert "\n" not in str(error.value)
    assert ".xlsx" in str(error.value.advice)
    return str(error.value.what)


def test_a_workbook_is_its_sheets_in_order() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Second").append(["a", None, 1, 2.5])
    first, second = read_sheets(saved(book), "file", LIMITS)
    assert (first.name, first.rows) == ("Sheet", [])
    assert (second.name, second.rows, second.whole) == ("Second", [("a", None, 1, 2.5)], True)


def test_a_formula_is_the_value_saved_with_it_or_nothing() -> None:
    (sheet,) = read_sheets(book_of(["=1+1", 2]), "file", LIMITS)
    assert sheet.rows == [(None, 2)]
    cached = (
        f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>'
    )
    (sheet,) = read_sheets(with_sheet(cached), "file", LIMITS)
    assert sheet.rows == [(2,)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_may_be_written_in_many_ways(separator: str, line_end: str, encoding: str) -> None:
    written = line_end.join(separator.join(row) for row in (["state", "county", "note"], ["NM", "Doña Ana", ""])) + line_end
    (sheet,) = read_sheets(written.encode(encoding), "a.csv", LIMITS)
    assert (sheet.name, sheet.rows) == ("a.csv", [("state", "county", "note"), ("NM", "Doña Ana", "")])


def test_csv_cells_in_quotes_keep_commas_and_lines() -> None:
    (sheet,) = read_sheets(b'a,"b,\nc","d ""e"""\n', "a.csv", LIMITS)
    assert sheet.rows == [("a", "b,\nc", 'd "e"')]


def test_an_empty_file_has_no_rows() -> None:
    assert [sheet.rows for sheet in read_sheets(b"", "a.csv", LIMITS)] == [[]]


@pytest.mark.parametrize("content", [b'a,b\n1,"open\n2,3\n4,5\n', b'a,b\n1,"x"y\n', b"a,b\n" + b"x" * 200_000])
def test_broken_csv_is_refused_whole_for_a_lost_quote_swallows_rows(content: bytes) -> None:
    assert "line" in refused(content)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_refused(part: float) -> None:
    content = book_of(*[[f"cell {row}", row] for row in range(200)])
    refused(content[: int(len(content) * part)])


def empty_archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("a.txt", "not a workbook")
    return content.getvalue()


@pytest.mark.parametrize("content", [b"PK", b"PK\x03\x04 and no more", empty_archive()])
def test_what_only_begins_like_a_workbook_is_refused(content: bytes) -> None:
    assert "cannot be read" in refused(content)


@pytest.mark.parametrize("xml", ["", "<worksheet", "\0", f'<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="x"/>'])
def test_a_sheet_of_broken_xml_is_refused(xml: str) -> None:
    assert "cannot be read" in refused(with_sheet(xml))


def test_a_sheet_of_other_xml_is_empty() -> None:
    assert [sheet.rows for sheet in read_sheets(with_sheet("<other/>"), "file", LIMITS)] == [[]]


def test_entities_that_grow_are_refused() -> None:
    grown = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 20}">' for i in range(8))
    xml = (
        f'<!DOCTYPE a [<!ENTITY e0 "{"x" * 60}">{grown}]><worksheet xmlns="{SPREADSHEET}"><sheetData><row><c t="inlineStr"><is>'
    )
    assert "cannot be read" in refused(with_sheet(f"{xml}<t>&e8;</t></is></c></row></sheetData></worksheet>"))


def test_old_excel_files_are_named() -> None:
    assert "old Excel" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    assert "file is larger than 2 MB" in refused(b"a" * (LIMITS.max_bytes + 1))


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    content = with_sheet(" " * (LIMITS.max_unpacked_bytes + 1))
    assert len(content) < 100_000
    assert "file is larger than 3 MB" in refused(content)


def test_one_cell_in_the_farthest_corner_costs_nothing() -> None:
    corner = '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    (sheet,) = read_sheets(with_sheet(f'<worksheet xmlns="{SPREADSHEET}">{corner}</worksheet>'), "file", LIMITS)
    assert (len(sheet.rows), sheet.whole) == (LIMITS.max_rows, False)
    assert not any(sheet.rows)


def test_rows_and_columns_are_read_up_to_a_number() -> None:
    wide = b",".join([b"x"] * (LIMITS.max_columns + 1)) + b"\n"
    (sheet,) = read_sheets(wide + b"x\n" * (LIMITS.max_rows - 1), "file", LIMITS)
    assert ({len(row) for row in sheet.rows}, len(sheet.rows), sheet.whole) == ({1, LIMITS.max_columns}, LIMITS.max_rows, True)
    (sheet,) = read_sheets(b"x\n" * (LIMITS.max_rows + 1), "file", LIMITS)
    assert (len(sheet.rows), sheet.whole) == (LIMITS.max_rows, False)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(b"PK\x03\x04".__add__))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(QueryError):
        assert all(isinstance(row, tuple) for sheet in read_sheets(content, "file", LIMITS) for row in sheet.rows)


def test_utf16_is_refused_with_what_to_do() -> None:
    assert "UTF-16" in refused("state;county\n".encode("utf-16"))


def test_the_separator_is_the_one_that_prevails_not_one_of_a_title_or_of_decimal_commas() -> None:
    written = "Limits, by county, of 2026\nstate;county;minutes;miles\n" + "AL;Bibb;45,5;30,0\n" * 3
    (sheet,) = read_sheets(written.encode(), "a.csv", LIMITS)
    assert sheet.rows == [
        ("Limits, by county, of 2026",),
        ("state", "county", "minutes", "miles"),
        *[("AL", "Bibb", "45,5", "30,0")] * 3,
    ]
