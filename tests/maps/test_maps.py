"""Maps: numbers only, nothing from elsewhere, and nothing that a template could run."""

import re

import branca.element
import folium
import pytest
import shapely
from jinja2.exceptions import SecurityError

from finder.geo import Place, Point
from finder.maps.base import FinderMap, PageMap
from finder.maps.base_layer import base_layer
from finder.maps.coverage_map import UNITED_STATES, coverage_map, outlines, state_bounds
from finder.maps.search_map import Pin, search_bounds, search_map
from tests.conftest import HOSTILE

HERE = Place(HOSTILE, HOSTILE, Point(45.68, -111.04), "city")


def test_a_map_names_no_other_host() -> None:
    for drawn in (search_map(HERE, ()), coverage_map()):
        assert "http" not in drawn.html + drawn.script


def test_making_a_map_leaves_the_lists_of_all_other_folium_maps_alone() -> None:
    before = list(folium.Map.default_js)
    FinderMap(UNITED_STATES).fragment()
    assert folium.Map.default_js == before
    assert FinderMap.default_js == []


def test_what_was_typed_never_reaches_folium() -> None:
    drawn = search_map(HERE, ())
    assert "onerror" not in drawn.html + drawn.script
    assert re.search(r'finderMap.pin\(map_\w+, 0, 45.68, -111.04, "here"\)', drawn.script)


def test_the_map_does_not_move_by_itself_and_has_zoom_limits() -> None:
    still = ('"zoomAnimation": false', '"fadeAnimation": false', '"inertia": false', '"maxZoom": 13')
    for option in (*still, '"minZoom": 3'):
        assert option in search_map(HERE, ()).script
    # A nation must fit on a phone; keys and wheel are the page's.
    for option in (*still, '"minZoom": 2', '"keyboard": false', '"scrollWheelZoom": false'):
        assert option in coverage_map().script


@pytest.mark.parametrize("kind", ["nothing", HOSTILE, 'x"); alert(1); ("'])
def test_a_pin_is_of_a_known_kind_only(kind: str) -> None:
    with pytest.raises(ValueError, match=re.escape(kind)):
        Pin(1, 45.0, -111.0, kind)


def test_the_page_function_is_one_of_ours() -> None:
    with pytest.raises(ValueError, match="alert"):
        PageMap("alert")


def test_text_that_slips_in_all_the_same_reaches_no_python_object() -> None:
    with pytest.raises(SecurityError):
        branca.element.Element("{{ ''.__class__.__mro__ }}").render()


def test_bounds_hold_place_and_margin() -> None:
    (south, west), (north, east) = search_bounds(HERE, ())
    assert south < 45.68 < north
    assert west < -111.04 < east


def test_the_base_holds_county_lines_and_towns_in_view() -> None:
    base = base_layer(search_bounds(HERE, ()))
    assert "Bozeman" in [name for name, _, _ in base["towns"]]
    assert base["lines"]
    assert all(40 < lat < 50 and -115 < lon < -105 for line in base["lines"] for lat, lon in line)


def test_the_base_of_the_open_sea_is_empty() -> None:
    assert base_layer(((0.0, -140.0), (1.0, -139.0))) == {"lines": [], "towns": []}


def test_alaska_is_one_piece_west_of_the_date_line() -> None:
    (_, west), (_, east) = state_bounds("AK")
    assert -188.5 < west < east < -129


def test_outlines_keep_holes_and_drop_slivers() -> None:
    square, hole = shapely.box(-110, 40, -108, 42), shapely.box(-109.5, 40.5, -109, 41)
    sliver = shapely.box(-100, 40, -99.99, 40.01)
    outside, inside = outlines(shapely.union_all([square.difference(hole), sliver]))
    assert {tuple(point) for point in outside.tolist()} == {(-110, 40), (-108, 40), (-108, 42), (-110, 42)}
    assert {tuple(point) for point in inside.tolist()} == {(-109.5, 40.5), (-109, 40.5), (-109, 41), (-109.5, 41)}


def test_no_land_has_no_outline() -> None:
    assert outlines(None) == []
    assert outlines(shapely.MultiPolygon()) == []
