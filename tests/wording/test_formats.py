"""Formats of our own agree with CLDR's, as Babel has them, in each locale."""

from datetime import date, time

import pytest
from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from finder.wording.formats import Formats
from finder.wording.locale_formats import LocaleFormats

FORMATS = {"en": Formats(), "es_US": LocaleFormats("es_US")}
LOCALES = st.sampled_from(sorted(FORMATS))
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
NUMBERS = st.floats(-1e9, 1e9) | st.integers(-(10**9), 10**9)
ITEMS = st.lists(st.sampled_from(["IVIG", "hospital, on call", "%", "{0}"]), min_size=1, max_size=5)


@given(NUMBERS, st.integers(0, 3), LOCALES)
def test_numbers(value: float, digits: int, locale: str) -> None:
    pattern = "#,##0" + ("." + "#" * digits if digits else "")
    # CLDR would write a minus before what was rounded to zero.
    expected = format_decimal(round(value, digits) + 0.0, pattern, locale=locale)
    assert FORMATS[locale].number(value, digits) == expected


@given(st.integers(0, 1000), LOCALES)
def test_percent(tenths: int, locale: str) -> None:
    assert FORMATS[locale].percent(tenths / 1000) == format_percent(tenths / 1000, "#,##0.#%", locale=locale)


@given(st.floats(0, 1e7), LOCALES)
def test_dollars(value: float, locale: str) -> None:
    expected = format_currency(round(value), "USD", "¤#,##0", currency_digits=False, locale=locale)
    assert FORMATS[locale].usd(value) == expected


@given(DAYS, LOCALES)
def test_days_and_months(day: date, locale: str) -> None:
    formats = FORMATS[locale]
    assert formats.day(day) == format_date(day, "long", locale=locale)
    assert formats.weekday_and_day(day) == format_skeleton("yMMMEd", day, locale=locale)
    assert formats.month(day) == format_skeleton("yMMMM", day, locale=locale)


@given(st.times(), LOCALES)
def test_times(at: time, locale: str) -> None:
    assert FORMATS[locale].half_day_clock(at) == format_time(at, "h:mm" if at.minute else "h", locale=locale)


@pytest.mark.parametrize("locale", FORMATS)
def test_weekdays(locale: str) -> None:
    names = get_day_names("wide", "stand-alone", locale)
    assert list(FORMATS[locale].weekdays()) == [names[n] for n in range(7)]


@given(ITEMS, LOCALES)
def test_lists(items: list[str], locale: str) -> None:
    assert FORMATS[locale].joined(items) == format_list(items, locale=locale)
    assert FORMATS[locale].either(items) == format_list(items, style="or", locale=locale)


def test_a_locale_that_writes_numbers_in_another_way_is_refused() -> None:
    with pytest.raises(ValueError, match="es_ES does not write numbers as in the United States"):
        LocaleFormats("es_ES")
