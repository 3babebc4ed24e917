"""What is lost if several locations close at once."""

from dataclasses import dataclass

import numpy as np

from finder.access.coverage import Verdicts, judge
from finder.access.reach import Reach
from finder.access.standards import CountyLimits
from finder.domain.arrays import Ints, Mask
from finder.domain.demand import DemandPoints


@dataclass(frozen=True, eq=False)
class Together:
    """Who falls outside the standard if the `closed` locations (shape (destinations,)) close, and which counties fail.

    `lost` has the shape (parts,). `fails` are rows of the counties that pass `before` and not `after`.
    """

    closed: Mask
    lost: Mask
    before: Verdicts
    after: Verdicts

    @property
    def fails(self) -> Ints:
        return np.flatnonzero(self.before.passes & ~self.after.passes)


def together(reach: Reach, demand: DemandPoints, limits: CountyLimits, closed: Mask) -> Together:
    """Close several locations at once."""
    before, after = reach.covered(), reach.covered(~closed)
    return Together(closed, before & ~after, judge(before, demand, limits), judge(after, demand, limits))
