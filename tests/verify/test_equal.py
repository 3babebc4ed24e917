"""Reports that nobody changed are equal, whatever a spreadsheet made of their layout."""

import io
import json
from collections.abc import Callable
from itertools import product
from typing import Any, get_args

import pypdf
import pytest

from finder.core import Finder
from finder.questions.base import Row
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import ClosuresQuery
from finder.questions.columns import COLUMNS
from finder.questions.coverage.query import CoverageQuery
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import SitingQuery
from finder.reports.render import REPORT, Format
from finder.verify.reading import read
from tests.conftest import center_at
from tests.planners import HALVED, ON, Ask, AskCoverage
from tests.verify.files import changed_sheet, compared, csv_bytes, csv_rows, lines, made

TABLE_FORMATS: tuple[Format, ...] = tuple(f for f in get_args(Format) if f != "pdf")
FILES = [
    (question.id, name, form)
    for question in QUESTIONS.values()
    for (name, table), form in product(question.tables.items(), TABLE_FORMATS)
    if form != "geojson" or table.geometry
]


@pytest.mark.slow
@pytest.mark.parametrize(("question", "table", "form"), FILES)
def test_a_table_that_nobody_touched_is_equal(answer_of: Ask, question: str, table: str, form: Format) -> None:
    result = answer_of(question)
    found = compared(made(result, table, form, question), result)
    assert found.equal
    rows = len(QUESTIONS[question].tables[table].rows(result))
    assert rows
    assert lines(found) == ("equal: 1 row" if rows == 1 else f"equal: {rows} rows")


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_whole_answer_is_equal_as_json_and_as_pdf(answer_of: Ask, question: str) -> None:
    result = answer_of(question)
    assert compared(made(result, REPORT, "json", question), result).equal
    pdf = made(result, REPORT, "pdf", question)
    found = compared(pdf, result)
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert (found.equal, found.pages) == (True, pages)
    assert lines(found) == ("equal: 1 page" if pages == 1 else f"equal: {pages} pages")


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_list_of_rows_in_the_whole_answer_is_compared_row_by_row(starter: Finder, question: str) -> None:
    asked = QUESTIONS[question]
    result = starter.answer(
        asked,
        {
            "coverage": CoverageQuery("cms", state="MT", on=ON),
            "chairs": ChairsQuery(on=ON),
            "siting": SitingQuery(2, state="MT", on=ON),
            "closures": ClosuresQuery("cms", state="MT", on=ON),
            "scenario": ScenarioQuery("today", HALVED, "cms", state="MT", on=ON),
        }[question],
    )
    sections = read(made(result, REPORT, "json", question)).sections
    assert set(sections) == {"answer", *asked.lists}
    for name, key in asked.lists.items():
        rows = [tuple(row[k] for k in key) for row in sections[name].rows]
        assert len(set(rows)) == len(rows) == len(listed(asked.whole(result), name)) > 0


def listed(answer: Row, name: str) -> list[Row]:
    *outer, inner = name.split(".")
    for step in outer:
        answer = answer[step]
    return list(answer[inner])


def sorted_backwards(rows: list[list[str]]) -> bytes:
    return csv_bytes([rows[0], *reversed(rows[1:])])


def columns_moved(rows: list[list[str]]) -> bytes:
    return csv_bytes([list(reversed(row)) for row in rows])


def by_excel(rows: list[list[str]]) -> bytes:
    """Leading zeros gone, TRUE for yes, US dates, more or fewer digits, a mark at the start."""
    head, *others = rows

    def cell(column: str, written: str) -> str:
        if column == "computed_on":
            return "11/22/2026"
        kind = COLUMNS[column].kind if column in COLUMNS else "text"
        if kind == "code":
            return written.lstrip("0")
        if kind == "yes_no":
            return {"yes": "TRUE", "no": "FALSE"}.get(written, written)
        return f"{float(written):.2f}" if kind == "people" and written else written

    return csv_bytes(
        [head, *([cell(c, w) for c, w in zip(head, line, strict=True)] for line in others)], mark="\ufeff", ends="\n"
    )


def by_excel_in_germany(rows: list[list[str]]) -> bytes:
    head, *others = rows
    numbers = {
        i
        for i, c in enumerate(head)
        if c in COLUMNS and COLUMNS[c].kind in ("people", "miles", "minutes", "share", "hours", "ratio")
    }
    comma = [[w.replace(".", ",") if i in numbers else w for i, w in enumerate(line)] for line in others]
    return csv_bytes([head, *comma], separator=";")


def as_ansi(rows: list[list[str]]) -> bytes:
    return csv_bytes(rows, encoding="cp1252")


def with_blank_lines(rows: list[list[str]]) -> bytes:
    return csv_bytes(rows) + b"\r\n\r\n"


@pytest.mark.slow
@pytest.mark.parametrize("saved", [sorted_backwards, columns_moved, by_excel, by_excel_in_germany, as_ansi, with_blank_lines])
@pytest.mark.parametrize(
    ("question", "table"),
    [
        *(("coverage", table) for table in ("counties", "zips", "gaps", "centers")),
        *(("chairs", table) for table in ("counties", "zips", "centers")),
    ],
)
def test_a_csv_that_a_spreadsheet_saved_again_is_equal(
    answer_of: Ask, question: str, table: str, saved: Callable[..., bytes]
) -> None:
    listing = center_at(0, 0, name='Clínica Ñandú; "a, b"', checked_on="2026-01-02", zip="67000", chairs=7)
    result = answer_of(question, centers=[listing, center_at(0, 0, id="second", name="=1+1")])
    found = compared(saved(csv_rows(made(result, table, "csv", question))), result)
    assert lines(found).startswith("equal")


def test_a_workbook_that_was_sorted_and_saved_again_is_equal(ask: AskCoverage) -> None:
    result = ask()

    def reverse(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    content = changed_sheet(made(result, "zips", "xlsx"), "zips", reverse)
    assert compared(content, result).equal


def test_json_in_another_layout_is_equal(ask: AskCoverage) -> None:
    result = ask()
    for table, form in ((REPORT, "json"), ("zips", "geojson")):
        spread = json.loads(made(result, table, form))  # type: ignore[arg-type]
        assert compared(json.dumps(spread, indent=4, sort_keys=True).encode("utf-8-sig"), result).equal
