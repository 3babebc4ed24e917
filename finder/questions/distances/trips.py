"""A trip as the cells of a row: minutes of driving apart from those at the doors, and no road said as such."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from finder.domain.arrays import Floats
from finder.questions.base import Row
from finder.questions.cells import road_cell
from finder.questions.rounding import tenth
from finder.travel.model import driving


class Trip(NamedTuple):
    """One trip, in miles and minutes; infinite where no road leads."""

    distance_mi: float
    driving_min: float
    low: float
    high: float
    door_to_door_min: float
    straight_mi: float

    def row(self, method: str) -> Row:
        """The cells of the trip."""
        return {
            **{name: tenth(value) for name, value in zip(self._fields, self, strict=True)},
            "road": road_cell(math.isfinite(self.distance_mi)),
            "method": method,
        }


def trips_of(miles: Floats, minutes: Floats, low: Floats, high: Floats, straight_mi: Floats) -> Iterable[Trip]:
    """Trips from columns of miles and of minutes from door to door. Shape (trips,)."""
    driven = (driving(column).tolist() for column in (minutes, low, high))
    columns = (miles.tolist(), *driven, minutes.tolist(), straight_mi.tolist())
    return map(Trip._make, zip(*columns, strict=True))
