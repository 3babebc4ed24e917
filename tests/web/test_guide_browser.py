"""The pages around the visit in a real Chromium: tables on a phone, trials without script, questions to tick and to print."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from finder.trials import saved
from tests.trials.conftest import PAGE
from tests.web.browser import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]


def test_on_a_phone_tables_are_stacked_and_each_cell_says_what_it_is(watch: Watch, site: str) -> None:
    w = watch(site, width=320)
    w.goto("/therapies")
    row = w.page.locator("table[aria-labelledby=compare] tbody tr").nth(5)
    assert row.evaluate("r => getComputedStyle(r).display") == "block"
    cell = row.locator("td").first
    assert cell.evaluate("c => getComputedStyle(c, '::before').content") == '"IVIG: "'
    boxes = [box.bounding_box() for box in row.locator("th, td").all()]
    assert [b["width"] for b in boxes if b] == [boxes[0]["width"]] * 3  # type: ignore[index]
    # It stays a table for a screen reader, with its headings.
    tree = w.page.locator("table[aria-labelledby=compare]").aria_snapshot()
    assert '- table "How do the two compare?"' in tree
    assert '- columnheader "Rituximab"' in tree
    assert '- rowheader "Days a year"' in tree
    assert 'cell "IVIG: 26 to 65"' in tree


def test_trials_are_found_by_keyboard_and_without_script(watch: Watch, site: str, trials_folder: Path) -> None:
    saved.import_trials([PAGE], trials_folder)
    w = watch(site, java_script_enabled=False)
    w.goto("/trials")
    w.page.focus("#place")
    w.page.keyboard.type("59718")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Enter")
    w.page.wait_for_selector(".cards")
    assert w.page.url.startswith(site + "/trials/")
    assert "2 trials take new patients." in w.page.inner_text("[role=status]")
    assert w.complaints == []


def test_boxes_are_ticked_by_keyboard(watch: Watch, site: str) -> None:
    w = watch(site, width=320)
    w.goto("/questions")
    box = w.page.locator("input[type=checkbox]").first
    box.focus()
    w.page.keyboard.press("Space")
    assert box.is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_print_black_on_white_in_large_type_and_nothing_else(watch: Watch, site: str, scheme: str) -> None:
    w = watch(site, color_scheme=scheme)
    w.goto("/questions")
    assert not w.page.is_visible("text=Name of the center, phone, date:")
    w.page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    look = w.page.evaluate(
        """[...document.querySelectorAll("h1, h2, .ticks li, .ticks span")].map(e => {
             const s = getComputedStyle(e); return [s.color, parseFloat(s.fontSize)] })"""
    )
    assert {color for color, _ in look} == {"rgb(0, 0, 0)"}
    assert min(size for _, size in look) == pytest.approx(14 * 96 / 72, abs=0.1)
    assert w.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for hidden in ("header.top", "footer", "text=Print this page", "text=Find infusion care near you"):
        assert not w.page.is_visible(hidden)
    assert w.page.is_visible("text=Name of the center, phone, date:")
    box = w.page.evaluate("getComputedStyle(document.querySelector('.ticks input')).border")
    assert box == "2px solid rgb(0, 0, 0)"


def test_questions_fit_on_few_sheets(watch: Watch, site: str, tmp_path: Path) -> None:
    w = watch(site)
    w.goto("/questions")
    paper = tmp_path / "questions.pdf"
    w.page.pdf(path=str(paper), format="Letter")
    sheets = [page.extract_text() for page in PdfReader(paper).pages]
    assert 2 <= len(sheets) <= 4
    assert "Plan coverage" not in "".join(sheets)
