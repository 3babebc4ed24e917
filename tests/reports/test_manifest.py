"""Manifests: what a file says it was made from, nested in JSON, in pairs in a workbook, and on every row of a CSV file."""

import csv
import io
import re
from dataclasses import replace

import pytest

from finder import __version__
from finder.questions.chairs.question import CHAIRS
from finder.questions.coverage.question import COVERAGE
from finder.questions.registry import QUESTIONS
from finder.reports.manifest import ASKED, TRACE, flat_manifest, manifest, trace
from finder.reports.render import REPORT, render
from tests.planners import EVERY_TABLE, Ask, AskChairs, AskCoverage
from tests.world import REFERENCE

HEX = re.compile(r"sha256:[0-9a-f]{16}")


def test_a_manifest_names_the_question_and_every_input(of_state: AskCoverage) -> None:
    result = of_state("MT", therapy="ivig")
    said = manifest(COVERAGE, result, "counties", "geojson")
    assert (said["question"], said["table"], said["format"]) == ("coverage", "counties", "geojson")
    assert said["asked"] == {"standard": "cms", "therapy": "ivig", "evidence": "any", "mobile": "include", "state": "MT"}
    assert (said["version"], said["method"], said["computed_on"], said["hsd"]) == (__version__, "straight", "2026-11-22", None)
    assert said["directory"] == {"label": result.directory.label, "fingerprint": result.directory.fingerprint}
    assert all(HEX.fullmatch(f) for f in said["data"].values())
    assert said["data"]["zips.npz"] == f"sha256:{REFERENCE.fingerprint('zips.npz')[:16]}"


def test_a_manifest_of_chairs_asks_for_no_standard(ask_chairs: AskChairs) -> None:
    said = manifest(CHAIRS, ask_chairs("ivig", "KS"), REPORT, "json")
    assert said["asked"] == {"therapy": "ivig", "evidence": "any", "mobile": "include", "state": "KS"}
    assert "standards.toml" not in said["data"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_tables_that_were_used_are_named(answer_of: Ask, question: str) -> None:
    asked, result = QUESTIONS[question], answer_of(question)
    assert set(manifest(asked, result, "counties", "csv")["data"]) == set(asked.uses)
    assert set(manifest(asked, result, REPORT, "pdf")["data"]) == {*asked.uses, "boundaries.npz"}
    assert "boundaries.npz" in manifest(asked, result, "counties", "geojson")["data"]


def test_roads_are_named_where_travel_is_by_road(of_state: AskCoverage, ask_chairs: AskChairs) -> None:
    coverage, chairs = of_state("MT"), ask_chairs()
    by_road = replace(coverage, matrix=replace(coverage.matrix, method=replace(coverage.method, id="road")))
    assert "roads.npz" in manifest(COVERAGE, by_road, "counties", "csv")["data"]
    assert "roads.npz" in manifest(CHAIRS, replace(chairs, method=by_road.method), "counties", "csv")["data"]


def test_the_age_of_the_people_is_that_of_the_reference_tables(ask: AskCoverage) -> None:
    vintage = REFERENCE.vintages["people"].as_of
    assert manifest(COVERAGE, ask(), "counties", "json")["people_of"] == vintage
    assert trace(COVERAGE, ask(), "counties")["people_of"] == vintage


def test_a_trace_changes_with_any_table(ask: AskCoverage, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask()
    before = trace(COVERAGE, result, "counties")
    known = {name: REFERENCE.fingerprint(name) for name in COVERAGE.uses}
    for changed in COVERAGE.uses:
        with monkeypatch.context() as patch:
            patch.setattr(REFERENCE, "fingerprint", {**known, changed: "0" * 64}.__getitem__)
            assert trace(COVERAGE, result, "counties")["data"] != before["data"]
    assert trace(COVERAGE, result, "counties") == before


def test_a_trace_has_the_columns_of_every_question_and_its_own(answer_of: Ask) -> None:
    for name, question in QUESTIONS.items():
        result = answer_of(name)
        asked = {ASKED + parameter for parameter in question.parameters(result.query)}
        assert set(trace(question, result, "counties")) == {*TRACE, *asked}


@pytest.mark.parametrize(("question", "table"), EVERY_TABLE)
def test_every_row_of_a_csv_file_can_be_traced(answer_of: Ask, question: str, table: str) -> None:
    result = answer_of(question)
    content = render(QUESTIONS[question], result, table, "csv").content.decode()
    traced = {"version": __version__, "question": question, "table": table, "method": "straight", "hsd": "none"}
    traced |= {"asked_therapy": "ivig", "asked_evidence": "any", "asked_mobile": "include", "asked_state": "none"}
    traced |= {"computed_on": "2026-11-22", "directory": result.context.directory.fingerprint}
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert rows
    for row in rows:
        assert {key: row[key] for key in traced} == traced
        assert HEX.fullmatch(row["data"])


def test_a_flat_manifest_omits_what_is_null(ask: AskCoverage) -> None:
    pairs = flat_manifest(manifest(COVERAGE, ask(), "counties", "xlsx"))
    assert "asked.therapy" not in pairs
    assert "hsd" not in pairs
    assert (pairs["directory.label"], pairs["asked.standard"]) == ("listings", "miles:15")
