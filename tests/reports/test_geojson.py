"""GeoJSON as RFC 7946 asks for it, read back by shapely."""

import json
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from finder.core import Finder
from finder.questions.chairs.query import ChairsQuery
from finder.questions.closures.query import ClosuresQuery
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.siting.query import SitingQuery
from finder.reports.geojson import cut_at_antimeridian
from finder.reports.render import render
from tests.conftest import HOSTILE, center_at
from tests.planners import EVERY_MAP_LAYER, HALVED, ON, AskCoverage
from tests.world import REFERENCE

POINTS = ("zips", "gaps", "centers", "regions", "stops", "alternatives")
OUTLINES = ("counties", "hsd", "states")


def drawn(result: Any, table: str, question: str = "coverage") -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(render(QUESTIONS[question], result, table, "geojson").content)
    return answer


def shapes(collection: dict[str, Any]) -> list[shapely.Geometry]:
    return [shapely.from_geojson(json.dumps(f["geometry"])) for f in collection["features"]]


@pytest.mark.slow
@pytest.mark.parametrize(("question", "table"), EVERY_MAP_LAYER)
@pytest.mark.parametrize("state", ["MT", "AK", "PR", "HI", "DC"])
def test_every_table_with_places_is_a_valid_collection(starter: Finder, state: str, question: str, table: str) -> None:
    queries = {
        "coverage": CoverageQuery("cms", state=state, on=ON),
        "chairs": ChairsQuery(state=state, on=ON),
        "siting": SitingQuery(2, standard="minutes:15", state=state, on=ON),
        "closures": ClosuresQuery("cms", state=state, on=ON),
        "scenario": ScenarioQuery("today", HALVED, "cms", state=state, on=ON),
    }
    asked = QUESTIONS[question]
    result = starter.answer(asked, queries[question])
    collection = drawn(result, table, question)
    assert collection["type"] == "FeatureCollection"
    assert (collection["manifest"]["question"], collection["manifest"]["table"]) == (question, table)
    assert "crs" not in collection
    rows = asked.tables[table].rows(result)
    assert [f["properties"] for f in collection["features"]] == [{c: r[c] for c in asked.tables[table].columns} for r in rows]
    ids = [f["id"] for f in collection["features"]]
    assert len(set(ids)) == len(ids)
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["geometry"]["type"] == ("Point" if table in POINTS else "MultiPolygon")


@pytest.mark.parametrize("table", OUTLINES)
@pytest.mark.parametrize("state", ["AK", "VA", "PR", "HI"])
def test_outlines_are_valid_counterclockwise_and_on_the_globe(of_state: AskCoverage, state: str, table: str) -> None:
    found = shapes(drawn(of_state(state), table))
    assert shapely.is_valid(found).all()
    for polygon in shapely.get_parts(found):
        assert polygon.exterior.is_ccw
        assert not any(hole.is_ccw for hole in polygon.interiors)
    at = shapely.get_coordinates(found)
    assert (np.abs(at[:, 0]) <= 180).all()
    assert (np.abs(at[:, 1]) <= 90).all()
    assert (np.abs(at * 1e5 - np.round(at * 1e5)) < 1e-4).all()


def test_alaska_is_cut_at_the_antimeridian_and_keeps_its_land(of_state: AskCoverage) -> None:
    (alaska,) = shapes(drawn(of_state("AK"), "states"))
    west, _, east, _ = alaska.bounds
    assert -180 <= west < -179
    assert 179 < east <= 180
    # No part leaps across the map, and none is lost.
    assert all(p.bounds[2] - p.bounds[0] < 60 for p in alaska.geoms)
    assert alaska.area == pytest.approx(REFERENCE.boundaries.states["AK"].area, rel=1e-3)
    assert alaska.contains(shapely.Point(173.2, 52.9))  # Attu
    assert alaska.contains(shapely.Point(-149.9, 61.2))  # Anchorage


def test_points_are_where_the_rows_say(ask: AskCoverage) -> None:
    result = ask(centers=[center_at(0, 0)])
    (center,) = drawn(result, "centers")["features"]
    assert center["geometry"]["coordinates"] == [-100.0, 40.0]
    home = next(f for f in drawn(result, "zips")["features"] if f["properties"]["zip"] == "67000")
    assert home["geometry"]["coordinates"] == [-100.0, 40.0]


def test_a_split_zip_is_two_features(ask: AskCoverage) -> None:
    ids = [f["id"] for f in drawn(ask(), "zips")["features"] if f["properties"]["zip"] == "67012"]
    assert ids == ["67012-20001", "67012-20003"]


def test_unknown_stays_null(ask: AskCoverage) -> None:
    features = drawn(ask(centers=[]), "gaps")["features"]
    assert features
    for feature in features:
        assert (feature["properties"]["nearest_id"], feature["properties"]["nearest_mi"]) == (None, None)


def test_hostile_words_come_out_as_themselves(hostile_coverage: CoverageResult) -> None:
    names = {f["properties"]["name"] for f in drawn(hostile_coverage, "centers")["features"]}
    assert {HOSTILE, "=1+1", "漢字 🚐 עברית"} <= names


@given(st.floats(-187, -173), st.floats(50, 60), st.floats(0.1, 12), st.floats(0.1, 5))
def test_a_box_is_cut_into_boxes_of_the_same_size(west: float, south: float, width: float, height: float) -> None:
    box = shapely.box(west, south, west + width, south + height)
    cut = cut_at_antimeridian(box)
    assert cut.is_valid
    assert cut.area == pytest.approx(box.area, abs=1e-3)
    assert all(-180 <= x <= 180 for x in shapely.get_coordinates(cut)[:, 0])
