"""Choose one point per ZIP code from three sources, and its county.

The rules are in `choose`, in order. data/build/README.md says what each one repairs.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyproj
import shapely
from boundaries import STATE_CODES, UNITS_PER_DEGREE

GEOD = pyproj.Geod(ellps="WGS84")
METERS_PER_MILE = 1609.344
FAR_MI = 10.0
FAR_FROM_TOWN_MI = 3.0
Point = tuple[float, float]
Towns = dict[tuple[str, str], Point]
COUNTY_WORDS = re.compile(r" (county|parish|borough|census area|municipality|municipio|city and borough|city)$")


class CountyIndex:
    """A spatial index of counties: which one contains a point, and how far a point is outside one."""

    def __init__(self, counties: pd.DataFrame) -> None:
        """Keep the shapes in degrees, by FIPS, and the names for `named`."""
        degrees = shapely.transform(counties["shape"].to_numpy(), lambda c: c / UNITS_PER_DEGREE)
        self.fips = counties["fips"].to_numpy()
        self.shapes = dict(zip(self.fips, degrees, strict=True))
        self.tree = shapely.STRtree(degrees)
        self.by_name: dict[tuple[str, str], set[str]] = {}
        for row in counties.itertuples():
            short = row.name.removesuffix(" County").removesuffix(" city")
            self.by_name.setdefault((row.state, letters(short)), set()).add(row.fips)

    def containing(self, lat: float, lon: float) -> set[str]:
        """Return the FIPS codes of the counties that contain the point: one, or two on a border."""
        hits = self.tree.query(shapely.Point(west(lon), lat), predicate="intersects")
        return set(self.fips[hits])

    def miles_outside(self, lat: float, lon: float, fips: Iterable[str]) -> float:
        """Return the geodesic miles from the point to the nearest of these counties; 0 inside."""
        wanted = set(fips)
        if self.containing(lat, lon) & wanted:
            return 0.0
        return min((self._miles(lat, lon, f) for f in wanted), default=math.nan)

    def _miles(self, lat: float, lon: float, fips: str) -> float:
        """Return the miles to one county. Longitudes are scaled by cos(lat), so that the nearest point is really nearest."""
        shrink = math.cos(math.radians(lat))
        local = shapely.transform(self.shapes[fips], lambda c: c * [shrink, 1])
        line = shapely.shortest_line(shapely.Point(west(lon) * shrink, lat), local)
        x, y = shapely.get_coordinates(line)[1]
        return float(GEOD.inv(lon, lat, x / shrink, y)[2]) / METERS_PER_MILE

    def locate(self, lat: float, lon: float, state: str) -> str:
        """Return the county of this state that contains the point, or else (at sea) the nearest one."""
        in_state = [f for f in self.fips if STATE_CODES[f[:2]] == state]
        inside = sorted(self.containing(lat, lon) & set(in_state))
        return inside[0] if inside else min(in_state, key=lambda f: self._miles(lat, lon, f))

    def named(self, state: str, name: object) -> set[str]:
        """Return the counties of that name, for ZIP codes without a county code. A city and a county can share a name."""
        if not isinstance(name, str):
            return set()
        lower = name.lower()
        keys = {letters(lower), letters(COUNTY_WORDS.sub("", lower))}
        return set().union(*(self.by_name.get((state, key), set()) for key in keys))


def letters(name: str) -> str:
    """Return a name's letters only, in lower case."""
    return re.sub(r"[^a-z]", "", name.lower())


def west(lon: float) -> float:
    """Return a longitude as in the boundaries, where the western Aleutians continue past -180."""
    return lon - 360 if lon > 0 else lon


def miles_apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the geodesic miles between two points (lat, lon)."""
    return float(GEOD.inv(a[1], a[0], b[1], b[0])[2]) / METERS_PER_MILE


def read_overrides(path: Path) -> dict[str, tuple[float, float]]:
    """Return the points that are set by hand. Each row of the file has the reason and the source."""
    with path.open(newline="", encoding="utf-8") as lines:
        return {r["zip"]: (float(r["lat_deg"]), float(r["lon_deg"])) for r in csv.DictReader(lines)}


def source_points(row: pd.Series) -> dict[str, tuple[float, float]]:
    """Return the points of a ZIP code by source."""
    points = {s: (row[f"{s}_lat"], row[f"{s}_lon"]) for s in ("zip2info", "zipcodes", "census")}
    return {source: point for source, point in points.items() if not np.isnan(point[0])}


def better_source(points: dict[str, tuple[float, float]], row: pd.Series) -> str:
    """Return a better source if zip2info's point is outside the ZIP code's own area, else ''.

    zip2info (and sometimes zipcodes) falls back on the center of the city, county, or
    three-digit area. The census point is inside by definition. If zipcodes agrees with it,
    zipcodes is right. If not, the census is right where several ZIP codes share a city's name,
    up to 20 miles. Beyond that, it describes people who get their mail elsewhere.
    """
    if len(points) < 3 or np.isnan(row["land_sqmi"]):
        return ""
    radius = math.sqrt(row["land_sqmi"] / math.pi)
    off = miles_apart(points["zip2info"], points["census"])
    agree = miles_apart(points["zipcodes"], points["census"])
    if off > max(4.0, 2.5 * radius) and agree < min(off / 4, max(1.5, radius)):
        return "zipcodes"
    outside = max(4.0, 3.5 * radius) < min(off, agree) and off < 20
    return "census" if outside and row["zips_of_city"] > 1 else ""


def choose(row: pd.Series, counties: set[str], index: CountyIndex) -> str:
    """Return the source of a ZIP code's point; '' if there is none."""
    points = source_points(row)
    if "zip2info" not in points:
        return next((s for s in ("zipcodes", "census") if s in points), "")
    first, second = points["zip2info"], points.get("zipcodes")
    second_outside = index.miles_outside(*second, counties) if second and counties else math.nan
    if counties and index.miles_outside(*first, counties) > FAR_MI:
        if second_outside == 0:
            return "zipcodes"
        return "census" if "census" in points and row["state"] != "AK" else "zip2info"
    if row["state"] == "AK":
        return "zip2info"
    if better := better_source(points, row):
        return better
    if row["population"] > 0:
        return "zip2info"
    default = second is not None and second_outside <= FAR_MI and miles_apart(first, second) > FAR_MI
    return "zipcodes" if default and row["state"] != "PR" else "zip2info"


def town_point(row: pd.Series, point: Point, counties: set[str], index: CountyIndex, towns: Towns) -> Point | None:
    """Return the town's point for a ZIP code without people and land whose own point is far away; None for others.

    Such a ZIP code (a hospital's own, a PO box section) has no area. All sources may give the center of a county or of
    a three-digit area, sometimes in a lake. Alaska is excluded: its ZIP codes are large and were checked one by one.
    """
    town = towns.get((row["state"], letters(str(row["city"]))))
    has_area = row["population"] > 0 or row["land_sqmi"] > 0
    if has_area or row["state"] == "AK" or town is None:
        return None
    far = miles_apart(point, town) > FAR_FROM_TOWN_MI
    return town if far and (not counties or index.miles_outside(*town, counties) <= FAR_MI) else None


def place_zips(
    zips: pd.DataFrame, weights: pd.DataFrame, index: CountyIndex, overrides_csv: Path, towns: Towns
) -> pd.DataFrame:
    """Add lat_deg, lon_deg, and point_source. Drop ZIP codes without a point in any source."""
    overrides = read_overrides(overrides_csv)
    by_zip = weights.groupby("zip")["fips"].apply(set).to_dict()
    populated = zips["population"].gt(0)
    zips["zips_of_city"] = populated.groupby([zips["city"], zips["state"]]).transform("sum")
    placed = []
    for code, row in zips.iterrows():
        counties = by_zip.get(code) or {row["census_fips"]} & set(index.shapes)
        counties = counties or index.named(row["state"], row["county"])
        source = "override" if code in overrides else choose(row, counties, index)
        point = overrides.get(code) or source_points(row).get(source, (math.nan, math.nan))
        if source not in ("override", "") and (town := town_point(row, point, counties, index, towns)):
            point, source = town, "geonames"
        placed.append((round(point[0], 4), round(point[1], 4), source))
    zips[["lat_deg", "lon_deg", "point_source"]] = placed
    return zips[zips["point_source"] != ""].copy()


def split_by_county(zips: pd.DataFrame, weights: pd.DataFrame, index: CountyIndex) -> tuple[pd.DataFrame, pd.Series]:
    """Return the county weights of the populated ZIP codes, and the county with most of the people of every ZIP code.

    A ZIP code without census weights goes as a whole to the county that contains its point.
    """
    populated = zips.index[zips["population"] > 0]
    known = weights[weights["zip"].isin(populated)]
    main = known.sort_values(["weight", "fips"], ascending=[False, True]).groupby("zip")["fips"]
    main_fips = main.first()
    rest = zips.loc[~zips.index.isin(main_fips.index)]
    located = pd.Series([index.locate(r.lat_deg, r.lon_deg, r.state) for r in rest.itertuples()], index=rest.index)
    whole = located[located.index.isin(populated)]
    added = pd.DataFrame({"zip": whole.index, "fips": whole.to_numpy(), "weight": 1.0})
    parts = pd.concat([known, added]).sort_values(["zip", "fips"], ignore_index=True)
    return parts, pd.concat([main_fips, located]).reindex(zips.index)
