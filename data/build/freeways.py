"""Which of the drawn highways are freeways, and how long those are.

Source: `us_freeway` of scgraph 2.5.0 (MIT), from the freeways of the US Department of Transportation: 62,000 miles
between junctions, each with its true length. The highways of scgraph_data have neither a class nor true lengths. So each
freeway between two junctions is found among the drawn highways: it is the shortest path there, if that is about as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scgraph_text import read_graph
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from finder.domain.arrays import grouped_arange
from finder.domain.geo import earth_centered_mi
from finder.travel.road.graph import Legs, with_sources

# A junction is up to this far from the drawn road, whose points are far apart, and one of so many nodes is taken for it.
JUNCTION_MI, JUNCTION_NODES, AWAY_FACTOR = 4.0, 6, 1.5
# A path is the freeway if its length is within these bounds of the true one: short ones are uncertain by their junctions.
SHORT_MI, SHORT_BOUNDS, LONG_BOUNDS = 5.0, (0.7, 1.4), (0.87, 1.15)
# A straight freeway is where it is drawn: a road so many miles from it, in its direction to so many degrees, is part of it.
STRAIGHT_RATIO, BESIDE_MI, BESIDE_DEG = 1.06, 0.35, 20.0
SAMPLE_MI = 0.25
BATCH = 250


@dataclass(frozen=True)
class Freeways:
    """Junctions in degrees, and the freeways between them: rows of both ends, and true miles."""

    lat: np.ndarray
    lon: np.ndarray
    source: np.ndarray
    target: np.ndarray
    miles: np.ndarray


def read_freeways() -> Freeways:
    """Return the freeways, each once."""
    nodes, source, target, miles = read_graph("scgraph", "geographs/us_freeway.py")
    once = source < target
    return Freeways(nodes[:, 0], nodes[:, 1], source[once], target[once], miles[once])


def laid_over(
    freeways: Freeways, lat: np.ndarray, lon: np.ndarray, source: np.ndarray, target: np.ndarray, miles: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return which edges of a graph of roads are freeways, and the ratio of their true length to `miles`. Shapes (edges,)."""
    edge_of = csr_array((np.arange(1, len(source) + 1), (np.minimum(source, target), np.maximum(source, target))))
    is_freeway = _beside(freeways, lat, lon, source, target)
    weight, total = np.zeros(len(source)), np.zeros(len(source))
    for row, path, drawn_mi in _paths(freeways, lat, lon, source, target, miles):
        true_mi = freeways.miles[row]
        is_short = true_mi < SHORT_MI
        low, high = SHORT_BOUNDS if is_short else LONG_BOUNDS
        if low < true_mi / drawn_mi < high:
            edges = edge_of[np.minimum(path[1:], path[:-1]), np.maximum(path[1:], path[:-1])] - 1
            is_freeway[edges] = True
            if not is_short:
                weight[edges] += true_mi
                total[edges] += true_mi * true_mi / drawn_mi
    return is_freeway, np.where(weight > 0, total / np.maximum(weight, 1e-9), 1.0)


def _paths(
    freeways: Freeways, lat: np.ndarray, lon: np.ndarray, source: np.ndarray, target: np.ndarray, miles: np.ndarray
) -> Iterator[tuple[int, np.ndarray, float]]:
    """Yield the row of each freeway whose junctions are connected, the nodes of the shortest path, and its miles.

    The miles include those from the junctions to the path.
    """
    nodes, used = len(lat), np.unique(np.r_[source, target])
    tree = cKDTree(earth_centered_mi(lat[used], lon[used]))
    away, near = tree.query(earth_centered_mi(freeways.lat, freeways.lon), JUNCTION_NODES, distance_upper_bound=JUNCTION_MI)
    junction, column = np.nonzero(np.isfinite(away))
    leg = away[junction, column] * AWAY_FACTOR + 1e-6
    legs = Legs(junction, used[near[junction, column]], leg, len(freeways.lat))
    ends = np.r_[source, target], np.r_[target, source]
    roads = csr_array((np.r_[miles, miles], ends), shape=(nodes, nodes))
    sources = np.unique(freeways.source)
    by_source: np.ndarray = np.argsort(freeways.source, kind="stable")
    first: Any = np.searchsorted(freeways.source[by_source], np.r_[sources, sources[-1] + 1])
    for block in range(0, len(sources), BATCH):
        here = sources[block : block + BATCH]
        whole = with_sources(roads, legs.take(here))
        limit = float(freeways.miles[np.isin(freeways.source, here)].max()) * 1.2 + 4 * JUNCTION_MI * AWAY_FACTOR
        found: Any = dijkstra(whole, indices=nodes + np.arange(len(here)), limit=limit, return_predecessors=True)
        length, before = found
        for i in range(len(here)):
            rows: list[int] = by_source[first[block + i] : first[block + i + 1]].tolist()
            for row in rows:
                end = legs.take(freeways.target[row : row + 1])
                if not len(end.node):
                    continue
                to_end = length[i, end.node] + end.cost
                best = int(np.argmin(to_end))
                if np.isfinite(to_end[best]):
                    path = _back(before[i], int(end.node[best]))
                    drawn_mi = length[i, path[0]] - length[i, path[-1]]
                    if len(path) > 1:
                        yield row, path, float(drawn_mi + (to_end[best] - drawn_mi) / AWAY_FACTOR)


def _back(before: np.ndarray, node: int) -> np.ndarray:
    """Return the nodes of a path from its end to its start, which is the last one with a predecessor that is a node."""
    path = [node]
    while before[path[-1]] < len(before) and before[before[path[-1]]] >= 0:
        path.append(int(before[path[-1]]))
    return np.array(path)


def _beside(freeways: Freeways, lat: np.ndarray, lon: np.ndarray, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return which edges lie along a straight freeway. Shape (edges,)."""
    east = np.cos(np.radians(lat.mean())) * 69.1
    a, b = (np.column_stack([freeways.lat[e] * 69.1, freeways.lon[e] * east]) for e in (freeways.source, freeways.target))
    apart = np.hypot(*(b - a).T)
    rows = np.flatnonzero((freeways.miles < STRAIGHT_RATIO * apart) & (apart > SAMPLE_MI))
    steps = np.ceil(apart[rows] / SAMPLE_MI).astype(int) + 1
    of = np.repeat(rows, steps)
    share = grouped_arange(steps) / np.repeat(steps - 1, steps)
    samples = a[of] + (b - a)[of] * share[:, None]
    p, q = (np.column_stack([lat[e] * 69.1, lon[e] * east]) for e in (source, target))
    along, tree = q - p, cKDTree(samples)
    is_beside = np.ones(len(source), bool)
    for point in (p + along * 0.1, (p + q) / 2, p + along * 0.9):
        away, near = tree.query(point, distance_upper_bound=BESIDE_MI)
        found = np.isfinite(away)
        direction = (b - a)[of[np.where(found, near, 0)]]
        cosine = np.abs((along * direction).sum(1)) / np.maximum(np.hypot(*along.T) * np.hypot(*direction.T), 1e-9)
        is_beside &= found & (cosine > np.cos(np.radians(BESIDE_DEG)))
    return is_beside
