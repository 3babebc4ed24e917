"""Who is affected by which closure, and where they would go instead."""

from dataclasses import dataclass

import numpy as np

from finder.access.closures.alone import dependents
from finder.access.closures.choices import Choices, choices, cut_short, enough
from finder.access.closures.today import Today
from finder.access.closures.together import Together
from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.demand import DemandPoints
from finder.questions.trips import AT_LEAST
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel, nearest


@dataclass(frozen=True, eq=False)
class Affected:
    """People who have what closes nearest, or are within the standard of it alone. Arrays of shape (affected,).

    `closing` is a row of the closures asked about, and `part` one of the demand points. `loses` is whether they lose the
    standard. `location` is the nearest that is left, or -1 without a road to any; its `miles` and `minutes` are infinite then.
    """

    closing: Ints
    part: Ints
    loses: Mask
    location: Ints
    miles: Floats
    minutes: Floats


def ranked_choices(
    travel: TravelModel, matrix: TravelMatrix, demand: DemandPoints, ends: TravelEnds, group_of: Ints
) -> Choices:
    """The nearest locations of each ZIP code that close apart from one another. `matrix` is of `trips`."""
    found = choices(matrix, group_of)
    some = np.flatnonzero(cut_short(matrix, group_of, found, AT_LEAST))
    if not len(some):
        return found
    zips = TravelEnds(demand.points, demand.type_index).take(some)
    return found.replaced(some, choices(nearest(travel, zips, ends, enough(group_of)), group_of))


def of_each(today: Today) -> Affected:
    """Who is affected if each group closes alone."""
    found = dependents(today)
    at = today.demand.part_zip[found.part], found.next_rank
    ranked = today.choices
    return Affected(found.group, found.part, found.loses, ranked.location[at], ranked.miles[at], ranked.minutes[at])


def of_all(travel: TravelModel, today: Today, ends: TravelEnds, gone: Together) -> Affected:
    """Who is affected if several locations close at once."""
    demand, closed, lost = today.demand, gone.closed, gone.lost
    first = today.choices.location[demand.part_zip, 0]
    had = (first >= 0) & closed[first] if len(closed) else np.zeros(len(first), bool)
    part = np.flatnonzero((had | lost) & (demand.part_people > 0))
    zips, which = np.unique(demand.part_zip[part], return_inverse=True)
    location, miles, minutes = np.full(len(zips), -1, np.intp), np.full(len(zips), np.inf), np.full(len(zips), np.inf)
    left = np.flatnonzero(~closed)
    if len(left) and len(zips):
        found = nearest(travel, TravelEnds(demand.points, demand.type_index).take(zips), ends.take(left), 1)
        row = found.first_row
        reached = np.isfinite(found.distance_mi[row])
        location[reached] = left[found.destination[row[reached]]]
        miles, minutes = found.distance_mi[row], np.where(reached, found.driving_min[row], np.inf)
    return Affected(np.zeros(len(part), np.intp), part, lost[part], location[which], miles[which], minutes[which])
