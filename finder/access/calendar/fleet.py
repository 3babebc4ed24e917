"""Crews, the drives between their bases and the stops, and what they can serve; and what would free those left out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal, NamedTuple

import numpy as np

from finder.access.calendar.crew import Crew, Drives, Roster
from finder.access.calendar.needs import CYCLE_WEEKS, Need
from finder.access.calendar.plan import Plan, Task, plan
from finder.access.calendar.tours import Round, TooManyRounds, rounds, weeks_apart

# What is tried to free stops that are left out.
Change = Literal["unit", "base", "week"]
SIX_DAYS = 6
# Why no unit can serve a stop, all other stops aside.
ObstacleCode = Literal["session", "week", "no_road", "too_far"]
# The most that one trial may take of all the time for trials.
_TRIAL_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no unit can serve a stop: the code, and the unit that is nearest to it, with its drive one way in minutes."""

    stop: int
    code: ObstacleCode
    unit: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Relief:
    """The best that a change does: the unit that changes (None for a new one or for all), and its place.

    `left_out` is the number of stops, and `miles` are those of a cycle with the change. It is the best of so many `tried`.
    """

    change: Change
    unit: int | None
    place: int | None
    left_out: int
    miles: float
    proven: bool
    tried: int


class _Trial(NamedTuple):
    """Crews to try, with the unit that changes and its place."""

    crews: tuple[Crew, ...]
    unit: int | None
    place: int | None


@dataclass(frozen=True, eq=False)
class Fleet:
    """The crews, the drives, and what the stops need."""

    crews: tuple[Crew, ...]
    drives: Drives
    needs: tuple[Need, ...]
    _made: dict[Crew, list[Round]] = field(default_factory=dict, repr=False)

    @property
    def most_days(self) -> int:
        """Working days of all crews in a cycle."""
        return sum(self.most_days_of(unit) for unit in range(len(self.crews)))

    def most_days_of(self, unit: int) -> int:
        """Working days of one crew in a cycle."""
        return CYCLE_WEEKS * self.crews[unit].week_days

    def roster(self, crew: Crew) -> Roster:
        """What weeks of a crew are made of."""
        return Roster(crew, self.drives, [need.session_min for need in self.needs])

    def rounds(self, crew: Crew) -> list[Round]:
        """All rounds of a crew. Raises TooManyRounds."""
        if crew not in self._made:
            self._made[crew] = rounds(self.roster(crew), self.needs, weeks_apart(self.needs))
        return self._made[crew]

    def task(self) -> Task:
        """What is to be planned. Raises TooManyRounds."""
        twins = tuple(self.crews.index(crew) for crew in self.crews)
        return Task(self.needs, tuple(self.rounds(crew) for crew in self.crews), twins, weeks_apart(self.needs))

    def plan(self, seconds: float) -> Plan:
        """The plan of a cycle. Raises TooManyRounds."""
        return plan(self.task(), self.most_days, seconds)

    def obstacles(self) -> Iterator[Obstacle]:
        """Why stops cannot be served by any unit, all other stops aside."""
        for stop in self.task().hopeless:
            place = self.drives.stop[stop]
            minutes = [float(self.drives.minutes[crew.base, place]) for crew in self.crews]
            unit = min(range(len(minutes)), key=minutes.__getitem__)
            yield Obstacle(stop, self._code(stop, minutes[unit]), unit, minutes[unit])

    def _code(self, stop: int, minutes: float) -> ObstacleCode:
        at_door = replace(self.drives, minutes=np.zeros_like(self.drives.minutes))
        if minutes == float("inf"):
            return "no_road"
        if all(self.needs[stop].block > crew.week_days for crew in self.crews):
            return "week"
        if not any(replace(self, drives=at_door).roster(crew).has_day_trip(stop) for crew in self.crews):
            return "session"
        return "too_far"

    def reliefs(self, places: Iterable[int], seconds: float) -> Iterator[Relief]:
        """The best of each change, each really planned. `places` are those where a base may be, the most useful first.

        Changes that there was no time to try are missing.
        """
        until, trials = monotonic() + seconds, list(self._trials(list(places)))
        for n, (change, some) in enumerate(trials):
            share = (until - monotonic()) / (len(trials) - n)
            if best := self._best(change, some, monotonic() + share, seconds * _TRIAL_SHARE):
                yield best

    def _trials(self, places: Sequence[int]) -> Iterator[tuple[Change, list[_Trial]]]:
        """What is tried, by change: one more crew like the first, another base for each, and longer weeks."""
        crews, bases = self.crews, dict.fromkeys(crew.base for crew in self.crews)
        yield "unit", [_Trial((*crews, replace(crews[0], base=place)), None, place) for place in (*bases, *places)]
        yield (
            "base",
            [
                _Trial((*crews[:unit], replace(crew, base=place), *crews[unit + 1 :]), unit, place)
                for place in places
                for unit, crew in enumerate(crews)
                if place != crew.base
            ],
        )
        longer = tuple(replace(crew, week_days=max(crew.week_days, SIX_DAYS)) for crew in crews)
        if longer != crews:
            yield "week", [_Trial(longer, None, None)]

    def _best(self, change: Change, trials: Sequence[_Trial], until: float, each: float) -> Relief | None:
        """The trial that leaves out the fewest stops, then with the fewest miles; None if none could be planned in time."""
        best: Relief | None = None
        for tried, trial in enumerate(trials, 1):
            if monotonic() >= until:
                break
            try:
                found = replace(self, crews=trial.crews).plan(each)
            except TooManyRounds:
                continue
            relief = Relief(change, trial.unit, trial.place, len(found.left_out), found.miles, found.proven, tried)
            best = min(best or relief, relief, key=lambda some: (some.left_out, some.miles))
            best = replace(best, tried=tried)
        return best
