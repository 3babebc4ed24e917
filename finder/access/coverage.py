"""People within a standard, and people outside it: by ZIP, county and in all."""

import math
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from finder.access.standards import Standard
from finder.demand import COUNTY_TYPES, DemandPoints
from finder.geo import Floats, Ints
from finder.travel.model import NOWHERE, Method, TravelMatrix


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

    `nearest_mi` and `nearest_min` are infinite where no road leads there: then it is the nearest by the straight line.
    """

    zip: str
    fips: str
    population: float
    nearest: int | None
    nearest_mi: float
    nearest_min: float

    @property
    def reached(self) -> bool:
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

    standard: Standard
    method: Method
    totals: Totals
    areas: tuple[Area, ...]
    gaps: tuple[Gap, ...]


def cover(matrix: TravelMatrix, demand: DemandPoints, standard: Standard) -> Coverage:
    """Coverage of the people of `demand` (the origins of `matrix`), each judged by the rule of the county they live in.

    A person counts as covered if at least one service point is within both limits; it may lie in another county.
    """
    covered_parts = _covered(matrix, demand, standard)
    first = matrix.first_row
    reachable = np.isfinite(matrix.distance_mi[first])[demand.part_zip]
    people = demand.part_people
    totals = Totals(float(people.sum()), float(people[covered_parts].sum()), float(people[~reachable].sum()))
    return Coverage(
        standard, matrix.method, totals, _areas(matrix, demand, standard, covered_parts), _gaps(matrix, demand, covered_parts)
    )


@dataclass(frozen=True, slots=True)
class StateTotals:
    """People of one state, and those within the standard."""

    state: str
    population: float
    covered: float

    @property
    def share(self) -> float | None:
        return self.covered / self.population if self.population else None


def by_state(coverage: Coverage) -> tuple[StateTotals, ...]:
    """The counties of each state added up, in alphabetical order of their codes."""
    population: dict[str, float] = defaultdict(float)
    covered: dict[str, float] = defaultdict(float)
    for area in coverage.areas:
        population[area.state] += area.population
        covered[area.state] += area.covered
    return tuple(StateTotals(s, population[s], covered[s]) for s in sorted(population))


def _covered(matrix: TravelMatrix, demand: DemandPoints, standard: Standard) -> npt.NDArray[np.bool_]:
    """Which parts have a service point within the limits of their county's type. Shape (parts,)."""
    if not matrix.origins:
        return np.zeros(0, bool)
    types = demand.counties.type_index[demand.part_county]
    by_type = np.empty((matrix.origins, len(COUNTY_TYPES)), bool)
    for t, (max_mi, max_min) in enumerate(zip(standard.max_mi, standard.max_min, strict=True)):
        within = (matrix.distance_mi <= max_mi) & (matrix.travel_min <= max_min) & np.isfinite(matrix.distance_mi)
        by_type[:, t] = np.logical_or.reduceat(within, matrix.first_row)
    covered: npt.NDArray[np.bool_] = by_type[demand.part_zip, types]
    return covered


def _areas(matrix: TravelMatrix, demand: DemandPoints, standard: Standard, covered: npt.NDArray[np.bool_]) -> tuple[Area, ...]:
    counties, n = demand.counties, len(demand.counties.fips)
    population = np.bincount(demand.part_county, demand.part_people, n)
    inside = np.bincount(demand.part_county, demand.part_people * covered, n)
    nearest_mi = matrix.distance_mi[matrix.first_row][demand.part_zip] if matrix.origins else np.zeros(0)
    median = weighted_median(demand.part_county, nearest_mi, demand.part_people, n)
    required = standard.required[counties.type_index]
    rows = np.unique(demand.part_county)
    return tuple(_area(demand, int(c), population[c], inside[c], required[c], median[c]) for c in rows)


def _area(demand: DemandPoints, c: int, population: float, covered: float, required: float, median: float) -> Area:
    counties = demand.counties
    share = float(covered / population) if population > 0 else None
    no_mark = share is None or np.isnan(required)
    return Area(
        fips=str(counties.fips[c]),
        name=str(counties.name[c]),
        state=str(counties.state[c]),
        type=COUNTY_TYPES[counties.type_index[c]],
        population=float(population),
        covered=float(covered),
        share=share,
        required_share=None if np.isnan(required) else float(required),
        # A share that is the required one but for rounding passes.
        passes=None if no_mark else bool((share or 0) >= required - 1e-12),
        nearest_mi_median=None if np.isnan(median) else float(median),
    )


def _gaps(matrix: TravelMatrix, demand: DemandPoints, covered: npt.NDArray[np.bool_]) -> tuple[Gap, ...]:
    outside = np.flatnonzero(~covered & (demand.part_people > 0))
    zips = demand.part_zip[outside]
    order = np.lexsort((demand.zip[zips], -demand.part_people[outside]))
    first = matrix.first_row
    return tuple(
        Gap(
            zip=str(demand.zip[z]),
            fips=str(demand.counties.fips[demand.part_county[part]]),
            population=float(demand.part_people[part]),
            nearest=int(matrix.destination[first[z]]) if matrix.destination[first[z]] != NOWHERE else None,
            nearest_mi=float(matrix.distance_mi[first[z]]),
            nearest_min=float(matrix.travel_min[first[z]]),
        )
        for part, z in zip(outside[order], zips[order], strict=True)
    )


def weighted_median(group: Ints, values: Floats, weights: Floats, groups: int) -> Floats:
    """For each group the smallest value with at least half of the group's weight at or below it; NaN for no weight."""
    order = np.lexsort((values, group))
    result = np.full(groups, np.nan)
    # Group by group: rounding in a running sum of millions would be felt in a county of hundreds.
    for g, (first, end) in enumerate(pairwise(np.searchsorted(group[order], np.arange(groups + 1)))):
        rows = order[first:end]
        running = np.cumsum(weights[rows])
        if len(rows) and running[-1] > 0:
            result[g] = values[rows[np.searchsorted(running, running[-1] / 2 * (1 - 1e-12))]]
    return result
