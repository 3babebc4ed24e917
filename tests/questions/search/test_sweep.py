"""Every therapy with every choice and every two of them, over the starter directory and an empty one: always an answer."""

import json
from collections.abc import Iterator
from itertools import combinations, cycle, product

import pytest

from finder.access.filters import FILTERS
from finder.core import Finder
from finder.questions.search.query import read_query
from finder.questions.search.question import SEARCH
from finder.reports.rows import to_csv
from tests.planners import ON, said
from tests.sampling import sample
from tests.world import REFERENCE, make_finder

# One choice for each filter, by the fields of the form; a mobile unit alone rules out every center.
CHOICES: dict[str, dict[str, str]] = {
    "site_of_care": {"kind": "stop"},
    "minutes": {"minutes": "30"},
    "evenings": {"evenings": "yes"},
    "weekends": {"weekends": "yes"},
    "payment": {"payment": "medicaid"},
    "language": {"language": "es"},
    "new_patients": {"new_patients": "yes"},
    "wheelchair": {"wheelchair": "yes"},
}
# A city with centers, a place far from all, an island without a road, and a place beside example stops.
PLACES = ("64068", "89049", "02554", "59718")
TABLE = SEARCH.tables[SEARCH.default_table]
THERAPIES = ["", *REFERENCE.therapies]


@pytest.fixture(scope="module")
def finders(tmp_path_factory: pytest.TempPathFactory) -> list[Finder]:
    """The starter directory and an empty one, in straight lines: which way is measured is no matter here."""
    empty = tmp_path_factory.mktemp("empty")
    (empty / "centers.csv").write_text("id,name\n")
    return [make_finder(travel="straight"), make_finder(empty, travel="straight")]


def questions() -> Iterator[tuple[str, dict[str, str]]]:
    """No choice and each choice at every place; each pair of choices at one of them."""
    yield from product(PLACES, [{}, *CHOICES.values()])
    pairs = ({**one, **two} for one, two in combinations(CHOICES.values(), 2))
    yield from zip(cycle(PLACES), pairs)


def test_every_filter_is_swept() -> None:
    assert tuple(CHOICES) == FILTERS


ALL = sample(product(THERAPIES, (0, 1), questions()), by=lambda q: (q[0], q[1], q[2][0], repr(q[2][1])))


@pytest.mark.slow
@pytest.mark.parametrize("therapy", THERAPIES)
def test_every_question_has_an_answer_in_every_form(finders: list[Finder], therapy: str) -> None:
    for _, finder, (place, choice) in (question for question in ALL if question[0] == therapy):
        result = finders[finder].search(read_query({"place": place, "therapy": therapy, **choice}, ON))
        answer = SEARCH.whole(result)
        assert json.dumps(answer, allow_nan=False)
        assert answer["notices"] == said(result.notices)
        assert to_csv(TABLE.rows(result), TABLE.columns).count("\n") > len(result.options)
        # Where something is ruled out, a choice says no to it; the longest drive is not asked about.
        if result.ruled_out:
            assert result.ruled_out.by
            assert set(result.ruled_out.by) <= set(result.query.filters.asked) - {"minutes"}
