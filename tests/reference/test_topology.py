"""The county lines for the browser, fine and coarse: every county is there, keeps its shape, and shares its borders."""

import csv
import importlib.util
import sys
from functools import cache
from itertools import pairwise
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.world import ROOT

DATA = ROOT / "data"


def load_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("topology_script", DATA / "build" / "topology.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclass looks itself up here.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


script = load_script()
FILES = [script.FINE, script.COARSE]


@cache
def lines(name: str) -> Any:
    return script.read(DATA / name)


@cache
def degrees(name: str) -> list[np.ndarray]:
    arcs: list[np.ndarray] = lines(name).degrees()
    return arcs


@cache
def counties() -> list[dict[str, str]]:
    with (DATA / "counties.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def users(name: str) -> dict[int, list[tuple[int, bool]]]:
    """For each arc the counties that use it, and whether backwards."""
    found: dict[int, list[tuple[int, bool]]] = {}
    for row, polygons in enumerate(lines(name).polygons):
        for i in script.arcs_of(polygons):
            found.setdefault(script.unsigned(i), []).append((row, i < 0))
    return found


def area(name: str, row: int) -> float:
    """Square degrees of a county: outlines less the holes in them."""
    arcs = degrees(name)
    total = 0.0
    for outline, *holes in lines(name).polygons[row]:
        total += script.ring_area(outline, arcs) - sum(script.ring_area(hole, arcs) for hole in holes)
    return total


@pytest.mark.parametrize("name", FILES)
def test_counties_and_their_names_are_those_of_the_table_in_its_order(name: str) -> None:
    assert [f"{fips:05}" for fips in lines(name).fips] == [row["fips"] for row in counties()]
    assert lines(name).name == [row["name"] for row in counties()]


@pytest.mark.parametrize("name", FILES)
def test_every_county_has_an_area_and_every_ring_is_closed(name: str) -> None:
    arcs = lines(name).arcs
    for row, polygons in enumerate(lines(name).polygons):
        assert area(name, row) > 0
        for ring in (ring for polygon in polygons for ring in polygon):
            ends = [(arcs[i][0], arcs[i][-1]) if i >= 0 else (arcs[~i][-1], arcs[~i][0]) for i in ring]
            assert all((end == start).all() for (_, end), (start, _) in pairwise([*ends, ends[0]]))


@pytest.mark.parametrize("name", FILES)
def test_neighbors_share_their_border_each_from_its_side(name: str) -> None:
    found = users(name)
    assert set(found) == set(range(len(lines(name).arcs)))
    shared = [both for both in found.values() if len(both) > 1]
    assert len(shared) > 8_500
    odd = [both for both in shared if len(both) > 2 or both[0][1] == both[1][1]]
    # us-atlas has loops without an area along some borders; the coarse grid closes them.
    assert len(odd) <= (50 if name == script.FINE else 0)


def neighbors(name: str) -> set[tuple[int, ...]]:
    return {tuple(sorted({row for row, _ in both})) for both in users(name).values() if len(both) == 2}


def test_coarse_neighbors_are_those_of_the_fine_lines() -> None:
    fine, coarse = neighbors(script.FINE), neighbors(script.COARSE)
    assert coarse <= fine
    # Borders shorter than a step of the grid become a corner.
    assert len(fine - coarse) < 0.01 * len(fine)


def test_coarse_counties_keep_most_of_their_area() -> None:
    kept = np.array([area(script.COARSE, row) / area(script.FINE, row) for row in range(len(counties()))])
    large = np.array([float(county["land_sqmi"]) > 100 for county in counties()])
    assert kept.min() > 0.5
    assert kept.max() < 2
    assert np.abs(kept[large] - 1).max() < 0.2
    assert np.median(np.abs(kept - 1)) < 0.02


@pytest.mark.parametrize("name", ["Falls Church", "Manassas Park", "Lexington", "Galax", "Kalawao", "Nantucket"])
def test_small_cities_and_islands_are_at_least_a_triangle(name: str) -> None:
    (row,) = (k for k, county in enumerate(counties()) if county["name"] == name and county["state"] in ("VA", "HI", "MA"))
    rings = [polygon[0] for polygon in lines(script.COARSE).polygons[row]]
    arcs = lines(script.COARSE).arcs
    corners = [{tuple(point) for i in ring for point in arcs[script.unsigned(i)].tolist()} for ring in rings]
    assert max(map(len, corners)) >= 3


def test_alaska_is_one_piece_west_of_the_date_line() -> None:
    for name in FILES:
        east = max(float(arc[:, 0].max()) for arc in degrees(name))
        west = min(float(arc[:, 0].min()) for arc in degrees(name))
        assert -188 < west < -187
        assert -66 < east < -65


def test_the_files_are_light() -> None:
    assert (DATA / script.COARSE).stat().st_size < 125_000
    assert (DATA / script.FINE).stat().st_size < 190_000


@pytest.mark.slow
def test_the_coarse_file_is_what_the_script_makes_of_the_fine_one() -> None:
    made, kept = script.by_junction(script.coarse(lines(script.FINE))), lines(script.COARSE)
    assert made.polygons == kept.polygons
    assert all(np.array_equal(a, b) for a, b in zip(made.arcs, kept.arcs, strict=True))


def square(west: float, south: float, side: float) -> np.ndarray:
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    return corners * side + [west, south]


def made_of(polygons: list[Any], arcs: list[np.ndarray]) -> Any:
    """Lines whose arcs are in degrees."""
    count = len(polygons)
    return script.CountyLines(list(range(1, count + 1)), ["x"] * count, polygons, arcs, np.ones(2), np.zeros(2))


def test_a_border_between_two_is_simplified_once_for_both() -> None:
    # Two squares of 2 degrees side by side; the border between them has a bump of no account.
    border = np.array([[-98.0, 40], [-98, 41], [-98.001, 41.01], [-98, 41.02], [-98, 42]])
    left = np.array([[-98.0, 42], [-100, 42], [-100, 40], [-98, 40]])
    right = np.array([[-98.0, 40], [-96, 40], [-96, 42], [-98, 42]])
    coarse = script.coarse(made_of([[[[0, 1]]], [[[~0, ~2]]]], [border, left, right]))
    assert [len(arc) for arc in coarse.arcs] == [2, 4, 4]
    assert coarse.polygons == [[[[0, 1]]], [[[~0, ~2]]]]


def test_a_city_keeps_its_shape_and_an_island_too_small_for_the_grid_goes() -> None:
    city, speck = square(-98, 40, 0.05), square(-97, 40, 0.001)
    coarse = script.coarse(made_of([[[[0]], [[1]]]], [city, speck]))
    assert coarse.polygons == [[[[0]]]]
    assert len(coarse.arcs[0]) == 5


def test_arcs_that_start_at_one_junction_stand_together_and_rings_stay_the_same() -> None:
    # Three arcs from the origin to (2, 2), the last one written backwards.
    arcs = [np.array([[0, 0], [0, 2], [2, 2]]), np.array([[0, 0], [2, 2]]), np.array([[2, 2], [2, 0], [0, 0]])]
    before = made_of([[[[0, ~1]]], [[[1, 2]]]], arcs)
    after = script.by_junction(before)
    assert [arc[0].tolist() for arc in after.arcs] == [[0, 0]] * 3
    for old, new in zip(before.polygons, after.polygons, strict=True):
        assert walked(old[0][0], before.arcs) == walked(new[0][0], after.arcs)


def walked(ring: list[int], arcs: list[np.ndarray]) -> list[list[float]]:
    points: list[list[float]] = np.vstack([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring]).tolist()
    return points


def test_a_point_weighs_the_triangle_with_its_neighbors() -> None:
    weight = script.weights(np.array([[0, 0], [1, 1], [2, 0.2], [3, 0.2], [4, 0]]))
    assert weight[[0, 4]].tolist() == [np.inf, np.inf]
    # (3, 0.2) stands 0.1 over the line from (2, 0.2) to (4, 0), which is 2 long to the east: 0.1, and goes first.
    assert weight[3] == pytest.approx(0.1)
    # (2, 0.2) then lies between (1, 1) and (4, 0): |1 * -1 - 3 * -0.8| / 2 = 0.7.
    assert weight[2] == pytest.approx(0.7)
    # (1, 1) is left over a base of 4: 2.
    assert weight[1] == pytest.approx(2)


points = arrays.arrays(float, st.tuples(st.integers(2, 30), st.just(2)), elements=st.floats(-179, 80, width=32))


@given(points)
def test_ends_always_stay_and_weights_are_areas(line: np.ndarray) -> None:
    weight = script.weights(line)
    assert np.isinf(weight[[0, -1]]).all()
    assert (weight >= 0).all()
    assert not np.isnan(weight).any()


@given(points)
def test_no_point_of_the_grid_stands_twice_in_a_row(line: np.ndarray) -> None:
    steps = script.on_grid(line)
    assert (np.diff(steps, axis=0) != 0).any(axis=1).all()
    corner, step = script.COARSE_CORNER_DEG, script.COARSE_STEP_DEG
    assert np.abs(steps[0] * step + corner - line[0]).max() <= 0.011
