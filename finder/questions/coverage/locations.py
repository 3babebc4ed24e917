"""The table of locations counted: the people each one serves, those with no alternative, and its source."""

from collections import defaultdict

import numpy as np

from finder.domain.facility import ServicePoint
from finder.questions.base import Row
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.questions.excluded import EXCLUSION_WORDS
from finder.questions.rounding import share_of, tenth
from finder.questions.words import as_of
from finder.wording.writer import ENGLISH


def location_rows(result: CoverageResult) -> list[Row]:
    """One row for each service point, most people first.

    People within reach of several count at each, so the rows don't add up to all people. The answer of a state has only the
    service points that lie in it or serve its people.
    """
    dependent, state = _dependent_counties(result), result.query.state
    within, only, everybody = result.people_within, result.people_only_here, result.coverage.totals.population
    rows = [
        {
            **_listing(point),
            "people_within": tenth(float(within[row])),
            "share_of_all": share_of(float(within[row]), everybody),
            "people_only_here": tenth(float(only[row])),
            "dependent_counties": "; ".join(dependent[row]),
            **_said(point, result.query),
        }
        for row, point in enumerate(result.points)
        if state is None or within[row] != 0 or point.address.state == state
    ]
    return sorted(rows, key=lambda r: (-(r["people_within"] or 0), r["id"]))


def excluded_rows(result: CoverageResult) -> list[Row]:
    """One row for each location that never counts, by id; of a state, for those in it."""
    state = result.query.state
    rows = [
        {**_listing(each.point), "reason": each.code, "why": ENGLISH.say(EXCLUSION_WORDS[each.code])}
        for each in result.excluded
        if state is None or each.point.address.state == state
    ]
    return sorted(rows, key=lambda r: r["id"])


def _dependent_counties(result: CoverageResult) -> dict[int, list[str]]:
    """The FIPS codes of the counties that would fail without a service point, by its row."""
    found = defaultdict(list)
    sole, fips = result.robustness.sole, result.demand.counties.fips
    for county in np.flatnonzero(sole >= 0).tolist():
        found[int(sole[county])].append(str(fips[county]))
    return found


def _listing(point: ServicePoint) -> Row:
    address, position = point.address, point.position
    assert position, "only a service point with a known position is counted"
    return {
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
        "lat": round(position.point.lat_deg, 5),
        "lon": round(position.point.lon_deg, 5),
        "position_precision": position.precision,
    }


def _said(point: ServicePoint, query: CoverageQuery) -> Row:
    listed, known = point.provenance, point.evidence(query.therapy, query.on)
    return {
        "therapy_evidence": known.evidence if query.therapy else None,
        "evidence_words": ENGLISH.evidence(known, query.on) if query.therapy else None,
        "source": listed.source,
        "source_url": listed.source_url,
        "checked_on": as_of(listed, query.on),
        "example": point.example,
    }
