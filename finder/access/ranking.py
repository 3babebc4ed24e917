"""The answer to "where can I get my infusion": service points by travel, then by what is known of the therapy there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from finder.access.burden import Burden, Trip, yearly_burden
from finder.facility import EVIDENCE, ServicePoint, Stop, TherapyEvidence, why_unsuited
from finder.schedule import window
from finder.text import Text
from finder.therapy import Therapy
from finder.travel.model import NOWHERE, TravelMatrix

SHOWN_IF_NONE_NEAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A service point that a patient may be told of, and its visits to the day `until` (none for a center)."""

    point: ServicePoint
    until: date
    visits: tuple[date, ...] = ()

    def unsuited(self, therapy: Therapy | None) -> Text | None:
        """Why the visits of a stop cannot deliver the therapy; None if they can, and for a center."""
        listing = self.point.listing
        if isinstance(listing, Stop) and therapy is not None and therapy.regimen is not None:
            return why_unsuited(listing, therapy.regimen, self.visits, self.until)
        return None

    def gives_all(self, therapy: Therapy | None) -> bool:
        """Whether all of the therapy can be given here, its first dose included."""
        listing = self.point.listing
        first = therapy is None or not isinstance(listing, Stop) or listing.unit.first_dose
        return first and self.unsuited(therapy) is None


def candidate(point: ServicePoint, therapy_id: str | None, on: date) -> Candidate | None:
    """A service point if it is open on the day, not known to refuse the therapy and, for a stop, has visits to come."""
    if point.evidence_for(therapy_id).evidence == "not_offered":
        return None
    first, until = window(on)
    if isinstance(point.listing, Stop):
        visits = point.listing.visits(first, until)
        return Candidate(point, until, visits) if visits else None
    return Candidate(point, until) if point.listing.is_open(on) else None


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the answer. `rank` starts at 1; `burden` is None without a therapy, a known regimen or a road."""

    rank: int
    point: ServicePoint
    trip: Trip
    evidence: TherapyEvidence
    visits: tuple[date, ...]
    burden: Burden | None


@dataclass(frozen=True, slots=True)
class Unsuited:
    """A stop in reach whose visits cannot deliver the therapy, and why."""

    point: ServicePoint
    trip: Trip
    visits: tuple[date, ...]
    reason: Text


@dataclass(frozen=True)
class Ranking:
    """`options` in order; `within` of them are real and inside the radius (0: those shown are merely the nearest);
    `found` counts all that could have been shown before a limit cut the list."""

    options: tuple[Option, ...]
    unsuited: tuple[Unsuited, ...]
    within: int
    found: int


def rank(
    matrix: TravelMatrix,
    candidates: Sequence[Candidate],
    therapy: Therapy | None,
    within_mi: float,
    limit: int,
    usd_per_mile: float,
) -> Ranking:
    """Rank the candidates (the destinations of `matrix`) for its one origin.

    All inside the radius, by miles, then evidence (confirmed, reported, unknown), then id; then those that no road leads to,
    if the straight line is no longer. If no real one is inside, the nearest three real ones. Examples come after all real ones
    and never stand in for one.
    """
    rows = [_Row(candidates[j], _trip(matrix, r)) for r, j in enumerate(matrix.destination) if j != NOWHERE]
    suited = sorted((r for r in rows if r.candidate.unsuited(therapy) is None), key=lambda r: r.order(therapy))
    inside = [r for r in suited if r.trip.distance_mi <= within_mi]
    real = [r for r in inside if not r.candidate.point.example]
    shown = [*inside, *(r for r in suited if not r.trip.by_road and r.trip.straight_mi <= within_mi)]
    if not real:
        shown += _nearest_instead(suited, shown)
    shown.sort(key=lambda r: r.order(therapy))
    options = [r.option(n, therapy, usd_per_mile) for n, r in enumerate(shown[:limit], 1)]
    apart = [
        Unsuited(r.candidate.point, r.trip, r.candidate.visits, reason)
        for r in rows
        if (reason := r.candidate.unsuited(therapy)) is not None and r.trip.distance_mi <= within_mi
    ]
    return Ranking(tuple(options), tuple(apart), len(real), len(shown))


def _nearest_instead(suited: "list[_Row]", shown: "list[_Row]") -> "list[_Row]":
    """The nearest three real ones by road that are not shown; where no road leads to any, as many as are missing to three."""
    ids = {r.candidate.point.id for r in shown}
    others = [r for r in suited if not r.candidate.point.example and r.candidate.point.id not in ids]
    by_road = [r for r in others if r.trip.by_road][:SHOWN_IF_NONE_NEAR]
    missing = SHOWN_IF_NONE_NEAR - sum(not r.candidate.point.example for r in shown)
    return by_road or others[: max(0, missing)]


@dataclass(frozen=True, slots=True)
class _Row:
    candidate: Candidate
    trip: Trip

    def order(self, therapy: Therapy | None) -> tuple[bool, float, float, int, str]:
        point, trip = self.candidate.point, self.trip
        evidence = EVIDENCE.index(_evidence(point, therapy).evidence)
        return (point.example, trip.distance_mi, 0.0 if trip.by_road else trip.straight_mi, evidence, point.id)

    def option(self, number: int, therapy: Therapy | None, usd_per_mile: float) -> Option:
        regimen = therapy.regimen if therapy else None
        point = self.candidate.point
        burden = yearly_burden(self.trip, regimen, usd_per_mile) if regimen and self.trip.by_road else None
        return Option(number, point, self.trip, _evidence(point, therapy), self.candidate.visits, burden)


def _evidence(point: ServicePoint, therapy: Therapy | None) -> TherapyEvidence:
    return point.evidence_for(therapy.id if therapy else None)


def _trip(matrix: TravelMatrix, row: int) -> Trip:
    columns = (matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high, matrix.straight_mi)
    return Trip(*(float(np.asarray(column)[row]) for column in columns))
