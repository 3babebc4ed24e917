"""When a place is open, from opening hours in OpenStreetMap's syntax; what is not plain stays unknown, never an error.

The syntax is read by the library opening-hours-py: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from opening_hours import OpeningHours, State, validate

from finder.domain.schedule import runs

EVENING_MIN = 18 * 60
_DAY_MIN = 24 * 60
# Not hours that one can plan a day by: open ends, the sun, comments, school holidays, 24/7 (the doors of a hospital, not its
# infusion chairs).
_VAGUE = re.compile(r"[+\"/]|sun(?:rise|set)|dawn|dusk|unknown|SH")
_DAY_NAME = re.compile(r"Mo|Tu|We|Th|Fr|Sa|Su")
_RANGE = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_EVERY_WEEK = re.compile(r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|closed|\d\d:\d\d|[-,; ])*")
# Days off by law that do not move (5 U.S.C. 6103). On a weekend the library knows only the Friday or Monday instead.
_FIXED_HOLIDAYS = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}
_PUBLIC_HOLIDAYS = OpeningHours("PH", country="US")
_SOME_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of one day, in minutes since its midnight, local time."""

    opens: int
    closes: int

    @property
    def hours(self) -> float:
        """How long it is."""
        return (self.closes - self.opens) / 60


Windows = tuple[Window, ...]


@dataclass(frozen=True)
class OpenDays:
    """Days one after another from `first`, each with its windows in order: none if it is closed, None if nobody can tell."""

    first: date
    days: tuple[Windows | None, ...]

    @property
    def known(self) -> bool:
        """Whether the hours of some open day are known."""
        return any(self.days)

    @property
    def hours(self) -> float:
        """Hours open in all, as far as they are known."""
        return sum(w.hours for windows in self.days for w in windows or ())

    @cached_property
    def weekends(self) -> bool | None:
        """Whether it is open on some Saturday or Sunday."""
        return some(None if w is None else bool(w) for day, w in self._usual() if day.weekday() >= 5)

    @cached_property
    def evenings(self) -> bool | None:
        """Whether it is open past 18:00 on some day."""
        return some(None if w is None else any(x.closes > EVENING_MIN for x in w) for _, w in self._usual())

    def _usual(self) -> Iterable[tuple[date, Windows | None]]:
        """Each day and its windows. That nobody knows of a holiday says nothing about the other days."""
        for n, windows in enumerate(self.days):
            day = self.first + timedelta(n)
            yield day, () if windows is None and is_public_holiday(day) else windows

    @property
    def longest(self) -> float:
        """Hours of the longest window that is known; 0 without one."""
        return max((w.hours for windows in self.days for w in windows or ()), default=0.0)

    def days_in_a_row(self, hours: float) -> int:
        """The most days one after another with a window of so many hours; a day of unknown hours breaks the row."""
        long_enough = [n for n, windows in enumerate(self.days) if any(w.hours >= hours for w in windows or ())]
        return max((length for _, length in runs(self.first + timedelta(n) for n in long_enough)), default=0)


def some(verdicts: Iterable[bool | None]) -> bool | None:
    """Whether one of them is yes: if none is, unknown as long as one is unknown."""
    said = set(verdicts)
    return True if True in said else None if None in said else False


def merged(windows: Iterable[Window]) -> Windows:
    """Windows of one day in order, those that meet or overlap as one."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda w: w.opens):
        if found and window.opens <= found[-1].closes:
            found[-1] = Window(found[-1].opens, max(found[-1].closes, window.closes))
        else:
            found.append(window)
    return tuple(found)


@lru_cache(maxsize=4096)
def open_days(written: str, first: date, last: date) -> OpenDays:
    """The days from `first` to `last`, both included, with public holidays of the United States.

    A day's hours are unknown if the text is empty, cannot be parsed, names no weekday, or has hours that are not plain (see
    `_VAGUE`) or run past midnight; on days that it gives no hours for (`Tu,We`); and on a holiday of which it says nothing.
    """
    hours = _plain(written)
    count = (last - first).days + 1
    if hours is None:
        return OpenDays(first, (None,) * count)
    on_day = _windows(hours, first, last)
    days = (first + timedelta(n) for n in range(count))
    return OpenDays(first, tuple(_of_day(on_day.get(day, ()), day, written) for day in days))


def usual_week(written: str) -> tuple[Windows, ...] | None:
    """Windows from Monday to Sunday, holidays left out; None if they are unknown, or not the same every week."""
    hours = _plain(written)
    if hours is None or not _EVERY_WEEK.fullmatch(str(hours)):
        return None
    # Without a country there are no holidays.
    on_day = _windows(OpeningHours(str(hours)), _SOME_MONDAY, _SOME_MONDAY + timedelta(6))
    week = tuple(_believed(on_day.get(_SOME_MONDAY + timedelta(n), ()), written) for n in range(7))
    return None if None in week else tuple(windows for windows in week if windows is not None)


@lru_cache(maxsize=1024)
def is_public_holiday(day: date) -> bool:
    """Whether it is a public holiday of the United States, or the day on which one is observed."""
    return (day.month, day.day) in _FIXED_HOLIDAYS or _PUBLIC_HOLIDAYS.is_open(datetime.combine(day, time(12)))


def _plain(written: str) -> OpeningHours | None:
    """Hours with named weekdays and plain times within a day, or None."""
    text = written.strip("; ")
    if not validate(text):
        return None
    hours = OpeningHours(text, country="US")
    spelled = str(hours)
    in_a_day = all(opens < closes <= "24:00" for opens, closes in _RANGE.findall(spelled))
    return hours if in_a_day and _DAY_NAME.search(spelled) and not _VAGUE.search(spelled) else None


def _windows(hours: OpeningHours, first: date, last: date) -> dict[date, Windows]:
    """Windows of the days that have some."""
    found: dict[date, Windows] = {}
    for starts, ends, state, _ in hours.intervals(datetime.combine(first, time.min), datetime.combine(last, time.max)):
        if state == State.OPEN:
            for day, window in _by_day(starts, ends):
                found[day] = merged([*found.get(day, ()), window])
    return found


def _by_day(starts: datetime, ends: datetime) -> Iterable[tuple[date, Window]]:
    """An interval cut at each midnight."""
    for n in range((ends.date() - starts.date()).days + 1):
        day = starts.date() + timedelta(n)
        opens = _minute(starts) if n == 0 else 0
        closes = _minute(ends) if day == ends.date() else _DAY_MIN
        if opens < closes:
            yield day, Window(opens, closes)


def _minute(moment: datetime) -> int:
    """Minutes since midnight, rounded up: the last moment of a day is its end."""
    return -(-(moment.hour * 3600 + moment.minute * 60 + moment.second + bool(moment.microsecond)) // 60)


def _of_day(windows: Windows, day: date, written: str) -> Windows | None:
    """The windows of a day if they can be believed."""
    observed = _PUBLIC_HOLIDAYS.is_open(datetime.combine(day, time(12)))
    if windows and is_public_holiday(day) and not (observed and "PH" in written):
        return None
    return _believed(windows, written)


def _believed(windows: Windows, written: str) -> Windows | None:
    """Windows; None for a whole day that the text does not spell out: it has a day without hours."""
    return None if windows == (Window(0, _DAY_MIN),) and "24:00" not in written else windows
