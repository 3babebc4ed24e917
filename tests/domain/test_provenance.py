"""Dates as exactly as a source tells them, and the last day of a number of years after them."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.provenance import AsOf, read_as_of, years_after
from tests.statements import as_of_days

ANY_DATE = as_of_days(date(1, 1, 1), date(9999, 12, 31))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-01-31", date(2026, 1, 31), date(2026, 1, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_date_spans_all_days_it_may_be(written: str, first: date, last: date) -> None:
    assert (read_as_of(written).first, read_as_of(written).last) == (first, last)


@pytest.mark.parametrize(
    "written",
    [
        *["2026-13", "2026-00", "2026-01-00", "2026-00-01", "2026-02-30", "2025-02-29", "0000", "26", "2026-1", "2026-01-1"],
        *["2026/01/31", "January 2026", "2026-01-31T00:00", " 2026", "2026\n", "٢٠٢٦", "-2026", ""],
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is made where a cell is read
        read_as_of(written)


def test_a_day_needs_a_month() -> None:
    with pytest.raises(ValueError, match="month"):
        AsOf(2026, day=3)


@given(ANY_DATE)
def test_a_date_is_written_as_it_is_read(as_of: AsOf) -> None:
    assert read_as_of(str(as_of)) == as_of
    assert as_of.first <= as_of.last


@given(st.dates())
def test_a_day_is_itself(day: date) -> None:
    assert (AsOf.of(day).first, AsOf.of(day).last, str(AsOf.of(day))) == (day, day, day.isoformat())


@pytest.mark.parametrize(
    ("written", "years", "last"),
    [
        ("2025-11-24", 1, date(2026, 11, 24)),
        ("2024-02-29", 1, date(2025, 2, 28)),
        ("2024-02-29", 4, date(2028, 2, 28)),
        ("2024-02", 2, date(2026, 2, 28)),
        ("2024", 3, date(2027, 12, 31)),
        ("9999", 5, date(9999, 12, 31)),
    ],
)
def test_years_count_from_the_last_day_that_it_may_be(written: str, years: int, last: date) -> None:
    assert years_after(read_as_of(written), years) == last


@given(ANY_DATE, st.integers(0, 20))
def test_the_end_of_the_years_is_a_day_of_the_same_month(as_of: AsOf, years: int) -> None:
    end = years_after(as_of, years)
    assert end.year == min(as_of.last.year + years, 9999)
    assert end.month == as_of.last.month
    assert end.day == as_of.last.day or (end.month, end.day, calendar.isleap(as_of.last.year)) == (2, 28, True)
