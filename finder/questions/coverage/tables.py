"""The tables of a coverage answer."""

import numpy as np

from finder.access.equity import quickest_minutes
from finder.questions.base import Row, Table
from finder.questions.cells import road_cell
from finder.questions.coverage import rows
from finder.questions.coverage.criteria_check import criteria_rows
from finder.questions.coverage.findings import judged_and_short
from finder.questions.coverage.locations import excluded_rows, location_rows
from finder.questions.coverage.result import CoverageResult
from finder.questions.rounding import share, tenth
from finder.text import text


def county_rows(result: CoverageResult) -> list[Row]:
    """One row for each county."""
    return [_with_known(area) for area in rows.area_rows(result)]


def _with_known(area: Row) -> Row:
    """Flatten what is nested in the row of a county, and add the people outside."""
    known = area["known"] or {}
    return {
        **{key: value for key, value in area.items() if key != "known"},
        **{f"known_{key}": known.get(key) for key in ("covered", "share", "passes")},
        "outside": _outside(area),
    }


def _outside(row: Row) -> float | None:
    everyone, within = row["population"], row["covered"]
    return None if everyone is None or within is None else tenth(everyone - within)


def state_rows(result: CoverageResult) -> list[Row]:
    """One row for each state: the sums of its counties."""
    states = [rows.state_row(t) for t in result.coverage.states]
    return [{**state, "outside": _outside(state)} for state in states]


def gap_rows(result: CoverageResult) -> list[Row]:
    """One row for the people of a ZIP code in one county who are outside the standard."""
    return [
        {
            **rows.gap_row(g, result),
            "county": result.county_name(g.fips),
            "nearest_name": _name(result, g.nearest),
            "road": road_cell(g.reachable),
        }
        for g in result.coverage.gaps
    ]


def zip_rows(result: CoverageResult) -> list[Row]:
    """One row for the people of a ZIP code in one county, by ZIP code."""
    demand, matrix, reach = result.demand, result.matrix, result.reach
    quickest, second = quickest_minutes(matrix, 2)
    within, covered = reach.destinations_within()[reach.cell_of_part], reach.covered()
    found = []
    for part in np.lexsort((demand.part_county, demand.zip[demand.part_zip])).tolist():
        z, c = demand.part_zip[part], demand.part_county[part]
        trip, fips = matrix.first_row[z], str(demand.counties.fips[c])
        found.append(
            {
                "zip": str(demand.zip[z]),
                "fips": fips,
                "county": result.county_name(fips),
                "state": str(demand.counties.state[c]),
                "people": tenth(float(demand.part_people[part])),
                "within_standard": bool(covered[part]),
                **_trip(result, int(trip)),
                "quickest_min": tenth(float(quickest[z])),
                "second_quickest_min": tenth(float(second[z])),
                "locations_within": int(within[part]),
                "road": road_cell(bool(np.isfinite(matrix.distance_mi[trip]))),
            }
        )
    return found


def _trip(result: CoverageResult, row: int) -> Row:
    """The trip to the nearest service point, by its row in the matrix."""
    matrix, nearest = result.matrix, int(result.matrix.destination[row])
    low, high = matrix.driving_range
    return {
        "nearest_id": result.point_id(nearest),
        "nearest_name": _name(result, nearest if nearest >= 0 else None),
        "nearest_mi": tenth(float(matrix.distance_mi[row])),
        "nearest_min": tenth(float(matrix.driving_min[row])),
        "nearest_min_low": tenth(float(low[row])),
        "nearest_min_high": tenth(float(high[row])),
    }


def region_rows(result: CoverageResult) -> list[Row]:
    """One row for each region of people outside the standard, its lists as text."""
    return [
        {
            **{key: "; ".join(map(str, value)) if isinstance(value, list) else value for key, value in region.items()},
            "county_names": "; ".join(result.county_name(fips) for fips in region["counties"]),
            "road": road_cell(region["nearest_mi"] is not None),
        }
        for region in rows.region_rows(result)
    ]


def evidence_rows(result: CoverageResult) -> list[Row]:
    """One row for each set of locations that may count: each level of evidence, and with or without mobile stops."""
    return [
        {
            "counted": c.id,
            "locations": c.locations,
            "population": tenth(result.coverage.totals.population),
            "covered": tenth(c.covered),
            "share": share(c.share),
            "counties_short": judged_and_short(c.verdicts)[1],
        }
        for c in result.compared
    ]


def _name(result: CoverageResult, nearest: int | None) -> str:
    return "" if nearest is None else result.points[nearest].name


_NEAREST = ("nearest_id", "nearest_name", "nearest_mi", "nearest_min")
TABLES: dict[str, Table[CoverageResult]] = {
    "counties": Table(
        title=text("Counties"),
        rows=county_rows,
        columns=(
            *("fips", "name", "state", "type", "population", "covered", "share", "required_share", "passes"),
            *("nearest_mi_median", "covered_low", "covered_high", "flips", "sole_location"),
            *("known_covered", "known_share", "known_passes", "outside"),
        ),
        key=("fips",),
        shown=("fips", "name", "state", "type", "population", "covered", "share", "passes", "flips", "nearest_mi_median"),
        geometry="county",
    ),
    "states": Table(
        title=text("States"),
        rows=state_rows,
        columns=("state", "population", "covered", "share", "counties_judged", "counties_short", "outside"),
        key=("state",),
        shown=("state", "population", "covered", "outside", "share", "counties_judged", "counties_short"),
        geometry="state",
    ),
    "zips": Table(
        title=text("ZIP codes"),
        rows=zip_rows,
        columns=(
            *("zip", "fips", "county", "state", "people", "within_standard", *_NEAREST),
            *("nearest_min_low", "nearest_min_high", "quickest_min", "second_quickest_min", "locations_within", "road"),
        ),
        key=("zip", "fips"),
        shown=("zip", "county", "people", "within_standard", "nearest_name", "nearest_mi", "nearest_min", "locations_within"),
        geometry="zip",
    ),
    "regions": Table(
        title=text("Regions of people outside the standard"),
        rows=region_rows,
        columns=(
            *("rank", "name", "states", "counties", "zips", "people", "lat", "lon", *_NEAREST, "direction"),
            *("county_names", "road"),
        ),
        key=("rank",),
        shown=("rank", "name", "people", "nearest_name", "nearest_mi", "nearest_min", "direction"),
        geometry="point",
    ),
    "centers": Table(
        title=text("Locations counted"),
        rows=location_rows,
        columns=(
            *("id", "name", "kind", "city", "state", "zip", "lat", "lon", "position_precision"),
            *("people_within", "share_of_all", "people_only_here", "dependent_counties"),
            *("therapy_evidence", "evidence_words", "source", "source_url", "checked_on", "example"),
        ),
        key=("id",),
        shown=("id", "name", "city", "state", "people_within", "share_of_all", "people_only_here", "therapy_evidence"),
        geometry="point",
    ),
    "excluded": Table(
        title=text("Locations that the standard does not count"),
        rows=excluded_rows,
        columns=("id", "name", "kind", "city", "state", "zip", "lat", "lon", "position_precision", "reason", "why"),
        key=("id",),
        shown=("id", "name", "city", "state", "reason"),
        geometry="point",
    ),
    "gaps": Table(
        title=text("ZIP codes outside the standard"),
        rows=gap_rows,
        columns=("zip", "fips", "population", "nearest_id", "nearest_mi", "nearest_min", "county", "nearest_name", "road"),
        key=("zip", "fips"),
        shown=("zip", "county", "population", "nearest_name", "nearest_mi", "nearest_min", "road"),
        geometry="zip",
    ),
    "evidence": Table(
        title=text("Coverage by strength of evidence"),
        rows=evidence_rows,
        columns=("counted", "locations", "population", "covered", "share", "counties_short"),
        key=("counted",),
        shown=("counted", "locations", "covered", "share", "counties_short"),
        geometry=None,
    ),
    "hsd": Table(
        title=text("Criteria check"),
        rows=criteria_rows,
        columns=(
            *("state", "county", "fips", "type", "designation_from", "specialty_code", "specialty_name"),
            *("minimum_number", "number_within", "maximum_time_min", "maximum_distance_mi", "required_share", "share"),
            *("meets_number", "meets_time_distance", "meets_all"),
        ),
        key=("fips",),
        shown=("state", "county", "type", "number_within", "required_share", "share", "meets_time_distance", "meets_all"),
        geometry="county",
    ),
}
