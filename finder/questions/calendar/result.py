"""The answer to the question of calendars."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from finder.access.calendar.crew import Stay
from finder.access.calendar.fleet import Fleet, Obstacle, Relief
from finder.access.calendar.needs import CYCLE_DAYS
from finder.access.calendar.plan import Plan, Turn
from finder.access.reason import Reason
from finder.domain.facility import ServicePoint
from finder.domain.fleet import PlannedUnit
from finder.questions.base import Context
from finder.questions.calendar.query import CalendarQuery
from finder.text import Text
from finder.travel.model import Method

CYCLES_A_YEAR = 365 / CYCLE_DAYS


@dataclass(frozen=True, slots=True)
class StopVisit:
    """The days of a unit at a stop in one week of the cycle: rows of units and stops, the week from 0, and the first day."""

    unit: int
    stop: int
    week: int
    first_day: date
    days: int

    @property
    def last_day(self) -> date:
        """The last of its days."""
        return self.first_day + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Unfit:
    """A day on which a stop's visits cannot give one of its therapies, by the rules that searches use."""

    stop: int
    therapy: str
    day: date
    why: Reason


@dataclass(frozen=True, eq=False)
class CalendarResult:
    """The plan, the listings that come of it, and what was in the way.

    `base_names` are of the units, `states` of the stops. `points` are the
    stops that are served, as a directory has them.
    """

    query: CalendarQuery
    context: Context
    method: Method
    notices: tuple[Text, ...]
    base_names: tuple[str, ...]
    states: tuple[str, ...]
    fleet: Fleet
    plan: Plan
    obstacles: tuple[Obstacle, ...]
    reliefs: tuple[Relief, ...]
    points: tuple[ServicePoint, ...]
    unfit: tuple[Unfit, ...] = ()

    @cached_property
    def visits(self) -> tuple[StopVisit, ...]:
        """All stays of the first cycle, by unit and day."""
        return visits(self.query, self.plan)

    def turns_of(self, unit: int) -> tuple[Turn, ...]:
        """The tours of a unit, by week."""
        return tuple(turn for turn in self.plan.turns if turn.unit == unit)

    def unit_miles(self, unit: int) -> float:
        """Miles of a unit in a cycle."""
        return sum(turn.tour.miles for turn in self.turns_of(unit))

    @property
    def stop_days(self) -> int:
        """Days of visits that all stops need in a cycle."""
        return sum(need.stop_days for need in self.fleet.needs)

    def place_name(self, place: int) -> str:
        """The name of a base or a stop by its row of the drives."""
        bases = len(self.query.units)
        return self.base_names[place] if place < bases else self.full_name(place - bases)

    def full_name(self, stop: int) -> str:
        """The name of a stop with its state, unless it has it: "Libby, MT"."""
        name, state = self.query.stops[stop].name, self.states[stop]
        return name if not state or name.endswith(f", {state}") else f"{name}, {state}"

    def drive(self, origin: int, destination: int) -> tuple[float, float]:
        """Miles and minutes of driving between two places."""
        drives = self.fleet.drives
        return float(drives.miles[origin, destination]), float(drives.minutes[origin, destination])


def day_of(query: CalendarQuery, week: int, day: int) -> date:
    """A day of the cycle: the week and the day are counted from 0, and the day from Monday."""
    return query.starts_on + timedelta(days=7 * week + day)


def visits(query: CalendarQuery, plan: Plan) -> tuple[StopVisit, ...]:
    """All stays of the first cycle of a plan, by unit and day."""

    def visit(turn: Turn, stay: Stay, first: int) -> StopVisit:
        return StopVisit(turn.unit, stay.stop, turn.week, day_of(query, turn.week, first), stay.days)

    return tuple(visit(turn, stay, first) for turn in plan.turns for stay, first in turn.tour.stays)


def closing(unit: PlannedUnit, session_min: float) -> time:
    """When doors close at a stop of a unit."""
    return (datetime.combine(date.min, unit.times.opens) + timedelta(minutes=session_min)).time()
