"""The land out of reach: areas that can be reasoned out."""

import math

import numpy as np
import pytest
import shapely
from pyproj import Geod

from finder.access.gap_land import circles, gap_cells, gap_land, grid
from finder.domain.geo import METERS_PER_MILE, PointSet

# Ten degrees of plains, edges along parallels, and the far Aleutians as boundaries write them: west of -180.
PLAINS = shapely.segmentize(shapely.box(-105.0, 35.0, -95.0, 45.0), 0.05)
ALEUTIANS = shapely.box(-188.0, 51.0, -170.0, 54.0)


def at(*points: tuple[float, float]) -> PointSet:
    array = np.array(points, float).reshape(-1, 2)
    return PointSet(array[:, 0], array[:, 1])


def square_miles(area: shapely.Geometry) -> float:
    return abs(float(Geod(ellps="WGS84").geometry_area_perimeter(area)[0])) / METERS_PER_MILE**2


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(40.0, -100.0), (71.3, -156.8), (52.0, 180.0), (52.0, -180.0), (19.6, -156.0), (18.2, -66.0), (13.4, 144.8)],
)
@pytest.mark.parametrize("radius", [1.0, 60.0, 150.0])
def test_a_circle_has_the_area_of_a_circle(lat: float, lon: float, radius: float) -> None:
    (circle,) = circles(at((lat, lon)), radius)
    assert circle.is_valid
    assert square_miles(circle) == pytest.approx(math.pi * radius**2, rel=0.005)


def test_without_a_point_all_land_is_out_of_reach() -> None:
    assert gap_land(PLAINS, at(), 60.0).equals(PLAINS)


def test_a_point_far_away_takes_nothing() -> None:
    assert gap_land(PLAINS, at((19.6, -156.0)), 60.0).equals(PLAINS)


@pytest.mark.parametrize("corner", [(35.0, -105.0), (35.0, -95.0), (45.0, -105.0), (45.0, -95.0)])
def test_a_center_at_a_corner_takes_a_quarter(corner: tuple[float, float]) -> None:
    taken = square_miles(PLAINS) - square_miles(gap_land(PLAINS, at(corner), 60.0))
    assert taken == pytest.approx(math.pi * 60**2 / 4, rel=0.02)


def test_disjoint_circles_add_up_and_identical_ones_count_once() -> None:
    left = square_miles(PLAINS) - square_miles(gap_land(PLAINS, at((38, -103), (42, -97), (42, -97)), 60.0))
    assert left == pytest.approx(2 * math.pi * 60**2, rel=0.005)


def test_land_within_reach_everywhere_leaves_none() -> None:
    assert gap_land(PLAINS, at((40, -100)), 800.0).is_empty


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0, -180.0])
def test_alaska_is_whole_across_the_date_line(lon: float) -> None:
    taken = square_miles(ALEUTIANS) - square_miles(gap_land(ALEUTIANS, at((52.5, lon)), 60.0))
    assert taken == pytest.approx(math.pi * 60**2, rel=0.005)


@pytest.mark.parametrize("wrong", [(0.0, 0.0), (40.0, 0.0), (40.0, 0.5), (40.0, -0.5), (90.0, 0.0), (89.5, 10.0), (-90.0, 5.0)])
def test_a_listing_with_a_senseless_point_takes_no_land_of_ours(wrong: tuple[float, float]) -> None:
    alone = gap_land(PLAINS, at((40, -100)), 60.0)
    assert gap_land(PLAINS, at((40, -100), wrong), 60.0).area == pytest.approx(alone.area, rel=1e-9)


def test_cells_cover_the_land_they_are_cut_from() -> None:
    cells = grid(PLAINS, 10.0)
    assert shapely.contains_xy(PLAINS, cells.middles.lon_deg, cells.middles.lat_deg).all()
    whole = gap_cells(PLAINS, cells, np.full(len(cells.middles), True))
    assert square_miles(whole) == pytest.approx(square_miles(PLAINS), rel=0.02)
    # Each is about ten miles by ten, in the north as in the south.
    assert len(cells.middles) == pytest.approx(square_miles(PLAINS) / 100, rel=0.02)


def test_cells_outside_a_limit_are_nearly_the_land_outside_its_circle() -> None:
    cells, center = grid(PLAINS, 5.0), at((40.0, -100.0))
    miles = center.nearest(cells.points, 1).straight_mi
    land = gap_cells(PLAINS, cells, miles > 100.0)
    assert square_miles(land) == pytest.approx(square_miles(gap_land(PLAINS, center, 100.0)), rel=0.005)
    assert not shapely.contains_xy(land, -100.0, 40.0)


def test_no_cell_outside_is_no_land() -> None:
    cells = grid(PLAINS, 50.0)
    assert gap_cells(PLAINS, cells, np.full(len(cells.middles), False)).is_empty


def test_cells_beyond_the_date_line_are_measured_where_they_are() -> None:
    cells = grid(ALEUTIANS, 20.0)
    assert cells.middles.lon_deg.min() < -180
    assert (np.abs(cells.points.lon_deg) <= 180).all()
    assert np.isclose(cells.points.lon_deg.max(), 172.0, atol=8.0)
