"""Build data/names.npz: places by name that are neither ZIP codes nor towns, each with the middle of its people.

Run from the project's root, after the ZIP codes and counties were made (see data/build/README.md):

    PYTHONPATH=. python data/build/named_places.py --out data
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet, geodesic_mi
from finder.places.named import keys_of
from finder.reference.reference import Reference

KINDS = (
    *("county", "region", "island", "reservation", "quarter", "borough", "township", "base", "college", "hospital", "nickname"),
)
SHARE_WITHIN = 0.9
# A place is answered by its point even if nobody lives in its ZIP code.
MIN_SPREAD_MI = 0.5


@dataclass(frozen=True)
class Row:
    """One named place: other names, states (first that of the point), and its point, people, and spread in miles."""

    name: str
    kind: str
    states: tuple[str, ...]
    lat_deg: float
    lon_deg: float
    population: int
    spread_mi: float
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class People:
    """People at points: what a place's middle and spread follow from."""

    points: PointSet
    people: Floats
    land_sqmi: Floats

    def middle(self) -> tuple[float, float, int, float]:
        """Return latitude and longitude of the people's middle, their number, and the radius that holds 90% of them.

        The middle is the point from which all of them are nearest on average. A mean would be in the sea for an archipelago.
        """
        lat, lon = self.points.lat_deg, self.points.lon_deg
        weight = self.people if self.people.sum() > 0 else np.ones(len(self.people))
        miles = [geodesic_mi(np.full(len(lat), a), np.full(len(lat), b), lat, lon) for a, b in zip(lat, lon, strict=True)]
        at = int(np.argmin([weight @ row for row in miles]))
        return float(lat[at]), float(lon[at]), round(self.people.sum()), self._radius(miles[at], weight)

    def _radius(self, miles: Floats, weight: Floats) -> float:
        """Return the radius that holds 90% of the people, those of a ZIP code within a circle of its land."""
        reach = miles + np.sqrt(SHARE_WITHIN * np.nan_to_num(self.land_sqmi) / np.pi)
        order: Ints = np.argsort(reach, kind="stable")
        share = np.cumsum(weight[order]) / weight.sum()
        return float(max(MIN_SPREAD_MI, reach[order][int(np.searchsorted(share, SHARE_WITHIN - 1e-9))]))


class Zips:
    """The ZIP codes of the reference tables, as people at points."""

    def __init__(self, reference: Reference, folder: Path) -> None:
        self.table = reference.zips
        self.row = {code: i for i, code in enumerate(self.table.zip.tolist())}
        self.land: Floats = np.nan_to_num(np.asarray(self.table.land_sqmi, float))
        with (folder / "zip_counties.npz").open("rb") as file, np.load(file) as parts:
            self.parts = {name: parts[name] for name in parts.files}

    def people(self, rows: Ints, weight: Floats | None = None) -> People:
        """Return the people of these rows, or a share of them."""
        share = np.ones(len(rows)) if weight is None else weight
        return People(self.table.points.take(rows), self.table.population[rows] * share, self.land[rows] * share)

    def of_codes(self, codes: Sequence[str]) -> People:
        """Return the people of these ZIP codes. Raises KeyError for one that is not in the table."""
        return self.people(np.array([self.row[code] for code in codes], np.intp))

    def of_county(self, row: int) -> People:
        """Return the people of a county, by its row in counties.csv."""
        mine = self.parts["county_row"] == row
        return self.people(self.parts["zip_row"][mine].astype(np.intp), self.parts["weight"][mine])


def counties(reference: Reference, zips: Zips) -> Iterable[Row]:
    """Return every county, parish, borough, census area, and municipio, but for cities that are their own county."""
    table = reference.counties
    for row, (fips, name, state) in enumerate(zip(table.fips, table.name, table.state, strict=True)):
        if not is_city(fips):
            lat, lon, population, spread = zips.of_county(row).middle()
            yield Row(county_name(fips, name), "county", (str(state),), lat, lon, population, spread)


def is_city(fips: str) -> bool:
    """Return whether a county is a city of its own: Washington, DC, or an independent city, whose code is 510 or more."""
    return fips == "11001" or (fips[2:] >= "510" and fips[:2] in ("24", "29", "32", "51"))


# Census areas have no government of their own; all other areas of Alaska are boroughs (two of them municipalities).
CENSUS_AREAS = ("02016", "02050", "02070", "02105", "02158", "02180", "02198", "02240", "02261", "02290")


def county_name(fips: str, name: str) -> str:
    """Return a county's full name, as the Census Bureau writes it."""
    if name.endswith(" County"):
        return name
    word = {"22": "Parish", "72": "Municipio", "02": "Census Area" if fips in CENSUS_AREAS else "Borough"}
    return f"{name} {word.get(fips[:2], 'County')}"


def write(rows: Sequence[Row], path: Path) -> None:
    """Write the table, sorted by name and states. The same rows give the same bytes."""
    rows = sorted(rows, key=lambda r: (r.name, r.states, r.kind))
    keys = sorted({(key, i) for i, row in enumerate(rows) for name in (row.name, *row.also) for key in keys_of(name)})
    np.savez_compressed(
        path,
        name=np.array([r.name for r in rows]),
        kinds=np.array(KINDS),
        kind=np.array([KINDS.index(r.kind) for r in rows], "u1"),
        states=np.array([" ".join(r.states) for r in rows]),
        lat=np.array([round(r.lat_deg * 1e4) for r in rows], "i4"),
        lon=np.array([round(r.lon_deg * 1e4) for r in rows], "i4"),
        population=np.array([r.population for r in rows], "i4"),
        spread=np.array([round(r.spread_mi * 10) for r in rows], "u2"),
        key=np.array([key.encode("ascii") for key, _ in keys]),
        key_row=np.array([row for _, row in keys], "u4"),
    )


def main() -> None:
    """Parse the arguments, write the table, and print its rows by kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder with the ZIP codes and counties")
    folder = parser.parse_args().out
    reference = Reference(folder)
    zips = Zips(reference, folder)
    rows = list(counties(reference, zips))
    write(rows, folder / "names.npz")
    print(dict(Counter(row.kind for row in rows)), f"{(folder / 'names.npz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
