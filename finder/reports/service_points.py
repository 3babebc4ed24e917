"""One row a counted service point: whom it serves, who has no other, and who says that it is there."""

from collections import defaultdict

import numpy as np

from finder.domain.facility import ServicePoint
from finder.questions.coverage.result import CoverageResult
from finder.reports.answers import Row, share, tenth
from finder.reports.manifest import trace


def center_rows(result: CoverageResult) -> list[Row]:
    """Service points, most people first. People are counted once at each place, so the rows do not add up to all."""
    said, resting = trace(result, "centers"), _resting(result)
    within, only, everybody = result.reach.people_within, result.reach.people_only_here, result.coverage.totals.population
    rows = [
        {
            **_listing(point),
            "people_within": tenth(float(within[row])),
            "share_of_all": share(float(within[row]) / everybody) if everybody else None,
            "people_only_here": tenth(float(only[row])),
            "resting_counties": "; ".join(resting[row]),
            **_said(point, result.query.therapy),
            **said,
        }
        for row, point in enumerate(result.points)
    ]
    return sorted(rows, key=lambda r: (-r["people_within"], r["id"]))


def _resting(result: CoverageResult) -> dict[int, list[str]]:
    """The counties that fail without each service point (a row), in the order of the table of counties."""
    found = defaultdict(list)
    one_place, fips = result.robustness.one_place, result.demand.counties.fips
    for county in np.flatnonzero(one_place >= 0).tolist():
        found[int(one_place[county])].append(str(fips[county]))
    return found


def _listing(point: ServicePoint) -> Row:
    address, location = point.address, point.location
    assert location, "only a service point with a place is counted"
    return {
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "city": address.city,
        "state": address.state,
        "zip": address.zip,
        "lat": round(location.point.lat_deg, 5),
        "lon": round(location.point.lon_deg, 5),
        "placed_at": location.precision,
    }


def _said(point: ServicePoint, therapy: str | None) -> Row:
    listed = point.provenance
    return {
        "therapy_evidence": point.evidence_for(therapy).evidence if therapy else None,
        "source": listed.source,
        "source_url": listed.source_url,
        "checked_on": listed.checked_on.isoformat() if listed.checked_on else None,
        "example": point.example,
    }
