"""Small random worlds of trips between the grid world and a few locations, and what closures take, by plain loops."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from finder.access.closures.choices import choices
from finder.access.closures.today import Today
from finder.access.reach import reach_within
from finder.access.standards import CountyLimits, uniform_standard
from finder.domain.arrays import Floats, Ints
from finder.domain.demand import DemandPoints
from finder.travel.model import DOOR_MIN, TravelMatrix, Trips
from finder.travel.straight_line import StraightLine

MOST = 7
MILES = st.sampled_from([1.0, 5.0, 9.0, 10.0, 11.0, 20.0, 30.0, np.inf, np.inf])


@dataclass(frozen=True, eq=False)
class World:
    """Miles and minutes of every trip (zips, locations), the groups of locations, people, a rule, and trips a year."""

    demand: DemandPoints
    limits: CountyLimits
    miles: Floats
    minutes: Floats
    group_of: Ints

    @property
    def groups(self) -> int:
        return int(self.group_of.max(initial=-1)) + 1

    @property
    def today(self) -> Today:
        matrix = self.matrix
        reach = reach_within(matrix, self.demand, self.limits)
        yearly_mi = self.demand.population * 2 * 12
        return Today(self.demand, self.limits, reach, choices(matrix, self.group_of), self.group_of, self.groups, yearly_mi)

    @property
    def matrix(self) -> TravelMatrix:
        zips, locations = self.miles.shape
        origin, destination = np.repeat(np.arange(zips), locations), np.tile(np.arange(locations), zips)
        trips = Trips(origin, destination, np.full(zips * locations, 5.0), self.miles.ravel()).sorted_by_origin()
        minutes = self.minutes[trips.origin, trips.destination] + DOOR_MIN
        return trips.matrix(minutes, (minutes, minutes), zips, locations, StraightLine.method)

    def open_to(self, closed: set[int]) -> list[int]:
        return [d for d, g in enumerate(self.group_of.tolist()) if g not in closed]

    def covered(self, closed: set[int]) -> list[bool]:
        """Which parts are within the standard of a location that is open."""
        parts = zip(self.demand.part_zip.tolist(), self.demand.part_county.tolist(), strict=True)
        return [any(self._within(z, c, d) for d in self.open_to(closed)) for z, c in parts]

    def _within(self, z: int, c: int, d: int) -> bool:
        mi, mins = self.miles[z, d], self.minutes[z, d]
        return bool(np.isfinite(mi) and mi <= self.limits.max_mi[c] and mins <= self.limits.max_min[c])

    def people(self, closed: set[int]) -> float:
        """People who fall outside the standard."""
        both = zip(self.covered(set()), self.covered(closed), self.demand.part_people.tolist(), strict=True)
        return sum((people for before, after, people in both if before and not after), 0.0)

    def failing(self, closed: set[int]) -> set[int]:
        """Counties that pass today and would not."""
        return {c for c in range(2) if self._passes(c, set()) and not self._passes(c, closed)}

    def _passes(self, county: int, closed: set[int]) -> bool:
        mine = (self.demand.part_county == county) & (self.demand.part_people > 0)
        people = self.demand.part_people[mine]
        if not people.sum() or np.isnan(self.limits.required[county]):
            return False
        share = people[np.array(self.covered(closed))[mine]].sum() / people.sum()
        return bool(share >= self.limits.required[county] - 1e-12)

    def nearest(self, z: int, closed: set[int]) -> float:
        return min((float(self.miles[z, d]) for d in self.open_to(closed)), default=np.inf)

    def stranded(self, closed: set[int]) -> float:
        """People with a road to a location today, and to none then."""
        zips = [z for z in range(len(self.demand.zip)) if np.isfinite(self.nearest(z, set()))]
        return sum(float(self.demand.population[z]) for z in zips if np.isinf(self.nearest(z, closed)))

    def added_miles(self, closed: set[int]) -> float:
        """Miles that are added in a year for those who still have a road."""
        then = [self.nearest(z, closed) for z in range(len(self.demand.zip))]
        left = [z for z, miles in enumerate(then) if np.isfinite(miles)]
        return sum(((then[z] - self.nearest(z, set())) * float(self.demand.population[z]) * 24 for z in left), 0.0)


@st.composite
def worlds(draw: st.DrawFn, grid: DemandPoints) -> World:
    """Trips, groups, people, and a rule, all at random, with many ties."""
    zips, locations = len(grid.zip), draw(st.integers(0, MOST))
    cells = draw(st.lists(MILES, min_size=zips * locations, max_size=zips * locations))
    miles = np.array(cells, float).reshape(zips, locations)
    slow = np.array(draw(st.lists(st.sampled_from([1.0, 2.0]), min_size=locations, max_size=locations)))
    given = draw(st.lists(st.integers(0, max(locations - 1, 0)), min_size=locations, max_size=locations))
    group_of = np.unique(np.array(given, np.intp), return_inverse=True)[1].astype(np.intp)
    people = np.array(draw(st.lists(st.sampled_from([0.0, 1.0, 50.0]), min_size=zips + 1, max_size=zips + 1)))
    demand = replace(grid, part_people=people, population=np.bincount(grid.part_zip, people, zips).astype(float))
    rule = uniform_standard(draw(st.sampled_from([None, 10.0, 20.0])), draw(st.sampled_from([12.0, 25.0])))
    required = draw(st.sampled_from([float("nan"), 0.1, 0.5, 0.9]))
    rule = replace(rule, required_share=(required,) * 5, max_mi=(*rule.max_mi[:3], 9.5, rule.max_mi[4]))
    limits = rule.county_limits(grid.counties.type_index)
    return World(demand, limits, miles, miles * slow if locations else miles, group_of)
