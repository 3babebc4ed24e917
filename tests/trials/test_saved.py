"""Saved pages -> the saved copy: what is skipped is reported, and nothing good is lost because of something bad."""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from finder.errors import DataError, QueryError
from finder.trials import saved
from finder.trials.saved import TrialsReport, import_trials, load_copy
from finder.wording.writer import ENGLISH
from tests.trials.conftest import PAGE, save, study


def kept(folder: Path) -> list[str]:
    held = load_copy(folder)
    assert held is not None
    return [trial.id for trial in held.trials]


def said(report: TrialsReport) -> list[str]:
    return [str(line) for line in report.notices]


def test_recruiting_trials_are_kept_as_the_register_stood(tmp_path: Path) -> None:
    report = import_trials([PAGE], tmp_path / "out")
    assert kept(tmp_path / "out") == ["NCT00000001", "NCT00000002"]
    # The older of the two days on which the register's data stood.
    assert report == TrialsReport(tmp_path / "out", date(2026, 11, 20), kept=2, not_recruiting=1, notices=())
    assert [ENGLISH.say(line) for line in report.lines()] == [
        f"Saved 2 recruiting trials in {tmp_path / 'out'}.",
        "The register's data are as of November 20, 2026.",
        "Skipped 1 trial that is not recruiting.",
    ]


def test_without_a_day_in_it_a_page_is_as_old_as_its_file(tmp_path: Path) -> None:
    page = save(tmp_path / "page.json", study())
    long_ago = datetime(2020, 5, 17, 12, tzinfo=UTC).timestamp()
    os.utime(page, (long_ago, long_ago))
    assert import_trials([page], tmp_path).as_of == date(2020, 5, 17)


def test_there_is_no_copy_before_the_first_import(tmp_path: Path) -> None:
    assert load_copy(tmp_path) is None
    assert load_copy(tmp_path / "nowhere") is None


def test_a_new_import_takes_the_place_of_the_older_copy(tmp_path: Path) -> None:
    import_trials([save(tmp_path / "1.json", study("NCT00000001"))], tmp_path)
    assert kept(tmp_path) == ["NCT00000001"]
    import_trials([save(tmp_path / "2.json", study("NCT00000002"))], tmp_path)
    assert kept(tmp_path) == ["NCT00000002"]
    assert not list(tmp_path.glob(".*"))


def test_several_pages_are_one_copy_and_a_study_on_two_of_them_is_one(tmp_path: Path) -> None:
    one = save(tmp_path / "1.json", study("NCT00000001", title="old"), study("NCT00000002"), totalCount=3)
    two = save(tmp_path / "2.json", study("NCT00000001", title="new"), study("NCT00000003"))
    assert import_trials([one, two], tmp_path).notices == ()
    assert kept(tmp_path) == ["NCT00000001", "NCT00000002", "NCT00000003"]
    held = load_copy(tmp_path)
    assert held is not None
    assert held.trials[0].title == "new"


def test_a_page_that_was_not_given_is_missed(tmp_path: Path) -> None:
    report = import_trials([save(tmp_path / "1.json", study(), totalCount=7, nextPageToken="x")], tmp_path)
    assert said(report) == ["The search found 7 studies, but the files have 1. A page is missing."]


def test_a_search_that_found_nothing_is_an_empty_copy(tmp_path: Path) -> None:
    report = import_trials([save(tmp_path / "1.json", totalCount=0)], tmp_path)
    assert (report.kept, report.notices, kept(tmp_path)) == (0, (), [])


def test_bad_studies_are_said_and_good_ones_kept(tmp_path: Path) -> None:
    bad: list[object] = [
        None,
        5,
        [],
        {},
        study(number="x\n" * 500),
        study(number="NCT00000007", title=""),
        study(number="NCT00000008", status=9),
    ]
    report = import_trials([save(tmp_path / "1.json", *bad, study("NCT00000001"))], tmp_path)
    assert kept(tmp_path) == ["NCT00000001"]
    assert len(said(report)) == len(bad)
    assert said(report)[0] == "1.json: skipped a study because it has no status."
    assert said(report)[-2:] == [
        "1.json: skipped NCT00000007 because it has no title.",
        "1.json: skipped NCT00000008 because it has no status.",
    ]
    assert all("\n" not in line and len(line) < 400 for line in said(report))


BAD_PAGES = {
    "empty": (b"", "not JSON"),
    "cut": (b'{"studies": [{"protocolSection"', "not JSON"),
    "html": (b"<!doctype html><title>503</title>", "not JSON"),
    "bytes": (b"\xff\xfe\x00{", "not JSON"),
    "deep": (b"[" * 100_000, "not JSON"),
    "long number": (b'{"studies": [' + b"9" * 10_000 + b"]}", "not JSON"),
    "list": (b"[]", "no list of studies"),
    "number": (b"5", "no list of studies"),
    "object": (b'{"studies": {"a": 1}}', "no list of studies"),
    "error": (b'{"error": "Too many requests"}', "no list of studies"),
}


@pytest.mark.parametrize(("content", "why"), BAD_PAGES.values(), ids=BAD_PAGES)
def test_a_bad_page_is_one_line_and_the_others_count(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    good = save(tmp_path / "good.json", study("NCT00000001"))
    (line,) = said(import_trials([tmp_path / "bad.json", good], tmp_path))
    assert line.startswith("bad.json ")
    assert why in line
    assert kept(tmp_path) == ["NCT00000001"]


@pytest.mark.parametrize(("content", "why"), BAD_PAGES.values(), ids=BAD_PAGES)
def test_if_nothing_can_be_used_the_older_copy_stays(tmp_path: Path, content: bytes, why: str) -> None:
    import_trials([PAGE], tmp_path)
    (tmp_path / "bad.json").write_bytes(content)
    with pytest.raises(QueryError, match=rf"No trial could be read\. bad\.json .*{why}.*The existing copy was not changed\."):
        import_trials([tmp_path / "bad.json"], tmp_path)
    assert kept(tmp_path) == ["NCT00000001", "NCT00000002"]


def test_a_file_that_is_not_there_or_is_a_folder_is_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.json", tmp_path):
        with pytest.raises(QueryError, match="cannot be read"):
            import_trials([path], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "PAGE_LIMITS", replace(saved.PAGE_LIMITS, max_bytes=1_000_000))
    page = tmp_path / "huge.json"
    page.write_bytes(b" " * 1_000_001)
    with pytest.raises(QueryError, match="larger than 1 MB"):
        import_trials([page], tmp_path)


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    page = tmp_path / "bom.json"
    page.write_bytes(b"\xef\xbb\xbf" + PAGE.read_bytes())
    assert import_trials([page], tmp_path).kept == 2


DAMAGED = [
    *("", "{", "[]", "5", "[" * 100_000),
    '{"studies": 5, "as_of": "2026-01-01"}',
    '{"studies": [], "as_of": "x"}',
    '{"studies": [5], "as_of": "2026-01-01"}',
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_copy_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "studies.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="Import the saved pages again"):
        load_copy(tmp_path)


def test_the_copy_holds_nothing_but_what_is_shown(tmp_path: Path) -> None:
    import_trials([PAGE], tmp_path)
    written = (tmp_path / "studies.json").read_text(encoding="utf-8")
    assert json.loads(written)["as_of"] == "2026-11-20"
    assert "hasResults" not in written
    assert "zip" not in written
