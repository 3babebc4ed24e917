"""The answer to the question of siting."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.coverage import Verdicts, judge
from finder.access.small_numbers import Pools
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask, group_sums
from finder.domain.demand import DemandPoints
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Span
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.hidden import hidden_verdicts
from finder.questions.siting.plans import Plan
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.stop import NewStop
from finder.questions.siting.towns import Candidates
from finder.questions.standard import standard_label
from finder.questions.today import Today
from finder.text import Text
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class Beside:
    """What the question says if any listed location counts: the names of the stops, and their value."""

    locations: int
    names: tuple[str, ...]
    value: float


@dataclass(frozen=True, eq=False)
class SitingResult:
    """The chosen stops, and what they were worked out from.

    `points` are the locations counted today. `everyone` are all people asked about; which of their parts are within the
    standard is `within_today`, and with the stops `within_then`, which is None where stops are chosen to shorten drives. `plan`
    is the choice, as rows of `candidates`, and who goes to which stop; `stops` says more of each, and `before` is the travel
    today of those who can gain. `elsewhere` are people of other states who come within the standard, by stop; None for the
    whole country. With `pools`, small numbers are NaN.
    """

    query: SitingQuery
    context: Context
    county_limits: CountyLimits
    hsd: HsdFile | None
    points: tuple[ServicePoint, ...]
    notices: tuple[Text, ...]
    everyone: DemandPoints
    within_today: Mask
    within_then: Mask | None
    before: Today
    candidates: Candidates
    plan: Plan
    elsewhere: Floats | None
    trips: Span
    beside: Beside | None
    pools: Pools | None = None
    stops: tuple[NewStop, ...] = ()

    @property
    def method(self) -> Method:
        """How travel was measured."""
        return self.plan.matrix.method

    @property
    def standard_label(self) -> Text:
        """What the rule is called."""
        return standard_label(self.county_limits.standard)

    @property
    def people_within(self) -> float:
        """The people within the standard today."""
        return self.verdicts_today.people_within

    @property
    def people(self) -> float:
        """All people asked about."""
        return self.verdicts_today.everyone

    @cached_property
    def people_gained(self) -> float:
        """All people who gain."""
        return float(self.people_by(np.zeros(len(self.plan.demand.part_people), np.intp), 1, self.plan.assigned.gains)[0])

    @cached_property
    def verdicts_today(self) -> Verdicts:
        """The counties as they are today."""
        return self._judge(self.within_today)

    @cached_property
    def verdicts_then(self) -> Verdicts | None:
        """The counties with the stops; None where stops are chosen to shorten drives."""
        return None if self.within_then is None else self._judge(self.within_then)

    @cached_property
    def stop_people(self) -> Floats:
        """The people who go to each stop. Shape (stops,)."""
        return self.by_stop(self.plan.assigned.gains)

    @cached_property
    def newly_reachable(self) -> Floats:
        """Those of them whom no road leads to a location today. Shape (stops,)."""
        return self.by_stop(self.plan.assigned.gains & ~np.isfinite(self.before.miles)[self.plan.demand.part_zip])

    @cached_property
    def miles_saved(self) -> Floats:
        """The miles that they save a year, both ways, if each makes the fewest trips. Shape (stops,).

        Nobody saves less than nothing, and nothing is counted for people whom no road leads to a location today. Not known
        where small numbers are hidden: the sum would tell how many people come from where.
        """
        plan = self.plan
        if self.pools is not None:
            return np.full(len(plan.choice.chosen), np.nan)
        now, gains = self.before.miles[plan.demand.part_zip], plan.assigned.gains
        known = np.flatnonzero(gains & np.isfinite(now))
        saved = np.zeros(len(now))
        saved[known] = np.maximum(now[known] - plan.matrix.distance_mi[plan.assigned.trip[known]], 0)
        miles = (saved * plan.demand.part_people * 2 * self.trips.low)[gains]
        return np.bincount(plan.assigned.stop[gains], miles, len(plan.choice.chosen)).astype(float)

    def by_stop(self, among: Mask) -> Floats:
        """Return how many of some people who can gain go to each stop; `among` has the shape (parts,). Shape (stops,)."""
        return self.people_by(self.plan.assigned.stop, len(self.plan.choice.chosen), among)

    def people_by(self, cell: Ints, cells: int, among: Mask) -> Floats:
        """Return the people of each cell, among some of those who can gain; NaN where the number is hidden. Shape (cells,)."""
        if self.pools is None:
            return group_sums(cell[among], self.plan.demand.part_people[among], cells)
        return self.pools.sums(np.flatnonzero(self.plan.kept)[among], cell[among], cells)

    def _judge(self, within: Mask) -> Verdicts:
        verdicts = judge(within, self.everyone, self.county_limits)
        return verdicts if self.pools is None else hidden_verdicts(verdicts, self.everyone, self.pools)
