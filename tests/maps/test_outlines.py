"""Outlines in a view: what is prepared once changes nothing of what is drawn."""

import numpy as np
import pytest
import shapely

from finder.maps.outlines import Box, outlines_of
from tests.world import REFERENCE

VIEWS: list[Box] = [
    (-113.0, 44.0, -109.0, 47.0),
    (-75.0, 39.5, -72.0, 42.0),
    (-160.5, 18.0, -154.0, 22.5),
    (-152.0, 58.0, -146.0, 62.5),
    (-100.0, 30.0, -80.0, 46.0),
    (-30.0, 0.0, -29.0, 1.0),
]


@pytest.mark.slow
@pytest.mark.parametrize("tolerance", [0.001, 0.003, 0.004, 0.007, 0.03, 0.2])
@pytest.mark.parametrize("box", VIEWS)
def test_lines_are_those_that_are_cut_and_simplified_in_each_view(box: Box, tolerance: float) -> None:
    for tree in (REFERENCE.boundaries.county_lines, REFERENCE.boundaries.state_lines):
        near = tree.geometries[np.sort(tree.query(shapely.box(*box)))]
        expected = shapely.simplify(shapely.get_parts(shapely.clip_by_rect(near, *box)), tolerance)
        found = outlines_of(tree).inside(box, tolerance)
        assert len(found) == len(expected)
        assert shapely.equals_exact(found, expected).all()
