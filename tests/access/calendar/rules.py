"""The rules of a calendar, stated once more by other means: a check of a plan, and the best plan by trying all."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise, permutations, product

import numpy as np

from finder.access.calendar.crew import Crew, Drives
from finder.access.calendar.fleet import Fleet
from finder.access.calendar.needs import CYCLE_WEEKS, Need
from finder.access.calendar.plan import Plan, Turn

HAIR = 1e-4


def fleet_of(
    miles: Sequence[Sequence[float]], crews: Sequence[Crew], needs: Sequence[Need], mph: float = 60.0, bases: int | None = None
) -> Fleet:
    """Bases, then stops, by the miles between them."""
    table, first = np.array(miles, float), len(crews) if bases is None else bases
    drives = Drives(table / mph * 60, table, tuple(range(first, len(table))))
    return Fleet(tuple(crews), drives, tuple(needs))


def crew(base: int = 0, hours: float = 10, week_days: int = 5, overnight: bool = True) -> Crew:
    """A crew that needs half an hour to set up and to take down, and opens doors at 9."""
    return Crew(base, hours * 60, 30, 30, week_days, 9 * 60, overnight)


def violations(fleet: Fleet, plan: Plan) -> Iterator[str]:
    """What a plan breaks: nothing, if it is a plan."""
    weeks = [(turn.unit, turn.week) for turn in plan.turns]
    if len(set(weeks)) < len(weeks):
        yield "a unit has two tours in one week"
    visits: dict[int, dict[int, int]] = defaultdict(dict)
    units: dict[int, set[int]] = defaultdict(set)
    for turn in plan.turns:
        yield from _of_week(fleet, turn)
        for stay, _ in turn.tour.stays:
            if turn.week in visits[stay.stop]:
                yield f"{stay.stop} twice in a week"
            visits[stay.stop][turn.week] = stay.days
            units[stay.stop].add(turn.unit)
    if any(len(some) > 1 for some in units.values()):
        yield "two units at a stop"
    for stop, need in enumerate(fleet.needs):
        if stop in plan.left_out:
            if stop in visits:
                yield f"{stop} is left out and visited"
            continue
        yield from _of_stop(stop, need, visits[stop], _days(plan, stop))


def _of_stop(stop: int, need: Need, lengths: dict[int, int], days: list[int]) -> Iterator[str]:
    if sum(days_there == need.block for days_there in lengths.values()) < 1:
        yield f"{stop} has no stay of {need.block} days"
    if len(days) != need.stop_days:
        yield f"{stop} has {len(days)} days, not {need.stop_days}"
    if need.step == 2:
        cycle = [*days, *(d + 28 for d in days)]
        if not any(14 <= later - first <= 21 for first in days for later in cycle):
            yield f"{stop} has no two visits 14 to 21 days apart"


def _days(plan: Plan, stop: int) -> list[int]:
    return sorted(
        7 * turn.week + first + n
        for turn in plan.turns
        for stay, first in turn.tour.stays
        if stay.stop == stop
        for n in range(stay.days)
    )


def _of_week(fleet: Fleet, turn: Turn) -> Iterator[str]:
    """What a tour breaks: every day is lived through anew."""
    crew, tour = fleet.crews[turn.unit], turn.tour
    place, miles = crew.base, 0.0
    for day in range(crew.week_days):
        lived = _Day(fleet, turn, day, place)
        yield from lived.violations()
        place, miles = lived.place, miles + lived.miles
    if place != crew.base:
        yield "not back at the base"
    if not math.isclose(miles, tour.miles, abs_tol=HAIR):
        yield f"{miles} miles, not {tour.miles}"


class _Day:
    """A day of a crew, from the place where it starts to the one where it ends."""

    def __init__(self, fleet: Fleet, turn: Turn, day: int, place: int) -> None:
        self.fleet, self.crew, self.turn, self.day = fleet, fleet.crews[turn.unit], turn, day
        self.place, self.miles, self.worked = place, 0.0, 0.0
        self.there = [stay for stay, first in turn.tour.stays if first <= day < first + stay.days]

    def violations(self) -> Iterator[str]:
        if len(self.there) > 1:
            yield f"two stops on day {self.day}"
        yield from self._drive("morning")
        if self.worked > self.crew.opens_min - self.crew.setup_min + HAIR:
            yield f"a drive before midnight of day {self.day}"
        if self.there:
            yield from self._session(self.there[0].stop)
        for moment in ("day", "evening"):
            yield from self._drive(moment)
        if self.worked > self.crew.day_min + HAIR:
            yield f"a day of {self.worked} minutes"
        if not self.crew.overnight and self.place != self.crew.base:
            yield f"a night away after day {self.day}"

    def _drive(self, moment: str) -> Iterator[str]:
        legs = [leg for leg in self.turn.tour.legs if (leg.day, leg.moment) == (self.day, moment)]
        if moment == "day" and legs and self.there:
            yield f"a session on the day {self.day} of a long drive"
        for leg in legs:
            if leg.origin != self.place:
                yield f"a drive from {leg.origin} on day {self.day}, from {self.place}"
            self.place = leg.destination
            self.worked += float(self.fleet.drives.minutes[leg.origin, leg.destination])
            self.miles += float(self.fleet.drives.miles[leg.origin, leg.destination])

    def _session(self, stop: int) -> Iterator[str]:
        if self.place != self.fleet.drives.stop[stop]:
            yield f"a session at {stop} on day {self.day}, and the unit is at {self.place}"
        (first,) = (first for stay, first in self.turn.tour.stays if stay.stop == stop)
        daily, last = not self.crew.overnight, first + self.there[0].days - 1
        self.worked += self.fleet.needs[stop].session_min
        self.worked += self.crew.setup_min * (daily or self.day == first)
        self.worked += self.crew.takedown_min * (daily or self.day == last)


def best(fleet: Fleet) -> tuple[int, float]:
    """How many stops the best of all plans leaves out, and its miles; every plan is tried."""
    choices: list[list[tuple[int, tuple[int, ...]] | None]] = [
        [None, *product(range(len(fleet.crews)), need.patterns(1))] for need in fleet.needs
    ]
    found = (len(fleet.needs), 0.0)
    for chosen in product(*choices):
        left_out = sum(choice is None for choice in chosen)
        if left_out > found[0]:
            continue
        miles = 0.0
        for unit, week in product(range(len(fleet.crews)), range(CYCLE_WEEKS)):
            stays = tuple((s, c[1][week]) for s, c in enumerate(chosen) if c and c[0] == unit and c[1][week])
            miles += _week_miles(fleet, unit, stays) if stays else 0.0
        found = min(found, (left_out, miles)) if math.isfinite(miles) else found
    return found


def _week_miles(fleet: Fleet, unit: int, stays: tuple[tuple[int, int], ...]) -> float:
    """The fewest miles of a week with these stays, over all orders and all moments of all drives."""
    crew, drives = fleet.crews[unit], fleet.drives
    if not crew.overnight:
        return sum(days * _day_trip(fleet, crew, stop) for stop, days in stays) if _fits(crew, stays) else math.inf
    fewest = math.inf
    for order in permutations(stays):
        places = [crew.base, *(drives.stop[stop] for stop, _ in order), crew.base]
        legs = list(pairwise(places))
        miles = sum(float(drives.miles[leg]) for leg in legs)
        moments = product(("morning", "evening", "day"), repeat=len(legs))
        if miles < fewest and any(_possible(fleet, crew, order, legs, some) for some in moments):
            fewest = miles
    return fewest


def _fits(crew: Crew, stays: tuple[tuple[int, int], ...]) -> bool:
    return sum(days for _, days in stays) <= crew.week_days


def _day_trip(fleet: Fleet, crew: Crew, stop: int) -> float:
    there, back = (crew.base, fleet.drives.stop[stop]), (fleet.drives.stop[stop], crew.base)
    drive = float(fleet.drives.minutes[there] + fleet.drives.minutes[back])
    if drive + crew.setup_min + fleet.needs[stop].session_min + crew.takedown_min > crew.day_min + HAIR:
        return math.inf
    return float(fleet.drives.miles[there] + fleet.drives.miles[back])


def _possible(
    fleet: Fleet, crew: Crew, order: Sequence[tuple[int, int]], legs: Sequence[tuple[int, int]], moments: Sequence[str]
) -> bool:
    """Whether the days of a week have room for a tour with its drives at these moments."""
    if moments[0] == "evening" or moments[-1] == "morning":
        return False
    minutes = [float(fleet.drives.minutes[leg]) for leg in legs]
    days = sum(n for _, n in order) + sum(moment == "day" for moment in moments)
    if days > crew.week_days or any(m > crew.day_min for m, moment in zip(minutes, moments, strict=True) if moment == "day"):
        return False
    for number, (stop, n) in enumerate(order):
        session = fleet.needs[stop].session_min
        morning = minutes[number] if moments[number] == "morning" else 0.0
        evening = minutes[number + 1] if moments[number + 1] == "evening" else 0.0
        first, last = morning + crew.setup_min + session, session + crew.takedown_min + evening
        worked = [first + last - session] if n == 1 else [first, last]
        if max(worked) > crew.day_min + HAIR or morning > crew.opens_min - crew.setup_min:
            return False
        if crew.opens_min + last > 24 * 60:
            return False
    return True
