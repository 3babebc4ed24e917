"""Points and neighbors, compared with brute force by geographiclib."""

from typing import Any

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.domain.geo import CHORD_ERROR_MI, METERS_PER_MILE, Pairs, Point, PointSet, earth_centered_mi, geodesic_mi
from finder.errors import QueryError

LatLon = tuple[float, float]
# South, north, west, east: the lower 48, Alaska on both sides of the date line, Hawaii, Puerto Rico.
BOXES = [(24, 50, -125, -67), (51, 72, -180, -130), (51, 53, 172, 180), (18, 23, -161, -154), (17, 19, -68, -65)]
POLES_AND_DATE_LINE = [(90.0, 0.0), (90.0, 77.0), (-90.0, 0.0), (52.0, 180.0), (52.0, -180.0), (0.0, 0.0)]


def hundredths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(100 * low, 100 * high).map(lambda n: n / 100)


any_point = st.one_of(
    *(st.tuples(hundredths(s, n), hundredths(w, e)) for s, n, w, e in BOXES),
    st.tuples(hundredths(40, 41), hundredths(-101, -100)),  # Close together, so that ties and thresholds occur.
    st.sampled_from(POLES_AND_DATE_LINE),
)
any_points = st.lists(any_point, min_size=1, max_size=14)


def point_set(points: list[LatLon]) -> PointSet:
    array = np.array(points, float).reshape(-1, 2)
    return PointSet(array[:, 0], array[:, 1])


def true_miles(points: list[LatLon], origins: list[LatLon]) -> Any:
    rows = [[Geodesic.WGS84.Inverse(*o, *p)["s12"] / METERS_PER_MILE for p in points] for o in origins]
    return np.array(rows)


def as_rows(pairs: Pairs) -> list[tuple[int, float, int]]:
    return list(zip(pairs.origin.tolist(), pairs.straight_mi.tolist(), pairs.destination.tolist(), strict=True))


@given(any_points, any_points, st.sampled_from([0.0, 5.0, 60.0, 300.0, 2500.0, 13_000.0]))
@settings(deadline=None)
def test_within_equals_brute_force(points: list[LatLon], origins: list[LatLon], radius: float) -> None:
    found = point_set(points).within(point_set(origins), radius)
    miles = true_miles(points, origins)
    pairs = set(zip(found.origin.tolist(), found.destination.tolist(), strict=True))
    assert pairs == {(int(i), int(j)) for i, j in np.argwhere(miles <= radius + 1e-11)}
    assert len(pairs) == len(found.origin)
    assert np.all(np.abs(found.straight_mi - miles[found.origin, found.destination]) <= CHORD_ERROR_MI)
    assert as_rows(found) == sorted(as_rows(found))


@given(any_points, any_points, st.integers(1, 20))
@settings(deadline=None)
def test_nearest_equals_brute_force(points: list[LatLon], origins: list[LatLon], k: int) -> None:
    found = point_set(points).nearest(point_set(origins), k)
    miles = true_miles(points, origins)
    k = min(k, len(points))
    assert np.array_equal(found.origin, np.repeat(np.arange(len(origins)), k))
    assert found.straight_mi == pytest.approx(np.sort(miles, axis=1)[:, :k].ravel(), abs=1e-9)
    assert found.straight_mi == pytest.approx(miles[found.origin, found.destination], abs=1e-9)
    assert len(set(zip(found.origin.tolist(), found.destination.tolist(), strict=True))) == len(found.origin)
    assert as_rows(found) == sorted(as_rows(found))


@given(any_points, any_point)
@settings(deadline=None)
def test_the_radius_is_inclusive(points: list[LatLon], origin: LatLon) -> None:
    here = point_set([origin])
    every = point_set(points)
    for _, miles, j in as_rows(every.nearest(here, len(points))):
        # With a single origin, pairs are measured exactly; with several, by their chords.
        assert j in every.within(here, miles).destination
        assert j in every.within(point_set([origin, origin]), miles).destination
        if miles:
            assert j not in every.within(here, np.nextafter(miles, 0)).destination
            assert j not in every.within(point_set([origin, origin]), np.nextafter(miles, 0)).destination


@given(any_points, any_points, st.sampled_from([60.0, 1000.0]), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_of_rows_makes_no_difference(points: list[LatLon], origins: list[LatLon], radius: float, random: Any) -> None:
    order = list(range(len(points)))
    random.shuffle(order)
    one, other = point_set(points), point_set([points[j] for j in order])
    renamed = [(i, miles, order[j]) for i, miles, j in as_rows(other.within(point_set(origins), radius))]
    assert sorted(renamed) == as_rows(one.within(point_set(origins), radius))
    miles = [m for _, m, _ in as_rows(one.nearest(point_set(origins), 3))]
    assert miles == [m for _, m, _ in as_rows(other.nearest(point_set(origins), 3))]


def test_ties_are_broken_by_row_even_among_many_identical_points() -> None:
    twins = point_set([(40.0, -100.0)] * 50 + [(41.0, -100.0)])
    found = twins.nearest(point_set([(40.0, -100.0), (40.5, -100.0)]), 3)
    assert found.destination.tolist() == [0, 1, 2, 0, 1, 2]


def test_asking_for_more_than_there_are_gives_all() -> None:
    found = point_set([(40.0, -100.0), (41.0, -100.0)]).nearest(point_set([(41.0, -100.0)]), 9)
    assert found.destination.tolist() == [1, 0]


@pytest.mark.parametrize(("points", "origins"), [([], [(40.0, -100.0)]), ([(40.0, -100.0)], []), ([], [])])
def test_empty_sets_have_no_pairs(points: list[LatLon], origins: list[LatLon]) -> None:
    assert as_rows(point_set(points).within(point_set(origins), 60.0)) == []
    assert as_rows(point_set(points).nearest(point_set(origins), 2)) == []


@pytest.mark.parametrize("radius", [-1.0, float("nan")])
@pytest.mark.parametrize("origins", [1, 2])
def test_an_invalid_radius_contains_nothing(radius: float, origins: int) -> None:
    here = [(40.0, -100.0)]
    assert as_rows(point_set(here).within(point_set(here * origins), radius)) == []


@pytest.mark.parametrize("origins", [1, 2])
def test_an_infinite_radius_contains_everything(origins: int) -> None:
    everywhere = [(40.0, -100.0), (-40.0, 80.0), (90.0, 0.0)]
    assert len(point_set(everywhere).within(point_set(everywhere[:origins]), float("inf")).origin) == 3 * origins


@pytest.mark.slow
@pytest.mark.parametrize("miles", [0.001, 1.0, 60.0, 150.0, 220.0, 300.0, 1000.0, 12_000.0])
def test_miles_from_chords_are_accurate_to_half_a_meter(miles: float) -> None:
    # Pairs of known length all over the globe, measured with several origins at a time.
    rng = np.random.default_rng(20261122)
    lat, lon, azimuth = np.degrees(np.arcsin(rng.uniform(-1, 1, 2000))), rng.uniform(-180, 180, 2000), rng.uniform(0, 360, 2000)
    azimuth[:500] = np.tile([0, 90, 180, 270, 45], 100)
    lat[500:600], lat[600:700] = 0, 90
    ends = [Geodesic.WGS84.Direct(*row, miles * METERS_PER_MILE) for row in zip(lat, lon, azimuth, strict=True)]
    others = point_set([(e["lat2"], e["lon2"]) for e in ends])
    for rows in np.array_split(np.arange(2000), 40):
        here = PointSet(lat[rows], lon[rows])
        found = PointSet(others.lat_deg[rows], others.lon_deg[rows]).within(here, miles * 1.01)
        same = found.straight_mi[found.origin == found.destination]
        assert len(same) == len(rows)
        assert np.abs(same - miles).max() <= CHORD_ERROR_MI


def test_a_single_origin_and_nearest_are_measured_exactly() -> None:
    here, there = point_set([(40.0, -100.0)]), point_set([(41.0, -101.0)])
    exact = true_miles([(41.0, -101.0)], [(40.0, -100.0)])[0, 0]
    assert there.within(here, 200.0).straight_mi == pytest.approx([exact], abs=1e-11)
    assert there.nearest(point_set([(40.0, -100.0)] * 2), 1).straight_mi == pytest.approx([exact] * 2, abs=1e-11)


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        ((42.963, -85.668), (43.039, -87.906), 113),  # Grand Rapids to Milwaukee.
        ((47.567, -122.633), (47.606, -122.332), 14),  # Bremerton to Seattle.
        ((51.9, 179.9), (51.9, -179.9), 8.6),  # Across the date line.
    ],
)
def test_well_known_distances(one: LatLon, other: LatLon, miles: float) -> None:
    a, b = point_set([one]), point_set([other])
    assert geodesic_mi(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)[0] == pytest.approx(miles, abs=1)


def test_earth_centered_coordinates_of_equator_and_pole() -> None:
    xyz = earth_centered_mi(np.array([0.0, 0.0, 90.0]), np.array([0.0, 90.0, 12.0]))
    a, b = 6378137 / METERS_PER_MILE, 6356752.314245 / METERS_PER_MILE
    assert xyz == pytest.approx(np.array([[a, 0, 0], [0, a, 0], [0, 0, b]]), abs=1e-9)


@pytest.mark.parametrize(
    ("lat", "lon", "message"),
    [
        (-111.04, 45.68, "swapped"),
        (float("nan"), 0.0, "numbers"),
        (0.0, float("inf"), "numbers"),
        (90.001, 100.0, "not on the earth"),
        (45.0, 180.001, "not on the earth"),
    ],
)
def test_points_off_the_earth_are_rejected(lat: float, lon: float, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Point(lat, lon)


@pytest.mark.parametrize(("lat", "lon"), [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)])
def test_poles_and_the_date_line_are_valid(lat: float, lon: float) -> None:
    assert Point(lat, lon).lat_deg == lat
