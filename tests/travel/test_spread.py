"""Trips between spots that are not known exactly: a band around the miles and minutes of their points."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.geo import Point, PointSet
from finder.domain.place import Spread
from finder.travel.model import NO_DESTINATION, TravelEnds, TravelMatrix
from finder.travel.spread import NEXT_DOOR, Spots, spread_out
from finder.travel.straight_line import StraightLine, circuity

HERE = Point(40.0, -100.0)
MODEL = StraightLine()


def north(miles: float, of: Point = HERE) -> Point:
    return Point(of.lat_deg + miles / 69.0, of.lon_deg)


def matrix_to(*there: Point, here: Point = HERE) -> TravelMatrix:
    ends = [TravelEnds(PointSet.of(points), np.zeros(len(points), np.intp)) for points in ([here], there)]
    return MODEL.matrix(ends[0], ends[1], 10_000.0)


def bands(here: Spread | None, *there: tuple[Point, Spread | None], start: Point = HERE) -> TravelMatrix:
    matrix = matrix_to(*(point for point, _ in there), here=start)
    return spread_out(matrix, Spots.of([(start, here)]), Spots.of(there).take)


def ends(found: TravelMatrix, row: int = 0) -> tuple[float, float]:
    assert found.distance_mi_low is not None
    assert found.distance_mi_high is not None
    return float(found.distance_mi_low[row]), float(found.distance_mi_high[row])


def test_between_known_points_nothing_changes() -> None:
    there = [north(mi) for mi in (0.0, 0.3, 20.0)]
    before, after = matrix_to(*there), bands(None, *((p, None) for p in there))
    assert after.distance_mi_low is not None
    for name in ("travel_min", "travel_min_low", "travel_min_high", "distance_mi"):
        assert getattr(after, name).tolist() == getattr(before, name).tolist()
    assert after.distance_mi_low.tolist() == before.distance_mi.tolist()


@pytest.mark.parametrize("which", ["here", "there"])
def test_either_end_widens_the_band_by_the_road_of_its_radius(which: str) -> None:
    spread = Spread(3.0)
    found = bands(spread if which == "here" else None, (north(20), spread if which == "there" else None))
    around, miles = 3.0 * float(circuity(np.array(3.0))), float(found.distance_mi[0])
    assert ends(found) == pytest.approx((miles - around, miles + around))
    before = matrix_to(north(20))
    assert found.travel_min_low[0] < before.travel_min_low[0]
    assert found.travel_min_high[0] > before.travel_min_high[0]


def test_errors_of_both_ends_add_up_by_their_squares() -> None:
    both, one = bands(Spread(3.0), (north(30), Spread(4.0))), bands(None, (north(30), Spread(5.0)))
    assert ends(both) == pytest.approx(ends(one))


def test_the_low_end_is_never_at_the_door_itself_and_never_beyond_the_miles() -> None:
    around = 5.0 * float(circuity(np.array(5.0)))
    assert ends(bands(None, (north(2), Spread(5.0))))[0] == pytest.approx(NEXT_DOOR * around)
    assert ends(bands(None, (HERE, Spread(5.0))))[0] == 0


def test_a_town_lies_to_one_side() -> None:
    """The middle of the ZIP code is 9 miles to the north, and its town begins where the patient is: not 18 miles away."""
    low, high = ends(bands(None, (north(9), Spread(2.0, HERE))))
    _, without = ends(bands(None, (north(9), Spread(2.0))))
    assert low < 0.5
    assert high == pytest.approx(without)
    low, high = ends(bands(None, (HERE, Spread(2.0, north(9)))))
    assert low == 0
    assert high == pytest.approx(without, rel=0.2)


def test_the_patients_own_town_counts_as_that_of_the_location() -> None:
    mine, theirs = bands(Spread(2.0, north(9)), (north(9), Spread(2.0))), bands(Spread(2.0), (north(9), Spread(2.0, HERE)))
    assert ends(mine) == pytest.approx(ends(theirs), rel=1e-3)
    both = bands(Spread(1.0, north(5)), (north(14), Spread(1.0, north(9))))
    assert ends(both)[0] < ends(bands(Spread(1.0, north(5)), (north(14), Spread(1.0))))[0]


def test_a_town_beyond_the_date_line_is_near() -> None:
    adak, across = Point(51.9, 179.9), Point(51.9, -179.9)
    low, high = ends(bands(None, (adak, Spread(1.0, across)), start=adak))
    assert low == 0
    assert high < 20


def test_without_a_road_or_a_destination_there_is_no_band() -> None:
    nothing = np.array([np.inf])
    for destination, straight in ((0, 5.0), (NO_DESTINATION, np.inf)):
        columns = (np.zeros(1, np.intp), np.array([destination]), np.array([straight]), nothing, nothing, nothing, nothing)
        matrix = TravelMatrix(*columns, origins=1, destinations=1, method=MODEL.method)
        found = spread_out(matrix, Spots.of([(HERE, Spread(5.0))]), Spots.of([(north(5), Spread(5.0, HERE))]).take)
        assert ends(found) == (math.inf, math.inf)
        assert found.travel_min_low[0] == math.inf


def test_nothing_to_measure_has_no_band() -> None:
    empty = np.zeros(0)
    matrix = TravelMatrix(*(np.zeros(0, np.intp),) * 2, *(empty,) * 5, origins=1, destinations=0, method=MODEL.method)
    assert len(spread_out(matrix, Spots.of([(HERE, None)]), Spots.of([]).take).travel_min_low) == 0


def test_taken_rows_keep_their_bands() -> None:
    found = bands(Spread(1.0), (north(5), None), (north(9), Spread(2.0)))
    assert ends(found.take(np.array([False, True]))) == ends(found, 1)


SPREADS = st.none() | st.builds(
    Spread, st.floats(0, 25), st.none() | st.builds(Point, st.floats(-85, 85), st.floats(-180, 180))
)


@given(SPREADS, SPREADS, st.floats(-85, 85), st.floats(-180, 180))
def test_a_band_holds_the_trip_between_the_points(here: Spread | None, there: Spread | None, lat: float, lon: float) -> None:
    found = bands(here, (Point(lat, lon), there))
    low, high = ends(found)
    assert 0 <= low <= found.distance_mi[0] <= high < math.inf
    assert 0 < found.travel_min_low[0] <= found.travel_min[0] <= found.travel_min_high[0] < math.inf


@given(st.floats(0, 24), st.floats(0.01, 100))
def test_a_larger_area_has_a_wider_band(radius: float, miles: float) -> None:
    low, high = ends(bands(None, (north(miles), Spread(radius))))
    wider_low, wider_high = ends(bands(None, (north(miles), Spread(radius + 1))))
    assert wider_high > high
    # Where the low end is next door, it moves with the size of the area.
    assert wider_low <= max(low, NEXT_DOOR * 1.6 * (radius + 1))
