"""Day trips: the drive, the infusion, and the drive back within twelve hours, and the infusion within opening hours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.day_trip import DayTrip, day_trip
from finder.access.reason import Reason, reason
from finder.domain.hours import OpenDays, open_days
from finder.domain.therapy import Regimen, Span

MONDAY = date(2026, 11, 2)
UNKNOWN = OpenDays(MONDAY, (None,) * 61)
ONE = Span(1, 1)
# IVIG: 3 to 6 hours in the chair, 2 to 5 days in a row.
IVIG = Regimen("r", "R", Span(26, 65), Span(13, 13), Span(2, 5), Span(3, 6), "", "")
RITUXIMAB = Regimen("r", "R", Span(4, 4), Span(4, 4), ONE, Span(4, 6), "", "")


def day_trip_to(hours: str, minutes: float = 60.0, regimen: Regimen = IVIG, max_infusion_hours: float | None = None) -> DayTrip:
    return day_trip(Span(minutes, minutes), regimen, open_days(hours, MONDAY, MONDAY + timedelta(60)), max_infusion_hours)


HOURS_UNKNOWN = reason("hours_unknown", high_hours=6)
MAYBE_TOO_SHORT = reason("may_be_open_too_short", low_hours=3, high_hours=6)


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
def test_a_day_is_at_most_twelve_hours_from_door_to_door(minutes: float, fits: str, low: float, high: float) -> None:
    found = day_trip(Span(minutes, minutes), IVIG, UNKNOWN)
    assert found.fits == fits
    assert found.hours == Span(pytest.approx(low, abs=0.01), pytest.approx(high, abs=0.01))  # type: ignore[arg-type]


def test_unknown_hours_rule_nothing_out_and_are_mentioned() -> None:
    found = day_trip_to("")
    assert (found.fits, found.hours_known) == ("yes", False)
    assert found.reasons == (HOURS_UNKNOWN,)


@pytest.mark.parametrize(
    ("hours", "fits", "reasons"),
    [
        ("Mo-Fr 08:00-17:00", "yes", []),
        ("Mo-Fr 08:00-14:00", "yes", []),
        ("Mo-Fr 08:00-13:59", "maybe", [MAYBE_TOO_SHORT]),
        ("Mo-Fr 08:00-11:00", "maybe", [MAYBE_TOO_SHORT]),
        ("Mo-Fr 08:00-10:30", "no", [reason("open_too_short", open_hours=2.5, low_hours=3)]),
        # Open eight hours, but never six at a time.
        (
            "Mo-Fr 08:00-12:00,13:00-17:00",
            "maybe",
            [MAYBE_TOO_SHORT],
        ),
        ("Mo,We,Fr 08:00-17:00", "no", [reason("too_few_open_days_in_a_row", n=1, needed_days=2)]),
        ("Mo-Tu 08:00-17:00", "yes", []),
        ("Sa-Mo 08:00-17:00", "yes", []),  # A weekend and a Monday are days in a row.
        (
            "Mo 08:00-17:00; Tu 08:00-12:00",
            "maybe",
            [MAYBE_TOO_SHORT],
        ),
        ("Mo 08:00-17:00; Tu 08:00-10:00", "no", [reason("too_few_open_days_in_a_row", n=1, needed_days=2)]),
        # Known to be open on these days, at unknown hours.
        ("Tu,We", "yes", [HOURS_UNKNOWN]),
    ],
)
def test_the_infusion_must_fit_the_opening_hours(hours: str, fits: str, reasons: list[Reason]) -> None:
    found = day_trip_to(hours)
    assert (found.fits, list(found.reasons)) == (fits, reasons)


def test_a_cycle_of_one_day_needs_no_second_open_day() -> None:
    assert day_trip_to("We 08:00-17:00", regimen=RITUXIMAB).fits == "yes"


@pytest.mark.parametrize(("minutes", "long"), [(120.0, False), (120.1, True)])
def test_over_two_hours_one_way_is_a_long_drive(minutes: float, long: bool) -> None:
    found = day_trip_to("Mo-Fr 08:00-17:00", minutes)
    advice = (reason("long_drive"),)
    assert (found.long_drive, found.fits, found.reasons) == (long, "yes", advice if long else ())


def test_a_unit_with_a_limit_on_infusion_hours() -> None:
    found = day_trip_to("Mo-Fr 08:00-17:00", max_infusion_hours=5)
    assert found.fits == "maybe"
    assert found.reasons == (reason("infusion_may_be_too_long", most_hours=5, high_hours=6),)
    assert day_trip_to("Mo-Fr 08:00-17:00", max_infusion_hours=6).fits == "yes"


def test_a_day_that_is_too_long_has_its_hours_as_the_reason() -> None:
    no, maybe = (day_trip(Span(minutes, minutes), IVIG, UNKNOWN).reasons[0] for minutes in (270.1, 180.1))
    assert no.code == "day_too_long"
    assert dict(no.values) == pytest.approx({"door_to_door_hours": 12 + 0.2 / 60})
    assert (maybe.code, dict(maybe.values)["most_hours"]) == ("day_may_be_too_long", 12)


HOURS = st.sampled_from(
    ["", "Mo-Fr 08:00-17:00", "Mo-Fr 08:00-12:00", "We 08:00-17:00", "Mo-Su 06:00-20:00", "Mo-Fr 08:00-10:00"]
)


@given(st.floats(0, 600), st.floats(0, 600), HOURS, st.sampled_from([IVIG, RITUXIMAB]))
def test_a_longer_drive_never_fits_better(near: float, far: float, hours: str, regimen: Regimen) -> None:
    near, far = sorted((near, far))
    worst_first = ["no", "maybe", "yes"]
    nearer, farther = (day_trip_to(hours, minutes, regimen) for minutes in (near, far))
    assert worst_first.index(nearer.fits) >= worst_first.index(farther.fits)
    # Anything that does not certainly fit has a reason.
    assert all(found.fits == "yes" or found.reasons for found in (nearer, farther))
