"""From an island, the list goes by the road from where the ferry lands, and says both parts."""

import numpy as np
import pytest

from finder.core import Finder
from finder.domain.ferry import Ferry, FerryTrip, near_ferries
from finder.domain.geo import Point
from finder.questions.search.plain_list import to_plain_list
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.result import SearchResult
from finder.reports.rows import to_csv
from finder.wording.writer import ENGLISH
from tests.planners import ON, read_csv, said, strict_json

NANTUCKET, VINEYARD, VASHON, AVALON = "02554", "02568", "98070", "90704"


def search(finder: Finder, place: str, **asked: object) -> SearchResult:
    return finder.search(SearchQuery(place, on=ON, **asked))  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [NANTUCKET, VINEYARD, VASHON, AVALON])
def test_those_beyond_the_water_are_sorted_by_both_parts(road_starter: Finder, place: str) -> None:
    options = search(road_starter, place, limit=100).options
    ways = [0 if o.trip.by_road else 1 if o.trip.ferry else 2 for o in options]
    assert ways == sorted(ways)
    assert 1 in ways
    miles = [o.trip.ferry.miles for o in options if o.trip.ferry]
    assert miles == sorted(miles)


def test_the_road_part_is_that_to_the_landing_and_from_the_other(road_starter: Finder) -> None:
    context = road_starter.context
    option = next(o for o in search(road_starter, VINEYARD).options if o.trip.ferry)
    assert option.trip.ferry
    ferry = next(f for f in context.reference.ferries if f.name == option.trip.ferry.name)
    place = road_starter.geocode(VINEYARD).point
    position = option.point.position
    assert position

    def road(start: Point, end: Point) -> float:
        here, there = context.candidates.ends([start]), context.candidates.ends([end])
        return float(context.travel.matrix(here, there, 100.0).distance_mi[0])

    both = road(place, ferry.near_landing(place)) + road(ferry.far_landing(place), position.point)
    assert option.trip.ferry == FerryTrip(ferry.name, ferry.miles, pytest.approx(both))  # type: ignore[arg-type]


def test_page_paper_and_files_say_both_parts(road_starter: Finder) -> None:
    result = search(road_starter, AVALON)
    first = result.options[0]
    assert first.trip.ferry
    way = ENGLISH.way(first)
    assert way.startswith("by ferry: about 30 miles over water and ")
    assert way.endswith(" by road (Catalina Express Long Beach-Avalon Ferry)")
    assert way in to_plain_list(result, ENGLISH)
    row = strict_json(SEARCH.whole(result))["options"][0]
    table = SEARCH.tables[SEARCH.default_table]
    written = read_csv(to_csv(table.rows(result), table.columns))[0]
    assert row["ferry"] == written["ferry"] == first.trip.ferry.name
    assert row["ferry_water_mi"] == float(written["ferry_water_mi"]) == 30.0
    assert row["ferry_road_mi"] == round(first.trip.ferry.road_mi, 1) == float(written["ferry_road_mi"])
    assert row["distance_mi"] is None
    assert any("sorted by the miles over water and by road" in n for n in said(result.list_notices))


@pytest.mark.parametrize("place", ["59718", "98040", "10001", "96748", "99546"])
def test_where_a_road_leads_or_no_ferry_runs_none_is_said(road_starter: Finder, place: str) -> None:
    options = search(road_starter, place).options
    assert all(o.trip.ferry is None for o in options if o.trip.by_road)
    if place in ("96748", "99546"):
        assert all(o.trip.ferry is None for o in options)
        assert np.isfinite([o.trip.straight_mi for o in options]).all()


def test_ferries_near_a_point_are_those_with_either_landing_there() -> None:
    here, there = Point(41.0, -70.0), Point(41.5, -70.0)
    ferry = Ferry("F", (here, there), 35.0)
    assert near_ferries([ferry], here) == near_ferries([ferry], there) == (ferry,)
    assert near_ferries([ferry], Point(42.5, -70.0)) == ()
    assert (ferry.near_landing(there), ferry.far_landing(there)) == (there, here)
