"""How far from its point a place or a listing may be that is only known by its ZIP code or its town."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from finder.access.own_area import FARTHEST_MI
from finder.domain.facility import ServicePoint
from finder.domain.geo import Point, miles_between
from finder.domain.geography import URBAN_PER_SQMI, Extent, ZipTable
from finder.domain.place import Place, Spread

# Nine in ten random points of a disk are within this share of its radius from the middle.
NINE_IN_TEN = math.sqrt(0.9)
# The middle of a town may lie in the land of a ZIP code if it is no farther than this many radii of it: a strip that is four
# times as long as it is wide ends 1.8 radii from its middle.
TOWN_RADII = 2.0


@dataclass(frozen=True, slots=True)
class Spreads:
    """The spread of any place, by how exactly it is known. `town` finds a town by city and state."""

    zips: ZipTable
    town: Callable[[str, str], Place | None]

    def of(self, place: Place, city: str = "") -> Spread | None:
        """Return the spread of a ZIP code or a town; None if the point is exact, or no size is known.

        A ZIP code without land of its own is somewhere in its town. `city` is the town that an address in the ZIP code names,
        if that may be another than the one of its mail.
        """
        if place.within_mi:
            return Spread(place.within_mi)
        if place.precision == "zip":
            extent = self.zips.extent_of_zip(place.zip) or self.zips.extent_of_town(place.city, place.state)
            town = (self.town(city, place.state) if city else None) or self.town(place.city, place.state)
            return spread_of(place.point, extent, town.point if town else None) if extent else None
        if place.precision == "city" and (extent := self._town_extent(place)):
            return spread_of(place.point, extent)
        return None

    def of_listing(self, point: ServicePoint) -> Spread | None:
        """Return the spread of a listing; None if its point is exact, or no size is known."""
        area = point.position.area if point.position else None
        return self.of(area, point.address.city) if area else None

    def _town_extent(self, place: Place) -> Extent | None:
        """How large a town is. One without a ZIP code of its own has the land that its people need."""
        extent = self.zips.extent_of_town(place.city, place.state)
        if extent is None and place.population:
            return Extent(place.population / URBAN_PER_SQMI, place.population)
        return extent


def spread_of(point: Point, extent: Extent, town: Point | None = None) -> Spread:
    """Return how far from its point something may be that is only known to be in an area.

    `town` is the middle of the town that the address names. What is in the ZIP code may also be around it if it is beyond the
    radius, but not beyond the land of the ZIP code.
    """
    radius = min(NINE_IN_TEN * extent.settled_radius_mi, FARTHEST_MI)
    if town and not radius < miles_between(point, town) <= TOWN_RADII * extent.radius_mi:
        town = None
    return Spread(radius, town)
