"""Whether the visits of a stop can deliver a regimen."""

from datetime import date, timedelta
from itertools import pairwise

from finder.domain.facility import Stop
from finder.domain.schedule import runs, window
from finder.domain.therapy import Regimen
from finder.text import Text, text, text_n

# A cycle may begin so many days late (of a course, at most half of the days between) before a stop is no answer for it: the
# schedule of a unit is seldom that of a drug.
LATE_DAYS = 7


def why_unsuited(stop: Stop, regimen: Regimen, visits: tuple[date, ...], until: date) -> Text | None:
    """Why the visits of a stop, known to the day `until`, cannot deliver a regimen, or None if they can.

    A stop that comes for one day at a time cannot give an infusion that takes 2 to 5 days in a row, nor one that comes every
    two months what is due every month, nor a monthly one two infusions 2 weeks apart, nor one that stays for three hours what
    takes four.
    """
    needed = int(regimen.consecutive_days.low)
    starts = [first + timedelta(n) for first, length in runs(visits) for n in range(length - needed + 1)]
    if not starts:
        return text_n(
            "It never comes %(n)s day in a row.", "It does not come %(n)s days in a row, as this schedule needs.", needed
        )
    due_days = 365 / regimen.cycles.low
    longest = max((later - first).days for first, later in pairwise([*starts, until]))
    if longest > due_days + LATE_DAYS:
        return text(
            "It may stay away for %(longest)s days; this treatment is due every %(due)s days.",
            longest=longest,
            due=round(due_days),
        )
    return _too_far_apart(stop, regimen.days_between, starts, until) or _too_short(
        stop, visits[0], until, regimen.chair_hours.low
    )


def _too_far_apart(stop: Stop, days: int | None, starts: list[date], until: date) -> Text | None:
    """Whether no two visits are as far apart as two infusions of one course, or a little farther.

    The second may come after `until`, as its calendar says; one visit alone says nothing of what comes after it.
    """
    if days is None:
        return None
    known = {*starts, *stop.visits(*window(until))}
    if len(known) < 2:
        return None
    near_enough = range(days, days + min(LATE_DAYS, days // 2) + 1)
    if any((later - first).days in near_enough for first in starts for later in known):
        return None
    return text("No two of its visits are %(days)s days apart, as two infusions of this treatment are.", days=days)


def _too_short(stop: Stop, first: date, until: date, least: float) -> Text | None:
    """Whether its unit or its longest visit from `first` to `until` falls short of `least` hours."""
    most_hours = stop.unit.max_infusion_hours
    if most_hours is not None and most_hours < least:
        return text(
            "It can infuse for up to %(most)s hours; this treatment takes %(least)s or more.",
            most=f"{most_hours:g}",
            least=f"{least:g}",
        )
    longest_visit = stop.opening(first, until).longest
    if 0 < longest_visit < least:
        return text(
            "The longest of its visits takes %(most)s h; this treatment takes %(least)s hours or more.",
            most=f"{longest_visit:.3g}",
            least=f"{least:g}",
        )
    return None
