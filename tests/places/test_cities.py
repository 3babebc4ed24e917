"""Cities over small tables whose answers can be reasoned out."""

import numpy as np
import pytest

from finder.domain.geo import PointSet
from finder.domain.geography import TownTable, ZipTable
from finder.places.cities import Cities, city_index
from tests.world import REFERENCE

# One degree of latitude is about 69 miles.
ZIP_ROWS = [
    ("67000", "Alpha", 40.0, 100),
    ("67001", "Alpha", 40.1, 300),
    ("67002", "Beta", 41.0, 50),
    ("67003", "Gamma", 42.0, 10),
    ("67004", "Omicron", 45.0, 10),
    ("67005", "Omicron", 46.0, 10),
]
TOWN_ROWS = [("Beta", 41.1, 40), ("Gamma", 44.0, 900), ("Delta", 43.0, 5), ("Delta", 43.5, 6), ("Omicron", 46.1, 7)]
ALIASES = [(0, "Alfa"), (1, "Alfa"), (1, "Delta"), (2, "Gamma")]


@pytest.fixture
def cities() -> Cities:
    code, city, lat, people = (np.array(column) for column in zip(*ZIP_ROWS, strict=True))
    kansas = np.array(["KS"] * len(code))
    rows, names = (np.array(column) for column in zip(*ALIASES, strict=True))
    zips = ZipTable(code, city, kansas, kansas, PointSet(lat, np.full(len(lat), -100.0)), people, rows, names)
    name, lat, people = (np.array(column) for column in zip(*TOWN_ROWS, strict=True))
    towns = TownTable(name, kansas[: len(name)], PointSet(lat, np.full(len(lat), -100.0)), people)
    return Cities(zips, towns)


def test_a_mail_city_has_the_people_of_its_zips_at_the_largest(cities: Cities) -> None:
    (alpha,) = cities.find("alpha", "KS")
    assert (alpha.name, alpha.population, alpha.point.lat_deg) == ("Alpha", 400, 40.1)


def test_an_alias_is_its_zips_with_an_equal_part_of_their_people(cities: Cities) -> None:
    (alfa,) = cities.find("alfa", "KS")
    assert (alfa.population, alfa.point.lat_deg) == (50 + 100, 40.1)


def test_a_town_near_its_mail_city_stands_for_it(cities: Cities) -> None:
    (beta,) = cities.find("beta", "KS")
    assert (beta.population, beta.point.lat_deg) == (40, 41.1)


def test_a_town_far_from_the_mail_city_of_its_name_is_another_place(cities: Cities) -> None:
    mail, town = cities.find("gamma", "KS")
    assert (mail.point.lat_deg, town.point.lat_deg) == (42.0, 44.0)


def test_another_name_far_from_the_city_of_that_name_is_another_place_if_people_live_there(cities: Cities) -> None:
    town, _, alias = cities.find("delta", "KS")
    assert (town.point.lat_deg, alias.point.lat_deg, alias.population) == (43.5, 40.1, 100)


def test_a_town_is_the_mail_city_if_it_is_near_any_of_its_zips(cities: Cities) -> None:
    assert len(cities.find("omicron", "KS")) == 1


def test_of_two_towns_the_larger_comes_first(cities: Cities) -> None:
    assert [city.population for city in cities.find("delta", "KS")[:2]] == [6, 5]


def test_nothing_is_found_under_another_name_or_state(cities: Cities) -> None:
    assert cities.find("omega", "KS") == cities.find("alpha", "MT") == ()
    assert "alpha" in cities
    assert "omega" not in cities


def test_names_that_only_mail_uses_are_not_suggested(cities: Cities) -> None:
    assert set(cities.spellings("KS")) == set(cities.spellings("")) == {"alpha", "beta", "gamma", "delta", "omicron"}
    assert cities.spellings("MT") == []


def test_the_index_in_the_data_is_that_of_the_tables() -> None:
    made, kept = city_index(REFERENCE.zips, REFERENCE.towns), REFERENCE.city_index
    assert all(np.array_equal(getattr(made, part), getattr(kept, part)) for part in ("key", "first", "row"))
