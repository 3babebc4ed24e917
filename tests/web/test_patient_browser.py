"""The patient's list in a real Chromium: choices, comparing, and the way from a card to the map and back."""

import re
from collections.abc import Callable

import pytest

from tests.sampling import of_many
from tests.web.browser import Watched
from tests.web.every_page import complaints, open_page

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]


def test_choices_are_made_by_keyboard(watch: Watch, site: str) -> None:
    w = watch(site)
    w.goto("/")
    assert not w.page.locator("#weekends").is_visible()
    w.page.locator("#place").fill("44106")
    w.page.locator("summary").press("Enter")
    w.page.locator("#weekends").press("Space")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Tab")
    assert w.page.evaluate("document.activeElement.id") == "wheelchair"
    w.page.keyboard.press("Space")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search/*")
    said = w.page.inner_text("section[aria-labelledby=choices-made]")
    assert "open on weekends" in said
    assert "wheelchair access" in said
    assert "kept, because it is not known" in said
    # They stay chosen, and open, for the next search.
    w.page.click("#again > summary")
    assert w.page.is_checked("#weekends")
    assert w.page.is_visible("#wheelchair")


def test_a_list_that_choices_emptied_offers_to_drop_one_and_does(watch: Watch, site: str) -> None:
    w = watch(site)
    open_page(w, "emptied")
    offers = w.page.locator(".offer button").all_inner_texts()
    assert offers == ["Search without “doctor's office”: 2 locations"]
    w.press(offers[0])
    assert "Our list has 2 locations" in w.page.inner_text("[role=status]")
    assert w.page.locator(".card").count() >= 2
    assert not w.page.is_checked("#kind-physician_office")
    assert w.page.is_checked("#wheelchair")
    assert w.page.url.startswith(site + "/search/")


@pytest.mark.parametrize("chosen_ones", [3, 1][: of_many(2, 1)])
def test_chosen_places_stand_side_by_side(watch: Watch, site: str, chosen_ones: int) -> None:
    w = watch(site)
    w.open_list("10001", "ivig")
    cards = ".card :is(h2, h3) a"
    names = w.page.locator(cards).all_inner_texts()[:chosen_ones]
    for rank in range(1, chosen_ones + 1):
        w.page.check(f"#choose-{rank}")
    w.press("Compare")
    heads = w.page.locator("table").first.locator("thead th").all_inner_texts()
    assert heads == ["Location", *names]
    w.page.get_by_text("Treatments at each location").click()
    assert w.page.locator("h2:has-text('Treatments at')").filter(visible=True).count() == chosen_ones
    w.press("Back to the list")
    assert w.page.locator(cards).first.inner_text() == names[0]


@pytest.mark.parametrize("chosen_ones", [4, 0][: of_many(2, 1)])
def test_none_or_too_many_chosen_is_said(watch: Watch, site: str, chosen_ones: int) -> None:
    w = watch(site)
    w.open_list("10001", "ivig")
    for rank in range(1, chosen_ones + 1):
        w.page.check(f"#choose-{rank}")
    w.press("Compare")
    said = w.page.inner_text("main")
    assert f"You chose {chosen_ones} locations." in said
    assert "Choose 1 to 3" in said
    assert complaints(w, 400) == []


@pytest.mark.parametrize("place", ["10001", "59718"][: of_many(2, 1)])
def test_every_card_leads_to_its_marker_and_every_marker_to_its_card(watch: Watch, site: str, place: str) -> None:
    w = watch(site)
    w.search(place)
    names = w.page.locator(".card h3 a").all_inner_texts()
    assert len(names) >= 3
    for rank, name in enumerate(names[:5], 1):
        w.unfold()
        w.page.get_by_role("button", name=re.compile(rf"^Show on the map {rank}\. ")).click()
        assert f"{rank}. {name}" in w.page.inner_text(".leaflet-popup-content")
        w.page.locator(".leaflet-popup-content a").click()
        assert w.page.evaluate("document.activeElement.closest('.card').id") == f"option-{rank}"
        pin = w.page.locator(f".pin[aria-label^='{rank}. ']")
        assert pin.get_attribute("role") == "button"
        assert name in (pin.get_attribute("aria-label") or "")
    assert w.complaints == []


def test_the_list_comes_before_the_map_and_says_how_many_in_title_and_status(watch: Watch, site: str) -> None:
    w = watch(site)
    w.open_list("59718", "ivig")
    # The title is the first that is said, and browsers keep it: how many there are, and not where.
    assert w.page.title() == "1 listed location within 60 miles. · Infusion Access Finder"
    assert w.page.inner_text("[role=status] p >> nth=0").startswith("Our list has 1 location within 60 miles.")
    before = "document.querySelector('.cards').compareDocumentPosition(document.querySelector('.map')) & 4"
    assert w.page.evaluate(before) == 4
