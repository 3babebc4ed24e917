"""The notices of an answer about a plan: what was counted, and what a plan is taken to be."""

from collections.abc import Iterator

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.questions.base import Context
from finder.questions.counting import Counted
from finder.questions.limits import hsd_used, limit_notices
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.words import counted_notices, minutes_are_driving
from finder.text import Text, text


def notices(
    query: ScenarioQuery, context: Context, kept: Counted, limits: CountyLimits, demand: DemandPoints
) -> Iterator[Text]:
    """All notices of one answer, the most important first."""
    yield text(
        "A plan is what its file says. What it says that a location gives is taken as confirmed. Whether anyone can carry it "
        "out is another question."
    )
    yield from counted_notices(context.directory, kept, context.therapy(query.therapy), query.on)
    yield minutes_are_driving()
    yield from limit_notices(limits, demand, hsd_used(limits.standard, context))
