"""Rows of answers: the registry of the tables of coverage, and rows -> CSV for spreadsheets, plain text for a terminal.

Every row of coverage ends with the columns of TRACE. What each column holds: finder/reports/columns.py.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from finder.access.coverage import by_state
from finder.access.equity import quickest_minutes
from finder.domain.facility import ServicePoint
from finder.questions.coverage.result import CoverageResult
from finder.questions.search.result import SearchResult
from finder.reports.answers import Row, option_answer, tenth
from finder.reports.coverage_answer import area_answers, gap_answer, point_id, region_answers, state_answer
from finder.reports.criteria_check import criteria_rows
from finder.reports.manifest import trace
from finder.reports.service_points import center_rows
from finder.text import Text, text
from finder.wording.vocabulary import EXAMPLE_MARK, UNREACHABLE

OPTION_COLUMNS = (
    *("rank", "id", "name", "kind", "lat", "lon", "city", "state", "zip", "phone", "distance_mi", "travel_min"),
    *("travel_min_low", "travel_min_high", "straight_line_mi", "evidence", "evidence_source", "checked_on", "next_visits"),
    *("example", "year_trips_low", "year_trips_high", "year_miles_low", "year_miles_high", "year_hours_low", "year_hours_high"),
    *("year_mileage_cost_usd_low", "year_mileage_cost_usd_high", "fits_in_a_day", "road", "placed_at", "address", "website"),
    *("source", "source_url", "method", "mark"),
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def option_rows(result: SearchResult) -> list[Row]:
    """One row an option in OPTION_COLUMNS: nested values spelled out, the source and the method on every row."""
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
    """One row a county."""
    said = trace(result, "counties")
    return [{**_with_known(area), **said} for area in area_answers(result)]


def _with_known(area: Row) -> Row:
    """A county with what is nested in it spelled out, and the people outside."""
    known = area["known"] or {}
    return {
        **{key: value for key, value in area.items() if key != "known"},
        **{f"known_{key}": known.get(key) for key in ("covered", "share", "passes")},
        "left_out": _left_out(area),
    }


def _left_out(row: Row) -> float | None:
    return tenth(row["population"] - row["covered"])


def state_rows(result: CoverageResult) -> list[Row]:
    """One row a state: its counties added up."""
    said = trace(result, "states")
    states = [state_answer(t) for t in by_state(result.coverage.areas)]
    return [{**state, "left_out": _left_out(state), **said} for state in states]


def gap_rows(result: CoverageResult) -> list[Row]:
    """One row a ZIP part outside the standard."""
    county, said = _county_names(result), trace(result, "gaps")
    return [
        {
            **gap_answer(g, result),
            "county": county[g.fips],
            "nearest_name": _name(result, g.nearest),
            "road": _road(g.reached),
            **said,
        }
        for g in result.coverage.gaps
    ]


def _county_names(result: CoverageResult) -> dict[str, str]:
    return {a.fips: f"{a.name}, {a.state}" for a in result.coverage.areas}


def zip_rows(result: CoverageResult) -> list[Row]:
    """One row for the people of each ZIP in each county, by ZIP."""
    demand, matrix, reach = result.demand, result.matrix, result.reach
    second = quickest_minutes(matrix, 2)[1]
    places, covered = reach.destinations_within()[reach.cell_of_part], reach.covered()
    county, said = _county_names(result), trace(result, "zips")
    rows = []
    for part in np.lexsort((demand.part_county, demand.zip[demand.part_zip])).tolist():
        z, c = demand.part_zip[part], demand.part_county[part]
        trip, fips = matrix.first_row[z], str(demand.counties.fips[c])
        rows.append(
            {
                "zip": str(demand.zip[z]),
                "fips": fips,
                "county": county[fips],
                "state": str(demand.counties.state[c]),
                "people": tenth(float(demand.part_people[part])),
                "within_standard": bool(covered[part]),
                **_trip(result, int(trip)),
                "second_min": tenth(float(second[z])),
                "places_within": int(places[part]),
                "road": _road(bool(np.isfinite(matrix.distance_mi[trip]))),
                **said,
            }
        )
    return rows


def _trip(result: CoverageResult, row: int) -> Row:
    """The trip of one row of the matrix to the nearest place."""
    matrix, nearest = result.matrix, int(result.matrix.destination[row])
    return {
        "nearest_id": point_id(result, nearest),
        "nearest_name": _name(result, nearest if nearest >= 0 else None),
        "nearest_mi": tenth(float(matrix.distance_mi[row])),
        "nearest_min": tenth(float(matrix.travel_min[row])),
        "nearest_min_low": tenth(float(matrix.travel_min_low[row])),
        "nearest_min_high": tenth(float(matrix.travel_min_high[row])),
    }


def region_rows(result: CoverageResult) -> list[Row]:
    """One row a region of people outside the standard."""
    county, said = _county_names(result), trace(result, "regions")
    return [
        {
            **_flat(region),
            "county_names": "; ".join(county[fips] for fips in region["counties"]),
            "road": _road(region["nearest_mi"] is not None),
            **said,
        }
        for region in region_answers(result)
    ]


def _name(result: CoverageResult, nearest: int | None) -> str:
    return "" if nearest is None else result.points[nearest].name


@dataclass(frozen=True, slots=True)
class Table:
    """A table of coverage: its columns, those that tell its rows apart, and those that fit on a terminal."""

    title: Text
    rows: Callable[[CoverageResult], list[Row]]
    columns: tuple[str, ...]
    key: tuple[str, ...]
    shown: tuple[str, ...]


_NEAREST = ("nearest_id", "nearest_name", "nearest_mi", "nearest_min")
TABLES: dict[str, Table] = {
    "counties": Table(
        text("Counties"),
        area_rows,
        (
            *("fips", "name", "state", "type", "population", "covered", "share", "required_share", "passes"),
            *("nearest_mi_median", "covered_low", "covered_high", "flips", "one_place"),
            *("known_covered", "known_share", "known_passes", "left_out"),
        ),
        ("fips",),
        ("fips", "name", "state", "type", "population", "covered", "share", "passes", "flips", "nearest_mi_median"),
    ),
    "states": Table(
        text("States"),
        state_rows,
        ("state", "population", "covered", "share", "counties_judged", "counties_short", "left_out"),
        ("state",),
        ("state", "population", "covered", "left_out", "share", "counties_judged", "counties_short"),
    ),
    "zips": Table(
        text("ZIP codes"),
        zip_rows,
        (
            *("zip", "fips", "county", "state", "people", "within_standard", *_NEAREST),
            *("nearest_min_low", "nearest_min_high", "second_min", "places_within", "road"),
        ),
        ("zip", "fips"),
        ("zip", "county", "people", "within_standard", "nearest_name", "nearest_mi", "nearest_min", "places_within"),
    ),
    "regions": Table(
        text("Regions of people outside the standard"),
        region_rows,
        (
            *("rank", "name", "states", "counties", "zips", "people", "lat", "lon", *_NEAREST, "direction"),
            *("county_names", "road"),
        ),
        ("rank",),
        ("rank", "name", "people", "nearest_name", "nearest_mi", "nearest_min", "direction"),
    ),
    "centers": Table(
        text("Places counted"),
        center_rows,
        (
            *("id", "name", "kind", "city", "state", "zip", "lat", "lon", "placed_at"),
            *("people_within", "share_of_all", "people_only_here", "resting_counties"),
            *("therapy_evidence", "source", "source_url", "checked_on", "example"),
        ),
        ("id",),
        ("id", "name", "city", "state", "people_within", "share_of_all", "people_only_here", "therapy_evidence"),
    ),
    "gaps": Table(
        text("ZIP codes outside the standard"),
        gap_rows,
        ("zip", "fips", "population", "nearest_id", "nearest_mi", "nearest_min", "county", "nearest_name", "road"),
        ("zip", "fips"),
        ("zip", "county", "population", "nearest_name", "nearest_mi", "nearest_min", "road"),
    ),
    "hsd": Table(
        text("Criteria check"),
        criteria_rows,
        (
            *("state", "county", "fips", "type", "designation_from", "specialty_code", "specialty_name"),
            *("minimum_number", "number_within", "maximum_time_min", "maximum_distance_mi", "required_share", "share"),
            *("meets_number", "meets_time_distance", "meets_all"),
        ),
        ("fips",),
        ("state", "county", "type", "number_within", "required_share", "share", "meets_time_distance", "meets_all"),
    ),
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


def to_csv(rows: Sequence[Row], columns: Sequence[str] = ()) -> str:
    """RFC 4180 CSV under a header: of `columns`, or of all that the rows have.

    A text that a spreadsheet would run as a formula is quoted with an apostrophe.
    """
    out, header = io.StringIO(), columns or list(*rows[:1])
    writer = csv.writer(out)
    writer.writerows([header] if header else [])
    writer.writerows([_cell(row[c]) for c in header] for row in rows)
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
