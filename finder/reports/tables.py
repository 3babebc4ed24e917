"""A search as rows: one an option, for CSV and for a terminal."""

from finder.domain.facility import ServicePoint
from finder.questions.search.result import SearchResult
from finder.reports.answers import Row, option_answer
from finder.wording.vocabulary import EXAMPLE_MARK, UNREACHABLE
from finder.wording.writer import ENGLISH

OPTION_COLUMNS = (
    *("rank", "id", "name", "kind", "lat", "lon", "city", "state", "zip", "phone", "distance_mi", "travel_min"),
    *("travel_min_low", "travel_min_high", "straight_line_mi", "evidence", "evidence_source", "checked_on", "next_visits"),
    *("example", "year_trips_low", "year_trips_high", "year_miles_low", "year_miles_high", "year_hours_low", "year_hours_high"),
    *("year_mileage_cost_usd_low", "year_mileage_cost_usd_high", "fits_in_a_day", "road", "placed_at", "address", "website"),
    *("source", "source_url", "method", "mark"),
)


def option_rows(result: SearchResult) -> list[Row]:
    """One row an option in OPTION_COLUMNS: nested values spelled out, the source and the method on every row."""
    return [
        {
            **_flat(option_answer(o)),
            "road": _road(o.trip.by_road),
            **_source(o.point),
            "method": ENGLISH.say(result.method.label),
            "mark": _mark(o.point),
        }
        for o in result.options
    ]


def _road(leads_there: bool) -> str:
    return "" if leads_there else ENGLISH.say(UNREACHABLE)


def _mark(point: ServicePoint) -> str:
    return ENGLISH.say(EXAMPLE_MARK) if point.example else ""


def _source(point: ServicePoint) -> Row:
    said = point.provenance
    placed = point.location.precision if point.location else ""
    return {
        "placed_at": placed,
        "address": point.address.street,
        "website": point.website,
        "source": said.source,
        "source_url": said.source_url,
    }


def _flat(row: Row) -> Row:
    flat: Row = {}
    for key, value in row.items():
        if key == "burden":
            flat |= _burden_columns(value)
        elif isinstance(value, list):
            flat[key] = "; ".join(map(str, value))
        else:
            flat[key] = value
    return flat


def _burden_columns(burden: Row | None) -> Row:
    """Low and high of each part of the burden in columns of their own; empty if there is none."""
    parts = ("trips", "miles", "hours", "mileage_cost_usd")
    spans = {p: (burden or {}).get(p) or (None, None) for p in parts}
    columns = {f"year_{p}_{end}": spans[p][i] for p in parts for i, end in enumerate(("low", "high"))}
    return {**columns, "fits_in_a_day": (burden or {}).get("fits_in_a_day")}
