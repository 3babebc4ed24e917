"""The country as tables: ZIP codes, towns, outlines of counties and states."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Ints
from finder.domain.geo import PointSet


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
