"""Where people live: ZIP codes, their counties, and the type of each county.

A ZIP code can lie in several counties. Its people are split into parts, each in one county, so that sums over ZIP codes and
sums over counties count every person once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.geo import PointSet

COUNTY_TYPES = ("large_metro", "metro", "micro", "rural", "ceac")


def county_type(population: float, density_per_sqmi: float) -> str:
    """Return the county type of 42 CFR 422.116(c) from people and people per square mile. Bounds are half-open: [from, to).

    The rule gives no type to counties of under 10,000 people with 10 to 50, or 1,000 to 5,000, people per square mile. They
    are "rural" here.
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


def is_unclassified(population: float, density_per_sqmi: float) -> bool:
    """Return whether 42 CFR 422.116(c) gives such a county no type, so that "rural" is our choice and not the rule's."""
    return population < 10_000 and (10 <= density_per_sqmi < 50 or 1000 <= density_per_sqmi < 5000)


@dataclass(frozen=True, eq=False)
class Counties:
    """Counties, one per row. `type_index` is a row of COUNTY_TYPES; `population` is the sum of the county's ZIP parts."""

    fips: npt.NDArray[np.str_]
    name: npt.NDArray[np.str_]
    state: npt.NDArray[np.str_]
    land_sqmi: Floats
    population: Floats
    type_index: Ints

    def full_name(self, fips: str) -> str:
        """Return the name of a county with its state: "Elko, NV"."""
        return self.full_names[self._row[fips]]

    def name_of(self, fips: str) -> str:
        """Return the name of a county without its state: "Elko"."""
        return str(self.name[self._row[fips]])

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The name of each county with its state, by row."""
        return tuple(f"{name}, {state}" for name, state in zip(self.name.tolist(), self.state.tolist(), strict=True))

    @cached_property
    def _row(self) -> dict[str, int]:
        return {fips: row for row, fips in enumerate(self.fips.tolist())}


@dataclass(frozen=True, eq=False)
class DemandPoints:
    """Populated ZIP codes, one per row: point, people, and county; and the parts that split each one's people by county.

    `county` is the row of the county with most of a ZIP code's people. `part_zip` and `part_county` are rows of this table
    and of `counties`. `part_people` adds up to `population` over each ZIP code. `groups` has the share of each ZIP code's
    people who are in a group, by the group's name. Shape (zips,); NaN if not known.
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

    @cached_property
    def type_index(self) -> Ints:
        """The type of the county with most of each ZIP code's people, a row of COUNTY_TYPES. Shape (zips,)."""
        return self.counties.type_index[self.county]

    def unclassified_counties(self, among: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        """Return the unclassified counties where these people live, by name ("Petroleum, MT").

        Only counties that are True in `among` are looked at. Shape (counties,).
        """
        c = self.counties
        rows = [r for r in np.unique(self.part_county).tolist() if among[r]]
        return tuple(c.full_names[r] for r in rows if is_unclassified(c.population[r], c.population[r] / c.land_sqmi[r]))

    def in_state(self, state: str) -> "DemandPoints":
        """Return the parts in a state's counties, and their ZIP codes with only the people of those parts."""
        return self.of_parts(self.counties.state[self.part_county] == state)

    def in_whole_people(self) -> "DemandPoints":
        """Return the same people with nobody split: a whole number in each part, and at least one in each ZIP code.

        Of the people of a ZIP code, each part gets its share rounded down, and those with the largest rest one more.
        """
        total = np.maximum(np.round(np.bincount(self.part_zip, self.part_people, len(self.zip))), 1)
        exact = self.part_people * (total / self.population)[self.part_zip]
        # A hair over, because a share of a whole number may be whole but for rounding.
        people = np.floor(exact + 1e-9)
        order = np.lexsort((people - exact, self.part_zip))
        first = np.searchsorted(self.part_zip[order], np.arange(len(self.zip)))
        missing = total - np.bincount(self.part_zip, people, len(self.zip))
        place = np.arange(len(order)) - first[self.part_zip[order]]
        people[order[place < missing[self.part_zip[order]]]] += 1
        return replace(self, part_people=people, population=total).of_parts(people > 0)

    def of_parts(self, kept: Mask) -> "DemandPoints":
        """Return some of the parts, by a mask of shape (parts,), and their ZIP codes with only the people of those parts."""
        parts = np.flatnonzero(kept)
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
