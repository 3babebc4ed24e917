"""Answers about own people without numbers from 1 to 10, and without those that would reveal them."""

from dataclasses import replace

import numpy as np

from finder.access.coverage import Verdicts
from finder.access.small_numbers import Pools
from finder.domain.arrays import Ints
from finder.domain.demand import DemandPoints


def pools_of(demand: DemandPoints, everyone: DemandPoints, side: Ints) -> Pools:
    """Return the pools of people by county, state, and `side`, a small number for each part.

    `everyone` are those of the whole country: a ZIP code may have people beyond the state line.
    """
    state = np.unique(demand.counties.state, return_inverse=True)[1].astype(np.intp)
    states, sides = len(state) + 1, int(side.max(initial=0)) + 1
    of_zip = np.bincount(everyone.part_zip, minlength=len(everyone.zip))[np.searchsorted(everyone.zip, demand.zip)]
    county = demand.part_county * sides + side
    groups = [county, state[demand.part_county] + states * side, side, np.zeros(len(side), np.intp)]
    return Pools(demand.part_people, demand.part_zip, of_zip, groups)


def hidden_verdicts(verdicts: Verdicts, demand: DemandPoints, pools: Pools) -> Verdicts:
    """Return verdicts without the numbers that are hidden, and with no verdict on their counties.

    If the people within or those outside are hidden, so is the other number.
    """
    n, county, within = len(demand.counties.fips), demand.part_county, verdicts.within
    inside, outside = pools.by(county, n, within), pools.by(county, n, ~within)
    covered = np.where(np.isnan(outside), np.nan, inside)
    population = pools.by(county, n)
    known = ~np.isnan(covered) & ~np.isnan(population)
    share = np.divide(covered, population, out=np.full(n, np.nan), where=known & (population > 0))
    both = pools.sum(within) + 0 * pools.sum(~within)
    judged, everyone = verdicts.judged & known, pools.sum(np.ones(len(within), bool))
    return Verdicts(population, covered, share, judged, verdicts.passes & judged, within, everyone, both)


def hidden_people(demand: DemandPoints, pools: Pools) -> DemandPoints:
    """Return demand points with the people of parts that are hidden unknown (NaN)."""
    parts = len(demand.part_people)
    return replace(demand, part_people=pools.by(np.arange(parts), parts), groups={})
