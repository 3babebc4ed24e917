"""Service points ranked for a patient: the nearest known to give the therapy, then all in reach by travel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from typing import Literal, get_args

import numpy as np

from finder.access.burden import Burden, Trip, trips_of, yearly_burden
from finder.access.candidate import Candidate
from finder.access.filters import FilterCount, FilterId, Verdicts, count, kept, unknown
from finder.access.need import Need
from finder.access.own_area import Own, is_measured, own_area_of
from finder.access.reason import Reason, ReasonCode, reason
from finder.access.ties import surest_of_tied
from finder.domain.arrays import Mask
from finder.domain.evidence import TherapyEvidence
from finder.domain.facility import Group, ServicePoint
from finder.domain.provenance import Provenance
from finder.travel.model import NO_DESTINATION, TravelMatrix

SHOWN_IF_NONE_NEAR = 3
NOT_LISTED = 0
# What comes first, however many miles it is.
_BY_ROAD, _BY_FERRY, _BY_NOTHING = range(3)
_ONLY_FOR: Mapping[Group, ReasonCode] = {
    "cancer": "only_cancer",
    "women": "only_women",
    "veterans": "only_veterans",
    "tribal": "only_tribal",
    "own_patients": "only_own_patients",
}
Doubt = tuple[int, bool, int]
Nearness = tuple[int, float, Doubt, str]
Order = Literal["miles", "sure"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the answer. `rank` starts at 1 (NOT_LISTED: named beside the list, not in it); `burden` is None without a
    therapy, a known regimen or a road.

    `unknown` are the filters that nobody can answer for it; `notes` what else to know before choosing it; `own` says that it is
    only known to lie in the patient's own ZIP code or town. `trip` is then one inside that area if its size is known.
    """

    rank: int
    point: ServicePoint
    trip: Trip
    evidence: TherapyEvidence
    visits: tuple[date, ...]
    burden: Burden | None
    unknown: tuple[FilterId, ...] = ()
    notes: tuple[Reason, ...] = ()
    own: Own | None = None

    @property
    def same_area(self) -> bool:
        """Whether it is only known to lie in the patient's own ZIP code or town."""
        return self.own is not None

    @property
    def measured(self) -> bool:
        """Whether the miles and minutes of the trip are known, be it as a range."""
        return is_measured(self.trip, self.own)

    @property
    def closing(self) -> bool:
        """Whether it is listed as closing soon."""
        return any(note.code == "closing_on" for note in self.notes)

    @property
    def nearness(self) -> Nearness:
        """Sorts by road, then by ferry, then neither; then by miles (none in the patient's own area), evidence and id."""
        return _nearness(self.point, self.trip, self.evidence.doubt, self.own)


@dataclass(frozen=True, slots=True)
class Unsuitable:
    """A service point in reach where nobody can get the therapy, and why: closed, known not to give it, or a stop whose
    visits cannot deliver it. `said` is who says that it does not give it."""

    point: ServicePoint
    trip: Trip
    reason: Reason
    said: Provenance | None = None
    own: Own | None = None


@dataclass(frozen=True)
class Ranking:
    """`options` in order: first `known` that are known to give the therapy, however far, then the others in reach.

    `within` of all that could be shown are real and inside the radius (0: those shown are merely the nearest), and `in_reach`
    is what is known of the therapy at each of these; `found` counts all that could have been shown before a limit cut the list.
    `unsuitable` are in reach and do not fit, the real ones first. `before_filters` are the real ones inside the radius whatever
    the filters say, `filters` what each of these does to them. `nearest` is the nearest real one by road; `second` is the next
    real one by road after the first of the list that is not about to close: where to turn if the first closes.
    """

    options: tuple[Option, ...]
    unsuitable: tuple[Unsuitable, ...]
    within: int
    found: int
    known: int = 0
    before_filters: int = 0
    filters: tuple[FilterCount, ...] = ()
    nearest: Option | None = None
    second: Option | None = None
    in_reach: tuple[TherapyEvidence, ...] = ()


def rank(
    matrix: TravelMatrix,
    candidates: Sequence[Candidate],
    need: Need,
    within_mi: float,
    limit: int,
    known: Sequence[Option] = (),
    order: Order = "miles",
) -> Ranking:
    """Rank the candidates (the destinations of `matrix`) for its one origin.

    In the list are first `known`, whatever their distance, then all inside the radius that no filter rules out: those that
    certainly fit before those that may, then by miles (the patient's own ZIP code or town is the nearest), evidence (known,
    listed, unknown), and id, or by evidence before miles if the `order` says so; last those that no road leads to, if the
    straight line is no longer than the radius. Those that follow one another and may be as near as the first of them are sorted
    by evidence. If no real one is inside, the nearest three real ones that fit or may, however
    long the drive. Examples come after all real ones and never stand in for one.
    """
    rows = _rows(matrix, candidates, need)
    fitting = sorted((r for r in rows if r.suitable and r.fits), key=lambda r: r.nearness)
    near = [r for r in rows if r.suitable and r.real and r.trip.by_road and r.measured_mi <= within_mi]
    in_reach = [r for r in near if kept(r.said)]
    shown = [r for r in fitting if r.measured_mi <= within_mi and kept(r.said)]
    unsuitable = [r for r in rows if not r.suitable and r.measured_mi <= within_mi]
    if not in_reach:
        shown += _nearest_instead(fitting, shown)
    first = {o.point.id for o in known}
    others = sorted((r for r in shown if r.id not in first), key=lambda r: r.order(order))
    others = surest_of_tied(others, _tied, lambda r: r.doubt)
    options = _numbered(known, others, limit)
    by_road = [r for r in fitting if r.real and r.trip.by_road]
    return Ranking(
        options=options,
        unsuitable=tuple(r.as_unsuitable() for r in sorted(unsuitable, key=lambda r: (not r.real, r.nearness))),
        within=len(in_reach),
        found=len(known) + len(others),
        known=min(len(known), limit),
        before_filters=len(near),
        filters=count(need.filters, [r.said for r in near]),
        nearest=_named(by_road[:1], options),
        second=_second(options, by_road),
        in_reach=tuple(r.evidence for r in in_reach),
    )


def _tied(one: "_Row", other: "_Row") -> bool:
    """Whether it is not known which of two rows is nearer: the miles of each lie within the range of the other."""
    if one.group != other.group or bool(one.own) != bool(other.own):
        return False
    ends, others = one.trip.miles, other.trip.miles
    inside = ends.low <= other.measured_mi <= ends.high and others.low <= one.measured_mi <= others.high
    return inside or one.measured_mi == other.measured_mi


def _numbered(known: Sequence[Option], others: "Sequence[_Row]", limit: int) -> tuple[Option, ...]:
    """Return the options of a list with their ranks, at most `limit`."""
    first = [replace(o, rank=n) for n, o in enumerate(known, 1)]
    return tuple([*first, *(r.option(n) for n, r in enumerate(others[:limit], len(first) + 1))][:limit])


def _second(options: Sequence[Option], by_road: "Sequence[_Row]") -> Option | None:
    """Return the next after the first of the list that is real, has a road, and is not about to close."""
    listed = [o for o in options if not o.point.example and o.trip.by_road]
    ids = {o.point.id for o in listed}
    farther = (r.option(NOT_LISTED) for r in by_road if r.id not in ids)
    if not listed:
        return next(islice(farther, 1, None), None)
    return next((o for o in chain(listed[1:], farther) if not o.closing), None)


def nearest_options(
    matrix: TravelMatrix, candidates: Sequence[Candidate], need: Need, most: int, among: Mask | None = None
) -> tuple[Option, ...]:
    """The nearest of the candidates (the destinations of `matrix`) to its one origin, whatever the filters say of them.

    `among` are those that may be chosen, shape (candidates,); all unless given.
    """
    rows = sorted(_rows(matrix, candidates, need, among), key=lambda r: r.nearness)
    return tuple(r.option(NOT_LISTED) for r in rows[:most])


def _nearest_instead(fitting: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """The nearest three real ones by road that are not shown; where no road leads to any, enough to make three."""
    ids = {r.id for r in shown}
    others = [r for r in fitting if r.real and r.id not in ids]
    by_road = [r for r in others if r.trip.by_road][:SHOWN_IF_NONE_NEAR]
    missing = SHOWN_IF_NONE_NEAR - sum(r.real for r in shown)
    return by_road or others[: max(0, missing)]


def _named(rows: "list[_Row]", options: tuple[Option, ...]) -> Option | None:
    """The first of the rows as an option: as it is listed, if it is."""
    if not rows:
        return None
    return next((o for o in options if o.point.id == rows[0].id), None) or rows[0].option(NOT_LISTED)


class _Row:
    """A candidate at the end of a trip, with all that it is compared by: a list compares each of its rows several times.

    `to_point` is the trip as it is measured between two points, `trip` as far as it is known: inside the patient's own area
    `own` if it is only known to be there. `reason` is why nobody can get the therapy there, and `said` what the filters say.
    """

    __slots__ = (
        *("candidate", "doubt", "evidence", "group", "measured_mi", "nearness"),
        *("need", "own", "real", "reason", "said", "trip"),
    )

    def __init__(self, candidate: Candidate, to_point: Trip, need: Need, filtered: bool) -> None:
        point = candidate.point
        self.candidate, self.need, self.real = candidate, need, not point.example
        self.own: Own | None = own_area_of(point, need.place, to_point)
        self.trip: Trip = (need.own.trip(self.own) if self.own else None) or to_point
        self.reason: Reason | None = candidate.unsuitable(need.therapy, need.age)
        self.said: Verdicts = candidate.verdicts(need.filters, self.trip) if filtered else {}
        self.evidence = candidate.evidence(need.therapy)
        self.doubt = self.evidence.doubt
        self.measured_mi = _measured_mi(self.trip, self.own)
        self.nearness = _nearness(point, self.trip, self.doubt, self.own)
        # Real ones come before examples, those by road before others, and those that certainly fit before those that may.
        self.group = (not self.real, not self.trip.by_road, bool(unknown(self.said)))

    @property
    def id(self) -> str:
        return self.candidate.point.id

    @property
    def suitable(self) -> bool:
        return self.reason is None

    @property
    def fits(self) -> bool:
        """Whether no filter says no, however long the drive."""
        return all(verdict is not False or name == "minutes" for name, verdict in self.said.items())

    def order(self, by: Order) -> tuple[bool, bool, Doubt | None, bool, Nearness]:
        example, no_road, unsure = self.group
        return (example, no_road, self.doubt if by == "sure" else None, unsure, self.nearness)

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
            own=self.own,
        )

    def _notes(self) -> Iterator[Reason]:
        if self.candidate.closing:
            yield reason("closing_on", day=self.candidate.closing)
        if not self.candidate.gives_first(self.need.therapy):
            yield reason("first_dose_elsewhere")
        yield from (reason(_ONLY_FOR[group]) for group in self.candidate.point.only_for)
        if self.need.age is None and (only := self.candidate.limits_age):
            yield only
        if self.need.age == "children" and self.candidate.point.treats("children") is None:
            yield reason("children_not_known")

    def _burden(self) -> Burden | None:
        regimen, listing = self.need.therapy.regimen if self.need.therapy else None, self.candidate.point.listing
        if regimen is None or not is_measured(self.trip, self.own):
            return None
        opening = listing.opening(self.candidate.on, self.candidate.until)
        return yearly_burden(self.trip, regimen, self.need.usd_per_mile, opening, listing.max_infusion_hours)

    def as_unsuitable(self) -> Unsuitable:
        assert self.reason
        leading = self.evidence.leading
        said = leading.provenance if leading and self.reason.code == "not_offered" else None
        return Unsuitable(self.candidate.point, self.trip, self.reason, said, self.own)


def _measured_mi(trip: Trip, own: Own | None) -> float:
    """The miles that a list is sorted by, and that are compared with the radius: without a road, the straight line.

    What is only known to be in the own area comes first. Sorted by the mean of its range, it would more often come after one
    that is farther (docs/method/own-area.md).
    """
    if own:
        return 0.0
    return trip.distance_mi if trip.by_road else trip.straight_mi


def _nearness(point: ServicePoint, trip: Trip, doubt: Doubt, own: Own | None) -> Nearness:
    if trip.ferry:
        return (_BY_FERRY, trip.ferry.miles, doubt, point.id)
    return (_BY_ROAD if trip.by_road else _BY_NOTHING, _measured_mi(trip, own), doubt, point.id)


def _rows(matrix: TravelMatrix, candidates: Sequence[Candidate], need: Need, among: Mask | None = None) -> list[_Row]:
    """The candidates that a trip was measured to; only some of them, if `among` says which."""
    wanted = matrix.destination != NO_DESTINATION
    if among is not None:
        wanted[wanted] = among[matrix.destination[wanted]]
    rows = np.flatnonzero(wanted)
    found = zip(matrix.destination[rows].tolist(), trips_of(matrix, rows), strict=True)
    filtered = bool(need.filters.asked)
    return [_Row(candidates[j], _with_ferry(trip, candidates[j], need), need, filtered) for j, trip in found]


def _with_ferry(trip: Trip, to: Candidate, need: Need) -> Trip:
    ferry = None if trip.by_road else need.ferries.get(to.point.id)
    return replace(trip, ferry=ferry) if ferry else trip
