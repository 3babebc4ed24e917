"""Hours of a day as a person would say them: "09:00-15:00" is "9 a.m. to 3 p.m.", by locale."""

import re
from datetime import time

from babel.dates import format_time, get_day_names
from babel.lists import format_list
from flask_babel import get_locale, gettext

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOLIDAYS, _CLOSED = "PH", ("off", "closed")
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_SOME_DAYS = rf"(?:{_DAY}(?:-{_DAY})?|{_HOLIDAYS})"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_RANGE = rf"{_CLOCK}-(?:{_CLOCK}|24:00)"
_PLAIN_RANGE = re.compile(_RANGE)
# Days, then hours of these days, or that they are closed, or nothing.
_PLAIN_RULE = re.compile(rf"({_SOME_DAYS}(?:, ?{_SOME_DAYS})*)(?: +({'|'.join(_CLOSED)}|{_RANGE}(?:, ?{_RANGE})*))?")


def clock(at: time) -> str:
    """A time of day: "9 a.m.", "9:30 a.m.", "12 noon", "12 midnight"."""
    if at.minute == 0 and at.hour % 12 == 0:
        return gettext("12 noon") if at.hour else gettext("12 midnight")
    shown = format_time(at, "h:mm" if at.minute else "h", locale=get_locale())
    return gettext("%(time)s a.m.", time=shown) if at.hour < 12 else gettext("%(time)s p.m.", time=shown)


def visit_hours(written: str) -> str:
    """A range like "09:00-15:00" in words; what is not of this form, as it is written."""
    return _range(written) if _PLAIN_RANGE.fullmatch(written) else written


def opening_words(written: str) -> str:
    """Opening hours in OpenStreetMap's syntax in words: "Monday to Friday, 8 a.m. to 5 p.m.; Saturday, 7 a.m. to 12 noon".

    Only of the plain form: days, public holidays, hours within a day or over one midnight, off. What is not is returned as it
    is written: half of an opening in words would be a wrong one.
    """
    rules = [_PLAIN_RULE.fullmatch(rule.strip()) for rule in written.strip("; ").split(";")]
    words = [_rule(days, hours) for days, hours in (rule.groups() for rule in rules if rule)]
    return "; ".join(words) if len(words) == len(rules) else written


def _rule(days: str, hours: str | None) -> str:
    of_days = _listed([_some_days(part) for part in _parts(days)])
    if not hours:
        return of_days
    said = gettext("closed") if hours in _CLOSED else _listed([_range(part) for part in _parts(hours)])
    return gettext("%(days)s, %(hours)s", days=of_days, hours=said)


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(",")]


def _listed(words: list[str]) -> str:
    return format_list(words, locale=get_locale())


def _some_days(written: str) -> str:
    if written == _HOLIDAYS:
        return gettext("public holidays")
    names = get_day_names("wide", "stand-alone", get_locale())
    first, _, last = (names[_DAYS.index(day)] if day in _DAYS else "" for day in written.partition("-"))
    return from_to(first, last) if last else first


def _range(written: str) -> str:
    opens, _, closes = written.partition("-")
    if (opens, closes) == ("00:00", "24:00"):
        return gettext("24 hours")
    return from_to(clock(_time(opens)), clock(_time(closes)))


def _time(written: str) -> time:
    """A time of day; 24:00 is midnight."""
    return time(int(written[:2]) % 24, int(written[3:]))


def from_to(low: str, high: str) -> str:
    """A range of anything, in words."""
    return gettext("%(low)s to %(high)s", low=low, high=high)
