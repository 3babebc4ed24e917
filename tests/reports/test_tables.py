"""Tables to take away: what a spreadsheet or a terminal makes of them."""

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.questions import CoverageQuery, SearchQuery
from finder.reports.tables import area_rows, gap_rows, option_rows, state_rows, to_csv, to_text
from tests.conftest import HOSTILE, center_at

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)


def read(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline="")))


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


def test_states_are_the_sums_of_their_counties(grid_finder: MakeFinder) -> None:
    result = grid_finder(centers=[center_at(0, 0)]).coverage(CoverageQuery("miles:15", on=ON))
    (state,) = state_rows(result)
    areas = area_rows(result)
    assert (state["state"], state["population"], state["covered"], state["share"]) == ("KS", 2500, 300, 0.12)
    assert sum(a["covered"] for a in areas) == 300


@pytest.mark.parametrize("table", [area_rows, state_rows, gap_rows])
def test_every_row_of_coverage_can_be_traced(grid_finder: MakeFinder, table: Callable[..., list[dict[str, object]]]) -> None:
    finder = grid_finder(centers=[center_at(0, 0)])
    rows = table(finder.coverage(CoverageQuery("miles:15", "ivig", on=ON)))
    trace = {"standard": "miles:15", "therapy": "ivig", "evidence": "any", "method": "straight", "computed_on": "2026-11-22"}
    assert rows
    for row in rows:
        assert {key: row[key] for key in trace} == trace
        assert row["directory"] == finder.directory.fingerprint


def test_a_terminal_gets_aligned_columns() -> None:
    shown = to_text([{"name": "Bozeman", "mi": 1.5, "x": 0}, {"name": "A", "mi": None, "x": 0}], ["name", "mi"])
    assert shown.split("\n") == ["name     mi", "-------  ---", "Bozeman  1.5", "A"]


def test_a_terminal_gets_no_control_characters_and_no_endless_cells() -> None:
    shown = to_text([{"a": "\x1b[31mred\x07\n\u202etxt" + "x" * 500}], ["a"])
    assert shown.split("\n")[2] == "[31mredtxt" + "x" * 50


def test_a_table_without_rows_is_its_header() -> None:
    assert to_text([], ["name", "mi"]).split("\n") == ["name  mi", "----  --"]
