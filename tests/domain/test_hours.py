"""Opening hours, checked against a calendar. Hours that are not definite are unknown."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours, State, validate

from finder.domain.hours import OpenDays, Window, any_or_unknown, is_public_holiday, merge, open_days, usual_week
from finder.domain.opening_rules import read_rules, spans_on

MONDAY = date(2026, 11, 2)
WEEK = (MONDAY, MONDAY + timedelta(6))
SIXTY_DAYS = (MONDAY, MONDAY + timedelta(60))
NINE_TO_FIVE = (Window(9 * 60, 17 * 60),)


def on(written: str, day: date) -> tuple[Window, ...] | None:
    return open_days(written, day, day).days[0]


def test_a_week_day_by_day() -> None:
    found = open_days("Mo-Fr 09:00-12:00,13:00-17:00; We off; Sa 09:00-17:00", *WEEK)
    halves = (Window(540, 720), Window(780, 1020))
    assert found.days == (halves, halves, (), halves, halves, NINE_TO_FIVE, ())
    assert found.hours == 4 * 7 + 8
    assert (found.known, found.longest) == (True, 8.0)


@pytest.mark.parametrize(
    ("written", "weekends", "evenings"),
    [
        ("Mo-Fr 08:00-17:00", False, False),
        ("Mo-Fr 08:00-17:00; Sa 09:00-13:00", True, False),
        ("Mo-Fr 08:00-18:00", False, False),
        ("Mo-Fr 08:00-18:01", False, True),
        ("Sa[1] 08:00-12:00", True, False),  # The first Saturday of the month.
        ("Mo-Fr 08:00-17:00; Jun-Aug Sa 08:00-12:00", False, False),  # Summer is more than sixty days away.
        ("Mo-Su off", False, False),
        ("Tu,We", False, None),  # Days without hours.
        ("Sa,Su", None, None),
        ("", None, None),
        ("call first", None, None),
        ("24/7", None, None),
        ("Mo-Fr 08:00-17:00; PH off", False, False),
        ("Th 08:00-19:00; PH off", False, True),  # Thanksgiving is only one of many Thursdays.
        ("Mo-Fr 08:00-20:00 unknown", None, None),
    ],
)
def test_weekends_and_evenings_in_the_next_sixty_days(written: str, weekends: bool | None, evenings: bool | None) -> None:
    found = open_days(written, *SIXTY_DAYS)
    assert (found.weekends, found.evenings) == (weekends, evenings)


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 11, 26), True),  # Thanksgiving
        (date(2026, 11, 27), False),
        (date(2026, 7, 3), True),  # Independence Day, observed on the Friday
        (date(2026, 7, 4), True),  # Independence Day, a Saturday
        (date(2027, 1, 1), True),
        (date(2026, 2, 16), True),  # Washington's Birthday
        (date(2026, 11, 3), False),
    ],
)
def test_public_holidays(day: date, holiday: bool) -> None:
    assert is_public_holiday(day) is holiday


def test_hours_on_a_holiday_are_unknown_unless_the_text_names_holidays() -> None:
    thanksgiving = date(2026, 11, 26)
    assert on("Mo-Fr 09:00-17:00", thanksgiving) is None
    assert on("Mo-Fr 09:00-17:00; PH off", thanksgiving) == ()
    assert on("Mo-Fr 08:00-16:00; PH 09:00-17:00", thanksgiving) == NINE_TO_FIVE
    assert on("Mo-We 09:00-17:00", thanksgiving) == ()  # Closed on Thursdays anyway.
    # The library does not treat a Saturday as the holiday that is observed on the Friday before.
    assert on("Sa 09:00-17:00; PH off", date(2026, 7, 4)) is None


@pytest.mark.parametrize(
    "written",
    [
        *("Mo-Fr 22:00-06:00", "Mo 08:00-25:00", "Mo 17:00-08:00", "Mo 08:00-08:00", "Mo-Fr 08:00+", "Mo-Fr sunrise-18:00"),
        *("08:00-17:00", "off", "Mo-Fr 08:00-17:00; SH off", 'Mo-Fr 08:00-17:00 "ask"', "Mo-Fr 08:00-17:00 || unknown"),
        *("\x00", "{{7*7}}", "<script>", "Mo-Fr 8am-5pm", "Lun-Ven 08:00-17:00", "Mo–Fr 08:00–17:00", "x" * 1000),
    ],
)
def test_hours_that_are_not_definite_are_unknown_on_every_day(written: str) -> None:
    assert open_days(written, *WEEK).days == (None,) * 7
    assert not open_days(written, *WEEK).known
    assert usual_week(written) is None


def test_a_whole_day_must_be_spelled_out() -> None:
    assert on("Mo 00:00-24:00", MONDAY) == (Window(0, 24 * 60),)
    assert on("Mo", MONDAY) is None
    assert on("Mo-We 00:00-24:00", MONDAY + timedelta(1)) == (Window(0, 24 * 60),)


def test_a_usual_week_is_the_same_every_week() -> None:
    assert usual_week("Mo-Fr 09:00-17:00; PH 10:00-12:00") == (NINE_TO_FIVE,) * 5 + ((), ())
    for dated in ("Mo[1] 09:00-17:00", "Jan Mo 09:00-17:00", "2026 Mo 09:00-17:00", "week 01-10 Mo 09:00-17:00"):
        assert usual_week(dated) is None
        assert open_days(dated, *WEEK).days[0] is not None


def test_days_in_a_row_with_windows_that_are_long_enough() -> None:
    found = open_days("Mo-We 08:00-12:00; Th-Fr 08:00-16:00; PH off", *SIXTY_DAYS)
    assert [found.days_in_a_row(hours) for hours in (4, 4.1, 8, 8.1)] == [5, 2, 2, 0]
    # A lunch break splits a day, because no infusion can continue while a center is closed.
    assert open_days("Mo-Fr 08:00-12:00,13:00-17:00", *WEEK).days_in_a_row(4.5) == 0


def test_unknown_days_end_a_run() -> None:
    unknown = OpenDays(MONDAY, (NINE_TO_FIVE, None, NINE_TO_FIVE, NINE_TO_FIVE))
    assert unknown.days_in_a_row(8) == 2


@pytest.mark.parametrize("day", [date.min, date.max, date(1899, 12, 31)])
def test_no_day_is_out_of_range(day: date) -> None:
    assert len(open_days("Mo-Fr 09:00-17:00", day, day).days) == 1


@pytest.mark.parametrize(
    ("verdicts", "answer"),
    [([], False), ([False], False), ([None, False], None), ([None, True, False], True), ([None], None)],
)
def test_any_or_unknown(verdicts: list[bool | None], answer: bool | None) -> None:
    assert any_or_unknown(verdicts) is answer


MINUTES = st.integers(0, 1440)


@given(st.lists(st.tuples(MINUTES, MINUTES).filter(lambda w: w[0] < w[1]).map(lambda w: Window(*w)), max_size=8))
def test_merged_windows_cover_the_same_minutes_once(windows: list[Window]) -> None:
    found = merge(windows)
    assert {m for w in windows for m in range(w.opens, w.closes)} == {m for w in found for m in range(w.opens, w.closes)}
    assert all(a.closes < b.opens for a, b in pairwise(found))


PARTS = [
    "Mo",
    "Fr",
    "Sa",
    "Su",
    "PH",
    "SH",
    "Jan",
    "2026",
    "week",
    "1-53",
    "08:00",
    "17:00",
    "24:00",
    "26:00",
    "off",
    "+",
    "[1]",
]
MARKS = ["-", ",", ";", " ", "/", "|", '"', "(", ")"]


@settings(max_examples=3 * settings().max_examples)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS + MARKS), max_size=12).map("".join)))
@example("Mo-Su 00:00-24:00")
def test_any_text_is_parsed_or_unknown(written: str) -> None:
    found = open_days(written, *SIXTY_DAYS)
    assert len(found.days) == 61
    assert all(0 <= w.opens < w.closes <= 1440 for windows in found.days for w in windows or ())
    week = usual_week(written)
    # A usual week equals any week without a holiday.
    assert week is None or week == open_days(written, *WEEK).days


@pytest.mark.parametrize(
    "written",
    [
        # Read by the library as the fourth Thursday or as any Thursday, as the holidays and the Mondays, and so on.
        *("Mo-Fr 08:00-17:00; Nov 24th off", "Nov 24th off; Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00; Nov 24 th off"),
        *("Mo-Fr 08:00-17:00; Dec PH off", "Mo-Fr 08:00-17:00; PH Mo off", "Mo-Fr 08:00-17:00; Mo PH off"),
        *("Mo-Fr 08:00-17:00; 2026 PH off", "Mo-Fr 08:00-17:00; week 50 PH off", "Mo-Fr 08:00-17:00; PH -1 day off"),
        *("Mo-Fr 08:00-17:00; PH, Dec 24 off", "Mo-Fr 08:00-17:00; PH Mo-Fr off", "Mo-Fr 08:00-17:00; PH +1 day off"),
        *("Mo-Fr 08:00-17:00, PH off", "Mo-Fr 08:00-17:00; PH off, Su off", "Mo-Fr 08:00-17:00 off"),
        *("Mo-Fr 08:00-17:00; easter off", "Mo-Fr 08:00-17:00; easter -2 days off", "week 1-53/2 Mo 08:00-17:00"),
        *("Mo-Fr 08:00-17:00; Feb 30 off", "Mo-Fr 08:00-17:00; Dec 24 Mo off", "Mo-Fr 08:00-17:00; 2026 Dec 24-Jan 2 off"),
        *(
            "Mo-Fr 08:60-17:00",
            "Mo-Fr 08:00-24:30",
            "Mo[6] 08:00-17:00",
            "Mo-Fr 08:00-17:00;;Sa off",
            "Mo-Fr 08:00-17:00 | Sa off",
        ),
    ],
)
def test_what_the_library_ignores_or_reads_otherwise_is_unknown(written: str) -> None:
    assert not open_days(written, *SIXTY_DAYS).known
    assert usual_week(written) is None


THANKSGIVING, CHRISTMAS_EVE, NEW_YEARS_EVE = date(2026, 11, 26), date(2026, 12, 24), date(2026, 12, 31)
UNTIL_NOON = (Window(9 * 60, 12 * 60),)


@pytest.mark.parametrize(
    ("written", "day", "windows"),
    [
        # A later rule overrides an earlier one, which is hardly what was meant.
        ("PH off; Mo-Fr 09:00-17:00", THANKSGIVING, None),
        ("PH off; Mo-Fr 09:00-17:00", MONDAY, NINE_TO_FIVE),
        ("Dec 24 off; Mo-Fr 09:00-17:00", CHRISTMAS_EVE, None),
        ("Mo[1] off; Mo-Fr 09:00-17:00", MONDAY, None),
        ("Mo[1] off; Mo-Fr 09:00-17:00", MONDAY + timedelta(7), NINE_TO_FIVE),
        ("Mo-Fr 09:00-17:00; PH off; Th 09:00-12:00", THANKSGIVING, None),
        ("Mo-Fr 09:00-17:00; Dec 24 off", CHRISTMAS_EVE, ()),
        ("Mo-Fr 09:00-17:00; Dec 24: off", CHRISTMAS_EVE, ()),
        ("Mo-Fr 09:00-17:00; Dec 24-Jan 2 off", NEW_YEARS_EVE, ()),
        ("Mo-Fr 09:00-17:00; Dec 24-26 off", NEW_YEARS_EVE, NINE_TO_FIVE),
        ("Mo-Fr 09:00-17:00; Dec 24,Dec 31 09:00-12:00", NEW_YEARS_EVE, UNTIL_NOON),
        # "Dec 31" adds to the usual hours by the syntax, and shortens them by the sense.
        ("Mo-Fr 09:00-17:00; Dec 24 09:00-12:00, Dec 31 09:00-12:00", NEW_YEARS_EVE, None),
        ("Mo-Fr 09:00-17:00; Dec 24 09:00-12:00, Dec 31 09:00-12:00", CHRISTMAS_EVE, UNTIL_NOON),
        ("Mo-Fr 09:00-17:00; PH,Sa off", THANKSGIVING, ()),
        ("Mo-Fr,PH 09:00-17:00", THANKSGIVING, NINE_TO_FIVE),
        ("Mo-Fr 09:00-17:00; PH", THANKSGIVING, None),
        ("mo-fr 9:00-17:00", MONDAY, NINE_TO_FIVE),
        ("Mo-Fr 09:00-12:00, Mo 13:00-17:00", MONDAY, (*UNTIL_NOON, Window(780, 1020))),
        ("Mo-Fr 09:00-17:00; 2027 off", MONDAY, NINE_TO_FIVE),
        # Hours of a year that is over are no word on this one.
        ("2025 Mo-Fr 09:00-17:00", MONDAY, None),
        ("2025 Mo-Fr 09:00-17:00; PH off", MONDAY, None),
        ("2025 Mo-Fr 09:00-17:00; 2026 off", MONDAY, ()),
        ("2025-2026 Mo-Fr 09:00-17:00", MONDAY, NINE_TO_FIVE),
        ("Mo-Fr 09:00-17:00; 2026 off", MONDAY, ()),
        ("Dec 20-Dec 31 Mo-Fr 09:00-12:00", CHRISTMAS_EVE, UNTIL_NOON),
    ],
)
def test_what_is_written_of_a_day(written: str, day: date, windows: tuple[Window, ...] | None) -> None:
    assert on(written, day) == windows


RULES = st.builds(
    lambda when, weekdays, hours: " ".join(filter(None, [when, weekdays, hours])),
    st.sampled_from(["", "", "2026", "2026-2027", "Dec", "Nov-Feb", "Dec 24-26", "Dec 20-Jan 5", "Nov 26", "week 48-50"]),
    st.sampled_from(["", "Mo-Fr", "Tu,Th", "Fr-Mo", "PH", "PH,Su", "Mo[1]", "Fr[-1]", "Tu[1,3]", "Sa"]),
    st.sampled_from(["off", "closed", "08:00-12:00", "08:00-12:00,13:00-17:00", "09:00-19:00", "00:00-24:00", ""]),
)


@given(st.lists(RULES, min_size=1, max_size=4).map("; ".join))
def test_the_two_readers_of_hours_agree(written: str) -> None:
    """The rules, read strictly, and the library: a day is not said, or it is the same by both."""
    rules = read_rules(written)
    assume(rules is not None and validate(written))
    assert rules is not None
    first, days = date(2026, 11, 1), 120
    by_library: dict[date, set[int]] = {}
    for starts, ends, state, _ in OpeningHours(written, country="US").intervals(
        datetime.combine(first, time.min), datetime.combine(first + timedelta(days), time.min)
    ):
        minute = starts
        while state == State.OPEN and minute < ends:
            by_library.setdefault(minute.date(), set()).add(minute.hour * 60 + minute.minute)
            minute += timedelta(minutes=30)
    holidays = OpeningHours("PH", country="US")
    for n in range(days):
        day = first + timedelta(n)
        spans, _ = spans_on(rules, day, holidays.is_open(datetime.combine(day, time(12))))
        if spans is not None:
            assert {m for a, b in spans for m in range(a, b, 30)} == by_library.get(day, set()), day
