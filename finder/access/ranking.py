"""The answer to "where can I get my infusion": service points by travel, then by what is known of the therapy there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from finder.access.burden import Burden, Trip, yearly_burden
from finder.access.candidate import Candidate
from finder.access.filters import FilterCount, FilterId, Filters, Verdicts, count, kept, unknown
from finder.domain.facility import EVIDENCE, Provenance, ServicePoint, Stop, TherapyEvidence
from finder.domain.place import Place
from finder.domain.therapy import Therapy
from finder.text import Text, text
from finder.travel.model import NO_DESTINATION, TravelMatrix

SHOWN_IF_NONE_NEAR = 3
NOT_LISTED = 0
_FIRST_ELSEWHERE = text("Your first infusion must be given somewhere else, unless this unit tells you otherwise.")


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the answer. `rank` starts at 1 (NOT_LISTED: named beside the list, not in it); `burden` is None without a
    therapy, a known regimen or a road.

    `unknown` are the filters of which nobody knows whether the place fits; `notes` what else to know before choosing it;
    `same_area` that it is known only to lie in the patient's own ZIP code or town, so that its miles say nothing.
    """

    rank: int
    point: ServicePoint
    trip: Trip
    evidence: TherapyEvidence
    visits: tuple[date, ...]
    burden: Burden | None
    unknown: tuple[FilterId, ...] = ()
    notes: tuple[Text, ...] = ()
    same_area: bool = False


@dataclass(frozen=True, slots=True)
class Unsuited:
    """A service point in reach where nobody can get the therapy, and why: closed, known not to give it, or a stop whose
    visits cannot deliver it. `said` is who says that it does not give it."""

    point: ServicePoint
    trip: Trip
    reason: Text
    said: Provenance | None = None
    same_area: bool = False


@dataclass(frozen=True)
class Ranking:
    """`options` in order; `within` of them are real and inside the radius (0: those shown are merely the nearest);
    `found` counts all that could have been shown before a limit cut the list, `asking_mi` are the miles to those real ones of
    them of which nobody knows whether they give the therapy. `unsuited` are in reach and no answer, the real ones first.

    `before_filters` are the real ones inside the radius whatever the filters say, `filters` what each of these does to them.
    `nearest` is the nearest real one by road, `second` the next real one by road after the first of the list that is not about
    to close: where to turn if that closes.
    """

    options: tuple[Option, ...]
    unsuited: tuple[Unsuited, ...]
    within: int
    found: int
    before_filters: int = 0
    filters: tuple[FilterCount, ...] = ()
    nearest: Option | None = None
    second: Option | None = None
    asking_mi: tuple[float, ...] = ()


def rank(
    matrix: TravelMatrix,
    candidates: Sequence[Candidate],
    therapy: Therapy | None,
    within_mi: float,
    limit: int,
    usd_per_mile: float,
    filters: Filters,
    place: Place | None = None,
) -> Ranking:
    """Rank the candidates (the destinations of `matrix`) for its one origin.

    All inside the radius that no filter says no of: those that fit for certain before those that may, then by miles, evidence
    (confirmed, reported, unknown), id; last those that no road leads to, if the straight line is no longer. If no real one is
    inside, the nearest three real ones that fit or may, however long the drive. Examples come after all real ones and never
    stand in for one.
    """
    rows = [
        _Row(candidates[j], _trip(matrix, r), therapy, filters, usd_per_mile, place)
        for r, j in enumerate(matrix.destination)
        if j != NO_DESTINATION
    ]
    fitting = sorted((r for r in rows if r.suited and r.fits), key=lambda r: r.nearness)
    near = [r for r in rows if r.suited and r.real and r.trip.distance_mi <= within_mi]
    within = sum(kept(r.said) for r in near)
    shown = [r for r in fitting if r.measured_mi <= within_mi and kept(r.said)]
    apart = [r for r in rows if not r.suited and r.measured_mi <= within_mi]
    if not within:
        shown += _nearest_instead(fitting, shown)
    shown.sort(key=lambda r: r.order)
    options = tuple(r.option(n) for n, r in enumerate(shown[:limit], 1))
    by_road = [r for r in fitting if r.real and r.trip.by_road]
    return Ranking(
        options=options,
        unsuited=tuple(r.apart() for r in sorted(apart, key=lambda r: (not r.real, r.nearness))),
        within=within,
        found=len(shown),
        before_filters=len(near),
        filters=count(filters, [r.said for r in near]),
        nearest=_named(by_road, options),
        second=_named([r for r in _in_turn(by_road, shown)[1:] if not r.candidate.closing], options),
        asking_mi=tuple(r.trip.distance_mi for r in shown if r.real and r.evidence.evidence == "unknown"),
    )


def _nearest_instead(fitting: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """The nearest three real ones by road that are not shown; where no road leads to any, as many as are missing to three."""
    ids = {r.id for r in shown}
    others = [r for r in fitting if r.real and r.id not in ids]
    by_road = [r for r in others if r.trip.by_road][:SHOWN_IF_NONE_NEAR]
    missing = SHOWN_IF_NONE_NEAR - sum(r.real for r in shown)
    return by_road or others[: max(0, missing)]


def _in_turn(by_road: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """Those shown in their order, then the others by nearness."""
    place = {r.id: n for n, r in enumerate(shown)}
    return sorted(by_road, key=lambda r: place.get(r.id, len(place)))


def _named(rows: "list[_Row]", options: tuple[Option, ...]) -> Option | None:
    """The first of the rows as an option: as it is listed, if it is."""
    if not rows:
        return None
    return next((o for o in options if o.point.id == rows[0].id), None) or rows[0].option(NOT_LISTED)


@dataclass(frozen=True)
class _Row:
    """A candidate at the end of a trip."""

    candidate: Candidate
    trip: Trip
    therapy: Therapy | None
    filters: Filters
    usd_per_mile: float
    place: Place | None

    @property
    def id(self) -> str:
        return self.candidate.point.id

    @property
    def real(self) -> bool:
        return not self.candidate.point.example

    @cached_property
    def reason(self) -> Text | None:
        """Why nobody can get the therapy there."""
        return self.candidate.unsuited(self.therapy)

    @property
    def suited(self) -> bool:
        return self.reason is None

    @cached_property
    def said(self) -> Verdicts:
        return self.candidate.verdicts(self.filters, self.trip)

    @property
    def fits(self) -> bool:
        """Whether no filter says no, however long the drive."""
        return kept({name: verdict for name, verdict in self.said.items() if name != "minutes"})

    @property
    def measured_mi(self) -> float:
        """What is held against the radius: without a road, the straight line."""
        return self.trip.distance_mi if self.trip.by_road else self.trip.straight_mi

    @property
    def evidence(self) -> TherapyEvidence:
        return self.candidate.point.evidence_for(self.therapy.id if self.therapy else None)

    @property
    def nearness(self) -> tuple[bool, float, int, str]:
        evidence = EVIDENCE.index(self.evidence.evidence)
        return (not self.trip.by_road, self.measured_mi, evidence, self.id)

    @property
    def order(self) -> tuple[bool, bool, bool, tuple[bool, float, int, str]]:
        return (not self.real, not self.trip.by_road, bool(unknown(self.said)), self.nearness)

    def option(self, number: int) -> Option:
        return Option(
            rank=number,
            point=self.candidate.point,
            trip=self.trip,
            evidence=self.evidence,
            visits=self.candidate.visits,
            burden=self._burden(),
            unknown=unknown(self.said),
            notes=tuple(self._notes()),
            same_area=self._same_area,
        )

    def _notes(self) -> Iterator[Text]:
        if self.candidate.closing:
            yield text("It is listed as open only until %(day)s: ask what comes then.", day=self.candidate.closing)
        if not self.candidate.gives_first(self.therapy):
            yield _FIRST_ELSEWHERE

    @property
    def _same_area(self) -> bool:
        location, address = self.candidate.point.location, self.candidate.point.address
        if not (self.place and location) or location.precision == "address" or self.trip.distance_mi >= 1:
            return False
        towns = [part.strip() for part in self.place.label.split(",")]
        return (bool(self.place.zip) and address.zip == self.place.zip) or address.city in towns

    def _burden(self) -> Burden | None:
        regimen, listing = self.therapy.regimen if self.therapy else None, self.candidate.point.listing
        if regimen is None or not self.trip.by_road:
            return None
        opening = listing.opening(self.candidate.on, self.candidate.until)
        most_hours = listing.unit.max_infusion_hours if isinstance(listing, Stop) else None
        return yearly_burden(self.trip, regimen, self.usd_per_mile, opening, most_hours)

    def apart(self) -> Unsuited:
        """It among those that are no answer."""
        assert self.reason
        refuses = not self.candidate.closed and self.candidate.refuses(self.therapy)
        return Unsuited(
            self.candidate.point, self.trip, self.reason, self.evidence.provenance if refuses else None, self._same_area
        )


def _trip(matrix: TravelMatrix, row: int) -> Trip:
    columns = (matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high, matrix.straight_mi)
    return Trip(*(float(np.asarray(column)[row]) for column in columns))
