"""Reports verified: made again and compared, by whatever a spreadsheet, a vandal or the years did to them."""

import contextlib
import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import fpdf
import openpyxl
import pytest
from finder.reports.columns import COLUMNS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder import __version__
from finder.core import Finder
from finder.errors import FinderError, QueryError
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.reports.render import REPORT, Format, render
from finder.reports.tables import TABLES, option_rows, to_csv
from finder.verify import reading
from finder.verify.cells import canonical
from finder.verify.check import verify
from finder.verify.comparing import SHOWN, Verification, compare
from finder.verify.reading import read
from tests.conftest import center_at
from tests.world import REFERENCE, make_finder

ON = date(2026, 11, 22)
SHEETS: tuple[Format, ...] = ("csv", "xlsx")
Answer = Callable[..., CoverageResult]


@pytest.fixture
def answer(grid_finder: Callable[..., Finder]) -> Answer:
    """Coverage of the grid world; its counties are West and East of Kansas."""

    def make(standard: str = "miles:15", therapy: str | None = None, **tables: Any) -> CoverageResult:
        tables.setdefault("centers", [center_at(0, 0), center_at(4, 4)])
        return grid_finder(**tables).coverage(CoverageQuery(standard, therapy, on=ON))

    return make


def compared(content: bytes, result: CoverageResult) -> Verification:
    """A file against an answer, as `verify` compares it with the one it makes."""
    file = read(content)
    return compare(file, read(render(result, file.said.table, file.said.form).content))


def said(found: Verification) -> str:
    return "\n".join(map(str, found.lines()))


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def csv_bytes(
    rows: Sequence[Sequence[str]], separator: str = ",", ends: str = "\r\n", mark: str = "", encoding: str = "utf-8"
) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ends).writerows(rows)
    return (mark + out.getvalue()).encode(encoding)


def changed_sheet(content: bytes, table: str, change: Callable[[Any], None]) -> bytes:
    """A workbook that a spreadsheet program opened, changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book[table])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# The same report


@pytest.mark.parametrize("form", [f for f in get_args(Format) if f != "pdf"])
@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_nobody_touched_is_equal(answer: Answer, table: str, form: Format) -> None:
    result = answer("cms", "ivig", centers=[center_at(0, 0)])
    found = compared(render(result, table, form).content, result)
    assert found.equal
    rows = len(TABLES[table].rows(result))
    assert said(found) == f"equal: {rows:,} rows"


def test_the_whole_answer_is_equal_as_json_and_as_pdf(answer: Answer) -> None:
    result = answer("cms", "ivig")
    assert compared(render(result, REPORT, "json").content, result).equal
    found = compared(render(result, REPORT, "pdf").content, result)
    assert (found.equal, found.pages) == (True, len(read(render(result, REPORT, "pdf").content).pages))
    assert said(found) == f"equal: {found.pages} pages"


def sorted_backwards(rows: list[list[str]]) -> bytes:
    return csv_bytes([rows[0], *reversed(rows[1:])])


def columns_moved(rows: list[list[str]]) -> bytes:
    return csv_bytes([list(reversed(row)) for row in rows])


def by_excel(rows: list[list[str]]) -> bytes:
    """Leading zeros gone, TRUE for yes, US dates, more or fewer digits, a mark at the start."""
    head, *lines = rows

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
        [head, *([cell(c, w) for c, w in zip(head, line, strict=True)] for line in lines)], mark="\ufeff", ends="\n"
    )


def by_excel_in_germany(rows: list[list[str]]) -> bytes:
    head, *lines = rows
    numbers = {i for i, c in enumerate(head) if c in COLUMNS and COLUMNS[c].kind in ("people", "miles", "minutes", "share")}
    comma = [[w.replace(".", ",") if i in numbers else w for i, w in enumerate(line)] for line in lines]
    return csv_bytes([head, *comma], separator=";")


def as_ansi(rows: list[list[str]]) -> bytes:
    return csv_bytes(rows, encoding="cp1252")


def with_blank_lines(rows: list[list[str]]) -> bytes:
    return csv_bytes(rows) + b"\r\n\r\n"


@pytest.mark.parametrize("saved", [sorted_backwards, columns_moved, by_excel, by_excel_in_germany, as_ansi, with_blank_lines])
@pytest.mark.parametrize("table", ["counties", "zips", "gaps", "centers"])
def test_a_csv_that_a_spreadsheet_saved_again_is_equal(answer: Answer, table: str, saved: Callable[..., bytes]) -> None:
    listing = center_at(0, 0, name='Clínica Ñandú; "a, b"', checked_on="2026-01-02", zip="67000")
    result = answer(centers=[listing, center_at(4, 4, name="=1+1")])
    found = compared(saved(csv_rows(render(result, table, "csv").content)), result)
    assert said(found).startswith("equal")


def test_a_workbook_that_was_sorted_and_saved_again_is_equal(answer: Answer) -> None:
    result = answer()

    def reverse(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    content = changed_sheet(render(result, "zips", "xlsx").content, "zips", reverse)
    assert compared(content, result).equal


def test_json_in_another_layout_is_equal(answer: Answer) -> None:
    result = answer()
    for table, form in ((REPORT, "json"), ("zips", "geojson")):
        spread = json.loads(render(result, table, form).content)  # type: ignore[arg-type]
        assert compared(json.dumps(spread, indent=4, sort_keys=True).encode("utf-8-sig"), result).equal


# What was changed by hand


def test_a_cell_that_was_changed_is_named_with_both_values(answer: Answer) -> None:
    result = answer()
    rows = csv_rows(render(result, "counties", "csv").content)
    rows[2][rows[0].index("covered")] = "301"
    found = compared(csv_bytes(rows), result)
    assert [str(d) for d in found.differences] == ["row 3, fips 20003, covered: file 301.0, now 300.0"]
    assert said(found).endswith("1 difference in 2 rows.")


def test_a_cell_of_a_workbook_that_was_changed_is_named(answer: Answer) -> None:
    result = answer("cms")

    def fake(sheet: Any) -> None:
        sheet["I2"] = "no"

    content = changed_sheet(render(result, "counties", "xlsx").content, "counties", fake)
    assert [str(d) for d in compared(content, result).differences] == ["row 2, fips 20001, passes: file no, now yes"]


def test_a_changed_property_or_place_on_a_map_is_named(answer: Answer) -> None:
    result = answer()
    collection = json.loads(render(result, "centers", "geojson").content)
    collection["features"][0]["properties"]["people_within"] = 1e6
    collection["features"][1]["geometry"]["coordinates"] = [0, 0]
    first, second = compared(json.dumps(collection).encode(), result).differences
    assert str(first) == "row 1, id c0-0, people_within: file 1000000.0, now 300.0"
    assert str(second).startswith("row 2, id c4-4, geometry: file ")


def test_a_changed_number_anywhere_in_the_json_is_named(answer: Answer) -> None:
    result = answer("cms", "ivig")
    for path, where in [
        (("totals", "covered"), "answer, row 1, –, totals.covered"),
        (("areas", 0, "known", "covered"), "areas, row 1, fips 20001, known.covered"),
        (("states", 0, "share"), "states, row 1, state KS, share"),
        (("distribution", "people", 3), "answer, row 1, –, distribution.people"),
        (("standard", "rules", 4, "max_mi"), "standard.rules, row 5, county_type ceac, max_mi"),
        (("notices", 0), "answer, row 1, –, notices"),
    ]:
        spread = json.loads(render(result, REPORT, "json").content)
        inner = spread
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = 0.123
        (difference,) = compared(json.dumps(spread).encode(), result).differences
        assert str(difference).startswith(f"{where}: file ")


def test_a_pdf_of_other_content_with_our_manifest_differs(answer: Answer) -> None:
    result = answer()
    manifest = render(result, REPORT, "pdf").content
    fake = fpdf.FPDF()
    fake.add_page()
    fake.set_font("helvetica")
    fake.cell(text="All is well.")
    fake.embed_file(bytes=_attached(manifest), basename="manifest.json")
    found = compared(bytes(fake.output()), result)
    assert not found.equal
    assert str(found.differences[0]).startswith("page 1, line 1: file All is well., now COVERAGE REPORT")


def _attached(content: bytes) -> bytes:
    import pypdf

    return bytes(pypdf.PdfReader(io.BytesIO(content)).attachments["manifest.json"][0])


def test_rows_missing_added_and_repeated_are_named(answer: Answer) -> None:
    result = answer()
    head, first, *others = csv_rows(render(result, "zips", "csv").content)
    strange = [*others[0]]
    strange[0] = "99999"
    found = compared(csv_bytes([head, *others, others[3], strange]), result)
    assert {str(d) for d in found.differences} == {
        f"row 27, zip {others[3][0]}, fips {others[3][1]}: not in the report of now",
        f"row 28, zip 99999, fips {strange[1]}: not in the report of now",
        f"zip {first[0]}, fips {first[1]}: missing in the file",
    }


def test_columns_missing_and_added_are_named(answer: Answer) -> None:
    result = answer()
    rows = csv_rows(render(result, "states", "csv").content)
    at = rows[0].index("share")
    cut = [[*row[:at], *row[at + 1 :], "x"] for row in rows]
    assert [str(d) for d in compared(csv_bytes(cut), result).differences] == [
        "column share is missing", "column x is not one of ours"
    ]  # fmt: skip


def test_ten_differences_are_shown_and_all_are_counted(answer: Answer) -> None:
    result = answer()
    rows = csv_rows(render(result, "zips", "csv").content)
    at = rows[0].index("people")
    for row in rows[1:]:
        row[at] = "7"
    found = compared(csv_bytes(rows), result)
    assert (len(found.differences), found.count) == (SHOWN, 26)
    assert said(found).endswith("26 differences in 26 rows.")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=st.data())
def test_no_change_of_any_cell_goes_unseen(answer: Answer, data: st.DataObject) -> None:
    result = answer("cms", "ivig")
    rows = csv_rows(render(result, "counties", "csv").content)
    line, column = data.draw(st.integers(1, 2)), data.draw(st.integers(1, len(TABLES["counties"].columns) - 1))
    before = rows[line][column]
    rows[line][column] = data.draw(st.text(st.characters(categories=["L", "N"]), min_size=1).filter(str.strip))
    name = rows[0][column]
    same = canonical(name, rows[line][column]) == canonical(name, before)
    assert compared(csv_bytes(rows), result).equal is same


# What has changed since


def test_inputs_that_changed_are_named_with_what_to_do(answer: Answer) -> None:
    result = answer()
    content = render(result, "counties", "json").content
    told = json.loads(content)
    told["manifest"]["data"]["zips.npz"] = "sha256:0000000000000000"
    told["manifest"]["directory"]["fingerprint"] = "0" * 16
    told["manifest"]["version"] = "0.0.9"
    found = compared(json.dumps(told).encode(), result)
    assert not found.equal
    lines = said(found).split("\n")
    assert lines[0].startswith("input version: file 0.0.9, now ")
    assert lines[1].startswith(f"input directory: file {'0' * 16}, now {result.directory.fingerprint}. Listings have changed")
    assert lines[2].startswith("input zips.npz: file sha256:0000000000000000, now sha256:")
    assert lines[3] == "The content is equal all the same: 2 rows."


def test_a_csv_says_only_that_some_table_changed(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    result = answer()
    content = render(result, "counties", "csv").content
    monkeypatch.setattr(reference, "fingerprint", lambda _: "f" * 64)
    (changed,) = compared(content, result).inputs
    assert str(changed).startswith("input data: file sha256:")


def test_another_answer_differs_in_its_numbers(answer: Answer) -> None:
    content = render(answer(), "counties", "csv").content
    found = compared(content, answer(centers=[center_at(0, 0)]))
    assert "input directory" in said(found)
    assert "row 3, fips 20003, covered: file 300.0, now 0.0" in said(found)


def test_a_verification_by_another_way_of_travel_is_said(answer: Answer) -> None:
    result = answer()
    by_road = replace(result, matrix=replace(result.matrix, method=replace(result.method, id="road")))
    assert "input travel: file road, now straight" in said(compare(read(render(by_road, "states", "csv").content),
                                                                  read(render(result, "states", "csv").content)))  # fmt: skip


# From end to end, with the starter directory


@pytest.fixture(scope="session")
def starter() -> Finder:
    return make_finder(travel="straight")


@pytest.fixture
def taken(starter: Finder, tmp_path: Path) -> Callable[..., Path]:
    """A report of Delaware as a file."""

    def write(table: str = "counties", form: Format = "csv", **asked: Any) -> Path:
        query = CoverageQuery(**{"standard": "cms", "state": "DE", "on": ON, **asked})
        file = render(starter.coverage(query), table, form)
        path = tmp_path / file.filename
        path.write_bytes(file.content)
        return path

    return write


@pytest.mark.parametrize(
    ("table", "form"), [("counties", "csv"), ("zips", "xlsx"), ("hsd", "geojson"), (REPORT, "json"), (REPORT, "pdf")]
)
def test_a_report_is_made_again_from_its_manifest_alone(taken: Callable[..., Path], table: str, form: Format) -> None:
    assert said(verify(taken(table, form))).startswith("equal: ")


@pytest.mark.parametrize(
    "asked",
    [
        {"on": date(2027, 3, 1)},
        {"therapy": "ivig", "evidence": "listed", "mobile": "exclude"},
        {"mobile": "only"},
        {"standard": "miles:30+minutes:45"},
        {"state": "RI"},
    ],
)
def test_the_question_comes_back_from_the_file(taken: Callable[..., Path], asked: dict[str, Any]) -> None:
    assert verify(taken("counties", "csv", **asked)).equal
    assert verify(taken("counties", "xlsx", **asked)).equal


def test_a_changed_listing_is_found_and_the_old_folder_is_equal(taken: Callable[..., Path], tmp_path: Path) -> None:
    path = taken("zips", "csv")
    folder = Path(shutil.copytree(REFERENCE.starter_directory, tmp_path / "directory"))
    assert verify(path, folder).equal
    listings = folder / "centers.csv"
    lines = listings.read_text(encoding="utf-8").splitlines()
    listings.write_text("\n".join(line for line in lines if ",DE," not in line) + "\n", encoding="utf-8")
    found = verify(path, folder)
    assert "input directory: file " in said(found)
    assert found.count > 0


def test_an_hsd_file_must_be_given_again(tmp_path: Path) -> None:
    head = "FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles"
    official, other = tmp_path / "hsd.csv", tmp_path / "other.csv"
    official.write_text(f"{head}\n10001,CEAC,111,101\n")
    other.write_text(f"{head}\n10001,Large Metro,1,1\n")
    result = make_finder(travel="straight", hsd=official).coverage(CoverageQuery("cms", state="DE", on=ON))
    path = tmp_path / "taken.json"
    path.write_bytes(render(result, "hsd", "json").content)
    with pytest.raises(QueryError, match=r"made with an HSD file: hsd\.csv\. Give it with --hsd"):
        verify(path)
    assert verify(path, hsd=official).equal
    assert "input HSD file" in said(verify(path, hsd=other))
    assert "fips 10001, type: file ceac, now large_metro" in said(verify(path, hsd=other))


# Files that are none of ours


def _edited(content: bytes, **changes: Any) -> bytes:
    told = json.loads(content)
    told["manifest"] |= changes
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\x01\x02", b"hello", b"a,b\n1,2\n", b"{", b"{}", b"[]", b"[" * 100_000, b'{"manifest": 1}',
        b'{"type":"FeatureCollection","features":[]}', b"PK\x03\x04 no zip", b"%PDF-1.7 no pdf", b"\xff\xfe\xff",
        b"\xef\xbb\xbf", b'"unclosed', "é".encode("latin-1"), b"version,table\n1,2\n", b"null", b"1e999",
    ],
    ids=lambda c: repr(c[:24]),
)  # fmt: skip
def test_what_is_no_report_is_refused_in_a_line(content: bytes) -> None:
    with pytest.raises(FinderError) as refusal:
        read(content)
    assert refusal.value.exit_code == 2
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("form", ["json", "geojson", "xlsx", "pdf", "csv"])
def test_a_report_cut_anywhere_is_refused_or_differs(answer: Answer, form: Format) -> None:
    result = answer()
    content = render(result, REPORT if form == "pdf" else "counties", form).content
    for part in (0.1, 0.5, 0.9, 0.99):
        cut = content[: int(len(content) * part)]
        with contextlib.suppress(FinderError):
            assert not compared(cut, result).equal


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_a_damaged_report_never_ends_in_a_traceback(answer: Answer, data: st.DataObject) -> None:
    form: Format = data.draw(st.sampled_from(["json", "geojson", "xlsx", "csv", "pdf"]))
    result = answer(centers=[])
    content = bytearray(render(result, REPORT if form == "pdf" else "counties", form).content)
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
        ({"table": "towns"}, "not complete"),
        ({"table": ["counties"]}, "not complete"),
        ({"computed_on": "yesterday"}, "not complete"),
        ({"computed_on": None}, "not complete"),
        ({"data": None}, "not complete"),
        ({"directory": "x"}, "not complete"),
        ({"state": "ZZ"}, "not a state"),
        ({"evidence": "rumour"}, "degree of evidence"),
        ({"program": "Another"}, "no manifest"),
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(answer: Answer, changes: dict[str, Any], about: str) -> None:
    with pytest.raises(QueryError, match=about):
        read(_edited(render(answer(), "counties", "json").content, **changes))


def test_an_older_version_is_known(answer: Answer) -> None:
    content = _edited(render(answer(), "counties", "json").content, version="0.0.1")
    assert read(content).said.version == "0.0.1" < __version__


def test_a_manifest_of_an_unknown_way_of_travel_or_standard_is_refused(taken: Callable[..., Path]) -> None:
    path = taken("counties", "json")
    content = path.read_bytes()
    for changes, about in (({"method": "broomstick"}, "broomstick"), ({"standard": "furlongs:1"}, "furlongs")):
        path.write_bytes(_edited(content, **changes))
        with pytest.raises(QueryError, match=about):
            verify(path)


def test_rows_of_two_reports_in_one_file_are_refused(answer: Answer) -> None:
    one, other = (csv_rows(render(answer(s), "counties", "csv").content) for s in ("miles:15", "miles:60"))
    with pytest.raises(QueryError, match="mixes rows"):
        read(csv_bytes([*one, *other[1:]]))


def test_the_list_of_a_search_has_no_manifest_by_design(grid_finder: Callable[..., Finder]) -> None:
    from finder.questions.search.query import SearchQuery
    from finder.reports.answers import search_answer

    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", on=ON))
    for content in (to_csv(option_rows(found)).encode(), json.dumps(search_answer(found)).encode()):
        with pytest.raises(QueryError, match="by design: a place is health data"):
            read(content)


def test_a_table_without_rows_has_no_manifest_as_csv_but_as_json(answer: Answer) -> None:
    result = answer(centers=[])
    with pytest.raises(QueryError, match="no manifest"):
        read(render(result, "centers", "csv").content)
    assert said(compared(render(result, "centers", "json").content, result)) == "equal: 0 rows"


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(reading.LIMITS.max_bytes + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(QueryError, match="larger than 100 MB"):
        verify(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMITS", replace(reading.LIMITS, max_unpacked_bytes=1_000_000))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * 1_000_001)
    with pytest.raises(QueryError, match="larger than 1 MB"):
        read(out.getvalue())


def test_a_workbook_without_our_sheets_is_refused(answer: Answer) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(answer(), "states", "xlsx").content))
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


@pytest.mark.parametrize(
    ("column", "written", "same"),
    [
        ("zip", "1002", "01002"), ("zip", 1002, "01002"), ("zip", "1002.0", "01002"), ("specialty_code", "57", "057"),
        ("share", "0.50", "0.5"), ("share", 0.5, "0,5"), ("people", "1", "1.0"), ("rank", "3.0", "3"),
        ("passes", "TRUE", "yes"), ("passes", False, "no"), ("checked_on", "1/2/2026", "2026-01-02"),
        ("name", "a\r\nb", "a\nb"), ("name", None, ""),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_writes_otherwise_is_the_same(column: str, written: Any, same: Any) -> None:
    assert canonical(column, written) == canonical(column, same)


@pytest.mark.parametrize(
    ("column", "written", "other"),
    [("zip", "01002", "01003"), ("share", "0.5", "0.51"), ("passes", "yes", ""), ("name", "a", "A"), ("people", "1", "one"),
     ("people", "", "0"), ("name", "1", "1.0")],
)  # fmt: skip
def test_what_differs_stays_different(column: str, written: str, other: str) -> None:
    assert canonical(column, written) != canonical(column, other)
