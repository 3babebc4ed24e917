"""Centers of the directory as places."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finder.core import Finder
from finder.domain.place import PlaceAmbiguous, PlaceNotFound
from tests.world import make_finder


@pytest.fixture
def finder(write_folder: Callable[..., Path]) -> Finder:
    name, at = "Prairie View Infusion & Cancer Ctr.", {"state": "MT", "lon": "-111.04", "lat": "45.68"}
    rows = [
        {"id": "a", "name": name, "city": "Bozeman", **at},
        {"id": "b", "name": "Twin Clinic", "city": "Bozeman", **at},
        {"id": "c", "name": "Twin Clinic", "city": "Great Falls", "zip": "59401", "state": "MT"},
    ]
    return make_finder(write_folder(centers=rows))


@pytest.mark.parametrize(
    "written",
    [
        "Prairie View Infusion & Cancer Ctr.",
        "prairie view infusion cancer ctr",
        "Prairie View Infusion & Cancer Ctr., Bozeman",
        "Prairie View Infusion & Cancer Ctr., MT",
        "Prairie View Infusion Cancer Ctr Bozeman MT",
    ],
)
def test_a_center_is_found_by_its_name(finder: Finder, written: str) -> None:
    place = finder.geocode(written)
    assert place.point == finder.directory.points[0].position.point  # type: ignore[union-attr]
    assert place.label == "Prairie View Infusion & Cancer Ctr., Bozeman, Montana"
    assert finder.geocode(place.search_text).point == place.point


def test_two_centers_of_one_name_are_asked_about(finder: Finder) -> None:
    with pytest.raises(PlaceAmbiguous) as several:
        finder.geocode("Twin Clinic")
    labels = {place.label for place in several.value.candidates}
    assert labels == {"Twin Clinic, Bozeman, Montana", "Twin Clinic, Great Falls, Montana"}
    assert {finder.geocode(label).label for label in labels} == labels


def test_a_part_of_a_name_is_none(finder: Finder) -> None:
    with pytest.raises(PlaceNotFound):
        finder.geocode("Prairie View Infusion")


def test_a_center_known_by_its_zip_code_is_somewhere_in_it(finder: Finder) -> None:
    place = finder.geocode("Twin Clinic, Great Falls, MT")
    assert place.precision == "city"
    assert place.within_mi > 0.5


def test_a_city_comes_before_a_center_of_its_name(write_folder: Callable[..., Path]) -> None:
    made = make_finder(write_folder(centers=[{"id": "a", "name": "Bozeman", "zip": "59401", "state": "MT"}]))
    assert made.geocode("Bozeman, MT").label == "Bozeman, Montana"
