"""Tables to take away: what a spreadsheet or a terminal makes of them."""

import pytest
from finder.reports.columns import COLUMNS
from hypothesis import given
from hypothesis import strategies as st

from finder import __version__
from finder.core import Finder
from finder.questions.coverage.query import CoverageQuery
from finder.questions.search.query import SearchQuery
from finder.reports.manifest import TRACE
from finder.reports.render import render
from finder.reports.tables import (
    OPTION_COLUMNS,
    TABLES,
    area_rows,
    option_rows,
    region_rows,
    state_rows,
    to_csv,
    to_text,
    zip_rows,
)
from tests.conftest import HOSTILE, center_at
from tests.reports.conftest import ON, Ask, MakeFinder
from tests.reports.conftest import read_csv as read
from tests.world import make_finder


def one_cell(value: object) -> str:
    return read(to_csv([{"a": value, "b": "end"}]))[0]["a"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")', "-"])
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert one_cell(text) == "'" + text


@pytest.mark.parametrize(("number", "shown"), [(-111.04, "-111.04"), (-1, "-1"), (0.0, "0.0"), (1e-9, "1e-09")])
def test_a_number_never_gets_one(number: float, shown: str) -> None:
    assert one_cell(number) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, ""), (True, "yes"), (False, "no"), ("", ""), ("a=b", "a=b"), (HOSTILE, HOSTILE)]
)
def test_other_values_stand_as_they_are(value: object, shown: str) -> None:
    assert one_cell(value) == shown


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_and_runs_nowhere(text: str) -> None:
    shown = one_cell(text)
    assert shown in (text, "'" + text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_lines_end_as_the_standard_says() -> None:
    assert to_csv([{"a": 1}, {"a": 2}]) == "a\r\n1\r\n2\r\n"


def test_no_rows_make_no_table() -> None:
    assert to_csv([]) == ""


def options(finder: Finder, therapy: str | None = None) -> list[dict[str, str]]:
    return read(to_csv(option_rows(finder.search(SearchQuery("67000", therapy, on=ON)))))


def test_hostile_listings_come_out_as_themselves(grid_finder: MakeFinder) -> None:
    rows = options(grid_finder(centers=[center_at(0, 1, name=HOSTILE, street=HOSTILE, source=HOSTILE, city="=1+1")]))
    assert [(r["name"], r["address"], r["source"], r["city"]) for r in rows] == [(HOSTILE, HOSTILE, HOSTILE, "'=1+1")]


def test_an_option_carries_where_it_is_from_and_how_it_was_measured(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1, source="a list", source_url="https://a.org", website="https://b.org")])
    (row,) = options(finder)
    assert (row["source"], row["source_url"], row["website"]) == ("a list", "https://a.org", "https://b.org")
    assert row["method"] == str(finder.travel.method.label)


def test_a_burden_fills_columns_that_are_there_without_it_too(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1)])
    (without,), (with_one,) = options(finder), options(finder, "rituximab")
    assert list(without) == list(with_one)
    assert (without["year_trips_low"], without["fits_in_a_day"]) == ("", "")
    assert (with_one["year_trips_low"], with_one["year_trips_high"], with_one["fits_in_a_day"]) == ("4", "4", "yes")


def test_visits_stand_in_one_cell(grid_finder: MakeFinder) -> None:
    when = {"start_time": "9:00", "end_time": "15:00", "timezone": "America/Chicago", "rrule": "FREQ=WEEKLY;COUNT=2"}
    finder = grid_finder(
        mobile_units=[{"id": "u", "name": "Unit"}],
        mobile_stops=[{"id": "s", "unit_id": "u", "name": "Stop", "zip": "67001"}],
        mobile_calendar=[{"stop_id": "s", "starts_on": "2026-12-01", **when}],
    )
    assert [r["next_visits"] for r in options(finder)] == ["2026-12-01; 2026-12-08"]


def test_states_are_the_sums_of_their_counties(ask: Ask) -> None:
    result = ask(centers=[center_at(0, 0)])
    (state,) = state_rows(result)
    assert (state["state"], state["population"], state["covered"], state["share"]) == ("KS", 2500, 300, 0.12)
    assert sum(a["covered"] for a in area_rows(result)) == 300


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_columns_that_it_says_and_each_is_explained(ask: Ask, name: str) -> None:
    table = TABLES[name]
    rows = table.rows(ask("cms", "ivig", centers=[center_at(0, 0)]) if name == "hsd" else ask())
    assert rows
    assert {frozenset(row) for row in rows} == {frozenset((*table.columns, *TRACE))}
    assert set(table.columns) <= set(COLUMNS)
    assert set(table.key) | set(table.shown) <= set(table.columns)
    assert not set(table.columns) & set(TRACE)


def test_every_column_that_is_explained_is_used() -> None:
    assert set(COLUMNS) == {c for table in TABLES.values() for c in table.columns}


@pytest.mark.parametrize("name", TABLES)
def test_the_key_tells_rows_apart(of_state: Ask, name: str) -> None:
    table = TABLES[name]
    keys = [tuple(row[k] for k in table.key) for row in table.rows(of_state("MT"))]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_coverage_can_be_traced(ask: Ask, name: str) -> None:
    result = ask("cms", "ivig", centers=[center_at(0, 0)])
    traced = {"standard": "cms", "therapy": "ivig", "evidence": "any", "method": "straight", "computed_on": "2026-11-22"}
    traced |= {"version": __version__, "table": name, "mobile": "include", "where": "US", "hsd": "none"}
    for row in TABLES[name].rows(result):
        assert {key: row[key] for key in traced} == traced
        assert row["directory"] == result.directory.fingerprint
        assert row["data"].startswith("sha256:")


def test_a_county_spells_out_what_is_known_and_who_is_left_out(ask: Ask) -> None:
    given = [{"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported"}]
    west, east = area_rows(ask("miles:15", "ivig", center_therapies=given))
    assert (west["known_covered"], west["known_share"], west["left_out"]) == (0, 0, 750)
    assert (east["known_covered"], east["known_passes"], east["left_out"]) == (300, None, 1150)
    assert [r["known_covered"] for r in area_rows(ask())] == [None, None]


def test_zips_are_parts_that_add_up_to_counties(ask: Ask) -> None:
    result = ask()
    rows = zip_rows(result)
    assert len(rows) == 26
    assert [(r["fips"], r["people"]) for r in rows if r["zip"] == "67012"] == [("20001", 50), ("20003", 50)]
    assert sum(r["people"] for r in rows if r["within_standard"]) == 600
    assert [(r["zip"], r["fips"]) for r in rows] == sorted((r["zip"], r["fips"]) for r in rows)


def test_a_zip_says_its_nearest_its_second_and_how_many_are_within(ask: Ask) -> None:
    rows = {r["zip"]: r for r in zip_rows(ask(centers=[center_at(0, 0), center_at(0, 1), center_at(4, 4)]))}
    home, corner, middle = rows["67000"], rows["67044"], rows["67022"]
    assert (home["nearest_id"], home["nearest_mi"], home["places_within"]) == ("c0-0", 0, 2)
    assert (corner["nearest_id"], corner["places_within"]) == ("c4-4", 1)
    assert (middle["within_standard"], middle["places_within"]) == (False, 0)
    for row in rows.values():
        assert row["nearest_min_low"] <= row["nearest_min"] <= row["nearest_min_high"]
        assert row["second_min"] >= row["nearest_min"]


def test_a_zip_without_a_road_says_so() -> None:
    rows = make_finder().coverage(CoverageQuery("miles:60", state="AK", on=ON))
    cut_off = [r for r in zip_rows(rows) if r["road"]]
    assert cut_off
    assert {(r["nearest_mi"], r["nearest_min"], r["within_standard"]) for r in cut_off} == {(None, None, False)}
    assert all(r["nearest_id"] for r in cut_off)


def test_regions_are_named_with_their_counties(ask: Ask) -> None:
    (row,) = region_rows(ask(centers=[center_at(0, 0)]))
    assert (row["states"], row["counties"], row["county_names"]) == ("KS", "20003; 20001", "East, KS; West, KS")
    assert len(row["zips"].split("; ")) == 22
    assert row["road"] == ""


def test_every_table_of_nothing_is_its_header(ask: Ask) -> None:
    result = ask(centers=[])
    assert TABLES["centers"].rows(result) == []
    assert render(result, "centers", "csv").content.decode() == ",".join((*TABLES["centers"].columns, *TRACE)) + "\r\n"


def test_a_search_that_finds_nothing_still_has_its_header(grid_finder: MakeFinder) -> None:
    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", on=ON))
    assert list(*option_rows(found)) == list(OPTION_COLUMNS)
    assert to_csv([], OPTION_COLUMNS) == ",".join(OPTION_COLUMNS) + "\r\n"


def test_a_terminal_gets_aligned_columns() -> None:
    shown = to_text([{"name": "Bozeman", "mi": 1.5, "x": 0}, {"name": "A", "mi": None, "x": 0}], ["name", "mi"])
    assert shown.split("\n") == ["name     mi", "-------  ---", "Bozeman  1.5", "A"]


def test_a_terminal_gets_no_control_characters_and_no_endless_cells() -> None:
    shown = to_text([{"a": "\x1b[31mred\x07\n\u202etxt" + "x" * 500}], ["a"])
    assert shown.split("\n")[2] == "[31mredtxt" + "x" * 50


def test_a_table_without_rows_is_its_header() -> None:
    assert to_text([], ["name", "mi"]).split("\n") == ["name  mi", "----  --"]
