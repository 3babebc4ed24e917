"""Places, and therapies, side by side: by hand from sixty miles."""

import math
from datetime import date

import pytest

from finder.access.burden import Trip, yearly_burden
from finder.access.compare import Comparison, compare_options, compare_therapies
from finder.access.ranking import Option
from finder.domain.facility import UNKNOWN_EVIDENCE, Address, Center, Provenance, ServicePoint
from finder.domain.hours import OpenDays
from finder.domain.therapy import Span
from finder.errors import QueryError
from tests.world import REFERENCE

SIXTY_MILES = Trip(distance_mi=60.0, travel_min=80.0, travel_min_low=60.0, travel_min_high=100.0, straight_mi=50.6)
NO_DESTINATION = Trip(math.inf, math.inf, math.inf, math.inf, 30.0)
IVIG, RITUXIMAB, IRON = (REFERENCE.therapies[t] for t in ("ivig", "rituximab", "iron"))


def option(name: str, trip: Trip, with_burden: bool = True) -> Option:
    point = ServicePoint(Center(name, name, "unknown", Address(), None, Provenance()))
    hours = OpenDays(date(2026, 11, 2), (None,))
    assert IVIG.regimen is not None
    burden = yearly_burden(trip, IVIG.regimen, 0.2, hours) if with_burden and trip.by_road else None
    return Option(1, point, trip, UNKNOWN_EVIDENCE, (), burden)


def miles(of: float) -> Trip:
    return Trip(of, of, of, of, of)


def values(found: Comparison) -> dict[str, tuple[Span, ...]]:
    return {m.id: m.values for m in found.measures}


def least(found: Comparison) -> dict[str, tuple[bool, ...]]:
    return {m.id: m.least for m in found.measures}


def test_ivig_against_rituximab_sixty_miles_away() -> None:
    found = compare_therapies(SIXTY_MILES, [IVIG, RITUXIMAB], 0.2)
    assert [str(h) for h in found.headings] == [
        "IVIG (immune globulin by vein), every 4 weeks, over 2 to 5 days in a row",
        "Rituximab, two infusions 2 weeks apart, about every 6 months",
    ]
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
    # 3 to 6 hours against 4 to 6: the least is least at both ends.
    assert least(found)["chair_hours"] == (True, False)


def test_two_regimens_of_one_therapy() -> None:
    found = compare_therapies(SIXTY_MILES, [RITUXIMAB, RITUXIMAB.with_regimen("weekly_4")], 0.2)
    assert values(found)["days"] == (Span(4, 4), Span(4, 8))
    assert least(found)["days"] == (True, False)
    assert least(found)["chair_hours"] == (False, False)  # the same


def test_three_places() -> None:
    found = compare_options([option("a", miles(20)), option("b", miles(10)), option("c", NO_DESTINATION)])
    assert [str(h) for h in found.headings] == ["a", "b", "c"]
    nowhere = Span(math.inf, math.inf)
    assert values(found)["distance_mi"] == (Span(20, 20), Span(10, 10), nowhere)
    assert values(found)["miles"] == (Span(1040, 2600), Span(520, 1300), nowhere)
    assert {name for name, row in least(found).items() if row == (False, True, False)} == {
        *("distance_mi", "travel_min", "miles", "hours", "mileage_cost_usd"),
        *("stay_miles", "stay_hours", "stay_mileage_cost_usd"),
    }


def test_ends_that_cross_have_no_least() -> None:
    steady, varying = Trip(10, 20, 18, 22, 9), Trip(10, 20, 10, 30, 9)
    assert least(compare_options([option("a", steady), option("b", varying)]))["travel_min"] == (False, False)


def test_sole_and_no_regimen() -> None:
    found = compare_options([option("a", miles(20), with_burden=False)])
    assert [m.id for m in found.measures] == ["distance_mi", "travel_min"]
    assert [m.least for m in found.measures] == [(False,), (False,)]


@pytest.mark.parametrize("n", [0, 4])
def test_one_to_three_are_compared(n: int) -> None:
    with pytest.raises(QueryError, match="side by side"):
        compare_options([option("a", miles(20))] * n)
    with pytest.raises(QueryError, match="side by side"):
        compare_therapies(SIXTY_MILES, [IVIG] * n, 0.2)


def test_what_has_no_year_is_refused() -> None:
    with pytest.raises(QueryError, match="No schedule is known for Iron"):
        compare_therapies(SIXTY_MILES, [IVIG, IRON], 0.2)
    with pytest.raises(QueryError, match="No road"):
        compare_therapies(NO_DESTINATION, [IVIG], 0.2)
