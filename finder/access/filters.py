"""Choices of a patient that narrow a list: each answers yes, no or unknown of a place. Unknown is kept, never hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from typing import Literal, get_args

from finder.access.amenities import LANGUAGES, PAYMENTS, says_yes, speaks, takes
from finder.access.burden import Trip
from finder.domain.facility import Center, ServicePoint
from finder.errors import QueryError
from finder.text import Text, text, text_n

# From the one that a person can most easily do without to the one that they cannot.
FilterId = Literal["kinds", "minutes", "evenings", "weekends", "payment", "language", "new_patients", "wheelchair"]
FILTERS: tuple[FilterId, ...] = get_args(FilterId)
KINDS: dict[str, Text] = {
    "hospital_outpatient": text("hospital"),
    "freestanding": text("infusion center"),
    "physician_office": text("doctor's office"),
    "stop": text("stop of a mobile unit"),
}
MOST_MINUTES = 600.0
EXPLAINED: dict[FilterId, Text] = {
    "kinds": text("Only places of the kinds you choose."),
    "minutes": text("By our estimate of the drive, one way."),
    "evenings": text("Open past 6 p.m. on some day of the coming 60, by the hours listed."),
    "weekends": text("Open on some Saturday or Sunday of the coming 60 days, by the hours listed."),
    "payment": text("As the place lists it. Ask if your own plan is taken."),
    "language": text("Spoken there, as the place lists it. You can always ask for an interpreter."),
    "new_patients": text("As the place lists it. This can change from week to week."),
    "wheelchair": text("As the place lists it. Ask about doors, restrooms and scales."),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a patient needs of a place. Empty, None and False ask for nothing.

    `kinds` are keys of KINDS, `language` of LANGUAGES, `payment` of PAYMENTS; `max_minutes` one way. Raises QueryError for any
    other value.
    """

    kinds: frozenset[str] = frozenset()
    max_minutes: float | None = None
    evenings: bool = False
    weekends: bool = False
    payment: str = ""
    language: str = ""
    new_patients: bool = False
    wheelchair: bool = False

    def __post_init__(self) -> None:
        for kind in sorted(self.kinds):
            _check(kind, KINDS)
        _check(self.payment, PAYMENTS)
        _check(self.language, LANGUAGES)
        if self.max_minutes is not None and not 0 < self.max_minutes <= MOST_MINUTES:
            raise QueryError(
                text("The drive must be over 0 and at most %(most)s minutes.", most=f"{MOST_MINUTES:g}"), text("Try 60.")
            )

    @property
    def asked(self) -> tuple[FilterId, ...]:
        """Those that ask for something, in the order of FILTERS."""
        wants: dict[FilterId, object] = {
            "kinds": self.kinds,
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
    def of_places(self) -> "Filters":
        """Those that do not depend on where the patient is."""
        return replace(self, max_minutes=None)

    def label(self, name: FilterId) -> Text:
        """What one of those asked for wants, in a few words."""
        if name == "kinds":
            return reduce(_or, (words for kind, words in KINDS.items() if kind in self.kinds))
        if name == "minutes":
            return text("at most %(minutes)s minutes away", minutes=f"{self.max_minutes:g}")
        if name == "payment":
            payment = PAYMENTS[self.payment]
            return payment if self.payment == "reduced" else text("takes %(payment)s", payment=payment)
        if name == "language":
            return text("speaks %(language)s", language=LANGUAGES[self.language])
        return _LABELS[name]


_LABELS: dict[FilterId, Text] = {
    "evenings": text("open past 6 p.m."),
    "weekends": text("open on weekends"),
    "new_patients": text("takes new patients"),
    "wheelchair": text("wheelchair access"),
}


def _check(value: str, known: Iterable[str]) -> None:
    if value and value not in known:
        raise QueryError(
            text("%(value)s is not a choice known here.", value=repr(value[:60])),
            text("Use one of: %(known)s.", known=", ".join(known)),
        )


def _or(first: Text, second: Text) -> Text:
    return text("%(first)s or %(second)s", first=first, second=second)


NO_FILTERS = Filters()
Verdicts = Mapping[FilterId, bool | None]


def verdicts(filters: Filters, point: ServicePoint, trip: Trip | None, first: date, last: date) -> Verdicts:
    """What each filter that asks for something says of a place: yes, no, or None, unknown.

    Hours are those from `first` to `last`, both included; minutes are judged only if there is a trip.
    """
    asked = [name for name in filters.asked if name != "minutes" or trip]
    return {name: _verdict(name, filters, point, trip, (first, last)) for name in asked}


def _verdict(name: FilterId, filters: Filters, point: ServicePoint, trip: Trip | None, days: tuple[date, date]) -> bool | None:
    listing = point.listing
    if name == "minutes":
        return trip is None or filters.max_minutes is None or trip.travel_min <= filters.max_minutes
    if name == "kinds":
        return _of_kind(point, filters.kinds)
    if name == "evenings":
        return listing.opening(*days).evenings
    if name == "weekends":
        return listing.opening(*days).weekends
    if not isinstance(listing, Center):
        return None
    if name == "payment":
        return takes(listing.payment, filters.payment)
    if name == "language":
        return speaks(listing.languages, filters.language)
    return says_yes(listing.new_patients if name == "new_patients" else listing.wheelchair)


def _of_kind(point: ServicePoint, kinds: frozenset[str]) -> bool | None:
    kind = point.listing.kind if isinstance(point.listing, Center) else "stop"
    if kind in KINDS:
        return kind in kinds
    # A center of unknown kind is any of them, but no stop.
    return None if kinds - {"stop"} else False


def kept(said: Verdicts) -> bool:
    """Whether no filter says no."""
    return False not in said.values()


def unknown(said: Verdicts) -> tuple[FilterId, ...]:
    """The filters of which nobody knows whether the place fits."""
    return tuple(name for name, verdict in said.items() if verdict is None)


@dataclass(frozen=True, slots=True)
class FilterCount:
    """What one filter does to the real places within the radius.

    `dropped` are those it says no of, `unknown` those of which it is not known; `without` those that would be left if this
    one were given up and the others kept.
    """

    id: FilterId
    label: Text
    explained: Text
    dropped: int
    unknown: int
    without: int

    @property
    def offer(self) -> Text:
        """What giving it up would bring; places out of reach are not counted."""
        if not self.without:
            return text("Without “%(label)s”", label=self.label)
        return text_n("Without “%(label)s”: %(n)s place.", "Without “%(label)s”: %(n)s places.", self.without, label=self.label)


def count(filters: Filters, places: Sequence[Verdicts]) -> tuple[FilterCount, ...]:
    """What each filter that asks for something does to the places of these verdicts, in the order of FILTERS."""
    return tuple(
        FilterCount(
            id=name,
            label=filters.label(name),
            explained=EXPLAINED[name],
            dropped=sum(said[name] is False for said in places),
            unknown=sum(said[name] is None for said in places),
            without=sum(kept({other: v for other, v in said.items() if other != name}) for said in places),
        )
        for name in filters.asked
    )
