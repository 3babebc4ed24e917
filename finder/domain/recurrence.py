"""Days of a recurrence rule (RFC 5545), read off a table of days instead of stepped through from the first one.

A rule that is daily since 2000, or that has one day in 28 years, therefore takes no longer than any other.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Ints, Mask

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# The calendar repeats every 400 years, so a rule without a day in this table has none at all.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2399, 12, 31)
# Nearly every rule has a day in so short a time after its start.
_SOON_DAYS = 1_100
_FIRST = FIRST_DAY.toordinal()


@dataclass(frozen=True, eq=False, slots=True)
class _Days:
    """Each day from FIRST_DAY to LAST_DAY: its parts, counted from 1, and the lengths of its month and year. Shape (days,)."""

    year: Ints
    month: Ints
    in_month: Ints
    in_year: Ints
    month_length: Ints
    year_length: Ints


@cache
def _table() -> _Days:
    day = np.arange(np.datetime64(FIRST_DAY), np.datetime64(LAST_DAY) + 1)
    month, year = day.astype("datetime64[M]"), day.astype("datetime64[Y]")

    def days(span: npt.NDArray[np.datetime64]) -> Ints:
        return (span.astype("datetime64[D]") - np.datetime64(FIRST_DAY)).astype(np.intp)

    row = np.arange(len(day), dtype=np.intp)
    return _Days(
        year.astype(np.intp) + 1970,
        month.astype(np.intp) % 12 + 1,
        row - days(month) + 1,
        row - days(year) + 1,
        days(month + 1) - days(month),
        days(year + 1) - days(year),
    )


@dataclass(frozen=True)
class Recurrence:
    """The days of a rule from `start` on. `parts` are those of the rule by name, checked, without UNTIL.

    Positions (BYSETPOS) count in a whole month or year, and in the first week from `start` on.
    """

    parts: dict[str, str]
    start: date

    def days(self, first: date, last: date) -> list[date]:
        """The days from `first` to `last`, inclusive, in order; none beyond LAST_DAY."""
        return [date.fromordinal(row + _FIRST) for row in self._rows(_row(max(first, self.start)), _row(min(last, LAST_DAY)))]

    @property
    def is_empty(self) -> bool:
        """Whether the rule has no day at all."""
        first = _row(self.start)
        return not (self._rows(first, first + _SOON_DAYS) or self._rows(first, _row(LAST_DAY)))

    def _rows(self, first: int, last: int) -> list[int]:
        """The rows of the table from `first` to `last`."""
        if first > last:
            return []
        count, start = int(self.parts.get("COUNT", 0)), _row(self.start)
        row = np.arange(self._opening(start if count else first, start), self._closing(last) + 1, dtype=np.intp)
        row = row[self._kept(row)]
        if "BYSETPOS" in self.parts:
            row = row[_at_positions(self._period(row), _numbers(self.parts["BYSETPOS"]))]
        row = row[row >= start]
        if count:
            row = row[:count]
        found: list[int] = row[(row >= first) & (row <= last)].tolist()
        return found

    def _opening(self, row: int, start: int) -> int:
        """The first day of the period of a day, if positions count in it; a week begins no earlier than the rule."""
        if "BYSETPOS" not in self.parts:
            return row
        if self.parts["FREQ"] == "WEEKLY":
            return max(row - 6, start)
        return self._edges(row)[0]

    def _closing(self, row: int) -> int:
        if "BYSETPOS" not in self.parts:
            return row
        return min(row + 6 if self.parts["FREQ"] == "WEEKLY" else self._edges(row)[1], _row(LAST_DAY))

    def _edges(self, row: int) -> tuple[int, int]:
        """The first and last day of the month or year of a day; the day itself in a daily rule."""
        t = _table()
        if self.parts["FREQ"] == "DAILY":
            return row, row
        within, length = (t.in_month, t.month_length) if self.parts["FREQ"] == "MONTHLY" else (t.in_year, t.year_length)
        opening = row - int(within[row]) + 1
        return opening, opening + int(length[row]) - 1

    def _period(self, row: Ints) -> Ints:
        """The number of the period of each day."""
        t, freq = _table(), self.parts["FREQ"]
        if freq == "DAILY":
            return row
        if freq == "WEEKLY":
            return (row + FIRST_DAY.weekday() - WEEKDAYS.index(self.parts.get("WKST", "MO"))) // 7
        return t.year[row] * 12 + t.month[row] if freq == "MONTHLY" else t.year[row]

    def _kept(self, row: Ints) -> Mask:
        """Which days the rule has, before positions. What it does not say is as on its first day."""
        t, freq, parts = _table(), self.parts["FREQ"], self.parts
        kept: Mask = (self._period(row) - self._period(np.array([_row(self.start)]))) % int(parts.get("INTERVAL", 1)) == 0
        by_month, by_day, by_monthday = (parts.get(name, "") for name in ("BYMONTH", "BYDAY", "BYMONTHDAY"))
        if not (by_day or by_monthday):
            if freq == "YEARLY" and not by_month:
                by_month = str(self.start.month)
            if freq in ("YEARLY", "MONTHLY"):
                by_monthday = str(self.start.day)
            if freq == "WEEKLY":
                by_day = WEEKDAYS[self.start.weekday()]
        if by_month:
            kept &= np.isin(t.month[row], _numbers(by_month))
        if by_monthday:
            kept &= _counted(t.in_month[row], t.month_length[row], _numbers(by_monthday))
        return kept & self._on_weekday(row, by_day) if by_day else kept

    def _on_weekday(self, row: Ints, by_day: str) -> Mask:
        """Which days are one of the weekdays and, where some are numbered ("second Tuesday"), one of those, too."""
        t, weekday = _table(), (row + FIRST_DAY.weekday()) % 7
        in_month = self.parts["FREQ"] == "MONTHLY" or "BYMONTH" in self.parts
        within, length = (t.in_month, t.month_length) if in_month else (t.in_year, t.year_length)
        nth, nth_last = (within[row] - 1) // 7 + 1, (length[row] - within[row]) // 7 + 1
        kept: Mask = np.ones(len(row), bool)
        asked = [(item[:-2], WEEKDAYS.index(item[-2:])) for item in by_day.split(",")]
        if plain := [day for number, day in asked if not number]:
            kept &= np.isin(weekday, plain)
        if numbered := [(int(number), day) for number, day in asked if number]:
            kept &= np.any([(weekday == day) & ((nth == n) | (-nth_last == n)) for n, day in numbered], axis=0)
        return kept


def _row(day: date) -> int:
    return day.toordinal() - _FIRST


def _numbers(written: str) -> list[int]:
    return [int(number) for number in written.split(",")]


def _counted(place: Ints, length: Ints, numbers: list[int]) -> Mask:
    """Which places are among the numbers, counted from the start or, if negative, from the end."""
    mask: Mask = np.isin(place, numbers) | np.isin(place - length - 1, numbers)
    return mask


def _at_positions(period: Ints, positions: list[int]) -> Mask:
    """Which of the sorted days are at one of the positions in their period."""
    _, first, length = np.unique(period, return_index=True, return_counts=True)
    place = np.arange(len(period)) - np.repeat(first, length) + 1
    return _counted(place, np.repeat(length, length), positions)
