"""The siting answer as plain values: the JSON and the tables."""

from collections.abc import Mapping

import numpy as np

from finder.domain.facility import ServicePoint
from finder.questions.base import Row, Table
from finder.questions.before_after import COUNTY_COLUMNS
from finder.questions.cells import road_cell
from finder.questions.method import directory_row, method_row
from finder.questions.need import need_row
from finder.questions.rounding import share, tenth
from finder.questions.siting.counties import counties_that_pass, county_rows
from finder.questions.siting.patients import expected_patients
from finder.questions.siting.query import LEAST
from finder.questions.siting.result import SitingResult
from finder.questions.siting.stop import NewStop, TownGain
from finder.questions.siting.words import headline
from finder.text import text
from finder.wording.writer import ENGLISH

_MOST_TOWNS = 5


def whole(result: SitingResult) -> Row:
    """`siting --format json`."""
    choice = result.plan.choice
    return {
        "answer": ENGLISH.say(headline(result)),
        "chosen": [_chosen(result, stop) for stop in result.stops],
        "objective": result.query.objective,
        "value": tenth(choice.value),
        "upper_bound": None if result.query.objective in LEAST else tenth(choice.bound),
        "lower_bound": tenth(choice.bound) if result.query.objective in LEAST else None,
        "proven_optimal": choice.proven,
        "standard": {"id": result.county_limits.standard.id, "label": ENGLISH.say(result.standard_label)},
        "method": method_row(result.method),
        "directory": directory_row(result.context.directory, len(result.points)),
        "candidates": len(result.candidates),
        "totals": {
            "population": tenth(result.people),
            "within_today": tenth(result.people_within),
            "people_gained": tenth(result.people_gained),
            "people_newly_reachable": tenth(float(result.newly_reachable.sum())),
            "people_elsewhere": None if result.elsewhere is None else tenth(float(result.elsewhere.sum())),
            "trips_a_year": result.trips.low,
            "counties_that_come_to_pass": counties_that_pass(result),
            "counties_that_no_town_brings_to_pass": [result.everyone.counties.full_names[c] for c in result.plan.hopeless],
        },
        **(need_row(result.query, gained=expected_patients(result)) if result.query.need else {}),
        "alternatives": alternative_rows(result),
        "steps": step_rows(result),
        "ranges": range_rows(result),
        "beside": _beside(result),
        "notices": [ENGLISH.say(n) for n in result.notices],
    }


def _beside(result: SitingResult) -> Row | None:
    if result.beside is None:
        return None
    return {"locations": result.beside.locations, "stops": list(result.beside.names), "value": tenth(result.beside.value)}


def stop_rows(result: SitingResult) -> list[Row]:
    """One row for each chosen stop, in the order of what each adds to those before it."""
    return [
        {
            **{key: value for key, value in _chosen(result, stop).items() if key != "ties"},
            "ties": len(stop.ties),
            "largest_towns": "; ".join(_town_gain(t) for t in stop.towns[:_MOST_TOWNS]),
            "close_alternatives": "; ".join(result.candidates.full_name(a.column) for a in stop.alternatives),
            "road": road_cell(bool(np.isfinite(stop.before[0]))),
        }
        for stop in result.stops
    ]


def _town_gain(town: TownGain) -> str:
    return town.name if np.isnan(town.gained) else f"{town.name}: {round(town.gained)}"


def _chosen(result: SitingResult, stop: NewStop) -> Row:
    towns, best = result.candidates, stop.alternatives[0] if stop.alternatives else None
    location = None if stop.location is None else result.points[stop.location]
    return {
        "rank": stop.rank,
        **_town(result, stop.candidate),
        "people_gained": tenth(stop.people),
        "people_newly_reachable": tenth(stop.newly_reachable),
        "people_elsewhere": tenth(stop.elsewhere),
        "annual_miles_saved": tenth(stop.miles_saved),
        **_nearest(location),
        "nearest_mi": tenth(stop.before[0]),
        "nearest_min": tenth(stop.before[1]),
        "stop_mi": tenth(stop.then[0]),
        "stop_min": tenth(stop.then[1]),
        "alternative": towns.full_name(best.column) if best else "",
        "alternative_share": share(best.share) if best else None,
        "ties": [towns.full_name(a.column) for a in stop.ties],
        "check_list": stop.check_list is not None,
    }


def _town(result: SitingResult, column: int) -> Row:
    towns, points = result.candidates, result.candidates.ends.points
    return {
        "candidate_id": str(towns.id[column]),
        "name": str(towns.name[column]),
        "state": str(towns.state[column]),
        "lat": round(float(points.lat_deg[column]), 5),
        "lon": round(float(points.lon_deg[column]), 5),
    }


def _nearest(location: ServicePoint | None) -> Row:
    return {"nearest_id": location.id if location else None, "nearest_name": location.name if location else ""}


def alternative_rows(result: SitingResult) -> list[Row]:
    """One row for each town that could take the place of a stop."""
    return [
        {
            "rank": stop.rank,
            "stop_name": stop.name,
            **_town(result, other.column),
            "alternative_share": share(other.share),
        }
        for stop in result.stops
        for other in stop.alternatives
    ]


def step_rows(result: SitingResult) -> list[Row]:
    """One row for each number of stops."""
    rows, before = [], 0.0
    for step in result.plan.steps:
        rows.append(
            {
                "units": step.count,
                "value": tenth(step.phased),
                "added": tenth(step.phased - before),
                "best_value": tenth(step.best),
                "upper_bound": tenth(step.bound),
                "phases_lose": tenth(step.best - step.phased),
            }
        )
        before = step.phased
    return rows


def range_rows(result: SitingResult) -> list[Row]:
    """One row for each estimate of travel."""
    return [
        {
            "travel": band.band,
            "value": tenth(band.value),
            "best_value": tenth(band.best),
            "upper_bound": tenth(band.bound),
            "regret": None if band.best is None else tenth(max(band.best - band.value, 0.0)),
        }
        for band in result.plan.bands
    ]


def zip_rows(result: SitingResult) -> list[Row]:
    """One row for the people of a ZIP code in one county who gain, by ZIP code."""
    demand, today, matrix, assigned = result.plan.demand, result.before, result.plan.matrix, result.plan.assigned
    order = np.lexsort((demand.part_county, demand.zip[demand.part_zip]))
    parts = np.arange(len(order))
    people, rows = result.people_by(parts, len(parts), assigned.gains), list[Row]()
    for part in order[assigned.gains[order]].tolist():
        z, c, trip = demand.part_zip[part], demand.part_county[part], assigned.trip[part]
        location = None if today.nearest[z] < 0 else result.points[today.nearest[z]]
        stop = result.stops[assigned.stop[part]]
        rows.append(
            {
                "zip": str(demand.zip[z]),
                "fips": str(demand.counties.fips[c]),
                "county": demand.counties.full_names[c],
                "state": str(demand.counties.state[c]),
                "people": tenth(float(people[part])),
                "rank": stop.rank,
                "stop_name": stop.name,
                "stop_mi": tenth(float(matrix.distance_mi[trip])),
                "stop_min": tenth(float(matrix.driving_min[trip])),
                **_nearest(location),
                "nearest_mi": tenth(float(today.miles[z])),
                "nearest_min": tenth(float(today.minutes[z])),
                "road": road_cell(bool(np.isfinite(today.miles[z]))),
            }
        )
    return rows


_NEAREST = ("nearest_id", "nearest_name", "nearest_mi", "nearest_min")
TABLES: Mapping[str, Table[SitingResult]] = {
    "stops": Table(
        title=text("New stops"),
        rows=stop_rows,
        columns=(
            *("rank", "candidate_id", "name", "state", "lat", "lon"),
            *("people_gained", "people_newly_reachable", "people_elsewhere", "annual_miles_saved"),
            *(*_NEAREST, "road", "stop_mi", "stop_min", "largest_towns"),
            *("alternative", "alternative_share", "ties", "close_alternatives", "check_list"),
        ),
        key=("rank",),
        shown=(
            *("rank", "candidate_id", "people_gained", "annual_miles_saved", "nearest_min", "stop_min"),
            *("alternative", "alternative_share"),
        ),
        geometry="point",
    ),
    "alternatives": Table(
        title=text("Alternatives within 2%%"),
        rows=alternative_rows,
        columns=("rank", "stop_name", "candidate_id", "name", "state", "lat", "lon", "alternative_share"),
        key=("rank", "candidate_id"),
        shown=("rank", "stop_name", "candidate_id", "alternative_share"),
        geometry="point",
    ),
    "steps": Table(
        title=text("Gain by number of stops"),
        rows=step_rows,
        columns=("units", "value", "added", "best_value", "upper_bound", "phases_lose"),
        key=("units",),
        shown=("units", "value", "added", "best_value", "upper_bound", "phases_lose"),
        geometry=None,
    ),
    "ranges": Table(
        title=text("Under low, expected, and high travel"),
        rows=range_rows,
        columns=("travel", "value", "best_value", "upper_bound", "regret"),
        key=("travel",),
        shown=("travel", "value", "best_value", "upper_bound", "regret"),
        geometry=None,
    ),
    "counties": Table(
        title=text("Counties that gain"),
        rows=county_rows,
        columns=COUNTY_COLUMNS,
        key=("fips",),
        shown=("name", "state", "population", "share", "share_then", "passes", "passes_then"),
        geometry="county",
    ),
    "zips": Table(
        title=text("ZIP codes that gain"),
        rows=zip_rows,
        columns=(
            *("zip", "fips", "county", "state", "people", "rank", "stop_name", "stop_mi", "stop_min"),
            *(*_NEAREST, "road"),
        ),
        key=("zip", "fips"),
        shown=("zip", "county", "people", "stop_name", "stop_mi", "stop_min", "nearest_name", "nearest_min"),
        geometry="zip",
    ),
}
