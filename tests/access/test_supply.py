"""Chair-hours per week, checked against a calendar. Assumed values are marked."""

from datetime import date, time
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.access.supply import ASSUMED, Assumed, weekly_hours, weekly_supply, weekly_visit_hours
from finder.domain.center import Center
from finder.domain.facility import Address, ServicePoint
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar

TUESDAY = date(2026, 11, 3)
EVERY_TUESDAY = "FREQ=WEEKLY;BYDAY=TU"


def center(hours: str = "", chairs: int | None = None) -> ServicePoint:
    return ServicePoint(Center("c", "C", "unknown", Address(), None, Provenance(), hours=hours, chairs=chairs))


def calendar(rule: str = EVERY_TUESDAY, start: time = time(9), end: time = time(15), off: tuple[date, ...] = ()) -> Calendar:
    return Calendar(TUESDAY, start, end, ZoneInfo("America/Denver"), rule, frozenset(off))


def stop(*calendars: Calendar, chairs: int | None = 4) -> Stop:
    return Stop("s", "S", MobileUnit("u", "U", Provenance(), chairs=chairs), Address(), None, calendars)


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Mo-Fr 08:00-17:00; Sa 09:00-13:00", 49),
        ("Mo-Fr 08:00-16:30; Sa-Su 08:00-13:00", 52.5),
        ("Mo-We 08:00-17:00; Th 08:00-20:00; Fr 08:00-17:00; Sa 07:00-12:00", 53),
        ("Mo-Su 07:00-19:00", 84),
        ("Tu,We 9:00-12:00", 6),
        ("Mo,We-Fr 08:00-12:00,13:00-17:00", 32),
        ("Mo-Fr 08:00-12:00, 13:00-17:00", 40),
        ("Mo-Fr 08:00-17:00; We 08:00-12:00", 40),  # The later rule replaces the earlier one.
        ("Mo-Fr 08:00-17:00; We off", 36),
        ("Mo-Fr 08:00-17:00; PH off", 45),
        ("Mo-Fr,PH 08:00-17:00; Su,PH closed", 45),
        ("Fr-Mo 10:00-11:00", 4),  # Across the end of the week.
        ("Mo 00:00-24:00;", 24),
        ("Mo 08:00-12:00,10:00-14:00", 6),  # Overlapping hours are counted once.
        ("Mo-Su off", 0),
        ("Mo-Fr 08:00-17:00, Sa 09:00-13:00", 49),  # An additional rule.
        ("mo-fr 08:00-17:00", 45),
    ],
)
def test_hours_of_a_usual_week(written: str, hours: float) -> None:
    assert weekly_hours(written) == hours


@pytest.mark.parametrize(
    "written",
    [
        *("", ";", "24/7", "Tu,We", "by appointment", "08:00-17:00", "PH off", "PH 08:00-12:00", "Mo-Fr"),
        *("Mo-Fr 22:00-06:00", "Mo 17:00-08:00", "Mo 08:00-08:00", "Mo 08:00-25:00", "Mo 08:00-24:30", "Mo 08:60-09:00"),
        *("Mo-Fr 08:00-17:00 || call", "Mo[1] 08:00-12:00", "Jan Mo 08:00-12:00", "Mo-Fr 08:00-17:00; whenever"),
        *(
            "Mo-Fr 08:00+",
            "Mo-Fr sunrise-sunset",
            "Mo-Xx 08:00-12:00",
        ),
        "Mo-Fr 0٨:00-17:00",
    ],
)
def test_any_other_form_is_unknown(written: str) -> None:
    assert weekly_hours(written) is None


@given(st.one_of(st.text(), st.text("MoTuFrSaPH0123456789:-,; of")))
@example("Mo," * 5000)
@example("Mo 08:00-09:00," * 5000)
def test_any_text_gives_hours_or_unknown(written: str) -> None:
    hours = weekly_hours(written)
    assert hours is None or 0 <= hours <= 168


def test_weekly_hours_of_visits_in_the_next_60_days() -> None:
    # November 3 to January 2, both included, are 61 days with 9 Tuesdays of 6 hours.
    assert weekly_visit_hours(stop(calendar()), TUESDAY) == pytest.approx(9 * 6 * 7 / 61)
    # A day later, there are 8 Tuesdays.
    assert weekly_visit_hours(stop(calendar()), date(2026, 11, 4)) == pytest.approx(8 * 6 * 7 / 61)


def test_days_off_and_past_seasons_have_no_hours() -> None:
    assert weekly_visit_hours(stop(calendar(off=(date(2026, 12, 22),))), TUESDAY) == pytest.approx(8 * 6 * 7 / 61)
    assert weekly_visit_hours(stop(calendar("")), date(2026, 11, 4)) == 0
    assert weekly_visit_hours(stop(), TUESDAY) == 0


def test_an_hour_in_two_calendars_is_counted_once() -> None:
    morning, later = calendar(end=time(12)), calendar(start=time(11), end=time(15))
    assert weekly_visit_hours(stop(calendar(), calendar()), TUESDAY) == weekly_visit_hours(stop(calendar()), TUESDAY)
    assert weekly_visit_hours(stop(morning, later), TUESDAY) == weekly_visit_hours(stop(calendar()), TUESDAY)


def test_the_last_possible_day() -> None:
    assert weekly_visit_hours(stop(calendar()), date.max) == 0


def test_supply_is_chairs_times_hours() -> None:
    points = [center("Mo-Fr 08:00-18:00", 10), ServicePoint(stop(calendar(), chairs=4))]
    found = weekly_supply(points, TUESDAY)
    assert found.chair_hours == pytest.approx([500, 4 * 9 * 6 * 7 / 61])
    assert found.assumed == 0


def test_unknown_chairs_and_hours_are_assumed_and_marked() -> None:
    points = [
        center("Mo-Fr 08:00-18:00", 10),
        center("Mo-Fr 08:00-18:00"),
        center("Tu,We", 10),
        center(),
        ServicePoint(stop(calendar(), chairs=None)),
    ]
    found = weekly_supply(points, TUESDAY)
    visits = 9 * 6 * 7 / 61
    assert found.chair_hours == pytest.approx([500, 12 * 50, 10 * 40, 12 * 40, 4 * visits])
    assert found.chairs_assumed.tolist() == [False, True, False, True, True]
    assert found.hours_assumed.tolist() == [False, False, True, True, False]
    assert found.assumed == 4
    other = weekly_supply(points, TUESDAY, Assumed(center_chairs=6, unit_chairs=1, hours_a_week=20))
    assert other.chair_hours == pytest.approx([500, 6 * 50, 10 * 20, 6 * 20, visits])
    assert (ASSUMED.center_chairs, ASSUMED.unit_chairs, ASSUMED.hours_a_week) == (12, 4, 40)


def test_zero_is_a_known_number() -> None:
    found = weekly_supply([center("Mo-Su off", 10), center("Mo-Fr 08:00-18:00", 0), ServicePoint(stop())], TUESDAY)
    assert found.chair_hours.tolist() == [0, 0, 0]
    assert found.assumed == 0


def test_no_service_points() -> None:
    found = weekly_supply([], TUESDAY)
    assert (found.chair_hours.shape, found.chair_hours.dtype, found.assumed) == ((0,), np.dtype(float), 0)
