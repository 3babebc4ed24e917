"""Sentences and their values."""

import pytest

from finder.text import Text, text, text_n
from tests.conftest import HOSTILE


def test_values_stand_in_their_places() -> None:
    assert str(text("%(a)s of %(b)s", b=2, a=1)) == "1 of 2"


@pytest.mark.parametrize("value", ["100 %", "%(a)s", "%s", "%", HOSTILE])
def test_a_value_is_never_read_as_a_template(value: str) -> None:
    assert str(text("<%(a)s>", a=value)) == f"<{value}>"


def test_a_literal_per_cent_sign_is_doubled() -> None:
    assert str(text("90 %% of people")) == "90 % of people"


def test_a_sentence_may_hold_a_sentence() -> None:
    assert str(text("%(what)s Call.", what=text_n("%(n)s place.", "%(n)s places.", 2))) == "2 places. Call."


@pytest.mark.parametrize(("n", "shown"), [(0, "0 places in MT"), (1, "1 place in MT"), (2, "2 places in MT")])
def test_one_is_singular_and_all_else_plural(n: int, shown: str) -> None:
    assert str(text_n("%(n)s place in %(state)s", "%(n)s places in %(state)s", n, state="MT")) == shown


def test_equal_sentences_are_one_value() -> None:
    assert len({text("a %(b)s", b=1), text("a %(b)s", b=1), text("a %(b)s", b=2)}) == 2


def test_the_template_is_kept_for_translation() -> None:
    assert text_n("%(n)s day", "%(n)s days", 3) == Text("%(n)s day", (("n", 3),), "%(n)s days")
