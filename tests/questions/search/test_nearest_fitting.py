"""Where the nearest do not fit: the nearest that do are found without measuring all that are nearer."""

from itertools import product

import pytest

from finder.access.filters import Filters
from finder.core import Finder
from finder.questions.search import answer
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import SearchResult
from tests.questions.test_candidates import ON
from tests.sampling import sample

PLACES = ["59718", "82190", "58501", "99723", "96763", "98250", "02554", "04645", "49782"]
CHOICES = [
    Filters(frozenset({"freestanding"})),
    Filters(frozenset({"physician_office"}), max_minutes=90),
    Filters(weekends=True, payment="medicaid"),
    Filters(frozenset({"stop"})),
]


def told(result: SearchResult) -> tuple[object, ...]:
    ranking = result.ranking
    named = [o and (o.point.id, o.trip) for o in (*ranking.options, ranking.nearest, ranking.second)]
    return named, ranking.within, ranking.found, ranking.unsuitable, ranking.filters, result.ruled_out, result.notices


@pytest.mark.slow
@pytest.mark.parametrize(("filters", "therapy"), sample(product(CHOICES, (None, "ivig"))))
def test_the_answer_is_that_of_measuring_all_that_are_nearer(
    road_starter: Finder, filters: Filters, therapy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = [SearchQuery(place, therapy, on=ON, filters=filters) for place in PLACES]
    found = [told(road_starter.search(query)) for query in queries]
    monkeypatch.setattr(answer, "_nearest_fitting", lambda *_: None)
    assert found == [told(road_starter.search(query)) for query in queries]
