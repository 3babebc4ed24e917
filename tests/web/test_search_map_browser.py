"""The small map under a list, in a real Chromium: all numbers to be seen and touched, bubbles whole, the own town named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import hypot

import pytest

from tests.sampling import sample, sampling
from tests.web.browser import Tabs, Watched
from tests.web.every_page import axe_findings_in

pytestmark = pytest.mark.browser
Watch = Callable[..., Watched]
PHONE = 390

# Two places at one spot; a ring among places; a pin that lay under the zoom buttons; two crowded cities; islands without
# a road; the far north.
SEARCHES = {
    "El Paso, TX": "El Paso",
    "44106": "Cleveland",
    "Cut Bank, MT": "Cut Bank",
    "10001": "New York City",
    "90012": "Los Angeles",
    "Friday Harbor, WA": "Friday Harbor",
    "99723": "Barrow",
    "96749": "Kea‘au",
}
CROWDED = ("Cut Bank, MT", "10001", "90012")
EVERY_VIEW = [(place, PHONE) for place in SEARCHES] + [(place, width) for width in (320, 1100) for place in CROWDED]
# In a sample: a ring among places, islands, and the two crowded cities, at each width.
FEW_VIEWS = [("Cut Bank, MT", PHONE), ("Friday Harbor, WA", PHONE), ("10001", 320), ("90012", 1100)]
VIEWS = FEW_VIEWS if sampling() else EVERY_VIEW
# What axe asks for follows from how a map is built, and from its width.
AXE_VIEWS = sample(VIEWS, by=lambda view: view[1:])
# These first, so that each view is opened once.
ASKED_VIEWS = [*AXE_VIEWS, *(view for view in VIEWS if view not in AXE_VIEWS)]


@dataclass(frozen=True)
class Box:
    """A rectangle of the page, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: "Box", margin: float = 0) -> bool:
        across = other.left + margin <= self.left and self.right <= other.right - margin
        return across and other.top + margin <= self.top and self.bottom <= other.bottom - margin

    def apart(self, other: "Box") -> float:
        """From middle to middle."""
        dx, dy = self.left + self.right - other.left - other.right, self.top + self.bottom - other.top - other.bottom
        return hypot(dx, dy) / 2


def boxes(w: Watched, css: str) -> list[Box]:
    drawn = "found => found.map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
    return [Box(*sides) for sides in w.page.locator(css).evaluate_all(drawn)]


@dataclass(frozen=True)
class View:
    """A list and its map: where the map stands on the page, and where its zoom buttons do."""

    watched: Watched
    place: str
    frame: Box
    buttons: Box


def shown(w: Watched, place: str) -> tuple[Box, Box]:
    """Search; the map's box and that of its zoom buttons."""
    w.search(place)
    w.show_map()
    w.page.wait_for_selector(".pin-here")
    return boxes(w, ".folium-map")[0], boxes(w, ".leaflet-control-zoom")[0]


def close_pins(w: Watched, least: float) -> list[float]:
    """How far pins, or a pin and the ring, are from each other where that is too little."""
    return [a.apart(b) for a, b in combinations(boxes(w, ".pin"), 2) if a.overlaps(b) or a.apart(b) < least]


@pytest.fixture(scope="module", params=ASKED_VIEWS, ids=[f"{place}-{width}" for place, width in ASKED_VIEWS])
def view(request: pytest.FixtureRequest, tabs: Tabs, site: str) -> Iterator[View]:
    """A list and its map, opened once for what is asked of each view. The tests stand in the order of what they touch."""
    place, width = request.param
    with tabs.lent() as open_page:
        w = open_page(site, width)
        yield View(w, place, *shown(w, place))


def test_pins_and_names_keep_clear_of_each_other_and_the_own_town_is_named(view: View) -> None:
    w, frame, buttons = view.watched, view.frame, view.buttons
    pins = boxes(w, ".pin")
    assert len(pins) == w.page.locator(".card").count() + 1
    assert close_pins(w, least=34) == []
    assert all(pin.inside(frame) and not pin.overlaps(buttons) for pin in pins)
    names = w.page.locator(".town:not([hidden])").all_inner_texts()
    assert names[0] == SEARCHES[view.place]
    drawn = boxes(w, ".town:not([hidden])")
    assert not any(a.overlaps(b) for a, b in combinations([*drawn, buttons], 2))
    assert not any(name.overlaps(pin) for name in drawn for pin in pins)
    assert all(name.inside(frame) for name in drawn)
    assert w.complaints == []


def test_pins_part_anew_at_each_zoom_and_stand_at_their_place_where_there_is_room(watch: Watch, site: str) -> None:
    w = watch(site, PHONE)
    shown(w, "El Paso, TX")

    def from_ring() -> float:
        ring, first = boxes(w, ".pin-here")[0], boxes(w, ".pin[aria-label^='1. ']")[0]
        return ring.apart(first)

    for step in ("Zoom out", "Zoom in", "Zoom in", "Zoom in", "Zoom in"):
        w.page.get_by_role("button", name=step).click()
        assert close_pins(w, least=34) == []
    # True places drift apart by half with each step; what was moved aside does not.
    far = from_ring()
    w.page.get_by_role("button", name="Zoom in").click()
    assert from_ring() == pytest.approx(2 * far, rel=0.05)


def test_a_bubble_fits_the_map_after_the_phone_was_turned(watch: Watch, site: str) -> None:
    w = watch(site, 1100)
    shown(w, "59718")
    w.page.set_viewport_size({"width": 320, "height": 900})
    w.page.wait_for_function("document.querySelector('.folium-map').clientWidth < 320")
    w.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    w.unfold()
    w.page.click("[data-show='2']")
    assert boxes(w, ".leaflet-popup-content-wrapper")[0].inside(boxes(w, ".folium-map")[0], margin=6)


def test_towns_of_the_list_come_before_larger_ones(watch: Watch, site: str) -> None:
    w = watch(site, PHONE)
    shown(w, "Cut Bank, MT")
    names = w.page.locator(".town:not([hidden])").all_inner_texts()
    assert names[:4] == ["Cut Bank", "Great Falls", "Kalispell", "Helena"]
    assert "Missoula" in names[4:]


def test_a_screen_reader_hears_pins_and_ring_and_no_bare_towns(watch: Watch, site: str) -> None:
    w = watch(site, PHONE)
    shown(w, "Cut Bank, MT")
    heard = w.page.locator(".map").aria_snapshot()
    assert 'img "You are here: Cut Bank, Montana"' in heard
    assert 'button "1. ' in heard
    assert "Missoula" not in heard
    assert "Kalispell" not in heard


def axe_finds_nothing_with_and_without_a_bubble(w: Watched) -> None:
    assert axe_findings_in(w, ".map") == []
    w.unfold()
    w.page.locator("[data-show]").first.click()
    # A pin that an open bubble covers in part is whole again without it.
    assert axe_findings_in(w, ".map", but=["target-size"]) == []


@pytest.mark.parametrize("view", AXE_VIEWS, ids=[f"{place}-{width}" for place, width in AXE_VIEWS], indirect=True)
def test_axe_finds_nothing_with_the_pins_looked_at(view: View) -> None:
    axe_finds_nothing_with_and_without_a_bubble(view.watched)


def test_axe_finds_nothing_in_dark_colors(watch: Watch, site: str) -> None:
    w = watch(site, PHONE, color_scheme="dark")
    shown(w, "El Paso, TX")
    axe_finds_nothing_with_and_without_a_bubble(w)


def test_every_bubble_is_whole_at_once_and_beside_the_buttons(view: View) -> None:
    w = view.watched
    w.unfold()
    for show in w.page.locator("[data-show]").all()[:6]:
        show.click()  # no waiting: the map must not glide
        frame, buttons = boxes(w, ".folium-map")[0], boxes(w, ".leaflet-control-zoom")[0]
        [bubble], [cross] = boxes(w, ".leaflet-popup-content-wrapper"), boxes(w, ".leaflet-popup-close-button")
        assert bubble.inside(frame, margin=6)
        assert cross.inside(frame, margin=6)
        assert not bubble.overlaps(buttons)
        # Its tip is above its own number.
        number = show.get_attribute("data-show")
        pin, tip = boxes(w, f".pin[aria-label^='{number}. ']")[0], boxes(w, ".leaflet-popup-tip-container")[0]
        assert pin.left < (tip.left + tip.right) / 2 < pin.right
    assert w.complaints == []
