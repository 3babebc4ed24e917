"""Coverage at each level of evidence, side by side: what counts, what is said of it, and how old it may be.

Each corner of the grid has a location known on another basis, whose town and two neighbors, 300 people, are within 15 miles.
The one in the middle has 500. One on the southern edge, of which nothing is known, adds the town that it lies in.
"""

from datetime import date

import pytest

from finder.core import Finder
from finder.domain.evidence import LEVELS, Level
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import ClosuresQuery
from finder.questions.coverage.findings import findings, headline
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.coverage.rows import whole
from finder.questions.coverage.tables import TABLES, county_rows
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import SitingQuery
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, MakeFinder, said, strict_json

BASES = {"c0-0": "staff", "c4-4": "page", "c0-4": "paid", "c4-0": "price_list", "c2-2": "register"}
Counts = dict[Level, tuple[int, float]]
COUNTED: Counts = {
    "any": (6, 1800),
    "listed": (5, 1700),
    "price_list": (4, 1200),
    "paid": (3, 900),
    "page": (2, 600),
    "confirmed": (1, 300),
}


@pytest.fixture
def of_each_basis(grid_finder: MakeFinder) -> Finder:
    """A location on each basis, one of which nothing is known, and one that does not give it."""
    centers = [center_at(int(i[1]), int(i[3])) for i in (*BASES, "c0-2", "c2-0")]
    rows = [
        {"center_id": i, "therapy_id": "ivig", "evidence": "reported", "basis": basis, "checked_on": "2026-01"}
        for i, basis in BASES.items()
    ]
    refusal = {"center_id": "c2-0", "therapy_id": "ivig", "evidence": "not_offered", "basis": "page", "checked_on": "2026"}
    return grid_finder(centers=centers, center_therapies=[*rows, refusal])


def ask(finder: Finder, level: Level = "any", on: date = ON) -> CoverageResult:
    return finder.coverage(CoverageQuery("miles:15", "ivig", evidence=level, on=on))


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_counts_what_is_at_least_as_strong(of_each_basis: Finder, level: Level) -> None:
    result = ask(of_each_basis, level)
    assert (len(result.points), result.coverage.totals.covered) == COUNTED[level]
    # Whatever counts, it is compared with every other level.
    assert {c.id: (c.locations, c.covered) for c in result.compared} == COUNTED
    assert {p.id for p in of_each_basis.chairs(ChairsQuery("ivig", evidence=level, on=ON)).points} == {
        p.id for p in result.points
    }


def test_levels_stand_side_by_side_in_json_and_in_a_table(of_each_basis: Finder) -> None:
    result = ask(of_each_basis)
    compared = strict_json(whole(result))["compared"]
    assert [(c["id"], c["locations"], c["covered"], c["share"]) for c in compared] == [
        (level, n, people, people / 2500) for level, (n, people) in COUNTED.items()
    ]
    rows = TABLES["evidence"].rows(result)
    assert [(r["counted"], r["locations"], r["covered"]) for r in rows] == [(i, *counted) for i, counted in COUNTED.items()]
    # Known in the table of counties is the level of paid claims.
    assert sum(r["known_covered"] for r in county_rows(result)) == 900


def test_levels_stand_side_by_side_in_the_findings(of_each_basis: Finder) -> None:
    assert (
        "By strength of evidence, with the number of locations: any location: 72% (6), any source: 68% (5), "
        "price list: 48% (4), paid claims: 36% (3), website: 24% (2), staff: 12% (1)."
    ) in said(findings(ask(of_each_basis)))


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("any", "of a listed location"),
        ("listed", "of a location where a source lists IVIG"),
        ("price_list", "of a location with IVIG on a price list, or with stronger evidence"),
        ("paid", "of a location known to give IVIG"),
        ("page", "of a location with IVIG on its website, or confirmed by staff"),
        ("confirmed", "of a location where staff confirmed IVIG"),
    ],
)
def test_the_answer_says_what_people_are_within_reach_of(of_each_basis: Finder, level: Level, words: str) -> None:
    assert f"are within 15 miles {words}; " in ENGLISH.say(headline(ask(of_each_basis, level)))


def test_a_level_without_a_location_is_not_in_the_sentence(grid_finder: MakeFinder) -> None:
    row = {"center_id": "c4-4", "therapy_id": "ivig", "evidence": "reported", "basis": "price_list", "checked_on": "2026-01"}
    finder = grid_finder(centers=[center_at(0, 0), center_at(4, 4)], center_therapies=[row])
    sentences = said(findings(ask(finder)))
    assert "None of the locations counted is known to give IVIG: call to ask." in sentences
    assert sentences[-1] == (
        "By strength of evidence, with the number of locations: any location: 24% (2), any source: 12% (1), "
        "price list: 12% (1)."
    )


def test_gaps_name_the_nearest_of_what_counts(of_each_basis: Finder) -> None:
    result = ask(of_each_basis, "confirmed")
    assert {result.points[g.nearest].id for g in result.coverage.gaps if g.nearest is not None} == {"c0-0"}


def test_what_is_too_old_on_the_day_counts_only_as_listed(of_each_basis: Finder) -> None:
    """What staff said is good for a year, a page or a price list for two, and paid claims for three."""
    by_day: dict[date, Counts] = {
        date(2027, 1, 31): COUNTED,
        date(2027, 2, 1): {**COUNTED, "confirmed": (0, 0), "page": (1, 300), "paid": (2, 600), "price_list": (3, 900)},
        date(2028, 2, 1): {**dict.fromkeys(LEVELS, (1, 300)), "page": (0, 0), "confirmed": (0, 0)},
        date(2029, 2, 1): dict.fromkeys(LEVELS, (0, 0)),
    }
    for on, counted in by_day.items():
        found = {c.id: (c.locations, c.covered) for c in ask(of_each_basis, on=on).compared}
        # What is too old is still listed. In 2029 the refusal is too old as well: the location in the west may give it.
        assert found == {**counted, "any": (7, 1900) if on.year >= 2029 else (6, 1800), "listed": (5, 1700)}
    assert "known to give IVIG: call to ask" in " ".join(said(findings(ask(of_each_basis, on=date(2029, 2, 1)))))


@pytest.mark.parametrize("question", QUESTIONS)
def test_how_complete_the_list_is_stands_in_the_notices(of_each_basis: Finder, question: str) -> None:
    queries = {
        "coverage": CoverageQuery("miles:15", "ivig", on=ON),
        "chairs": ChairsQuery("ivig", on=ON),
        "siting": SitingQuery(1, standard="miles:15", therapy="ivig", on=ON),
        "closures": ClosuresQuery("miles:15", "ivig", on=ON),
        "scenario": ScenarioQuery("today", "today", "miles:15", "ivig", on=ON),
    }
    result = of_each_basis.answer(QUESTIONS[question], queries[question])
    assert (
        "Known to give IVIG: 3 (staff: 1, its website or a news report: 1, paid claims: 1). On a price list, in a register, or "
        "by old information: 2. Not known: 1. This information is from January 2026."
    ) in said(result.notices)
