"""Answers the question of chairs: measure travel, estimate supply, and share it by floating catchment areas."""

from collections.abc import Iterator

from finder.access.catchment import REACH_MIN, e2sfca, m2sfca, spar, spar_by_decay, three_sfca
from finder.access.supply import Assumed, Supply, weekly_supply
from finder.questions.base import Context
from finder.questions.chairs.query import ChairsQuery
from finder.questions.chairs.result import ChairsResult
from finder.questions.counting import Counted, counted
from finder.questions.words import counted_notices, minutes_are_driving
from finder.text import Text, text
from finder.travel.model import TravelEnds, TravelMatrix, driving_reach_mi

# Other numbers of chairs that a listing without a number may have: half as many, or twice as many.
OTHER_CHAIRS = {"few-chairs": Assumed(center_chairs=6, unit_chairs=2), "many-chairs": Assumed(center_chairs=24, unit_chairs=8)}


def answer(query: ChairsQuery, context: Context) -> ChairsResult:
    """Work out how the chairs within reach are shared.

    Travel is measured for the whole country, whatever state is asked about, because people of all states share the chairs.
    Raises QueryError for an unknown therapy.
    """
    points, demand = counted(query, context), context.demand
    reach_mi = driving_reach_mi(context.travel, REACH_MIN)
    matrix = context.travel.matrix(TravelEnds(demand.points, demand.type_index), points.ends, reach_mi)
    supply = weekly_supply(points.points, query.on)
    people, hours = demand.population, supply.chair_hours
    score = e2sfca(matrix, people, hours).score
    variants = spar_by_decay(matrix, people, hours)
    variants["m2sfca"] = spar(m2sfca(matrix, people, hours).score, people)
    variants["3sfca"] = spar(three_sfca(matrix, people, hours).score, people)
    # Half or twice as many assumed chairs change no ratio if none are assumed, nor if all are: each score by the same factor.
    if supply.chairs_assumed.any() and not supply.chairs_assumed.all():
        for name, assumed in OTHER_CHAIRS.items():
            chairs = weekly_supply(points.points, query.on, assumed).chair_hours
            variants[name] = spar(e2sfca(matrix, people, chairs).score, people)
    return ChairsResult(
        query=query,
        context=context,
        points=points.points,
        notices=tuple(_notices(query, context, points, supply, matrix)),
        demand=demand,
        supply=supply,
        method=matrix.method,
        score=score,
        ratio=spar(score, people),
        variants=variants,
    )


def _notices(query: ChairsQuery, context: Context, points: Counted, supply: Supply, matrix: TravelMatrix) -> Iterator[Text]:
    if matrix.notice:
        yield matrix.notice
    yield from counted_notices(context.directory, points, context.therapy(query.therapy), query.on)
    yield minutes_are_driving()
    if supply.assumed:
        yield text(
            "Chairs or hours are assumed at %(assumed)s of %(n)s locations counted, because no source gives them.",
            assumed=supply.assumed,
            n=len(points.points),
        )
    if supply.assumed and supply.chairs_assumed.all():
        yield text(
            "The number of chairs is assumed at every location. Half or twice as many would change no access ratio, so those "
            "variants are not shown."
        )
