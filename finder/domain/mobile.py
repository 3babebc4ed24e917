"""Mobile units, and the stops that they visit."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property, lru_cache
from typing import ClassVar, Literal

from finder.domain.facility import Address, Contact, Position
from finder.domain.hours import OpenDays, Window, merge
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar, Visit

# All searches of a day ask for the visits of the same few spans of days.
_SPANS_KEPT = 8


@dataclass(frozen=True, slots=True)
class MobileUnit:
    """A vehicle with chairs. `first_dose` says whether a first infusion may be given on board (no, unless known)."""

    id: str
    name: str
    provenance: Provenance
    operator: str = ""
    phone: str = ""
    website: str = ""
    chairs: int | None = None
    therapies: tuple[str, ...] = ()
    first_dose: bool = False
    max_infusion_hours: float | None = None
    example: bool = False


@dataclass(frozen=True)
class Stop:
    """A location that a mobile unit visits, and its calendars. What its source says of patients and payment is unknown."""

    kind: ClassVar[Literal["stop"]] = "stop"
    site_of_care: ClassVar[Literal["stop"]] = "stop"
    only_on_visits: ClassVar[bool] = True
    hours: ClassVar[str] = ""
    new_patients: ClassVar[str] = ""
    wheelchair: ClassVar[str] = ""
    languages: ClassVar[str] = ""
    payment: ClassVar[str] = ""
    serves: ClassVar[frozenset[str]] = frozenset()
    identifiers: ClassVar[tuple[tuple[str, str], ...]] = ()
    open_from: ClassVar[None] = None
    open_until: ClassVar[None] = None

    id: str
    name: str
    unit: MobileUnit
    address: Address
    position: Position | None
    calendars: tuple[Calendar, ...] = ()
    note: str = ""

    @property
    def display_name(self) -> str:
        return f"{self.unit.name}, {self.name}"

    @property
    def unit_id(self) -> str:
        return self.unit.id

    @property
    def unit_name(self) -> str:
        return self.unit.name

    @property
    def contact(self) -> Contact:
        return self.unit

    @property
    def example(self) -> bool:
        return self.unit.example

    @property
    def chairs(self) -> int | None:
        return self.unit.chairs

    @property
    def gives_first_dose(self) -> bool:
        return self.unit.first_dose

    @property
    def max_infusion_hours(self) -> float | None:
        return self.unit.max_infusion_hours

    def hours_on(self, day: date) -> tuple[str, ...]:
        """Local hours of its visits on a day, each range once: "09:00-15:00"."""
        there = (c for c in self.calendars if c.visits(day, day))
        return tuple(sorted({f"{c.start_time:%H:%M}-{c.end_time:%H:%M}" for c in there}))

    def visits(self, first: date, last: date) -> tuple[date, ...]:
        """Days of visits from `first` to `last`, inclusive."""
        return self._visits(first, last)

    def occurrences(self, first: date, last: date) -> tuple[Visit, ...]:
        """Visits from `first` to `last`, inclusive, with their local hours and time zone, in order."""
        return tuple(sorted({v for c in self.calendars for v in c.occurrences(first, last)}))

    def opening(self, first: date, last: date) -> OpenDays:
        """The hours of its visits from `first` to `last`, inclusive."""
        return self._opening(first, last)

    @cached_property
    def _visits(self) -> Callable[[date, date], tuple[date, ...]]:
        return lru_cache(_SPANS_KEPT)(self._visits_between)

    def _visits_between(self, first: date, last: date) -> tuple[date, ...]:
        return tuple(sorted({d for c in self.calendars for d in c.visits(first, last)}))

    @cached_property
    def _opening(self) -> Callable[[date, date], OpenDays]:
        return lru_cache(_SPANS_KEPT)(self._opening_between)

    def _opening_between(self, first: date, last: date) -> OpenDays:
        on_day = defaultdict(list)
        for calendar in self.calendars:
            for day in calendar.visits(first, last):
                on_day[day].append(Window(_minute(calendar.start_time), _minute(calendar.end_time)))
        count = (last - first).days + 1
        return OpenDays(first, tuple(merge(on_day[first + timedelta(n)]) for n in range(count)))


def _minute(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute
