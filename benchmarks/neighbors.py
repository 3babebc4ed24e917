"""Neighbors that are far apart by road: pairs of ZIP codes whose route is more than twice as long as the straight line.

    python benchmarks/neighbors.py [--list FILE]

Neighbors are joined in the Delaunay triangulation of all populated ZIP codes, and 4 to 25 miles apart. Water, a mountain range,
or a desert explains some of these routes; others show a road that is missing from the graph. With --list, the pairs are written
as CSV, the longest detours first: a list of where to look.
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from scipy.spatial import Delaunay

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from finder.domain.geo import geodesic_mi
from finder.reference.reference import Reference
from finder.travel.model import TravelEnds
from finder.travel.pairwise import measure_pairs
from finder.travel.road.model import Road

REFERENCE = Reference(ROOT / "data")
NEAREST_MI, FARTHEST_MI = 4.0, 25.0
DETOURS = (2.0, 3.0)


def neighbors() -> tuple[TravelEnds, np.ndarray, np.ndarray, np.ndarray]:
    """All populated ZIP codes; the rows of both ends of each pair of neighbors; and the miles between them."""
    demand = REFERENCE.demand
    points = demand.points
    plane = np.column_stack([points.lon_deg * np.cos(np.radians(39)), points.lat_deg])
    distinct, node = np.unique(plane, axis=0, return_index=True)
    corners = node[Delaunay(distinct).simplices]
    pairs = np.unique(np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]), axis=1), axis=0)
    a, b = pairs[(demand.population[pairs] > 0).all(axis=1)].T
    miles = geodesic_mi(points.lat_deg[a], points.lon_deg[a], points.lat_deg[b], points.lon_deg[b])
    keep = (miles >= NEAREST_MI) & (miles <= FARTHEST_MI)
    return TravelEnds(points, demand.type_index), a[keep], b[keep], miles[keep]


def main() -> None:
    """Count the pairs, and write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", type=Path, help="write the pairs as CSV")
    options = parser.parse_args()
    ends, a, b, straight = neighbors()
    road_mi = measure_pairs(Road(REFERENCE.roads), ends.take(a), ends.take(b)).distance_mi
    people, ratio = REFERENCE.demand.population, road_mi / straight
    print(f"{len(a):,} pairs of neighbors; {np.isinf(road_mi).sum():,} have no road between them")
    for detour in DETOURS:
        far = np.isfinite(ratio) & (ratio > detour)
        in_them = people[np.unique(np.r_[a[far], b[far]])].sum()
        print(
            f"more than {detour:g} times the straight line: {far.sum():,} pairs, with {in_them:,.0f} people in their ZIP codes"
        )
    if options.list:
        order = np.argsort(-np.where(np.isfinite(ratio), road_mi - straight, 0))
        with options.list.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["from", "to", "straight_mi", "road_mi"])
            for i in order[ratio[order] > DETOURS[0]].tolist():
                rows.writerow(
                    [REFERENCE.demand.zip[a[i]], REFERENCE.demand.zip[b[i]], f"{straight[i]:.1f}", f"{road_mi[i]:.1f}"]
                )


if __name__ == "__main__":
    main()
