"""Answers the question of coverage: measure travel, apply the standard, and find the gaps."""

from collections.abc import Iterator

import numpy as np

from finder.access.coverage import cover, judge
from finder.access.equity import distribution, equity, nearest_and_quickest, quickest_minutes
from finder.access.gap_regions import gap_regions
from finder.access.reach import Reach, reach_within
from finder.access.robustness import robustness
from finder.access.standards import CountyLimits
from finder.domain.demand import DemandPoints
from finder.domain.evidence import LEVELS
from finder.questions.base import Context
from finder.questions.counting import Counted, able, counts_kind, reaches
from finder.questions.coverage.hidden import hide_small
from finder.questions.coverage.notices import notices
from finder.questions.coverage.query import ComparedId, CoverageQuery
from finder.questions.coverage.result import Compared, CoverageResult
from finder.questions.limits import county_limits, hsd_used
from finder.questions.own_people import asked_people, everyone, hides_small
from finder.questions.trips import trips


def answer(query: CoverageQuery, context: Context) -> CoverageResult:
    """Work out coverage. Raises QueryError for an unknown therapy or standard."""
    limits = county_limits(query.standard, context)
    demand = asked_people(query, context)
    candidates = able(query, context, limits.standard.pediatric_hospitals)
    matrix = trips(context.travel, demand, candidates.ends, limits)
    reach = reach_within(matrix, demand, limits)
    compared = tuple(_compared(query, candidates, reach, demand, limits))
    counted = candidates.accepted(query)
    if counted is not candidates:
        matrix = trips(context.travel, demand, counted.ends, limits)
        reach = reach_within(matrix, demand, limits)
    covered, part = reach.covered(), demand.part_zip
    minutes, second = quickest_minutes(matrix, 2)[:, part]
    hsd = hsd_used(limits.standard, context)
    result = CoverageResult(
        query=query,
        context=context,
        coverage=cover(matrix, demand, limits, reach),
        points=counted.points,
        excluded=counted.excluded,
        notices=tuple(notices(query, context, counted, matrix, limits, demand, hsd)),
        demand=demand,
        county_limits=limits,
        hsd=hsd,
        matrix=nearest_and_quickest(matrix, 2),
        reach=reach,
        travel=distribution(minutes, demand.part_people),
        second=distribution(second, demand.part_people),
        equity=equity(minutes, demand.part_people, covered, {g: s[part] for g, s in demand.groups.items()}),
        robustness=robustness(matrix, demand, limits, reach),
        compared=compared,
        regions=gap_regions(matrix, demand, demand.part_people * ~covered, counted.ends.points),
        near_but_slow=float(demand.part_people[~covered & reach_within(matrix, demand, limits.miles_alone).covered()].sum()),
        people_within=reach.people_within,
        people_only_here=reach.people_only_here,
    )
    return hide_small(result, everyone(query, context)) if hides_small(query) else result


def _compared(
    query: CoverageQuery, candidates: Counted, reach: Reach, demand: DemandPoints, limits: CountyLimits
) -> Iterator[Compared]:
    """Yield coverage by the service points at each level of evidence, and without or only by mobile stops."""
    points, masks = candidates.points, dict[ComparedId, list[bool]]()
    for level in LEVELS if query.therapy else LEVELS[:1]:
        masks[level] = [counts_kind(query, p) and reaches(query, p, level) for p in points]
    if any(p.kind == "stop" for p in points):
        masks["centers"] = [p.kind == "center" and reaches(query, p, query.evidence) for p in points]
        masks["stops"] = [p.kind == "stop" and reaches(query, p, query.evidence) for p in points]
    for name, mask in masks.items():
        kept = np.array(mask, bool)
        yield Compared(name, int(kept.sum()), judge(reach.covered(kept), demand, limits))
