"""Lines written as JSON all at once, as they would be one by one."""

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from finder.maps.lines import lines_as_json

LON = st.floats(-190, -0.001)
LINE = st.lists(st.tuples(LON, st.floats(0, 89.9994)), min_size=2, max_size=5).map(shapely.LineString)


@given(st.lists(LINE | st.just(shapely.LineString()), max_size=6))
def test_lines_are_written_as_json_writes_them(lines: list[shapely.LineString]) -> None:
    plain = [[[round(lat, 3), round(lon, 3)] for lon, lat in np.round(line.coords, 3)] for line in lines if not line.is_empty]
    assert lines_as_json(np.array(lines, object)) == json.dumps(plain)


@pytest.mark.parametrize(
    ("degrees", "written"),
    [(45.0, "45.0"), (45.68, "45.68"), (45.6785, "45.678"), (9.999999, "10.0"), (0.001, "0.001"), (0.0004, "0.0")],
)
def test_a_coordinate_has_no_trailing_zeros(degrees: float, written: str) -> None:
    line = shapely.LineString([(-100.5, degrees), (degrees, 1)])
    assert lines_as_json(np.array([line], object)) == f"[[[{written}, -100.5], [1.0, {written}]]]"
