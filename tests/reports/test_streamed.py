"""Rows of a long answer as CSV, JSON, and a workbook: the same rows in each, no formulas, nothing lost."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.errors import QueryError
from finder.questions.base import Row
from finder.questions.columns import Column
from finder.reports.cell_text import guarded
from finder.reports.streamed import Streamed, is_number, safe_text, write_csv, write_json
from finder.reports.streamed_workbook import check_size, write_workbook
from finder.text import text
from tests.conftest import HOSTILE

ROWS: list[Row] = [
    {"id": "=1+1", "note": HOSTILE, "distance_mi": 12.3, "row": 1},
    {"id": "-17", "note": "-111,04", "distance_mi": None, "row": 2},
    {"id": "007", "note": "_x0041_ \x0b two\nlines <&>", "distance_mi": 0.0, "row": 3},
]


def answer() -> Streamed:
    return Streamed(
        title="A & B",
        table="nearest",
        columns=("id", "note", "distance_mi", "row"),
        rows=iter(ROWS),
        trace={"version": "0"},
        manifest=lambda: {"program": "p", "list": {"rows": 3}, "directory": None},
        notes=lambda: [("Note", "=danger")],
        about={"distance_mi": Column("miles", text("Miles")), "row": Column("count", text("Row"))},
        made_on=date(2026, 1, 2),
    )


def test_csv_has_the_manifest_on_each_row_and_no_formula() -> None:
    out = io.BytesIO()
    write_csv(out, answer())
    rows = list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))
    assert [row["id"] for row in rows] == ["'=1+1", "-17", "007"]
    assert [row["note"] for row in rows][1] == "-111,04"
    assert [row["distance_mi"] for row in rows] == ["12.3", "", "0.0"]
    assert {row["version"] for row in rows} == {"0"}


@given(st.text(max_size=8) | st.text("ab 1,.:'()/\"“-=+@;|\t⁻₋＝\u3164\ufeff", max_size=8))
def test_a_cell_is_guarded_as_anywhere_else_unless_it_is_a_number(written: str) -> None:
    assert safe_text(written) == (written if is_number(written) else guarded(written))


def test_json_has_the_rows_as_they_are() -> None:
    out = io.BytesIO()
    write_json(out, answer())
    found = json.loads(out.getvalue())
    assert found == {"table": "nearest", "rows": ROWS, "manifest": {"program": "p", "list": {"rows": 3}, "directory": None}}


def test_json_without_rows_is_json() -> None:
    out = io.BytesIO()
    empty = answer()
    write_json(out, Streamed(**{**vars(empty), "rows": []}))
    assert json.loads(out.getvalue())["rows"] == []


def test_a_workbook_has_numbers_as_numbers_and_text_as_text() -> None:
    out = io.BytesIO()
    write_workbook(out, answer())
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["nearest", "manifest", "notes"]
    table = list(book["nearest"].values)
    assert table[0] == ("id", "note", "distance_mi", "row")
    assert [row[0] for row in table[1:]] == ["'=1+1", "-17", "007"]
    assert [row[2] for row in table[1:]] == [12.3, None, 0]
    assert table[3][1] == "_x005F_x0041_  two\nlines <&>"  # as Excel stores "_x0041_"
    assert all(cell.data_type != "f" for row in book["nearest"].iter_rows() for cell in row)
    assert book["nearest"]["C2"].number_format == "#,##0.0"
    assert list(book["manifest"].values) == [("program", "p"), ("list.rows", "3")]
    assert list(book["notes"].values) == [("Note", "'=danger")]
    assert book.properties.title == "A & B"


def test_a_workbook_is_the_same_bytes_again() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_workbook(first, answer())
    write_workbook(second, answer())
    assert first.getvalue() == second.getvalue()


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 10), (10, 16_385)])
def test_what_a_workbook_cannot_hold_is_refused_before_any_work(rows: int, columns: int) -> None:
    with pytest.raises(QueryError, match="csv or json"):
        check_size(rows, columns)
