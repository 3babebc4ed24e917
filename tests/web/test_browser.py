"""A list and its map in a real Chromium, and listings that mean harm."""

from collections.abc import Callable

import pytest

from tests.conftest import HOSTILE
from tests.web.browser import Watched
from tests.web.every_page import axe_findings, complaints

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]


def test_a_patient_searches_and_reads_the_list(watch: Watch, site: str) -> None:
    w = watch(site)
    w.ask("59718", "ivig")
    assert w.page.inner_text("h1") == "Infusion care near 59718, Bozeman, Montana"
    assert "Our list has 1 location within 60 miles." in w.page.inner_text("[role=status]")
    assert "Bozeman Health Deaconess Hospital" in w.page.inner_text(".cards")
    assert w.page.url.startswith(site + "/search/")
    assert w.complaints == []


def test_a_marker_opens_by_keyboard_and_leads_back_to_its_card(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718")
    w.page.focus(".pin[aria-label^='1.']")
    w.page.keyboard.press("Enter")
    bubble = w.page.wait_for_selector(".leaflet-popup-content")
    assert bubble is not None
    assert "Bozeman Health Deaconess Hospital" in bubble.inner_text()
    # Focus went into the bubble; its link leads to the card.
    w.page.keyboard.press("Enter")
    assert w.page.evaluate("document.activeElement.closest('.card').id") == "option-1"
    w.page.focus(".pin[aria-label^='1.']")
    w.page.keyboard.press("Enter")
    w.page.keyboard.press("Escape")
    w.page.wait_for_selector(".leaflet-popup-content", state="detached")
    assert w.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("1.")
    assert w.complaints == []


def test_a_card_shows_itself_on_the_map(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718")
    w.unfold()
    w.page.click("[data-show='2']")
    assert "Example, not a real service" in w.page.inner_text(".leaflet-popup-content")
    assert w.complaints == []


def test_hostile_listings_run_nothing(watch: Watch, hostile_site: str) -> None:
    w = watch(hostile_site)
    w.search("59718", "rituximab")
    assert w.page.locator(".card").count() == 2
    assert HOSTILE in w.page.inner_text(".cards")
    for number in (1, 2):
        w.unfold()
        w.page.click(f"[data-show='{number}']")
        assert HOSTILE in w.page.inner_text(".leaflet-popup-content")
        assert HOSTILE in (w.page.get_attribute(f".pin[aria-label^='{number}.']", "aria-label") or "")
    assert w.page.locator("img[src=x]").count() == 0
    w.page.set_viewport_size({"width": 320, "height": 900})
    assert w.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_findings(w) == []
    w.goto("/planner/coverage?state=MT")
    w.page.wait_for_selector(".map[data-ready=yes]")
    assert w.complaints == []


def test_the_typed_text_comes_back_as_itself(watch: Watch, hostile_site: str) -> None:
    w = watch(hostile_site)
    w.ask(HOSTILE)
    assert w.page.input_value("#place") == HOSTILE
    assert complaints(w, 400) == []


def test_the_map_jumps_for_a_reader_who_wants_no_motion(watch: Watch, site: str) -> None:
    w = watch(site, reduced_motion="reduce")
    w.search("59718")
    w.unfold()
    w.page.click("[data-show='2']")
    w.page.get_by_role("button", name="Zoom in").click()
    assert w.page.evaluate("document.getAnimations().length") == 0
    assert not w.page.evaluate("[...document.querySelectorAll('*')].some(e => getComputedStyle(e).transitionDuration !== '0s')")
