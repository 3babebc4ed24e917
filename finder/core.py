"""The front door: `make_finder(...)` puts the rooms together; a Finder answers questions. Composition only, no sums."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from finder.access.candidate import candidate
from finder.access.filters import NO_FILTERS, Filters
from finder.access.ranking import NOT_LISTED, SHOWN_IF_NONE_NEAR, Option, Ranking, rank
from finder.directory.folder import load_folder
from finder.directory.quality import Quality, assess
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.domain.geo import Point
from finder.domain.place import Place
from finder.domain.therapy import Therapy
from finder.errors import QueryError
from finder.hsd.reference_file import HsdFile, load_hsd
from finder.places.chain import PlaceFinder
from finder.places.gazetteer import Gazetteer
from finder.places.online import online_geocoder
from finder.questions.candidates import Candidates
from finder.questions.planning import Planner
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import LeftOut, SearchResult
from finder.questions.search.words import (
    ferry_notice,
    known_notice,
    landing_notice,
    left_out_notice,
    search_notices,
    unsuited_notice,
)
from finder.reference import tables as reference
from finder.text import Text, text
from finder.travel.cache import Cached
from finder.travel.model import Progress, TravelMatrix, TravelModel, nearest, no_progress
from finder.travel.road.model import Road
from finder.travel.straight_line import StraightLine

DEFAULT_TRAVEL = "road"


class Finder:
    """Answers questions over one directory, one way of measuring travel, and the reference data."""

    def __init__(
        self, directory: Directory, places: PlaceFinder, travel: TravelModel, demand: DemandPoints, hsd: HsdFile | None = None
    ) -> None:
        self.directory = directory
        self.places = places
        self.travel = travel
        self.demand = demand
        self.therapies = reference.therapies()
        self.standards = reference.standards()
        self._by_id = {p.id: p for p in directory.points}
        self._candidates = Candidates(directory, demand, self.therapies)
        planner = Planner(directory, self._candidates, travel, demand, self.standards, hsd)
        self.coverage, self.gap_land, self.catchment = planner.coverage, planner.gap_land, planner.catchment

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
        therapy = self._candidates.therapy(query.therapy)
        if therapy and query.regimen:
            therapy = therapy.choosing(query.regimen)
        if therapy and query.days is not None:
            therapy = therapy.taking(query.days)
        place = self.places.find(query.place)
        origin = self._candidates.ends([place.point])
        candidates = self._candidates.on(query.on)
        # What is no answer must not take the place of one, so enough others must be among the nearest.
        no_answers = sum(not c.counts(therapy, query.filters) for c in candidates)
        matrix = self.travel.matrix(origin, self._candidates.placed, query.within_mi, at_least=SHOWN_IF_NONE_NEAR + no_answers)
        rate = reference.mileage_rate(query.on)
        usd_per_mile = rate.usd_per_mile if query.usd_per_mile is None else query.usd_per_mile
        ranking = rank(matrix, candidates, therapy, query.within_mi, query.limit, usd_per_mile, query.filters, place)
        listed = {o.point.id: o for o in ranking.options}
        known = left_out = None
        if therapy:
            known = self._nearest_known(query, place, therapy, usd_per_mile, query.filters.of_places)
            left_out = self._left_out(query, place, therapy, usd_per_mile, known)
            known = listed.get(known.point.id, known) if known else None
        said_of_known = known_notice(query, therapy, known, ranking) if therapy else None
        return SearchResult(
            query=query,
            place=place,
            therapy=therapy,
            method=matrix.method,
            options=ranking.options,
            unsuited=ranking.unsuited,
            within=ranking.within,
            notices=(*_notices(query, place, matrix, ranking, left_out), *self._over_water(query, place, therapy, ranking)),
            known_notice=said_of_known,
            why_unsuited=tuple(unsuited_notice(u) for u in ranking.unsuited),
            before_filters=ranking.before_filters,
            filters=ranking.filters,
            nearest=ranking.nearest,
            nearest_known=known,
            second=ranking.second,
            left_out=left_out,
            usd_per_mile=usd_per_mile,
            rate=rate if query.usd_per_mile is None else None,
        )

    def _nearest_known(
        self, query: SearchQuery, place: Place, therapy: Therapy, usd_per_mile: float, filters: Filters
    ) -> Option | None:
        """The nearest place known to give the therapy, however far, of which no filter says no."""
        candidates = self._candidates.on(query.on)
        rows = [i for i, c in enumerate(candidates) if c.point.known_to_give(therapy.id) and c.counts(therapy, filters)]
        if not rows:
            return None
        # More than one, since of several at one door the one that is confirmed comes first.
        matrix = self._to_nearest(place.point, rows, SHOWN_IF_NONE_NEAR)
        ranking = rank(matrix, [candidates[i] for i in rows], therapy, math.inf, 1, usd_per_mile, filters, place)
        return replace(ranking.options[0], rank=NOT_LISTED)

    def _to_nearest(self, origin: Point, rows: Sequence[int], count: int) -> TravelMatrix:
        """Travel from a point to the nearest of some candidates."""
        ends = self._candidates.placed.take(np.array(rows, np.intp))
        return nearest(self.travel, self._candidates.ends([origin]), ends, count)

    def _over_water(self, query: SearchQuery, place: Place, therapy: Therapy | None, ranking: Ranking) -> Iterator[Text]:
        """The nearest ferry for a place that no road leads from, and what is nearest by road from its other end."""
        # A list that the reader's choices emptied says nothing of roads.
        if any(o.trip.by_road for o in ranking.options) or (query.filters.asked and not ranking.options):
            return
        ferry = reference.nearest_ferry(place.point)
        if ferry is None:
            return
        yield ferry_notice(ferry)
        candidates = self._candidates.on(query.on)
        rows = [i for i, c in enumerate(candidates) if c.counts(therapy, query.filters.of_places)]
        if rows:
            matrix = self._to_nearest(ferry.far_landing(place.point), rows, 1)
            beyond = rank(matrix, [candidates[i] for i in rows], therapy, math.inf, 1, 0.0, query.filters.of_places)
            yield from landing_notice(beyond.options[0])

    def _left_out(
        self, query: SearchQuery, place: Place, therapy: Therapy, usd_per_mile: float, known: Option | None
    ) -> LeftOut | None:
        """The nearest place known to give the therapy, if it is another than `known`: then choices alone rule it out."""
        filters = query.filters.of_places
        nearest_of_all = self._nearest_known(query, place, therapy, usd_per_mile, NO_FILTERS) if filters.asked else None
        if nearest_of_all is None or (known and known.point.id == nearest_of_all.point.id):
            return None
        said = candidate(nearest_of_all.point, query.on).verdicts(filters)
        return LeftOut(nearest_of_all, tuple(name for name, verdict in said.items() if verdict is False))


def _notices(
    query: SearchQuery, place: Place, matrix: TravelMatrix, ranking: Ranking, left_out: LeftOut | None
) -> Iterator[Text]:
    yield from (said for said in (place.note, matrix.notice) if said)
    yield from search_notices(query, ranking)
    if left_out:
        yield left_out_notice(query, left_out)


TRAVEL = ("road", "straight", "osrm", "valhalla")


def travel_model(name: str, progress: Progress = no_progress) -> TravelModel:
    """A way of measuring travel by the name it has on the command line. `progress` hears how far a long measurement is."""
    if name == "straight":
        return StraightLine()
    if name not in TRAVEL:
        what = text("%(name)s is not a way of measuring travel.", name=repr(name[:60]))
        raise QueryError(what, text("Use one of: %(known)s.", known=", ".join(TRAVEL)))
    road = Cached(Road(reference.roads(), progress), reference.CACHE, reference.fingerprint("roads.npz"))
    if name == "road":
        return road
    from finder.travel.engines.model import engine_travel

    return engine_travel(name, road)


def make_finder(
    folder: Path | None = None,
    travel: str = DEFAULT_TRAVEL,
    geocoder: str | None = None,
    progress: Progress = no_progress,
    hsd: Path | None = None,
) -> Finder:
    """A Finder over a folder of listings (the starter directory unless given).

    `geocoder` names an online street geocoder; None keeps every place on this machine. `hsd` is CMS's yearly HSD Reference
    File, whose county types and limits take the place of those worked out here.
    """
    model = travel_model(travel, progress)
    online = online_geocoder(geocoder) if geocoder else None
    gazetteer = Gazetteer()
    directory = load_folder(folder or reference.STARTER_DIRECTORY, gazetteer, reference.therapies())
    official = load_hsd(hsd, reference.counties()) if hsd else None
    return Finder(directory, PlaceFinder(gazetteer, online), model, reference.demand(), official)
