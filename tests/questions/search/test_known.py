"""Locations known to give the treatment head the list; those that serve others are listed separately."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finder.access.filters import Filters
from finder.access.ranking import Option
from finder.core import Finder
from finder.domain.facility import GROUPS
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.travel.model import TravelEnds, TravelMatrix
from tests.conftest import center_at, center_to_call
from tests.planners import said
from tests.questions.search.test_answer import MakeFinder, search, stop_tables, why_not
from tests.questions.search.test_choices import ids, notices, reported
from tests.sampling import of_many


def heads(result: SearchResult) -> list[str]:
    return [o.point.id for o in result.known]


def notes(result: SearchResult) -> dict[str, list[str]]:
    return {o.point.id: said(map(reason_words, o.notes)) for o in result.options}


@pytest.fixture
def known_far(grid_finder: MakeFinder) -> Finder:
    """Three known ones far away, and two nearer ones of which nothing is known."""
    centers = [center_to_call(0, 1), center_to_call(0, 2), center_to_call(4, 4), center_to_call(0, 4), center_to_call(4, 3)]
    return grid_finder(centers=centers, center_therapies=reported("c4-4", "c0-4", "c4-3"))


def test_the_nearest_two_known_come_first_however_far(known_far: Finder) -> None:
    result = search(known_far, therapy="ivig", within_mi=30.0)
    assert ids(result) == ["c0-4", "c4-3", "c0-1", "c0-2"]
    assert (heads(result), [o.point.id for o in result.others]) == (["c0-4", "c4-3"], ["c0-1", "c0-2"])
    assert [o.rank for o in result.options] == [1, 2, 3, 4]
    # They lie outside the radius: they are found, and not within.
    assert (result.ranking.within, result.ranking.before_filters, result.ranking.found) == (2, 2, 4)
    assert all(o.burden for o in result.known)


def test_a_known_one_in_reach_is_listed_once(known_far: Finder) -> None:
    result = search(known_far, therapy="ivig", within_mi=500.0)
    assert ids(result) == ["c0-4", "c4-3", "c0-1", "c0-2", "c4-4"]
    assert (result.ranking.within, result.ranking.found) == (5, 5)


@pytest.mark.parametrize(("limit", "shown", "known"), [(1, 1, 1), (2, 2, 2), (3, 3, 2)])
def test_a_limit_cuts_the_others_first(known_far: Finder, limit: int, shown: int, known: int) -> None:
    whole = search(known_far, therapy="ivig")
    result = search(known_far, therapy="ivig", limit=limit)
    assert ids(result) == ids(whole)[:shown]
    assert (len(result.known), result.ranking.found) == (known, whole.ranking.found)
    assert f"Showing the first {shown} of {whole.ranking.found} locations." in notices(result)


def test_where_none_is_near_the_three_nearest_follow_the_known_ones(grid_finder: MakeFinder) -> None:
    centers = [center_to_call(4, c) for c in range(5)]
    finder = grid_finder(centers=centers, center_therapies=reported("c4-1", "c4-4"))
    result = search(finder, therapy="ivig", within_mi=5.0)
    assert (heads(result), ids(result)) == (["c4-1", "c4-4"], ["c4-1", "c4-4", "c4-0", "c4-2"])


@pytest.mark.parametrize("basis", ["staff", "page", "paid"])
def test_one_that_says_so_heads_the_list(grid_finder: MakeFinder, basis: str) -> None:
    rows = reported("c0-2", basis=basis, checked_on="2026-06-01")
    assert heads(
        search(grid_finder(centers=[center_to_call(0, 1), center_to_call(0, 2)], center_therapies=rows), therapy="ivig")
    ) == ["c0-2"]


@pytest.mark.parametrize(
    "row",
    [
        {"basis": "price_list", "checked_on": "2026-01"},
        {"basis": "register", "checked_on": "2026-01"},
        {"basis": "staff", "checked_on": "2025-11-21"},
        {"basis": "page", "checked_on": "2019"},
        {"evidence": "not_offered", "basis": "page"},
        {"evidence": "unknown", "basis": "page"},
        {"therapy": "rituximab", "basis": "page"},
    ],
)
def test_one_that_only_may_give_it_heads_no_list(grid_finder: MakeFinder, row: dict[str, str]) -> None:
    finder = grid_finder(centers=[center_to_call(0, 1), center_to_call(0, 2)], center_therapies=reported("c0-2", **row))
    result = search(finder, therapy="ivig")
    assert result.known == ()
    assert notices(result) == ["No location in this directory is known to give IVIG. Call to ask."]


def test_without_a_therapy_nothing_is_known(known_far: Finder) -> None:
    result = search(known_far)
    assert (result.known, ids(result)[0], notices(result)) == ((), "c0-1", [])


@pytest.mark.parametrize("group", GROUPS)
def test_one_that_limits_itself_to_a_group_heads_no_list(grid_finder: MakeFinder, group: str) -> None:
    centers = [center_to_call(0, 1, serves=group), center_to_call(0, 2), center_to_call(0, 4)]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig")
    assert (heads(result), ids(result)) == (["c0-4"], ["c0-4", "c0-1", "c0-2"])
    assert [len(n) for n in notes(result).values()] == [0, 1, 0]
    assert notes(result)["c0-1"][0].startswith("It treats only ")
    # It counts as known where locations are counted.
    assert result.completeness.tiers == {"known": 2, "unknown": 1}


def test_where_only_others_are_treated_the_notice_does_not_deny_it(grid_finder: MakeFinder) -> None:
    others = "The locations known to give IVIG do not fit you, or we have no phone number for them. Call others to ask."
    finder = grid_finder(centers=[center_to_call(0, 1, serves="veterans")], center_therapies=reported("c0-1"))
    assert notices(search(finder, therapy="ivig")) == [others]
    centers = [center_to_call(0, 1, serves="adults"), center_to_call(0, 2)]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1"))
    assert notices(search(finder, therapy="ivig", age="children")) == [others]
    assert heads(search(finder, therapy="ivig", age="adults")) == ["c0-1"]
    # Nor what is far and cannot be called.
    finder = grid_finder(centers=[center_at(0, 4), center_at(0, 1)], center_therapies=reported("c0-4"))
    assert notices(search(finder, therapy="ivig", within_mi=30.0)) == [others]


def test_one_that_cannot_be_called_heads_the_list_only_in_reach(grid_finder: MakeFinder) -> None:
    centers = [center_at(0, 3), center_to_call(0, 4), center_to_call(0, 2)]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-3", "c0-4"))
    assert heads(search(finder, therapy="ivig", within_mi=40.0)) == ["c0-3", "c0-4"]
    far = search(finder, therapy="ivig", within_mi=30.0)
    assert (heads(far), ids(far)) == (["c0-4"], ["c0-4", "c0-2"])


def test_one_that_a_choice_rules_out_heads_no_list(grid_finder: MakeFinder) -> None:
    centers = [center_to_call(0, 1, wheelchair="no"), center_to_call(0, 4, wheelchair="yes")]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-4"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True, max_minutes=5.0))
    assert heads(result) == ["c0-4"]  # however long the drive
    finder = grid_finder(centers=[centers[0], center_to_call(0, 2)], center_therapies=reported("c0-1"))
    result = search(finder, therapy="ivig", filters=Filters(wheelchair=True))
    assert result.known == ()
    assert "None of the locations that fit your choices is known to give IVIG." in notices(result)


def test_an_example_never_heads_the_list(grid_finder: MakeFinder) -> None:
    unit = stop_tables(example="yes", source_url="https://a.org", phone="406-555-0123")
    result = search(grid_finder(centers=[center_to_call(0, 0)], **unit), therapy="rituximab")
    assert (result.known, [(o.point.id, o.evidence.tier) for o in result.options]) == (
        (),
        [("c0-0", "unknown"), ("s", "known")],
    )
    assert "No location in this directory is known to give rituximab. Call to ask." in notices(result)
    real = stop_tables(source_url="https://a.org", phone="406-555-0123")
    assert heads(search(grid_finder(centers=[center_to_call(0, 0)], **real), therapy="rituximab")) == ["s"]


def test_the_second_choice_is_the_next_in_the_list(known_far: Finder) -> None:
    result = search(known_far, therapy="ivig", within_mi=30.0)
    assert result.ranking.second == result.options[1]
    assert result.ranking.nearest == result.options[2]
    first_alone = search(known_far, therapy="ivig", within_mi=30.0, limit=1)
    assert first_alone.ranking.second is not None
    # The nearest that is not in the list.
    assert (first_alone.ranking.second.point.id, first_alone.ranking.second.rank) == ("c0-1", 0)


def test_a_known_second_that_is_about_to_close_is_nowhere_to_turn_to(grid_finder: MakeFinder) -> None:
    centers = [center_to_call(0, 3), center_to_call(0, 4, open_until="2026-12-01"), center_to_call(0, 1)]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-3", "c0-4"))
    second = search(finder, therapy="ivig").ranking.second
    assert second is not None
    assert second.point.id == "c0-1"


def test_by_how_sure_or_by_miles(grid_finder: MakeFinder) -> None:
    centers = [center_to_call(0, c) for c in (1, 2, 3, 4)] + [center_to_call(1, 0), center_to_call(2, 0)]
    rows = [
        *reported("c1-0", "c2-0", "c0-4", basis="paid"),
        *reported("c0-3", basis="price_list"),
        *reported("c0-2", basis="register"),
    ]
    finder = grid_finder(centers=centers, center_therapies=rows)
    by_miles, by_sure = (search(finder, therapy="ivig", order=order) for order in ("miles", "sure"))
    assert ids(by_miles) == ["c1-0", "c2-0", "c0-1", "c0-2", "c0-3", "c0-4"]
    assert ids(by_sure) == ["c1-0", "c2-0", "c0-4", "c0-3", "c0-2", "c0-1"]
    assert heads(by_miles) == heads(by_sure)
    assert ids(search(finder, order="sure")) == ids(search(finder))
    limited = search(finder, therapy="rituximab", order="sure", limit=2)
    assert "Showing the first 2 of 6 locations." in notices(limited)
    assert "Showing the nearest 2 of 6 locations." in notices(search(finder, therapy="rituximab", limit=2))


# Where no road leads.


@pytest.fixture
def islands(known_far: Finder, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Finder]:
    """Three known ones far away and two others near, where no road leads farther than so many straight miles."""
    measured = known_far.context.travel.matrix

    def make(road_ends_mi: float) -> Finder:
        def matrix(origins: TravelEnds, destinations: TravelEnds, within: Any, at_least: int = 1) -> TravelMatrix:
            found = measured(origins, destinations, within, at_least)
            far = found.straight_mi > road_ends_mi
            miles, minutes, low, high = (
                np.where(far, np.inf, column)
                for column in (found.distance_mi, found.travel_min, found.travel_min_low, found.travel_min_high)
            )
            return replace(found, distance_mi=miles, travel_min=minutes, travel_min_low=low, travel_min_high=high)

        monkeypatch.setattr(known_far.context.travel, "matrix", matrix)
        return known_far

    return make


def test_a_known_one_without_a_road_heads_the_list_and_says_so(islands: Callable[[float], Finder]) -> None:
    result = search(islands(25.0), therapy="ivig", within_mi=30.0)
    assert [(o.point.id, o.trip.by_road) for o in result.options] == [
        ("c0-4", False),
        ("c4-3", False),
        ("c0-1", True),
        ("c0-2", True),
    ]
    assert notices(result) == ["No road leads from here to a location known to give IVIG. Call to ask."]
    # The one to turn to must have a road.
    assert result.ranking.second is not None
    assert result.ranking.second.point.id == "c0-2"


def test_only_what_is_listed_last_is_said_to_be_listed_last(islands: Callable[[float], Finder]) -> None:
    result = search(islands(15.0), therapy="ivig", within_mi=30.0)
    assert [(o.point.id, o.trip.by_road) for o in result.others] == [("c0-1", True), ("c0-2", False)]
    assert (
        "1 location shown cannot be reached by road from here. It is listed last, with its straight-line distance."
        in notices(result)
    )


# Adults and children.


@pytest.fixture
def by_age(grid_finder: MakeFinder) -> Finder:
    serves = {"c0-1": "children", "c0-2": "adults", "c0-3": "adults;children", "c0-4": "", "c1-0": "children;cancer"}
    centers = [{**center_to_call(int(i[1]), int(i[3])), "serves": said} for i, said in serves.items()]
    return grid_finder(centers=centers, center_therapies=reported("c0-1", "c0-2", "c0-3"))


def test_who_is_not_treated_there_is_told_so_separately(by_age: Finder) -> None:
    children, adults = (search(by_age, therapy="ivig", age=age) for age in ("children", "adults"))
    assert why_not(children) == ["c0-2, 25 miles away: It treats only adults."]
    assert why_not(adults) == [
        "c0-1, 13 miles away: It treats only children.",
        "c1-0, 13 miles away: It treats only children.",
    ]
    assert (heads(children), [o.point.id for o in children.others]) == (["c0-1", "c0-3"], ["c1-0", "c0-4"])
    assert (heads(adults), [o.point.id for o in adults.others]) == (["c0-2", "c0-3"], ["c0-4"])
    assert why_not(search(by_age, therapy="ivig")) == []
    assert why_not(search(by_age, age="children")) == ["c0-2, 25 miles away: It treats only adults."]


def test_for_a_child_what_is_not_known_is_a_note(by_age: Finder) -> None:
    cancer = "It treats only people with cancer. Ask whether you can go there."
    ask = "Ask whether it treats children."
    assert notes(search(by_age, therapy="ivig", age="children")) == {"c0-1": [], "c0-3": [], "c0-4": [ask], "c1-0": [cancer]}
    assert notes(search(by_age, therapy="ivig", age="adults")) == {"c0-2": [], "c0-3": [], "c0-4": []}
    # Who says no age learns which one is treated there.
    assert notes(search(by_age, therapy="ivig")) == {
        "c0-1": ["It treats only children."],
        "c0-2": ["It treats only adults."],
        "c0-3": [],
        "c0-4": [],
        "c1-0": [cancer, "It treats only children."],
    }


def test_a_mobile_stop_may_treat_anybody(grid_finder: MakeFinder) -> None:
    (option,) = search(grid_finder(**stop_tables(first_dose="yes")), therapy="rituximab", age="children").options
    assert said(map(reason_words, option.notes)) == ["Ask whether it treats children."]


# Those that nobody travels to.


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("home_infusion", "It sends nurses to homes. Ask whether it serves your area."),
        ("pharmacy", "It is a pharmacy. Ask whether it gives infusions on site or at home."),
    ],
)
def test_home_infusion_and_pharmacies_are_listed_separately(grid_finder: MakeFinder, kind: str, why: str) -> None:
    centers = [center_to_call(0, 1, kind=kind), center_to_call(0, 2)]
    finder = grid_finder(centers=centers, center_therapies=reported("c0-1"))
    for therapy in (None, "ivig"):
        result = search(finder, therapy=therapy)
        assert (ids(result), why_not(result)) == (["c0-2"], [f"c0-1, 13 miles away: {why}"])
        assert result.ranking.before_filters == 1
    assert search(grid_finder(centers=centers[:1])).options == ()


# Any directory.

KNOWN = ("staff", "page", "paid")
BASIS = st.sampled_from(["", "staff", "page", "paid", "price_list", "register"])
SERVES = st.sampled_from(["", "veterans", "adults", "children"])
Placed = tuple[tuple[int, int], str, str, bool]
PLACED: st.SearchStrategy[list[Placed]] = st.lists(
    st.tuples(st.tuples(st.integers(0, 4), st.integers(0, 4)), BASIS, SERVES, st.booleans()),
    max_size=7,
    unique_by=lambda row: row[0],
)


def key(option: Option) -> Mapping[str, object]:
    return {"id": option.point.id, "miles": round(option.trip.distance_mi, 3)}


@settings(max_examples=of_many(60, 12), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(PLACED, st.integers(1, 8), st.sampled_from([15.0, 40.0, 500.0]), st.sampled_from(["miles", "sure"]))
def test_the_head_of_any_list(grid_finder: MakeFinder, placed: list[Placed], limit: int, within_mi: float, order: str) -> None:
    centers = [(center_to_call if phone else center_at)(*at, serves=serves) for at, _, serves, phone in placed]
    rows = [row for (r, c), basis, *_ in placed if basis for row in reported(f"c{r}-{c}", basis=basis)]
    finder = grid_finder(centers=centers, center_therapies=rows)
    asked: dict[str, Any] = {"therapy": "ivig", "age": "adults", "within_mi": within_mi, "order": order}
    whole, limited = search(finder, **asked), search(finder, **asked, limit=limit)
    listed = ids(whole)
    assert len(set(listed)) == len(listed)
    assert [o.rank for o in whole.options] == list(range(1, len(listed) + 1))
    assert ids(limited) == listed[:limit]
    assert len(limited.known) == min(len(whole.known), limit)
    everywhere = {o.point.id: o for o in search(finder, therapy="ivig", age="adults", within_mi=500.0).options}
    in_reach = {i for i, o in everywhere.items() if o.trip.distance_mi <= within_mi}
    # The two nearest of all that are known and treat any adult; those out of reach only if they can be called.
    known = [
        everywhere[f"c{r}-{c}"]
        for (r, c), basis, serves, phone in placed
        if basis in KNOWN and serves in ("", "adults") and (phone or f"c{r}-{c}" in in_reach)
    ]
    nearest = sorted(known, key=lambda o: o.nearness)[:2]
    assert [key(o) for o in whole.known] == [key(o) for o in nearest]
    # The others in reach, none of them lost, in the order that was asked for.
    assert in_reach <= set(listed)
    others = list(whole.others)
    by_miles, by_sure = sorted(others, key=lambda o: o.nearness), sorted(others, key=lambda o: (o.evidence.doubt, o.nearness))
    assert others == (by_miles if order == "miles" else by_sure)
