"""The notices of a coverage answer: what was counted, what was not, and whose limits were used."""

from collections.abc import Iterator

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.counting import Counted
from finder.questions.coverage.query import CoverageQuery
from finder.questions.limits import limit_notices
from finder.questions.need import need_notices
from finder.questions.own_people import people_notices
from finder.questions.words import counted_notices, minutes_are_driving
from finder.text import Text
from finder.travel.model import TravelMatrix


def notices(
    query: CoverageQuery,
    context: Context,
    counted: Counted,
    matrix: TravelMatrix,
    limits: CountyLimits,
    demand: DemandPoints,
    hsd: HsdFile | None,
) -> Iterator[Text]:
    """All notices of one answer, the most important first."""
    if matrix.notice:
        yield matrix.notice
    yield from need_notices(query, context)
    yield from people_notices(query, context)
    yield from counted_notices(context.directory, counted, context.therapy(query.therapy), query.on)
    yield minutes_are_driving()
    yield from limit_notices(limits, demand, hsd)
