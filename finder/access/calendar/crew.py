"""A week of a crew: whether it can make some stays in some order, and on which days.

A drive is made in one go: in the evening after the last session of a stay, in the morning before the first session of the next
one, or on a working day of its own. All work of a day (driving, setting up, the session, taking down) is within the hours of
the crew.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from finder.domain.arrays import Floats

# When a drive is made.
Moment = Literal["morning", "evening", "day"]
_MIDNIGHT_MIN = 24 * 60
# A night at a stop this near to the base is one at home.
_HOME_MIN = 10.0
# Minutes that rounding may add to a day.
_HAIR_MIN = 1e-6


@dataclass(frozen=True, slots=True)
class Crew:
    """A unit's base (a row of the drives) and working times, in minutes; `opens_min` is after midnight."""

    base: int
    day_min: float
    setup_min: float
    takedown_min: float
    week_days: int
    opens_min: float
    overnight: bool = True


@dataclass(frozen=True, eq=False)
class Drives:
    """Minutes of driving and miles between all places, bases and stops alike; infinite where no road leads.

    Shape (places, places) each. `stop` has the place of each stop. Shape (stops,).
    """

    minutes: Floats
    miles: Floats
    stop: tuple[int, ...]


class Stay(NamedTuple):
    """Consecutive days at a stop."""

    stop: int
    days: int


class Leg(NamedTuple):
    """A drive on a day of the week (0 is Monday) between two places."""

    day: int
    moment: Moment
    origin: int
    destination: int


@dataclass(frozen=True, slots=True)
class Tour:
    """A week of a crew: its stays with their first days (0 is Monday), its drives, its miles, and how many days it takes."""

    stays: tuple[tuple[Stay, int], ...]
    legs: tuple[Leg, ...]
    miles: float
    used: int
    nights: int


class Part(NamedTuple):
    """A tour so far: its days, the minutes that are left for a drive in the evening of the last one, miles, and its stays.

    Each stay comes with the moment of the drive there.
    """

    used: int = 0
    evening_min: float = 0.0
    miles: float = 0.0
    path: tuple[tuple[Stay, Moment], ...] = ()

    def beats(self, other: "Part") -> bool:
        """Whether whatever can follow the other part can follow this one, on no more days and no more miles."""
        return self.used <= other.used and self.evening_min >= other.evening_min and self.miles <= other.miles


class Roster:
    """What weeks of a crew are made of: its times, the drives, and the minutes that doors are open at each stop."""

    def __init__(self, crew: Crew, drives: Drives, session_min: Sequence[float]) -> None:
        self.crew = crew
        self.session_min = session_min
        self._place = drives.stop
        # Lists, because single cells of arrays take long to read.
        self._minutes: list[list[float]] = drives.minutes.tolist()
        self._miles: list[list[float]] = drives.miles.tolist()

    def extended(self, part: Part, stay: Stay) -> list[Part]:
        """The part with one more stay, by each moment of the drive there that may be of use."""
        crew, here, there = self.crew, self._at(part), self._place[stay.stop]
        minutes, miles = self._minutes[here][there], part.miles + self._miles[here][there]
        tries: list[tuple[Moment, float, int]] = [("morning", minutes, part.used)]
        if part.path and minutes <= part.evening_min + _HAIR_MIN:
            tries = [("evening", 0.0, part.used)]
        elif minutes <= crew.day_min:
            tries.append(("day", 0.0, part.used + 1))
        found = []
        for moment, morning_min, before in tries:
            evening = self._evening(stay, morning_min)
            if evening is not None and before + stay.days <= crew.week_days:
                found.append(Part(before + stay.days, evening, miles, (*part.path, (stay, moment))))
        return found

    def whole(self, part: Part) -> tuple[float, int] | None:
        """The miles and days of a part with the drive back to the base; None if its days do not suffice."""
        here = self._at(part)
        minutes, miles = self._minutes[here][self.crew.base], part.miles + self._miles[here][self.crew.base]
        if minutes <= part.evening_min + _HAIR_MIN:
            return miles, part.used
        return (miles, part.used + 1) if minutes <= self.crew.day_min and part.used < self.crew.week_days else None

    def tour(self, part: Part) -> Tour:
        """The tour of a part that has days enough for the drive back to the base."""
        found = self.whole(part)
        assert found, "a tour ends at its base"
        miles, used = found
        back = Leg(used - 1, "evening" if used == part.used else "day", self._at(part), self.crew.base)
        stays, legs = self._replayed(part)
        legs = (*legs, back)
        return Tour(stays, legs, miles, used, sum(self._is_away(legs, day) for day in range(used - 1)))

    def _is_away(self, legs: Sequence[Leg], day: int) -> bool:
        """Whether the night after a day is spent elsewhere than at the base or near it."""
        at = [leg.destination for leg in legs if leg.day <= day]
        return self._minutes[at[-1]][self.crew.base] > _HOME_MIN

    def _replayed(self, part: Part) -> tuple[tuple[tuple[Stay, int], ...], tuple[Leg, ...]]:
        """The stays with their first days, and the drives to them."""
        stays, legs, used, here = list[tuple[Stay, int]](), list[Leg](), 0, self.crew.base
        for stay, moment in part.path:
            there = self._place[stay.stop]
            legs.append(Leg(used - 1 if moment == "evening" else used, moment, here, there))
            first = used + (moment == "day")
            stays.append((stay, first))
            used, here = first + stay.days, there
        return tuple(stays), tuple(legs)

    def has_day_trip(self, stop: int) -> bool:
        """Whether a crew's day has room for the drive to a stop, a session there, and the drive back."""
        base, place = self.crew.base, self._place[stop]
        evening = self._evening(Stay(stop, 1), self._minutes[base][place])
        return evening is not None and self._minutes[place][base] <= evening + _HAIR_MIN

    def day_trips(self, stays: Sequence[Stay]) -> Tour | None:
        """A week of day trips; None if it has not as many days, or a day has no room for one of them."""
        base, legs, first_days, used, miles = self.crew.base, list[Leg](), list[tuple[Stay, int]](), 0, 0.0
        if sum(stay.days for stay in stays) > self.crew.week_days or not all(self.has_day_trip(s.stop) for s in stays):
            return None
        for stay in stays:
            place = self._place[stay.stop]
            first_days.append((stay, used))
            for day in range(used, used + stay.days):
                legs += [Leg(day, "morning", base, place), Leg(day, "evening", place, base)]
            used += stay.days
            miles += stay.days * (self._miles[base][place] + self._miles[place][base])
        return Tour(tuple(first_days), tuple(legs), miles, used, nights=0)

    def _at(self, part: Part) -> int:
        """The place where a part ends."""
        return self._place[part.path[-1][0].stop] if part.path else self.crew.base

    def _evening(self, stay: Stay, morning_min: float) -> float | None:
        """The minutes left after the last session of a stay for a drive in the evening; None if one of its days is too long."""
        crew, session = self.crew, self.session_min[stay.stop]
        if morning_min > crew.opens_min - crew.setup_min + _HAIR_MIN:
            return None
        first = morning_min + crew.setup_min + session
        last = (first if stay.days == 1 else session) + crew.takedown_min
        if max(first, last) > crew.day_min + _HAIR_MIN:
            return None
        until_midnight = _MIDNIGHT_MIN - crew.opens_min - session - crew.takedown_min
        return None if until_midnight < 0 else min(crew.day_min - last, until_midnight)
