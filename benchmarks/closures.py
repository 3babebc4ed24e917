"""Every location closed alone, and all pairs that interact, beside removing a location and asking again. Prints met or MISSED.

    python benchmarks/closures.py [--data FOLDER] [--standard S] [--runs N] [--sample N]

The question is `cms` over all populated ZIP codes and the sites of sites_2022, by road. Times are those after travel is
measured and kept. The peer removes one site from the trips, looks for those within the standard and for the nearest that is
left again, judges every county, and does so for a sample of sites; its time for all sites is the mean of these times their
number. What it finds must be the same.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from checkout import REFERENCE, ROOT, SETTINGS, TODAY
from road_speed import in_turn, run, show

from finder.access.closures.alone import Alone, alone
from finder.access.closures.choices import Choices, choices
from finder.access.closures.pairs import Pairs, pairs
from finder.access.closures.today import Today
from finder.access.coverage import judge
from finder.access.reach import reach_within
from finder.access.standards import CountyLimits
from finder.core import make_finder
from finder.domain.arrays import Floats, Ints
from finder.domain.demand import DemandPoints
from finder.questions.closures.affected import ranked_choices
from finder.questions.closures.query import ClosuresQuery
from finder.questions.counting import counted
from finder.questions.limits import county_limits
from finder.questions.trips import MONTHLY, trips
from finder.travel.model import TravelMatrix

TARGET_S = 0.5
EVERY = "every site alone, all pairs"


@dataclass(frozen=True, eq=False)
class Measured:
    """What is known once travel is measured: the trips of all ZIP codes, and those that had to be followed farther."""

    demand: DemandPoints
    limits: CountyLimits
    matrix: TravelMatrix
    ranked: Choices
    group_of: Ints

    def close_all(self) -> tuple[Alone, Pairs]:
        """Every site alone, and all pairs."""
        ranked = choices(self.matrix, self.group_of)
        rows = np.flatnonzero((ranked.location < 0).any(axis=1))
        beyond = Choices(self.ranked.location[rows], self.ranked.miles[rows], self.ranked.minutes[rows])
        today = Today(
            demand=self.demand,
            limits=self.limits,
            reach=reach_within(self.matrix, self.demand, self.limits),
            choices=ranked.replaced(rows, beyond),
            group_of=self.group_of,
            groups=len(self.group_of),
            yearly_mi=self.demand.population * 2 * MONTHLY.low,
        )
        each = alone(today)
        return each, pairs(today, each)

    def close_one(self, site: int) -> tuple[float, Floats, int]:
        """The peer: remove a site from the trips and ask again.

        People within, miles a year of each ZIP code (NaN without a road), and counties that meet the rule.
        """
        left = self.matrix.take(self.matrix.destination != site) if site >= 0 else self.matrix
        reach = reach_within(left, self.demand, self.limits)
        verdicts = judge(reach.covered(), self.demand, self.limits)
        by_road = left.by_road
        miles = np.full(len(self.demand.zip), np.nan)
        zips, first = np.unique(by_road.origin, return_index=True)
        miles[zips] = by_road.distance_mi[first]
        return float(verdicts.covered.sum()), miles * self.demand.population * 2 * MONTHLY.low, int(verdicts.passes.sum())


def main() -> None:
    """Measure and print."""
    options = arguments()
    world = measured(options.data / "sites_2022", options.standard)
    sites, sample = len(world.group_of), np.random.default_rng(1).choice(len(world.group_of), options.sample, replace=False)
    each, both = world.close_all()
    same = all(agrees(world, each, int(site)) for site in sample)
    print(f"{len(world.demand.zip):,} ZIP codes, {sites:,} sites, {len(world.matrix.origin):,} trips, {options.standard}")
    print(f"{(each.people > 0).sum():,} sites somebody depends on, {each.counties.fails.sum():,} counties that one makes fail")
    print(f"{len(both.first):,} pairs interact, {(both.people > 0).sum():,} of them by people within the standard")
    print(f"{len(sample)} sites removed and asked again: {'the same' if same else 'NOT THE SAME'}")
    ways = {EVERY: run(world.close_all), "peer: one site removed, asked again": run(lambda: world.close_one(int(sample[0])))}
    took = in_turn(ways, options.runs)
    show("After travel is measured, seconds.", took, {EVERY: TARGET_S})
    one = seconds(lambda: [world.close_one(int(site)) for site in sample]) / len(sample)
    mine = seconds(world.close_all)
    print(f"\nProcessor: the peer for all {sites:,} sites alone {one * sites:,.0f} s, {one * sites / mine:,.0f} times as long.")


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--standard", default="cms")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--sample", type=int, default=25)
    return parser.parse_args()


def measured(folder: Path, standard: str) -> Measured:
    """Travel of the whole country to the sites."""
    context = make_finder(SETTINGS, TODAY, folder, reference=REFERENCE).context
    limits, demand = county_limits(standard, context), context.demand
    found = counted(ClosuresQuery(standard, on=TODAY), context, limits.standard.pediatric_hospitals)
    matrix, group_of = trips(context.travel, demand, found.ends, limits), np.arange(len(found.points))
    return Measured(demand, limits, matrix, ranked_choices(context.travel, matrix, demand, found.ends, group_of), group_of)


def agrees(world: Measured, each: Alone, site: int) -> bool:
    """Whether the peer finds the people, miles, and counties that closing a site takes."""
    (before, miles, passing), (after, more_miles, left) = world.close_one(-1), world.close_one(site)
    fails = int(each.counties.fails[each.counties.group == site].sum())
    found = [before - after, np.nansum(more_miles - miles)]
    return bool(np.allclose(found, [each.people[site], each.miles[site]], atol=0.01)) and passing - left == fails


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
