"""Answers what a plan changes: coverage by the base and by the plan, over the same people and the same roads."""

from dataclasses import replace

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.domain.scenario import TODAY, Scenario
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.counting import Counted, counted
from finder.questions.limits import county_limits, hsd_used
from finder.questions.scenario.notices import notices
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.scenario.result import ScenarioResult, Side
from finder.questions.today import measure_today
from finder.questions.trips import trips_a_year
from finder.text import text


def answer(query: ScenarioQuery, context: Context) -> ScenarioResult:
    """Compare. Raises QueryError for an unknown therapy, standard, or scenario."""
    limits, therapy = county_limits(query.standard, context), context.therapy(query.therapy)
    demand = context.demand.in_state(query.state) if query.state else context.demand
    base, _ = _side(query, query.base, context, limits, demand)
    plan, kept = _side(query, query.plan, context, limits, demand)
    return ScenarioResult(
        query=query,
        context=context,
        county_limits=limits,
        hsd=hsd_used(limits.standard, context),
        notices=tuple(notices(query, context, kept, limits, demand)),
        everyone=demand,
        base=base,
        plan=plan,
        trips=trips_a_year(therapy),
    )


def _side(
    query: ScenarioQuery, asked: str, context: Context, limits: CountyLimits, demand: DemandPoints
) -> tuple[Side, Counted]:
    """One of the two, and what it counts."""
    scenario = _scenario(asked, context)
    there = replace(context, directory=scenario.directory) if scenario else context
    kept = counted(query, there, limits.standard.pediatric_hospitals)
    return Side(scenario, kept.points, measure_today(context.travel, demand, kept.ends, limits)), kept


def _scenario(asked: str, context: Context) -> Scenario | None:
    """The scenario of an id; None for the directory as it is. Raises QueryError if the context does not have it."""
    if asked == TODAY:
        return None
    for scenario in context.scenarios:
        if scenario.id == asked:
            return scenario
    raise QueryError(
        text("This question is about a scenario, and its file was not given, or has changed."),
        text("Give it with --scenario."),
    )
