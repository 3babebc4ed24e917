"""The opening hours that are believed: a strict subset of OpenStreetMap's syntax, read rule by rule.

A general parser is generous: it reads "Nov 24th off" as a Thursday, and it takes "PH Mo" for "PH,Mo". Here, text that is not
in the subset as a whole is not read at all: rules between semicolons, of years, months, days of months, and weeks, of weekdays
and public holidays (PH), and of times within a day or `off`.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]
MonthDay = tuple[int, int]

_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_A_LEAP_YEAR = 2028

_WD, _MON, _DAY = f"(?:{'|'.join(_WEEKDAYS)})", f"(?:{'|'.join(_MONTHS)})", r"\d{1,2}"
_COMMA = r"\s*,\s*"


def _list(item: str) -> str:
    return f"{item}(?:{_COMMA}{item})*"


_MONTH_DAYS = _list(rf"{_MON} {_DAY}(?:-(?:{_MON} )?{_DAY})?")
_MONTH_NAMES = _list(f"{_MON}(?:-{_MON})?")
_DATES = rf"(?:(?P<year>20\d\d(?:-20\d\d)?)\s+)?(?:(?:(?P<days>{_MONTH_DAYS})|(?P<months>{_MONTH_NAMES})):?\s+)?"
_WEEK = rf"(?:week\s*(?P<week>{_DAY}(?:-{_DAY})?)\s+)?"
_NTH = r"\[-?[1-5](?:,-?[1-5])*\]"
_ON = rf"(?:(?P<on>{_list(f'(?:ph|{_WD}(?:-{_WD}|{_NTH})?)')})(?=[\s;,]|$)\s*)?"
_CLOCK = r"\d{1,2}:\d\d"
_TIMES = rf"(?:(?P<times>{_list(f'{_CLOCK}-{_CLOCK}')})(?:\s+open)?|(?P<off>off|closed))?"
_RULE = re.compile(rf"{_DATES}{_WEEK}{_ON}{_TIMES}\s*", re.ASCII | re.IGNORECASE)
_NEXT = re.compile(r"([;,])\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Empty selectors select every day; `spans` are minutes since midnight, empty if closed, None if not said.

    `adds` is whether its times come on top of those of earlier rules. `weekdays` has each weekday (Monday is 0) with the number
    that it has in its month, from the end if negative, and 0 for all.
    """

    spans: tuple[Span, ...] | None
    adds: bool = False
    years: Span | None = None
    months: frozenset[int] = frozenset()
    days: tuple[tuple[MonthDay, MonthDay], ...] = ()
    weeks: Span | None = None
    weekdays: frozenset[tuple[int, int]] = frozenset()
    holidays: bool = False

    @property
    def is_weekly(self) -> bool:
        """Whether it is the same every week."""
        return not (self.years or self.months or self.days or self.weeks or any(nth for _, nth in self.weekdays))

    def selects(self, day: date, is_holiday: bool) -> bool:
        """Whether it speaks of a day."""
        return self._has_date(day) and self._has_weekday(day, is_holiday)

    def _has_date(self, day: date) -> bool:
        at = (day.month, day.day)
        return (
            (self.years is None or self.years[0] <= day.year <= self.years[1])
            and (not self.months or day.month in self.months)
            and (not self.days or any(_between(first, at, last) for first, last in self.days))
            and (self.weeks is None or self.weeks[0] <= day.isocalendar().week <= self.weeks[1])
        )

    def _has_weekday(self, day: date, is_holiday: bool) -> bool:
        if not (self.weekdays or self.holidays):
            return True
        from_end = monthrange(day.year, day.month)[1] - day.day
        numbers = (0, (day.day + 6) // 7, -(from_end // 7) - 1)
        return (self.holidays and is_holiday) or any((day.weekday(), n) in self.weekdays for n in numbers)


def read_rules(written: str) -> tuple[Rule, ...] | None:
    """The rules of a text; None if any part of it is not in the subset, or if no rule names a weekday."""
    rules: list[Rule] = []
    text, at, adds = written.strip("; "), 0, False
    while True:
        found = _RULE.match(text, at)
        rule = _rule(found, adds) if found and found[0] else None
        if found is None or rule is None:
            return None
        rules.append(rule)
        at = found.end()
        if at == len(text):
            return tuple(rules) if any(r.weekdays for r in rules) else None
        if not (mark := _NEXT.match(text, at)):
            return None
        at, adds = mark.end(), mark[1] == ","


def spans_on(rules: Sequence[Rule], day: date, is_holiday: bool) -> tuple[tuple[Span, ...] | None, bool]:
    """The spans of a day by its last rule and those that add to it, and whether that rule names holidays.

    The spans are None if they are not said, or if two readers may take them for different ones: where usual hours stand after
    those of a date or a holiday, which they override ("PH off; Mo-Fr 08:00-17:00"), or where added hours overlap.
    """
    # Hours of some years say nothing of others.
    years = [rule.years for rule in rules if rule.spans]
    is_said = not years or any(span is None or span[0] <= day.year <= span[1] for span in years)
    spans: tuple[Span, ...] | None = () if is_said else None
    special = by_holiday = False
    for rule in rules:
        if not rule.selects(day, is_holiday):
            continue
        now_special = not rule.is_weekly or (rule.holidays and is_holiday)
        overridden = None if special and not now_special else rule.spans
        spans = _added(spans, rule.spans) if rule.adds else overridden
        special, by_holiday = special or now_special, rule.holidays
    return spans, by_holiday


def _added(spans: tuple[Span, ...] | None, more: tuple[Span, ...] | None) -> tuple[Span, ...] | None:
    if spans is None or more is None:
        return None
    overlap = any(a[0] < b[1] and b[0] < a[1] for a in spans for b in more)
    return None if overlap else (*spans, *more)


def _rule(found: re.Match[str], adds: bool) -> Rule | None:
    """The rule of a match; None for what has no meaning or two."""
    g = {name: (value or "").lower() for name, value in found.groupdict().items()}
    selects = any(g[name] for name in ("year", "days", "months", "week", "on"))
    days = _month_days(g["days"])
    spans = _spans(g["times"]) if g["times"] else () if g["off"] else None
    weekdays, holidays = _weekdays(g["on"])
    if not selects or days is None or (g["times"] and spans is None):
        return None
    # What "closed" adds to, which holidays "Dec PH" means, and whether "2026 Dec 24-Jan 2" ends in 2026 is read in two ways.
    dated = bool(g["year"] or g["days"] or g["months"] or g["week"])
    if (adds and not spans) or (holidays and dated) or (g["year"] and any(first > last for first, last in days)):
        return None
    if any(span and span[0] > span[1] for span in (_range(g["year"]), _range(g["week"]))):
        return None
    # "Nov 24 th off" is a date, and "24 Th" would be a weekday that it seldom has.
    if days and weekdays and not (all(first != last for first, last in days) and (found["on"] or "").istitle()):
        return None
    return Rule(
        spans=spans,
        adds=adds,
        years=_range(g["year"]),
        months=frozenset(_each(g["months"], _MONTHS, 1)),
        days=days,
        weeks=_range(g["week"]),
        weekdays=weekdays,
        holidays=holidays,
    )


def _parts(written: str) -> Iterator[str]:
    """The items of a list; the commas inside brackets do not count."""
    return (part.strip() for part in re.split(r",(?![^\[]*\])", written) if part.strip())


def _range(written: str) -> Span | None:
    first, _, last = written.partition("-")
    return (int(first), int(last or first)) if first else None


def _each(written: str, names: Sequence[str], first_number: int) -> Iterator[int]:
    """Numbers of the names in a list of names and ranges, which may run over the end: "Nov-Feb"."""
    for part in _parts(written):
        first, _, last = part.partition("-")
        start = names.index(first)
        count = (names.index(last or first) - start) % len(names) + 1
        yield from ((start + n) % len(names) + first_number for n in range(count))


def _weekdays(written: str) -> tuple[frozenset[tuple[int, int]], bool]:
    found: set[tuple[int, int]] = set()
    for part in _parts(written):
        name, _, numbers = part.partition("[")
        if name != "ph":
            nths = [int(n) for n in numbers.rstrip("]").split(",")] if numbers else [0]
            found.update((weekday, nth) for weekday in _each(name, _WEEKDAYS, 0) for nth in nths)
    return frozenset(found), "ph" in _parts(written)


def _month_days(written: str) -> tuple[tuple[MonthDay, MonthDay], ...] | None:
    """First and last days of each range; None for a day that no month has."""
    found = []
    for part in _parts(written):
        first, _, last = part.partition("-")
        start = _month_day(first)
        end = start if not last else _month_day(last if " " in last else f"{first[:3]} {last}")
        if start is None or end is None or (last and " " not in last and end < start):
            return None
        found.append((start, end))
    return tuple(found)


def _month_day(written: str) -> MonthDay | None:
    month, _, day = written.partition(" ")
    at = (_MONTHS.index(month) + 1, int(day))
    try:
        date(_A_LEAP_YEAR, *at)
    except ValueError:
        return None
    return at


def _spans(written: str) -> tuple[Span, ...] | None:
    """Minutes since midnight; None for a time that no day has, or a span that runs past midnight."""
    spans = [tuple(_minute(clock) for clock in part.split("-")) for part in _parts(written)]
    good = all(opens < closes <= 24 * 60 for opens, closes in spans)
    return tuple((opens, closes) for opens, closes in spans) if good else None


def _minute(clock: str) -> int:
    hours, minutes = map(int, clock.split(":"))
    # A minute that no hour has is later than any day.
    return hours * 60 + minutes if minutes < 60 else 24 * 60 + 1


def _between(first: MonthDay, at: MonthDay, last: MonthDay) -> bool:
    return first <= at <= last if first <= last else at >= first or at <= last
