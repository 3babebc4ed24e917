"""The nearest locations of each ZIP code among those that do not close together.

A *group* is what closes at once: a location, a mobile unit with all its stops, or all locations at an address.
"""

from dataclasses import dataclass

import numpy as np

from finder.domain.arrays import Floats, Ints, Mask
from finder.travel.model import TravelMatrix

# The nearest group, the next if it closes, and the next if both do.
RANKS = 3


def first_rows(owner: Ints, group: Ints, owners: int, most: int) -> Ints:
    """The first row of each of the first `most` different groups of each owner; -1 where there are fewer.

    Rows are sorted by owner. Shape (owners, most).
    """
    found = np.full((owners, most), -1, np.intp)
    rows, every = np.arange(len(owner)), np.arange(owners)
    for rank in range(most):
        start = np.searchsorted(owner[rows], every)
        has = start < np.searchsorted(owner[rows], every, side="right")
        found[has, rank] = rows[start[has]]
        taken = np.where(has, group[found[:, rank]], -1) if len(group) else np.full(owners, -1)
        rows = rows[group[rows] != taken[owner[rows]]]
    return found


@dataclass(frozen=True, eq=False)
class Choices:
    """The nearest location of each of the nearest groups of each ZIP code, nearest first.

    `location` is a row of the destinations, or -1 where no road leads to so many groups; `miles` and `minutes` of driving are
    infinite there. Shape (zips, RANKS).
    """

    location: Ints
    miles: Floats
    minutes: Floats

    def groups(self, group_of: Ints) -> Ints:
        """The group of each location; -1 for none. Shape (zips, RANKS)."""
        none = self.location < 0
        return np.where(none, -1, group_of[self.location]) if len(group_of) else np.full(none.shape, -1)

    def replaced(self, zips: Ints, other: "Choices") -> "Choices":
        """These choices with those of some ZIP codes (rows) replaced."""
        columns = (self.location.copy(), self.miles.copy(), self.minutes.copy())
        for column, instead in zip(columns, (other.location, other.miles, other.minutes), strict=True):
            column[zips] = instead
        return Choices(*columns)


def choices(matrix: TravelMatrix, group_of: Ints) -> Choices:
    """Rank the trips of each origin by miles, one of each group. Shape of `group_of`: (destinations,)."""
    trip = np.flatnonzero(np.isfinite(matrix.distance_mi))
    destination = matrix.destination[trip]
    first = first_rows(matrix.origin[trip], group_of[destination], matrix.origins, RANKS)
    known = first >= 0
    rows = trip[first[known]]
    location = np.full(first.shape, -1, np.intp)
    miles, minutes = np.full(first.shape, np.inf), np.full(first.shape, np.inf)
    location[known], miles[known], minutes[known] = matrix.destination[rows], matrix.distance_mi[rows], matrix.driving_min[rows]
    return Choices(location, miles, minutes)


def cut_short(matrix: TravelMatrix, group_of: Ints, found: Choices, at_least: int) -> Mask:
    """Which origins may have further choices than the trips of a matrix show. Shape (origins,).

    `at_least` is the number of destinations that every origin has in the matrix, at any distance, if roads lead to so many.
    """
    by_road = np.bincount(matrix.origin[np.isfinite(matrix.distance_mi)], minlength=matrix.origins)
    groups = (found.location >= 0).sum(axis=1)
    cut: Mask = (groups < min(RANKS, len(np.unique(group_of)))) & (by_road >= at_least)
    return cut


def enough(group_of: Ints) -> int:
    """How many nearest destinations have RANKS different groups among them, however the largest groups lie."""
    sizes = np.sort(np.bincount(group_of)) if len(group_of) else np.zeros(0, np.intp)
    return 1 + int(sizes[len(sizes) - (RANKS - 1) :].sum() if len(sizes) >= RANKS - 1 else sizes.sum())
