"""Answers the question of siting: measure who can gain, choose the stops, and see what they change."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from finder.access.siting.alternatives import alternatives, steps
from finder.access.siting.choose import Choice, choose, choose_merged
from finder.access.siting.outcome import Assigned, assign_nearer, assign_within
from finder.access.siting.savings import merge
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Mask
from finder.questions.base import Context
from finder.questions.counting import Counted, able
from finder.questions.limits import county_limits, hsd_used
from finder.questions.own_people import asked_people, everyone, hides_small
from finder.questions.siting.gains import Gains, World, banded, gains, in_band_savings, of_parts, trips_a_year
from finder.questions.siting.hidden import hide_small
from finder.questions.siting.notices import notices
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.result import Beside, InBand, SitingResult
from finder.questions.siting.stops import stops_of
from finder.questions.siting.today import BANDS, Today, ends_of, measure_today, within_mi
from finder.questions.siting.towns import Candidates, candidates
from finder.text import as_count, text

# Alternatives of a stop that are told, and the share of its worth that they may lack.
MOST_ALTERNATIVES, WITHIN = 50, 0.02
# With fewer of the locations that could count than this share, the answer says more about the list than about care.
_NEXT_TO_NOTHING = 0.1


def answer(query: SitingQuery, context: Context) -> SitingResult:
    """Choose the stops. Raises QueryError for an unknown therapy or standard."""
    limits, therapy = county_limits(query.standard, context), context.therapy(query.therapy)
    every = able(query, context, limits.standard.pediatric_hospitals)
    counted, towns, trips = every.accepted(query), candidates(query, context), trips_a_year(therapy)
    demand = asked_people(query, context)
    context.tell(text("Measuring how far everyone is from the nearest location."))
    today = measure_today(context.travel, demand, counted.ends, limits)
    world = World(context.travel, demand, today, limits, counted.ends, towns.ends)
    context.tell(text("Measuring travel to %(towns)s candidate towns.", towns=as_count(len(towns))))
    found = gains(query, world, trips)
    merged = merge(found.savings)
    context.tell(text("Choosing the stops, and proving that no others do better."))
    choice = choose_merged(found.savings, merged, query.units, query.seconds)
    context.tell(text("Comparing other towns, and short and long travel times."))
    mine = of_parts(today, demand, found.kept)
    result = SitingResult(
        query=query,
        context=context,
        county_limits=limits,
        hsd=hsd_used(limits.standard, context),
        points=counted.points,
        notices=tuple(notices(query, context, counted, found.matrix.notice, limits, demand)),
        everyone=demand,
        kept=found.kept,
        within_today=today.covered["middle"],
        within_then=_within_then(query, found, today, limits, choice),
        demand=found.demand,
        before=mine,
        matrix=found.matrix,
        candidates=towns,
        choice=choice,
        assigned=_assigned(query, found, mine, limits, choice),
        alternatives=tuple(alternatives(found.savings, choice.chosen, MOST_ALTERNATIVES, WITHIN)),
        steps=steps(found.savings, merged, choice.chosen, choice.value, choice.bound),
        bands=tuple(_bands(query, world, towns, found, choice)),
        elsewhere=_elsewhere(query, context, counted, towns, choice),
        trips=trips,
        beside=_beside(query, context, every, counted),
    )
    if hides_small(query):
        result = hide_small(result, everyone(query, context))
    return replace(result, stops=stops_of(result))


def _assigned(query: SitingQuery, found: Gains, today: Today, limits: CountyLimits, choice: Choice) -> Assigned:
    """Who goes to which stop: only those who gain by travel as it is estimated."""
    if query.objective == "burden":
        return assign_nearer(found.matrix, found.demand, today.miles, choice.chosen)
    assigned = assign_within(found.matrix, found.demand, limits, choice.chosen)
    if query.objective == "backup":
        return assigned
    return Assigned(np.where(today.covered["middle"], -1, assigned.stop), assigned.trip)


def _within_then(query: SitingQuery, found: Gains, today: Today, limits: CountyLimits, choice: Choice) -> Mask | None:
    """Which people are within the standard with the stops. Where miles are saved, not all trips that tell it are measured."""
    if query.objective == "burden":
        return None
    within = today.covered["middle"].copy()
    within[found.kept] |= assign_within(found.matrix, found.demand, limits, choice.chosen).gains
    return within


def _bands(query: SitingQuery, world: World, towns: Candidates, found: Gains, choice: Choice) -> Iterator[InBand]:
    """What the chosen stops bring within the standard under each estimate of travel; by `robust`, beside the best under it."""
    if query.objective in ("burden", "backup") or not choice.chosen:
        return
    if query.objective == "robust":
        for band in BANDS:
            savings = in_band_savings(world, found.kept, found.demand, found.matrix, band)
            best = choose(savings, query.units, query.seconds)
            yield InBand(band, savings.value(choice.chosen), best.value, best.bound)
        return
    chosen = towns.ends.take(np.array(choice.chosen, np.intp))
    kept, demand, matrix = banded(world, chosen)
    for band in BANDS:
        yield InBand(band, in_band_savings(world, kept, demand, matrix, band).value(range(len(chosen))))


def _elsewhere(query: SitingQuery, context: Context, counted: Counted, towns: Candidates, choice: Choice) -> Floats | None:
    """The people of other states who come within the standard of a chosen stop, each at the quickest. Shape (stops,)."""
    if query.state is None or query.objective in ("burden", "backup"):
        return None
    people = everyone(query, context)
    others = people.of_parts(people.counties.state[people.part_county] != query.state)
    chosen, limits = towns.ends.take(np.array(choice.chosen, np.intp)), county_limits(query.standard, context)
    far = within_mi(context.travel, others, limits, low=False)
    near = np.zeros(len(others.zip), bool)
    if len(chosen) and len(others.zip):
        found = chosen.points.nearest(others.points, 1)
        near[found.origin[found.straight_mi <= far[found.origin]]] = True
    some = others.of_parts(near[others.part_zip])
    if not len(some.zip):
        return np.zeros(len(chosen))
    context.tell(text("Measuring how far everyone is from the nearest location."))
    today = measure_today(context.travel, some, counted.ends, limits)
    matrix = context.travel.matrix(ends_of(some), chosen, far[near])
    assigned: Assigned = assign_within(matrix, some, limits, tuple(range(len(chosen))))
    gains = assigned.gains & ~today.covered["middle"]
    return np.bincount(assigned.stop[gains], some.part_people[gains], len(chosen)).astype(float)


def _beside(query: SitingQuery, context: Context, every: Counted, counted: Counted) -> Beside | None:
    """What is chosen if any listed location counts, where next to none of them does."""
    if query.evidence == "any" or len(counted.points) >= _NEXT_TO_NOTHING * len(every.points):
        return None
    other = answer(replace(query, evidence="any"), context)
    names = tuple(other.candidates.full_name(c) for c in other.choice.chosen)
    return Beside(len(other.points), names, other.choice.value)
