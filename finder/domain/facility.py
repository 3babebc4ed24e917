"""Where infusion is given: what every kind of listing answers, from which source, and as of when.

Each kind of listing is one file: `center.py`, `mobile.py`. A new kind answers the questions of `Listing`, and nothing that
reads listings has to change. Unknown, closed and no are different things: None (or an empty text) is unknown, a range of
dates is closed, and `not_offered` is no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, get_args

from finder.domain.evidence import UNKNOWN_EVIDENCE, Statement, TherapyEvidence, weigh
from finder.domain.geo import Point
from finder.domain.hours import OpenDays
from finder.domain.place import Place, Precision
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar, Visit

Kind = Literal["center", "stop"]
# Where only people who live, stay, or are held there are treated.
ResidentsSite = Literal["long_term_care", "residential", "prison"]
SiteOfCare = (
    Literal["hospital_outpatient", "freestanding", "physician_office", "stop", "home_infusion", "pharmacy", "unknown"]
    | ResidentsSite
)
RESIDENTS_ONLY: tuple[ResidentsSite, ...] = get_args(ResidentsSite)
# Those that nobody travels to: the infusion, or only the drug, comes to the patient.
WITHOUT_CHAIRS: tuple[Literal["home_infusion", "pharmacy"], ...] = ("home_infusion", "pharmacy")
# Whom a listing serves: ages, then groups to which it limits itself.
Age = Literal["adults", "children"]
Group = Literal["cancer", "women", "veterans", "tribal", "own_patients"]
AGES: tuple[Age, ...] = get_args(Age)
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True, slots=True)
class Address:
    """A street address. Every part may be empty: unknown."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A point, and how exactly it is known: a listing without coordinates stands at the center of its ZIP code or city.

    A listing whose ZIP code and city are unknown too has no position: it is kept and shown, but no travel to it is measured.
    `area` is the ZIP code or city, if the point is its center.
    """

    point: Point
    precision: Precision
    area: Place | None = None


class Contact(Protocol):
    """Whom to call, and who says that the listing exists."""

    @property
    def operator(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def website(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...


class Listing(Protocol):
    """What every kind of listing answers. An empty text or None is unknown.

    `display_name` is the full name; `site_of_care` the setting that patients choose by; `only_on_visits` whether care is given
    on dated visits alone; `hours` the opening hours as written (OSM opening_hours); `max_infusion_hours` the longest infusion
    that can be given, if there is a limit; `serves` are the AGES that it treats, and the GROUPS to which it limits itself, both
    empty if unknown; `identifiers` are pairs of a kind and what is written, for matching; `open_from` and `open_until` the
    first and last day that it is known to exist; `unit_id` and `unit_name` the mobile unit that comes there, both empty if none
    does.
    """

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def site_of_care(self) -> SiteOfCare: ...
    @property
    def display_name(self) -> str: ...
    @property
    def address(self) -> Address: ...
    @property
    def position(self) -> Position | None: ...
    @property
    def contact(self) -> Contact: ...
    @property
    def example(self) -> bool: ...
    @property
    def note(self) -> str: ...
    @property
    def unit_id(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def identifiers(self) -> tuple[tuple[str, str], ...]: ...

    @property
    def chairs(self) -> int | None: ...
    @property
    def gives_first_dose(self) -> bool: ...
    @property
    def max_infusion_hours(self) -> float | None: ...
    @property
    def new_patients(self) -> str: ...
    @property
    def wheelchair(self) -> str: ...
    @property
    def languages(self) -> str: ...
    @property
    def payment(self) -> str: ...
    @property
    def serves(self) -> frozenset[str]: ...

    @property
    def open_from(self) -> date | None: ...
    @property
    def open_until(self) -> date | None: ...
    @property
    def hours(self) -> str: ...
    @property
    def only_on_visits(self) -> bool: ...
    @property
    def calendars(self) -> tuple[Calendar, ...]: ...

    def opening(self, first: date, last: date, /) -> OpenDays:
        """Its hours from `first` to `last`, inclusive: opening hours, or those of its visits."""

    def visits(self, first: date, last: date, /) -> tuple[date, ...]:
        """Days of visits from `first` to `last`, inclusive; none where care is not given on visits."""

    def hours_on(self, day: date, /) -> tuple[str, ...]:
        """Local hours of its visits on a day, each range once: "09:00-15:00"."""

    def occurrences(self, first: date, last: date, /) -> tuple[Visit, ...]:
        """Visits from `first` to `last`, inclusive, with their local hours and time zone, in order."""


@dataclass(frozen=True)
class ServicePoint:
    """A listing, and what sources say of each therapy there."""

    listing: Listing
    statements: Mapping[str, tuple[Statement, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.listing.id

    @property
    def kind(self) -> Kind:
        return self.listing.kind

    @property
    def name(self) -> str:
        return self.listing.display_name

    @property
    def address(self) -> Address:
        return self.listing.address

    @property
    def position(self) -> Position | None:
        return self.listing.position

    @property
    def phone(self) -> str:
        return self.listing.contact.phone

    @property
    def website(self) -> str:
        return self.listing.contact.website

    @property
    def provenance(self) -> Provenance:
        return self.listing.contact.provenance

    @property
    def example(self) -> bool:
        return self.listing.example

    def is_open(self, day: date) -> bool:
        """Whether the day lies in the dates that it is known to exist; unknown dates do not close it."""
        first, last = self.listing.open_from, self.listing.open_until
        return (first is None or first <= day) and (last is None or day <= last)

    def evidence(self, therapy_id: str | None, on: date) -> TherapyEvidence:
        """What is known of a therapy here on a day; without a therapy, nothing is claimed."""
        said = self.statements.get(therapy_id or "")
        return weigh(said, on) if said else UNKNOWN_EVIDENCE

    @property
    def has_chairs(self) -> bool:
        """Whether infusions may be given here, rather than at the patient's home."""
        return self.listing.site_of_care not in WITHOUT_CHAIRS

    def treats(self, age: Age) -> bool | None:
        """Whether it treats people of an age; None if unknown."""
        ages = self.listing.serves.intersection(AGES)
        return age in ages if ages else None

    @property
    def only_for(self) -> tuple[Group, ...]:
        """The groups to which it limits itself."""
        return tuple(g for g in GROUPS if g in self.listing.serves)
