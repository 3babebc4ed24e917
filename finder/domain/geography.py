"""The country as tables: ZIP codes, towns, and outlines of counties and states."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Ints
from finder.domain.geo import Point, PointSet

# About three miles. Outlines are simplified, and people use GPS on piers and ferries.
SHORE_DEG = 0.05


@dataclass(frozen=True, eq=False)
class ZipTable:
    """Every ZIP code of the 50 states, DC, and Puerto Rico, populated or not, and other city names accepted for its mail."""

    zip: npt.NDArray[np.str_]
    city: npt.NDArray[np.str_]
    state: npt.NDArray[np.str_]
    county_fips: npt.NDArray[np.str_]
    points: PointSet
    population: Ints
    alias_row: Ints
    alias_city: npt.NDArray[np.str_]


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
