"""Side by side: options for one regimen, or regimens at one location, in rows of the same measures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from finder.access.burden import Trip, YearOfTravel, years_of_travel
from finder.access.ranking import Option
from finder.domain.therapy import Regimen, Span

Unit = Literal["trips", "miles", "minutes", "hours", "days", "nights", "usd"]
Years = tuple[YearOfTravel, YearOfTravel | None]
_STAYING = "stay_"
_UNREACHABLE = Span(math.inf, math.inf)
# Parts of a YearOfTravel, with their units.
_HOME: tuple[tuple[str, Unit], ...] = (
    *(("days", "days"), ("trips", "trips"), ("miles", "miles"), ("hours", "hours"), ("mileage_cost_usd", "usd")),
)
_STAY: tuple[tuple[str, Unit], ...] = (
    *(("trips", "trips"), ("miles", "miles"), ("hours", "hours"), ("mileage_cost_usd", "usd"), ("nights", "nights")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: a value for each column, infinite where no road leads.

    `id` is that of the trip or of a part of the year; the parts of a year that is spent near the location during each cycle
    begin with `stay_`.
    """

    id: str
    unit: Unit
    values: tuple[Span, ...]

    @property
    def staying(self) -> bool:
        """Whether it is part of a year that is spent near the location during each cycle."""
        return self.id.startswith(_STAYING)

    @property
    def least(self) -> tuple[bool, ...]:
        """Which column has the least: its range ends below where all others begin. Ranges that touch overlap."""
        spans = tuple(enumerate(self.values))
        return tuple(len(spans) > 1 and all(v.high < other.low for n, other in spans if n != column) for column, v in spans)


def compare_options(options: Sequence[Option]) -> tuple[Measure, ...]:
    """Options of one search, a column each: the drive, and a year of its regimen if it has one."""
    miles = tuple(o.trip.miles for o in options)
    minutes = tuple(Span(o.trip.travel_min_low, o.trip.travel_min_high) for o in options)
    drive = (Measure("distance_mi", "miles", miles), Measure("travel_min", "minutes", minutes))
    years = [(o.burden.home, o.burden.stay) if o.burden else None for o in options]
    return (*drive, *(_year_rows(years) if any(years) else ()))


def compare_regimens(trip: Trip, regimens: Sequence[Regimen], usd_per_mile: float) -> tuple[Measure, ...]:
    """Regimens at the end of one trip, a column each. Raises ValueError if no road leads there."""
    if not trip.by_road:
        raise ValueError("no road leads there, so no year of travel can be worked out")
    chair = Measure("chair_hours", "hours", tuple(r.chair_hours for r in regimens))
    return (chair, *_year_rows([years_of_travel(trip, r, usd_per_mile) for r in regimens]))


def _year_rows(years: Sequence[Years | None]) -> Iterator[Measure]:
    """Rows of a year at home each night, then near the location during each cycle; None where no road leads."""
    for name, unit in _HOME:
        yield Measure(name, unit, tuple(getattr(y[0], name) if y else _UNREACHABLE for y in years))
    for name, unit in _STAY:
        # A cycle of one day needs no night away: a year of stays is a year of trips.
        yield Measure(f"{_STAYING}{name}", unit, tuple(getattr(y[1] or y[0], name) if y else _UNREACHABLE for y in years))
