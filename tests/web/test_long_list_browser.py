"""A list of many locations in a real Chromium: short enough for a phone, and nothing in it throws the reader elsewhere."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.conftest import write_tables
from tests.sampling import of_many
from tests.web.browser import Watched
from tests.web.conftest import Serve
from tests.world import make_finder

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
PHONE = {"width": 390, "has_touch": True}
SCREEN_PX = 844
#: More than two pages of a list.
MANY = 60


@pytest.fixture(scope="module")
def crowded(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A site with many hospitals near 59718, whose names are as long as those of the shipped directory."""
    rows = [
        {
            "id": f"h{n}",
            "name": f"St. Somebody Regional Medical Center {n}",
            "kind": "hospital_outpatient",
            "street": f"{n + 1} Main St",
            "city": "Bozeman",
            "state": "MT",
            "lat": str(45.68 + n / 2000),
            "lon": "-111.04",
            "phone": f"406-555-0{n + 100}",
            "source": "phone book",
            "checked_on": "2026-10",
        }
        for n in range(MANY)
    ]
    said = [
        {"center_id": row["id"], "therapy_id": "ivig", "evidence": "reported", "basis": "price_list", "checked_on": "2026-01"}
        for row in rows
    ]
    return serve(make_finder(write_tables(tmp_path_factory.mktemp("crowded"), centers=rows, center_therapies=said)))


def shown(w: Watched) -> int:
    return w.page.locator(".card").count()


def scrolled(w: Watched) -> float:
    return float(w.page.evaluate("scrollY"))


def in_sight(w: Watched, selector: str) -> bool:
    box = w.page.locator(selector).bounding_box()
    return bool(box and box["y"] < 900 and box["y"] + box["height"] > 0)


@pytest.mark.parametrize("locale", ["es-US", "en-US"][: of_many(2, 1)])  # Spanish is longer
def test_25_locations_take_fewer_than_8_screens_of_a_phone(watch: Watch, crowded: str, locale: str) -> None:
    w = watch(crowded, **PHONE, locale=locale)
    w.open_list("59718", "ivig")
    assert shown(w) == 25
    assert w.page.evaluate("document.documentElement.scrollHeight") < 8 * SCREEN_PX
    assert w.page.evaluate("document.documentElement.scrollWidth") == 390
    assert w.complaints == []


@pytest.mark.parametrize("script", [True, False][: of_many(2, 1)])
def test_the_next_25_are_shown_from_where_the_list_ended(watch: Watch, crowded: str, script: bool) -> None:
    w = watch(crowded, **PHONE, java_script_enabled=script)
    w.open_list("59718", "ivig")
    w.page.check("#choose-2")
    w.press("Show the next 25 locations")
    assert shown(w) == 50
    assert in_sight(w, "#option-26")
    assert w.page.is_checked("#choose-2")
    w.press("Show the next 10 locations")
    assert shown(w) == MANY
    assert w.page.get_by_role("button", name="Show the next").count() == 0
    assert w.page.locator(".rank").all_inner_texts() == [str(n + 1) for n in range(MANY)]
    assert w.complaints == []


@pytest.mark.parametrize("script", [False, True][: of_many(2, 1)])
def test_the_bar_counts_what_is_chosen_and_stays_in_sight(watch: Watch, crowded: str, script: bool) -> None:
    w = watch(crowded, **PHONE, java_script_enabled=script)
    w.open_list("59718", "ivig")
    assert not in_sight(w, ".chosen")
    for rank in (1, 2, 3):
        w.page.check(f"#choose-{rank}")
    assert in_sight(w, ".chosen")
    said = w.page.evaluate(
        "[document.querySelector('.chosen output').textContent,"
        " getComputedStyle(document.querySelector('.chosen output')).display,"
        " getComputedStyle(document.querySelector('.chosen p'), '::after').content]"
    )
    assert said == (["3", "inline", "none"] if script else ["", "none", "counter(chosen)"])
    w.page.uncheck("#choose-3")
    w.press("Compare (up to 3)")
    assert w.page.url.startswith(f"{crowded}/compare/")
    w.press("Back to the list")
    assert [w.page.is_checked(f"#choose-{rank}") for rank in (1, 2, 3)] == [True, True, False]
    w.press("Call sheet", exact=True)
    assert w.page.locator(".block").count() == 2
    assert w.complaints == []


def test_the_map_is_switched_on_and_off_without_losing_the_place_in_the_list(watch: Watch, crowded: str) -> None:
    w = watch(crowded, **PHONE)
    w.open_list("59718", "ivig")
    assert not w.page.is_visible(".folium-map")
    w.page.locator("#option-14 summary").tap()
    w.page.locator("[data-show='14']").tap()
    assert w.page.is_visible(".leaflet-popup")
    assert in_sight(w, ".folium-map")
    assert scrolled(w) < SCREEN_PX  # the map stands above the list, not at the page's end
    assert w.page.get_attribute("[data-view=map]", "aria-pressed") == "true"
    w.page.locator("[data-view=list]").tap()
    assert not w.page.is_visible(".folium-map")
    assert in_sight(w, "#option-14")
    w.page.locator("[data-view=map]").focus()
    w.page.keyboard.press("Enter")
    assert w.page.evaluate("document.activeElement.classList.contains('folium-map')")
    assert w.complaints == []


def test_the_link_of_a_pin_leads_to_its_card(watch: Watch, crowded: str) -> None:
    w = watch(crowded, **PHONE)
    w.open_list("59718", "ivig")
    w.show_map()
    w.page.evaluate("document.querySelector('.pin[aria-label^=\"9.\"]').focus()")
    w.page.keyboard.press("Enter")
    w.page.locator(".leaflet-popup-content a").click()
    assert w.page.evaluate("document.activeElement.closest('.card').id") == "option-9"
    assert in_sight(w, "#option-9")
    assert w.complaints == []


def test_on_a_wide_screen_the_map_stands_beside_the_list_and_stays(watch: Watch, crowded: str) -> None:
    w = watch(crowded, width=1280)
    w.open_list("59718", "ivig")
    assert not w.page.is_visible(".views")
    w.page.locator("#option-20").scroll_into_view_if_needed()
    assert in_sight(w, ".folium-map")
    w.page.locator("#option-20 summary").click()
    w.page.locator("[data-show='20']").click()
    assert w.page.is_visible(".leaflet-popup")
    assert in_sight(w, "#option-20")
    assert w.complaints == []


def test_a_printed_list_has_what_a_caregiver_needs_to_call(watch: Watch, crowded: str) -> None:
    """Name, address, phone, distance, and evidence of each; no button, no map."""
    w = watch(crowded)
    w.open_list("59718", "ivig")
    paper = PdfReader(BytesIO(w.page.pdf()))
    text = "\n".join(page.extract_text() for page in paper.pages)
    for n in (0, 12, 24):
        assert f"St. Somebody Regional Medical Center {n}" in text
        assert f"406-555-0{n + 100}" in text
        assert f"{n + 1} Main St, Bozeman, MT" in text
    assert text.count("may give it (price list, Jan 2026)") == 25
    assert len(paper.pages) <= 8
    for screen_only in ("Choose", "Show the next", "Change this search", "Show on the map"):
        assert screen_only not in text
