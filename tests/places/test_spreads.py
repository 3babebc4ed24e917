"""How far from its point a place may be: by ZIP code, by town, and not at all where the point is exact."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.own_area import FARTHEST_MI
from finder.domain.geo import Point, miles_between
from finder.domain.geography import URBAN_PER_SQMI, Extent
from finder.domain.place import Place
from finder.places.spreads import NINE_IN_TEN, TOWN_RADII, spread_of
from tests.world import GAZETTEER

SPREADS = GAZETTEER.spreads
HERE = Point(40.0, -100.0)


def test_a_zip_code_in_a_city_is_as_wide_as_its_land() -> None:
    land = GAZETTEER.zips.extent_of_zip("10001")
    assert land
    spread = SPREADS.of(GAZETTEER.find("10001"))
    assert spread
    assert spread.radius_mi == pytest.approx(NINE_IN_TEN * math.sqrt(land.land_sqmi / math.pi))


def test_people_of_a_large_zip_code_live_close_together() -> None:
    spread = SPREADS.of(GAZETTEER.find("59330"))  # Glendive, Montana: 8,300 people on 1,014 square miles
    assert spread
    assert 1 < spread.radius_mi < 4


def test_the_town_of_a_zip_code_whose_middle_is_far_out() -> None:
    """Missoula's ZIP code 59804 reaches far into the hills. Its people, and its hospital, are at the edge of the town."""
    missoula, far_out = GAZETTEER.find("Missoula, MT"), GAZETTEER.find("59804")
    spread = SPREADS.of(far_out)
    assert spread
    assert spread.town == missoula.point
    assert miles_between(far_out.point, missoula.point) > spread.radius_mi


def test_one_zip_code_of_a_large_city_is_not_downtown() -> None:
    spread = SPREADS.of(GAZETTEER.find("77030"))
    assert spread
    assert spread.town is None


def test_the_town_that_an_address_names_counts_before_that_of_the_mail() -> None:
    place = replace(GAZETTEER.find("59804"), city="Missoula")
    assert SPREADS.of(place, "Lolo") != SPREADS.of(place)
    assert SPREADS.of(place, "Atlantis") == SPREADS.of(place)


def test_a_city_is_as_wide_as_its_zip_codes_together() -> None:
    city, one = SPREADS.of(GAZETTEER.find("Missoula, MT")), SPREADS.of(GAZETTEER.find("59801"))
    assert city
    assert one
    assert city.radius_mi > one.radius_mi
    assert city.town is None


def test_a_zip_code_without_land_is_somewhere_in_its_town() -> None:
    clinic, town = SPREADS.of(GAZETTEER.find("44195")), SPREADS.of(GAZETTEER.find("Cleveland, OH"))
    assert clinic
    assert town
    assert clinic.radius_mi == town.radius_mi


def test_a_town_without_a_zip_code_has_the_land_that_its_people_need() -> None:
    place = Place("x", "X", HERE, "city", population=5000, city="Nowhere To Mail", state="MT")
    spread = SPREADS.of(place)
    assert spread
    assert spread.radius_mi == pytest.approx(NINE_IN_TEN * math.sqrt(10 / math.pi))
    assert SPREADS.of(replace(place, population=0)) is None


@pytest.mark.parametrize("precision", ["address", "device"])
def test_an_exact_point_has_no_spread(precision: str) -> None:
    assert SPREADS.of(replace(GAZETTEER.find("59804"), precision=precision)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "00000", "x", "٥٩٨٠٤"])
def test_an_unknown_zip_code_has_no_spread(code: str) -> None:
    assert SPREADS.of(Place("", "", HERE, "zip", zip=code)) is None


@given(st.floats(0.01, 50_000), st.floats(0.5, 5e6), st.floats(-80, 80), st.floats(-180, 180))
def test_a_spread_is_never_wider_than_its_land_and_never_reaches_a_far_town(
    land: float, people: float, lat: float, lon: float
) -> None:
    extent, town = Extent(land, people), Point(lat, lon)
    spread = spread_of(HERE, extent, town)
    assert 0 < spread.radius_mi <= min(FARTHEST_MI, math.sqrt(land / math.pi))
    assert spread.radius_mi <= math.sqrt(people / URBAN_PER_SQMI / math.pi)
    if spread.town:
        assert spread.radius_mi < miles_between(HERE, town) <= TOWN_RADII * extent.radius_mi


def test_the_middle_itself_is_no_second_middle() -> None:
    assert spread_of(HERE, Extent(100, 100), HERE).town is None
