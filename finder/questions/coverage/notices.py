"""What a coverage answer cannot say by itself: what was counted, and what was not."""

from collections.abc import Iterator, Sequence

import numpy as np

from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Therapy
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.counting import Counted
from finder.questions.coverage.query import CoverageQuery
from finder.text import Text, as_month, named, text, text_n
from finder.travel.model import TravelMatrix

HOLES_NAMED = 8


def notices(
    query: CoverageQuery,
    context: Context,
    counted: Counted,
    matrix: TravelMatrix,
    limits: CountyLimits,
    demand: DemandPoints,
    hsd: HsdFile | None,
) -> Iterator[Text]:
    """All notices of one answer, the one that matters most first."""
    if matrix.notice:
        yield matrix.notice
    yield from counted_notices(context.directory, counted, context.therapy(query.therapy))
    if limits.standard.note:
        yield named(limits.standard.note)
    listed = hsd.overrides[limits.standard.id].listed if hsd else np.zeros(len(limits.type_index), bool)
    if hsd:
        yield _official(hsd.label, int(listed.sum()))
    if limits.standard.by_type:
        yield from _holes(demand.holes(~listed))


def counted_notices(directory: Directory, counted: Counted, therapy: Therapy | None) -> Iterator[Text]:
    """Which listings were counted, how old they are, and which were not counted."""
    points = counted.points
    if not points:
        yield text("No listing fits these choices, so we can't say who is within reach.")
    yield text(
        "Only listed locations are counted. %(known)s of the %(n)s locations in this directory say which treatments they "
        "give, so a gap may be a gap in the list.",
        known=sum(bool(p.evidence) and not p.example for p in directory.points),
        n=sum(not p.example for p in directory.points),
    )
    if points:
        yield from _age(points)
    if therapy and points:
        yield text(
            "%(known)s of the %(n)s locations counted are known to give %(therapy)s.",
            known=sum(p.known_to_give(therapy.id) for p in points),
            n=len(points),
            therapy=named(therapy.short_name),
        )
    yield from _not_counted(directory, counted.unable, therapy)


def _age(points: Sequence[ServicePoint]) -> Iterator[Text]:
    """When the listings were last checked."""
    days = sorted(d for p in points if (d := p.provenance.checked_on))
    undated = len(points) - len(days)
    if days and days[0].replace(day=1) == days[-1].replace(day=1):
        yield text("The listings counted were last checked in %(month)s.", month=as_month(days[0]))
    elif days:
        yield text(
            "The listings counted were last checked between %(first)s and %(last)s.",
            first=as_month(days[0]),
            last=as_month(days[-1]),
        )
    if undated:
        yield (
            text_n("%(n)s of them doesn't say when.", "%(n)s of them don't say when.", undated)
            if days
            else text("No listing says when it was last checked.")
        )


def _not_counted(directory: Directory, unable: int, therapy: Therapy | None) -> Iterator[Text]:
    if unable and therapy:
        yield text_n(
            "%(n)s mobile stop is not counted: its visits can't deliver all of %(therapy)s, including the first dose.",
            "%(n)s mobile stops are not counted: their visits can't deliver all of %(therapy)s, including the first dose.",
            unable,
            therapy=named(therapy.short_name),
        )
    if examples := sum(p.example for p in directory.points):
        yield text_n("%(n)s example stop is not counted.", "%(n)s example stops are not counted.", examples)
    if unplaced := sum(p.location is None for p in directory.points):
        yield text_n(
            "%(n)s listing has no known position, so no travel to it is measured.",
            "%(n)s listings have no known position, so no travel to them is measured.",
            unplaced,
        )


def _official(label: str, listed: int) -> Text:
    """Whose types and limits are used."""
    return text_n(
        "The county type and limits of %(n)s county come from %(file)s.",
        "The county types and limits of %(n)s counties come from %(file)s.",
        listed,
        file=label,
    )


def _holes(names: Sequence[str]) -> Iterator[Text]:
    """That the rule gives some counties no type, and what is done with them."""
    if names:
        yield text_n(
            "The rule gives no type to %(n)s county here (%(names)s). We treat it as rural.",
            "The rule gives no type to %(n)s counties here (%(names)s). We treat them as rural.",
            len(names),
            names="; ".join(names[:HOLES_NAMED]) + ("; ..." if len(names) > HOLES_NAMED else ""),
        )
