"""Counties measured against 42 CFR 422.116, in the layout of CMS's Automated Criteria Check of a plan's HSD tables.

CMS counts a plan's beneficiaries and its contracted providers; here all people and all locations counted take their place.
"""

import math

import numpy as np

from finder.domain.arrays import Ints, grouped_arange
from finder.errors import QueryError
from finder.hsd.headings import SPECIALTIES
from finder.questions.base import Row
from finder.questions.coverage.result import CoverageResult
from finder.questions.rounding import share
from finder.text import text

# Specialty codes of CMS's HSD tables, by id of standard. CMS requires one facility of each type other than hospitals; how many
# providers it requires depends on a plan's beneficiaries (42 CFR 422.116(e)).
_CODES = {"cms": "057", "cms:rheumatology": "031"}
_MINIMUM = {"cms": 1}


def criteria_rows(result: CoverageResult) -> list[Row]:
    """One row for each county. Raises QueryError for a standard that is not one of CMS's."""
    standard = result.standard.id
    check_standard(standard)
    counties = np.unique(result.demand.part_county)
    within, minimum = _locations_within(result), _MINIMUM.get(standard)
    return [
        {
            "state": area.state,
            "county": result.county_name(area.fips),
            "fips": area.fips,
            "type": area.type,
            "designation_from": _designated_by(result, c),
            "specialty_code": _CODES[standard],
            "specialty_name": SPECIALTIES[standard],
            "minimum_number": minimum,
            "number_within": int(within[c]),
            "maximum_time_min": _limit(result.county_limits.max_min[c]),
            "maximum_distance_mi": _limit(result.county_limits.max_mi[c]),
            "required_share": area.required_share,
            "share": share(area.share),
            **_met(area.passes, None if minimum is None else bool(within[c] >= minimum)),
        }
        for area, c in zip(result.coverage.areas, counties.tolist(), strict=True)
    ]


def check_standard(standard: str) -> None:
    """Raises QueryError for a standard that is not one of CMS's."""
    if standard not in _CODES:
        raise QueryError(
            text("CMS's criteria check covers the CMS standards, not %(standard)s.", standard=repr(standard[:60])),
            text("Choose one of: %(known)s.", known=", ".join(_CODES)),
        )


def _designated_by(result: CoverageResult, county: int) -> str:
    listed = result.hsd is not None and result.hsd.overrides[result.standard.id].listed[county]
    return "HSD file" if listed else "rule"


def _limit(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _met(time_distance: bool | None, number: bool | None) -> Row:
    """Verdicts; None where nobody lives, or where the number of facilities that CMS requires is not known."""
    number = None if time_distance is None else number
    known = [time_distance, number]
    both = False if False in known else None if None in known else True
    return {"meets_number": number, "meets_time_distance": time_distance, "meets_all": both}


def _locations_within(result: CoverageResult) -> Ints:
    """How many service points are within the limits of at least one person of each county. Shape (counties,)."""
    reach, demand = result.reach, result.demand
    lived_in = np.flatnonzero(demand.part_people != 0)
    cell = reach.cell_of_part[lived_in]
    first, trips = np.searchsorted(reach.cell, cell), reach.destinations_within()[cell]
    destination = reach.destination[np.repeat(first, trips) + grouped_arange(trips)]
    county = np.repeat(demand.part_county[lived_in], trips)
    pairs = np.unique(county * (reach.destinations + 1) + destination)
    return np.bincount(pairs // (reach.destinations + 1), minlength=len(demand.counties.fips))
