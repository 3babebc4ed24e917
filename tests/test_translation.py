"""Sentences for people can be found and translated, and Spanish has all of them: the pages', the core's, and the tables'."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from finder.text import named, text
from finder.wording.writer import Writer
from tests.wording.conftest import WRITERS
from tests.world import ROOT

KEYWORDS = {"_": None, "ngettext": (1, 2), "text": None, "text_n": (1, 2)}
SPANISH = ROOT / "translations" / "es" / "LC_MESSAGES" / "messages.po"
# What stands for a value: %(miles)s in sentences, {share} in those that a script fills in; and the literal percent sign.
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}|%%")


@cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """Every sentence of the project, one with a plural as both."""
    with (ROOT / "translations" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS, comment_tags=())
    return frozenset(message for _, _, message, _, _ in found)


def first(message: str | Sequence[str]) -> str:
    return message if isinstance(message, str) else message[0]


@cache
def spanish() -> Catalog:
    with SPANISH.open("rb") as file:
        return read_po(file, "es")


def messages(catalog: Catalog) -> list[Message]:
    return [m for m in catalog if m.id]


def forms(of: str | Sequence[str] | None) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of or ())


@pytest.mark.slow
def test_sentences_of_pages_core_and_tables_are_found() -> None:
    found = {one for message in extracted() for one in forms(message)}
    for sentence in (
        "Where are you?",
        "No location is listed within %(miles)s miles. The nearest one is %(nearest)s away.",
        "%(n)s entries are examples, not real services. They are not counted.",
        "call to ask",
        "IVIG (intravenous immune globulin)",
        "every 4 weeks, over 2 to 5 days in a row",
        "VA specialty care, 60 minutes",
        "text of 2020 with the 2022 amendment",
        "Medicare: telehealth",
    ):
        assert sentence in found
    assert not {"ivig", "2026-11-22", "https://www.va.gov/health-care/get-reimbursed-for-travel-pay/"} & found


def test_every_sentence_is_in_the_spanish_file_and_no_other() -> None:
    assert {first(m.id) for m in messages(spanish())} == {first(message) for message in extracted()}
    assert not spanish().obsolete


def test_every_sentence_has_a_spanish_one_that_was_looked_at() -> None:
    assert [m.id for m in messages(spanish()) if m.fuzzy or not all(forms(m.string))] == []


def test_what_has_a_plural_has_one_in_spanish() -> None:
    plural = {first(message) for message in extracted() if isinstance(message, tuple)}
    assert {first(m.id) for m in messages(spanish()) if len(forms(m.string)) == spanish().num_plurals == 2} == plural


def test_a_spanish_sentence_has_the_same_values() -> None:
    """Also in the same number: a value said twice, or a percent sign left single, would break the page."""
    for message in messages(spanish()):
        for english, other in zip(forms(message.id), forms(message.string), strict=True):
            assert Counter(PLACEHOLDER.findall(english)) == Counter(PLACEHOLDER.findall(other)), other
            assert "%" not in PLACEHOLDER.sub("", other) or "%" in PLACEHOLDER.sub("", english), other


def test_a_spanish_sentence_ends_as_the_english_one() -> None:
    """Sentences stand one after the other on a page: each brings its own full stop, and no more spaces."""
    for message in messages(spanish()):
        for english, other in zip(forms(message.id), forms(message.string), strict=True):
            assert (other[-1] in ".:?") == (english[-1] in ".:?"), other
            assert other == other.strip()
            assert other.count("¿") == other.count("?")


def test_the_file_that_is_read_is_made_from_the_one_that_is_written() -> None:
    """`make translations` makes it; a fresh clone works without."""
    with SPANISH.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    read, written = ({first(m.id): forms(m.string) for m in messages(c)} for c in (compiled, spanish()))
    assert read == written


@pytest.mark.parametrize(
    ("language", "state", "label"),
    [
        ("en", "New Mexico", "VA specialty care, 60 minutes"),
        ("es", "Nuevo México", "Atención especializada del VA, 60 minutos"),
    ],
)
def test_words_of_a_table_are_translated_as_they_stand(language: str, state: str, label: str) -> None:
    words: Writer = WRITERS[language]
    assert words.say("New Mexico") == state
    assert words.say("Octagam 10 % and %(more)s") == "Octagam 10 % and %(more)s"
    assert words.say(text("<%(label)s>", label=named("VA specialty care, 60 minutes"))) == f"<{label}>"
