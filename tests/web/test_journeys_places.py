"""Readers who say where they are in ways that no list of ZIP codes has, in a real Chromium."""

import re
from collections.abc import Callable

import pytest

from tests.web.browser import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]


def status(w: Watched) -> str:
    return w.page.inner_text(".notice[role=status]")


def test_from_molokai_the_answer_says_that_the_way_is_by_ferry_or_none(watch: Watch, site: str) -> None:
    """She types the name of her island. Nothing is drawn as a road over the sea, and nothing is silent about it."""
    w = watch(site, width=390)
    w.ask("Molokai", "ivig")
    assert w.page.inner_text("h1") == "Infusion care near Molokai, Hawaii"
    assert "We measure from the middle of where people live in Molokai." in status(w)
    for card in w.page.locator(".card .travel").all_inner_texts():
        assert re.search(r"[Uu]nreachable by road|by ferry", card), card
    assert w.page.locator("#else").is_visible()
    assert w.complaints == []


def test_a_pasted_link_of_a_map_is_the_place_on_it(watch: Watch, site: str) -> None:
    w = watch(site, width=390)
    w.ask("https://www.google.com/maps/place/Bozeman/@45.6794,-111.0447,13z/data=!3m1!4b1", "ivig")
    assert w.page.inner_text("h1") == "Infusion care near Bozeman, Montana"
    assert "45.67" not in w.page.inner_text("main")
    assert "google" not in w.page.url
    near = w.page.inner_text("#option-1 .travel")
    w.press("Español")
    assert w.page.inner_text("h1") == "Infusiones cerca de Bozeman, Montana"
    assert re.findall(r"[\d.]+", w.page.inner_text("#option-1 .travel")) == re.findall(r"[\d.]+", near)
    assert w.complaints == []


def test_the_location_of_a_device_is_shown_as_a_town(watch: Watch, site: str) -> None:
    w = watch(site, geolocation={"latitude": 45.6794, "longitude": -111.0447}, permissions=["geolocation"])
    w.goto("/")
    w.page.click("#use-location")
    w.page.wait_for_function("document.querySelector('#place').value")
    w.press("Find infusion care")
    assert w.page.inner_text("h1") == "Infusion care near Bozeman, Montana"


def test_one_name_of_two_towns_is_asked_about_with_county_and_size(watch: Watch, site: str) -> None:
    w = watch(site, width=390)
    w.ask("Inwood, NY", "ivig")
    said = w.page.locator(".choices button").all_inner_texts()
    assert any("Nassau County" in words for words in said)
    assert all(re.search(r"[\d,]+ people", words) for words in said)
    w.press(next(words for words in said if "Nassau" in words).split("\n")[0].rsplit("  ")[0][:20])
    assert "Inwood" in w.page.inner_text("h1")
    assert w.complaints == []
