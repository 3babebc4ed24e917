"""The road graph: highways with what mends them, and distances on it from and to any point.

A point is tied to its nearest nodes by access legs: the straight line lengthened by the circuity of short trips, never over
wide water or a great river. Lengths are whole thousandths of a mile, so sums are exact: a trip is as long there as back, in
whatever order trips are asked for.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, count_up
from finder.domain.geo import PointSet
from finder.travel.road.barriers import Barriers, LandRaster
from finder.travel.straight_line import circuity

HIGHWAY, LOCAL, NAMED = 0, 1, 2
THOUSANDTHS = 1000.0
DEG = 10_000.0
# Edges are cut into pieces of at most this length, so that one can join a highway between its junctions.
PIECE_MI = 4.0
# A point is tied to this many nodes at most, no farther away than this: in the lower 48 hardly anybody lives farther from a
# road; in the north there may be none.
LEGS = 6
LONGEST_LEG_MI, LONGEST_LEG_NORTH_MI, _NORTH_DEG = 60.0, 20.0, 51.0
# Who has fewer legs, since the nearest nodes lie across water, is tried with more of them.
FEW_LEGS, MORE_LEGS = 3, 60
# A leg that is much longer than the shortest would cut across what the graph knows better: a mountain between two valleys.
LEG_RATIO, LEG_MORE_MI = 3.0, 2.0
# From a door to the street and around the block; and no leg bends more than this, since it ends at a road and not at a door.
# Chosen between what random trips in two cities (dearer legs) and pairs of towns (cheaper ones) ask for: docs/method.md.
DOOR_MI, MOST_BENT_LEG = 0.1, 1.45
# So many sources are asked about on the whole graph at a time; for more it pays to take out a part of it.
SLOTS = 4
_HAIR = 1e-7


@dataclass(frozen=True, eq=False)
class Legs:
    """Ways from points to nodes of the graph: rows of both, and length in thousandths of a mile. Ordered by point."""

    point: Ints
    node: Ints
    length: Floats
    points: int

    @cached_property
    def start(self) -> Ints:
        """Where the legs of each point start, and the end of the last. Shape (points + 1,)."""
        return np.searchsorted(self.point, np.arange(self.points + 1)).astype(np.intp)

    def take(self, rows: Ints) -> "Legs":
        """The legs of some points, which are numbered anew."""
        count = np.diff(self.start)[rows]
        at = np.repeat(self.start[rows], count) + count_up(count)
        return Legs(np.repeat(np.arange(len(rows)), count), self.node[at], self.length[at], len(rows))

    def at(self, local: Ints) -> "Legs":
        """The legs to nodes that have a row in `local` (the rest have -1), by that row."""
        node = local[self.node]
        keep = node >= 0
        return Legs(self.point[keep], node[keep], self.length[keep], self.points)


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Nodes and undirected edges: rows of nodes, length in thousandths of a mile, kind."""

    nodes: PointSet
    source: Ints
    target: Ints
    length: Floats
    kind: npt.NDArray[np.uint8]
    barriers: Barriers

    @cached_property
    def matrix(self) -> Any:
        """Both directions of every edge, as a sparse matrix of lengths. Of two edges between the same nodes both stay."""
        from scipy.sparse import csr_array

        row, column = np.r_[self.source, self.target], np.r_[self.target, self.source]
        order = np.argsort(row, kind="stable")
        start = np.r_[0, np.cumsum(np.bincount(row, minlength=len(self.nodes)))].astype(np.int32)
        lengths = np.r_[self.length, self.length][order]
        return csr_array((lengths, column[order].astype(np.int32), start), shape=(len(self.nodes),) * 2)

    @cached_property
    def piece(self) -> Ints:
        """The connected piece of the graph that each node lies in; piece 0 is the largest."""
        from scipy.sparse.csgraph import connected_components

        count, label = connected_components(self.matrix, directed=False)
        order = np.argsort(-np.bincount(label, minlength=count), kind="stable")
        rank = np.empty(count, np.intp)
        rank[order] = np.arange(count)
        found: Ints = rank[label]
        return found

    def legs(self, points: PointSet) -> Legs:
        """The access legs of points; a point with no road within reach has none."""
        near, (point, node, miles) = self._legs(points, np.arange(len(points)), LEGS)
        # On a cape or by a river the nearest nodes may all lie on the other side, and others a little farther.
        few = np.flatnonzero((np.bincount(point, minlength=len(points)) < FEW_LEGS) & (near == LEGS))
        if len(few):
            keep, (_, more) = ~np.isin(point, few), self._legs(points, few, MORE_LEGS)
            point, node, miles = np.r_[point[keep], more[0]], np.r_[node[keep], more[1]], np.r_[miles[keep], more[2]]
        order = np.argsort(point, kind="stable")
        point, node, miles = point[order], node[order], miles[order]
        first = np.searchsorted(point, point)
        keep = (np.arange(len(point)) - first < LEGS) & (miles <= LEG_RATIO * miles[first] + LEG_MORE_MI)
        point, node, miles = point[keep], node[keep], miles[keep]
        length = np.ceil((DOOR_MI + miles * np.minimum(circuity(miles), MOST_BENT_LEG)) * THOUSANDTHS)
        return Legs(point, node, length, len(points))

    def _legs(self, points: PointSet, rows: Ints, most: int) -> tuple[Ints, tuple[Ints, Ints, Floats]]:
        """How many of the `most` nearest nodes are within reach; and of those that nothing bars, nearest first, rows of point
        and node and straight miles."""
        chord, nearest = self.nodes.tree.query(points.xyz_mi[rows], most)
        reach = np.where(points.lat_deg[rows] > _NORTH_DEG, LONGEST_LEG_NORTH_MI, LONGEST_LEG_MI)
        row, column = np.nonzero(chord <= reach[:, None])
        point, node, miles = rows[row], nearest[row, column], chord[row, column]
        lat, lon = points.lat_deg[point], points.lon_deg[point]
        free = ~self.barriers.between(lat, lon, self.nodes.lat_deg[node], self.nodes.lon_deg[node])
        return np.bincount(row, minlength=len(rows)), (point[free], node[free], miles[free])

    def nearest(self, sources: Legs) -> tuple[Floats, Ints]:
        """For every node the way to its nearest source, and which it is. Infinite, and -1, where there is none."""
        from scipy.sparse.csgraph import dijkstra

        n = len(self.nodes)
        rows = n + np.unique(sources.point)
        if not len(rows):
            return np.full(n, np.inf), np.full(n, -1)
        # Too little for a length to notice, enough for the first of two sources at one distance to be the nearer.
        first = replace(sources, length=sources.length + sources.point * _HAIR)
        length, _, source = dijkstra(_with_sources(self.matrix, first), indices=rows, min_only=True, return_predecessors=True)
        return np.floor(length[:n] + _HAIR / 2), np.where(source[:n] >= n, source[:n] - n, -1)

    def inside(self, middle_mi: Floats, radius_mi: float) -> Ints:
        """The nodes in a ball (earth-centered miles)."""
        x, y, z = (column - m for column, m in zip(self._columns, middle_mi, strict=True))
        found: Ints = np.flatnonzero(x * x + y * y + z * z <= radius_mi**2)
        return found

    @cached_property
    def _columns(self) -> Floats:
        """Earth-centered coordinates of the nodes, one row each: they are asked about column by column."""
        return np.ascontiguousarray(self.nodes.xyz_mi.T)

    def between(self, sources: Legs, targets: Legs, limit: float, nodes: Ints | None = None) -> Floats:
        """The way from every source to every target; infinite beyond the limit. Shape (sources, targets), in thousandths.

        With `nodes` (ascending) only these are looked at: all that may lie on a way within the limit must be among them.
        """
        if nodes is None:
            ways, at = self._slots.ways(sources, limit), targets
        else:
            local = np.full(len(self.nodes), -1)
            local[nodes] = np.arange(len(nodes))
            part = _with_sources(_part(self.matrix, nodes, local), sources.at(local))
            ways, at = _dijkstra(part, len(nodes), sources.points, limit), targets.at(local)
        found = np.full((sources.points, targets.points), np.inf)
        has = np.flatnonzero(np.diff(at.start))
        if len(has):
            found[:, has] = np.minimum.reduceat(ways[:, at.node] + at.length, at.start[has], axis=1)
        found[found > limit] = np.inf
        return found

    @cached_property
    def _slots(self) -> "_Slots":
        return _Slots(self.matrix)


def _dijkstra(graph: Any, nodes: int, sources: int, limit: float) -> Floats:
    """The ways from the nodes that were put after the first `nodes` to those."""
    from scipy.sparse.csgraph import dijkstra

    ways: Floats = dijkstra(graph, indices=nodes + np.arange(sources), limit=limit)
    return ways[:, :nodes]


def _with_sources(roads: Any, sources: Legs) -> Any:
    """A graph with a further node for each source, from which its legs lead away and none leads back."""
    from scipy.sparse import csr_array

    n = roads.shape[0] + sources.points
    indptr = np.r_[roads.indptr, roads.indptr[-1] + sources.start[1:]].astype(np.int32)
    indices = np.concatenate([roads.indices, sources.node.astype(np.int32)])
    return csr_array((np.concatenate([roads.data, sources.length]), indices, indptr), shape=(n, n))


def _part(roads: Any, nodes: Ints, local: Ints) -> Any:
    """The graph of some nodes; `local` holds their new rows, and -1 for the rest."""
    from scipy.sparse import csr_array

    count = np.diff(roads.indptr)[nodes].astype(np.intp)
    at = np.repeat(roads.indptr[nodes].astype(np.intp), count) + count_up(count)
    row, column = np.repeat(np.arange(len(nodes)), count), local[roads.indices[at]]
    keep = column >= 0
    indptr = np.r_[0, np.cumsum(np.bincount(row[keep], minlength=len(nodes)))].astype(np.int32)
    return csr_array((roads.data[at[keep]], column[keep].astype(np.int32), indptr), shape=(len(nodes),) * 2)


class _Slots:
    """The graph with a few spare nodes, whose legs are filled in for each question: cheaper than a new graph."""

    def __init__(self, roads: Any) -> None:
        spare = Legs(np.repeat(np.arange(SLOTS), LEGS), np.zeros(SLOTS * LEGS, np.intp), np.ones(SLOTS * LEGS), SLOTS)
        self._nodes, self._graph, self._lock = roads.shape[0], _with_sources(roads, spare), threading.Lock()

    def ways(self, sources: Legs, limit: float) -> Floats:
        """The way from each source to every node."""
        rows = range(0, sources.points, SLOTS)
        return np.concatenate([self._fill(sources.take(np.arange(r, min(r + SLOTS, sources.points))), limit) for r in rows])

    def _fill(self, sources: Legs, limit: float) -> Floats:
        with self._lock:
            first = self._graph.indptr[self._nodes]
            slot = first + sources.point * LEGS + np.arange(len(sources.point)) - sources.start[sources.point]
            # A leg that a source does not have leads to where it starts.
            self._graph.indices[first:] = np.repeat(np.arange(self._nodes, self._nodes + SLOTS), LEGS)
            self._graph.data[first:] = 1.0
            self._graph.indices[slot], self._graph.data[slot] = sources.node, sources.length
            return _dijkstra(self._graph, self._nodes, sources.points, limit)


def subdivide(
    lat: Floats, lon: Floats, source: Ints, target: Ints, miles: Floats, kind: npt.NDArray[Any]
) -> tuple[Floats, Floats, Ints, Ints, Floats, npt.NDArray[Any]]:
    """Cut long edges into equal pieces; new nodes stand on the straight line, after all old ones, edge by edge."""
    pieces = np.maximum(np.ceil(miles / PIECE_MI), 1).astype(np.intp)
    new = pieces - 1
    edge = np.repeat(np.arange(len(source)), new)
    share = (count_up(new) + 1) / pieces[edge]
    new_lat = lat[source[edge]] + (lat[target[edge]] - lat[source[edge]]) * share
    new_lon = lon[source[edge]] + (lon[target[edge]] - lon[source[edge]]) * share
    first = len(lat) + np.cumsum(new) - new
    edge, step = np.repeat(np.arange(len(source)), pieces), count_up(pieces)
    a = np.where(step == 0, source[edge], first[edge] + step - 1)
    b = np.where(step == new[edge], target[edge], first[edge] + step)
    return np.r_[lat, new_lat], np.r_[lon, new_lon], a, b, miles[edge] / pieces[edge], kind[edge]


def graph_from(table: Mapping[str, npt.NDArray[Any]], barriers: Barriers) -> RoadGraph:
    """The graph from the arrays of data/roads.npz, which data/build/roads.py describes and writes."""
    lat, lon = np.cumsum(table["lat"]) / DEG, np.cumsum(table["lon"]) / DEG
    lat, lon, source, target, miles, kind = subdivide(lat, lon, *_edges(table, "edge"))
    nodes = PointSet(np.r_[lat, table["end_lat"] / DEG], np.r_[lon, table["end_lon"] / DEG])
    links = _edges(table, "link")
    source, target, miles = np.r_[source, links[0]], np.r_[target, links[1]], np.r_[miles, links[2]]
    # Two nodes at one spot are a thousandth apart: in a sparse matrix nothing is no edge.
    length = np.maximum(np.ceil(miles * THOUSANDTHS - 1e-6), 1)
    return RoadGraph(nodes, source, target, length, np.r_[kind, links[3]], barriers)


def _edges(table: Mapping[str, npt.NDArray[Any]], name: str) -> tuple[Ints, Ints, Floats, npt.NDArray[np.uint8]]:
    source = np.cumsum(table[f"{name}_from"]).astype(np.intp)
    miles = table[f"{name}_mi"] / THOUSANDTHS
    return source, source + table[f"{name}_to"], miles, table[f"{name}_kind"]


def barriers_from(table: Mapping[str, npt.NDArray[Any]]) -> Barriers:
    """Land and great rivers from the same arrays."""
    corners = table["land_corner"]
    rasters = [LandRaster(west, north, table[f"land_{i}"]) for i, (west, north) in enumerate(corners.tolist())]
    start = table["river_start"]
    line = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return Barriers(rasters, shapely.linestrings(table["river"] / DEG, indices=line).tolist())
