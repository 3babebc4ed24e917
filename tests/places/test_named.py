"""Named places over the real table: what a name may mean, however it is written."""

import pytest

from finder.domain.geo import Point, miles_between
from finder.places.named import NamedPlaces, named_key, stem_of
from finder.places.names import city_key
from tests.world import REFERENCE


@pytest.fixture(scope="module")
def named() -> NamedPlaces:
    return NamedPlaces(lambda: REFERENCE.names)


@pytest.mark.parametrize(
    "written", ["Orange County", "orange co", "Orange Cnty", "County of Orange", "the county of orange", "Orange"]
)
def test_a_county_is_found_however_it_is_written(named: NamedPlaces, written: str) -> None:
    [place] = named.find(city_key(written), "CA")
    assert (place.name, place.kind, place.states) == ("Orange County", "county", ("CA",))
    assert miles_between(place.point, Point(33.77, -117.87)) < 5
    assert place.population > 3_000_000
    assert 10 < place.spread_mi < 25


@pytest.mark.parametrize(
    ("written", "state", "name"),
    [
        ("Jefferson County", "LA", "Jefferson Parish"),
        ("Matanuska-Susitna Borough", "AK", "Matanuska-Susitna Borough"),
        ("Nome County", "AK", "Nome Census Area"),
        ("Municipio de Ponce", "PR", "Ponce Municipio"),
        ("St. Mary's County", "MD", "St. Mary's County"),
    ],
)
def test_a_county_by_any_of_the_words_for_one(named: NamedPlaces, written: str, state: str, name: str) -> None:
    assert [p.name for p in named.find(city_key(written), state)] == [name]


def test_without_a_state_all_of_that_name_are_found_the_largest_first(named: NamedPlaces) -> None:
    found = named.find("orange county")
    assert [p.state for p in found[:2]] == ["CA", "FL"]
    assert len(found) == 8
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


def test_no_such_name_is_no_place(named: NamedPlaces) -> None:
    assert named.find("nowhere at all") == named.find("orange county", "MT") == named.find("") == ()


def test_the_kind_in_a_name_is_not_ignored(named: NamedPlaces) -> None:
    assert named.find("orange reservation") == ()


def test_a_stem_is_the_name_without_the_word_for_its_kind() -> None:
    assert stem_of(named_key("Pine Ridge Indian Reservation")) == ("pine ridge", ("reservation",))
    assert stem_of("paris") == ("paris", ())
