"""Minutes from road miles: worked out by hand, in any order of county types, and compared with observed averages."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.demand import COUNTY_TYPES
from finder.travel.model import DOOR_MIN
from finder.travel.road.minutes import LONG_TRIP_MPH, max_distance_mi, road_minutes, time_margin

MILES = st.floats(0, 3000)
TYPES = st.sampled_from(COUNTY_TYPES)


def minutes(miles: float, here: str, there: str | None = None) -> float:
    a, b = (np.array([COUNTY_TYPES.index(t)], np.intp) for t in (here, there or here))
    return float(road_minutes(np.array([miles]), a, b)[0])


@pytest.mark.parametrize(
    ("miles", "here", "there", "expected"),
    [
        (0.0, "metro", "metro", 5.0),
        # All miles are slow, half of them at the speed of each end.
        (4.0, "large_metro", "large_metro", 5 + 4 / 26 * 60),
        (4.0, "ceac", "ceac", 5 + 4 / 42 * 60),
        (2.0, "large_metro", "ceac", 5 + 1 / 26 * 60 + 1 / 42 * 60),
        # 4 slow miles in Large Metro, 2 in CEAC, and 14 in between at 55 mph.
        (20.0, "large_metro", "ceac", 5 + 4 / 26 * 60 + 2 / 42 * 60 + 14 / 55 * 60),
        # 8 slow miles, 50 at 55 mph, and the other 42 at 65 mph.
        (100.0, "metro", "metro", 5 + 8 / 28 * 60 + 50 / 55 * 60 + 42 / 65 * 60),
        (100.0, "rural", "micro", 5 + 3 / 38 * 60 + 4 / 32 * 60 + 50 / 55 * 60 + 43 / 65 * 60),
    ],
)
def test_minutes_of_a_trip(miles: float, here: str, there: str, expected: float) -> None:
    assert minutes(miles, here, there) == pytest.approx(expected, rel=1e-12)


def test_many_trips_at_once_equal_single_trips() -> None:
    miles = np.array([0.0, 1.0, 7.0, 58.0, 58.1, 400.0, np.inf])
    a, b = np.array([0, 1, 2, 3, 4, 0, 1], np.intp), np.array([4, 3, 2, 1, 0, 4, 2], np.intp)
    alone = [minutes(m, COUNTY_TYPES[i], COUNTY_TYPES[j]) for m, i, j in zip(miles.tolist(), a, b, strict=True)]
    assert road_minutes(miles, a, b).tolist() == alone


@given(TYPES, TYPES)
def test_infinite_miles_take_forever_and_zero_miles_the_doors(here: str, there: str) -> None:
    assert minutes(math.inf, here, there) == math.inf
    assert minutes(0.0, here, there) == DOOR_MIN


@given(MILES, TYPES, TYPES)
def test_both_directions_take_equally_long(miles: float, here: str, there: str) -> None:
    assert minutes(miles, here, there) == pytest.approx(minutes(miles, there, here), rel=1e-12)


@given(MILES, st.floats(1e-3, 500), TYPES, TYPES)
def test_minutes_increase_with_miles_without_jumps(miles: float, more: float, here: str, there: str) -> None:
    longer = minutes(miles + more, here, there) - minutes(miles, here, there)
    # An additional mile takes as long as at 26 to 65 mph.
    assert more * 60 / 65 * (1 - 1e-6) <= longer <= more * 60 / 26 * (1 + 1e-6)


@given(st.floats(0, 600))
def test_no_trip_within_minutes_exceeds_the_longest_distance(within_min: float) -> None:
    longest = max_distance_mi(within_min)
    for here in COUNTY_TYPES:
        for there in COUNTY_TYPES:
            assert minutes(longest + 1e-6, here, there) > within_min
    if within_min >= DOOR_MIN:
        assert min(minutes(longest, t) for t in COUNTY_TYPES) == pytest.approx(within_min, abs=1e-6)


@pytest.mark.parametrize("within_min", [-10.0, 0.0])
def test_no_minutes_allow_no_miles(within_min: float) -> None:
    assert max_distance_mi(within_min) == 0.0


def test_less_than_the_minutes_at_the_doors_allows_no_miles() -> None:
    assert max_distance_mi(DOOR_MIN - 0.1) == pytest.approx(0, abs=1e-9)


def test_infinite_minutes_allow_infinite_miles() -> None:
    assert max_distance_mi(math.inf) == math.inf


def test_the_longest_distance_in_two_hours() -> None:
    # In the fastest counties: 5 minutes at the doors, 4 slow miles at 42 mph, 50 miles at 55 mph, and the rest at 65 mph.
    two_hours = 54 + (120 - 5 - 4 / 42 * 60 - 50 / 55 * 60) / 60 * LONG_TRIP_MPH
    assert max_distance_mi(120.0) == pytest.approx(two_hours)


@given(MILES, MILES)
def test_the_range_narrows_with_miles(a: float, b: float) -> None:
    near, far = time_margin(np.array(sorted((a, b))))
    assert 0 < far <= near < 1


def test_the_half_width_of_the_range() -> None:
    assert time_margin(np.array([0.0, 20.0, 1e6, np.inf])).tolist() == pytest.approx([0.32, 0.2 + 0.12 / np.e, 0.2, 0.2])


CMS = [(10.0, "large_metro", 20), (30.0, "metro", 45), (60.0, "micro", 80), (60.0, "rural", 75), (100.0, "ceac", 110)]


@pytest.mark.parametrize(("miles", "kind", "observed"), [(9.3, "metro", 22), (17.5, "rural", 27), *CMS])
def test_observed_averages_are_within_the_range(miles: float, kind: str, observed: float) -> None:
    middle, margin = minutes(miles, kind), float(time_margin(np.array([miles]))[0])
    assert middle * (1 - margin) < observed < middle * (1 + margin)


@pytest.mark.parametrize(("miles", "kind", "rule"), CMS)
def test_minutes_are_close_to_the_medicare_rule(miles: float, kind: str, rule: float) -> None:
    # The rule is about driving time, without the doors.
    assert minutes(miles, kind) - DOOR_MIN == pytest.approx(rule, rel=0.15)


@given(st.floats(1, 500))
def test_denser_counties_take_longer(miles: float) -> None:
    by_type = [minutes(miles, t) for t in ("large_metro", "metro", "micro", "rural", "ceac")]
    assert by_type == sorted(by_type, reverse=True)
