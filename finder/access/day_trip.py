"""Whether an infusion fits in a day: the drive, the time in the chair and the drive back, within the opening hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from finder.access.reason import Reason, reason
from finder.domain.hours import OpenDays
from finder.domain.therapy import Regimen, Span

Fits = Literal["yes", "maybe", "no"]
# The longest day that a patient can be asked for, from door to door.
LONGEST_DAY_HOURS = 12.0
# A longer drive calls for a break or a night away: long sitting is hard on weak muscles.
LONG_DRIVE_MIN = 120.0


@dataclass(frozen=True, slots=True)
class DayTrip:
    """One infusion day, there and back. `hours` are those from door to door,
    for the shortest drive and infusion and for the longest.

    `fits` is yes if that is at most twelve hours and the location is open long enough, on enough days in a row, even for the
    longest; maybe if only for the shortest. Unknown hours count against nothing. `reasons` say why not, what to ask, and what
    else to plan for.
    """

    hours: Span
    fits: Fits
    hours_known: bool
    long_drive: bool
    reasons: tuple[Reason, ...]


def is_long_drive(travel_min: float) -> bool:
    """Whether one way takes over two hours."""
    return travel_min > LONG_DRIVE_MIN


def day_trip(drive_min: Span, regimen: Regimen, opening: OpenDays, most_hours: float | None = None) -> DayTrip:
    """Whether the infusion days of a regimen can be spent at a location without a night away.

    `drive_min` is one way by road, the shortest drive and the longest; `most_hours` is the longest infusion that can be given
    there, if there is a limit.
    """
    chair, drive = regimen.chair_hours, drive_min * (2 / 60)
    hours = Span(drive.low + chair.low, drive.high + chair.high)
    long_drive = is_long_drive(drive_min.high)
    said = [*_too_long(hours), *_not_open(regimen, opening), *_limited(chair, most_hours)]
    # Who is told to plan a night needs no second line about it.
    if long_drive and hours.low <= LONGEST_DAY_HOURS:
        said.append((_ADVICE, reason("long_drive")))
    fits = min((fit for fit, _ in said), key=_WORST_FIRST.index, default=_ADVICE)
    return DayTrip(hours, fits, opening.known, long_drive, tuple(why for _, why in said))


_WORST_FIRST: tuple[Fits, ...] = ("no", "maybe", "yes")
# What is said without counting against a day trip.
_ADVICE: Fits = "yes"


def _too_long(hours: Span) -> Iterator[tuple[Fits, Reason]]:
    if hours.low > LONGEST_DAY_HOURS:
        yield "no", reason("day_too_long", door_to_door_hours=hours.low)
    elif hours.high > LONGEST_DAY_HOURS:
        whole_day = (hours.low, hours.high)
        yield "maybe", reason("day_may_be_too_long", door_to_door_hours=whole_day, most_hours=LONGEST_DAY_HOURS)


def _not_open(regimen: Regimen, opening: OpenDays) -> Iterator[tuple[Fits, Reason]]:
    chair, needed = regimen.chair_hours, int(regimen.consecutive_days.low)
    if not opening.known:
        yield _ADVICE, reason("hours_unknown", high_hours=chair.high)
    elif opening.longest < chair.low:
        yield "no", reason("open_too_short", open_hours=opening.longest, low_hours=chair.low)
    elif (days := opening.days_in_a_row(chair.low)) < needed:
        yield "no", reason("too_few_open_days_in_a_row", n=days, needed_days=needed)
    elif opening.days_in_a_row(chair.high) < needed:
        yield "maybe", reason("may_be_open_too_short", low_hours=chair.low, high_hours=chair.high)


def _limited(chair: Span, most_hours: float | None) -> Iterator[tuple[Fits, Reason]]:
    if most_hours is not None and most_hours < chair.high:
        yield "maybe", reason("infusion_may_be_too_long", most_hours=most_hours, high_hours=chair.high)
