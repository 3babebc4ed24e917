"""Travel inside the own ZIP code or town: disks worked out by hand, at random, and against real locations."""

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.burden import Trip
from finder.access.own_area import FARTHEST_MI, HIGH, HIGH_FROM_CENTER, LOW, MEAN, OwnArea, inner_distances_mi, inner_trip
from finder.domain.geo import Point, miles_between
from finder.domain.geography import Extent
from finder.domain.therapy import Span
from finder.travel.model import DOOR_MIN
from finder.travel.straight_line import StraightLine
from tests.world import REFERENCE

ZIPS = REFERENCE.zips


def test_distances_in_a_disk_are_those_of_random_points() -> None:
    rng = np.random.default_rng(1)
    radius, angle = np.sqrt(rng.random((2, 400_000))), 2 * np.pi * rng.random((2, 400_000))
    points = radius * np.exp(1j * angle)
    apart = np.abs(points[0] - points[1])
    assert [apart.mean(), np.quantile(apart, 0.95)] == pytest.approx([MEAN, HIGH], abs=0.003)
    assert np.quantile(radius[0], 0.95) == pytest.approx(HIGH_FROM_CENTER, abs=0.003)


def test_a_city_is_a_disk() -> None:
    """Ten square miles and 10,000 people: no part of it is without people."""
    radius = math.sqrt(10 / math.pi)
    assert inner_distances_mi(Extent(10, 10_000)) == pytest.approx([LOW * radius, MEAN * radius, HIGH * radius])


def test_in_the_country_people_live_close_together_but_may_live_anywhere() -> None:
    """The same people on 400 square miles: they would fit on 20, and care is somewhere among them."""
    settled, whole = math.sqrt(20 / math.pi), math.sqrt(400 / math.pi)
    found = inner_distances_mi(Extent(400, 10_000))
    assert found == pytest.approx([LOW * settled, MEAN * settled, HIGH_FROM_CENTER * whole])


@given(st.floats(0.01, 20_000), st.floats(1, 130_000))
def test_ends_are_in_order_and_never_far(land: float, people: float) -> None:
    low, mean, high = inner_distances_mi(Extent(land, people))
    assert 0 < low <= mean <= high <= FARTHEST_MI


def test_a_trip_has_the_miles_and_minutes_of_a_travel_model() -> None:
    measured = StraightLine().trips_of(np.array([1.0, 2.0, 4.0]), 0)  # large metro: 35 mph
    trip = inner_trip(measured)
    assert (trip.distance_mi, trip.spread) == (3.2, Span(1.6, 4 * (1.15 + 2.2 / 5.5)))
    assert trip.miles == trip.spread
    assert trip.travel_min == pytest.approx(DOOR_MIN + 3.2 / 35 * 60)
    assert trip.travel_min_low < DOOR_MIN + 1.6 / 35 * 60 < trip.travel_min < trip.travel_min_high


def test_a_zip_code_without_land_is_next_door_or_anywhere_in_its_town() -> None:
    town = Trip(3, 10, 5, 15, 2, Span(1, 5))
    assert OwnArea(None, town).trip("zip") == replace(town, spread=Span(0, 5))
    assert OwnArea(None, town).trip("town") == town
    assert OwnArea(town, None).trip("town") is None


def test_the_extent_of_zip_codes_and_towns() -> None:
    bozeman = ZIPS.extent_of_zip("59715"), ZIPS.extent_of_zip("59718")
    whole = ZIPS.extent_of_town("Bozeman", "MT")
    assert bozeman[0]
    assert bozeman[1]
    assert whole
    assert whole.land_sqmi == pytest.approx(bozeman[0].land_sqmi + bozeman[1].land_sqmi)
    assert whole.people > 70_000
    assert ZIPS.extent_of_zip("44195") is None  # the Cleveland Clinic: no land and no people of its own
    assert ZIPS.extent_of_zip("") is None
    assert ZIPS.extent_of_town("", "") is None


def shares(rows: list[tuple[float, Extent]]) -> tuple[float, float, float]:
    """The shares of distances below, within, and above the range."""
    ends = np.array([inner_distances_mi(extent) for _, extent in rows])
    apart = np.array([miles for miles, _ in rows])
    below, above = (apart < ends[:, 0]).mean(), (apart > ends[:, 2]).mean()
    return float(below), float(1 - below - above), float(above)


def test_most_real_locations_are_within_the_range(shared_data: Path) -> None:
    """4,086 locations of 2022: the straight line from the point of the ZIP code that their address names."""
    row_of = {code: row for row, code in enumerate(ZIPS.zip.tolist())}
    rows = []
    with (shared_data / "sites_2022" / "centers.csv").open(encoding="utf-8") as file:
        for site in csv.DictReader(file):
            extent = ZIPS.extent_of_zip(site["zip"])
            if extent is None or not site["lat"]:
                continue
            row = row_of[site["zip"]]
            middle = Point(float(ZIPS.points.lat_deg[row]), float(ZIPS.points.lon_deg[row]))
            miles = miles_between(middle, Point(float(site["lat"]), float(site["lon"])))
            if miles <= 50:  # beyond, one of the two is a mistake
                rows.append((miles, extent))
    assert len(rows) > 3_400
    below, within, above = shares(rows)
    assert within == pytest.approx(0.93, abs=0.01)
    assert above == pytest.approx(0.04, abs=0.01)
    assert below == pytest.approx(0.03, abs=0.01)
