"""Ranges, and choosing a regimen."""

from datetime import date

import pytest

from finder.domain.therapy import Regimen, Span, Therapy
from finder.errors import QueryError
from tests.world import REFERENCE

RITUXIMAB = REFERENCE.therapies["rituximab"]


def test_ranges_are_multiplied_end_by_end() -> None:
    assert Span(2, 3) * 4 == Span(8, 12)
    assert Span(2, 3) * Span(10, 100) == Span(20, 300)


def test_a_chosen_regimen_comes_first_and_the_others_remain() -> None:
    weekly = RITUXIMAB.with_regimen("weekly_4")
    assert weekly.regimen is not None
    assert weekly.regimen.id == "weekly_4"
    assert sorted(r.id for r in weekly.regimens) == sorted(r.id for r in RITUXIMAB.regimens)
    assert weekly.with_regimen("two_doses_every_6_months") == RITUXIMAB


@pytest.mark.parametrize("wrong", ["", "daily", "{{7*7}}", "x" * 500])
def test_an_unknown_regimen_is_rejected_with_a_list_of_known_ones(wrong: str) -> None:
    with pytest.raises(QueryError, match="two_doses_every_6_months, weekly_4") as error:
        RITUXIMAB.with_regimen(wrong)
    assert len(str(error.value)) < 300


def test_a_therapy_without_regimens_has_none_to_choose() -> None:
    with pytest.raises(QueryError, match="not a schedule"):
        Therapy("t", "T", "T", "", "", "", date(2026, 1, 1)).with_regimen("r")


def test_regimens_by_the_days_of_a_cycle() -> None:
    ivig = REFERENCE.therapies["ivig"].regimen
    assert ivig is not None
    assert [(r.consecutive_days, r.visit_days) for r in ivig.by_days] == [
        (Span(2, 2), Span(26, 26)),
        (Span(3, 3), Span(39, 39)),
        (Span(4, 4), Span(52, 52)),
        (Span(5, 5), Span(65, 65)),
    ]
    one_day = Regimen("r", "R", Span(4, 8), Span(4, 8), Span(1, 1), Span(4, 6), "", "")
    assert one_day.by_days == (one_day,)


def test_only_courses_have_days_between_two_infusions() -> None:
    between = {r.id: r.days_between for t in REFERENCE.therapies.values() for r in t.regimens if r.days_between}
    assert between == {"two_doses_every_6_months": 14, "weekly_4": 7}


@pytest.mark.parametrize(("days", "a_year"), [(2, 26), (3, 39), (5, 65)])
def test_a_chosen_number_of_days_determines_the_days_per_year(days: int, a_year: int) -> None:
    regimen = REFERENCE.therapies["ivig"].with_days(days).regimen
    assert regimen is not None
    assert (regimen.visit_days, regimen.consecutive_days, regimen.cycles) == (
        Span(a_year, a_year),
        Span(days, days),
        Span(13, 13),
    )


@pytest.mark.parametrize("days", [1, 6, 0, -2, 10**9])
def test_days_outside_the_range_of_a_regimen_are_rejected(days: int) -> None:
    with pytest.raises(QueryError, match=r"IVIG takes 2 to 5 days in a row, not .*\. Choose one of these numbers\."):
        REFERENCE.therapies["ivig"].with_days(days)


def test_days_are_ignored_if_a_cycle_is_one_day_or_not_known() -> None:
    for name in ("rituximab", "antibiotics"):
        assert REFERENCE.therapies[name].with_days(4) == REFERENCE.therapies[name]
