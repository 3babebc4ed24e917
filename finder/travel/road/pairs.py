"""Pairs of points over the road graph: all within some miles, those that no road joins, and the k nearest.

All of them measure a pair alike: the shortest way over access legs and the graph, or between neighbors over local streets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet
from finder.travel.model import Progress, Trips, no_progress, no_trips
from finder.travel.road.graph import SLOTS, THOUSANDTHS, Legs, RoadGraph
from finder.travel.straight_line import circuity

# A trip of 3 miles goes through local streets, which the graph does not have, not to a highway and back; from 6 miles on the
# graph alone decides.
DIRECT_MI, DIRECT_FADED_MI = 3.0, 6.0
_FADE_PER_MI = 0.25
# Places that are asked about together, and the cells that they come from.
TOGETHER = 64
CELL_DEG = 3.0
# How far the k nearest by road are looked for: so many times the straight line to the k-th nearest, between so many miles and
# so many; farther while fewer are found, and at last everywhere.
TRIES = ((1.8, 10.0, 130.0), (2.6, 60.0, 300.0), (6.0, 300.0, 1500.0), (np.inf, np.inf, np.inf))
# Limits are given in miles, and a thousandth is not a binary fraction.
_HAIR = 1e-6
_Found = tuple[Ints, Ints, Floats]
_NOTHING: _Found = (np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


@dataclass(frozen=True, eq=False)
class Snapped:
    """Points with their access legs, and which pieces of the graph each has a leg to, shape (points, pieces)."""

    points: PointSet
    legs: Legs
    pieces: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: Ints) -> "Snapped":
        """Some of the points."""
        return Snapped(self.points.take(rows), self.legs.take(rows), self.pieces[rows])


def snap(graph: RoadGraph, points: PointSet) -> Snapped:
    """Points tied to the graph."""
    legs, piece = graph.legs(points), graph.piece
    pieces = np.zeros((len(points), int(piece.max(initial=0)) + 1), bool)
    pieces[legs.point, piece[legs.node]] = True
    return Snapped(points, legs, pieces)


def direct_mi(straight_mi: Floats) -> Floats:
    """Miles through local streets: the circuity curve, and longer beyond DIRECT_MI, where streets alone seldom lead."""
    miles: Floats = straight_mi * circuity(straight_mi) * (1 + _FADE_PER_MI * np.maximum(straight_mi - DIRECT_MI, 0))
    return miles


def pairs_within(
    graph: RoadGraph, origins: Snapped, destinations: Snapped, reach_mi: Floats, progress: Progress = no_progress
) -> Trips:
    """Trips on the road, from each origin those of at most its own `reach_mi` miles. Shape (origins,)."""
    if len(origins) <= len(destinations):
        i, j, miles = _from_origins(graph, origins, destinations, reach_mi, progress)
    else:
        i, j, miles = _from_destinations(graph, origins, destinations, reach_mi, progress)
    near = direct_pairs(graph, origins, destinations, reach_mi)
    i, j, miles = np.r_[i, near.origin], np.r_[j, near.destination], np.r_[miles, near.distance_mi]
    pair = i * max(len(destinations), 1) + j
    order = np.lexsort((miles, pair))
    best = order[np.r_[True, pair[order][1:] != pair[order][:-1]]] if len(order) else order
    return _trips(origins, destinations, i[best], j[best], miles[best])


def _trips(origins: Snapped, destinations: Snapped, i: Ints, j: Ints, miles: Floats) -> Trips:
    straight = destinations.points.apart(origins.points, i, j)
    return Trips(i, j, straight, np.maximum(miles, straight))


def _from_origins(graph: RoadGraph, origins: Snapped, destinations: Snapped, reach_mi: Floats, progress: Progress) -> _Found:
    """Ways over the graph, followed from the origins."""
    found = [_NOTHING]
    for rows in _told(_together(origins.points), progress):
        limit_mi = float(reach_mi[rows].max())
        middle, radius = _ball(origins.points.take(rows))
        near = np.flatnonzero(_from(destinations.points, middle) <= radius + limit_mi)
        length = _between(graph, origins.take(rows), destinations.take(near), limit_mi, (middle, radius))
        row, column = np.nonzero((length <= reach_mi[rows][:, None]) & np.isfinite(length))
        found.append((rows[row], near[column], length[row, column]))
    return _one(found)


def _from_destinations(
    graph: RoadGraph, origins: Snapped, destinations: Snapped, reach_mi: Floats, progress: Progress
) -> _Found:
    """Ways over the graph, followed back from the destinations, from each no farther than an origin around it asks."""
    found = [_NOTHING]
    for rows in _told(_together(destinations.points), progress):
        middle, radius = _ball(destinations.points.take(rows))
        near = np.flatnonzero(_from(origins.points, middle) <= radius + reach_mi)
        if len(near):
            limit_mi = float(reach_mi[near].max())
            length = _between(graph, destinations.take(rows), origins.take(near), limit_mi, (middle, radius))
            row, column = np.nonzero((length <= reach_mi[near]) & np.isfinite(length))
            found.append((near[column], rows[row], length[row, column]))
    return _one(found)


def _between(graph: RoadGraph, a: Snapped, b: Snapped, limit_mi: float, ball: tuple[Floats, float]) -> Floats:
    """Miles between all of `a`, which lie in a ball, and all of `b`; infinite beyond the limit. Shape (a, b)."""
    # Taking out a part of the graph pays for several sources only.
    part = len(a) > SLOTS and np.isfinite(limit_mi)
    nodes = graph.inside(ball[0], ball[1] + limit_mi) if part else None
    length = graph.between(a.legs, b.legs, np.floor(limit_mi * THOUSANDTHS + _HAIR), nodes)
    return length / THOUSANDTHS


def _together(points: PointSet) -> list[Ints]:
    """Rows of neighbors, to be asked about together: those of a cell, from its south to its north, so many at a time."""
    cell = np.floor(points.lat_deg / CELL_DEG) * 1000 + np.floor(points.lon_deg / CELL_DEG)
    order = np.lexsort((points.lat_deg, cell))
    cells = np.split(order, np.flatnonzero(np.diff(cell[order])) + 1) if len(order) else []
    return [rows[first : first + TOGETHER] for rows in cells for first in range(0, len(rows), TOGETHER)]


def _told(blocks: list[Ints], progress: Progress) -> Iterator[Ints]:
    for number, rows in enumerate(blocks):
        progress(number / len(blocks))
        yield rows


def _one(found: list[_Found]) -> _Found:
    i, j, miles = (np.concatenate(column) for column in zip(*found, strict=True))
    return i, j, miles


def _ball(points: PointSet) -> tuple[Floats, float]:
    """The middle and radius of a ball around points, in earth-centered miles."""
    middle = points.xyz_mi.mean(axis=0)
    return middle, float(_from(points, middle).max()) * (1 + 1e-9)


def _from(points: PointSet, middle: Floats) -> Floats:
    x, y, z = (points.xyz_mi - middle).T
    distance: Floats = np.sqrt(x * x + y * y + z * z)
    return distance


def direct_pairs(graph: RoadGraph, origins: Snapped, destinations: Snapped, reach_mi: Floats) -> Trips:
    """Neighbors through local streets, with nothing to cross between them."""
    trips = _streets(origins, destinations, min(float(reach_mi.max(initial=0.0)), DIRECT_FADED_MI))
    return _free(graph, trips.take(trips.distance_mi <= reach_mi[trips.origin]), origins, destinations)


def _streets(origins: Snapped, destinations: Snapped, straight_mi: float) -> Trips:
    """Neighbors and their miles through streets, measured alike for one origin and for many."""
    pairs = destinations.points.within(origins.points, straight_mi)
    straight = destinations.points.apart(origins.points, pairs.origin, pairs.destination)
    return Trips(pairs.origin, pairs.destination, straight, direct_mi(straight))


def _free(graph: RoadGraph, trips: Trips, origins: Snapped, destinations: Snapped) -> Trips:
    """The trips with no barrier on their straight line."""
    here, there = origins.points.take(trips.origin), destinations.points.take(trips.destination)
    return trips.take(~graph.barriers.between(here.lat_deg, here.lon_deg, there.lat_deg, there.lon_deg))


def unreachable_pairs(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: float) -> Trips:
    """Pairs that no road joins, at most `limit_mi` miles apart in a straight line."""
    odd_here, odd_there = np.flatnonzero(~origins.pieces[:, 0]), np.flatnonzero(~destinations.pieces[:, 0])
    a = destinations.points.within(origins.points.take(odd_here), limit_mi)
    b = destinations.points.take(odd_there).within(origins.points, limit_mi)
    i, j = np.r_[odd_here[a.origin], b.origin], np.r_[a.destination, odd_there[b.destination]]
    straight = np.r_[a.straight_mi, b.straight_mi]
    width = max(len(destinations), 1)
    _, once = np.unique(i * width + j, return_index=True)
    once = once[~(origins.pieces[i[once]] & destinations.pieces[j[once]]).any(axis=1)]
    alone = Trips(i[once], j[once], straight[once], np.full(len(once), np.inf))
    near = _free(graph, alone.take(alone.straight_mi <= DIRECT_FADED_MI), origins, destinations)
    return alone.take(~near.contains(alone.origin, alone.destination))


def nearest(graph: RoadGraph, origins: Snapped, destinations: Snapped, k: int, progress: Progress = no_progress) -> Trips:
    """The k nearest destinations of each origin (k at most their number): by road first, then those without a road."""
    if k == 1 and len(origins) > SLOTS:
        first = _nearest_one(graph, origins, destinations)
        short = np.setdiff1d(np.arange(len(origins)), first.origin)
        rest = _roadless_nearest(no_trips(), origins.take(short), destinations, k)
        return first.concat(_renumbered(rest, short))
    # At most so many places are on a piece of the graph that an origin is on: when they are found, there are no more.
    on_road = origins.pieces @ destinations.pieces.sum(axis=0)
    farthest_direct = float(direct_mi(np.array(DIRECT_FADED_MI)))
    parts, todo = list[Trips](), np.arange(len(origins))
    for more, at_least_mi, at_most_mi in TRIES:
        if not len(todo):
            break
        guess = _kth_straight(origins.points.take(todo), destinations.points, k) * more
        reach = np.where(on_road[todo] > 0, np.clip(guess, at_least_mi, at_most_mi), farthest_direct)
        trips = pairs_within(graph, origins.take(todo), destinations, reach, progress).in_order()
        count = np.bincount(trips.origin, minlength=len(todo))
        by_graph = (origins.pieces[todo[trips.origin]] & destinations.pieces[trips.destination]).any(axis=1)
        every = np.bincount(trips.origin[by_graph], minlength=len(todo)) >= on_road[todo]
        full = (count >= k) | (every & (reach >= farthest_direct)) | ~np.isfinite(more)
        kept = trips.take(full[trips.origin] & (trips.place < k))
        short = np.flatnonzero(full & (count < k))
        rest = _roadless_nearest(_only(kept, short), origins.take(todo[short]), destinations, k)
        parts += [_renumbered(kept, todo), _renumbered(rest, todo[short])]
        todo = todo[~full]
    return no_trips().concat(*parts)


def _kth_straight(origins: PointSet, destinations: PointSet, k: int) -> Floats:
    """About the straight line to the k-th nearest destination, in miles. Shape (origins,)."""
    chord: Floats = destinations.tree.query(origins.xyz_mi, [k])[0][:, 0]
    return chord


def _nearest_one(graph: RoadGraph, origins: Snapped, destinations: Snapped) -> Trips:
    """The nearest destination by road of each origin that has one: all in one pass over the graph."""
    length, source = graph.nearest(destinations.legs)
    legs = origins.legs
    way, which = length[legs.node] + legs.length, source[legs.node]
    rows = np.flatnonzero(np.isfinite(way))
    graph_trips = Trips(legs.point[rows], which[rows], np.zeros(len(rows)), way[rows] / THOUSANDTHS)
    best = np.full(len(origins), np.inf)
    np.minimum.at(best, graph_trips.origin, graph_trips.distance_mi)
    streets = _streets(origins, destinations, DIRECT_FADED_MI)
    streets = _free(graph, streets.take(streets.distance_mi <= best[streets.origin]), origins, destinations)
    every = graph_trips.take(graph_trips.distance_mi <= best[graph_trips.origin]).concat(streets)
    order = np.lexsort((every.destination, every.distance_mi, every.origin))
    i = every.origin[order]
    first = order[np.r_[True, i[1:] != i[:-1]]] if len(order) else order
    return _trips(origins, destinations, every.origin[first], every.destination[first], every.distance_mi[first])


def _roadless_nearest(found: Trips, origins: Snapped, destinations: Snapped, k: int) -> Trips:
    """What is missing to k destinations for each origin: by the straight line, without those found."""
    if not len(origins):
        return no_trips()
    most = int(np.bincount(found.origin, minlength=1).max())
    pairs = destinations.points.nearest(origins.points, k + most)
    new = ~found.contains(pairs.origin, pairs.destination)
    trips = Trips(pairs.origin, pairs.destination, pairs.straight_mi, np.full(len(new), np.inf)).take(new).in_order()
    missing = k - np.bincount(found.origin, minlength=len(origins))
    return trips.take(trips.place < missing[trips.origin])


def _only(trips: Trips, rows: Ints) -> Trips:
    """The trips of some origins (ascending), which are numbered anew."""
    some = trips.take(np.isin(trips.origin, rows))
    return replace(some, origin=np.searchsorted(rows, some.origin))


def _renumbered(trips: Trips, rows: Ints) -> Trips:
    return replace(trips, origin=rows[trips.origin])
