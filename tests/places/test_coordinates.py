"""Latitudes and longitudes as people write them."""

import numpy as np
import pytest

from finder.domain.geo import Point, PointSet, miles_between
from finder.errors import QueryError
from finder.places.coordinates import is_one_number, point_within, read_point
from finder.places.gazetteer import Gazetteer

BOZEMAN = Point(45.68, -111.04)


@pytest.mark.parametrize(
    "written",
    [
        "45.68,-111.04",
        "45.68, -111.04",
        "45.68 -111.04",
        "45.68 ; -111.04",
        "+45.68, -111.04",
        "45.68, −111.04",
        "(45.68, -111.04)",
        "45.68°, -111.04°",
        "45.68º N, 111.04º W",
        "45.68° N 111.04° W",
        "45.68N111.04W",
        "45.68n, 111.04w",
        "N 45.68, W 111.04",
        "N45.68 W111.04",
        "111.04 W, 45.68 N",
        "45.68 N, -111.04 W",
        "45°40'48\"N 111°02'24\"W",
        "45° 40′ 48″ N, 111° 2′ 24″ W",
        "45°40.8', -111°2.4'",
        "lat 45.68 lon -111.04",
        "Latitude: 45.68, Longitude: -111.04",
        "45 40 48 N 111 2 24 W",
        "45 40 48 -111 2 24",
        "N45 40.8 W111 2.4",
        "45 40.8 -111 2.4",
        "45° 40.8' N, 111° 2.4' W",
        "45 deg 40 min 48 sec N, 111 deg 2 min 24 sec W",
        "45 grados 40.8 minutos norte, 111 grados 2.4 minutos oeste",
        "45°40''48''N 111°02'24''W".replace("40''", "40'"),
        "lat: 45.68, lng: -111.04",
        '{"lat": 45.68, "lng": -111.04}',
        "Latitud 45.68 Longitud -111.04",
        "GPS: 45.68/-111.04",
        "45,68 -111,04",
        "45,68; -111,04",
        "45,68, -111,04",
        "45,68,-111,04",
        "45,68 N 111,04 W",
        "45.68-111.04",
        "@45.68,-111.04",
    ],
)
def test_a_point_is_read(written: str) -> None:
    point = read_point(written)
    assert point is not None
    assert (point.lat_deg, point.lon_deg) == pytest.approx((BOZEMAN.lat_deg, BOZEMAN.lon_deg))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "45.68",
        "59718",
        "59718 1234",
        "Bozeman, MT",
        "1e400,0",
        "12 N Main St",
        "45,68123",
        "12 34 56 78",
        "45.68.1, -111.04",
        "406-555-0100",
        "10 20 30",
        "N, W",
        "59718,59715",
    ],
)
def test_what_is_no_pair_of_angles_is_left_to_others(written: str) -> None:
    assert read_point(written) is None


@pytest.mark.parametrize("written", ["nan,nan", "nan, -111", "45, inf", "-inf inf", "NaN NaN"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="must be numbers"):
        read_point(written)


@pytest.mark.parametrize("written", ["45 61 N, 111 2 W", "45 40 60 N 111 2 24 W"])
def test_minutes_and_seconds_are_less_than_sixty(written: str) -> None:
    with pytest.raises(QueryError, match="less than 60"):
        read_point(written)


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        *((w, True) for w in ("45.68123", "45,68123", "-111.04", "lat 45.68", "45.68 N", "45° 40' N", "longitude: -111")),
        *((w, False) for w in ("59718", "45", "-5", "45.68, -111.04", "12.5 Main St", "Bozeman", "2139")),
    ],
)
def test_half_a_pair_is_seen(written: str, is_one: bool) -> None:
    assert is_one_number(written) is is_one


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("home: 45.68, -111.04 (gate 59801)", True),
        ("45.6800, -111.0400, near ZIP code 59715", True),
        ("45.680000,-111.040000,17z", True),
        ("version 1.5, 2.5", False),
        ("12.50 dollars", False),
        ("192.168.10.20", False),
    ],
)
def test_a_pair_among_other_words_is_found(written: str, found: bool) -> None:
    assert point_within(written) == (BOZEMAN if found else None)


def test_a_pair_that_can_only_be_longitude_first_is_read_so() -> None:
    assert read_point("-111.04, 45.68") == BOZEMAN
    assert read_point("-80.19, 25.76") == Point(-80.19, 25.76)  # either order may be meant


@pytest.mark.parametrize(
    "written",
    [
        "45d40m48s N 111d02m24s W",
        "45-40-48N 111-02-24W",
        "454048N 1110224W",
        "4540.8N 11102.4W",
        "Longitude: -111.04, Latitude: 45.68",
        "lon=-111.04&lat=45.68",
        "POINT(-111.04 45.68)",
        "SRID=4326;POINT (-111.04 45.68)",
    ],
)
def test_what_instruments_and_databases_write_is_read(written: str) -> None:
    point = read_point(written)
    assert point is not None
    assert miles_between(point, BOZEMAN) < 0.01


@pytest.mark.parametrize("written", ["59718N 12345W", "12-34 Main St N", "454048", "45d", "POINT(45.68)"])
def test_what_only_looks_like_it_is_no_point(written: str) -> None:
    assert read_point(written) is None


@pytest.mark.parametrize("written", ["91,181", "45.68, 999", "999, 999"])
def test_what_is_not_on_the_earth_is_refused(written: str) -> None:
    with pytest.raises(QueryError, match="not on the earth"):
        read_point(written)


@pytest.mark.parametrize("written", ["45 N, 111 N", "45 W, 111 E"])
def test_two_letters_of_one_axis_are_refused(written: str) -> None:
    with pytest.raises(QueryError, match="same direction"):
        read_point(written)


@pytest.mark.parametrize(
    ("where", "lat_deg", "lon_deg"),
    [
        ("Bozeman", 45.68, -111.04),
        ("the Brooks Range, far from any ZIP", 68.0, -155.0),
        ("Attu, beyond the date line", 52.9, 173.1),
        ("Honolulu's harbour", 21.3, -157.87),
        ("Key West", 24.555, -81.78),
        ("Culebra, Puerto Rico", 18.31, -65.29),
        ("the Northwest Angle", 49.35, -95.1),
        ("Monhegan, Maine, which outlines lack", 43.767, -69.31),
    ],
)
def test_the_country_reaches_to_its_ends(gazetteer: Gazetteer, where: str, lat_deg: float, lon_deg: float) -> None:
    assert gazetteer.in_country(Point(lat_deg, lon_deg)), where


@pytest.mark.parametrize(
    ("where", "lat_deg", "lon_deg"),
    [
        ("Toronto", 43.65, -79.38),
        ("Montreal", 45.5, -73.57),
        ("Monterrey", 25.67, -100.31),
        ("Whitehorse", 60.72, -135.06),
        ("Nassau", 25.05, -77.35),
        ("Charlotte Amalie", 18.34, -64.93),
        ("the Atlantic, off Long Island", 40.0, -72.0),
        ("the Gulf", 28.0, -90.0),
        ("Null Island", 0, 0),
        ("Paris", 48.85, 2.35),
        ("the South Pole", -90, 0),
        ("Bozeman without its minus", 45.68, 111.04),
    ],
)
def test_neighbors_and_the_sea_are_not_in_the_country(gazetteer: Gazetteer, where: str, lat_deg: float, lon_deg: float) -> None:
    assert not gazetteer.in_country(Point(lat_deg, lon_deg)), where


def test_many_points_are_in_the_country_where_each_of_them_is(gazetteer: Gazetteer) -> None:
    spots = [Point(lat, lon) for lat in np.arange(17.5, 72, 3.7) for lon in (*np.arange(-178, -64, 4.3), 111.04, 173.1)]
    found = gazetteer.each_in_country(PointSet.of(spots))
    assert found.tolist() == [gazetteer.in_country(spot) for spot in spots]
    assert 50 < found.sum() < len(spots) / 2


def test_miles_are_straight_miles_on_the_ellipsoid() -> None:
    # One degree along the equator is 2 pi 6378.137 km / 360.
    assert miles_between(Point(0, 0), Point(0, 1)) == pytest.approx(111.3195 / 1.609344, rel=1e-5)
