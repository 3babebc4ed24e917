"""People within a standard, and people outside it: by ZIP, county, state and in all."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finder.access.reach import Reach
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Mask, group_sums, weighted_quantile_by_group
from finder.domain.demand import COUNTY_TYPES, DemandPoints
from finder.travel.model import NO_DESTINATION, TravelMatrix

# A share that is the required one but for rounding passes.
HAIR = 1e-12


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Counties under one rule, arrays of shape (counties,).

    `share` is NaN where nobody lives; `judged` says where there is a verdict: people, and a pass mark. `within` are the parts
    within the standard, `everyone` all people, and `people_within` those of `within`.
    """

    population: Floats
    covered: Floats
    share: Floats
    judged: Mask
    passes: Mask
    within: Mask
    everyone: float
    people_within: float


def judge(covered: Mask, demand: DemandPoints, county_limits: CountyLimits) -> Verdicts:
    """The verdict on each county, from which parts of the demand points are within the standard."""
    n = len(demand.counties.fips)
    population = group_sums(demand.part_county, demand.part_people, n)
    inside = group_sums(demand.part_county, demand.part_people * covered, n)
    lived_in = population > 0
    share = np.divide(inside, population, out=np.full(n, np.nan), where=lived_in)
    judged = lived_in & ~np.isnan(county_limits.required)
    passes = np.zeros(n, bool)
    passes[judged] = share[judged] >= county_limits.required[judged] - HAIR
    return Verdicts(population, inside, share, judged, passes, covered, float(population.sum()), float(inside.sum()))


@dataclass(frozen=True, slots=True)
class Area:
    """One county. `share` and `nearest_mi_median` are None where nobody lives; `passes` is None without a pass mark."""

    fips: str
    name: str
    state: str
    type: str
    population: float
    covered: float
    share: float | None
    required_share: float | None
    passes: bool | None
    nearest_mi_median: float | None


@dataclass(frozen=True, slots=True)
class Gap:
    """People of one ZIP in one county who are outside the standard, and their nearest service point (a row; or None).

    `nearest_mi` and `nearest_min`, of driving, are infinite where no road leads there: then it is the nearest by the straight
    line.
    """

    zip: str
    fips: str
    population: float
    nearest: int | None
    nearest_mi: float
    nearest_min: float

    @property
    def reachable(self) -> bool:
        return math.isfinite(self.nearest_mi)


@dataclass(frozen=True, slots=True)
class Totals:
    """People in all: how many, within the standard, and with no way to any service point."""

    population: float
    covered: float
    unreachable: float

    @property
    def share(self) -> float | None:
        return self.covered / self.population if self.population else None


@dataclass(frozen=True)
class Coverage:
    """What part of the people is within a standard. Areas are ordered by FIPS, gaps by people, most first."""

    totals: Totals
    areas: tuple[Area, ...]
    states: tuple["StateTotals", ...]
    gaps: tuple[Gap, ...]
    verdicts: Verdicts


def cover(matrix: TravelMatrix, demand: DemandPoints, county_limits: CountyLimits, reach: Reach) -> Coverage:
    """Coverage of the people of `demand` (the origins of `matrix`), each judged by the rule of the county they live in.

    A person counts as covered if at least one service point is within both limits; it may lie in another county.
    """
    covered = reach.covered()
    reachable = np.isfinite(matrix.distance_mi[matrix.first_row])[demand.part_zip]
    people = demand.part_people
    totals = Totals(float(people.sum()), float(people[covered].sum()), float(people[~reachable].sum()))
    verdicts = judge(covered, demand, county_limits)
    areas = _areas(matrix, demand, county_limits, verdicts)
    return Coverage(totals, areas, by_state(areas), _gaps(matrix, demand, covered), verdicts)


@dataclass(frozen=True, slots=True)
class StateTotals:
    """People of one state, those within the standard, and its counties: with a verdict, and falling short."""

    state: str
    population: float
    covered: float
    judged: int
    short: int

    @property
    def share(self) -> float | None:
        return self.covered / self.population if self.population else None


def by_state(areas: Sequence[Area]) -> tuple[StateTotals, ...]:
    """The counties of each state added up, in alphabetical order of their codes."""
    of_state: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        of_state[area.state].append(area)
    return tuple(_state(code, of_state[code]) for code in sorted(of_state))


def _state(code: str, areas: list[Area]) -> StateTotals:
    people, covered = sum(a.population for a in areas), sum(a.covered for a in areas)
    verdicts = [a.passes for a in areas if a.passes is not None]
    return StateTotals(code, people, covered, len(verdicts), verdicts.count(False))


def _areas(matrix: TravelMatrix, demand: DemandPoints, county_limits: CountyLimits, verdicts: Verdicts) -> tuple[Area, ...]:
    nearest_mi = matrix.distance_mi[matrix.first_row][demand.part_zip]
    median = weighted_quantile_by_group(demand.part_county, nearest_mi, demand.part_people, 0.5, len(demand.counties.fips))
    return tuple(_area(demand, county_limits, verdicts, c, median[c]) for c in np.unique(demand.part_county).tolist())


def _area(demand: DemandPoints, county_limits: CountyLimits, verdicts: Verdicts, c: int, median: float) -> Area:
    counties = demand.counties
    return Area(
        fips=str(counties.fips[c]),
        name=str(counties.name[c]),
        state=str(counties.state[c]),
        type=COUNTY_TYPES[county_limits.type_index[c]],
        population=float(verdicts.population[c]),
        covered=float(verdicts.covered[c]),
        share=_known(verdicts.share[c]),
        required_share=_known(county_limits.required[c]),
        passes=bool(verdicts.passes[c]) if verdicts.judged[c] else None,
        nearest_mi_median=_known(median),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _gaps(matrix: TravelMatrix, demand: DemandPoints, covered: Mask) -> tuple[Gap, ...]:
    outside = np.flatnonzero(~covered & (demand.part_people > 0))
    zips = demand.part_zip[outside]
    order = np.lexsort((demand.zip[zips], -demand.part_people[outside]))
    first = matrix.first_row
    return tuple(
        Gap(
            zip=str(demand.zip[z]),
            fips=str(demand.counties.fips[demand.part_county[part]]),
            population=float(demand.part_people[part]),
            nearest=int(matrix.destination[first[z]]) if matrix.destination[first[z]] != NO_DESTINATION else None,
            nearest_mi=float(matrix.distance_mi[first[z]]),
            nearest_min=float(matrix.driving_min[first[z]]),
        )
        for part, z in zip(outside[order], zips[order], strict=True)
    )
