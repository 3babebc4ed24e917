"""Distances from each row of a list to the nearest locations that count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

import numpy as np

from finder.domain.evidence import Level
from finder.domain.facility import ServicePoint
from finder.domain.geo import Point
from finder.domain.place import Spread
from finder.errors import QueryError
from finder.files.csv_rows import Record
from finder.questions.base import Context, Row
from finder.questions.counting import Counted, MobileFilter, check_counting, counted
from finder.questions.distances.columns import NEAREST_COLUMNS
from finder.questions.distances.headings import Headings
from finder.questions.distances.placing import Origin, Placing
from finder.questions.distances.trips import trips_of
from finder.questions.rounding import tenth
from finder.text import Text, as_count, text
from finder.travel.model import NO_DESTINATION, TravelMatrix
from finder.travel.spread import Spots, spread_out
from finder.wording.writer import ENGLISH

MOST_NEAREST = 100
_EMPTY: Row = dict.fromkeys(NEAREST_COLUMNS)
Spot = tuple[Point, Spread | None]
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
        return Spots.of((p.position.point, p.position.spread) for p in self._counted.points if p.position)

    @cached_property
    def _locations(self) -> list[Row]:
        return [_location(point, self._query) for point in self._counted.points]

    def rows(self, batch: list[tuple[int, Record]]) -> tuple[list[Row], tuple[Text, ...]]:
        """The rows of each record of a batch (with its number), in order, and what was said of the way of measuring."""
        placing = Placing(self._headings, self._context.places)
        origins = placing.origins([record for _, record in batch])
        spots = list({(o.point, o.spread): None for o in origins if o.point})
        matrix = self._matrix(spots) if spots else None
        trips = dict(zip(spots, self._trips(matrix), strict=True)) if matrix else {}
        rows: list[Row] = []
        for (number, record), origin in zip(batch, origins, strict=True):
            said = {**self._headings.echo(record), **_EMPTY, "row": number, "road": "", **_origin_cells(origin)}
            found = trips.get((origin.point, origin.spread), []) if origin.point else []
            if origin.point and not found:
                said["reason"] = ENGLISH.say(_NONE_COUNTS)
            rows += [{**said, **trip} for trip in found] or [said]
        return rows, (matrix.notice,) if matrix and matrix.notice else ()

    def _matrix(self, spots: list[Spot]) -> TravelMatrix:
        ends = self._context.candidates.ends([point for point, _ in spots])
        matrix = self._context.travel.matrix(ends, self._counted.ends, 0.0, at_least=self._query.nearest)
        return spread_out(matrix, Spots.of(spots), self._spots)

    def _trips(self, matrix: TravelMatrix) -> Iterator[list[Row]]:
        """For each origin of a matrix, its trips to the nearest locations."""
        miles, low, high = matrix.distance_mi, matrix.distance_mi_low, matrix.distance_mi_high
        ends = [(None, None)] * len(miles) if low is None or high is None else zip(low.tolist(), high.tolist(), strict=True)
        columns = (miles, matrix.travel_min, matrix.travel_min_low, matrix.travel_min_high, matrix.straight_mi)
        cells = zip(matrix.destination.tolist(), trips_of(*columns), ends, strict=True)
        counts = np.diff(np.r_[matrix.first_row, len(miles)]).tolist()
        for count in counts:
            of_origin = list(islice(cells, count))[: self._query.nearest]
            yield [
                {
                    "nearest_rank": rank,
                    **self._locations[destination],
                    **trip.row(matrix.method.id),
                    "distance_mi_low": tenth(ends_mi[0]),
                    "distance_mi_high": tenth(ends_mi[1]),
                }
                for rank, (destination, trip, ends_mi) in enumerate(of_origin, 1)
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
