"""Locations that do not count: where only residents are treated, and, by 42 CFR 422.116(a)(3), children's hospitals."""

from collections.abc import Callable

import pytest

from finder.core import Finder
from finder.domain.facility import RESIDENTS_ONLY
from finder.questions.coverage.criteria_check import criteria_rows
from finder.questions.coverage.locations import excluded_rows
from finder.questions.coverage.query import CoverageQuery
from finder.questions.excluded import EXCLUSION_WORDS
from finder.questions.search.reasons import reason_words
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, AskChairs, AskCoverage, AskSiting, said
from tests.world import make_finder

PEDIATRIC = center_at(4, 4, kind="hospital_outpatient", serves="children", name="Children's Hospital")


@pytest.mark.parametrize("kind", RESIDENTS_ONLY)
@pytest.mark.parametrize("standard", ["cms", "cms:rheumatology", "va", "miles:15", "minutes:30"])
def test_where_only_residents_are_treated_nobody_is_covered(ask: AskCoverage, kind: str, standard: str) -> None:
    result = ask(standard, centers=[center_at(0, 0), center_at(4, 4, kind=kind, name="Home")])
    same = ask(standard, centers=[center_at(0, 0)])
    assert [p.id for p in result.points] == ["c0-0"]
    assert result.coverage.totals == same.coverage.totals
    assert [(r["id"], r["reason"], r["why"]) for r in excluded_rows(result)] == [
        ("c4-4", kind, ENGLISH.say(EXCLUSION_WORDS[kind]))  # type: ignore[index]
    ]
    words = "1 location is not counted, because it treats only people who live, stay, or are held there: Home."
    assert words in said(result.notices)


@pytest.mark.parametrize(
    ("standard", "counts"), [("cms", False), ("cms:rheumatology", False), ("va", True), ("miles:15", True)]
)
def test_children_s_hospitals_count_but_not_by_the_rule_of_cms(ask: AskCoverage, standard: str, counts: bool) -> None:
    result = ask(standard, centers=[center_at(0, 0), PEDIATRIC])
    assert [p.id for p in result.points] == (["c0-0", "c4-4"] if counts else ["c0-0"])
    assert [r["reason"] for r in excluded_rows(result)] == ([] if counts else ["pediatric_hospital"])
    told = "1 children's hospital is not counted, because the standard does not count them: Children's Hospital."
    assert (told in said(result.notices)) is not counts


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "hospital_outpatient", "serves": "children;adults"},
        {"kind": "hospital_outpatient", "serves": ""},
        {"kind": "freestanding", "serves": "children"},
        {"kind": "unknown", "serves": "adults"},
        {"kind": "hospital_outpatient", "serves": "cancer"},
    ],
)
def test_all_other_locations_count_by_the_rule_of_cms(ask: AskCoverage, cells: dict[str, str]) -> None:
    result = ask("cms", centers=[center_at(4, 4, name="Children's Hospital and Nursing Home", **cells)])
    assert len(result.points) == 1
    assert excluded_rows(result) == []


def test_in_a_list_without_kinds_a_verdict_does_not_rest_on_a_prison(ask: AskCoverage) -> None:
    prison = center_at(4, 4, name="Folsom State Prison")
    assert [r["reason"] for r in excluded_rows(ask("cms", centers=[center_at(0, 0), prison]))] == ["prison"]
    # Whoever knows better gives a kind.
    assert excluded_rows(ask("cms", centers=[center_at(0, 0), {**prison, "kind": "freestanding"}])) == []


def test_the_criteria_check_does_not_count_them(ask: AskCoverage) -> None:
    for excluded in (PEDIATRIC, center_at(4, 4, kind="prison")):
        rows = criteria_rows(ask("cms", centers=[excluded]))
        assert {(r["number_within"], r["share"], r["meets_all"]) for r in rows} == {(0, 0, False)}


def test_neither_chairs_nor_new_stops_count_them(ask_chairs: AskChairs, ask_siting: AskSiting) -> None:
    centers = [center_at(0, 0), center_at(4, 4, kind="residential")]
    for result in (ask_chairs(centers=centers), ask_siting(centers=centers)):
        assert [p.id for p in result.points] == ["c0-0"]
        assert any(
            s.startswith("1 location is not counted, because it treats only people who live") for s in said(result.notices)
        )
    stops = [len(ask_siting(1, {"standard": standard}, centers=[PEDIATRIC]).points) for standard in ("cms", "miles:15")]
    assert stops == [0, 1]


def test_a_patient_is_told_why_it_does_not_fit(grid_finder: Callable[..., Finder]) -> None:
    made = grid_finder(centers=[center_at(0, 0), center_at(0, 1, kind="prison")])
    found = {c.point.id: c.unsuitable(None) for c in made.context.candidates.on(ON)}
    assert found["c0-0"] is None
    assert found["c0-1"] is not None
    assert ENGLISH.say(reason_words(found["c0-1"])) == "It treats only people who are held there."


@pytest.mark.slow
def test_of_a_state_only_its_own_are_named() -> None:
    made = make_finder(travel="straight")
    nation, alabama = (excluded_rows(made.coverage(CoverageQuery("cms", state=state, on=ON))) for state in (None, "AL"))
    assert {r["state"] for r in alabama} == {"AL"}
    assert [r for r in nation if r["state"] == "AL"] == alabama
    assert "The Children's Hospital of Alabama" in {r["name"] for r in alabama}
    assert 50 < len(nation) < 80
