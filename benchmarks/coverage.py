"""National coverage by the federal standard: cold, from the disk's cache, and after one stop moved. Prints met or MISSED.

    python benchmarks/coverage.py [--data FOLDER] [--runs N]

The question is `cms` over all populated ZIPs and the sites of sites_2022, by road, with all that the planner's page shows:
coverage, spread of travel, groups, robustness, gap regions. *Cold* is a Finder that has asked nothing, with an empty cache;
*from disk* the same with the matrix in the cache; *from memory* a question asked before. The land outside is asked for apart,
as the page does.

Then one stop moves to the place of some ZIP: its trips are measured from there to the ZIPs, and every county is judged again.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from catchment import turned
from checkout import REFERENCE, ROOT, SETTINGS, TODAY
from road_speed import in_turn, run, show

from finder.access.coverage import judge
from finder.access.reach import reach_within
from finder.core import Finder, make_finder
from finder.questions.coverage.query import CoverageQuery
from finder.settings import today
from finder.travel.model import TravelEnds

COLD_S, WARM_S, MOVED_S = 10.0, 1.0, 0.05
QUERY = CoverageQuery("cms", on=today())


def main() -> None:
    """Measure and print."""
    options = arguments()
    folder = options.data / "sites_2022"
    with tempfile.TemporaryDirectory() as kept:
        cold = [timed(lambda: fresh(folder, Path(kept)).coverage(QUERY), empty=Path(kept)) for _ in range(min(options.runs, 3))]
        disk = [timed(lambda: fresh(folder, Path(kept)).coverage(QUERY)) for _ in range(options.runs)]
        finder = fresh(folder, Path(kept))
        land = timed(lambda: finder.gap_land(QUERY))
        finder.coverage(QUERY)
        memory = [timed(lambda: finder.coverage(QUERY)) for _ in range(options.runs)]
        print(f"{len(REFERENCE.demand.zip):,} ZIPs, {len(finder.directory.centers):,} sites; medians, seconds")
        for name, times, target in (("cold", cold, COLD_S), ("from disk", disk, WARM_S), ("from memory", memory, WARM_S)):
            median = float(np.median(times))
            print(f"  {name:14s} {median:8.4f}   target {target:g}: {'met' if median < target else 'MISSED'}")
        print(f"  {'land outside':14s} {land:8.4f}   (once, then kept)")
        one_moves(finder, options.runs)


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def fresh(folder: Path, cache: Path) -> Finder:
    """A Finder that has asked nothing; tables and road graph are loaded, as they are when a server has started."""
    return make_finder(replace(SETTINGS, cache=cache), TODAY, folder, reference=REFERENCE)


def timed(work: Callable[[], object], empty: Path | None = None) -> float:
    """Seconds of one call, with the cache emptied before if it is given."""
    for path in empty.glob("*") if empty else ():
        path.unlink()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_moves(finder: Finder, runs: int) -> None:
    """The last site goes to the place of some ZIP, another one in each run; counties are judged again."""
    result = finder.coverage(QUERY)
    demand, county_limits, reach = result.demand, result.county_limits, result.reach
    zips = TravelEnds(demand.points, demand.type_index)
    rest = reach.destinations_within(np.arange(reach.destinations) < reach.destinations - 1)
    reach_mi, place = max(result.standard.max_mi), random.Random(1)

    def moved() -> np.ndarray:
        there = zips.take(np.array([place.randrange(len(zips))]))
        one = reach_within(turned(finder.context.travel.matrix(there, zips, reach_mi)), demand, county_limits)
        return judge((rest + one.destinations_within())[one.cell_of_part] > 0, demand, county_limits).passes

    moved()
    ways = {"its trips are measured, all counties judged": run(moved)}
    show("One stop moves: every county by cms.", in_turn(ways, runs), dict.fromkeys(ways, MOVED_S), unit_s=0.001)


if __name__ == "__main__":
    main()
