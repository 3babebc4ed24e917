"""The door to `data/`: reference tables read into the pure types of the core. Nothing else opens a file there.

Each loader reads once per process. What the tables hold and where it is from: data/SOURCES.md.
"""

import csv
import hashlib
import math
import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import shapely

from finder.access.standards import Standard
from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES, Counties, DemandPoints, county_type
from finder.domain.ferry import Ferry
from finder.domain.geo import Point, PointSet
from finder.domain.geography import Boundaries, TownTable, ZipTable
from finder.domain.mileage import MileageRate
from finder.domain.therapy import Regimen, Span, Therapy
from finder.errors import DataError
from finder.text import named, text
from finder.travel.road.graph import RoadGraph, barriers_from, graph_from

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FINDER_DATA", ROOT / "data"))
STARTER_DIRECTORY = DATA / "directory"
# A landing this near is somebody's own: the longest road to one, on Martha's Vineyard or Kodiak, is not longer.
FERRY_MI = 20.0
# What was measured once. It can be deleted at any time.
CACHE = Path(os.environ.get("FINDER_CACHE", ROOT / ".cache" / "travel"))

_REBUILD = text("Restore the data folder, or rebuild it as data/build/README.md says.")


def _open(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        raise DataError(
            text("The reference table %(name)s is missing.", name=name),
            _REBUILD,
        )
    return path


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Whatever a damaged table raises, the reader is told which one it is and how to get it back."""
    try:
        yield
    except (ValueError, EOFError, BadZipFile) as error:
        raise DataError(text("The reference table %(name)s is damaged.", name=name), _REBUILD) from error


@cache
def _arrays(name: str) -> dict[str, npt.NDArray[Any]]:
    with _reading(name), np.load(_open(name), allow_pickle=False) as table:
        return {key: table[key] for key in table.files}


def toml_table(name: str) -> dict[str, Any]:
    """A table in TOML as it stands. Raises DataError if it is missing or damaged."""
    with _reading(name):
        return tomllib.loads(_open(name).read_text(encoding="utf-8"))


@cache
def fingerprint(name: str) -> str:
    """What a table is known by: any change to it changes this."""
    return hashlib.sha256(_open(name).read_bytes()).hexdigest()


@cache
def zips() -> ZipTable:
    """All ZIPs."""
    t = _arrays("zips.npz")
    return ZipTable(
        zip=t["zip"],
        city=t["city"],
        state=t["state"],
        county_fips=t["county_fips"],
        points=PointSet(t["lat_deg"], t["lon_deg"]),
        population=t["population"].astype(np.intp),
        alias_row=t["alias_row"].astype(np.intp),
        alias_city=t["alias_city"],
    )


@cache
def towns() -> TownTable:
    """All towns and cities of 500 people or more."""
    t = _arrays("places.npz")
    return TownTable(t["name"], t["state"], PointSet(t["lat_deg"], t["lon_deg"]), t["population"].astype(np.intp))


@cache
def counties() -> Counties:
    """All counties, with people added up from ZIP parts and the type that follows from people and land."""
    with _open("counties.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = _arrays("zip_counties.npz")
    people = zips().population[parts["zip_row"]] * parts["weight"]
    population = np.bincount(parts["county_row"], people, len(rows)).astype(float)
    land = np.array([float(r["land_sqmi"]) for r in rows])
    types = [COUNTY_TYPES.index(county_type(p, p / a)) for p, a in zip(population, land, strict=True)]
    columns = {key: np.array([r[key] for r in rows]) for key in ("fips", "name", "state")}
    return Counties(**columns, land_sqmi=land, population=population, type_index=np.array(types, np.intp))


@cache
def demand() -> DemandPoints:
    """The people of the United States, by populated ZIP."""
    table, parts, all_counties = zips(), _arrays("zip_counties.npz"), counties()
    rows = np.flatnonzero(table.population > 0)
    position = np.full(len(table.zip), -1, np.intp)
    position[rows] = np.arange(len(rows))
    keep = position[parts["zip_row"]] >= 0
    part_zip = position[parts["zip_row"][keep]]
    return DemandPoints(
        zip=table.zip[rows],
        points=PointSet(table.points.lat_deg[rows], table.points.lon_deg[rows]),
        population=table.population[rows].astype(float),
        county=np.searchsorted(all_counties.fips, table.county_fips[rows]).astype(np.intp),
        part_zip=part_zip,
        part_county=parts["county_row"][keep].astype(np.intp),
        part_people=table.population[rows][part_zip] * parts["weight"][keep],
        counties=all_counties,
        groups=_groups(_arrays("zips.npz"), rows),
    )


def _groups(table: dict[str, npt.NDArray[Any]], rows: Ints) -> dict[str, Floats]:
    """Shares of people of ZIPs by group. Without a car are households, taken for their people."""
    kind = table["area_class"][rows]
    shares = {name: table[f"share_{name}"][rows].astype(float) for name in ("65_plus", "poverty", "no_car")}
    kinds = {
        name: (kind == written).astype(float) for name, written in (("metro", "metro"), ("micro", "micro"), ("neither", ""))
    }
    return {**shares, **kinds}


@cache
def boundaries() -> Boundaries:
    """County and state outlines."""
    t = _arrays("boundaries.npz")
    states = dict(zip(t["state_code"].tolist(), _polygons(t, "state"), strict=True))
    return Boundaries(_polygons(t, "county"), states)


def _polygons(table: dict[str, npt.NDArray[Any]], prefix: str) -> npt.NDArray[np.object_]:
    coords: Floats = table[f"{prefix}_coords"] / 1e5
    offsets = tuple(table[f"{prefix}_{level}"] for level in ("ring", "polygon", "geom"))
    polygons: npt.NDArray[np.object_] = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, coords, offsets)
    return polygons


@cache
def ferries() -> tuple[Ferry, ...]:
    """Ferries, for those whom no road serves."""
    with _open("ferries.csv").open(encoding="utf-8", newline="") as file, _reading("ferries.csv"):
        return tuple(_ferry(r) for r in csv.DictReader(file))


def _ferry(r: dict[str, str]) -> Ferry:
    here, there = (Point(float(r[f"{end}_lat"]), float(r[f"{end}_lon"])) for end in ("from", "to"))
    return Ferry(r["name"], (here, there), float(r["miles"]))


def nearest_ferry(place: Point) -> Ferry | None:
    """The ferry with the nearest landing, if one is within FERRY_MI."""
    known = ferries()
    ends = [end for ferry in known for end in ferry.landings]
    found = PointSet.of(ends).nearest(PointSet.of([place]), 1)
    return known[int(found.destination[0]) // 2] if found.straight_mi[0] <= FERRY_MI else None


@cache
def roads() -> RoadGraph:
    """The road graph of the United States."""
    table = _arrays("roads.npz")
    with _reading("roads.npz"):
        return graph_from(table, barriers_from(table))


@cache
def therapies() -> dict[str, Therapy]:
    """Therapies by id, in the order of the table."""
    return {t["id"]: _therapy(t) for t in toml_table("therapies.toml")["therapy"]}


def _therapy(t: dict[str, Any]) -> Therapy:
    return Therapy(
        id=t["id"],
        name=t["name"],
        short_name=t["short_name"],
        about=t["about"],
        source=t["source"],
        source_url=t["source_url"],
        as_of=date.fromisoformat(t["as_of"]),
        regimens=tuple(_regimen(r) for r in t.get("regimen", [])),
        also=tuple(t.get("also", [])),
    )


def _regimen(r: dict[str, Any]) -> Regimen:
    def span(name: str) -> Span:
        return Span(r[f"{name}_low"], r[f"{name}_high"])

    return Regimen(
        id=r["id"],
        label=r["label"],
        visit_days=span("visit_days_per_year"),
        cycles=span("cycles_per_year"),
        consecutive_days=span("consecutive_days"),
        chair_hours=span("chair_hours"),
        source=r["source"],
        source_url=r["source_url"],
        verified=r["verified"],
        days_between=r.get("days_between"),
    )


@cache
def standards() -> dict[str, Standard]:
    """Standards that have a name, by id."""
    return {s["id"]: _standard(s) for s in toml_table("standards.toml")["standard"]}


def _standard(s: dict[str, Any]) -> Standard:
    def limit(name: str, absent: float) -> tuple[float, ...]:
        return tuple(float(s[t].get(name, absent)) for t in COUNTY_TYPES)

    return Standard(
        id=s["id"],
        label=named(s["label"]),
        max_mi=limit("max_miles", math.inf),
        max_min=limit("max_minutes", math.inf),
        required_share=limit("required_share", math.nan),
        source=s["source"],
        source_url=s["source_url"],
        as_of=s["as_of"],
        note=s["note"],
    )


def mileage_rate(day: date) -> MileageRate:
    """The rate of the year, or the latest known one before it (the earliest, if all are later)."""
    rates = sorted(
        (MileageRate(r["year"], r["usd_per_mile"], r["source"]) for r in toml_table("mileage.toml")["rate"]),
        key=lambda r: r.year,
    )
    known = [r for r in rates if r.year <= day.year]
    return known[-1] if known else rates[0]
