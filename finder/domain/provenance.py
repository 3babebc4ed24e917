"""Who says something, and when: on a day, in a month, or in a year, as exactly as the source tells."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_WRITTEN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class AsOf:
    """A day; a month, without a day; or a year, without both. Raises ValueError for what is not in the calendar."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day needs a month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date) -> "AsOf":
        """Return a day as it is."""
        return cls(day.year, day.month, day.day)

    @property
    def first(self) -> date:
        """The first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """As it is read: ISO 8601, as far as it is known."""
        parts = (self.month, self.day)
        return f"{self.year:04}" + "".join(f"-{part:02}" for part in parts if part is not None)


@lru_cache(maxsize=1000)
def read_as_of(written: str) -> AsOf:
    """Read `2026`, `2026-01`, or `2026-01-31`. Raises ValueError for anything else."""
    match = _WRITTEN.fullmatch(written)
    if not match:
        raise ValueError(written)
    year, month, day = match.groups()
    return AsOf(int(year), int(month) if month else None, int(day) if day else None)


@lru_cache(maxsize=1000)
def years_after(said: AsOf, years: int) -> date:
    """Return the last day of a number of years after the last day that a date may be."""
    last = said.last
    # February 29 has no anniversary in most years.
    day = min(last.day, 28) if last.month == 2 else last.day
    return last.replace(year=min(last.year + years, date.max.year), day=day)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who says so, where, and as of when. An unknown date is None, never today."""

    source: str = ""
    source_url: str = ""
    checked_on: AsOf | None = None

    def as_of(self, on: date) -> AsOf | None:
        """When that was said, as far as is known on a day. A date that lies ahead is a mistake, and counts as unknown."""
        said = self.checked_on
        return said if said and said.first <= on else None
