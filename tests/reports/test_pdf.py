"""The PDF, read back: what it says, how it is made, and that nothing hostile or long breaks it."""

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pypdf
import pytest
from finder.reports.pdf.shading import shade_classes
from fontTools.ttLib import TTFont

from finder.questions.coverage.result import CoverageResult
from finder.reports.pdf.document import FONTS, MARGIN, Document
from finder.reports.render import render
from tests.conftest import center_at
from tests.reports.conftest import Ask

LETTER = (612, 792)


def opened(result: CoverageResult) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(result, "report", "pdf").content))


def words(book: pypdf.PdfReader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in book.pages))


def test_the_first_page_has_the_answer_and_what_to_know(of_state: Ask) -> None:
    result = of_state("MT")
    first = re.sub(r"\s+", " ", opened(result).pages[0].extract_text())
    assert "Who can reach infusion care in Montana?" in first
    outside = result.coverage.totals.population - result.coverage.totals.covered
    assert f"{outside:,.0f}" in first
    assert all(re.sub(r"\s+", " ", str(n)) in first for n in result.notices)
    assert "not medical advice" in first


def test_all_parts_are_there_and_in_the_outline(of_state: Ask) -> None:
    book = opened(of_state("MT", therapy="ivig"))
    outline = [entry.title for entry in book.outline]
    assert outline == [
        "What to know before using this",
        "Counties with most people left out",
        "Where people are out of reach",
        "Who is left out",
        "How far this holds",
        "Places that most people have no other than",
        "How it was measured",
        "What it rests on, and how old that is",
        "Check this report",
    ]
    said = words(book)
    assert all(title in said for title in outline)
    assert "places known to give the treatment" in said
    assert "65 and older" in said


def test_it_is_us_letter_with_a_title_a_language_and_numbered_pages(of_state: Ask) -> None:
    book = opened(of_state("MT"))
    assert {(float(p.mediabox.width), float(p.mediabox.height)) for p in book.pages} == {LETTER}
    assert book.metadata is not None
    assert book.metadata.title == "Who can reach infusion care in Montana?"
    assert book.root_object["/Lang"] == "en-US"
    assert book.metadata.creation_date is not None
    assert book.metadata.creation_date.date().isoformat() == "2026-11-22"
    n = len(book.pages)
    assert [f"{i} / {n}" in p.extract_text() for i, p in enumerate(book.pages, 1)] == [True] * n


def test_the_manifest_is_attached(of_state: Ask) -> None:
    (content,) = opened(of_state("MT")).attachments["manifest.json"]
    said = json.loads(content)
    assert (said["table"], said["format"], said["state"]) == ("report", "pdf", "MT")


def test_the_same_answer_gives_the_same_bytes(of_state: Ask) -> None:
    result = of_state("DE")
    assert render(result, "report", "pdf").content == render(result, "report", "pdf").content


def test_the_type_is_embedded_and_nothing_else_is_asked_for(of_state: Ask) -> None:
    content = render(of_state("DE"), "report", "pdf").content
    assert b"NotoSans" in content
    assert b"Helvetica" not in content
    assert not re.search(rb"/(JavaScript|JS|Launch|URI|SubmitForm|OpenAction /)", content)


@pytest.mark.parametrize("state", ["AK", "HI", "PR", "DC", "RI"])
@pytest.mark.parametrize("standard", ["cms", "miles:60"])
def test_every_kind_of_state_makes_a_report(of_state: Ask, state: str, standard: str) -> None:
    assert 2 <= len(opened(of_state(state, standard)).pages) <= 6


def test_nothing_stands_outside_the_page(of_state: Ask) -> None:
    for page in opened(of_state("AK")).pages:
        places: list[tuple[float, float]] = []
        page.extract_text(visitor_text=lambda text, _cm, tm, *_, at=places: at.append((tm[4], tm[5])) if text.strip() else None)
        assert places
        assert all(MARGIN - 1 <= x <= LETTER[0] - MARGIN and 20 <= y <= LETTER[1] - 20 for x, y in places)


def test_without_any_place_it_says_so_and_draws_nothing(ask: Ask) -> None:
    said = words(opened(ask("cms", centers=[])))
    assert "nothing can be said about who is within reach" in said
    assert "People left out" not in said


def test_hostile_and_endless_names_are_set_as_text(hostile: CoverageResult) -> None:
    book = opened(hostile)
    said = words(book)
    assert "{{7*7}}{% x ${1}" in said
    assert "<img src=x onerror=alert(1)>" in said
    assert re.search("W{20}", said)
    assert "{ nb }" in said
    assert 2 <= len(book.pages) <= 8


def test_a_character_that_the_type_lacks_has_a_mark_in_its_place(ask: Ask) -> None:
    said = words(opened(ask("cms", centers=[center_at(2, 2, name="Clínica 漢 Ñandú")])))
    assert "Clínica \ufffd Ñandú" in said


def test_the_answer_of_the_whole_country_names_states(ask: Ask) -> None:
    two = ask()
    counties = replace(two.demand.counties, state=np.array(["KS", "HI"]))
    areas = tuple(replace(a, state=s) for a, s in zip(two.coverage.areas, ("KS", "HI"), strict=True))
    both = replace(two, demand=replace(two.demand, counties=counties), coverage=replace(two.coverage, areas=areas))
    said = words(opened(both))
    assert "States, most people left out first" in said
    assert "Kansas" in said


def test_shades_say_none_and_all_only_of_just_that(ask: Ask) -> None:
    counties = np.array([0, 1])

    def classes(west: float, east: float) -> list[int]:
        result = ask()
        verdicts = replace(
            result.coverage.verdicts,
            share=np.array([west, east]),
            covered=np.array([west, east]) * result.coverage.totals.population,
        )
        return shade_classes(replace(result, coverage=replace(result.coverage, verdicts=verdicts)), counties).tolist()

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


def test_a_line_too_long_for_its_room_ends_with_an_ellipsis() -> None:
    page = Document("t", "about", datetime(2026, 11, 22, tzinfo=UTC))
    page.small_type()
    assert page.fitting("short", 200) == "short"
    assert page.fitting("long " * 100, 200).endswith("…")
    assert page.get_string_width(page.fitting("long " * 100, 200)) <= 200
    page.output()  # closes the files of the type
