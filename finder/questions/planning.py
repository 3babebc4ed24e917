"""Answers to planners: who is within reach of care by a standard, and where the gaps are. Composition only, no sums."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely

from finder.access.catchment import REACH_MIN, e2sfca, m2sfca, spar, spar_by_decay, three_sfca
from finder.access.coverage import cover, judge
from finder.access.equity import distribution, equity, nearest_and_quickest, quickest_minutes
from finder.access.gap_land import county_at, gap_cells, gap_land, grid
from finder.access.gap_regions import gap_regions
from finder.access.reach import Reach, reach_within
from finder.access.robustness import robustness
from finder.access.standards import CountyLimits, Standard, parse_standard
from finder.access.supply import Assumed, weekly_supply
from finder.domain.demand import DemandPoints
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.hsd.reference_file import HsdFile
from finder.questions.candidates import Candidates
from finder.questions.chairs.result import CatchmentResult
from finder.questions.coverage.notices import coverage_notices, hole_notice, official_notice
from finder.questions.coverage.query import EVIDENCE_FILTERS, ComparedId, CoverageQuery, enough
from finder.questions.coverage.result import Compared, CoverageResult
from finder.reference import tables as reference
from finder.text import Text
from finder.travel.model import TravelEnds, TravelMatrix, TravelModel, nearest

# Sides of the cells by which land is judged on a map of a state (5 km), and of the country.
CELL_MI, COUNTRY_CELL_MI = 3.1, 8.0
# How far trips are measured beyond what a verdict needs (for low travel; and where miles alone decide, the nearest place
# does, however far it is): a nation of 250-mile trips would fill a machine's memory.
FARTHEST_MI = 150.0
# What else the chairs of those that do not say might be: few, or many.
OTHER_CHAIRS = {"few-chairs": Assumed(center_chairs=6, unit_chairs=2), "many-chairs": Assumed(center_chairs=24, unit_chairs=6)}


@dataclass(frozen=True, eq=False)
class _Able:
    """Service points that could count: real, there on the day, able to give all of the therapy; `unable` stops are not."""

    points: tuple[ServicePoint, ...]
    ends: TravelEnds
    unable: int

    def only(self, counted: npt.NDArray[np.bool_]) -> "_Able":
        """Some of them."""
        rows = np.flatnonzero(counted)
        return _Able(tuple(self.points[r] for r in rows.tolist()), self.ends.take(rows), self.unable)


class Planner:
    """Answers planners over one directory, one way of measuring travel, and the people of the country."""

    def __init__(
        self,
        directory: Directory,
        candidates: Candidates,
        travel: TravelModel,
        demand: DemandPoints,
        standards: Mapping[str, Standard],
        hsd: HsdFile | None,
    ) -> None:
        self._directory, self._candidates = directory, candidates
        self._travel, self._demand = travel, demand
        self._standards, self._hsd = standards, hsd
        self.coverage = lru_cache(maxsize=8)(self._coverage)
        self.gap_land = lru_cache(maxsize=8)(self._gap_land)
        self.catchment = lru_cache(maxsize=4)(self._catchment)

    def _county_limits(self, query: CoverageQuery) -> CountyLimits:
        """The limits in each county: of the standard, or of the official list where there is one."""
        standard = parse_standard(query.standard, self._standards)
        county_limits = standard.county_limits(self._demand.counties.type_index)
        official = self._official(standard)
        if official is None:
            return county_limits
        said = official.overrides[standard.id]
        return county_limits.overridden(said.listed, said.type_index, said.max_mi, said.max_min)

    def _official(self, standard: Standard) -> HsdFile | None:
        """The official list of limits, if one was given and it is about this standard."""
        return self._hsd if self._hsd and standard.id in self._hsd.overrides else None

    def _coverage(self, query: CoverageQuery) -> CoverageResult:
        county_limits = self._county_limits(query)
        demand = self._demand.in_state(query.state) if query.state else self._demand
        able = self._able(query)
        matrix = self._trips(demand, able.ends, county_limits)
        reach = reach_within(matrix, demand, county_limits)
        compared = tuple(_compared(query, able.points, reach, demand, county_limits))
        counted = np.array([query.accepts(p) for p in able.points], bool)
        if not counted.all():
            able = able.only(counted)
            matrix = self._trips(demand, able.ends, county_limits)
            reach = reach_within(matrix, demand, county_limits)
        covered, part = reach.covered(), demand.part_zip
        minutes, second = quickest_minutes(matrix, 2)[:, part]
        return CoverageResult(
            query=query,
            coverage=cover(matrix, demand, county_limits, reach),
            points=able.points,
            directory=self._directory,
            notices=tuple(self._notices(query, able, matrix, county_limits, demand)),
            demand=demand,
            county_limits=county_limits,
            hsd=self._official(county_limits.standard),
            matrix=nearest_and_quickest(matrix, 2),
            reach=reach,
            travel=distribution(minutes, demand.part_people),
            second=distribution(second, demand.part_people),
            equity=equity(minutes, demand.part_people, covered, {g: s[part] for g, s in demand.groups.items()}),
            robustness=robustness(matrix, demand, county_limits, reach),
            compared=compared,
            regions=gap_regions(matrix, demand, demand.part_people * ~covered, able.ends.points),
            near_but_slow=float(
                demand.part_people[~covered & reach_within(matrix, demand, county_limits.miles_alone).covered()].sum()
            ),
        )

    def _notices(
        self, query: CoverageQuery, able: _Able, matrix: TravelMatrix, county_limits: CountyLimits, demand: DemandPoints
    ) -> Iterator[Text]:
        if matrix.notice:
            yield matrix.notice
        therapy = self._candidates.therapy(query.therapy)
        yield from coverage_notices(self._directory, able.points, able.unable, therapy, county_limits.standard)
        official = self._official(county_limits.standard)
        listed = (
            official.overrides[county_limits.standard.id].listed if official else np.zeros(len(county_limits.type_index), bool)
        )
        if official:
            yield official_notice(official.label, int(listed.sum()))
        if county_limits.standard.by_type:
            yield from hole_notice(demand.holes(~listed))

    def _able(self, query: CoverageQuery) -> _Able:
        candidates, ends = self._candidates.on(query.on), self._candidates.placed
        therapy = self._candidates.therapy(query.therapy)
        real = [i for i, c in enumerate(candidates) if not (c.point.example or c.closed or c.refuses(therapy))]
        rows = [i for i in real if candidates[i].gives_all(therapy)]
        return _Able(tuple(candidates[i].point for i in rows), ends.take(np.array(rows, np.intp)), len(real) - len(rows))

    def _counted(self, query: CoverageQuery) -> _Able:
        able = self._able(query)
        return able.only(np.array([query.accepts(p) for p in able.points], bool))

    def _trips(self, demand: DemandPoints, ends: TravelEnds, county_limits: CountyLimits) -> TravelMatrix:
        """Trips far enough to judge by the county's limits, under low travel too, and the two nearest in any case."""
        spread, limits, class_of = self._travel.method, *county_limits.classes
        reach = np.array(
            [
                min(mi / (1 - spread.distance_spread), self._travel.farthest_mi(minutes / (1 - spread.time_spread)))
                for mi, minutes in limits.tolist()
            ]
        )
        certain = np.array([min(mi, self._travel.farthest_mi(minutes)) for mi, minutes in limits.tolist()])
        if county_limits.standard.uniform_mi is not None:
            certain = np.zeros(len(certain))
        reach = np.maximum(certain, np.minimum(reach, FARTHEST_MI))
        farthest = np.zeros(len(demand.zip))
        np.maximum.at(farthest, demand.part_zip, reach[class_of[demand.part_county]])
        return self._travel.matrix(TravelEnds(demand.points, demand.type_index), ends, farthest, at_least=2)

    def _gap_land(self, query: CoverageQuery) -> shapely.Geometry | None:
        """Land outside a standard, in degrees; None if travel is too slow to measure."""
        county_limits, able = self._county_limits(query), self._counted(query)
        states = reference.boundaries().states
        chosen = [states[query.state]] if query.state else list(states.values())
        land = shapely.multipolygons([part for state in chosen for part in shapely.get_parts(state)])
        miles = county_limits.standard.uniform_mi
        radius_mi = self._travel.circle_mi(miles) if miles is not None else None
        if radius_mi is not None:
            return gap_land(land, able.ends.points, radius_mi)
        if not self._travel.interactive:
            return None
        cells = grid(land, CELL_MI if query.state else COUNTRY_CELL_MI)
        county = county_at(cells, reference.boundaries().counties)
        there = nearest(self._travel, TravelEnds(cells.points, county_limits.type_index[county]), able.ends, 1)
        miles_there, minutes_there = there.distance_mi[there.first_row], there.travel_min[there.first_row]
        inside = (
            (miles_there <= county_limits.max_mi[county])
            & (minutes_there <= county_limits.max_min[county])
            & np.isfinite(miles_there)
        )
        return gap_cells(land, cells, ~inside)

    def _catchment(self, query: CoverageQuery) -> CatchmentResult:
        """How the chairs within reach are shared. People of other states share them too, so all are measured."""
        able, demand = self._counted(query), self._demand
        reach_mi = self._travel.farthest_mi(REACH_MIN)
        matrix = self._travel.matrix(TravelEnds(demand.points, demand.type_index), able.ends, reach_mi)
        supply = weekly_supply(able.points, query.on)
        people, hours = demand.population, supply.chair_hours
        score = e2sfca(matrix, people, hours).score
        variants = spar_by_decay(matrix, people, hours)
        variants["m2sfca"] = spar(m2sfca(matrix, people, hours).score, people)
        variants["3sfca"] = spar(three_sfca(matrix, people, hours).score, people)
        for name, assumed in OTHER_CHAIRS.items():
            chairs = weekly_supply(able.points, query.on, assumed).chair_hours
            variants[name] = spar(e2sfca(matrix, people, chairs).score, people)
        return CatchmentResult(
            query=query,
            points=able.points,
            directory=self._directory,
            demand=demand,
            supply=supply,
            method=matrix.method,
            score=score,
            spar=spar(score, people),
            variants=variants,
        )


def _compared(
    query: CoverageQuery, points: tuple[ServicePoint, ...], reach: Reach, demand: DemandPoints, county_limits: CountyLimits
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
        yield Compared(name, int(counted.sum()), judge(reach.covered(counted), demand, county_limits))
