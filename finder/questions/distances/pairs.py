"""Distances from one point to another, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

from finder.domain.geo import Point
from finder.errors import InputError
from finder.files.csv_rows import Record
from finder.places.coordinates import point_of_cells
from finder.questions.base import Context, Row
from finder.questions.distances.batch import Answered, Numbered
from finder.questions.distances.columns import PAIRS_COLUMNS
from finder.questions.distances.headings import PAIR_COLUMNS, Headings
from finder.questions.distances.placing import in_country, outside, said, unread
from finder.questions.distances.trips import trips_of
from finder.text import Text, text
from finder.travel.pairwise import PairTrips, measure_pairs
from finder.wording.writer import ENGLISH

_EMPTY: Row = dict.fromkeys(PAIRS_COLUMNS)
_ENDS = (text("From"), text("To"))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two points, or the reason why one of them is not known."""

    points: tuple[Point, Point] | None
    reason: Text | None = None


def pair_rows(batch: list[Numbered], headings: Headings, context: Context) -> Answered:
    """One row for each record of a batch, in order."""
    pairs = _checked([_pair(record, headings) for _, record in batch], context)
    trips, notices = _measured([pair.points for pair in pairs if pair.points], context)
    return Answered(_with_reasons(batch, pairs, trips, headings), notices)


def _with_reasons(batch: list[Numbered], pairs: list[_Pair], trips: Iterator[Row], headings: Headings) -> Iterator[Row]:
    for (number, record), pair in zip(batch, pairs, strict=True):
        found = next(trips) if pair.points else {"reason": ENGLISH.say(pair.reason or "")}
        yield {**headings.echo(record), **_EMPTY, "row": number, "road": "", **found}


def _pair(record: Record, headings: Headings) -> _Pair:
    if (reason := unread(record, headings)) or record.cells is None:
        return _Pair(None, reason)
    cells = [headings.cell(record.cells, column) for column in PAIR_COLUMNS]
    if missing := [column for column, cell in zip(PAIR_COLUMNS, cells, strict=True) if not cell]:
        return _Pair(None, text("%(column)s is empty.", column=missing[0]))
    points = []
    for end, cells_of_end in zip(_ENDS, (cells[:2], cells[2:]), strict=True):
        try:
            points.append(point_of_cells(*cells_of_end))
        except InputError as refused:
            return _Pair(None, _of_end(end, said(refused)))
    return _Pair((points[0], points[1]))


def _of_end(end: Text, reason: Text) -> Text:
    return text("%(end)s: %(reason)s", end=end, reason=reason)


def _checked(pairs: list[_Pair], context: Context) -> list[_Pair]:
    """The pairs, with a reason instead where a point is not in the country."""
    rows = [n for n, pair in enumerate(pairs) if pair.points]
    if not rows:
        return pairs
    checked = list(pairs)
    for at, end in reversed(list(enumerate(_ENDS))):
        points = [found.points[at] for n in rows if (found := pairs[n]).points]
        for n, point, inside in zip(rows, points, in_country(context.places, points).tolist(), strict=True):
            if not inside:
                checked[n] = _Pair(None, _of_end(end, outside(context.places, point)))
    return checked


def _measured(points: list[tuple[Point, Point]], context: Context) -> tuple[Iterator[Row], tuple[Text, ...]]:
    if not points:
        return iter(()), ()
    here, there = ([pair[end] for pair in points] for end in (0, 1))
    found = measure_pairs(context.travel, context.candidates.ends(here), context.candidates.ends(there))
    return _rows(found), found.notices


def _rows(found: PairTrips) -> Iterator[Row]:
    columns = (found.distance_mi, found.travel_min, found.travel_min_low, found.travel_min_high, found.straight_mi)
    for trip, method in zip(trips_of(*columns), found.methods, strict=True):
        yield trip.row(method)
