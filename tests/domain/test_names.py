"""One form of names, which the search for places and the reading of official tables build on."""

from collections.abc import Callable

import pytest

from finder.domain.names import plain, spelled_out
from finder.domain.states import STATE_NAMES, state_code


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Cañon City", "canon city"), ("D.C.", "dc"), ("St.Louis", "st louis"), ("O’Brien", "obrien"), ("  A   b ", "a b"),
        ("Winston-Salem", "winston salem"), ("縣", ""), ("", ""),
    ],
)  # fmt: skip
def test_plain_words(written: str, words: str) -> None:
    assert plain(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("W. St. Paul", "west saint paul"), ("Ft Worth", "fort worth"), ("Ste. Genevieve", "sainte genevieve"),
        ("N", "n"), ("Point N", "point n"), ("No. Adams", "north adams"),
    ],
)  # fmt: skip
def test_short_forms_are_spelled_out_and_directions_only_before_another_word(written: str, words: str) -> None:
    assert spelled_out(written) == words


@pytest.mark.parametrize("form", [str.lower, str.upper, str.title])
def test_a_state_is_known_by_code_and_name(form: Callable[[str], str]) -> None:
    for code, name in STATE_NAMES.items():
        assert state_code(form(code)) == state_code(form(f" {name} ")) == code


@pytest.mark.parametrize(("written", "code"), [("N. Dakota", "ND"), ("Nueva York", "NY"), ("Guam", ""), ("", ""), ("XX", "")])
def test_other_names_of_states(written: str, code: str) -> None:
    assert state_code(written) == code
