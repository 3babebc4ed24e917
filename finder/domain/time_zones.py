"""The time zone of each place, and so its own day: what is today for a reader may be yesterday or tomorrow for the server."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import shapely

from finder.domain.geo import Point


@dataclass(frozen=True, eq=False)
class TimeZones:
    """The zones and their outlines in degrees, Alaska in one piece beyond -180, and the zone where most people of a state live.

    `outlines` are in the order of `zones`, and do not overlap.
    """

    zones: tuple[ZoneInfo, ...]
    outlines: npt.NDArray[np.object_]
    of_state: Mapping[str, ZoneInfo]

    def at(self, point: Point) -> ZoneInfo:
        """The zone that a point lies in; the nearest one, if it lies far out at sea."""
        west = point.lon_deg - 360 if point.lon_deg > 0 else point.lon_deg
        spot = shapely.points(west, point.lat_deg)
        # Only the outlines are prepared for many points; a query by a predicate would prepare the point.
        rows = self._tree.query(spot)
        inside = rows[shapely.intersects_xy(self.outlines[rows], west, point.lat_deg)]
        return self.zones[int(inside.min()) if len(inside) else int(self._tree.nearest(spot))]

    def day_at(self, point: Point, moment: datetime) -> date:
        """The day at a point at a moment, which has a time zone of its own."""
        return moment.astimezone(self.at(point)).date()

    def day_in(self, state: str, moment: datetime) -> date | None:
        """The day at a moment where most people of a state live; None for a state that is unknown."""
        zone = self.of_state.get(state)
        return moment.astimezone(zone).date() if zone else None

    @cached_property
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self.outlines)
        return shapely.STRtree(self.outlines)
