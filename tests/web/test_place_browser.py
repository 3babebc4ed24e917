"""Saying where one is, in a real Chromium: typed, chosen from suggestions, or told by the device."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Request, Route

from tests.web.browser import Watched
from tests.web.every_page import axe_findings

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]


def type_place(w: Watched, typed: str) -> Locator:
    w.goto("/")
    field = w.page.get_by_role("combobox", name="Where are you?")
    field.press_sequentially(typed)
    w.page.wait_for_selector("#place-list:not([hidden])")
    return field


def chosen(w: Watched, field: Locator) -> str | None:
    """What a screen reader says is chosen in the list of suggestions."""
    at = field.get_attribute("aria-activedescendant")
    marked = w.page.locator("#place-list [aria-selected=true]")
    if at is None:
        assert marked.count() == 0
        return None
    assert marked.get_attribute("id") == at
    return marked.inner_text()


def test_suggestions_are_walked_taken_and_searched_by_keyboard(watch: Watch, site: str) -> None:
    w = watch(site)
    field = type_place(w, "springfield, m")
    labels = w.page.get_by_role("option").all_inner_texts()[: w.page.locator("#place-list li").count()]
    assert labels[:2] == ["Springfield, Missouri", "Springfield, Massachusetts"]
    assert w.page.inner_text("#place-said") == f"{len(labels)} places to choose from. Use the arrow keys."
    assert field.get_attribute("aria-expanded") == "true"
    assert chosen(w, field) is None
    for key, label in [("ArrowDown", labels[0]), ("ArrowDown", labels[1]), ("ArrowUp", labels[0]), ("ArrowUp", labels[-1])]:
        field.press(key)
        assert chosen(w, field) == label
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == labels[0]
    assert field.get_attribute("aria-expanded") == "false"
    assert w.page.locator("#place-list").is_hidden()
    assert w.page.url == site + "/"
    field.press("Enter")
    w.page.wait_for_url("**/search/*")
    assert w.page.inner_text("h1") == "Infusion care near Springfield, Missouri"
    assert w.complaints == []


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(watch: Watch, site: str) -> None:
    w = watch(site)
    field = type_place(w, "bozem")
    field.press("ArrowDown")
    field.press("Escape")
    assert w.page.locator("#place-list").is_hidden()
    assert chosen(w, field) is None
    assert field.input_value() == "bozem"
    assert w.page.evaluate("document.activeElement.id") == "place"


def test_what_nobody_waits_for_any_more_does_not_open_the_list_again(watch: Watch, site: str) -> None:
    w = watch(site)
    field = type_place(w, "bozem")
    held: list[Route] = []
    w.page.route("**/suggest", lambda route: held.append(route))
    with w.page.expect_request("**/suggest"):
        field.press("a")
    field.press("ArrowDown")
    field.press("Enter")
    held[0].fulfill(json=["Bozeman, Montana"])
    w.page.wait_for_timeout(300)
    assert field.input_value() == "Bozeman, Montana"
    assert w.page.locator("#place-list").is_hidden()


def test_a_finger_takes_a_suggestion(watch: Watch, site: str) -> None:
    w = watch(site, width=320, has_touch=True)
    field = type_place(w, "59718")
    item = w.page.locator("#place-list li")
    assert item.evaluate("e => e.offsetHeight") >= 44
    assert w.page.inner_text("#place-said") == "1 place to choose from. Use the arrow keys."
    assert axe_findings(w) == []
    item.tap()
    assert field.input_value() == "59718, Bozeman, Montana"
    w.press("Find infusion care")
    assert w.page.inner_text("h1") == "Infusion care near 59718, Bozeman, Montana"


def test_what_is_typed_goes_to_the_finder_alone_and_never_into_an_address(watch: Watch, site: str) -> None:
    w = watch(site)
    asked: list[Request] = []
    w.page.on("request", lambda r: asked.append(r))
    type_place(w, "bozem")
    sent = [r for r in asked if r.resource_type == "fetch"]
    assert sent
    assert {(r.method, r.url) for r in sent} == {("POST", site + "/suggest")}
    assert sent[-1].post_data == "typed=bozem"
    assert w.complaints == []


def test_the_field_works_when_suggestions_do_not_come(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.route("**/suggest", lambda route: route.fulfill(status=503))
    w.goto("/")
    w.page.locator("#place").press_sequentially("59718")
    w.page.wait_for_timeout(400)
    assert w.page.locator("#place-list").is_hidden()
    w.press("Find infusion care")
    assert w.page.inner_text("h1") == "Infusion care near 59718, Bozeman, Montana"


def test_the_devices_location_is_rounded_before_it_is_sent(watch: Watch, site: str) -> None:
    w = watch(site, geolocation={"latitude": 45.678543, "longitude": -111.037123}, permissions=["geolocation"])
    sent: list[str] = []
    w.page.on("request", lambda r: sent.append(f"{r.url} {r.post_data}"))
    w.goto("/")
    w.page.get_by_role("button", name="Use my location").click()
    w.page.wait_for_function("document.getElementById('place').value")
    assert w.page.input_value("#place") == "45.68, -111.04"
    assert "to within about half a mile" in w.page.inner_text("#place-said")
    w.press("Find infusion care")
    assert "Bozeman Health Deaconess Hospital" in w.page.inner_text("#option-1")
    assert "place=45.68%2C+-111.04" in sent[-1] or any("place=45.68%2C+-111.04" in s for s in sent)
    assert not [s for s in sent if "45.678" in s or "111.037" in s]
    assert w.complaints == []


def test_a_location_that_is_refused_is_said_and_a_zip_code_still_works(watch: Watch, site: str) -> None:
    w = watch(site)
    w.goto("/")
    w.page.get_by_role("button", name="Use my location").click()
    w.page.wait_for_selector("#place-said:has-text('get your location. Type a ZIP code')")
    assert w.page.input_value("#place") == ""
    assert w.page.get_attribute("#place-said", "role") == "status"
    w.ask("59718")
    assert w.page.locator(".card").count() == 3
