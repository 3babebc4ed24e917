"""`--people`: coverage and siting of one's own people, their files, and what is kept of them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, one_line

ROWS = "zip,weight\n59718,120\n59715,80\n59101,230\n59301,14\n59701,66\n59001,4\nbanana,3\n"


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members-of-plan.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def coverage(members: Path, directory: Path, *more: str) -> tuple[str, ...]:
    return ("coverage", "--travel", "straight", "--directory", str(directory), "--people", str(members), *more)


def test_the_answer_is_about_the_people_of_the_file(run: Run, members: Path, near_bozeman: Path) -> None:
    code, out, err = run(*coverage(members, near_bozeman, "--state", "MT"))
    assert code == 0
    assert "people in your file from Montana are within 60 miles of a listed location" in err
    assert "1 row of your file is not counted, because the ZIP code is not one of five digits: line 8." in err
    assert "Gallatin" in out
    assert "banana" not in out + err


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "geojson", "pdf"])
@pytest.mark.parametrize("small", [(), ("--show-small",)])
def test_a_report_is_verified_with_its_file(
    run: Run, tmp_path: Path, members: Path, near_bozeman: Path, form: str, small: tuple[str, ...]
) -> None:
    report = tmp_path / f"report.{form}"
    assert run(*coverage(members, near_bozeman, "--state", "MT", *small, "--format", form, "--out", str(report)))[0] == 0
    verify = ("verify", str(report), "--directory", str(near_bozeman))
    code, out, _ = run(*verify, "--people", str(members))
    assert (code, out.split(":")[0]) == (0, "equal")
    code, _, err = run(*verify)
    assert code == 2
    assert "that file was not given. Give the file with --people." in one_line(err)
    members.write_text(ROWS + "59718,1\n", encoding="utf-8")
    code, _, err = run(*verify, "--people", str(members))
    assert code == 2
    assert "the people of another file than the one given, or the file has changed." in one_line(err)


def test_new_stops_are_verified_with_the_file_of_people(run: Run, tmp_path: Path, members: Path, near_bozeman: Path) -> None:
    report = tmp_path / "stops.json"
    asked = ("siting", "--units", "1", "--state", "MT", "--travel", "straight", "--directory", str(near_bozeman))
    code, _, err = run(*asked, "--people", str(members), "--format", "json", "--out", str(report))
    assert code == 0, err
    assert "file:" in json.loads(report.read_text(encoding="utf-8"))["manifest"]["asked"]["people"]
    code, out, _ = run("verify", str(report), "--directory", str(near_bozeman), "--people", str(members))
    assert (code, out.split(":")[0]) == (0, "equal")


def test_nothing_of_the_file_is_kept_or_written(
    run: Run, tmp_path: Path, members: Path, near_bozeman: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No matrix on disk, which would tell the ZIP codes; and in a report neither the name of the file nor a row of it."""
    cache, report = tmp_path / "cache", tmp_path / "report.json"
    monkeypatch.setenv("FINDER_CACHE", str(cache))
    monkeypatch.setattr("finder.travel.cache.MIN_ORIGINS", 1)
    asked = ("coverage", "--state", "MT", "--directory", str(near_bozeman), "--format", "json", "--out", str(report))
    assert run(*asked)[0] == 0
    kept = sorted(p.name for p in cache.rglob("*"))
    assert kept
    assert run(*asked, "--people", str(members))[0] == 0
    assert sorted(p.name for p in cache.rglob("*")) == kept
    assert "members-of-plan" not in report.read_text(encoding="utf-8")
    assert "banana" not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--show-small",), "Only numbers of your own people are hidden, and none were given. Leave out --show-small."),
        (("--people", "none.csv"), "none.csv cannot be read (No such file or directory)."),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(run: Run, more: tuple[str, ...], why: str) -> None:
    code, _, err = run("coverage", "--travel", "straight", *more)
    assert code == 2
    assert why in one_line(err)


def test_a_state_without_people_of_the_file_is_one_sentence(run: Run, members: Path, near_bozeman: Path) -> None:
    code, _, err = run(*coverage(members, near_bozeman, "--state", "HI"))
    assert code == 2
    assert "Nobody in your file lives in Hawaii. Choose another state, or none." in one_line(err)
