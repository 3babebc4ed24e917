"""The PDF, read back: what it says, how it is made, and that nothing hostile or long breaks it."""

import io
import json
import re
from dataclasses import replace
from functools import cache

import numpy as np
import pypdf
import pytest
from fontTools.ttLib import TTFont

from finder.access.coverage import by_state
from finder.core import Finder
from finder.domain.evidence import LEVELS
from finder.questions.base import Result
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.result import ChairsResult
from finder.questions.coverage.document import shade_classes
from finder.questions.coverage.result import CoverageResult
from finder.questions.registry import QUESTIONS
from finder.reports.pdf.typesetting import FONTS, MARGIN, Printed, typeset
from finder.reports.render import render
from finder.wording.vocabulary import COMPARED_WORDS
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON, Ask, AskCoverage, said
from tests.sampling import sampling
from tests.world import REFERENCE

LETTER = (612, 792)
HEAD = {"kind": "title", "kind_of": "Kind", "title": "t", "asked": "What was asked", "size": 9}


def printed(result: Result, question: str = "coverage") -> bytes:
    return render(QUESTIONS[question], result, "report", "pdf").content


def opened(result: Result, question: str = "coverage") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(printed(result, question)))


def lines_of(page: pypdf.PageObject) -> list[tuple[str, float, float, float]]:
    """Each line of type with where it begins, in points from the lower left, and its size."""
    found: list[tuple[str, float, float, float]] = []

    def see(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), cm[4] + tm[4] * cm[0], cm[5] + tm[5] * cm[3], size))

    page.extract_text(visitor_text=see)
    return found


@cache
def _advances() -> dict[int, float]:
    """How wide each character is, in sizes of the type, in the lighter cut."""
    with TTFont(FONTS / "NotoSans-Regular.ttf") as font:
        return {code: font["hmtx"][name][0] / font["head"].unitsPerEm for code, name in font.getBestCmap().items()}


def width(text: str) -> float:
    return sum(_advances().get(ord(c), 0.0) for c in text)


def one_line(written: str) -> str:
    return re.sub(r"\s+", " ", written)


def titles(book: pypdf.PdfReader) -> list[str]:
    """The outline, which has one level."""
    return [str(entry.title) for entry in book.outline if isinstance(entry, pypdf.generic.Destination)]


def words(book: pypdf.PdfReader) -> str:
    return one_line(" ".join(page.extract_text() for page in book.pages))


@pytest.fixture(scope="module")
def montana(of_state: AskCoverage) -> CoverageResult:
    return of_state("MT")


@pytest.fixture(scope="module")
def book(montana: CoverageResult) -> pypdf.PdfReader:
    """The report of Montana, made once for all that is asked of it."""
    return opened(montana)


@pytest.fixture(scope="module")
def chairs_of_montana(starter: Finder) -> ChairsResult:
    return starter.chairs(ChairsQuery(state="MT", on=ON))


def test_the_first_page_has_the_answer_and_what_to_know(montana: CoverageResult, book: pypdf.PdfReader) -> None:
    first = one_line(book.pages[0].extract_text())
    assert "Who can reach infusion care in Montana?" in first
    outside = montana.coverage.totals.population - montana.coverage.totals.covered
    assert f"{outside:,.0f}" in first
    # They begin on the first page; the last of many may go over to the next.
    what_to_know = one_line(" ".join(page.extract_text() for page in book.pages[:2]))
    assert "Before you use this report" in first
    assert all(one_line(n) in what_to_know for n in said(montana.notices))
    assert sum(one_line(n) in first for n in said(montana.notices)) >= len(said(montana.notices)) - 2
    assert "not medical advice" in first


def test_all_parts_are_there_and_in_the_outline(of_state: AskCoverage) -> None:
    book = opened(of_state("MT", therapy="ivig"))
    outline = titles(book)
    assert outline == [
        "Before you use this report",
        "Counties with the most people outside the standard",
        "Where people are out of reach",
        "Who is outside the standard",
        "Confidence",
        "Locations that people depend on most",
        "How it was measured",
        "Data sources and dates",
        "Check this report",
    ]
    shown = words(book)
    assert all(title in shown for title in outline)
    for level in LEVELS:
        assert ENGLISH.say(COMPARED_WORDS[level]) in shown
    # How complete the list is.
    assert re.search(r"Known to give IVIG: (none|\d+ \()", shown)
    assert "65 years and older" in shown


def test_chairs_are_a_report_too(chairs_of_montana: ChairsResult) -> None:
    result, book = chairs_of_montana, opened(chairs_of_montana, "chairs")
    first = one_line(book.pages[0].extract_text())
    assert "How are infusion chairs shared in Montana?" in first
    assert all(one_line(n) in first for n in said(result.notices))
    assert titles(book) == [
        "Before you use this report",
        "Counties with the fewest chairs within reach",
        "By other methods and assumptions",
        "How it was measured",
        "Data sources and dates",
        "Check this report",
    ]
    shown = words(book)
    worst = result.least_first[0]
    assert f"{result.demand.counties.full_names[worst]} {result.demand.counties.population[worst]:,.0f}" in shown
    # The answer and the row of its own method say the same.
    (share,) = re.findall(r"([\d.]+%) of [\d.]+ million people in Montana have less than half", first)
    assert f"three bands of 30, 60, and 90 minutes (as above) {share}" in shown


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS)
def test_sources_and_their_dates_are_those_of_the_reference_tables(answer_of: Ask, question: str) -> None:
    shown = words(opened(answer_of(question), question))
    for vintage in REFERENCE.vintages.values():
        row = f"{vintage.what} {vintage.source} ({vintage.license}) {vintage.as_of}"
        # Nothing was measured on roads here.
        assert (row in shown) == (vintage.id != "roads")


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.slow
def test_listings_are_named_with_the_months_of_their_checks(answer_of: Ask, question: str) -> None:
    def listings(*days: str) -> str:
        rows = [center_at(0, c, checked_on=day) for c, day in enumerate(days)]
        shown = words(opened(answer_of(question, centers=rows), question))
        (row,) = re.findall(r"Listings folder 'listings', \d locations counted (.*?) People and groups", shown)
        return str(row)

    assert listings("2026-11-01", "2026-11-20") == "November 2026"
    assert listings("2022-03-20", "2026-11-01", "") == "March 2022 to November 2026"
    assert listings("", "") == "no date given"


def test_it_is_us_letter_with_a_title_a_language_and_numbered_pages(book: pypdf.PdfReader) -> None:
    assert {(float(p.mediabox.width), float(p.mediabox.height)) for p in book.pages} == {LETTER}
    assert book.metadata is not None
    assert book.metadata.title == "Who can reach infusion care in Montana?"
    assert str(book.root_object["/Lang"]) == "en-US"
    assert book.metadata.creation_date is not None
    assert book.metadata.creation_date.date().isoformat() == "2026-11-22"
    n = len(book.pages)
    assert [one_line(p.extract_text()).endswith(f" {i} / {n}") for i, p in enumerate(book.pages, 1)] == [True] * n


def test_the_manifest_is_attached(book: pypdf.PdfReader) -> None:
    (content,) = book.attachments["manifest.json"]
    manifest = json.loads(content)
    assert (manifest["question"], manifest["table"], manifest["format"]) == ("coverage", "report", "pdf")
    assert manifest["asked"]["state"] == "MT"


def test_the_same_answer_gives_the_same_bytes(of_state: AskCoverage) -> None:
    result = of_state("DE")
    assert printed(result) == printed(result)


def test_the_type_is_embedded_and_nothing_else_is_asked_for(of_state: AskCoverage) -> None:
    content = printed(of_state("DE"))
    assert b"NotoSans" in content
    assert b"Helvetica" not in content
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm|OpenAction /)", content)


@pytest.mark.slow
@pytest.mark.parametrize("state", ["AK", "HI", "PR", "DC", "RI"])
@pytest.mark.parametrize("standard", ["cms", "miles:60"])
def test_every_kind_of_state_makes_a_report(of_state: AskCoverage, state: str, standard: str) -> None:
    assert 2 <= len(opened(of_state(state, standard)).pages) <= 6


@pytest.mark.slow
def test_nothing_is_set_outside_the_page(of_state: AskCoverage, starter: Finder, chairs_of_montana: ChairsResult) -> None:
    nation = [] if sampling() else opened(starter.chairs(ChairsQuery(on=ON)), "chairs").pages
    for page in [*opened(of_state("AK")).pages, *opened(chairs_of_montana, "chairs").pages, *nation]:
        lines = lines_of(page)
        assert lines
        assert all(MARGIN - 1 <= x <= LETTER[0] - MARGIN and 20 <= y <= LETTER[1] - 20 for _, x, y, _ in lines)
        # The narrower cut: what reaches over the margin even in it does so in any.
        assert [text for text, x, _, size in lines if x + size * width(text) > LETTER[0] - MARGIN + 2] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_any_location_it_says_so_and_draws_nothing(answer_of: Ask, question: str) -> None:
    book = opened(answer_of(question, centers=[]), question)
    assert "we can't say who is within reach" in words(book)
    # Where no location counts, stops are chosen as if there were none.
    stops = ["Stop 1: ", "Stop 2: ", "Gain by number of stops", "Under low, expected, and high travel"]
    expected = [
        *("Before you use this report", *(stops if question == "siting" else [])),
        *("How it was measured", "Data sources and dates", "Check this report"),
    ]
    assert [title[: len(start)] for title, start in zip(titles(book), expected, strict=True)] == expected


def test_hostile_and_endless_names_are_set_as_text(hostile_coverage: CoverageResult) -> None:
    book = opened(hostile_coverage)
    shown = words(book)
    assert "{{7*7}}{% x ${1}" in shown
    assert "<img src=x onerror=alert(1)>" in shown
    # A name wider than its column is broken where it has no space.
    assert re.search("W{20}", re.sub("[\u200b ]", "", shown))
    assert "{nb}" in shown
    assert 2 <= len(book.pages) <= 8


def test_a_character_that_the_type_lacks_has_a_mark_in_its_place(ask: AskCoverage) -> None:
    shown = words(opened(ask("cms", centers=[center_at(2, 2, name="Clínica 漢 Ñandú")])))
    assert "Clínica \ufffd Ñandú" in shown


def test_the_answer_of_the_whole_country_names_states(ask: AskCoverage) -> None:
    two = ask()
    counties = replace(two.demand.counties, state=np.array(["KS", "HI"]))
    areas = tuple(replace(a, state=s) for a, s in zip(two.coverage.areas, ("KS", "HI"), strict=True))
    coverage = replace(two.coverage, areas=areas, states=by_state(areas))
    both = replace(two, demand=replace(two.demand, counties=counties), coverage=coverage)
    shown = words(opened(both))
    assert "States, by people outside the standard" in shown
    assert "Kansas" in shown


def test_shades_say_none_and_all_only_of_exactly_that(ask: AskCoverage) -> None:
    counties = np.array([0, 1])

    def classes(west: float, east: float) -> list[int]:
        result = ask()
        verdicts = replace(
            result.coverage.verdicts,
            share=np.array([west, east]),
            covered=np.array([west, east]) * result.coverage.totals.population,
        )
        found = shade_classes(replace(result, coverage=replace(result.coverage, verdicts=verdicts)), counties)
        return [int(shade) for shade in found]

    assert classes(1.0, 0.0) == [0, 5]
    assert classes(0.999999, 0.000001) == [1, 4]
    assert classes(0.75, 0.7499) == [1, 2]
    assert classes(0.25, float("nan")) == [3, 6]


def test_both_cuts_of_the_type_know_the_letters_of_the_country() -> None:
    for path in FONTS.glob("*.ttf"):
        with TTFont(path, lazy=True) as font:
            known = font.getBestCmap()
        assert all(ord(c) in known for c in "AZaz09ÁÉÍÓÚÜÑáéíóúüñ’“”–—·•…%$&\ufffd")
    assert (FONTS / "LICENSE").read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE") >= 1


def test_a_line_at_the_foot_too_long_for_its_room_ends_with_an_ellipsis() -> None:
    def foot(about: str) -> str:
        (page,) = pypdf.PdfReader(io.BytesIO(typeset(Printed("t", about, ON, [HEAD])))).pages
        return one_line(" ".join(text for text, _, y, _ in lines_of(page) if y < 60))

    assert foot("short") == "short 1 / 1"
    assert foot("long " * 100).endswith("long l… 1 / 1")
    assert len(foot("long " * 100)) < 150
