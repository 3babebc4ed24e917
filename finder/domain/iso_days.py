"""Days in any spelling of ISO 8601, and of the EXDATE and RDATE lines of a calendar file (RFC 5545)."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_CALENDAR = re.compile(r"\d{4}-\d\d-\d\d|\d{8}|\d{4}-W\d\d-\d|\d{4}W\d{3}", re.ASCII)
_ORDINAL = re.compile(r"(\d{4})-?(\d{3})", re.ASCII)
_CLOCK, _ZONE = r"\d\d(?::?\d\d(?::?\d\d(?:\.\d+)?)?)?", r"Z|[+-]\d\d(?::?\d\d)?"
_MOMENT = re.compile(rf"(?P<day>[\dW-]+)[T ](?P<clock>{_CLOCK})(?P<zone>{_ZONE})?", re.ASCII)
_PREFIX = re.compile(r"(?:EXDATE|RDATE)?(?:;?VALUE=DATE(?:-TIME)?)?(?:;?TZID=(?P<zone>[^:;]+))?:", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[;,]\s*")


def read_day(written: str) -> date:
    """A day without a time: 2026-12-24, 20261224, 2026-W52-4, or 2026-358. Raises ValueError for anything else."""
    text = written.strip().upper()
    if _CALENDAR.fullmatch(text):
        return date.fromisoformat(text)
    if (ordinal := _ORDINAL.fullmatch(text)) and int(ordinal[2]):
        day = date(int(ordinal[1]), 1, 1) + timedelta(int(ordinal[2]) - 1)
        if day.year == int(ordinal[1]):
            return day
    raise ValueError(written)


def split_days(written: str) -> tuple[list[str], str]:
    """The days of a cell, between semicolons or commas, and the time zone that the start of a calendar line names, or ""."""
    prefix = _PREFIX.match(written)
    days = written[prefix.end() :] if prefix else written
    return [day for day in _SEPARATOR.split(days) if day], (prefix["zone"] or "") if prefix else ""


def days_meant(written: str, visit: time, zone: ZoneInfo, named_zone: ZoneInfo | None = None) -> frozenset[date]:
    """The local days of a day or a moment. Raises ValueError if it cannot be read.

    A moment with a zone may be another day at the stop. Both are meant, unless a `visit` starts at that very moment: some
    programs write midnight in UTC for a whole day.
    """
    found = _MOMENT.fullmatch(written.strip().upper())
    if not found:
        return frozenset({read_day(written)})
    day = read_day(found["day"])
    try:
        moment = datetime.fromisoformat(f"{day.isoformat()}T{found['clock']}{found['zone'] or ''}")
        if not found["zone"] and named_zone:
            moment = moment.replace(tzinfo=named_zone)
        if moment.tzinfo is None:
            return frozenset({day})
        local = moment.astimezone(zone)
    except OverflowError as error:
        raise ValueError(written) from error
    return frozenset({local.date()} if local.time() == visit else {day, local.date()})
