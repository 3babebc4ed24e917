"""The planner's map in a real Chromium: what is painted, what is said, and all of it by keyboard, mouse and without script."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Route

from finder.core import Finder
from finder.questions.coverage.query import CoverageQuery
from finder.settings import today
from finder.web import create_app
from finder.web.coverage_drawing import land_rings, left_out, walk
from tests.conftest import HOSTILE
from tests.web.browser import Tabs, Watched
from tests.web.conftest import Serve
from tests.web.every_page import axe_findings_in
from tests.world import REFERENCE, ROOT, SETTINGS, STARTER, make_finder

Watch = Callable[..., Watched]
MONTANA = "/planner/coverage?standard=cms&state=MT"
browser = pytest.mark.browser

# Colors of the pixels in the middle of the map, "r,g,b" and how many; all of them, or a square around the middle.
COLORS = """(half) => {
  const canvas = document.querySelector(".folium-map canvas");
  const [width, height] = half ? [2 * half, 2 * half] : [canvas.width, canvas.height];
  const [left, top] = [(canvas.width - width) / 2, (canvas.height - height) / 2];
  const { data } = canvas.getContext("2d").getImageData(left, top, width, height);
  const seen = new Map();
  for (const pixel of new Uint32Array(data.buffer)) seen.set(pixel, (seen.get(pixel) ?? 0) + 1);
  const opaque = [...seen].filter(([pixel]) => pixel >>> 24 === 255);
  return Object.fromEntries(opaque.map(([p, count]) => [[p & 255, (p >>> 8) & 255, (p >>> 16) & 255].join(), count]));
}"""


def tokens(scheme: str) -> dict[str, str]:
    """The colors of finder.css and planner.css."""
    found: dict[str, str] = {}
    for name in ("finder.css", "planner.css"):
        css = (ROOT / "finder" / "web" / "static" / name).read_text(encoding="utf-8")
        light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
        found |= re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", light if scheme == "light" else dark.split("\n}\n")[0])
    return found


def test_every_color_that_planner_css_uses_is_known() -> None:
    css = (ROOT / "finder" / "web" / "static" / "planner.css").read_text(encoding="utf-8")
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= tokens("light").keys()
    assert tokens("dark").keys() <= tokens("light").keys()


def rgb(token: str, scheme: str = "light") -> str:
    value = tokens(scheme)[token]
    return ",".join(str(int(value[i : i + 2], 16)) for i in (1, 3, 5))


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def told(watched: Watched, path: str, **changed: Any) -> Page:
    """Open a page with some of its map data changed; wait until the map is drawn."""

    def change(route: Route) -> None:
        answer = route.fetch()
        head, data, tail = re.split(r'(?<=id="map-data">)(.*?)(?=</script>)', answer.text(), maxsplit=1, flags=re.DOTALL)
        route.fulfill(response=answer, body=head + json.dumps({**json.loads(data), **changed}) + tail)

    watched.page.route(f"{watched.site}{path}", change)
    return opened(watched, path)


def opened(watched: Watched, path: str) -> Page:
    watched.page.goto(watched.site + path)
    watched.page.wait_for_selector(".map[data-ready=yes]")
    return watched.page


def focus_map(page: Page) -> None:
    """Reach the map as a reader without a mouse does: with the tab key, from the control before it."""
    page.evaluate("document.querySelector('.map').insertAdjacentHTML('beforebegin', '<button id=before>x</button>')")
    page.focus("#before")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('folium-map')")


def becomes(page: Page, color: str) -> None:
    """Wait until a color is on the map: the browser tells a script of a new scheme with its next frame."""
    page.wait_for_function(f"(color) => color in ({COLORS})(0)", arg=color, polling=50)


def is_quiet(watched: Watched) -> bool:
    """Nothing was said or sent that should not be; reading the canvas back is the test's own doing."""
    return [c for c in watched.complaints if "getImageData" not in c] == []


def seen(page: Page, half: int = 0) -> dict[str, int]:
    colors: dict[str, int] = page.evaluate(COLORS, half)
    return colors


# ---- data


@pytest.fixture(scope="module")
def montana(starter: Finder):  # type: ignore[no-untyped-def]
    return starter.coverage(CoverageQuery("cms", state="MT", on=today()))


def page_data(finder: Finder, path: str) -> dict[str, Any]:
    page = create_app(finder, SETTINGS).test_client().get(path).text
    data: dict[str, Any] = json.loads(re.search(r'id="map-data">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    return data


def rows_of(steps: list[int]) -> list[str]:
    return REFERENCE.counties.fips[np.cumsum(steps)].tolist() if steps else []


@pytest.mark.slow
def test_marks_are_those_of_the_result(starter: Finder, montana) -> None:  # type: ignore[no-untyped-def]
    data = page_data(starter, MONTANA)
    fips, robust = montana.demand.counties.fips, montana.robustness
    assert rows_of(data["flips"]) == fips[robust.flips].tolist() != []
    assert rows_of(data["one"]) == fips[robust.sole >= 0].tolist() != []
    assert data["state"] == "MT"
    assert data["states"]["30"] == "MT"
    assert len(data["states"]) == 52


def test_left_out_is_in_thousandths_and_none_or_all_only_if_it_is(montana) -> None:  # type: ignore[no-untyped-def]
    drawn = dict(zip(REFERENCE.counties.fips.tolist(), left_out(montana), strict=True))
    assert {fips for fips, value in drawn.items() if value is not None} == {a.fips for a in montana.coverage.areas}
    for area in montana.coverage.areas:
        value = drawn[area.fips]
        assert value == pytest.approx(1000 * (1 - area.share), abs=1)
        assert (value == 0) == (area.covered == area.population)
        assert (value == 1000) == (area.covered == 0)


def test_places_are_where_they_are(starter: Finder, montana) -> None:  # type: ignore[no-untyped-def]
    steps = np.array(page_data(starter, MONTANA)["centers"]).reshape(-1, 2)
    places = sorted((p.position.point.lon_deg, p.position.point.lat_deg) for p in montana.points if p.position)
    assert np.cumsum(steps, axis=0) / 1000 == pytest.approx(np.array(places), abs=5.1e-4)


def test_a_walk_takes_small_steps() -> None:
    assert walk([[-110.0, 45.0], [-109.9994, 45.0006], [-110.001, 44.0]]) == [-110000, 45000, 1, 1, -2, -1001]
    assert walk(np.empty((0, 2))) == []


@pytest.mark.slow
def test_land_comes_apart_from_the_page(starter: Finder) -> None:
    data = page_data(starter, MONTANA)
    rings = create_app(starter, SETTINGS).test_client().get(data["gap_land"]).get_json()
    assert rings == land_rings(starter.gap_land(CoverageQuery("cms", state="MT", on=today())))
    at = np.cumsum(np.array(rings[0]).reshape(-1, 2), axis=0) / 1000
    assert (np.abs(at[0] - at[-1]) < 1e-9).all()
    assert -116.1 < at[:, 0].min() < at[:, 0].max() < -104
    assert 44.3 < at[:, 1].min() < at[:, 1].max() < 49.1


def test_no_land_is_no_ring() -> None:
    assert land_rings(None) == []


# ---- colors


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_and_the_ramp_goes_one_way(scheme: str) -> None:
    color = tokens(scheme)
    for step in range(6):
        assert contrast(color[f"--h{step}"], color[f"--s{step}"]) >= 3, step
    # Dots and numbers have a rim of paper; so have the lines of states, of the land and of the chosen county.
    for mark in ("--site", "--ink", "--gap", "--focus"):
        assert contrast(color[mark], color["--paper"]) >= 3, mark
    # Lines of counties among themselves, at both ends of the ramp.
    for step in (0, 5):
        assert contrast(tokens("light")["--edge"], color[f"--s{step}"]) >= 3, step
    ramp = [luminance(color[f"--s{step}"]) for step in range(6)]
    assert ramp == sorted(ramp, reverse=scheme == "light")
    assert all(contrast(color[f"--s{a}"], color[f"--s{a + 1}"]) > 1.15 for a in range(5))


@pytest.fixture(scope="module")
def plain_site(serve: Serve) -> str:
    """The nation by the straight line: its roads take seconds, and the map is drawn in the same way."""
    return serve(make_finder(STARTER, travel="straight"))


@pytest.fixture(scope="module")
def tab(tabs: Tabs, site: str) -> Iterator[Watched]:
    """A tab for all tests that look at the same map."""
    with tabs.lent() as open_tab:
        yield open_tab(site, color_scheme="light")


# Where the map stands, and what is said of the county in its middle: as it was when the page came.
AS_IT_CAME = """() => {
  const map = Object.values(window).find((value) => value instanceof L.Map);
  window.came ??= [map.getCenter(), map.getZoom()];
  map.setView(...window.came, { animate: false });
  document.activeElement.blur();
  scrollTo(0, 0);
}"""


@pytest.fixture
def drawn(tab: Watched) -> Watched:
    """The map of Montana without the numbers of its gaps. It is opened anew only after a test that left it."""
    tab.complaints.clear()
    tab.page.emulate_media(media="screen", color_scheme="light")
    tab.page.mouse.move(0, 0)
    if tab.page.url != tab.site + MONTANA:
        told(tab, MONTANA, marks=[])
    tab.page.evaluate(AS_IT_CAME)
    return tab


@browser
def test_the_national_map_is_shaded_with_its_table_beside_it(watch: Watch, plain_site: str) -> None:
    w = watch(plain_site)
    page = opened(w, "/planner/coverage")
    assert {rgb(f"--s{step}") for step in range(6)} <= seen(page).keys()
    assert page.locator("section[aria-labelledby=counties] tbody tr").count() == 200
    page.wait_for_selector(".map[data-land=yes]")
    # On a whole nation the edge of the land would hide the shades: it shows after zooming in.
    assert rgb("--gap") not in seen(page)
    focus_map(page)
    for _ in range(2):
        page.keyboard.press("+")
    assert rgb("--gap") in seen(page)
    assert is_quiet(w)


@browser
def test_a_county_whose_verdict_flips_is_hatched(watch: Watch, site: str) -> None:
    wheatland = int(np.searchsorted(REFERENCE.counties.fips, "30107"))
    left = [500 if fips.startswith("30") else None for fips in REFERENCE.counties.fips.tolist()]
    plain = {"left": left, "one": [], "centers": [], "stops": [], "marks": [], "gap_land": None}
    counts = []
    for flips in ([], [wheatland]):
        page = told(watch(site), MONTANA, **plain, flips=flips)
        focus_map(page)
        for key in ("+", "+", "ArrowDown"):  # away from its border
            page.keyboard.press(key)
        counts.append(seen(page, 15))
    assert counts[0] == {rgb("--s3"): 900}
    # Lines of about a pixel, six pixels apart to the side; half of the pixels touch none.
    assert sum(counts[1].values()) == 900
    assert 400 < counts[1][rgb("--s3")] < 700
    assert any(luminance(f"#{int(r):02x}{int(g):02x}{int(b):02x}") < 0.1 for r, g, b in (c.split(",") for c in counts[1]))
    said = "Wheatland, MT: 50% outside the standard; falls short of the rule; the verdict depends on the travel estimate"
    assert page.inner_text(".readout span") == said


@browser
def test_a_county_that_rests_on_one_location_has_a_diamond_and_words(watch: Watch, site: str) -> None:
    wheatland = int(np.searchsorted(REFERENCE.counties.fips, "30107"))
    bare: dict[str, Any] = {"flips": [], "centers": [], "stops": [], "marks": [], "gap_land": None}
    before = seen(told(watch(site), MONTANA, **bare, one=[]))
    page = told(watch(site), MONTANA, **bare, one=[wheatland])
    more = seen(page)[rgb("--paper")] - before[rgb("--paper")]
    assert 20 < more < 100  # its paper; it is 10 pixels wide and high
    focus_map(page)
    assert page.inner_text(".readout span").endswith("; the verdict depends on one location")


@browser
def test_centers_are_round_and_stops_square(watch: Watch, site: str) -> None:
    bare: dict[str, Any] = {"flips": [], "one": [], "marks": [], "gap_land": None}
    here = [-110045, 46740]  # the middle of the map
    none = seen(told(watch(site), MONTANA, **bare, centers=[], stops=[]), 60).get(rgb("--site"), 0)
    dot = seen(told(watch(site), MONTANA, **bare, centers=here, stops=[]), 60)[rgb("--site")] - none
    box = seen(told(watch(site), MONTANA, **bare, centers=[], stops=here), 60)[rgb("--site")] - none
    assert 0 < dot < box


@browser
def test_colors_follow_the_readers_scheme_and_the_printer(drawn: Watched) -> None:
    page = drawn.page
    becomes(page, rgb("--s0"))
    page.emulate_media(color_scheme="dark")
    becomes(page, rgb("--s0", "dark"))
    assert rgb("--s0") not in seen(page)
    page.emulate_media(color_scheme="dark", media="print")
    becomes(page, rgb("--s0"))
    assert page.is_visible(".map")
    assert not page.is_visible(".readout")
    assert is_quiet(drawn)


@browser
def test_the_printed_map_fits_a_page_and_the_screen_gets_its_own_back(drawn: Watched) -> None:
    page = drawn.page
    width = "document.querySelector('.folium-map canvas').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(width) == 720 - 2  # 40 rem less the frame
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(width) == before
    assert len(page.pdf()) > 50_000


@browser
def test_fine_screens_get_fine_maps(watch: Watch, site: str) -> None:
    page = opened(watch(site, device_scale_factor=2), MONTANA)
    canvas = "(c => [c.width, c.getBoundingClientRect().width])(document.querySelector('.folium-map canvas'))"
    pixels, width = page.evaluate(canvas)
    assert pixels == 2 * width


# ---- hands


@browser
def test_the_map_goes_by_keyboard(watch: Watch, site: str, montana) -> None:  # type: ignore[no-untyped-def]
    w = watch(site)
    page = opened(w, MONTANA)
    assert not page.is_visible(".cross")
    focus_map(page)
    box = page.locator(".folium-map").bounding_box()
    cross = page.evaluate("(r => [r.x, r.y])(document.querySelector('.cross').getBoundingClientRect())")
    assert box
    assert cross == pytest.approx([box["x"] + box["width"] / 2, box["y"] + box["height"] / 2], abs=1)
    assert page.evaluate("getComputedStyle(document.querySelector('.cross')).display") == "block"
    area = next(a for a in montana.coverage.areas if a.name == "Wheatland")
    out = (
        "nobody outside the standard"
        if area.share == 1
        else f"{100 * (1 - area.share):.1f}% outside the standard".replace(".0%", "%")
    )
    assert page.inner_text(".readout span").startswith(f"Wheatland, MT: {out}")
    assert page.get_attribute(".readout", "aria-live") == "polite"
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    there = page.inner_text(".readout span")
    assert not there.startswith("Wheatland")
    for key in [*["ArrowLeft"] * 6, "+", "-", "Shift+ArrowUp", *["ArrowDown"] * 4]:
        page.keyboard.press(key)
    assert page.inner_text(".readout span").startswith("Wheatland, MT")
    page.keyboard.press("Enter")
    page.wait_for_url("**/planner/counties/30107?standard=cms**")
    assert "Wheatland" in page.inner_text("h1")
    assert is_quiet(w)


@browser
def test_keys_that_are_not_the_maps_do_what_they_always_do(drawn: Watched) -> None:
    page = drawn.page
    focus_map(page)
    address = page.url
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.classList.contains('folium-map')")
    # Enter on a button inside the map presses the button, and leaves the page.
    page.focus(".leaflet-control-zoom-in")
    page.keyboard.press("Enter")
    assert page.url.split("#")[0] == address


@browser
def test_the_mouse_gets_a_tooltip_that_escape_takes_away(drawn: Watched) -> None:
    page = drawn.page
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.locator(".folium-map").hover()
    assert page.inner_text(".leaflet-tooltip").startswith("Wheatland, MT: ")
    page.keyboard.press("Escape")
    page.wait_for_selector(".leaflet-tooltip", state="detached")
    # At the lower edge of the map lies Wyoming.
    box = page.locator(".folium-map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] - 20)
    assert page.inner_text(".leaflet-tooltip").endswith(", WY: in another state, not asked about")


@browser
def test_a_click_reads_a_county_out_and_leads_to_its_page(drawn: Watched) -> None:
    page = drawn.page
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.locator(".folium-map").click()
    assert page.inner_text(".readout span").startswith("Wheatland, MT: ")
    link = page.locator(".readout a")
    assert link.inner_text() == "Open Wheatland, MT"
    box = link.bounding_box()
    assert box
    assert box["height"] >= 44
    assert rgb("--focus") in seen(page)
    link.click()
    page.wait_for_url("**/planner/counties/30107?standard=cms**")
    assert is_quiet(drawn)


@browser
def test_a_city_inside_a_county_is_found_and_its_county_around_it(watch: Watch, site: str) -> None:
    page = told(watch(site), "/planner/coverage?standard=cms&state=VA", marks=[])
    read = """([lat, lon]) => {
      const box = document.querySelector(".folium-map");
      const map = Object.values(window).find((value) => value instanceof L.Map);
      map.setView([lat, lon], 11);
      map.fire("click", { latlng: L.latLng(lat, lon) });
      return document.querySelector(".readout span").textContent.split(":")[0];
    }"""
    assert page.evaluate(read, [38.033, -78.483]) == "Charlottesville, VA"
    assert page.evaluate(read, [38.033, -78.60]) == "Albemarle, VA"


@browser
def test_gaps_are_numbered_and_lead_to_their_rows(watch: Watch, site: str) -> None:
    w = watch(site)
    # The second lies on the first until the map is nearer.
    page = told(w, MONTANA, marks=[[1, 47.0, -109.0], [2, 47.05, -109.0], [3, 46.0, -112.0]])
    assert page.locator(".region a:visible").all_inner_texts() == ["1", "3"]
    focus_map(page)
    for key in ("+", "+", "+"):
        page.keyboard.press(key)
    assert "2" in page.locator(".region a:visible").all_inner_texts()
    link = page.locator(".region a").first
    assert link.get_attribute("aria-label") == "Gap 1: go to its row in the list"
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#region-1")
    assert is_quiet(w)


# ---- whatever happens


def hostile_lines(route: Route) -> None:
    """County lines whose names are hostile."""
    stored = json.loads(gzip.decompress((SETTINGS.data / "counties.topo.json.gz").read_bytes()))
    properties = stored["objects"]["counties"]["properties"]
    properties["name"] = [HOSTILE] * len(properties["name"])
    route.fulfill(json=stored)


@browser
def test_hostile_names_are_text(watch: Watch, hostile_site: str) -> None:
    w = watch(hostile_site)
    w.page.route("**/map/counties.topo.json", hostile_lines)
    page = told(w, "/planner/coverage?state=MT", marks=[])
    page.locator(".folium-map").scroll_into_view_if_needed()
    page.locator(".folium-map").hover()
    assert f"{HOSTILE}, MT: " in page.inner_text(".leaflet-tooltip")
    page.locator(".folium-map").click()
    assert f"{HOSTILE}, MT: " in page.inner_text(".readout span")
    assert page.inner_text(".readout a") == f"Open {HOSTILE}, MT"
    assert page.locator("img[src=x]").count() == 0
    assert is_quiet(w)


@browser
def test_without_script_a_sentence_the_legend_and_the_tables_stand(watch: Watch, site: str) -> None:
    w = watch(site, java_script_enabled=False)
    w.page.goto(site + MONTANA)
    assert w.page.is_visible("noscript p")
    assert not w.page.is_visible(".map")
    assert w.page.is_visible(".legend")
    assert w.page.locator("section[aria-labelledby=counties] tbody tr").count() == 56


@browser
def test_lines_that_do_not_come_are_said(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.route("**/map/counties.topo.json", lambda route: route.abort())
    w.page.goto(site + MONTANA)
    w.page.wait_for_selector("text=We couldn't load the county lines.")
    assert not [c for c in w.complaints if c.startswith("error")]


@browser
def test_land_that_does_not_come_leaves_the_map_as_it_is(watch: Watch, site: str) -> None:
    w = watch(site)
    w.page.route("**/map/gap-land.json**", lambda route: route.fulfill(status=503, body="busy"))
    page = opened(w, MONTANA)
    page.wait_for_load_state("networkidle")
    assert rgb("--s0") in seen(page)
    assert not [c for c in w.complaints if c.startswith("error")]


@browser
def test_axe_finds_nothing_while_a_county_is_chosen(watch: Watch, site: str) -> None:
    w = watch(site, color_scheme="light")
    focus_map(opened(w, MONTANA))
    assert axe_findings_in(w, "section[aria-labelledby=map-title]") == []
    w.page.emulate_media(color_scheme="dark")
    becomes(w.page, rgb("--s0", "dark"))
    assert axe_findings_in(w, "section[aria-labelledby=map-title]") == []


@browser
def test_buttons_of_the_map_are_large_on_a_phone(watch: Watch, site: str) -> None:
    page = opened(watch(site, width=320), MONTANA)
    for button in page.locator(".leaflet-bar a").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
