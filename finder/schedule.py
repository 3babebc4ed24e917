"""When a mobile unit comes: calendars of stops as recurrence rules of RFC 5545."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from finder.errors import QueryError
from finder.text import text

WINDOW_DAYS = 60
_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_EARLIEST_START = date(2000, 1, 1)


@dataclass(frozen=True)
class Calendar:
    """Visits of a unit to one stop: a first day, local hours, a rule, days off and extra days.

    An empty `rule` means: only the first day and the extra days. Refuses what does not parse, and what would never end.
    """

    starts_on: date
    start_time: time
    end_time: time
    timezone: ZoneInfo
    rule: str = ""
    days_off: frozenset[date] = field(default_factory=frozenset)
    extra_days: frozenset[date] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        if self.end_time <= self.start_time:
            raise QueryError(text("The visit ends before it starts."), text("Give the end_time after the start_time."))
        if self.starts_on < _EARLIEST_START:
            raise QueryError(text("starts_on lies before the year 2000."), text("Give the first visit of this calendar."))
        if self.rule:
            parse_rule(self.rule, self.starts_on)

    @cached_property
    def _recurrence(self) -> rrule | None:
        return parse_rule(self.rule, self.starts_on) if self.rule else None

    def visits(self, first: date, last: date) -> tuple[date, ...]:
        """Days from `first` to `last`, both included, on which the unit is there."""
        if self._recurrence is None:
            days = {self.starts_on}
        else:
            days = {d.date() for d in self._recurrence.between(_midnight(first), _midnight(last), inc=True)}
        days = (days - self.days_off) | self.extra_days
        return tuple(sorted(d for d in days if first <= d <= last))


def parse_rule(rule: str, starts_on: date) -> rrule:
    """A recurrence rule, by days or longer. Refuses rules finer than a day and intervals of zero, which never end."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().removeprefix("RRULE:").split(";"))
    if parts.get("FREQ") not in _FREQUENCIES or not re.fullmatch(r"[1-9]\d{0,2}", parts.get("INTERVAL", "1")):
        raise _bad_rule(rule)
    # A calendar of days has no clock: an end given as an instant means its day.
    parts = {k: v[:8] if k == "UNTIL" else v for k, v in parts.items()}
    try:
        parsed = rrulestr(";".join(f"{k}={v}" for k, v in parts.items()), dtstart=_midnight(starts_on))
    except (ValueError, TypeError, KeyError) as error:
        raise _bad_rule(rule) from error
    if not isinstance(parsed, rrule):
        raise _bad_rule(rule)
    return parsed


def _bad_rule(rule: str) -> QueryError:
    return QueryError(
        text("%(rule)s is not a recurrence rule of days.", rule=repr(rule[:80])),
        text("Write it like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU (RFC 5545)."),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


def window(today: date) -> tuple[date, date]:
    """The days in which a stop must have a visit to be offered: the coming 60 days."""
    return today, today + timedelta(days=WINDOW_DAYS)


def longest_run(days: Iterable[date]) -> int:
    """How many of these days follow one another without a day between: 3 for Mon, Tue, Wed, Fri."""
    ordered, best, run = sorted(set(days)), 0, 0
    if ordered:
        best = run = 1
    for before, after in pairwise(ordered):
        run = run + 1 if (after - before).days == 1 else 1
        best = max(best, run)
    return best
