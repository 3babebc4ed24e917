"""Ways over a ferry to what no road leads to: ranked by the road from its other landing."""

from collections.abc import Iterator, Mapping, Sequence
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
    """The ferries that the road from a place leads to, with its miles, and their other landings."""

    legs: tuple[tuple[Ferry, float, TravelEnds], ...]

    @classmethod
    def near(cls, context: Context, point: Point, origin: TravelEnds) -> "Ferries":
        """Return the ferries near a point; `origin` is the same point as an end of trips."""
        found = near_ferries(context.reference.ferries, point)
        if not found:
            return cls(())
        landings = context.candidates.ends([f.near_landing(point) for f in found])
        to_landing = context.travel.matrix(origin, landings, _TO_LANDING_MI)
        by_road = np.flatnonzero(np.isfinite(to_landing.distance_mi))
        miles = dict(zip(to_landing.destination[by_road].tolist(), to_landing.distance_mi[by_road].tolist(), strict=True))
        return cls(tuple((found[n], mi, context.candidates.ends([found[n].far_landing(point)])) for n, mi in miles.items()))

    def trips(
        self, context: Context, candidates: Sequence[Candidate], rows: Ints, most: int, within_mi: float
    ) -> Mapping[str, FerryTrip]:
        """Return the shortest way to each of some candidates within so many miles by road of a landing, or at least to `most`.

        By the ids of their service points.
        """
        found: dict[str, FerryTrip] = {}
        if not self.legs or not len(rows):
            return found
        ends = context.candidates.placed.take(rows)
        for ferry, to_landing_mi, landing in self.legs:
            for row, miles in _by_road(context, landing, ends, most, within_mi):
                trip, point_id = FerryTrip(ferry.name, ferry.miles, to_landing_mi + miles), candidates[int(rows[row])].point.id
                if point_id not in found or trip.miles < found[point_id].miles:
                    found[point_id] = trip
        return found


NO_FERRIES = Ferries(())


def _by_road(
    context: Context, landing: TravelEnds, ends: TravelEnds, most: int, within_mi: float
) -> Iterator[tuple[int, float]]:
    """The ends that a road leads to from a landing, with its miles."""
    matrix = context.travel.matrix(landing, ends, within_mi, at_least=most)
    for row, miles in zip(matrix.destination.tolist(), matrix.distance_mi.tolist(), strict=True):
        if row != NO_DESTINATION and np.isfinite(miles):
            yield row, miles
