"""What a year of a therapy costs in travel: trips, miles, hours, days, nights, driving cost."""

import math
from dataclasses import dataclass

from finder.access.day_trip import DayTrip, day_trip, is_long_drive
from finder.domain.arrays import Ints
from finder.domain.ferry import FerryTrip
from finder.domain.hours import OpenDays
from finder.domain.therapy import Regimen, Span
from finder.travel.model import DOOR_MIN, TravelMatrix


@dataclass(frozen=True, slots=True)
class Trip:
    """One way from the place to a service point: statute miles, minutes with a low-high band, and the geodesic.

    Without a road miles and minutes are infinite. `spread` are the least and the most miles where an end is not known exactly,
    and the low and high minutes belong to them. Where both ends are only known to lie in one area, `distance_mi` is the mean.
    `ferry` is a way over one, where no road leads.
    """

    distance_mi: float
    travel_min: float
    travel_min_low: float
    travel_min_high: float
    straight_mi: float
    spread: Span | None = None
    ferry: FerryTrip | None = None

    @property
    def miles(self) -> Span:
        """The miles from the least to the most."""
        return self.spread or Span(self.distance_mi, self.distance_mi)

    @property
    def minutes_of_spread(self) -> Span:
        """The minutes from the least miles to the most at the pace of the trip, without its low-high band."""
        if self.spread is None or not self.distance_mi:
            return Span(self.travel_min, self.travel_min)
        pace = (self.travel_min - DOOR_MIN) / self.distance_mi
        nearer, farther = self.distance_mi - self.spread.low, self.spread.high - self.distance_mi
        return Span(self.travel_min - pace * nearer, self.travel_min + pace * farther)

    @property
    def by_road(self) -> bool:
        """Whether a road leads there at all."""
        return math.isfinite(self.distance_mi)


def trips_of(matrix: TravelMatrix, rows: Ints) -> list[Trip]:
    """Return the trips in some rows of a matrix."""
    m, ends = matrix, (matrix.distance_mi_low, matrix.distance_mi_high)
    least, most = (m.distance_mi if end is None else end for end in ends)
    columns = (m.distance_mi, m.travel_min, m.travel_min_low, m.travel_min_high, m.straight_mi, least, most)
    measured = zip(*(column[rows].tolist() for column in columns), strict=True)
    return [
        Trip(miles, minutes, low_min, high_min, straight_mi, Span(low_mi, high_mi) if low_mi < high_mi else None)
        for miles, minutes, low_min, high_min, straight_mi, low_mi, high_mi in measured
    ]


@dataclass(frozen=True, slots=True)
class YearOfTravel:
    """Travel over a year, from the least to the most that the regimen asks for.

    `trips` are round trips, `miles` and `hours` those of driving there and back, `mileage_cost_usd` the driving cost in US
    dollars; `days` have an infusion; `nights` are spent near the center.
    """

    trips: Span
    miles: Span
    hours: Span
    mileage_cost_usd: Span
    days: Span
    nights: Span


@dataclass(frozen=True, slots=True)
class Burden:
    """A year of a regimen over one trip, in two ways: at home each night, and near the center during a cycle.

    `stay` is None if a cycle is one day. `day` says whether an infusion day at home each night can be done at all.
    """

    home: YearOfTravel
    stay: YearOfTravel | None
    day: DayTrip

    @property
    def trips(self) -> Span:
        """Round trips, at home each night."""
        return self.home.trips

    @property
    def miles(self) -> Span:
        """Miles driven, at home each night."""
        return self.home.miles

    @property
    def hours(self) -> Span:
        """Hours on the road, at home each night."""
        return self.home.hours

    @property
    def mileage_cost_usd(self) -> Span:
        """Driving cost, at home each night."""
        return self.home.mileage_cost_usd

    @property
    def fits_in_a_day(self) -> bool:
        """Whether even the longest infusion fits in a day, as far as is known."""
        return self.day.fits == "yes"


def yearly_burden(
    trip: Trip, regimen: Regimen, usd_per_mile: float, opening: OpenDays, most_hours: float | None = None
) -> Burden:
    """The year of a regimen over one trip. Low ends meet low, high meet high: days, and minutes on the road.

    `opening` are the hours of the place, `most_hours` the longest infusion that it can give, if there is a limit.
    """
    day = day_trip(trip.minutes_of_spread, regimen, opening, most_hours)
    return Burden(*years_of_travel(trip, regimen, usd_per_mile), day)


def burden_by_days(
    trip: Trip, regimen: Regimen, usd_per_mile: float, opening: OpenDays, most_hours: float | None = None
) -> tuple[tuple[int, Burden], ...]:
    """The burden for each number of days in a row that a cycle may take; one pair if that is one day."""
    return tuple(
        (int(r.consecutive_days.low), yearly_burden(trip, r, usd_per_mile, opening, most_hours)) for r in regimen.by_days
    )


def years_of_travel(trip: Trip, regimen: Regimen, usd_per_mile: float) -> tuple[YearOfTravel, YearOfTravel | None]:
    """The year at home each night and, if a cycle is several days, near the center during a cycle."""
    home = _year(trip, regimen, usd_per_mile, regimen.visit_days, Span(0, 0))
    if regimen.consecutive_days.high == 1:
        return home, None
    nights = _nights(regimen, is_long_drive(trip.minutes_of_spread.high))
    return home, _year(trip, regimen, usd_per_mile, regimen.cycles, nights)


def _year(trip: Trip, regimen: Regimen, usd_per_mile: float, trips: Span, nights: Span) -> YearOfTravel:
    # Both ends are written out: a list has 25 years or 50, and so many ranges in between would take as long as the rest.
    low_mi, high_mi = trips.low * trip.miles.low * 2, trips.high * trip.miles.high * 2
    hours = Span(trips.low * trip.travel_min_low * (2 / 60), trips.high * trip.travel_min_high * (2 / 60))
    cost = Span(low_mi * usd_per_mile, high_mi * usd_per_mile)
    return YearOfTravel(trips, Span(low_mi, high_mi), hours, cost, regimen.visit_days, nights)


def _nights(regimen: Regimen, long_drive: bool) -> Span:
    """Nights between the days of a cycle; after a long drive at most the one before the first day too."""
    days, cycles = regimen.visit_days, regimen.cycles
    return Span(days.low - cycles.low, days.high - cycles.high + (cycles.high if long_drive else 0))
