"""Recurrence rules, compared with dateutil, which steps through them; and the work that a rule takes, which is bounded."""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.recurrence import WEEKDAYS, Recurrence

_numbers = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True)
_monthdays = st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True)
_positions = st.lists(st.integers(-4, 4).filter(bool), min_size=1, max_size=2, unique=True)


def _joined(values: list[int] | list[str]) -> str:
    return ",".join(map(str, values))


def _shifted(day: date) -> datetime:
    return datetime.combine(day.replace(year=day.year + _SHIFT), clock.min)


@st.composite
def rules(draw: st.DrawFn) -> dict[str, str]:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    most = {"MONTHLY": 5, "YEARLY": 5}.get(freq, 0)
    numbered = st.tuples(st.integers(-most, most), st.sampled_from(WEEKDAYS)).map(lambda d: f"{d[0] or ''}{d[1]}")
    parts = {
        "INTERVAL": st.integers(1, 5).map(str),
        "COUNT": st.integers(1, 40).map(str),
        "BYMONTH": _numbers.map(_joined),
        "BYMONTHDAY": _monthdays.map(_joined),
        "BYDAY": st.lists(numbered, min_size=1, max_size=3, unique=True).map(_joined),
        "BYSETPOS": _positions.map(_joined),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), unique=True, max_size=4))
    if "BYSETPOS" in chosen and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(chosen):
        chosen.remove("BYSETPOS")
    return {"FREQ": freq, **{name: draw(parts[name]) for name in chosen}}


# dateutil looks for a next day up to the year 9999, which takes seconds for a rare one. The calendar repeats every 400 years.
_SHIFT = 19 * 400


@given(rules(), st.dates(date(2300, 1, 1), date(2380, 1, 1)), st.integers(0, 2_000), st.integers(0, 400))
def test_the_days_are_those_that_dateutil_steps_to(rule: dict[str, str], start: date, after: int, length: int) -> None:
    first = start + timedelta(after)
    last = first + timedelta(length)
    stepped = rrulestr(";".join(f"{k}={v}" for k, v in rule.items()), dtstart=_shifted(start))
    expected = []
    for found in stepped.xafter(_shifted(first), count=1_000, inc=True):
        day = found.date().replace(year=found.year - _SHIFT)
        if day > last:
            break
        expected.append(day)
    assert Recurrence(rule, start).days(first, last) == expected


@pytest.mark.parametrize(
    "rule",
    [
        {"FREQ": "DAILY"},
        {"FREQ": "DAILY", "COUNT": "9999"},
        {"FREQ": "DAILY", "BYMONTH": "2", "BYMONTHDAY": "29", "BYDAY": "MO"},
        {"FREQ": "WEEKLY", "INTERVAL": "999"},
        {"FREQ": "MONTHLY", "BYMONTHDAY": "31", "BYSETPOS": "-1"},
        {"FREQ": "YEARLY", "BYMONTH": "2", "BYMONTHDAY": "30"},
        {"FREQ": "YEARLY", "BYDAY": "53MO", "COUNT": "9999", "BYSETPOS": "-1"},
    ],
)
def test_no_rule_takes_long_however_old_it_is_and_however_rare_its_days(rule: dict[str, str]) -> None:
    kept = Recurrence(rule, date(2000, 1, 1))
    kept.days(date(2000, 1, 1), date(2000, 1, 2))  # the table is made once
    start = time.process_time()
    for _ in range(20):
        kept.days(date(2026, 11, 29), date(2027, 1, 28))
    # Stepped through, 20 of the first take a second and of the rare ones more.
    assert time.process_time() - start < 0.1
    assert kept.is_empty == (rule.get("BYMONTHDAY") == "30")
