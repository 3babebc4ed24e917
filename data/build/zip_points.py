"""Chooses one point per ZIP out of three sources, and the county it belongs to.

Each rule is in `choose`, in order; `data/build/README.md` says what each one mends.
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
FAR_FROM_TOWN_MI = 8.0
Point = tuple[float, float]
Towns = dict[tuple[str, str], Point]
COUNTY_WORDS = re.compile(r" (county|parish|borough|census area|municipality|municipio|city and borough|city)$")


class CountyIndex:
    """Where a point lies among the counties, and how far outside one."""

    def __init__(self, counties: pd.DataFrame) -> None:
        """Keep the shapes in degrees, by FIPS, and the names for `named`."""
        degrees = shapely.transform(counties["shape"].to_numpy(), lambda c: c / UNITS_PER_DEGREE)
        self.fips = counties["fips"].to_numpy()
        self.shapes = dict(zip(self.fips, degrees, strict=True))
        self.tree = shapely.STRtree(degrees)
        self.by_name: dict[tuple[str, str], set[str]] = {}
        for row in counties.itertuples():
            short = row.name.removesuffix(" County").removesuffix(" city")
            self.by_name.setdefault((row.state, plain(short)), set()).add(row.fips)

    def holding(self, lat: float, lon: float) -> set[str]:
        """FIPS of the counties that hold the point (one, or two on a border)."""
        hits = self.tree.query(shapely.Point(west(lon), lat), predicate="intersects")
        return set(self.fips[hits])

    def miles_outside(self, lat: float, lon: float, fips: Iterable[str]) -> float:
        """Geodesic miles from the point to the nearest of these counties; 0 inside."""
        wanted = set(fips)
        if self.holding(lat, lon) & wanted:
            return 0.0
        return min((self._miles(lat, lon, f) for f in wanted), default=math.nan)

    def _miles(self, lat: float, lon: float, fips: str) -> float:
        """Miles to one county; longitudes shrunk by cos(lat) so that near means near."""
        shrink = math.cos(math.radians(lat))
        local = shapely.transform(self.shapes[fips], lambda c: c * [shrink, 1])
        line = shapely.shortest_line(shapely.Point(west(lon) * shrink, lat), local)
        x, y = shapely.get_coordinates(line)[1]
        return float(GEOD.inv(lon, lat, x / shrink, y)[2]) / METERS_PER_MILE

    def locate(self, lat: float, lon: float, state: str) -> str:
        """The county of this state that holds the point, else (in the sea) the nearest."""
        in_state = [f for f in self.fips if STATE_CODES[f[:2]] == state]
        inside = sorted(self.holding(lat, lon) & set(in_state))
        return inside[0] if inside else min(in_state, key=lambda f: self._miles(lat, lon, f))

    def named(self, state: str, name: object) -> set[str]:
        """Counties of that name, for ZIPs without a code. May be two (city and county)."""
        if not isinstance(name, str):
            return set()
        lower = name.lower()
        keys = {plain(lower), plain(COUNTY_WORDS.sub("", lower))}
        return set().union(*(self.by_name.get((state, key), set()) for key in keys))


def plain(name: str) -> str:
    """Letters only, lower case."""
    return re.sub(r"[^a-z]", "", name.lower())


def west(lon: float) -> float:
    """Longitudes of the western Aleutians run on past -180, as the boundaries do."""
    return lon - 360 if lon > 0 else lon


def miles_apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Geodesic miles between two (lat, lon)."""
    return float(GEOD.inv(a[1], a[0], b[1], b[0])[2]) / METERS_PER_MILE


def read_overrides(path: Path) -> dict[str, tuple[float, float]]:
    """Points set by hand; the file says why, and from where, on each row."""
    with path.open(newline="", encoding="utf-8") as lines:
        return {r["zip"]: (float(r["lat_deg"]), float(r["lon_deg"])) for r in csv.DictReader(lines)}


def source_points(row: pd.Series) -> dict[str, tuple[float, float]]:
    """The points that the sources give for a ZIP, by source."""
    points = {s: (row[f"{s}_lat"], row[f"{s}_lon"]) for s in ("zip2info", "zipcodes", "census")}
    return {source: point for source, point in points.items() if not np.isnan(point[0])}


def strayed(points: dict[str, tuple[float, float]], row: pd.Series) -> str:
    """Name a better source if zip2info lies outside the ZIP's own area, else ''.

    zip2info (and at times zipcodes) falls back on the middle of the city, the county or the
    three-digit area. The census point lies inside by definition. If zipcodes agrees with it,
    zipcodes is right. If not, the census is right where several ZIPs share a city's name, but
    not beyond 20 miles: that far it means people who get their mail elsewhere.
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
    """Name the source of a ZIP's point ('' if there is none)."""
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
    if row["population"] > 0:
        return strayed(points, row) or "zip2info"
    default = second is not None and second_outside <= FAR_MI and miles_apart(first, second) > FAR_MI
    return "zipcodes" if default and row["state"] != "PR" else "zip2info"


def town_instead(row: pd.Series, point: Point, counties: set[str], index: CountyIndex, towns: Towns) -> Point | None:
    """The town of a ZIP without people and land (a hospital's own ZIP, a box section) whose point lies far from it.

    Such a ZIP has no area of its own; all sources may give the middle of a county or of a three-digit area for
    it, at times in a lake. Alaska is left alone: its ZIPs are wide and were looked at one by one.
    """
    town = towns.get((row["state"], plain(str(row["city"]))))
    has_area = row["population"] > 0 or row["land_sqmi"] > 0
    if has_area or row["state"] == "AK" or town is None:
        return None
    far = miles_apart(point, town) > FAR_FROM_TOWN_MI
    return town if far and (not counties or index.miles_outside(*town, counties) <= FAR_MI) else None


def place_zips(
    zips: pd.DataFrame, weights: pd.DataFrame, index: CountyIndex, overrides_csv: Path, towns: Towns
) -> pd.DataFrame:
    """Add lat_deg, lon_deg and point_source; drop ZIPs that have no point anywhere."""
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
        if source not in ("override", "") and (town := town_instead(row, point, counties, index, towns)):
            point, source = town, "geonames"
        placed.append((round(point[0], 4), round(point[1], 4), source))
    zips[["lat_deg", "lon_deg", "point_source"]] = placed
    return zips[zips["point_source"] != ""].copy()


def split_by_county(zips: pd.DataFrame, weights: pd.DataFrame, index: CountyIndex) -> tuple[pd.DataFrame, pd.Series]:
    """Weights of the populated ZIPs, and for every ZIP the county with most of its people.

    A ZIP without census weights goes wholly to the county that its point lies in.
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
