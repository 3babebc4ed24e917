"""What is shown beside the list: the nearest location known to give the therapy, what choices rule out, and a ferry."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from finder.access.candidate import candidate
from finder.access.filters import FilterId, ruled_out_by
from finder.access.need import Need
from finder.access.ranking import Option, Ranking, nearest_options
from finder.domain.arrays import Mask
from finder.domain.ferry import Ferry
from finder.domain.place import Place
from finder.questions.base import Context
from finder.questions.search.ferries import Ferries
from finder.questions.search.query import SearchQuery
from finder.travel.model import TravelEnds, TravelMatrix, nearest
from finder.travel.spread import Spots, spread_out

# How many locations known to give the therapy head the list, however far they are.
MOST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class RuledOut:
    """An option that only the patient's choices rule out, and which of them do."""

    option: Option
    by: tuple[FilterId, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """A ferry from a place that no road leads from, and the nearest option by road from its other landing, if there is one."""

    ferry: Ferry
    first: Option | None


def nearest_known(
    context: Context, query: SearchQuery, need: Need, origin: TravelEnds, matrix: TravelMatrix, ferries: Ferries
) -> tuple[tuple[Option, ...], RuledOut | None]:
    """Return the nearest options known to give the therapy that no choice rules out, at most MOST_KNOWN; and the one that a
    choice rules out, if it is nearer than the first. `matrix` has all trips from the origin within the radius.

    The longest drive that the patient chose does not count here: all may be any distance away. One that limits itself to a
    group of people is not among them, nor is one outside the radius without a phone number.
    """
    if need.therapy is None:
        return (), None
    day, therapy, need = query.on, need.therapy, need.wherever
    known = context.candidates.known_to_give(day, therapy) & context.candidates.fitting(day, therapy, age=need.age)
    kept = context.candidates.fitting(day, therapy, need.filters, need.age)

    def nearest_among(among: Mask, most: int) -> tuple[Option, ...]:
        near = nearest_options(matrix, context.candidates.on(day), need, most, among)
        if len(near) == most and all(_is_within(o, query.within_mi) for o in near):
            return near
        return _nearest_of(context, day, among, need, origin, most, ferries)

    with_phone = context.candidates.with_phone
    others = nearest_options(matrix, context.candidates.on(day), need, MOST_KNOWN, known & kept & ~with_phone)
    near = (o for o in others if _is_within(o, query.within_mi))
    to_call = nearest_among(known & kept & with_phone, MOST_KNOWN)
    found = tuple(sorted((*to_call, *near), key=lambda o: o.nearness)[:MOST_KNOWN])
    refused = nearest_among(known & ~kept & with_phone, 1)
    if not refused or (found and found[0].nearness < refused[0].nearness):
        return found, None
    said = candidate(refused[0].point, day).verdicts(need.filters)
    return found, RuledOut(refused[0], ruled_out_by(said))


def _is_within(option: Option, within_mi: float) -> bool:
    """Whether an option is within the radius by road. What is in the patient's own area always is."""
    return option.nearness[:2] <= (False, within_mi)


def crossing(context: Context, day: date, need: Need, place: Place, ranking: Ranking) -> Crossing | None:
    """Return a ferry if no road leads from the place to anything in the list."""
    # A list that the patient's choices emptied says nothing about roads.
    if any(o.trip.by_road for o in ranking.options) or (need.filters.asked and not ranking.options):
        return None
    ferry = context.reference.nearest_ferry(place.point)
    if ferry is None:
        return None
    # From the landing, nothing lies in the patient's own area.
    need = replace(need.wherever, place=None, spread=None)
    fitting = context.candidates.fitting(day, need.therapy, need.filters, need.age)
    landing = context.candidates.ends([ferry.far_landing(place.point)])
    return Crossing(ferry, next(iter(_nearest_of(context, day, fitting, need, landing)), None))


def _nearest_of(
    context: Context, day: date, among: Mask, need: Need, origin: TravelEnds, most: int = 1, ferries: Ferries | None = None
) -> tuple[Option, ...]:
    """Return the candidates nearest to an origin, among some of them; by a ferry if no road leads to any of them."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return ()
    ends, candidates = context.candidates.some(among), context.candidates.on(day)
    # Of several at one address all are measured, and the one with the best evidence comes first.
    matrix = nearest(context.travel, origin, ends, most)
    if ferries and ferries.legs and not np.isfinite(matrix.distance_mi).any():
        by_ferry = ferries.trips(context, candidates, rows, most, 0.0)
        rows = np.array([row for row in rows.tolist() if candidates[row].point.id in by_ferry] or rows, np.intp)
        need = replace(need, ferries=by_ferry)
        matrix = nearest(context.travel, origin, context.candidates.placed.take(rows), len(rows) if by_ferry else most)
    matrix = spread_out(matrix, Spots.at(origin.points, need.spread), lambda j: context.candidates.spots.take(rows[j]))
    return nearest_options(matrix, [candidates[row] for row in rows.tolist()], need, most)
