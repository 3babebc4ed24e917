"""Ranking of candidates over hand-made matrices. Complete searches are in tests/questions/search."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.candidate import Candidate, candidate
from finder.access.filters import NO_FILTERS, Filters
from finder.access.need import Need
from finder.access.ranking import Ranking, nearest_options, rank
from finder.access.reason import Reason, reason
from finder.domain.center import Center
from finder.domain.evidence import Evidence
from finder.domain.facility import Address, Position, ServicePoint
from finder.domain.geo import Point
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.place import Place
from finder.domain.provenance import Provenance
from finder.travel.model import NO_DESTINATION, TravelMatrix
from finder.travel.straight_line import StraightLine
from tests.statements import statements_of
from tests.world import REFERENCE

IVIG = REFERENCE.therapies["ivig"]
NO_SOURCE = Provenance()

ON, UNTIL = date(2026, 11, 22), date(2026, 12, 31)


def center(name: str, evidence: Evidence = "unknown", **cells: date | str) -> Candidate:
    listing = Center(name, name, "unknown", Address(), None, NO_SOURCE, **cells)  # type: ignore[arg-type]
    return Candidate(ServicePoint(listing, {"ivig": statements_of(evidence)}), ON, UNTIL)


def stop(name: str, visits: tuple[date, ...], **unit_cells: bool) -> Candidate:
    unit = MobileUnit("u", "Unit", NO_SOURCE, **unit_cells)  # type: ignore[arg-type]
    return Candidate(ServicePoint(Stop(name, name, unit, Address(), None)), ON, UNTIL, visits)


DAYS = (date(2026, 12, 1), date(2026, 12, 2))


def ranking_of(
    *found: tuple[Candidate, float], within: float = 60.0, limit: int = 25, filters: Filters = NO_FILTERS
) -> Ranking:
    order = sorted(range(len(found)), key=lambda j: found[j][1])
    miles = np.array([found[j][1] for j in order], float)
    columns = (np.zeros(len(found), np.intp), np.array(order, np.intp), miles, miles, miles, miles - 1, miles + 1)
    matrix = TravelMatrix(*columns, origins=1, destinations=len(found), method=StraightLine.method)
    return rank(matrix, [c for c, _ in found], Need(IVIG, filters, 0.2), within, limit)


def names(ranking: Ranking) -> list[str]:
    return [o.point.id for o in ranking.options]


def test_the_radius_is_inclusive() -> None:
    ranking = ranking_of((center("edge"), 60.0), (center("out"), 60.001))
    assert (names(ranking), ranking.within) == (["edge"], 1)


def test_options_are_sorted_by_miles_then_evidence_then_id() -> None:
    same = [(center("b"), 10.0), (center("a"), 10.0), (center("r", "reported"), 10.0), (center("c", "confirmed"), 10.0)]
    ranking = ranking_of(*same, (center("near"), 9.99))
    assert names(ranking) == ["near", "c", "r", "a", "b"]
    assert [o.rank for o in ranking.options] == [1, 2, 3, 4, 5]


def test_the_nearest_three_are_shown_when_none_is_within() -> None:
    ranking = ranking_of(*((center(str(mi)), float(mi)) for mi in (400, 100, 300, 200)))
    assert (names(ranking), ranking.within) == (["100", "200", "300"], 0)


def test_a_limited_list_has_the_full_count() -> None:
    ranking = ranking_of((center("a"), 1.0), (center("b"), 2.0), (center("c"), 3.0), limit=2)
    assert (names(ranking), ranking.found, ranking.within) == (["a", "b"], 3, 3)


def test_an_example_is_shown_and_does_not_replace_real_options() -> None:
    ranking = ranking_of((stop("toy", DAYS, example=True), 5.0), (center("far"), 90.0))
    assert (names(ranking), ranking.within) == (["far", "toy"], 0)


def test_a_stop_without_two_days_in_a_row_is_unsuitable() -> None:
    ranking = ranking_of((stop("weekly", DAYS[:1]), 5.0), (stop("far-weekly", DAYS[:1]), 70.0), (stop("two-days", DAYS), 6.0))
    assert names(ranking) == ["two-days"]
    assert [(u.point.id, u.reason) for u in ranking.unsuitable] == [("weekly", reason("too_few_days_in_a_row", n=2))]


def test_the_burden_is_that_of_the_trip() -> None:
    (option,) = ranking_of((center("a"), 60.0)).options
    assert option.burden is not None
    assert (option.burden.miles.low, option.burden.miles.high) == (3120, 7800)
    assert (option.trip.travel_min_low, option.trip.travel_min_high) == (59, 61)


def test_no_destination_is_no_option() -> None:
    nothing = np.full(1, np.inf)
    columns = (np.zeros(1, np.intp), np.full(1, NO_DESTINATION), nothing, nothing, nothing, nothing, nothing)
    matrix = TravelMatrix(*columns, origins=1, destinations=0, method=StraightLine.method)
    assert rank(matrix, [], Need(IVIG), 60.0, 25) == Ranking((), (), 0, 0)


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        ({}, None),
        ({"open_from": date(2026, 11, 22)}, None),
        ({"open_from": date(2026, 11, 23)}, reason("opens_on", day=date(2026, 11, 23))),
        ({"open_until": date(2026, 11, 22)}, None),
        ({"open_until": date(2026, 11, 21)}, reason("closed_after", day=date(2026, 11, 21))),
        ({"open_from": date(2020, 1, 1), "open_until": date(2025, 3, 2)}, reason("closed_after", day=date(2025, 3, 2))),
    ],
)
def test_a_center_is_suitable_on_the_days_it_is_open(dates: dict[str, Any], why: Reason | None) -> None:
    found = candidate(center("a", **dates).point, date(2026, 11, 22))
    for therapy in (IVIG, None):
        assert found.unsuitable(therapy) == why


def test_a_therapy_that_is_not_offered_rules_out_only_that_therapy() -> None:
    found = candidate(center("a", "not_offered").point, ON)
    assert found.unsuitable(IVIG) == reason("not_offered", therapy="IVIG")
    assert found.unsuitable(REFERENCE.therapies["rituximab"]) is None
    assert found.unsuitable(None) is None


def test_unsuitable_locations_are_listed_separately_with_reasons_nearest_first() -> None:
    refuses, gone = center("refuses", "not_offered"), center("gone", open_until=date(2026, 1, 31))
    never = stop("never", ())
    far = center("far refuses", "not_offered")
    ranking = ranking_of((far, 60.5), (never, 9.0), (refuses, 2.0), (gone, 5.0), (center("asks"), 70.0))
    assert [(u.point.id, u.reason) for u in ranking.unsuitable] == [
        ("refuses", reason("not_offered", therapy="IVIG")),
        ("gone", reason("closed_after", day=date(2026, 1, 31))),
        ("never", reason("no_visits", days=39)),
    ]
    # None of them is in the list, counts as within, or is the second choice.
    assert (names(ranking), ranking.within, ranking.before_filters) == (["asks"], 0, 0)
    assert ranking.nearest is not None
    assert ranking.nearest.point.id == "asks"
    assert ranking.second is None


def unreachable(found: Candidate, straight: float) -> tuple[Candidate, float, float]:
    return found, np.inf, straight


def ranking_by_road(*found: tuple[Candidate, float, float], within: float = 60.0) -> Ranking:
    """Return a ranking of candidates with miles by road (infinite if unreachable) and in a straight line."""
    order = sorted(range(len(found)), key=lambda j: found[j][1:])
    miles, straight = (np.array([found[j][c] for j in order], float) for c in (1, 2))
    columns = (np.zeros(len(found), np.intp), np.array(order, np.intp), straight, miles, miles, miles, miles)
    matrix = TravelMatrix(*columns, origins=1, destinations=len(found), method=StraightLine.method)
    return rank(matrix, [c for c, *_ in found], Need(IVIG, usd_per_mile=0.2), within, 25)


def test_an_unreachable_location_comes_last_and_is_not_within() -> None:
    ranking = ranking_by_road(unreachable(center("island"), 5.0), (center("far"), 59.0, 50.0), unreachable(center("isle"), 4.0))
    assert (names(ranking), ranking.within) == (["far", "isle", "island"], 1)
    assert [o.trip.by_road for o in ranking.options] == [True, False, False]
    assert [o.burden is None for o in ranking.options] == [False, True, True]


def test_an_unreachable_location_beyond_the_radius_is_not_shown() -> None:
    ranking = ranking_by_road((center("near"), 5.0, 5.0), unreachable(center("island"), 61.0))
    assert names(ranking) == ["near"]


def test_with_only_unreachable_locations_near_the_nearest_by_road_are_shown() -> None:
    far = [(center(f"far{i}"), 100.0 + i, 90.0) for i in range(4)]
    ranking = ranking_by_road(unreachable(center("island"), 5.0), *far)
    assert (names(ranking), ranking.within) == (["far0", "far1", "far2", "island"], 0)


def test_on_an_island_the_nearest_three_in_a_straight_line_are_shown() -> None:
    ranking = ranking_by_road(*(unreachable(center(f"c{i}"), 40.0 + 15 * i) for i in range(5)))
    assert names(ranking) == ["c0", "c1", "c2"]
    assert ranking.within == 0


STEP_FREE = Filters(wheelchair=True)


def test_locations_that_fit_come_before_those_that_may_fit() -> None:
    ranking = ranking_of(
        (center("may", "confirmed"), 1.0),
        (center("no", wheelchair="no"), 2.0),
        (center("yes", wheelchair="yes"), 50.0),
        (center("limited", wheelchair="limited"), 3.0),
        filters=STEP_FREE,
    )
    assert names(ranking) == ["yes", "may", "limited"]
    assert [o.rank for o in ranking.options] == [1, 2, 3]
    assert [o.unknown for o in ranking.options] == [(), ("wheelchair",), ("wheelchair",)]
    assert (ranking.within, ranking.before_filters) == (3, 4)
    assert [(f.id, f.dropped, f.unknown, f.without) for f in ranking.filters] == [("wheelchair", 1, 2, 4)]


def test_an_example_that_fits_comes_after_a_real_location_that_may_fit() -> None:
    weekend = (date(2026, 12, 5), date(2026, 12, 6))
    chosen = Filters(sites_of_care=frozenset({"freestanding", "stop"}))
    ranking = ranking_of((stop("toy", weekend, example=True), 1.0), (center("real"), 2.0), filters=chosen)
    assert names(ranking) == ["real", "toy"]
    assert (ranking.within, ranking.before_filters) == (1, 1)


def test_if_none_that_fits_is_within_the_nearest_that_may_fit_are_shown() -> None:
    far = [
        (center(f"f{mi}", wheelchair=wheelchair), float(mi))
        for mi, wheelchair in ((70, ""), (80, "no"), (90, "yes"), (95, ""), (99, ""))
    ]
    ranking = ranking_of((center("near", wheelchair="no"), 5.0), *far, filters=STEP_FREE)
    # The nearest three that fit or may fit are at 70, 90, and 95 miles. The one that fits comes first.
    assert names(ranking) == ["f90", "f70", "f95"]
    assert (ranking.within, ranking.before_filters) == (0, 1)
    assert [f.without for f in ranking.filters] == [1]


def test_a_limit_on_minutes_narrows_the_radius_and_the_nearest_are_still_shown() -> None:
    # In these matrices, a mile takes a minute.
    both = (center("a"), 30.0), (center("b"), 50.0)
    assert names(ranking_of(*both, filters=Filters(max_minutes=30))) == ["a"]
    ranking = ranking_of(*both, filters=Filters(max_minutes=20))
    assert (names(ranking), ranking.within, ranking.before_filters) == (["a", "b"], 0, 2)
    assert [(f.id, f.dropped, f.without) for f in ranking.filters] == [("minutes", 2, 2)]


def test_nearest_does_not_depend_on_the_order_of_the_list() -> None:
    ranking = ranking_of((center("may"), 1.0), (center("yes", wheelchair="yes"), 50.0), filters=STEP_FREE)
    assert names(ranking) == ["yes", "may"]
    assert ranking.nearest == ranking.options[1]
    # The second choice is the next in the list.
    assert ranking.second == ranking.options[1]


def test_the_second_choice_may_be_beyond_the_radius() -> None:
    ranking = ranking_of((center("only"), 10.0), (stop("toy", DAYS, example=True), 20.0), (center("far"), 90.0))
    assert names(ranking) == ["only", "toy"]
    assert ranking.nearest == ranking.options[0]
    assert ranking.second is not None
    assert (ranking.second.point.id, ranking.second.rank) == ("far", 0)
    assert ranking.second.burden is not None


def test_without_another_location_there_is_no_second_choice() -> None:
    assert ranking_of((center("only"), 10.0)).second is None
    assert ranking_of().nearest is None


def test_an_unreachable_location_is_neither_nearest_nor_second() -> None:
    ranking = ranking_by_road(unreachable(center("island"), 5.0), (center("far"), 59.0, 50.0))
    assert ranking.nearest is not None
    assert ranking.nearest.point.id == "far"
    assert ranking.second is None


def test_a_limited_list_still_has_a_nearest_and_a_second() -> None:
    ranking = ranking_of((center("a"), 1.0), (center("b"), 2.0), (center("c"), 3.0), limit=1)
    assert names(ranking) == ["a"]
    assert ranking.second is not None
    assert (ranking.second.point.id, ranking.second.rank) == ("b", 0)


def test_a_stop_without_first_doses_is_an_option_with_a_note() -> None:
    none, first = stop("none", DAYS), stop("first", DAYS, first_dose=True)
    wheelchair = {o.point.id: o.notes for o in ranking_of((none, 1.0), (first, 2.0), (center("c"), 3.0)).options}
    assert wheelchair == {"none": (reason("first_dose_elsewhere"),), "first": (), "c": ()}


def test_unsuitable_locations_are_listed_with_any_filters() -> None:
    """Without it, the list would suggest that there is nothing at all."""
    once = (stop("weekly", DAYS[:1]), 5.0)
    assert len(ranking_of(once).unsuitable) == 1
    assert len(ranking_of(once, filters=Filters(sites_of_care=frozenset({"freestanding"}))).unsuitable) == 1


def test_the_day_trip_depends_on_opening_hours() -> None:
    short, long = center("short", hours="Mo-Fr 08:00-10:00"), center("long", hours="Mo-Fr 08:00-17:00")
    fits = {o.point.id: o.burden.day.fits for o in ranking_of((short, 10.0), (long, 10.0)).options if o.burden}
    assert fits == {"short": "no", "long": "yes"}


WHEELCHAIR = st.sampled_from(["", "yes", "no", "limited"])


@given(st.lists(st.tuples(st.integers(1, 100), WHEELCHAIR, st.booleans()), max_size=8), st.integers(1, 5))
def test_filters_drop_only_locations_that_do_not_fit_and_keep_the_order(
    locations: list[tuple[int, str, bool]], limit: int
) -> None:
    found = [
        (center(str(n), wheelchair=w, hours="Mo-Su 08:00-12:00" if o else ""), float(mi))
        for n, (mi, w, o) in enumerate(locations)
    ]
    chosen = Filters(wheelchair=True, weekends=True)
    unfiltered, narrowed = ranking_of(*found, within=50, limit=99), ranking_of(*found, within=50, limit=99, filters=chosen)
    assert narrowed.before_filters == unfiltered.within
    kept = [n for n, (mi, w, _) in enumerate(locations) if mi <= 50 and w != "no"]
    assert narrowed.within == len(kept)
    if kept:
        assert sorted(map(int, names(narrowed))) == kept
        certain = [o for o in narrowed.options if not o.unknown]
        assert list(narrowed.options[: len(certain)]) == certain
        assert [o.trip.distance_mi for o in certain] == sorted(o.trip.distance_mi for o in certain)
    limited = ranking_of(*found, within=50, limit=limit, filters=chosen)
    assert names(limited) == names(narrowed)[:limit]


def test_the_nearest_option_may_be_one_that_may_fit() -> None:
    found = [(center("may"), 1.0), (center("yes", wheelchair="yes"), 50.0)]
    miles = np.array([1.0, 50.0])
    columns = (np.zeros(2, np.intp), np.array([0, 1]), miles, miles, miles, miles, miles)
    matrix = TravelMatrix(*columns, origins=1, destinations=2, method=StraightLine.method)
    nearest = nearest_options(matrix, [c for c, _ in found], Need(IVIG, STEP_FREE), 1)
    assert [(o.point.id, o.rank, o.unknown) for o in nearest] == [("may", 0, ("wheelchair",))]
    assert [o.point.id for o in nearest_options(matrix, [c for c, _ in found], Need(IVIG, STEP_FREE), 3)] == ["may", "yes"]


@pytest.mark.parametrize(
    ("address", "precision", "miles", "same"),
    [
        (Address(zip="59718"), "zip", 0.9, True),
        (Address(zip="59718"), "zip", 1.0, False),
        (Address(zip="59718"), "address", 0.5, False),
        (Address(zip="59715"), "zip", 0.5, False),
        (Address(city="Bozeman", state="MT"), "city", 0.5, True),
        (Address(city="Bozeman", state="ID"), "city", 0.5, False),
        (Address(city="Montana", state="MT"), "city", 0.5, False),
        (Address(), "city", 0.5, False),
    ],
)
def test_the_same_zip_code_or_town_is_recognized(address: Address, precision: str, miles: float, same: bool) -> None:
    position = Position(Point(45.7, -111.0), precision)  # type: ignore[arg-type]
    here = Candidate(ServicePoint(Center("c", "C", "unknown", address, position, NO_SOURCE)), ON, UNTIL)
    column = np.array([miles])
    columns = (np.zeros(1, np.intp), np.zeros(1, np.intp), column, column, column, column, column)
    matrix = TravelMatrix(*columns, origins=1, destinations=1, method=StraightLine.method)
    place = Place("59718", "59718, Bozeman, Montana", Point(45.7, -111.0), "zip", "59718", city="Bozeman", state="MT")
    (option,) = rank(matrix, [here], Need(place=place), 60, 25).options
    assert option.same_area is same
