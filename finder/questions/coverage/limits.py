"""The limits that apply in each county: those of the standard, or of CMS's HSD file if one was given."""

from finder.access.standards import CountyLimits, Standard
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.standard import parse_standard


def county_limits(query: CoverageQuery, context: Context) -> CountyLimits:
    """Return the standard as it applies county by county. Raises QueryError for an unknown standard."""
    standard = parse_standard(query.standard, context.reference.standards)
    limits = standard.county_limits(context.demand.counties.type_index)
    official = hsd_used(standard, context)
    if official is None:
        return limits
    said = official.overrides[standard.id]
    return limits.overridden(said.listed, said.type_index, said.max_mi, said.max_min)


def hsd_used(standard: Standard, context: Context) -> HsdFile | None:
    """Return the HSD file if one was given and it has limits for this standard."""
    return context.hsd if context.hsd and standard.id in context.hsd.overrides else None
