"""What pages and docs say of the accuracy of `road`, held against trips that others measured and that nothing was fitted on.

The trips are those of `python benchmarks/road_accuracy.py --only trips`: the half `test`. What is said of thousands of them is
asked in `make test-all`; a model that has gone wrong is found by single trips below and by `test_well_known_trips` of
test_data.py, too.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from finder.domain.arrays import Floats
from finder.domain.geo import PointSet, geodesic_mi
from finder.travel.model import DOOR_MIN, TravelEnds
from finder.travel.pairwise import PairTrips, measure_pairs
from finder.travel.road.model import Road
from tests.world import REFERENCE

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Observed:
    """Trips with the miles and the minutes of driving that others measured. Shape (trips,)."""

    here: TravelEnds
    there: TravelEnds
    miles: Floats
    minutes: Floats


def spots(points: list[tuple[float, float]]) -> TravelEnds:
    """Points with the type of the county of the nearest ZIP code."""
    lat, lon = (np.array(column) for column in zip(*points, strict=True))
    at, demand = PointSet(lat, lon), REFERENCE.demand
    return TravelEnds(at, demand.type_index[demand.points.nearest(at, 1).destination])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ends_of(rows: list[dict[str, str]], end: str) -> TravelEnds:
    return spots([(float(row[f"{end}_lat"]), float(row[f"{end}_lon"])) for row in rows])


def is_test(row: dict[str, str]) -> bool:
    """Whether a trip is of the half that nothing was fitted on: by its names alone, as in benchmarks/road_accuracy.py."""
    return int(hashlib.md5(f"{row['from']}|{row['to']}".encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


@pytest.fixture(scope="module")
def observed(shared_data: Path) -> Observed:
    every = rows_of(shared_data / "drive_times" / "zip_to_hospital_2023.csv")
    rows = [row for row in every if is_test(row) and float(row["miles"]) >= 3]
    miles, minutes = (np.array([float(row[column]) for row in rows]) for column in ("miles", "minutes"))
    return Observed(ends_of(rows, "from"), ends_of(rows, "to"), miles, minutes)


@pytest.fixture(scope="module")
def measured(us_road: Road, observed: Observed) -> PairTrips:
    return measure_pairs(us_road, observed.here, observed.there)


@pytest.mark.country
def test_three_in_four_trips_of_15_miles_or_more_are_within_a_tenth(observed: Observed, measured: PairTrips) -> None:
    rows = (observed.miles >= 15) & np.isfinite(measured.distance_mi)
    error = measured.distance_mi[rows] / observed.miles[rows] - 1
    assert rows.sum() > 1900
    assert (np.abs(error) <= 0.10).mean() > 0.73
    assert (np.abs(error) <= Road.method.distance_margin).mean() > 0.78


@pytest.mark.country
@pytest.mark.parametrize(("low", "high"), [(3, 15), (15, 60), (60, np.inf)])
def test_nine_in_ten_trips_take_minutes_in_the_range(low: float, high: float, observed: Observed, measured: PairTrips) -> None:
    rows = (observed.miles >= low) & (observed.miles < high) & np.isfinite(measured.distance_mi)
    door_to_door = observed.minutes[rows] + DOOR_MIN
    within = (measured.travel_min_low[rows] <= door_to_door) & (door_to_door <= measured.travel_min_high[rows])
    assert within.mean() > 0.90


@pytest.mark.country
@pytest.mark.parametrize(("low", "high", "median"), [(15, 60, 0.085), (60, np.inf, 0.055)])
def test_minutes_are_right_in_the_middle(
    low: float, high: float, median: float, observed: Observed, measured: PairTrips
) -> None:
    rows = (observed.miles >= low) & (observed.miles < high) & np.isfinite(measured.distance_mi)
    error = (measured.travel_min[rows] - DOOR_MIN) / observed.minutes[rows] - 1
    assert np.median(np.abs(error)) < median
    assert abs(np.median(error)) < 0.02


# Ways that there are none of, by pairs of points, and the miles of the way that there is.
NO_WAY = [
    ((36.054, -112.140), (36.210, -112.060), 210),  # the rims of the Grand Canyon
    ((35.705, -89.969), (35.745, -89.529), 95),  # Osceola, AR, to Ripley, TN, over the Mississippi at Memphis
    ((48.478, -120.186), (48.527, -121.440), 280),  # Winthrop to Marblemount, WA, in winter
]


def test_there_is_no_way_across_a_canyon_a_great_river_or_a_pass_closed_in_winter(us_road: Road) -> None:
    here, there = spots([a for a, _, _ in NO_WAY]), spots([b for _, b, _ in NO_WAY])
    found = measure_pairs(us_road, here, there).distance_mi
    assert found == pytest.approx([mi for *_, mi in NO_WAY], rel=0.2)


def test_neighbors_on_a_numbered_highway_are_not_falsely_far(us_road: Road, shared_data: Path) -> None:
    """Of the pairs of neighbors that once came out far too long, less than one in ten still does."""
    every = rows_of(shared_data / "drive_times" / "detours.csv")
    rows = [row for row in every if row["product_mi"] != "no road"]
    here, there = ends_of(rows, "from"), ends_of(rows, "to")
    found = measure_pairs(us_road, here, there).distance_mi
    by_highway = np.array([float(r["by_numbered_highways_mi"]) for r in rows])
    straight = geodesic_mi(here.points.lat_deg, here.points.lon_deg, there.points.lat_deg, there.points.lon_deg)
    assert (found > 1.5 * by_highway).mean() < 0.10
    assert (found >= straight).all()
