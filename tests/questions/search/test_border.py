"""Places whose roads lead through Canada say so."""

import pytest

from finder.core import Finder
from finder.questions.search.query import SearchQuery
from finder.wording.writer import ENGLISH
from tests.planners import ON, said
from tests.world import GAZETTEER, REFERENCE, make_finder

THROUGH = "The road from here leads through Canada."
FROM_ALASKA = "The road from Alaska to other states leads through Canada."


def notices(finder: Finder, place: str) -> str:
    return " ".join(said(finder.search(SearchQuery(place, on=ON)).list_notices))


@pytest.mark.parametrize(
    "place", ["98281", "Point Roberts, WA", "48.985, -123.07", "56711", "Angle Inlet, MN", "99923", "Haines, AK", "99840"]
)
def test_a_place_that_only_roads_through_canada_leave_names_the_border(road_starter: Finder, place: str) -> None:
    assert THROUGH in notices(road_starter, place)


@pytest.mark.parametrize("place", ["98230", "Blaine, WA", "56763", "99501", "Detroit, MI", "14301", "05440", "02554", "96748"])
def test_a_place_with_a_road_of_its_own_does_not(road_starter: Finder, place: str) -> None:
    assert "Canada" not in notices(road_starter, place)


def test_from_alaska_to_another_state_names_the_border() -> None:
    """The nearest two known to give IVIG by road from Fairbanks are in the state of Washington."""
    finder = make_finder()
    (*_, last) = finder.search(SearchQuery("99701", "ivig", on=ON)).list_notices
    assert ENGLISH.say(last).startswith(FROM_ALASKA)
    assert FROM_ALASKA not in notices(finder, "99701")
    assert FROM_ALASKA not in notices(finder, "98101")


def test_every_zip_code_of_the_table_is_known() -> None:
    assert all(GAZETTEER.zip_place(code) for code in REFERENCE.beyond_border)
