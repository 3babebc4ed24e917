"""The `road` travel model: miles over the bundled road graph, and minutes at the speeds of its roads.

No trip crosses wide water or a major river without a known bridge. So a center across a bay is as far away as the trip over
the bridge, and a center on an island without a bridge is unreachable by road: it has infinite miles and a straight line.
"""

from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.text import text
from finder.travel.model import (
    DOOR_MIN,
    Method,
    MileLimit,
    Progress,
    TravelEnds,
    TravelMatrix,
    no_progress,
    placeholder_trips,
)
from finder.travel.road import speeds
from finder.travel.road.graph import SOURCE_SLOTS, RoadGraph
from finder.travel.road.pairs import Snapped, nearest, pairs_within, snap, street_pairs, unreachable_within, within_or_nearest
from finder.travel.road.speeds import HIGHWAY
from finder.travel.road.trips import RoadTrips, no_trips
from finder.travel.straight_line import typical_trips


class Road:
    """The `road` travel model over a road graph."""

    method = Method(
        id="road",
        label=text("main roads, on a simplified map"),
        error_note=text(
            "Miles follow main roads, bridges, and tunnels. The distance to the nearest main road is estimated. About three "
            "in four trips of 15 miles or more are within 10%% of the road distance; shorter trips are less accurate. Minutes "
            "are estimates without traffic or weather. Ferries are not used. Check a map before you leave."
        ),
        distance_margin=0.12,
    )

    interactive = True

    def __init__(self, graph: RoadGraph, progress: Progress = no_progress) -> None:
        self._graph, self._progress = graph, progress
        self._snapped: WeakKeyDictionary[TravelEnds, Snapped] = WeakKeyDictionary()

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel."""
        if not len(destinations):
            placeholders = placeholder_trips(len(origins))
            return self._table(RoadTrips(**vars(placeholders), road_min=placeholders.distance_mi), origins, destinations)
        k = min(max(at_least, 1), len(destinations))
        here, there = self._snap(origins), self._snap(destinations)
        limit_mi = np.broadcast_to(within_mi, len(origins)).astype(float)
        if len(origins) <= SOURCE_SLOTS and limit_mi.min(initial=np.inf) >= 0:
            return self._table(within_or_nearest(self._graph, here, there, limit_mi, k), origins, destinations)
        near = self._within(here, there, limit_mi)
        on_road = near.origin[np.isfinite(near.distance_mi)]
        short = np.flatnonzero(np.bincount(on_road, minlength=len(origins)) < k)
        far = nearest(self._graph, here.take(short), there, k, self._progress)
        far = replace(far, origin=short[far.origin])
        trips = near.concat(far.take(~near.contains(far.origin, far.destination)))
        return self._table(trips, origins, destinations)

    def straight_radius_mi(self, within_mi: float) -> float | None:  # noqa: ARG002
        """See TravelModel. Roads do not lead equally far in all directions."""
        return None

    def max_distance_mi(self, within_min: float, at_low: bool = False) -> float:
        """See TravelModel."""
        return speeds.max_distance_mi(within_min, at_low)

    def trips_of(self, straight_mi: Floats, county_type: int) -> TravelMatrix:
        """See TravelModel. Miles follow the circuity curve of local streets."""
        types, typical = np.full(len(straight_mi), county_type), typical_trips(straight_mi)
        trips = RoadTrips(**vars(typical), road_min=typical.distance_mi * (60 / speeds.MPH[HIGHWAY]))
        return _with_minutes(trips, types, types, 1, len(straight_mi), self.method)

    def _within(self, here: Snapped, there: Snapped, limit_mi: Floats) -> RoadTrips:
        farthest = float(limit_mi.max(initial=-1.0))
        if farthest <= 0:
            return street_pairs(self._graph, here, there, limit_mi) if farthest == 0 else no_trips()
        near = unreachable_within(self._graph, here, there, limit_mi)
        return pairs_within(self._graph, here, there, limit_mi, self._progress).concat(near)

    def _snap(self, ends: TravelEnds) -> Snapped:
        """Snap the ends to the graph, only once for ends that are used again."""
        if ends not in self._snapped:
            self._snapped[ends] = snap(self._graph, ends.points)
        return self._snapped[ends]

    def _table(self, trips: RoadTrips, origins: TravelEnds, destinations: TravelEnds) -> TravelMatrix:
        rows = trips.sorted_by_origin()
        types = origins.type_index[rows.origin], _types(destinations, rows)
        return _with_minutes(rows, *types, len(origins), len(destinations), self.method)


def _with_minutes(rows: RoadTrips, type_a: Ints, type_b: Ints, origins: int, destinations: int, method: Method) -> TravelMatrix:
    """Return sorted trips between counties of these types with their minutes."""
    minutes = DOOR_MIN + speeds.driving_minutes(rows.distance_mi, rows.road_min, type_a, type_b)
    margin = speeds.time_margin(rows.distance_mi, type_a, type_b)
    return rows.matrix(minutes, (minutes * (1 - margin), minutes * (1 + margin)), origins, destinations, method)


def _types(destinations: TravelEnds, trips: RoadTrips) -> Ints:
    """Return the county type at the end of each trip. Without destinations, any type will do."""
    return destinations.type_index[trips.destination] if len(destinations) else np.zeros(len(trips.origin), np.intp)
