"""Options, and regimens, side by side, worked out by hand at sixty miles."""

import math
from datetime import date

import pytest

from finder.access.burden import Trip, yearly_burden
from finder.access.compare import Measure, compare_options, compare_regimens
from finder.access.ranking import Option
from finder.domain.center import Center
from finder.domain.evidence import UNKNOWN_EVIDENCE
from finder.domain.facility import Address, ServicePoint
from finder.domain.hours import OpenDays
from finder.domain.provenance import Provenance
from finder.domain.therapy import Regimen, Span
from tests.world import REFERENCE

SIXTY_MILES = Trip(distance_mi=60.0, travel_min=80.0, travel_min_low=60.0, travel_min_high=100.0, straight_mi=50.6)
UNREACHABLE = Trip(math.inf, math.inf, math.inf, math.inf, 30.0)


def regimen(therapy: str, regimen_id: str | None = None) -> Regimen:
    chosen = REFERENCE.therapies[therapy]
    found = (chosen.with_regimen(regimen_id) if regimen_id else chosen).regimen
    assert found
    return found


IVIG, RITUXIMAB = regimen("ivig"), regimen("rituximab")


def option(name: str, trip: Trip, with_burden: bool = True) -> Option:
    point = ServicePoint(Center(name, name, "unknown", Address(), None, Provenance()))
    hours = OpenDays(date(2026, 11, 2), (None,))
    burden = yearly_burden(trip, IVIG, 0.2, hours) if with_burden and trip.by_road else None
    return Option(1, point, trip, UNKNOWN_EVIDENCE, (), burden)


def miles(distance_mi: float) -> Trip:
    return Trip(distance_mi, distance_mi, distance_mi, distance_mi, distance_mi)


def values(found: tuple[Measure, ...]) -> dict[str, tuple[Span, ...]]:
    return {m.id: m.values for m in found}


def least(found: tuple[Measure, ...]) -> dict[str, tuple[bool, ...]]:
    return {m.id: m.least for m in found}


def test_ivig_and_rituximab_at_sixty_miles() -> None:
    found = compare_regimens(SIXTY_MILES, [IVIG, RITUXIMAB], 0.2)
    assert {
        name: row for name, row in values(found).items() if name in ("days", "trips", "miles", "stay_trips", "stay_miles")
    } == {
        "days": (Span(26, 65), Span(4, 4)),
        "trips": (Span(26, 65), Span(4, 4)),
        "miles": (Span(3120, 7800), Span(480, 480)),
        "stay_trips": (Span(13, 13), Span(4, 4)),
        "stay_miles": (Span(1560, 1560), Span(480, 480)),
    }
    assert values(found)["stay_nights"] == (Span(13, 52), Span(0, 0))
    assert values(found)["hours"][1] == Span(pytest.approx(8), pytest.approx(8 * 100 / 60))  # type: ignore[arg-type]
    assert least(found)["miles"] == (False, True)
    # 3 to 6 hours and 4 to 6: who takes 6 instead of 4 has not the least.
    assert least(found)["chair_hours"] == (False, False)


def test_two_regimens_of_one_therapy() -> None:
    found = compare_regimens(SIXTY_MILES, [RITUXIMAB, regimen("rituximab", "weekly_4")], 0.2)
    assert values(found)["days"] == (Span(4, 4), Span(4, 8))
    assert least(found)["days"] == (False, False)  # 4, and 4 to 8: the ends touch.
    assert least(found)["chair_hours"] == (False, False)  # Both are the same.


def test_three_options() -> None:
    found = compare_options([option("a", miles(20)), option("b", miles(10)), option("c", UNREACHABLE)])
    infinite = Span(math.inf, math.inf)
    assert values(found)["distance_mi"] == (Span(20, 20), Span(10, 10), infinite)
    assert values(found)["miles"] == (Span(1040, 2600), Span(520, 1300), infinite)
    # Twice as near is not twice as few miles a year, if the one takes two days in a row and the other five.
    assert {name for name, row in least(found).items() if row == (False, True, False)} == {
        *("distance_mi", "travel_min", "stay_miles", "stay_hours", "stay_mileage_cost_usd"),
    }
    assert not any(any(row) for name, row in least(found).items() if name in ("miles", "hours", "mileage_cost_usd"))


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (Span(18, 22), Span(10, 30), (False, False)),
        (Span(10, 20), Span(20, 30), (False, False)),
        (Span(10, 19), Span(20, 30), (True, False)),
        (Span(20, 30), Span(10, 19), (False, True)),
        (Span(5, 5), Span(5, 5), (False, False)),
    ],
    ids=["one inside the other", "ends that touch", "first below", "second below", "the same"],
)
def test_only_a_range_below_all_others_is_the_least(a: Span, b: Span, expected: tuple[bool, bool]) -> None:
    assert Measure("travel_min", "minutes", (a, b)).least == expected
    assert Measure("travel_min", "minutes", (a, b, Span(math.inf, math.inf))).least == (*expected, False)


def test_a_location_somewhere_in_an_area_is_compared_by_its_range() -> None:
    near = Trip(4, 12, 6, 20, 3, Span(1, 7))
    found = compare_options([option("own", near), option("a", miles(6)), option("b", miles(8))])
    assert values(found)["distance_mi"] == (Span(1, 7), Span(6, 6), Span(8, 8))
    assert least(found)["distance_mi"] == (False, False, False)
    assert values(found)["miles"][0] == Span(26 * 2 * 1, 65 * 2 * 7)
    assert values(found)["stay_miles"][0] == Span(26, 13 * 2 * 7)


def test_a_single_option_without_a_regimen() -> None:
    found = compare_options([option("a", miles(20), with_burden=False)])
    assert [m.id for m in found] == ["distance_mi", "travel_min"]
    assert [m.least for m in found] == [(False,), (False,)]


def test_an_unreachable_location_has_no_year_of_travel() -> None:
    with pytest.raises(ValueError, match="no road"):
        compare_regimens(UNREACHABLE, [IVIG], 0.2)
