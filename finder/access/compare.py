"""Side by side: up to three options for one regimen, or up to three therapies at one place, in rows of the same measures."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from finder.access.burden import Trip, YearOfTravel, years_of_travel
from finder.access.ranking import Option
from finder.domain.therapy import Regimen, Span, Therapy
from finder.errors import QueryError
from finder.text import Text, named, text

MOST_COMPARED = 3
Unit = Literal["trips", "miles", "minutes", "hours", "days", "nights", "usd"]
Years = tuple[YearOfTravel, YearOfTravel | None]
_UNREACHABLE = Span(math.inf, math.inf)
# Parts of a YearOfTravel.
_HOME: tuple[tuple[str, Text, Unit], ...] = (
    ("days", text("Days with an infusion in a year"), "days"),
    ("trips", text("Trips in a year, at home each night"), "trips"),
    ("miles", text("Miles driven in a year, at home each night"), "miles"),
    ("hours", text("Hours on the road in a year, at home each night"), "hours"),
    ("mileage_cost_usd", text("Driving cost in a year, at home each night"), "usd"),
)
_STAY: tuple[tuple[str, Text, Unit], ...] = (
    ("trips", text("Trips in a year, staying near there during a cycle"), "trips"),
    ("miles", text("Miles driven in a year, staying near there"), "miles"),
    ("hours", text("Hours on the road in a year, staying near there"), "hours"),
    ("mileage_cost_usd", text("Driving cost in a year, staying near there"), "usd"),
    ("nights", text("Nights away in a year, staying near there"), "nights"),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One row: a value for each column; infinite where no road leads."""

    id: str
    label: Text
    unit: Unit
    values: tuple[Span, ...]

    @property
    def least(self) -> tuple[bool, ...]:
        """Which columns have the least: at both ends of the range, and not if all are the same."""
        low, high = min(v.low for v in self.values), min(v.high for v in self.values)
        differ = len(set(self.values)) > 1
        return tuple(differ and v == Span(low, high) for v in self.values)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A heading for each column, and the rows."""

    headings: tuple[Text, ...]
    measures: tuple[Measure, ...]


def compare_options(options: Sequence[Option]) -> Comparison:
    """One to three options of one search: the drive, and a year of its regimen if it has one.

    Raises QueryError for none or more.
    """
    _check_number(options)
    miles = tuple(Span(o.trip.distance_mi, o.trip.distance_mi) for o in options)
    minutes = tuple(Span(o.trip.travel_min_low, o.trip.travel_min_high) for o in options)
    drive = (
        Measure("distance_mi", text("Miles one way"), "miles", miles),
        Measure("travel_min", text("Minutes one way"), "minutes", minutes),
    )
    years = [(o.burden.home, o.burden.stay) if o.burden else None for o in options]
    headings = tuple(text("%(name)s", name=o.point.name) for o in options)
    return Comparison(headings, (*drive, *(_year_rows(years) if any(years) else ())))


def compare_therapies(trip: Trip, therapies: Sequence[Therapy], usd_per_mile: float) -> Comparison:
    """One to three therapies at the end of one trip, each by its chosen regimen (`Therapy.choosing`).

    A therapy may stand there twice, with two regimens. Raises QueryError for none or more, for a therapy without a regimen, and
    if no road leads there.
    """
    _check_number(therapies)
    if not trip.by_road:
        raise QueryError(text("No road leads there, so no year of travel can be worked out."), text("Choose another place."))
    regimens = [_regimen(t) for t in therapies]
    years = [years_of_travel(trip, r, usd_per_mile) for r in regimens]
    chair = Measure("chair_hours", text("Hours in the chair on one day"), "hours", tuple(r.chair_hours for r in regimens))
    headings = tuple(
        text("%(therapy)s, %(regimen)s", therapy=named(t.name), regimen=named(r.label))
        for t, r in zip(therapies, regimens, strict=True)
    )
    return Comparison(headings, (chair, *_year_rows(years)))


def _check_number(chosen: Sequence[object]) -> None:
    if not 1 <= len(chosen) <= MOST_COMPARED:
        raise QueryError(
            text("%(n)s cannot be put side by side.", n=len(chosen)), text("Choose 1 to %(most)s.", most=MOST_COMPARED)
        )


def _regimen(therapy: Therapy) -> Regimen:
    if therapy.regimen is None:
        raise QueryError(
            text("No schedule is known for %(therapy)s.", therapy=named(therapy.name)),
            text("It is given as prescribed: ask your care team."),
        )
    return therapy.regimen


def _year_rows(burdens: Sequence[Years | None]) -> Iterator[Measure]:
    """Rows of a year at home each night and near the center during a cycle; None where no road leads."""
    for name, label, unit in _HOME:
        yield Measure(name, label, unit, tuple(getattr(b[0], name) if b else _UNREACHABLE for b in burdens))
    for name, label, unit in _STAY:
        # A cycle of one day asks for no night there: a year of stays is a year of trips.
        yield Measure(f"stay_{name}", label, unit, tuple(getattr(b[1] or b[0], name) if b else _UNREACHABLE for b in burdens))
