"""An online geocoder before the gazetteer: when it is asked, and that its failures cost nothing but precision."""

import logging
from collections.abc import Callable

import pytest

from finder.domain.place import PlaceAmbiguous, PlaceNotFound
from finder.places.chain import PlaceFinder
from finder.places.gazetteer import Gazetteer
from tests.places.conftest import Service
from tests.places.test_online import ADDRESS, CENSUS_MATCH, NOMINATIM, census, census_answer, nominatim


@pytest.fixture
def asking(gazetteer: Gazetteer, service: Service) -> PlaceFinder:
    service.answer(census_answer(CENSUS_MATCH))
    return PlaceFinder(gazetteer, census(service.address, timeout_s=0.3))


def test_nothing_is_asked_online_unless_chosen(gazetteer: Gazetteer) -> None:
    assert not PlaceFinder(gazetteer).asks_online
    assert PlaceFinder(gazetteer).find(ADDRESS).precision == "zip"


def test_an_address_gets_its_house(asking: PlaceFinder) -> None:
    place = asking.find(ADDRESS)
    assert asking.asks_online
    assert (place.precision, place.zip, place.note) == ("address", "20233", None)
    assert place.point.lat_deg == 38.84601622386617


def test_an_address_without_a_zip_gets_the_nearest(gazetteer: Gazetteer, service: Service) -> None:
    service.answer([NOMINATIM])
    place = PlaceFinder(gazetteer, nominatim(service.address)).find("350 5th Ave, New York, NY")
    assert place.precision == "address"
    assert place.zip == gazetteer.nearest_zip(place.point)[0]


@pytest.mark.parametrize(
    "written",
    [
        "59718",
        "59718-1234",
        "Bozeman, MT",
        "59718 Bozeman MT",
        "45.68,-111.04",
        "45.68° N, 111.04° W",
        "Montana State, Bozeman, MT",
        "2139",
        "Cambridge MA 2139",
        "Bozeman, MT 59799",
        "Bristol, VA 37620",
        "Bozeman MT 59718 tel 406-555-0100",
        "PO Box 12, Bozeman, MT",
        "https://maps.google.com/?q=45.68,-111.04",
        "Main St and Elm St Bozeman MT",
        "Boston",
    ],
)
def test_zips_cities_and_coordinates_never_leave_the_machine(asking: PlaceFinder, service: Service, written: str) -> None:
    asking.find(written)
    assert service.asked == []


@pytest.mark.parametrize(
    ("written", "error"),
    [("Springfield", PlaceAmbiguous), ("Bozman MT", PlaceNotFound), ("1 Elm St, Boise ID 59718", PlaceNotFound)],
)
def test_what_the_gazetteer_refuses_is_refused(
    asking: PlaceFinder, service: Service, written: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        asking.find(written)
    assert service.asked == []


def falls_back(finder: PlaceFinder, why: str) -> None:
    place = finder.find(ADDRESS)
    assert (place.precision, place.zip) == ("zip", "20233")
    assert str(place.note).startswith(why)
    assert "middle of ZIP code 20233" in str(place.note)


@pytest.mark.parametrize(("status", "body"), [(500, b""), (429, b""), (200, b"not JSON"), (200, b"[]"), (200, b"")])
def test_a_failure_falls_back_and_says_so(asking: PlaceFinder, service: Service, status: int, body: bytes) -> None:
    service.status, service.body = status, body
    falls_back(asking, "The online address service didn't answer.")


def test_silence_falls_back_and_says_so(asking: PlaceFinder, service: Service) -> None:
    service.silent = True
    falls_back(asking, "The online address service didn't answer.")


def test_a_closed_port_falls_back_and_says_so(gazetteer: Gazetteer, nobody_listens: Callable[[], str]) -> None:
    falls_back(PlaceFinder(gazetteer, census(nobody_listens())), "The online address service didn't answer.")


def test_an_unknown_address_falls_back_and_says_so(asking: PlaceFinder, service: Service) -> None:
    service.answer(census_answer())
    falls_back(asking, "The online address service doesn't know this address.")


def test_an_answer_far_from_the_zip_typed_is_not_believed(asking: PlaceFinder, service: Service) -> None:
    service.answer(census_answer(CENSUS_MATCH | {"coordinates": {"x": -111.04, "y": 45.68}}))
    falls_back(asking, "The online address service doesn't know this address.")


@pytest.mark.parametrize("status", [200, 404, 500])
def test_an_address_is_never_logged(
    asking: PlaceFinder, service: Service, status: int, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("geopy", "urllib3", "finder"):
        caplog.set_level(logging.DEBUG, logger=name)
    service.status = status
    place = asking.find(ADDRESS)
    seen = f"{caplog.text}{''.join(capfd.readouterr())}{place.note or ''}"
    assert len(service.asked) == 1
    assert "silver" not in seen.lower()
