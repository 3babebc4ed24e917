"""Pairs of points over the road graph: all pairs within a limit, the unreachable pairs, and the k nearest.

All of them measure a pair alike: the shortest path over access legs and the graph, or over local streets between neighbors.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet
from finder.travel.model import Progress, no_progress
from finder.travel.road.costs import UNITS_PER_MILE, miles_of, minutes_of
from finder.travel.road.graph import SOURCE_SLOTS, Legs, RoadGraph
from finder.travel.road.speeds import LEG_MPH
from finder.travel.road.trips import RoadTrips, no_trips, unreachable_trips
from finder.travel.straight_line import circuity

# A trip of up to 3 miles uses local streets, which are not in the graph, instead of going to a highway and back. Beyond that,
# streets become longer and longer, and from 6 miles on, only the graph counts.
STREET_MI, MAX_STREET_MI = 3.0, 6.0
_STREET_PENALTY_PER_MI = 0.25
# The number of points that are measured together, and the size of the cells that they are grouped by.
BATCH_SIZE = 64
CELL_DEG = 3.0
# The search for the k nearest by road widens step by step until enough are found. Each step has a limit: a factor times the
# straight line to the k-th nearest, at least and at most so many miles. The last step has no limit.
# For a few origins, a patient's or two, each step is as far as its guess: a first step that is too short costs a search.
Step = tuple[float, float, float]
FEW_STEPS: tuple[Step, ...] = ((1.3, 10.0, np.inf), (1.8, 20.0, np.inf), (3.0, 60.0, np.inf), (np.inf, np.inf, np.inf))
SEARCH_STEPS: tuple[Step, ...] = ((1.8, 10.0, 130.0), (2.6, 60.0, 300.0), (6.0, 300.0, 1500.0), (np.inf, np.inf, np.inf))
# A ball of this radius has a good part of all nodes.
MOST_OF_GRAPH_MI = 500.0
# Limits are in miles, and a thousandth of a mile is not an exact binary fraction.
_TOLERANCE = 1e-6
# Rows of origins, rows of destinations, and costs of paths.
_Measured = tuple[Ints, Ints, Floats]
_NO_PAIRS: _Measured = (np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))


@dataclass(frozen=True, eq=False)
class Snapped:
    """Points with their access legs, and the components of the graph that the legs lead to. Shape (points, components)."""

    points: PointSet
    legs: Legs
    components: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.points)

    @cached_property
    def off_road(self) -> Ints:
        """The points that have no leg to the largest component."""
        return np.flatnonzero(~self.components[:, 0])

    @cached_property
    def off_road_points(self) -> PointSet:
        """Those points alone."""
        return self.points.take(self.off_road)

    def take(self, rows: Ints) -> "Snapped":
        """Return the points in these rows."""
        return Snapped(self.points.take(rows), self.legs.take(rows), self.components[rows])


def snap(graph: RoadGraph, points: PointSet) -> Snapped:
    """Snap points to the graph."""
    legs, component = graph.legs(points), graph.component
    components = np.zeros((len(points), int(component.max(initial=0)) + 1), bool)
    components[legs.point, component[legs.node]] = True
    return Snapped(points, legs, components)


def street_mi(straight_mi: Floats) -> Floats:
    """Return the miles over local streets: the circuity curve, with a penalty beyond STREET_MI, where streets seldom lead."""
    miles: Floats = straight_mi * circuity(straight_mi) * (1 + _STREET_PENALTY_PER_MI * np.maximum(straight_mi - STREET_MI, 0))
    return miles


def pairs_within(
    graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats, progress: Progress = no_progress
) -> RoadTrips:
    """Return the trips of at most `limit_mi` miles by road, which each origin has its own limit for. Shape (origins,)."""
    if len(origins) <= SOURCE_SLOTS:
        return _from_few(graph, origins, destinations, limit_mi)
    if len(origins) <= len(destinations):
        i, j, costs = _from_origins(graph, origins, destinations, limit_mi, progress)
    else:
        i, j, costs = _from_destinations(graph, origins, destinations, limit_mi, progress)
    near = street_pairs(graph, origins, destinations, limit_mi)
    trips = _trips(origins, destinations, i, j, costs).concat(near)
    pair = trips.origin * max(len(destinations), 1) + trips.destination
    order = np.lexsort((trips.road_min, trips.distance_mi, pair))
    return trips.take(_firsts(pair, order))


def _trips(origins: Snapped, destinations: Snapped, i: Ints, j: Ints, costs: Floats) -> RoadTrips:
    straight = destinations.points.distances_mi(origins.points, i, j)
    return RoadTrips(i, j, straight, np.maximum(miles_of(costs), straight), minutes_of(costs))


def _from_few(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats) -> RoadTrips:
    """Search the graph from each origin alone: a patient's place or two, while someone waits for a page."""
    rows = [_from_one(graph, origins.take(np.array([row])), destinations, limit) for row, limit in enumerate(limit_mi.tolist())]
    return no_trips().concat(*(replace(trips, origin=trips.origin + row) for row, trips in enumerate(rows)))


def _from_one(graph: RoadGraph, origin: Snapped, destinations: Snapped, limit_mi: float) -> RoadTrips:
    """Return the trips from one origin within the limit, in the order of the destinations."""
    center, costs = origin.points.xyz_mi[0], np.full(len(destinations), np.inf)
    near = np.arange(len(destinations))
    if np.isfinite(limit_mi):
        near = np.array(destinations.points.tree.query_ball_point(center, limit_mi + _TOLERANCE), np.intp)
    costs[near] = _graph_costs(graph, origin, destinations.take(near), limit_mi, (center, 0.0))[0]
    miles, minutes = miles_of(costs), minutes_of(costs)
    streets = _street_trips(origin, destinations, min(limit_mi, MAX_STREET_MI))
    shorter = (streets.distance_mi <= limit_mi) & (streets.distance_mi < miles[streets.destination])
    # Whether a barrier lies between is asked only where it matters, which is seldom.
    streets = _unobstructed(graph, streets.take(shorter), origin, destinations)
    miles[streets.destination], minutes[streets.destination] = streets.distance_mi, streets.road_min
    found = np.flatnonzero((miles <= limit_mi) & np.isfinite(miles))
    here = np.zeros(len(found), np.intp)
    straight = destinations.points.distances_mi(origin.points, here, found)
    return RoadTrips(here, found, straight, np.maximum(miles[found], straight), minutes[found])


def _from_origins(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats, progress: Progress) -> _Measured:
    """Search the graph from the origins."""
    found = [_NO_PAIRS]
    for rows in _with_progress(_batches(origins.points), progress):
        farthest_mi = float(limit_mi[rows].max())
        center, radius = _bounding_ball(origins.points.take(rows))
        near = np.flatnonzero(_chord_mi(destinations.points, center) <= radius + farthest_mi)
        costs = _graph_costs(graph, origins.take(rows), destinations.take(near), farthest_mi, (center, radius))
        row, column = np.nonzero((miles_of(costs) <= limit_mi[rows][:, None]) & np.isfinite(costs))
        found.append((rows[row], near[column], costs[row, column]))
    return _concat(found)


def _from_destinations(
    graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats, progress: Progress
) -> _Measured:
    """Search the graph from the destinations, from each batch as far as the largest limit of the origins around it."""
    found = [_NO_PAIRS]
    for rows in _with_progress(_batches(destinations.points), progress):
        center, radius = _bounding_ball(destinations.points.take(rows))
        near = np.flatnonzero(_chord_mi(origins.points, center) <= radius + limit_mi)
        if len(near):
            farthest_mi = float(limit_mi[near].max())
            costs = _graph_costs(graph, destinations.take(rows), origins.take(near), farthest_mi, (center, radius))
            row, column = np.nonzero((miles_of(costs) <= limit_mi[near]) & np.isfinite(costs))
            found.append((near[column], rows[row], costs[row, column]))
    return _concat(found)


def _graph_costs(graph: RoadGraph, a: Snapped, b: Snapped, limit_mi: float, ball: tuple[Floats, float]) -> Floats:
    """Return the costs over the graph from all of `a`, which lie in a ball, to all of `b`; infinite beyond the limit.

    Shape (a, b).
    """
    # For a few sources, a subgraph pays only if it is a small part of all.
    part = np.isfinite(limit_mi) and (len(a) > SOURCE_SLOTS or limit_mi <= MOST_OF_GRAPH_MI)
    nodes = graph.nodes_within(ball[0], ball[1] + limit_mi + _TOLERANCE) if part else None
    return graph.path_costs(a.legs, b.legs, np.floor(limit_mi * UNITS_PER_MILE + _TOLERANCE), nodes)


def _batches(points: PointSet) -> list[Ints]:
    """Return rows of neighboring points to measure together: up to BATCH_SIZE of one cell, from south to north."""
    cell = np.floor(points.lat_deg / CELL_DEG) * 1000 + np.floor(points.lon_deg / CELL_DEG)
    order = np.lexsort((points.lat_deg, cell))
    cells = np.split(order, np.flatnonzero(np.diff(cell[order])) + 1) if len(order) else []
    return [rows[first : first + BATCH_SIZE] for rows in cells for first in range(0, len(rows), BATCH_SIZE)]


def _with_progress(batches: list[Ints], progress: Progress) -> Iterator[Ints]:
    for number, rows in enumerate(batches):
        progress(number / len(batches))
        yield rows


def _concat(found: list[_Measured]) -> _Measured:
    i, j, costs = (np.concatenate(column) for column in zip(*found, strict=True))
    return i, j, costs


def _bounding_ball(points: PointSet) -> tuple[Floats, float]:
    """Return the center and radius of a ball around points, in earth-centered miles."""
    center = points.xyz_mi.mean(axis=0)
    return center, float(_chord_mi(points, center).max()) * (1 + 1e-9)


def _chord_mi(points: PointSet, center_mi: Floats) -> Floats:
    x, y, z = (points.xyz_mi - center_mi).T
    distance: Floats = np.sqrt(x * x + y * y + z * z)
    return distance


def street_pairs(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats) -> RoadTrips:
    """Return the trips over local streets within each origin's limit, between neighbors without a barrier between them."""
    trips = _street_trips(origins, destinations, min(float(limit_mi.max(initial=0.0)), MAX_STREET_MI))
    return _unobstructed(graph, trips.take(trips.distance_mi <= limit_mi[trips.origin]), origins, destinations)


def _street_trips(origins: Snapped, destinations: Snapped, straight_mi: float) -> RoadTrips:
    """Return the trips over local streets between neighbors, with the same miles for one origin as for many."""
    pairs = destinations.points.within(origins.points, straight_mi)
    straight = destinations.points.distances_mi(origins.points, pairs.origin, pairs.destination)
    miles = street_mi(straight)
    return RoadTrips(pairs.origin, pairs.destination, straight, miles, miles * (60 / LEG_MPH))


def _unobstructed(graph: RoadGraph, trips: RoadTrips, origins: Snapped, destinations: Snapped) -> RoadTrips:
    """Return the trips whose straight line crosses no barrier."""
    here, there = origins.points.take(trips.origin), destinations.points.take(trips.destination)
    return trips.take(~graph.barriers.crossed(here.lat_deg, here.lon_deg, there.lat_deg, there.lon_deg))


def unreachable_pairs(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: float) -> RoadTrips:
    """Return the pairs without a road between them, at most `limit_mi` miles apart in a straight line."""
    # Two points that both have legs to the largest component are joined, so one end of each pair must have none.
    off_here, off_there = origins.off_road, destinations.off_road
    a = destinations.points.within(origins.off_road_points, limit_mi)
    b = destinations.off_road_points.within(origins.points, limit_mi)
    i, j = np.r_[off_here[a.origin], b.origin], np.r_[a.destination, off_there[b.destination]]
    straight = np.r_[a.straight_mi, b.straight_mi]
    if not len(i):
        return no_trips()
    width = max(len(destinations), 1)
    _, once = np.unique(i * width + j, return_index=True)
    once = once[~(origins.components[i[once]] & destinations.components[j[once]]).any(axis=1)]
    without_road = unreachable_trips(i[once], j[once], straight[once])
    by_street = _unobstructed(graph, without_road.take(without_road.straight_mi <= MAX_STREET_MI), origins, destinations)
    return without_road.take(~by_street.contains(without_road.origin, without_road.destination))


def unreachable_within(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats) -> RoadTrips:
    """Return the pairs without a road between them, within each origin's limit in a straight line."""
    found = unreachable_pairs(graph, origins, destinations, float(limit_mi.max(initial=0.0)))
    return found.take(found.straight_mi <= limit_mi[found.origin])


def within_or_nearest(graph: RoadGraph, origins: Snapped, destinations: Snapped, limit_mi: Floats, k: int) -> RoadTrips:
    """Return all pairs within each origin's limit, and the k nearest destinations of an origin that has fewer by road.

    For a few origins: one search is nearly always as far as both need.
    """
    guess = np.maximum(_kth_straight(origins.points, destinations.points, k) * FEW_STEPS[0][0], FEW_STEPS[0][1])
    found = pairs_within(graph, origins, destinations, np.maximum(limit_mi, guess)).sorted_by_origin()
    enough = np.bincount(found.origin, minlength=len(origins)) >= k
    near = found.take((found.distance_mi <= limit_mi[found.origin]) | (enough[found.origin] & (found.rank < k)))
    if limit_mi.max(initial=0.0) > 0:
        near = near.concat(unreachable_within(graph, origins, destinations, limit_mi))
    short = np.flatnonzero(~enough)
    if not len(short):
        return near
    far = _renumbered(nearest(graph, origins.take(short), destinations, k, steps=FEW_STEPS[1:]), short)
    return near.concat(far.take(~near.contains(far.origin, far.destination)))


def nearest(
    graph: RoadGraph,
    origins: Snapped,
    destinations: Snapped,
    k: int,
    progress: Progress = no_progress,
    steps: Sequence[Step] = SEARCH_STEPS,
) -> RoadTrips:
    """Return the k nearest destinations of each origin (k at most their number): by road first, then the unreachable ones."""
    if k == 1 and len(origins) > SOURCE_SLOTS:
        first = _nearest_one(graph, origins, destinations)
        short = np.setdiff1d(np.arange(len(origins)), first.origin)
        rest = _nearest_unreachable(no_trips(), origins.take(short), destinations, k)
        return first.concat(_renumbered(rest, short))
    # An upper bound on the destinations that an origin can reach over the graph. Once all are found, there are no more.
    on_road = origins.components @ destinations.components.sum(axis=0)
    max_street_mi = float(street_mi(np.array(MAX_STREET_MI)))
    parts, todo = list[RoadTrips](), np.arange(len(origins))
    for factor, at_least_mi, at_most_mi in steps:
        if not len(todo):
            break
        guess = _kth_straight(origins.points.take(todo), destinations.points, k) * factor
        limit = np.where(on_road[todo] > 0, np.clip(guess, at_least_mi, at_most_mi), max_street_mi)
        trips = pairs_within(graph, origins.take(todo), destinations, limit, progress).sorted_by_origin()
        count = np.bincount(trips.origin, minlength=len(todo))
        by_graph = (origins.components[todo[trips.origin]] & destinations.components[trips.destination]).any(axis=1)
        all_found = np.bincount(trips.origin[by_graph], minlength=len(todo)) >= on_road[todo]
        done = (count >= k) | (all_found & (limit >= max_street_mi)) | ~np.isfinite(factor)
        kept = trips.take(done[trips.origin] & (trips.rank < k))
        short = np.flatnonzero(done & (count < k))
        rest = _nearest_unreachable(_trips_of(kept, short), origins.take(todo[short]), destinations, k)
        parts += [_renumbered(kept, todo), _renumbered(rest, todo[short])]
        todo = todo[~done]
    return no_trips().concat(*parts)


def _firsts(values: Ints, order: Ints) -> Ints:
    """Return the rows that come first among those with the same value, in an order that has equal values together."""
    ordered = values[order]
    return order[np.r_[True, ordered[1:] != ordered[:-1]]] if len(order) else order


def _kth_straight(origins: PointSet, destinations: PointSet, k: int) -> Floats:
    """Return the chord to the k-th nearest destination in miles, which is about the straight line. Shape (origins,)."""
    chord: Floats = destinations.tree.query(origins.xyz_mi, [k])[0][:, 0]
    return chord


def _nearest_one(graph: RoadGraph, origins: Snapped, destinations: Snapped) -> RoadTrips:
    """Return the nearest destination by road of each origin that has one, with a single pass over the graph."""
    costs, source = graph.nearest_source(destinations.legs)
    legs = origins.legs
    through_leg, destination = costs[legs.node] + legs.cost, source[legs.node]
    rows = np.flatnonzero(np.isfinite(through_leg))
    graph_trips = _trips(origins, destinations, legs.point[rows], destination[rows], through_leg[rows])
    best = np.full(len(origins), np.inf)
    np.minimum.at(best, graph_trips.origin, graph_trips.distance_mi)
    streets = _street_trips(origins, destinations, MAX_STREET_MI)
    streets = _unobstructed(graph, streets.take(streets.distance_mi <= best[streets.origin]), origins, destinations)
    trips = graph_trips.take(graph_trips.distance_mi <= best[graph_trips.origin]).concat(streets)
    order = np.lexsort((trips.destination, trips.road_min, trips.distance_mi, trips.origin))
    return trips.take(_firsts(trips.origin, order))


def _nearest_unreachable(found: RoadTrips, origins: Snapped, destinations: Snapped, k: int) -> RoadTrips:
    """Return, for origins with fewer than k trips in `found`, the nearest other destinations in a straight line."""
    if not len(origins):
        return no_trips()
    most = int(np.bincount(found.origin, minlength=1).max())
    pairs = destinations.points.nearest(origins.points, k + most)
    new = ~found.contains(pairs.origin, pairs.destination)
    trips = unreachable_trips(pairs.origin, pairs.destination, pairs.straight_mi).take(new).sorted_by_origin()
    missing = k - np.bincount(found.origin, minlength=len(origins))
    return trips.take(trips.rank < missing[trips.origin])


def _trips_of(trips: RoadTrips, rows: Ints) -> RoadTrips:
    """Return the trips of the origins in `rows` (ascending), which are renumbered."""
    kept = trips.take(np.isin(trips.origin, rows))
    return replace(kept, origin=np.searchsorted(rows, kept.origin))


def _renumbered(trips: RoadTrips, rows: Ints) -> RoadTrips:
    """Return the trips with each origin replaced by its entry in `rows`."""
    return replace(trips, origin=rows[trips.origin])
