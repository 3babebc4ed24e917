"""How long questions take on the road graph, beside ways that only know straight lines. Prints medians, ratios, met or MISSED.

    python benchmarks/road_speed.py [--data FOLDER] [--runs N]

Origins are all populated ZIPs, destinations the sites of sites_2022 that have a place. The peers answer the same question for
the straight line: none of them knows a road, so a ratio above 1 is said in their favor. Two of them measure on a sphere.

All ways take turns, so that a busy minute of the machine touches each alike. Everything runs in one thread (see ONE_THREAD, set
before numpy is read): the seconds of the processor beside those of the clock show that, and how busy the machine was with other
things. Targets are judged by the clock; ratios are of processor seconds. Nothing is kept on disk: `Road` is asked directly, not
through finder/travel/cache.py.
"""

import argparse
import gc
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ |= dict.fromkeys(ONE_THREAD, "1")

import numpy as np
from checkout import REFERENCE, ROOT, TODAY, reader

from finder.directory.folder import load_folder
from finder.domain.geo import PointSet
from finder.places.gazetteer import Gazetteer
from finder.travel.model import TravelEnds, TravelModel, nearest
from finder.travel.road.model import Road
from finder.travel.straight_line import StraightLine

EARTH_RADIUS_MI = 3958.7613
FAR_MI, NEAR_MI, SHOWN, K = 100.0, 60.0, 3, 5
LOAD_S, NEAREST_S, K_NEAREST_S, PAIRS_S, PAIRS_BYTES, SEARCH_S = 0.2, 0.3, 5.0, 60.0, 2e9, 0.005
GEODESIC_PAIRS, ROWS = 5_000, 500
# Seconds of one run, by the clock and of the processor.
Once = tuple[float, float]
Run = Callable[[], Once]
# Reads the graph in a fresh process.
READ_GRAPH = """
from finder.reference.reference import Reference
from finder.settings import Settings
Reference(Settings.from_environment().data).roads
"""
# Times the graph alone, after all imports.
LOAD = """
import time, scipy.sparse.csgraph, scipy.spatial, shapely
from finder.reference.reference import Reference
from finder.settings import Settings
import finder.travel.road.model
reference = Reference(Settings.from_environment().data)
reference.demand
start = time.perf_counter()
graph = reference.roads
read = time.perf_counter()
graph.matrix, graph.component, graph.nodes.tree
print(read - start, time.perf_counter() - start)
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock and of the processor, one of each for every run."""

    wall: list[float]
    cpu: list[float]

    @property
    def median(self) -> float:
        """By the clock."""
        return statistics.median(self.wall)

    @property
    def work(self) -> float:
        """Of the processor, where that is known."""
        return statistics.median(self.cpu or self.wall)


@dataclass(frozen=True, slots=True)
class World:
    """Both ends of all trips."""

    zips: TravelEnds
    sites: TravelEnds


def main() -> None:
    """Measure and print, question by question."""
    options = arguments()
    if options.pairs_only:
        print(json.dumps(all_pairs(world(options.data))))
        return
    w = world(options.data)
    ball_tree(w)  # imports scikit-learn
    print(f"{len(w.zips):,} ZIPs, {len(w.sites):,} sites, one thread, medians of {options.runs} runs; seconds")
    loading(options.runs)
    nearest_center(w, options.runs)
    k_nearest(w, options.runs)
    pairs_within(w, options.data, options.runs)
    one_search(w, options.searches)


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--searches", type=int, default=500)
    parser.add_argument("--pairs-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def world(data: Path) -> World:
    """Populated ZIPs, and the sites that have a place, with the types of county that a Finder gives them."""
    demand = REFERENCE.demand
    directory = load_folder(data / "sites_2022", reader(Gazetteer.over(REFERENCE)), TODAY)
    places = [p.position.point for p in directory.points if p.position]
    points = PointSet(np.array([p.lat_deg for p in places]), np.array([p.lon_deg for p in places]))
    county = demand.type_index[demand.points.nearest(points, 1).destination]
    return World(TravelEnds(demand.points, demand.type_index), TravelEnds(points, county))


def run(call: Callable[[], object]) -> Run:
    """Something to be timed; the garbage of what was before is gone."""

    def once() -> Once:
        gc.collect()
        clock, processor = time.perf_counter(), time.process_time()
        call()
        return time.perf_counter() - clock, time.process_time() - processor

    return once


def in_turn(ways: dict[str, Run], runs: int) -> dict[str, Took]:
    """All ways, one after the other, again and again."""
    done: dict[str, list[Once]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, once in ways.items():
            done[name].append(once())
    return {name: Took([wall for wall, _ in each], [cpu for _, cpu in each]) for name, each in done.items()}


def anew(ends: TravelEnds) -> TravelEnds:
    """The same points, as if never seen."""
    return TravelEnds(PointSet(ends.points.lat_deg, ends.points.lon_deg), ends.type_index)


def show(title: str, measured: dict[str, Took], targets: dict[str, float], unit_s: float = 1.0) -> None:
    """A Markdown table. Ratios are to the first row."""
    whole = next(iter(measured.values())).work
    print(f"\n{title}\n\n| | median | least | most | processor | / first | target |\n|---|---:|---:|---:|---:|---:|---|")
    for name, t in measured.items():
        cells = [f"{s / unit_s:,.3f}" for s in (t.median, min(t.wall), max(t.wall))]
        cells += [f"{statistics.median(t.cpu) / unit_s:,.3f}" if t.cpu else "-", f"{t.work / whole:,.2f}"]
        print(f"| {name} | {' | '.join(cells)} | {verdict(t.median, targets.get(name), unit_s)} |")


def verdict(median: float, target: float | None, unit_s: float) -> str:
    """Whether a target was met."""
    if target is None:
        return ""
    return f"{target / unit_s:g}: {'met' if median < target else 'MISSED'}"


# ---- the questions


def loading(runs: int) -> None:
    """The graph in fresh processes: after all imports, and with them."""
    read, ready, whole, bare = [], [], [], []
    for _ in range(runs):
        bare.append(process("pass")[0])
        whole.append(process(READ_GRAPH)[0])
        parts = process(LOAD)[1].split()
        read.append(float(parts[0]))
        ready.append(float(parts[1]))
    named = {"read": "file to graph, imports done", "ready": "the same, with its matrix, components, and tree of nodes"}
    measured = {
        named["read"]: Took(read, []),
        named["ready"]: Took(ready, []),
        "whole process: start, imports, graph": Took(whole, []),
        "whole process: python -c pass": Took(bare, []),
    }
    show("Loading the graph, in fresh processes.", measured, dict.fromkeys(named.values(), LOAD_S))


def process(code: str) -> tuple[float, str]:
    """Seconds of a whole Python process, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def nearest_center(w: World, runs: int) -> None:
    """The nearest site of every ZIP."""
    model = warm(w)
    first, again = "road: first time, with access legs", "road: again"
    ways = {
        first: run(lambda: nearest(model, anew(w.zips), anew(w.sites), 1)),
        again: run(lambda: nearest(model, w.zips, w.sites, 1)),
        **peers(w, 1),
    }
    measured = in_turn(ways, runs)
    show("The nearest site of every ZIP.", measured, {first: NEAREST_S, again: NEAREST_S})


def k_nearest(w: World, runs: int) -> None:
    """The K nearest sites of every ZIP."""
    model = warm(w)
    name = "road"
    measured = in_turn({name: run(lambda: nearest(model, w.zips, w.sites, K)), **peers(w, K)}, runs)
    show(f"The {K} nearest sites of every ZIP, with miles.", measured, {name: K_NEAREST_S})


def pairs_within(w: World, data: Path, runs: int) -> None:
    """All pairs within FAR_MI, each run of the road in a process of its own, whose peak of memory is read."""
    command = [sys.executable, __file__, "--pairs-only", "--data", str(data)]
    done: list[dict[str, float]] = []

    def in_a_process() -> Once:
        done.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
        return done[-1]["wall"], done[-1]["cpu"]

    straight = StraightLine()
    tree, xy = ball_tree(w)
    reach = FAR_MI / EARTH_RADIUS_MI
    ways = {
        "road": in_a_process,
        STRAIGHT: run(lambda: straight.matrix(anew(w.zips), anew(w.sites), FAR_MI)),
        BALL_TREE: run(lambda: tree.query_radius(xy, reach, return_distance=True)),
        HAVERSINE: run(lambda: haversine(w, lambda mi: np.nonzero(mi <= FAR_MI))),
        GEODESIC: geodesic_loop(w),
    }
    title = f"All pairs within {FAR_MI:g} miles, access legs included (BallTree, numpy: straight miles, so more pairs)."
    show(title, in_turn(ways, runs), {"road": PAIRS_S})
    before, peak = done[0]["before_bytes"] / 1e9, max(d["peak_bytes"] for d in done)
    print(f"\n{done[0]['pairs']:,} pairs by road.", end=" ")
    if not peak:
        print("Peak memory: not known on this system.")
        return
    print(f"Peak memory of the process: {peak / 1e9:.2f} GB, before the question {before:.2f} GB;", end=" ")
    print(f"target {PAIRS_BYTES / 1e9:g} GB: {'met' if peak < PAIRS_BYTES else 'MISSED'}.")


def all_pairs(w: World) -> dict[str, float]:
    """One run of that question, in this process."""
    model, before = warm(w), peak_bytes()
    found: list[int] = []
    wall, cpu = run(lambda: found.append(len(model.matrix(anew(w.zips), anew(w.sites), FAR_MI).origin)))()
    return {"pairs": found[0], "wall": wall, "cpu": cpu, "before_bytes": before, "peak_bytes": peak_bytes()}


def peak_bytes() -> int:
    """The most memory that this process has held so far; 0 where that is not told."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def one_search(w: World, searches: int) -> None:
    """Trips of one origin within NEAR_MI, at least SHOWN of them: what one patient's search measures."""
    model, straight = warm(w), StraightLine()
    rows = random.Random(1).sample(range(len(w.zips)), searches)
    tree, xy = ball_tree(w)
    lat, lon = np.radians(w.sites.points.lat_deg), np.radians(w.sites.points.lon_deg)

    def each(call: Callable[[int], object], some: list[int] = rows) -> Took:
        call(some[0])
        runs = [took_raw(call, row) for row in some]
        return Took([wall for wall, _ in runs], [cpu for _, cpu in runs])

    def by(travel: TravelModel) -> Callable[[int], object]:
        return lambda row: travel.matrix(anew(w.zips.take(np.array([row]))), w.sites, NEAR_MI, SHOWN)

    measured = {
        "road": each(by(model)),
        STRAIGHT: each(by(straight)),
        BALL_TREE: each(lambda row: tree.query_radius(xy[row : row + 1], NEAR_MI / EARTH_RADIUS_MI, return_distance=True)),
        "numpy haversine (sphere), to all": each(lambda row: sphere_mi(xy[row, 0], xy[row, 1], lat, lon) <= NEAR_MI),
        "geopy.distance.geodesic in a loop, to all (20 ZIPs)": each(lambda row: geodesics(w, row), rows[:20]),
    }
    title = f"One search: trips of one ZIP within {NEAR_MI:g} miles, at least {SHOWN}; {searches} random ZIPs; milliseconds."
    show(title, measured, {"road": SEARCH_S}, unit_s=0.001)
    print(f"\nRoad, 95th percentile: {np.percentile(measured['road'].wall, 95) * 1000:.1f} ms.")


def took_raw(call: Callable[[int], object], row: int) -> tuple[float, float]:
    """Seconds by the clock and of the processor, of one call."""
    clock, processor = time.perf_counter(), time.process_time()
    call(row)
    return time.perf_counter() - clock, time.process_time() - processor


def warm(w: World) -> Road:
    """The model, its graph ready, and both ends tied to it."""
    model = Road(REFERENCE.roads)
    nearest(model, w.zips, w.sites, 1)
    return model


# ---- the peers

STRAIGHT, BALL_TREE, HAVERSINE = (
    "finder, straight line x circuity",
    "scikit-learn BallTree (sphere)",
    "numpy haversine (sphere)",
)
GEODESIC = f"geopy.distance.geodesic in a loop (extrapolated from {GEODESIC_PAIRS:,} pairs)"


def peers(w: World, k: int) -> dict[str, Run]:
    """The k nearest by the straight line, trees built anew."""
    straight = StraightLine()
    pick = (lambda mi: mi.argmin(axis=1)) if k == 1 else (lambda mi: np.argpartition(mi, k, axis=1)[:, :k])

    def by_ball_tree() -> None:
        tree, xy = ball_tree(w)
        tree.query(xy, k=k)

    return {
        STRAIGHT: run(lambda: nearest(straight, anew(w.zips), anew(w.sites), k)),
        BALL_TREE: run(by_ball_tree),
        HAVERSINE: run(lambda: haversine(w, pick)),
        GEODESIC: geodesic_loop(w),
    }


def ball_tree(w: World) -> tuple[Any, np.ndarray]:
    """scikit-learn's tree of the sites with its haversine metric, and the ZIPs in radians."""
    from sklearn.neighbors import BallTree

    xy, sites = (np.radians(np.column_stack([e.points.lat_deg, e.points.lon_deg])) for e in (w.zips, w.sites))
    return BallTree(sites, metric="haversine"), xy


def haversine(w: World, pick: Callable[[np.ndarray], object]) -> None:
    """Great circles from every ZIP to every site, some rows at a time."""
    lat, lon = np.radians(w.sites.points.lat_deg), np.radians(w.sites.points.lon_deg)
    for start in range(0, len(w.zips), ROWS):
        here = slice(start, start + ROWS)
        pick(sphere_mi(np.radians(w.zips.points.lat_deg[here, None]), np.radians(w.zips.points.lon_deg[here, None]), lat, lon))


def sphere_mi(lat: Any, lon: Any, lat_there: np.ndarray, lon_there: np.ndarray) -> np.ndarray:
    """Miles of great circles; all in radians."""
    half = np.sin((lat_there - lat) / 2) ** 2 + np.cos(lat) * np.cos(lat_there) * np.sin((lon_there - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_MI * np.arcsin(np.sqrt(half)))


def geodesic_loop(w: World) -> Run:
    """geopy, one pair at a time: a sample of random pairs, times all pairs."""
    from geopy.distance import geodesic

    draw = random.Random(1)
    zips, sites = (list(zip(e.points.lat_deg.tolist(), e.points.lon_deg.tolist(), strict=True)) for e in (w.zips, w.sites))
    sample = [(draw.choice(zips), draw.choice(sites)) for _ in range(GEODESIC_PAIRS)]
    times = len(zips) * len(sites) / GEODESIC_PAIRS

    def once() -> Once:
        wall, cpu = run(lambda: [geodesic(a, b).miles for a, b in sample])()
        return wall * times, cpu * times

    return once


def geodesics(w: World, row: int) -> list[float]:
    """geopy, from one ZIP to every site."""
    from geopy.distance import geodesic

    here = float(w.zips.points.lat_deg[row]), float(w.zips.points.lon_deg[row])
    sites = zip(w.sites.points.lat_deg.tolist(), w.sites.points.lon_deg.tolist(), strict=True)
    return [mi for site in sites if (mi := geodesic(here, site).miles) <= NEAR_MI]


if __name__ == "__main__":
    main()
