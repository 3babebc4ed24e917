"""Supply: the chair-hours a week that a service point offers, and how much of that is assumed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from finder.domain.arrays import Floats, Mask
from finder.domain.facility import Listing, ServicePoint
from finder.domain.hours import usual_week
from finder.domain.schedule import window


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed where a listing does not say. No source gives it for the country, so try other numbers too.

    The 33 centers of the directory in data/ that give a number of chairs have 2 to 62, with a median of 12; larger ones may be
    more likely to give it. Forty hours are eight on five days.
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
    """Chairs times hours a week: by the opening hours or, where care is given on visits alone, by those of the coming 60 days.

    Whether a service point is open on the day is not asked: those that do not count are left out before.
    """
    listings = [p.listing for p in points]
    # None, unknown, becomes NaN.
    chairs = np.array([x.chairs for x in listings], float)
    hours = np.array([_hours(x, today) for x in listings], float)
    instead = np.array([assumed.unit_chairs if x.only_on_visits else assumed.center_chairs for x in listings], float)
    no_chairs, no_hours = np.isnan(chairs), np.isnan(hours)
    chair_hours = np.where(no_chairs, instead, chairs) * np.where(no_hours, assumed.hours_a_week, hours)
    return Supply(chair_hours, no_chairs, no_hours)


def _hours(listing: Listing, today: date) -> float | None:
    return weekly_visit_hours(listing, today) if listing.only_on_visits else weekly_hours(listing.hours)


def weekly_visit_hours(listing: Listing, today: date) -> float:
    """Hours a week of visits, averaged over the coming 60 days; 0 without a visit."""
    first, last = window(today)
    weeks = ((last - first).days + 1) / 7
    return listing.opening(first, last).hours / weeks


def weekly_hours(opening_hours: str) -> float | None:
    """Hours of a usual week of OSM opening_hours, public holidays left out; None if they are unknown or change with the date.

    What counts as unknown: `finder/domain/hours.py`.
    """
    week = usual_week(opening_hours)
    return None if week is None else sum(w.hours for windows in week for w in windows)
