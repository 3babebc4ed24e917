"""The land outside a standard: areas that can be worked out."""

import math

import numpy as np
import pytest
import shapely
from pyproj import Geod

from finder.access.gap_land import circles, gap_cells, gap_land, grid
from finder.domain.geo import METERS_PER_MILE, PointSet

# Ten degrees of plains with edges along parallels, and the western Aleutians as in the boundaries, with longitudes below -180.
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


def test_without_centers_all_land_is_outside() -> None:
    assert gap_land(PLAINS, at(), 60.0).equals(PLAINS)


def test_a_center_far_away_covers_no_land() -> None:
    assert gap_land(PLAINS, at((19.6, -156.0)), 60.0).equals(PLAINS)


@pytest.mark.parametrize("corner", [(35.0, -105.0), (35.0, -95.0), (45.0, -105.0), (45.0, -95.0)])
def test_a_center_at_a_corner_covers_a_quarter_circle(corner: tuple[float, float]) -> None:
    covered = square_miles(PLAINS) - square_miles(gap_land(PLAINS, at(corner), 60.0))
    assert covered == pytest.approx(math.pi * 60**2 / 4, rel=0.02)


def test_disjoint_circles_add_up_and_identical_ones_are_counted_once() -> None:
    covered = square_miles(PLAINS) - square_miles(gap_land(PLAINS, at((38, -103), (42, -97), (42, -97)), 60.0))
    assert covered == pytest.approx(2 * math.pi * 60**2, rel=0.005)


def test_a_circle_around_all_land_leaves_none() -> None:
    assert gap_land(PLAINS, at((40, -100)), 800.0).is_empty


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0, -180.0])
def test_a_circle_across_the_date_line_is_complete(lon: float) -> None:
    covered = square_miles(ALEUTIANS) - square_miles(gap_land(ALEUTIANS, at((52.5, lon)), 60.0))
    assert covered == pytest.approx(math.pi * 60**2, rel=0.005)


@pytest.mark.parametrize("wrong", [(0.0, 0.0), (40.0, 0.0), (40.0, 0.5), (40.0, -0.5), (90.0, 0.0), (89.5, 10.0), (-90.0, 5.0)])
def test_a_listing_with_a_wrong_point_covers_no_land_here(wrong: tuple[float, float]) -> None:
    alone = gap_land(PLAINS, at((40, -100)), 60.0)
    assert gap_land(PLAINS, at((40, -100), wrong), 60.0).area == pytest.approx(alone.area, rel=1e-9)


def test_cells_cover_the_land() -> None:
    cells = grid(PLAINS, 10.0)
    assert shapely.contains_xy(PLAINS, cells.middles.lon_deg, cells.middles.lat_deg).all()
    whole = gap_cells(PLAINS, cells, np.full(len(cells.middles), True))
    assert square_miles(whole) == pytest.approx(square_miles(PLAINS), rel=0.02)
    # Each cell is about ten miles by ten, in the north and in the south.
    assert len(cells.middles) == pytest.approx(square_miles(PLAINS) / 100, rel=0.02)


@pytest.mark.slow
def test_cells_outside_a_limit_approximate_the_land_outside_its_circle() -> None:
    cells, center = grid(PLAINS, 5.0), at((40.0, -100.0))
    miles = center.nearest(cells.points, 1).straight_mi
    land = gap_cells(PLAINS, cells, miles > 100.0)
    assert square_miles(land) == pytest.approx(square_miles(gap_land(PLAINS, center, 100.0)), rel=0.005)
    assert not shapely.contains_xy(land, -100.0, 40.0)


def test_without_cells_outside_there_is_no_gap_land() -> None:
    cells = grid(PLAINS, 50.0)
    assert gap_cells(PLAINS, cells, np.full(len(cells.middles), False)).is_empty


def test_cells_beyond_the_date_line_have_valid_points() -> None:
    cells = grid(ALEUTIANS, 20.0)
    assert cells.middles.lon_deg.min() < -180
    assert (np.abs(cells.points.lon_deg) <= 180).all()
    assert np.isclose(cells.points.lon_deg.max(), 172.0, atol=8.0)
