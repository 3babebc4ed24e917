"""What a planner says of a mobile service to come: the stops to serve, and the units that serve them."""

from dataclasses import dataclass, field
from datetime import time

from finder.domain.geo import Point

# Working days of a week, from Monday.
MOST_WEEK_DAYS = 7
MOST_CREW_HOURS = 16.0


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
