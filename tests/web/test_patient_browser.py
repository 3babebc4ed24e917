"""The patient's pages in a real Chromium: as people use them who have weak arms, a screen reader, a phone, no script."""

import re
from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Request, Route

from tests.web.conftest import Watched
from tests.web.test_browser import WCAG

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
ADDRESS = "2409 Acton Rd, Vestavia Hills AL 35243"
MOST_TABS = 80


def axe_findings(w: Watched) -> list[str]:
    """Findings of axe, but for pins: they stand where places are, however near (WCAG 2.5.8), and cards say the same."""
    found = Axe().run(w.page, context={"exclude": [[".leaflet-marker-pane"]]}, options=WCAG).response["violations"]
    return [f"{v['id']}: {[n['html'][:150] for n in v['nodes']]}" for v in found]


def complaints(w: Watched) -> list[str]:
    """What a page should not have done; but suggestions that the reader did not wait for, and a file to save, break off."""
    return [c for c in w.complaints if c not in (f"failed: {w.site}/suggest", f"failed: {w.site}/centers/EX-MT-1/visits.ics")]


def submit(w: Watched, name: str) -> None:
    """Press a button that leads to another page."""
    w.page.get_by_role("button", name=name).click()
    w.page.wait_for_load_state()


def open_page(w: Watched, page: str) -> None:
    """One of the patient's pages, with all on it that can be unfolded."""
    if page == "home":
        w.page.goto(w.site + "/")
    elif page == "which":
        w.search("Springfield")
    elif page == "center":
        w.page.goto(w.site + "/centers/K-MT-3")
    elif page == "emptied":
        w.page.goto(w.site + "/search?zip=44106&within=15&kind=physician_office&wheelchair=yes")
    else:
        w.search("El Paso, TX", "ivig")
    if page == "compare":
        for rank in (1, 2, 3):
            w.page.check(f"#choose-{rank}")
        w.page.click("#compare button:not([formaction])")
        w.page.wait_for_url("**/compare")
    if page == "call sheet":
        w.page.click("#compare button[formaction$='/call-sheet']")
        w.page.wait_for_url("**/call-sheet")
    while (folded := w.page.locator("main details:not([open]) > summary")).count():
        folded.first.click()


PAGES = ["home", "which", "results", "emptied", "compare", "call sheet", "center"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_and_nothing_comes_from_outside(watch: Watch, site: str, page: str, scheme: str) -> None:
    w = watch(site, color_scheme=scheme)
    open_page(w, page)
    assert axe_findings(w) == []
    assert complaints(w) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("page", PAGES)
def test_a_phone_and_a_page_at_400_percent_scroll_one_way_only(watch: Watch, site: str, page: str, language: str) -> None:
    w = watch(site, width=320, locale=f"{language}-US")
    open_page(w, page)
    assert w.page.get_attribute("html", "lang") == language
    assert w.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_findings(w) == []
    w.page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    assert w.page.evaluate("document.documentElement.scrollWidth") <= 320


def size(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box is not None
    return box["width"], box["height"]


@pytest.mark.parametrize("page", PAGES)
def test_targets_are_large_enough_for_a_thumb(watch: Watch, site: str, page: str) -> None:
    w = watch(site, width=320, has_touch=True)
    open_page(w, page)
    thumbs = w.page.locator("main :is(button, select, summary, input[type=text], .check label):visible").all()
    assert [t.inner_text() for t in thumbs if min(size(t)) < 44] == []
    assert [t.get_attribute("id") for t in w.page.locator("main input[type=checkbox]").all() if min(size(t)) < 24] == []
    # Not links inside sentences; a phone number is there to be pressed.
    assert [t.inner_text() for t in w.page.locator("main :is(h2, .choices) a:visible").all() if size(t)[1] < 24] == []
    assert [t.inner_text() for t in w.page.locator("main a[href^=tel]:visible").all() if size(t)[1] < 44] == []


@pytest.mark.parametrize("page", PAGES)
def test_nothing_moves(watch: Watch, site: str, page: str) -> None:
    w = watch(site, reduced_motion="reduce")
    open_page(w, page)
    if page == "results":
        w.page.get_by_role("button", name="Show number 2 on the map").click()
        w.page.get_by_role("button", name="Zoom in").click()
    moving = """[...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e);
        return s.animationName !== "none" || s.transitionDuration !== "0s" || s.scrollBehavior === "smooth";
    }).map(e => e.className)"""
    assert w.page.evaluate("document.getAnimations().length") == 0
    assert w.page.evaluate(moving) == []


# Saying where one is


def type_place(w: Watched, typed: str) -> Locator:
    w.page.goto(w.site + "/")
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
    w.page.wait_for_url("**/search")
    assert w.page.inner_text("h1") == "Infusion care near Springfield, Missouri"
    assert complaints(w) == []


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
    assert size(item)[1] >= 44
    assert w.page.inner_text("#place-said") == "1 place to choose from. Use the arrow keys."
    assert axe_findings(w) == []
    item.tap()
    assert field.input_value() == "59718, Bozeman, Montana"
    submit(w, "Find infusion care")
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
    assert complaints(w) == []


def test_the_field_works_when_suggestions_do_not_come(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.route("**/suggest", lambda route: route.fulfill(status=503))
    w.page.goto(site + "/")
    w.page.locator("#place").press_sequentially("59718")
    w.page.wait_for_timeout(400)
    assert w.page.locator("#place-list").is_hidden()
    submit(w, "Find infusion care")
    assert w.page.inner_text("h1") == "Infusion care near 59718, Bozeman, Montana"


def test_the_devices_location_is_rounded_before_it_is_sent(watch: Watch, site: str) -> None:
    w = watch(site, geolocation={"latitude": 45.678543, "longitude": -111.037123}, permissions=["geolocation"])
    sent: list[str] = []
    w.page.on("request", lambda r: sent.append(f"{r.url} {r.post_data}"))
    w.page.goto(site + "/")
    w.page.get_by_role("button", name="Use my location").click()
    w.page.wait_for_function("document.getElementById('place').value")
    assert w.page.input_value("#place") == "45.68, -111.04"
    assert "to about half a mile" in w.page.inner_text("#place-said")
    submit(w, "Find infusion care")
    assert "Bozeman Health Deaconess Hospital" in w.page.inner_text("#option-1")
    assert "place=45.68%2C+-111.04" in sent[-1] or any("place=45.68%2C+-111.04" in s for s in sent)
    assert not [s for s in sent if "45.678" in s or "111.037" in s]
    assert complaints(w) == []


def test_a_location_that_is_refused_is_said_and_a_zip_code_still_works(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.goto(site + "/")
    w.page.get_by_role("button", name="Use my location").click()
    w.page.wait_for_selector("#place-said:has-text('could not be had. Type a ZIP code')")
    assert w.page.input_value("#place") == ""
    assert w.page.get_attribute("#place-said", "role") == "status"
    w.search("59718")
    assert w.page.locator(".card").count() == 3


# The list


def test_choices_are_made_by_keyboard(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.goto(site + "/")
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
    w.page.wait_for_url("**/search")
    said = w.page.inner_text("section[aria-labelledby=choices-made]")
    assert "open on weekends" in said
    assert "wheelchair access" in said
    assert "where nobody knows, kept" in said
    # They stay chosen, and open, for the next search.
    assert w.page.is_checked("#weekends")
    assert w.page.is_visible("#wheelchair")


def test_a_list_that_choices_emptied_offers_to_drop_one_and_does(watch: Watch, site: str) -> None:
    w = watch(site)
    open_page(w, "emptied")
    offers = w.page.locator(".offer button").all_inner_texts()
    assert offers == ["Without “doctor's office”: 2 places."]
    submit(w, offers[0])
    assert "2 listed places within 15 miles." in w.page.inner_text("[role=status]")
    assert w.page.locator(".card").count() >= 2
    assert not w.page.is_checked("#kind-physician_office")
    assert w.page.is_checked("#wheelchair")
    assert w.page.url == site + "/search"


@pytest.mark.parametrize("chosen_ones", [1, 3])
def test_chosen_places_stand_side_by_side(watch: Watch, site: str, chosen_ones: int) -> None:
    w = watch(site)
    w.search("10001", "ivig")
    names = w.page.locator(".card h2 a").all_inner_texts()[:chosen_ones]
    for rank in range(1, chosen_ones + 1):
        w.page.check(f"#choose-{rank}")
    submit(w, "Compare the chosen ones")
    heads = w.page.locator("table").first.locator("thead th").all_inner_texts()
    assert heads == ["A year", *names]
    assert w.page.locator("h2:has-text('Treatments at')").count() == chosen_ones
    submit(w, "Back to the list")
    assert w.page.locator(".card h2 a").first.inner_text() == names[0]


@pytest.mark.parametrize("chosen_ones", [0, 4])
def test_none_or_too_many_chosen_is_said(watch: Watch, site: str, chosen_ones: int) -> None:
    w = watch(site)
    w.search("10001", "ivig")
    for rank in range(1, chosen_ones + 1):
        w.page.check(f"#choose-{rank}")
    submit(w, "Compare the chosen ones")
    said = w.page.inner_text("main")
    assert f"{chosen_ones} places were chosen." in said
    assert "Choose 1 to 3" in said
    assert axe_findings(w) == []


@pytest.mark.parametrize("place", ["59718", "10001"])
def test_every_card_leads_to_its_marker_and_every_marker_to_its_card(watch: Watch, site: str, place: str) -> None:
    w = watch(site)
    w.search(place)
    names = w.page.locator(".card h2 a").all_inner_texts()
    assert len(names) >= 3
    for rank, name in enumerate(names[:5], 1):
        w.page.get_by_role("button", name=f"Show number {rank} on the map", exact=True).click()
        assert f"{rank}. {name}" in w.page.inner_text(".leaflet-popup-content")
        w.page.locator(".leaflet-popup-content a").click()
        assert w.page.evaluate("document.activeElement.closest('.card').id") == f"option-{rank}"
        pin = w.page.locator(f".pin[aria-label^='{rank}. ']")
        assert pin.get_attribute("role") == "button"
        assert name in (pin.get_attribute("aria-label") or "")
    assert complaints(w) == []


def test_the_list_comes_before_the_map_and_says_how_many_in_title_and_status(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718", "ivig")
    title = "Infusion care near 59718, Bozeman, Montana: 1 listed place within 60 miles. · Infusion Access Finder"
    assert w.page.title() == title
    assert w.page.inner_text("[role=status] .lead") == "1 listed place within 60 miles."
    before = "document.querySelector('.cards').compareDocumentPosition(document.querySelector('.map')) & 4"
    assert w.page.evaluate(before) == 4


# Taking it away


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_call_sheet_prints_black_on_white_in_large_type_with_boxes(watch: Watch, site: str, scheme: str) -> None:
    w = watch(site, color_scheme=scheme)
    open_page(w, "call sheet")
    w.page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    look = w.page.evaluate(
        """[...document.querySelectorAll("main *")].filter(e => e.checkVisibility()).map(e => {
             const s = getComputedStyle(e); return [s.color, parseFloat(s.fontSize)] })"""
    )
    assert {color for color, _ in look} == {"rgb(0, 0, 0)"}
    assert min(points for _, points in look) >= 14 * 96 / 72 - 0.1
    assert w.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert w.page.locator("header.top, nav, footer, button, .map").filter(visible=True).count() == 0
    block = w.page.locator(".block").first
    box = block.locator(".ticks li").first.evaluate("e => getComputedStyle(e, '::before').border")
    assert box == "2px solid rgb(0, 0, 0)"
    assert "Phone: 915-544-1200" in block.inner_text()
    assert block.locator(".ticks li").count() == 6
    assert min(size(line)[1] for line in block.locator(".write").all()) >= 48
    assert block.evaluate("e => getComputedStyle(e).breakInside") == "avoid"


def test_dates_of_visits_go_into_a_calendar(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718", "rituximab")
    with w.page.expect_download() as saved:
        w.page.get_by_role("link", name=re.compile("Add to calendar ?: Example: Big Sky")).first.click()
    assert saved.value.suggested_filename == "visits.ics"
    calendar = saved.value.path().read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    starts = [datetime.fromisoformat(moment) for moment in re.findall(r"DTSTART:(\d{8}T\d{6}Z)", calendar)]
    there = [start.astimezone(ZoneInfo("America/Denver")) for start in starts]
    assert there
    assert {(start.hour, start.minute, start.strftime("%a")) for start in there} == {(9, 0, "Tue")}
    assert min(there).date() >= date.today()
    assert complaints(w) == []


@pytest.mark.parametrize(("button", "name", "start"), [
    ("Download the whole list (CSV)", "infusion-care.csv", b"\xef\xbb\xbf"),
    ("As PDF", "infusion-care.pdf", b"%PDF"),
    ("As plain text", "infusion-care.txt", b"Infusion care near"),
])  # fmt: skip
def test_the_list_is_saved_as_a_file(watch: Watch, site: str, button: str, name: str, start: bytes) -> None:
    w = watch(site)
    w.search("59718", "ivig")
    with w.page.expect_download() as saved:
        w.page.get_by_role("button", name=button).click()
    assert saved.value.suggested_filename == name
    assert saved.value.path().read_bytes().startswith(start)


def test_the_link_to_share_has_the_zip_and_no_street(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.goto(site + "/")
    w.page.fill("#place", ADDRESS)
    w.page.select_option("#therapy", "ivig")
    w.page.locator("summary").click()
    w.page.check("#wheelchair")
    submit(w, "Find infusion care")
    first = w.page.locator(".card h2 a").first.inner_text()
    link = w.page.get_by_label("A link to this search").input_value()
    assert parse_qs(urlsplit(link).query) == {"zip": ["35243"], "therapy": ["ivig"], "within": ["60"], "wheelchair": ["yes"]}
    friend = watch(site)
    friend.page.goto(link)
    assert friend.page.inner_text("h1") == "Infusion care near 35243, Birmingham, Alabama"
    assert friend.page.locator(".card h2 a").first.inner_text() == first
    assert friend.page.is_checked("#wheelchair")
    assert complaints(friend) == complaints(w) == []


# Without a mouse, without a script


def tab_to(w: Watched, name: str) -> None:
    """Press Tab until a link, button or field of this name has the focus, which must be seen."""
    for _ in range(MOST_TABS):
        w.page.keyboard.press("Tab")
        focus = w.page.locator("main :focus, header :focus")
        if focus.count() and name in (focus.inner_text() or focus.get_attribute("id") or ""):
            assert focus.evaluate("e => getComputedStyle(e).outlineWidth") == "3px"
            return
    raise AssertionError(f"no focus on {name!r}")


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way_goes_by_keyboard(watch: Watch, site: str, script: bool) -> None:
    w = watch(site, java_script_enabled=script)
    w.page.goto(site + "/")
    tab_to(w, "place")
    w.page.keyboard.type("El Paso, TX")
    w.page.keyboard.press("Tab")
    w.page.keyboard.press("Shift+Tab")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search")
    assert w.page.inner_text("h1") == "Infusion care near El Paso, Texas"
    tab_to(w, "choose-1")
    w.page.keyboard.press("Space")
    tab_to(w, "choose-2")
    w.page.keyboard.press("Space")
    tab_to(w, "Compare the chosen ones")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/compare")
    assert w.page.inner_text("h1") == "Side by side"
    tab_to(w, "Back to the list")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/search")
    tab_to(w, "Call sheet to print")
    w.page.keyboard.press("Enter")
    w.page.wait_for_url("**/call-sheet")
    assert w.page.locator(".block").count() == 3
    assert complaints(w) == []


def test_without_script_the_plain_field_works_and_nothing_is_offered_that_cannot(watch: Watch, site: str) -> None:
    w = watch(site, java_script_enabled=False)
    w.page.goto(site + "/")
    assert w.page.get_by_role("textbox", name="Where are you?").count() == 1
    assert not w.page.is_visible("text=Use my location")
    assert not w.page.is_visible("text=Your browser rounds it")
    w.search("44106")
    assert w.page.locator(".card").count() == 3
    assert not w.page.is_visible("text=on the map")
    w.page.check("#choose-2")
    submit(w, "Compare the chosen ones")
    assert w.page.locator("table").first.locator("thead th").all_inner_texts() == ["A year", "Cleveland Clinic"]


def test_a_skip_link_comes_first_and_leads_past_the_menu(watch: Watch, site: str) -> None:
    w = watch(site)
    w.search("59718")
    w.page.keyboard.press("Tab")
    assert w.page.locator(":focus").inner_text() == "Skip to the main part"
    w.page.keyboard.press("Enter")
    w.page.keyboard.press("Tab")
    assert w.page.evaluate("document.activeElement.closest('main') !== null")
