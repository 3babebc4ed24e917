"""The gazetteer over the real tables: what it refuses, in one clear line, rather than take it for something else."""

import re

import pytest

from finder.domain.place import PlaceNotFound
from finder.errors import QueryError
from finder.places.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Bozman MT", "Bozeman, Montana"),
        ("Philadelpia", "Philadelphia, Pennsylvania"),
        ("Albequerque NM", "Albuquerque, New Mexico"),
        ("San Fransisco", "San Francisco, California"),
        ("Pittsburg PA", "Pittsburgh, Pennsylvania"),
        ("Cincinatti", "Cincinnati, Ohio"),  # codespell:ignore cincinatti
        ("winstonsalem nc", "Winston-Salem, North Carolina"),
        ("Bozmen MT", "Bozeman, Montana"),
        ("Springfeild, Missouri", "Springfield, Missouri"),
    ],
)
def test_a_slip_is_refused_with_what_was_meant(gazetteer: Gazetteer, written: str, meant: str) -> None:
    with pytest.raises(PlaceNotFound) as refused:
        gazetteer.find(written)
    assert refused.value.suggestions[0].label == meant
    assert gazetteer.find(meant).label == meant


@pytest.mark.parametrize(("written", "meant"), [("59781", "59718"), ("02193", "02139")])
def test_an_unknown_zip_suggests_those_a_slip_away(gazetteer: Gazetteer, written: str, meant: str) -> None:
    with pytest.raises(PlaceNotFound) as refused:
        gazetteer.find(written)
    assert meant in {p.zip for p in refused.value.suggestions}


@pytest.mark.parametrize(
    "written", ["Bozeman, CA 59718", "59718, CA", "12 Main St, Boise ID 59718", "90210 Bozeman MT", "Bozeman MT 90210"]
)
def test_a_zip_of_another_state_than_written_is_refused(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match=r"is in .*, not in ") as refused:
        gazetteer.find(written)
    assert refused.value.suggestions[0].precision == "zip"


@pytest.mark.parametrize(
    ("written", "city"),
    [
        ("Billings, MT 59718", "Billings, Montana"),
        ("123 Main St, Billings MT 59718", "Billings, Montana"),
        ("Seattle WA 99201", "Seattle, Washington"),
        ("Beverly Hills 59718", "Beverly Hills, California"),
    ],
)
def test_a_zip_far_from_the_city_written_is_refused_with_both(gazetteer: Gazetteer, written: str, city: str) -> None:
    with pytest.raises(PlaceNotFound, match=f"not in {city}") as refused:
        gazetteer.find(written)
    zip_place, named, *_ = refused.value.suggestions
    assert (zip_place.precision, named.label) == ("zip", city)


@pytest.mark.parametrize(
    "written", ["Montana", "MT", "Idaho", "Iowa", "Indiana", "Nevada", "Hawaiʻi", "Puerto Rico", "washington state"]
)
def test_a_state_alone_is_no_place_even_if_a_village_has_its_name(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match="is a state"):
        gazetteer.find(written)


@pytest.mark.parametrize(
    "written",
    [
        "00000", "99999", "59718 Paris, France 99999", "Paris, France", "Toronto, ON", "Vancouver, BC", "London, UK", "Tijuana",
        "Mexico City", "{{7*7}}", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%s%(place)s%n", "😀",
        "مرحبا", "东京", "\u202e81795", "5971", "597188", "12345 Main St", "Main St", "406-555-0100", "-5", "a" * 200,
    ],
)  # fmt: skip
def test_what_is_no_place_here_is_one_clear_error(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound) as refused:
        gazetteer.find(written)
    assert re.match(r"We couldn't find .*\. Try a ZIP code", str(refused.value))


@pytest.mark.parametrize("written", ["", " ", "\t\n", ",", ".", "\x00", "\u200f", "\u200b\ufeff", '""'])
def test_nothing_typed_is_said(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(QueryError, match="didn't type a place"):
        gazetteer.find(written)


@pytest.mark.parametrize("written", ["a" * 201, "59718 " * 2000, "\x00" * 10_000])
def test_a_text_too_long_is_refused_unread(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(QueryError, match="longer than 200 characters"):
        gazetteer.find(written)


@pytest.mark.parametrize(
    "written", ["00802", "96910", "96799-1234", "Guam", "St Thomas VI", "Hagatna, GU", "Charlotte Amalie, VI 00802"]
)
def test_island_territories_are_named_as_such(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match=r"is (in )?an island territory") as refused:
        gazetteer.find(written)
    assert refused.value.suggestions == ()


@pytest.mark.parametrize("written", ["09012", "34002", "96201", "APO AE 09012"])
def test_military_zips_are_named_as_such(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match="military address"):
        gazetteer.find(written)


@pytest.mark.parametrize("written", ["43.65,-79.38", "40.0,-72.0", "45.68, 111.04", "0,0", "48.85 N, 2.35 E"])
def test_points_abroad_or_at_sea_are_refused(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(PlaceNotFound, match="not in the United States"):
        gazetteer.find(written)


@pytest.mark.parametrize("written", ["-111.04, 95.68", "nan,nan", "45, inf", "99,199"])
def test_senseless_coordinates_are_refused(gazetteer: Gazetteer, written: str) -> None:
    with pytest.raises(QueryError):
        gazetteer.find(written)
