"""How the chairs within reach are shared."""

from collections.abc import Mapping
from dataclasses import dataclass

from finder.access.supply import Supply
from finder.domain.arrays import Floats
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.questions.coverage.query import CoverageQuery
from finder.travel.model import Method


@dataclass(frozen=True, eq=False)
class CatchmentResult:
    """How the chairs within reach are shared, for every ZIP of the country whatever state is asked about.

    `score` is chair-hours a week for one person, `spar` that over its mean; `variants` the same ratio by other methods,
    decays and assumptions. All of shape (zips,). `supply` says what of the chair-hours of `points` was assumed.
    """

    query: CoverageQuery
    points: tuple[ServicePoint, ...]
    directory: Directory
    demand: DemandPoints
    supply: Supply
    method: Method
    score: Floats
    spar: Floats
    variants: Mapping[str, Floats]
