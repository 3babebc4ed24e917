"""How numbers, days, times, and lists are written in a locale. Words that need a translation are the writer's part.

American English is written here without Babel: a command must start fast, and a page holds hundreds of numbers. The tests
compare it with Babel's CLDR patterns. Other locales: finder/wording/locale_formats.py.
"""

from collections.abc import Sequence
from datetime import date, time

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Formats:
    """American English."""

    def number(self, value: float, digits: int = 2) -> str:
        """A number with at most so many decimals, none of them a trailing zero: "1,234.5"."""
        # A page has hundreds, and most are whole.
        if not digits:
            return f"{round(value):,}"
        rounded = round(value, digits)
        if rounded == (whole := int(rounded)):
            return f"{whole:,}"
        return f"{rounded:,.{digits}f}".rstrip("0")

    def percent(self, share: float) -> str:
        """A share of 0 to 1 with at most one decimal: "82.2%"."""
        return f"{self.number(100 * share, 1)}%"

    def usd(self, value: float) -> str:
        """Whole US dollars: "$1,240"."""
        return f"${self.number(value, 0)}"

    def day(self, value: date) -> str:
        """A day in a sentence: "November 28, 2026"."""
        return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"

    def weekday_and_day(self, value: date) -> str:
        """A day to plan for, with its weekday: "Sat, Nov 28, 2026"."""
        return f"{_WEEKDAYS[value.weekday()][:3]}, {_MONTHS[value.month - 1][:3]} {value.day}, {value.year}"

    def month(self, value: date) -> str:
        """The month of a day: "November 2026"."""
        return f"{_MONTHS[value.month - 1]} {value.year}"

    def brief_month(self, value: date) -> str:
        """The month of a day, briefly: "Nov 2026"."""
        return f"{_MONTHS[value.month - 1][:3]} {value.year}"

    def half_day_clock(self, at: time) -> str:
        """A time on a twelve-hour clock, without its half of the day: "9", "9:30"."""
        return f"{at.hour % 12 or 12}" + (f":{at.minute:02}" if at.minute else "")

    def weekdays(self) -> Sequence[str]:
        """The names of the days from Monday on."""
        return _WEEKDAYS

    def joined(self, items: Sequence[str]) -> str:
        """A list of all its items: "a, b, and c"."""
        return _series(items, "and")

    def either(self, items: Sequence[str]) -> str:
        """A list of choices: "a, b, or c"."""
        return _series(items, "or")


def _series(items: Sequence[str], last: str) -> str:
    if len(items) < 3:
        return f" {last} ".join(items)
    return f"{', '.join(items[:-1])}, {last} {items[-1]}"
