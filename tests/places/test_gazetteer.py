"""The gazetteer over the real tables: what patients type and where it lies. What is refused: test_gazetteer_refusals.py."""

import contextlib
from typing import Any

import pytest
from geopy.geocoders.base import Geocoder
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.geo import Point, miles_between
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.errors import InputError
from finder.places.as_geopy import OfflineGeocoder
from finder.places.gazetteer import Gazetteer

#: Where the middle of a ZIP's people is, from maps.
ZIPS = {
    "59718": (45.68, -111.07), "59270": (47.72, -104.16), "89049": (38.07, -117.23), "89301": (39.25, -114.88),
    "99723": (71.29, -156.79), "99701": (64.84, -147.72), "99901": (55.35, -131.66), "96813": (21.31, -157.86),
    "96720": (19.71, -155.09), "96766": (21.97, -159.37), "00765": (18.12, -65.44), "00680": (18.20, -67.14),
    "00901": (18.466, -66.11), "20001": (38.91, -77.02), "10001": (40.750, -73.997), "11201": (40.694, -73.990),
    "02139": (42.365, -71.104), "05401": (44.48, -73.22), "04609": (44.387, -68.204), "14201": (42.897, -78.885),
    "15213": (40.444, -79.954), "27101": (36.10, -80.23), "30303": (33.753, -84.390), "33040": (24.555, -81.782),
    "35243": (33.445, -86.750), "39201": (32.293, -90.185), "48201": (42.345, -83.060), "49855": (46.54, -87.42),
    "55802": (46.78, -92.09), "57701": (44.08, -103.23), "58501": (46.808, -100.784), "60612": (41.880, -87.688),
    "63101": (38.632, -90.193), "66101": (39.117, -94.627), "70112": (29.956, -90.077), "77030": (29.706, -95.402),
    "79901": (31.76, -106.48), "83702": (43.63, -116.20), "84101": (40.755, -111.90), "85004": (33.451, -112.07),
    "97201": (45.50, -122.69), "98101": (47.611, -122.334), "99201": (47.665, -117.43),
}  # fmt: skip

#: Where the middle of a city is, from maps.
CITIES = {
    "Bozeman, MT": (45.680, -111.039), "Tonopah, NV": (38.067, -117.230), "Ely, Nevada": (39.247, -114.889),
    "Utqiagvik, AK": (71.291, -156.789), "Fairbanks AK": (64.838, -147.716), "Juneau, Alaska": (58.302, -134.420),
    "Honolulu, HI": (21.307, -157.858), "Hilo HI": (19.707, -155.081), "San Juan, PR": (18.466, -66.106),
    "Mayagüez PR": (18.201, -67.140), "Ponce, Puerto Rico": (18.011, -66.614), "Washington DC": (38.895, -77.036),
    "New York": (40.713, -74.006), "Brooklyn, New York, NY": (40.650, -73.950), "Boston, MA": (42.358, -71.060),
    "Burlington VT": (44.476, -73.212), "Bangor, Maine": (44.801, -68.778), "Buffalo, N.Y.": (42.886, -78.878),
    "Pittsburgh PA": (40.441, -79.996), "Winston-Salem NC": (36.100, -80.244), "Atlanta, Georgia": (33.749, -84.388),
    "Key West FL": (24.556, -81.782), "Vestavia Hills, AL": (33.449, -86.788), "New Orleans LA": (29.954, -90.075),
    "St. Louis MO": (38.627, -90.198), "Kansas City, KS": (39.114, -94.627), "Kansas City, MO": (39.100, -94.579),
    "O'Fallon, MO": (38.811, -90.700), "Ft. Collins CO": (40.585, -105.084), "Cañon City, CO": (38.441, -105.242),
    "Coeur d'Alene, ID": (47.678, -116.780), "Mt Vernon, WA": (48.421, -122.334), "Spokane, Washington": (47.659, -117.426),
    "Portland, OR": (45.523, -122.676), "Boise ID": (43.615, -116.202), "Salt Lake City UT": (40.761, -111.891),
    "El Paso, TX": (31.759, -106.487), "Marfa, Texas": (30.309, -104.021), "Bismarck ND": (46.808, -100.784),
    "Rapid City, SD": (44.081, -103.231), "Duluth MN": (46.783, -92.107), "Sault Ste. Marie, MI": (46.495, -84.345),
}  # fmt: skip


@pytest.mark.parametrize("code", ZIPS)
def test_a_zip_is_within_five_miles_of_the_truth(gazetteer: Gazetteer, code: str) -> None:
    place = gazetteer.find(code)
    assert (place.precision, place.zip, place.note) == ("zip", code, None)
    assert miles_between(place.point, Point(*ZIPS[code])) < 5


@pytest.mark.parametrize("written", CITIES)
def test_a_city_is_within_five_miles_of_the_truth(gazetteer: Gazetteer, written: str) -> None:
    place = gazetteer.find(written)
    assert (place.precision, place.note) == ("city", None)
    assert miles_between(place.point, Point(*CITIES[written])) < 5


@pytest.mark.parametrize(
    "written",
    [
        "59718-1234", "597181234", "59718 1234", "59718–1234", " 59718 ", "(59718)", "59718, USA", "59718, U.S.A.", "MT 59718",
        "59718 MT", "59718, Montana", "59718 Bozeman", "59718 Bozeman MT", "Bozeman 59718", "Bozeman, MT 59718-1234",
        "bozeman montana 59718 usa", "zip 59718", "my zip code is 59718", "59718, Bozeman, Montana", "５９７１８", "٥٩٧١٨",
        "\u200f59718\u200f", "597\u200b18", "59718\x00", "\ufeff59718", "Boseman, MT 59718", "Bozeman (MT) 59718",
    ],
)  # fmt: skip
def test_a_zip_is_read_however_it_is_written(gazetteer: Gazetteer, written: str) -> None:
    place = gazetteer.find(written)
    assert (place.label, place.precision, place.note) == ("59718, Bozeman, Montana", "zip", None)


@pytest.mark.parametrize(
    ("label", "ways"),
    [
        ("Bozeman, Montana", ["Bozeman, Mont.", "bozeman montana", "BOZEMAN,MT", "Bozeman MT USA", "Bozeman,\tMT\n"]),
        ("St. Louis, Missouri", ["St. Louis MO", "Saint Louis, Missouri", "st louis mo", "St.Louis, MO"]),
        ("Fort Collins, Colorado", ["Ft. Collins CO", "ft collins, colo.", "Fort Collins, Colorado"]),
        ("Mount Vernon, Washington", ["Mt Vernon, WA", "Mt. Vernon, Wash.", "Mount Vernon, Washington State"]),
        ("Washington, District of Columbia", ["Washington DC", "Washington, D.C.", "Washington D C", "DC", "D.C."]),
        ("New York City, New York", ["New York", "NYC", "New York City", "New York, NY", "new york new york", "NYC, N.Y."]),
        ("Kansas City, Kansas", ["Kansas City, KS", "kansas city kansas"]),
        ("Mayagüez, Puerto Rico", ["Mayagüez PR", "Mayaguez, Puerto Rico", "MAYAGUEZ P.R."]),
        ("Winston-Salem, North Carolina", ["Winston-Salem NC", "winston salem n carolina", "Winston–Salem, N.C."]),
        ("Coeur d'Alene, Idaho", ["Coeur d'Alene, ID", "Coeur d’Alene ID", "coeur dalene idaho"]),
        ("O'Fallon, Missouri", ["O'Fallon, MO", "O’Fallon MO", "ofallon missouri"]),
        ("Cañon City, Colorado", ["Cañon City, CO", "Canon City CO", "CAÑON CITY, COLORADO", "Can\u0303on City CO"]),
        ("Sault Ste. Marie, Michigan", ["Sault Ste Marie MI", "sault sainte marie, mich."]),
        ("West New York, New Jersey", ["West New York", "W New York NJ"]),
        ("Charleston, West Virginia", ["Charleston WV", "Charleston W.Va.", "Charleston, West Virginia"]),
        ("Kings Park West, Virginia", ["Kings Park West, VA", "Kings Park West, Virginia"]),
    ],
)  # fmt: skip
def test_a_city_is_read_however_it_is_written(gazetteer: Gazetteer, label: str, ways: list[str]) -> None:
    assert {written: gazetteer.find(written).label for written in ways} == dict.fromkeys(ways, label)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2409 Acton Rd, Vestavia Hills AL 35243", "35243, Vestavia Hills, Alabama"),
        ("2409 Acton Rd, Vestavia Hills, AL 35243-1234", "35243, Vestavia Hills, Alabama"),
        ("2409 Acton Rd, Apt 12, Mountain Brook, AL 35243, USA", "35243, Mountain Brook, Alabama"),
        ("2409 Acton Rd #12 Birmingham AL 35243", "35243, Birmingham, Alabama"),
        ("2409 Acton Rd 35243", "35243, Birmingham, Alabama"),
        ("12345 Main St, Bozeman MT 59718", "59718, Bozeman, Montana"),
        ("350 5th Ave, New York, NY 10118", "10118, New York, New York"),
        ("1600 Pennsylvania Ave NW, Washington, DC 20500", "20500, Washington, District of Columbia"),
    ],
)
def test_an_address_with_a_zip_is_its_zip_and_says_so(gazetteer: Gazetteer, written: str, label: str) -> None:
    place = gazetteer.find(written)
    assert (place.label, place.precision) == (label, "zip")
    assert f"the middle of ZIP code {place.zip}" in str(place.note)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("2409 Acton Rd, Vestavia Hills, AL", "Vestavia Hills, Alabama"),
        ("2409 Acton Rd Vestavia Hills Alabama", "Vestavia Hills, Alabama"),
        ("12345 Main St, Apt 4, Bozeman, MT", "Bozeman, Montana"),
        ("59718 Main St, Bozeman MT", "Bozeman, Montana"),
        ("PO Box 12 Bozeman MT", "Bozeman, Montana"),
        ("N7123 County Road A, Madison, WI", "Madison, Wisconsin"),
        ("Montana Acme Institute, Bozeman, MT", "Bozeman, Montana"),
        ("350 5th Ave, New York, NY", "New York City, New York"),
        # The letter after a street does not belong to the city: North Little Rock and North Miami are other cities.
        ("123 Main St N, Little Rock AR", "Little Rock, Arkansas"),
        ("456 Collins Ave N, Miami, FL", "Miami, Florida"),
        ("123 Elm St North Miami FL", "North Miami, Florida"),
    ],
)
def test_an_address_without_a_zip_is_its_city_and_says_so(gazetteer: Gazetteer, written: str, label: str) -> None:
    place = gazetteer.find(written)
    assert (place.label, place.precision) == (label, "city")
    assert f"the middle of {place.label.split(', ')[0]}." in str(place.note)


def test_coordinates_stay_where_they_are(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("45.68° N, 111.04° W")
    assert (place.point, place.precision, place.zip, place.note) == (Point(45.68, -111.04), "device", "59715", None)
    assert (place.label, place.city, place.state) == ("near Bozeman, Montana", "Bozeman", "MT")


@pytest.mark.parametrize(
    "written", ["45.6812, -111.0398", "59718", "Bozeman, MT", "Inwood, Nassau County, NY", "Orange County, CA"]
)
def test_what_a_form_sends_for_a_place_is_that_place(gazetteer: Gazetteer, written: str) -> None:
    place = gazetteer.find(written)
    again = gazetteer.find(place.search_text)
    assert (again.label, again.point, again.precision) == (place.label, place.point, place.precision)


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Springfield", "Springfield, Missouri"),
        ("Kansas City", "Kansas City, Missouri"),
        ("Portland", "Portland, Oregon"),
        ("Washington", "Washington, District of Columbia"),
        ("Port Washington", "Port Washington, New York"),
        ("Aurora", "Aurora, Colorado"),
    ],
)
def test_a_name_of_several_cities_gives_them_by_people(gazetteer: Gazetteer, written: str, first: str) -> None:
    with pytest.raises(PlaceAmbiguous) as several:
        gazetteer.find(written)
    people = [p.population for p in several.value.candidates]
    assert several.value.candidates[0].label == first
    assert len(people) > 1
    assert people == sorted(people, reverse=True)


@pytest.mark.parametrize(
    "written",
    ["Springfield", "Washington", "Jackson", "Georgetown", "Woodlawn, VA", "Kansas City", "Inwood, NY", "Orange County"],
)
def test_the_label_of_a_candidate_is_that_candidate(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceAmbiguous) as several:
        gazetteer.find(written)
    for candidate in several.value.candidates:
        found = gazetteer.find(candidate.label)
        assert (found.label, found.point) == (candidate.label, candidate.point)


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("Woodlawn, VA", {"Woodlawn, Fairfax County, Virginia", "Woodlawn, Carroll County, Virginia"}),
        ("Bryn Mawr, PA", {"Bryn Mawr, Delaware County, Pennsylvania", "Bryn Mawr, Washington County, Pennsylvania"}),
        ("12 Main St, Woodlawn, VA", {"Woodlawn, Fairfax County, Virginia", "Woodlawn, Carroll County, Virginia"}),
        ("Inwood, NY", {"Inwood, Nassau County, New York", "Inwood, New York County, New York"}),
        ("Magnolia, NJ", {"Magnolia, Camden County, New Jersey", "Magnolia, Burlington County, New Jersey"}),
    ],
)
def test_two_cities_of_one_name_in_one_state_are_told_apart_by_county(
    gazetteer: Gazetteer, written: str, apart: set[str]
) -> None:
    with pytest.raises(PlaceAmbiguous) as several:
        gazetteer.find(written)
    assert {p.label for p in several.value.candidates} == apart


WORDS = st.sampled_from(
    [
        "59718",
        "Bozeman",
        "MT",
        "Montana",
        "New York",
        "St.",
        "12",
        "45.68",
        "-111.04",
        "N",
        "°",
        "'",
        ",",
        ", ",
        " ",
        "-",
        "DC",
        "VI",
    ]
)


@pytest.mark.slow
@settings(max_examples=3 * settings().max_examples, deadline=None, database=None)
@given(st.text(max_size=210) | st.lists(WORDS, max_size=9).map(" ".join) | st.lists(WORDS, max_size=9).map("".join))
def test_any_text_gives_a_place_or_an_input_error(gazetteer: Gazetteer, written: str) -> None:
    place: Place | None = None
    with contextlib.suppress(InputError):
        place = gazetteer.find(written)
    assert place is None or (place.label and gazetteer.in_country(place.point))


@settings(max_examples=2 * settings().max_examples, deadline=None, database=None)
@given(st.data())
def test_the_label_of_a_zip_is_that_zip(gazetteer: Gazetteer, data: st.DataObject) -> None:
    code = f"{data.draw(st.integers(0, 99_999)):05}"
    place = gazetteer.zip_place(code)
    assert place is None or gazetteer.find(place.label).label == place.label


def test_it_can_stand_as_a_geopy_geocoder(gazetteer: Gazetteer) -> None:
    geocoder = OfflineGeocoder(gazetteer)
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Bozeman, MT")
    assert (found.address, found.raw["place"].precision) == ("Bozeman, Montana", "city")
    assert found.latitude == pytest.approx(45.68, abs=0.01)


def test_geopy_gets_a_list_when_it_asks_for_one(gazetteer: Gazetteer) -> None:
    assert [x.address for x in OfflineGeocoder(gazetteer).geocode("Kansas City", exactly_one=False) or ()] == [
        "Kansas City, Missouri",
        "Kansas City, Kansas",
    ]
    assert [x.address for x in OfflineGeocoder(gazetteer).geocode("59718", exactly_one=False) or ()] == [
        "59718, Bozeman, Montana"
    ]


def test_geopy_gets_the_largest_of_several(gazetteer: Gazetteer) -> None:
    found: Any = OfflineGeocoder(gazetteer).geocode("Springfield", timeout=1)
    assert found.address == "Springfield, Missouri"


@pytest.mark.parametrize("exactly_one", [True, False])
def test_geopy_gets_none_for_nothing(gazetteer: Gazetteer, exactly_one: bool) -> None:
    assert OfflineGeocoder(gazetteer).geocode("Bozman MT", exactly_one=exactly_one) is None


def test_listings_find_zips_and_cities_by_themselves(gazetteer: Gazetteer) -> None:
    zip_place, city = gazetteer.zip_place("59718"), gazetteer.city_place("St Louis", "MO")
    assert zip_place is not None
    assert zip_place.label == "59718, Bozeman, Montana"
    assert city is not None
    assert city.label == "St. Louis, Missouri"
    assert gazetteer.zip_place("00000") is None
    assert gazetteer.city_place("Bozeman", "CA") is None


def test_of_two_cities_listings_mean_the_one_that_mail_goes_to(gazetteer: Gazetteer) -> None:
    mail = gazetteer.city_place("Bryn Mawr", "PA")
    assert mail is not None
    assert miles_between(mail.point, Point(40.02, -75.32)) < 5


def test_it_knows_only_the_tables_it_was_given(grid_gazetteer: Gazetteer) -> None:
    assert grid_gazetteer.find("67012").label == "67012, Town 12, Kansas"
    assert grid_gazetteer.find("Corner, KS").point == grid_gazetteer.find("67000").point
    with pytest.raises(PlaceNotFound):
        grid_gazetteer.find("59718")


def test_a_small_towns_name_that_may_be_a_slip_for_a_city_is_asked_about(gazetteer: Gazetteer) -> None:
    with pytest.raises(PlaceAmbiguous) as asked:
        gazetteer.find("Bozman")
    # What was typed exactly comes first.
    assert [p.label for p in asked.value.candidates] == ["Bozman, Maryland", "Bozeman, Montana"]
    assert gazetteer.find("Bozman MD").label == "Bozman, Maryland"
    assert gazetteer.find("Ekalaka").label == "Ekalaka, Montana"
