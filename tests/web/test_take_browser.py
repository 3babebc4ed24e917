"""Taking the list away, in a real Chromium: on paper, as files, into a calendar, as a link."""

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from finder.settings import today
from tests.sampling import of_many
from tests.web.browser import Watched
from tests.web.every_page import open_page

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
ADDRESS = "2409 Acton Rd, Vestavia Hills AL 35243"


@pytest.mark.parametrize("scheme", ["dark", "light"][: of_many(2, 1)])
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
    # Lines as far apart as on wide ruled paper: 8.7 mm.
    assert block.evaluate("e => Math.min(...[...e.querySelectorAll('.write')].map((line) => line.offsetHeight))") >= 33
    assert block.evaluate("e => getComputedStyle(e).breakInside") == "avoid"


def test_dates_of_visits_go_into_a_calendar(watch: Watch, site: str) -> None:
    w = watch(site)
    w.open_list("59718", "rituximab")
    with w.page.expect_download() as saved:
        w.page.get_by_role("link", name=re.compile("Add to calendar Example: Big Sky")).first.click()
    assert saved.value.suggested_filename == "visits.ics"
    calendar = saved.value.path().read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")
    starts = [datetime.fromisoformat(moment) for moment in re.findall(r"DTSTART:(\d{8}T\d{6}Z)", calendar)]
    there = [start.astimezone(ZoneInfo("America/Denver")) for start in starts]
    assert there
    assert {(start.hour, start.minute, start.strftime("%a")) for start in there} == {(9, 0, "Tue")}
    assert min(there).date() >= today()
    assert w.complaints == []


FILES = [
    ("Download the whole list (CSV)", "infusion-care.csv", b"\xef\xbb\xbf"),
    ("Download the call sheet (PDF)", "infusion-care.pdf", b"%PDF"),
    ("Download as plain text", "infusion-care.txt", b"Infusion care near"),
]


# In a sample the other two are saved by test_the_sheet_holds_the_chosen_places_alone.
@pytest.mark.parametrize(("button", "name", "start"), FILES[: of_many(3, 1)])
def test_the_list_is_saved_as_a_file(watch: Watch, site: str, button: str, name: str, start: bytes) -> None:
    w = watch(site)
    w.open_list("59718", "ivig")
    with w.page.expect_download() as saved:
        w.unfold()
        w.page.get_by_role("button", name=button).click()
    assert saved.value.suggested_filename == name
    assert saved.value.path().read_bytes().startswith(start)


def test_the_link_to_share_has_the_zip_and_no_street(watch: Watch, site: str) -> None:
    w = watch(site)
    w.goto("/")
    w.say(ADDRESS)
    w.page.select_option("#therapy", "ivig")
    w.page.click("summary")
    w.page.check("#wheelchair")
    w.press("Find infusion care")
    first = w.page.locator(".card h3 a").first.inner_text()
    link = w.page.get_by_label("A link to this search").input_value()
    assert parse_qs(urlsplit(link).query) == {"zip": ["35243"], "therapy": ["ivig"], "within": ["60"], "wheelchair": ["yes"]}
    friend = watch(site)
    friend.page.goto(link)
    assert friend.page.inner_text("h1") == "Infusion care near 35243, Birmingham, Alabama"
    assert friend.page.locator(".card h3 a").first.inner_text() == first
    assert friend.page.is_checked("#wheelchair")
    assert friend.complaints == w.complaints == []


def test_a_button_copies_the_link(watch: Watch, site: str) -> None:
    w = watch(site, permissions=["clipboard-read", "clipboard-write"])
    w.open_list("59718", "ivig")
    w.unfold()
    w.page.get_by_role("button", name="Copy the link").click()
    said = w.page.get_by_role("status").filter(has_text="Copied.")
    said.wait_for()
    copied = w.page.evaluate("navigator.clipboard.readText()")
    assert copied == w.page.input_value("#link")
    assert parse_qs(urlsplit(copied).query)["zip"] == ["59718"]
    assert w.complaints == []


def test_a_browser_that_refuses_to_copy_leaves_the_link_to_be_copied_by_hand(watch: Watch, site: str) -> None:
    w = watch(site, fresh=True)
    w.page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))")
    w.open_list("59718", "ivig")
    w.unfold()
    w.page.get_by_role("button", name="Copy the link").click()
    w.page.wait_for_timeout(200)
    assert "Copied." not in w.page.inner_text("main")
    assert w.page.evaluate("getSelection().toString()") == w.page.input_value("#link")
    assert w.complaints == []


def test_the_sheet_holds_the_chosen_places_alone(watch: Watch, site: str) -> None:
    w = watch(site)
    w.open_list("10001", "ivig")
    names = w.page.locator(".card h3 a").all_inner_texts()
    for rank in (2, 4):
        w.page.check(f"#choose-{rank}")
    files = {}
    for button in ("Download the call sheet (PDF)", "Download as plain text"):
        with w.page.expect_download() as saved:
            w.unfold()
            w.page.get_by_role("button", name=button).click()
        files[button] = saved.value.path()
    sheets = PdfReader(files["Download the call sheet (PDF)"]).pages
    w.press("Call sheet", exact=True)
    assert w.page.locator(".block h2").all_inner_texts() == [f"2. {names[1]}", f"4. {names[3]}"]
    for text in (" ".join(page.extract_text() for page in sheets), files["Download as plain text"].read_text(encoding="utf-8")):
        told = " ".join(text.split())
        assert [name for name in names if name in told] == [names[1], names[3]]


def test_the_sheet_holds_all_if_none_is_chosen(watch: Watch, site: str) -> None:
    w = watch(site)
    w.open_list("10001", "ivig")
    names = w.page.locator(".card h3 a").all_inner_texts()
    w.press("Call sheet", exact=True)
    assert w.page.locator(".block h2").all_inner_texts() == [f"{n}. {name}" for n, name in enumerate(names, 1)]
