"""Siting beside spopt on the same costs: maximal covering on 1,500 ZIP codes by 1,500 towns, and the p-median of Montana.

    python benchmarks/siting_peers.py [--size N] [--units K] [--median-units P]

Costs are miles by road, measured once before. Covering: the people of ZIP codes drawn at random are covered within 60 miles of
towns drawn at random. The p-median: people of Montana's ZIP codes times miles to the nearest of P of its towns, where a trip
without a road is taken to be 1,000 miles. spopt gets a dense table of costs, builds its model with PuLP, and solves it by HiGHS
with no gap allowed. The finder gets the same table, drops what cannot gain, searches, and proves. Each is timed over the whole
call, in one thread: seconds of the clock, of the processor, and their ratio. That both are worth the same is checked first.
"""

import argparse
import os
import time
from collections.abc import Callable

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import numpy as np
import pulp
from checkout import REFERENCE
from spopt.locate import MCLP, PMedian

from finder.access.siting.choose import Choice, choose
from finder.access.siting.savings import Savings
from finder.domain.arrays import Floats
from finder.travel.model import TravelEnds
from finder.travel.road.model import Road

WITHIN_MI, NO_ROAD_MI, SEED, TIMES_FASTER, PROOF_S, SAME = 60.0, 1000.0, 7, 100.0, 600.0, 1e-9


def main() -> int:
    """Measure, compare, and print; 1 if anything differs or is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1500)
    parser.add_argument("--units", type=int, default=20)
    parser.add_argument("--median-units", type=int, default=10)
    asked = parser.parse_args()
    draw = np.random.default_rng(SEED)
    people = REFERENCE.demand.population
    zips = np.sort(draw.choice(len(people), asked.size, replace=False))
    towns = np.sort(draw.choice(len(REFERENCE.towns.name), asked.size, replace=False))
    fine = covering(costs(zips, towns), people[zips], asked.units)
    zips = np.flatnonzero(REFERENCE.demand.counties.state[REFERENCE.demand.county] == "MT")
    towns = np.flatnonzero(REFERENCE.towns.state == "MT")
    return 0 if median(costs(zips, towns), people[zips], asked.median_units) and fine else 1


def costs(zips: np.ndarray, towns: np.ndarray) -> Floats:
    """Miles by road from ZIP codes to towns, infinite without a road. Shape (zips, towns)."""
    demand = REFERENCE.demand
    here = TravelEnds(demand.points.take(zips), demand.type_index[zips])
    there = TravelEnds(REFERENCE.towns.points.take(towns), np.zeros(len(towns), np.intp))
    matrix = Road(REFERENCE.roads).matrix(here, there, NO_ROAD_MI)
    found = np.full((len(zips), len(towns)), np.inf)
    found[matrix.origin, matrix.destination] = matrix.distance_mi
    return found


def covering(cost: Floats, people: Floats, units: int) -> bool:
    """People within reach of K towns."""

    def ours() -> float:
        row, column = np.nonzero(cost <= WITHIN_MI)
        return proven(choose(Savings.of(row, column, people[row], *cost.shape), units, PROOF_S))

    def theirs() -> float:
        model = MCLP.from_cost_matrix(np.where(np.isfinite(cost), cost, NO_ROAD_MI), people, WITHIN_MI, p_facilities=units)
        return float(pulp.value(solved(model).problem.objective))

    return compare(
        f"maximal covering, {cost.shape[0]:,} by {cost.shape[1]:,}, K = {units}", "people", ours, theirs, TIMES_FASTER
    )


def median(cost: Floats, people: Floats, units: int) -> bool:
    """People times miles to the nearest of P towns."""
    cost = np.where(np.isfinite(cost), cost, NO_ROAD_MI)

    def ours() -> float:
        # What people save against driving a little more than the farthest trip, so that every one of them is served.
        most = float(cost.max()) + 1.0
        row, column = np.indices(cost.shape).reshape(2, -1)
        savings = Savings.of(row, column, (people[:, None] * (most - cost)).ravel(), *cost.shape)
        return float(people.sum()) * most - proven(choose(savings, units, PROOF_S))

    def theirs() -> float:
        return float(pulp.value(solved(PMedian.from_cost_matrix(cost, people, p_facilities=units)).problem.objective))

    return compare(
        f"p-median of Montana, {cost.shape[0]:,} by {cost.shape[1]:,}, P = {units}", "person-miles", ours, theirs, None
    )


def proven(choice: Choice) -> float:
    """What a choice is worth. Raises AssertionError if it is not proven."""
    assert choice.proven, "not proven"
    return choice.value


def solved(model: MCLP | PMedian) -> MCLP | PMedian:
    """A model of spopt, solved to the end."""
    return model.solve(pulp.HiGHS(msg=False, gapRel=0.0, threads=1))


def compare(what: str, unit: str, ours: Callable[[], float], theirs: Callable[[], float], goal: float | None) -> bool:
    """Run both once, and print a line; whether they agree and the goal is met."""
    (mine, wall, cpu), (their, their_wall, their_cpu) = timed(ours), timed(theirs)
    same = abs(mine - their) <= SAME * abs(their) + 1e-6
    ratio = their_cpu / cpu
    met = same and (goal is None or ratio >= goal)
    theirs_said = f"spopt {their:,.1f}, {their_wall:.1f} s (processor {their_cpu:.1f})"
    print(f"{what}: finder {mine:,.1f} {unit}, proven, {wall:.2f} s (processor {cpu:.2f}); {theirs_said};")
    judged = f" (goal {goal:.0f}: {'met' if met else 'MISSED'})" if goal else ""
    print(f"  {'the same value' if same else 'DIFFERENT'}; {ratio:,.0f} times as fast{judged}", flush=True)
    return met


def timed(run: Callable[[], float]) -> tuple[float, float, float]:
    """What it returns, and seconds of the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    return run(), time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    raise SystemExit(main())
