"""What a planner says of a mobile service to come: the stops to serve, and the units that serve them."""

from dataclasses import dataclass, field
from datetime import time

from finder.domain.facility import Address, Position
from finder.domain.geo import Point
from finder.domain.mobile import MobileUnit, Stop
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar

# Working days of a week, from Monday.
MOST_WEEK_DAYS = 7
MOST_CREW_HOURS = 16.0
# What a patient reads of every planned stop.
NOTE = "Planned, not confirmed. Call before you travel."
# Of degrees, in listing files.
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A location to be served: its therapies (empty for those asked about), and the days in a row of a stay, if it says so.

    `state` is empty where the file does not say it.
    """

    id: str
    name: str
    point: Point
    state: str = ""
    therapies: tuple[str, ...] = ()
    days: int | None = None


@dataclass(frozen=True, slots=True)
class CrewTimes:
    """The working times of a crew: hours a day, minutes to set up and to take down, days a week, and when doors open.

    With `overnight`, it may stay out until the end of its working week; without, it is at its base every night.
    """

    crew_hours: float = 10.0
    setup_min: float = 30.0
    takedown_min: float = 30.0
    week_days: int = 5
    opens: time = time(9)
    overnight: bool = True


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A mobile unit: its base, as a place to look up or as a point, and the times of its crew. What is said of it is shown."""

    id: str
    name: str
    base: str
    base_point: Point | None = None
    times: CrewTimes = field(default_factory=CrewTimes)
    chairs: int | None = None
    operator: str = ""
    phone: str = ""
    website: str = ""
    first_dose: bool = False
    example: bool = False


def listed_unit(unit: PlannedUnit, therapies: tuple[str, ...], most_hours: float, said: Provenance) -> MobileUnit:
    """The unit as a directory lists it, with what it gives and the longest infusion on board."""
    return MobileUnit(
        id=unit.id,
        name=unit.name,
        provenance=said,
        operator=unit.operator,
        phone=unit.phone,
        website=unit.website,
        chairs=unit.chairs,
        therapies=therapies,
        first_dose=unit.first_dose,
        max_infusion_hours=most_hours,
        example=unit.example,
    )


def listed_stop(stop: PlannedStop, unit: MobileUnit, town: str, state: str, calendars: tuple[Calendar, ...]) -> Stop:
    """The stop as a directory lists it: its point is rounded to a few feet, as in the file."""
    point = Point(round(stop.point.lat_deg, _DIGITS), round(stop.point.lon_deg, _DIGITS))
    return Stop(stop.id, stop.name, unit, Address("", town, state, ""), Position(point, "address"), calendars, NOTE)
