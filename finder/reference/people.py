"""Where people live: ZIP codes, towns, counties, demand points, and outlines, from the arrays of the data folder.

Every function raises some error for arrays that do not belong together.
"""

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES, Counties, DemandPoints, county_type
from finder.domain.geo import PointSet
from finder.domain.geography import Boundaries, CityIndex, NameTable, TownTable, ZipTable
from finder.domain.time_zones import TimeZones
from finder.reference.folder import Arrays
from finder.reference.shapes import check_lengths, check_offsets, check_rows, points_of

_ZIP_COLUMNS = (
    *("zip", "city", "state", "county_fips", "lat_deg", "lon_deg", "population", "land_sqmi", "area_class"),
    *("share_65_plus", "share_poverty", "share_no_car"),
)
_ALIAS_COLUMNS = ("alias_row", "alias_city")
# Rows of ZIP codes, rows of counties, and people.
Counted = tuple[Ints, Ints, Floats]
# Those that are read; the table has more, which tell where its values are from.
ZIP_ARRAYS = (*_ZIP_COLUMNS, *_ALIAS_COLUMNS)


def zip_table(t: Arrays) -> ZipTable:
    """All ZIP codes, populated or not."""
    check_lengths(t, *_ZIP_COLUMNS)
    check_lengths(t, *_ALIAS_COLUMNS)
    check_rows(t["alias_row"], len(t["zip"]))
    return ZipTable(
        zip=t["zip"],
        city=t["city"],
        state=t["state"],
        county_fips=t["county_fips"],
        points=points_of(t["lat_deg"], t["lon_deg"]),
        population=t["population"].astype(np.intp),
        alias_row=t["alias_row"].astype(np.intp),
        alias_city=t["alias_city"],
        land_sqmi=t["land_sqmi"].astype(float),
    )


def town_table(t: Arrays) -> TownTable:
    """All towns and cities of 500 people or more."""
    check_lengths(t, *t)
    return TownTable(t["name"], t["state"], points_of(t["lat_deg"], t["lon_deg"]), t["population"].astype(np.intp))


def city_index(t: Arrays, rows: int) -> CityIndex:
    """The index of city names, over so many rows."""
    check_rows(t["row"], rows)
    check_offsets(t["first"], len(t["row"]))
    if len(t["first"]) != len(t["key"]) + 1:
        raise ValueError
    return CityIndex(t["key"], t["first"].astype(np.intp), t["row"].astype(np.intp))


def name_table(t: Arrays) -> NameTable:
    """All named places that are neither ZIP codes nor towns."""
    check_lengths(t, "name", "kind", "states", "city", "lat", "lon", "population", "spread")
    check_lengths(t, "key", "key_row")
    check_rows(t["key_row"], len(t["name"]))
    return NameTable(
        name=t["name"],
        kind=t["kinds"][t["kind"]],
        states=t["states"],
        city=t["city"],
        points=points_of(t["lat"] / 1e4, t["lon"] / 1e4),
        population=t["population"].astype(np.intp),
        spread_mi=t["spread"] / 10,
        key=t["key"],
        key_row=t["key_row"].astype(np.intp),
    )


def zip_parts(t: Arrays, zips: int, counties: int) -> Arrays:
    """The shares of ZIP codes in counties, as they are: rows of both, and weights."""
    check_lengths(t, "zip_row", "county_row", "weight")
    check_rows(t["zip_row"], zips)
    check_rows(t["county_row"], counties)
    return t


def county_table(rows: list[dict[str, str]], parts: Arrays, zips: ZipTable) -> Counties:
    """All counties, with people added up from ZIP code parts, and the county type that follows from people and land."""
    people = zips.population[parts["zip_row"]] * parts["weight"]
    population = np.bincount(parts["county_row"], people, len(rows)).astype(float)
    land = np.array([float(r["land_sqmi"]) for r in rows])
    types = [COUNTY_TYPES.index(county_type(p, p / a)) for p, a in zip(population, land, strict=True)]
    columns = {key: np.array([r[key] for r in rows]) for key in ("fips", "name", "state")}
    return Counties(**columns, land_sqmi=land, population=population, type_index=np.array(types, np.intp))


def states_across_lines(parts: Arrays, zips: ZipTable, counties: list[dict[str, str]]) -> dict[str, frozenset[str]]:
    """The states of each ZIP code that has people in more than one, by ZIP code."""
    state_of_part = np.array([c["state"] for c in counties])[parts["county_row"]]
    crossing = np.unique(parts["zip_row"][(state_of_part != zips.state[parts["zip_row"]]) & (parts["weight"] > 0)])
    rows = {row: parts["zip_row"] == row for row in crossing.tolist()}
    return {str(zips.zip[row]): frozenset(state_of_part[of_zip].tolist()) for row, of_zip in rows.items()}


def demand_points(table: ZipTable, zip_arrays: Arrays, parts: Arrays, counties: Counties) -> DemandPoints:
    """The people of the United States, by populated ZIP code."""
    rows = np.flatnonzero(table.population > 0)
    county = np.searchsorted(counties.fips, table.county_fips[rows]).astype(np.intp)
    if not np.array_equal(counties.fips[county], table.county_fips[rows]):
        raise ValueError
    position = np.full(len(table.zip), -1, np.intp)
    position[rows] = np.arange(len(rows))
    keep = position[parts["zip_row"]] >= 0
    part_zip = position[parts["zip_row"][keep]]
    return DemandPoints(
        zip=table.zip[rows],
        points=PointSet(table.points.lat_deg[rows], table.points.lon_deg[rows]),
        population=table.population[rows].astype(float),
        county=county,
        part_zip=part_zip,
        part_county=parts["county_row"][keep].astype(np.intp),
        part_people=(table.population[rows][part_zip] * parts["weight"][keep]).astype(float),
        counties=counties,
        groups=_groups(zip_arrays, rows),
    )


def demand_of(table: ZipTable, parts: Arrays, counties: Counties, people: Floats, beside: Counted) -> DemandPoints:
    """Any other people by ZIP code, split among its counties as its residents are.

    `people` has the shape (zips,). `beside` are people whose county is known: rows of a ZIP code and of a county, and how many.
    A ZIP code without residents, such as one of post-office boxes, lies in the one county that its table gives. No group is
    known of these people.
    """
    empty = np.setdiff1d(np.flatnonzero(people > 0), parts["zip_row"])
    home = np.searchsorted(counties.fips, table.county_fips).astype(np.intp)
    zip_row = np.concatenate([parts["zip_row"], empty, beside[0]]).astype(np.intp)
    county_row = np.concatenate([parts["county_row"], home[empty], beside[1]]).astype(np.intp)
    count = np.concatenate([people[parts["zip_row"]] * parts["weight"], people[empty], beside[2]])
    kept = count > 0
    pair, which = np.unique(zip_row[kept] * len(counties.fips) + county_row[kept], return_inverse=True)
    part_people = np.bincount(which, count[kept], len(pair)).astype(float)
    rows, part_zip = np.unique(pair // len(counties.fips), return_inverse=True)
    return DemandPoints(
        zip=table.zip[rows],
        points=table.points.take(rows),
        population=np.bincount(part_zip, part_people, len(rows)).astype(float),
        county=home[rows],
        part_zip=part_zip.astype(np.intp),
        part_county=pair % len(counties.fips),
        part_people=part_people,
        counties=counties,
    )


def _groups(table: Arrays, rows: Ints) -> dict[str, Floats]:
    """Shares of the people of ZIP codes by group. `no_car` is a share of households, used for their people."""
    kind = table["area_class"][rows]
    shares = {name: table[f"share_{name}"][rows].astype(float) for name in ("65_plus", "poverty", "no_car")}
    kinds = {
        name: (kind == written).astype(float) for name, written in (("metro", "metro"), ("micro", "micro"), ("neither", ""))
    }
    return {**shares, **kinds}


def outlines(t: Arrays, fips: npt.NDArray[np.str_]) -> Boundaries:
    """State outlines, and those of the counties with these codes."""
    if not np.array_equal(t["county_fips"], fips):
        raise ValueError
    states = dict(zip(t["state_code"].tolist(), _polygons(t, "state"), strict=True))
    return Boundaries(_polygons(t, "county"), states)


def time_zones(t: Arrays) -> TimeZones:
    """The time zones of the country."""
    zones = tuple(ZoneInfo(name) for name in t["name"].tolist())
    check_lengths(t, "state", "state_zone")
    check_rows(t["state_zone"], len(zones))
    outlines = _from_ragged(np.cumsum(t["steps"], axis=0) / 1e4, (t["ring"], t["polygon"], t["geom"]))
    of_state = zip(t["state"].tolist(), t["state_zone"].tolist(), strict=True)
    if len(outlines) != len(zones):
        raise ValueError
    return TimeZones(zones, outlines, {state: zones[row] for state, row in of_state})


def _polygons(table: Arrays, prefix: str) -> npt.NDArray[np.object_]:
    return _from_ragged(
        table[f"{prefix}_coords"] / 1e5, tuple(table[f"{prefix}_{level}"] for level in ("ring", "polygon", "geom"))
    )


def _from_ragged(coords: Floats, offsets: tuple[npt.NDArray[Any], ...]) -> npt.NDArray[np.object_]:
    for offsets_of, below in zip(offsets, (coords, *(o[:-1] for o in offsets)), strict=False):
        check_offsets(offsets_of, len(below))
    polygons: npt.NDArray[np.object_] = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, coords, offsets)
    return polygons
