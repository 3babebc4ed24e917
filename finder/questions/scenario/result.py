"""The answer to what a plan changes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.coverage import Verdicts, judge
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.demand import DemandPoints
from finder.domain.facility import ServicePoint
from finder.domain.scenario import Scenario
from finder.domain.therapy import Span
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.scenario.query import ScenarioQuery
from finder.questions.standard import standard_label, within_standard
from finder.questions.today import Today
from finder.text import Text
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two that are compared: its scenario (None for the directory as it is), the locations counted, and travel."""

    scenario: Scenario | None
    points: tuple[ServicePoint, ...]
    travel: Today

    @property
    def within(self) -> Mask:
        """Which parts of the people are within the standard. Shape (parts,)."""
        return self.travel.covered["middle"]


@dataclass(frozen=True, eq=False)
class ScenarioResult:
    """What changes for whom. `everyone` are all people asked about, and `trips` the round trips of a person a year."""

    query: ScenarioQuery
    context: Context
    county_limits: CountyLimits
    hsd: HsdFile | None
    notices: tuple[Text, ...]
    everyone: DemandPoints
    base: Side
    plan: Side
    trips: Span

    @property
    def method(self) -> Method:
        """How travel was measured."""
        return self.context.travel.method

    @cached_property
    def points(self) -> tuple[ServicePoint, ...]:
        """The locations that either of the two counts."""
        return tuple({p.id: p for side in (self.plan, self.base) for p in side.points}.values())

    @property
    def standard_label(self) -> Text:
        """What the rule is called."""
        return standard_label(self.county_limits.standard)

    @property
    def within(self) -> Text:
        """The rule inside a sentence."""
        return within_standard(self.county_limits.standard)

    @property
    def gained(self) -> Mask:
        """Which parts come within the standard. Shape (parts,)."""
        return self.plan.within & ~self.base.within

    @property
    def lost(self) -> Mask:
        """Which parts fall outside it. Shape (parts,)."""
        return self.base.within & ~self.plan.within

    def people(self, parts: Mask) -> float:
        """The people of some parts."""
        return float(self.everyone.part_people[parts].sum())

    @cached_property
    def verdicts(self) -> tuple[Verdicts, Verdicts]:
        """The counties by the base and by the plan."""
        demand, limits = self.everyone, self.county_limits
        return judge(self.base.within, demand, limits), judge(self.plan.within, demand, limits)

    @cached_property
    def added_annual_miles(self) -> Floats:
        """Miles that the people of each ZIP code drive more a year, both ways, if each were treated; less than 0 for fewer.

        0 where no road leads to a location by the base or by the plan. Shape (zips,).
        """
        before, then = self.base.travel.miles, self.plan.travel.miles
        known = np.isfinite(before) & np.isfinite(then)
        added = np.zeros(len(before))
        added[known] = (then[known] - before[known]) * self.everyone.population[known] * 2 * self.trips.low
        return added

    @cached_property
    def changed(self) -> Ints:
        """The parts for whom anything changes: the standard, or the nearest location. Most people first."""
        demand = self.everyone
        nearest = [np.array([*(p.id for p in side.points), ""])[side.travel.nearest] for side in (self.base, self.plan)]
        zips = (nearest[0] != nearest[1]) | ~np.isclose(_finite(self.base), _finite(self.plan))
        rows = np.flatnonzero((self.gained | self.lost | zips[demand.part_zip]) & (demand.part_people > 0))
        order = np.lexsort((demand.part_county[rows], demand.zip[demand.part_zip[rows]], -demand.part_people[rows]))
        return rows[order]


def _finite(side: Side) -> Floats:
    """Miles to the nearest location; -1 without a road."""
    miles: Floats = np.where(np.isfinite(side.travel.miles), side.travel.miles, -1.0)
    return miles
