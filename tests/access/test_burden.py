"""A year of travel: the founding article's two therapies, by hand."""

import pytest

from finder.access.burden import LONGEST_DAY_HOURS, Trip, yearly_burden
from finder.reference import therapies
from finder.therapy import Regimen, Span

SIXTY_MILES = Trip(distance_mi=60.0, travel_min=80.0, travel_min_low=60.0, travel_min_high=100.0, straight_mi=50.6)


def regimen(therapy_id: str) -> Regimen:
    usual = therapies()[therapy_id].regimen
    assert usual is not None
    return usual


@pytest.mark.parametrize(
    ("therapy", "trips", "miles"),
    [
        ("ivig", Span(26, 65), Span(3120, 7800)),  # 13 cycles of 2 to 5 days
        ("rituximab", Span(4, 4), Span(480, 480)),
        ("infliximab", Span(6, 8), Span(720, 960)),
    ],
)
def test_miles_of_a_year_sixty_miles_away(therapy: str, trips: Span, miles: Span) -> None:
    burden = yearly_burden(SIXTY_MILES, regimen(therapy), 0.205)
    assert (burden.trips, burden.miles) == (trips, miles)
    assert burden.mileage_cost_usd == Span(pytest.approx(miles.low * 0.205), pytest.approx(miles.high * 0.205))


def test_hours_go_from_fewest_days_on_a_good_road_to_most_on_a_bad_one() -> None:
    burden = yearly_burden(SIXTY_MILES, regimen("ivig"), 0.2)
    assert burden.hours == Span(pytest.approx(2 * 26 * 60 / 60), pytest.approx(2 * 65 * 100 / 60))


@pytest.mark.parametrize(("minutes", "fits"), [(180.0, True), (180.1, False), (0.0, True), (float("inf"), False)])
def test_a_day_of_driving_and_six_hours_in_the_chair_fits_in_twelve_hours_or_not(minutes: float, fits: bool) -> None:
    assert regimen("ivig").chair_hours.high == LONGEST_DAY_HOURS / 2
    trip = Trip(60.0, minutes, minutes, minutes, 50.0)
    assert yearly_burden(trip, regimen("ivig"), 0.2).fits_in_a_day is fits


def test_next_door_costs_nothing() -> None:
    burden = yearly_burden(Trip(0.0, 5.0, 4.0, 6.0, 0.0), regimen("rituximab"), 0.2)
    assert (burden.miles, burden.mileage_cost_usd) == (Span(0, 0), Span(0, 0))
