"""Travel ends: taking rows keeps points and county types together."""

import numpy as np

from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds

ENDS = TravelEnds(PointSet(np.array([40.0, 41.0, 42.0]), np.array([-100.0, -101.0, -102.0])), np.array([0, 3, 4]))


def test_taking_rows_keeps_each_point_with_its_county_type() -> None:
    taken = ENDS.take(np.array([2, 0]))
    assert taken.points.lat_deg.tolist() == [42.0, 40.0]
    assert taken.points.lon_deg.tolist() == [-102.0, -100.0]
    assert taken.type_index.tolist() == [4, 0]


def test_taking_no_rows_is_empty() -> None:
    assert len(ENDS.take(np.array([], np.intp))) == 0
