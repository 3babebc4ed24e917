"""The estimated cost of a mile of driving to care."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MileageRate:
    """The estimated cost of a mile of driving to care in one year, in US dollars."""

    year: int
    usd_per_mile: float
    source: str


def rate_of_year(rates: Sequence[MileageRate], year: int) -> MileageRate:
    """Return the rate of a year, or the latest known one before it; the earliest if all are later."""
    by_year = sorted(rates, key=lambda r: r.year)
    known = [r for r in by_year if r.year <= year]
    return known[-1] if known else by_year[0]
