"""What a planner asks about the calendar of mobile units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from finder.domain.fleet import MOST_CREW_HOURS, MOST_WEEK_DAYS, PlannedStop, PlannedUnit
from finder.errors import QueryError
from finder.text import text

MOST_STOPS, MOST_UNITS, MOST_SECONDS = 100, 20, 3600
# Days on which a calendar may start: the listing files have the years 2000 to 2099.
_EARLIEST, _LATEST = date(2000, 1, 3), date(2098, 12, 31)
_MOST_MIN = 24 * 60


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """Which of `units` is at which of `stops` on which days of four weeks that repeat from the Monday `starts_on`.

    `therapies` are given at every stop that names none of its own. `days` are the days in a row of a stay, of what takes
    several; None for the fewest. `seconds` is the longest that the search for a plan may take, and as long again the search for
    what would free stops that are left out. `made_from` has the name and the fingerprint of each file that stops and units are
    from. Raises QueryError for a value that makes no sense.
    """

    stops: tuple[PlannedStop, ...]
    units: tuple[PlannedUnit, ...]
    therapies: tuple[str, ...]
    starts_on: date
    days: int | None = None
    seconds: int = 60
    made_from: tuple[tuple[str, str], ...] = ()
    on: date = field(kw_only=True)

    def __post_init__(self) -> None:
        _check_number(len(self.stops), MOST_STOPS, "stops")
        _check_number(len(self.units), MOST_UNITS, "units")
        _check_number(self.seconds, MOST_SECONDS, "seconds")
        _check_ids([stop.id for stop in self.stops])
        _check_ids([unit.id for unit in self.units])
        for unit in self.units:
            _check_times(unit)
        if bare := [stop for stop in self.stops if not (stop.therapies or self.therapies)]:
            raise QueryError(
                text("No treatment is named for the stop %(stop)s.", stop=bare[0].name),
                text("Name the treatments that every stop gives, like ivig, or those of each stop in its column therapies."),
            )
        if self.starts_on.weekday() or not _EARLIEST <= self.starts_on <= _LATEST:
            raise QueryError(
                text("A calendar starts on a Monday of the years 2000 to 2098."),
                text("For example: %(day)s.", day="2027-01-04"),
            )

    def therapies_of(self, stop: PlannedStop) -> tuple[str, ...]:
        """The ids of the therapies that a stop gives."""
        return stop.therapies or self.therapies


def monday_from(day: date) -> date:
    """The first Monday from a day on."""
    return day + timedelta(days=-day.weekday() % 7)


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return monday_from(today + timedelta(days=1))


def _check_number(value: int, most: int, what: str) -> None:
    if 1 <= value <= most:
        return
    said: Mapping[str, QueryError] = {
        "stops": QueryError(
            text("A calendar needs 1 to %(most)s stops; there are %(n)s.", most=most, n=value),
            text("Give a file of stops, of one region if there are many."),
        ),
        "units": QueryError(
            text("A calendar needs 1 to %(most)s units; there are %(n)s.", most=most, n=value),
            text("Give a file of units, or one unit by its base."),
        ),
        "seconds": QueryError(
            text("The seconds for the plan must be a whole number from 1 to %(most)s.", most=most),
            text("For example: %(example)s.", example=60),
        ),
    }
    raise said[what]


def _check_ids(ids: Sequence[str]) -> None:
    if twice := [name for n, name in enumerate(ids) if name in ids[:n]]:
        raise QueryError(
            text("%(id)s is listed twice.", id=repr(twice[0][:60])), text("Give each stop and each unit an id of its own.")
        )


def _check_times(unit: PlannedUnit) -> None:
    times, name = unit.times, unit.name
    if not 1 <= times.week_days <= MOST_WEEK_DAYS:
        raise QueryError(
            text("The unit %(unit)s has no working day: %(n)s days a week.", unit=name, n=times.week_days),
            text("Give it 1 to 7 days a week, from Monday."),
        )
    if not 0 < times.crew_hours <= MOST_CREW_HOURS:
        raise QueryError(
            text("The crew of %(unit)s can't work %(hours)s hours a day.", unit=name, hours=times.crew_hours),
            text("Give it more than 0 and at most %(most)s hours.", most=int(MOST_CREW_HOURS)),
        )
    if not (0 <= times.setup_min < _MOST_MIN and 0 <= times.takedown_min < _MOST_MIN):
        raise QueryError(
            text("The minutes to set up and take down the unit %(unit)s make no sense.", unit=name),
            text("Give minutes of 0 or more."),
        )
