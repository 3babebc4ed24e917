"""A search answered: ranked options for a patient, and what else the patient should know."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from finder.access.candidate import candidate
from finder.access.filters import NO_FILTERS, Filters
from finder.access.ranking import NOT_LISTED, SHOWN_IF_NONE_NEAR, Option, Ranking, rank
from finder.domain.geo import Point
from finder.domain.place import Place
from finder.domain.therapy import Therapy
from finder.questions.base import Context
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
from finder.text import Text
from finder.travel.model import TravelMatrix, nearest


def answer(query: SearchQuery, context: Context) -> SearchResult:
    """Work out a search. Raises PlaceNotFound, PlaceAmbiguous, or QueryError."""
    return _Search(context).search(query)


class _Search:
    def __init__(self, context: Context) -> None:
        self._context = context

    def search(self, query: SearchQuery) -> SearchResult:
        """Ranked options for a patient."""
        therapy = self._context.therapy(query.therapy)
        if therapy and query.regimen:
            therapy = therapy.choosing(query.regimen)
        if therapy and query.days is not None:
            therapy = therapy.taking(query.days)
        place = self._context.places.find(query.place)
        origin = self._context.candidates.ends([place.point])
        candidates = self._context.candidates.on(query.on)
        # What is no answer must not take the place of one, so enough others must be among the nearest.
        no_answers = sum(not c.counts(therapy, query.filters) for c in candidates)
        matrix = self._context.travel.matrix(
            origin, self._context.candidates.placed, query.within_mi, at_least=SHOWN_IF_NONE_NEAR + no_answers
        )
        rate = self._context.reference.mileage_rate(query.on)
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
        candidates = self._context.candidates.on(query.on)
        rows = [i for i, c in enumerate(candidates) if c.point.known_to_give(therapy.id) and c.counts(therapy, filters)]
        if not rows:
            return None
        # More than one, since of several at one door the one that is confirmed comes first.
        matrix = self._to_nearest(place.point, rows, SHOWN_IF_NONE_NEAR)
        ranking = rank(matrix, [candidates[i] for i in rows], therapy, math.inf, 1, usd_per_mile, filters, place)
        return replace(ranking.options[0], rank=NOT_LISTED)

    def _to_nearest(self, origin: Point, rows: Sequence[int], count: int) -> TravelMatrix:
        """Travel from a point to the nearest of some candidates."""
        ends = self._context.candidates.placed.take(np.array(rows, np.intp))
        return nearest(self._context.travel, self._context.candidates.ends([origin]), ends, count)

    def _over_water(self, query: SearchQuery, place: Place, therapy: Therapy | None, ranking: Ranking) -> Iterator[Text]:
        """The nearest ferry for a place that no road leads from, and what is nearest by road from its other end."""
        # A list that the reader's choices emptied says nothing of roads.
        if any(o.trip.by_road for o in ranking.options) or (query.filters.asked and not ranking.options):
            return
        ferry = self._context.reference.nearest_ferry(place.point)
        if ferry is None:
            return
        yield ferry_notice(ferry)
        candidates = self._context.candidates.on(query.on)
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
