"""Service points ranked for a patient: by travel, then by what is known of the therapy there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from finder.access.burden import Burden, Trip, yearly_burden
from finder.access.candidate import Candidate
from finder.access.filters import NO_FILTERS, FilterCount, FilterId, Filters, Verdicts, count, kept, unknown
from finder.access.reason import Reason, reason
from finder.domain.facility import EVIDENCE, Provenance, ServicePoint, TherapyEvidence
from finder.domain.place import Place
from finder.domain.therapy import Therapy
from finder.travel.model import NO_DESTINATION, TravelMatrix

SHOWN_IF_NONE_NEAR = 3
NOT_LISTED = 0
# Miles mean little between two points that are each the center of the same ZIP code or town.
_SAME_AREA_MI = 1.0
Nearness = tuple[bool, float, int, str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a patient needs: a therapy, what the filters ask for, and travel from a place at a cost per mile."""

    therapy: Therapy | None = None
    filters: Filters = NO_FILTERS
    usd_per_mile: float = 0.0
    place: Place | None = None

    @property
    def wherever(self) -> "Need":
        """The same, however long the drive."""
        return replace(self, filters=self.filters.without_travel)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the answer. `rank` starts at 1 (NOT_LISTED: named beside the list, not in it); `burden` is None without a
    therapy, a known regimen or a road.

    `unknown` are the filters that nobody can answer for it; `notes` what else to know before choosing it; `same_area` says that
    it is only known to lie in the patient's own ZIP code or town, so that its miles mean nothing.
    """

    rank: int
    point: ServicePoint
    trip: Trip
    evidence: TherapyEvidence
    visits: tuple[date, ...]
    burden: Burden | None
    unknown: tuple[FilterId, ...] = ()
    notes: tuple[Reason, ...] = ()
    same_area: bool = False

    @property
    def nearness(self) -> Nearness:
        """Sorts by road before no road, then by miles, evidence and id."""
        return _nearness(self.point, self.trip, self.evidence)


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """A service point in reach where nobody can get the therapy, and why: closed, known not to give it, or a stop whose
    visits cannot deliver it. `said` is who says that it does not give it."""

    point: ServicePoint
    trip: Trip
    reason: Reason
    said: Provenance | None = None
    same_area: bool = False


@dataclass(frozen=True)
class Ranking:
    """`options` in order; `within` of them are real and inside the radius (0: those shown are merely the nearest);
    `found` counts all that could have been shown before a limit cut the list; `asking_mi` are the miles to the real ones
    among them that nobody knows to give the therapy. `unsuitable` are in reach and do not fit, the real ones first.

    `before_filters` are the real ones inside the radius whatever the filters say, `filters` what each of these does to them.
    `nearest` is the nearest real one by road; `second` is the next real one by road after the first of the list that is not
    about to close: where to turn if the first closes.
    """

    options: tuple[Option, ...]
    unsuitable: tuple[Unsuitable, ...]
    within: int
    found: int
    before_filters: int = 0
    filters: tuple[FilterCount, ...] = ()
    nearest: Option | None = None
    second: Option | None = None
    asking_mi: tuple[float, ...] = ()


def rank(matrix: TravelMatrix, candidates: Sequence[Candidate], need: Need, within_mi: float, limit: int) -> Ranking:
    """Rank the candidates (the destinations of `matrix`) for its one origin.

    In the list are all inside the radius that no filter rules out: those that certainly fit before those that may, then by
    miles, evidence (confirmed, reported, unknown) and id; last those that no road leads to, if the straight line is no longer
    than the radius. If no real one is inside, the nearest three real ones that fit or may, however long the drive. Examples
    come after all real ones and never stand in for one.
    """
    rows = _rows(matrix, candidates, need)
    fitting = sorted((r for r in rows if r.suitable and r.fits), key=lambda r: r.nearness)
    near = [r for r in rows if r.suitable and r.real and r.trip.distance_mi <= within_mi]
    within = sum(kept(r.said) for r in near)
    shown = [r for r in fitting if r.measured_mi <= within_mi and kept(r.said)]
    unsuitable = [r for r in rows if not r.suitable and r.measured_mi <= within_mi]
    if not within:
        shown += _nearest_instead(fitting, shown)
    shown.sort(key=lambda r: r.order)
    options = tuple(r.option(n) for n, r in enumerate(shown[:limit], 1))
    by_road = [r for r in fitting if r.real and r.trip.by_road]
    return Ranking(
        options=options,
        unsuitable=tuple(r.as_unsuitable() for r in sorted(unsuitable, key=lambda r: (not r.real, r.nearness))),
        within=within,
        found=len(shown),
        before_filters=len(near),
        filters=count(need.filters, [r.said for r in near]),
        nearest=_named(by_road, options),
        second=_named([r for r in _in_turn(by_road, shown)[1:] if not r.candidate.closing], options),
        asking_mi=tuple(r.trip.distance_mi for r in shown if r.real and r.evidence.evidence == "unknown"),
    )


def nearest_option(matrix: TravelMatrix, candidates: Sequence[Candidate], need: Need) -> Option | None:
    """The nearest of the candidates (the destinations of `matrix`) to its one origin, whatever the filters say of it."""
    nearest = min(_rows(matrix, candidates, need), key=lambda r: r.nearness, default=None)
    return nearest.option(NOT_LISTED) if nearest else None


def _nearest_instead(fitting: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """The nearest three real ones by road that are not shown; where no road leads to any, enough to make three."""
    ids = {r.id for r in shown}
    others = [r for r in fitting if r.real and r.id not in ids]
    by_road = [r for r in others if r.trip.by_road][:SHOWN_IF_NONE_NEAR]
    missing = SHOWN_IF_NONE_NEAR - sum(r.real for r in shown)
    return by_road or others[: max(0, missing)]


def _in_turn(by_road: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """Those shown in their order, then the others by nearness."""
    turn = {r.id: n for n, r in enumerate(shown)}
    return sorted(by_road, key=lambda r: turn.get(r.id, len(turn)))


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
    need: Need

    @property
    def id(self) -> str:
        return self.candidate.point.id

    @property
    def real(self) -> bool:
        return not self.candidate.point.example

    @cached_property
    def reason(self) -> Reason | None:
        """Why nobody can get the therapy there."""
        return self.candidate.unsuitable(self.need.therapy)

    @property
    def suitable(self) -> bool:
        return self.reason is None

    @cached_property
    def said(self) -> Verdicts:
        return self.candidate.verdicts(self.need.filters, self.trip)

    @property
    def fits(self) -> bool:
        """Whether no filter says no, however long the drive."""
        return kept({name: verdict for name, verdict in self.said.items() if name != "minutes"})

    @property
    def measured_mi(self) -> float:
        return _measured_mi(self.trip)

    @property
    def evidence(self) -> TherapyEvidence:
        therapy = self.need.therapy
        return self.candidate.point.evidence_for(therapy.id if therapy else None)

    @property
    def nearness(self) -> Nearness:
        return _nearness(self.candidate.point, self.trip, self.evidence)

    @property
    def order(self) -> tuple[bool, bool, bool, Nearness]:
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

    def _notes(self) -> Iterator[Reason]:
        if self.candidate.closing:
            yield reason("closing_on", day=self.candidate.closing)
        if not self.candidate.gives_first(self.need.therapy):
            yield reason("first_dose_elsewhere")

    @property
    def _same_area(self) -> bool:
        place, point = self.need.place, self.candidate.point
        if place is None or point.position is None or point.position.precision == "address":
            return False
        if self.trip.distance_mi >= _SAME_AREA_MI:
            return False
        address = point.address
        in_zip = bool(place.zip) and address.zip == place.zip
        return in_zip or (bool(place.city) and (address.city, address.state) == (place.city, place.state))

    def _burden(self) -> Burden | None:
        regimen, listing = self.need.therapy.regimen if self.need.therapy else None, self.candidate.point.listing
        if regimen is None or not self.trip.by_road:
            return None
        opening = listing.opening(self.candidate.on, self.candidate.until)
        return yearly_burden(self.trip, regimen, self.need.usd_per_mile, opening, listing.max_infusion_hours)

    def as_unsuitable(self) -> Unsuitable:
        assert self.reason
        said = self.evidence.provenance if self.reason.code == "not_offered" else None
        return Unsuitable(self.candidate.point, self.trip, self.reason, said, self._same_area)


def _measured_mi(trip: Trip) -> float:
    """The miles that are compared with the radius: without a road, the straight line."""
    return trip.distance_mi if trip.by_road else trip.straight_mi


def _nearness(point: ServicePoint, trip: Trip, evidence: TherapyEvidence) -> Nearness:
    return (not trip.by_road, _measured_mi(trip), EVIDENCE.index(evidence.evidence), point.id)


def _rows(matrix: TravelMatrix, candidates: Sequence[Candidate], need: Need) -> list[_Row]:
    """The candidates that a trip was measured to."""
    measured = enumerate(matrix.destination.tolist())
    return [_Row(candidates[j], _trip(matrix, r), need) for r, j in measured if j != NO_DESTINATION]


def _trip(matrix: TravelMatrix, row: int) -> Trip:
    columns = (matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high, matrix.straight_mi)
    return Trip(*(float(np.asarray(column)[row]) for column in columns))
