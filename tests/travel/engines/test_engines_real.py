"""Travel by the real OSRM and the real Valhalla, on the same extract of Baltimore.

These tests need `make engines` (Python 3.12 or newer). Without such a Python, they are skipped with a reason. With one, CI may
not skip them.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from finder.domain.arrays import Floats
from finder.domain.geo import Point, PointSet, geodesic_mi
from finder.travel.engines.model import EngineTravel, Osrm, RoutingEngine, Valhalla, engine_travel
from finder.travel.model import DOOR_MIN, TravelEnds
from finder.travel.straight_line import StraightLine
from tests import engines
from tests.travel.test_straight_line import rows

pytestmark = pytest.mark.slow
STRAIGHT = StraightLine()
CENTER = Point(39.29, -76.61)


@pytest.fixture(scope="session")
def extract(shared_data: Path) -> Path:
    """Return the extract of Baltimore, as of 2015. Skip if there are no engines."""
    if why := engines.why_missing():
        if os.environ.get("CI") and engines.newer_python():
            pytest.fail(why)
        pytest.skip(why)
    return shared_data / "osm" / "baltimore.osm.pbf"


@pytest.fixture(scope="session")
def osrm(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Osrm]:
    with engines.osrm(extract, tmp_path_factory.mktemp("osrm")) as url:
        yield Osrm(url)


@pytest.fixture(scope="session")
def valhalla(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valhalla]:
    with engines.valhalla(extract, tmp_path_factory.mktemp("valhalla")) as url:
        yield Valhalla(url)


@pytest.fixture(params=["osrm", "valhalla"])
def engine(request: pytest.FixtureRequest) -> RoutingEngine:
    made: RoutingEngine = request.getfixturevalue(request.param)
    return made


def in_town(n: int, seed: int = 1) -> PointSet:
    rng = np.random.default_rng(seed)
    return PointSet(rng.uniform(39.25, 39.34, n), rng.uniform(-76.68, -76.56, n))


def as_ends(points: PointSet) -> TravelEnds:
    return TravelEnds(points, np.zeros(len(points), np.intp))


def straight_mi(a: PointSet, b: PointSet) -> Floats:
    return geodesic_mi(*np.broadcast_arrays(a.lat_deg[:, None], a.lon_deg[:, None], b.lat_deg[None], b.lon_deg[None]))


def test_the_engines_agree(osrm: Osrm, valhalla: Valhalla) -> None:
    points = in_town(40)
    apart = ~np.eye(40, dtype=bool)
    one, two = ([column[apart] for column in e.table(points, points)] for e in (osrm, valhalla))
    assert np.isfinite([one, two]).all()
    miles, minutes = two[0] / one[0], two[1] / one[1]
    # Measured: the miles of half of the pairs are within 2.4%, and of 90% within 20%. Valhalla's minutes are 6% below OSRM's.
    assert np.median(np.abs(miles - 1)) < 0.05
    assert np.mean(np.abs(miles - 1) < 0.2) > 0.8
    assert 0.8 < np.median(minutes) < 1.1


def test_circuity_and_speed_are_plausible(engine: RoutingEngine) -> None:
    points = in_town(40)
    straight = straight_mi(points, points)
    miles, minutes = engine.table(points, points)
    long = straight > 1
    assert (miles[long] >= straight[long]).all()
    assert 1.2 < np.median(miles[long] / straight[long]) < 2.2
    assert 12 < np.median(60 * miles[long] / minutes[long]) < 40


def test_blocks_do_not_change_miles_of_osrm(osrm: Osrm) -> None:
    here, there = in_town(20), in_town(23, 2)
    for limit in (7, 41):
        assert np.allclose(Osrm(osrm.base_url, limit).table(here, there), osrm.table(here, there), rtol=0, atol=0.001)


def test_blocks_change_few_miles_of_valhalla(valhalla: Valhalla) -> None:
    here, there = in_town(20), in_town(23, 2)
    whole, parts = valhalla.table(here, there)[0], Valhalla(valhalla.base_url, 37).table(here, there)[0]
    # Its search depends slightly on what else is in a table. It found a longer route for 3% of the pairs.
    assert np.mean(np.abs(parts - whole) > 0.01 * whole) < 0.1


def test_default_limits_are_those_of_the_engines(osrm: Osrm, valhalla: Valhalla) -> None:
    here, there = in_town(1), in_town(433, 2)
    assert osrm.table(here, there)[0].shape == valhalla.table(here, there)[0].shape == (1, 433)
    assert np.isfinite(osrm.table(in_town(60), in_town(60, 2))[0]).all()
    assert np.isfinite(valhalla.table(in_town(60), in_town(60, 2))[0]).all()


@pytest.mark.parametrize(("within", "at_least"), [(2.0, 1), (3.0, 3), (60.0, 1), (0.1, 5)])
def test_the_matrix_equals_that_of_the_whole_table(osrm: Osrm, within: float, at_least: int) -> None:
    here, there = in_town(25), in_town(30, 2)
    miles, minutes = osrm.table(here, there)
    matrix = EngineTravel(osrm, STRAIGHT).matrix(as_ends(here), as_ends(there), within, at_least)
    expected = []
    for i, row in enumerate(miles):
        order = sorted(range(30), key=lambda j: (row[j], straight_mi(here, there)[i, j], j))
        expected += [(i, j) for j in order[: max(at_least, int((row <= within).sum()))]]
    assert (rows(matrix), matrix.notice) == (expected, None)
    assert matrix.distance_mi == pytest.approx(miles[matrix.origin, matrix.destination], abs=1e-3)
    assert matrix.travel_min == pytest.approx(DOOR_MIN + minutes[matrix.origin, matrix.destination], abs=1e-3)


def test_the_matrix_keeps_its_contract(engine: RoutingEngine) -> None:
    here, there = in_town(25), in_town(30, 2)
    matrix = EngineTravel(engine, STRAIGHT).matrix(as_ends(here), as_ends(there), 4.0, 2)
    keys = list(zip(matrix.origin, matrix.distance_mi, matrix.straight_mi, matrix.destination, strict=True))
    assert keys == sorted(keys)
    assert (matrix.notice, matrix.method.id) == (None, engine.method.id)
    assert (matrix.distance_mi >= matrix.straight_mi).all()
    counts = np.bincount(matrix.origin, minlength=25)
    inside = np.bincount(matrix.origin[matrix.distance_mi <= 4.0], minlength=25)
    assert (counts == np.maximum(inside, 2)).all()
    assert (matrix.travel_min_low < matrix.travel_min).all()
    assert (matrix.travel_min < matrix.travel_min_high).all()


def test_a_point_without_a_road_does_not_affect_others(engine: RoutingEngine) -> None:
    # The points are in the bay off Annapolis, 25 miles south of the extract; in the extract; and in Philadelphia.
    town, away = in_town(5), PointSet(np.array([38.95, 39.30, 39.95]), np.array([-76.40, -76.60, -75.16]))
    miles, minutes = engine.table(town, away)
    assert np.isinf(miles).tolist() == np.isinf(minutes).tolist() == [[True, False, True]] * 5
    matrix = EngineTravel(engine, STRAIGHT).matrix(as_ends(town), as_ends(away), 60.0, 3)
    assert matrix.notice is None
    assert matrix.destination.tolist() == [1, 0, 2] * 5
    assert EngineTravel(engine, STRAIGHT).matrix(as_ends(away), as_ends(town), 60.0).distance_mi[0] == np.inf


def test_trips_too_long_for_valhalla_are_measured_by_the_fallback(valhalla: Valhalla) -> None:
    far = PointSet(np.array([45.0, 39.30]), np.array([-76.60, -76.60]))
    matrix = EngineTravel(valhalla, STRAIGHT).matrix(as_ends(in_town(2)), as_ends(far), 500.0)
    assert matrix.method == STRAIGHT.method
    assert "does not accept trips this long" in str(matrix.notice)


def test_an_engine_by_configuration(osrm: Osrm) -> None:
    travel = engine_travel("osrm", STRAIGHT, osrm.base_url + "/", "10")
    matrix = travel.matrix(as_ends(in_town(3)), as_ends(in_town(12, 2)), 60.0)
    assert (matrix.method.id, matrix.notice, len(matrix.origin)) == ("osrm", None, 36)


def test_osrm_logs_no_points(osrm: Osrm, tmp_path_factory: pytest.TempPathFactory) -> None:
    osrm.table(in_town(2), in_town(2))
    logs = tmp_path_factory.getbasetemp().glob("osrm*/server.log")
    assert [found for log in logs for found in re.findall(r"-76\.\d|39\.\d", log.read_text())] == []


def test_a_python_that_does_not_run_is_skipped(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\necho True\nexit 127\n")
    shim.chmod(0o755)
    assert [engines._is_newer(str(python)) for python in (shim, tmp_path / "missing", "")] == [False, False, False]
