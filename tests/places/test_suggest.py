"""What is suggested while a place is typed: always something that the gazetteer understands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.place import PlaceAmbiguous
from finder.places.gazetteer import Gazetteer
from finder.places.suggest import MOST, Suggestions
from tests.world import REFERENCE

SUGGESTIONS = Suggestions(REFERENCE.zips, REFERENCE.towns)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bozem", "Bozeman, Montana"),
        ("597", "59718, Bozeman, Montana"),
        ("springfield", "Springfield, Missouri"),
        ("springfield, il", "Springfield, Illinois"),
        ("Springfield, Oreg", "Springfield, Oregon"),
        ("springfield ver", "Springfield, Vermont"),
        ("st lou", "St. Louis, Missouri"),
        ("mayag", "Mayagüez, Puerto Rico"),
        ("EL PASO", "El Paso, Texas"),
    ],
)
def test_the_place_with_most_people_comes_first(typed: str, first: str) -> None:
    assert SUGGESTIONS.after(typed)[0] == first


def test_accents_may_be_typed_or_not() -> None:
    assert SUGGESTIONS.after("Cañon cit") == SUGGESTIONS.after("canon cit") != []


@pytest.mark.parametrize("typed", ["", "b", "5", "  ", "xqz", "99999", "\x00\x00", "{{7*7}}", ",,,", ", mt", "🙂🙂🙂"])
def test_nothing_is_suggested_for_nothing(typed: str) -> None:
    assert SUGGESTIONS.after(typed) == []


@given(st.text(max_size=120))
def test_any_text_gives_a_short_list(typed: str) -> None:
    found = SUGGESTIONS.after(typed)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)


@given(st.sampled_from(REFERENCE.towns.name.tolist()), st.integers(2, 12))
def test_what_is_suggested_is_understood(gazetteer: Gazetteer, name: str, letters: int) -> None:
    for label in SUGGESTIONS.after(name[:letters]):
        try:
            places = [gazetteer.find(label)]
        except PlaceAmbiguous as several:  # two of one name in one state: the page asks which
            places = list(several.candidates)
        assert {p.label.split(", ")[-1] for p in places} == {label.split(", ")[-1]}


@given(st.sampled_from(REFERENCE.zips.zip.tolist()), st.integers(2, 5))
def test_codes_begin_as_typed(gazetteer: Gazetteer, code: str, digits: int) -> None:
    found = SUGGESTIONS.after(code[:digits])
    assert found
    assert all(label.startswith(code[:digits]) for label in found)
    assert gazetteer.find(found[0]).zip == found[0][:5]
