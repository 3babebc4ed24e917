"""Names brought to one form."""

import pytest

from finder.domain.names import plain
from finder.places.names import city_key, split_place, split_state


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Cañon City", "canon city"),
        ("Mayagüez", "mayaguez"),
        ("D.C.", "dc"),
        ("St.Louis", "st louis"),
        ("Coeur d’Alene", "coeur dalene"),
        ("Winston-Salem", "winston salem"),
        ("  BOZEMAN  ", "bozeman"),
        ("مرحبا", ""),
        ("😀", ""),
    ],
)
def test_a_name_becomes_plain_words(written: str, words: str) -> None:
    assert plain(written) == words


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("St. Louis", "Saint Louis"),
        ("Ste. Genevieve", "Sainte Genevieve"),
        ("Ft. Collins", "Fort Collins"),
        ("Mt Vernon", "Mount Vernon"),
        ("N. Little Rock", "North Little Rock"),
        ("Colorado Spgs", "Colorado Springs"),
        ("Grand Jct", "Grand Junction"),
        ("NYC", "New York"),
        ("New York City", "new york"),
    ],
)
def test_short_forms_have_the_key_of_the_long_ones(short: str, long: str) -> None:
    assert city_key(short) == city_key(long)


@pytest.mark.parametrize(("one", "other"), [("Kansas City", "Kansas"), ("North Bend", "Bend"), ("Fort Worth", "Worth")])
def test_other_cities_have_other_keys(one: str, other: str) -> None:
    assert city_key(one) != city_key(other)


@pytest.mark.parametrize(
    ("written", "before", "state"),
    [
        ("bozeman mt", "bozeman", "MT"),
        ("bozeman montana", "bozeman", "MT"),
        ("charleston west virginia", "charleston", "WV"),
        ("charleston wva", "charleston", "WV"),
        ("washington district of columbia", "washington", "DC"),
        ("washington d c", "washington", "DC"),
        ("kansas city", "kansas city", ""),
        ("boston mass", "boston", "MA"),
        ("puerto rico", "", "PR"),
        ("", "", ""),
    ],
)
def test_a_state_at_the_end_is_split_off(written: str, before: str, state: str) -> None:
    assert split_state(written.split()) == (before.split(), state)


@pytest.mark.parametrize(
    ("written", "street", "words", "state"),
    [
        ("12 Elm St N, Miami, FL", "12 elm st n", "miami", "FL"),
        ("12 Elm St N, Miami FL", "12 elm st n", "miami", "FL"),
        ("12 Elm St Miami FL", "", "12 elm st miami", "FL"),
        ("Kings Park West, Virginia", "", "kings park west", "VA"),
        ("Charleston West Virginia", "", "charleston", "WV"),
        ("Washington, D, C", "", "washington", "DC"),
        (",, Bozeman ,,", "", "bozeman", ""),
        ("MT", "", "", "MT"),
        (",", "", "", ""),
    ],
)
def test_a_comma_says_where_the_city_begins(written: str, street: str, words: str, state: str) -> None:
    assert split_place(written) == (street.split(), words.split(), state)
