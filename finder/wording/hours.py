"""Hours of a day in words: "09:00-15:00" is "9 a.m. to 3 p.m."."""

import re
from collections.abc import Callable
from datetime import time

from finder.text import Text, text
from finder.wording.formats import Formats

Say = Callable[[Text], str]
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOLIDAYS, _CLOSED = "PH", ("off", "closed")
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_SOME_DAYS = rf"(?:{_DAY}(?:-{_DAY})?|{_HOLIDAYS})"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_RANGE = rf"{_CLOCK}-(?:{_CLOCK}|24:00)"
_PLAIN_RANGE = re.compile(_RANGE)
# Days, then hours of these days, or that they are closed, or nothing.
_PLAIN_RULE = re.compile(rf"({_SOME_DAYS}(?:, ?{_SOME_DAYS})*)(?: +({'|'.join(_CLOSED)}|{_RANGE}(?:, ?{_RANGE})*))?")


class HoursInWords:
    """Times and opening hours in the language of `say` and the formats of its locale."""

    def __init__(self, formats: Formats, say: Say) -> None:
        self._formats, self._say = formats, say

    def clock(self, at: time) -> str:
        """A time of day: "9 a.m.", "9:30 a.m.", "noon", "midnight"."""
        if at.minute == 0 and at.hour % 12 == 0:
            return self._say(text("noon") if at.hour else text("midnight"))
        shown = self._formats.half_day_clock(at)
        return self._say(text("%(time)s a.m.", time=shown) if at.hour < 12 else text("%(time)s p.m.", time=shown))

    def visit(self, written: str) -> str:
        """A range like "09:00-15:00" in words; anything else as it is written."""
        return self._range(written) if _PLAIN_RANGE.fullmatch(written) else written

    def opening(self, written: str) -> str:
        """Opening hours in OpenStreetMap's syntax: "Monday to Friday, 8 a.m. to 5 p.m.; Saturday, 7 a.m. to noon".

        Only the plain form is put into words: days, public holidays, hours within a day or over one midnight, off. Anything
        else is returned as it is written, because opening hours that are half in words would be wrong.
        """
        rules = [_PLAIN_RULE.fullmatch(rule.strip()) for rule in written.strip("; ").split(";")]
        words = [self._rule(days, hours) for days, hours in (rule.groups() for rule in rules if rule)]
        return "; ".join(words) if len(words) == len(rules) else written

    def _rule(self, days: str, hours: str | None) -> str:
        of_days = self._formats.joined([self._some_days(part) for part in _parts(days)])
        if not hours:
            return of_days
        closed = hours in _CLOSED
        said = text("closed") if closed else self._formats.joined([self._range(part) for part in _parts(hours)])
        return self._say(text("%(days)s, %(hours)s", days=of_days, hours=said))

    def _some_days(self, written: str) -> str:
        if written == _HOLIDAYS:
            return self._say(text("holidays"))
        names = self._formats.weekdays()
        first, _, last = (names[_DAYS.index(day)] if day in _DAYS else "" for day in written.partition("-"))
        return self._from_to(first, last) if last else first

    def _range(self, written: str) -> str:
        opens, _, closes = written.partition("-")
        if (opens, closes) == ("00:00", "24:00"):
            return self._say(text("24 hours"))
        return self._from_to(self.clock(_time(opens)), self.clock(_time(closes)))

    def _from_to(self, low: str, high: str) -> str:
        return self._say(text("%(low)s to %(high)s", low=low, high=high))


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(",")]


def _time(written: str) -> time:
    """A time of day; 24:00 is midnight."""
    return time(int(written[:2]) % 24, int(written[3:]))
