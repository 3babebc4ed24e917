"""Distances from each row of a list to the nearest locations that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from finder.domain.evidence import Level
from finder.domain.facility import ServicePoint
from finder.domain.geo import Point
from finder.domain.place import Spread
from finder.errors import QueryError
from finder.questions.base import Context, Row
from finder.questions.counting import Counted, MobileFilter, check_counting, counted
from finder.questions.distances.batch import Answered, Numbered
from finder.questions.distances.columns import NEAREST_COLUMNS
from finder.questions.distances.headings import Headings
from finder.questions.distances.placing import Origin, Placing
from finder.questions.distances.trips import trips_of
from finder.questions.rounding import tenth
from finder.text import as_count, text
from finder.travel.model import NO_DESTINATION, TravelMatrix
from finder.travel.spread import Spots, spread_out
from finder.wording.writer import ENGLISH

MOST_NEAREST = 100
_EMPTY: Row = dict.fromkeys(NEAREST_COLUMNS)
Spot = tuple[Point | None, Spread | None]
_NONE_COUNTS = text("No location counts.")


@dataclass(frozen=True, slots=True)
class NearestQuery:
    """How many locations for each row, and which of them count. Raises QueryError for a choice that makes no sense."""

    nearest: int = 1
    therapy: str | None = None
    evidence: Level = "any"
    mobile: MobileFilter = "include"
    state: None = None
    on: date = date.min

    def __post_init__(self) -> None:
        check_counting(self)
        if not 1 <= self.nearest <= MOST_NEAREST:
            raise QueryError(
                text("%(n)s is not a number of locations for each row.", n=as_count(self.nearest)),
                text("Use a whole number from 1 to %(most)s.", most=as_count(MOST_NEAREST)),
            )

    @property
    def parameters(self) -> dict[str, str | None]:
        """What was asked, for a manifest."""
        return {"nearest": str(self.nearest), "therapy": self.therapy, "evidence": self.evidence, "mobile": self.mobile}


class Nearest:
    """Answers batches of rows over the locations that count."""

    def __init__(self, query: NearestQuery, context: Context, headings: Headings) -> None:
        """Raises QueryError for a therapy that is not known."""
        self._query, self._context, self._headings = query, context, headings
        self._counted: Counted = counted(query, context)

    @cached_property
    def _spots(self) -> Spots:
        spread_of = self._context.places.gazetteer.spreads.of_listing
        return Spots.of((p.position.point, spread_of(p)) for p in self._counted.points if p.position)

    @cached_property
    def _locations(self) -> list[Row]:
        return [_location(point, self._query) for point in self._counted.points]

    def rows(self, batch: list[Numbered]) -> Answered:
        """The rows of each record of a batch, in order."""
        placing = Placing(self._headings, self._context.places)
        origins = placing.origins([record for _, record in batch])
        spots: list[Spot] = list({(o.point, o.spread): None for o in origins if o.point})
        matrix = self._matrix(spots) if spots else None
        notices = (matrix.notice,) if matrix and matrix.notice else ()
        return Answered(self._rows(batch, origins, spots, _Trips(matrix, self._query.nearest) if matrix else None), notices)

    def _rows(self, batch: list[Numbered], origins: list[Origin], spots: list[Spot], trips: "_Trips | None") -> Iterator[Row]:
        of_spot = {spot: number for number, spot in enumerate(spots)}
        for (number, record), origin in zip(batch, origins, strict=True):
            said = {**self._headings.echo(record), **_EMPTY, "row": number, "road": "", **_origin_cells(origin)}
            if origin.point is None or trips is None:
                yield said
                continue
            found = trips.of(of_spot[origin.point, origin.spread])
            if not found:
                yield {**said, "reason": ENGLISH.say(_NONE_COUNTS)}
            for rank, (destination, cells) in enumerate(found, 1):
                yield {**said, "nearest_rank": rank, **self._locations[destination], **cells}

    def _matrix(self, spots: list[Spot]) -> TravelMatrix:
        ends = self._context.candidates.ends([point for point, _ in spots if point])
        matrix = self._context.travel.matrix(ends, self._counted.ends, 0.0, at_least=self._query.nearest)
        return spread_out(matrix, Spots.of((point, spread) for point, spread in spots if point), self._spots.take)


class _Trips:
    """The trips of a matrix by origin, at most `nearest` of each."""

    def __init__(self, matrix: TravelMatrix, nearest: int) -> None:
        columns = (matrix.distance_mi, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high, matrix.straight_mi)
        low, high = matrix.distance_mi_low, matrix.distance_mi_high
        assert low is not None, "the trips are spread out"
        assert high is not None
        self._method, self._nearest = matrix.method.id, nearest
        self._first = [*matrix.first_row.tolist(), len(matrix.origin)]
        self._trips = list(zip(matrix.destination.tolist(), trips_of(*columns), low.tolist(), high.tolist(), strict=True))

    def of(self, origin: int) -> list[tuple[int, Row]]:
        """The destinations of an origin, the nearest first, each with the cells of its trip."""
        first, last = self._first[origin : origin + 2]
        return [
            (destination, {**trip.row(self._method), "distance_mi_low": tenth(low), "distance_mi_high": tenth(high)})
            for destination, trip, low, high in self._trips[first : min(last, first + self._nearest)]
            if destination != NO_DESTINATION
        ]


def _origin_cells(origin: Origin) -> Row:
    return {
        "origin": origin.label,
        "origin_precision": origin.precision,
        "reason": ENGLISH.say(origin.reason) if origin.reason else "",
        "note": ENGLISH.say(origin.note) if origin.note else "",
    }


def _location(point: ServicePoint, query: NearestQuery) -> Row:
    """What a row says of a location, whoever travels there."""
    evidence = point.evidence(query.therapy, query.on)
    return {
        "location_id": point.id,
        "location_name": point.name,
        "location_kind": point.kind,
        "location_city": point.address.city,
        "location_state": point.address.state,
        "location_zip": point.address.zip,
        "location_precision": point.position.precision if point.position else "",
        "evidence": evidence.evidence,
        "evidence_words": ENGLISH.evidence(evidence, query.on),
    }
