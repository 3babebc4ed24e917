"""Results as plain values: the JSON that the command line prints and from which every table is made (coverage is apart).

Miles and minutes are rounded to 0.1, shares to 0.0001, people to 0.1: finer digits would claim what nobody knows.
Unknown is null. Infinity has no JSON: where no road leads, miles and minutes are null; the straight line stays.
"""

import math
from typing import Any

from finder.access.burden import Burden
from finder.access.ranking import Option
from finder.directory.quality import Quality
from finder.domain.facility import Provenance
from finder.domain.place import Place
from finder.domain.therapy import Span
from finder.questions.search.result import SearchResult
from finder.travel.model import Method
from finder.wording.writer import ENGLISH

Row = dict[str, Any]


def place_answer(place: Place) -> Row:
    """`place` of the contract."""
    return {
        "query": place.query,
        "label": place.label,
        "lat": round(place.point.lat_deg, 6),
        "lon": round(place.point.lon_deg, 6),
        "precision": place.precision,
    }


def method_answer(method: Method) -> Row:
    """`method` of the contract."""
    return {"id": method.id, "label": ENGLISH.say(method.label), "error_note": ENGLISH.say(method.error_note)}


def search_answer(result: SearchResult) -> Row:
    """`search --format json`."""
    return {
        "place": place_answer(result.place),
        "method": method_answer(result.method),
        "options": [option_answer(o) for o in result.options],
        "notices": [ENGLISH.say(n) for n in result.all_notices],
    }


def option_answer(option: Option) -> Row:
    """One option of the contract."""
    point, trip, location = option.point, option.trip, option.point.location
    assert location, "only a service point with a place can be ranked"
    # Source and date from one and the same hand: what is said of the therapy, or else of the listing.
    said = option.evidence.provenance if option.evidence.provenance != Provenance() else point.provenance
    return {
        "rank": option.rank,
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "lat": round(location.point.lat_deg, 6),
        "lon": round(location.point.lon_deg, 6),
        "city": point.address.city,
        "state": point.address.state,
        "zip": point.address.zip,
        "phone": point.phone,
        "distance_mi": tenth(trip.distance_mi),
        "travel_min": tenth(trip.travel_min),
        "travel_min_low": tenth(trip.travel_min_low),
        "travel_min_high": tenth(trip.travel_min_high),
        "straight_line_mi": tenth(trip.straight_mi),
        "evidence": option.evidence.evidence,
        "evidence_source": said.source_url or said.source or point.provenance.source,
        "checked_on": said.checked_on.isoformat() if said.checked_on else None,
        "next_visits": [d.isoformat() for d in option.visits],
        "example": point.example,
        "burden": None if option.same_area else _burden(option.burden),
    }


def _burden(burden: Burden | None) -> Row | None:
    if burden is None:
        return None
    return {
        "trips": _span(burden.trips),
        "miles": _span(burden.miles),
        "hours": _span(burden.hours),
        "mileage_cost_usd": _span(burden.mileage_cost_usd, 2),
        "fits_in_a_day": burden.fits_in_a_day,
    }


def _span(span: Span, digits: int = 1) -> list[float]:
    return [round(span.low, digits), round(span.high, digits)]


def check_answer(quality: Quality) -> Row:
    """`check --format json`."""
    return {
        "counts": {ENGLISH.say(words): count for words, count in quality.lines()},
        "looks_repeated": [list(ids) for ids in quality.repeated],
        "problems": [ENGLISH.say(p) for p in quality.problems],
    }


def tenth(value: float | None) -> float | None:
    """A number to one digit after the point; None for unknown and for infinite."""
    return None if value is None or not math.isfinite(value) else round(value, 1)


def share(value: float | None) -> float | None:
    """A share to four digits, 0 and 1 only if it is just that; None where nobody lives."""
    if value is None or value in (0, 1):
        return value
    return min(max(round(value, 4), 0.0001), 0.9999)
