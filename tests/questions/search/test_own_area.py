"""A location of which no more is known than the own ZIP code: its range is the same on page, paper, and in files."""

import math
from dataclasses import replace

import numpy as np
import pytest

from finder.access.filters import Filters
from finder.core import Finder
from finder.domain.therapy import Span
from finder.places.gazetteer import Gazetteer
from finder.questions.search.comparing import compare
from finder.questions.search.plain_list import to_plain_list
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.result import SearchResult
from finder.reports.rows import to_csv
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, MakeFinder, read_csv, strict_json
from tests.world import REFERENCE

OWN = {"id": "own", "name": "Own", "zip": "67000"}
# A disk of a mile with 100 people: at 500 per square mile, they fit on a disk of a quarter of a mile. Two random points of
# that are 0.23 miles apart on average, and hardly ever nearer than a tenth of its radius; 0.97 is the 95th percentile from the
# middle of the mile to anywhere. Roads are longer by 1.6.
SETTLED_MI = math.sqrt(0.2 / math.pi)
LOW, MEAN, HIGH = 0.1 * SETTLED_MI * 1.6, 128 / (45 * math.pi) * SETTLED_MI * 1.6, math.sqrt(0.95) * 1.6


@pytest.fixture(scope="session")
def grid_gazetteer(grid_gazetteer: Gazetteer) -> Gazetteer:
    """The grid world, where each ZIP code has land."""
    zips = replace(grid_gazetteer.zips, land_sqmi=np.full(len(grid_gazetteer.zips.zip), math.pi))
    return Gazetteer(zips, grid_gazetteer.towns, lambda: REFERENCE.boundaries)


@pytest.fixture
def finder(grid_finder: MakeFinder) -> Finder:
    """One in the own ZIP code, one 13 miles away."""
    return grid_finder(centers=[OWN, center_at(0, 1)])


def search(finder: Finder, **asked: object) -> SearchResult:
    return finder.search(SearchQuery("67000", "ivig", on=ON, **asked))  # type: ignore[arg-type]


def test_it_has_a_range_of_miles_and_a_year_and_heads_the_list(finder: Finder) -> None:
    own, other = search(finder).options
    assert (own.point.id, own.own, other.own) == ("own", "zip", None)
    assert (own.trip.distance_mi, own.trip.miles.low, own.trip.miles.high) == pytest.approx((MEAN, LOW, HIGH), rel=1e-3)
    assert own.burden
    assert own.burden.miles.low == pytest.approx(26 * 2 * LOW, rel=1e-3)
    assert own.burden.miles.high == pytest.approx(65 * 2 * HIGH, rel=1e-3)


def test_it_comes_before_one_at_an_address_that_is_nearer_than_its_mean(grid_finder: MakeFinder) -> None:
    found = search(grid_finder(centers=[OWN, center_at(0, 0.01)])).options
    assert [o.point.id for o in found] == ["own", "c0-0.01"]
    assert found[0].trip.distance_mi > found[1].trip.distance_mi


@pytest.mark.parametrize("within", [0.5, 60.0])
def test_it_is_within_any_radius(finder: Finder, within: float) -> None:
    assert "own" in [o.point.id for o in search(finder, within_mi=within).options]


def test_a_longest_drive_inside_its_range_is_not_known_to_suit(finder: Finder) -> None:
    (own,) = search(finder, filters=Filters(max_minutes=6)).options
    assert own.unknown == ("minutes",)
    assert search(finder, filters=Filters(max_minutes=12)).options[0].unknown == ()


def test_csv_and_json_agree_and_have_both_ends(finder: Finder) -> None:
    result = search(finder)
    own, other = strict_json(SEARCH.whole(result))["options"]
    assert (own["distance_mi"], own["distance_mi_low"], own["distance_mi_high"]) == (0.4, 0.0, 1.6)
    assert own["burden"]["miles"] == [2.1, 202.7]
    # The other is known by address, but the patient is somewhere in the ZIP code.
    assert (other["distance_mi"], other["distance_mi_low"], other["distance_mi_high"]) == (13.4, 13.0, 13.8)
    table = SEARCH.tables[SEARCH.default_table]
    first, second = read_csv(to_csv(table.rows(result), table.columns))
    names = ("distance_mi", "distance_mi_low", "distance_mi_high", "travel_min", "travel_min_low", "travel_min_high")
    for row, option in ((first, own), (second, other)):
        assert {name: float(row[name]) for name in names} == {name: option[name] for name in names}
    assert [float(first["year_miles_low"]), float(first["year_miles_high"])] == own["burden"]["miles"]


def test_words_say_the_range(finder: Finder) -> None:
    result = search(finder)
    own, other = result.options
    assert ENGLISH.distance(own) == "in your own ZIP code: at most about 1.5 miles"
    assert ENGLISH.way(own) == "in your own ZIP code: at most about 1.5 miles, about 5 to 10 minutes one way"
    assert ENGLISH.distance(other) == "about 13 miles"
    assert ENGLISH.way(own) in to_plain_list(result, ENGLISH)


def test_words_say_both_ends_where_the_low_one_is_not_next_door(finder: Finder) -> None:
    own = search(finder).options[0]
    farther = replace(own, trip=replace(own.trip, spread=Span(1.9, 12.8)))
    assert ENGLISH.distance(farther) == "in your own ZIP code: about 2 to 13 miles"
    assert ENGLISH.distance(replace(farther, own="town")) == "in your own town: about 2 to 13 miles"


def test_it_is_compared(finder: Finder) -> None:
    compared = compare(search(finder), ["own", "c0-1"])
    assert [o.point.id for o in compared.options] == ["own", "c0-1"]
    miles = next(m for m in compared.side_by_side.measures if m.id == "distance_mi")
    assert miles.least == (True, False)


def test_a_town_is_as_large_as_its_zip_codes(grid_finder: MakeFinder) -> None:
    in_town = {"id": "t", "name": "T", "city": "Town 00", "state": "KS"}
    (own,) = search(grid_finder(centers=[in_town])).options
    assert own.own == "town"
    assert ENGLISH.distance(own) == "in your own town: at most about 1.5 miles"
