"""Chairs as a document, and what is said of them: figures and shades that can be checked on paper."""

from dataclasses import replace

import numpy as np
import pytest

from finder.core import Finder
from finder.questions.chairs.document import _SHADE_WORDS, document, shade_classes
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.words import findings
from finder.questions.coverage.query import CoverageQuery
from finder.questions.document import CountyMap, Figures, Grid
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, AskChairs, said


def test_figures_are_those_that_come_out_on_paper(ask_chairs: AskChairs) -> None:
    # From one corner 500 of 2,500 people have 0.331 of the average; see test_chairs. 480 chair-hours for 2,500 people.
    (figures,) = (b for b in document(ask_chairs(centers=[center_at(0, 0)])) if isinstance(b, Figures))
    assert [ENGLISH.value(number) for number, _ in figures.figures] == ["500", "0", "1", "1", "192"]


def test_who_has_no_chair_is_who_is_more_than_90_minutes_away(starter: Finder) -> None:
    chairs = starter.chairs(ChairsQuery(state="MT", on=ON))
    coverage = starter.coverage(CoverageQuery("minutes:90", state="MT", on=ON))
    assert (chairs.supply.chair_hours > 0).all()
    assert chairs.people_without == pytest.approx(coverage.coverage.totals.population - coverage.coverage.totals.covered)
    assert f"{chairs.people_without:,.0f} people have no infusion chair within a 90-minute drive." in said(findings(chairs))


def test_the_answer_comes_with_what_it_is_by_other_methods(ask_chairs: AskChairs) -> None:
    # By a Gaussian decline to 90 minutes only one town has less than half; by a count within 60 minutes five have none.
    answer, others, *further = said(findings(ask_chairs(centers=[center_at(0, 0)])))
    assert answer.startswith("20% of 2,500 people")
    assert others == "By other methods and assumptions, the share is between 4% and 20%."
    assert further == []
    assert said(findings(ask_chairs(centers=[]))) == []
    assert said(findings(ask_chairs(state="HI", centers=[center_at(0, 0)]))) == [
        "Nobody lives in Hawaii according to the population data."
    ]


def test_shades_say_no_chair_only_where_nobody_has_one(ask_chairs: AskChairs) -> None:
    result, counties = ask_chairs(centers=[center_at(0, 0)]), np.array([0, 1])

    def classes(west: float, east: float) -> list[str]:
        shaded = replace(result)
        shaded.__dict__["county_ratio"] = np.array([west, east])
        words = [*map(ENGLISH.say, _SHADE_WORDS), "nobody"]
        return [words[shade] for shade in shade_classes(shaded, counties)]

    assert classes(0.0, 1e-9) == ["0: no chair within a 90-minute drive", "under 0.25"]
    assert classes(0.25, 0.4999) == ["0.25 to 0.5", "0.25 to 0.5"]
    assert classes(0.5, 1.0) == ["0.5 to 1", "1 to 2"]
    assert classes(2.0, float("nan")) == ["2 or more", "nobody"]


def test_counties_are_hatched_where_methods_disagree(ask_chairs: AskChairs) -> None:
    result = ask_chairs(centers=[center_at(4, 4)])
    (drawn,) = (b for b in document(result) if isinstance(b, CountyMap))
    # East has more than half of the average by every method; West by most, and less by M2SFCA or so.
    low = result.county_variants.min(axis=1)
    assert drawn.hatched.tolist() == [bool(low.min() < 0.5), False] == [True, False]
    assert drawn.fips == ["20001", "20003"]


def test_a_range_of_one_number_is_that_number(starter: Finder) -> None:
    (counties, _, _) = (b for b in document(starter.chairs(ChairsQuery(state="MT", on=ON))) if isinstance(b, Grid))
    ratios = [(ENGLISH.value(ratio), ENGLISH.value(range_)) for _, _, ratio, range_ in counties.rows]
    assert ("0", "0") in ratios
    assert all("–" in range_ or range_ == ratio for ratio, range_ in ratios)
