"""Ten people look for infusion care, each in a real Chromium, step by step; what they see is what is asserted."""

import gzip
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator

from tests.sampling import of_many
from tests.web.browser import Watched
from tests.web.conftest import Serve
from tests.web.every_page import complaints
from tests.world import make_finder

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
# A fair phone line, as in the issue: bytes a second, and milliseconds there and back.
SLOW = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
MOST_PAGE_BYTES, MOST_MAP_BYTES = 60_000, 150_000


@pytest.fixture
def over(write_folder: Callable[..., Path], watch: Watch, serve: Serve) -> Callable[..., Watched]:
    """Opens the finder over listings written as for `write_folder`."""
    return lambda **tables: watch(serve(make_finder(write_folder(**tables))))


def follow(w: Watched, name: str) -> None:
    w.page.get_by_role("link", name=name).click()
    w.page.wait_for_load_state()


def card(w: Watched, rank: int) -> Locator:
    return w.page.locator(f"#option-{rank}")


def unfolded(w: Watched, rank: int) -> str:
    """The text of a card with its year, directions, and sources unfolded."""
    card(w, rank).locator("summary").click()
    return card(w, rank).inner_text()


def status(w: Watched) -> str:
    return w.page.inner_text("[role=status]:has(p)")


def names(w: Watched) -> list[str]:
    return w.page.locator(".card h3 a").all_inner_texts()


def test_1_a_caregiver_in_rural_montana_plans_ivig_for_her_mother(watch: Watch, site: str) -> None:
    """She types the town. Nothing is near: she learns how far, what a year of it means, and what else there is.

    She holds the two nearest against each other, prints what to ask, and reads about visits by video.
    """
    w = watch(site)
    w.ask("Cut Bank, MT", "ivig")
    assert "No location is listed within 60 miles. The nearest one is about 119 miles (112 to 126) away." in status(w)
    assert "No location in this directory is known to give IVIG. Call to ask." in status(w)
    assert names(w) == ["Benefis Hospital", "Logan Health Medical Center", "St. Peter's Health"]
    first = unfolded(w, 1)
    assert re.search(r"119 miles \(112 to 126\), 1\.\d to 2\.\d hours", first)
    assert re.search(r"IVIG:\s+call to ask", first)
    # 13 cycles of 2 to 5 days: 26 to 65 trips from home, or 13 stays.
    assert "A year of IVIG here: 26 to 65 trips, " in first
    assert re.search(
        r"Or, if you stay nearby during each cycle: 13 trips, [\d,]+ to [\d,]+ miles, 13 to 65 nights away\.", first
    )
    assert "The drive may take more than 2 hours one way. Plan a break on the way, or a night nearby." in first
    w.page.check("#choose-1")
    w.page.check("#choose-2")
    w.press("Compare")
    w.page.get_by_text("Treatments at each location").click()
    assert "Rituximab, two infusions 2 weeks apart" in w.page.inner_text("main")
    w.press("Back to the list")
    w.press("Call sheet", exact=True)
    assert w.page.locator(".block").count() == 2  # the two that she ticked
    sheet = w.page.inner_text(".block >> nth=0")
    assert "Phone: 406-455-5000" in sheet
    assert "Can I have a chair several days in a row?" in sheet
    w.press("Back to the list")
    assert [w.page.is_checked(f"#choose-{rank}") for rank in (1, 2, 3)] == [True, True, False]
    # The doctor has said 3 days in a row.
    w.change_search()
    w.page.locator("details.more > summary").click()
    w.page.select_option("#days", "3")
    w.press("Search with these choices")
    assert "A year of IVIG here, with 3 days in a row: 39 trips, " in unfolded(w, 1)
    follow(w, "See your doctor by video before the infusion")
    assert w.page.url == site + "/help#video"
    assert w.page.locator("#video").is_visible()
    assert complaints(w) == []


def test_2_a_spanish_speaker_in_el_paso_reads_all_of_it_in_spanish(watch: Watch, site: str) -> None:
    """His phone asks for Spanish, and gets it. He wants a place that speaks it, takes the sheet along, and shows his
    daughter the same list in English."""
    w = watch(site, width=390, locale="es-US")
    w.page.goto(site + "/")
    assert w.page.get_attribute("html", "lang") == "es"
    assert w.page.inner_text("h1") == "Busque infusiones cerca de usted"
    w.say("El Paso, TX")
    w.page.select_option("#therapy", "ivig")
    w.page.locator("summary").click()
    w.page.select_option("#language", "es")
    w.page.click("#find")
    w.page.wait_for_url("**/search/*")
    assert w.page.inner_text("h1") == "Infusiones cerca de El Paso, Texas"
    assert "A 60 millas o menos, nuestra lista tiene 3 lugares." in status(w)
    assert re.search(r"habla español: 3 se mantienen, porque no se sabe", w.page.inner_text("main"))
    found = names(w)
    first = card(w, 1).inner_text()
    assert "4.5 millas" in first
    assert "llame para preguntar" in first
    seen = w.page.inner_text("main")
    left = [word for word in ("Distance", "call to ask", "Phone", "Show number", "one way", "miles", "trips") if word in seen]
    assert left == []
    w.page.locator("#chosen button").first.click()
    w.page.wait_for_url("**/call-sheet/*")
    assert "Teléfono: 915-544-1200" in w.page.inner_text(".block >> nth=0")
    w.page.locator("form[action='/search'] button").first.click()
    w.page.wait_for_url("**/search/*")
    w.press("English")
    assert w.page.get_attribute("html", "lang") == "en"
    assert w.page.inner_text("h1") == "Infusion care near El Paso, Texas"
    assert names(w) == found
    assert w.page.input_value("#language") == "es"
    assert "Paso" not in w.page.url
    assert complaints(w) == []


RAMPS = [
    {"id": "no", "name": "Stairs Clinic", "city": "Cleveland", "state": "OH", "zip": "44106", "wheelchair": "no"},
    {"id": "unknown", "name": "Quiet Clinic", "city": "Cleveland", "state": "OH", "zip": "44106"},
    {"id": "yes", "name": "Ramp Clinic", "city": "Cleveland", "state": "OH", "zip": "44114", "wheelchair": "yes"},
]


def test_3_a_wheelchair_user_in_cleveland_is_not_sent_up_stairs(over: Callable[..., Watched]) -> None:
    """They tick wheelchair access. The one with stairs is gone and counted; the nearer one that does not say comes after
    the one that has a ramp, with the question to ask."""
    w = over(centers=RAMPS)
    w.page.goto(w.site)
    w.say("44106")
    w.page.locator("summary").press("Enter")
    w.page.locator("#wheelchair").press("Space")
    w.press("Find infusion care")
    assert names(w) == ["Ramp Clinic", "Quiet Clinic"]
    assert "1 more location within 60 miles does not fit your choices." in status(w)
    assert "For 1 of the locations shown, it is not known whether it fits all your choices. Call to ask." in status(w)
    assert "Not known, call to ask" not in card(w, 1).inner_text()
    assert "Not known, call to ask: wheelchair access" in card(w, 2).inner_text()
    follow(w, "Ramp Clinic")
    assert re.search(r"Step-free \(wheelchair\)\W+yes", w.page.inner_text("main"))


def test_4_someone_on_an_island_is_told_of_the_ferry_and_of_no_drive(watch: Watch, site: str) -> None:
    """No road leads off San Juan Island. No drive and no year of driving is made up; a ferry is named, with both parts of the
    way."""
    w = watch(site)
    w.ask("Friday Harbor, WA", "ivig")
    assert "the nearest location by road that may fit is " in status(w)
    assert len(names(w)) == 3
    ways = w.page.locator(".travel").all_inner_texts()
    assert re.fullmatch(
        r"by ferry: about \d+ miles over water and [\d.]+ miles by road \(Anacortes-Friday Harbor Ferry\)", ways[0]
    )
    # What needs two ferries has no way that is known.
    assert [way for way in ways if not way.startswith(("by ferry: ", "Unreachable by road: "))] == []
    cards = w.page.inner_text(".cards")
    assert "one way" not in cards
    assert "A year of" not in cards
    w.unfold()
    w.page.get_by_role("button", name=re.compile(r"^Show on the map 1\.")).click()
    assert "by ferry" in w.page.inner_text(".leaflet-popup-content")
    assert complaints(w) == []
    w.page.check("#choose-1")
    w.press("Compare")
    assert "We don't know the trip to the locations you chose well enough to compare them." in w.page.inner_text("[role=alert]")


BOZEMAN = {"id": "near", "name": "Near Clinic", "city": "Bozeman", "state": "MT", "zip": "59715", "phone": "406-555-0101"}
HELENA = {"id": "far", "name": "Far Hospital", "city": "Helena", "state": "MT", "zip": "59601", "phone": "406-555-0102"}
FAR_GIVES_IT = {"center_id": "far", "therapy_id": "ivig", "evidence": "confirmed", "checked_on": "2026-10-02"}


@pytest.mark.parametrize("said_no", [True, False][: of_many(2, 1)])
def test_5_someone_whose_nearest_center_does_not_give_the_drug(over: Callable[..., Watched], said_no: bool) -> None:
    """Helena is known to give IVIG, and says when that was checked. While nobody has said no in Bozeman, both are there and
    the difference in miles with them; once staff there have said no, it stands apart with that, and is listed for the rest."""
    no = {"center_id": "near", "therapy_id": "ivig", "evidence": "not_offered", "checked_on": "2026-10-01"}
    w = over(centers=[BOZEMAN, HELENA], center_therapies=[FAR_GIVES_IT, *([no] if said_no else [])])
    w.ask("59718", "ivig")
    w.change_search()
    w.page.select_option("#within", "200")
    w.press("Find infusion care")
    if said_no:
        assert names(w) == ["Far Hospital"]
        apart = w.page.inner_text("section[aria-labelledby=unsuitable] li")
        assert re.search(r"^Near Clinic, about [\d.]+ miles?: It does not give IVIG\. .*October 1, 2026\.", apart)
        w.change_search()
        w.page.select_option("#within", "60")
        w.press("Find infusion care")
        assert "1 location is listed within 60 miles, but it does not fit. See why below." in status(w)
        assert "The next one is about 103 miles" in status(w)
        assert "No location is listed within" not in status(w)
    else:
        assert names(w) == ["Far Hospital", "Near Clinic"]
        assert w.page.locator("section:has(#known) h3 a").all_inner_texts() == ["Far Hospital"]
        assert "103 miles" in card(w, 1).inner_text()
        assert re.search(r"IVIG:\s+call to ask", card(w, 2).inner_text())
    assert "IVIG: known to give it · confirmed by staff (October 2, 2026)" in unfolded(w, 1)
    assert "October 2, 2026" in card(w, 1).inner_text()
    w.page.locator(".card h3 a").first.click()
    w.page.wait_for_url("**/centers/far")
    assert "confirmed by staff" in w.page.inner_text("table")
    w.ask("59718")
    assert names(w) == ["Near Clinic"]


def test_6_someone_whose_citys_name_exists_in_ten_states(watch: Watch, site: str) -> None:
    """They type Springfield and are asked which. The choices come before the form, and what else was asked is kept."""
    w = watch(site, width=390)
    w.ask("Springfield", "rituximab")
    assert "“Springfield” could mean 28 places." in w.page.inner_text("[role=alert]")
    offered = w.page.locator(".choices button").all_inner_texts()
    assert len(offered) == 28
    (vermont,) = (words for words in offered if words.startswith("Springfield, Vermont"))
    assert re.fullmatch(r"Springfield, Vermont, Windsor County\s+[\d,]+ people", vermont)
    asked_again = "document.querySelector('.choices').compareDocumentPosition(document.querySelector('#place')) & 4"
    assert w.page.evaluate(asked_again) == 4
    w.press("Springfield, Vermont")
    assert w.page.inner_text("h1") == "Infusion care near Springfield, Vermont"
    assert w.page.input_value("#therapy") == "rituximab"
    assert "Rituximab" in card(w, 1).inner_text()
    assert complaints(w) == []


def test_7_no_result_at_all_is_no_dead_end(over: Callable[..., Watched]) -> None:
    """The only place there is has stairs. The page says so, offers to give the wish up, and has other help beside; with a
    list that is empty it does the same."""
    w = over(centers=RAMPS[:1])
    w.page.goto(w.site + "/search?zip=44106&therapy=ivig&wheelchair=yes")
    assert names(w) == []
    assert "No listed location fits your choices, at any distance." in status(w)
    help_links = ["See your doctor by video before the infusion", "Infusion at home", "Help with travel", "Help with cost"]
    for link in help_links:
        assert w.page.get_by_role("link", name=link).is_visible()
    assert not w.page.locator(".map").count()
    w.press("Search without “wheelchair access”: 1 location")
    assert names(w) == ["Stairs Clinic"]
    empty = over(centers=[])
    empty.ask("44106", "ivig")
    assert "This directory has no locations to show." in status(empty)
    assert "How we measured" not in empty.page.inner_text("main")
    follow(empty, "Infusion at home")
    assert empty.page.url.endswith("/help#home")
    assert complaints(w) == complaints(empty) == []


def test_8_a_mobile_unit_that_fits_rituximab_but_not_ivig(watch: Watch, site: str) -> None:
    """Two stops come near Bozeman on single days. For IVIG they stand apart with the reason, for rituximab in the list with
    their dates and the calendar; everywhere they say that they are examples."""
    w = watch(site)
    w.ask("59718", "ivig")
    assert names(w) == ["Bozeman Health Deaconess Hospital"]
    apart = w.page.locator("section[aria-labelledby=unsuitable] li").all_inner_texts()
    assert len(apart) == 2
    for said in apart:
        assert said.startswith("Example, not a real service: Example: Big Sky mobile infusion unit")
        assert "It does not come for 2 days in a row, as this schedule requires." in said
    w.change_search()
    w.page.select_option("#therapy", "rituximab")
    w.press("Find infusion care")
    assert w.page.locator("section[aria-labelledby=unsuitable]").count() == 0
    assert len(names(w)) == 3
    stop = unfolded(w, 2)
    assert stop.startswith("Example, not a real service")
    assert "Your first infusion must be given somewhere else" in stop
    assert re.search(r"Next visits, local time: \w{3}, \w{3} \d+, 20\d\d; .*\(9 a\.m\. to 3 p\.m\.\)", stop)
    assert "A year of rituximab here: 4 trips, " in stop
    assert "Our list has 1 location within 60 miles." in status(w)
    assert "2 entries are examples, not real services. They are not counted." in status(w)
    with w.page.expect_download() as saved:
        card(w, 2).get_by_role("link", name="Add to calendar").click()
    assert saved.value.path().read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    assert complaints(w) == []


def weighed(w: Watched) -> dict[str, int]:
    """Bytes over the wire by the end of each address, headers and all, filled as the page loads; the line is slow."""
    wire = w.page.context.new_cdp_session(w.page)
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    wire.on(
        "Network.loadingFinished",
        lambda e: weights.update({addresses[e["requestId"]].rsplit("/", 1)[1]: int(e["encodedDataLength"])}),
    )
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    return weights


def test_9_a_phone_on_a_slow_line_gets_a_light_page(watch: Watch, site: str) -> None:
    """The question, then the list, weigh little without the map; the list can be read before the map is there."""
    w = watch(site, width=390, fresh=True, has_touch=True)
    weights = weighed(w)
    w.page.goto(site + "/")
    assert 0 < sum(weights.values()) < MOST_PAGE_BYTES
    assert not [name for name in weights if name.startswith("leaflet")]
    w.say("10001")
    w.page.select_option("#therapy", "ivig")
    w.page.locator("#find").tap()
    w.page.wait_for_selector("#option-1")
    w.page.locator("[data-view=map]").tap()
    w.page.wait_for_selector(".pin")
    w.page.wait_for_load_state("networkidle")
    of_map = {name: n for name, n in weights.items() if name.startswith("leaflet") or name == "map.js"}
    assert set(of_map) == {"leaflet.js", "leaflet.css", "map.js"}
    assert sum(of_map.values()) < MOST_MAP_BYTES
    drawn = re.findall(r'<script type="application/json" id="map-data">.*?</script>', w.page.content(), re.DOTALL)
    assert sum(of_map.values()) + len(gzip.compress(drawn[0].encode())) < MOST_MAP_BYTES
    assert sum(weights.values()) - sum(of_map.values()) < MOST_PAGE_BYTES
    assert complaints(w) == []


def test_9_the_list_is_read_while_the_map_never_comes(chromium: Browser, site: str) -> None:
    """Where the line breaks before the map's scripts have come, the list has been there all along."""
    page = chromium.new_page()
    page.route("**/leaflet.js", lambda route: route.abort())
    page.goto(site + "/search?zip=10001&therapy=ivig", wait_until="commit")
    page.wait_for_selector("#option-2")
    assert "miles" in page.inner_text("#option-2")
    page.close()


def read_out(w: Watched) -> list[str]:
    """What a screen reader says of the main part, in its order: role or level, name, state."""
    lines = [line.strip().removeprefix("- ").rstrip(":") for line in w.page.locator("main").aria_snapshot().split("\n")]
    return [re.sub(r"^text: |^paragraph: |^strong: |[\"']", "", line) for line in lines if not line.startswith("/url")]


def in_order(said: list[str], wanted: list[str]) -> list[str]:
    """Those of `wanted` that are not said, each whole and after the one before."""
    left = iter(said)
    return [words for words in wanted if words not in left]


def test_10_a_screen_reader_reads_a_page_that_makes_sense(watch: Watch, site: str) -> None:
    """She hears how many were found, then each place with its number, its distance in words, and its phone; buttons say
    of which place they are; the map comes last and its pins have names."""
    w = watch(site)
    w.ask("59718", "rituximab")
    said = read_out(w)
    wanted = [
        "heading Infusion care near 59718, Bozeman, Montana [level=1]",
        "heading Locations found [level=2]",
        "heading 1 Bozeman Health Deaconess Hospital [level=3]",
        "3.5 miles (0.5 to 13)",
        "Rituximab: call to ask",
        "hospital · Bozeman, MT",
        "link Call 406-414-5000",
        "checkbox Choose 1. Bozeman Health Deaconess Hospital",
        "Example, not a real service",
        "heading 2 Example: Big Sky mobile infusion unit, Belgrade stop [level=3]",
        "link Add to calendar Example: Big Sky mobile infusion unit, Belgrade stop",
        "button Call sheet",
        "button Compare (up to 3)",
        "heading Map [level=2]",
        "img You are here: 59718, Bozeman, Montana",
        "button 2. Example: Big Sky mobile infusion unit, Belgrade stop, Example, not a real service: 2",
        "heading If none of these works [level=2]",
    ]
    assert in_order(said, wanted) == []
    # Nothing that can be pressed is without a name, and no two buttons or links with different ends have the same.
    assert [line for line in said if re.fullmatch(r"(button|link|checkbox|combobox|textbox)", line)] == []
    buttons = [line for line in said if line.startswith("button")]
    assert len(buttons) == len(set(buttons))
    headings = [int(level) for line in said for level in re.findall(r"^heading .*\[level=(\d)\]$", line)]
    assert headings[0] == 1
    # Each location is below the heading of its list, and no level is left out.
    assert set(headings[1:]) == {2, 3}
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert complaints(w) == []
