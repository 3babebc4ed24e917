"""Pages elsewhere: each was read on a day, each is used, and no page points to one that is not there."""

import re
from datetime import date

import pytest

from finder.domain.guide import Page
from finder.settings import today
from finder.web.guide import site
from tests.world import REFERENCE, ROOT

TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.html")}
# Remembered and not read, or for cancer alone: nobody is sent there for the trip to an infusion.
NOT_CONFIRMED = ("211", "Eldercare", "copay program", "copay card", "you qualify", "you are eligible", "you will get")


@pytest.mark.parametrize("page", REFERENCE.guide.values(), ids=lambda page: page.id)
def test_each_page_has_a_name_an_address_and_a_day(page: Page) -> None:
    assert page.name
    assert re.fullmatch(r"https://[\w.-]+/[^\s\"<>]*", page.url)
    assert date(2026, 11, 1) <= page.checked_on <= today()


def test_pages_are_used_and_those_used_are_there() -> None:
    used = {name for text in TEMPLATES.values() for name in re.findall(r"\bpages\.(\w+)", text)}
    # The register of trials is handed to its page by name.
    assert used | {"trials"} == set(REFERENCE.guide)


def test_every_fact_is_used() -> None:
    there = {fact for page in REFERENCE.guide.values() for fact in page.facts}
    used = {name for text in TEMPLATES.values() for name in re.findall(r"\b(?:f|facts)\.(\w+)", text)}
    assert there <= used


@pytest.mark.parametrize("name", ["help.html", "therapies.html", "questions.html", "trials.html"])
def test_nothing_is_promised_and_nothing_named_that_was_not_confirmed(name: str) -> None:
    text = " ".join(TEMPLATES[name].split()).lower()
    assert [words for words in NOT_CONFIRMED if words.lower() in text] == []


@pytest.mark.parametrize(
    ("url", "leads_to"),
    [
        ("https://www.va.gov/a?b", "va.gov"),
        ("http://pubmed.ncbi.nlm.nih.gov/1/", "pubmed.ncbi.nlm.nih.gov"),
        ("", ""),
        ("x", ""),
    ],
)
def test_a_link_says_where_it_leads(url: str, leads_to: str) -> None:
    assert site(url) == leads_to
