"""The road graph: highways with the local roads and named links that fill their gaps, and shortest paths between any points.

A point is snapped to its nearest nodes by access legs: the straight line times the circuity of short trips, more where the land
is steep, and never across wide water or a major river.

Each edge has a cost: its length in whole thousandths of a mile, with its minutes in the fraction (`cost`). So one search finds
the shortest path, the quickest of equally short ones, and the minutes on it. Sums are exact: a trip has the same length and
minutes in both directions, whatever else is measured with it.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, grouped_arange
from finder.domain.geo import PointSet
from finder.travel.road.barriers import Barriers, LandRaster
from finder.travel.road.costs import UNITS_PER_MILE, cost, limit_of
from finder.travel.road.speeds import LEG_MPH, MPH
from finder.travel.road.terrain import FLAT, LENGTH_FACTOR, Terrain
from finder.travel.straight_line import circuity

UNITS_PER_DEGREE = 10_000.0
# Longer edges are split, so that a point can join a highway between its junctions.
MAX_EDGE_MI = 4.0
# A point has at most this many access legs, none longer than this in a straight line. In the lower 48 states almost nobody
# lives farther from a road. In the north there may be no road at all.
MAX_LEGS = 6
MAX_LEG_MI, MAX_LEG_NORTH_MI, _NORTH_DEG = 60.0, 20.0, 51.0
# A point with fewer legs than this, because its nearest nodes are across water, is tried again with more nodes.
MIN_LEGS, RETRY_NODES = 3, 60
# A leg much longer than the shortest one would bypass what the graph knows better, such as a mountain between two valleys.
MAX_LEG_RATIO, LEG_ALLOWANCE_MI = 3.0, 2.0
# DOOR_MI is the way from a door to the street and around the block. Circuity is capped because a leg ends at a road and not at
# a door. Both are a compromise: random trips in two cities call for longer legs, and pairs of towns for shorter ones
# (docs/method/travel.md).
DOOR_MI, MAX_LEG_CIRCUITY = 0.1, 1.3
# Paths from up to this many sources are searched on the whole graph at once. For more, it pays to extract a subgraph.
SOURCE_SLOTS = 4
# Up to this radius, the nodes of a ball are a small part of all, and a tree finds them sooner than a pass over all does.
SMALL_BALL_MI = 120.0


@dataclass(frozen=True, eq=False)
class Legs:
    """Access legs from points to nodes, sorted by point: rows of both, and costs."""

    point: Ints
    node: Ints
    cost: Floats
    points: int

    @cached_property
    def start(self) -> Ints:
        """The first leg of each point, and the number of legs. Shape (points + 1,)."""
        return np.searchsorted(self.point, np.arange(self.points + 1)).astype(np.intp)

    @property
    def first_at_each_node(self) -> "Legs":
        """The legs without those of a point that are as long, to the same node, as those of a point before it."""
        _, first = np.unique(np.column_stack([self.node, self.cost]), axis=0, return_index=True)
        kept = np.sort(first)
        return Legs(self.point[kept], self.node[kept], self.cost[kept], self.points)

    def take(self, rows: Ints) -> "Legs":
        """Return the legs of the points in these rows, which are renumbered."""
        count = np.diff(self.start)[rows]
        at = np.repeat(self.start[rows], count) + grouped_arange(count)
        return Legs(np.repeat(np.arange(len(rows)), count), self.node[at], self.cost[at], len(rows))

    def on_subgraph(self, local: npt.NDArray[np.integer[Any]]) -> "Legs":
        """Return the legs to the nodes of a subgraph. `local` has the new row of each node, or -1. Shape (nodes,)."""
        node = local[self.node].astype(np.intp)
        keep = node >= 0
        return Legs(self.point[keep], node[keep], self.cost[keep], self.points)


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Nodes and undirected edges: the rows of both ends, the length in thousandths of a mile, and the kind of each edge."""

    nodes: PointSet
    source: Ints
    target: Ints
    length: Floats
    kind: npt.NDArray[np.uint8]
    barriers: Barriers
    terrain: Terrain = FLAT

    @cached_property
    def matrix(self) -> Any:
        """A sparse matrix of edge costs, with both directions of every edge. Parallel edges are both kept."""
        from scipy.sparse import csr_array

        nodes, edges = len(self.nodes), 2 * len(self.source)
        row = np.concatenate([self.source, self.target], dtype=np.int32, casting="same_kind")
        column = np.concatenate([self.target, self.source], dtype=np.int32, casting="same_kind")
        # Edges by row, in the same order in each. SciPy sorts them by counting, in a quarter of the time of argsort.
        numbers, one_each = np.arange(edges, dtype=np.int32), np.arange(edges + 1, dtype=np.int32)
        by_row = csr_array((numbers, row, one_each), shape=(edges, nodes)).tocsc()
        costs = np.tile(cost(self.length, self.length / UNITS_PER_MILE * (60 / MPH[self.kind])), 2)
        return csr_array((costs[by_row.data], column[by_row.data], by_row.indptr), shape=(nodes, nodes))

    @cached_property
    def component(self) -> Ints:
        """The connected component of each node, numbered from the largest (0) to the smallest. Shape (nodes,)."""
        from scipy.sparse.csgraph import connected_components

        count, label = connected_components(self.matrix, directed=False)
        order = np.argsort(-np.bincount(label, minlength=count), kind="stable")
        rank = np.empty(count, np.intp)
        rank[order] = np.arange(count)
        component: Ints = rank[label]
        return component

    def legs(self, points: PointSet) -> Legs:
        """Return the access legs of points. A point too far from any road has none."""
        near, (point, node, miles) = self._candidate_legs(points, np.arange(len(points)), MAX_LEGS)
        # On a cape or by a river, the nearest nodes may all be on the other side, and others only a little farther away.
        few = np.flatnonzero((np.bincount(point, minlength=len(points)) < MIN_LEGS) & (near == MAX_LEGS))
        if len(few):
            keep, (_, more) = ~np.isin(point, few), self._candidate_legs(points, few, RETRY_NODES)
            point, node, miles = np.r_[point[keep], more[0]], np.r_[node[keep], more[1]], np.r_[miles[keep], more[2]]
        order = np.argsort(point, kind="stable")
        point, node, miles = point[order], node[order], miles[order]
        first = np.searchsorted(point, point)
        keep = (np.arange(len(point)) - first < MAX_LEGS) & (miles <= MAX_LEG_RATIO * miles[first] + LEG_ALLOWANCE_MI)
        point, node, miles = point[keep], node[keep], miles[keep]
        lat, lon = ((here[point] + there[node]) / 2 for here, there in zip(_degrees(points), _degrees(self.nodes), strict=True))
        bent = np.minimum(circuity(miles), MAX_LEG_CIRCUITY) * self.terrain.length_factor(lat, lon)
        length = np.ceil((DOOR_MI + miles * bent) * UNITS_PER_MILE)
        return Legs(point, node, cost(length, length / UNITS_PER_MILE * (60 / LEG_MPH)), len(points))

    def _candidate_legs(self, points: PointSet, rows: Ints, n: int) -> tuple[Ints, tuple[Ints, Ints, Floats]]:
        """Return how many of the `n` nearest nodes are close enough, and the legs to those that are not behind a barrier.

        The legs are rows of points, rows of nodes, and straight miles, sorted by point and then from near to far.
        """
        chord, nearest = self.nodes.tree.query(points.xyz_mi[rows], n)
        limit = np.where(points.lat_deg[rows] > _NORTH_DEG, MAX_LEG_NORTH_MI, MAX_LEG_MI)
        row, column = np.nonzero(chord <= limit[:, None])
        point, node, miles = rows[row], nearest[row, column], chord[row, column]
        lat, lon = points.lat_deg[point], points.lon_deg[point]
        clear = ~self.barriers.crossed(lat, lon, self.nodes.lat_deg[node], self.nodes.lon_deg[node])
        return np.bincount(row, minlength=len(rows)), (point[clear], node[clear], miles[clear])

    def nearest_source(self, sources: Legs) -> tuple[Floats, Ints]:
        """Return, for every node, the cost of the path to its nearest source, and the row of that source.

        They are infinite and -1 if no source is reachable. Of sources at the same point, the first is chosen. Shape (nodes,).
        """
        from scipy.sparse.csgraph import dijkstra

        n = len(self.nodes)
        rows = n + np.unique(sources.point)
        if not len(rows):
            return np.full(n, np.inf), np.full(n, -1)
        found, _, source = dijkstra(
            with_sources(self.matrix, sources.first_at_each_node), indices=rows, min_only=True, return_predecessors=True
        )
        return found[:n], np.where(source[:n] >= n, source[:n] - n, -1)

    def nodes_within(self, center_mi: Floats, radius_mi: float) -> Ints:
        """Return the nodes in a ball, in earth-centered miles, in ascending order."""
        if radius_mi <= SMALL_BALL_MI:
            return np.sort(np.array(self.nodes.tree.query_ball_point(center_mi, radius_mi), np.intp))
        x, y, z = (column - m for column, m in zip(self._xyz_columns, center_mi, strict=True))
        rows: Ints = np.flatnonzero(x * x + y * y + z * z <= radius_mi**2)
        return rows

    @cached_property
    def _xyz_columns(self) -> Floats:
        """Earth-centered coordinates with one contiguous row per axis, because they are read axis by axis. Shape (3, nodes)."""
        return np.ascontiguousarray(self.nodes.xyz_mi.T)

    def path_costs(self, sources: Legs, targets: Legs, limit: float, nodes: Ints | None = None) -> Floats:
        """Return the cost of the shortest path from every source to every target.

        It is infinite beyond the limit, in whole thousandths of a mile. With `nodes` (ascending), only the subgraph of these
        nodes is searched; it must include every node that a path within the limit can use. Shape (sources, targets).
        """
        limit = limit_of(limit)
        if nodes is None:
            to_nodes, legs = self._slotted_graph.path_costs(sources, limit), targets
        else:
            local = np.full(len(self.nodes), -1, np.int32)
            local[nodes] = np.arange(len(nodes))
            part = with_sources(_subgraph(self.matrix, nodes, local), sources.on_subgraph(local))
            to_nodes, legs = _from_sources(part, len(nodes), sources.points, limit), targets.on_subgraph(local)
        costs = np.full((sources.points, targets.points), np.inf)
        has_legs = np.flatnonzero(np.diff(legs.start))
        if len(has_legs):
            costs[:, has_legs] = np.minimum.reduceat(to_nodes[:, legs.node] + legs.cost, legs.start[has_legs], axis=1)
        costs[costs > limit] = np.inf
        return costs

    @cached_property
    def _slotted_graph(self) -> "_SlottedGraph":
        return _SlottedGraph(self.matrix)


def _degrees(points: PointSet) -> tuple[Floats, Floats]:
    return points.lat_deg, points.lon_deg


def _from_sources(graph: Any, nodes: int, sources: int, limit: float) -> Floats:
    """Return the costs of paths from the sources, which follow the first `nodes` rows, to these. Shape (sources, nodes)."""
    from scipy.sparse.csgraph import dijkstra

    costs: Floats = dijkstra(graph, indices=nodes + np.arange(sources), limit=limit)
    return costs[:, :nodes]


def with_sources(roads: Any, sources: Legs) -> Any:
    """Return a graph with one more node per source, whose legs lead only away from it, so that no path passes through it."""
    from scipy.sparse import csr_array

    n = roads.shape[0] + sources.points
    indptr = np.concatenate([roads.indptr, roads.indptr[-1] + sources.start[1:]], dtype=np.int32, casting="same_kind")
    indices = np.concatenate([roads.indices, sources.node.astype(np.int32)])
    return csr_array((np.concatenate([roads.data, sources.cost]), indices, indptr), shape=(n, n))


def _subgraph(roads: Any, nodes: Ints, local: npt.NDArray[np.integer[Any]]) -> Any:
    """Return the subgraph of some nodes. `local` has the new row of each node, or -1."""
    from scipy.sparse import csr_array

    first = roads.indptr[nodes].astype(np.intp)
    count = roads.indptr[nodes + 1] - first
    at = np.repeat(first, count) + grouped_arange(count)
    column = local[roads.indices[at]]
    kept = column >= 0
    before = np.concatenate([[0], np.cumsum(kept)])
    indptr = before[np.concatenate([[0], np.cumsum(count)])].astype(np.int32)
    return csr_array((roads.data[at[kept]], column[kept].astype(np.int32), indptr), shape=(len(nodes),) * 2)


class _SlottedGraph:
    """The whole graph with a few spare source nodes. Each search overwrites their legs, which is cheaper than a new graph."""

    def __init__(self, roads: Any) -> None:
        size = SOURCE_SLOTS * MAX_LEGS
        spare = Legs(np.repeat(np.arange(SOURCE_SLOTS), MAX_LEGS), np.zeros(size, np.intp), np.ones(size), SOURCE_SLOTS)
        self._nodes, self._graph, self._lock = roads.shape[0], with_sources(roads, spare), threading.Lock()

    def path_costs(self, sources: Legs, limit: float) -> Floats:
        """Return the cost of the path from each source to every node. Shape (sources, nodes)."""
        firsts = range(0, sources.points, SOURCE_SLOTS)
        batches = (np.arange(first, min(first + SOURCE_SLOTS, sources.points)) for first in firsts)
        return np.concatenate([self._search(sources.take(rows), limit) for rows in batches])

    def _search(self, sources: Legs, limit: float) -> Floats:
        with self._lock:
            first = self._graph.indptr[self._nodes]
            slot = first + sources.point * MAX_LEGS + np.arange(len(sources.point)) - sources.start[sources.point]
            # An unused leg leads from a source back to itself.
            self._graph.indices[first:] = np.repeat(np.arange(self._nodes, self._nodes + SOURCE_SLOTS), MAX_LEGS)
            self._graph.data[first:] = 1.0
            self._graph.indices[slot], self._graph.data[slot] = sources.node, sources.cost
            return _from_sources(self._graph, self._nodes, sources.points, limit)


def subdivide(
    lat: Floats, lon: Floats, source: Ints, target: Ints, miles: Floats, kind: npt.NDArray[Any]
) -> tuple[Floats, Floats, Ints, Ints, Floats, npt.NDArray[Any]]:
    """Split long edges into equal parts. New nodes lie on the straight line and follow all old ones, edge by edge."""
    parts = parts_of(miles)
    new = parts - 1
    edge = np.repeat(np.arange(len(source)), new)
    share = (grouped_arange(new) + 1) / parts[edge]
    new_lat = lat[source[edge]] + (lat[target[edge]] - lat[source[edge]]) * share
    new_lon = lon[source[edge]] + (lon[target[edge]] - lon[source[edge]]) * share
    first = len(lat) + np.cumsum(new) - new
    edge, step = np.repeat(np.arange(len(source)), parts), grouped_arange(parts)
    a = np.where(step == 0, source[edge], first[edge] + step - 1)
    b = np.where(step == new[edge], target[edge], first[edge] + step)
    return np.r_[lat, new_lat], np.r_[lon, new_lon], a, b, miles[edge] / parts[edge], kind[edge]


def parts_of(miles: Floats) -> Ints:
    """Return into how many equal parts edges are split. Shape (edges,)."""
    parts: Ints = np.maximum(np.ceil(miles / MAX_EDGE_MI), 1).astype(np.intp)
    return parts


def graph_from(table: Mapping[str, npt.NDArray[Any]], barriers: Barriers) -> RoadGraph:
    """Return the graph from the arrays of data/roads.npz, which data/build/roads.py writes (see data/build/README.md).

    Raises some error for arrays that do not belong together.
    """
    lat, lon = np.cumsum(table["lat"]) / UNITS_PER_DEGREE, np.cumsum(table["lon"]) / UNITS_PER_DEGREE
    edges, links = _edges(table, "edge"), _edges(table, "link")
    _check_ends(edges, len(lat))
    lat, lon, source, target, miles, kind = subdivide(lat, lon, *edges)
    nodes = PointSet(np.r_[lat, table["end_lat"] / UNITS_PER_DEGREE], np.r_[lon, table["end_lon"] / UNITS_PER_DEGREE])
    if len(table["end_lat"]) != len(table["end_lon"]):
        raise ValueError
    _check_ends(links, len(nodes))
    source, target, miles = np.r_[source, links[0]], np.r_[target, links[1]], np.r_[miles, links[2]]
    # Two nodes at the same point are a thousandth of a mile apart, because a sparse matrix has no edges of length zero.
    length = np.maximum(np.ceil(miles * UNITS_PER_MILE - 1e-6), 1)
    west, north, cells_per_deg = table["steep_corner"].tolist()
    terrain = Terrain(west, north, cells_per_deg, table["steep"])
    if terrain.roughness.ndim != 2 or terrain.roughness.max(initial=0) >= len(LENGTH_FACTOR):
        raise ValueError
    return RoadGraph(nodes, source, target, length, np.r_[kind, links[3]], barriers, terrain)


def _edges(table: Mapping[str, npt.NDArray[Any]], name: str) -> tuple[Ints, Ints, Floats, npt.NDArray[np.uint8]]:
    source = np.cumsum(table[f"{name}_from"]).astype(np.intp)
    miles = table[f"{name}_mi"] / UNITS_PER_MILE
    return source, source + table[f"{name}_to"], miles, table[f"{name}_kind"]


def _check_ends(edges: tuple[npt.NDArray[Any], ...], nodes: int) -> None:
    """Raise ValueError for an edge from or to a node that there is not: a negative row would be one counted from the end."""
    if any(len(column) != len(edges[0]) for column in edges) or any(end.min() < 0 or end.max() >= nodes for end in edges[:2]):
        raise ValueError


def barriers_from(table: Mapping[str, npt.NDArray[Any]]) -> Barriers:
    """Return the land rasters and major rivers from the same arrays."""
    corners = table["land_corner"]
    if f"land_{len(corners)}" in table:
        raise ValueError
    rasters = [LandRaster(west, north, table[f"land_{i}"]) for i, (west, north) in enumerate(corners.tolist())]
    start = table["river_start"]
    line = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return Barriers(rasters, shapely.linestrings(table["river"] / UNITS_PER_DEGREE, indices=line).tolist())
