"""What is shown beside the list: the nearest location known to give the therapy, what choices rule out, and a ferry."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from finder.access.candidate import candidate
from finder.access.filters import FilterId, ruled_out_by
from finder.access.ranking import SHOWN_IF_NONE_NEAR, Need, Option, Ranking, nearest_option
from finder.domain.arrays import Mask
from finder.domain.ferry import Ferry
from finder.domain.geo import Point
from finder.domain.place import Place
from finder.questions.base import Context
from finder.travel.model import nearest


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


def nearest_known(context: Context, day: date, need: Need, place: Place) -> tuple[Option | None, RuledOut | None]:
    """Return the nearest option known to give the therapy that no choice rules out; and the one that a choice rules out, if it
    is nearer.

    The longest drive that the patient chose does not count here: both may be any distance away.
    """
    if need.therapy is None:
        return None, None
    therapy, need = need.therapy, need.wherever
    known = context.candidates.known_to_give(therapy.id) & context.candidates.fitting(day, therapy)
    kept = context.candidates.fitting(day, therapy, need.filters)
    found = _nearest_of(context, day, known & kept, need, place.point)
    refused = _nearest_of(context, day, known & ~kept, need, place.point)
    if refused is None or (found is not None and found.nearness < refused.nearness):
        return found, None
    said = candidate(refused.point, day).verdicts(need.filters)
    return found, RuledOut(refused, ruled_out_by(said))


def crossing(context: Context, day: date, need: Need, place: Place, ranking: Ranking) -> Crossing | None:
    """Return a ferry if no road leads from the place to anything in the list."""
    # A list that the patient's choices emptied says nothing about roads.
    if any(o.trip.by_road for o in ranking.options) or (need.filters.asked and not ranking.options):
        return None
    ferry = context.reference.nearest_ferry(place.point)
    if ferry is None:
        return None
    need = need.wherever
    fitting = context.candidates.fitting(day, need.therapy, need.filters)
    return Crossing(ferry, _nearest_of(context, day, fitting, need, ferry.far_landing(place.point)))


def _nearest_of(context: Context, day: date, among: Mask, need: Need, origin: Point) -> Option | None:
    """Return the candidate nearest to a point, among some of them."""
    rows = np.flatnonzero(among)
    if not len(rows):
        return None
    ends, candidates = context.candidates.placed.take(rows), context.candidates.on(day)
    # More than one, because of several at one address the one with the best evidence comes first.
    matrix = nearest(context.travel, context.candidates.ends([origin]), ends, SHOWN_IF_NONE_NEAR)
    return nearest_option(matrix, [candidates[row] for row in rows.tolist()], need)
