"""The front door: `make_finder(...)` puts the rooms together; a Finder answers questions. Composition only, no sums."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import shapely

from finder import reference
from finder.access.coverage import Coverage, cover
from finder.access.gap_land import gap_land
from finder.access.ranking import Candidate, Option, Unsuited, rank
from finder.access.standards import Standard, parse_standard
from finder.demand import COUNTY_TYPES, DemandPoints
from finder.directory.folder import load_folder
from finder.directory.quality import Quality, assess
from finder.errors import QueryError
from finder.facility import Directory, ServicePoint, Stop
from finder.geo import Ints, Place, Point, PointSet
from finder.places.chain import PlaceFinder
from finder.places.gazetteer import Gazetteer
from finder.places.online import online_geocoder
from finder.schedule import window
from finder.text import Text, text, text_n
from finder.therapy import Therapy
from finder.travel.model import Method, TravelEnds, TravelMatrix, TravelModel
from finder.travel.straight_line import StraightLine

EvidenceFilter = Literal["any", "listed", "confirmed"]
EVIDENCE_FILTERS: tuple[EvidenceFilter, ...] = ("any", "listed", "confirmed")
DEFAULT_WITHIN_MI = 60.0
FARTHEST_WITHIN_MI = 500.0
DEFAULT_LIMIT = 25
DEFAULT_STANDARD = "miles:60"
_ACCEPTED = {
    "any": ("confirmed", "reported", "unknown"),
    "listed": ("confirmed", "reported"),
    "confirmed": ("confirmed",),
}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What a patient asks. `on` is the day from which visits of mobile units count: today, unless said."""

    place: str
    therapy: str | None = None
    within_mi: float = DEFAULT_WITHIN_MI
    limit: int = DEFAULT_LIMIT
    on: date = field(default_factory=date.today)

    def __post_init__(self) -> None:
        if not 0 < self.within_mi <= FARTHEST_WITHIN_MI:
            raise QueryError(
                text("The distance must be over 0 and at most %(most)s miles.", most=f"{FARTHEST_WITHIN_MI:g}"),
                text("Try 60."),
            )
        if self.limit < 1:
            raise QueryError(text("The number of places to show must be 1 or more."), text("Try 25."))


@dataclass(frozen=True)
class SearchResult:
    """The answer to a search: the place that was understood, ranked options, and what else the reader should know."""

    query: SearchQuery
    place: Place
    therapy: Therapy | None
    method: Method
    options: tuple[Option, ...]
    unsuited: tuple[Unsuited, ...]
    within: int
    notices: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CoverageQuery:
    """What a planner asks."""

    standard: str = DEFAULT_STANDARD
    therapy: str | None = None
    state: str | None = None
    evidence: EvidenceFilter = "any"
    on: date = field(default_factory=date.today)


@dataclass(frozen=True)
class CoverageResult:
    """Coverage, with the service points that were counted (rows that gaps refer to) and what the reader should know."""

    query: CoverageQuery
    coverage: Coverage
    points: tuple[ServicePoint, ...]
    fingerprint: str
    notices: tuple[Text, ...]

    @property
    def centers(self) -> int:
        return sum(p.kind == "center" for p in self.points)

    @property
    def stops(self) -> int:
        return len(self.points) - self.centers


class Finder:
    """Answers questions over one directory, one way of measuring travel, and the reference data."""

    def __init__(self, directory: Directory, places: PlaceFinder, travel: TravelModel, demand: DemandPoints) -> None:
        self.directory = directory
        self.places = places
        self.travel = travel
        self.demand = demand
        self.therapies = reference.therapies()
        self.standards = reference.standards()
        self._by_id = {p.id: p for p in directory.points}
        self._placed = tuple(p for p in directory.points if p.location)
        self._candidates = lru_cache(maxsize=64)(self._find_candidates)
        self.coverage = lru_cache(maxsize=32)(self._coverage)
        self.gap_land = lru_cache(maxsize=8)(self._gap_land)

    @cached_property
    def _ends(self) -> TravelEnds:
        """Ends of travel, a row for each service point that has a place."""
        return self._travel_ends([p.location.point for p in self._placed if p.location])

    def point(self, point_id: str) -> ServicePoint | None:
        """A service point by id."""
        return self._by_id.get(point_id)

    def geocode(self, query: str) -> Place:
        """One place; raises PlaceAmbiguous or PlaceNotFound."""
        return self.places.find(query)

    def check(self, today: date) -> Quality:
        """The quality of the directory."""
        return assess(self.directory, today)

    def search(self, query: SearchQuery) -> SearchResult:
        """Ranked options for a patient."""
        therapy = self._therapy(query.therapy)
        place = self.places.find(query.place)
        origin = self._travel_ends([place.point])
        candidates, ends = self._candidates(query.therapy, query.on)
        # Examples never stand in for a real service, so enough real ones must be among the nearest.
        examples = sum(c.point.example for c in candidates)
        matrix = self.travel.matrix(origin, ends, query.within_mi, at_least=3 + examples)
        rate = reference.mileage_rate(query.on).usd_per_mile
        ranking = rank(matrix, candidates, therapy, query.within_mi, query.limit, rate)
        notices = [
            *([place.note] if place.note else []),
            *_how_many(ranking.within, ranking.found, ranking.options, query),
            *(self._nearest_known(origin, candidates, ends, therapy, ranking.options) if therapy else []),
            *(_apart(u, therapy) for u in ranking.unsuited if therapy),
        ]
        return SearchResult(
            query, place, therapy, matrix.method, ranking.options, ranking.unsuited, ranking.within, tuple(notices)
        )

    def _therapy(self, therapy_id: str | None) -> Therapy | None:
        if therapy_id is None:
            return None
        if therapy_id not in self.therapies:
            raise QueryError(
                text("%(therapy)s is not a therapy known here.", therapy=repr(therapy_id[:60])),
                text("Use one of: %(known)s.", known=", ".join(self.therapies)),
            )
        return self.therapies[therapy_id]

    def _travel_ends(self, points: Sequence[Point]) -> TravelEnds:
        """Points with the type of the county that the nearest ZIP lies in."""
        lat = np.array([p.lat_deg for p in points], float)
        lon = np.array([p.lon_deg for p in points], float)
        ends = PointSet(lat, lon)
        nearest = self.demand.points.nearest(ends, 1)
        types = np.zeros(len(ends), np.intp)
        types[nearest.origin] = self.demand.type_index[nearest.destination]
        return TravelEnds(ends, types)

    def _find_candidates(self, therapy_id: str | None, on: date) -> tuple[tuple[Candidate, ...], TravelEnds]:
        """Service points that a patient may be told of on a day, and the ends of travel to them, row by row."""
        found = [(row, c) for row, p in enumerate(self._placed) if (c := _candidate(p, therapy_id, on))]
        return tuple(c for _, c in found), self._ends.take(np.array([row for row, _ in found], np.intp))

    def _nearest_known(
        self, origin: TravelEnds, candidates: tuple[Candidate, ...], ends: TravelEnds, therapy: Therapy, shown: tuple[Option, ...]
    ) -> list[Text]:
        """How far the nearest place is that is known to give the therapy, and how many nearer ones are unknown."""
        name = therapy.short_name
        rows = [i for i, c in enumerate(candidates) if _known(c.point, therapy.id) and not c.point.example]
        if not rows:
            return [text("No place in this directory is known to give %(therapy)s: call to ask.", therapy=name)]
        miles = float(self.travel.matrix(origin, ends.take(np.array(rows, np.intp)), 0.0).distance_mi[0])
        nearer = sum(o.trip.distance_mi < miles and o.evidence.evidence == "unknown" and not o.point.example for o in shown)
        if not nearer:
            return []
        return [
            text_n(
                "The nearest place known to give %(therapy)s is %(miles)s miles away. %(n)s nearer place: call to ask.",
                "The nearest place known to give %(therapy)s is %(miles)s miles away. %(n)s nearer places: call to ask.",
                nearer,
                therapy=name,
                miles=round(miles),
            )
        ]

    def _coverage(self, query: CoverageQuery) -> CoverageResult:
        standard = parse_standard(query.standard, self.standards)
        demand = self._demand(query.state)
        points, ends = self._counted(query)
        matrix = self._coverage_matrix(demand, ends, standard)
        unplaced = sum(p.location is None for p in self.directory.points)
        examples = sum(p.example for p in self._placed)
        notices = [text("Coverage of the listings in this directory: places that are not listed are not counted.")]
        if examples:
            notices.append(text_n("%(n)s example stop is not counted.", "%(n)s example stops are not counted.", examples))
        if unplaced:
            notices.append(text_n("%(n)s listing has no known place.", "%(n)s listings have no known place.", unplaced))
        if not points:
            notices.append(text("No listing fits these choices: everyone is out of reach."))
        return CoverageResult(query, cover(matrix, demand, standard), points, self.directory.fingerprint, tuple(notices))

    def _demand(self, state: str | None) -> DemandPoints:
        if state is None:
            return self.demand
        if state not in reference.STATE_NAMES:
            raise QueryError(
                text("%(state)s is not a state.", state=repr(state[:60])), text("Use two letters, like MT, DC or PR.")
            )
        return self.demand.in_state(state)

    def _counted(self, query: CoverageQuery) -> tuple[tuple[ServicePoint, ...], TravelEnds]:
        """The service points that count: real, there on the day, and with evidence enough; and the ends of travel."""
        self._therapy(query.therapy)
        if query.evidence not in EVIDENCE_FILTERS:
            raise QueryError(
                text("%(evidence)s is not a degree of evidence.", evidence=repr(str(query.evidence)[:60])),
                text("Use any, listed or confirmed."),
            )
        if query.evidence != "any" and query.therapy is None:
            raise QueryError(text("Evidence is about a therapy, and none was chosen."), text("Choose a therapy too."))
        candidates, ends = self._candidates(query.therapy, query.on)
        accepted = _ACCEPTED[query.evidence]
        rows = [
            row
            for row, c in enumerate(candidates)
            if not c.point.example and c.point.evidence_for(query.therapy).evidence in accepted
        ]
        return tuple(candidates[row].point for row in rows), ends.take(np.array(rows, np.intp))

    def _coverage_matrix(self, demand: DemandPoints, ends: TravelEnds, standard: Standard) -> TravelMatrix:
        """Trips far enough to judge a standard; where it is one limit of miles, the nearest service point decides."""
        origins = TravelEnds(demand.points, demand.type_index)
        if standard.uniform_mi is not None:
            return self.travel.matrix(origins, ends, 0.0)
        limits = [(mi, self.travel.farthest_mi(t) if math.isfinite(t) else math.inf) for mi, t in zip(standard.max_mi, standard.max_min, strict=True)]
        return self.travel.matrix(origins, ends, max(min(pair) for pair in limits))

    def _gap_land(self, query: CoverageQuery) -> shapely.Geometry | None:
        """Land outside a standard of miles, in degrees; None if the standard is not one limit of miles."""
        miles = parse_standard(query.standard, self.standards).uniform_mi
        if miles is None:
            return None
        states = reference.boundaries().states
        land = states[query.state] if query.state else shapely.multipolygons(
            [p for s in states.values() for p in shapely.get_parts(s)]
        )
        _, ends = self._counted(query)
        return gap_land(land, ends.points, self.travel.straight_reach_mi(miles))


def _candidate(point: ServicePoint, therapy_id: str | None, on: date) -> Candidate | None:
    """A service point if it is open, not known to refuse the therapy and, for a stop, has visits to come."""
    if point.evidence_for(therapy_id).evidence == "not_offered":
        return None
    if isinstance(point.listing, Stop):
        visits = point.listing.visits(*window(on))
        return Candidate(point, visits) if visits else None
    return Candidate(point) if point.listing.is_open(on) else None


def _known(point: ServicePoint, therapy_id: str) -> bool:
    return point.evidence_for(therapy_id).evidence in ("confirmed", "reported")


def _apart(unsuited: Unsuited, therapy: Therapy | None) -> Text:
    return text(
        "%(name)s is %(miles)s miles away but is not listed for %(therapy)s. %(reason)s",
        name=unsuited.point.name,
        miles=round(unsuited.trip.distance_mi),
        therapy=therapy.short_name if therapy else "",
        reason=unsuited.reason,
    )


def _how_many(within: int, found: int, options: tuple[Option, ...], query: SearchQuery) -> list[Text]:
    miles = f"{query.within_mi:g}"
    real = [o for o in options if not o.point.example]
    if not real:
        return [text("This directory has no place to show."), *_cut(found, options)]
    if not within:
        nearest = text(
            "No place within %(miles)s miles. The nearest is %(nearest)s miles away.",
            miles=miles,
            nearest=round(min(o.trip.distance_mi for o in real)),
        )
        return [nearest, *_cut(found, options)]
    return _cut(found, options)


def _cut(found: int, options: tuple[Option, ...]) -> list[Text]:
    if found <= len(options):
        return []
    return [text("The nearest %(shown)s of %(found)s places are shown.", shown=len(options), found=found)]


def travel_model(name: str) -> TravelModel:
    """A way of measuring travel by the name it has on the command line."""
    if name == "straight":
        return StraightLine()
    if name in ("road", "osrm", "valhalla"):
        raise QueryError(text("Travel by %(name)s is not built yet.", name=name), text("Use --travel straight."))
    raise QueryError(text("%(name)s is not a way of measuring travel.", name=repr(name[:60])), text("Use straight."))


def make_finder(folder: Path | None = None, travel: str = "straight", geocoder: str | None = None) -> Finder:
    """A Finder over a folder of listings (the starter directory unless given).

    `geocoder` names an online street geocoder; None keeps every place on this machine.
    """
    gazetteer = Gazetteer()
    online = online_geocoder(geocoder) if geocoder else None
    directory = load_folder(folder or reference.STARTER_DIRECTORY, gazetteer, reference.therapies())
    return Finder(directory, PlaceFinder(gazetteer, online), travel_model(travel), reference.demand())
