"""Digits of a house, a box, a suite, a road, a telephone, or a coordinate never become a place, whatever stands beside them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.place import Place
from finder.errors import InputError
from finder.places.gazetteer import Gazetteer
from tests.world import REFERENCE

CODES = st.sampled_from(REFERENCE.zips.zip.tolist())
AREAS = st.sampled_from(["Bozeman, MT", "Houston TX", "Mukwonago, WI", "Hyde Park, Chicago", "Philadelphia", "Ekalaka Montana"])
UNITS = st.sampled_from(
    [
        *("PO Box {}", "P.O. Box {}", "Box {}", "Suite {}", "Ste. {}", "Apt {}", "Apt. #{}", "#{}", "Unit {}"),
        *("Rm {}", "Lot {}"),
        *("Highway {}", "Hwy {}", "Route {}", "County Road {}", "FM {}", "Exit {}", "Apartado {}", "Apto. {}"),
        *("tel {}", "phone: {}", "call {}", "fax {}", "ext. {}", "{} Main St", "{}th Ave", "N{} County Road A"),
        *("45.{}", "-111.{}", "lat 45.{}", "406-{}", "406-555-{}", "+1 406 5{}", "{}0", "1{}", "no. {}", "${}.00"),
    ]
)  # fmt: skip
ORDERS = st.sampled_from(
    ["{unit}, {area}", "{unit} {area}", "{area}, {unit}", "{area} {unit}", "{unit}", "12 Elm St {unit} {area}"]
)
PIECES = st.sampled_from(
    [
        *("59718", "10001", "Bozeman", "MT", "Montana", "New York", "St.", "12", "45.68", "-111.04", "41,90195", "N", "W"),
        *("°", "'", '"', ",", ", ", " ", "-", "DC", "VI", "Guam", "PO Box", "Suite", "#", "County", "Township", "City of"),
        *("near", "@", "geo:", "https://maps.google.com/?q=", "/@", "!3d45.6!4d", "///", "86HJW92G+QJH", "W92G+QJ", "zip"),
        *("2139", "O2139", "or", "\u200b", "Springfield", "St. Croix", "Orange", "Harlem", "Paris", "France", "&", "and"),
        *("5th Ave", "ll=", "?", "%41", "[", "]", "(", ")"),
    ]
)  # fmt: skip


def found(gazetteer: Gazetteer, written: str) -> Place | None:
    """The place of a text, or None for one that is refused or asked about; any other error is a failure."""
    try:
        return gazetteer.find(written)
    except InputError:
        return None


@pytest.mark.slow
@settings(max_examples=5 * settings().max_examples, deadline=None, database=None)
@given(code=CODES, area=AREAS, unit=UNITS, order=ORDERS)
def test_digits_of_something_else_are_no_place(gazetteer: Gazetteer, code: str, area: str, unit: str, order: str) -> None:
    place = found(gazetteer, order.format(unit=unit.format(code), area=area))
    # A point among the digits ("45.59718, -111.04") is not made here, so that nothing can have this ZIP code but by mistake.
    assert place is None or place.zip == ""


@settings(max_examples=5 * settings().max_examples, deadline=None, database=None)
@given(code=CODES, other=CODES, unit=UNITS, last=st.booleans())
def test_a_zip_code_is_read_beside_digits_of_something_else(
    gazetteer: Gazetteer, code: str, other: str, unit: str, last: bool
) -> None:
    here = gazetteer.find(code)
    area = f"{here.city}, {here.state} {code}"
    place = found(gazetteer, f"{unit.format(other)}, {area}" if last else f"{area}, {unit.format(other)}")
    assert place is not None
    assert place.zip == code


@pytest.mark.slow
@settings(max_examples=5 * settings().max_examples, deadline=None, database=None)
@given(st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join))
def test_pieces_in_any_order_give_a_place_or_an_input_error(gazetteer: Gazetteer, written: str) -> None:
    place = found(gazetteer, written)
    assert place is None or (place.label and gazetteer.in_country(place.point))
    assert place is None or all(other.label != place.label for other in place.alternatives)


@pytest.mark.parametrize(
    "written", ["59718", "Bozeman, MT", "2409 Acton Rd 35243", "45.68, -111.04", "Orange County, CA", "Boston"]
)
def test_what_is_said_of_a_place_has_no_digits_that_were_not_typed(gazetteer: Gazetteer, written: str) -> None:
    place = gazetteer.find(written)
    assert set(re.findall(r"\d+", f"{place.label} {place.note or ''}")) <= set(re.findall(r"\d+", written))
