"""The options of a search as rows of a table."""

from finder.core import Finder
from finder.questions.search.query import SearchQuery
from finder.reports.rows import to_csv
from finder.reports.tables import OPTION_COLUMNS, option_rows
from finder.wording.writer import ENGLISH
from tests.conftest import HOSTILE, center_at
from tests.planners import ON, MakeFinder
from tests.planners import read_csv as read


def options(finder: Finder, therapy: str | None = None) -> list[dict[str, str]]:
    return read(to_csv(option_rows(finder.search(SearchQuery("67000", therapy, on=ON))), OPTION_COLUMNS))


def test_hostile_listings_come_out_as_themselves(grid_finder: MakeFinder) -> None:
    rows = options(grid_finder(centers=[center_at(0, 1, name=HOSTILE, street=HOSTILE, source=HOSTILE, city="=1+1")]))
    assert [(r["name"], r["address"], r["source"], r["city"]) for r in rows] == [(HOSTILE, HOSTILE, HOSTILE, "'=1+1")]


def test_an_option_carries_where_it_is_from_and_how_it_was_measured(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 1, source="a list", source_url="https://a.org", website="https://b.org")])
    (row,) = options(finder)
    assert (row["source"], row["source_url"], row["website"]) == ("a list", "https://a.org", "https://b.org")
    assert row["method"] == ENGLISH.say(finder.context.travel.method.label)


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


def test_the_rows_of_a_search_have_the_columns_of_its_table(grid_finder: MakeFinder) -> None:
    found = grid_finder(centers=[center_at(0, 1)]).search(SearchQuery("67000", on=ON))
    assert [set(row) for row in option_rows(found)] == [set(OPTION_COLUMNS)]
