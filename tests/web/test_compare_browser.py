"""Side by side in a real Chromium: on a phone, without a script, on paper."""

from collections.abc import Callable
from itertools import product

import pytest

from finder.core import Finder
from tests.sampling import of_many, sample
from tests.web.browser import Watched
from tests.web.conftest import Serve
from tests.web.every_page import LANGUAGES, axe_findings
from tests.web.test_compare import compared_finder

__all__ = ["compared_finder"]
pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
PHONE_WIDTH, PHONE_HEIGHT = 390, 844
LIST = "/search?zip=59715&therapy=ivig&within=200"


def compare(watch: Watch, site: str, most: int, language: str = "en", **options: object) -> Watched:
    """Choose the first locations of the list, and compare them."""
    w = watch(site, width=PHONE_WIDTH, locale=f"{language}-US", **options)
    w.page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    w.goto(LIST)
    for rank in range(1, most + 1):
        w.page.check(f"#choose-{rank}")
    w.page.click("#chosen button[formaction$='/compare']")
    w.page.wait_for_url("**/compare/*")
    return w


@pytest.fixture(scope="module")
def full_site(serve: Serve, compared_finder: Finder) -> str:
    """Where one location has all the facts there are, and another nearly none."""
    return serve(compared_finder)


@pytest.mark.parametrize(("language", "script"), sample(product(LANGUAGES, (False, True))))
def test_two_locations_take_less_than_three_phone_screens(watch: Watch, full_site: str, language: str, script: bool) -> None:
    page = compare(watch, full_site, 2, language, java_script_enabled=script).page
    assert page.locator("details[open]").count() == 0
    # Names of locations head the columns, and nothing else.
    assert page.locator("table").first.locator("thead th").filter(visible=True).count() == 2
    height = page.locator("html").bounding_box()
    assert height
    assert height["height"] < 3 * PHONE_HEIGHT
    assert height["width"] == PHONE_WIDTH


WIDTHS = sample(product((1, 2, 3), (320, 390, 1100)))


# In a sample three are looked at by test_every_page_browser.py, on a phone and on a wide screen.
@pytest.mark.parametrize("most", [2, 1, 3][: of_many(3, 1)])
def test_axe_finds_nothing_and_nothing_sticks_out(watch: Watch, full_site: str, most: int) -> None:
    w = compare(watch, full_site, most)
    for width, opened in product([width for chosen, width in WIDTHS if chosen == most], (False, True)):
        w.page.set_viewport_size({"width": width, "height": PHONE_HEIGHT})
        w.page.evaluate("(open) => document.querySelectorAll('details').forEach((d) => { d.open = open; })", opened)
        assert axe_findings(w) == []
        assert w.page.evaluate("document.documentElement.scrollWidth") <= width
    assert w.complaints == []


def test_it_is_a_table_at_any_width(watch: Watch, full_site: str) -> None:
    """However the rows are laid out, a screen reader tells which row and which location a cell belongs to."""
    page = compare(watch, full_site, 2).page
    for width in (320, 1100):
        page.set_viewport_size({"width": width, "height": PHONE_HEIGHT})
        tree = page.locator("table").first.aria_snapshot()
        assert '- table "Locations side by side, table":' in tree
        assert '- columnheader "Own ZIP Infusion"' in tree
        assert '- rowheader "New patients"' in tree
        assert '- cell "yes"' in tree


def test_on_paper_all_is_unfolded(watch: Watch, full_site: str) -> None:
    page = compare(watch, full_site, 2).page
    folded = page.locator("details table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    assert page.locator("summary").first.is_visible()
    assert "https://example.org/infusion" in page.inner_text("main")


def test_folded_tables_open(watch: Watch, full_site: str) -> None:
    page = compare(watch, full_site, 2, java_script_enabled=False).page
    page.get_by_text("Treatments at each location").click()
    assert page.get_by_role("heading", name="Treatments at Own ZIP Infusion").is_visible()
