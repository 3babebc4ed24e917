"""Hours as a person would say them, in both languages; and what is not plain as it is written."""

import re
from collections.abc import Callable
from datetime import time

import pytest
from babel.dates import get_day_names
from hypothesis import given
from hypothesis import strategies as st

from finder.wording.writer import ENGLISH, LOCALES, Writer
from tests.conftest import HOSTILE
from tests.wording.conftest import SPANISH, WRITERS

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
SAYS: list[Callable[[str], str]] = [SPANISH.visit_hours, SPANISH.opening]
PLAIN = "Mo-Fr 08:00-17:00"


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [
        (time(9), "9 a.m.", "9 a. m."),
        (time(15, 30), "3:30 p.m.", "3:30 p. m."),
        (time(12), "noon", "12 del mediodía"),
        (time(0), "midnight", "12 de la medianoche"),
        (time(12, 5), "12:05 p.m.", "12:05 p. m."),
        (time(0, 59), "12:59 a.m.", "12:59 a. m."),
        (time(23, 59), "11:59 p.m.", "11:59 p. m."),
    ],
)
def test_a_time_of_day(at: time, english: str, spanish: str) -> None:
    assert ENGLISH.clock(at) == english
    assert SPANISH.clock(at) == spanish


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("09:00-15:00", "9 a.m. to 3 p.m.", "9 a. m. a 3 p. m."),
        ("09:30-12:00", "9:30 a.m. to noon", "9:30 a. m. a 12 del mediodía"),
        ("22:00-24:00", "10 p.m. to midnight", "10 p. m. a 12 de la medianoche"),
    ],
)
def test_the_hours_of_a_visit(written: str, english: str, spanish: str) -> None:
    assert ENGLISH.visit_hours(written) == english
    assert SPANISH.visit_hours(written) == spanish


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        (
            "Mo-Fr 08:00-17:00; Sa 07:00-12:00",
            "Monday to Friday, 8 a.m. to 5 p.m.; Saturday, 7 a.m. to noon",
            "lunes a viernes, 8 a. m. a 5 p. m.; sábado, 7 a. m. a 12 del mediodía",
        ),
        ("Mo-Fr 08:00-17:00; PH off;", "Monday to Friday, 8 a.m. to 5 p.m.; holidays, closed", None),
        ("Mo,We,Fr 08:00-12:00", "Monday, Wednesday, and Friday, 8 a.m. to noon", None),
        ("Mo-We, Sa 08:00-12:00,13:00-17:00", "Monday to Wednesday and Saturday, 8 a.m. to noon and 1 p.m. to 5 p.m.", None),
        ("Tu,We", "Tuesday and Wednesday", "martes y miércoles"),
        ("Su closed", "Sunday, closed", "domingo, cerrado"),
        ("Mo-Su 00:00-24:00", "Monday to Sunday, 24 hours", "lunes a domingo, las 24 horas"),
        ("Fr 20:00-04:00", "Friday, 8 p.m. to 4 a.m.", None),
    ],
)
def test_opening_hours(written: str, english: str, spanish: str | None) -> None:
    assert ENGLISH.opening(written) == english
    if spanish:
        assert SPANISH.opening(written) == spanish


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", ";", ";;", "24/7", "by appointment"),
        *("mo-fr 08:00-17:00", "Mo-Fr 8-17", "Mo-Fr 08:00-25:00", "Mo-Fr 08:60-09:00", "Mo-Fr 24:00-26:00", "Mo-Fr 08:00+"),
        *('Mo-Fr 08:00-17:00 "by appointment"', "Mo-Fr 08:00-17:00; Sa[1] 09:00-12:00", "Jan-Mar Mo 08:00-12:00"),
        *("Mo-Fr 08:00-17:00 || Sa", "Mo-Fr sunrise-sunset", "PH-Mo 08:00-12:00", "Mo- 08:00-09:00", "week 1-9 Mo 08:00-10:00"),
        *("Mo-Fr ०८:००-१७:००", "Mo\u2011Fr 08:00-17:00", "Mo-Fr 08:00-17:00\x00", "Mo-Fr 08:00-17:00 off", "off", ","),
        *(HOSTILE, f"{PLAIN}; {HOSTILE}", f"{PLAIN} {HOSTILE}", "%s %(days)s", "{0}", "Mo," * 5000, "08:00-" * 5000),
    ],
)
def test_what_is_not_plain_stays_as_it_is_written(each: Writer, written: str) -> None:
    assert each.opening(written) == written
    assert each.visit_hours(written) == written


@given(st.text() | st.text("MoTuWeThFrSaSuPHof0123456789:-,; \n\u2028", max_size=40))
def test_no_text_is_an_error(written: str) -> None:
    for say in SAYS:
        spoken = say(written)
        assert spoken == written or not re.search(r"\d\d:\d\d-|\b(?:Mo|Tu|We|Th|Fr|Su|PH|off)\b", spoken)


MINUTES = st.integers(0, 24 * 60 - 1)
RANGES = st.lists(st.tuples(MINUTES, MINUTES), min_size=1, max_size=3)


@given(st.lists(st.sampled_from(CODES), min_size=1, max_size=4), RANGES, st.sampled_from(sorted(LOCALES)))
def test_all_days_and_times_are_said_in_turn(days: list[str], ranges: list[tuple[int, int]], language: str) -> None:
    clocks = [(time(opens // 60, opens % 60), time(closes // 60, closes % 60)) for opens, closes in ranges]
    written = f"{','.join(days)} {','.join(f'{opens:%H:%M}-{closes:%H:%M}' for opens, closes in clocks)}"
    names = get_day_names("wide", "stand-alone", LOCALES[language])
    words = WRITERS[language]
    spoken = words.opening(written)
    expected = [*(names[CODES.index(day)] for day in days), *(words.clock(at) for both in clocks for at in both)]
    pattern = ".*".join(re.escape(word) for word in expected)
    assert re.fullmatch(pattern, spoken), spoken
