"""What people gain from candidates, as a table of savings: within a standard, or in miles."""

from collections.abc import Sequence

import numpy as np

from finder.access.reach import reach_within
from finder.access.siting.savings import Savings
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, group_sums
from finder.domain.demand import DemandPoints
from finder.travel.model import TravelMatrix


def covering(matrix: TravelMatrix, demand: DemandPoints, county_limits: CountyLimits, weight: Floats) -> Savings:
    """Savings of candidates (the destinations of `matrix`) for people who are not within the standard yet.

    `weight` is what each part of the demand points counts for if it comes within. Shape (parts,). Rows are cells of `Reach`.
    """
    reach = reach_within(matrix, demand, county_limits)
    cells = len(reach.people)
    gained = group_sums(reach.cell_of_part, weight, cells)
    return Savings.of(reach.cell, reach.destination, gained[reach.cell], cells, reach.destinations)


def miles(matrix: TravelMatrix, current_mi: Floats, weight: Floats) -> Savings:
    """Savings of candidates in miles: those to the nearest location today, less those to the candidate, times the weight.

    `current_mi` and `weight` have the shape (origins,). Nobody saves miles where no road leads to a location today.
    """
    known = np.isfinite(current_mi)[matrix.origin] & np.isfinite(matrix.distance_mi)
    row, column = matrix.origin[known], matrix.destination[known]
    saved = (current_mi[row] - matrix.distance_mi[known]) * weight[row]
    return Savings.of(row, column, saved, matrix.origins, matrix.destinations)


def stacked(tables: Sequence[Savings], weight: float) -> Savings:
    """Several tables of the same columns as one, each row counted with a weight: the mean of scenarios."""
    first = np.cumsum([0, *(t.rows for t in tables)])
    row = np.concatenate([t.row + above for t, above in zip(tables, first.tolist()[:-1], strict=True)])
    column = np.concatenate([t.column for t in tables])
    saving = np.concatenate([t.saving for t in tables]) * weight
    return Savings.of(row, column, saving, int(first[-1]), tables[0].columns)
