"""Travel inside the patient's own ZIP code or town, to a location of which no more is known than that it lies there, too.

The method, and how far off it is: docs/method/own-area.md.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from finder.access.burden import Trip
from finder.domain.arrays import Floats
from finder.domain.facility import ServicePoint
from finder.domain.geography import Extent
from finder.domain.place import Place
from finder.domain.therapy import Span
from finder.travel.model import TravelMatrix

Own = Literal["zip", "town"]
# Distances between two random points of a disk, as shares of its radius: the mean (128 / 45 pi), and the 95th percentile
# (Solomon 1978, Geometric Probability, pages 36 and 129: disk line picking).
MEAN, HIGH = 128 / (45 * math.pi), 1.6238
# The 5th percentile would be 0.236. Care and people both keep to the middle, though: 15% of real locations are nearer than
# that to the point of their ZIP code, and 3% nearer than a tenth.
LOW = 0.1
# The 95th percentile of the distance from the center of a disk to a random point of it.
HIGH_FROM_CENTER = math.sqrt(0.95)
# Beyond this, a range says nothing to a patient. 56 of 33,187 populated ZIP codes reach farther, with 0.08% of all people.
FARTHEST_MI = 25.0
# Between points that stand for the same area lies less than this.
_SAME_AREA_MI = 1.0


@dataclass(frozen=True, slots=True)
class OwnArea:
    """A trip inside the patient's own ZIP code, and one inside the own town; None where its size is not known."""

    zip: Trip | None = None
    town: Trip | None = None

    def trip(self, own: Own) -> Trip | None:
        """The trip inside the ZIP code or town.

        A ZIP code without land of its own may be one building, or post office boxes for the whole town.
        """
        if own == "zip" and self.zip is None and self.town and self.town.spread:
            return replace(self.town, spread=Span(0.0, self.town.spread.high))
        return self.town if own == "town" else self.zip


NO_OWN_AREA = OwnArea()


def own_area_of(point: ServicePoint, place: Place | None, to_point: Trip) -> Own | None:
    """Return which area of a place's own a service point is only known to lie in; None if more is known.

    `to_point` is the trip to the point that the listing stands at.
    """
    if place is None or point.position is None or point.position.precision == "address":
        return None
    if to_point.distance_mi >= _SAME_AREA_MI:
        return None
    if place.zip and point.address.zip == place.zip:
        return "zip"
    return "town" if place.city and (point.address.city, point.address.state) == (place.city, place.state) else None


def is_measured(trip: Trip, own: Own | None) -> bool:
    """Return whether the miles of a trip say anything: by road, and not between two points that stand for the same area."""
    return trip.by_road and (own is None or trip.spread is not None)


def inner_distances_mi(extent: Extent) -> Floats:
    """Return the low end, the mean, and the high end of the straight line from home to care inside an area. Shape (3,).

    The mean is that of two random points of the land that its people would need if they lived close together. The high end also
    holds if they are spread evenly over all of its land, and care is in the middle.
    """
    whole, settled = extent.radius_mi, extent.settled_radius_mi
    high = max(HIGH * settled, HIGH_FROM_CENTER * whole)
    return np.minimum([LOW * settled, MEAN * settled, high], FARTHEST_MI)


def inner_trip(measured: TravelMatrix) -> Trip:
    """Return a trip inside an area, given trips of its inner distances as a travel model measures them."""
    low, mean, high = range(3)
    miles = measured.distance_mi
    return Trip(
        distance_mi=float(miles[mean]),
        travel_min=float(measured.travel_min[mean]),
        travel_min_low=float(measured.travel_min_low[low]),
        travel_min_high=float(measured.travel_min_high[high]),
        straight_mi=float(measured.straight_mi[mean]),
        spread=Span(float(miles[low]), float(miles[high])),
    )
