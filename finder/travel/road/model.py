"""The `road` travel model: miles on the bundled road graph, minutes from them.

No stroke of a way crosses wide water or a great river without a bridge that is known, so a center across a bay is as far as
its bridge, and one on an island without a bridge is unreachable by road: it has infinite miles and a straight line.
"""

from weakref import WeakKeyDictionary

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.text import text
from finder.travel.model import (
    Method,
    MileLimit,
    Progress,
    TravelEnds,
    TravelMatrix,
    Trips,
    no_progress,
    no_trips,
    rows_without_destination,
)
from finder.travel.road import minutes as road_minutes
from finder.travel.road.graph import RoadGraph
from finder.travel.road.pairs import Snapped, direct_pairs, nearest, pairs_within, snap, unreachable_pairs


class Road:
    """The `road` travel model over one graph."""

    method = Method(
        id="road",
        label=text("main roads, on a simplified map"),
        error_note=text(
            "Miles follow main roads, bridges and tunnels; the way to them is estimated. Nine of ten trips of 30 miles and "
            "more come out within 10 %% of the road, shorter ones less often. Minutes are estimates without traffic or "
            "weather. Ferries are not used. Check a map before you set out."
        ),
        distance_spread=0.10,
        time_spread=road_minutes.WIDEST_SPREAD,
    )

    interactive = True

    def __init__(self, graph: RoadGraph, progress: Progress = no_progress) -> None:
        self._graph, self._progress = graph, progress
        self._known: WeakKeyDictionary[TravelEnds, Snapped] = WeakKeyDictionary()

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel."""
        if not len(destinations):
            return self._table(rows_without_destination(len(origins)), origins, destinations)
        k = min(max(at_least, 1), len(destinations))
        here, there = self._snapped(origins), self._snapped(destinations)
        near = self._within(here, there, np.broadcast_to(within_mi, len(origins)).astype(float))
        on_road = near.origin[np.isfinite(near.distance_mi)]
        short = np.flatnonzero(np.bincount(on_road, minlength=len(origins)) < k)
        far = nearest(self._graph, here.take(short), there, k, self._progress)
        far = Trips(short[far.origin], far.destination, far.straight_mi, far.distance_mi)
        trips = near.concat(far.take(~near.contains(far.origin, far.destination)))
        return self._table(trips, origins, destinations)

    def circle_mi(self, within_mi: float) -> float | None:  # noqa: ARG002
        """See TravelModel. Roads do not reach equally far in all directions."""
        return None

    def farthest_mi(self, within_min: float) -> float:
        """See TravelModel."""
        return road_minutes.farthest_mi(within_min)

    def _within(self, here: Snapped, there: Snapped, reach: Floats) -> Trips:
        farthest = float(reach.max(initial=-1.0))
        if farthest <= 0:
            return direct_pairs(self._graph, here, there, reach) if farthest == 0 else no_trips()
        apart = unreachable_pairs(self._graph, here, there, farthest)
        near = apart.take(apart.straight_mi <= reach[apart.origin])
        return pairs_within(self._graph, here, there, reach, self._progress).concat(near)

    def _snapped(self, ends: TravelEnds) -> Snapped:
        """Points tied to the graph, once for ends that are asked about again."""
        if ends not in self._known:
            self._known[ends] = snap(self._graph, ends.points)
        return self._known[ends]

    def _table(self, trips: Trips, origins: TravelEnds, destinations: TravelEnds) -> TravelMatrix:
        rows = trips.in_order()
        minutes = road_minutes.road_minutes(rows.distance_mi, origins.type_index[rows.origin], _types(destinations, rows))
        spread = road_minutes.time_spread(rows.distance_mi)
        band = minutes * (1 - spread), minutes * (1 + spread)
        return rows.matrix(minutes, band, len(origins), len(destinations), self.method)


def _types(destinations: TravelEnds, trips: Trips) -> Ints:
    return destinations.type_index[trips.destination] if len(destinations) else np.zeros(len(trips.origin), np.intp)
