"""Who can go where before anything closes: the standard and the nearest locations, by what closes at once."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.closures.choices import RANKS, Choices, first_rows
from finder.access.coverage import HAIR, Verdicts, judge
from finder.access.reach import Reach
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.demand import DemandPoints


@dataclass(frozen=True, eq=False)
class Today:
    """Travel as it is, by groups of locations.

    `group_of` is the group of each location. Shape (destinations,). `yearly_mi` are the miles that one mile more, one way, adds
    in a year for all people of a ZIP code. Shape (zips,).
    """

    demand: DemandPoints
    limits: CountyLimits
    reach: Reach
    choices: Choices
    group_of: Ints
    groups: int
    yearly_mi: Floats

    @cached_property
    def verdicts(self) -> Verdicts:
        """The verdict on each county."""
        return judge(self.reach.covered(), self.demand, self.limits)

    @cached_property
    def served_by(self) -> Ints:
        """The first groups within the standard of each cell of `reach`; -1 where there are fewer. Shape (cells, RANKS)."""
        group = self.group_of[self.reach.destination]
        rows = first_rows(self.reach.cell, group, len(self.reach.people), RANKS)
        return np.where(rows < 0, -1, group[rows]) if len(group) else rows

    @cached_property
    def sole(self) -> Ints:
        """The one group within the standard of each part; -1 for several, and for none. Shape (parts,)."""
        one = self.served_by[:, 1] < 0
        return np.where(one, self.served_by[:, 0], -1)[self.reach.cell_of_part]

    @cached_property
    def chosen(self) -> Ints:
        """The groups of the nearest locations of each ZIP code; -1 for none. Shape (zips, RANKS)."""
        return self.choices.groups(self.group_of)

    def fails(self, county: Ints, lost: Floats) -> Mask:
        """Whether counties that pass would fail if so many people more were outside the standard. Shape (counties given,)."""
        now, required = self.verdicts, self.limits.required
        people = np.where(now.population > 0, now.population, 1.0)[county]
        left = (now.covered[county] - lost) / people
        failing: Mask = now.passes[county] & (left < required[county] - HAIR)
        return failing
