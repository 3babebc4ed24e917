"""Supply: the chair-hours a week that a service point has to give, and how much of that is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from finder.domain.arrays import Floats, Mask
from finder.domain.facility import Center, ServicePoint, Stop
from finder.domain.hours import usual_week
from finder.domain.schedule import window


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is taken for a listing that does not say: no source gives it for the country, so try other numbers too.

    The 23 centers of the starter directory that say how many chairs they have count 2 to 62, 13 in the middle; the larger
    ones may well say so more often. Forty hours are eight on five days.
    """

    center_chairs: float = 12
    unit_chairs: float = 4
    hours_a_week: float = 40


ASSUMED = Assumed()


@dataclass(frozen=True, eq=False)
class Supply:
    """Chair-hours a week of service points, and whether their chairs or hours were assumed; each of shape (points,)."""

    chair_hours: Floats
    chairs_assumed: Mask
    hours_assumed: Mask

    @property
    def assumed(self) -> int:
        """How many service points have chairs or hours, or both, that were assumed."""
        return int(np.count_nonzero(self.chairs_assumed | self.hours_assumed))


def weekly_supply(points: Sequence[ServicePoint], today: date, assumed: Assumed = ASSUMED) -> Supply:
    """Chairs times hours a week: of a center by its opening hours, of a stop by its visits in the coming 60 days.

    Whether a center exists on the day is not asked: points that do not count are left out before.
    """
    # None, unknown, becomes NaN.
    chairs = np.array([_chairs(p) for p in points], float)
    hours = np.array([_hours(p, today) for p in points], float)
    instead = np.array([assumed.center_chairs if p.kind == "center" else assumed.unit_chairs for p in points], float)
    no_chairs, no_hours = np.isnan(chairs), np.isnan(hours)
    chair_hours = np.where(no_chairs, instead, chairs) * np.where(no_hours, assumed.hours_a_week, hours)
    return Supply(chair_hours, no_chairs, no_hours)


def _chairs(point: ServicePoint) -> int | None:
    listing = point.listing
    return listing.chairs if isinstance(listing, Center) else listing.unit.chairs


def _hours(point: ServicePoint, today: date) -> float | None:
    listing = point.listing
    return weekly_hours(listing.hours) if isinstance(listing, Center) else weekly_visit_hours(listing, today)


def weekly_visit_hours(stop: Stop, today: date) -> float:
    """Hours a week that the unit is at a stop, averaged over the coming 60 days; 0 without a visit."""
    first, last = window(today)
    weeks = ((last - first).days + 1) / 7
    return stop.opening(first, last).hours / weeks


def weekly_hours(opening_hours: str) -> float | None:
    """Hours of a usual week of OSM opening_hours, public holidays left out; None if they are unknown or change with the date.

    What counts as unknown: `finder/hours.py`.
    """
    week = usual_week(opening_hours)
    return None if week is None else sum(w.hours for windows in week for w in windows)
