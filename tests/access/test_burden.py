"""A year of travel for IVIG and rituximab, worked out by hand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.burden import Trip, YearOfTravel, burden_by_days, yearly_burden
from finder.domain.hours import OpenDays
from finder.domain.therapy import Regimen, Span
from tests.world import REFERENCE

SIXTY_MILES = Trip(distance_mi=60.0, travel_min=80.0, travel_min_low=60.0, travel_min_high=100.0, straight_mi=50.6)
HOURS_UNKNOWN = OpenDays(date(2026, 11, 2), (None,) * 7)


def regimen(therapy_id: str) -> Regimen:
    usual = REFERENCE.therapies[therapy_id].regimen
    assert usual is not None
    return usual


def spans(low: float, high: float) -> Span:
    return Span(pytest.approx(low), pytest.approx(high))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("therapy", "trips", "miles"),
    [
        ("ivig", Span(26, 65), Span(3120, 7800)),  # 13 cycles of 2 to 5 days.
        ("rituximab", Span(4, 4), Span(480, 480)),
        ("infliximab", Span(6, 8), Span(720, 960)),
    ],
)
def test_miles_per_year_at_sixty_miles(therapy: str, trips: Span, miles: Span) -> None:
    burden = yearly_burden(SIXTY_MILES, regimen(therapy), 0.205, HOURS_UNKNOWN)
    assert (burden.trips, burden.miles) == (trips, miles)
    assert burden.mileage_cost_usd == spans(miles.low * 0.205, miles.high * 0.205)
    assert burden.home.days == trips
    assert burden.home.nights == Span(0, 0)


@pytest.mark.parametrize(
    ("days", "visit_days", "miles", "nights"),
    [(2, 26, 3120, 13), (3, 39, 4680, 26), (4, 52, 6240, 39), (5, 65, 7800, 52)],
)
def test_ivig_by_the_days_of_a_cycle(days: int, visit_days: int, miles: int, nights: int) -> None:
    burden = dict(burden_by_days(SIXTY_MILES, regimen("ivig"), 0.205, HOURS_UNKNOWN))[days]
    assert (burden.home.days, burden.home.trips) == (Span(visit_days, visit_days), Span(visit_days, visit_days))
    assert burden.home.miles == Span(miles, miles)
    # Someone who stays makes 13 round trips, whatever the number of days in a cycle.
    assert burden.stay is not None
    assert (burden.stay.trips, burden.stay.miles) == (Span(13, 13), Span(1560, 1560))
    assert (burden.stay.days, burden.stay.nights) == (Span(visit_days, visit_days), Span(nights, nights))


def test_a_year_of_stays_near_the_center() -> None:
    burden = yearly_burden(SIXTY_MILES, regimen("ivig"), 0.2, HOURS_UNKNOWN)
    assert burden.stay == YearOfTravel(
        trips=Span(13, 13),
        miles=Span(1560, 1560),
        hours=spans(13 * 2 * 60 / 60, 13 * 2 * 100 / 60),
        mileage_cost_usd=spans(312, 312),
        days=Span(26, 65),
        nights=Span(13, 52),
    )


def test_a_drive_of_over_two_hours_may_add_the_night_before() -> None:
    two_hours, longer = (Trip(100.0, minutes, 100.0, 140.0, 90.0) for minutes in (120.0, 120.1))
    near, far = (yearly_burden(t, regimen("ivig"), 0.2, HOURS_UNKNOWN).stay for t in (two_hours, longer))
    assert near is not None
    assert far is not None
    assert (near.nights, far.nights) == (Span(13, 52), Span(13, 65))


def test_a_cycle_of_one_day_has_no_stay() -> None:
    burden = yearly_burden(SIXTY_MILES, regimen("rituximab"), 0.2, HOURS_UNKNOWN)
    assert burden.stay is None
    assert [days for days, _ in burden_by_days(SIXTY_MILES, regimen("rituximab"), 0.2, HOURS_UNKNOWN)] == [1]


def test_hours_range_from_fewest_days_and_short_travel_to_most_and_long() -> None:
    burden = yearly_burden(SIXTY_MILES, regimen("ivig"), 0.2, HOURS_UNKNOWN)
    assert burden.hours == spans(2 * 26 * 60 / 60, 2 * 65 * 100 / 60)


def test_a_trip_of_zero_miles_costs_nothing() -> None:
    burden = yearly_burden(Trip(0.0, 5.0, 4.0, 6.0, 0.0), regimen("rituximab"), 0.2, HOURS_UNKNOWN)
    assert (burden.miles, burden.mileage_cost_usd) == (Span(0, 0), Span(0, 0))


ANY_REGIMEN = st.sampled_from([r for t in REFERENCE.therapies.values() for r in t.regimens])
MILES = st.floats(0, 500)


@given(MILES, MILES, ANY_REGIMEN, st.floats(0, 5))
def test_farther_never_costs_less_and_driving_home_never_less_than_staying(
    near: float, far: float, any_regimen: Regimen, usd: float
) -> None:
    near, far = sorted((near, far))
    a, b = (yearly_burden(Trip(mi, mi, mi * 0.8, mi * 1.2, mi), any_regimen, usd, HOURS_UNKNOWN) for mi in (near, far))
    for part in ("miles", "hours", "mileage_cost_usd"):
        for one, other in ((a.home, b.home), (a.stay or a.home, a.home), (b.stay or b.home, b.home)):
            assert getattr(one, part).low <= getattr(other, part).low
            assert getattr(one, part).high <= getattr(other, part).high
            assert getattr(one, part).low <= getattr(one, part).high


@given(ANY_REGIMEN)
def test_regimens_by_days_span_the_range_of_the_regimen(any_regimen: Regimen) -> None:
    choices = any_regimen.by_days
    assert (choices[0].visit_days.low, choices[-1].visit_days.high) == (
        any_regimen.visit_days.low,
        any_regimen.visit_days.high,
    )
    assert [int(c.consecutive_days.low) for c in choices] == list(
        range(int(any_regimen.consecutive_days.low), int(any_regimen.consecutive_days.high) + 1)
    )
