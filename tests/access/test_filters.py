"""Filters: a location that fits is kept, one that does not is dropped, and an unknown one is kept and marked."""

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
from finder.domain.facility import Address, ServicePoint
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar

ON = date(2026, 11, 2)  # A Monday.
UNTIL = ON + timedelta(60)
ALL_FILTERS = Filters(
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


def minutes(trip_min: float) -> Trip:
    return Trip(trip_min, trip_min, trip_min, trip_min, trip_min)


def verdicts_of(filters: Filters, point: ServicePoint, trip: Trip | None = None) -> Verdicts:
    return verdicts(filters, point, trip, ON, UNTIL)


def test_no_filters_drop_nothing() -> None:
    assert NO_FILTERS.asked == ()
    assert verdicts_of(NO_FILTERS, center()) == {}
    assert kept({})


def test_all_filters_together() -> None:
    fits = center(
        "freestanding",
        hours="Mo-Sa 08:00-19:00",
        payment="Medicare",
        languages="Spanish",
        new_patients="yes",
        wheelchair="yes",
    )
    assert ALL_FILTERS.asked == FILTERS
    assert verdicts_of(ALL_FILTERS, fits, minutes(60)) == dict.fromkeys(FILTERS, True)
    # For a center without details, only the minutes are known.
    assert verdicts_of(ALL_FILTERS, center(), minutes(60)) == {name: None for name in FILTERS if name != "minutes"} | {
        "minutes": True
    }
    assert unknown(verdicts_of(ALL_FILTERS, center(), minutes(60))) == tuple(name for name in FILTERS if name != "minutes")


@pytest.mark.parametrize(("trip_min", "verdict"), [(59.9, True), (60.0, True), (60.1, False), (float("inf"), False)])
def test_minutes_are_known_for_every_trip_and_skipped_without_one(trip_min: float, verdict: bool) -> None:
    assert verdicts_of(Filters(max_minutes=60), center(), minutes(trip_min)) == {"minutes": verdict}
    assert verdicts_of(Filters(max_minutes=60), center()) == {}


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
    chosen = Filters(sites_of_care=frozenset(sites))
    points = center("hospital_outpatient"), center("unknown"), stop("", time(9), time(15))
    assert [verdicts_of(chosen, p)["site_of_care"] for p in points] == [of_hospital, of_unknown, of_stop]


def test_the_hours_of_a_stop_are_those_of_its_visits() -> None:
    chosen = Filters(evenings=True, weekends=True)
    assert verdicts_of(chosen, stop("FREQ=WEEKLY;BYDAY=TU", time(9), time(18))) == {"evenings": False, "weekends": False}
    assert verdicts_of(chosen, stop("FREQ=WEEKLY;BYDAY=SA", time(12), time(20))) == {"evenings": True, "weekends": True}


def test_payment_and_languages_of_a_stop_are_unknown() -> None:
    chosen = Filters(payment="medicare", language="es", new_patients=True, wheelchair=True)
    assert set(verdicts_of(chosen, stop("", time(9), time(15))).values()) == {None}


def test_filters_that_rule_a_location_out_are_named() -> None:
    verdicts: Verdicts = {"site_of_care": False, "evenings": None, "weekends": True, "wheelchair": False}
    assert ruled_out_by(verdicts) == ("site_of_care", "wheelchair")
    assert not kept(verdicts)


def count_of(*locations: Verdicts) -> tuple[FilterCount, ...]:
    return count(Filters(evenings=True, weekends=True, wheelchair=True), locations)


def make_verdicts(evenings: bool | None, weekends: bool | None, wheelchair: bool | None) -> Verdicts:
    return {"evenings": evenings, "weekends": weekends, "wheelchair": wheelchair}


def test_what_each_filter_drops_and_how_many_remain_without_it() -> None:
    found = count_of(
        make_verdicts(True, False, True),
        make_verdicts(None, False, None),
        make_verdicts(False, False, True),
        make_verdicts(False, True, True),
    )
    assert [(f.id, f.dropped, f.unknown, f.without) for f in found] == [
        ("evenings", 2, 1, 1),
        ("weekends", 3, 0, 2),
        ("wheelchair", 0, 1, 0),
    ]


VERDICT = st.sampled_from([True, False, None])


@given(st.lists(st.builds(make_verdicts, VERDICT, VERDICT, VERDICT), max_size=8))
def test_removing_a_filter_never_loses_a_location(locations: list[Verdicts]) -> None:
    now = sum(kept(p) for p in locations)
    for f in count_of(*locations):
        assert now <= f.without <= len(locations)
        assert f.without - now <= f.dropped
