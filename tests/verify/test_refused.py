"""Files that cannot be verified: whatever they are, they are refused in one line, never with a traceback."""

import contextlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.core import Finder
from finder.errors import FinderError, QueryError
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.reports.render import REPORT, Format
from finder.reports.rows import to_csv, to_json
from finder.verify import reading, report_file
from finder.verify.reading import read
from tests.conftest import center_at
from tests.planners import ON, Ask, AskCoverage
from tests.sampling import of_many
from tests.verify.files import compared, csv_bytes, csv_rows, edited, lines, made, verified


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\x01\x02", b"hello", b"a,b\n1,2\n", b"{", b"{}", b"[]", b"[" * 100_000, b'{"manifest": 1}',
        b'{"type":"FeatureCollection","features":[]}', b"PK\x03\x04 no zip", b"%PDF-1.7 no pdf", b"\xff\xfe\xff",
        b"\xef\xbb\xbf", b'"unclosed', "é".encode("latin-1"), b"version,table\n1,2\n", b"null", b"1e999",
    ],
    ids=lambda c: repr(c[:24]),
)  # fmt: skip
def test_what_is_not_a_report_is_refused_in_a_line(content: bytes) -> None:
    with pytest.raises(FinderError) as refusal:
        read(content)
    assert refusal.value.exit_code == 2
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("form", ["json", "geojson", "xlsx", "pdf", "csv"])
def test_a_report_cut_anywhere_is_refused_or_differs(ask: AskCoverage, form: Format) -> None:
    result = ask()
    content = made(result, REPORT if form == "pdf" else "counties", form)
    for part in (0.1, 0.5, 0.9, 0.99):
        cut = content[: int(len(content) * part)]
        with contextlib.suppress(FinderError):
            assert not compared(cut, result).equal


FORMS: tuple[Format, ...] = ("json", "geojson", "xlsx", "csv", "pdf")


@pytest.fixture
def empty(ask: AskCoverage) -> tuple[CoverageResult, dict[Format, bytes]]:
    """An answer without any location, and its file in each format."""
    result = ask(centers=[])
    return result, {form: made(result, REPORT if form == "pdf" else "counties", form) for form in FORMS}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=of_many(60, 12))
@given(data=st.data())
def test_a_damaged_report_never_ends_in_a_traceback(
    empty: tuple[CoverageResult, dict[Format, bytes]], data: st.DataObject
) -> None:
    result, files = empty
    content = bytearray(files[data.draw(st.sampled_from(FORMS))])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FinderError):
        list(compared(bytes(content), result).lines())


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"version": "99.0.0"}, "version '99.0.0'"),
        ({"version": "latest"}, "version 'latest'"),
        ({"version": None}, "version 'None'"),
        ({"table": "towns"}, "incomplete or damaged"),
        ({"table": ["counties"]}, "incomplete or damaged"),
        ({"computed_on": "yesterday"}, "incomplete or damaged"),
        ({"computed_on": None}, "incomplete or damaged"),
        ({"data": None}, "incomplete or damaged"),
        ({"directory": "x"}, "incomplete or damaged"),
        ({"question": "closures"}, "incomplete or damaged"),
        ({"question": ["chairs"]}, "incomplete or damaged"),
        ({"question": "chairs", "table": "gaps"}, "incomplete or damaged"),
        ({"hsd": "x"}, "incomplete or damaged"),
        ({"asked": None}, "incomplete or damaged"),
        ({"asked": {"state": "ZZ"}}, "not a state"),
        ({"asked": {"evidence": "rumor"}}, "level of evidence"),
        ({"asked": {"evidence": None}}, "level of evidence"),
        ({"program": "Another"}, "no manifest"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(ask: AskCoverage, changes: dict[str, Any], about: str) -> None:
    with pytest.raises(QueryError, match=about):
        read(edited(made(ask(), "counties", "json"), **changes))


def test_a_file_of_an_earlier_patch_is_read_and_one_of_another_release_is_not(
    ask: AskCoverage, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = made(ask(), "counties", "json")
    monkeypatch.setattr(report_file, "__version__", "1.4.3")
    for version in ("1.4.0", "1.4.3"):
        assert read(edited(content, version=version)).manifest.version == version
    for version in ("1.3.9", "1.4.4", "1.5.0", "0.4.3", "2.0.0", "1.4", "1.4.3.1"):
        with pytest.raises(QueryError, match=f"made by version '{version}'; this is version 1.4.3"):
            read(edited(content, version=version))


def test_a_parameter_that_a_file_omits_was_not_asked(ask: AskCoverage) -> None:
    told = json.loads(made(ask("miles:15"), "counties", "json"))
    for name in ("therapy", "state"):
        del told["manifest"]["asked"][name]
    assert read(json.dumps(told).encode()).manifest.query == CoverageQuery("miles:15", on=ON)
    del told["manifest"]["asked"]["standard"]
    with pytest.raises(QueryError, match="incomplete or damaged"):
        read(json.dumps(told).encode())


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"method": "broomstick"}, "broomstick"),
        ({"asked": {"standard": "furlongs:1"}}, "furlongs"),
        ({"asked": {"therapy": "leeches"}}, "leeches"),
    ],
)
def test_a_manifest_of_an_unknown_way_of_travel_standard_or_therapy_is_refused(
    ask: AskCoverage, tmp_path: Path, changes: dict[str, Any], about: str
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(edited(made(ask(), "counties", "json"), **changes))
    with pytest.raises(QueryError, match=about):
        verified(path)


def test_rows_of_two_reports_in_one_file_are_refused(ask: AskCoverage) -> None:
    one, other = (csv_rows(made(ask(s), "counties", "csv")) for s in ("miles:15", "miles:60"))
    with pytest.raises(QueryError, match="mixes rows"):
        read(csv_bytes([*one, *other[1:]]))


def test_the_list_of_a_search_has_no_manifest_by_design(grid_finder: Callable[..., Finder]) -> None:
    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", on=ON))
    options = SEARCH.tables["options"]
    for content in (to_csv(options.rows(found), options.columns).encode(), to_json(SEARCH.whole(found))):
        with pytest.raises(QueryError, match="by design, because a place is health data"):
            read(content)


def test_a_table_without_rows_has_no_manifest_as_csv_but_as_json(ask: AskCoverage) -> None:
    result = ask(centers=[])
    with pytest.raises(QueryError, match="no manifest"):
        read(made(result, "centers", "csv"))
    assert lines(compared(made(result, "centers", "json"), result)) == "equal: 0 rows"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(reading.LIMITS.max_bytes + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(QueryError, match="larger than 40 MB"):
        verified(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, max_unpacked_bytes=1_000_000))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 1_000_001)
    with pytest.raises(QueryError, match="larger than 1 MB"):
        read(out.getvalue())


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_with_too_many_rows_is_refused(ask: AskCoverage, monkeypatch: pytest.MonkeyPatch, form: Format) -> None:
    content = made(ask(), "zips", form)
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, max_rows=27))
    assert len(read(content).sections["zips"].rows) == 26
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, max_rows=26))
    with pytest.raises(QueryError, match="This file has more than 26 rows"):
        read(content)


def test_a_pdf_with_too_many_pages_is_refused(ask: AskCoverage, monkeypatch: pytest.MonkeyPatch) -> None:
    content = made(ask(), REPORT, "pdf")
    monkeypatch.setattr(reading, "MAX_PAGES", 1)
    with pytest.raises(QueryError, match="is damaged, or is not a report of this program"):
        read(content)


@pytest.mark.parametrize("name", ["missing.csv", "folder"])
def test_a_file_that_cannot_be_read_is_refused_in_a_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FinderError) as refusal:
        verified(tmp_path / name)
    assert refusal.value.exit_code == 2
    assert name in str(refusal.value)


def test_a_workbook_without_our_sheets_is_refused(ask: AskCoverage) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(ask(), "states", "xlsx")))
    del book["states"]
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(QueryError, match="sheet states is missing"):
        read(out.getvalue())
    del book["manifest"]
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(QueryError, match="no manifest"):
        read(out.getvalue())


def test_rows_of_the_two_questions_in_one_file_are_refused(answer_of: Ask) -> None:
    (head, *rows), (_, *others) = (csv_rows(made(answer_of(q), "counties", "csv", q)) for q in ("coverage", "chairs"))
    with pytest.raises(QueryError, match="mixes rows"):
        read(csv_bytes([head, *rows, *([*other, *head][: len(head)] for other in others)]))
