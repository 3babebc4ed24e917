"""Travel ends: some of the points, with their counties."""

import numpy as np

from finder.domain.geo import PointSet
from finder.travel.model import TravelEnds

ENDS = TravelEnds(PointSet(np.array([40.0, 41.0, 42.0]), np.array([-100.0, -101.0, -102.0])), np.array([0, 3, 4]))


def test_taking_rows_keeps_each_point_with_its_county() -> None:
    some = ENDS.take(np.array([2, 0]))
    assert some.points.lat_deg.tolist() == [42.0, 40.0]
    assert some.points.lon_deg.tolist() == [-102.0, -100.0]
    assert some.type_index.tolist() == [4, 0]


def test_taking_nothing_is_empty() -> None:
    assert len(ENDS.take(np.array([], np.intp))) == 0
