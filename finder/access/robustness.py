"""How far a verdict can be trusted: under shorter and longer travel, and if one place closes."""

from dataclasses import dataclass

import numpy as np

from finder.access.coverage import HAIR, Verdicts, judge
from finder.access.reach import Reach, reach_within
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask, group_sums
from finder.domain.demand import DemandPoints
from finder.travel.model import TravelMatrix


@dataclass(frozen=True, eq=False)
class Robustness:
    """Verdicts if every trip is as short and quick as it may well be (`low`), and as long and slow (`high`).

    `flips`: counties whose verdict differs between the two. `sole`: for a county that passes only as long as one
    service point is there, that one, else -1. Both of shape (counties,).
    """

    low: Verdicts
    high: Verdicts
    flips: Mask
    sole: Ints


def robustness(matrix: TravelMatrix, demand: DemandPoints, county_limits: CountyLimits, reach: Reach) -> Robustness:
    """How far the verdicts hold. `matrix` must reach as far as the limits do under low travel; `reach` is of `matrix`."""
    low, high = (
        judge(reach_within(m, demand, county_limits).covered(), demand, county_limits) for m in (matrix.low, matrix.high)
    )
    verdicts = judge(reach.covered(), demand, county_limits)
    return Robustness(low, high, low.judged & (low.passes != high.passes), _sole(reach, demand, county_limits, verdicts))


def _sole(reach: Reach, demand: DemandPoints, county_limits: CountyLimits, verdicts: Verdicts) -> Ints:
    """The service point whose closing would fail each county that passes; of several the one with most people."""
    n = len(verdicts.share)
    lost, county, place = _lost(reach, demand)
    covered = verdicts.covered[county] - lost
    fails = verdicts.passes[county] & (covered < (county_limits.required[county] - HAIR) * verdicts.population[county])
    result = np.full(n, -1, np.intp)
    order = np.argsort(lost[fails], kind="stable")
    result[county[fails][order]] = place[fails][order]
    return result


def _lost(reach: Reach, demand: DemandPoints) -> tuple[Floats, Ints, Ints]:
    """People who have only one place: how many, by county and place."""
    only = reach.only_destination[reach.cell_of_part]
    alone = np.flatnonzero(only >= 0)
    pair, which = np.unique(demand.part_county[alone] * (reach.destinations + 1) + only[alone], return_inverse=True)
    people = group_sums(which, demand.part_people[alone], len(pair))
    return people, pair // (reach.destinations + 1), pair % (reach.destinations + 1)
