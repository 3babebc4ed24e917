"""The answer about chairs as plain values: the JSON and the tables."""

from collections.abc import Mapping

import numpy as np

from finder.access.supply import ASSUMED
from finder.questions.base import Row, Table
from finder.questions.chairs.result import ChairsResult
from finder.questions.chairs.words import headline
from finder.questions.method import directory_row, method_row
from finder.questions.rounding import share, tenth
from finder.text import text
from finder.wording.writer import ENGLISH

PER_1000 = 1000.0


def whole(result: ChairsResult) -> Row:
    """`chairs --format json`."""
    return {
        "answer": ENGLISH.say(headline(result)),
        "method": method_row(result.method),
        "directory": directory_row(result.context.directory, len(result.points)),
        "totals": {
            "population": tenth(float(result.asked_people.sum())),
            "share_with_little": share(result.share_with_little(result.ratio)),
        },
        "variants": [
            {"id": name, "share_with_little": share(result.share_with_little(ratio))} for name, ratio in result.variants.items()
        ],
        "assumed": {
            "center_chairs": ASSUMED.center_chairs,
            "unit_chairs": ASSUMED.unit_chairs,
            "hours_a_week": ASSUMED.hours_a_week,
            "locations": result.supply.assumed,
        },
        "counties": county_rows(result),
        "notices": [ENGLISH.say(n) for n in result.notices],
    }


def county_rows(result: ChairsResult) -> list[Row]:
    """One row for each county, from the lowest access ratio up, then from the most people down."""
    counties, others = result.demand.counties, result.county_variants
    return [
        {
            "fips": str(counties.fips[c]),
            "name": str(counties.name[c]),
            "state": str(counties.state[c]),
            "population": tenth(float(counties.population[c])),
            "access_ratio": _ratio(result.county_ratio[c]),
            "access_ratio_low": _ratio(others[:, c].min()),
            "access_ratio_high": _ratio(others[:, c].max()),
        }
        for c in result.least_first.tolist()
    ]


def zip_rows(result: ChairsResult) -> list[Row]:
    """One row for the people of a ZIP code in one county asked about, by ZIP code."""
    demand = result.demand
    others = np.array(list(result.variants.values()))
    order = np.lexsort((demand.part_county, demand.zip[demand.part_zip]))
    kept = order[result.asked_counties[demand.part_county[order]]]
    return [_zip_row(result, others, int(demand.part_zip[p]), int(demand.part_county[p]), int(p)) for p in kept.tolist()]


def _zip_row(result: ChairsResult, others: np.ndarray, z: int, c: int, part: int) -> Row:
    demand = result.demand
    return {
        "zip": str(demand.zip[z]),
        "fips": str(demand.counties.fips[c]),
        "county": demand.counties.full_names[c],
        "people": tenth(float(demand.part_people[part])),
        "chair_hours_per_1000": _ratio(PER_1000 * result.score[z]),
        "access_ratio": _ratio(result.ratio[z]),
        "access_ratio_low": _ratio(others[:, z].min()),
        "access_ratio_high": _ratio(others[:, z].max()),
    }


def location_rows(result: ChairsResult) -> list[Row]:
    """One row for each service point counted, from the most chair-hours down."""
    supply = result.supply
    rows = [
        {
            "id": point.id,
            "name": point.name,
            "kind": point.kind,
            "city": point.address.city,
            "state": point.address.state,
            "zip": point.address.zip,
            "lat": round(point.position.point.lat_deg, 5),
            "lon": round(point.position.point.lon_deg, 5),
            "chair_hours": tenth(float(supply.chair_hours[row])),
            "chairs_assumed": bool(supply.chairs_assumed[row]),
            "hours_assumed": bool(supply.hours_assumed[row]),
        }
        for row, point in enumerate(result.points)
        if point.position
    ]
    return sorted(rows, key=lambda r: (-r["chair_hours"], r["id"]))


def _ratio(value: float) -> float:
    return round(float(value), 3)


TABLES: Mapping[str, Table[ChairsResult]] = {
    "counties": Table(
        title=text("Counties"),
        rows=county_rows,
        columns=("fips", "name", "state", "population", "access_ratio", "access_ratio_low", "access_ratio_high"),
        key=("fips",),
        shown=("fips", "name", "state", "population", "access_ratio", "access_ratio_low", "access_ratio_high"),
        geometry="county",
    ),
    "zips": Table(
        title=text("ZIP codes"),
        rows=zip_rows,
        columns=(
            *("zip", "fips", "county", "people", "chair_hours_per_1000"),
            *("access_ratio", "access_ratio_low", "access_ratio_high"),
        ),
        key=("zip", "fips"),
        shown=("zip", "county", "people", "chair_hours_per_1000", "access_ratio"),
        geometry="zip",
    ),
    "centers": Table(
        title=text("Locations counted"),
        rows=location_rows,
        columns=(
            *("id", "name", "kind", "city", "state", "zip", "lat", "lon"),
            *("chair_hours", "chairs_assumed", "hours_assumed"),
        ),
        key=("id",),
        shown=("id", "name", "city", "state", "chair_hours", "chairs_assumed", "hours_assumed"),
        geometry="point",
    ),
}
