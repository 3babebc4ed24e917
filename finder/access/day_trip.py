"""Does it fit in a day: drive, time in the chair, and drive, against the hours that the place is open."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from finder.domain.hours import OpenDays
from finder.domain.therapy import Regimen, Span
from finder.text import Text, text, text_n

Fits = Literal["yes", "maybe", "no"]
# A day out that a patient can be asked for: from door to door.
LONGEST_DAY_HOURS = 12.0
# A drive that asks for a stop on the way or a night: sitting long is hard on weak legs.
LONG_DRIVE_MIN = 120.0


@dataclass(frozen=True, slots=True)
class DayTrip:
    """One infusion day, there and back. `hours` are those from door to door, for the shortest and the longest infusion.

    `fits` is yes if that is at most twelve hours and the place is open long enough, on enough days in a row, even for the
    longest infusion; maybe if for the shortest; hours that are not known speak against nothing. `reasons` are sentences that
    say why not, what to ask, and what else to plan for.
    """

    hours: Span
    fits: Fits
    hours_known: bool
    long_drive: bool
    reasons: tuple[Text, ...]


def is_long_drive(travel_min: float) -> bool:
    """Whether one way takes over two hours."""
    return travel_min > LONG_DRIVE_MIN


def day_trip(travel_min: float, regimen: Regimen, opening: OpenDays, most_hours: float | None = None) -> DayTrip:
    """Whether the infusion days of a regimen can be spent at a place without a night away.

    `travel_min` is one way, over a road; `most_hours` the longest infusion that can be given there, if there is such a limit.
    """
    chair, drive = regimen.chair_hours, 2 * travel_min / 60
    hours = Span(drive + chair.low, drive + chair.high)
    long_drive = is_long_drive(travel_min)
    said = [*_too_long(hours), *_not_open(regimen, opening), *_limited(chair, most_hours)]
    if long_drive:
        said.append((_ADVICE, text("The drive may take over 2 hours one way: plan a stop on the way, or a night near there.")))
    fits = min((fit for fit, _ in said), key=_WORST_FIRST.index, default=_ADVICE)
    return DayTrip(hours, fits, opening.known, long_drive, tuple(reason for _, reason in said))


_WORST_FIRST: tuple[Fits, ...] = ("no", "maybe", "yes")
# What is said without speaking against a day trip.
_ADVICE: Fits = "yes"


def _too_long(hours: Span) -> Iterator[tuple[Fits, Text]]:
    said = {"low": _half_hours(hours.low), "high": _half_hours(hours.high), "most": f"{LONGEST_DAY_HOURS:g}"}
    if hours.low > LONGEST_DAY_HOURS:
        yield "no", text("There, infusion and back take about %(low)s hours or more: plan a night near there.", **said)
    elif hours.high > LONGEST_DAY_HOURS:
        yield (
            "maybe",
            text("There, infusion and back take about %(low)s to %(high)s hours: over %(most)s is too long for a day.", **said),
        )


def _half_hours(hours: float) -> str:
    """Hours to the next half hour: what is over the longest day reads so."""
    return f"{math.ceil(hours * 2) / 2:g}"


def _not_open(regimen: Regimen, opening: OpenDays) -> Iterator[tuple[Fits, Text]]:
    chair, needed = regimen.chair_hours, int(regimen.consecutive_days.low)
    said = {"open": f"{opening.longest:.3g}", "low": f"{chair.low:g}", "high": f"{chair.high:g}"}
    if not opening.known:
        yield _ADVICE, text("Hours not known: ask if they leave time for %(high)s hours in the chair.", **said)
    elif opening.longest < chair.low:
        yield "no", text("It is open for %(open)s hours at a time; this treatment takes %(low)s or more.", **said)
    elif opening.days_in_a_row(chair.low) < needed:
        yield (
            "no",
            text_n(
                "It is open long enough on %(n)s day in a row; this treatment takes %(needed)s or more.",
                "It is open long enough on %(n)s days in a row; this treatment takes %(needed)s or more.",
                opening.days_in_a_row(chair.low),
                needed=needed,
            ),
        )
    elif opening.days_in_a_row(chair.high) < needed:
        yield "maybe", text("It is open long enough for %(low)s hours in the chair, but maybe not for %(high)s: ask.", **said)


def _limited(chair: Span, most_hours: float | None) -> Iterator[tuple[Fits, Text]]:
    if most_hours is not None and most_hours < chair.high:
        yield (
            "maybe",
            text(
                "Infusions there may take up to %(most)s hours; this treatment may take %(high)s: ask.",
                most=f"{most_hours:g}",
                high=f"{chair.high:g}",
            ),
        )
