"""Points of a planner's own as ends of travel: what the ZIP code nearest to each says of it."""

import numpy as np
import numpy.typing as npt

from finder.domain.geo import PointSet
from finder.questions.base import Context
from finder.travel.model import TravelEnds


def ends_at(points: PointSet, context: Context) -> TravelEnds:
    """Points with the type of the county of their nearest ZIP code."""
    near = context.demand.points.nearest(points, 1)
    types = np.zeros(len(points), np.intp)
    types[near.origin] = context.demand.type_index[near.destination]
    return TravelEnds(points, types)


def nearest_states(points: PointSet, context: Context) -> npt.NDArray[np.str_]:
    """The state of the nearest ZIP code of each point."""
    near = context.demand.points.nearest(points, 1)
    states = np.full(len(points), "", "<U2")
    states[near.origin] = context.demand.counties.state[context.demand.county[near.destination]]
    return states
