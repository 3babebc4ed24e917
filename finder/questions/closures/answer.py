"""Answers the question of closures: measure travel, close each location alone and in pairs, or a stated set at once."""

from finder.access.closures.alone import alone
from finder.access.closures.pairs import pairs
from finder.access.closures.today import Today
from finder.access.closures.together import together
from finder.access.reach import reach_within
from finder.questions.base import Context
from finder.questions.closures.affected import of_all, of_each, ranked_choices
from finder.questions.closures.groups import closed_groups, groups_of, mask_of
from finder.questions.closures.notices import notices
from finder.questions.closures.query import ClosuresQuery
from finder.questions.closures.result import Closed, ClosuresResult
from finder.questions.counting import counted
from finder.questions.limits import county_limits, hsd_used
from finder.questions.trips import trips, trips_a_year
from finder.travel.model import TravelMatrix


def answer(query: ClosuresQuery, context: Context) -> ClosuresResult:
    """Work out what closures take. Raises QueryError for an unknown therapy, standard, or location."""
    limits, yearly = county_limits(query.standard, context), trips_a_year(context.therapy(query.therapy))
    found = counted(query, context, limits.standard.pediatric_hospitals)
    groups, group_of = groups_of(found.points, query.by, context.directory)
    chosen = closed_groups(query, groups, found.points, context.directory)
    demand = context.demand.in_state(query.state) if query.state else context.demand
    matrix = trips(context.travel, demand, found.ends, limits)
    today = Today(
        demand=demand,
        limits=limits,
        reach=reach_within(matrix, demand, limits),
        choices=ranked_choices(context.travel, matrix, demand, found.ends, group_of),
        group_of=group_of,
        groups=len(groups),
        yearly_mi=demand.population * 2 * yearly.low,
    )
    each, closed = alone(today), None
    if chosen:
        closed = _closed(chosen, today, matrix)
        affected = of_all(context.travel, today, found.ends, closed.together)
    else:
        affected = of_each(today)
    return ClosuresResult(
        query=query,
        context=context,
        points=found.points,
        groups=groups,
        hsd=hsd_used(limits.standard, context),
        notices=tuple(notices(query, context, found, matrix.notice, limits, demand)),
        method=matrix.method,
        before=today,
        alone=each,
        pairs=None if chosen else pairs(today, each),
        closed=closed,
        affected=affected,
        trips=yearly,
    )


def _closed(chosen: tuple[int, ...], today: Today, matrix: TravelMatrix) -> Closed:
    demand, limits, mask = today.demand, today.limits, mask_of(chosen, today.group_of)
    low, high = (
        float(together(reach_within(m, demand, limits), demand, limits, mask).lost @ demand.part_people)
        for m in (matrix.low, matrix.high)
    )
    return Closed(chosen, together(today.reach, demand, limits, mask), low, high)
