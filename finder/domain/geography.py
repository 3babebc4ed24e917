"""The country as tables: ZIP codes, towns, outlines of counties and states."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Ints
from finder.domain.geo import Point, PointSet

# About three miles: outlines are simplified, and GPS is used on piers and ferries.
SHORE_DEG = 0.05


@dataclass(frozen=True, eq=False)
class ZipTable:
    """Every ZIP of the 50 states, DC and Puerto Rico, populated or not; and other names its mail is accepted under."""

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
    """County polygons in the order of the counties table, and states by code, in degrees (Alaska whole, below -180)."""

    counties: npt.NDArray[np.object_]
    states: dict[str, shapely.Geometry]

    def contains(self, point: Point) -> bool:
        """Whether a point lies in the 50 states, DC, or Puerto Rico, or just off their shore."""
        lon = point.lon_deg - 360 if point.lon_deg > 0 else point.lon_deg
        return bool(len(self._land.query(shapely.Point(lon, point.lat_deg), predicate="dwithin", distance=SHORE_DEG)))

    @cached_property
    def _land(self) -> shapely.STRtree:
        return shapely.STRtree(list(self.states.values()))

    @cached_property
    def county_tree(self) -> shapely.STRtree:
        """A spatial index over the outlines of counties."""
        return shapely.STRtree(self.counties)
