"""Rows -> CSV for spreadsheets, and plain text for a terminal."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from finder.access.coverage import by_state
from finder.facility import ServicePoint
from finder.notices import EXAMPLE_MARK, UNREACHABLE
from finder.questions import CoverageResult, SearchResult
from finder.reports.answers import Row, area_answer, gap_answer, option_answer, share, tenth

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def option_rows(result: SearchResult) -> list[Row]:
    """One row an option, nested values spelled out, the source and the method on every row."""
    return [
        {
            **_flat(option_answer(o)),
            "road": _road(o.trip.by_road),
            **_source(o.point),
            "method": str(result.method.label),
            "mark": _mark(o.point),
        }
        for o in result.options
    ]


def _road(leads_there: bool) -> str:
    return "" if leads_there else str(UNREACHABLE)


def _mark(point: ServicePoint) -> str:
    return str(EXAMPLE_MARK) if point.example else ""


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


def area_rows(result: CoverageResult) -> list[Row]:
    """One row a county, with the standard, the method and the directory's fingerprint on every row."""
    return [{**area_answer(a), "left_out": tenth(a.population - a.covered), **_trace(result)} for a in result.coverage.areas]


def state_rows(result: CoverageResult) -> list[Row]:
    """One row a state: its counties added up."""
    rows = [
        {"state": t.state, "population": tenth(t.population), "covered": tenth(t.covered), "share": share(t.share)}
        for t in by_state(result.coverage.areas)
    ]
    return [{**row, **_trace(result)} for row in rows]


def gap_rows(result: CoverageResult) -> list[Row]:
    """One row a ZIP part outside the standard, traced like the counties."""
    county = {a.fips: f"{a.name}, {a.state}" for a in result.coverage.areas}
    return [
        {
            **gap_answer(g, result),
            "county": county[g.fips],
            "nearest_name": _name(result, g.nearest),
            "road": _road(g.reached),
            **_trace(result),
        }
        for g in result.coverage.gaps
    ]


def _name(result: CoverageResult, nearest: int | None) -> str:
    return "" if nearest is None else result.points[nearest].name


def _trace(result: CoverageResult) -> Row:
    query = result.query
    return {
        "standard": result.standard.id,
        "therapy": query.therapy or "any",
        "evidence": query.evidence,
        "method": result.method.id,
        "directory": result.directory.fingerprint,
        "computed_on": query.on.isoformat(),
        "people_of": "ACS 2018-22",
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


def to_csv(rows: Sequence[Row]) -> str:
    """RFC 4180 CSV with a header. A text that a spreadsheet would run as a formula is quoted with an apostrophe."""
    out = io.StringIO()
    if rows:
        writer = csv.writer(out)
        writer.writerow(rows[0])
        writer.writerows([_cell(v) for v in row.values()] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return "'" + value
    return value


def to_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Some columns of the rows, aligned, for a terminal; control characters are left out."""
    cells = [[_printable(row[c]) for c in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    lines = [columns, ["-" * w for w in widths], *cells]
    return "\n".join("  ".join(f"{c:<{w}}" for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _printable(value: Any) -> str:
    written = "" if value is None else str(value)
    return "".join(c for c in written if c.isprintable())[:60]
