"""Pairs of groups whose joint closure takes more than the sum of each alone.

Only three kinds of people can make the difference: those within the standard of exactly the two, those who have the two
nearest, and those of a county that fails only if both close.
"""

from dataclasses import dataclass

import numpy as np

from finder.access.closures.alone import Alone
from finder.access.closures.today import Today
from finder.domain.arrays import Floats, Ints, group_sums, grouped_arange


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of groups, `first` before `second`. Arrays of shape (pairs,).

    `people` and `stranded` come on top of those of both alone, and so do the `miles` of people who still have a road to a
    third group. `joint_miles` are all miles that the joint closure adds. `failing` and `county` are the counties that fail only
    if both close: rows of the pairs and of the counties, of a shape of their own.
    """

    first: Ints
    second: Ints
    people: Floats
    stranded: Floats
    miles: Floats
    joint_miles: Floats
    failing: Ints
    county: Ints


def pairs(today: Today, each: Alone) -> Pairs:
    """All pairs that interact, by the number of their groups."""
    width, demand, chosen = np.intp(max(today.groups, 1)), today.demand, today.chosen
    shared, part = _served_by_two(today, width)
    two = np.flatnonzero(chosen[:, 1] >= 0)
    near, miles, people = _key(chosen[two, 0], chosen[two, 1], width), today.choices.miles[two], demand.population[two]
    third = np.isfinite(miles[:, 2])
    beyond = np.where(third, np.where(third, miles[:, 2], 0.0) - miles[:, 1], 0.0) * today.yearly_mi[two]
    # Those whom both closures strand are no longer among the miles of one.
    taken_off = np.where(third, 0.0, miles[:, 1] - miles[:, 0]) * today.yearly_mi[two]
    failing, county = _failing(today, each, shared, part, width)
    counted = demand.part_people[part] > 0
    key = np.unique(np.concatenate([shared[counted], near[(beyond > 0) | (~third & (people > 0))], failing]))
    first, second = key // width, key % width
    added = _sums(key, near, beyond)
    return Pairs(
        first=first,
        second=second,
        people=_sums(key, shared, demand.part_people[part]),
        stranded=_sums(key, near, np.where(third, 0.0, people)),
        miles=added,
        joint_miles=each.miles[first] + each.miles[second] + added - _sums(key, near, taken_off),
        failing=np.searchsorted(key, failing),
        county=county,
    )


def _key(one: Ints, other: Ints, width: np.intp) -> Ints:
    key: Ints = np.minimum(one, other) * width + np.maximum(one, other)
    return key


def _sums(key: Ints, given: Ints, values: Floats) -> Floats:
    """The sums of values by key; those of other keys are left out. Shape (keys,)."""
    if not len(key):
        return np.zeros(0)
    at = np.minimum(np.searchsorted(key, given), len(key) - 1)
    known = key[at] == given
    return group_sums(at[known], values[known], len(key))


def _served_by_two(today: Today, width: np.intp) -> tuple[Ints, Ints]:
    """The pair that serves each part within the standard of exactly two groups, and the parts."""
    served = today.served_by[today.reach.cell_of_part]
    part = np.flatnonzero((served[:, 1] >= 0) & (served[:, 2] < 0))
    return _key(served[part, 0], served[part, 1], width), part


def _failing(today: Today, each: Alone, shared: Ints, part: Ints, width: np.intp) -> tuple[Ints, Ints]:
    """Counties that fail if a pair closes and would not if either did: the keys of the pairs, and the counties."""
    demand, counties = today.demand, len(today.demand.counties.fips)
    passing = today.verdicts.passes
    both = np.flatnonzero(passing[demand.part_county[part]])
    lost_together = _Lost.of(shared[both], demand.part_county[part[both]], demand.part_people[part[both]], counties)
    losses = each.counties
    kept = np.flatnonzero(passing[losses.county] & ~losses.fails)
    lost_alone = _Lost(losses.group[kept] * np.intp(counties) + losses.county[kept], losses.people[kept], counties)
    key, county = _candidates(today, losses.county[kept], losses.group[kept], losses.people[kept], lost_together, width)
    lost = lost_together(key, county) + lost_alone(key // width, county) + lost_alone(key % width, county)
    by_one = _Lost(losses.group * np.intp(counties) + losses.county, losses.fails.astype(float), counties)
    alone_fails = by_one(key // width, county) + by_one(key % width, county)
    fails = np.flatnonzero(today.fails(county, lost) & (alone_fails == 0))
    return key[fails], county[fails]


@dataclass(frozen=True, eq=False)
class _Lost:
    """People by a number (a group or a pair) and a county: sorted keys, and their people."""

    key: Ints
    people: Floats
    counties: int

    @classmethod
    def of(cls, number: Ints, county: Ints, people: Floats, counties: int) -> "_Lost":
        key, which = np.unique(number * np.intp(counties) + county, return_inverse=True)
        return cls(key, group_sums(which, people, len(key)), counties)

    def __call__(self, number: Ints, county: Ints) -> Floats:
        """The people of numbers and counties; 0 where there are none."""
        if not len(self.key):
            return np.zeros(len(number))
        asked = number * np.intp(self.counties) + county
        at = np.minimum(np.searchsorted(self.key, asked), len(self.key) - 1)
        return np.where(self.key[at] == asked, self.people[at], 0.0)


def _candidates(today: Today, county: Ints, group: Ints, people: Floats, together: _Lost, width: np.intp) -> tuple[Ints, Ints]:
    """Pairs that could make a county fail: those that share people of it, and any two whose losses in it are large enough."""
    counties = together.counties
    most, most_shared = np.zeros(counties), np.zeros(counties)
    np.maximum.at(most, county, people)
    shared_county = together.key % counties if counties else together.key
    np.maximum.at(most_shared, shared_county, together.people)
    large = np.flatnonzero(today.fails(county, people + (most + most_shared)[county]))
    county, group = county[large], group[large]
    order = np.lexsort((group, county))
    county, group = county[order], group[order]
    behind = np.searchsorted(county, county, side="right") - np.arange(len(county)) - 1
    one = np.repeat(np.arange(len(county)), behind)
    other = one + 1 + grouped_arange(behind)
    key = np.concatenate([_key(group[one], group[other], width), together.key // max(counties, 1)])
    found = np.unique(key * np.intp(max(counties, 1)) + np.concatenate([county[one], shared_county]))
    return found // max(counties, 1), found % max(counties, 1)
