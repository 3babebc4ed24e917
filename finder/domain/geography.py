"""The country as tables: ZIP codes, towns, and outlines of counties and states."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.arrays import Floats, Ints, Mask
from finder.domain.geo import Point, PointSet

# About three miles. Outlines are simplified, and people use GPS on piers and ferries.
SHORE_DEG = 0.05
# How far off the outlines a listing may be: on a pier, or on land that they leave out.
LAND_MI = 1.0
# The length of a degree of latitude, within half a percent.
DEGREE_MI = 69.0
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
        number, land_sqmi, people = self._towns
        town = number.get((city, state))
        return None if town is None else _extent(float(land_sqmi[town]), float(people[town]))

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each ZIP code."""
        return {code: row for row, code in enumerate(self.zip.tolist())}

    @cached_property
    def _towns(self) -> tuple[dict[tuple[str, str], int], Floats, Floats]:
        """A number for each town, by city and state, and the land in square miles and the people of all its ZIP codes."""
        number: dict[tuple[str, str], int] = {}
        names = zip(self.city.tolist(), self.state.tolist(), strict=True)
        towns = [number.setdefault(name, len(number)) for name in names]
        land_sqmi = np.zeros(len(towns)) if self.land_sqmi is None else np.nan_to_num(self.land_sqmi)
        return number, np.bincount(towns, land_sqmi).astype(float), np.bincount(towns, self.population).astype(float)


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
class CityIndex:
    """Which rows have which name: those of `key[i]` are `row[first[i]:first[i + 1]]`.

    `key` is sorted and in ASCII. A row counts through the towns, the ZIP codes, and the other names of ZIP codes. Shapes
    (keys,), (keys + 1,), (rows,).
    """

    key: npt.NDArray[np.bytes_]
    first: Ints
    row: Ints


@dataclass(frozen=True, eq=False)
class NameTable:
    """Named places that are neither ZIP codes nor towns: counties, islands, reservations, bases, colleges, and others.

    Text is in UTF-8, which is read in half the time. `states` has two-letter codes with a space between them, first that of
    the point; `city` is the city that a place is in, if that is one. `points` are people's middles, and `spread_mi` is the
    distance from there within which 90% of the people live. `key` is sorted, and says how each row can be written: `key_row`
    is the row. A row can have several keys, and a key several rows.
    """

    name: npt.NDArray[np.bytes_]
    kind: npt.NDArray[np.str_]
    states: npt.NDArray[np.bytes_]
    city: npt.NDArray[np.bytes_]
    points: PointSet
    population: Ints
    spread_mi: Floats
    key: npt.NDArray[np.bytes_]
    key_row: Ints


@dataclass(frozen=True, eq=False)
class Boundaries:
    """County polygons in the order of the county table, and states by code. Degrees; Alaska in one piece, beyond -180."""

    counties: npt.NDArray[np.object_]
    states: dict[str, shapely.Geometry]

    def contains(self, point: Point) -> bool:
        """Return whether a point is in the 50 states, DC, or Puerto Rico, or just off their shore."""
        return bool(len(self._land.query(_planar(point), predicate="dwithin", distance=SHORE_DEG)))

    def contains_each(self, points: PointSet) -> Mask:
        """Return the same of each of many points. Shape (points,)."""
        inside = np.zeros(len(points), bool)
        # Nearly all are in a county, which takes less time to see than how far a state is.
        inside[self.counties_of(points)[0]] = True
        at = _all_planar(points)
        others = np.flatnonzero(~inside)
        inside[others[self._land.query(at[others], predicate="dwithin", distance=SHORE_DEG)[0]]] = True
        return inside

    def counties_of(self, points: PointSet) -> tuple[Ints, Ints]:
        """Return rows of points and of the counties that they lie in; a point on a line is in several."""
        point, county = self.county_tree.query(_all_planar(points), predicate="intersects")
        return point, county

    def in_state(self, point: Point, state: str) -> bool:
        """Return whether a point is in a state, or just off its border or shore."""
        return bool(shapely.dwithin(self.states[state], _planar(point), SHORE_DEG))

    def is_on_land(self, point: Point) -> bool:
        """Return whether a point is in a county, or at most LAND_MI from one."""
        at = _planar(point)
        if len(self.county_tree.query(at, predicate="intersects")):
            return True
        # Near the pole, a degree of longitude is short: the box is wide enough everywhere, and the miles are measured.
        near = self.county_tree.query(at.buffer(SHORE_DEG), predicate="intersects")
        return any(_miles_to(self.counties[row], at) <= LAND_MI for row in near)

    @cached_property
    def _land(self) -> shapely.STRtree:
        return shapely.STRtree(list(self.states.values()))

    @cached_property
    def county_lines(self) -> shapely.STRtree:
        """A spatial index over the lines between counties, and along shores: each once, from one corner to the next.

        Takes about a second. Neighbors share an outline, so the union of all outlines has it once.
        """
        return _lines_of(self.counties)

    @cached_property
    def state_lines(self) -> shapely.STRtree:
        """A spatial index over the lines between states, as `county_lines`."""
        return _lines_of(np.array(list(self.states.values())))

    @cached_property
    def county_tree(self) -> shapely.STRtree:
        """A spatial index over the outlines of counties."""
        return shapely.STRtree(self.counties)


def _all_planar(points: PointSet) -> npt.NDArray[np.object_]:
    lon = points.lon_deg
    at: npt.NDArray[np.object_] = shapely.points(np.where(lon > 0, lon - 360, lon), points.lat_deg)
    return at


def _planar(point: Point) -> shapely.Geometry:
    return shapely.points(point.lon_deg - 360 if point.lon_deg > 0 else point.lon_deg, point.lat_deg)


def _miles_to(area: shapely.Geometry, at: shapely.Point) -> float:
    """The miles from a point to an area nearby, on a plane that touches the earth at the point."""
    scale = np.array([DEGREE_MI * math.cos(math.radians(at.y)), DEGREE_MI])
    return float(shapely.transform(area, lambda degrees: (degrees - [at.x, at.y]) * scale).distance(shapely.Point(0, 0)))


def _lines_of(areas: npt.NDArray[np.object_]) -> shapely.STRtree:
    return shapely.STRtree(shapely.get_parts(shapely.line_merge(shapely.union_all(shapely.boundary(areas)))))
