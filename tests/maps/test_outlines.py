"""Outlines in a view: what is prepared once for all views is what each would show."""

import json

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
# Coordinates are written in thousandths.
ROUNDED_DEG = 0.001


@pytest.mark.slow
@pytest.mark.parametrize("tolerance", [0.001, 0.003, 0.004, 0.007, 0.03, 0.2])
@pytest.mark.parametrize("box", VIEWS)
def test_a_view_has_every_line_that_reaches_into_it_within_the_tolerance(box: Box, tolerance: float) -> None:
    for tree in (REFERENCE.boundaries.county_lines, REFERENCE.boundaries.state_lines):
        near = tree.geometries[np.sort(tree.query(shapely.box(*box)))]
        found = json.loads(outlines_of(tree).inside(box, tolerance))
        drawn = np.array([shapely.LineString([(lon, lat) for lat, lon in line]) for line in found], object)
        assert len(drawn) == len(near)
        if len(near):
            assert shapely.hausdorff_distance(near, drawn).max() <= tolerance + ROUNDED_DEG
