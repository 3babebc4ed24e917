"""Three readers on a phone, in both languages: a known place far away, a child, and a city with many results."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from finder.domain.evidence import TIERS
from finder.wording.evidence import TIER_WORDS
from finder.wording.writer import Writer, writer
from tests.sampling import of_many
from tests.web.browser import Watched
from tests.web.conftest import Serve
from tests.web.every_page import complaints
from tests.world import SETTINGS, make_finder

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
PHONE = 390
SAID = date(2026, 8, 1)
WHO = {"operator": "Test Care", "phone": "406-555-0123", "state": "MT", "source": "a list", "checked_on": "2026-01"}


# Words in Spanish are longer, and the vocabulary is asked for in the same way: a sample walks in Spanish.
@pytest.fixture(params=["es", "en"][: of_many(2, 1)])
def reader(request: pytest.FixtureRequest) -> Writer:
    return writer(request.param, SETTINGS.translations)


@pytest.fixture
def phone(watch: Watch, reader: Writer) -> Callable[[str], Watched]:
    """Opens a site on a phone whose owner reads the language of `reader`."""
    return lambda site: watch(site, width=PHONE, locale={"en": "en-US", "es": "es-US"}[reader.language])


def asked(w: Watched, place: str, age: str = "") -> None:
    w.goto("/")
    w.say(place)
    w.page.select_option("#therapy", "ivig")
    w.page.select_option("#age", age)
    w.page.click("#find")
    w.page.wait_for_url("**/search/*")


def names(w: Watched, section: str) -> list[str]:
    return w.page.locator(f"section:has(#{section}) .card h3 a").all_inner_texts()


def fits_the_phone(w: Watched) -> bool:
    return bool(w.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_known_place_far_away_comes_first_everywhere(
    phone: Callable[[str], Watched], serve: Serve, write_folder: Callable[..., Path], reader: Writer
) -> None:
    """She learns at once who is known to give it, calls, and takes both along: on the sheet and side by side."""
    said = {"therapy_id": "ivig", "evidence": "reported"}
    folder = write_folder(
        centers=[
            {**WHO, "id": "near", "name": "Near Hospital", "zip": "59715", "city": "Bozeman"},
            {**WHO, "id": "far", "name": "Far Clinic", "zip": "59401", "city": "Great Falls", "phone": "406-555-0199"},
        ],
        center_therapies=[
            {**said, "center_id": "near", "basis": "price_list", "checked_on": "2026-01"},
            {**said, "center_id": "far", "basis": "page", "source": "Website", "checked_on": "2026-08"},
        ],
    )
    w = phone(serve(make_finder(folder)))
    asked(w, "59718")
    assert (names(w, "known"), names(w, "others")) == (["Far Clinic"], ["Near Hospital"])
    known, listed = w.page.inner_text("#option-1"), w.page.inner_text("#option-2")
    miles = re.search(r"(\d+) mil", known)
    assert miles
    assert 100 < int(miles[1]) < 250
    assert reader.say(TIER_WORDS["known"]) in known
    assert reader.formats.brief_month(SAID) in known
    assert reader.say(TIER_WORDS["listed"]).partition(":")[0] in listed
    assert reader.say(TIER_WORDS["known"]) not in listed
    assert w.page.locator("#option-1 a.call").get_attribute("href") == "tel:+1-406-555-0199"
    assert fits_the_phone(w)
    w.page.check("#choose-1")
    w.page.check("#choose-2")
    w.page.locator("#chosen button").nth(0).click()
    w.page.wait_for_url("**/call-sheet/*")
    assert "406-555-0199" in w.page.inner_text(".block >> nth=0")
    assert reader.month(SAID) in w.page.inner_text(".block >> nth=0")
    w.page.locator("main form button").first.click()
    w.page.wait_for_url("**/search/*")
    w.page.locator("#chosen button").nth(1).click()
    w.page.wait_for_url("**/compare/*")
    side = w.page.inner_text("main")
    assert "Far Clinic" in side
    assert "Near Hospital" in side
    assert reader.month(SAID) in side
    assert complaints(w) == []


def test_a_child_is_not_sent_where_only_adults_are_treated(
    phone: Callable[[str], Watched], serve: Serve, write_folder: Callable[..., Path], reader: Writer
) -> None:
    """For his daughter, the hospital for children comes up, the office for adults is named with the reason, the rest may do."""
    folder = write_folder(
        centers=[
            {**WHO, "id": "kids", "name": "Kids Hospital", "zip": "59718", "serves": "children"},
            {**WHO, "id": "grown", "name": "Grown-Up Office", "zip": "59715", "serves": "adults"},
            {**WHO, "id": "other", "name": "Other Center", "zip": "59714"},
        ]
    )
    w = phone(serve(make_finder(folder)))
    asked(w, "59718", "children")
    assert sorted(names(w, "others")) == ["Kids Hospital", "Other Center"]
    assert "Grown-Up Office" in w.page.inner_text("section:has(#unsuitable)")
    asked(w, "59718", "adults")
    assert sorted(names(w, "others")) == ["Grown-Up Office", "Other Center"]
    assert "Kids Hospital" in w.page.inner_text("section:has(#unsuitable)")
    asked(w, "59718")
    assert len(names(w, "others")) == 3
    assert fits_the_phone(w)
    assert complaints(w) == []


def test_a_city_with_more_than_a_page_of_results_reads_well(
    phone: Callable[[str], Watched], serve: Serve, reader: Writer
) -> None:
    """In Chicago he sees the first 25, how complete the list is, and sorts them by how sure the evidence is."""
    w = phone(serve(make_finder()))
    asked(w, "60601")
    assert w.page.locator(".card").count() == 25
    assert w.page.locator(".card .rank").all_inner_texts() == [str(n) for n in range(1, 26)]
    by_miles = names(w, "others")
    w.page.locator("section:has(#others) form button").first.click()
    w.page.wait_for_load_state()
    by_evidence = names(w, "others")
    assert by_miles != by_evidence
    words = [reader.say(TIER_WORDS[tier]) for tier in TIERS]
    shown = w.page.locator("section:has(#others) .evidence strong").all_inner_texts()
    ranks = [words.index(text) for text in shown]
    assert ranks == sorted(ranks)
    assert set(shown) <= set(words)
    assert fits_the_phone(w)
    assert complaints(w) == []
