"""Which segments cross water or a river: worked out by hand, and alike in both directions, alone or with others."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from finder.travel.road.barriers import CELL_DEG, MAX_WATER_MI, SHORE_MI, Barriers, LandRaster
from tests.travel.conftest import Spot, box, raster, river, spot, world_raster

Segment = tuple[Spot, Spot]


def crossed(barriers: Barriers, *segments: Segment) -> list[bool]:
    """Return which segments, from one latitude and longitude to another, cross a barrier."""
    ends = np.array(segments, float).reshape(-1, 4)
    found: list[bool] = barriers.crossed(*(ends[:, i].copy() for i in range(4))).tolist()
    return found


def crossed_miles(barriers: Barriers, *segments: Segment) -> list[bool]:
    """Return the same for segments in miles north and east."""
    return crossed(barriers, *((spot(*a), spot(*b)) for a, b in segments))


def channel(width_mi: float) -> Barriers:
    """Return water from south to north, of this width, with its center line 5 miles east."""
    return Barriers([world_raster([box(-30, 70, 5 - width_mi / 2, 5 + width_mi / 2)])], [])


def canals(*columns: int) -> Barriers:
    """Return canals from south to north, 0.02 degrees apart, each with its width in cells of 0.264 miles."""
    wet = [(39.0, 41.0, -99.9 + 0.02 * i, -99.9 + 0.02 * i + c * CELL_DEG) for i, c in enumerate(columns)]
    return Barriers([raster((41.0, -100.8), (1.5, 2.4), wet)], [])


@pytest.mark.parametrize(("cells", "crosses"), [(0, False), (1, False), (2, True), (4, True), (12, True)])
@pytest.mark.parametrize("half_mi", [2.0, 4.0, 9.0, 30.0])
def test_wide_water_is_a_barrier_and_narrow_water_is_not(cells: int, crosses: bool, half_mi: float) -> None:
    start = spot(0.0, 0.0)[1]
    middle = (-99.9 + cells * CELL_DEG / 2 - start) * 53.06
    go = ((0.0, middle - half_mi), (0.0, middle + half_mi))
    assert crossed_miles(canals(cells), go, go[::-1]) == [crosses, crosses]


def test_several_narrow_waters_add_up() -> None:
    one, all_four = ((40.0, -99.91), (40.0, -99.885)), ((40.0, -99.91), (40.0, -99.81))
    assert crossed(canals(1, 1, 1, 1), one, all_four) == [False, True]


def test_segments_along_the_shore_cross_nothing() -> None:
    assert crossed_miles(channel(2.0), ((0.0, 3.5), (20.0, 3.5)), ((0.0, 6.5), (20.0, 6.5))) == [False, False]


def test_a_segment_shorter_than_narrow_water_never_crosses_water() -> None:
    wide = channel(8.0)
    assert crossed_miles(wide, ((3.0, 5.0), (3.0, 5.0 + MAX_WATER_MI - 0.02)), ((3.0, 5.0), (3.0, 5.0))) == [False, False]


@pytest.mark.parametrize(
    ("offshore_mi", "crosses"), [(0.3, False), (SHORE_MI - 0.1, False), (SHORE_MI + MAX_WATER_MI + 0.4, True)]
)
def test_an_end_in_water_close_to_land_is_connected_to_it(offshore_mi: float, crosses: bool) -> None:
    # The water is from 1 to 9 miles east. The segment goes from a point off the western shore to land in the west.
    lake = channel(8.0)
    go = ((3.0, 1.0 + offshore_mi), (3.0, -3.0))
    assert crossed_miles(lake, go, go[::-1]) == [crosses, crosses]


def test_the_shore_is_excluded_only_for_ends_in_water() -> None:
    # The segment crosses a bay of 1 mile from land to land, so the rule for ends in water does not apply.
    barriers = channel(1.0)
    assert crossed_miles(barriers, ((3.0, 4.3), (3.0, 5.7))) == [True]


def test_both_ends_may_be_offshore_but_not_across_open_water() -> None:
    lake = Barriers([world_raster([box(-30, 70, 1, 3.0)])], [])
    near = ((3.0, 1.4), (3.0, 2.6))
    assert crossed_miles(lake, near) == [False]
    assert crossed_miles(Barriers([world_raster([box(-30, 70, 1, 9)])], []), ((3.0, 1.4), (3.0, 8.6))) == [True]


def test_a_river_can_be_followed_but_not_crossed() -> None:
    barriers = Barriers([], [river(5.0)])
    across, along, far_off = ((3.0, 4.9), (3.0, 5.1)), ((0.0, 4.5), (20.0, 4.5)), ((3.0, 20.0), (9.0, 22.0))
    assert crossed_miles(barriers, across, along, far_off) == [True, False, False]


def test_a_segment_that_touches_the_river_crosses_it() -> None:
    line = shapely.LineString([(-100.0, 39.0), (-100.0, 41.0)])
    assert crossed(Barriers([], [line]), ((40.0, -100.1), (40.0, -100.0))) == [True]


def test_a_segment_around_the_end_of_a_river_crosses_nothing() -> None:
    barriers = Barriers([], [river(5.0, south_mi=0, north_mi=10)])
    assert crossed_miles(barriers, ((11.0, 0.0), (11.0, 10.0)), ((9.0, 0.0), (9.0, 10.0))) == [False, True]


def test_a_long_segment_across_a_river_crosses_it() -> None:
    barriers = Barriers([], [river(5.0)])
    assert crossed_miles(barriers, ((3.0, -60.0), (3.0, 60.0)), ((3.0, 6.0), (3.0, 120.0))) == [True, False]


@pytest.mark.parametrize(
    "barriers", [Barriers([], []), channel(3.0), Barriers([], [river(5.0)])], ids=["none", "water", "river"]
)
def test_no_segments_give_an_empty_answer(barriers: Barriers) -> None:
    assert crossed_miles(barriers) == []


def test_without_barriers_nothing_is_crossed() -> None:
    assert crossed(Barriers([], []), ((40.0, -100.0), (41.0, -90.0)), ((90.0, 0.0), (-90.0, 0.0))) == [False, False]


def test_everything_outside_the_rasters_is_land() -> None:
    barriers = channel(3.0)
    segments = (((30.0, -90.0), (30.0, -90.2)), ((52.72, 174.1), (52.9, 173.2)), ((0.0, 0.0), (1.0, 9.0)))
    assert crossed(barriers, *segments) == [False, False, False]


def test_which_cells_are_water() -> None:
    land = LandRaster(-100.0, 40.0, np.array([[0b01111111], [0b11111110]], np.uint8))
    lat = np.array([40.0 - CELL_DEG / 2, 40.0 - CELL_DEG / 2, 40.0 - 1.5 * CELL_DEG, 40.0 - 1.5 * CELL_DEG, 40.0, 41.0, 39.0])
    lon = -100.0 + CELL_DEG * np.array([0.5, 1.5, 7.5, 0.5, -0.5, 0.5, 0.5])
    assert land.is_water(lat, lon).tolist() == [True, False, True, False, False, False, False]


def test_each_raster_applies_to_its_own_segments() -> None:
    east = raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.7, -99.6)])
    west = raster((40.5, -110.0), (1.0, 0.8), [(39.0, 41.0, -109.5, -109.4)])
    barriers = Barriers([west, east], [])
    over_east, over_west = ((40.0, -99.75), (40.0, -99.55)), ((40.0, -109.55), (40.0, -109.35))
    dry_east, dry_west = ((40.0, -99.5), (40.0, -99.3)), ((40.0, -109.8), (40.0, -109.6))
    assert crossed(barriers, over_east, over_west, dry_east, dry_west) == [True, True, False, False]


def test_water_several_tiles_away_is_crossed_in_both_directions() -> None:
    # The segment is 6.6 miles long at 64 N, where a tile is 1.2 miles wide, with 1.8 miles of water near one end.
    barriers = Barriers([raster((64.5, -150.0), (1.0, 2.4), [(63.0, 65.0, -148.91, -148.85)])], [])
    go = ((64.0, -149.05), (64.0, -148.83))
    assert crossed(barriers, go[::-1]) == [True]
    assert crossed(barriers, go) == [True]


def test_a_segment_from_outside_the_raster_crosses_its_water() -> None:
    barriers = Barriers([raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.97, -99.93)])], [])
    go = ((40.0, -100.02), (40.0, -99.92))
    assert crossed(barriers, go[::-1]) == [True]
    assert crossed(barriers, go) == [True]


def test_a_segment_alone_or_with_others_has_the_same_answer() -> None:
    barriers = Barriers([raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.97, -99.9)])], [])
    into, inside = ((40.0, -100.1), (40.0, -99.8)), ((40.0, -99.85), (40.0, -99.7))
    assert crossed(barriers, into, inside)[0] == crossed(barriers, into)[0]


COORD = st.floats(-0.35, 0.35)
ENDS = st.tuples(st.tuples(COORD, COORD), st.tuples(COORD, COORD))
BOXES = st.lists(st.tuples(COORD, COORD, st.floats(0.01, 0.3), st.floats(0.01, 0.3)), max_size=4)


def shifted(segment: Segment) -> Segment:
    (a, b), (c, d) = segment
    return (40 + a, -100 + b), (40 + c, -100 + d)


@given(BOXES, st.lists(ENDS, min_size=1, max_size=8), st.integers(1, 8))
def test_any_segment_has_the_same_answer_alone_with_others_and_in_any_order(
    boxes: list[tuple[float, ...]], raw: list[Segment], cut: int
) -> None:
    wet = [(40 + s, 40 + s + h, -100 + w, -100 + w + b) for s, w, h, b in boxes]
    barriers = Barriers([raster((40.5, -100.5), (1.0, 1.0), wet)], [river(2.0, -30, 30)])
    segments = [shifted(r) for r in raw]
    together = crossed(barriers, *segments)
    assert together == [crossed(barriers, s)[0] for s in segments]
    assert crossed(barriers, *segments[::-1]) == together[::-1]
    assert crossed(barriers, *segments[:cut]) == together[:cut]


HUNDREDTH = st.integers(-70, 70).map(lambda n: n / 100)
BENDS = st.tuples(HUNDREDTH, HUNDREDTH)


@given(
    st.lists(BENDS, min_size=2, max_size=6, unique=True),
    st.lists(st.tuples(BENDS, BENDS).filter(lambda s: s[0] != s[1]), min_size=1, max_size=20),
)
def test_rivers_are_crossed_where_geometry_says(bends: list[Spot], raw: list[Segment]) -> None:
    line = shapely.LineString([(-100 + x, 40 + y) for x, y in bends])
    segments = [shifted(r) for r in raw]
    expected = [bool(line.intersects(shapely.LineString([a[::-1], b[::-1]]))) for a, b in segments]
    assert crossed(Barriers([], [line]), *segments) == expected


@given(BOXES, ENDS)
def test_a_segment_without_water_nearby_crosses_nothing(boxes: list[tuple[float, ...]], raw: Segment) -> None:
    wet = [(40 + s, 40 + s + h, -100 + w, -100 + w + b) for s, w, h, b in boxes]
    (a, b), (c, d) = segment = shifted(raw)
    half_mi = shapely.LineString([(b, a), (d, c)]).buffer(2 * CELL_DEG)
    dry = not any(half_mi.intersects(shapely.box(w, s, e, n)) for s, n, w, e in wet)
    if dry:
        assert crossed(Barriers([raster((40.5, -100.5), (1.0, 1.0), wet)], []), segment) == [False]


@given(ENDS)
def test_a_strait_from_edge_to_edge_is_crossed_by_all_segments_across_it(raw: Segment) -> None:
    strait = Barriers([raster((40.5, -100.5), (1.0, 1.0), [(39.0, 41.0, -100.03, -99.97)])], [])
    (a, b), (c, d) = shifted(raw)
    crosses = min(b, d) < -100.05 and max(b, d) > -99.95
    same_side = (b < -100.05 and d < -100.05) or (b > -99.95 and d > -99.95)
    found = crossed(strait, ((a, b), (c, d)), ((c, d), (a, b)))
    if crosses:
        assert found == [True, True]
    if same_side:
        assert found == [False, False]
