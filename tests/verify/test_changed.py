"""Reports that somebody changed: every difference is found, named, and counted."""

import io
import json
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.questions.coverage.question import COVERAGE
from finder.questions.registry import QUESTIONS
from finder.reports.pdf.typesetting import Attached, Printed, typeset
from finder.reports.render import REPORT, Format
from finder.verify.cells import canonical
from finder.verify.comparing import SHOWN
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, Ask, AskChairs, AskCoverage, said
from tests.sampling import of_many
from tests.verify.files import changed_sheet, compared, csv_bytes, csv_rows, lines, made


def test_a_cell_that_was_changed_is_named_with_both_values(ask: AskCoverage) -> None:
    result = ask()
    rows = csv_rows(made(result, "counties", "csv"))
    rows[2][rows[0].index("covered")] = "301"
    found = compared(csv_bytes(rows), result)
    assert said(found.differences) == ["row 3, fips 20003, covered: file 301.0, now 300.0"]
    assert lines(found).endswith("1 difference in 2 rows.")


def test_a_cell_of_a_workbook_that_was_changed_is_named(ask: AskCoverage) -> None:
    result = ask("cms")

    def fake(sheet: Any) -> None:
        sheet["I2"] = "no"

    content = changed_sheet(made(result, "counties", "xlsx"), "counties", fake)
    assert said(compared(content, result).differences) == ["row 2, fips 20001, passes: file no, now yes"]


def test_a_changed_property_or_position_on_a_map_is_named(ask: AskCoverage) -> None:
    result = ask()
    collection = json.loads(made(result, "centers", "geojson"))
    collection["features"][0]["properties"]["people_within"] = 1e6
    collection["features"][1]["geometry"]["coordinates"] = [0, 0]
    first, second = compared(json.dumps(collection).encode(), result).differences
    assert ENGLISH.say(first) == "row 1, id c0-0, people_within: file 1000000.0, now 300.0"
    assert ENGLISH.say(second).startswith("row 2, id c4-4, geometry: file ")


def test_a_changed_number_anywhere_in_the_json_is_named(ask: AskCoverage) -> None:
    result = ask("cms", "ivig")
    for path, where in [
        (("totals", "covered"), "answer, row 1, –, totals.covered"),
        (("areas", 0, "known", "covered"), "areas, row 1, fips 20001, known.covered"),
        (("states", 0, "share"), "states, row 1, state KS, share"),
        (("distribution", "people", 3), "answer, row 1, –, distribution.people"),
        (("standard", "rules", 4, "max_mi"), "standard.rules, row 5, county_type ceac, max_mi"),
        (("notices", 0), "answer, row 1, –, notices"),
    ]:
        spread = json.loads(made(result, REPORT, "json"))
        inner = spread
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = 0.123
        (difference,) = compared(json.dumps(spread).encode(), result).differences
        assert ENGLISH.say(difference).startswith(f"{where}: file ")


def test_a_pdf_of_other_content_with_our_manifest_differs(ask: AskCoverage) -> None:
    result = ask()
    manifest = made(result, REPORT, "pdf")
    title = {"kind": "title", "kind_of": "All is well.", "title": "t", "asked": "", "size": 9}
    attached = Attached("manifest.json", "application/json", "", _attached(manifest).decode())
    found = compared(typeset(Printed("t", "", ON, [title], attached=attached)), result)
    assert not found.equal
    assert ENGLISH.say(found.differences[0]).startswith("page 1, line 1: file All is well., now COVERAGE REPORT")


def _attached(content: bytes) -> bytes:
    return bytes(pypdf.PdfReader(io.BytesIO(content)).attachments["manifest.json"][0])


def test_rows_missing_added_and_repeated_are_named(ask: AskCoverage) -> None:
    result = ask()
    head, first, *others = csv_rows(made(result, "zips", "csv"))
    strange = [*others[0]]
    strange[0] = "99999"
    found = compared(csv_bytes([head, *others, others[3], strange]), result)
    assert set(said(found.differences)) == {
        f"row 27, zip {others[3][0]}, fips {others[3][1]}: not in the report made now",
        f"row 28, zip 99999, fips {strange[1]}: not in the report made now",
        f"zip {first[0]}, fips {first[1]}: missing from the file",
    }


def test_columns_missing_and_added_are_named(ask: AskCoverage) -> None:
    result = ask()
    rows = csv_rows(made(result, "states", "csv"))
    at = rows[0].index("share")
    cut = [[*row[:at], *row[at + 1 :], "x"] for row in rows]
    assert said(compared(csv_bytes(cut), result).differences) == [
        "column share is missing from the file",
        "column x is not in the report",
    ]


def test_ten_differences_are_shown_and_all_are_counted(ask: AskCoverage) -> None:
    result = ask()
    rows = csv_rows(made(result, "zips", "csv"))
    at = rows[0].index("people")
    for row in rows[1:]:
        row[at] = "7"
    found = compared(csv_bytes(rows), result)
    assert (len(found.differences), found.count) == (SHOWN, 26)
    assert lines(found).endswith("26 differences in 26 rows.")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=of_many(40, 10))
@given(data=st.data())
def test_no_change_of_any_cell_goes_unseen(ask: AskCoverage, data: st.DataObject) -> None:
    result = ask("cms", "ivig")
    rows = csv_rows(made(result, "counties", "csv"))
    line, column = data.draw(st.integers(1, 2)), data.draw(st.integers(1, len(COVERAGE.tables["counties"].columns) - 1))
    before = rows[line][column]
    rows[line][column] = data.draw(st.text(st.characters(categories=["L", "N"]), min_size=1).filter(str.strip))
    name = rows[0][column]
    same = canonical(name, rows[line][column]) == canonical(name, before)
    assert compared(csv_bytes(rows), result).equal is same


@pytest.mark.parametrize(
    ("question", "table", "column"), [("coverage", "counties", "covered"), ("chairs", "zips", "access_ratio")]
)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "geojson"])
def test_one_cell_that_was_changed_is_the_one_difference_in_any_format(
    answer_of: Ask, question: str, table: str, column: str, form: Format
) -> None:
    asked, result = QUESTIONS[question], answer_of(question)
    content = made(result, table, form, question)
    assert compared(content, result).equal
    key, row = asked.tables[table].key, asked.tables[table].rows(result)[1]
    (difference,) = said(compared(TAMPER[form](content, table, column), result).differences)
    where = ", ".join(f"{k} {row[k]}" for k in key)
    number = 3 if form in ("csv", "xlsx") else 2
    assert difference == f"row {number}, {where}, {column}: file 0.123, now {canonical(column, row[column])}"


def _csv(content: bytes, _table: str, column: str) -> bytes:
    rows = csv_rows(content)
    rows[2][rows[0].index(column)] = "0.123"
    return csv_bytes(rows)


def _xlsx(content: bytes, table: str, column: str) -> bytes:
    def change(sheet: Any) -> None:
        sheet.cell(3, [cell.value for cell in sheet[1]].index(column) + 1).value = 0.123

    return changed_sheet(content, table, change)


def _json(content: bytes, _table: str, column: str) -> bytes:
    answer = json.loads(content)
    answer["rows"][1][column] = 0.123
    return json.dumps(answer).encode()


def _geojson(content: bytes, _table: str, column: str) -> bytes:
    answer = json.loads(content)
    answer["features"][1]["properties"][column] = 0.123
    return json.dumps(answer).encode()


TAMPER = {"csv": _csv, "xlsx": _xlsx, "json": _json, "geojson": _geojson}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        (("totals", "share_with_little"), "answer, row 1, –, totals.share_with_little"),
        (("variants", 2, "share_with_little"), "variants, row 3, id binary-60, share_with_little"),
        (("counties", 0, "access_ratio_low"), "counties, row 1, fips 20003, access_ratio_low"),
        (("assumed", "hours_a_week"), "answer, row 1, –, assumed.hours_a_week"),
    ],
)
def test_a_changed_number_anywhere_in_the_json_of_chairs_is_named(
    ask_chairs: AskChairs, path: tuple[str | int, ...], where: str
) -> None:
    result = ask_chairs(centers=[center_at(0, 0)])
    answer = inner = json.loads(made(result, REPORT, "json", "chairs"))
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = 0.123
    (difference,) = said(compared(json.dumps(answer).encode(), result).differences)
    assert difference.startswith(f"{where}: file 0.123, now ")


def test_a_pdf_of_chairs_with_another_answer_differs_line_by_line(ask_chairs: AskChairs) -> None:
    content = made(ask_chairs(centers=[center_at(0, 0)]), REPORT, "pdf", "chairs")
    found = compared(content, ask_chairs(centers=[center_at(0, 0), center_at(4, 4)]))
    assert found.count > 0
    assert any(d.startswith("page 1, line ") for d in said(found.differences))
