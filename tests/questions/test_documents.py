"""Documents to print, block by block: the answer first, tables that are rectangular, and no row too many unsaid."""

from itertools import pairwise

import pytest

from finder.core import Finder
from finder.questions.base import Result
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import ClosuresQuery
from finder.questions.coverage.document import _MOST_COUNTIES, _MOST_REGIONS
from finder.questions.coverage.query import CoverageQuery
from finder.questions.document import Block, Bullets, CountyMap, Grid, Heading, Lead, Paragraph, Title
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import SitingQuery
from finder.text import Text
from finder.wording.writer import ENGLISH
from tests.planners import HALVED, ON, Ask, said

pytestmark = pytest.mark.slow


def shown(words: Text | str) -> str:
    return ENGLISH.say(words) if isinstance(words, Text) else words


def under(blocks: tuple[Block, ...], heading: str) -> list[Block]:
    """The blocks of one section."""
    titles = [shown(b.words) if isinstance(b, Heading) else None for b in blocks]
    start = titles.index(heading) + 1
    after = (i for i, title in enumerate(titles[start:], start) if title is not None)
    return list(blocks[start : next(after, len(blocks))])


@pytest.fixture(scope="module")
def answers(starter: Finder) -> dict[str, Result]:
    """The whole country, where everything is too long to print."""
    return {
        "coverage": starter.coverage(CoverageQuery("cms", "ivig", on=ON)),
        "chairs": starter.chairs(ChairsQuery("ivig", on=ON)),
        "siting": starter.siting(SitingQuery(2, standard="cms", therapy="ivig", on=ON)),
        "closures": starter.closures(ClosuresQuery("cms", "ivig", on=ON)),
        "scenario": starter.scenario(ScenarioQuery("today", HALVED, "cms", "ivig", on=ON)),
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_document_begins_with_its_title_and_the_answer(answers: dict[str, Result], question: str) -> None:
    asked, result = QUESTIONS[question], answers[question]
    title, lead, *_ = asked.document(result)
    assert isinstance(title, Title)
    assert "the United States" in shown(title.title)
    assert isinstance(lead, Lead)
    notes = {shown(label): shown(words) for label, words in asked.notes(result)}
    assert (shown(lead.words), shown(title.asked)) == (notes["Answer"], notes["Asked"])


@pytest.mark.parametrize("question", QUESTIONS)
def test_all_notices_stand_under_what_to_know(answers: dict[str, Result], question: str) -> None:
    result = answers[question]
    (bullets,) = (
        b for b in under(QUESTIONS[question].document(result), "Before you use this report") if isinstance(b, Bullets)
    )
    assert [shown(s) for s in bullets.sentences] == said(result.notices)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_table_is_rectangular(answers: dict[str, Result], question: str) -> None:
    grids = [b for b in QUESTIONS[question].document(answers[question]) if isinstance(b, Grid)]
    assert len(grids) > 2
    for grid in grids:
        assert {len(row) for row in grid.rows} == {len(grid.head)} == {len(grid.widths)}
        assert 0 < grid.text_columns <= len(grid.head)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_heading_stands_over_nothing(answer_of: Ask, question: str) -> None:
    for result in (answer_of(question), answer_of(question, centers=[])):
        blocks = QUESTIONS[question].document(result)
        assert not any(isinstance(a, Heading) and isinstance(b, Heading) for a, b in pairwise(blocks))
        assert not isinstance(blocks[-1], Heading)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("coverage", "Counties with the most people outside the standard"),
        ("chairs", "Counties with the fewest chairs within reach"),
        ("closures", "Locations by the effect of their closure"),
        ("scenario", "ZIP codes that change"),
    ],
)
def test_a_table_that_is_cut_says_of_how_many(answers: dict[str, Result], question: str, heading: str) -> None:
    paragraph, grid = under(QUESTIONS[question].document(answers[question]), heading)[:2]
    assert isinstance(paragraph, Paragraph)
    assert isinstance(grid, Grid)
    assert shown(paragraph.sentences[0]).startswith(f"The first {len(grid.rows)} of ")


def test_counties_and_regions_with_the_most_people_come_first(answers: dict[str, Result]) -> None:
    blocks = QUESTIONS["coverage"].document(answers["coverage"])
    for heading, column, most in (
        ("Counties with the most people outside the standard", 1, _MOST_COUNTIES),
        ("Where people are out of reach", 2, _MOST_REGIONS),
        ("States, by people outside the standard", 1, 52),
        ("Locations that people depend on most", 2, 10),
    ):
        (grid,) = (b for b in under(blocks, heading) if isinstance(b, Grid))
        people = [int(shown(row[column]).replace(",", "")) for row in grid.rows]
        assert people == sorted(people, reverse=True)
        assert len(people) == most


def test_regions_that_are_not_shown_are_counted(answers: dict[str, Result]) -> None:
    result = answers["coverage"]
    paragraph, _ = under(QUESTIONS["coverage"].document(result), "Where people are out of reach")
    assert isinstance(paragraph, Paragraph)
    further = result.regions[_MOST_REGIONS:]  # type: ignore[attr-defined]
    people = sum(region.people for region in further)
    wanted = f"{len(further):,} smaller regions, with {people:,.0f} people, are not shown."
    assert shown(paragraph.sentences[1]) == wanted


def test_a_map_has_a_shade_for_each_county_and_a_word_for_each_shade(answers: dict[str, Result]) -> None:
    (drawn,) = (b for b in QUESTIONS["coverage"].document(answers["coverage"]) if isinstance(b, CountyMap))
    assert len(drawn.fips) == len(drawn.shade) == len(drawn.hatched) > 3000
    assert drawn.shade.min() >= 0
    assert drawn.shade.max() <= len(drawn.legend)
    assert len(drawn.dots) == len(answers["coverage"].points)  # type: ignore[attr-defined]
