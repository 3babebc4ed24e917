"""What a year of a therapy costs in travel: trips, miles, hours, driving cost."""

import math
from dataclasses import dataclass

from finder.therapy import Regimen, Span

# A day out that a patient can be asked for: from door to door. Opening hours are not known for most centers.
LONGEST_DAY_HOURS = 12.0


@dataclass(frozen=True, slots=True)
class Trip:
    """One way from the place to a service point: statute miles, minutes with a low-high band, and the geodesic.

    Without a road miles and minutes are infinite.
    """

    distance_mi: float
    travel_min: float
    travel_min_low: float
    travel_min_high: float
    straight_mi: float

    @property
    def by_road(self) -> bool:
        """Whether a road leads there at all."""
        return math.isfinite(self.distance_mi)


@dataclass(frozen=True, slots=True)
class Burden:
    """Travel over a year, from the least to the most that the regimen asks for, at home each night.

    `trips` are round trips when sleeping at home; `miles` and `hours` are those of driving, there and back;
    `fits_in_a_day` is drive + the longer time in the chair + drive within twelve hours. `stays` are the round trips of
    someone who sleeps near the center during a cycle, with their miles; None if a cycle is one day.
    """

    trips: Span
    miles: Span
    hours: Span
    mileage_cost_usd: Span
    fits_in_a_day: bool
    stays: Span | None = None
    stay_miles: Span | None = None


def yearly_burden(trip: Trip, regimen: Regimen, usd_per_mile: float) -> Burden:
    """The year of a regimen over one trip. Low ends meet low, high meet high: days, and minutes on the road."""
    days = regimen.visit_days
    miles = Span(2 * trip.distance_mi * days.low, 2 * trip.distance_mi * days.high)
    several_days = regimen.consecutive_days.high > 1
    day_hours = 2 * trip.travel_min / 60 + regimen.chair_hours.high
    return Burden(
        trips=days,
        miles=miles,
        hours=Span(2 * trip.travel_min_low / 60 * days.low, 2 * trip.travel_min_high / 60 * days.high),
        mileage_cost_usd=Span(miles.low * usd_per_mile, miles.high * usd_per_mile),
        fits_in_a_day=day_hours <= LONGEST_DAY_HOURS,
        stays=regimen.cycles if several_days else None,
        stay_miles=Span(2 * trip.distance_mi * regimen.cycles.low, 2 * trip.distance_mi * regimen.cycles.high)
        if several_days
        else None,
    )
