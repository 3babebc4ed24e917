"""Where people live: ZIP areas, the counties they lie in, and the type of each county.

A ZIP can lie in several counties: its people are split into parts, each in one county, so that every person is counted
once whether one adds up ZIPs or counties.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import PointSet

COUNTY_TYPES = ("large_metro", "metro", "micro", "rural", "ceac")


def county_type(population: float, density_per_sqmi: float) -> str:
    """County type of 42 CFR 422.116(c) from people and people per square mile; bounds are half-open [from, to).

    The text leaves two holes (under 10,000 people at 10 to 50 a square mile, or at 1,000 to 5,000): rural here.
    """
    p, d = population, density_per_sqmi
    if d >= 5000 or (p >= 1_000_000 and d >= 1000) or (p >= 500_000 and d >= 1500):
        return "large_metro"
    if d < 10:
        return "ceac"
    if p >= 200_000 or (p >= 50_000 and d >= 100) or (p >= 10_000 and d >= 1000):
        return "metro"
    if p >= 50_000 or (p >= 10_000 and d >= 50):
        return "micro"
    return "rural"


def in_hole(population: float, density_per_sqmi: float) -> bool:
    """Whether the text of 42 CFR 422.116(c) gives such a county no type, so that "rural" is our reading and not the rule's."""
    return population < 10_000 and (10 <= density_per_sqmi < 50 or 1000 <= density_per_sqmi < 5000)


@dataclass(frozen=True, eq=False)
class Counties:
    """One row a county. `type_index` points into COUNTY_TYPES; `population` is the sum of its ZIP parts."""

    fips: npt.NDArray[np.str_]
    name: npt.NDArray[np.str_]
    state: npt.NDArray[np.str_]
    land_sqmi: Floats
    population: Floats
    type_index: Ints

    def full_name(self, fips: str) -> str:
        """The name of a county with its state: "Elko, NV"."""
        return self.full_names[self._row[fips]]

    def name_of(self, fips: str) -> str:
        """The name of a county without its state: "Elko"."""
        return str(self.name[self._row[fips]])

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The names of all counties with their states, row by row."""
        return tuple(f"{name}, {state}" for name, state in zip(self.name.tolist(), self.state.tolist(), strict=True))

    @cached_property
    def _row(self) -> dict[str, int]:
        return {fips: row for row, fips in enumerate(self.fips.tolist())}


@dataclass(frozen=True, eq=False)
class DemandPoints:
    """One row a populated ZIP: its point, people and class; and the parts that split its people over counties.

    `county` is the row of the county that holds most of a ZIP's people. `part_zip` and `part_county` are rows of this
    table and of `counties`; `part_people` adds up to `population` over a ZIP. `groups` are the shares of each ZIP's people
    who are in a group, by its name, shape (zips,); NaN where it is not known.
    """

    zip: npt.NDArray[np.str_]
    points: PointSet
    population: Floats
    county: Ints
    part_zip: Ints
    part_county: Ints
    part_people: Floats
    counties: Counties
    groups: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def type_index(self) -> Ints:
        """Type of the county that each ZIP mostly lies in."""
        return self.counties.type_index[self.county]

    def holes(self, of: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        """Those of some counties where these people live that the rule of types leaves out, by name: "Petroleum, MT"."""
        c = self.counties
        rows = [r for r in np.unique(self.part_county).tolist() if of[r]]
        return tuple(c.full_names[r] for r in rows if in_hole(c.population[r], c.population[r] / c.land_sqmi[r]))

    def in_state(self, state: str) -> "DemandPoints":
        """The parts that lie in a state's counties, and the ZIPs they belong to with only those people."""
        parts = np.flatnonzero(self.counties.state[self.part_county] == state)
        rows, part_zip = np.unique(self.part_zip[parts], return_inverse=True)
        people = self.part_people[parts]
        return DemandPoints(
            zip=self.zip[rows],
            points=PointSet(self.points.lat_deg[rows], self.points.lon_deg[rows]),
            population=np.bincount(part_zip, people, len(rows)).astype(float),
            county=self.county[rows],
            part_zip=part_zip.astype(np.intp),
            part_county=self.part_county[parts],
            part_people=people,
            counties=self.counties,
            groups={name: share[rows] for name, share in self.groups.items()},
        )
