"""Answers the question of siting: measure who can gain, choose the stops, and see what they change."""

from dataclasses import replace

import numpy as np

from finder.access.siting.outcome import Assigned, assign_within
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Mask
from finder.questions.base import Context
from finder.questions.counting import Counted, able
from finder.questions.limits import county_limits, hsd_used
from finder.questions.own_people import asked_people, everyone, hides_small
from finder.questions.siting.gains import World, of_parts
from finder.questions.siting.hidden import hide_small
from finder.questions.siting.notices import notices
from finder.questions.siting.plans import Plan, plan
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.result import Beside, SitingResult
from finder.questions.siting.stops import stops_of
from finder.questions.siting.towns import Candidates, candidates
from finder.questions.today import Today, ends_of, measure_today, within_mi
from finder.questions.trips import trips_a_year
from finder.text import as_count, text

# With fewer of the locations that could count than this share, the answer says more about the list than about care.
_NEXT_TO_NOTHING = 0.1


def answer(query: SitingQuery, context: Context) -> SitingResult:
    """Choose the stops. Raises QueryError for an unknown therapy or standard, and for one that does not fit the objective."""
    limits, therapy = county_limits(query.standard, context), context.therapy(query.therapy)
    every = able(query, context, limits.standard.pediatric_hospitals)
    counted, towns, trips = every.accepted(query), candidates(query, context), trips_a_year(therapy)
    demand = asked_people(query, context)
    context.tell(text("Measuring how far everyone is from the nearest location."))
    today = measure_today(context.travel, demand, counted.ends, limits)
    context.tell(text("Measuring travel to %(towns)s candidate towns.", towns=as_count(len(towns))))
    made = plan(query, World(context.travel, demand, today, limits, counted.ends, towns.ends, context.tell), trips)
    result = SitingResult(
        query=query,
        context=context,
        county_limits=limits,
        hsd=hsd_used(limits.standard, context),
        points=counted.points,
        notices=tuple(notices(query, context, counted, made.matrix.notice, limits, demand)),
        everyone=demand,
        within_today=today.covered["middle"],
        within_then=_within_then(query, made, today, limits),
        before=of_parts(today, demand, made.kept),
        candidates=towns,
        plan=made,
        elsewhere=_elsewhere(query, context, counted, towns, made.choice.chosen),
        trips=trips,
        beside=_beside(query, context, every, counted),
    )
    if hides_small(query):
        result = hide_small(result, everyone(query, context))
    return replace(result, stops=stops_of(result))


def _within_then(query: SitingQuery, made: Plan, today: Today, limits: CountyLimits) -> Mask | None:
    """Which people are within the standard with the stops; None where not all trips that tell it are measured."""
    if query.objective in ("burden", "worst"):
        return None
    within = today.covered["middle"].copy()
    within[made.kept] |= assign_within(made.matrix, made.demand, limits, made.choice.chosen).gains
    return within


def _elsewhere(
    query: SitingQuery, context: Context, counted: Counted, towns: Candidates, rows: tuple[int, ...]
) -> Floats | None:
    """The people of other states who come within the standard of a chosen stop, each at the quickest. Shape (stops,)."""
    if query.state is None or query.objective in ("burden", "backup", "worst"):
        return None
    people = everyone(query, context)
    others = people.of_parts(people.counties.state[people.part_county] != query.state)
    chosen, limits = towns.ends.take(np.array(rows, np.intp)), county_limits(query.standard, context)
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
    names = tuple(other.candidates.full_name(c) for c in other.plan.choice.chosen)
    return Beside(len(other.points), names, other.plan.choice.value)
