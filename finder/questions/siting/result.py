"""The answer to the question of siting."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.coverage import Verdicts, judge
from finder.access.siting.alternatives import Alternative, Step
from finder.access.siting.choose import Choice
from finder.access.siting.outcome import Assigned
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Mask
from finder.domain.demand import DemandPoints
from finder.domain.facility import ServicePoint
from finder.domain.therapy import Span
from finder.hsd.reference_file import HsdFile
from finder.questions.base import Context
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.stop import NewStop
from finder.questions.siting.today import Band, Today
from finder.questions.siting.towns import Candidates
from finder.questions.standard import standard_label
from finder.text import Text
from finder.travel.model import Method, TravelMatrix


@dataclass(frozen=True, eq=False)
class InBand:
    """What the chosen stops are worth under an estimate of travel, and what the best stops under it are worth.

    `best` and its `bound` are None if they were not worked out.
    """

    band: Band
    value: float
    best: float | None = None
    bound: float | None = None


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
    standard is `within_today`, and with the stops `within_then`, which is None where stops are chosen to save miles. `demand`
    are those who can gain. `before` and `assigned` are about its parts. `matrix` has the trips from its ZIP codes to
    `candidates`, and `choice` has rows of these, which `stops` says more of. `elsewhere` are people of other states who come
    within the standard, by stop; None for the whole country.
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
    demand: DemandPoints
    before: Today
    matrix: TravelMatrix
    candidates: Candidates
    choice: Choice
    assigned: Assigned
    alternatives: tuple[tuple[Alternative, ...], ...]
    steps: tuple[Step, ...]
    bands: tuple[InBand, ...]
    elsewhere: Floats | None
    trips: Span
    beside: Beside | None
    stops: tuple[NewStop, ...] = ()

    @property
    def method(self) -> Method:
        """How travel was measured."""
        return self.matrix.method

    @property
    def standard_label(self) -> Text:
        """What the rule is called."""
        return standard_label(self.county_limits.standard)

    @property
    def people_within(self) -> float:
        """The people within the standard today."""
        return float(self.everyone.part_people[self.within_today].sum())

    @cached_property
    def verdicts_today(self) -> Verdicts:
        """The counties as they are today."""
        return judge(self.within_today, self.everyone, self.county_limits)

    @cached_property
    def verdicts_then(self) -> Verdicts | None:
        """The counties with the stops; None where stops are chosen to save miles."""
        return None if self.within_then is None else judge(self.within_then, self.everyone, self.county_limits)

    @cached_property
    def stop_people(self) -> Floats:
        """The people who go to each stop. Shape (stops,)."""
        return self._by_stop(self.demand.part_people)

    @cached_property
    def newly_reachable(self) -> Floats:
        """Those of them whom no road leads to a location today. Shape (stops,)."""
        return self._by_stop(self.demand.part_people * ~np.isfinite(self.before.miles)[self.demand.part_zip])

    @cached_property
    def miles_saved(self) -> Floats:
        """The miles that they save a year, both ways, if each makes the fewest trips. Shape (stops,).

        Nobody saves less than nothing, and nothing is counted for people whom no road leads to a location today.
        """
        now, gains = self.before.miles[self.demand.part_zip], self.assigned.gains
        known = np.flatnonzero(gains & np.isfinite(now))
        saved = np.zeros(len(now))
        saved[known] = np.maximum(now[known] - self.matrix.distance_mi[self.assigned.trip[known]], 0)
        return self._by_stop(saved * self.demand.part_people * 2 * self.trips.low)

    def _by_stop(self, values: Floats) -> Floats:
        gains = self.assigned.gains
        return np.bincount(self.assigned.stop[gains], values[gains], len(self.choice.chosen)).astype(float)
