"""What is not known of a spot is in miles, minutes, order, year, and "least", and is the same on page, paper, and in files."""

import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from finder.access.filters import Filters
from finder.access.ranking import Option
from finder.core import Finder
from finder.domain.geo import Point
from finder.places.gazetteer import Gazetteer
from finder.questions.search.comparing import compare
from finder.questions.search.plain_list import to_plain_list
from finder.questions.search.query import SearchQuery
from finder.questions.search.question import SEARCH
from finder.questions.search.result import SearchResult
from finder.reports.rows import to_csv
from finder.travel.straight_line import circuity
from finder.wording.writer import ENGLISH
from tests.conftest import center_at, grid_point
from tests.planners import ON, MakeFinder, read_csv, said, strict_json
from tests.sampling import of_many, sampling
from tests.spots import known_spots
from tests.world import REFERENCE, STARTER, make_finder

# Every ZIP code has 5,000 people. At 500 per square mile, they live on a disk of 1.8 miles: nine in ten within 1.7 miles of the
# middle.
RADIUS_MI = math.sqrt(0.9 * 10 / math.pi)


def by_zip(number: str, **cells: object) -> dict[str, object]:
    """A center of which no more is known than its ZIP code."""
    return {"id": f"z{number}", "name": f"Z{number}", "zip": number, "state": "KS", **cells}


@pytest.fixture(scope="session")
def grid_gazetteer(grid_gazetteer: Gazetteer) -> Gazetteer:
    """The grid world, where each ZIP code has 5,000 people on 40 square miles."""
    n = len(grid_gazetteer.zips.zip)
    zips = replace(grid_gazetteer.zips, land_sqmi=np.full(n, 40.0), population=np.full(n, 5000))
    return Gazetteer(zips, grid_gazetteer.towns, lambda: REFERENCE.boundaries)


def search(finder: Finder, place: str = "67000", **asked: object) -> SearchResult:
    return finder.search(SearchQuery(place, "ivig", on=ON, **asked))  # type: ignore[arg-type]


def exact(row: float, column: float) -> str:
    point = grid_point(row, column)
    return f"{point.lat_deg}, {point.lon_deg}"


def road(straight_mi: float) -> float:
    return straight_mi * float(circuity(np.array(straight_mi)))


def ids(options: Iterable[Option]) -> list[str]:
    return [o.point.id for o in options]


def test_a_place_and_a_location_that_are_exact_have_no_band(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(centers=[center_at(0, 1)]), exact(0, 0)).options
    assert option.trip.spread is None
    assert ENGLISH.distance(option) == "13 miles"


@pytest.mark.parametrize(
    ("place", "center", "radius"),
    [
        (exact(0, 0), by_zip("67001"), RADIUS_MI),
        ("67000", center_at(0, 1), RADIUS_MI),
        ("Town 00, KS", center_at(0, 1), RADIUS_MI),
        ("67000", by_zip("67001"), math.hypot(RADIUS_MI, RADIUS_MI)),
    ],
)
def test_each_end_that_is_not_known_widens_the_band(
    grid_finder: MakeFinder, place: str, center: dict[str, object], radius: float
) -> None:
    (option,) = search(grid_finder(centers=[center]), place).options
    miles, trip = road(10), option.trip
    assert trip.distance_mi == pytest.approx(miles, rel=0.01)
    assert (trip.miles.low, trip.miles.high) == pytest.approx((miles - road(radius), miles + road(radius)), rel=0.02)
    assert (
        trip.travel_min_low < trip.minutes_of_spread.low < trip.travel_min < trip.minutes_of_spread.high < trip.travel_min_high
    )


def test_page_paper_and_files_agree(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[by_zip("67001")]))
    (option,) = strict_json(SEARCH.whole(result))["options"]
    assert (option["distance_mi_low"], option["distance_mi"], option["distance_mi_high"]) == (9.6, 13.4, 17.2)
    assert ENGLISH.way(result.options[0]) == "about 13 miles (9.5 to 17), about 10 to 30 minutes one way"
    assert ENGLISH.way(result.options[0]) in to_plain_list(result, ENGLISH)
    table = SEARCH.tables[SEARCH.default_table]
    (row,) = read_csv(to_csv(table.rows(result), table.columns))
    for name in ("distance_mi", "distance_mi_low", "distance_mi_high", "travel_min", "travel_min_low", "travel_min_high"):
        assert float(row[name]) == option[name]
    assert [float(row["year_miles_low"]), float(row["year_miles_high"])] == option["burden"]["miles"]


def test_a_year_goes_from_the_fewest_short_trips_to_the_most_long_ones(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(centers=[by_zip("67001")])).options
    assert option.burden
    miles = option.trip.miles
    assert (option.burden.miles.low, option.burden.miles.high) == pytest.approx((26 * 2 * miles.low, 65 * 2 * miles.high))
    assert option.burden.day.hours.low < 3 + 2 * option.trip.travel_min / 60
    assert option.burden.day.hours.high > 6 + 2 * option.trip.travel_min / 60


@pytest.mark.parametrize(("column", "least"), [(1.2, (False, False)), (3, (True, False))])
def test_least_is_said_only_if_it_holds_for_the_whole_band(
    grid_finder: MakeFinder, column: float, least: tuple[bool, ...]
) -> None:
    finder = grid_finder(centers=[by_zip("67001"), center_at(0, column)])
    compared = compare(search(finder), ["z67001", f"c0-{column:g}"])
    rows = {m.id: m.least for m in compared.side_by_side.measures}
    assert rows["distance_mi"] == least


def test_a_longest_drive_inside_the_band_is_not_known_to_suit(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[by_zip("67001")])
    minutes = search(finder).options[0].trip.minutes_of_spread
    for most, unknown in ((minutes.low + 0.1, ("minutes",)), (minutes.high - 0.1, ("minutes",)), (minutes.high, ())):
        assert search(finder, filters=Filters(max_minutes=most)).options[0].unknown == unknown
    assert search(finder, filters=Filters(max_minutes=minutes.low - 0.1)).ranking.within == 0


# A price list is weaker evidence than a page that somebody read, and both are stronger than nothing.
EVIDENCE = [
    {"center_id": "z67001", "therapy_id": "ivig", "evidence": "reported", "basis": "price_list", "checked_on": "2026-11"}
]


def test_of_two_that_cannot_be_told_apart_the_surer_comes_first(grid_finder: MakeFinder) -> None:
    near = by_zip("", id="near", city="Town 10", zip="67010", name="Near")
    finder = grid_finder(centers=[near, by_zip("67001")], center_therapies=EVIDENCE)
    options = search(finder, exact(0.05, 0)).options
    assert options[0].trip.distance_mi > options[1].trip.distance_mi
    assert ids(options) == ["z67001", "near"]
    assert [o.rank for o in options] == [1, 2]


def test_of_two_that_can_be_told_apart_the_nearer_comes_first(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[center_at(0, 0.9), by_zip("67001")], center_therapies=EVIDENCE)
    assert ids(search(finder, exact(0, 0.2)).options) == ["c0-0.9", "z67001"]
    finder = grid_finder(centers=[by_zip("67010"), by_zip("67001", zip="67002")], center_therapies=EVIDENCE)
    assert ids(search(finder).options) == ["z67010", "z67001"]


def test_examples_and_those_without_a_road_are_tied_with_nobody(grid_finder: MakeFinder) -> None:
    finder = grid_finder(centers=[by_zip("67010"), by_zip("67001")], center_therapies=EVIDENCE)
    assert ids(search(finder, limit=1).options) == ["z67001"]
    assert search(finder, limit=1).ranking.found == 2


def test_a_long_drive_needs_no_range(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(centers=[center_at(0, 12)]), within_mi=200).options
    assert ENGLISH.distance(option) == f"about {round(option.trip.distance_mi)} miles"


def test_the_nearest_beyond_the_radius_is_said_with_its_band(grid_finder: MakeFinder) -> None:
    result = search(grid_finder(centers=[by_zip("67001")]), within_mi=5)
    assert "No location is listed within 5 miles. The nearest one is about 13 miles (9.5 to 17) away." in said(
        result.list_notices
    )


def test_community_medical_center_in_missoula_may_be_two_miles_away() -> None:
    """The middle of its ZIP code is 15 miles from that of 59801, and 12 from that of the town. Its door is much nearer."""
    finder = make_finder(STARTER)
    for place in ("59801", "Missoula, MT"):
        found = {o.point.id: o for o in finder.search(SearchQuery(place, "ivig", on=ON)).options}["K-MT-5"]
        assert found.trip.distance_mi > 10
        assert found.trip.miles.low < 2


@pytest.mark.slow
def test_the_band_holds_the_truth_for_nine_in_ten(shared_data: Path) -> None:
    """288 listings of the starter directory have a row of sites_2022 at their door, and thereby a true point.

    The miles to that point are those of the same search over a directory that knows it.
    """
    spots = known_spots(shared_data).found
    assert len(spots) == 288
    spots = spots[:: of_many(1, 12)]
    finder = make_finder(STARTER)
    held: dict[str, list[bool]] = {"town": [], "zip": []}
    for point, true in spots:
        address = point.address
        places = {"town": f"{address.city}, {address.state}", "zip": address.zip}
        for name, written in places.items():
            if written:
                held[name].append(holds(finder, written, point.id, true))
    shares = {name: np.mean(found) for name, found in held.items()}
    assert shares == pytest.approx({"town": 0.92, "zip": 0.91}, abs=0.1 if sampling() else 0.01)


def holds(finder: Finder, written: str, point_id: str, true: Point) -> bool:
    """Whether the band that a search says holds the road miles from the point of the place to the true point."""
    place = finder.geocode(written)
    result = finder.search(SearchQuery(written, on=ON, limit=500))
    option = next((o for o in result.options if o.point.id == point_id), None)
    if option is None:
        return False
    ends = finder.context.candidates.ends([place.point]), finder.context.candidates.ends([true])
    miles = float(finder.context.travel.matrix(*ends, 200.0).distance_mi[0])
    return option.trip.miles.low <= miles <= option.trip.miles.high
