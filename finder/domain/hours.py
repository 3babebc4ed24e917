"""Opening hours in OpenStreetMap's syntax. Hours that are not definite are unknown, never an error.

They are read twice: rule by rule (`opening_rules.py`), and by the library opening-hours-py. A day on which the two differ is
unknown. The syntax: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from opening_hours import OpeningHours, State, validate

from finder.domain.opening_rules import Rule, read_rules, spans_on
from finder.domain.schedule import runs

EVENING_MIN = 18 * 60
_DAY_MIN = 24 * 60
# Federal holidays with a fixed date (5 U.S.C. 6103). When one falls on a weekend, the library has only the Friday or Monday on
# which it is observed.
_FIXED_HOLIDAYS = {(1, 1), (6, 19), (7, 4), (11, 11), (12, 25)}
_PUBLIC_HOLIDAYS = OpeningHours("PH", country="US")
_SOME_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Window:
    """A period of one day, in minutes since midnight, local time."""

    opens: int
    closes: int

    @property
    def hours(self) -> float:
        """The length of the window in hours."""
        return (self.closes - self.opens) / 60


Windows = tuple[Window, ...]


@dataclass(frozen=True)
class OpenDays:
    """Consecutive days from `first`, each with its windows in order: an empty tuple if closed, None if not known."""

    first: date
    days: tuple[Windows | None, ...]

    @property
    def known(self) -> bool:
        """Whether the hours of at least one open day are known."""
        return any(self.days)

    @property
    def hours(self) -> float:
        """The total of all known open hours."""
        return sum(w.hours for windows in self.days for w in windows or ())

    @cached_property
    def weekends(self) -> bool | None:
        """Whether any Saturday or Sunday is open; None if not known."""
        return any_or_unknown(None if w is None else bool(w) for day, w in self._usual() if day.weekday() >= 5)

    @cached_property
    def evenings(self) -> bool | None:
        """Whether any day is open past 18:00; None if not known."""
        return any_or_unknown(None if w is None else any(x.closes > EVENING_MIN for x in w) for _, w in self._usual())

    def _usual(self) -> Iterable[tuple[date, Windows | None]]:
        """Yield each day and its windows. A holiday of unknown hours counts as closed, since it says nothing of usual days."""
        for n, windows in enumerate(self.days):
            day = self.first + timedelta(n)
            yield day, () if windows is None and is_public_holiday(day) else windows

    @property
    def longest(self) -> float:
        """The hours of the longest known window; 0 if there is none."""
        return max((w.hours for windows in self.days for w in windows or ()), default=0.0)

    def days_in_a_row(self, hours: float) -> int:
        """Return the most consecutive days that each have a window of at least `hours`. A day of unknown hours ends a run."""
        long_enough = [n for n, windows in enumerate(self.days) if any(w.hours >= hours for w in windows or ())]
        return max((length for _, length in runs(self.first + timedelta(n) for n in long_enough)), default=0)


def any_or_unknown(verdicts: Iterable[bool | None]) -> bool | None:
    """Return True if any verdict is True, else None if any is None (unknown), else False."""
    found = set(verdicts)
    return True if True in found else None if None in found else False


def merge(windows: Iterable[Window]) -> Windows:
    """Return the windows of one day in order, with windows that touch or overlap merged into one."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda w: w.opens):
        if found and window.opens <= found[-1].closes:
            found[-1] = Window(found[-1].opens, max(found[-1].closes, window.closes))
        else:
            found.append(window)
    return tuple(found)


@lru_cache(maxsize=4096)
def open_days(written: str, first: date, last: date) -> OpenDays:
    """Return the days from `first` to `last`, both included, with public holidays of the United States.

    All hours are unknown if the text is empty, names no weekday, or has any part that is not definite or not understood. A
    single day is unknown if the text names it without hours (`Tu,We`), if it can be read in two ways, or if it is a holiday of
    which the text does not speak.
    """
    rules = _rules(written)
    count = (last - first).days + 1
    if rules is None:
        return OpenDays(first, (None,) * count)
    on_day = _windows(OpeningHours(_trimmed(written), country="US"), first, last)
    days = (first + timedelta(n) for n in range(count))
    return OpenDays(first, tuple(_day_windows(rules, on_day.get(day, ()), day) for day in days))


@lru_cache(maxsize=4096)
def usual_week(written: str) -> tuple[Windows, ...] | None:
    """Return the windows from Monday to Sunday, without holidays; None if they are unknown or differ from week to week."""
    rules = _rules(written)
    if rules is None or not all(rule.is_weekly for rule in rules):
        return None
    week = tuple(_read_windows(rules, _SOME_MONDAY + timedelta(n), is_holiday=False)[0] for n in range(7))
    return None if None in week else tuple(windows for windows in week if windows is not None)


@lru_cache(maxsize=1024)
def is_public_holiday(day: date) -> bool:
    """Return whether the day is a public holiday of the United States, or a day on which one is observed."""
    return (day.month, day.day) in _FIXED_HOLIDAYS or _is_observed(day)


@lru_cache(maxsize=1024)
def _is_observed(day: date) -> bool:
    """Return whether the library has the day as a public holiday."""
    observed: bool = _PUBLIC_HOLIDAYS.is_open(datetime.combine(day, time(12)))
    return observed


def _trimmed(written: str) -> str:
    return written.strip("; ")


@lru_cache(maxsize=4096)
def _rules(written: str) -> tuple[Rule, ...] | None:
    """The rules of hours that both readers understand; None for any others."""
    rules = read_rules(_trimmed(written))
    return rules if rules and validate(_trimmed(written)) else None


def _read_windows(rules: tuple[Rule, ...], day: date, is_holiday: bool) -> tuple[Windows | None, bool]:
    """The windows of a day by its rules, and whether it is the rule of holidays that says so."""
    spans, by_holiday = spans_on(rules, day, is_holiday)
    return None if spans is None else merge(Window(*span) for span in spans), by_holiday


def _windows(hours: OpeningHours, first: date, last: date) -> dict[date, Windows]:
    """Return the windows of each open day from `first` to `last`."""
    found: dict[date, Windows] = {}
    for starts, ends, state, _ in hours.intervals(datetime.combine(first, time.min), datetime.combine(last, time.max)):
        if state == State.OPEN:
            for day, window in _by_day(starts, ends):
                found[day] = merge([*found.get(day, ()), window])
    return found


def _by_day(starts: datetime, ends: datetime) -> Iterable[tuple[date, Window]]:
    """Split an interval at each midnight."""
    for n in range((ends.date() - starts.date()).days + 1):
        day = starts.date() + timedelta(n)
        opens = _minute(starts) if n == 0 else 0
        closes = _minute(ends) if day == ends.date() else _DAY_MIN
        if opens < closes:
            yield day, Window(opens, closes)


def _minute(moment: datetime) -> int:
    """Return the minutes since midnight, rounded up, so that the last moment of a day is its end."""
    return -(-(moment.hour * 3600 + moment.minute * 60 + moment.second + bool(moment.microsecond)) // 60)


def _day_windows(rules: tuple[Rule, ...], by_library: Windows, day: date) -> Windows | None:
    """Return the windows of a day; None where the readers differ, and for a holiday on which it may be closed after all."""
    windows, by_holiday = _read_windows(rules, day, _is_observed(day))
    if windows != by_library:
        return None
    return None if windows and is_public_holiday(day) and not by_holiday else windows
