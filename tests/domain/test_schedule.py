"""Calendars of stops, whose days can be checked against a calendar."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from finder.domain.schedule import WINDOW_DAYS, Calendar, runs, window
from finder.errors import QueryError

TUESDAY = date(2026, 11, 3)
YEAR_2027 = date(2027, 1, 1), date(2027, 12, 31)


def calendar(
    rule: str = "",
    starts_on: date = TUESDAY,
    start: time = time(9),
    end: time = time(15),
    zone: str = "America/Denver",
    off: tuple[date, ...] = (),
    extra: tuple[date, ...] = (),
) -> Calendar:
    return Calendar(starts_on, start, end, ZoneInfo(zone), rule, frozenset(off), frozenset(extra))


def days(rule: str, first: date, last: date, **rest: object) -> list[str]:
    return [f"{d:%m-%d}" for d in calendar(rule, **rest).visits(first, last)]  # type: ignore[arg-type]


def test_a_weekly_rule() -> None:
    assert days("FREQ=WEEKLY;BYDAY=TU", date(2026, 11, 1), date(2026, 11, 30)) == ["11-03", "11-10", "11-17", "11-24"]


def test_every_other_week_is_counted_from_the_first_day() -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert days(rule, date(2026, 11, 10), date(2026, 12, 7)) == ["11-17", "12-01"]
    assert days(rule, date(2026, 11, 10), date(2026, 12, 7), starts_on=date(2026, 11, 10)) == ["11-10", "11-24"]


def test_the_first_tuesday_of_each_month() -> None:
    found = calendar("FREQ=MONTHLY;BYDAY=1TU").visits(*YEAR_2027)
    assert len(found) == 12
    assert all(d.day <= 7 and d.weekday() == 1 for d in found)


def test_the_last_friday_of_each_month() -> None:
    assert days("FREQ=MONTHLY;BYDAY=-1FR", date(2027, 1, 1), date(2027, 3, 31)) == ["01-29", "02-26", "03-26"]


def test_february_29_occurs_in_leap_years() -> None:
    found = calendar("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29").visits(date(2026, 1, 1), date(2037, 1, 1))
    assert [d.year for d in found] == [2028, 2032, 2036]


@pytest.mark.parametrize("written", ["rrule:freq=weekly;byday=tu", "FREQ=WEEKLY; BYDAY=TU;", "BYDAY=TU;FREQ=WEEKLY;WKST=SU"])
def test_case_spaces_and_order_of_a_rule_do_not_matter(written: str) -> None:
    assert days(written, date(2026, 11, 1), date(2026, 11, 16)) == ["11-03", "11-10"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("FREQ=MONTHLY;BYDAY=+1MO", "FREQ=MONTHLY;BYDAY=1MO"),
        ("FREQ=MONTHLY;BYDAY=01MO,-01FR", "FREQ=MONTHLY;BYDAY=1MO,-1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=01,+15", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("FREQ=YEARLY;BYMONTH=01,11;BYDAY=TU", "FREQ=YEARLY;BYMONTH=1,11;BYDAY=TU"),
        ("FREQ=WEEKLY;INTERVAL=02;COUNT=005", "FREQ=WEEKLY;INTERVAL=2;COUNT=5"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=+01", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"),
        ("freq=monthly; bysetpos = 1 , -1 ;byday=mo,tu,we,th,fr", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1"),
        ("FREQ=WEEKLY;UNTIL=2026-12-01", "FREQ=WEEKLY;UNTIL=20261201"),
        ("FREQ=WEEKLY;UNTIL=2026-12-01t16:00:00z", "FREQ=WEEKLY;UNTIL=20261201T160000Z"),
        ("RRULE:FREQ=WEEKLY;\tBYDAY=TU;", "FREQ=WEEKLY;BYDAY=TU"),
    ],
)
def test_signs_zeros_and_dashes_of_a_rule_do_not_matter(written: str, plain: str) -> None:
    assert calendar(written).visits(*YEAR_2027) == calendar(plain).visits(*YEAR_2027)
    assert calendar(written).visits(TUESDAY, date(2027, 12, 31))


def test_positions_of_a_set() -> None:
    found = days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1", date(2027, 1, 1), date(2027, 2, 28))
    assert found == ["01-01", "01-29", "02-01", "02-26"]


def test_a_numbered_weekday_of_a_year() -> None:
    assert days("FREQ=YEARLY;BYDAY=20MO", *YEAR_2027) == ["05-17"]


def test_without_a_rule_there_are_only_the_first_and_the_extra_days() -> None:
    extra = (date(2026, 11, 1), date(2026, 11, 20))
    assert days("", date(2026, 11, 1), date(2026, 12, 31), extra=extra) == ["11-01", "11-03", "11-20"]


def test_both_ends_of_a_window_are_inclusive() -> None:
    assert days("FREQ=WEEKLY", date(2026, 11, 10), date(2026, 11, 17)) == ["11-10", "11-17"]
    assert days("FREQ=WEEKLY", date(2026, 11, 11), date(2026, 11, 16)) == []


def test_no_visit_is_before_the_first_day() -> None:
    assert days("FREQ=DAILY", date(2026, 10, 1), TUESDAY) == ["11-03"]


def test_days_off_override_the_rule_and_extra_days() -> None:
    off = (date(2026, 11, 10), date(2026, 11, 12))
    extra = (date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 3))
    assert days("FREQ=WEEKLY", TUESDAY, date(2026, 11, 20), off=off, extra=extra) == ["11-03", "11-13", "11-17"]


def test_a_count_ends_a_rule() -> None:
    assert days("FREQ=WEEKLY;COUNT=3", TUESDAY, date(2027, 12, 31)) == ["11-03", "11-10", "11-17"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20261117", "11-17"),
        ("20261116", "11-10"),
        ("20261117T090000", "11-17"),
        ("20261117T085959", "11-10"),
        # Denver is 7 hours behind UTC, so this time is on the 17th in UTC and on the 16th in Denver.
        ("20261117T065959Z", "11-10"),
        ("20261117T160000Z", "11-17"),
        ("20261117T155959Z", "11-10"),
        ("20261118T065959Z", "11-17"),
        ("99991231", "12-29"),
        ("99991231T235959Z", "12-29"),
    ],
)
def test_until_is_the_last_start_of_a_visit(until: str, last: str) -> None:
    assert days(f"FREQ=WEEKLY;UNTIL={until}", TUESDAY, date(2026, 12, 31))[-1] == last


def test_daylight_saving_time_moves_no_visit() -> None:
    # Clocks go back on November 1, 2026, and forward on March 14, 2027.
    found = calendar("FREQ=WEEKLY", date(2026, 10, 25), start=time(1, 30), end=time(2, 30)).visits(*window(date(2026, 10, 25)))
    assert {b - a for a, b in pairwise(found)} == {timedelta(days=7)}
    found = calendar("FREQ=DAILY", date(2027, 3, 13), start=time(2, 30), end=time(3)).visits(
        date(2027, 3, 13), date(2027, 3, 15)
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    "rule",
    [
        *["FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=HOURLY", "FREQ=FORTNIGHTLY", "BYDAY=TU", "every Tuesday", ";", "="],
        *["FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;INTERVAL=1000", "FREQ=DAILY;INTERVAL=x"],
        *[
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;COUNT=-1",
            "FREQ=DAILY;FREQ=SECONDLY",
            "FREQ=DAILY;BYHOUR=9",
            "FREQ=DAILY;BYSECOND=1",
        ],
        *[
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=3MO",
            "FREQ=MONTHLY;BYDAY=99TU",
            "FREQ=MONTHLY;BYDAY=0TU",
            "FREQ=MONTHLY;BYDAY=6TU",
            "FREQ=YEARLY;BYMONTH=1;BYDAY=53MO",
            "FREQ=YEARLY;BYDAY=54MO",
            "FREQ=MONTHLY;BYMONTHDAY=++1",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,,2",
        ],
        *["FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTH=13", "FREQ=MONTHLY;BYSETPOS=0"],
        *["FREQ=DAILY;BYEASTER=99999999999", "FREQ=DAILY;DTSTART=20200101", "FREQ=WEEKLY\nFREQ=DAILY", "FREQ=DAILY;WKST=9"],
        *["FREQ=DAILY;UNTIL=", "FREQ=DAILY;UNTIL=20261332", "FREQ=DAILY;UNTIL=00010101T000000Z", "FREQ=DAILY;UNTIL=tomorrow"],
        *["FREQ=DAILY;UNTIL=20261102", "FREQ=DAILY;INTERVAL=٧", "{{7*7}}", "<script>"],
        # Rules that can be parsed but have no days.
        *["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=7;BYDAY=WE"],
        *["FREQ=MONTHLY;BYSETPOS=5", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"],
    ],
)
def test_invalid_rules_are_rejected(rule: str) -> None:
    with pytest.raises(QueryError):
        calendar(rule)


@pytest.mark.parametrize("start", [time(15), time(16)])
def test_a_visit_may_not_end_before_it_starts(start: time) -> None:
    with pytest.raises(QueryError, match="ends before"):
        calendar(start=start, end=time(15))


@pytest.mark.parametrize("starts_on", [date(1999, 12, 31), date(2100, 1, 1), date.min, date.max])
def test_a_calendar_starts_in_this_century(starts_on: date) -> None:
    with pytest.raises(QueryError, match="starts_on"):
        calendar(starts_on=starts_on)


@pytest.mark.parametrize("today", [date.min, date.max, date(2400, 2, 29)])
def test_a_window_far_from_the_calendar_is_empty(today: date) -> None:
    assert calendar("FREQ=DAILY").visits(*window(today)) == ()


def test_the_window_is_sixty_days() -> None:
    first, last = window(TUESDAY)
    assert (first, (last - first).days) == (TUESDAY, WINDOW_DAYS)


@pytest.mark.parametrize(
    ("offsets", "found"),
    [
        ([], []),
        ([4], [(4, 1)]),
        ([0, 2, 4], [(0, 1), (2, 1), (4, 1)]),
        ([0, 1, 2, 4], [(0, 3), (4, 1)]),
        ([4, 1, 0, 2, 2], [(0, 3), (4, 1)]),
        ([0, 1, 3, 4, 5], [(0, 2), (3, 3)]),
    ],
)
def test_runs_of_consecutive_days(offsets: list[int], found: list[tuple[int, int]]) -> None:
    result = runs(TUESDAY + timedelta(days=n) for n in offsets)
    assert [((first - TUESDAY).days, length) for first, length in result] == found


PARTS = ["FREQ=", "INTERVAL=", "COUNT=", "UNTIL=", "BYDAY=", "BYMONTHDAY=", "BYMONTH=", "BYSETPOS=", "WKST=", "BYWEEKNO="]
VALUES = [
    "DAILY",
    "WEEKLY",
    "MONTHLY",
    "YEARLY",
    "SECONDLY",
    "0",
    "1",
    "2",
    "-1",
    "5",
    "31",
    "TU",
    "1TU",
    "-5FR",
    "+53MO",
    "01",
    "1,-1",
    "20270101",
    "x",
    "",
]


@settings(max_examples=3 * settings().max_examples, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(VALUES)).map("".join), max_size=4), st.sampled_from(VALUES[:5])
)
def test_any_rule_is_rejected_or_has_visits(parts: list[str], frequency: str) -> None:
    try:
        made = calendar(";".join([f"FREQ={frequency}", *parts]))
    except QueryError:
        return
    found = made.visits(*YEAR_2027)
    assert list(found) == sorted(set(found))
    assert all(YEAR_2027[0] <= d <= YEAR_2027[1] for d in found)
    # Part of the year has the same visits.
    assert made.visits(date(2027, 3, 1), date(2027, 5, 31)) == tuple(d for d in found if 3 <= d.month <= 5)


def local(day: str, start: time, end: time, zone: str = "America/New_York") -> list[str]:
    """Return the start and end of a day's visit in local time, with the offset from UTC."""
    on = date.fromisoformat(day)
    (visit,) = calendar("FREQ=DAILY", on, start, end, zone).occurrences(on, on)
    assert visit.ends.astimezone(UTC) > visit.starts.astimezone(UTC)
    return [f"{moment:%H:%M%z}" for moment in (visit.starts, visit.ends)]


def test_a_visit_keeps_its_local_hours_in_summer_and_winter() -> None:
    every_tuesday = calendar("FREQ=WEEKLY;BYDAY=TU", date(2026, 10, 27))
    before, after = every_tuesday.occurrences(date(2026, 10, 27), date(2026, 11, 3))
    # Clocks go back on Sunday, November 1, 2026.
    assert [v.starts.isoformat() for v in (before, after)] == ["2026-10-27T09:00:00-06:00", "2026-11-03T09:00:00-07:00"]
    assert [v.ends.isoformat() for v in (before, after)] == ["2026-10-27T15:00:00-06:00", "2026-11-03T15:00:00-07:00"]
    assert all(v.starts.tzinfo == ZoneInfo("America/Denver") for v in (before, after))


@pytest.mark.parametrize(
    ("day", "start", "end", "found"),
    [
        # On March 14, 2027, clocks go from 2:00 to 3:00.
        ("2027-03-14", time(1, 30), time(3, 30), ["01:30-0500", "03:30-0400"]),
        ("2027-03-14", time(2, 30), time(4), ["03:30-0400", "04:00-0400"]),
        ("2027-03-14", time(2, 30), time(3), ["03:30-0400", "04:00-0400"]),
        ("2027-03-14", time(2, 15), time(2, 45), ["03:15-0400", "03:45-0400"]),
        # On November 7, 2027, the hour from 1:00 to 2:00 occurs twice. The first one is meant.
        ("2027-11-07", time(1, 30), time(3), ["01:30-0400", "03:00-0500"]),
        ("2027-11-07", time(0, 30), time(1, 30), ["00:30-0400", "01:30-0400"]),
    ],
)
def test_hours_that_daylight_saving_time_skips_or_repeats(day: str, start: time, end: time, found: list[str]) -> None:
    assert local(day, start, end) == found


def test_a_time_zone_without_daylight_saving_time() -> None:
    assert local("2027-07-01", time(9), time(15), "America/Phoenix") == ["09:00-0700", "15:00-0700"]
    assert local("2027-01-01", time(9), time(15), "America/Puerto_Rico") == ["09:00-0400", "15:00-0400"]


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from(["America/New_York", "America/Denver", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico"]),
)
def test_every_visit_has_an_occurrence_that_starts_before_it_ends(day: date, one: time, other: time, zone: str) -> None:
    assume(one != other)
    start, end = sorted((one, other))
    made = calendar("FREQ=WEEKLY", day, start, end, zone)
    found = made.occurrences(day, day + timedelta(60))
    assert tuple(v.starts.date() for v in found) == made.visits(day, day + timedelta(60))
    assert all(v.starts.astimezone(UTC) < v.ends.astimezone(UTC) for v in found)
    # A start differs from the written time by one hour at most, where daylight saving time skips it.
    assert all(
        abs(v.starts.replace(tzinfo=None) - datetime.combine(v.starts.date(), start)) <= timedelta(hours=1) for v in found
    )
