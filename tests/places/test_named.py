"""Named places over the real table: what a name may mean, however it is written."""

import pytest

from finder.domain.geo import Point, miles_between
from finder.places.named import NamedPlaces, keys_of, named_key, stem_of
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
    assert (place.name, place.kind, place.state, place.states, place.city) == ("Orange County", "county", "CA", ("CA",), "")
    assert miles_between(place.point, Point(33.77, -117.87)) < 5
    assert place.population > 3_000_000
    assert 10 < place.spread_mi < 25


@pytest.mark.parametrize(
    ("written", "state", "name"),
    [
        ("Jefferson County", "LA", "Jefferson Parish"),
        ("Matanuska-Susitna Borough", "AK", "Matanuska-Susitna Borough"),
        ("Mat-Su Borough", "AK", "Matanuska-Susitna Borough"),
        ("Nome County", "AK", "Nome Census Area"),
        ("Municipio de Ponce", "PR", "Ponce Municipio"),
        ("Dade County", "FL", "Miami-Dade County"),
        ("St. Mary's County", "MD", "St. Mary's County"),
        ("Molokai", "HI", "Molokai"),
        ("island of Moloka'i", "", "Molokai"),
        ("the Navajo Nation", "", "Navajo Nation"),
        ("Navajo Reservation", "UT", "Navajo Nation"),
        ("Pine Ridge Indian Reservation", "SD", "Pine Ridge Reservation"),
        ("Wind River", "", "Wind River Reservation"),
        ("Yankton Sioux Tribe of", "SD", "Yankton Reservation"),
        ("Spokane Tribe of the Spokane Reservation", "WA", "Spokane Reservation"),
        ("Confederated Tribes of the Colville Reservation", "WA", "Colville Reservation"),
        ("Ft. Liberty", "NC", "Fort Bragg"),
        ("Ft Cavazos", "", "Fort Hood"),
        ("Malmstrom AFB", "", "Malmstrom Air Force Base"),
        ("Fallon NAS", "NV", "Naval Air Station Fallon"),
        ("Navy Base Ventura County", "CA", "Naval Base Ventura County"),
        ("Hyde Park Chicago", "IL", "Hyde Park"),
        ("Harlem Manhattan", "", "Harlem"),
        ("Gonzaga", "", "Gonzaga University"),
        ("The Ohio State University", "OH", "Ohio State University"),
        ("Mass General", "", "Massachusetts General Hospital"),
        ("Town of Tonawanda", "NY", "Town of Tonawanda"),
        ("Lower Merion Twp", "PA", "Lower Merion Township"),
        ("Philly", "", "Philadelphia"),
        ("The Hill", "MO", "The Hill"),
    ],
)
def test_a_place_by_any_of_its_names(named: NamedPlaces, written: str, state: str, name: str) -> None:
    assert [p.name for p in named.find(city_key(written), state)] == [name]


def test_without_a_state_all_of_that_name_are_found_the_largest_first(named: NamedPlaces) -> None:
    found = named.find("orange county")
    assert [p.state for p in found[:2]] == ["CA", "FL"]
    assert len(found) == 8
    assert [p.population for p in found] == sorted((p.population for p in found), reverse=True)


def test_a_place_in_several_states_is_found_in_each(named: NamedPlaces) -> None:
    for state in ("AZ", "NM", "UT"):
        [navajo] = named.find("navajo nation", state)
        assert {*navajo.states} == {"AZ", "NM", "UT"}
    assert named.find("navajo nation", "CO") == ()


def test_two_townships_of_one_name_and_state_are_told_apart_by_their_county(named: NamedPlaces) -> None:
    found = named.find("franklin township", "NJ")
    assert {p.name for p in found} == {
        f"Franklin Township ({county} County)" for county in ("Somerset", "Gloucester", "Hunterdon")
    }
    assert [p.name for p in named.find("franklin township somerset county", "NJ")] == ["Franklin Township (Somerset County)"]


def test_no_such_name_is_no_place(named: NamedPlaces) -> None:
    assert named.find("nowhere at all") == named.find("orange county", "MT") == named.find("") == named.find("the") == ()
    assert named.find("日本") == ()
    assert named.find("~hill") == named.find("hill")


def test_the_kind_in_a_name_is_not_ignored(named: NamedPlaces) -> None:
    assert named.find("orange reservation") == ()
    assert {p.kind for p in named.find("hill base")} == {"base"}


def test_a_town_s_name_alone_is_no_base_and_no_college(named: NamedPlaces) -> None:
    assert {p.kind for p in named.find("columbia")} == {"county"}
    assert named.find("hill", "UT") == ()


def test_every_spelling_that_is_suggested_is_found(named: NamedPlaces) -> None:
    known = named.spellings("MT")
    assert {"flathead reservation", "flathead", "malmstrom air force base", "zootown", "gallatin county"} <= {*known}
    assert [key for key in known if not named.find(key, "MT")] == []
    assert len(named.spellings()) > 10 * len(known)


def test_a_stem_is_the_name_without_the_words_for_its_kind() -> None:
    assert stem_of(named_key("Pine Ridge Indian Reservation")) == ("pine ridge", ("reservation",))
    assert stem_of(named_key("NAS Pensacola")) == stem_of(named_key("Pensacola Naval Air Station")) == ("pensacola", ("base",))
    assert stem_of("paris") == ("paris", ())
    assert keys_of("Wind River Reservation") == ("wind river reservation", "=wind river")
    assert keys_of("Hill AFB", stands_alone=False) == ("hill air force base", "~hill")
