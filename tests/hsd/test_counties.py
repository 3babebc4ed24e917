"""Counties as official tables spell them."""

import csv
from pathlib import Path

import pytest

from finder.domain.demand import Counties
from finder.hsd.counties import CountyFinder, is_newer
from tests.conftest import HOSTILE

# From here on: American Samoa, Guam, the Northern Marianas; Puerto Rico; the Virgin Islands.
ISLANDS = "60"
NEWER = {f"09{n}" for n in range(110, 200, 10)} | {"02063", "02066"}


@pytest.fixture(scope="module")
def finder(all_counties: Counties) -> CountyFinder:
    return CountyFinder(all_counties)


def fips_of(finder: CountyFinder, table: Counties, state: str, name: str, code: str = "") -> str | None:
    row = finder.row(code, state, name)
    return None if row is None else str(table.fips[row])


@pytest.mark.parametrize(
    ("state", "name", "fips"),
    [
        ("AL", "Autauga", "01001"),
        ("Alabama", "AUTAUGA COUNTY", "01001"),
        ("al", " autauga  county ", "01001"),
        ("AL", "Saint Clair", "01115"),
        ("AL", "ST CLAIR", "01115"),
        ("AL", "St.Clair", "01115"),
        ("AL", "De Kalb", "01049"),
        ("IN", "LaPorte", "18091"),
        ("IN", "La Porte County", "18091"),
        ("IA", "O Brien", "19141"),
        ("IA", "O’Brien", "19141"),
        ("MD", "Prince Georges", "24033"),
        ("MD", "St. Mary's County", "24037"),
        ("MO", "Sainte Genevieve", "29186"),
        ("NM", "Dona Ana", "35013"),
        ("NM", "Doña Ana County", "35013"),
        ("PR", "Mayaguez Municipio", "72097"),
        ("Puerto Rico", "Añasco", "72011"),
        ("LA", "Orleans Parish", "22071"),
        ("LA", "W. Baton Rouge", "22121"),
        ("LA", "ST. JOHN BAPTIST", "22095"),
        ("AK", "Juneau City and Borough", "02110"),
        ("AK", "Anchorage Municipality", "02020"),
        ("AK", "Lake & Peninsula", "02164"),
        ("AK", "Bethel Census Area", "02050"),
        ("AK", "Wade Hampton", "02158"),
        ("SD", "Shannon", "46102"),
        ("DC", "District of Columbia", "11001"),
        ("District of Columbia", "Washington", "11001"),
        ("NV", "Carson City", "32510"),
        ("VA", "James City", "51095"),
        ("VA", "James City County", "51095"),
        ("VA", "Charles City", "51036"),
        ("VA", "Alexandria", "51510"),
        ("VA", "ALEXANDRIA CITY", "51510"),
        ("VA", "City of Alexandria", "51510"),
        ("WV", "Mc Dowell", "54047"),
    ],
)
def test_names_are_known_however_they_are_spelled(
    finder: CountyFinder, all_counties: Counties, state: str, name: str, fips: str
) -> None:
    assert fips_of(finder, all_counties, state, name) == fips


@pytest.mark.parametrize(
    ("state", "name", "county", "city"),
    [
        ("MD", "Baltimore", "24005", "24510"),
        ("MO", "St. Louis", "29189", "29510"),
        ("VA", "Fairfax", "51059", "51600"),
        ("VA", "Franklin", "51067", "51620"),
        ("VA", "Richmond", "51159", "51760"),
        ("VA", "Roanoke", "51161", "51770"),
    ],
)
def test_a_city_and_a_county_of_one_name_are_kept_apart(
    finder: CountyFinder, all_counties: Counties, state: str, name: str, county: str, city: str
) -> None:
    for form in (name, f"{name} County", f"{name.upper()} COUNTY"):
        assert fips_of(finder, all_counties, state, form) == county
    for form in (f"{name} city", f"{name.upper()} CITY", f"City of {name}"):
        assert fips_of(finder, all_counties, state, form) == city


def test_every_county_is_found_by_its_own_name(finder: CountyFinder, all_counties: Counties) -> None:
    table = zip(all_counties.fips.tolist(), all_counties.state.tolist(), all_counties.name.tolist(), strict=True)
    assert [fips for fips, state, name in table if fips_of(finder, all_counties, state, name) != fips] == []


@pytest.mark.parametrize(
    ("state", "name"),
    [
        *[("AL", ""), ("", "Autauga"), ("", ""), ("GA", "Autauga"), ("GU", "Guam"), ("VI", "St. Croix"), ("XX", "Autauga")],
        *[("VA", "Alexandria County"), ("VA", "Fairfax Parish City"), ("AL", "Statewide"), ("TX", "City of Young")],
        *[("AL", HOSTILE), (HOSTILE, "Autauga"), ("AL", "縣"), ("AL", "Autauga, AL"), ("AL", "x" * 100_000)],
    ],
)
def test_what_is_no_county_is_not_guessed(finder: CountyFinder, all_counties: Counties, state: str, name: str) -> None:
    assert fips_of(finder, all_counties, state, name) is None


@pytest.mark.parametrize(
    ("code", "fips"),
    [("01001", "01001"), ("46113", "46102"), ("02270", "02158"), ("09110", None), ("99999", None), ("x", None)],
)
def test_a_code_comes_before_a_name(finder: CountyFinder, all_counties: Counties, code: str, fips: str | None) -> None:
    assert fips_of(finder, all_counties, "AL", "Baldwin", code) == fips


def read_2020(shared_data: Path) -> list[tuple[str, str, str]]:
    """FIPS, state and official name ("Baltimore city") of each county of the 2020 census."""
    with (shared_data / "counties_2020.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [(row["fips"], row["state"], row["county"]) for row in csv.DictReader(lines)]


def test_all_names_of_the_2020_census_are_found(finder: CountyFinder, all_counties: Counties, shared_data: Path) -> None:
    rows = [row for row in read_2020(shared_data) if row[0] not in NEWER]
    known = [row for row in rows if row[0] < ISLANDS or row[1] == "PR"]
    assert len(known) == len(all_counties.fips) - len(["Valdez-Cordova", *range(8)])
    assert [row for row in known if fips_of(finder, all_counties, row[1], row[2]) != row[0]] == []
    assert {fips_of(finder, all_counties, row[1], row[2]) for row in rows if row not in known} == {None}


def test_newer_areas_are_told_from_mistakes(shared_data: Path) -> None:
    rows = read_2020(shared_data)
    assert {fips for fips, state, name in rows if is_newer("", state, name)} == NEWER
    assert {fips for fips, _, _ in rows if is_newer(fips, "", "")} == NEWER
    assert is_newer("", "Connecticut", "CAPITOL")
    assert not is_newer("", "AL", "Capitol")
    assert not is_newer("", "CT", "Hartford")
