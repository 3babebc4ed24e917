"""There, infusion, back: against twelve hours, and against the doors of the place."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.day_trip import LONGEST_DAY_HOURS, DayTrip, day_trip
from finder.domain.hours import OpenDays, open_days
from finder.domain.therapy import Regimen, Span

MONDAY = date(2026, 11, 2)
UNKNOWN = OpenDays(MONDAY, (None,) * 61)
ONE = Span(1, 1)
# IVIG: 3 to 6 hours in the chair, 2 to 5 days in a row.
IVIG = Regimen("r", "R", Span(26, 65), Span(13, 13), Span(2, 5), Span(3, 6), "", "", True)
RITUXIMAB = Regimen("r", "R", Span(4, 4), Span(4, 4), ONE, Span(4, 6), "", "", True)


def trip_to(hours: str, minutes: float = 60.0, regimen: Regimen = IVIG, most_hours: float | None = None) -> DayTrip:
    return day_trip(minutes, regimen, open_days(hours, MONDAY, MONDAY + timedelta(60)), most_hours)


def reasons(found: DayTrip) -> list[str]:
    return [str(reason) for reason in found.reasons]


@pytest.mark.parametrize(
    ("minutes", "fits", "low", "high"),
    [
        (0.0, "yes", 3, 6),
        (180.0, "yes", 9, 12),
        (180.1, "maybe", 9, 12),
        (270.0, "maybe", 12, 15),
        (270.1, "no", 12, 15),
    ],
)
def test_a_day_is_twelve_hours_from_door_to_door(minutes: float, fits: str, low: float, high: float) -> None:
    found = day_trip(minutes, IVIG, UNKNOWN)
    assert LONGEST_DAY_HOURS == 12
    assert found.fits == fits
    assert found.hours == Span(pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))  # type: ignore[arg-type]


def test_unknown_hours_speak_against_nothing_and_are_said() -> None:
    found = trip_to("")
    assert (found.fits, found.hours_known) == ("yes", False)
    assert reasons(found) == ["Hours not known: ask if they leave time for 6 hours in the chair."]


@pytest.mark.parametrize(
    ("hours", "fits", "said"),
    [
        ("Mo-Fr 08:00-17:00", "yes", []),
        ("Mo-Fr 08:00-14:00", "yes", []),
        ("Mo-Fr 08:00-13:59", "maybe", ["It is open long enough for 3 hours in the chair, but maybe not for 6: ask."]),
        ("Mo-Fr 08:00-11:00", "maybe", ["It is open long enough for 3 hours in the chair, but maybe not for 6: ask."]),
        ("Mo-Fr 08:00-10:30", "no", ["It is open for 2.5 hours at a time; this treatment takes 3 or more."]),
        # Eight hours, but never six at a time.
        (
            "Mo-Fr 08:00-12:00,13:00-17:00",
            "maybe",
            ["It is open long enough for 3 hours in the chair, but maybe not for 6: ask."],
        ),
        ("Mo,We,Fr 08:00-17:00", "no", ["It is open long enough on 1 day in a row; this treatment takes 2 or more."]),
        ("Mo-Tu 08:00-17:00", "yes", []),
        ("Sa-Mo 08:00-17:00", "yes", []),  # a weekend and a Monday are days in a row
        (
            "Mo 08:00-17:00; Tu 08:00-12:00",
            "maybe",
            ["It is open long enough for 3 hours in the chair, but maybe not for 6: ask."],
        ),
        ("Mo 08:00-17:00; Tu 08:00-10:00", "no", ["It is open long enough on 1 day in a row; this treatment takes 2 or more."]),
        # Days that are known to be open, at hours that nobody says.
        ("Tu,We", "yes", ["Hours not known: ask if they leave time for 6 hours in the chair."]),
    ],
)
def test_the_chair_must_fit_between_opening_and_closing(hours: str, fits: str, said: list[str]) -> None:
    found = trip_to(hours)
    assert (found.fits, reasons(found)) == (fits, said)


def test_one_day_at_a_time_needs_no_second_day() -> None:
    assert trip_to("We 08:00-17:00", regimen=RITUXIMAB).fits == "yes"


@pytest.mark.parametrize(("minutes", "long"), [(120.0, False), (120.1, True)])
def test_over_two_hours_one_way_ask_for_a_stop_or_a_night(minutes: float, long: bool) -> None:
    found = trip_to("Mo-Fr 08:00-17:00", minutes)
    advice = ["The drive may take over 2 hours one way: plan a stop on the way, or a night near there."]
    assert (found.long_drive, found.fits, reasons(found)) == (long, "yes", advice if long else [])


def test_a_unit_that_may_not_infuse_long_enough() -> None:
    found = trip_to("Mo-Fr 08:00-17:00", most_hours=5)
    assert found.fits == "maybe"
    assert reasons(found) == ["Infusions there may take up to 5 hours; this treatment may take 6: ask."]
    assert trip_to("Mo-Fr 08:00-17:00", most_hours=6).fits == "yes"


def test_what_is_too_long_never_reads_as_what_is_not() -> None:
    said = reasons(day_trip(270.1, IVIG, UNKNOWN))
    assert said[0] == "There, infusion and back take about 12.5 hours or more: plan a night near there."


SPELLED = st.sampled_from(
    ["", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-12:00", "We 08:00-17:00", "Mo-Su 06:00-20:00", "Mo-Fr 08:00-10:00"]
)


@given(st.floats(0, 600), st.floats(0, 600), SPELLED, st.sampled_from([IVIG, RITUXIMAB]))
def test_a_longer_drive_never_fits_better(near: float, far: float, hours: str, regimen: Regimen) -> None:
    near, far = sorted((near, far))
    worst_first = ["no", "maybe", "yes"]
    close, away = (trip_to(hours, minutes, regimen) for minutes in (near, far))
    assert worst_first.index(close.fits) >= worst_first.index(away.fits)
    # Whatever does not surely fit says why.
    assert all(found.fits == "yes" or found.reasons for found in (close, away))
