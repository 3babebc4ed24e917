"""Whole ways through the patient's pages in a real Chromium, without a mouse and without a script."""

from collections.abc import Callable

import pytest

from tests.sampling import of_many
from tests.web.browser import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
MOST_TABS = 80


def tab_to(w: Watched, name: str) -> None:
    """Press Tab until a link, button or field of this name has the focus, which must be seen."""
    for _ in range(MOST_TABS):
        w.page.keyboard.press("Tab")
        focus = w.page.locator("main :focus, header :focus")
        if focus.count() and name in (focus.inner_text() or focus.get_attribute("id") or ""):
            assert focus.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"
            return
    raise AssertionError(f"no focus on {name!r}")


@pytest.mark.parametrize("script", [True, False][: of_many(2, 1)])  # without one, a shorter way is below
def test_the_whole_way_goes_by_keyboard(watch: Watch, site: str, script: bool) -> None:
    w = watch(site, java_script_enabled=script)
    w.goto("/")
    tab_to(w, "place")
    w.page.keyboard.type("El Paso, TX")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Shift+Tab")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search/*")
    assert w.page.inner_text("h1") == "Infusion care near El Paso, Texas"
    tab_to(w, "choose-1")
    w.page.keyboard.press("Space")
    tab_to(w, "choose-2")
    w.page.keyboard.press("Space")
    tab_to(w, "Compare")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/compare/*")
    assert w.page.inner_text("h1") == "Side by side"
    tab_to(w, "Back to the list")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search/*")
    tab_to(w, "Call sheet")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/call-sheet/*")
    # What was ticked is ticked still.
    assert w.page.locator(".block").count() == 2
    assert w.complaints == []


def test_without_script_the_plain_field_works_and_nothing_is_offered_that_cannot(watch: Watch, site: str) -> None:
    w = watch(site, java_script_enabled=False)
    w.goto("/")
    assert w.page.get_by_role("textbox", name="Where are you?").count() == 1
    assert not w.page.is_visible("text=Use my location")
    assert not w.page.is_visible("text=Your browser rounds it")
    w.ask("44106")
    assert w.page.locator(".card").count() == 3
    assert not w.page.is_visible("text=on the map")
    w.page.check("#choose-2")
    w.press("Compare")
    assert w.page.locator("table").first.locator("thead th").all_inner_texts() == ["Location", "Cleveland Clinic"]


def test_a_skip_link_comes_first_and_leads_past_the_menu(watch: Watch, site: str) -> None:
    w = watch(site)
    w.ask("59718")
    w.page.keyboard.press("Tab")
    assert w.page.locator(":focus").inner_text() == "Skip to main content"
    w.page.keyboard.press("Enter")
    w.page.keyboard.press("Tab")
    assert w.page.evaluate("document.activeElement.closest('main') !== null")
