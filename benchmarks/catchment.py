"""Floating catchment areas of the country, beside PySAL `access` on the same pairs. Prints medians, ratios, met or MISSED.

    python benchmarks/catchment.py [--data FOLDER] [--runs N]

Origins are all populated ZIPs, destinations the sites of sites_2022 that have a place; pairs are all trips by road that may be
up to 90 minutes, and the nearest site where that is farther. Both get a table of pairs that is ready, and are timed over one
whole call, in turn, in one thread; ratios are of processor seconds. That the scores are the same is checked first, and the
largest difference is printed. `access` has no M2SFCA. It applies the weights pair by pair in Python, twice for E2SFCA and once
for 3SFCA, which is where most of its time goes.

Then one stop moves, all others have been scored before, and everybody is scored again: by the trips to it alone; by measuring
them first, from its new place to the ZIPs (by road, both ways take the same minutes) or from all ZIPs; and all over.
"""

import argparse
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from access import fca, weights
from checkout import REFERENCE, ROOT
from road_speed import World, in_turn, run, show, world

from finder.access.catchment import REACH_MIN, e2sfca, m2sfca, spar_by_decay, three_sfca
from finder.access.supply import ASSUMED
from finder.travel.model import TravelEnds, TravelMatrix, driving_reach_mi
from finder.travel.road.model import Road

BANDS = {30: 1.0, 60: 0.68, 90: 0.22}
TIMES_FASTER, MOVED_S = 50.0, 0.05
SAME = 1e-9


def main() -> None:
    """Measure, compare and print."""
    options = arguments()
    w, people = world(options.data), REFERENCE.demand.population
    model = Road(REFERENCE.roads)
    matrix = model.matrix(w.zips, w.sites, driving_reach_mi(model, REACH_MIN))
    supply = random_supply(len(w.sites))
    near = np.count_nonzero(matrix.driving_min <= REACH_MIN)
    print(f"{len(w.zips):,} ZIPs, {len(w.sites):,} sites, {len(matrix.origin):,} pairs, {near:,} of them within 90 minutes;")
    print(f"one thread, medians of {options.runs} runs; milliseconds")
    side_by_side(matrix, people, supply, options.runs)
    one_moves(w, model, matrix, people, supply, options.runs)


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--runs", type=int, default=7)
    return parser.parse_args()


def random_supply(sites: int) -> np.ndarray:
    """Chair-hours a week of 2 to 40 chairs, as the sites do not say."""
    return np.random.default_rng(1).integers(2, 41, sites) * ASSUMED.hours_a_week


def side_by_side(matrix: TravelMatrix, people: np.ndarray, supply: np.ndarray, runs: int) -> None:
    """E2SFCA and 3SFCA by both, and what only the finder does."""
    tables = pysal_tables(matrix, people, supply)
    theirs: dict[str, Any] = {"max_cost": REACH_MIN, "weight_fn": weights.step_fn(BANDS)}
    both: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "E2SFCA": (lambda: e2sfca(matrix, people, supply), lambda: fca.two_stage_fca(**tables, **theirs)),
        "3SFCA": (lambda: three_sfca(matrix, people, supply), lambda: fca.three_stage_fca(**tables, **theirs)),
    }
    for name, (ours, pysal) in both.items():
        off = difference(ours().score, pysal())
        measured = in_turn({f"{name}: finder": run(ours), f"{name}: PySAL access": run(pysal)}, runs)
        show(f"{name} of everybody.", measured, {}, unit_s=0.001)
        finder_s, pysal_s = (took.work for took in measured.values())
        print(f"\nLargest difference of a score: {off:.1e}: {'the same' if off < SAME else 'NOT THE SAME'}.", end=" ")
        print(f"PySAL / finder: {pysal_s / finder_s:.0f}{verdict(name, pysal_s / finder_s)}.")
    only = {
        "M2SFCA: finder": run(lambda: m2sfca(matrix, people, supply)),
        "SPAR by six decays: finder": run(lambda: spar_by_decay(matrix, people, supply)),
    }
    show("Without a peer.", in_turn(only, runs), {}, unit_s=0.001)


def verdict(name: str, times: float) -> str:
    """Whether the target was met, for the method that has one."""
    if name != "E2SFCA":
        return ""
    return f"; target {TIMES_FASTER:g}: {'met' if times >= TIMES_FASTER else 'MISSED'}"


def pysal_tables(matrix: TravelMatrix, people: np.ndarray, supply: np.ndarray) -> dict[str, Any]:
    """The same people, supply and pairs as tables of pandas."""
    return {
        "demand_df": pd.DataFrame({"demand": people}, pd.RangeIndex(len(people), name="geoid")),
        "supply_df": pd.DataFrame({"supply": supply}, pd.RangeIndex(len(supply), name="geoid")),
        "cost_df": pd.DataFrame({"origin": matrix.origin, "dest": matrix.destination, "cost": matrix.driving_min}),
    }


def difference(score: np.ndarray, theirs: pd.Series) -> float:
    """The largest; an origin that PySAL leaves out has no access there."""
    return float(np.abs(score - theirs.reindex(range(len(score)), fill_value=0.0).to_numpy()).max())


def one_moves(w: World, model: Road, matrix: TravelMatrix, people: np.ndarray, supply: np.ndarray, runs: int) -> None:
    """The last site goes to the place of some ZIP, another one in each run."""
    rest = e2sfca(matrix, people, np.append(supply[:-1], 0.0))
    reach_mi = driving_reach_mi(model, REACH_MIN)
    place = random.Random(1)

    def new() -> TravelEnds:
        return w.zips.take(np.array([place.randrange(len(w.zips))]))

    def scored(trips: TravelMatrix) -> np.ndarray:
        return rest.score + e2sfca(trips, people, supply[-1:]).score

    there = new()
    known, back = model.matrix(w.zips, there, reach_mi), turned(model.matrix(there, w.zips, reach_mi))
    assert np.array_equal(scored(known), scored(back))
    quick, measured = "its trips are known", "its trips are measured, from it to the ZIPs"
    ways = {
        quick: run(lambda: scored(known)),
        measured: run(lambda: scored(turned(model.matrix(new(), w.zips, reach_mi)))),
        "its trips are measured, from all ZIPs to it": run(lambda: scored(model.matrix(w.zips, new(), reach_mi))),
        "all over again, all trips known": run(lambda: e2sfca(matrix, people, supply)),
    }
    show("One stop moves: E2SFCA of everybody.", in_turn(ways, runs), dict.fromkeys((quick, measured), MOVED_S), unit_s=0.001)


def turned(matrix: TravelMatrix) -> TravelMatrix:
    """The same trips the other way."""
    return replace(
        matrix,
        origin=matrix.destination,
        destination=matrix.origin,
        origins=matrix.destinations,
        destinations=matrix.origins,
    )


if __name__ == "__main__":
    main()
