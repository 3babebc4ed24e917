"""Reports made again from what they say of themselves: equal over the same inputs, and what has changed since."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from finder import __version__
from finder.cli.app import main
from finder.core import Finder
from finder.domain.evidence import LEVELS
from finder.errors import QueryError
from finder.questions.base import Query
from finder.questions.chairs.query import ChairsQuery
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.registry import QUESTIONS
from finder.reports import manifest
from finder.reports.render import REPORT, Format, render
from finder.verify import report_file
from finder.verify.comparing import compare
from finder.verify.reading import read
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, Ask, AskCoverage
from tests.verify.files import compared, lines, made, verified
from tests.world import REFERENCE, STARTER, make_finder


def test_inputs_that_changed_are_named_with_what_to_do(ask: AskCoverage, monkeypatch: pytest.MonkeyPatch) -> None:
    result, (release, _, patch) = ask(), __version__.rpartition(".")
    content = made(result, "counties", "json")
    told = json.loads(content)
    told["manifest"]["data"]["zips.npz"] = "sha256:0000000000000000"
    told["manifest"]["directory"]["fingerprint"] = "0" * 16
    monkeypatch.setattr(manifest, "__version__", later := f"{release}.{int(patch) + 1}")
    monkeypatch.setattr(report_file, "__version__", later)
    found = compared(json.dumps(told).encode(), result)
    assert not found.equal
    version, directory, zips, end = lines(found).split("\n")
    assert version.startswith(f"input version: file {__version__}, now {later}. The program has changed.")
    now = result.directory.fingerprint
    assert directory.startswith(f"input directory: file {'0' * 16}, now {now}. The listings have changed.")
    assert zips.startswith("input zips.npz: file sha256:0000000000000000, now sha256:")
    assert end == "The content is equal nevertheless: 2 rows."


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_change_of_how_long_evidence_is_good_is_told(answer_of: Ask, question: str, monkeypatch: pytest.MonkeyPatch) -> None:
    result, fingerprint = answer_of(question), REFERENCE.fingerprint
    content = made(result, QUESTIONS[question].default_table, "json", question)
    monkeypatch.setattr(REFERENCE, "fingerprint", lambda name: "f" * 64 if name == "evidence.toml" else fingerprint(name))
    (changed,) = compared(content, result).inputs
    assert ENGLISH.say(changed).startswith("input evidence.toml: file sha256:")


def test_a_csv_says_only_that_some_table_changed(ask: AskCoverage, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask()
    content = made(result, "counties", "csv")
    monkeypatch.setattr(REFERENCE, "fingerprint", lambda _: "f" * 64)
    (changed,) = compared(content, result).inputs
    assert ENGLISH.say(changed).startswith("input data: file sha256:")


def test_another_answer_differs_in_its_numbers(ask: AskCoverage) -> None:
    content = made(ask(), "counties", "csv")
    found = compared(content, ask(centers=[center_at(0, 0)]))
    assert "input directory" in lines(found)
    assert "row 3, fips 20003, covered: file 300.0, now 0.0" in lines(found)


def test_a_verification_by_another_way_of_travel_is_said(ask: AskCoverage) -> None:
    result = ask()
    by_road = replace(result, matrix=replace(result.matrix, method=replace(result.method, id="road")))
    found = compare(read(made(by_road, "states", "csv")), read(made(result, "states", "csv")))
    assert "input travel: file road, now straight. Travel could not be measured the same way." in lines(found)


@pytest.fixture
def saved(starter: Finder, tmp_path: Path) -> Callable[..., Path]:
    """A report of Delaware as a file."""

    def write(table: str = "counties", form: Format = "csv", **asked: Any) -> Path:
        query = CoverageQuery(**{"standard": "cms", "state": "DE", "on": ON, **asked})
        file = render(COVERAGE, starter.coverage(query), table, form)
        path = tmp_path / file.filename
        path.write_bytes(file.content)
        return path

    return write


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "form"), [("counties", "csv"), ("zips", "xlsx"), ("hsd", "geojson"), (REPORT, "json"), (REPORT, "pdf")]
)
def test_a_report_is_made_again_from_its_manifest_alone(saved: Callable[..., Path], table: str, form: Format) -> None:
    assert lines(verified(saved(table, form))).startswith("equal: ")


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        {"on": date(2027, 3, 1)},
        *({"therapy": "ivig", "evidence": level} for level in LEVELS),
        {"therapy": "ivig", "evidence": "listed", "mobile": "exclude"},
        {"mobile": "only"},
        {"standard": "miles:30+minutes:45"},
        {"state": "RI"},
    ],
)
def test_the_question_comes_back_from_the_file(saved: Callable[..., Path], asked: dict[str, Any]) -> None:
    assert verified(saved("counties", "csv", **asked)).equal
    assert verified(saved("counties", "xlsx", **asked)).equal


@pytest.mark.slow
@pytest.mark.parametrize("examples", [False, True])
def test_the_command_finds_the_examples_that_a_server_showed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, write_folder: Callable[..., Path], examples: bool
) -> None:
    folder = write_folder(centers=[{"id": "a", "name": "A", "zip": "02903", "state": "RI"}])
    result = make_finder(folder, examples=examples).coverage(CoverageQuery("miles:20", state="RI", on=ON))
    path = tmp_path / "saved.json"
    path.write_bytes(made(result, REPORT, "json"))
    assert main(["verify", str(path), "--directory", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("equal: ")


def test_a_changed_listing_is_found_and_the_old_folder_is_equal(saved: Callable[..., Path], tmp_path: Path) -> None:
    path = saved("zips", "csv")
    folder = Path(shutil.copytree(STARTER, tmp_path / "directory"))
    assert verified(path, folder).equal
    listings = folder / "centers.csv"
    kept = [line for line in listings.read_text(encoding="utf-8").splitlines() if ",DE," not in line]
    listings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    found = verified(path, folder)
    assert "input directory: file " in lines(found)
    assert found.count > 0


def test_an_hsd_file_must_be_given_again(tmp_path: Path) -> None:
    head = "FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles"
    official, other = tmp_path / "hsd.csv", tmp_path / "other.csv"
    official.write_text(f"{head}\n10001,CEAC,111,101\n")
    other.write_text(f"{head}\n10001,Large Metro,1,1\n")
    result = make_finder(STARTER, travel="straight", hsd=official).coverage(CoverageQuery("cms", state="DE", on=ON))
    path = tmp_path / "saved.json"
    path.write_bytes(made(result, "hsd", "json"))
    with pytest.raises(QueryError, match=r"made with an HSD file: hsd\.csv\. Give it with --hsd"):
        verified(path)
    assert verified(path, hsd=official).equal
    assert "input HSD file" in lines(verified(path, hsd=other))
    assert "fips 10001, type: file ceac, now large_metro" in lines(verified(path, hsd=other))


@pytest.mark.parametrize(
    ("table", "form"), [("counties", "csv"), ("zips", "xlsx"), ("centers", "geojson"), (REPORT, "json"), (REPORT, "pdf")]
)
def test_a_report_of_chairs_is_made_again_from_its_manifest_alone(
    starter: Finder, tmp_path: Path, table: str, form: Format
) -> None:
    result = starter.chairs(ChairsQuery("ivig", "DE", "listed", "exclude", on=ON))
    path = tmp_path / "a file by another name"
    path.write_bytes(made(result, table, form, "chairs"))
    assert lines(verified(path)).startswith("equal: ")


@pytest.mark.slow
def test_the_question_of_a_file_is_asked_as_it_was(starter: Finder, tmp_path: Path) -> None:
    asked = dict[str, Query]()
    coverage = CoverageQuery("miles:30+minutes:45", "ivig", "DE", "listed", "only", on=date(2027, 3, 1))
    chairs = ChairsQuery("rituximab", None, "confirmed", "exclude", on=ON)
    for question, query in (("coverage", coverage), ("chairs", chairs)):
        for form in ("csv", "xlsx", "geojson", "json"):
            said_so = read(made(starter.answer(QUESTIONS[question], query), "counties", form, question)).manifest
            asked[f"{question} {form}"] = said_so.query
            assert (said_so.question.id, said_so.table, said_so.form, said_so.method) == (
                question,
                "counties",
                form,
                "straight",
            )
    assert {v for k, v in asked.items() if k.startswith("coverage")} == {coverage}
    assert {v for k, v in asked.items() if k.startswith("chairs")} == {chairs}
