"""The trips that planners' questions are about: how far they are measured, and how many a year one person makes."""

import numpy as np

from finder.access.reach import farthest_mi, of_zips
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats
from finder.domain.demand import DemandPoints
from finder.domain.therapy import Span, Therapy
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel

# Low travel is not followed farther than this: all trips of up to 250 miles in the country would not fit in memory. Trips that
# the verdict itself needs are measured however far they are.
FARTHEST_MI = 150.0
# The nearest service points to which every trip is measured, at any distance.
AT_LEAST = 2
# Round trips a year where no treatment says how many: once a month.
MONTHLY = Span(12, 12)


def trips(travel: TravelModel, demand: DemandPoints, ends: TravelEnds, limits: CountyLimits) -> TravelMatrix:
    """Measure trips as far as the verdicts need, under low travel too, and at any distance to the AT_LEAST nearest."""
    within_mi = of_zips(demand, limits, _farthest_mi(travel, limits))
    return travel.matrix(TravelEnds(demand.points, demand.type_index), ends, within_mi, at_least=AT_LEAST)


def _farthest_mi(travel: TravelModel, limits: CountyLimits) -> Floats:
    """How far trips are measured under each pair of limits (miles, minutes). Shape (classes,)."""
    low = farthest_mi(travel, limits, low=True)
    needed = np.zeros(len(low)) if limits.standard.uniform_mi is not None else farthest_mi(travel, limits, low=False)
    farthest: Floats = np.maximum(needed, np.minimum(low, FARTHEST_MI))
    return farthest


def trips_a_year(therapy: Therapy | None) -> Span:
    """The round trips a year of the usual regimen, at home each night; monthly where there is none."""
    return therapy.regimen.visit_days if therapy and therapy.regimen else MONTHLY
