"""A siting answer about own people without small numbers."""

from dataclasses import dataclass, replace

import numpy as np

from finder.access.siting.choose import Choice
from finder.access.small_numbers import Pools
from finder.domain.demand import DemandPoints
from finder.questions.hidden import pools_of
from finder.questions.siting.result import SitingResult


@dataclass(frozen=True, eq=False)
class HiddenChoice(Choice):
    """A choice whose value may be hidden (NaN), and whether it was proven by the value that it has."""

    is_proven: bool

    @property
    def proven(self) -> bool:
        """Whether no set is worth more."""
        return self.is_proven


def hide_small(result: SitingResult, everyone: DemandPoints) -> SitingResult:
    """Return the answer without small numbers. `everyone` are the own people of the whole country.

    What other choices are worth is left out: it adds up other people than those of the stops.
    """
    pooled, plan = replace(result, pools=_pools(result, everyone)), result.plan
    value, proven = pooled.people_gained, plan.choice.proven
    choice = HiddenChoice(plan.choice.chosen, value, value if proven else np.nan, proven)
    alone = replace(plan, choice=choice, alternatives=((),) * len(plan.alternatives), steps=(), bands=())
    return replace(pooled, plan=alone, elsewhere=None)


def _pools(result: SitingResult, everyone: DemandPoints) -> Pools:
    """Pools by the stop that people go to; of those who go to none, by whether they are within the standard today."""
    side = np.where(result.within_today, 0, 1)
    kept, gains = np.flatnonzero(result.plan.kept), result.plan.assigned.gains
    side[kept[gains]] = 2 + result.plan.assigned.stop[gains]
    return pools_of(result.everyone, everyone, side.astype(np.intp))
