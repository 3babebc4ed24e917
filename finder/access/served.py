"""Who is within a standard of which service points: what coverage, resilience and the reach of each place are counted from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from finder.access.standards import Ruling
from finder.demand import DemandPoints
from finder.geo import Floats, Ints, group_sums
from finder.travel.model import TravelMatrix

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Served:
    """Trips within a standard. A *cell* is the people of one ZIP under one pair of limits: they are all served alike.

    `cell` and `destination` are the trips, ordered by cell; `cell_of_part` finds the cell of each part of the demand points;
    `people` has shape (cells,).
    """

    cell: Ints
    destination: Ints
    cell_of_part: Ints
    people: Floats
    destinations: int

    def places(self, counted: Mask | None = None) -> Ints:
        """How many service points serve each cell, of all or of some of them. Shape (cells,)."""
        cell = self.cell if counted is None else self.cell[counted[self.destination]]
        return np.bincount(cell, minlength=len(self.people))

    def covered(self, counted: Mask | None = None) -> Mask:
        """Which parts have at least one. Shape (parts,)."""
        covered: Mask = self.places(counted)[self.cell_of_part] > 0
        return covered

    @property
    def only_place(self) -> Ints:
        """The one service point of each cell that has just one, else -1. Shape (cells,)."""
        places = self.places()
        only = np.full(len(places), -1, np.intp)
        only[self.cell] = self.destination
        only[places != 1] = -1
        return only

    @property
    def people_served(self) -> Floats:
        """Different people within the standard of each service point. Shape (destinations,)."""
        return self._served(self.people)

    def people_served_of(self, part_people: Floats) -> Floats:
        """The same of some people only, given by part. Shape (destinations,)."""
        return self._served(group_sums(self.cell_of_part, part_people, len(self.people)))

    def _served(self, people: Floats) -> Floats:
        return group_sums(self.destination, people[self.cell], self.destinations)

    @property
    def people_of_one(self) -> Floats:
        """People whose only service point each one is. Shape (destinations,)."""
        only = self.only_place
        alone = only >= 0
        return group_sums(only[alone], self.people[alone], self.destinations)


def serve(matrix: TravelMatrix, demand: DemandPoints, ruling: Ruling) -> Served:
    """The trips of `matrix` (origins are the ZIPs of `demand`) within the limits of the county that people live in.

    Both limits are inclusive and must hold for the same trip; a trip without a road is within none.
    """
    limits, class_of_county = ruling.classes
    zips, classes = len(demand.zip), len(limits)
    key = demand.part_zip * classes + class_of_county[demand.part_county]
    cells, cell_of_part = np.unique(key, return_inverse=True)
    cell_at = np.full(zips * classes, -1, np.intp)
    cell_at[cells] = np.arange(len(cells))
    found = [
        _within(matrix, mi, minutes, cell_at.reshape(zips, classes)[:, c]) for c, (mi, minutes) in enumerate(limits.tolist())
    ]
    cell, destination = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(cell, kind="stable")
    people = group_sums(cell_of_part, demand.part_people, len(cells))
    return Served(cell[order], destination[order], cell_of_part, people, matrix.destinations)


def _within(matrix: TravelMatrix, max_mi: float, max_min: float, cell_of_zip: Ints) -> tuple[Ints, Ints]:
    """Cells of one class, and the destinations within its limits."""
    near = (matrix.distance_mi <= max_mi) & (matrix.travel_min <= max_min) & np.isfinite(matrix.distance_mi)
    rows = np.flatnonzero(near)
    cell = cell_of_zip[matrix.origin[rows]]
    mine = cell >= 0
    return cell[mine], matrix.destination[rows[mine]]
