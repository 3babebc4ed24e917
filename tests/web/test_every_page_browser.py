"""Every page in both languages, in a real Chromium: axe, a phone, keyboard alone, no script, on paper, and no English left.

A page is opened once and all that is asked of it is asked in turn: each test sets width, colors and medium itself. What the
language can change is asked in both; what follows from how a page is built is asked in English, and the Spanish page is
built in the same way.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from io import BytesIO
from typing import Any

import pytest
from flask import template_rendered
from playwright.sync_api import Page
from pypdf import PdfReader

from finder.trials import saved
from tests.sampling import of_many, sampling
from tests.trials.conftest import PAGE
from tests.web.browser import Tabs, Watched
from tests.web.conftest import WEB
from tests.web.every_page import (
    ASKED_PAGES,
    LANGUAGES,
    PAGES,
    WELL_ASKED_PAGES,
    axe_findings,
    color_findings,
    complaints,
    open_page,
)
from tests.web.test_spanish import left_in_english
from tests.world import ROOT

pytestmark = pytest.mark.browser
# What takes longest, and what other widths, colors, or media of the same page would show as well.
well_asked = pytest.mark.parametrize("both", WELL_ASKED_PAGES, indirect=True)
MOST_STOPS, MOST_ROWS = 1000, of_many(30, 3)
PAPER = 816 - 2 * 48  # Letter without margins of half an inch

# Of a table the first rows: the others are made of the same template, and to walk 200 of them takes half a minute.
HIDE_ROWS = """([most, hidden]) => document.querySelectorAll("main tbody").forEach((table) =>
  [...table.rows].slice(most).forEach((row) => { row.hidden = hidden; }))"""
# Before each key that moves the focus: where it is, its outline, and if a part of it can be seen with nothing upon it; until
# it is where it began, or outside the page.
WALK = """() => {
  Object.assign(window, { reached: [], wrong: [], around: false });
  if (window.walk) return;
  window.walk = () => {
    const here = document.activeElement;
    window.around ||= here === document.body || here === window.reached[0];
    if (window.around) return;
    window.reached.push(here);
    const framed = here.matches(".folium-map") ? here.closest(".map") : here; // the frame cuts off what is inside it
    const { outlineStyle, outlineWidth } = getComputedStyle(framed);
    const seen = [...here.getClientRects()].some((r) => [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) =>
      here.contains(document.elementFromPoint(r.left + x * r.width, r.top + y * r.height)))));
    const say = (what) => window.wrong.push(`${what}: ${here.outerHTML.slice(0, 120)}`);
    if (outlineStyle !== "solid" || parseFloat(outlineWidth) < 3) say("no outline");
    if (!seen) say("covered");
  };
  addEventListener("keydown", ({ key }) => key === "Tab" && window.walk(), true);
}"""
AROUND = "() => window.around || document.activeElement === document.body"
# What the focus missed, what it had no business with, and whether it went in the order of the document.
MISSED = """(forward) => {
  const wrong = window.wrong;
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length;
  const all = [...document.querySelectorAll("*")].filter((e) => e.tabIndex >= 0 && !e.disabled && shown(e));
  const [reached, said] = [forward ? window.reached : window.reached.reverse(), (e) => e.outerHTML.slice(0, 120)];
  return {
    wrong,
    missed: all.filter((e) => !reached.includes(e)).map(said),
    odd: reached.filter((e, i) => !all.includes(e) || reached.indexOf(e) !== i).map(said),
    back: reached.filter((e, i) => i && !(reached[i - 1].compareDocumentPosition(e) & 4)).map(said),
  };
}"""
# On paper browsers leave backgrounds out: what is written has to stand out from white.
PALE = """() => {
  const light = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const luminance = (color) => color.match(/[\\d.]+/g).slice(0, 3).map((c) => light(c / 255))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) && e.checkVisibility();
  const color = (e) => getComputedStyle(e)[e instanceof SVGElement ? "fill" : "color"];
  return [...document.querySelectorAll("body *")].filter((e) => written(e) && !e.closest("script, .unseen"))
    .filter((e) => 1.05 / (luminance(color(e)) + 0.05) < 7).map((e) => `${color(e)}: ${e.outerHTML.slice(0, 120)}`);
}"""
# Boxes that scroll on a screen cut off what does not fit on paper.
CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.checkVisibility() && !e.closest(".map, .unseen, svg") && getComputedStyle(e).overflow !== "visible")
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map((e) => `${e.scrollWidth}x${e.scrollHeight} in ${e.clientWidth}x${e.clientHeight}: ${e.outerHTML.slice(0, 120)}`)"""
MOVING = """() => [...document.querySelectorAll("*")].filter((e) => {
  const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(e);
  return animationName !== "none" || transitionDuration !== "0s" || scrollBehavior === "smooth";
}).map((e) => e.outerHTML.slice(0, 120))"""
# All elements but drawings and scripts: how deep each stands, what it is, and which of its words for a reader are there.
BUILT = """() => {
  const kept = ["class", "id", "href", "action", "formaction", "method", "type", "name", "for", "role", "scope", "colspan",
    "tabindex", "disabled", "hidden", "open", "required", "checked", "aria-controls", "aria-current", "aria-describedby",
    "aria-expanded", "aria-hidden", "aria-labelledby", "aria-live", "aria-selected"];
  const said = ["alt", "aria-label", "placeholder", "title"];
  const left = "svg *, script, style, [lang], p:has([lang])"; // English for an interpreter
  const depth = (e) => (e ? 1 + depth(e.parentElement) : 0);
  const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  // The link to the other language, and the random id of a map.
  const attribute = (e, a) => `${a}=${e.getAttribute(a)}`.replace(/(?<=lang=)..$|(?<=map_)[0-9a-f]{32}/, "");
  return [...document.querySelectorAll("body *")].filter((e) => !e.closest(left)).map((e) => [
    " ".repeat(depth(e)) + e.localName, ...kept.filter((a) => e.hasAttribute(a)).map((a) => attribute(e, a)),
    ...said.filter((a) => e.getAttribute(a)?.trim()), written(e) ? "text" : ""].join(" "));
}"""
# Headings, and where links lead: what a page holds. Not what the map adds.
HELD = """() => [...document.querySelectorAll("h1, h2, h3, main a")].filter((e) => !e.closest(".map, .readout"))
  .map((e) => e.getAttribute("href") ?? e.textContent)"""


@dataclass(frozen=True)
class Opened:
    name: str
    language: str
    template: str
    watched: Watched

    @property
    def page(self) -> Page:
        return self.watched.page

    def look(self, width: int = 1100, height: int = 900, **media: Any) -> Page:
        """The page at a width and in a medium: "screen" in light colors if nothing else is asked for."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(**{"media": "screen", "color_scheme": "light", "reduced_motion": "no-preference", **media})
        return self.page


Enter = Callable[..., AbstractContextManager[Opened]]


def none(found: list[str]) -> None:
    """There is none of it; else all are named."""
    assert not found, "\n".join(found)


@pytest.fixture(scope="module")
def enter(tabs: Tabs, site: str) -> Iterator[Enter]:
    """Opens pages of the table in tabs of readers who prefer a language: `with enter(name, language) as opened`."""
    rendered: list[str] = []

    def note(sender: object, template: Any, **rest: object) -> None:
        rendered.append(template.name)

    @contextmanager
    def enter(name: str, language: str, script: bool = True) -> Iterator[Opened]:
        (WEB.trials / saved.COPY).unlink(missing_ok=True)
        if PAGES[name].trials:
            saved.import_trials([PAGE], WEB.trials)
        with tabs.lent() as open_tab:
            watched = open_tab(site, locale=f"{language}-US", java_script_enabled=script)
            with template_rendered.connected_to(note):
                open_page(watched, name)
            if script and watched.page.locator(".wide .map").count():
                watched.page.wait_for_selector(".map[data-ready=yes]")
            yield Opened(name, language, rendered[-1], watched)

    yield enter
    (WEB.trials / saved.COPY).unlink(missing_ok=True)


@pytest.fixture(scope="module", params=ASKED_PAGES)
def both(request: pytest.FixtureRequest, enter: Enter) -> Iterator[dict[str, Opened]]:
    """A page by its language."""
    with ExitStack() as stack:
        yield {language: stack.enter_context(enter(request.param, language)) for language in LANGUAGES}


@pytest.fixture(params=["either"] if sampling() else LANGUAGES)
def opened(request: pytest.FixtureRequest, both: dict[str, Opened]) -> Opened:
    """A page in either language; in a sample every second page is Spanish."""
    turn = ASKED_PAGES.index(both["en"].name) % len(LANGUAGES)
    return both[LANGUAGES[turn] if request.param == "either" else request.param]


@pytest.fixture
def english(both: dict[str, Opened]) -> Opened:
    """A page in English, where Spanish has nothing to add: `test_the_spanish_page_is_built_as_the_english_one`."""
    return both["en"]


def test_every_template_is_in_the_table() -> None:
    # The page that is shown while an answer is worked out is looked at in test_siting_page.py.
    pages = {path.name for path in (ROOT / "templates").glob("[!_]*.html")} - {"base.html", "siting_working.html"}
    assert {way.template for way in PAGES.values()} == pages


def test_it_is_the_page_and_its_language(opened: Opened) -> None:
    assert opened.template == PAGES[opened.name].template
    assert opened.page.get_attribute("html", "lang") == opened.language
    assert opened.page.locator("h1").count() == 1


def test_no_english_is_left_on_it(both: dict[str, Opened]) -> None:
    """As the page stands when its scripts have run; but that the map is ready is said to nobody."""
    none(list(left_in_english(re.sub(r' data-(ready|land)="yes"', "", both["es"].page.content()))))


def test_the_spanish_page_is_built_as_the_english_one(both: dict[str, Opened]) -> None:
    """The same elements in the same order, with the same classes, states, and targets, and a name where one is given."""
    english, spanish = (both[language].look().evaluate(BUILT) for language in ("en", "es"))
    none(list(unified_diff(english, spanish, "en", "es", n=1, lineterm="")))


@well_asked
def test_axe_finds_nothing_on_a_wide_screen(english: Opened) -> None:
    english.look()
    none(axe_findings(english.watched, all_rows=not sampling()))


@well_asked
def test_axe_finds_nothing_in_dark_colors(english: Opened) -> None:
    """Colors are all that differs."""
    page = english.look(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 24, 28)"
    assert color_findings(english.watched) == []


def test_axe_finds_nothing_on_a_phone(opened: Opened) -> None:
    """In either language, since words in Spanish are longer; colors are the same."""
    opened.look(width=320)
    none(axe_findings(opened.watched, all_rows=False, colors=opened.language == "en"))


@pytest.mark.parametrize("height", [900, 256], ids=["phone", "400 percent of 1280 by 1024"])
def test_a_narrow_page_scrolls_one_way_only(opened: Opened, height: int) -> None:
    page = opened.look(width=320, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_for_a_thumb(opened: Opened) -> None:
    page = opened.look(width=320)
    small = """([targets, least]) => [...document.querySelectorAll(targets)]
      .filter((e) => e.checkVisibility() && Math.min(e.offsetWidth, e.offsetHeight) < least).map((e) => e.outerHTML)"""
    thumbs = "main :is(button, select, summary, input[type=text], .check label, .ticks label, a[href^='tel:'])"
    none(page.evaluate(small, [thumbs, 44]))
    # Not links inside sentences.
    none(page.evaluate(small, ["main :is(input[type=checkbox], h2 > a:not(.how), .choices a)", 24]))


def test_nothing_moves_if_the_reader_wants_no_motion(english: Opened) -> None:
    page = english.look(reduced_motion="reduce")
    assert page.evaluate("document.getAnimations().length") == 0
    none(page.evaluate(MOVING))


@well_asked
def test_the_keyboard_reaches_all_once_in_order_and_is_seen_there_and_back(english: Opened) -> None:
    page = english.look()
    page.evaluate(HIDE_ROWS, [MOST_ROWS, True])
    # In a sample every third page is walked back, too, and a list with its map is one of them.
    back = not sampling() or WELL_ASKED_PAGES.index(english.name) % 3 == 1
    for key in ("Tab", "Shift+Tab") if back else ("Tab",):
        page.keyboard.press("Tab")  # from now on the browser shows the focus
        page.focus(".skip" if key == "Tab" else "footer a >> nth=-1")
        page.evaluate(WALK)
        for stop in range(MOST_STOPS):
            page.keyboard.press(key)
            if stop % 10 == 9 and page.evaluate(AROUND):
                break
        assert page.evaluate(MISSED, key == "Tab") == {"wrong": [], "missed": [], "odd": [], "back": []}
    page.evaluate(HIDE_ROWS, [MOST_ROWS, False])


def test_a_head_that_stays_covers_nothing_that_is_scrolled_to(opened: Opened) -> None:
    """In either language: a heading of a column takes more lines in Spanish. Nor does the bar below a list; the map beside it
    has a column of its own."""
    covering = """() => [...document.querySelectorAll("*")].filter((e) => getComputedStyle(e).position === "sticky")
      .filter((e) => !e.matches(".mapped")).filter((e) => {
        const [around, side] = e.matches(".chosen") ? [document.documentElement, "Bottom"] : [e.closest(".tall"), "Top"];
        return !(e.offsetHeight <= parseFloat(getComputedStyle(around)[`scrollPadding${side}`]));
      }).map((e) => e.outerHTML)"""
    none(opened.look().evaluate(covering))


def test_without_script_all_of_it_is_there_and_nothing_is_offered_that_cannot(english: Opened, enter: Enter) -> None:
    with enter(english.name, english.language, script=False) as plain:
        page = plain.page
        assert page.get_attribute("html", "lang") == english.language
        assert page.evaluate(HELD) == english.page.evaluate(HELD)
        assert page.locator("button[type=button], .map, .readout a").filter(visible=True).count() == 0
        # A map that is not there has no heading, or a sentence that says why.
        assert page.is_visible("#map-title") == page.is_visible("noscript p")
        none(complaints(plain.watched, PAGES[english.name].status))


def test_on_paper_it_is_dark_on_white_and_nothing_is_cut_off(opened: Opened) -> None:
    page = opened.look(width=PAPER, media="print", color_scheme="dark")
    assert page.is_visible("h1")
    # Boxes of a list to take along are there to be ticked.
    controls = page.locator("nav, form, button, select, .skip, footer form, input:not(.sheet .ticks input)")
    none([c.evaluate("e => e.outerHTML.slice(0, 120)") for c in controls.filter(visible=True).all()])
    assert page.locator(".map").filter(visible=True).count() == page.locator(".wide .map").count()
    none(page.evaluate(PALE))
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
    none(page.evaluate(CUT_OFF))


@well_asked
def test_it_goes_on_sheets_of_letter(english: Opened) -> None:
    page = english.look(color_scheme="dark")
    sheets = PdfReader(BytesIO(page.pdf(format="Letter", page_ranges="1"))).pages
    assert (sheets[0].mediabox.width, sheets[0].mediabox.height) == (612, 792)
    assert "".join(page.inner_text("h1").split()) in "".join(unicodedata.normalize("NFKC", sheets[0].extract_text()).split())


def test_nothing_came_from_outside_and_nothing_was_said(opened: Opened) -> None:
    """Stands last: all that was done to the page above counts."""
    none(complaints(opened.watched, PAGES[opened.name].status))
