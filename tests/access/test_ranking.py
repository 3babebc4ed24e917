"""Ranking of candidates over a matrix made by hand. Whole searches: tests/questions/search."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.candidate import Candidate, candidate
from finder.access.filters import NO_FILTERS, Filters
from finder.access.ranking import Need, Ranking, nearest_option, rank
from finder.access.reason import Reason, reason
from finder.domain.center import Center
from finder.domain.facility import Address, Evidence, Position, Provenance, ServicePoint, TherapyEvidence
from finder.domain.geo import Point
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.place import Place
from finder.travel.model import NO_DESTINATION, TravelMatrix
from finder.travel.straight_line import StraightLine
from tests.world import REFERENCE

IVIG = REFERENCE.therapies["ivig"]
NO_ONE = Provenance()

ON, UNTIL = date(2026, 11, 22), date(2026, 12, 31)


def center(name: str, evidence: Evidence = "unknown", **cells: date | str) -> Candidate:
    listing = Center(name, name, "unknown", Address(), None, NO_ONE, **cells)  # type: ignore[arg-type]
    return Candidate(ServicePoint(listing, {"ivig": TherapyEvidence(evidence, NO_ONE)}), ON, UNTIL)


def stop(name: str, visits: tuple[date, ...], **unit_cells: bool) -> Candidate:
    unit = MobileUnit("u", "Unit", NO_ONE, **unit_cells)  # type: ignore[arg-type]
    return Candidate(ServicePoint(Stop(name, name, unit, Address(), None)), ON, UNTIL, visits)


DAYS = (date(2026, 12, 1), date(2026, 12, 2))


def ranked(*found: tuple[Candidate, float], within: float = 60.0, limit: int = 25, filters: Filters = NO_FILTERS) -> Ranking:
    order = sorted(range(len(found)), key=lambda j: found[j][1])
    miles = np.array([found[j][1] for j in order], float)
    columns = (np.zeros(len(found), np.intp), np.array(order, np.intp), miles, miles, miles, miles - 1, miles + 1)
    matrix = TravelMatrix(*columns, origins=1, destinations=len(found), method=StraightLine.method)
    return rank(matrix, [c for c, _ in found], Need(IVIG, filters, 0.2), within, limit)


def names(ranking: Ranking) -> list[str]:
    return [o.point.id for o in ranking.options]


def test_the_edge_of_the_radius_is_inside() -> None:
    ranking = ranked((center("edge"), 60.0), (center("out"), 60.001))
    assert (names(ranking), ranking.within) == (["edge"], 1)


def test_miles_come_first_then_evidence_then_id() -> None:
    same = [(center("b"), 10.0), (center("a"), 10.0), (center("r", "reported"), 10.0), (center("c", "confirmed"), 10.0)]
    ranking = ranked(*same, (center("near"), 9.99))
    assert names(ranking) == ["near", "c", "r", "a", "b"]
    assert [o.rank for o in ranking.options] == [1, 2, 3, 4, 5]


def test_the_nearest_three_stand_in_when_none_is_near() -> None:
    ranking = ranked(*((center(str(mi)), float(mi)) for mi in (400, 100, 300, 200)))
    assert (names(ranking), ranking.within) == (["100", "200", "300"], 0)


def test_a_limit_cuts_the_list_and_says_how_many_there_were() -> None:
    ranking = ranked((center("a"), 1.0), (center("b"), 2.0), (center("c"), 3.0), limit=2)
    assert (names(ranking), ranking.found, ranking.within) == (["a", "b"], 3, 3)


def test_an_example_is_shown_but_real_ones_are_still_looked_for() -> None:
    ranking = ranked((stop("toy", DAYS, example=True), 5.0), (center("far"), 90.0))
    assert (names(ranking), ranking.within) == (["far", "toy"], 0)


def test_a_stop_that_never_comes_two_days_running_is_set_apart_with_its_reason() -> None:
    ranking = ranked((stop("weekly", DAYS[:1]), 5.0), (stop("far-weekly", DAYS[:1]), 70.0), (stop("two-days", DAYS), 6.0))
    assert names(ranking) == ["two-days"]
    assert [(u.point.id, u.reason) for u in ranking.unsuitable] == [("weekly", reason("too_few_days_in_a_row", n=2))]


def test_the_burden_is_that_of_the_trip() -> None:
    (option,) = ranked((center("a"), 60.0)).options
    assert option.burden is not None
    assert (option.burden.miles.low, option.burden.miles.high) == (3120, 7800)
    assert (option.trip.travel_min_low, option.trip.travel_min_high) == (59, 61)


def test_nowhere_is_no_option() -> None:
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
def test_a_center_is_an_answer_on_the_days_it_is_open(dates: dict[str, date], why: Reason | None) -> None:
    found = candidate(center("a", **dates).point, date(2026, 11, 22))
    for therapy in (IVIG, None):
        assert found.unsuitable(therapy) == why


def test_refusal_of_a_therapy_counts_for_that_therapy_alone() -> None:
    found = candidate(center("a", "not_offered").point, ON)
    assert found.unsuitable(IVIG) == reason("not_offered", therapy="IVIG")
    assert found.unsuitable(REFERENCE.therapies["rituximab"]) is None
    assert found.unsuitable(None) is None


def test_what_is_no_answer_stands_apart_with_the_reason_nearest_first() -> None:
    refuses, gone = center("refuses", "not_offered"), center("gone", open_until=date(2026, 1, 31))
    never = stop("never", ())
    far = center("far refuses", "not_offered")
    ranking = ranked((far, 60.5), (never, 9.0), (refuses, 2.0), (gone, 5.0), (center("asks"), 70.0))
    assert [(u.point.id, u.reason) for u in ranking.unsuitable] == [
        ("refuses", reason("not_offered", therapy="IVIG")),
        ("gone", reason("closed_after", day=date(2026, 1, 31))),
        ("never", reason("no_visits", days=39)),
    ]
    # None of them is in the list, counts as near, or is what is turned to when the first closes.
    assert (names(ranking), ranking.within, ranking.before_filters) == (["asks"], 0, 0)
    assert ranking.nearest is not None
    assert ranking.nearest.point.id == "asks"
    assert ranking.second is None


def by_air(found: Candidate, straight: float) -> tuple[Candidate, float, float]:
    return found, np.inf, straight


def ranked_on_roads(*found: tuple[Candidate, float, float], within: float = 60.0) -> Ranking:
    """Candidates with miles by road (infinite without one) and in a straight line."""
    order = sorted(range(len(found)), key=lambda j: found[j][1:])
    miles, straight = (np.array([found[j][c] for j in order], float) for c in (1, 2))
    columns = (np.zeros(len(found), np.intp), np.array(order, np.intp), straight, miles, miles, miles, miles)
    matrix = TravelMatrix(*columns, origins=1, destinations=len(found), method=StraightLine.method)
    return rank(matrix, [c for c, *_ in found], Need(IVIG, usd_per_mile=0.2), within, 25)


def test_a_place_without_a_road_comes_after_all_that_have_one_and_is_not_within() -> None:
    ranking = ranked_on_roads(by_air(center("island"), 5.0), (center("far"), 59.0, 50.0), by_air(center("isle"), 4.0))
    assert (names(ranking), ranking.within) == (["far", "isle", "island"], 1)
    assert [o.trip.by_road for o in ranking.options] == [True, False, False]
    assert [o.burden is None for o in ranking.options] == [False, True, True]


def test_a_place_without_a_road_farther_than_the_radius_is_not_shown_beside_others() -> None:
    ranking = ranked_on_roads((center("near"), 5.0, 5.0), by_air(center("island"), 61.0))
    assert names(ranking) == ["near"]


def test_with_only_places_without_a_road_near_the_nearest_by_road_are_shown_too() -> None:
    far = [(center(f"far{i}"), 100.0 + i, 90.0) for i in range(4)]
    ranking = ranked_on_roads(by_air(center("island"), 5.0), *far)
    assert (names(ranking), ranking.within) == (["far0", "far1", "far2", "island"], 0)


def test_on_an_island_the_nearest_three_in_a_straight_line_are_shown() -> None:
    ranking = ranked_on_roads(*(by_air(center(f"c{i}"), 40.0 + 15 * i) for i in range(5)))
    assert names(ranking) == ["c0", "c1", "c2"]
    assert ranking.within == 0


STEP_FREE = Filters(wheelchair=True)


def test_places_that_fit_come_before_those_that_may_and_the_rest_is_dropped() -> None:
    ranking = ranked(
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


def test_an_example_that_fits_still_comes_after_a_real_place_that_may() -> None:
    weekend = (date(2026, 12, 5), date(2026, 12, 6))
    asked = Filters(sites_of_care=frozenset({"freestanding", "stop"}))
    ranking = ranked((stop("toy", weekend, example=True), 1.0), (center("real"), 2.0), filters=asked)
    assert names(ranking) == ["real", "toy"]
    assert (ranking.within, ranking.before_filters) == (1, 1)


def test_if_none_that_fits_is_near_the_nearest_that_may_are_shown() -> None:
    far = [
        (center(f"f{mi}", wheelchair=said), float(mi)) for mi, said in ((70, ""), (80, "no"), (90, "yes"), (95, ""), (99, ""))
    ]
    ranking = ranked((center("near", wheelchair="no"), 5.0), *far, filters=STEP_FREE)
    # The nearest three that fit or may: 70, 90 and 95 miles; the one that fits comes first.
    assert names(ranking) == ["f90", "f70", "f95"]
    assert (ranking.within, ranking.before_filters) == (0, 1)
    assert [f.without for f in ranking.filters] == [1]


def test_minutes_narrow_the_radius_and_what_is_nearest_is_shown_all_the_same() -> None:
    # In this table a mile takes a minute.
    both = (center("a"), 30.0), (center("b"), 50.0)
    assert names(ranked(*both, filters=Filters(max_minutes=30))) == ["a"]
    ranking = ranked(*both, filters=Filters(max_minutes=20))
    assert (names(ranking), ranking.within, ranking.before_filters) == (["a", "b"], 0, 2)
    assert [(f.id, f.dropped, f.without) for f in ranking.filters] == [("minutes", 2, 2)]


def test_nearest_is_the_nearest_whatever_the_order_of_the_list() -> None:
    ranking = ranked((center("may"), 1.0), (center("yes", wheelchair="yes"), 50.0), filters=STEP_FREE)
    assert names(ranking) == ["yes", "may"]
    assert ranking.nearest == ranking.options[1]
    # If the first closes, the next in the list.
    assert ranking.second == ranking.options[1]


def test_the_second_choice_may_lie_outside_the_radius() -> None:
    ranking = ranked((center("only"), 10.0), (stop("toy", DAYS, example=True), 20.0), (center("far"), 90.0))
    assert names(ranking) == ["only", "toy"]
    assert ranking.nearest == ranking.options[0]
    assert ranking.second is not None
    assert (ranking.second.point.id, ranking.second.rank) == ("far", 0)
    assert ranking.second.burden is not None


def test_without_another_place_there_is_no_second_choice() -> None:
    assert ranked((center("only"), 10.0)).second is None
    assert ranked().nearest is None


def test_a_place_without_a_road_is_neither_nearest_nor_second() -> None:
    ranking = ranked_on_roads(by_air(center("island"), 5.0), (center("far"), 59.0, 50.0))
    assert ranking.nearest is not None
    assert ranking.nearest.point.id == "far"
    assert ranking.second is None


def test_a_cut_list_still_names_nearest_and_second() -> None:
    ranking = ranked((center("a"), 1.0), (center("b"), 2.0), (center("c"), 3.0), limit=1)
    assert names(ranking) == ["a"]
    assert ranking.second is not None
    assert (ranking.second.point.id, ranking.second.rank) == ("b", 0)


def test_a_stop_without_first_doses_stays_an_option_and_says_so() -> None:
    none, first = stop("none", DAYS), stop("first", DAYS, first_dose=True)
    said = {o.point.id: o.notes for o in ranked((none, 1.0), (first, 2.0), (center("c"), 3.0)).options}
    assert said == {"none": (reason("first_dose_elsewhere"),), "first": (), "c": ()}


def test_what_is_no_answer_stands_apart_whatever_the_filters_say() -> None:
    """A list without it would say that nothing is there."""
    once = (stop("weekly", DAYS[:1]), 5.0)
    assert len(ranked(once).unsuitable) == 1
    assert len(ranked(once, filters=Filters(sites_of_care=frozenset({"freestanding"}))).unsuitable) == 1


def test_the_day_trip_goes_by_the_opening_hours() -> None:
    short, long = center("short", hours="Mo-Fr 08:00-10:00"), center("long", hours="Mo-Fr 08:00-17:00")
    fits = {o.point.id: o.burden.day.fits for o in ranked((short, 10.0), (long, 10.0)).options if o.burden}
    assert fits == {"short": "no", "long": "yes"}


WHEELCHAIR = st.sampled_from(["", "yes", "no", "limited"])


@given(st.lists(st.tuples(st.integers(1, 100), WHEELCHAIR, st.booleans()), max_size=8), st.integers(1, 5))
def test_filters_drop_only_what_says_no_and_keep_the_order_otherwise(places: list[tuple[int, str, bool]], limit: int) -> None:
    found = [
        (center(str(n), wheelchair=w, hours="Mo-Su 08:00-12:00" if o else ""), float(mi)) for n, (mi, w, o) in enumerate(places)
    ]
    asked = Filters(wheelchair=True, weekends=True)
    plain, narrowed = ranked(*found, within=50, limit=99), ranked(*found, within=50, limit=99, filters=asked)
    assert narrowed.before_filters == plain.within
    kept = [n for n, (mi, w, _) in enumerate(places) if mi <= 50 and w != "no"]
    assert narrowed.within == len(kept)
    if kept:
        assert sorted(map(int, names(narrowed))) == kept
        certain = [o for o in narrowed.options if not o.unknown]
        assert list(narrowed.options[: len(certain)]) == certain
        assert [o.trip.distance_mi for o in certain] == sorted(o.trip.distance_mi for o in certain)
    cut = ranked(*found, within=50, limit=limit, filters=asked)
    assert names(cut) == names(narrowed)[:limit]


def test_the_nearest_is_the_nearest_though_a_farther_one_certainly_fits() -> None:
    found = [(center("may"), 1.0), (center("yes", wheelchair="yes"), 50.0)]
    miles = np.array([1.0, 50.0])
    columns = (np.zeros(2, np.intp), np.array([0, 1]), miles, miles, miles, miles, miles)
    matrix = TravelMatrix(*columns, origins=1, destinations=2, method=StraightLine.method)
    nearest = nearest_option(matrix, [c for c, _ in found], Need(IVIG, STEP_FREE))
    assert nearest is not None
    assert (nearest.point.id, nearest.rank, nearest.unknown) == ("may", 0, ("wheelchair",))


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
def test_the_same_zip_or_town_is_told_by_its_fields(address: Address, precision: str, miles: float, same: bool) -> None:
    position = Position(Point(45.7, -111.0), precision)  # type: ignore[arg-type]
    here = Candidate(ServicePoint(Center("c", "C", "unknown", address, position, NO_ONE)), ON, UNTIL)
    column = np.array([miles])
    columns = (np.zeros(1, np.intp), np.zeros(1, np.intp), column, column, column, column, column)
    matrix = TravelMatrix(*columns, origins=1, destinations=1, method=StraightLine.method)
    place = Place("59718", "59718, Bozeman, Montana", Point(45.7, -111.0), "zip", "59718", city="Bozeman", state="MT")
    (option,) = rank(matrix, [here], Need(place=place), 60, 25).options
    assert option.same_area is same
