"""How the chairs within reach are shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from finder.access.catchment import county_means
from finder.access.supply import Supply
from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.demand import DemandPoints
from finder.domain.facility import ServicePoint
from finder.questions.base import Context
from finder.questions.chairs.query import ChairsQuery
from finder.text import Text
from finder.travel.model import Method

# A person with less than this share of the national average has little within reach.
LITTLE = 0.5


@dataclass(frozen=True, eq=False)
class ChairsResult:
    """How the chairs within reach are shared, for every ZIP code of the country, whatever state is asked about.

    `score` is chair-hours a week per person. `ratio` is the score divided by its mean among people (the spatial access ratio),
    and `variants` has the same by other methods, decays, and assumptions. All have the shape (zips,). `supply` says how many
    chair-hours `points` have, and which are assumed.
    """

    query: ChairsQuery
    context: Context
    points: tuple[ServicePoint, ...]
    notices: tuple[Text, ...]
    demand: DemandPoints
    supply: Supply
    method: Method
    score: Floats
    ratio: Floats
    variants: Mapping[str, Floats]

    @cached_property
    def asked_counties(self) -> Mask:
        """The counties asked about. Shape (counties,)."""
        counties, state = self.demand.counties, self.query.state
        return np.ones(len(counties.fips), bool) if state is None else counties.state == state

    @cached_property
    def asked_people(self) -> Floats:
        """The people asked about. Shape (parts,)."""
        return np.where(self.asked_counties[self.demand.part_county], self.demand.part_people, 0.0)

    def share_with_little(self, ratio: Floats) -> float | None:
        """The share of the people asked about with a ratio below LITTLE; None if nobody lives there."""
        everyone = float(self.asked_people.sum())
        little = float(self.asked_people[ratio[self.demand.part_zip] < LITTLE].sum())
        return little / everyone if everyone > 0 else None

    @cached_property
    def people_without(self) -> float:
        """The number of people asked about with no chair within reach."""
        return float(self.asked_people[self.score[self.demand.part_zip] == 0].sum())

    @cached_property
    def national_score(self) -> float:
        """The mean score among all people of the country: chair-hours a week per person."""
        people = self.demand.population
        return float((self.score * people).sum() / people.sum())

    @cached_property
    def county_ratio(self) -> Floats:
        """The mean ratio among the people of each county; NaN where nobody lives. Shape (counties,)."""
        return county_means(self.ratio, self.demand)

    @cached_property
    def county_variants(self) -> Floats:
        """The mean ratio by each of the variants. Shape (variants, counties)."""
        return np.array([county_means(ratio, self.demand) for ratio in self.variants.values()])

    @cached_property
    def least_first(self) -> Ints:
        """The rows of the counties asked about where people live: lowest mean ratio first, then most people first."""
        rows, counties = np.flatnonzero(self.asked_counties & ~np.isnan(self.county_ratio)), self.demand.counties
        return rows[np.lexsort((counties.fips[rows], -counties.population[rows], self.county_ratio[rows]))]
