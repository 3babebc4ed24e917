"""Minutes from the miles on each kind of road: worked out by hand, in any order of county types, and compared with averages."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.demand import COUNTY_TYPES
from finder.travel.model import DOOR_MIN
from finder.travel.road.speeds import (
    FREEWAY,
    HIGHWAY,
    LEG_MPH,
    LOCAL,
    MPH,
    NAMED,
    START_MI,
    START_MIN,
    driving_minutes,
    max_distance_mi,
    time_margin,
)

MILES = st.floats(0, 3000)
TYPES = st.sampled_from(COUNTY_TYPES)


def row(kind: str) -> np.ndarray:
    return np.array([COUNTY_TYPES.index(kind)], np.intp)


def minutes(miles: float, here: str, there: str | None = None, mph: float = 60.0) -> float:
    on_road = np.array([miles]) * (60 / mph)
    return float(driving_minutes(np.array([miles]), on_road, row(here), row(there or here))[0])


def test_freeways_are_fastest_and_legs_slowest() -> None:
    assert MPH[FREEWAY] > MPH[HIGHWAY] == MPH[NAMED] >= MPH[LOCAL] > LEG_MPH


@pytest.mark.parametrize(
    ("miles", "here", "there", "in_town"),
    [
        (0.0, "metro", "metro", 0.0),
        # All miles are in town, half of them at each end.
        (4.0, "large_metro", "large_metro", 4 * 0.80),
        (4.0, "large_metro", "ceac", 2 * 0.80),
        # Five miles at each end are in town.
        (100.0, "metro", "micro", 5 * 0.36 + 5 * 0.12),
        (100.0, "rural", "ceac", 0.0),
    ],
)
def test_minutes_of_a_trip(miles: float, here: str, there: str, in_town: float) -> None:
    start = START_MIN * (1 - math.exp(-miles / START_MI))
    assert minutes(miles, here, there) == pytest.approx(miles + start + in_town, rel=1e-12)


def test_many_trips_at_once_equal_single_trips() -> None:
    miles = np.array([0.0, 1.0, 7.0, 58.0, 58.1, 400.0, np.inf])
    a, b = np.array([0, 1, 2, 3, 4, 0, 1], np.intp), np.array([4, 3, 2, 1, 0, 4, 2], np.intp)
    alone = [minutes(m, COUNTY_TYPES[i], COUNTY_TYPES[j]) for m, i, j in zip(miles.tolist(), a, b, strict=True)]
    assert driving_minutes(miles, miles, a, b).tolist() == alone


@given(TYPES, TYPES)
def test_infinite_miles_take_forever_and_zero_miles_nothing(here: str, there: str) -> None:
    assert minutes(math.inf, here, there) == math.inf
    assert minutes(0.0, here, there) == 0


@given(MILES, TYPES, TYPES)
def test_both_directions_take_equally_long(miles: float, here: str, there: str) -> None:
    assert minutes(miles, here, there) == pytest.approx(minutes(miles, there, here), rel=1e-12)


@given(MILES, st.floats(1e-3, 500), TYPES, TYPES)
def test_minutes_increase_with_miles_without_jumps(miles: float, more: float, here: str, there: str) -> None:
    longer = minutes(miles + more, here, there) - minutes(miles, here, there)
    # At 60 miles per hour on the road, a mile takes one minute, and in a large city up to 0.8 more; the first takes the start.
    assert more * (1 - 1e-6) <= longer <= more * (1 + 0.8 + START_MIN / START_MI) * (1 + 1e-6)


@given(st.floats(DOOR_MIN, 600), st.booleans())
def test_no_trip_within_minutes_exceeds_the_longest_distance(travel_min: float, at_low: bool) -> None:
    longest = max_distance_mi(travel_min, at_low)
    fastest = float(MPH.max())
    for here in COUNTY_TYPES:
        for there in COUNTY_TYPES:
            miles = np.array([longest + 1e-6])
            least = 1 - time_margin(miles, row(here), row(there))[0] if at_low else 1.0
            assert (DOOR_MIN + minutes(longest + 1e-6, here, there, mph=fastest)) * least > travel_min
    if not at_low:
        assert DOOR_MIN + minutes(longest, "rural", mph=fastest) == pytest.approx(travel_min, abs=1e-6)


@pytest.mark.parametrize("travel_min", [-10.0, 0.0])
def test_no_minutes_allow_no_miles(travel_min: float) -> None:
    assert max_distance_mi(travel_min) == max_distance_mi(travel_min, at_low=True) == 0.0


def test_infinite_minutes_allow_infinite_miles() -> None:
    assert max_distance_mi(math.inf) == math.inf


@given(MILES, MILES)
def test_the_range_narrows_with_miles(a: float, b: float) -> None:
    miles, rural, city = np.array(sorted((a, b))), np.repeat(row("rural"), 2), np.repeat(row("large_metro"), 2)
    near, far = time_margin(miles, rural, rural)
    assert 0 < far <= near < 1
    assert (time_margin(miles, city, rural) >= [near, far]).all()


# 42 CFR 422.116: miles and minutes of driving.
CMS = [(10.0, "large_metro", 20), (30.0, "metro", 45), (60.0, "micro", 80), (60.0, "rural", 75), (100.0, "ceac", 110)]


@pytest.mark.parametrize(("miles", "kind", "rule"), CMS)
def test_highways_are_as_fast_as_the_medicare_rule_or_faster(miles: float, kind: str, rule: float) -> None:
    """The rule's speeds are slower than those observed outside of cities, but not by half."""
    assert 0.6 * rule < minutes(miles, kind, mph=float(MPH[HIGHWAY])) < rule * 1.15


@given(st.floats(1, 500))
def test_denser_counties_take_longer(miles: float) -> None:
    by_type = [minutes(miles, t) for t in ("large_metro", "metro", "micro", "rural", "ceac")]
    assert by_type == sorted(by_type, reverse=True)
