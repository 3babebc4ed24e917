"""The pages in a real Chromium: found, read and used by keyboard; nothing from elsewhere, no message, no axe finding."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import HOSTILE
from tests.web.conftest import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def axe_findings(watched: Watched) -> list[str]:
    found = Axe().run(watched.page, options=WCAG).response["violations"]
    return [f"{v['id']}: {[n['html'][:150] for n in v['nodes']]}" for v in found]


def test_a_patient_searches_and_reads_the_list(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718", "ivig")
    assert w.page.inner_text("h1") == "Infusion care near 59718, Bozeman, Montana"
    assert "1 listed place within 60 miles." in w.page.inner_text("[role=status]")
    assert "Bozeman Health Deaconess Hospital" in w.page.inner_text(".cards")
    assert w.page.url == site + "/search"
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


def test_the_whole_search_goes_by_keyboard(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.goto(site)
    for _ in range(12):
        w.page.keyboard.press("Tab")
        if w.page.evaluate("document.activeElement.id") == "place":
            break
    w.page.keyboard.type("Cleveland, OH")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search")
    assert "Cleveland, Ohio" in w.page.inner_text("h1")


def test_a_card_shows_itself_on_the_map(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718")
    w.page.click("text=Show number 2 on the map")
    assert "Example, not a real service" in w.page.inner_text(".leaflet-popup-content")
    assert w.complaints == []


def test_without_script_the_list_is_complete(watch: Watch, site: str) -> None:
    w = watch(site, java_script_enabled=False)
    w.search("59718")
    assert w.page.locator(".card").count() == 3
    assert not w.page.is_visible("text=Show number 1 on the map")


PATHS = [
    "/",
    "/therapies",
    "/method",
    "/centers/K-MT-3",
    "/centers/EX-MT-1",
    "/planner/coverage?state=NV&standard=cms&therapy=ivig",
    "/planner/counties/32007?standard=cms",
    "/planner/chairs?state=NV",
    "/nope",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PATHS, "search"])
def test_axe_finds_nothing(watch: Watch, site: str, path: str, scheme: str) -> None:
    w = watch(site, color_scheme=scheme)
    if path == "search":
        w.search("59718", "rituximab")
    else:
        w.page.goto(site + path)
    assert axe_findings(w) == []


@pytest.mark.parametrize("path", [*PATHS, "search"])
def test_nothing_is_cut_off_at_320_pixels(watch: Watch, site: str, path: str) -> None:
    w = watch(site, width=320)
    if path == "search":
        w.search("59718", "rituximab")
    else:
        w.page.goto(site + path)
    assert w.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_hostile_listings_run_nothing(watch: Watch, hostile_site: str) -> None:
    w = watch(hostile_site)
    w.search("59718", "rituximab")
    assert w.page.locator(".card").count() == 2
    assert HOSTILE in w.page.inner_text(".cards")
    for number in (1, 2):
        w.page.click(f"text=Show number {number} on the map")
        assert HOSTILE in w.page.inner_text(".leaflet-popup-content")
        assert HOSTILE in (w.page.get_attribute(f".pin[aria-label^='{number}.']", "aria-label") or "")
    assert w.page.locator("img[src=x]").count() == 0
    w.page.goto(hostile_site + "/planner/coverage?state=MT")
    w.page.wait_for_selector(".map[data-ready=yes]")
    assert w.complaints == []


def test_the_typed_text_comes_back_as_itself(watch: Watch, hostile_site: str) -> None:
    w = watch(hostile_site)
    w.search(HOSTILE)
    assert w.page.input_value("#place") == HOSTILE
    assert [c for c in w.complaints if "400" not in c] == []
