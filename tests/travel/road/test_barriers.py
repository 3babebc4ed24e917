"""Which strokes over the map water or a river bars: by hand, and the same in either direction and in any company."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from finder.travel.road.barriers import CELL_DEG, MAX_WATER_MI, SHORE_MI, Barriers, LandRaster
from tests.travel.conftest import Spot, box, raster, river, spot, world_raster

Stroke = tuple[Spot, Spot]


def barred(barriers: Barriers, *strokes: Stroke) -> list[bool]:
    """Which strokes, from one latitude and longitude to another, are barred."""
    ends = np.array(strokes, float).reshape(-1, 4)
    found: list[bool] = barriers.crossed(*(ends[:, i].copy() for i in range(4))).tolist()
    return found


def over(barriers: Barriers, *strokes: Stroke) -> list[bool]:
    """The same in miles north and east."""
    return barred(barriers, *((spot(*a), spot(*b)) for a, b in strokes))


def channel(width_mi: float) -> Barriers:
    """Water from south to north, so wide, in the middle between 0 and 10 miles east."""
    return Barriers([world_raster([box(-30, 70, 5 - width_mi / 2, 5 + width_mi / 2)])], [])


def canals(*columns: int) -> Barriers:
    """Water of so many cells (0.264 miles each) from south to north, the first in the middle, and then every 0.02 degrees."""
    wet = [(39.0, 41.0, -99.9 + 0.02 * i, -99.9 + 0.02 * i + c * CELL_DEG) for i, c in enumerate(columns)]
    return Barriers([raster((41.0, -100.8), (1.5, 2.4), wet)], [])


@pytest.mark.parametrize(("cells", "bars"), [(0, False), (1, False), (2, True), (4, True), (12, True)])
@pytest.mark.parametrize("way", [2.0, 4.0, 9.0, 30.0])
def test_wide_water_bars_and_narrow_does_not(cells: int, bars: bool, way: float) -> None:
    start = spot(0.0, 0.0)[1]
    middle = (-99.9 + cells * CELL_DEG / 2 - start) * 53.06
    go = ((0.0, middle - way), (0.0, middle + way))
    assert over(canals(cells), go, go[::-1]) == [bars, bars]


def test_several_narrow_waters_add_up() -> None:
    one, all_four = ((40.0, -99.91), (40.0, -99.885)), ((40.0, -99.91), (40.0, -99.81))
    assert barred(canals(1, 1, 1, 1), one, all_four) == [False, True]


def test_along_the_shore_on_land_nothing_bars() -> None:
    assert over(channel(2.0), ((0.0, 3.5), (20.0, 3.5)), ((0.0, 6.5), (20.0, 6.5))) == [False, False]


def test_a_stroke_no_longer_than_narrow_water_is_never_barred_by_water() -> None:
    wide = channel(8.0)
    assert over(wide, ((3.0, 5.0), (3.0, 5.0 + MAX_WATER_MI - 0.02)), ((3.0, 5.0), (3.0, 5.0))) == [False, False]


@pytest.mark.parametrize(("off_shore", "bars"), [(0.3, False), (SHORE_MI - 0.1, False), (SHORE_MI + MAX_WATER_MI + 0.4, True)])
def test_an_end_in_water_near_to_land_reaches_it(off_shore: float, bars: bool) -> None:
    # Water from 1 to 9 miles east; the point lies off its western shore, and goes to land in the west.
    lake = channel(8.0)
    go = ((3.0, 1.0 + off_shore), (3.0, -3.0))
    assert over(lake, go, go[::-1]) == [bars, bars]


def test_the_shore_is_left_out_only_where_the_end_lies_in_it() -> None:
    # From land over a bay of 1 mile, that is within SHORE_MI of nothing: the rule for ends in water does not help.
    barriers = channel(1.0)
    assert over(barriers, ((3.0, 4.3), (3.0, 5.7))) == [True]


def test_both_ends_may_stand_off_the_shore_but_not_with_open_water_between() -> None:
    lake = Barriers([world_raster([box(-30, 70, 1, 3.0)])], [])
    near = ((3.0, 1.4), (3.0, 2.6))
    assert over(lake, near) == [False]
    assert over(Barriers([world_raster([box(-30, 70, 1, 9)])], []), ((3.0, 1.4), (3.0, 8.6))) == [True]


def test_a_river_is_not_crossed_but_followed() -> None:
    barriers = Barriers([], [river(5.0)])
    across, along, far_off = ((3.0, 4.9), (3.0, 5.1)), ((0.0, 4.5), (20.0, 4.5)), ((3.0, 20.0), (9.0, 22.0))
    assert over(barriers, across, along, far_off) == [True, False, False]


def test_a_stroke_that_touches_the_river_crosses_it() -> None:
    line = shapely.LineString([(-100.0, 39.0), (-100.0, 41.0)])
    assert barred(Barriers([], [line]), ((40.0, -100.1), (40.0, -100.0))) == [True]


def test_round_the_end_of_a_river_nothing_bars() -> None:
    barriers = Barriers([], [river(5.0, south_mi=0, north_mi=10)])
    assert over(barriers, ((11.0, 0.0), (11.0, 10.0)), ((9.0, 0.0), (9.0, 10.0))) == [False, True]


def test_a_long_stroke_over_a_river_is_barred() -> None:
    barriers = Barriers([], [river(5.0)])
    assert over(barriers, ((3.0, -60.0), (3.0, 60.0)), ((3.0, 6.0), (3.0, 120.0))) == [True, False]


@pytest.mark.parametrize(
    "barriers", [Barriers([], []), channel(3.0), Barriers([], [river(5.0)])], ids=["none", "water", "river"]
)
def test_no_stroke_no_answer(barriers: Barriers) -> None:
    assert over(barriers) == []


def test_without_barriers_nothing_bars() -> None:
    assert barred(Barriers([], []), ((40.0, -100.0), (41.0, -90.0)), ((90.0, 0.0), (-90.0, 0.0))) == [False, False]


def test_outside_all_rasters_is_land() -> None:
    barriers = channel(3.0)
    strokes = (((30.0, -90.0), (30.0, -90.2)), ((52.72, 174.1), (52.9, 173.2)), ((0.0, 0.0), (1.0, 9.0)))
    assert barred(barriers, *strokes) == [False, False, False]


def test_which_cells_are_wet() -> None:
    land = LandRaster(-100.0, 40.0, np.array([[0b01111111], [0b11111110]], np.uint8))
    lat = np.array([40.0 - CELL_DEG / 2, 40.0 - CELL_DEG / 2, 40.0 - 1.5 * CELL_DEG, 40.0 - 1.5 * CELL_DEG, 40.0, 41.0, 39.0])
    lon = -100.0 + CELL_DEG * np.array([0.5, 1.5, 7.5, 0.5, -0.5, 0.5, 0.5])
    assert land.is_water(lat, lon).tolist() == [True, False, True, False, False, False, False]


def test_two_rasters_are_seen_each_for_its_strokes() -> None:
    east = raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.7, -99.6)])
    west = raster((40.5, -110.0), (1.0, 0.8), [(39.0, 41.0, -109.5, -109.4)])
    barriers = Barriers([west, east], [])
    over_east, over_west = ((40.0, -99.75), (40.0, -99.55)), ((40.0, -109.55), (40.0, -109.35))
    dry_east, dry_west = ((40.0, -99.5), (40.0, -99.3)), ((40.0, -109.8), (40.0, -109.6))
    assert barred(barriers, over_east, over_west, dry_east, dry_west) == [True, True, False, False]


def test_water_in_the_next_tile_but_one_bars_in_either_direction() -> None:
    # 6.6 miles at 64 N, where a tile of the raster is 3.6 miles wide; 1.8 miles of water near the far end.
    barriers = Barriers([raster((64.5, -150.0), (1.0, 2.4), [(63.0, 65.0, -148.91, -148.85)])], [])
    go = ((64.0, -149.05), (64.0, -148.83))
    assert barred(barriers, go[::-1]) == [True]
    assert barred(barriers, go) == [True]


def test_a_stroke_from_outside_the_raster_is_barred_as_the_one_into_it() -> None:
    barriers = Barriers([raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.97, -99.93)])], [])
    go = ((40.0, -100.02), (40.0, -99.92))
    assert barred(barriers, go[::-1]) == [True]
    assert barred(barriers, go) == [True]


def test_a_stroke_is_judged_alike_alone_and_in_company() -> None:
    barriers = Barriers([raster((40.5, -100.0), (1.0, 0.8), [(39.0, 41.0, -99.97, -99.9)])], [])
    into, inside = ((40.0, -100.1), (40.0, -99.8)), ((40.0, -99.85), (40.0, -99.7))
    assert barred(barriers, into, inside)[0] == barred(barriers, into)[0]


COORD = st.floats(-0.35, 0.35)
ENDS = st.tuples(st.tuples(COORD, COORD), st.tuples(COORD, COORD))
BOXES = st.lists(st.tuples(COORD, COORD, st.floats(0.01, 0.3), st.floats(0.01, 0.3)), max_size=4)


def shifted(stroke: Stroke) -> Stroke:
    (a, b), (c, d) = stroke
    return (40 + a, -100 + b), (40 + c, -100 + d)


@given(BOXES, st.lists(ENDS, min_size=1, max_size=8), st.integers(1, 8))
def test_any_stroke_is_judged_alike_alone_in_company_and_in_any_order(
    boxes: list[tuple[float, ...]], raw: list[Stroke], cut: int
) -> None:
    wet = [(40 + s, 40 + s + h, -100 + w, -100 + w + b) for s, w, h, b in boxes]
    barriers = Barriers([raster((40.5, -100.5), (1.0, 1.0), wet)], [river(2.0, -30, 30)])
    strokes = [shifted(r) for r in raw]
    together = barred(barriers, *strokes)
    assert together == [barred(barriers, s)[0] for s in strokes]
    assert barred(barriers, *strokes[::-1]) == together[::-1]
    assert barred(barriers, *strokes[:cut]) == together[:cut]


HUNDREDTH = st.integers(-70, 70).map(lambda n: n / 100)
BENDS = st.tuples(HUNDREDTH, HUNDREDTH)


@given(
    st.lists(BENDS, min_size=2, max_size=6, unique=True),
    st.lists(st.tuples(BENDS, BENDS).filter(lambda s: s[0] != s[1]), min_size=1, max_size=20),
)
def test_rivers_bar_what_geometry_says(bends: list[Spot], raw: list[Stroke]) -> None:
    line = shapely.LineString([(-100 + x, 40 + y) for x, y in bends])
    strokes = [shifted(r) for r in raw]
    crossed = [bool(line.intersects(shapely.LineString([a[::-1], b[::-1]]))) for a, b in strokes]
    assert barred(Barriers([], [line]), *strokes) == crossed


@given(BOXES, ENDS)
def test_no_water_on_the_way_no_bar(boxes: list[tuple[float, ...]], raw: Stroke) -> None:
    wet = [(40 + s, 40 + s + h, -100 + w, -100 + w + b) for s, w, h, b in boxes]
    (a, b), (c, d) = stroke = shifted(raw)
    way = shapely.LineString([(b, a), (d, c)]).buffer(2 * CELL_DEG)
    dry = not any(way.intersects(shapely.box(w, s, e, n)) for s, n, w, e in wet)
    if dry:
        assert barred(Barriers([raster((40.5, -100.5), (1.0, 1.0), wet)], []), stroke) == [False]


@given(ENDS)
def test_a_strait_from_edge_to_edge_bars_all_that_cross_it(raw: Stroke) -> None:
    strait = Barriers([raster((40.5, -100.5), (1.0, 1.0), [(39.0, 41.0, -100.03, -99.97)])], [])
    (a, b), (c, d) = shifted(raw)
    crosses = min(b, d) < -100.05 and max(b, d) > -99.95
    same_side = (b < -100.05 and d < -100.05) or (b > -99.95 and d > -99.95)
    found = barred(strait, ((a, b), (c, d)), ((c, d), (a, b)))
    if crosses:
        assert found == [True, True]
    if same_side:
        assert found == [False, False]
