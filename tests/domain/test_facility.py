"""Unknown, closed and no are three different things."""

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from finder.access.suitability import why_unsuited
from finder.domain.directory import Directory
from finder.domain.facility import Address, Center, MobileUnit, Provenance, ServicePoint, Stop, TherapyEvidence
from finder.domain.hours import Window
from finder.domain.schedule import Calendar
from finder.domain.therapy import Regimen, Span, Therapy

DAY = date(2026, 11, 24)
NOBODY = Provenance()
UNIT = MobileUnit("u", "Unit", Provenance("call"), phone="406-555-0123", website="https://u.org", max_infusion_hours=4.0)


def a_center(**rest: object) -> Center:
    return Center("c", "Center", "unknown", Address(), None, NOBODY, **rest)  # type: ignore[arg-type]


def a_stop(unit: MobileUnit = UNIT, *calendars: Calendar) -> Stop:
    return Stop("s", "Stop", unit, Address(), None, calendars)


def a_regimen(days: int, hours: float) -> Regimen:
    one = Span(1, 1)
    return Regimen("r", "R", one, Span(13, 13), Span(days, days + 3), Span(hours, hours + 3), "", "", True)


@pytest.mark.parametrize(
    ("open_from", "open_until", "is_open"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY + timedelta(1), None, False),
        (None, DAY - timedelta(1), False),
        (DAY + timedelta(1), DAY - timedelta(1), False),
    ],
)
def test_a_center_is_open_from_its_first_to_its_last_day(
    open_from: date | None, open_until: date | None, is_open: bool
) -> None:
    assert a_center(open_from=open_from, open_until=open_until).is_open(DAY) is is_open


@pytest.mark.parametrize(
    ("evidence", "known"), [("confirmed", True), ("reported", True), ("unknown", False), ("not_offered", False)]
)
def test_only_a_yes_is_known_to_give(evidence: str, known: bool) -> None:
    point = ServicePoint(a_center(), {"ivig": TherapyEvidence(evidence, NOBODY)})  # type: ignore[arg-type]
    assert point.known_to_give("ivig") is known
    assert point.evidence_for("ivig").evidence == evidence


@pytest.mark.parametrize("therapy", ["rituximab", None, ""])
def test_of_what_nobody_said_nothing_is_claimed(therapy: str | None) -> None:
    point = ServicePoint(a_center(), {"ivig": TherapyEvidence("confirmed", NOBODY)})
    assert point.evidence_for(therapy).evidence == "unknown"
    assert not point.known_to_give(therapy)


def test_a_stop_is_called_and_reached_by_its_unit() -> None:
    point = ServicePoint(a_stop())
    assert (point.kind, point.id, point.name) == ("stop", "s", "Unit, Stop")
    assert (point.phone, point.website, point.provenance.source) == ("406-555-0123", "https://u.org", "call")


def test_only_stops_of_examples_are_examples() -> None:
    example = MobileUnit("u", "Unit", NOBODY, example=True)
    points = [ServicePoint(x) for x in (a_center(), a_stop(), a_stop(example))]
    assert [p.example for p in points] == [False, False, True]


def test_a_directory_tells_centers_from_stops() -> None:
    points = (ServicePoint(a_stop()), ServicePoint(a_center()))
    directory = Directory(points, (), "f", "label")
    assert directory.centers == points[1:]
    assert directory.stops == points[:1]


def test_days_of_two_calendars_are_counted_once() -> None:
    weekly = Calendar(DAY, time(9), time(12), ZoneInfo("America/Denver"), "FREQ=WEEKLY;COUNT=2")
    afternoon = Calendar(DAY, time(13), time(15), ZoneInfo("America/Denver"))
    assert a_stop(UNIT, afternoon, weekly).visits(DAY, DAY + timedelta(30)) == (DAY, DAY + timedelta(7))


@pytest.mark.parametrize(
    ("offsets", "days", "hours", "reason"),
    [
        ([0, 7], 1, 4.0, None),
        ([0, 1, 7, 30, 31], 2, 3.0, None),
        ([0, 7, 14], 2, 3.0, "It does not come 2 days in a row, as this schedule needs."),
        ([], 1, 3.0, "It never comes 1 day in a row."),
        ([0, 1, 35, 36], 2, 3.0, None),
        ([0, 1, 36, 37], 2, 3.0, "It may stay away for 36 days; this treatment is due every 28 days."),
        ([0, 1], 2, 3.0, "It may stay away for 40 days; this treatment is due every 28 days."),
        ([0, 1, 20, 36, 37], 2, 3.0, "It may stay away for 36 days; this treatment is due every 28 days."),
        ([0, 30], 1, 4.5, "It can infuse for up to 4 hours; this treatment takes 4.5 or more."),
    ],
)
def test_why_a_stop_cannot_give_a_treatment(offsets: list[int], days: int, hours: float, reason: str | None) -> None:
    visits = tuple(DAY + timedelta(n) for n in offsets)
    said = why_unsuited(a_stop(), a_regimen(days, hours), visits, DAY + timedelta(40))
    assert (str(said) if said else None) == reason


@pytest.mark.parametrize(
    ("offsets", "days_between", "fits"),
    [
        ([0, 14, 28], 14, True),
        ([0, 21, 42], 14, True),  # a week late is near enough
        ([0, 22, 44], 14, False),
        ([0, 28], 14, False),
        ([0, 7], 7, True),
        ([0, 10], 7, True),
        ([0, 14], 7, False),  # half of the days between at most
        ([0, 12, 26], 14, True),
        ([5], 14, True),  # one date says nothing of what comes after it
    ],
)
def test_two_infusions_of_a_course_need_two_visits_as_far_apart(offsets: list[int], days_between: int, fits: bool) -> None:
    course = replace(a_regimen(1, 3), days_between=days_between, cycles=Span(4, 4))
    said = why_unsuited(a_stop(), course, tuple(DAY + timedelta(n) for n in offsets), DAY + timedelta(60))
    reason = f"No two of its visits are {days_between} days apart, as two infusions of this treatment are."
    assert (str(said) if said else None) == (None if fits else reason)


@pytest.mark.parametrize(("rule", "fits"), [("FREQ=WEEKLY;INTERVAL=2", True), ("FREQ=MONTHLY", False)])
@pytest.mark.parametrize("starts_in", [0, 10, 45, 59])
def test_whether_a_unit_comes_often_enough_does_not_depend_on_the_day_of_asking(rule: str, fits: bool, starts_in: int) -> None:
    calendar = Calendar(DAY + timedelta(starts_in), time(9), time(15), ZoneInfo("America/Denver"), rule)
    stop, until = a_stop(UNIT, calendar), DAY + timedelta(60)
    course = replace(a_regimen(1, 3), days_between=14, cycles=Span(4, 4))
    assert (why_unsuited(stop, course, stop.visits(DAY, until), until) is None) is fits


def test_visits_of_a_stop_with_their_hours() -> None:
    zone = ZoneInfo("America/Denver")
    morning = Calendar(DAY, time(9), time(12), zone, "FREQ=WEEKLY;COUNT=2")
    again = Calendar(DAY, time(9), time(12), zone)
    afternoon = Calendar(DAY, time(13), time(15), zone)
    stop = a_stop(UNIT, afternoon, morning, again)
    found = stop.occurrences(DAY, DAY + timedelta(30))
    assert [(f"{v.starts:%m-%d %H:%M}", f"{v.ends:%H:%M}") for v in found] == [
        ("11-24 09:00", "12:00"),
        ("11-24 13:00", "15:00"),
        ("12-01 09:00", "12:00"),
    ]
    opening = stop.opening(DAY, DAY + timedelta(7))
    assert opening.days[0] == (Window(540, 720), Window(780, 900))
    assert opening.days[1:7] == ((),) * 6
    assert (opening.hours, opening.known) == (8, True)


def test_a_center_opens_by_the_hours_of_its_listing() -> None:
    opening = a_center(hours="Mo-Fr 09:00-12:00").opening(DAY, DAY + timedelta(1))
    assert opening.days == ((Window(540, 720),),) * 2
    assert not a_center().opening(DAY, DAY).known


@pytest.mark.parametrize(("ends", "fits"), [(time(12), True), (time(11, 59), False)])
def test_a_visit_must_last_as_long_as_the_treatment(ends: time, fits: bool) -> None:
    short = Calendar(DAY, time(9), time(10), ZoneInfo("America/Denver"))
    calendar = Calendar(DAY, time(9), ends, ZoneInfo("America/Denver"))
    said = why_unsuited(a_stop(UNIT, short, calendar), a_regimen(1, 3), (DAY,), DAY + timedelta(30))
    too_short = "The longest of its visits takes 2.98 h; this treatment takes 3 hours or more."
    assert (str(said) if said else None) == (None if fits else too_short)


def test_hours_of_a_calendar_that_is_over_do_not_make_a_visit_long_enough() -> None:
    denver = ZoneInfo("America/Denver")
    long_ago = Calendar(DAY - timedelta(365), time(8), time(16), denver)
    now = Calendar(DAY, time(10), time(11), denver)
    stop = a_stop(UNIT, long_ago, now)
    said = why_unsuited(stop, a_regimen(1, 3), (DAY,), DAY + timedelta(30))
    assert str(said).startswith("The longest of its visits takes 1 h")
    assert (stop.hours_on(DAY), stop.hours_on(DAY - timedelta(365))) == (("10:00-11:00",), ("08:00-16:00",))
    assert stop.hours_on(DAY + timedelta(1)) == ()


def test_a_unit_of_unknown_limits_is_not_ruled_out() -> None:
    assert why_unsuited(a_stop(MobileUnit("u", "Unit", NOBODY)), a_regimen(1, 8), (DAY,), DAY + timedelta(30)) is None


def test_the_usual_regimen_is_the_first_and_may_be_unknown() -> None:
    first, second = a_regimen(1, 2), a_regimen(2, 3)
    assert Therapy("t", "T", "T", "", "", "", DAY, (first, second)).regimen is first
    assert Therapy("t", "T", "T", "", "", "", DAY).regimen is None


@pytest.mark.parametrize(("days", "hours"), [(1, 3), (2, 4), (5, 3)])
def test_a_stop_that_comes_every_day_can_give_what_any_schedule_asks(days: int, hours: float) -> None:
    every_day = Calendar(DAY, time(9), time(17), ZoneInfo("America/Denver"), "FREQ=DAILY")
    stop, until = a_stop(UNIT, every_day), DAY + timedelta(60)
    visits = stop.visits(DAY, until)
    assert why_unsuited(stop, a_regimen(days, hours), visits, until) is None
    assert why_unsuited(stop, replace(a_regimen(1, hours), days_between=14, cycles=Span(4, 4)), visits, until) is None
