"""What a plan changes as plain values: the JSON and the tables."""

from collections.abc import Mapping

import numpy as np

from finder.questions.base import Row, Table
from finder.questions.before_after import COUNTY_COLUMNS, county_row
from finder.questions.cells import road_cell
from finder.questions.method import directory_row, method_row
from finder.questions.rounding import share, share_of, tenth
from finder.questions.scenario.result import ScenarioResult, Side
from finder.questions.scenario.words import counties_that_fail, counties_that_pass, headline, name_of
from finder.text import text
from finder.wording.writer import ENGLISH


def whole(result: ScenarioResult) -> Row:
    """`scenario compare --format json`."""
    return {
        "answer": ENGLISH.say(headline(result)),
        "standard": {"id": result.county_limits.standard.id, "label": ENGLISH.say(result.standard_label)},
        "method": method_row(result.method),
        "directory": directory_row(result.context.directory, len(result.base.points)),
        "totals": {
            "population": tenth(float(result.everyone.part_people.sum())),
            "people_who_come_within": tenth(result.people(result.gained)),
            "people_who_fall_outside": tenth(result.people(result.lost)),
            "added_annual_miles": tenth(float(result.added_annual_miles.sum())),
            "trips_a_year": result.trips.low,
            "counties_that_come_to_pass": counties_that_pass(result),
            "counties_that_come_to_fail": counties_that_fail(result),
        },
        "sides": side_rows(result),
        "counties": county_rows(result),
        "zips": zip_rows(result),
        "notices": [ENGLISH.say(n) for n in result.notices],
    }


def side_rows(result: ScenarioResult) -> list[Row]:
    """One row for the base and one for the plan."""
    everyone = float(result.everyone.part_people.sum())
    rows = []
    for side, words, verdicts in zip((result.base, result.plan), ("base", "plan"), result.verdicts, strict=True):
        covered = result.people(side.within)
        rows.append(
            {
                "side": words,
                "scenario": ENGLISH.say(name_of(side)),
                "locations": len(side.points),
                "population": tenth(everyone),
                "covered": tenth(covered),
                "outside": tenth(everyone - covered),
                "share": share(share_of(covered, everyone)),
                "counties_judged": int(verdicts.judged.sum()),
                "counties_short": int((verdicts.judged & ~verdicts.passes).sum()),
            }
        )
    return rows


def county_rows(result: ScenarioResult) -> list[Row]:
    """One row for each county in which people come within the standard or fall outside it, most people first."""
    counties, (before, then) = result.everyone.counties, result.verdicts
    changed = np.zeros(len(counties.fips))
    moved = result.gained | result.lost
    np.add.at(changed, result.everyone.part_county[moved], result.everyone.part_people[moved])
    rows = np.flatnonzero(changed > 0)
    order = rows[np.lexsort((counties.fips[rows], -changed[rows]))]
    return [county_row(counties, before, then, row) for row in order.tolist()]


def zip_rows(result: ScenarioResult) -> list[Row]:
    """One row for the people of a ZIP code in one county for whom anything changes, most people first."""
    demand = result.everyone
    rows = []
    for part in result.changed.tolist():
        z, c = demand.part_zip[part], demand.part_county[part]
        rows.append(
            {
                "zip": str(demand.zip[z]),
                "fips": str(demand.counties.fips[c]),
                "county": demand.counties.full_names[c],
                "state": str(demand.counties.state[c]),
                "people": tenth(float(demand.part_people[part])),
                "within_standard": bool(result.base.within[part]),
                "within_then": bool(result.plan.within[part]),
                **_nearest(result.base, "nearest", z),
                "road": road_cell(bool(np.isfinite(result.base.travel.miles[z]))),
                **_nearest(result.plan, "then", z),
                "then_road": road_cell(bool(np.isfinite(result.plan.travel.miles[z]))),
            }
        )
    return rows


def _nearest(side: Side, name: str, z: int) -> Row:
    row, reached = int(side.travel.nearest[z]), bool(np.isfinite(side.travel.miles[z]))
    location = side.points[row] if row >= 0 and reached else None
    return {
        f"{name}_id": location.id if location else None,
        f"{name}_name": location.name if location else "",
        f"{name}_mi": tenth(float(side.travel.miles[z])),
        f"{name}_min": tenth(float(side.travel.minutes[z])),
    }


TABLES: Mapping[str, Table[ScenarioResult]] = {
    "sides": Table(
        title=text("Before and after"),
        rows=side_rows,
        columns=(
            *("side", "scenario", "locations", "population", "covered", "outside", "share"),
            *("counties_judged", "counties_short"),
        ),
        key=("side",),
        shown=("scenario", "locations", "covered", "outside", "share", "counties_short"),
        geometry=None,
    ),
    "counties": Table(
        title=text("Counties that change"),
        rows=county_rows,
        columns=COUNTY_COLUMNS,
        key=("fips",),
        shown=("name", "state", "population", "share", "share_then", "passes", "passes_then"),
        geometry="county",
    ),
    "zips": Table(
        title=text("ZIP codes that change"),
        rows=zip_rows,
        columns=(
            *("zip", "fips", "county", "state", "people", "within_standard", "within_then"),
            *("nearest_id", "nearest_name", "nearest_mi", "nearest_min", "road"),
            *("then_id", "then_name", "then_mi", "then_min", "then_road"),
        ),
        key=("zip", "fips"),
        shown=("zip", "county", "people", "within_standard", "within_then", "nearest_min", "then_name", "then_min"),
        geometry="zip",
    ),
}
