"""A coverage answer about own people without small numbers: each number of people is a sum of pools, or NaN."""

from dataclasses import replace

import numpy as np

from finder.access.coverage import Area, Coverage, Gap, StateTotals, Totals
from finder.access.equity import BEYOND_MIN, BIN_MIN, BINS, Distribution, quickest_minutes
from finder.access.gap_regions import Region, middle
from finder.access.reach import Reach
from finder.access.robustness import Robustness
from finder.access.small_numbers import Pools
from finder.domain.arrays import Floats, Ints, grouped_arange
from finder.domain.demand import DemandPoints
from finder.questions.coverage.result import Compared, CoverageResult
from finder.questions.hidden import hidden_people, hidden_verdicts, pools_of


def hide_small(result: CoverageResult, everyone: DemandPoints) -> CoverageResult:
    """Return the answer without small numbers. `everyone` are the own people of the whole country."""
    demand, covered = result.demand, result.reach.covered()
    pools = pools_of(demand, everyone, covered.astype(np.intp))
    minutes, second = quickest_minutes(result.matrix, 2)[:, demand.part_zip]
    verdicts = [hidden_verdicts(c.verdicts, demand, pools) for c in result.compared]
    part, destination = _served(result.reach)
    alone = result.reach.only_destination[result.reach.cell_of_part]
    return replace(
        result,
        coverage=_coverage(result, pools),
        demand=hidden_people(demand, pools),
        travel=_distribution(result.travel, minutes, pools),
        second=_distribution(result.second, second, pools),
        equity=replace(result.equity, groups=(), gini=None, palma=None),
        robustness=_robustness(result.robustness, demand, pools),
        compared=tuple(Compared(c.id, c.locations, v) for c, v in zip(result.compared, verdicts, strict=True)),
        regions=_regions(result, pools),
        near_but_slow=np.nan,
        people_within=pools.sums(part, destination, result.reach.destinations),
        people_only_here=pools.by(alone, result.reach.destinations, alone >= 0),
    )


def _served(reach: Reach) -> tuple[Ints, Ints]:
    """Each part with each service point that it is within the standard of."""
    served = reach.destinations_within()
    first = np.cumsum(served) - served
    count = served[reach.cell_of_part]
    part = np.repeat(np.arange(len(count)), count)
    return part, reach.destination[np.repeat(first[reach.cell_of_part], count) + grouped_arange(count)]


def _coverage(result: CoverageResult, pools: Pools) -> Coverage:
    demand, coverage = result.demand, result.coverage
    verdicts = hidden_verdicts(coverage.verdicts, demand, pools)
    counties = np.unique(demand.part_county).tolist()
    areas = tuple(
        _area(area, float(verdicts.population[c]), float(verdicts.covered[c]), bool(verdicts.judged[c]))
        for area, c in zip(coverage.areas, counties, strict=True)
    )
    reachable = np.isfinite(result.matrix.distance_mi[result.matrix.first_row])[demand.part_zip]
    totals = Totals(verdicts.everyone, verdicts.people_within, pools.sum(~reachable))
    return Coverage(totals, areas, _states(result, areas, pools), _gaps(result, pools), verdicts)


def _area(area: Area, population: float, covered: float, judged: bool) -> Area:
    hidden = np.isnan(covered) or np.isnan(population)
    return replace(
        area,
        population=population,
        covered=np.nan if hidden else covered,
        share=None if hidden else covered / population,
        passes=area.passes if judged else None,
        nearest_mi_median=None if hidden else area.nearest_mi_median,
    )


def _states(result: CoverageResult, areas: tuple[Area, ...], pools: Pools) -> tuple[StateTotals, ...]:
    demand, within = result.demand, result.coverage.verdicts.within
    codes = [s.state for s in result.coverage.states]
    state = np.searchsorted(codes, demand.counties.state[demand.part_county]).astype(np.intp)
    everyone = pools.by(state, len(codes))
    inside = pools.by(state, len(codes), within) + 0 * pools.by(state, len(codes), ~within)
    found = []
    for row, code in enumerate(codes):
        verdicts = [a.passes for a in areas if a.state == code and a.passes is not None]
        found.append(StateTotals(code, float(everyone[row]), float(inside[row]), len(verdicts), verdicts.count(False)))
    return tuple(found)


def _gaps(result: CoverageResult, pools: Pools) -> tuple[Gap, ...]:
    """The ZIP codes outside, those with hidden numbers last: their order would tell which of them is larger."""
    demand, n = result.demand, len(result.demand.part_people)
    people = pools.by(np.arange(n), n)
    codes, fips = demand.zip[demand.part_zip].tolist(), demand.counties.fips[demand.part_county].tolist()
    of_part = dict(zip(zip(codes, fips, strict=True), people.tolist(), strict=True))
    gaps = [replace(gap, population=of_part[gap.zip, gap.fips]) for gap in result.coverage.gaps]
    return tuple(sorted(gaps, key=lambda g: (-np.nan_to_num(g.population), g.zip, g.fips)))


def _distribution(travel: Distribution, minutes: Floats, pools: Pools) -> Distribution:
    reached = np.isfinite(minutes)
    row = np.minimum(np.where(reached, minutes, 0) // BIN_MIN, BINS - 1).astype(np.intp)
    return replace(
        travel,
        people=pools.sum(np.ones(len(minutes), bool)),
        beyond=tuple(pools.sum(minutes > limit) for limit in BEYOND_MIN),
        bins=tuple(pools.by(row, BINS, reached).tolist()),
        unreachable=pools.sum(~reached),
    )


def _robustness(robustness: Robustness, demand: DemandPoints, pools: Pools) -> Robustness:
    low, high = (hidden_verdicts(v, demand, pools) for v in (robustness.low, robustness.high))
    known = low.judged & high.judged
    return Robustness(low, high, robustness.flips & known, np.where(known, robustness.sole, -1))


def _regions(result: CoverageResult, pools: Pools) -> tuple[Region, ...]:
    """The regions, those with hidden numbers last.

    The center of people would tell how many of them live where: it is that of ZIP codes instead.
    """
    demand, outside = result.demand, ~result.coverage.verdicts.within
    row_of = {code: row for row, code in enumerate(demand.zip.tolist())}
    region_of_zip = np.full(len(demand.zip), -1)
    for number, region in enumerate(result.regions):
        region_of_zip[[row_of[code] for code in region.zips]] = number
    people = pools.by(region_of_zip[demand.part_zip], len(result.regions), outside)
    found = []
    for region, number in zip(result.regions, people.tolist(), strict=True):
        points = demand.points.take(np.array([row_of[code] for code in region.zips]))
        center = middle(points.xyz_mi, np.ones(len(points)))
        found.append(_in_no_order(replace(region, people=number, center=center)))
    found.sort(key=lambda r: (-np.nan_to_num(r.people), r.zips))
    return tuple(replace(region, rank=rank) for rank, region in enumerate(found, 1))


def _in_no_order(region: Region) -> Region:
    """A region whose states and counties stand in the order of their people only if this tells nothing that is hidden."""
    if not np.isnan(region.people):
        return region
    return replace(region, states=tuple(sorted(region.states)), counties=tuple(sorted(region.counties)))
