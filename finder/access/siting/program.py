"""Mixed-integer programs, solved by HiGHS through `scipy.optimize.milp`."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from finder.domain.arrays import Floats, Ints

# Statuses of scipy.optimize.milp.
_OPTIMAL, _INFEASIBLE = 0, 2


@dataclass(frozen=True, eq=False)
class Program:
    """A mixed-integer program: minimize cost @ x, with low <= matrix @ x <= high, 0 <= x <= most, x integer where marked."""

    cost: Floats
    matrix: Any  # a sparse array of SciPy
    low: Floats
    high: Floats
    integer: Ints
    most: Floats


@dataclass(frozen=True, eq=False)
class Outcome:
    """The best point found (None if none was), a lower bound on the cost, and whether there is no point at all."""

    point: Floats | None
    bound: float
    infeasible: bool
    optimal: bool


def minimize(program: Program, seconds: float) -> Outcome:
    """Solve a program with no gap, or stop after some seconds with what is known by then."""
    # SciPy's optimizer takes a third of a second to load, so it waits until it is needed.
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        program.cost,
        integrality=program.integer,
        bounds=Bounds(0, program.most),
        constraints=LinearConstraint(program.matrix, program.low, program.high),
        options={"mip_rel_gap": 0.0, "time_limit": max(seconds, 0.0)},
    )
    bound = found.mip_dual_bound
    known = bound is not None and np.isfinite(bound)
    point = None if found.x is None else np.asarray(found.x, float)
    return Outcome(point, float(bound) if known else -np.inf, found.status == _INFEASIBLE, found.status == _OPTIMAL)
