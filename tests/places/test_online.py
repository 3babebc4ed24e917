"""Geocoders over the network, against a small server on this machine that gives a recorded answer."""

from collections.abc import Callable

import pytest
from geopy.geocoders.base import Geocoder

from finder.domain.place import Place
from finder.errors import QueryError, ServiceError
from finder.places.online import find_address, online_geocoder
from tests.places.conftest import Service
from tests.world import REFERENCE

ADDRESS = "4600 Silver Hill Rd, Washington, DC 20233"
#: Recorded from geocoding.geo.census.gov.
CENSUS_MATCH = {
    "tigerLine": {"side": "L", "tigerLineId": "76355984"},
    "coordinates": {"x": -76.92748724230096, "y": 38.84601622386617},
    "addressComponents": {
        **{"zip": "20233", "streetName": "SILVER HILL", "preType": "", "city": "WASHINGTON", "preDirection": ""},
        **{"suffixDirection": "", "fromAddress": "4600", "state": "DC", "suffixType": "RD", "toAddress": "4700"},
        **{"suffixQualifier": "", "preQualifier": ""},
    },
    "matchedAddress": "4600 SILVER HILL RD, WASHINGTON, DC, 20233",
}
CENSUS_INPUT = {
    "address": {"address": ADDRESS},
    "benchmark": {
        **{"isDefault": True, "benchmarkDescription": "Public Address Ranges - Current Benchmark"},
        **{"id": "4", "benchmarkName": "Public_AR_Current"},
    },
}
#: In the form of nominatim.openstreetmap.org.
NOMINATIM = {
    # codespell:ignore-next-line licence
    **{"place_id": 259210009, "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"},
    **{"osm_type": "way", "osm_id": 34633854, "lat": "40.7484284", "lon": "-73.9856546", "class": "tourism"},
    **{"type": "attraction", "place_rank": 30, "importance": 0.7, "addresstype": "tourism", "name": "Empire State Building"},
    "display_name": "Empire State Building, 350, 5th Avenue, Manhattan, New York County, New York, 10118, United States",
    "boundingbox": ["40.7479226", "40.7489422", "-73.9864855", "-73.9848259"],
}


def address_of(geocoder: Geocoder, query: str) -> Place | None:
    return find_address(geocoder, query, REFERENCE.boundaries.contains)


def census_answer(*matches: object) -> object:
    return {"result": {"input": CENSUS_INPUT, "addressMatches": list(matches)}}


def census(address: str, timeout_s: float = 5.0) -> Geocoder:
    geocoder = online_geocoder("census")
    geocoder.timeout = timeout_s
    geocoder.api_path = f"http://{address}/geocoder/locations/onelineaddress"
    return geocoder


def nominatim(address: str) -> Geocoder:
    geocoder = online_geocoder("nominatim")
    geocoder.api = f"http://{address}/search"
    return geocoder


def test_census_finds_a_house(service: Service) -> None:
    service.answer(census_answer(CENSUS_MATCH))
    place = address_of(census(service.address), ADDRESS)
    assert place is not None
    assert (place.label, place.precision) == ("4600 SILVER HILL RD, WASHINGTON, DC, 20233", "address")
    assert (place.point.lat_deg, place.point.lon_deg) == (38.84601622386617, -76.92748724230096)


def test_census_is_asked_as_it_wants_to_be(service: Service) -> None:
    service.answer(census_answer(CENSUS_MATCH))
    address_of(census(service.address), ADDRESS)
    assert service.asked == [{"address": [ADDRESS], "benchmark": ["Public_AR_Current"], "format": ["json"]}]


def test_census_keeps_to_the_contract_of_geopy(service: Service) -> None:
    service.answer(census_answer(CENSUS_MATCH, CENSUS_MATCH))
    assert len(census(service.address).geocode(ADDRESS, exactly_one=False)) == 2
    assert census(service.address).geocode(ADDRESS).raw["addressComponents"]["zip"] == "20233"
    service.answer(census_answer())
    assert census(service.address).geocode(ADDRESS) is None
    assert census(service.address).geocode(ADDRESS, exactly_one=False) is None


def test_nominatim_finds_a_house(service: Service) -> None:
    service.answer([NOMINATIM])
    place = address_of(nominatim(service.address), "350 5th Ave, New York, NY 10118")
    assert place is not None
    assert (place.precision, place.point.lat_deg) == ("address", 40.7484284)
    assert service.asked[0]["q"] == ["350 5th Ave, New York, NY 10118"]


@pytest.mark.parametrize(("made", "empty"), [(census, census_answer()), (nominatim, [])])
def test_an_address_the_service_does_not_know_is_none(service: Service, made: Callable[[str], Geocoder], empty: object) -> None:
    service.answer(empty)
    assert address_of(made(service.address), ADDRESS) is None


def test_a_whole_city_is_not_taken_for_a_house(service: Service) -> None:
    service.answer([NOMINATIM | {"display_name": "Manhattan, New York County, New York, United States", "place_rank": 14}])
    assert address_of(nominatim(service.address), "350 5th Ave, New York, NY 10118") is None


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
@pytest.mark.parametrize("made", [census, nominatim])
def test_a_status_of_failure_is_a_service_error(service: Service, made: Callable[[str], Geocoder], status: int) -> None:
    service.status = status
    service.body = f"cannot look up {ADDRESS}".encode()
    with pytest.raises(ServiceError) as failed:
        address_of(made(service.address), ADDRESS)
    assert "Silver" not in str(failed.value)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html>down for maintenance</html>", b"null", b"[]", b"[1]", b'["Silver"]', b'"Silver"', b"7", b"{}",
        b"\xff\xfe\x00",
        b'{"result": null}', b'{"result": {"addressMatches": [{}]}}',
        b'{"result": {"addressMatches": [{"matchedAddress": "4600", "coordinates": {"x": "?", "y": null}}]}}',
        b'{"result": {"addressMatches": [{"matchedAddress": "4600", "coordinates": {"x": 38.8, "y": -176.9}}]}}',
        b'{"result": {"addressMatches": [{"matchedAddress": "4600", "coordinates": {"x": NaN, "y": NaN}}]}}',
    ],
)  # fmt: skip
def test_nonsense_from_the_service_is_a_service_error(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(ServiceError, match="didn't answer"):
        address_of(census(service.address), ADDRESS)


@pytest.mark.parametrize("body", [b"[1]", b'["Silver"]', b'"x"', b"7"])
def test_nonsense_from_nominatim_is_a_service_error(service: Service, body: bytes) -> None:
    service.body = body
    with pytest.raises(ServiceError, match="didn't answer"):
        address_of(nominatim(service.address), ADDRESS)


@pytest.mark.parametrize("point", [{"lat": "48.85", "lon": "2.35"}, {"lat": None, "lon": None}])
def test_an_answer_abroad_or_nowhere_is_none(service: Service, point: dict[str, str | None]) -> None:
    service.answer([NOMINATIM | point])
    assert address_of(nominatim(service.address), "350 5th Ave, New York, NY 10118") is None


def test_silence_is_a_service_error(service: Service) -> None:
    service.silent = True
    with pytest.raises(ServiceError):
        address_of(census(service.address, timeout_s=0.1), ADDRESS)


def test_a_closed_port_is_a_service_error(nobody_listens: Callable[[], str]) -> None:
    with pytest.raises(ServiceError):
        address_of(census(nobody_listens()), ADDRESS)


@pytest.mark.parametrize("name", ["census", "nominatim", "photon", "arcgis"])
def test_geocoders_go_by_name(name: str) -> None:
    assert isinstance(online_geocoder(name), Geocoder)


@pytest.mark.parametrize("name", ["", "nope", "google", "here", "__class__", "census "])
def test_an_unknown_geocoder_or_one_that_needs_a_key_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="is not an available geocoder"):
        online_geocoder(name)
