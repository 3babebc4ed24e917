"""Maps: numbers only, nothing from elsewhere, and nothing that a template could run."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import branca.element
import folium
import jinja2
import pytest
import shapely
from jinja2.exceptions import SecurityError

from finder.access.burden import Trip
from finder.access.ranking import Option
from finder.domain.center import Center
from finder.domain.evidence import UNKNOWN_EVIDENCE
from finder.domain.facility import Address, Position, ServicePoint
from finder.domain.geo import Point
from finder.domain.place import Place
from finder.domain.provenance import Provenance
from finder.maps.base import FinderMap, MapFragment, PageMap
from finder.maps.base_layer import BaseMap, Layer, View
from finder.maps.bounds import UNITED_STATES, state_bounds
from finder.maps.coverage_map import coverage_map, outlines
from finder.maps.search_map import Pin, search_map, search_view
from tests.conftest import HOSTILE
from tests.world import REFERENCE, ROOT

HERE = Place(HOSTILE, HOSTILE, Point(45.68, -111.04), "city", city=HOSTILE)
BASE = BaseMap(REFERENCE)
# What importing every map leaves of branca: each name of the module and of its classes, before and after.
IMPORT_ALL = """
import branca.element, importlib, inspect, pkgutil, folium
def names():
    held = {"module": branca.element, **dict(inspect.getmembers(branca.element, inspect.isclass))}
    return {(owner, name): id(value) for owner, thing in held.items() for name, value in vars(thing).items()}
before = names()
import finder.maps
for module in pkgutil.iter_modules(finder.maps.__path__, "finder.maps."):
    importlib.import_module(module.name)
assert names() == before
print(len(before))
"""


def map_of(place: Place) -> MapFragment:
    return search_map(place, (), search_view(place, (), BASE).bounds)


def test_a_map_names_no_other_host() -> None:
    for drawn in (map_of(HERE), coverage_map()):
        assert "http" not in drawn.html + drawn.script


def test_making_a_map_leaves_the_lists_of_all_other_folium_maps_alone() -> None:
    before = list(folium.Map.default_js)
    FinderMap(UNITED_STATES).fragment()
    assert folium.Map.default_js == before
    assert FinderMap.default_js == []


def test_what_was_typed_never_reaches_folium() -> None:
    drawn = map_of(HERE)
    assert "onerror" not in drawn.html + drawn.script
    assert re.search(r'finderMap.pin\(map_\w+, 0, 45.68, -111.04, "here"\)', drawn.script)


def test_the_map_does_not_move_by_itself_and_has_zoom_limits() -> None:
    still = ('"zoomAnimation": false', '"fadeAnimation": false', '"inertia": false', '"maxZoom": 13')
    for option in (*still, '"minZoom": 3'):
        assert option in map_of(HERE).script
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


@pytest.mark.slow
def test_importing_the_maps_changes_nothing_in_branca() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


@pytest.mark.slow
def test_the_app_and_the_base_of_a_map_do_not_load_folium() -> None:
    code = """import sys, finder.web.server, finder.maps.base_layer, finder.maps.bounds
assert not {'folium', 'branca'} & set(sys.modules)"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_text_that_slips_in_all_the_same_reaches_no_python_object(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branca.element, "Template", jinja2.Template)  # as in a process that has made no map
    FinderMap(UNITED_STATES)
    with pytest.raises(SecurityError):
        branca.element.Element("{{ ''.__class__.__mro__ }}").render()


def test_bounds_hold_place_and_margin() -> None:
    (south, west), (north, east) = search_view(HERE, (), BASE).bounds
    assert south < 45.68 < north
    assert west < -111.04 < east


@pytest.mark.slow
def test_the_base_holds_county_lines_and_towns_in_view() -> None:
    belgrade = Place("59714", "59714, Belgrade, Montana", Point(45.78, -111.18), "zip", "59714")
    base = BASE.layer(search_view(belgrade, (), BASE))
    assert [name for name, _, _ in base.named] == ["Belgrade"]
    others = [name for name, _, _ in base.towns]
    assert "Bozeman" in others
    assert "Belgrade" not in others
    lines = json.loads(base.lines)
    assert lines
    assert all(40 < lat < 50 and -118 < lon < -102 for line in lines for lat, lon in line)


def test_the_base_of_the_open_sea_is_empty() -> None:
    assert BASE.layer(View(((0.0, -140.0), (1.0, -139.0)))) == Layer("[]", (), ())


@pytest.mark.parametrize(
    ("city", "state", "near", "name"),
    [
        ("Saint Louis", "MO", Point(38.63, -90.24), "St. Louis"),
        ("NEW YORK", "NY", Point(40.75, -74.0), "New York City"),
        ("Keaau", "HI", Point(19.6, -155.0), "Kea‘au"),
        ("Springfield", "IL", Point(37.2, -93.3), None),  # Missouri's is there
        ("Bozeman", "MT", Point(48.2, -114.3), None),  # 200 miles off
        ("", "MT", Point(45.68, -111.04), None),
        (HOSTILE, "MT", Point(45.68, -111.04), None),
    ],
)
def test_a_town_is_called_as_our_table_has_it(city: str, state: str, near: Point, name: str | None) -> None:
    found = BASE.town_of(Address(city=city, state=state), near)
    assert (found and found[0]) == name


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Place("", "Cut Bank, Montana", Point(48.633, -112.326), "city", city="Cut Bank", state="MT"), "Cut Bank"),
        (Place("", "44106, Cleveland, Ohio", Point(41.508, -81.607), "zip", "44106"), "Cleveland"),
        (Place("", "2 Main St, Bozeman, MT, 59715, USA", Point(45.68, -111.03), "address"), "Bozeman"),
        (Place("", "near Bozeman, Montana", Point(45.68, -111.04), "device", "59715"), "Bozeman"),
        # Mail is named so, and there is no town: the name stands at the place itself.
        (Place("", "10451, Bronx, New York", Point(40.8205, -73.9239), "zip", "10451"), "Bronx"),
    ],
)
def test_the_own_town_is_what_was_typed_or_what_mail_is_named_for(place: Place, name: str) -> None:
    assert BASE.place_town(place)[0] == name


def test_alaska_is_one_piece_west_of_the_date_line() -> None:
    (_, west), (_, east) = state_bounds(REFERENCE.boundaries.states["AK"])
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


@pytest.mark.parametrize(("here", "there"), [(-176.6, 174.1), (174.1, -176.6), (179.9, -179.9), (-149.9, 172.9)])
def test_a_center_beyond_the_date_line_is_next_door_on_the_map(here: float, there: float) -> None:
    """From Adak to Shemya, the map shows the Aleutians and not the Atlantic."""
    listing = Center("shemya", "S", "unknown", Address(), Position(Point(52.7, there), "address"), Provenance())
    trip = Trip(200.0, 300.0, 200.0, 400.0, 200.0)
    option = Option(1, ServicePoint(listing), trip, UNKNOWN_EVIDENCE, (), None)
    place = replace(HERE, point=Point(51.9, here), precision="device")
    view = search_view(place, (option,), BASE)
    (_, west), (_, east) = view.bounds
    assert -190 < west < east < -145
    assert east - west < 40
    drawn = search_map(place, (option,), view.bounds).script
    lons = [float(lon) for lon in re.findall(r"finderMap\.pin\([^,]+, [0-9]+, [-0-9.]+, ([-0-9.]+),", drawn)]
    assert len(lons) == 2
    assert all(west < lon < east for lon in lons)
    layer = BASE.layer(view)
    assert layer.lines != "[]"
    assert all(lon < 0 for _, _, lon in (*layer.named, *layer.towns))
