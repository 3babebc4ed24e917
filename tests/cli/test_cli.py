"""The command line: what goes to stdout and stderr, and with which exit code."""

import csv
import io
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from finder import __version__
from finder.cli.app import main
from finder.domain.evidence import LEVELS
from finder.questions.chairs.tables import TABLES as CHAIRS_TABLES
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.tables import TABLES
from finder.reports.render import render
from tests.cli.conftest import Run, one_line
from tests.conftest import HOSTILE
from tests.planners import ON
from tests.questions.search.test_rows import COMPLETENESS_KEYS, OPTION_KEYS
from tests.world import make_finder

COMMANDS = {
    *("serve", "geocode", "search", "coverage", "chairs", "siting", "scenario", "closures", "distances"),
    *("check", "doctor", "match", "verify", "import", "calendar"),
}
PLACE_KEYS = ["query", "label", "lat", "lon", "precision"]


# geocode


def test_geocode_answers_in_json_alone(run: Run) -> None:
    code, out, err = run("geocode", "59718", "--format", "json")
    place = json.loads(out)["place"]
    assert (code, err) == (0, "")
    assert list(place) == PLACE_KEYS
    assert (place["label"], place["precision"]) == ("59718, Bozeman, Montana", "zip")


def test_geocode_shows_a_table_unless_asked_otherwise(run: Run) -> None:
    code, out, _ = run("geocode", "Bozeman, MT")
    assert code == 0
    assert out.splitlines()[2].split("  ")[0] == "Bozeman, Montana"


def test_geocode_writes_csv(run: Run) -> None:
    _, out, _ = run("geocode", "Mayagüez PR", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["label"] == "Mayagüez, Puerto Rico"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("form", ["json", "table"])
def test_names_with_accents_come_out_as_utf8_whatever_the_encoding(
    encoding: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding))
    assert main(["geocode", "Mayaguez PR", "--format", form]) == 0
    assert "Mayagüez, Puerto Rico" in written.getvalue().decode()


def test_bytes_that_are_no_text_are_left_out(run: Run) -> None:
    code, out, _ = run("geocode", os.fsdecode(b"59718\xff"), "--format", "json")
    assert (code, json.loads(out)["place"]["query"]) == (0, "59718")


@pytest.mark.parametrize("command", ["geocode", "search"])
def test_a_name_of_several_places_gives_candidates_and_one(run: Run, command: str) -> None:
    code, out, err = run(command, "Springfield", "--format", "json")
    candidates = json.loads(out)["candidates"]
    assert code == 1
    assert f"“Springfield” could mean {len(candidates)} places." in one_line(err)
    assert len(candidates) > 25
    assert all(list(c) == [*PLACE_KEYS, "county", "people"] and c["county"] for c in candidates)


def test_a_candidate_can_be_asked_for_by_its_label(run: Run) -> None:
    _, out, _ = run("geocode", "Springfield", "--format", "json")
    third = json.loads(out)["candidates"][2]
    code, out, _ = run("geocode", third["label"], "--format", "json")
    assert code == 0
    assert json.loads(out)["place"]["lat"] == third["lat"]


def test_a_slip_asks_what_was_meant(run: Run) -> None:
    code, out, err = run("geocode", "Bozman MT")
    assert (code, out) == (2, "")
    assert one_line(err).endswith("Did you mean: Bozeman, Montana; Bozman, Maryland?")


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    [
        "", "   ", "x" * 10_000, "a\tb\x07\x1b[31m", "{{7*7}}", "<script>alert(1)</script>", "00000", "99999", "Paris, France",
        "nan,nan", "48.85, 2.35", "Montana", "Bozeman CA 59718", "\udcff\udc80", "😀", HOSTILE,
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["geocode", "search"])
def test_a_place_that_is_none_is_one_line_and_two(run: Run, command: str, place: str) -> None:
    code, out, err = run(command, "--", place)
    assert (code, out) == (2, "")
    assert one_line(err).isprintable()


# search


@pytest.mark.parametrize("place", ["59718", "Tonopah, NV", "99723", "00765", "2409 Acton Rd, Vestavia Hills AL 35243"])
def test_search_answers_as_the_contract_says(run: Run, place: str) -> None:
    code, out, err = run("search", place, "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert list(answer) == ["place", "method", "completeness", "known", "options", "notices"]
    assert list(answer["method"]) == ["id", "label", "error_note"]
    assert set(answer["completeness"]) == COMPLETENESS_KEYS
    assert all(set(option) == OPTION_KEYS for option in answer["options"])
    assert [option["rank"] for option in answer["options"]] == list(range(1, len(answer["options"]) + 1))


def test_search_obeys_its_options(run: Run, near_bozeman: Path) -> None:
    def ids(*options: str) -> list[str]:
        _, out, _ = run("search", "59718", "--directory", str(near_bozeman), "--format", "json", *options)
        return [option["id"] for option in json.loads(out)["options"]]

    assert ids() == ["a"]
    assert ids("--within", "300") == ["a", "b"]
    assert ids("--within", "300", "--limit", "1") == ["a"]
    assert ids("--within", "300", "--therapy", "ivig", "--on", "2026-11-22", "--travel", "straight") == ["a", "b"]


@pytest.fixture
def known_in_billings(write_folder: Callable[..., Path]) -> Path:
    """Four locations of Montana, of which a far one is known to give IVIG, and one treats only children."""
    where = {"BZN": "59715", "BIL": "59101", "HLN": "59601", "KID": "59718"}
    centers = [{"id": i, "name": i, "zip": z, "state": "MT", "phone": "406-555-0123"} for i, z in where.items()]
    centers[3]["serves"] = "children"
    said = {"therapy_id": "ivig", "evidence": "reported", "checked_on": "2026-01"}
    return write_folder(
        centers=centers,
        center_therapies=[
            {**said, "center_id": "BIL", "basis": "paid", "checked_on": "2024", "count": "181"},
            {**said, "center_id": "HLN", "basis": "price_list"},
        ],
    )


def test_search_puts_the_known_one_first_and_sorts_the_others_as_asked(run: Run, known_in_billings: Path) -> None:
    def found(*options: str) -> tuple[list[str], list[str]]:
        asked = ("search", "59715", "--directory", str(known_in_billings), "--therapy", "ivig", "--within", "120")
        answer = json.loads(run(*asked, "--on", "2026-11-22", "--format", "json", *options)[1])
        return answer["known"], [option["id"] for option in answer["options"]]

    assert found() == found("--sort", "miles") == (["BIL"], ["BIL", "BZN", "KID", "HLN"])
    assert found("--sort", "sure") == (["BIL"], ["BIL", "HLN", "BZN", "KID"])
    assert found("--age", "adults") == (["BIL"], ["BIL", "BZN", "HLN"])
    assert found("--age", "children") == (["BIL"], ["BIL", "BZN", "KID", "HLN"])
    assert found("--limit", "1") == (["BIL"], ["BIL"])


def test_search_shows_the_evidence_in_words_in_a_table_and_a_csv(run: Run, known_in_billings: Path) -> None:
    asked = ("search", "59715", "--directory", str(known_in_billings), "--therapy", "ivig", "--on", "2026-11-22")
    _, out, err = run(*asked)
    words = "181 paid claims (up to 2024), perhaps for another building of this organization"
    # A terminal is narrow.
    assert words[:50] in out.splitlines()[2]
    assert "Our list has 2 locations within 60 miles. Known to give IVIG: none. " in err
    _, out, _ = run(*asked, "--format", "csv")
    first, *_ = csv.DictReader(io.StringIO(out))
    shown = ("id", "tier", "basis", "evidence", "evidence_words", "checked_on", "serves")
    assert [first[column] for column in shown] == ["BIL", "known", "paid", "reported", words, "2024", ""]
    assert first["completeness"].startswith("Our list has 2 locations within 60 miles.")


def test_search_helps_with_age_and_order(run: Run) -> None:
    help_text = " ".join(run("search", "--help")[1].split())
    assert "--age {adults,children} whom the infusion is for" in help_text
    assert "--sort {miles,sure} by miles (default), or by how sure the evidence is" in help_text


def test_search_tells_on_stderr_what_a_table_cannot(run: Run, near_bozeman: Path) -> None:
    code, out, err = run("search", "59718", "--directory", str(near_bozeman), "--therapy", "ivig")
    assert code == 0
    assert out.splitlines()[2].split()[:3] == ["1", "Hospital", "A"]
    assert err.startswith("finder: 59718, Bozeman, Montana. Travel: main roads")


def test_search_by_another_way_of_travel_says_which(run: Run, near_bozeman: Path) -> None:
    for way in ("road", "straight"):
        _, out, _ = run("search", "59718", "--directory", str(near_bozeman), "--travel", way, "--format", "json")
        assert json.loads(out)["method"]["id"] == way


def test_a_routing_engine_that_does_not_answer_is_said_and_the_roads_stand_in(
    run: Run, near_bozeman: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINDER_OSRM_URL", "http://127.0.0.1:9")
    code, out, _ = run("search", "59718", "--directory", str(near_bozeman), "--travel", "osrm", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["method"]["id"]) == (0, "road")
    assert answer["notices"][0] == answer["completeness"]["sentence"]
    assert answer["notices"][1].startswith("The routing engine did not answer.")
    assert answer["options"]


def test_an_island_without_a_road_gets_words_and_the_miles_of_its_ferry(run: Run, write_folder: Callable[..., Path]) -> None:
    folder = write_folder(centers=[{"id": "h", "name": "Hyannis", "zip": "02601", "state": "MA"}])
    asked = ("search", "02554", "--directory", str(folder), "--within", "60")
    code, out, err = run(*asked)
    assert code == 0
    assert "No road leads from here to these locations." in err
    assert "Hyannis-Nantucket Ferry, about 28 miles over water" in err
    first = json.loads(run(*asked, "--format", "json")[1])["options"][0]
    assert (first["distance_mi"], first["travel_min"], first["burden"]) == (None, None, None)
    straight = first["straight_line_mi"]
    assert 25 < straight < 35
    assert f"{first['ferry_water_mi']} by ferry and {first['ferry_road_mi']} by road" in out
    _, out, _ = run(*asked, "--format", "csv")
    assert out.splitlines()[1].count("unreachable by road") == 1


def test_search_says_that_an_address_was_measured_from_its_zip(run: Run, near_bozeman: Path) -> None:
    _, out, _ = run("search", "1 Main St, Bozeman MT 59718", "--directory", str(near_bozeman), "--format", "json")
    assert json.loads(out)["notices"][1].endswith("we measure from the middle of ZIP code 59718.")


def test_search_writes_csv_with_a_row_an_option(run: Run, near_bozeman: Path) -> None:
    _, out, _ = run("search", "59718", "--directory", str(near_bozeman), "--within", "300", "--format", "csv")
    assert [row["name"] for row in csv.DictReader(io.StringIO(out))] == ["Hospital A", "Clinic B"]


def test_out_writes_the_same_to_a_file_and_nothing_to_the_screen(run: Run, near_bozeman: Path, tmp_path: Path) -> None:
    asked = ("search", "59718", "--directory", str(near_bozeman), "--format", "csv")
    _, shown, _ = run(*asked)
    code, out, _ = run(*asked, "--out", str(tmp_path / "list.csv"))
    assert (code, out) == (0, "")
    assert (tmp_path / "list.csv").read_bytes() == shown.encode()


def test_an_empty_directory_finds_nothing_and_ends_with_one(run: Run, write_folder: Callable[..., Path]) -> None:
    code, out, _ = run("search", "59718", "--directory", str(write_folder()), "--format", "json")
    assert code == 1
    assert json.loads(out)["options"] == []


def test_a_hostile_listing_is_shown_as_itself(run: Run, write_folder: Callable[..., Path]) -> None:
    folder = write_folder(centers=[{"id": "h", "name": HOSTILE, "zip": "59718"}])
    _, out, _ = run("search", "59718", "--directory", str(folder), "--format", "json")
    assert json.loads(out)["options"][0]["name"] == HOSTILE


# coverage


def test_coverage_answers_as_the_contract_says(run: Run, near_bozeman: Path) -> None:
    code, out, err = run("coverage", "--state", "mt", "--directory", str(near_bozeman), "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {"standard", "method", "directory", "totals", "areas", "gaps"} <= set(answer)
    assert answer["directory"]["centers"] == 2
    assert {area["state"] for area in answer["areas"]} == {"MT"}
    assert 0 < answer["totals"]["covered"] < answer["totals"]["population"]


@pytest.mark.slow
def test_coverage_narrows_by_therapy_and_evidence(run: Run, near_bozeman: Path, known_in_billings: Path) -> None:
    def covered(*options: str) -> float:
        _, out, _ = run("coverage", "--state", "MT", "--directory", str(near_bozeman), "--format", "json", *options)
        return float(json.loads(out)["totals"]["covered"])

    def at(level: str) -> float:
        return covered("--directory", str(known_in_billings), "--therapy", "ivig", "--evidence", level)

    levels = [at(level) for level in LEVELS]
    assert levels == sorted(levels, reverse=True)
    # Helena is on a price list, Billings was paid.
    assert levels[0] > levels[1] == levels[2] > levels[3] > levels[4] == levels[5] == 0
    assert covered("--therapy", "ivig") == covered() > 0
    assert covered("--standard", "miles:10") < covered("--standard", "miles:60")


def test_coverage_shows_counties_and_tells_the_total(run: Run, near_bozeman: Path) -> None:
    code, out, err = run("coverage", "--state", "MT", "--directory", str(near_bozeman))
    assert code == 0
    assert len(out.splitlines()) == 2 + 56
    assert re.match(r"finder: [\d.]+% of [\d.]+ million people in Montana are within 60 miles", err)


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES)
def test_coverage_shows_any_of_its_tables(run: Run, near_bozeman: Path, table: str) -> None:
    code, out, _ = run("coverage", "--state", "MT", "--standard", "cms", "--directory", str(near_bozeman), "--report", table)
    assert code == 0
    assert out.splitlines()[0].split() == list(TABLES[table].shown)
    # All locations here count.
    assert (len(out.splitlines()) > 2) is (table != "excluded")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"fips,"), ("geojson", b'{"type":"F'), ("xlsx", b"PK"), ("pdf", b"%PDF-")]
)
def test_coverage_writes_files(run: Run, near_bozeman: Path, tmp_path: Path, form: str, begins: bytes) -> None:
    file = tmp_path / f"report.{form}"
    code, out, err = run(*("coverage", "--state", "MT", "--directory", str(near_bozeman), "--format", form, "--out", str(file)))
    assert (code, out) == (0, "")
    assert "people in Montana are within 60 miles of a listed location" in err
    assert file.read_bytes().startswith(begins)


def test_coverage_gives_one_table_or_all_of_it_as_json(run: Run, near_bozeman: Path) -> None:
    asked = ("coverage", "--state", "MT", "--directory", str(near_bozeman), "--format", "json")
    assert {"areas", "regions", "manifest"} <= set(json.loads(run(*asked)[1]))
    one = json.loads(run(*asked, "--report", "zips")[1])
    assert (set(one), one["table"]) == ({"table", "rows", "manifest"}, "zips")


def test_coverage_counts_mobile_stops_as_asked(run: Run) -> None:
    def counted(mobile: str) -> int:
        _, out, _ = run("coverage", "--state", "DE", "--travel", "straight", "--mobile", mobile, "--format", "json")
        return int(json.loads(out)["directory"]["counted"])

    # The directory that comes with the program has no mobile stops.
    assert counted("include") == counted("exclude") > 0
    assert counted("only") == 0


def test_coverage_by_an_hsd_file_and_what_of_it_was_not_used(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "hsd.csv"
    head = "FIPS,COUNTY DESIGNATION,Outpatient Infusion/Chemotherapy Minutes,Outpatient Infusion/Chemotherapy Miles"
    file.write_text(f"{head}\n10001,CEAC,111,101\n99999,CEAC,1,1\n")
    asked = ("coverage", "--state", "DE", "--travel", "straight", "--hsd", str(file))
    code, out, err = run(*asked, "--standard", "cms", "--format", "json")
    assert code == 0
    assert {a["fips"]: a["type"] for a in json.loads(out)["areas"]}["10001"] == "ceac"
    assert json.loads(out)["standard"]["hsd"]["label"] == "hsd.csv"
    assert "99999" in one_line(err)
    _, _, err = run(*asked, "--format", "json")
    assert "says nothing about the standard miles:60" in one_line(err)


def test_a_terminal_is_not_flooded_with_bytes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for form in ("xlsx", "pdf"):
        code, out, err = run("coverage", "--state", "DE", "--format", form)
        assert (code, out) == (2, "")
        assert f"A terminal cannot show {form}. Add --out FILE" in one_line(err)


# chairs


def test_chairs_answers_as_json_alone(run: Run, near_bozeman: Path) -> None:
    code, out, err = run(
        "chairs", "--state", "mt", "--directory", str(near_bozeman), "--travel", "straight", "--format", "json"
    )
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["manifest"]["question"] == "chairs"
    assert {"counties", "variants"} <= set(answer)
    assert {county["state"] for county in answer["counties"]} == {"MT"}


def test_chairs_tells_its_answer_and_shows_any_of_its_tables(run: Run, near_bozeman: Path) -> None:
    for name, table in CHAIRS_TABLES.items():
        code, out, err = run(
            *("chairs", "--state", "MT", "--directory", str(near_bozeman), "--travel", "straight", "--report", name)
        )
        assert code == 0
        assert out.splitlines()[0].split() == list(table.shown)
        assert len(out.splitlines()) > 2
        assert err.startswith("finder: ")


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv", "geojson", "xlsx", "pdf"])
def test_a_report_of_chairs_is_verified(run: Run, near_bozeman: Path, tmp_path: Path, form: str) -> None:
    file, listings = tmp_path / f"report.{form}", ("--directory", str(near_bozeman))
    asked = ("chairs", "--state", "MT", "--travel", "straight", *listings, "--format", form, "--out", str(file))
    assert run(*asked)[:2] == (0, "")
    code, out, _ = run("verify", str(file), *listings)
    assert (code, out.startswith("equal: ")) == (0, True)


# verify


@pytest.mark.slow
def test_a_report_is_verified(run: Run, near_bozeman: Path, tmp_path: Path) -> None:
    file, listings = tmp_path / "report.csv", ("--directory", str(near_bozeman))
    run("coverage", "--state", "MT", *listings, "--format", "csv", "--out", str(file))
    assert run("verify", str(file), *listings)[:2] == (0, "equal: 56 rows\n")
    file.write_bytes(file.read_bytes().replace(b",Glacier,", b",Gla\x1bcier,"))
    code, out, _ = run("verify", str(file), *listings)
    assert code == 1
    assert out == "row 19, fips 30035, name: file Gla cier, now Glacier\n1 difference in 56 rows.\n"


@pytest.mark.slow
@pytest.mark.parametrize("examples", [False, True])
def test_a_report_of_a_server_that_shows_examples_is_verified(run: Run, tmp_path: Path, examples: bool) -> None:
    finder, file = make_finder(travel="straight", examples=examples), tmp_path / "report.csv"
    result = finder.coverage(CoverageQuery("miles:20", state="RI", on=ON))
    file.write_bytes(render(COVERAGE, result, "counties", "csv").content)
    assert run("verify", str(file))[:2] == (0, "equal: 5 rows\n")


def test_a_report_over_other_listings_is_not_equal(run: Run, near_bozeman: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    asked = ("coverage", "--state", "MT", "--travel", "straight", "--directory", str(near_bozeman), "--format", "json")
    run(*asked, "--out", str(file))
    code, out, _ = run("verify", str(file))
    assert code == 1
    assert out.startswith("input directory: file ")
    assert "Give the folder that the file was made from with --directory" in out
    assert re.search(r"[\d,]+ differences in [\d,]+ rows\.", out)


# check


@pytest.mark.slow
def test_check_of_the_directory_that_comes_with_the_program_is_clean(run: Run) -> None:
    code, out, err = run("check", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["problems"]) == (0, [])
    assert list(answer) == ["counts", "looks_repeated", "problems"]
    assert "finder: Traceback" not in err


def test_check_ends_with_one_and_names_the_bad_cell(run: Run, write_folder: Callable[..., Path]) -> None:
    folder = write_folder(centers=[{"id": "a", "name": "A", "zip": "59718"}, {"id": "b", "name": "B", "zip": "00000"}])
    code, _, err = run("check", "--directory", str(folder))
    assert code == 1
    assert "centers.csv, line 3, zip" in err


def test_a_bad_row_is_told_on_stderr_and_the_good_one_still_found(run: Run, write_folder: Callable[..., Path]) -> None:
    folder = write_folder(centers=[{"id": "a", "name": "A", "zip": "59718"}, {"id": "a", "name": "again", "zip": "59718"}])
    code, out, err = run("search", "59718", "--directory", str(folder), "--format", "json")
    assert (code, len(json.loads(out)["options"])) == (0, 1)
    assert "centers.csv, line 3" in err


# bad input


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "about"),
    [
        ([], "COMMAND"),
        (["bogus"], "bogus"),
        (["geocode"], "PLACE"),
        (["search", "59718", "--bogus"], "--bogus"),
        (["search", "59718", "59715"], "59715"),
        (["search", "59718", "--within", "far"], "--within"),
        (["search", "59718", "--within", "-5"], "distance"),
        (["search", "59718", "--within", "nan"], "distance"),
        (["search", "59718", "--within", "1e999"], "distance"),
        (["search", "59718", "--limit", "0"], "number of locations"),
        (["search", "59718", "--limit", "1.5"], "--limit"),
        (["search", "59718", "--age", "child"], "--age"),
        (["search", "59718", "--age", ""], "--age"),
        (["search", "59718", "--sort", "best"], "--sort"),
        (["search", "59718", "--on", "2026-02-30"], "2026-02-30"),
        (["search", "59718", "--on", "tomorrow"], "tomorrow"),
        (["search", "59718", "--therapy", "snake oil"], "snake oil"),
        (["search", "59718", "--travel", "broomstick"], "broomstick"),
        (["search", "59718", "--geocoder", "oracle"], "oracle"),
        (["search", "59718", "--format", "xml"], "xml"),
        (["search", "59718", "--directory", "no/such/folder"], "no/such/folder"),
        (["check", "--directory", "README.md"], "README.md"),
        (["geocode", "59718", "--out", "no/such/folder/file"], "no/such/folder/file"),
        (["geocode", "59718", "--out", "."], "Is a directory"),
        (["coverage", "--standard", "miles:-1"], "miles:-1"),
        (["coverage", "--standard", "furlongs:60"], "furlongs:60"),
        (["coverage", "--state", "ZZ"], "ZZ"),
        (["coverage", "--evidence", "rumour"], "rumour"),
        (["coverage", "--evidence", "staff", "--therapy", "ivig"], "staff"),
        (["chairs", "--evidence", "known", "--therapy", "ivig"], "known"),
        (["coverage", "--evidence", "listed"], "therapy"),
        (["coverage", "--therapy", "snake oil"], "snake oil"),
        (["coverage", "--mobile", "sometimes"], "sometimes"),
        (["coverage", "--report", "towns"], "towns"),
        (["coverage", "--report", "hsd", "--state", "DE"], "CMS standards"),
        (["coverage", "--report", "zips", "--format", "pdf"], "PDF is one report"),
        (["coverage", "--hsd", "no/such/file.csv"], "file.csv"),
        (["search", "59718", "--format", "pdf"], "pdf"),
        (["geocode", "59718", "--format", "xlsx"], "xlsx"),
        (["check", "--format", "geojson"], "geojson"),
        (["search", "59718", "--report", "zips"], "--report"),
        (["verify"], "FILE"),
        (["verify", "no/such/file.csv"], "no/such/file.csv"),
        (["verify", "README.md"], "no manifest"),
        (["verify", "."], "Is a directory"),
        (["verify", "README.md", "--travel", "road"], "--travel"),
        (["check", "--travel", "road"], "--travel"),
        (["geocode", "59718", "--directory", "x"], "--directory"),
        (["chairs", "--standard", "cms"], "--standard"),
        (["chairs", "--report", "gaps"], "gaps"),
        (["chairs", "--evidence", "listed"], "therapy"),
        (["coverage", "--limit", "3"], "--limit"),
        (["serve", "--format", "csv"], "--format"),
        (["serve", "--hsd", "no/such/file.csv"], "no/such/file.csv"),
        (["serve", "--port", "0"], "port"),
        (["serve", "--port", "65536"], "port"),
        (["serve", "--port", "http"], "port"),
        (["serve", "--host", "256.256.256.256"], "256.256.256.256"),
    ],
)
def test_bad_input_is_one_line_and_two(run: Run, argv: list[str], about: str) -> None:
    code, out, err = run(*argv)
    assert (code, out) == (2, "")
    assert about in one_line(err)


def test_a_control_character_in_an_option_does_not_reach_the_terminal(run: Run) -> None:
    code, _, err = run("search", "59718", "--therapy", "\x1b[31mred\n")
    assert code == 2
    assert one_line(err).isprintable()


# help


def test_version_and_help_answer_and_end(run: Run) -> None:
    assert run("--version") == (0, f"{__version__}\n", "")
    code, out, _ = run("--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)


def test_the_help_names_each_command(run: Run) -> None:
    _, out, _ = run("--help")
    assert set(re.findall(r"^    (\w+) ", out, re.MULTILINE)) == COMMANDS


def test_trials_are_imported_and_what_was_kept_is_said(run: Run, tmp_path: Path) -> None:
    page = Path(__file__).parents[1] / "trials" / "page.json"
    code, out, err = run("import", "trials", str(page), "--out", str(tmp_path / "kept"))
    assert (code, out) == (0, "")
    assert "Saved 2 recruiting trials" in err
    bad = tmp_path / "bad.json"
    bad.write_text("no json")
    code, out, err = run("import", "trials", str(bad), "--out", str(tmp_path / "kept"))
    assert code == 2
    assert len(err.splitlines()) == 1
