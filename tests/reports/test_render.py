"""All files of an answer: their names, the formats they come in, and that every format says the same."""

import csv
import io
import json
import re
from dataclasses import replace
from typing import get_args

import pytest

from finder.errors import QueryError
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.question import CHAIRS
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.registry import QUESTIONS
from finder.reports.manifest import trace
from finder.reports.render import FORMATS, MIMETYPES, REPORT, WHOLE, Format, check_format, filename, render
from tests.conftest import center_at
from tests.planners import EVERY_TABLE, ON, Ask, AskChairs, AskCoverage, as_cell
from tests.world import ROOT

TABLE_FORMATS: tuple[Format, ...] = tuple(f for f in get_args(Format) if f != "pdf")


def test_a_file_is_named_after_the_question(of_state: AskCoverage, ask_chairs: AskChairs) -> None:
    result = of_state("MT", therapy="ivig")
    assert render(COVERAGE, result, "counties", "xlsx").filename == "coverage-counties-MT-cms-ivig.xlsx"
    asked = CoverageQuery("miles:60+minutes:90", "ivig", None, "listed", "exclude", on=ON)
    named = filename(COVERAGE, replace(result, query=asked), REPORT, "json")
    assert named == "coverage-report-US-miles-60-minutes-90-ivig-listed-mobile-exclude.json"
    chairs = ask_chairs()
    assert filename(CHAIRS, chairs, "zips", "csv") == "chairs-zips-US-any.csv"
    of_kansas = replace(chairs, query=ChairsQuery("ivig", "KS", "confirmed", "only", on=ON))
    assert filename(CHAIRS, of_kansas, REPORT, "pdf") == "chairs-report-KS-ivig-confirmed-mobile-only.pdf"


@pytest.mark.parametrize("standard", ["miles:60+minutes:90", "miles:1.5"])
def test_a_name_has_only_letters_digits_and_dashes(ask: AskCoverage, standard: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.csv", filename(COVERAGE, ask(standard), "counties", "csv"))


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_format_has_its_type(answer_of: Ask, question: str, form: Format) -> None:
    table = REPORT if form == "pdf" else QUESTIONS[question].default_table
    file = render(QUESTIONS[question], answer_of(question), table, form)
    assert file.mimetype == MIMETYPES[form]
    assert file.filename.endswith(f".{form}")
    assert file.content


@pytest.mark.parametrize(
    ("table", "form"),
    [("counties", "docx"), ("towns", "csv"), ("counties", "pdf"), (REPORT, "csv"), (REPORT, "xlsx"), (REPORT, "geojson")],
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_what_is_not_available_is_refused(answer_of: Ask, question: str, table: str, form: str) -> None:
    with pytest.raises(QueryError):
        check_format(QUESTIONS[question], table, form)
    with pytest.raises(QueryError):
        render(QUESTIONS[question], answer_of(question), table, form)  # type: ignore[arg-type]


def test_a_table_of_the_other_question_is_refused(answer_of: Ask) -> None:
    with pytest.raises(QueryError, match="There is no table 'gaps'"):
        render(CHAIRS, answer_of("chairs"), "gaps", "csv")


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_a_criteria_check_of_another_standard_is_refused_in_every_format(ask: AskCoverage, form: Format) -> None:
    with pytest.raises(QueryError, match="covers the CMS standards"):
        render(COVERAGE, ask("miles:60"), "hsd", form)


def test_a_table_without_places_is_no_map_layer(ask: AskCoverage) -> None:
    with pytest.raises(QueryError, match="The table evidence has no places to draw on a map"):
        render(COVERAGE, ask(), "evidence", "geojson")


@pytest.mark.parametrize(("question", "table"), EVERY_TABLE)
def test_a_table_says_the_same_as_csv_and_as_json(answer_of: Ask, question: str, table: str) -> None:
    asked, result = QUESTIONS[question], answer_of(question)
    plain = json.loads(render(asked, result, table, "json").content)
    written = list(csv.DictReader(io.StringIO(render(asked, result, table, "csv").content.decode(), newline="")))
    assert set(plain) == {"table", "rows", "manifest"}
    assert len(plain["rows"]) == len(written) > 0
    said = trace(asked, result, table)
    for row, cells in zip(plain["rows"], written, strict=True):
        assert list(cells) == [*asked.tables[table].columns, *said]
        assert {name: cells[name] for name in said} == said
        for column, value in row.items():
            assert cells[column] == ("" if value is None else str(as_cell(value) or value))


@pytest.mark.parametrize(("question", "table"), EVERY_TABLE)
def test_a_csv_file_without_rows_is_its_header(answer_of: Ask, question: str, table: str) -> None:
    asked, result = QUESTIONS[question], answer_of(question, centers=[])
    lines = render(asked, result, table, "csv").content.decode().split("\r\n")
    assert lines[0] == ",".join((*asked.tables[table].columns, *trace(asked, result, table)))
    assert len(lines) == 2 + len(asked.tables[table].rows(result))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_whole_answer_has_its_manifest_beside_it(answer_of: Ask, question: str) -> None:
    asked, result = QUESTIONS[question], answer_of(question)
    answer = json.loads(render(asked, result, REPORT, "json").content)
    assert {k: v for k, v in answer.items() if k != "manifest"} == asked.whole(result)
    assert (answer["manifest"]["question"], answer["manifest"]["table"]) == (question, REPORT)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_file_names_a_path_of_this_machine(answer_of: Ask, question: str) -> None:
    result = answer_of(question)
    for form in ("csv", "json", "geojson"):
        content = render(QUESTIONS[question], result, QUESTIONS[question].default_table, form).content.decode()
        assert "/tmp" not in content
        assert str(ROOT) not in content


def test_the_whole_answer_comes_as_what_can_hold_it() -> None:
    assert set(WHOLE) <= set(FORMATS)
    for form in WHOLE:
        check_format(COVERAGE, REPORT, form)


def test_hostile_listings_do_not_leave_their_cells(answer_of: Ask) -> None:
    listing = center_at(0, 0, name='a","b\r\nc', city="=1+1")
    for question in ("coverage", "chairs"):
        content = render(QUESTIONS[question], answer_of(question, centers=[listing]), "centers", "csv").content.decode()
        (row,) = csv.DictReader(io.StringIO(content, newline=""))
        assert (row["name"].split(), row["city"]) == (['a","b', "c"], "'=1+1")
