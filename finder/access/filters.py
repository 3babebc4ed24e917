"""Choices of a patient that narrow a list. Each answers yes, no or unknown for a location; unknown is kept, never hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from finder.access.amenities import says_yes, speaks, takes
from finder.access.burden import Trip
from finder.domain.facility import Listing, ServicePoint, SiteOfCare

# From the choice that a person can most easily do without to the one that they cannot.
FilterId = Literal["site_of_care", "minutes", "evenings", "weekends", "payment", "language", "new_patients", "wheelchair"]
FILTERS: tuple[FilterId, ...] = get_args(FilterId)
SITES_OF_CARE: tuple[SiteOfCare, ...] = ("hospital_outpatient", "freestanding", "physician_office", "stop")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a patient needs of a location. Empty, None and False ask for nothing.

    `sites_of_care` are some of SITES_OF_CARE, `language` is one of LANGUAGES, `payment` one of PAYMENTS; `max_minutes` is the
    longest drive one way.
    """

    sites_of_care: frozenset[str] = frozenset()
    max_minutes: float | None = None
    evenings: bool = False
    weekends: bool = False
    payment: str = ""
    language: str = ""
    new_patients: bool = False
    wheelchair: bool = False

    @property
    def asked(self) -> tuple[FilterId, ...]:
        """Those that ask for something, in the order of FILTERS."""
        wants: dict[FilterId, object] = {
            "site_of_care": self.sites_of_care,
            "minutes": self.max_minutes,
            "evenings": self.evenings,
            "weekends": self.weekends,
            "payment": self.payment,
            "language": self.language,
            "new_patients": self.new_patients,
            "wheelchair": self.wheelchair,
        }
        return tuple(name for name in FILTERS if wants[name])

    @property
    def singly(self) -> "tuple[Filters, ...]":
        """One for each that asks for something and does not depend on where the patient is."""
        fields = ("sites_of_care" if name == "site_of_care" else name for name in self.asked if name != "minutes")
        return tuple(replace(NO_FILTERS, **{name: getattr(self, name)}) for name in fields)

    @property
    def without_travel(self) -> "Filters":
        """Those that do not depend on where the patient is."""
        return replace(self, max_minutes=None)


NO_FILTERS = Filters()
Verdicts = Mapping[FilterId, bool | None]


def verdicts(filters: Filters, point: ServicePoint, trip: Trip | None, first: date, last: date) -> Verdicts:
    """What each filter that asks for something says of a service point: yes, no, or None, unknown.

    Hours are those from `first` to `last`, inclusive. Minutes are judged only if there is a trip.
    """
    asked = [name for name in filters.asked if name != "minutes" or trip]
    return {name: _verdict(name, filters, point.listing, trip, (first, last)) for name in asked}


def _verdict(name: FilterId, filters: Filters, listing: Listing, trip: Trip | None, days: tuple[date, date]) -> bool | None:
    if name == "minutes":
        return _in_minutes(trip, filters.max_minutes)
    if name == "site_of_care":
        return _is_site(listing, filters.sites_of_care)
    if name == "evenings":
        return listing.opening(*days).evenings
    if name == "weekends":
        return listing.opening(*days).weekends
    if name == "payment":
        return takes(listing.payment, filters.payment)
    if name == "language":
        return speaks(listing.languages, filters.language)
    return says_yes(listing.new_patients if name == "new_patients" else listing.wheelchair)


def _in_minutes(trip: Trip | None, most: float | None) -> bool | None:
    """Whether the drive is short enough; None if that depends on where in a ZIP code or town its ends are."""
    if trip is None or most is None:
        return True
    minutes = trip.minutes_of_spread
    if minutes.low <= most < minutes.high:
        return None
    return minutes.high <= most


def _is_site(listing: Listing, chosen: frozenset[str]) -> bool | None:
    if listing.site_of_care in SITES_OF_CARE:
        return listing.site_of_care in chosen
    # A center whose site of care is unknown is any of them, but no stop.
    return None if chosen - {"stop"} else False


def kept(said: Verdicts) -> bool:
    """Whether no filter says no."""
    return False not in said.values()


def ruled_out_by(said: Verdicts) -> tuple[FilterId, ...]:
    """The filters that say no."""
    return tuple(name for name, verdict in said.items() if verdict is False)


def unknown(said: Verdicts) -> tuple[FilterId, ...]:
    """The filters that nobody can answer for the service point."""
    return tuple(name for name, verdict in said.items() if verdict is None)


@dataclass(frozen=True, slots=True)
class FilterCount:
    """What one filter does to the real service points within the radius.

    `dropped` are those it says no to, `unknown` those that it cannot answer for; `without` are those that would remain if this
    filter were given up and the others kept.
    """

    id: FilterId
    dropped: int
    unknown: int
    without: int


def count(filters: Filters, found: Sequence[Verdicts]) -> tuple[FilterCount, ...]:
    """What each filter that asks for something does to the service points of these verdicts, in the order of FILTERS."""
    return tuple(
        FilterCount(
            id=name,
            dropped=sum(said[name] is False for said in found),
            unknown=sum(said[name] is None for said in found),
            without=sum(kept({other: v for other, v in said.items() if other != name}) for said in found),
        )
        for name in filters.asked
    )
