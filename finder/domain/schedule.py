"""Calendars of mobile stops: RFC 5545 recurrence rules, in whole days and local hours."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from finder.domain.recurrence import LAST_DAY, Recurrence
from finder.errors import QueryError
from finder.text import text

WINDOW_DAYS = 60
_EARLIEST_START, _LATEST_START = date(2000, 1, 1), date(2099, 12, 31)

# The rule parts that apply to whole days, with the syntax of each. Signs and leading zeros are part of it: "BYDAY=+1MO",
# "BYMONTHDAY=01".
_WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_NTH_WEEKDAY = rf"(?:[+-]?0*(?:[1-9]|[1-4]\d|5[0-3]))?{_WEEKDAY}"
_MONTHDAY = r"[+-]?0*(?:[1-9]|[12]\d|3[01])"
_MONTH = r"0*(?:[1-9]|1[0-2])"
_NTH = r"[+-]?0*(?:[1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])"


def _list(item: str) -> str:
    return f"{item}(?:,{item})*"


_PARTS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"0*[1-9]\d{0,2}",
    "COUNT": r"0*[1-9]\d{0,3}",
    "UNTIL": r"\d{4}(?:\d{4}|-\d\d-\d\d)(?:T\d\d(?:\d{4}|:\d\d:\d\d)Z?)?",
    "BYDAY": _list(_NTH_WEEKDAY),
    "BYMONTHDAY": _list(_MONTHDAY),
    "BYMONTH": _list(_MONTH),
    "BYSETPOS": _list(_NTH),
    "WKST": _WEEKDAY,
}


@dataclass(frozen=True, order=True, slots=True)
class Visit:
    """One visit, with its start and end as aware times in the stop's time zone."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Calendar:
    """The visits of a unit to one stop: a first day, local hours, a recurrence rule, days off, and extra days.

    With an empty `rule`, there are only the first day and the extra days. A day off overrides everything else. Raises
    QueryError for a rule that cannot be parsed, is finer than days, or has no days.
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
        if not _EARLIEST_START <= self.starts_on <= _LATEST_START:
            raise QueryError(
                text("starts_on is not between the years 2000 and 2099."), text("Give the first visit of this calendar.")
            )
        if self._recurrence is not None and (self._until < self.starts_on or self._recurrence.is_empty):
            raise _bad_rule(self.rule)

    @cached_property
    def _parts(self) -> dict[str, str]:
        return _rule_parts(self.rule) if self.rule else {}

    @cached_property
    def _recurrence(self) -> Recurrence | None:
        """The rule without its end date."""
        parts = {name: value for name, value in self._parts.items() if name != "UNTIL"}
        return Recurrence(parts, self.starts_on) if parts else None

    @cached_property
    def _until(self) -> date:
        """The last day on which the rule can start a visit. A time that ends in Z is in UTC."""
        written = self._parts.get("UNTIL")
        if not written:
            return LAST_DAY
        try:
            return _last_start(written, self.start_time, self.timezone)
        except (ValueError, OverflowError) as error:
            raise _bad_rule(self.rule) from error

    def visits(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days from `first` to `last`, both included, on which the unit is at the stop."""
        days = (self._by_rule(first, last) | self.extra_days) - self.days_off
        return tuple(sorted(d for d in days if first <= d <= last))

    def occurrences(self, first: date, last: date) -> tuple[Visit, ...]:
        """Return the visits on those days, each with the UTC offset of its day."""
        return tuple(self._occurrence(day) for day in self.visits(first, last))

    def _occurrence(self, day: date) -> Visit:
        starts, ends = (_instant(day, clock, self.timezone) for clock in (self.start_time, self.end_time))
        if ends <= starts:  # Daylight saving time skips the start of the visit, but not its end.
            ends = starts + (datetime.combine(day, self.end_time) - datetime.combine(day, self.start_time))
        return Visit(starts.astimezone(self.timezone), ends.astimezone(self.timezone))

    def _by_rule(self, first: date, last: date) -> set[date]:
        if self._recurrence is None:
            return {self.starts_on}
        return set(self._recurrence.days(first, min(last, self._until)))


def _rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of a recurrence rule by name. Raises QueryError for a part that is unknown, malformed, or repeated."""
    written = re.sub(r"\s", "", rule.upper()).removeprefix("RRULE:").strip(";").split(";")
    parts = {name: value for name, _, value in (part.partition("=") for part in written)}
    known = all(re.fullmatch(_PARTS.get(name, "(?!)"), value, re.ASCII) for name, value in parts.items())
    if not known or "FREQ" not in parts or len(parts) < len(written):
        raise _bad_rule(rule)
    if any(number > _most_weekdays(parts) for number in map(int, re.findall(r"\d+", parts.get("BYDAY", "")))):
        raise _bad_rule(rule)
    return parts


def _most_weekdays(parts: dict[str, str]) -> int:
    """How often a weekday may be in the period of a rule. RFC 5545 numbers them ("third Monday") in a month or a year alone."""
    if parts["FREQ"] == "MONTHLY" or (parts["FREQ"] == "YEARLY" and "BYMONTH" in parts):
        return 5
    return 53 if parts["FREQ"] == "YEARLY" else 0


def _last_start(until: str, start_time: time, zone: ZoneInfo) -> date:
    if "T" not in until:
        return date.fromisoformat(until)
    end = datetime.fromisoformat(until)
    if end.tzinfo:
        end = end.astimezone(zone)
    return end.date() if end.time() >= start_time else end.date() - timedelta(days=1)


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return a local time in UTC.

    A time that daylight saving time skips is read with the offset before the change (RFC 5545), which makes it an hour later
    on the clock. A time that occurs twice is the first of the two.
    """
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _bad_rule(rule: str) -> QueryError:
    return QueryError(
        text("%(rule)s is not a valid recurrence rule, or it has no days.", rule=repr(rule[:80])),
        text("Write it like FREQ=WEEKLY;INTERVAL=2;BYDAY=TU (RFC 5545)."),
    )


def window(today: date) -> tuple[date, date]:
    """Return the first and last day of the next 60 days. A stop is offered only if it has a visit in them."""
    return today, today + min(timedelta(days=WINDOW_DAYS), date.max - today)


def runs(days: Iterable[date]) -> list[tuple[date, int]]:
    """Return the first day and the length of each run of consecutive days. Mon, Tue, and Thu have runs of 2 and 1."""
    found: list[tuple[date, int]] = []
    for day in sorted(set(days)):
        if found and (day - found[-1][0]).days == found[-1][1]:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((day, 1))
    return found
