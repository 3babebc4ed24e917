"""The answer to the question of closures."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.closures.alone import Alone
from finder.access.closures.pairs import Pairs
from finder.access.closures.today import Today
from finder.access.closures.together import Together
from finder.domain.arrays import Floats, Ints
from finder.domain.demand import DemandPoints
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Span
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.closures.affected import Affected
from finder.questions.closures.groups import Group
from finder.questions.closures.query import ClosuresQuery
from finder.questions.standard import standard_label, within_standard
from finder.text import Text, text
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class Closed:
    """What closing the groups of a query at once takes, and the people who fall outside the standard under low and high travel.

    `groups` are rows.
    """

    groups: tuple[int, ...]
    together: Together
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ClosuresResult:
    """What each closure takes, and what it was worked out from.

    `points` are the locations counted, and `groups` what closes at once, to which the rows of `alone` and `pairs` refer.
    `closed` is set if the query closes some of them; `affected` are then the people of that one closure, and otherwise those of
    each group. `before` is travel today, and `trips` are the round trips a year.
    """

    query: ClosuresQuery
    context: Context
    points: tuple[ServicePoint, ...]
    groups: tuple[Group, ...]
    hsd: HsdFile | None
    notices: tuple[Text, ...]
    method: Method
    before: Today
    alone: Alone
    pairs: Pairs | None
    closed: Closed | None
    affected: Affected
    trips: Span

    @property
    def demand(self) -> DemandPoints:
        """The people asked about."""
        return self.before.demand

    @property
    def standard_label(self) -> Text:
        """What the rule is called."""
        return standard_label(self.before.limits.standard)

    @property
    def within(self) -> Text:
        """The rule inside a sentence."""
        return within_standard(self.before.limits.standard)

    @property
    def within_it(self) -> Text:
        """The rule inside a sentence that follows one with its name."""
        return text("within the standard") if self.before.limits.standard.source else self.within

    @cached_property
    def people(self) -> float:
        """All people asked about."""
        return float(self.demand.part_people.sum())

    @cached_property
    def people_within(self) -> float:
        """Those within the standard today."""
        return float(self.before.verdicts.covered.sum())

    @cached_property
    def worst_first(self) -> tuple[int, ...]:
        """The groups (rows) asked about, worst first: by people, then by those stranded, then by miles.

        Those that the query closes; otherwise those with a location in the state, and those that somebody depends on.
        """
        each, state = self.alone, self.query.state
        if self.closed:
            shown = list(self.closed.groups)
        else:
            needed = (each.people > 0) | (each.nearest > 0)
            shown = [g for g in range(len(self.groups)) if state is None or needed[g] or self.lies_in(g, state)]
        return tuple(sorted(shown, key=lambda g: (-each.people[g], -each.stranded[g], -each.miles[g], self.groups[g].id)))

    def lies_in(self, group: int, state: str) -> bool:
        """Whether a location of a group lies in a state."""
        return any(self.points[r].address.state == state for r in self.groups[group].locations)

    @cached_property
    def closings(self) -> tuple[Group, ...]:
        """What `affected` refers to: each group, or all that the query closes as one."""
        if not self.closed:
            return self.groups
        mine = [self.groups[g] for g in self.closed.groups]
        rows = tuple(r for group in mine for r in group.locations)
        return (Group("; ".join(g.id for g in mine), "; ".join(g.name for g in mine), rows),)

    def closing_of(self, group: int) -> int | None:
        """The row of a group among `closings`; None if it closes with others."""
        if not self.closed:
            return group
        return 0 if self.closed.groups == (group,) else None

    @cached_property
    def next_for_most(self) -> Ints:
        """Where most of the people affected by each of `closings` would go: a row of the points, or -1. Shape (closings,)."""
        found, width = self.affected, len(self.points) + 1
        key, which = np.unique(found.closing * width + found.location + 1, return_inverse=True)
        people = np.bincount(which, self.demand.part_people[found.part], len(key))
        order = np.argsort(people, kind="stable")
        most = np.full(len(self.closings), -1, np.intp)
        most[key[order] // width] = key[order] % width - 1
        return most

    @cached_property
    def zips_affected(self) -> Ints:
        """How many ZIP codes are affected by each of `closings`. Shape (closings,)."""
        zips = np.unique(self.affected.closing * len(self.demand.zip) + self.demand.part_zip[self.affected.part])
        return np.bincount(zips // max(len(self.demand.zip), 1), minlength=len(self.closings))

    @cached_property
    def added_miles(self) -> Floats:
        """The miles a year that each row of `affected` drives more; 0 without a road to another. Shape (affected,)."""
        found, zips = self.affected, self.demand.part_zip[self.affected.part]
        known = np.isfinite(found.miles)
        further = np.where(known, found.miles, 0.0) - np.where(known, self.before.choices.miles[zips, 0], 0.0)
        added: Floats = np.maximum(further, 0.0) * self.demand.part_people[found.part] * 2 * self.trips.low
        return added

    @property
    def people_losing(self) -> float:
        """The people who fall outside the standard if what the query closes does."""
        return float(self._people[self.affected.loses].sum())

    @property
    def people_losing_range(self) -> tuple[float, float]:
        """The fewest and the most of them, allowing for error in the travel estimates; the same if the query closes nothing."""
        found = [self.people_losing, *((self.closed.low, self.closed.high) if self.closed else ())]
        return min(found), max(found)

    @property
    def people_stranded(self) -> float:
        """Those of the affected whom no road leads to any location that is left."""
        return float(self._people[~np.isfinite(self.affected.miles)].sum())

    @property
    def people_affected(self) -> float:
        """Those who have what closes nearest, or fall outside the standard."""
        return float(self._people.sum())

    @property
    def _people(self) -> Floats:
        return self.demand.part_people[self.affected.part]
