"""The country as tables: ZIP codes, towns, and outlines of counties and states."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints
from finder.domain.geo import Point, PointSet

# About three miles. Outlines are simplified, and people use GPS on piers and ferries.
SHORE_DEG = 0.05
# People are not spread evenly over a large ZIP code: most live close together. Land with fewer people per square mile is not
# urban (US Census Bureau, Urban Area Criteria for the 2010 Census, 76 FR 53030).
URBAN_PER_SQMI = 500.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How large an area is: its land in square miles, and the people on it."""

    land_sqmi: float
    people: float

    @property
    def radius_mi(self) -> float:
        """The radius of a disk with all of the land."""
        return math.sqrt(self.land_sqmi / math.pi)

    @property
    def settled_radius_mi(self) -> float:
        """The radius of a disk with the land that the people would need if they lived close together."""
        return math.sqrt(min(self.land_sqmi, self.people / URBAN_PER_SQMI) / math.pi)


@dataclass(frozen=True, eq=False)
class ZipTable:
    """Every ZIP code of the 50 states, DC, and Puerto Rico, populated or not, and other city names accepted for its mail.

    `land_sqmi` is NaN where a ZIP code has no land of its own, and None if no land is known at all.
    """

    zip: npt.NDArray[np.str_]
    city: npt.NDArray[np.str_]
    state: npt.NDArray[np.str_]
    county_fips: npt.NDArray[np.str_]
    points: PointSet
    population: Ints
    alias_row: Ints
    alias_city: npt.NDArray[np.str_]
    land_sqmi: Floats | None = None

    def extent_of_zip(self, code: str) -> Extent | None:
        """How large a ZIP code is; None for one that is unknown, or without land or people of its own."""
        row = self.row_of.get(code)
        if row is None or self.land_sqmi is None:
            return None
        return _extent(float(self.land_sqmi[row]), float(self.population[row]))

    def extent_of_town(self, city: str, state: str) -> Extent | None:
        """How large all ZIP codes of a town are together; None as above."""
        return _extent(*self._towns.get((city, state), (0.0, 0.0)))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each ZIP code."""
        return {code: row for row, code in enumerate(self.zip.tolist())}

    @cached_property
    def _towns(self) -> dict[tuple[str, str], tuple[float, float]]:
        """Land in square miles, and people, of all ZIP codes of each town, by city and state."""
        if self.land_sqmi is None:
            return {}
        found: dict[tuple[str, str], tuple[float, float]] = {}
        columns = (self.city.tolist(), self.state.tolist(), np.nan_to_num(self.land_sqmi).tolist(), self.population.tolist())
        for city, state, land, people in zip(*columns, strict=True):
            known = found.get((city, state), (0.0, 0.0))
            found[city, state] = known[0] + land, known[1] + people
        return found


def _extent(land_sqmi: float, people: float) -> Extent | None:
    """An extent; None without land (NaN, too) or people."""
    return Extent(land_sqmi, people) if land_sqmi > 0 and people > 0 else None


@dataclass(frozen=True, eq=False)
class TownTable:
    """Towns and cities by name and state."""

    name: npt.NDArray[np.str_]
    state: npt.NDArray[np.str_]
    points: PointSet
    population: Ints


@dataclass(frozen=True, eq=False)
class Boundaries:
    """County polygons in the order of the county table, and states by code. Degrees; Alaska in one piece, beyond -180."""

    counties: npt.NDArray[np.object_]
    states: dict[str, shapely.Geometry]

    def contains(self, point: Point) -> bool:
        """Return whether a point is in the 50 states, DC, or Puerto Rico, or just off their shore."""
        lon = point.lon_deg - 360 if point.lon_deg > 0 else point.lon_deg
        return bool(len(self._land.query(shapely.Point(lon, point.lat_deg), predicate="dwithin", distance=SHORE_DEG)))

    @cached_property
    def _land(self) -> shapely.STRtree:
        return shapely.STRtree(list(self.states.values()))

    @cached_property
    def county_tree(self) -> shapely.STRtree:
        """A spatial index over the outlines of counties."""
        return shapely.STRtree(self.counties)
