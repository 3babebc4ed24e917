"""Supply: the chair-hours a week that a service point has to give, and how much of that is assumed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

import numpy as np
import numpy.typing as npt

from finder.facility import Center, ServicePoint, Stop
from finder.geo import Floats
from finder.schedule import window

Bools = npt.NDArray[np.bool_]

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = f"(?:{'|'.join(_DAYS)})"
_SPAN = rf"(?:PH|{_DAY}(?:-{_DAY})?)"
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_RANGE = f"{_CLOCK}-{_CLOCK}"
_RULE = re.compile(rf"(?P<days>{_SPAN}(?:,{_SPAN})*) (?:(?P<times>{_RANGE}(?:, ?{_RANGE})*)|off|closed)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is taken for a listing that does not say: no source gives it for the country, so try other numbers too.

    The 23 centers of the starter directory that say how many chairs they have count 2 to 62, 13 in the middle; the larger
    ones may well say so more often. Forty hours are eight on five days.
    """

    center_chairs: float = 12
    unit_chairs: float = 4
    hours_a_week: float = 40


ASSUMED = Assumed()


@dataclass(frozen=True, eq=False)
class Supply:
    """Chair-hours a week of service points, and whether their chairs or hours were assumed; each of shape (points,)."""

    chair_hours: Floats
    chairs_assumed: Bools
    hours_assumed: Bools

    @property
    def assumed(self) -> int:
        """How many service points have chairs or hours, or both, that were assumed."""
        return int(np.count_nonzero(self.chairs_assumed | self.hours_assumed))


def weekly_supply(points: Sequence[ServicePoint], today: date, assumed: Assumed = ASSUMED) -> Supply:
    """Chairs times hours a week: of a center by its opening hours, of a stop by its visits in the coming 60 days.

    Whether a center exists on the day is not asked: points that do not count are left out before.
    """
    # None, unknown, becomes NaN.
    chairs = np.array([_chairs(p) for p in points], float)
    hours = np.array([_hours(p, today) for p in points], float)
    instead = np.array([assumed.center_chairs if p.kind == "center" else assumed.unit_chairs for p in points], float)
    no_chairs, no_hours = np.isnan(chairs), np.isnan(hours)
    chair_hours = np.where(no_chairs, instead, chairs) * np.where(no_hours, assumed.hours_a_week, hours)
    return Supply(chair_hours, no_chairs, no_hours)


def _chairs(point: ServicePoint) -> int | None:
    listing = point.listing
    return listing.chairs if isinstance(listing, Center) else listing.unit.chairs


def _hours(point: ServicePoint, today: date) -> float | None:
    listing = point.listing
    return weekly_hours(listing.hours) if isinstance(listing, Center) else weekly_visit_hours(listing, today)


def weekly_visit_hours(stop: Stop, today: date) -> float:
    """Hours a week that the unit is at a stop, averaged over the coming 60 days; 0 without a visit."""
    first, last = window(today)
    on_day = defaultdict(list)
    for calendar in stop.calendars:
        for day in calendar.visits(first, last):
            on_day[day].append((_minute(calendar.start_time), _minute(calendar.end_time)))
    weeks = ((last - first).days + 1) / 7
    return sum(map(_covered_min, on_day.values())) / 60 / weeks


def weekly_hours(opening_hours: str) -> float | None:
    """Hours of a usual week of OSM opening_hours in its common form: `Mo-Fr 08:00-12:00,13:00-17:00; Sa 09:00-13:00; Su off`.

    A later rule replaces an earlier one on its days, as in OSM; public holidays are left out. None for any other form, and
    for a range past midnight.
    """
    on_day: dict[str, int] = {}
    for rule in opening_hours.strip("; ").split(";"):
        found = _RULE.fullmatch(rule.strip())
        if found is None:
            return None
        ranges = [_range(r) for r in found["times"].split(",")] if found["times"] else []
        if not all(start < end <= 24 * 60 for start, end in ranges):
            return None
        on_day |= dict.fromkeys(_days(found["days"]), _covered_min(ranges))
    return sum(on_day.values()) / 60 if on_day else None


def _days(written: str) -> list[str]:
    """Mo-We,Sa as days; a span may run over the end of the week; PH is none of them."""
    days = []
    for span in written.replace("PH", "").split(","):
        first, _, last = span.partition("-")
        if first:
            start = _DAYS.index(first)
            length = (_DAYS.index(last or first) - start) % 7 + 1
            days += [_DAYS[(start + n) % 7] for n in range(length)]
    return days


def _range(written: str) -> tuple[int, int]:
    """Minutes since midnight of both ends of 08:00-17:00."""
    hour, minute, end_hour, end_minute = map(int, re.findall(r"\d+", written))
    return hour * 60 + minute, end_hour * 60 + end_minute


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _covered_min(ranges: Iterable[tuple[int, int]]) -> int:
    """Minutes of a day in at least one of the ranges."""
    covered = reached = 0
    for start, end in sorted(ranges):
        covered += max(0, end - max(start, reached))
        reached = max(reached, end)
    return covered
