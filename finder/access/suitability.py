"""Whether the visits to a location can deliver a regimen."""

from datetime import date, timedelta
from itertools import pairwise

from finder.access.reason import Reason, reason
from finder.domain.facility import Listing
from finder.domain.schedule import runs, window
from finder.domain.therapy import Regimen

# A cycle may begin this many days late (of a course, at most half of the days between) before a stop is unsuitable: the
# schedule of a unit seldom matches that of a drug.
LATE_DAYS = 7


def undeliverable(listing: Listing, regimen: Regimen, visits: tuple[date, ...], until: date) -> Reason | None:
    """Why visits, known to the day `until`, cannot deliver a regimen; None if they can.

    A stop that comes for one day at a time cannot give an infusion that takes 2 to 5 days in a row. Nor can one that comes
    every two months give what is due every month, a monthly one two infusions 2 weeks apart, or one that stays for three hours
    what takes four.
    """
    needed = int(regimen.consecutive_days.low)
    starts = [first + timedelta(n) for first, length in runs(visits) for n in range(length - needed + 1)]
    if not starts:
        return reason("too_few_days_in_a_row", n=needed)
    due_days = 365 / regimen.cycles.low
    longest = max((later - first).days for first, later in pairwise([*starts, until]))
    if longest > due_days + LATE_DAYS:
        return reason("too_long_between_visits", longest_days=longest, due_days=round(due_days))
    return _too_far_apart(listing, regimen.days_between, starts, until) or _too_short(
        listing, visits[0], until, regimen.chair_hours.low
    )


def _too_far_apart(listing: Listing, days: int | None, starts: list[date], until: date) -> Reason | None:
    """A reason if no two visits are as far apart as two infusions of one course, or a little farther.

    The second may come after `until`, as its calendar says. A single visit says nothing about what comes after it.
    """
    if days is None:
        return None
    known = {*starts, *listing.visits(*window(until))}
    if len(known) < 2:
        return None
    near_enough = range(days, days + min(LATE_DAYS, days // 2) + 1)
    if any((later - first).days in near_enough for first in starts for later in known):
        return None
    return reason("no_visits_days_apart", days=days)


def _too_short(listing: Listing, first: date, until: date, least: float) -> Reason | None:
    """A reason if its longest infusion, or its longest visit from `first` to `until`, falls short of `least` hours."""
    most = listing.max_infusion_hours
    if most is not None and most < least:
        return reason("infusion_too_long", most_hours=most, least_hours=least)
    longest = listing.opening(first, until).longest
    if 0 < longest < least:
        return reason("visits_too_short", most_hours=longest, least_hours=least)
    return None
