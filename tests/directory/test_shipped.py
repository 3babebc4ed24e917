"""The shipped directory: its format, its words, its merges, and the build that makes it."""

import csv
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from finder.directory.folder import load_folder
from tests.directory.conftest import said
from tests.world import GAZETTEER, REFERENCE, ROOT, TODAY, reader

Row = dict[str, str]
DIRECTORY = ROOT / "data" / "directory"
BUILD = ROOT / "data" / "build"
CENTER_COLUMNS = (
    "id,name,kind,operator,street,city,state,zip,lat,lon,phone,website,hours,chairs,new_patients,wheelchair,languages,payment,"
    "serves,open_from,open_until,npi,ccn,source,source_url,checked_on,note"
)
THERAPY_COLUMNS = "center_id,therapy_id,evidence,basis,count,speaks_for,codes,source,source_url,checked_on"
KINDS = {"hospital_outpatient", "freestanding", "physician_office", "home_infusion", "pharmacy", "unknown"}
SERVES = {"adults", "children", "cancer", "women", "veterans", "tribal", "own_patients"}
# YYYY, YYYY-MM, or YYYY-MM-DD.
DAY = re.compile(r"20\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
WEB_ADDRESS = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
# What is for maintainers, or in the sources' own words.
NOT_FOR_PATIENTS = re.compile(
    r"http|@|github|repo|file id|HIFLD|stored|NPI|CCN|llms|site-by-site|;|\.\.|[^\x00-\x7F]", re.IGNORECASE
)
# Initials and names that are written in capitals.
CAPITALS = {"CHRISTUS", "INTEGRIS", "CARTI", "AMITA", "BIDMC", "HIMA", "OHSU", "TOPS"}
# Abbreviations, legal forms, and articles at the end.
BADLY_SPELLED = re.compile(r"\b(Ctr|Hlth|Hosp|Rmc|Dba)\b|, ?([Tt]he|[Ii]nc|LLC)\b|\bLLC$|'S\b")
LONGEST_NAME, LONGEST_NOTE = 90, 120


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CENTERS = {row["id"]: row for row in rows(DIRECTORY / "centers.csv")}
WRITTEN = rows(DIRECTORY / "center_therapies.csv")
# One for each therapy that a row names.
STATEMENTS = [row | {"therapy_id": therapy} for row in WRITTEN for therapy in row["therapy_id"].split(";")]
MERGES = rows(BUILD / "merges.csv")


def wrong(allowed: Callable[[Row], object], listed: list[Row]) -> list[str]:
    return [" ".join(row.values()) for row in listed if not allowed(row)]


def test_the_files_have_their_columns_and_each_id_once() -> None:
    listed = rows(DIRECTORY / "centers.csv")
    assert ",".join(listed[0]) == CENTER_COLUMNS
    assert ",".join(STATEMENTS[0]) == THERAPY_COLUMNS
    assert len(CENTERS) == len(listed)
    keys = [(row["center_id"], row["therapy_id"], row["basis"]) for row in STATEMENTS]
    assert len(set(keys)) == len(keys)


def test_cells_of_centers_are_of_the_format() -> None:
    listed = list(CENTERS.values())
    assert (
        wrong(lambda row: row["name"] and row["city"] and row["source"] and re.fullmatch("[A-Z]{2}", row["state"]), listed)
        == []
    )
    assert wrong(lambda row: re.fullmatch(r"[A-Z]-[A-Z0-9-]+", row["id"]), listed) == []
    assert wrong(lambda row: row["kind"] in KINDS, listed) == []
    assert wrong(lambda row: set(filter(None, row["serves"].split(";"))) <= SERVES, listed) == []
    assert wrong(lambda row: re.fullmatch(r"(\d{5})?", row["zip"]), listed) == []
    assert wrong(lambda row: re.fullmatch(r"(\d{3}-\d{3}-\d{4}( ext\. \d+)?)?", row["phone"]), listed) == []
    assert wrong(lambda row: re.fullmatch(r"(\d{10}(;\d{10})*)?", row["npi"]), listed) == []
    assert wrong(lambda row: re.fullmatch(r"([0-9A-Z]{6}(;[0-9A-Z]{6})*)?", row["ccn"]), listed) == []
    days = {row[column] for row in listed for column in ("checked_on", "open_from", "open_until") if row[column]}
    assert [day for day in days if not DAY.fullmatch(day)] == []
    addresses = {row[column] for row in listed for column in ("website", "source_url") if row[column]}
    assert [address for address in addresses if not WEB_ADDRESS.fullmatch(address)] == []


def test_every_row_is_used_as_written() -> None:
    """No ZIP code contradicts its city or state, and no cell is unknown."""
    assert said(load_folder(DIRECTORY, reader(GAZETTEER), TODAY)) == []


def test_each_zip_code_is_in_the_state_of_its_center() -> None:
    state = dict(zip(REFERENCE.zips.zip.tolist(), REFERENCE.zips.state.tolist(), strict=True))
    assert (
        wrong(lambda row: not row["zip"] or state.get(row["zip"], row["state"]) == row["state"], list(CENTERS.values())) == []
    )


def test_statements_are_of_the_format() -> None:
    therapies = set(REFERENCE.therapies)
    assert wrong(lambda row: row["center_id"] in CENTERS and row["therapy_id"] in therapies, STATEMENTS) == []
    assert wrong(lambda row: row["evidence"] == "reported" and row["source"], STATEMENTS) == []
    assert wrong(lambda row: row["basis"] in ("page", "paid", "price_list"), STATEMENTS) == []
    assert (
        wrong(lambda row: bool(row["count"]) == (row["basis"] == "paid") and re.fullmatch(r"\d*", row["count"]), STATEMENTS)
        == []
    )
    assert wrong(lambda row: re.fullmatch(r"(all|[2-9]|\d\d)?", row["speaks_for"]), STATEMENTS) == []
    assert wrong(lambda row: re.fullmatch(r"([A-Z]\d{4}(;[A-Z]\d{4})*)?", row["codes"]), STATEMENTS) == []
    assert wrong(lambda row: not row["checked_on"] or DAY.fullmatch(row["checked_on"]), STATEMENTS) == []
    assert wrong(lambda row: not row["source_url"] or WEB_ADDRESS.fullmatch(row["source_url"]), STATEMENTS) == []
    assert wrong(lambda row: row["source_url"] or row["basis"] != "page", STATEMENTS) == []


def test_codes_of_a_row_are_those_of_its_therapies() -> None:
    table = tomllib.loads((ROOT / "data" / "therapies.toml").read_text(encoding="utf-8"))["therapy"]
    therapy_of = {code: therapy["id"] for therapy in table for code in therapy.get("hcpcs", ())}

    def coded(row: Row) -> set[str]:
        return {therapy_of[code] for code in row["codes"].split(";") if code in therapy_of}

    assert wrong(lambda row: coded(row) <= set(row["therapy_id"].split(";")), WRITTEN) == []
    listed = [row for row in WRITTEN if row["basis"] == "price_list"]
    assert wrong(lambda row: coded(row) >= set(row["therapy_id"].split(";")) & set(therapy_of.values()), listed) == []


def test_names_and_streets_are_as_on_the_door() -> None:
    for row in CENTERS.values():
        words = re.findall(r"[A-Za-z']+", f"{row['name']} {row['city']}")
        assert [word for word in words if len(word) > 4 and word.isupper() and word not in CAPITALS] == [], row["name"]
        for column in ("name", "street", "city"):
            assert "  " not in row[column], row[column]
        assert not BADLY_SPELLED.search(row["name"]), row["name"]
        assert len(row["name"]) <= LONGEST_NAME, row["name"]


def test_notes_are_short_and_for_patients() -> None:
    notes = {row["note"] for row in CENTERS.values() if row["note"]}
    assert [note for note in notes if len(note) > LONGEST_NOTE or NOT_FOR_PATIENTS.search(note)] == []
    assert [note for note in notes if not (note[0].isupper() and note.endswith("."))] == []


@pytest.mark.parametrize(
    ("merged", "kept"),
    [
        ("N-AZ-190", "S-AZ-1"),
        ("N-1548554959", "N-1346526845"),
        ("D-RRC240115-05", "D-RRC240115-04"),
        ("N-PA-111", "H-390114"),
        ("H-420070", "S-SC-1"),
        ("K-KY-5", "S-KY-1"),
        ("N-AZ-096", "H-030014"),
    ],
)
def test_one_door_is_one_center(merged: str, kept: str) -> None:
    assert merged not in CENTERS
    assert kept in CENTERS
    assert kept in [row["kept_id"] for row in MERGES if row["merged_id"] == merged]


@pytest.mark.parametrize("pair", [("K-MT-1", "N-MT-145"), ("H-360112", "H-363309"), ("H-330164", "D-DSH330285H")])
def test_a_department_with_its_own_patients_stays_apart(pair: tuple[str, str]) -> None:
    assert set(pair) <= set(CENTERS)


def test_merges_agree_with_the_centers() -> None:
    assert {row["merged_id"] for row in MERGES} & set(CENTERS) == set()
    assert {row["kept_id"] for row in MERGES} <= set(CENTERS)
    assert wrong(lambda row: row["why"] and row["state"] == CENTERS[row["kept_id"]]["state"], MERGES) == []


def test_claims_of_one_billing_number_are_not_counted_at_two_centers() -> None:
    numbers = [npi for row in CENTERS.values() for npi in row["npi"].split(";") if npi]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("center", "serves"),
    [
        ("K-OH-5", "children"),
        ("K-NY-1", "cancer"),
        ("K-RI-4", "women"),
        ("K-AK-2", "tribal"),
        ("K-NH-1", "own_patients"),
        ("K-MA-2", ""),
        ("H-390114", ""),
        ("N-MT-145", "children"),
    ],
)
def test_whom_a_hospital_serves_is_what_it_is_for_and_not_its_name(center: str, serves: str) -> None:
    assert CENTERS[center]["serves"] == serves


def test_a_closed_center_is_closed() -> None:
    closed = CENTERS["K-ND-4"]
    assert closed["open_until"] == "2023-12-31"
    assert "closed in 2023" in closed["note"]


def test_companies_without_chairs_are_no_places_to_travel_to() -> None:
    kinds = {CENTERS[center]["kind"] for center in ("N-1922808583", "N-1346526845", "N-1649541384")}
    assert kinds == {"home_infusion"}
    assert CENTERS["N-1770634834"]["kind"] == "pharmacy"


def test_invented_units_are_not_in_the_directory() -> None:
    assert sorted(path.name for path in DIRECTORY.glob("*.csv")) == ["center_therapies.csv", "centers.csv"]
    assert {row["example"] for row in rows(ROOT / "data" / "examples" / "mobile_units.csv")} == {"yes"}


@pytest.mark.slow
def test_the_build_gives_the_same_bytes(shared_data: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, BUILD / "listings.py", shared_data, "--out", tmp_path], check=True, capture_output=True)
    for made in (path for path in tmp_path.rglob("*") if path.is_file()):
        name = made.relative_to(tmp_path)
        assert made.read_bytes() == (ROOT / name).read_bytes(), name
