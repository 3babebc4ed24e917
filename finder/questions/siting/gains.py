"""Who can gain from new stops, the trips of these people to the candidates, and what each candidate saves."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from finder.access.reach import reach_within
from finder.access.siting.benefit import covering, miles, stacked
from finder.access.siting.savings import Savings
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Mask
from finder.domain.demand import DemandPoints
from finder.domain.therapy import Span
from finder.questions.base import tell_nobody
from finder.questions.siting.query import SitingQuery
from finder.questions.today import BANDS, Band, Today, ends_of, in_band, within_mi
from finder.text import Text
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel

# Trips to a new stop are followed no farther than this for the miles saved.
FARTHEST_MI = 400.0
# The groups whose people count more by the objective `equity`: once more for each that a person is in.
EQUITY_GROUPS = ("65_plus", "poverty", "no_car")


@dataclass(frozen=True, eq=False)
class World:
    """What a siting question is worked out over: people, their travel today, the rule, and the candidates' ends.

    `tell` is told what is being done.
    """

    travel: TravelModel
    demand: DemandPoints
    before: Today
    limits: CountyLimits
    locations: TravelEnds
    towns: TravelEnds
    tell: Callable[[Text], None] = tell_nobody


@dataclass(frozen=True, eq=False)
class Gains:
    """The people who can gain. `kept` are their parts among those of the world (shape (parts,)), and `demand` only these.

    `matrix` is the travel from their ZIP codes to the candidates, and `savings` the table of the objective.
    """

    kept: Mask
    demand: DemandPoints
    matrix: TravelMatrix
    savings: Savings


def gains(query: SitingQuery, world: World, trips: Span) -> Gains:
    """Measure who can gain what, by the objective of the query."""
    match query.objective:
        case "burden":
            return _burden(world, trips)
        case "robust":
            return _robust(world)
        case "backup":
            return _covering(world, _served_once(world), world.demand.part_people)
        case "equity":
            return _covering(world, outside(world), equity_weight(world.demand))
    return _covering(world, outside(world), world.demand.part_people)


def outside(world: World) -> Mask:
    """The parts whose people are outside the standard today."""
    found: Mask = ~world.before.covered["middle"] & (world.demand.part_people > 0)
    return found


def reached(world: World, kept: Mask) -> tuple[DemandPoints, TravelMatrix]:
    """Some of the people, and their trips to all towns that are within the standard of any of them."""
    demand = world.demand.of_parts(kept)
    return demand, world.travel.matrix(ends_of(demand), world.towns, within_mi(world.travel, demand, world.limits, low=False))


def equity_weight(demand: DemandPoints) -> Floats:
    """People, each counted once for each group of EQUITY_GROUPS that they are in. Shape (parts,).

    Where a ZIP code's share is not known, it is taken to be that of all people here.
    """
    share = np.zeros(len(demand.zip))
    for name in EQUITY_GROUPS:
        part = demand.groups.get(name, np.full(len(demand.zip), np.nan))
        known = ~np.isnan(part)
        people = float(demand.population[known].sum())
        mean = float((demand.population[known] * part[known]).sum()) / people if people > 0 else 0.0
        share += np.where(known, part, mean)
    weight: Floats = demand.part_people * share[demand.part_zip]
    return weight


def banded(world: World, towns: TravelEnds) -> tuple[Mask, DemandPoints, TravelMatrix]:
    """The people outside the standard under high travel, and their trips to some towns that may be within it under low."""
    kept = ~world.before.covered["high"] & (world.demand.part_people > 0)
    demand = world.demand.of_parts(kept)
    return kept, demand, world.travel.matrix(ends_of(demand), towns, within_mi(world.travel, demand, world.limits, low=True))


def in_band_savings(world: World, kept: Mask, demand: DemandPoints, matrix: TravelMatrix, band: Band) -> Savings:
    """People who come within the standard under an estimate of travel: those who are not within it today under the same."""
    weight = np.where(world.before.covered[band][kept], 0.0, demand.part_people)
    return covering(in_band(matrix, band), demand, world.limits, weight)


def _covering(world: World, kept: Mask, weight: Floats) -> Gains:
    kept = kept & (weight > 0)
    demand, matrix = reached(world, kept)
    return Gains(kept, demand, matrix, covering(matrix, demand, world.limits, weight[kept]))


def _robust(world: World) -> Gains:
    kept, demand, matrix = banded(world, world.towns)
    tables = [in_band_savings(world, kept, demand, matrix, band) for band in BANDS]
    return Gains(kept, demand, matrix, stacked(tables, 1 / len(BANDS)))


def _served_once(world: World) -> Mask:
    """The people who are within the standard of exactly one location."""
    demand = world.demand
    reached = within_mi(world.travel, demand, world.limits, low=False)
    matrix = world.travel.matrix(ends_of(demand), world.locations, reached)
    reach = reach_within(matrix, demand, world.limits)
    once: Mask = (reach.only_destination >= 0)[reach.cell_of_part]
    return once


def _burden(world: World, trips: Span) -> Gains:
    """Miles saved: only people with a town nearer than today's location can gain."""
    demand, current = world.demand, world.before.miles
    near = world.towns.points.nearest(demand.points, 1)
    straight = np.full(len(demand.zip), np.inf)
    straight[near.origin] = near.straight_mi
    can = np.isfinite(current) & (straight < current)
    kept = can[demand.part_zip] & (demand.part_people > 0)
    some, rows = demand.of_parts(kept), np.unique(demand.part_zip[kept])
    matrix = world.travel.matrix(ends_of(some), world.towns, np.minimum(current[rows], FARTHEST_MI))
    return Gains(kept, some, matrix, miles(matrix, current[rows], some.population * 2 * trips.low))


def of_parts(today: Today, demand: DemandPoints, kept: Mask) -> Today:
    """Today's travel of some parts of the demand points only."""
    rows = np.unique(demand.part_zip[kept])
    return replace(
        today,
        nearest=today.nearest[rows],
        miles=today.miles[rows],
        minutes=today.minutes[rows],
        covered={band: mask[kept] for band, mask in today.covered.items()},
    )
