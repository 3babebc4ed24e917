"""Whether the visits to a stop can deliver a regimen. The reason is a code with values."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from finder.access.reason import Reason, reason
from finder.access.suitability import undeliverable
from finder.domain.facility import Address
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar
from finder.domain.therapy import Regimen, Span

DAY = date(2026, 11, 24)
NO_SOURCE = Provenance()
UNIT = MobileUnit("u", "Unit", NO_SOURCE, max_infusion_hours=4.0)


def make_stop(unit: MobileUnit = UNIT, *calendars: Calendar) -> Stop:
    return Stop("s", "Stop", unit, Address(), None, calendars)


def make_regimen(days: int, hours: float) -> Regimen:
    one = Span(1, 1)
    return Regimen("r", "R", one, Span(13, 13), Span(days, days + 3), Span(hours, hours + 3), "", "")


@pytest.mark.parametrize(
    ("offsets", "days", "hours", "why"),
    [
        ([0, 7], 1, 4.0, None),
        ([0, 1, 7, 30, 31], 2, 3.0, None),
        ([0, 7, 14], 2, 3.0, reason("too_few_days_in_a_row", n=2)),
        ([], 1, 3.0, reason("too_few_days_in_a_row", n=1)),
        ([0, 1, 35, 36], 2, 3.0, None),
        ([0, 1, 36, 37], 2, 3.0, reason("too_long_between_visits", longest_days=36, due_days=28)),
        ([0, 1], 2, 3.0, reason("too_long_between_visits", longest_days=40, due_days=28)),
        ([0, 1, 20, 36, 37], 2, 3.0, reason("too_long_between_visits", longest_days=36, due_days=28)),
        ([0, 30], 1, 4.5, reason("infusion_too_long", most_hours=4.0, least_hours=4.5)),
    ],
)
def test_why_a_stop_cannot_deliver_a_regimen(offsets: list[int], days: int, hours: float, why: Reason | None) -> None:
    visits = tuple(DAY + timedelta(n) for n in offsets)
    assert undeliverable(make_stop(), make_regimen(days, hours), visits, DAY + timedelta(40)) == why


@pytest.mark.parametrize(
    ("offsets", "days_between", "fits"),
    [
        ([0, 14, 28], 14, True),
        ([0, 21, 42], 14, True),  # A week late is acceptable.
        ([0, 22, 44], 14, False),
        ([0, 28], 14, False),
        ([0, 7], 7, True),
        ([0, 10], 7, True),
        ([0, 14], 7, False),  # The delay may be at most half of the days between.
        ([0, 12, 26], 14, True),
        ([5], 14, True),  # A single date does not show what comes after it.
    ],
)
def test_two_infusions_of_a_course_need_two_visits_the_same_days_apart(
    offsets: list[int], days_between: int, fits: bool
) -> None:
    course = replace(make_regimen(1, 3), days_between=days_between, cycles=Span(4, 4))
    found = undeliverable(make_stop(), course, tuple(DAY + timedelta(n) for n in offsets), DAY + timedelta(60))
    assert found == (None if fits else reason("no_visits_days_apart", days=days_between))


@pytest.mark.parametrize(("rule", "fits"), [("FREQ=WEEKLY;INTERVAL=2", True), ("FREQ=MONTHLY", False)])
@pytest.mark.parametrize("starts_in", [0, 10, 45, 59])
def test_suitability_does_not_depend_on_the_day_of_the_search(rule: str, fits: bool, starts_in: int) -> None:
    calendar = Calendar(DAY + timedelta(starts_in), time(9), time(15), ZoneInfo("America/Denver"), rule)
    stop, until = make_stop(UNIT, calendar), DAY + timedelta(60)
    course = replace(make_regimen(1, 3), days_between=14, cycles=Span(4, 4))
    assert (undeliverable(stop, course, stop.visits(DAY, until), until) is None) is fits


@pytest.mark.parametrize(("ends", "fits"), [(time(12), True), (time(11, 59), False)])
def test_a_visit_must_be_as_long_as_the_infusion(ends: time, fits: bool) -> None:
    short = Calendar(DAY, time(9), time(10), ZoneInfo("America/Denver"))
    calendar = Calendar(DAY, time(9), ends, ZoneInfo("America/Denver"))
    found = undeliverable(make_stop(UNIT, short, calendar), make_regimen(1, 3), (DAY,), DAY + timedelta(30))
    too_short = reason("visits_too_short", most_hours=179 / 60, least_hours=3)
    assert found == (None if fits else too_short)


def test_hours_of_a_past_calendar_are_ignored() -> None:
    denver = ZoneInfo("America/Denver")
    long_ago = Calendar(DAY - timedelta(365), time(8), time(16), denver)
    now = Calendar(DAY, time(10), time(11), denver)
    stop = make_stop(UNIT, long_ago, now)
    found = undeliverable(stop, make_regimen(1, 3), (DAY,), DAY + timedelta(30))
    assert found == reason("visits_too_short", most_hours=1.0, least_hours=3)
    assert (stop.hours_on(DAY), stop.hours_on(DAY - timedelta(365))) == (("10:00-11:00",), ("08:00-16:00",))
    assert stop.hours_on(DAY + timedelta(1)) == ()


def test_a_unit_with_unknown_limits_is_not_ruled_out() -> None:
    assert undeliverable(make_stop(MobileUnit("u", "Unit", NO_SOURCE)), make_regimen(1, 8), (DAY,), DAY + timedelta(30)) is None


@pytest.mark.parametrize(("days", "hours"), [(1, 3), (2, 4), (5, 3)])
def test_a_stop_with_daily_visits_can_deliver_any_schedule(days: int, hours: float) -> None:
    every_day = Calendar(DAY, time(9), time(17), ZoneInfo("America/Denver"), "FREQ=DAILY")
    stop, until = make_stop(UNIT, every_day), DAY + timedelta(60)
    visits = stop.visits(DAY, until)
    assert undeliverable(stop, make_regimen(days, hours), visits, until) is None
    assert undeliverable(stop, replace(make_regimen(1, hours), days_between=14, cycles=Span(4, 4)), visits, until) is None
