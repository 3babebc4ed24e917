"""Small worlds of roads and water whose answers can be worked out by hand, and the real road graph, loaded once.

Points in hand-made worlds are in miles north and east of 40 N 100 W. Edges are in miles.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest
import shapely

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES
from finder.domain.geo import METERS_PER_MILE, WGS84, PointSet, geodesic_mi
from finder.travel.model import TravelEnds, TravelMatrix
from finder.travel.road import graph as road_graph
from finder.travel.road.barriers import CELL_DEG, Barriers, LandRaster
from finder.travel.road.costs import UNITS_PER_MILE, miles_of
from finder.travel.road.graph import RoadGraph
from finder.travel.road.model import Road
from finder.travel.road.pairs import MAX_STREET_MI, Snapped, street_mi
from finder.travel.road.speeds import HIGHWAY
from tests.world import REFERENCE

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
RURAL = COUNTY_TYPES.index("rural")
NO_BARRIERS = Barriers([], [])


def spot(north_mi: float, east_mi: float) -> Spot:
    """Return the latitude and longitude of a point in a hand-made world."""
    lon, lat, _ = WGS84.fwd(-100.0, 40.0, 0, north_mi * METERS_PER_MILE)
    lon, lat, _ = WGS84.fwd(lon, lat, 90, east_mi * METERS_PER_MILE)
    return lat, lon


def points(*degrees: Spot) -> PointSet:
    """Return points from latitudes and longitudes."""
    table = np.array(degrees, float).reshape(-1, 2)
    return PointSet(table[:, 0].copy(), table[:, 1].copy())


def ends_at(*degrees: Spot, kind: int = RURAL) -> TravelEnds:
    """Return travel ends from latitudes and longitudes, all in counties of one type."""
    return TravelEnds(points(*degrees), np.full(len(degrees), kind, np.intp))


def ends_at_miles(*steps: Spot) -> TravelEnds:
    """Return travel ends in a hand-made world."""
    return ends_at(*(spot(*s) for s in steps))


def raster(corner: Spot, size: Spot, wet: Iterable[Box] = (), dry: Iterable[Box] = ()) -> LandRaster:
    """Return land of `size` degrees, down and right from its northwest corner, with boxes of water and boxes of land in them.

    A box is south, north, west, east in degrees. A cell belongs to a box if its center does.
    """
    north, west = corner
    rows, columns = round(size[0] / CELL_DEG), 8 * -(-round(size[1] / CELL_DEG) // 8)
    lat = north - (np.arange(rows) + 0.5)[:, None] * CELL_DEG
    lon = west + (np.arange(columns) + 0.5)[None, :] * CELL_DEG
    land = np.ones((rows, columns), bool)
    for boxes, is_land in ((wet, False), (dry, True)):
        for s, n, w, e in boxes:
            land[(lat > s) & (lat < n) & (lon > w) & (lon < e)] = is_land
    return LandRaster(west, north, np.packbits(land, axis=1))


def box(south_mi: float, north_mi: float, west_mi: float, east_mi: float) -> Box:
    """Return a box of a hand-made world in degrees."""
    (south, west), (north, east) = spot(south_mi, west_mi), spot(north_mi, east_mi)
    return south, north, west, east


def world_raster(wet: Iterable[Box] = (), dry: Iterable[Box] = ()) -> LandRaster:
    """Return the raster of a hand-made world: from 40 miles south and west of its origin to 80 miles north and east of it."""
    return raster((41.2, -100.8), (1.8, 2.4), wet, dry)


def graph_of(
    steps: Sequence[Spot], edges: Sequence[tuple[int, int, float]], barriers: Barriers = NO_BARRIERS, kind: int = HIGHWAY
) -> RoadGraph:
    """Return a graph with nodes at these points, and edges between nodes in miles."""
    table = np.array(edges, float).reshape(-1, 3)
    length = np.ceil(table[:, 2] * UNITS_PER_MILE - 1e-6)
    source, target = table[:, :2].T.astype(np.intp)
    return RoadGraph(points(*(spot(*s) for s in steps)), source, target, length, np.full(len(table), kind, np.uint8), barriers)


def road_along(*steps: Spot, first: int = 0, bent: float = 1.1) -> list[tuple[int, int, float]]:
    """Return edges along nodes `first`, `first` + 1, ... at these points, each `bent` times as long as the straight line."""
    return [(first + i, first + i + 1, bent * float(np.hypot(*np.subtract(a, b)))) for i, (a, b) in enumerate(pairwise(steps))]


WEST_SHORE: list[Spot] = [(n, 8.0) for n in range(-5, 41, 5)]
EAST_SHORE: list[Spot] = [(n, 22.0) for n in range(-5, 41, 5)]
ISLAND: list[Spot] = [(n, 15.0) for n in (18.0, 19.0, 20.0, 21.0, 22.0)]
BAY = box(0, 60, 10, 20)
ISLE = box(16, 24, 13.5, 16.5)


def bay_world(bridge: bool = True) -> RoadGraph:
    """Return a bay 10 miles wide, open to the north, with roads on both shores and around its head, an island, and a bridge.

    The shore roads are 8 and 22 miles east. They run from 5 miles south of the head to 40 miles north of it, with 5.5 miles
    from node to node. The road around the head and the bridge at 40 miles north are 15.4 miles long. The island has 5 nodes,
    1.1 miles apart, and no bridge.
    """
    w, e = len(WEST_SHORE), len(EAST_SHORE)
    edges = road_along(*WEST_SHORE) + road_along(*EAST_SHORE, first=w) + road_along(*ISLAND, first=w + e)
    edges.append((0, w, 15.4))
    if bridge:
        edges.append((w - 1, w + e - 1, 15.4))
    barriers = Barriers([world_raster([BAY], [ISLE])], [])
    return graph_of([*WEST_SHORE, *EAST_SHORE, *ISLAND], edges, barriers)


def river(east_mi: float, south_mi: float = -60, north_mi: float = 90) -> shapely.LineString:
    """Return a river from south to north."""
    return shapely.LineString([spot(n, east_mi)[::-1] for n in np.linspace(south_mi, north_mi, 7)])


MilesByPair = dict[tuple[int, int], float]


def miles_by_pair(matrix: TravelMatrix, swap: bool = False) -> MilesByPair:
    """Return miles by origin and destination (by destination and origin, if swapped)."""
    i, j = (matrix.destination, matrix.origin) if swap else (matrix.origin, matrix.destination)
    return dict(zip(zip(i.tolist(), j.tolist(), strict=True), matrix.distance_mi.tolist(), strict=True))


def geodesics(a: PointSet, b: PointSet) -> Floats:
    """Return the geodesics between all points of two sets. Shape (a, b)."""
    i, j = np.repeat(np.arange(len(a)), len(b)), np.tile(np.arange(len(b)), len(a))
    return geodesic_mi(a.lat_deg[i], a.lon_deg[i], b.lat_deg[j], b.lon_deg[j]).reshape(len(a), len(b))


def brute_force(graph: RoadGraph, here: Snapped, there: Snapped) -> Floats:
    """Return the miles of every pair, from all graph paths and all local streets. Shape (here, there)."""
    miles = miles_of(graph.path_costs(here.legs, there.legs, np.inf))
    straight = geodesics(here.points, there.points)
    i, j = np.nonzero(straight <= MAX_STREET_MI)
    a, b = here.points.take(i), there.points.take(j)
    clear = ~graph.barriers.crossed(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)
    i, j = i[clear], j[clear]
    miles[i, j] = np.minimum(miles[i, j], street_mi(straight[i, j]))
    return np.maximum(miles, straight)


@pytest.fixture(scope="session")
def us_graph() -> RoadGraph:
    """Return the road graph of the United States."""
    return REFERENCE.roads


@pytest.fixture(scope="session")
def us_road(us_graph: RoadGraph) -> Road:
    """Return the road model of the United States."""
    return Road(us_graph)


@pytest.fixture(scope="session")
def populated() -> TravelEnds:
    """Return all populated ZIP codes, as if all of them were rural."""
    rows: Ints = np.flatnonzero(REFERENCE.zips.population > 0)
    return TravelEnds(REFERENCE.zips.points.take(rows), np.full(len(rows), RURAL, np.intp))


@pytest.fixture(scope="module", autouse=True)
def without_door_miles(request: pytest.FixtureRequest) -> Iterator[None]:
    """Set DOOR_MI to zero in hand-made worlds, so that it is not part of every sum. test_data.py tests it."""
    with pytest.MonkeyPatch.context() as patch:
        if request.module.__name__.rpartition(".")[2] in ("test_model", "test_graph", "test_pairs"):
            patch.setattr(road_graph, "DOOR_MI", 0.0)
        yield
