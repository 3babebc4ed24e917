"""Land outside a standard holds the people outside it and nobody within: exactly where the limit is a circle."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from finder.core import Finder
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.travel.straight_line import StraightLine
from tests.planners import ON
from tests.world import REFERENCE


def parts(result: CoverageResult) -> tuple[np.ndarray, np.ndarray]:
    """The points of the parts of ZIP codes, and which of them are within the standard. Shape (parts,) both."""
    zips, part = result.demand.points, result.demand.part_zip
    return shapely.points(zips.lon_deg[part], zips.lat_deg[part]), result.reach.covered()


@pytest.mark.parametrize("state", ["VT", "WY"])
def test_where_the_limit_is_a_circle_land_and_people_agree_exactly(starter: Finder, state: str) -> None:
    query = CoverageQuery("miles:30", state=state, on=ON)
    land = starter.gap_land(query)
    assert land is not None
    at, within = parts(starter.coverage(query))
    shapely.prepare(land)
    on_land = shapely.contains(shapely.buffer(REFERENCE.boundaries.states[state], 0), at)
    outside = shapely.contains(land, at)
    assert not outside[within].any()
    assert outside[on_land & ~within].all()
    assert (on_land & ~within).sum() > 10


def test_where_it_is_judged_by_cells_land_and_people_agree_but_at_the_edge(starter: Finder) -> None:
    query = CoverageQuery("cms", state="WY", on=ON)
    land = starter.gap_land(query)
    assert land is not None
    at, within = parts(starter.coverage(query))
    outside = shapely.contains(land, at)
    assert np.mean(outside != within) > 0.9
    assert outside[~within].any()
    assert shapely.difference(land, shapely.buffer(REFERENCE.boundaries.states["WY"], 0.05)).area == pytest.approx(0, abs=1e-6)


def test_other_evidence_leaves_more_land_outside(starter: Finder) -> None:
    every, known = (
        starter.gap_land(CoverageQuery("miles:30", "ivig", "CO", evidence, on=ON)) for evidence in ("any", "listed")
    )
    assert every is not None
    assert known is not None
    assert known.area > every.area


class Slow(StraightLine):
    """A travel model that is too slow for a page, like a routing engine."""

    interactive = False

    def straight_radius_mi(self, within_mi: float) -> None:  # type: ignore[override]
        """Return None: roads do not lead equally far in all directions."""


def test_travel_that_is_too_slow_to_measure_has_no_land(starter: Finder) -> None:
    slow = Finder(replace(starter.context, travel=Slow()))
    for standard in ("cms", "miles:30"):
        assert slow.gap_land(CoverageQuery(standard, state="VT", on=ON)) is None
