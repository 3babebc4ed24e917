"""Trips from point to point are those of a travel matrix, in the order of the pairs."""

import numpy as np
import pytest

from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds, TravelModel
from finder.travel.pairwise import measure_pairs
from finder.travel.road.model import Road
from finder.travel.straight_line import StraightLine

# Near and far, over the Mississippi at Osceola, around Lake Michigan, across the country, from Oahu, and to the same point.
PAIRS = [
    (45.68, -111.04, 45.68, -111.05),
    (35.705, -89.969, 35.745, -89.529),
    (43.04, -87.91, 43.23, -86.25),
    (47.61, -122.33, 25.76, -80.19),
    (21.31, -157.86, 34.05, -118.24),
    (45.68, -111.04, 45.68, -111.04),
    (45.68, -111.04, 45.78, -108.50),
    (45.68, -111.05, 45.68, -111.04),
]


def ends(lat: list[float], lon: list[float]) -> TravelEnds:
    return TravelEnds(PointSet(np.array(lat), np.array(lon)), np.arange(len(lat)) % 5)


@pytest.mark.parametrize("way", ["road", "straight"])
def test_each_pair_is_measured_as_it_is_alone(way: str, us_road: Road) -> None:
    model: TravelModel = us_road if way == "road" else StraightLine()
    lat1, lon1, lat2, lon2 = (list(column) for column in zip(*PAIRS, strict=True))
    here, there = ends(lat1, lon1), ends(lat2, lon2)
    found = measure_pairs(model, here, there)
    for row in range(len(PAIRS)):
        alone = model.matrix(here.take(np.array([row])), there.take(np.array([row])), 0.0)
        assert found.distance_mi[row] == pytest.approx(alone.distance_mi[0], abs=0.002)
        assert found.travel_min_high[row] == pytest.approx(alone.travel_min_high[0], abs=0.02)
        assert found.straight_mi[row] == pytest.approx(alone.straight_mi[0], abs=0.001)
    assert set(found.methods) == {way}


def test_an_island_without_a_bridge_is_unreachable(us_road: Road) -> None:
    found = measure_pairs(us_road, ends([21.31], [-157.86]), ends([34.05], [-118.24]))
    assert np.isinf(found.distance_mi[0])
    assert found.straight_mi[0] == pytest.approx(2_562, abs=10)


def test_no_pairs_are_no_trips(us_road: Road) -> None:
    assert len(measure_pairs(us_road, ends([], []), ends([], [])).distance_mi) == 0


def test_a_model_that_asks_another_machine_is_asked_about_one_origin_at_a_time() -> None:
    asked = []

    class Slow(StraightLine):
        interactive = False

        def matrix(self, origins: TravelEnds, destinations: TravelEnds, *limits: object) -> object:  # type: ignore[override]
            asked.append(len(origins))
            return super().matrix(origins, destinations, *limits)  # type: ignore[arg-type]

    measure_pairs(Slow(), ends([45.0, 46.0, 45.0], [-111.0] * 3), ends([45.1, 46.1, 45.2], [-111.0] * 3))  # type: ignore[arg-type]
    assert asked == [1, 1]
