"""The notices of an answer about closures: what was counted, and what a closure is taken to be."""

from collections.abc import Iterator

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.questions.base import Context
from finder.questions.closures.query import ClosuresQuery
from finder.questions.counting import Counted
from finder.questions.limits import hsd_used, limit_notices
from finder.questions.words import counted_notices, minutes_are_driving
from finder.text import Text, text


def notices(
    query: ClosuresQuery, context: Context, counted: Counted, travel: Text | None, limits: CountyLimits, demand: DemandPoints
) -> Iterator[Text]:
    """All notices of one answer, the most important first."""
    if travel:
        yield travel
    yield text(
        "Other locations may exist that this list does not know. Someone who seems to depend on one location may have another, "
        "so check the list where a closure seems to affect many people."
    )
    yield from counted_notices(context.directory, counted, context.therapy(query.therapy), query.on)
    yield text(
        "The locations that stay are taken to have room for everyone. Whether they have chairs enough is another question: see "
        "the chairs within reach."
    )
    yield minutes_are_driving()
    yield from limit_notices(limits, demand, hsd_used(limits.standard, context))
