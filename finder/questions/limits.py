"""The limits that apply in each county: those of the standard, or of CMS's HSD file if one was given."""

from collections.abc import Iterator, Sequence

import numpy as np

from finder.access.standards import CountyLimits, Standard
from finder.domain.demand import DemandPoints
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.standard import parse_standard
from finder.text import Text, named, text_n

MAX_UNCLASSIFIED_NAMES = 8


def county_limits(written: str, context: Context) -> CountyLimits:
    """Return a standard as it applies county by county. Raises QueryError for an unknown standard."""
    standard = parse_standard(written, context.reference.standards)
    limits = standard.county_limits(context.demand.counties.type_index)
    official = hsd_used(standard, context)
    if official is None:
        return limits
    said = official.overrides[standard.id]
    return limits.overridden(said.listed, said.type_index, said.max_mi, said.max_min)


def hsd_used(standard: Standard, context: Context) -> HsdFile | None:
    """Return the HSD file if one was given and it has limits for this standard."""
    return context.hsd if context.hsd and standard.id in context.hsd.overrides else None


def limit_notices(limits: CountyLimits, demand: DemandPoints, hsd: HsdFile | None) -> Iterator[Text]:
    """What a reader must know of the limits: the note of the standard, whose limits they are, and counties without a type."""
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
