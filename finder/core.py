"""The front door: `make_finder(...)` puts the rooms together; a Finder answers questions. Composition only, no sums."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import shapely

from finder import reference
from finder.access.coverage import cover, judge
from finder.access.equity import distribution, equity, quickest_minutes
from finder.access.gap_land import county_at, gap_cells, gap_land, grid
from finder.access.gap_regions import gap_regions
from finder.access.ranking import SHOWN_IF_NONE_NEAR, Candidate, candidate, rank
from finder.access.robustness import robustness
from finder.access.served import Served, serve
from finder.access.standards import Ruling, parse_standard
from finder.demand import DemandPoints
from finder.directory.folder import load_folder
from finder.directory.quality import Quality, assess
from finder.errors import QueryError
from finder.facility import Directory, ServicePoint
from finder.geo import Place, Point, PointSet
from finder.notices import coverage_notices, ferry_notice, search_notices, unsuited_notice
from finder.places.chain import PlaceFinder
from finder.places.gazetteer import Gazetteer
from finder.places.online import online_geocoder
from finder.questions import (
    EVIDENCE_FILTERS,
    Compared,
    ComparedId,
    CoverageQuery,
    CoverageResult,
    SearchQuery,
    SearchResult,
    enough,
)
from finder.text import text
from finder.therapy import Therapy
from finder.travel.cache import Cached
from finder.travel.model import Tell, TravelEnds, TravelMatrix, TravelModel, nearest, quiet
from finder.travel.road import Road
from finder.travel.straight_line import StraightLine

DEFAULT_TRAVEL = "road"
# Sides of the cells by which land is judged on a map of a state, and of the country.
CELL_MI, COUNTRY_CELL_MI = 3.1, 8.0
# A rule of miles alone is decided by the nearest place, however far; others count up to here.
FARTHEST_MI = 150.0
_Counted = tuple[tuple[ServicePoint, ...], TravelEnds]


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
        self._candidates = lru_cache(maxsize=32)(self._find_candidates)
        self.coverage = lru_cache(maxsize=8)(self._coverage)
        self.gap_land = lru_cache(maxsize=8)(self._gap_land)

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
        # Examples and unsuited stops never stand in for an answer, so enough others must be among the nearest.
        no_answers = sum(not _counts(c, therapy) for c in candidates)
        matrix = self.travel.matrix(origin, ends, query.within_mi, at_least=SHOWN_IF_NONE_NEAR + no_answers)
        rate = reference.mileage_rate(query.on).usd_per_mile
        ranking = rank(matrix, candidates, therapy, query.within_mi, query.limit, rate)
        known_mi = self._nearest_known_mi(origin, candidates, ends, therapy) if therapy else None
        said = [n for n in (place.note, matrix.notice) if n]
        by_road = any(o.trip.by_road for o in ranking.options)
        ferry = None if by_road else reference.nearest_ferry(place.point)
        notices = [*said, *search_notices(query, ranking, therapy, known_mi), *ferry_notice(ferry)]
        return SearchResult(
            query=query,
            place=place,
            therapy=therapy,
            method=matrix.method,
            options=ranking.options,
            unsuited=ranking.unsuited,
            within=ranking.within,
            notices=tuple(notices),
            why_unsuited=tuple(unsuited_notice(u, therapy) for u in ranking.unsuited if therapy),
        )

    def _therapy(self, therapy_id: str | None) -> Therapy | None:
        if therapy_id is None or therapy_id in self.therapies:
            return self.therapies.get(therapy_id or "")
        raise QueryError(
            text("%(therapy)s is not a therapy known here.", therapy=repr(therapy_id[:60])),
            text("Use one of: %(known)s.", known=", ".join(self.therapies)),
        )

    @cached_property
    def _placed(self) -> tuple[ServicePoint, ...]:
        return tuple(p for p in self.directory.points if p.location)

    @cached_property
    def _ends(self) -> TravelEnds:
        """Ends of travel, a row for each service point that has a place."""
        return self._travel_ends([p.location.point for p in self._placed if p.location])

    def _travel_ends(self, points: Sequence[Point]) -> TravelEnds:
        """Points with the type of the county that the nearest ZIP lies in."""
        ends = PointSet(np.array([p.lat_deg for p in points], float), np.array([p.lon_deg for p in points], float))
        nearest = self.demand.points.nearest(ends, 1)
        types = np.zeros(len(ends), np.intp)
        types[nearest.origin] = self.demand.type_index[nearest.destination]
        return TravelEnds(ends, types)

    def _find_candidates(self, therapy_id: str | None, on: date) -> tuple[tuple[Candidate, ...], TravelEnds]:
        """Service points that a patient may be told of on a day, and the ends of travel to them, row by row."""
        found = [(row, c) for row, p in enumerate(self._placed) if (c := candidate(p, therapy_id, on))]
        return tuple(c for _, c in found), self._ends.take(np.array([row for row, _ in found], np.intp))

    def _nearest_known_mi(
        self, origin: TravelEnds, candidates: tuple[Candidate, ...], ends: TravelEnds, therapy: Therapy
    ) -> float | None:
        rows = [i for i, c in enumerate(candidates) if c.point.known_to_give(therapy.id) and _counts(c, therapy)]
        if not rows:
            return None
        return float(nearest(self.travel, origin, ends.take(np.array(rows, np.intp)), 1).distance_mi[0])

    def _coverage(self, query: CoverageQuery) -> CoverageResult:
        standard = parse_standard(query.standard, self.standards)
        demand = self.demand.in_state(query.state) if query.state else self.demand
        ruling = standard.ruling(demand.counties.type_index)
        points, ends = self._able(query)
        matrix = self._trips(demand, ends, ruling)
        served = serve(matrix, demand, ruling)
        compared = tuple(_compared(query, points, served, demand, ruling))
        counted = np.array([query.accepts(p) for p in points], bool)
        if not counted.all():
            points, ends = tuple(p for p, c in zip(points, counted, strict=True) if c), ends.take(np.flatnonzero(counted))
            matrix = self._trips(demand, ends, ruling)
            served = serve(matrix, demand, ruling)
        covered, part = served.covered(), demand.part_zip
        minutes, second = quickest_minutes(matrix, 2)[:, part]
        said = [matrix.notice] if matrix.notice else []
        return CoverageResult(
            query=query,
            coverage=cover(matrix, demand, ruling, served),
            points=points,
            directory=self.directory,
            notices=(*said, *coverage_notices(self.directory, points, self._therapy(query.therapy), standard)),
            demand=demand,
            ruling=ruling,
            matrix=matrix,
            served=served,
            travel=distribution(minutes, demand.part_people),
            second=distribution(second, demand.part_people),
            equity=equity(minutes, demand.part_people, covered, {g: s[part] for g, s in demand.groups.items()}),
            robustness=robustness(matrix, demand, ruling, served),
            compared=compared,
            regions=gap_regions(matrix, demand, demand.part_people * ~covered, ends.points),
        )

    def _able(self, query: CoverageQuery) -> _Counted:
        """The service points that could count: real, there on the day, able to give the therapy; and the ends of travel."""
        candidates, ends = self._candidates(query.therapy, query.on)
        therapy = self._therapy(query.therapy)
        rows = [i for i, c in enumerate(candidates) if _counts(c, therapy) and c.starts(therapy)]
        return tuple(candidates[i].point for i in rows), ends.take(np.array(rows, np.intp))

    def _trips(self, demand: DemandPoints, ends: TravelEnds, ruling: Ruling) -> TravelMatrix:
        """Trips far enough to judge by the county's limits, under low travel too, and the two nearest in any case."""
        spread, limits, class_of = self.travel.method, *ruling.classes
        reach = np.array(
            [
                min(mi / (1 - spread.distance_spread), self.travel.farthest_mi(minutes / (1 - spread.time_spread)))
                for mi, minutes in limits.tolist()
            ]
        )
        if ruling.standard.uniform_mi is not None:
            reach = np.minimum(reach, FARTHEST_MI)
        farthest = np.zeros(len(demand.zip))
        np.maximum.at(farthest, demand.part_zip, reach[class_of[demand.part_county]])
        return self.travel.matrix(TravelEnds(demand.points, demand.type_index), ends, farthest, at_least=2)

    def _gap_land(self, query: CoverageQuery) -> shapely.Geometry | None:
        """Land outside a standard, in degrees; None if travel is too slow to measure."""
        standard = parse_standard(query.standard, self.standards)
        states = reference.boundaries().states
        chosen = [states[query.state]] if query.state else list(states.values())
        land = shapely.multipolygons([part for state in chosen for part in shapely.get_parts(state)])
        points, ends = self._able(query)
        ends = ends.take(np.flatnonzero([query.accepts(p) for p in points]))
        miles = standard.uniform_mi
        radius_mi = self.travel.circle_mi(miles) if miles is not None else None
        if radius_mi is not None:
            return gap_land(land, ends.points, radius_mi)
        if not self.travel.at_once:
            return None
        cells = grid(land, CELL_MI if query.state else COUNTRY_CELL_MI)
        county = county_at(cells, reference.boundaries().counties)
        ruling = standard.ruling(self.demand.counties.type_index)
        middles = TravelEnds(cells.points, ruling.type_index[county])
        there = nearest(self.travel, middles, ends, 1)
        trip = there.first_row
        inside = (there.distance_mi[trip] <= ruling.max_mi[county]) & (there.travel_min[trip] <= ruling.max_min[county])
        return gap_cells(land, cells, ~inside | np.isinf(there.distance_mi[trip]))


def _compared(
    query: CoverageQuery, points: tuple[ServicePoint, ...], served: Served, demand: DemandPoints, ruling: Ruling
) -> Iterator[Compared]:
    """What would be covered by any listed place, by those known to give the therapy, and without or by mobile stops."""
    masks: dict[ComparedId, list[bool]] = {}
    for evidence in EVIDENCE_FILTERS if query.therapy else EVIDENCE_FILTERS[:1]:
        masks[evidence] = [query.counts_kind(p) and enough(p, query.therapy, evidence) for p in points]
    if any(p.kind == "stop" for p in points):
        masks["centers"] = [p.kind == "center" and enough(p, query.therapy, query.evidence) for p in points]
        masks["stops"] = [p.kind == "stop" and enough(p, query.therapy, query.evidence) for p in points]
    for name, mask in masks.items():
        counted = np.array(mask, bool)
        yield Compared(name, int(counted.sum()), judge(served.covered(counted), demand, ruling))


def _counts(found: Candidate, therapy: Therapy | None) -> bool:
    """Whether a candidate is real and can deliver the therapy."""
    return not found.point.example and found.unsuited(therapy) is None


TRAVEL = ("road", "straight", "osrm", "valhalla")


def travel_model(name: str, tell: Tell = quiet) -> TravelModel:
    """A way of measuring travel by the name it has on the command line. `tell` hears how far a long measurement is."""
    if name == "straight":
        return StraightLine()
    if name not in TRAVEL:
        what = text("%(name)s is not a way of measuring travel.", name=repr(name[:60]))
        raise QueryError(what, text("Use one of: %(known)s.", known=", ".join(TRAVEL)))
    road = Cached(Road(reference.roads(), tell), reference.CACHE, reference.fingerprint("roads.npz"))
    if name == "road":
        return road
    from finder.travel.engines import engine_travel

    return engine_travel(name, road)


def make_finder(
    folder: Path | None = None, travel: str = DEFAULT_TRAVEL, geocoder: str | None = None, tell: Tell = quiet
) -> Finder:
    """A Finder over a folder of listings (the starter directory unless given).

    `geocoder` names an online street geocoder; None keeps every place on this machine.
    """
    model = travel_model(travel, tell)
    online = online_geocoder(geocoder) if geocoder else None
    gazetteer = Gazetteer()
    directory = load_folder(folder or reference.STARTER_DIRECTORY, gazetteer, reference.therapies())
    return Finder(directory, PlaceFinder(gazetteer, online), model, reference.demand())
