"""What a patient needs of a location: yes keeps, no drops, unknown is kept and marked."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.burden import Trip
from finder.access.filters import (
    FILTERS,
    NO_FILTERS,
    FilterCount,
    Filters,
    Verdicts,
    count,
    kept,
    ruled_out_by,
    unknown,
    verdicts,
)
from finder.domain.center import Center
from finder.domain.facility import Address, Provenance, ServicePoint
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.schedule import Calendar

ON = date(2026, 11, 2)  # a Monday
UNTIL = ON + timedelta(60)
EVERYTHING = Filters(
    sites_of_care=frozenset({"freestanding"}),
    max_minutes=60,
    evenings=True,
    weekends=True,
    payment="medicare",
    language="es",
    new_patients=True,
    wheelchair=True,
)


def center(kind: str = "unknown", **cells: str) -> ServicePoint:
    return ServicePoint(Center("c", "C", kind, Address(), None, Provenance(), **cells))  # type: ignore[arg-type]


def stop(rule: str, start: time, end: time) -> ServicePoint:
    calendar = Calendar(ON, start, end, ZoneInfo("America/Denver"), rule)
    return ServicePoint(Stop("s", "S", MobileUnit("u", "U", Provenance()), Address(), None, (calendar,)))


def minutes(of: float) -> Trip:
    return Trip(of, of, of, of, of)


def said(filters: Filters, point: ServicePoint, trip: Trip | None = None) -> Verdicts:
    return verdicts(filters, point, trip, ON, UNTIL)


def test_nothing_asked_drops_nothing() -> None:
    assert NO_FILTERS.asked == ()
    assert said(NO_FILTERS, center()) == {}
    assert kept({})


def test_all_at_once() -> None:
    fits = center(
        "freestanding",
        hours="Mo-Sa 08:00-19:00",
        payment="Medicare",
        languages="Spanish",
        new_patients="yes",
        wheelchair="yes",
    )
    assert EVERYTHING.asked == FILTERS
    assert said(EVERYTHING, fits, minutes(60)) == dict.fromkeys(FILTERS, True)
    # A center that says nothing fits or not: only the minutes are known.
    assert said(EVERYTHING, center(), minutes(60)) == {name: None for name in FILTERS if name != "minutes"} | {"minutes": True}
    assert unknown(said(EVERYTHING, center(), minutes(60))) == tuple(name for name in FILTERS if name != "minutes")


@pytest.mark.parametrize(("of", "verdict"), [(59.9, True), (60.0, True), (60.1, False), (float("inf"), False)])
def test_minutes_are_known_of_every_trip_and_not_asked_without_one(of: float, verdict: bool) -> None:
    assert said(Filters(max_minutes=60), center(), minutes(of)) == {"minutes": verdict}
    assert said(Filters(max_minutes=60), center()) == {}


@pytest.mark.parametrize(
    ("sites", "of_hospital", "of_unknown", "of_stop"),
    [
        ({"hospital_outpatient"}, True, None, False),
        ({"freestanding"}, False, None, False),
        ({"freestanding", "hospital_outpatient"}, True, None, False),
        ({"stop"}, False, False, True),
        ({"stop", "physician_office"}, False, None, True),
    ],
)
def test_sites_of_care(sites: set[str], of_hospital: bool, of_unknown: bool | None, of_stop: bool) -> None:
    asked = Filters(sites_of_care=frozenset(sites))
    points = center("hospital_outpatient"), center("unknown"), stop("", time(9), time(15))
    assert [said(asked, p)["site_of_care"] for p in points] == [of_hospital, of_unknown, of_stop]


def test_hours_of_a_stop_are_those_of_its_visits() -> None:
    asked = Filters(evenings=True, weekends=True)
    assert said(asked, stop("FREQ=WEEKLY;BYDAY=TU", time(9), time(18))) == {"evenings": False, "weekends": False}
    assert said(asked, stop("FREQ=WEEKLY;BYDAY=SA", time(12), time(20))) == {"evenings": True, "weekends": True}


def test_of_a_stop_nobody_says_who_is_taken_or_what_is_spoken() -> None:
    asked = Filters(payment="medicare", language="es", new_patients=True, wheelchair=True)
    assert set(said(asked, stop("", time(9), time(15))).values()) == {None}


def test_the_filters_that_say_no_are_named() -> None:
    verdicts: Verdicts = {"site_of_care": False, "evenings": None, "weekends": True, "wheelchair": False}
    assert ruled_out_by(verdicts) == ("site_of_care", "wheelchair")
    assert not kept(verdicts)


def counted(*places: Verdicts) -> tuple[FilterCount, ...]:
    return count(Filters(evenings=True, weekends=True, wheelchair=True), places)


def a_place(evenings: bool | None, weekends: bool | None, wheelchair: bool | None) -> Verdicts:
    return {"evenings": evenings, "weekends": weekends, "wheelchair": wheelchair}


def test_what_each_filter_drops_and_what_giving_it_up_brings() -> None:
    found = counted(
        a_place(True, False, True),
        a_place(None, False, None),
        a_place(False, False, True),
        a_place(False, True, True),
    )
    assert [(f.id, f.dropped, f.unknown, f.without) for f in found] == [
        ("evenings", 2, 1, 1),
        ("weekends", 3, 0, 2),
        ("wheelchair", 0, 1, 0),
    ]


VERDICT = st.sampled_from([True, False, None])


@given(st.lists(st.builds(a_place, VERDICT, VERDICT, VERDICT), max_size=8))
def test_giving_a_filter_up_never_loses_a_place(places: list[Verdicts]) -> None:
    now = sum(kept(p) for p in places)
    for f in counted(*places):
        assert now <= f.without <= len(places)
        assert f.without - now <= f.dropped
