"""Who is within a standard of which service points: what coverage, resilience and the reach of each place are counted from."""

from dataclasses import dataclass

import numpy as np

from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask, group_sums
from finder.domain.demand import DemandPoints
from finder.travel.model import TravelMatrix, TravelModel, driving_reach_mi


@dataclass(frozen=True, eq=False)
class Reach:
    """Trips within a standard. A *cell* is the people of one ZIP under one pair of limits: they are all reach alike.

    `cell` and `destination` are the trips, ordered by cell; `cell_of_part` finds the cell of each part of the demand points;
    `people` has shape (cells,).
    """

    cell: Ints
    destination: Ints
    cell_of_part: Ints
    people: Floats
    destinations: int

    def destinations_within(self, counted: Mask | None = None) -> Ints:
        """How many service points serve each cell, of all or of some of them. Shape (cells,)."""
        cell = self.cell if counted is None else self.cell[counted[self.destination]]
        return np.bincount(cell, minlength=len(self.people))

    def covered(self, counted: Mask | None = None) -> Mask:
        """Which parts have at least one. Shape (parts,)."""
        covered: Mask = self.destinations_within(counted)[self.cell_of_part] > 0
        return covered

    @property
    def only_destination(self) -> Ints:
        """The one service point of each cell that has just one, else -1. Shape (cells,)."""
        places = self.destinations_within()
        only = np.full(len(places), -1, np.intp)
        only[self.cell] = self.destination
        only[places != 1] = -1
        return only

    @property
    def people_within(self) -> Floats:
        """Different people within the standard of each service point. Shape (destinations,)."""
        return self._served(self.people)

    def people_within_of(self, part_people: Floats) -> Floats:
        """The same of some people only, given by part. Shape (destinations,)."""
        return self._served(group_sums(self.cell_of_part, part_people, len(self.people)))

    def _served(self, people: Floats) -> Floats:
        return group_sums(self.destination, people[self.cell], self.destinations)

    @property
    def people_only_here(self) -> Floats:
        """People whose only service point each one is. Shape (destinations,)."""
        only = self.only_destination
        alone = only >= 0
        return group_sums(only[alone], self.people[alone], self.destinations)


def trips_within(matrix: TravelMatrix, rows: Ints | slice, max_mi: float | Floats, max_min: float | Floats) -> Mask:
    """Which trips, of those in `rows`, are within limits: one pair of limits for all, or one for each. Shape (rows,).

    Both limits are inclusive and must hold; a trip without a road is within none. Minutes are those of driving, without the
    minutes at the doors, because that is what the rules are about (42 CFR 422.116(d), 38 CFR 17.4040(b)).
    """
    miles = matrix.distance_mi[rows]
    within: Mask = (miles <= max_mi) & (matrix.driving_min[rows] <= max_min) & np.isfinite(miles)
    return within


def reach_within(matrix: TravelMatrix, demand: DemandPoints, county_limits: CountyLimits) -> Reach:
    """The trips of `matrix` (origins are the ZIPs of `demand`) within the limits of the county that people live in.

    Both limits must hold for the same trip.
    """
    limits, class_of_county = county_limits.classes
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
    return Reach(cell[order], destination[order], cell_of_part, people, matrix.destinations)


def farthest_mi(travel: TravelModel, county_limits: CountyLimits, low: bool) -> Floats:
    """The miles of the farthest trips within each pair of limits; with `low`, of those that may be. Shape (classes,)."""
    margin_mi = travel.method.distance_margin if low else 0.0
    limits, _ = county_limits.classes
    return np.array([min(mi / (1 - margin_mi), driving_reach_mi(travel, m, at_low=low)) for mi, m in limits.tolist()])


def of_zips(demand: DemandPoints, county_limits: CountyLimits, miles: Floats) -> Floats:
    """The miles of the farthest of the counties that people of each ZIP code live in, from those by class. Shape (zips,)."""
    _, class_of_county = county_limits.classes
    farthest = np.zeros(len(demand.zip))
    np.maximum.at(farthest, demand.part_zip, miles[class_of_county[demand.part_county]])
    return farthest


def _within(matrix: TravelMatrix, max_mi: float, max_min: float, cell_of_zip: Ints) -> tuple[Ints, Ints]:
    """Cells of one class, and the destinations within its limits."""
    rows = np.flatnonzero(trips_within(matrix, slice(None), max_mi, max_min))
    cell = cell_of_zip[matrix.origin[rows]]
    mine = cell >= 0
    return cell[mine], matrix.destination[rows[mine]]
