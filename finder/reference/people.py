"""Where people live: ZIP codes, towns, counties, demand points, and outlines, from the arrays of the data folder."""

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


def zip_table(t: Arrays) -> ZipTable:
    """All ZIP codes, populated or not."""
    return ZipTable(
        zip=t["zip"],
        city=t["city"],
        state=t["state"],
        county_fips=t["county_fips"],
        points=PointSet(t["lat_deg"], t["lon_deg"]),
        population=t["population"].astype(np.intp),
        alias_row=t["alias_row"].astype(np.intp),
        alias_city=t["alias_city"],
        land_sqmi=t["land_sqmi"].astype(float),
    )


def town_table(t: Arrays) -> TownTable:
    """All towns and cities of 500 people or more."""
    return TownTable(t["name"], t["state"], PointSet(t["lat_deg"], t["lon_deg"]), t["population"].astype(np.intp))


def city_index(t: Arrays) -> CityIndex:
    """The index of city names."""
    return CityIndex(t["key"], t["first"].astype(np.intp), t["row"].astype(np.intp))


def name_table(t: Arrays) -> NameTable:
    """All named places that are neither ZIP codes nor towns."""
    return NameTable(
        name=t["name"],
        kind=t["kinds"][t["kind"]],
        states=t["states"],
        city=t["city"],
        points=PointSet(t["lat"] / 1e4, t["lon"] / 1e4),
        population=t["population"].astype(np.intp),
        spread_mi=t["spread"] / 10,
        key=t["key"],
        key_row=t["key_row"].astype(np.intp),
    )


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
    position = np.full(len(table.zip), -1, np.intp)
    position[rows] = np.arange(len(rows))
    keep = position[parts["zip_row"]] >= 0
    part_zip = position[parts["zip_row"][keep]]
    return DemandPoints(
        zip=table.zip[rows],
        points=PointSet(table.points.lat_deg[rows], table.points.lon_deg[rows]),
        population=table.population[rows].astype(float),
        county=np.searchsorted(counties.fips, table.county_fips[rows]).astype(np.intp),
        part_zip=part_zip,
        part_county=parts["county_row"][keep].astype(np.intp),
        part_people=(table.population[rows][part_zip] * parts["weight"][keep]).astype(float),
        counties=counties,
        groups=_groups(zip_arrays, rows),
    )


def _groups(table: Arrays, rows: Ints) -> dict[str, Floats]:
    """Shares of the people of ZIP codes by group. `no_car` is a share of households, used for their people."""
    kind = table["area_class"][rows]
    shares = {name: table[f"share_{name}"][rows].astype(float) for name in ("65_plus", "poverty", "no_car")}
    kinds = {
        name: (kind == written).astype(float) for name, written in (("metro", "metro"), ("micro", "micro"), ("neither", ""))
    }
    return {**shares, **kinds}


def outlines(t: Arrays) -> Boundaries:
    """County and state outlines."""
    states = dict(zip(t["state_code"].tolist(), _polygons(t, "state"), strict=True))
    return Boundaries(_polygons(t, "county"), states)


def time_zones(t: Arrays) -> TimeZones:
    """The time zones of the country."""
    zones = tuple(ZoneInfo(name) for name in t["name"].tolist())
    outlines = _from_ragged(np.cumsum(t["steps"], axis=0) / 1e4, (t["ring"], t["polygon"], t["geom"]))
    of_state = zip(t["state"].tolist(), t["state_zone"].tolist(), strict=True)
    return TimeZones(zones, outlines, {state: zones[row] for state, row in of_state})


def _polygons(table: dict[str, npt.NDArray[Any]], prefix: str) -> npt.NDArray[np.object_]:
    return _from_ragged(
        table[f"{prefix}_coords"] / 1e5, tuple(table[f"{prefix}_{level}"] for level in ("ring", "polygon", "geom"))
    )


def _from_ragged(coords: Floats, offsets: tuple[npt.NDArray[Any], ...]) -> npt.NDArray[np.object_]:
    polygons: npt.NDArray[np.object_] = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, coords, offsets)
    return polygons
