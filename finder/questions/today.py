"""Travel as it is before any new stop: who is within the standard of a location that is listed today."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from finder.access.reach import farthest_mi, of_zips, reach_within
from finder.access.standards import CountyLimits
from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.demand import DemandPoints
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel, nearest

# Travel as short as the estimate allows, as estimated, and as long as it allows.
Band = Literal["low", "middle", "high"]
BANDS: tuple[Band, ...] = ("low", "middle", "high")


@dataclass(frozen=True, eq=False)
class Today:
    """The trip of each ZIP code to its nearest location, and the parts within the standard in each band of travel.

    Miles and minutes of driving are infinite where no road leads to a location; `nearest` is its row, or -1. Shape (zips,).
    Masks have the shape (parts,).
    """

    nearest: Ints
    miles: Floats
    minutes: Floats
    covered: Mapping[Band, Mask]


def ends_of(demand: DemandPoints) -> TravelEnds:
    """The ZIP codes of demand points as ends of travel."""
    return TravelEnds(demand.points, demand.type_index)


def within_mi(travel: TravelModel, demand: DemandPoints, limits: CountyLimits, low: bool) -> Floats:
    """The miles of the farthest trips within the standard, by ZIP code; with `low`, of those that may be. Shape (zips,)."""
    return of_zips(demand, limits, farthest_mi(travel, limits, low))


def in_band(matrix: TravelMatrix, band: Band) -> TravelMatrix:
    """The same trips under an estimate of travel."""
    return {"low": matrix.low, "middle": matrix, "high": matrix.high}[band]


def measure_today(travel: TravelModel, demand: DemandPoints, locations: TravelEnds, limits: CountyLimits) -> Today:
    """Measure the nearest location of everybody, then all that may be within the standard where the nearest may not be."""
    near = nearest(travel, ends_of(demand), locations, 1)
    covered = {band: reach_within(in_band(near, band), demand, limits).covered() for band in BANDS}
    unsure = ~covered["high"]
    left = demand.of_parts(unsure)
    if len(left.zip) and len(locations):
        matrix = travel.matrix(ends_of(left), locations, within_mi(travel, left, limits, low=True))
        for band in BANDS:
            covered[band][unsure] |= reach_within(in_band(matrix, band), left, limits).covered()
    first = near.first_row
    return Today(near.destination[first], near.distance_mi[first], near.driving_min[first], covered)
