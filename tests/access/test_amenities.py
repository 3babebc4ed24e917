"""Free text of listings about amenities, read as yes, no, or unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.amenities import LANGUAGES, PAYMENTS, says_yes, speaks, takes
from finder.wording.vocabulary import LANGUAGE_WORDS, PAYMENT_WORDS
from tests.conftest import HOSTILE


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        *[(w, True) for w in ("yes", "Yes", " YES, call first", "y", "true", "designated", "yes; by referral")],
        *[(w, False) for w in ("no", "No.", "no (waiting list)", "FALSE", "n")],
        *[(w, None) for w in ("", "limited", "waiting list", "not now", "nope", "yesterday", "ask", "?", "никогда", HOSTILE)],
    ],
)
def test_the_first_word_is_yes_or_no(written: str, answer: bool | None) -> None:
    assert says_yes(written) is answer


@pytest.mark.parametrize(
    ("written", "language", "answer"),
    [
        ("English; Spanish", "es", True),
        ("en;es", "es", True),
        ("EN, ES", "es", True),
        ("Español", "es", True),
        ("English", "es", False),
        ("en", "es", False),
        ("English; Spanish", "zh", False),
        ("Mandarin and Cantonese", "zh", True),
        ("中文", "zh", True),
        ("", "es", None),
        ("ask", "es", None),
        ("Klingon", "es", None),
        ("English, interpreters for all others", "es", None),
        ("English and other languages", "es", None),
        ("English; Spanish; most others by phone", "es", True),
        ("Spanishtown office", "es", None),  # Not a separate word.
        ("closes early", "es", None),
        ("ASL", "ase", True),
        ("Kreyòl", "ht", True),
    ],
)
def test_languages_spoken(written: str, language: str, answer: bool | None) -> None:
    assert speaks(written, language) is answer


@pytest.mark.parametrize(
    ("written", "payment", "answer"),
    [
        ("Medicare; Medicaid; private insurance", "medicaid", True),
        ("Medicare; private insurance", "medicaid", False),
        ("Medi-Cal", "medicaid", True),
        ("medicare;medicaid", "medicare", True),
        ("Medicaid", "medicare", False),
        ("most insurance plans", "medicaid", None),
        ("most insurance plans", "private", True),
        ("all major plans", "medicaid", None),
        ("TRICARE", "va", True),
        ("Nevada plans", "va", None),
        ("self-pay, sliding scale", "self_pay", True),
        ("Self pay; sliding scale", "reduced", True),
        ("", "medicare", None),
    ],
)
def test_payment_accepted(written: str, payment: str, answer: bool | None) -> None:
    assert takes(written, payment) is answer


@given(st.text(max_size=60), st.sampled_from(sorted(LANGUAGES)), st.sampled_from(sorted(PAYMENTS)))
def test_any_text_has_an_answer(written: str, language: str, payment: str) -> None:
    assert {says_yes(written), speaks(written, language), takes(written, payment)} <= {True, False, None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_recognized_by_its_english_name_and_code(language: str) -> None:
    assert speaks(LANGUAGE_WORDS[language].template, language) is True
    assert speaks(language, language) is True


@pytest.mark.parametrize("payment", PAYMENTS)
def test_every_payment_is_recognized_by_its_name_on_the_page(payment: str) -> None:
    assert takes(PAYMENT_WORDS[payment].template, payment) is True


def test_every_language_and_payment_has_a_name() -> None:
    assert (set(LANGUAGES), set(PAYMENTS)) == (set(LANGUAGE_WORDS), set(PAYMENT_WORDS))
