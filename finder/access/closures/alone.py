"""What is lost if each group of locations closes and all others stay."""

from dataclasses import dataclass

import numpy as np

from finder.access.closures.today import Today
from finder.domain.arrays import Floats, Ints, Mask, group_sums


@dataclass(frozen=True, eq=False)
class CountyLosses:
    """People of a county who fall outside the standard if a group closes, and whether the county fails.

    Arrays of shape (losses,), sorted by group, then county.
    """

    group: Ints
    county: Ints
    people: Floats
    fails: Mask


@dataclass(frozen=True, eq=False)
class Alone:
    """What each group takes with it. Arrays of shape (groups,).

    `people` are within the standard of no other group. `stranded` have a road to it and to no other, whatever the standard.
    `miles` are added in a year for all who have it nearest and a road to another. `nearest` are the people who have it nearest.
    """

    people: Floats
    stranded: Floats
    miles: Floats
    nearest: Floats
    counties: CountyLosses


def alone(today: Today) -> Alone:
    """Close each group alone."""
    demand, groups = today.demand, today.groups
    part = np.flatnonzero(today.sole >= 0)
    people = group_sums(today.sole[part], demand.part_people[part], groups)
    first, second = today.chosen[:, 0], today.chosen[:, 1]
    near, has_next = first >= 0, second >= 0
    stranded = near & ~has_next
    further = (today.choices.miles[has_next, 1] - today.choices.miles[has_next, 0]) * today.yearly_mi[has_next]
    return Alone(
        people=people,
        stranded=group_sums(first[stranded], demand.population[stranded], groups),
        miles=group_sums(first[has_next], further, groups),
        nearest=group_sums(first[near], demand.population[near], groups),
        counties=_by_county(today, part),
    )


def _by_county(today: Today, part: Ints) -> CountyLosses:
    demand, counties = today.demand, len(today.demand.counties.fips)
    key, which = np.unique(today.sole[part] * np.intp(max(counties, 1)) + demand.part_county[part], return_inverse=True)
    group, county = key // max(counties, 1), key % max(counties, 1)
    people = group_sums(which, demand.part_people[part], len(key))
    return CountyLosses(group, county, people, today.fails(county, people))


@dataclass(frozen=True, eq=False)
class Dependents:
    """Parts of the demand points that lose something if a group closes, sorted by group, then part. Shape (dependents,).

    Each has the group nearest, or is within the standard of it alone. `next_rank` is the rank of the choice that is left.
    """

    group: Ints
    part: Ints
    loses: Mask
    next_rank: Ints


def dependents(today: Today) -> Dependents:
    """Everybody who depends on a group, at most twice: on the nearest, and on the only one within the standard."""
    demand, first = today.demand, today.chosen[today.demand.part_zip, 0]
    lived_in = demand.part_people > 0
    nearest = np.flatnonzero((first >= 0) & lived_in)
    other = np.flatnonzero((today.sole >= 0) & (today.sole != first) & lived_in)
    group, part = np.concatenate([first[nearest], today.sole[other]]), np.concatenate([nearest, other])
    order = np.lexsort((part, group))
    group, part = group[order], part[order]
    return Dependents(group, part, today.sole[part] == group, np.where(first[part] == group, 1, 0))
