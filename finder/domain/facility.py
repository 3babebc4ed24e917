"""Where infusion is given: centers, and the stops of mobile units; with what is known of each, from where, and when.

Unknown, closed and no are different things: None is unknown, a date range is closed, `not_offered` is no.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal

from finder.domain.geo import Point
from finder.domain.hours import OpenDays, Window, merged, open_days
from finder.domain.place import Precision
from finder.domain.schedule import Calendar, Visit

Evidence = Literal["confirmed", "reported", "unknown", "not_offered"]
EVIDENCE: tuple[Evidence, ...] = ("confirmed", "reported", "unknown", "not_offered")
CENTER_KINDS = ("hospital_outpatient", "freestanding", "physician_office", "unknown")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who says so, where, and when they were last looked at. An unknown date is None, never today."""

    source: str = ""
    source_url: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class TherapyEvidence:
    """Whether a therapy is given, and who says so."""

    evidence: Evidence
    provenance: Provenance


UNKNOWN_EVIDENCE = TherapyEvidence("unknown", Provenance())


@dataclass(frozen=True, slots=True)
class Address:
    """Where a door is. Every part may be empty: unknown."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A point, and how exactly it is known: a listing without coordinates stands at the middle of its ZIP or city.

    A listing whose ZIP and city are unknown too has no location: it is kept and shown, but no travel to it is measured.
    """

    point: Point
    precision: Precision


@dataclass(frozen=True, slots=True)
class Center:
    """A fixed place with infusion chairs."""

    id: str
    name: str
    kind: str
    address: Address
    location: Location | None
    provenance: Provenance
    operator: str = ""
    phone: str = ""
    website: str = ""
    hours: str = ""
    chairs: int | None = None
    new_patients: str = ""
    wheelchair: str = ""
    languages: str = ""
    payment: str = ""
    open_from: date | None = None
    open_until: date | None = None
    note: str = ""

    def is_open(self, day: date) -> bool:
        """Whether the day lies in the dates that the center is known to exist; unknown dates do not close it."""
        return (self.open_from is None or self.open_from <= day) and (self.open_until is None or day <= self.open_until)

    def opening(self, first: date, last: date) -> OpenDays:
        """Its opening hours from `first` to `last`, both included, or to its last day if that is sooner."""
        return open_days(self.hours, first, max(first, min(last, self.open_until or last)))


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
    """A place a unit visits, and its calendars."""

    id: str
    name: str
    unit: MobileUnit
    address: Address
    location: Location | None
    calendars: tuple[Calendar, ...] = ()
    note: str = ""

    def hours_on(self, day: date) -> tuple[str, ...]:
        """Local hours of its visits on a day, each range once: "09:00-15:00"."""
        there = (c for c in self.calendars if c.visits(day, day))
        return tuple(sorted({f"{c.start_time:%H:%M}-{c.end_time:%H:%M}" for c in there}))

    def visits(self, first: date, last: date) -> tuple[date, ...]:
        """Days of visits from `first` to `last`, both included."""
        return tuple(sorted({d for c in self.calendars for d in c.visits(first, last)}))

    def occurrences(self, first: date, last: date) -> tuple[Visit, ...]:
        """Visits from `first` to `last`, both included, with their local hours and time zone, in order."""
        return tuple(sorted({v for c in self.calendars for v in c.occurrences(first, last)}))

    def opening(self, first: date, last: date) -> OpenDays:
        """The hours of its visits from `first` to `last`, both included."""
        on_day = defaultdict(list)
        for calendar in self.calendars:
            for day in calendar.visits(first, last):
                on_day[day].append(Window(_minute(calendar.start_time), _minute(calendar.end_time)))
        count = (last - first).days + 1
        return OpenDays(first, tuple(merged(on_day[first + timedelta(n)]) for n in range(count)))


@dataclass(frozen=True)
class ServicePoint:
    """What a patient can travel to: a center, or a stop."""

    listing: Center | Stop
    evidence: Mapping[str, TherapyEvidence] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.listing.id

    @property
    def kind(self) -> Literal["center", "stop"]:
        return "center" if isinstance(self.listing, Center) else "stop"

    @property
    def name(self) -> str:
        listing = self.listing
        return listing.name if isinstance(listing, Center) else f"{listing.unit.name}, {listing.name}"

    @property
    def address(self) -> Address:
        return self.listing.address

    @property
    def location(self) -> Location | None:
        return self.listing.location

    @property
    def _contact(self) -> Center | MobileUnit:
        return self.listing if isinstance(self.listing, Center) else self.listing.unit

    @property
    def phone(self) -> str:
        return self._contact.phone

    @property
    def website(self) -> str:
        return self._contact.website

    @property
    def provenance(self) -> Provenance:
        return self._contact.provenance

    @property
    def example(self) -> bool:
        return isinstance(self.listing, Stop) and self.listing.unit.example

    def evidence_for(self, therapy_id: str | None) -> TherapyEvidence:
        """What is known of a therapy here; without a therapy, nothing is claimed."""
        return self.evidence.get(therapy_id or "", UNKNOWN_EVIDENCE)

    def known_to_give(self, therapy_id: str | None) -> bool:
        """Whether staff or a source say that the therapy is given here."""
        return self.evidence_for(therapy_id).evidence in ("confirmed", "reported")


def _minute(clock: time) -> int:
    """Minutes since midnight."""
    return clock.hour * 60 + clock.minute
