"""Ways over a ferry to what no road leads to: ranked by the road from its other landing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from finder.access.candidate import Candidate
from finder.domain.arrays import Ints
from finder.domain.ferry import Ferry, FerryTrip, near_ferries
from finder.domain.geo import Point
from finder.questions.base import Context
from finder.travel.model import NO_DESTINATION, TravelEnds

# A road to a landing is no longer than this, even on Kodiak.
_TO_LANDING_MI = 60.0


@dataclass(frozen=True)
class Ferries:
    """The ferries that the road from a place leads to, each with the miles to it, and their other landings."""

    legs: tuple[tuple[Ferry, float], ...] = ()
    landings: TravelEnds | None = None

    @classmethod
    def near(cls, context: Context, point: Point, origin: TravelEnds) -> "Ferries":
        """Return the ferries near a point; `origin` is the same point as an end of trips."""
        found = near_ferries(context.reference.ferries, point)
        if not found:
            return NO_FERRIES
        landings = context.candidates.ends([f.near_landing(point) for f in found])
        to_landing = context.travel.matrix(origin, landings, _TO_LANDING_MI)
        by_road = np.flatnonzero(np.isfinite(to_landing.distance_mi))
        miles = zip(to_landing.destination[by_road].tolist(), to_landing.distance_mi[by_road].tolist(), strict=True)
        legs = tuple((found[n], mi) for n, mi in miles)
        return cls(legs, context.candidates.ends([f.far_landing(point) for f, _ in legs])) if legs else NO_FERRIES

    def trips(
        self, context: Context, candidates: Sequence[Candidate], rows: Ints, most: int, within_mi: float
    ) -> Mapping[str, FerryTrip]:
        """Return the shortest way to each of some candidates, by the ids of their service points.

        Only those within so many miles by road of a landing, or the `most` nearest to it if those are fewer.
        """
        found: dict[str, FerryTrip] = {}
        if self.landings is None or not len(rows):
            return found
        matrix = context.travel.matrix(self.landings, context.candidates.placed.take(rows), within_mi, at_least=most)
        by_road = np.flatnonzero((matrix.destination != NO_DESTINATION) & np.isfinite(matrix.distance_mi))
        trips = zip(*(c[by_road].tolist() for c in (matrix.origin, matrix.destination, matrix.distance_mi)), strict=True)
        for leg, row, miles in trips:
            ferry, to_landing_mi = self.legs[leg]
            trip, point_id = FerryTrip(ferry.name, ferry.miles, to_landing_mi + miles), candidates[int(rows[row])].point.id
            if point_id not in found or trip.miles < found[point_id].miles:
                found[point_id] = trip
        return found


NO_FERRIES = Ferries()
