"""Expected patients: rates with their sources, by age where one says so, and nothing that is not asked."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.expected import standard_people
from finder.core import Finder
from finder.errors import QueryError
from finder.questions.coverage.findings import expected_patients, findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.question import COVERAGE
from finder.questions.need import patients
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.question import SITING
from finder.questions.siting.words import findings as siting_findings
from finder.reports.manifest import manifest
from finder.wording.writer import ENGLISH
from tests.planners import ON, said, strict_json
from tests.world import REFERENCE

SHARE = st.floats(0, 1)


@given(st.lists(st.tuples(st.floats(0, 1e6), SHARE), min_size=1, max_size=9), st.floats(0.05, 0.3))
def test_older_people_count_more_and_the_nation_counts_as_it_is(groups: list[tuple[float, float]], national: float) -> None:
    people, share = (np.array(column) for column in zip(*groups, strict=True))
    mix = np.full(len(people), national)
    assert standard_people(people, mix, national, 3.0) == pytest.approx(people.sum())
    assert standard_people(people, share * np.nan, national, 3.0) == pytest.approx(people.sum())
    older = np.minimum(mix + 0.1, 1)
    assert people.sum() < 1 or standard_people(people, older, national, 3.0) > people.sum()
    assert standard_people(people, share, national, 1.0) == pytest.approx(people.sum())


@pytest.mark.slow
def test_patients_of_the_nation_are_the_rate_of_the_nation(starter: Finder) -> None:
    """By age, too: only where they are expected changes with it."""
    result = starter.coverage(CoverageQuery(need="myasthenia_gravis", on=ON))
    everyone, outside = expected_patients(result)
    people = result.coverage.totals.population
    assert everyone == pytest.approx([people * rate / 1e5 for rate in (20.4, 31.6, 37.0)], rel=1e-6)
    assert outside[1] > (people - result.coverage.totals.covered) * 31.6 / 1e5, "more people outside are older"


def test_a_rate_for_everybody_is_people_times_rate_times_share(starter: Finder) -> None:
    query = CoverageQuery(state="MT", need="dermatomyositis", infused=0.5, on=ON)
    result = starter.coverage(query)
    totals = result.coverage.totals
    _, outside = expected_patients(result)
    assert outside == pytest.approx([(totals.population - totals.covered) * r / 2e5 for r in (6, 13, 21.4)])
    assert "Expected patients with dermatomyositis among them: " in said(findings(result))[1]
    notices = " ".join(said(result.notices))
    assert "13 (Kronzer 2022, Olmsted County, Minnesota, 2015)" in notices
    assert "50% are taken to be infused. That is an assumption" in notices
    assert "cannot change which counties or towns come first" in notices
    whole = strict_json(COVERAGE.whole(result))["expected_patients"]
    assert (whole["condition"], whole["infused"], whole["outside"]["middle"]) == ("dermatomyositis", 0.5, round(outside[1], 2))


def test_patients_among_those_who_gain(starter: Finder) -> None:
    result = starter.siting(SitingQuery(1, state="MT", need="cidp", on=ON))
    middle = result.people_gained * 8.9 / 1e5
    assert strict_json(SITING.whole(result))["expected_patients"]["gained"]["middle"] == round(middle, 2)
    assert any(s.startswith("Expected patients with chronic inflammatory") for s in said(siting_findings(result)))


def test_what_was_not_asked_is_not_said(starter: Finder) -> None:
    result = starter.coverage(CoverageQuery(state="DC", on=ON))
    assert "expected_patients" not in COVERAGE.whole(result)
    assert not any("xpected patients" in s or "infused" in s for s in said([*findings(result), *result.notices]))
    asked = starter.coverage(replace(result.query, need="cidp"))
    assert "conditions.toml" in manifest(COVERAGE, asked, "report", "json")["data"]
    assert "conditions.toml" not in manifest(COVERAGE, result, "report", "json")["data"]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [((0.04, 0.12, 0.9), "0.12 (0.04 to 0.9)"), ((2.81, 8.9, 17.6), "8.9 (2.8 to 18)"), ((np.nan, 1.0, 2.0), "(hidden)")],
)
def test_numbers_of_patients_have_no_more_digits_than_they_deserve(numbers: Any, shown: str) -> None:
    assert ENGLISH.say(patients(numbers)) == shown


@pytest.mark.parametrize("share", [0.0, -1.0, 1.5, float("nan"), float("inf")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(QueryError, match="above 0 and at most 1"):
        CoverageQuery(need="cidp", infused=share, on=ON)


def test_a_share_of_nothing_and_an_unknown_condition_are_refused(starter: Finder) -> None:
    with pytest.raises(QueryError, match="no condition"):
        CoverageQuery(infused=0.5, on=ON)
    with pytest.raises(QueryError, match="Use one of: dermatomyositis, myasthenia_gravis, cidp"):
        starter.coverage(CoverageQuery(need="flu", state="DC", on=ON))


def test_every_rate_has_a_source_with_an_address() -> None:
    for condition in REFERENCE.conditions.values():
        assert all(rate.source and rate.source_url.startswith("http") for rate in condition.rates)
        assert bool(condition.at_65) == bool(condition.at_65_source)
