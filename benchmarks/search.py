"""One patient's search, in this process, beside ways that others find the nearest places. Prints medians and ratios.

    python benchmarks/search.py [--data FOLDER] [--searches N]

What is compared: `Finder.search` is the whole answer (place, evidence, road miles, minutes, band, burden, notices). The
peers only measure: miles from one point to every site, or the nearest 25 sites. So a ratio above 1 is said in their favor.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from checkout import REFERENCE, ROOT, SETTINGS, TODAY

from finder.core import make_finder
from finder.domain.geo import PointSet
from finder.questions.search.query import SearchQuery
from finder.settings import today

NEAREST = 25
EARTH_RADIUS_MI = 3958.7613
TARGET_MS = 5.0
GEODESIC_LOOPS = 20
Origin = tuple[float, float]


def main() -> None:
    """Run all, print a table."""
    options = arguments()
    finder = make_finder(SETTINGS, TODAY, options.data / "sites_2022", reference=REFERENCE)
    zips = REFERENCE.demand
    rows = random.Random(options.seed).sample(range(len(zips.zip)), options.searches)
    places = [str(zips.zip[row]) for row in rows]
    origins = [(float(zips.points.lat_deg[row]), float(zips.points.lon_deg[row])) for row in rows]
    sites = [p.position.point for p in finder.directory.points if p.position]
    lat, lon = (np.array([getattr(p, name) for p in sites]) for name in ("lat_deg", "lon_deg"))
    on = today()

    def search(place: str) -> object:
        return finder.search(SearchQuery(place, on=on))

    measured = {
        "finder: whole search, no therapy": timed(search, places),
        "finder: whole search, IVIG": timed(lambda place: finder.search(SearchQuery(place, "ivig", on=on)), places),
        f"finder.geo: nearest {NEAREST}": timed(nearest_by_finder(lat, lon), origins),
        "numpy haversine (sphere), to all": timed(haversine(lat, lon), origins),
        f"scikit-learn BallTree (sphere), nearest {NEAREST}": timed(ball_tree(lat, lon), origins),
        "geopy.distance.geodesic in a loop, to all": timed(geodesic_loop(lat, lon), origins[:GEODESIC_LOOPS]),
    }
    show(measured, len(sites), options.searches)


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def timed(call: Callable[[Any], object], inputs: Sequence[object]) -> list[float]:
    """Milliseconds of each call; one call goes before, unmeasured."""
    call(inputs[0])
    spent = []
    for value in inputs:
        start = time.perf_counter()
        call(value)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def nearest_by_finder(lat: np.ndarray, lon: np.ndarray) -> Callable[[Origin], object]:
    """The finder's own index: exact on the ellipsoid."""
    sites = PointSet(lat, lon)
    return lambda origin: sites.nearest(PointSet(np.array([origin[0]]), np.array([origin[1]])), NEAREST)


def haversine(lat: np.ndarray, lon: np.ndarray) -> Callable[[Origin], object]:
    """Great circles on a sphere, vectorized, sorted."""
    lat, lon = np.radians(lat), np.radians(lon)

    def call(origin: Origin) -> np.ndarray:
        here_lat, here_lon = np.radians(origin)
        half = np.sin((lat - here_lat) / 2) ** 2 + np.cos(here_lat) * np.cos(lat) * np.sin((lon - here_lon) / 2) ** 2
        miles: np.ndarray = 2 * EARTH_RADIUS_MI * np.arcsin(np.sqrt(half))
        return np.argsort(miles, kind="stable")[:NEAREST]

    return call


def ball_tree(lat: np.ndarray, lon: np.ndarray) -> Callable[[Origin], object]:
    """scikit-learn's tree with its haversine metric."""
    from sklearn.neighbors import BallTree

    tree = BallTree(np.radians(np.column_stack([lat, lon])), metric="haversine")
    return lambda origin: tree.query(np.radians([origin]), k=NEAREST)


def geodesic_loop(lat: np.ndarray, lon: np.ndarray) -> Callable[[Origin], object]:
    """geopy, one pair at a time: exact, as the finder is."""
    from geopy.distance import geodesic

    sites = list(zip(lat.tolist(), lon.tolist(), strict=True))
    return lambda origin: sorted(geodesic(origin, site).miles for site in sites)[:NEAREST]


def show(measured: dict[str, list[float]], sites: int, searches: int) -> None:
    """A table of medians, 95th percentiles and the ratio to the whole search."""
    whole = statistics.median(next(iter(measured.values())))
    print(f"{sites:,} sites, {searches:,} random ZIPs; milliseconds a call, one thread")
    print(f"{'':52}{'median':>10}{'p95':>10}{'/ search':>10}")
    for name, spent in measured.items():
        median = statistics.median(spent)
        print(f"{name:52}{median:10.3f}{float(np.percentile(spent, 95)):10.3f}{median / whole:10.2f}")
    print(f"target: whole search under {TARGET_MS:g} ms median: {'met' if whole < TARGET_MS else 'MISSED'}")


if __name__ == "__main__":
    main()
