"""The notices of a siting answer: what was counted, and what a stop is taken to be."""

from collections.abc import Iterator

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.questions.base import Context
from finder.questions.counting import Counted
from finder.questions.limits import hsd_used, limit_notices
from finder.questions.need import need_notices
from finder.questions.own_people import hides_small, people_notices
from finder.questions.siting.query import SitingQuery
from finder.questions.words import counted_notices, minutes_are_driving
from finder.text import Text, named, text


def notices(
    query: SitingQuery, context: Context, counted: Counted, travel: Text | None, limits: CountyLimits, demand: DemandPoints
) -> Iterator[Text]:
    """All notices of one answer, the most important first."""
    if travel:
        yield travel
    therapy = context.therapy(query.therapy)
    yield from need_notices(query, context)
    yield from people_notices(query, context)
    if hides_small(query):
        yield text(
            "Counties whose numbers are hidden are not in the table of counties that gain. Miles saved and the gains of other "
            "choices of stops are left out: they could reveal small numbers."
        )
    yield from counted_notices(context.directory, counted, therapy, query.on)
    yield minutes_are_driving()
    yield from limit_notices(limits, demand, hsd_used(limits.standard, context))
    yield text(
        "A new stop is taken to stand in the middle of its town, and to be there on every day that the treatment needs. Which "
        "unit is where on which day is another question."
    )
    if therapy and therapy.regimen and therapy.regimen.consecutive_days.high > 1:
        yield text(
            "%(therapy)s is given on several days in a row. Plan stays of several days: a weekly stop can't give it.",
            therapy=named(therapy.short_name),
        )
