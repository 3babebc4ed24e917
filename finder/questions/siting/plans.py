"""The choice of stops by each objective: by savings, the fewest, or for the shortest longest drive; and what is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from finder.access.coverage import judge
from finder.access.reach import Reach, reach_within
from finder.access.siting.alternatives import Alternative, Step, alternatives, steps
from finder.access.siting.choose import Choice, choose, choose_merged
from finder.access.siting.fewest import Cover, Fewest, fewest
from finder.access.siting.outcome import Assigned, assign_closer, assign_within
from finder.access.siting.savings import merge
from finder.access.siting.worst import Costs, Worst, worst
from finder.domain.arrays import Floats, Mask, grouped_arange
from finder.domain.demand import DemandPoints
from finder.domain.therapy import Span
from finder.errors import QueryError
from finder.questions.siting.gains import FARTHEST_MI, Gains, World, banded, gains, in_band_savings, outside, reached
from finder.questions.siting.query import SitingQuery
from finder.questions.today import BANDS, Band, ends_of
from finder.text import text
from finder.travel.model import TravelMatrix, driving_reach_mi

# Alternatives of a stop that are told, and the share of its worth that they may lack.
MOST_ALTERNATIVES, WITHIN = 50, 0.02
CHOOSING = text("Choosing the stops, and proving that no others do better.")
# The search for the shortest longest drive takes about as many steps, each with a limit of its own.
_STEPS = 10


@dataclass(frozen=True, eq=False)
class InBand:
    """What the chosen stops are worth under an estimate of travel, and what the best stops under it are worth.

    `best` and its `bound` are None if they were not worked out.
    """

    band: Band
    value: float
    best: float | None = None
    bound: float | None = None


@dataclass(frozen=True, eq=False)
class Plan:
    """The stops that were chosen, and who goes to them.

    `kept` are the parts of the world's demand whose people can gain (shape (parts,)), `demand` only these, `matrix` the travel
    from their ZIP codes to the candidates, and `assigned` who of them goes to which stop. `hopeless` are rows of the counties
    that no candidates bring to meet the standard. Where the longest drive is shortened, `longest_today` is that of today, and
    `floor` that with a stop in every candidate town, in minutes; `left_out` are people without a road to any location.
    """

    kept: Mask
    demand: DemandPoints
    matrix: TravelMatrix
    choice: Choice | Fewest | Worst
    assigned: Assigned
    alternatives: tuple[tuple[Alternative, ...], ...] = ()
    steps: tuple[Step, ...] = ()
    bands: tuple[InBand, ...] = ()
    hopeless: tuple[int, ...] = ()
    longest_today: float = 0.0
    floor: float = 0.0
    left_out: float = 0.0


def plan(query: SitingQuery, world: World, trips: Span) -> Plan:
    """Choose the stops. Raises QueryError for a standard without a pass mark where every county is to meet it."""
    if query.units is None:
        return _fewest(query, world)
    if query.objective == "worst":
        return _worst(query, query.units, world)
    return _most(query, query.units, world, trips)


def _most(query: SitingQuery, units: int, world: World, trips: Span) -> Plan:
    found = gains(query, world, trips)
    merged = merge(found.savings)
    world.tell(CHOOSING)
    choice = choose_merged(found.savings, merged, units, query.seconds)
    world.tell(text("Comparing other towns, and short and long travel times."))
    assigned = _assigned(query, world, found, choice)
    made = Plan(found.kept, found.demand, found.matrix, choice, assigned)
    return replace(
        made,
        alternatives=tuple(alternatives(found.savings, choice.chosen, MOST_ALTERNATIVES, WITHIN)),
        steps=steps(found.savings, merged, choice.chosen, choice.value, choice.bound),
        bands=tuple(_bands(query, units, world, made)),
    )


def _assigned(query: SitingQuery, world: World, found: Gains, choice: Choice) -> Assigned:
    """Who goes to which stop: only those who gain by travel as it is estimated."""
    if query.objective == "burden":
        current = world.before.miles[np.unique(world.demand.part_zip[found.kept])]
        return assign_closer(found.matrix, found.demand, found.matrix.distance_mi, current, choice.chosen)
    assigned = assign_within(found.matrix, found.demand, world.limits, choice.chosen)
    if query.objective == "backup":
        return assigned
    return Assigned(np.where(world.before.covered["middle"][found.kept], -1, assigned.stop), assigned.trip)


def _bands(query: SitingQuery, units: int, world: World, made: Plan) -> Iterator[InBand]:
    """What the chosen stops bring within the standard under each estimate of travel; by `robust`, beside the best under it."""
    chosen = made.choice.chosen
    if query.objective in ("burden", "backup") or not chosen:
        return
    if query.objective == "robust":
        for band in BANDS:
            savings = in_band_savings(world, made.kept, made.demand, made.matrix, band)
            best = choose(savings, units, query.seconds)
            yield InBand(band, savings.value(chosen), best.value, best.bound)
        return
    kept, demand, matrix = banded(world, world.towns.take(np.array(chosen, np.intp)))
    for band in BANDS:
        yield InBand(band, in_band_savings(world, kept, demand, matrix, band).value(range(len(chosen))))


def _fewest(query: SitingQuery, world: World) -> Plan:
    """As few stops as bring every county to meet the standard that can be brought there."""
    limits, demand = world.limits, world.demand
    if np.isnan(limits.required).all():
        raise QueryError(
            text("This standard has no pass mark, so no county falls short of it."),
            text("Choose one that has, such as cms."),
        )
    verdicts = judge(world.before.covered["middle"], demand, limits)
    short = verdicts.judged & ~verdicts.passes
    kept = outside(world) & short[demand.part_county]
    some, matrix = reached(world, kept)
    need = np.where(short, verdicts.population * limits.required - verdicts.covered, 0.0)
    cover = _cover(reach_within(matrix, some, limits), some, need)
    world.tell(CHOOSING)
    choice = fewest(cover, query.seconds)
    assigned = assign_within(matrix, some, limits, choice.chosen)
    hopeless = np.flatnonzero(cover.hopeless & (need > 0))
    return Plan(kept, some, matrix, choice, assigned, hopeless=tuple(hopeless.tolist()))


def _cover(reach: Reach, demand: DemandPoints, need: Floats) -> Cover:
    """Who can be reached from where, by parts of the demand points: people of a cell may live in several counties."""
    start = np.searchsorted(reach.cell, np.arange(len(reach.people) + 1))
    length = np.diff(start)[reach.cell_of_part]
    part = np.repeat(np.arange(len(demand.part_zip)), length)
    column = reach.destination[start[reach.cell_of_part[part]] + grouped_arange(length)]
    order = np.argsort(column, kind="stable")
    return Cover(part[order], column[order], demand.part_people, demand.part_county, need, reach.destinations)


def _worst(query: SitingQuery, units: int, world: World) -> Plan:
    """The stops that make the longest drive in a state as short as can be, for all whom a road leads to a location today."""
    demand, current = world.demand, world.before.minutes
    kept = (demand.part_people > 0) & np.isfinite(current)[demand.part_zip]
    some, now = demand.of_parts(kept), current[np.unique(demand.part_zip[kept])]
    farthest = np.array([min(driving_reach_mi(world.travel, m), FARTHEST_MI) for m in now.tolist()])
    matrix = world.travel.matrix(ends_of(some), world.towns, farthest)
    order = np.argsort(matrix.destination, kind="stable")
    order = order[matrix.driving_min[order] < now[matrix.origin[order]]]
    row, column, cost = matrix.origin[order], matrix.destination[order], matrix.driving_min[order]
    costs = Costs(row, column, cost, now, len(world.towns))
    world.tell(CHOOSING)
    choice = worst(costs, units, max(query.seconds / _STEPS, 1.0))
    assigned = assign_closer(matrix, some, matrix.driving_min, now, choice.chosen)
    left_out = float(demand.part_people.sum() - some.part_people.sum())
    return Plan(kept, some, matrix, choice, assigned, longest_today=costs.longest([]), floor=choice.floor, left_out=left_out)
