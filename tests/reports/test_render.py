"""All files of an answer: their names, what they say of where they are from, and what cannot be had."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from finder.errors import QueryError
from finder.questions.coverage.query import CoverageQuery
from finder.reports.manifest import TRACE, flat_manifest, manifest, trace
from finder.reports.render import FORMATS, MIMETYPES, REPORT, check_format, filename, render
from finder.reports.tables import TABLES
from tests.conftest import center_at
from tests.reports.conftest import ON, Ask, as_cell
from tests.world import REFERENCE, ROOT

HEX = re.compile(r"sha256:[0-9a-f]{16}")


def test_a_file_is_named_after_the_question(of_state: Ask) -> None:
    result = of_state("MT", therapy="ivig")
    assert render(result, "counties", "xlsx").filename == "coverage-counties-MT-cms-ivig.xlsx"
    asked = CoverageQuery("miles:60+minutes:90", "ivig", None, "listed", "exclude", ON)
    named = filename(replace(result, query=asked), REPORT, "json")
    assert named == "coverage-report-US-cms-ivig-listed-mobile-exclude.json"


@pytest.mark.parametrize("standard", ["miles:60+minutes:90", "miles:1.5"])
def test_a_name_has_only_letters_digits_and_dashes(ask: Ask, standard: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.csv", filename(ask(standard), "counties", "csv"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_its_type(ask: Ask, form: str) -> None:
    file = render(ask(), REPORT if form == "pdf" else "counties", form)  # type: ignore[arg-type]
    assert file.mimetype == MIMETYPES[form]  # type: ignore[index]
    assert file.filename.endswith(f".{form}")
    assert file.content


@pytest.mark.parametrize(
    ("table", "form"),
    [("counties", "docx"), ("towns", "csv"), ("counties", "pdf"), (REPORT, "csv"), (REPORT, "xlsx"), (REPORT, "geojson")],
)
def test_what_cannot_be_had_is_said(ask: Ask, table: str, form: str) -> None:
    with pytest.raises(QueryError):
        check_format(table, form)
    with pytest.raises(QueryError):
        render(ask(), table, form)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_the_same_as_csv_and_as_json(ask: Ask, table: str) -> None:
    result = ask("cms", "ivig", centers=[center_at(0, 0)])
    plain = json.loads(render(result, table, "json").content)
    written = list(csv.DictReader(io.StringIO(render(result, table, "csv").content.decode(), newline="")))
    assert set(plain) == {"table", "rows", "manifest"}
    assert len(plain["rows"]) == len(written) > 0
    for row, cells in zip(plain["rows"], written, strict=True):
        assert list(cells) == [*row, *TRACE]
        for column, value in row.items():
            assert cells[column] == ("" if value is None else str(as_cell(value) or value))


def test_a_manifest_names_the_question_and_every_input(of_state: Ask) -> None:
    result = of_state("MT", therapy="ivig")
    said = manifest(result, "counties", "geojson")
    asked = {"standard": "cms", "therapy": "ivig", "evidence": "any", "mobile": "include", "state": "MT"}
    assert {k: said[k] for k in asked} == asked
    assert (said["method"], said["computed_on"], said["hsd"]) == ("straight", "2026-11-22", None)
    assert said["directory"] == {"label": result.directory.label, "fingerprint": result.directory.fingerprint}
    assert all(HEX.fullmatch(f) for f in said["data"].values())
    assert said["data"]["zips.npz"] == f"sha256:{REFERENCE.fingerprint('zips.npz')[:16]}"


def test_only_tables_that_were_used_are_named(of_state: Ask) -> None:
    result = of_state("MT")
    assert "boundaries.npz" not in manifest(result, "counties", "csv")["data"]
    assert "boundaries.npz" in manifest(result, REPORT, "pdf")["data"]
    assert "roads.npz" not in manifest(result, "counties", "csv")["data"]
    by_road = replace(result, matrix=replace(result.matrix, method=replace(result.method, id="road")))
    assert "roads.npz" in manifest(by_road, "counties", "csv")["data"]


def test_a_trace_changes_with_any_table(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask()
    before = trace(result, "counties")
    monkeypatch.setattr(reference, "fingerprint", lambda _: "0" * 64)
    assert trace(result, "counties")["data"] != before["data"]
    assert tuple(before) == TRACE


def test_a_flat_manifest_leaves_out_what_is_null(ask: Ask) -> None:
    pairs = flat_manifest(manifest(ask(), "counties", "xlsx"))
    assert "therapy" not in pairs
    assert "hsd" not in pairs
    assert pairs["directory.label"] == "listings"


def test_no_file_names_a_path_of_this_machine(ask: Ask) -> None:
    result = ask()
    for form in ("csv", "json", "geojson"):
        content = render(result, "centers", form).content.decode()  # type: ignore[arg-type]
        assert "/tmp" not in content
        assert str(ROOT) not in content
