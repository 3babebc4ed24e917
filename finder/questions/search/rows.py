"""A search as plain values: the JSON of the contract, and rows, one an option, for CSV and for a terminal.

Miles, minutes, and hours are rounded to 0.1. Unknown is None. Infinity has no JSON: where no road leads, miles and minutes are
None, and the straight line remains.
"""

from collections.abc import Mapping
from datetime import date

from finder.access.burden import Burden
from finder.access.ranking import Option
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Span
from finder.places.rows import place_row
from finder.questions.base import Row, Table
from finder.questions.cells import road_cell
from finder.questions.method import method_row
from finder.questions.rounding import tenth
from finder.questions.search.result import SearchResult
from finder.questions.words import as_of
from finder.text import text
from finder.wording.vocabulary import EXAMPLE_MARK
from finder.wording.writer import ENGLISH

_YEAR_PARTS = ("trips", "miles", "hours", "mileage_cost_usd")
_ENDS = ("low", "high")


def whole(result: SearchResult) -> Row:
    """`search --format json`."""
    return {
        "place": place_row(result.place),
        "method": method_row(result.method),
        "completeness": completeness_row(result),
        "known": [o.point.id for o in result.known],
        "options": [{**option_row(o, result.query.on), "statements": _statements(o, result.query.on)} for o in result.options],
        "notices": [ENGLISH.say(n) for n in result.notices],
    }


def completeness_row(result: SearchResult) -> Row:
    """What the list has in reach, in numbers and as a sentence."""
    found = result.completeness
    return {
        "listed": found.listed,
        "tiers": found.tiers,
        "known_by_basis": found.bases,
        "oldest": str(found.oldest) if found.oldest else None,
        "newest": str(found.newest) if found.newest else None,
        "sentence": ENGLISH.say(result.completeness_words),
    }


def _statements(option: Option, on: date) -> list[Row]:
    """What each source says of the therapy there, the strongest first."""
    return [
        {
            "evidence": said.evidence,
            "basis": said.basis,
            "checked_on": as_of(said.provenance, on),
            "outdated": said.outdated(on),
            "count": said.count,
            "speaks_for": said.speaks_for or "all",
            "source": said.provenance.source,
            "source_url": said.provenance.source_url,
        }
        for said in option.evidence.statements
    ]


def option_row(option: Option, on: date) -> Row:
    """One option of the contract on a day, without its statements."""
    point, trip, position = option.point, option.trip, option.point.position
    assert position, "only a service point with a position can be ranked"
    # Source and date come from the same source: the one for the therapy, or else the one for the listing.
    leading = option.evidence.leading
    said = leading.provenance if leading else point.provenance
    return {
        "rank": option.rank,
        "id": point.id,
        "name": point.name,
        "kind": point.kind,
        "lat": round(position.point.lat_deg, 6),
        "lon": round(position.point.lon_deg, 6),
        "city": point.address.city,
        "state": point.address.state,
        "zip": point.address.zip,
        "phone": point.phone,
        "distance_mi": tenth(trip.distance_mi),
        "distance_mi_low": tenth(trip.miles.low),
        "distance_mi_high": tenth(trip.miles.high),
        "travel_min": tenth(trip.travel_min),
        "travel_min_low": tenth(trip.travel_min_low),
        "travel_min_high": tenth(trip.travel_min_high),
        "straight_line_mi": tenth(trip.straight_mi),
        "ferry": trip.ferry.name if trip.ferry else None,
        "ferry_water_mi": tenth(trip.ferry.water_mi) if trip.ferry else None,
        "ferry_road_mi": tenth(trip.ferry.road_mi) if trip.ferry else None,
        "evidence": option.evidence.evidence,
        "tier": option.evidence.tier,
        "basis": leading.basis if leading else None,
        "evidence_words": ENGLISH.evidence(option.evidence, on),
        "evidence_source": said.source_url or said.source or point.provenance.source,
        "checked_on": as_of(said, on),
        "next_visits": [d.isoformat() for d in option.visits],
        "example": point.example,
        "serves": sorted(point.listing.serves),
        "burden": _burden(option.burden),
    }


def _burden(burden: Burden | None) -> Row | None:
    if burden is None:
        return None
    return {
        "trips": _ends(burden.trips),
        "miles": _ends(burden.miles),
        "hours": _ends(burden.hours),
        "mileage_cost_usd": _ends(burden.mileage_cost_usd, 2),
        "fits_in_a_day": burden.fits_in_a_day,
    }


def _ends(span: Span, digits: int = 1) -> list[float]:
    return [round(span.low, digits), round(span.high, digits)]


def option_rows(result: SearchResult) -> list[Row]:
    """One row an option: nested values spelled out, with the source and the method on every row."""
    said = {"method": ENGLISH.say(result.method.label), "completeness": ENGLISH.say(result.completeness_words)}
    on = result.query.on
    return [{**_flat(option_row(o, on)), **_beside(o), **_source(o.point), **said} for o in result.options]


def _flat(row: Row) -> Row:
    """The row of the contract with lists joined, and each end of the year's ranges in a column of its own."""
    burden = row.pop("burden") or {}
    year = {f"year_{part}_{end}": burden.get(part, (None, None))[n] for part in _YEAR_PARTS for n, end in enumerate(_ENDS)}
    row |= {name: "; ".join(row[name]) for name in ("next_visits", "serves")}
    return {**row, **year, "fits_in_a_day": burden.get("fits_in_a_day")}


def _beside(option: Option) -> Row:
    return {
        "road": road_cell(option.trip.by_road),
        "mark": ENGLISH.say(EXAMPLE_MARK) if option.point.example else "",
    }


def _source(point: ServicePoint) -> Row:
    said = point.provenance
    return {
        "position_precision": point.position.precision if point.position else "",
        "address": point.address.street,
        "website": point.website,
        "source": said.source,
        "source_url": said.source_url,
    }


TABLES: Mapping[str, Table[SearchResult]] = {
    "options": Table(
        title=text("Locations found"),
        rows=option_rows,
        columns=(
            *("rank", "id", "name", "kind", "lat", "lon", "city", "state", "zip", "phone", "distance_mi", "distance_mi_low"),
            *("distance_mi_high", "travel_min", "travel_min_low", "travel_min_high", "straight_line_mi"),
            *("ferry", "ferry_water_mi", "ferry_road_mi", "evidence", "tier"),
            *("basis", "evidence_words"),
            *("evidence_source", "checked_on", "serves"),
            *("next_visits", "example", *(f"year_{part}_{end}" for part in _YEAR_PARTS for end in _ENDS), "fits_in_a_day"),
            *("road", "position_precision", "address", "website", "source", "source_url", "method", "completeness", "mark"),
        ),
        key=("id",),
        shown=(
            *(
                "rank",
                "name",
                "city",
                "state",
                "distance_mi",
                "travel_min_low",
                "travel_min_high",
                "evidence_words",
                "phone",
                "mark",
            ),
        ),
        geometry="point",
    )
}
