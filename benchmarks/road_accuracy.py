"""How far off the miles and minutes of the `road` and `straight` travel models are. Writes the tables of docs/accuracy.md.

    python benchmarks/road_accuracy.py [--data FOLDER] [--only named states summary trips 1949 engines] [--write PAGE]
    python benchmarks/road_accuracy.py --fit [--write docs/accuracy.md]

Without --write, the tables are printed as Markdown. `make accuracy` runs both commands and writes the page.

The reference is road_pairs.csv: miles by road between towns, from exit numbers, mileposts, and general knowledge, not from a
routing engine. Its column `half` comes from a hash of the names: the factors of data/build/roads.py were fitted on the half
`fit` only (--fit repeats that). Faults that either half showed were corrected while the map was built, and some links were
added by hand because of them: so `summary` also reports the pairs whose route hardly uses such links. "straight" is the
straight-line distance times the circuity curve, as in the `straight` travel model.

`trips` needs drive_times/zip_to_hospital_2023.csv, `1949` highway_miles_1949.csv, and `engines` the folder osm of the test
data, looked for where --data says; `engines` also needs `make engines`. `--fit` runs in the environment of
data/build/README.md, "Roads".
"""

import argparse
import csv
import hashlib
import itertools
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from docs.blocks import write_blocks
from finder.domain.geo import PointSet, geodesic_mi
from finder.domain.states import STATE_NAMES
from finder.reference.reference import Reference
from finder.travel.model import DOOR_MIN, TravelEnds, nearest
from finder.travel.pairwise import measure_pairs
from finder.travel.road.costs import UNITS_PER_MILE, miles_of
from finder.travel.road.graph import MAX_EDGE_MI, UNITS_PER_DEGREE, RoadGraph
from finder.travel.road.model import Road
from finder.travel.road.pairs import STREET_MI
from finder.travel.road.speeds import HIGHWAY, NAMED
from finder.travel.straight_line import StraightLine, circuity
from tests import engines

if TYPE_CHECKING:
    from finder.travel.engines.clients import Osrm, RoutingEngine, Valhalla

# Without the settings: --fit runs in an environment that has only what data/build/roads.py needs.
REFERENCE = Reference(ROOT / "data")
SCRIPT = "python benchmarks/road_accuracy.py"
PAIRS = Path(__file__).with_name("road_pairs.csv")
# Where the straight line fails, or a bridge was missing once.
BY_NAME = [
    ("Cambridge, MD", "Baltimore, MD", 86.0),
    ("San Francisco, CA", "Oakland, CA", 12.0),
    ("Key West, FL", "Miami, FL", 160.0),
    ("Galveston, TX", "Houston, TX", 50.0),
    ("Bremerton, WA", "Seattle, WA", 65.0),
    ("Grand Rapids, MI", "Milwaukee, WI", 275.0),
    ("Bozeman, MT", "Billings, MT", 142.0),
    ("Mackinaw City, MI", "Saint Ignace, MI", 8.0),
]
LENGTHS = [(0.0, 30.0, "under 30"), (30.0, 200.0, "30 to 200"), (200.0, np.inf, "over 200"), (0.0, np.inf, "all")]
# A way with more than this share on links put in by hand says little about the map.
BY_HAND_SHARE = 0.1
TRIP_LENGTHS = [(3.0, 15.0, "3 to 15"), (15.0, 60.0, "15 to 60"), (60.0, np.inf, "60 and more")]
TRIP_POINTS = ("from_lat", "from_lon", "to_lat", "to_lon")
# Boxes around two small extracts, in degrees: south, north, west, east. Points in them count if they are near a road.
BOXES = {"baltimore": (39.23, 39.33, -76.64, -76.47), "harrisburg": (40.18, 40.35, -76.84, -76.59)}
ENGINE_PAIRS, SHORTEST_MI, NEAR_ROAD_MI, SEED, BLOCK = 500, 1.0, 0.3, 1, 40
NORTH_DEG = 51.0


@dataclass(frozen=True, eq=False)
class Compared:
    """Pairs with their true miles, and what both models make of them."""

    names: list[tuple[str, str]]
    true_mi: np.ndarray
    road_mi: np.ndarray
    straight_mi: np.ndarray

    def take(self, rows: np.ndarray) -> "Compared":
        """Some of the pairs."""
        names = [self.names[row] for row in rows.tolist()]
        return Compared(names, self.true_mi[rows], self.road_mi[rows], self.straight_mi[rows])


@dataclass(frozen=True, eq=False)
class Ways:
    """What the ways between pairs are made of, in miles; on highways also times the roughness of the land (in 100 m)."""

    drawn: np.ndarray
    rough: np.ndarray
    by_hand: np.ndarray
    other: np.ndarray


def main() -> None:
    """Print the tables asked for, or write them into a page."""
    options = arguments()
    made = {"fit": fits()} if options.fit else {name: PARTS[name](options.data) for name in options.only or PARTS}
    made = {name: tables for name, tables in made.items() if tables}
    if options.write:
        write_blocks(options.write, made)
    else:
        print(*made.values(), sep="\n\n")


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder of the test data")
    parser.add_argument("--only", nargs="+", choices=tuple(PARTS))
    parser.add_argument("--fit", action="store_true", help="fit the length of highways again, and nothing else")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the tables into the blocks of a page")
    return parser.parse_args()


def table(title: str, command: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table under its caption; words to the left, numbers to the right."""
    lines = [[str(cell) for cell in row] for row in rows]
    words = [all(not line[i][:1].isdigit() and line[i][:1] not in "+-" for line in lines) for i in range(len(header))]
    rule = "|" + "|".join("---" if left else "---:" for left in words) + "|"
    body = ("| " + " | ".join(line) + " |" for line in [list(header), *lines])
    graph = REFERENCE.fingerprint("roads.npz")[:16]
    made_by = f"Command: `{SCRIPT} {command}`. Road graph: `{graph}`."
    return "\n".join([title, "", made_by, "", next(body), rule, *body])


def missing(why: str) -> str:
    """Say on stderr why a table is not made."""
    print(why, file=sys.stderr)
    return ""


def miles(value: float) -> str:
    """Miles as text: short distances to a tenth."""
    return f"{value:,.{0 if value >= 30 else 1}f}" if np.isfinite(value) else "no road"


def off(measured: float, true: float) -> str:
    """The error as a percentage of the reference."""
    return signed(measured / true - 1) if np.isfinite(measured) else "-"


def signed(share: float) -> str:
    """A share as a signed percentage; what rounds to zero has no sign."""
    return f"{share * 100:+.0f}%" if abs(share) >= 0.005 else "0%"


def percent(share: float) -> str:
    """A share as a percentage."""
    return f"{share * 100:.0f}%"


def half_of(one: str, other: str) -> str:
    """`fit` or `test`, by the names alone."""
    return "fit" if int(hashlib.md5(f"{one}|{other}".encode()).hexdigest(), 16) % 2 else "test"


# ---- measuring


@cache
def road() -> Road:
    """The model of the graph, without a cache."""
    return Road(REFERENCE.roads)


def ends_at(points: PointSet) -> TravelEnds:
    """Points with the type of the county of the nearest ZIP, as a Finder has them."""
    demand = REFERENCE.demand
    return TravelEnds(points, demand.type_index[demand.points.nearest(points, 1).destination])


def towns(names: Sequence[str]) -> PointSet:
    """Towns by name and state."""
    table = REFERENCE.towns
    row = {f"{name}, {state}": i for i, (name, state) in enumerate(zip(table.name, table.state, strict=True))}
    return table.points.take(np.array([row[name] for name in names], np.intp))


def compared(names: list[tuple[str, str]], true_mi: np.ndarray) -> Compared:
    """Pairs of towns, each measured by itself, as one trip."""
    a, b = (towns([pair[end] for pair in names]) for end in (0, 1))
    straight = geodesic_mi(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)
    return Compared(names, true_mi, one_by_one(ends_at(a), ends_at(b))[0], straight * circuity(straight))


def one_by_one(here: TravelEnds, there: TravelEnds, model: Any = None) -> tuple[np.ndarray, np.ndarray]:
    """Miles and minutes of the trip from each of `here` to the same row of `there`."""
    rows = [np.array([i]) for i in range(len(here))]
    found = [nearest(model or road(), here.take(row), there.take(row), 1) for row in rows]
    return np.array([m.distance_mi[0] for m in found]), np.array([m.travel_min[0] for m in found])


@cache
def all_pairs() -> tuple[Compared, np.ndarray]:
    """All of road_pairs.csv, and which are of the half `test`."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [(r["from"], r["to"]) for r in rows]
    if [r["half"] for r in rows] != [half_of(*pair) for pair in names]:
        raise SystemExit(f"{PAIRS.name}: the column half is not that of half_of()")
    return compared(names, np.array([float(r["miles"]) for r in rows])), np.array([r["half"] == "test" for r in rows])


# ---- what the ways are made of


def ways(graph: RoadGraph, pairs: Compared, rough: np.ndarray, factor: np.ndarray) -> Ways:
    """The shortest way of each pair, piece by piece; `rough` and `factor` are of each edge."""
    from scipy.sparse import csr_array

    low, high = np.minimum(graph.source, graph.target), np.maximum(graph.source, graph.target)
    edge = csr_array((np.arange(1, len(low) + 1), (low, high)), shape=graph.matrix.shape)
    a, b = (graph.legs(towns([pair[end] for pair in pairs.names])) for end in (0, 1))
    found = np.zeros((4, len(pairs.names)))
    for i, road_mi in enumerate(pairs.road_mi):
        rows, legs_mi = edges_of_way(graph, edge, a.take(np.array([i])), b.take(np.array([i])))
        length = graph.length[rows] / UNITS_PER_MILE
        highway, by_hand = graph.kind[rows] == HIGHWAY, graph.kind[rows] == NAMED
        drawn = np.where(highway, length / factor[rows], 0.0)
        if length.sum() + legs_mi > road_mi + 0.01:  # through streets
            found[3, i] = road_mi
            continue
        found[:, i] = drawn.sum(), (drawn * rough[rows]).sum(), length[by_hand].sum(), road_mi - length[highway].sum()
    return Ways(*found)


def edges_of_way(graph: RoadGraph, edge: Any, a: Any, b: Any) -> tuple[np.ndarray, float]:
    """Rows of the edges of the shortest way between two points, and miles of its two legs."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    roads, n = graph.matrix, graph.matrix.shape[0]
    indptr = np.r_[roads.indptr, roads.indptr[-1] + len(a.node)]
    whole = csr_array((np.r_[roads.data, a.cost], np.r_[roads.indices, a.node], indptr), shape=(n + 1, n + 1))
    way, before = dijkstra(whole, indices=n, return_predecessors=True)
    last = int(np.argmin(way[b.node] + b.cost)) if len(b.node) else -1
    if last < 0 or not np.isfinite(way[b.node[last]]):
        return np.zeros(0, np.intp), np.inf
    node, rows = int(b.node[last]), []
    while before[node] != n:
        rows.append(int(edge[min(node, before[node]), max(node, before[node])]) - 1)
        node = int(before[node])
    return np.array(rows, np.intp), float(miles_of(a.cost[a.node == node].min() + b.cost[last]))


@cache
def by_hand_share() -> np.ndarray:
    """The share of each pair's way that lies on links put in by hand."""
    pairs, graph = all_pairs()[0], REFERENCE.roads
    ones = np.ones(len(graph.length))
    share: np.ndarray = ways(graph, pairs, ones, ones).by_hand / pairs.road_mi
    return share


# ---- tables of pairs of towns


def named_pairs(_data: Path) -> str:
    """Trips where a straight line fails, or where a bridge was once missing."""
    pairs = compared([(a, b) for a, b, _ in BY_NAME], np.array([true for _, _, true in BY_NAME]))
    title = f"{len(BY_NAME)} trips, most of them around or across water."
    return table(title, "--only named", PAIR_HEADER, [pair_row(row, pairs) for row in range(len(BY_NAME))])


PAIR_HEADER = ("from", "to", "reference miles", "road", "error", "straight", "error")


def pair_row(row: int, pairs: Compared) -> list[str]:
    """One pair as text."""
    true, by_road, by_line = pairs.true_mi[row], pairs.road_mi[row], pairs.straight_mi[row]
    return [*pairs.names[row], miles(true), miles(by_road), off(by_road, true), miles(by_line), off(by_line, true)]


def pairs_of_each_state(_data: Path) -> str:
    """The shortest and the longest pair of each state in the half that nothing was fitted on."""
    pairs, test = all_pairs()
    known = [{a, b} for a, b, _ in BY_NAME]
    free = [row for row in np.flatnonzero(test).tolist() if set(pairs.names[row]) not in known]
    chosen: dict[int, str] = {}
    without = []
    for state in STATE_NAMES:
        rows = [r for end in (0, 1) for r in free if pairs.names[r][end].endswith(f", {state}")]
        first = [r for r in rows if pairs.names[r][0].endswith(f", {state}")] or rows
        first.sort(key=lambda r: (pairs.true_mi[r], pairs.names[r]))
        chosen |= {r: state for r in (*first[:1], *first[-1:]) if r not in chosen}
        without += [state] * (not first)
    title = (
        f"{len(chosen)} more pairs: the shortest and the longest of each state in the half `test`. A pair belongs to the state "
        "of the town named first in road_pairs.csv, or, for a state without such a pair, to that of the other town."
    )
    title += f" No pair in that half: {', '.join(without)}." if without else ""
    return table(title, "--only states", PAIR_HEADER, [pair_row(row, pairs) for row in chosen])


def summary(_data: Path) -> str:
    """Shares of all pairs within given errors, by half and by length."""
    pairs, test = all_pairs()
    free = test & (by_hand_share() <= BY_HAND_SHARE)
    groups = [("fit", ~test), ("test", test), ("test, few links by hand", free)]
    rows = [
        [
            half,
            length,
            int(keep.sum()),
            *(cell for mi in (pairs.road_mi, pairs.straight_mi) for cell in well(mi[keep], pairs.true_mi[keep])),
        ]
        for half, part in groups
        for low, high, length in LENGTHS
        if (keep := part & (pairs.true_mi >= low) & (pairs.true_mi < high)).any()
    ]
    title = (
        f"All {len(pairs.names)} pairs: the share within 5%, 10%, and 20% of the reference miles, and the median absolute "
        f"error. The last group excludes pairs with more than {percent(BY_HAND_SHARE)} of their route on links of "
        "data/road_links.csv."
    )
    each = [f"{model} {column}" for model in ("road", "straight") for column in ("5%", "10%", "20%", "median")]
    return table(title, "--only summary", ["half", "reference miles", "pairs", *each], rows)


def well(measured: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """Shares within 5%, 10%, and 20%, and the median absolute error."""
    size = np.abs(measured / true - 1)
    yield from (percent((size <= limit + 1e-9).mean()) for limit in (0.05, 0.10, 0.20))
    yield f"{np.median(size) * 100:.1f}%"


def observed_trips(data: Path) -> str:
    """Observed miles and minutes from ZIP codes to hospitals: the half that nothing was fitted on."""
    path = data / "drive_times" / "zip_to_hospital_2023.csv"
    if not path.is_file():
        return missing(f"Not compared: there is no {path.name}, see --data.")
    trips = Observed.read(path)
    measured = {model.method.id: measure_pairs(model, trips.here, trips.there) for model in (road(), StraightLine())}
    by_road = measured["road"]
    within = (by_road.travel_min_low <= trips.minutes + DOOR_MIN) & (trips.minutes + DOOR_MIN <= by_road.travel_min_high)
    rows = []
    for low, high, length in TRIP_LENGTHS:
        keep = trips.is_test & (trips.miles >= low) & (trips.miles < high) & np.isfinite(by_road.distance_mi)
        for model, found in measured.items():
            miles_off = spread_of(found.distance_mi[keep], trips.miles[keep])
            minutes_off = spread_of(found.travel_min[keep] - DOOR_MIN, trips.minutes[keep])
            band = percent(within[keep].mean()) if model == "road" else ""
            rows.append([length, model, int(keep.sum()), *miles_off, *minutes_off, band])
    title = (
        f"{int(trips.is_test.sum()):,} trips from ZIP codes to hospitals in the lower 48 states, with the miles of a routing "
        "service (ArcGIS) and minutes without traffic (Google, October 2023): the half that nothing was fitted on. Median and "
        "90th percentile of the absolute error, share within 10%, and median error. Minutes are of driving. The last column "
        "is the share of trips whose minutes are within the range that pages and files give."
    )
    each = [f"{what} {column}" for what in ("miles", "minutes") for column in ("median", "90th", "within 10%", "bias")]
    return table(title, "--only trips", ["reference miles", "model", "trips", *each, "in range"], rows)


@dataclass(frozen=True, eq=False)
class Observed:
    """Trips with the miles and the driving minutes that others measured, and which are of the half `test`. Shape (trips,)."""

    here: TravelEnds
    there: TravelEnds
    miles: np.ndarray
    minutes: np.ndarray
    is_test: np.ndarray

    @classmethod
    def read(cls, path: Path) -> "Observed":
        """The trips of a file."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        column = {name: np.array([float(r[name]) for r in rows]) for name in ("miles", "minutes", *TRIP_POINTS)}
        here, there = (ends_at(PointSet(column[f"{end}_lat"], column[f"{end}_lon"])) for end in ("from", "to"))
        is_test = np.array([half_of(r["from"], r["to"]) == "test" for r in rows])
        return cls(here, there, column["miles"], column["minutes"], is_test)


def spread_of(measured: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """Median and 90th percentile of the absolute error, the share within 10%, and the median error."""
    error = measured / true - 1
    yield from (f"{np.percentile(np.abs(error), q) * 100:.1f}%" for q in (50, 90))
    yield percent((np.abs(error) <= 0.1).mean())
    yield f"{np.median(error) * 100:+.1f}%"


def miles_of_1949(data: Path) -> str:
    """Miles published in 1949: their spread, after one factor for their level."""
    path = data / "highway_miles_1949.csv"
    if not path.is_file():
        return missing(f"Not compared: there is no {path.name}, see --data.")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    true = np.array([float(r["miles"]) for r in rows])
    a, b = (PointSet(*(np.array([float(r[f"{e}_{x}"]) for r in rows]) for x in ("lat", "lon"))) for e in ("from", "to"))
    straight = geodesic_mi(a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg)
    test = np.array([half_of(r["from"], r["to"]) == "test" for r in rows])
    measured = {"road": many(rows, ends_at(a), ends_at(b)), "straight": straight * circuity(straight)}
    lines = []
    for model, mi in measured.items():
        factor = float(np.median(mi[~test] / true[~test]))
        lines.append([model, f"{factor:.3f}", int(test.sum()), *well(mi[test] / factor, true[test])])
    title = (
        f"Highway miles published in 1949, {len(rows):,} pairs of {len({r['from'] for r in rows} | {r['to'] for r in rows})} "
        f"cities. One factor (the median of measured to published miles) is fitted on {int((~test).sum()):,} pairs, chosen by "
        "a hash of the names; the other pairs are reported."
    )
    return table(title, "--only 1949", ["model", "factor", "pairs", "5%", "10%", "20%", "median"], lines)


def many(rows: list[dict[str, str]], here: TravelEnds, there: TravelEnds) -> np.ndarray:
    """Miles of pairs, those with the same first end together."""
    found = np.full(len(rows), np.inf)
    names = np.array([r["from"] for r in rows])
    for name in np.unique(names):
        group = np.flatnonzero(names == name)
        matrix = nearest(road(), here.take(group[:1]), there.take(group), len(group))
        found[group[matrix.destination]] = matrix.distance_mi
    return found


# ---- beside routing engines


def beside_engines(data: Path) -> str:
    """Random short trips in two towns, with OSRM as the reference; a table a town."""
    if why := engines.why_missing():
        return missing(f"Not compared: {why}.")
    tables = [one_town(town, data / "osm" / f"{town}.osm.pbf") for town in BOXES]
    return "\n\n".join(tables) if all(tables) else ""


def one_town(town: str, extract: Path) -> str:
    """The table of one town; empty if the engines cannot be asked."""
    if not extract.is_file():
        return missing(f"No comparison with routing engines in {town.title()}: there is no {extract.name}, see --data.")
    try:
        with serving(extract) as (osrm, valhalla):
            here, there = random_pairs(osrm, BOXES[town])
            return compare_engines(town, here, there, osrm, valhalla)
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        return missing(f"No comparison with routing engines in {town.title()}: they could not be started ({error!r:.300}).")


@contextmanager
def serving(extract: Path) -> Iterator[tuple["Osrm", "Valhalla"]]:
    """Both engines over one extract."""
    from finder.travel.engines.clients import Osrm, Valhalla

    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        engines.osrm(extract, Path(one)) as osrm_url,
        engines.valhalla(extract, Path(other)) as valhalla_url,
    ):
        yield Osrm(osrm_url), Valhalla(valhalla_url)


def random_pairs(osrm: "Osrm", box: tuple[float, float, float, float]) -> tuple[PointSet, PointSet]:
    """Pairs of points in the box, each near a road of the extract, the two over SHORTEST_MI apart; the same each time."""
    south, north, west, east = box
    random = np.random.default_rng(SEED)
    kept: list[tuple[float, float, float, float]] = []
    while len(kept) < ENGINE_PAIRS:
        lat, lon = random.uniform(south, north, 2), random.uniform(west, east, 2)
        apart = geodesic_mi(lat[:1], lon[:1], lat[1:], lon[1:])[0]
        if apart > SHORTEST_MI and all(to_road_mi(osrm, lat[i], lon[i]) < NEAR_ROAD_MI for i in (0, 1)):
            kept.append((lat[0], lon[0], lat[1], lon[1]))
    columns = np.array(kept).T
    return PointSet(columns[0], columns[1]), PointSet(columns[2], columns[3])


def to_road_mi(osrm: "Osrm", lat: float, lon: float) -> float:
    """Miles from a point to the nearest road that OSRM has."""
    with urllib.request.urlopen(f"{osrm.base_url}/nearest/v1/driving/{lon:.6f},{lat:.6f}", timeout=10) as answer:
        x, y = json.load(answer)["waypoints"][0]["location"]
    return float(geodesic_mi(np.array([lat]), np.array([lon]), np.array([y]), np.array([x]))[0])


def compare_engines(town: str, here: PointSet, there: PointSet, osrm: "Osrm", valhalla: "Valhalla") -> str:
    """One table: each model and Valhalla compared with OSRM."""
    true_mi, true_min = driven(osrm, here, there)
    a, b = ends_at(here), ends_at(there)
    models = {"road": one_by_one(a, b), "straight": one_by_one(a, b, StraightLine())}
    measured = {name: (mi, minutes - DOOR_MIN) for name, (mi, minutes) in models.items()}
    measured["Valhalla"] = driven(valhalla, here, there)
    routed = np.isfinite([true_mi, *(mi for mi, _ in measured.values())]).all(axis=0)
    apart = geodesic_mi(here.lat_deg, here.lon_deg, there.lat_deg, there.lon_deg)
    near = apart < STREET_MI
    groups = {"all": routed, f"under {STREET_MI:g}": routed & near, f"{STREET_MI:g} and more": routed & ~near}
    rows = []
    for (length, keep), (name, (mi, minutes)) in itertools.product(groups.items(), measured.items()):
        mi_off, alone_off = mi[keep] / true_mi[keep] - 1, minutes[keep] / true_min[keep] - 1
        door_off = (minutes + DOOR_MIN)[keep] / (true_min + DOOR_MIN)[keep] - 1
        within = percent((np.abs(mi_off) <= 0.2).mean())
        rows.append([length, name, int(keep.sum()), within, *size_and_bias(mi_off, alone_off, door_off)])
    low, middle, high = np.percentile(true_mi[routed], [10, 50, 90])
    title = (
        f"**{town.title()}**: {int(routed.sum())} random trips of more than {SHORTEST_MI:g} mile in a straight line "
        f"({int((~routed).sum())} more had no route in one of the engines). By OSRM, they are {low:.1f} to {high:.1f} miles "
        f"(10th to 90th percentile, median {middle:.1f}) and take {np.median(true_min[routed]):.0f} minutes in the median."
    )
    each = [f"{what} {column}" for what in ("miles", "driving", "door to door") for column in ("error", "bias")]
    return table(title, "--only engines", ["straight miles", "model", "trips", "miles within 20%", *each], rows)


def driven(engine: "RoutingEngine", here: PointSet, there: PointSet) -> tuple[np.ndarray, np.ndarray]:
    """Miles and minutes of driving of each pair, by an engine."""
    found = np.full((2, len(here)), np.inf)
    for start in range(0, len(here), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(here)))
        found[:, rows] = [table.diagonal() for table in engine.table(here.take(rows), there.take(rows))]
    return found[0], found[1]


def size_and_bias(*errors: np.ndarray) -> Iterator[str]:
    """The median absolute error and the median error of each."""
    for error in errors:
        yield f"{np.median(np.abs(error)) * 100:.0f}%"
        yield signed(float(np.median(error)))


# ---- the fit of the length of highways


def fits() -> str:
    """How much longer highways are than the source draws them: fitted on one half of the pairs, reported on both."""
    sys.path.insert(0, str(ROOT / "data" / "build"))
    try:
        import roads as build

        rough, factor = as_drawn(build)
    except ImportError as error:
        raise SystemExit(f'--fit needs itur and pillow: see data/build/README.md, "Roads" ({error})') from None
    pairs, test = all_pairs()
    parts = ways(REFERENCE.roads, pairs, rough, factor)
    lat = np.maximum(*(towns([pair[end] for pair in pairs.names]).lat_deg for end in (0, 1)))
    south = (lat < NORTH_DEG) & np.isfinite(pairs.road_mi) & (parts.drawn > 0)
    rough_of_way = parts.rough / np.maximum(parts.drawn, 0.001)
    steep = rough_of_way >= np.quantile(rough_of_way[south & test], 2 / 3)
    flat, per_100_m = build.FLAT_FACTOR, build.FACTOR_PER_100_M
    tried = {
        "as drawn": np.array([1.0, 0.0]),
        "one factor": np.array([*fitted(parts, pairs, south & ~test, 1), 0.0]),
        "with roughness": fitted(parts, pairs, south & ~test, 2),
        "with roughness, in use": np.array([flat, per_100_m]),
    }
    rows = []
    for name, c in tried.items():
        for half, keep in (("fit", south & ~test), ("test", south & test), ("test, roughest third", south & test & steep)):
            measured, true = total(parts, c)[keep], pairs.true_mi[keep]
            bias = f"{np.median(measured / true - 1) * 100:+.1f}%"
            rows.append([name, f"{c[0]:.3f}", f"{c[1]:.4f}", half, len(true), *well(measured, true), bias])
    title = (
        "The factor is `flat` + `per 100 m` x roughness (the standard deviation of the height of the land, in 100 m, at most "
        "3). It is fitted on the half `fit` by the least mean of |log(measured / reference)|. Routes are those of the map in "
        "use; access legs, local roads, and links by hand are unchanged. Pairs that use no highway or lie north of "
        f"{NORTH_DEG:g} degrees are excluded."
    )
    header = ["model", "flat", "per 100 m", "half", "pairs", "5%", "10%", "20%", "median", "bias"]
    north = (lat >= NORTH_DEG) & (parts.drawn > 0)
    needed = {
        half: (pairs.true_mi - parts.other)[k] / parts.drawn[k] for half, k in (("fit", north & ~test), ("test", north & test))
    }
    return "\n\n".join([table(title, "--fit", header, rows), *(northern(*item, build.NORTH_FACTOR) for item in needed.items())])


def northern(half: str, needed: np.ndarray, in_use: float) -> str:
    """The factors that the pairs in the far north need, in one sentence."""
    factors = ", ".join(f"{factor:.2f}" for factor in np.sort(needed))
    middle = f"The median is {np.median(needed):.3f}; the factor in use is {in_use:g}." if needed.size else ""
    return f"North of {NORTH_DEG:g} degrees, {needed.size} pairs of the half `{half}` need the factors {factors}. {middle}"


def as_drawn(build: Any) -> tuple[np.ndarray, np.ndarray]:
    """For each edge of the graph the roughness of the land in 100 m and the factor in use; for what is no highway 0 and 1."""
    with np.load(ROOT / "data" / "roads.npz") as table:
        lat, lon = np.cumsum(table["lat"]) / UNITS_PER_DEGREE, np.cumsum(table["lon"]) / UNITS_PER_DEGREE
        source = np.cumsum(table["edge_from"])
        target, mi = source + table["edge_to"], table["edge_mi"] / UNITS_PER_MILE
        links = len(table["link_mi"])
    at = (lat[source] + lat[target]) / 2, (lon[source] + lon[target]) / 2
    rough, factor = np.minimum(build.roughness(*at), build.MAX_ROUGHNESS_M) / 100, build.highway_factor(*at)
    pieces = np.maximum(np.ceil(mi / MAX_EDGE_MI), 1).astype(int)
    return np.r_[np.repeat(rough, pieces), np.zeros(links)], np.r_[np.repeat(factor, pieces), np.ones(links)]


def total(parts: Ways, c: np.ndarray) -> np.ndarray:
    """Miles of all ways with other factors."""
    return np.asarray(c[0] * parts.drawn + c[1] * parts.rough + parts.other)


def fitted(parts: Ways, pairs: Compared, keep: np.ndarray, numbers: int) -> np.ndarray:
    """The one or two numbers that fit some pairs best."""
    from scipy.optimize import minimize

    def badness(c: np.ndarray) -> float:
        miles_now = total(parts, np.r_[c, np.zeros(2 - len(c))])[keep]
        return float(np.abs(np.log(miles_now / pairs.true_mi[keep])).mean())

    start = np.array([1.02, 0.01])[:numbers]
    exact = {"xatol": 1e-5, "fatol": 1e-9, "maxiter": 4000}
    return np.asarray(minimize(badness, start, method="Nelder-Mead", options=exact).x)


PARTS: dict[str, Callable[[Path], str]] = {
    "named": named_pairs,
    "states": pairs_of_each_state,
    "summary": summary,
    "trips": observed_trips,
    "1949": miles_of_1949,
    "engines": beside_engines,
}

if __name__ == "__main__":
    main()
