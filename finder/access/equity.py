"""How travel is spread over people: quantiles, those beyond a limit, and who they are.

A quantile is the smallest time that at least that part of the people do not exceed. Gini and Palma are of the minutes of
people for whom there is a road: Gini from 0 (all travel alike) to 1; Palma all minutes of the tenth with the longest way over
all those of the four tenths with the shortest (Palma 2011, doi:10.1111/j.1467-7660.2011.01709.x, where it is of incomes); a
quarter if all travel alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from finder.domain.arrays import Floats, Mask, group_sums, weighted_quantile
from finder.travel.model import TravelMatrix

BEYOND_MIN = (30.0, 60.0, 90.0)
BIN_MIN, BINS = 10.0, 13  # the last bin takes all from 120 minutes on


@dataclass(frozen=True, slots=True)
class Distribution:
    """Minutes of driving of people, one way. Quantiles are infinite where so many have no road, None without people.

    `beyond` are people over each of BEYOND_MIN, those without a road among them; `bins` people by steps of BIN_MIN minutes,
    those without a road apart in `unreachable`.
    """

    people: float
    median_min: float | None
    p75_min: float | None
    p90_min: float | None
    beyond: tuple[float, ...]
    bins: tuple[float, ...]
    unreachable: float


@dataclass(frozen=True, slots=True)
class Group:
    """Travel of one group of people, and how many of it are within the standard.

    `rest` is everybody else's travel: the difference to it is what the group bears.
    """

    id: str
    travel: Distribution
    covered: float
    rest: Distribution
    rest_covered: float


@dataclass(frozen=True)
class Equity:
    """Groups, and how unevenly travel is spread over all; None if nobody has a road."""

    groups: tuple[Group, ...]
    gini: float | None
    palma: float | None


def quickest_minutes(matrix: TravelMatrix, n: int) -> Floats:
    """Minutes of driving to the quickest, the second quickest ... service point of each origin; infinite if there are fewer.

    Shape (n, origins). Of the trips in the matrix: it must hold the n nearest and all that can be quicker.
    """
    result = np.full((n, matrix.origins), np.inf)
    left = matrix.driving_min.copy()
    for row in result if matrix.origins else ():
        row[:] = np.minimum.reduceat(left, matrix.first_row)
        quickest = np.flatnonzero(left == row[matrix.origin])
        first = np.r_[True, np.diff(matrix.origin[quickest]) > 0]
        left[quickest[first]] = np.inf
    return result


def nearest_and_quickest(matrix: TravelMatrix, n: int) -> TravelMatrix:
    """Of each origin only the trips to its `n` nearest and its `n` quickest places: what is told of it one by one."""
    place = np.arange(len(matrix.origin)) - matrix.first_row[matrix.origin]
    return matrix.take((place < n) | (matrix.driving_min <= quickest_minutes(matrix, n)[-1][matrix.origin]))


def distribution(minutes: Floats, people: Floats) -> Distribution:
    """How `people` are spread over `minutes`, both of shape (n,)."""
    reached = np.isfinite(minutes)
    row = np.minimum(minutes[reached] // BIN_MIN, BINS - 1).astype(np.intp)
    median, p75, p90 = (weighted_quantile(minutes, people, q) for q in (0.5, 0.75, 0.9))
    return Distribution(
        people=float(people.sum()),
        median_min=median,
        p75_min=p75,
        p90_min=p90,
        beyond=tuple(float(people[minutes > m].sum()) for m in BEYOND_MIN),
        bins=tuple(group_sums(row, people[reached], BINS).tolist()),
        unreachable=float(people[~reached].sum()),
    )


def equity(minutes: Floats, people: Floats, covered: Mask, groups: Mapping[str, Floats]) -> Equity:
    """Travel of each group, whose share of the people is given by `groups`; all arrays of shape (n,).

    Where a share is not known (NaN), nobody is taken to be in the group or out of it.
    """
    # In order once for all groups: what is in order already is put in order in no time.
    order = np.argsort(minutes, kind="stable")
    minutes, people, covered = minutes[order], people[order], covered[order]
    groups = {name: share[order] for name, share in groups.items()}
    reached = np.isfinite(minutes) & (people > 0)
    found = tuple(_group(name, minutes, people, covered, share) for name, share in groups.items())
    return Equity(found, gini(minutes[reached], people[reached]), palma(minutes[reached], people[reached]))


def _group(name: str, minutes: Floats, people: Floats, covered: Mask, share: Floats) -> Group:
    known = ~np.isnan(share)
    inside, outside = (people[known] * part for part in (share[known], 1 - share[known]))
    return Group(
        id=name,
        travel=distribution(minutes[known], inside),
        covered=float((inside * covered[known]).sum()),
        rest=distribution(minutes[known], outside),
        rest_covered=float((outside * covered[known]).sum()),
    )


def gini(values: Floats, weights: Floats) -> float | None:
    """Gini coefficient of values that are not negative: twice the area between the Lorenz curve and equality."""
    order = np.argsort(values)
    people = np.r_[0.0, np.cumsum(weights[order])]
    held = np.r_[0.0, np.cumsum(values[order] * weights[order])]
    if people[-1] <= 0 or held[-1] <= 0:
        return None
    under = np.sum(np.diff(people) * (held[1:] + held[:-1])) / (people[-1] * held[-1])
    return float(1 - under)


def palma(values: Floats, weights: Floats) -> float | None:
    """What the tenth with the largest values holds in all, over what the four tenths with the smallest hold."""
    order = np.argsort(values)
    people = np.r_[0.0, np.cumsum(weights[order])]
    held = np.r_[0.0, np.cumsum(values[order] * weights[order])]
    if people[-1] <= 0:
        return None
    best, rest = np.interp(np.array([0.4, 0.9]) * people[-1], people, held)
    return float((held[-1] - rest) / best) if best > 0 else None
