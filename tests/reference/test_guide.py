"""Pages elsewhere: each was read on a day, each is used, and no page points to one that is not there."""

import re
import tomllib
from datetime import date
from hashlib import sha256

import pytest

from finder.domain.guide import OwnPage, Page
from finder.settings import today
from finder.web.guide import site
from tests.world import REFERENCE, ROOT

TEMPLATES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.html")}
# Remembered and not read, for cancer alone, or without a fund for these readers: nobody is sent there.
NOT_CONFIRMED = ("211", "Eldercare", "Cancer Society", "PAN Foundation", "copay card", "you qualify", "you are eligible")
GUIDE = tomllib.loads((ROOT / "data" / "guide.toml").read_text(encoding="utf-8"))
# What a page shows of a table beside guide.toml.
TABLES = {"therapies": "therapies.toml"}


@pytest.mark.parametrize("page", REFERENCE.guide.values(), ids=lambda page: page.id)
def test_each_page_has_a_name_an_address_and_a_day(page: Page) -> None:
    assert page.name
    assert re.fullmatch(r"https://[\w.-]+/[^\s\"<>]*", page.url)
    assert date(2026, 11, 1) <= page.checked_on <= today()


def used_pages(text: str) -> set[str]:
    """The pages of others that a template names."""
    return set(re.findall(r"\bpages\.(\w+)", text))


def with_parts(template: str) -> str:
    """A template and those that it includes."""
    text = TEMPLATES[template]
    return text + "".join(TEMPLATES[part] for part in re.findall(r'include "(_\w+\.html)"', text))


def fingerprint(page: str, changed_on: date) -> str:
    """What one of our pages says on a day: its template, and what it takes from the tables."""
    text = with_parts(f"{page}.html")
    rows = [row for row in GUIDE["page"] if row["id"] in used_pages(text)]
    table = (ROOT / "data" / TABLES[page]).read_text(encoding="utf-8") if page in TABLES else ""
    return sha256(f"{changed_on}\n{text}\n{rows}\n{table}".encode()).hexdigest()[:16]


@pytest.mark.parametrize("row", GUIDE["own"], ids=lambda row: row["id"])
def test_a_page_that_says_something_else_has_a_new_date(row: dict[str, str | date]) -> None:
    """Write both lines that the failure shows: a reader is told when the page last changed, and a reviewer what was seen."""
    day, now = row["changed_on"], fingerprint(str(row["id"]), today())
    assert isinstance(day, date)
    new = f'{row["id"]}: changed_on = {today()}, fingerprint = "{now}", and reviewed_by = "" until somebody has seen the change'
    assert row["fingerprint"] == fingerprint(str(row["id"]), day), new


def test_another_word_source_or_day_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before, day = fingerprint("help", date(2026, 11, 29)), date(2026, 11, 29)
    assert fingerprint("help", date(2026, 11, 30)) != before
    assert fingerprint("questions", day) != before
    monkeypatch.setitem(TEMPLATES, "help.html", TEMPLATES["help.html"].replace("call first", "call"))
    assert fingerprint("help", day) != before
    therapies = fingerprint("therapies", day)
    monkeypatch.setitem(TEMPLATES, "_therapies_new.html", TEMPLATES["_therapies_new.html"] + " ")
    assert fingerprint("therapies", day) != therapies


@pytest.mark.parametrize("page", REFERENCE.own_pages.values(), ids=lambda page: page.id)
def test_each_page_of_ours_has_a_day_that_is_not_ahead(page: OwnPage) -> None:
    assert date(2026, 11, 28) <= page.changed_on <= today()


def test_all_pages_for_patients_are_in_the_table() -> None:
    assert {f"{page}.html" for page in REFERENCE.own_pages} == {
        name for name, text in TEMPLATES.items() if "{{ history(own) }}" in text
    }


def test_pages_are_used_and_those_used_are_there() -> None:
    assert {name for text in TEMPLATES.values() for name in used_pages(text)} == set(REFERENCE.guide)


def test_every_fact_is_used() -> None:
    there = {fact for page in REFERENCE.guide.values() for fact in page.facts}
    used = {name for text in TEMPLATES.values() for name in re.findall(r"\b(?:f|facts)\.(\w+)", text)}
    assert there <= used


@pytest.mark.parametrize("name", ["help.html", "therapies.html", "questions.html", "trials.html"])
def test_nothing_is_promised_and_nothing_named_that_was_not_confirmed(name: str) -> None:
    text = " ".join(with_parts(name).split()).lower()
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
