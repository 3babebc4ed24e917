"""The base of a map of several states: what it takes is bounded, however far apart the locations are."""

import time

import pytest

from finder.maps.base_layer import BaseMap, View
from finder.maps.bounds import Bounds
from tests.world import REFERENCE

BASE = BaseMap(REFERENCE)


@pytest.mark.parametrize(
    "bounds",
    [
        ((25.0, -165.0), (66.0, -70.0)),  # the nearest physician's office to Bettles, AK
        ((32.0, -98.0), (46.0, -80.0)),
        ((18.0, -160.0), (22.0, -65.0)),
        ((38.5, -92.0), (41.5, -88.0)),
    ],
)
def test_a_wide_view_has_state_lines_which_are_few(bounds: Bounds) -> None:
    BASE.layer(View(((45.0, -101.0), (46.0, -100.0))))  # outlines are loaded once
    start = time.process_time()
    layer = BASE.layer(View(bounds))
    # County lines took 0.4 to 7 seconds and up to 430 kB.
    assert time.process_time() - start < 1.0
    assert 2_000 < len(layer.lines) < 60_000
