"""The workbook, read back: values and their kinds, hostile words, and what makes a sheet easy to use."""

import io
import warnings

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from finder.questions.base import Result
from finder.questions.columns import COLUMNS
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.result import CoverageResult
from finder.questions.registry import QUESTIONS
from finder.reports.render import render
from finder.reports.workbook import cell_text
from finder.wording.writer import ENGLISH
from tests.conftest import HOSTILE
from tests.planners import EVERY_TABLE, Ask, AskCoverage, as_cell, said


def opened(result: Result, table: str, question: str = "coverage") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(QUESTIONS[question], result, table, "xlsx").content))


def by_header(sheet: Worksheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.slow
@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_a_workbook_says_what_the_rows_say(answer_of: Ask, question: str, name: str) -> None:
    result, table = answer_of(question), QUESTIONS[question].tables[name]
    book = opened(result, name, question)
    assert book.sheetnames == [name, "manifest", "notes"]
    rows, expected = by_header(book[name]), table.rows(result)
    assert expected
    for row, shown in zip(rows, expected, strict=True):
        assert list(row) == list(table.columns)
        for column, value in row.items():
            assert value == as_cell(shown[column])


def test_numbers_are_numbers_and_codes_are_text(of_state: AskCoverage) -> None:
    sheet = opened(of_state("CT"), "zips")["zips"]
    (row, *_) = by_header(sheet)
    assert isinstance(row["zip"], str)
    assert row["zip"].startswith("06")
    assert isinstance(row["people"], int | float)
    assert sheet["E2"].number_format == "#,##0"


def test_the_header_stays_in_sight_and_can_be_filtered(ask: AskCoverage) -> None:
    sheet = opened(ask(), "counties")["counties"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:R3"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width >= 7
    assert sheet.print_title_rows == "$1:$1"


def test_manifest_and_notes_stand_beside_the_table(ask: AskCoverage) -> None:
    result = ask("cms", "ivig")
    book = opened(result, "counties")
    manifest = dict(book["manifest"].iter_rows(values_only=True))
    assert (manifest["question"], manifest["table"]) == ("coverage", "counties")
    assert (manifest["asked.standard"], manifest["computed_on"]) == ("cms", "2026-11-22")
    assert manifest["directory.fingerprint"] == result.directory.fingerprint
    assert "data.zips.npz" in manifest
    notes = "\n".join(f"{a}: {b}" for a, b in book["notes"].iter_rows(values_only=True))
    assert all(n in notes for n in said(result.notices))
    assert ENGLISH.say(result.method.error_note) in notes
    assert "not medical advice" in notes


@pytest.mark.parametrize("question", QUESTIONS)
def test_notes_say_how_complete_the_list_is(answer_of: Ask, question: str) -> None:
    rows = [{"center_id": "c0-0", "therapy_id": "ivig", "evidence": "reported", "basis": "paid", "checked_on": "2024"}]
    book = opened(answer_of(question, center_therapies=rows), QUESTIONS[question].default_table, question)
    notes = {str(words) for _, words in book["notes"].iter_rows(values_only=True)}
    assert "Known to give IVIG: 1 (paid claims: 1). This information is from 2024." in notes


@pytest.mark.slow
@pytest.mark.parametrize(("question", "name"), EVERY_TABLE)
def test_notes_begin_with_the_answer_and_explain_every_column(answer_of: Ask, question: str, name: str) -> None:
    asked, result = QUESTIONS[question], answer_of(question)
    notes = list(opened(result, name, question)["notes"].iter_rows(values_only=True))
    table = asked.tables[name]
    assert notes[:2] == [("Table", ENGLISH.say(table.title)), ("Answer", ENGLISH.say(asked.notes(result)[0][1]))]
    assert notes[-len(table.columns) :] == [(column, ENGLISH.say(COLUMNS[column].about)) for column in table.columns]


def test_hostile_words_are_text_and_never_run(hostile_coverage: CoverageResult) -> None:
    content = render(COVERAGE, hostile_coverage, "centers", "xlsx").content
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sheet = openpyxl.load_workbook(io.BytesIO(content))["centers"]
    assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
    names = {str(r["name"]) for r in by_header(sheet)}
    assert {HOSTILE, "'=1+1", "bell [31m", "漢字 🚐 עברית", "W" * 900, "a{nb}b", "'-1"} <= names


def test_a_workbook_of_no_rows_has_its_header(ask: AskCoverage) -> None:
    result = ask(centers=[])
    sheet = opened(result, "centers")["centers"]
    assert [c.value for c in sheet[1]] == list(COVERAGE.tables["centers"].columns)
    assert sheet.max_row == 1


def test_the_same_answer_gives_the_same_bytes(ask: AskCoverage) -> None:
    result = ask()
    assert render(COVERAGE, result, "counties", "xlsx").content == render(COVERAGE, result, "counties", "xlsx").content


@given(st.text())
def test_any_text_can_be_held_by_a_cell(text: str) -> None:
    kept = cell_text(text)
    assert kept.replace("'", "") == "".join(c for c in text if c in kept and c != "'")
    kept.encode()
    assert not any(ord(c) < 32 and c not in "\t\n\r" for c in kept)


def test_a_text_too_long_for_a_cell_ends_with_an_ellipsis() -> None:
    assert cell_text("x" * 32_767) == "x" * 32_767
    assert cell_text("x" * 32_768) == "x" * 32_766 + "…"
