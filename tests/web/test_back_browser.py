"""Back and reload in a real Chromium, with and without script: the answer is there again, and a place is in no address."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from finder.trials import saved
from tests.sampling import of_many, sample
from tests.trials.conftest import PAGE
from tests.web.browser import Watched

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
STREET = "234 W 42nd St, New York NY 10036"


def searched(w: Watched, asked: bool = False) -> list[str]:
    """A search from a street, by the form if it is `asked`; the names in the list."""
    (w.ask if asked else w.search)(STREET, "ivig")
    names = w.page.locator(".card h3 a").all_inner_texts()
    assert len(names) >= 3
    return names


def follow(w: Watched, link: str) -> None:
    with w.page.expect_navigation():
        w.page.click(link)


def back(w: Watched, until: str = ".cards") -> None:
    """As the button of the browser does."""
    w.page.go_back()
    w.page.wait_for_selector(until)


def kept_nowhere(w: Watched) -> bool:
    """The place is in no address of a request or of the page, and in nothing that outlives the tab."""
    stored = w.page.evaluate("[...Object.entries(localStorage), ...Object.entries(sessionStorage)]")
    cookies = [cookie for cookie in w.page.context.cookies() if cookie["name"] != "lang"]
    return stored == cookies == [] and "42nd" not in w.page.url and "10036" not in w.page.url


@pytest.mark.parametrize("script", [False, True][: of_many(2, 1)])  # all below go back with a script
def test_back_from_a_center_is_the_list_where_it_was_left(watch: Watch, site: str, script: bool) -> None:
    w = watch(site, java_script_enabled=script)
    asked: list[str] = []
    w.page.on("request", lambda r: asked.append(r.url))
    names, title = searched(w, asked=True), w.page.inner_text("h1")
    w.page.locator("#option-3").scroll_into_view_if_needed()
    follow(w, "#option-3 h3 a")
    assert w.page.inner_text("h1") == names[2]
    back(w)
    assert w.page.inner_text("h1") == title
    assert w.page.locator(".card h3 a").all_inner_texts() == names
    card = w.page.locator("#option-3").bounding_box()
    assert card
    assert 0 <= card["y"] < 900
    assert "42nd" not in w.page.url
    assert not [url for url in asked if "42nd" in url or "10036" in url]
    assert w.complaints == []


def test_what_is_chosen_stays_so_on_the_way_back(watch: Watch, site: str) -> None:
    w = watch(site)
    searched(w)
    w.page.check("#choose-1")
    w.page.check("#choose-3")
    follow(w, "#option-2 h3 a")
    back(w)
    assert [w.page.is_checked(f"#choose-{rank}") for rank in (1, 2, 3)] == [True, False, True]
    assert w.page.inner_text(".chosen p") == "Chosen: 2"
    assert kept_nowhere(w)
    assert w.complaints == []


def test_back_goes_on_to_the_page_before_and_forward_returns(watch: Watch, site: str) -> None:
    w = watch(site)
    names = searched(w, asked=True)
    follow(w, "#option-1 h3 a")
    back(w)
    back(w, ".about")
    assert w.page.url == site + "/"
    w.page.go_forward()
    w.page.wait_for_selector(".cards")
    assert w.page.locator(".card h3 a").all_inner_texts() == names
    assert w.complaints == []


def test_a_list_survives_a_reload(watch: Watch, site: str) -> None:
    w = watch(site)
    names = searched(w)
    asked: list[str] = []
    w.page.on("request", lambda r: asked.append(r.method) if r.is_navigation_request() else None)
    for _ in range(2):
        w.page.reload(wait_until="commit")
        w.page.wait_for_selector(".cards")
        # A browser asks before it sends a form again.
        assert asked == ["GET"]
        asked.clear()
        assert w.page.locator(".card h3 a").all_inner_texts() == names
    assert kept_nowhere(w)
    assert w.complaints == []


MADE = [("Compare", "/compare"), ("Call sheet", "/call-sheet")]


@pytest.mark.parametrize(("button", "address"), MADE[: of_many(2, 1)])
def test_back_from_what_was_made_of_the_list(watch: Watch, site: str, button: str, address: str) -> None:
    w = watch(site)
    names = searched(w)
    w.page.check("#choose-2")
    w.press(button)
    assert w.page.url.startswith(f"{site}{address}/")
    made = w.page.inner_text("main")
    w.page.reload(wait_until="commit")
    w.page.wait_for_selector("main >> text=Back to the list")
    assert w.page.inner_text("main") == made
    back(w)
    assert w.page.url.startswith(site + "/search/")
    assert w.page.locator(".card h3 a").all_inner_texts() == names
    assert kept_nowhere(w)
    assert w.complaints == []


def test_the_language_is_switched_and_back_is_still_the_list(watch: Watch, site: str) -> None:
    w = watch(site)
    names = searched(w)
    w.press("Español")
    assert w.page.url.startswith(site + "/search")
    follow(w, "#option-1 h3 a")
    back(w)
    assert w.page.get_attribute("html", "lang") == "es"
    assert w.page.locator(".card h3 a").all_inner_texts() == names
    back(w)
    assert w.page.locator(".card h3 a").all_inner_texts() == names
    assert kept_nowhere(w)
    assert w.complaints == []


def test_back_to_the_question_which_place_is_meant(watch: Watch, site: str) -> None:
    w = watch(site)
    w.ask("Springfield")
    choices = w.page.locator(".choices button").all_inner_texts()
    w.press(choices[0])
    assert choices[0].partition(",")[0] in w.page.inner_text("h1")
    back(w, ".choices")
    assert w.page.locator(".choices button").all_inner_texts() == choices
    assert w.page.input_value("#place") == "Springfield"
    assert w.complaints == []


def test_back_to_trials(watch: Watch, site: str, trials_folder: Path) -> None:
    saved.import_trials([PAGE], trials_folder)
    w = watch(site)
    w.goto("/trials")
    w.say(STREET)
    w.press("Find trials")
    found = w.page.locator(".card h2").all_inner_texts()
    assert found
    follow(w, "footer a[href='/method']")
    back(w)
    assert w.page.url.startswith(site + "/trials/")
    assert w.page.locator(".card h2").all_inner_texts() == found
    assert kept_nowhere(w)
    assert w.complaints == []


@pytest.mark.parametrize(("path", "script"), sample(product(("/search", "/compare", "/call-sheet"), (True, False))))
def test_where_an_answer_stood_the_question_stands_for_a_reader_who_asked_nothing(
    watch: Watch, site: str, path: str, script: bool
) -> None:
    w = watch(site, java_script_enabled=script)
    w.goto(path)
    assert w.page.url == site + path
    assert w.page.inner_text("h1") == "Find infusion care near you"
    w.say("59718")
    w.press("Find infusion care")
    assert w.page.locator(".card").count() == 3
    assert w.complaints == []
