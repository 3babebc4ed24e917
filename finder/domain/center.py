"""Centers: fixed locations with infusion chairs, and the offices of those who infuse at home."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, get_args

from finder.domain.facility import RESIDENTS_ONLY, Address, Contact, Position, ResidentsSite
from finder.domain.hours import OpenDays, open_days
from finder.domain.provenance import Provenance
from finder.domain.schedule import Calendar, Visit

_OtherSite = Literal["hospital_outpatient", "freestanding", "physician_office", "home_infusion", "pharmacy", "unknown"]
CenterSite = _OtherSite | ResidentsSite
CENTER_SITES: tuple[CenterSite, ...] = (*get_args(_OtherSite), *RESIDENTS_ONLY)


@dataclass(frozen=True, slots=True)
class Center:
    """A fixed location with infusion chairs. It gives first doses, and infusions of any length in its opening hours.

    `identifiers` are pairs of a kind and what is written, for matching alone.
    """

    kind: ClassVar[Literal["center"]] = "center"
    example: ClassVar[bool] = False
    gives_first_dose: ClassVar[bool] = True
    max_infusion_hours: ClassVar[None] = None
    only_on_visits: ClassVar[bool] = False
    calendars: ClassVar[tuple[Calendar, ...]] = ()
    unit_id: ClassVar[str] = ""
    unit_name: ClassVar[str] = ""

    id: str
    name: str
    site_of_care: CenterSite
    address: Address
    position: Position | None
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
    serves: frozenset[str] = frozenset()
    open_from: date | None = None
    open_until: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def contact(self) -> Contact:
        return self

    def opening(self, first: date, last: date) -> OpenDays:
        """Its opening hours, to its last day if that is sooner."""
        return open_days(self.hours, first, max(first, min(last, self.open_until or last)))

    def visits(self, _first: date, _last: date) -> tuple[date, ...]:
        return ()

    def hours_on(self, _day: date) -> tuple[str, ...]:
        return ()

    def occurrences(self, _first: date, _last: date) -> tuple[Visit, ...]:
        return ()
