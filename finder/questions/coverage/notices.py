"""The notices of a coverage answer: what was counted, what was not, and whose limits were used."""

from collections.abc import Iterator, Sequence

import numpy as np

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.counting import Counted
from finder.questions.coverage.query import CoverageQuery
from finder.questions.words import counted_notices
from finder.text import Text, named, text_n
from finder.travel.model import TravelMatrix

MAX_UNCLASSIFIED_NAMES = 8


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
    yield from counted_notices(context.directory, counted, context.therapy(query.therapy), query.on)
    if limits.standard.note:
        yield named(limits.standard.note)
    listed = hsd.overrides[limits.standard.id].listed if hsd else np.zeros(len(limits.type_index), bool)
    if hsd:
        yield _official(hsd.label, int(listed.sum()))
    if limits.standard.by_type:
        yield from _unclassified(demand.unclassified_counties(~listed))


def _official(label: str, listed: int) -> Text:
    """Say whose county types and limits were used."""
    return text_n(
        "The county type and limits of %(n)s county come from %(file)s.",
        "The county types and limits of %(n)s counties come from %(file)s.",
        listed,
        file=label,
    )


def _unclassified(names: Sequence[str]) -> Iterator[Text]:
    """Say which counties the rule gives no type, and how they were treated."""
    if names:
        yield text_n(
            "The rule gives no type to %(n)s county here (%(names)s). We treat it as rural.",
            "The rule gives no type to %(n)s counties here (%(names)s). We treat them as rural.",
            len(names),
            names="; ".join(names[:MAX_UNCLASSIFIED_NAMES]) + ("; ..." if len(names) > MAX_UNCLASSIFIED_NAMES else ""),
        )
