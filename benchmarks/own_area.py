"""How far real locations are from the point of their own ZIP code, and whether the range that is said for them holds.

    python benchmarks/own_area.py [--data FOLDER]

Each location of sites_2022 is taken as one of which only the ZIP code is known, and the patient as at the point of that ZIP
code. Printed are the shares of straight lines below, within, and above the range, by the radius of the ZIP code, for every
second row; the last line is for one disk of all land. All rows were in sight when one of the Census Bureau's two densities,
500 and 1,000 people per square mile, was chosen. Then: how often a pair of locations is in the wrong order if one in the own
ZIP code comes first, and if it is sorted by the mean of its range, beside others within 15 miles that are known by address,
or by ZIP code alone.
"""

import argparse
import csv
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from checkout import REFERENCE, ROOT

from finder.access.own_area import MEAN, inner_distances_mi
from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet

CLASSES_MI = (0, 1, 2, 4, 8, 16, 100)
# Beyond this, the address or the coordinates of a location are wrong.
MISTAKE_MI = 50.0
NEAR_MI = 15.0
ZIPS = REFERENCE.zips


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    rows, sites = locations(parser.parse_args().data / "sites_2022" / "centers.csv")
    every = np.arange(len(rows))
    apart = sites.distances_mi(ZIPS.points, rows, every)
    kept = np.flatnonzero(apart <= MISTAKE_MI)
    rows, sites, apart = rows[kept], sites.take(kept), apart[kept]
    extents = [extent for extent in map(ZIPS.extent_of_zip, ZIPS.zip[rows].tolist()) if extent]
    ends = np.array([inner_distances_mi(extent) for extent in extents])
    whole = np.array([inner_distances_mi(replace(extent, people=math.inf)) for extent in extents])
    radius = np.sqrt(np.asarray(ZIPS.land_sqmi)[rows] / np.pi)
    shares(radius[1::2], apart[1::2], ends[1::2])
    inside = (apart >= whole[:, 0]) & (apart <= whole[:, 2])
    print(f"within the range of one disk of all land: {inside[1::2].mean():.1%}; radius of 4 or more: ", end="")
    print(f"{inside[1::2][radius[1::2] >= 4].mean():.1%}")
    orders(rows, sites, apart, ends[:, 1])


def locations(path: Path) -> tuple[Ints, PointSet]:
    """Rows of the ZIP table, and points, of locations whose ZIP code has land and people."""
    row_of = {code: row for row, code in enumerate(ZIPS.zip.tolist())}
    with path.open(encoding="utf-8") as file:
        sites = [s for s in csv.DictReader(file) if s["lat"] and ZIPS.extent_of_zip(s["zip"])]
    points = PointSet(np.array([float(s["lat"]) for s in sites]), np.array([float(s["lon"]) for s in sites]))
    return np.array([row_of[s["zip"]] for s in sites]), points


def shares(radius: Floats, apart: Floats, ends: Floats) -> None:
    """Print the shares below, within, and above the range, and the mean distances, by radius."""
    print("radius, miles | locations | below | within | above | mean miles | mean from the middle of the settled disk")
    below, above = apart < ends[:, 0], apart > ends[:, 2]
    classes = [(radius >= a) & (radius < b) for a, b in pairwise(CLASSES_MI)]
    names = [f"{a} to {b}" for a, b in pairwise(CLASSES_MI)]
    for name, rows in zip([*names, "all"], [*classes, radius >= 0], strict=True):
        # From the middle of a disk, a random point is two thirds of the radius away.
        middle = ends[rows, 1].mean() / MEAN * 2 / 3
        parts = (below[rows].mean(), 1 - (below | above)[rows].mean(), above[rows].mean())
        said = " | ".join(f"{part:.1%}" for part in parts)
        print(f"{name} | {rows.sum():,} | {said} | {apart[rows].mean():.2f} | {middle:.2f}")


def orders(rows: Ints, sites: PointSet, apart: Floats, mean: Floats) -> None:
    """Print how often a pair of one in the own ZIP code and one elsewhere is in the wrong order."""
    places = ZIPS.points.take(rows)
    pairs = sites.within(places, NEAR_MI)
    elsewhere = rows[pairs.origin] != rows[pairs.destination]
    i, j, true_mi = pairs.origin[elsewhere], pairs.destination[elsewhere], pairs.straight_mi[elsewhere]
    own_first = apart[i] <= true_mi
    by_zip = ZIPS.points.distances_mi(ZIPS.points, rows[i], rows[j])
    for known_by, said_mi in (("address", true_mi), ("ZIP code", by_zip)):
        wrong = (~own_first).mean(), ((mean[i] < said_mi) != own_first).mean()
        print(
            f"{len(i):,} pairs, the other known by {known_by}: wrong order {wrong[0]:.1%} (first), {wrong[1]:.1%} (by the mean)"
        )


if __name__ == "__main__":
    main()
