"""Which trials are near, and which are about a disease."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.domain.geo import Point, geodesic_mi
from finder.trials.model import Site, Trial, by_distance
from tests.conftest import grid_point


def site(point: Point | None, recruiting: bool | None = True) -> Site:
    return Site("F", "C", "KS", "United States", recruiting, point)


def trial(id_: str, *sites: Site, **parts: object) -> Trial:
    held = {"title": "T", "conditions": (), "keywords": (), "phases": (), "updated_on": date(2026, 1, 1), **parts}
    return Trial(id=id_, sites=sites, **held)  # type: ignore[arg-type]


def test_trials_come_by_their_nearest_site_and_sites_by_distance() -> None:
    east = [site(grid_point(0, steps)) for steps in range(5)]  # 0, 10, 20, 30, 40 miles from the corner
    near = by_distance([trial("a", east[4], east[1]), trial("b", east[0], east[3]), trial("c", east[2])], grid_point(0, 0))
    assert [n.trial.id for n in near] == ["b", "a", "c"]
    assert [[round(miles, 6) for _, miles in n.sites] for n in near] == [[0, 30], [10, 40], [20]]


def test_a_site_that_is_closed_is_not_near_and_one_that_may_be_open_is() -> None:
    here, there = grid_point(0, 0), grid_point(0, 1)
    shut, unsaid = trial("shut", site(here, False), site(there)), trial("unsaid", site(here, None))
    near = by_distance([shut, unsaid], here)
    assert [(n.trial.id, [round(m, 6) for _, m in n.sites], n.unplaced) for n in near] == [
        ("unsaid", [0], 0),
        ("shut", [10], 0),
    ]


def test_a_trial_without_a_known_site_comes_last_and_is_not_dropped() -> None:
    here = grid_point(0, 0)
    trials = [trial("none"), trial("unplaced", site(None), site(None, False)), trial("placed", site(here), site(None))]
    near = by_distance(trials, here)
    assert [(n.trial.id, len(n.sites), n.unplaced) for n in near] == [("placed", 1, 1), ("none", 0, 0), ("unplaced", 0, 1)]
    assert by_distance([], here) == ()


POINTS = st.builds(Point, st.floats(-90, 90), st.floats(-180, 180))
TRIALS = st.lists(st.lists(st.builds(site, st.none() | POINTS, st.sampled_from([True, False, None])), max_size=4), max_size=6)


@given(TRIALS, POINTS)
def test_the_order_is_that_of_the_geodesic_and_every_trial_is_there(sites: list[list[Site]], origin: Point) -> None:
    def miles(point: Point) -> float:
        return float(geodesic_mi(*(np.array([v]) for v in (origin.lat_deg, origin.lon_deg, point.lat_deg, point.lon_deg)))[0])

    near = by_distance([trial(str(i), *some) for i, some in enumerate(sites)], origin)
    assert sorted(int(n.trial.id) for n in near) == list(range(len(sites)))
    nearest = [n.sites[0][1] if n.sites else np.inf for n in near]
    assert nearest == sorted(nearest)
    for n in near:
        expected = sorted(miles(s.point) for s in n.trial.sites if s.point and s.recruiting is not False)
        assert [m for _, m in n.sites] == pytest.approx(expected, abs=1e-6)
        assert len(n.sites) + n.unplaced == len(n.trial.open_sites)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("", True), ("  ", True), ("dermatomyositis", True), ("MYOSITIS", True), ("sjogren rash", True), ("Sjögren's", True),
     ("lupus", False), ("dermatomyositis lupus", False), ("%", True), ("<script>", False)],
)  # fmt: skip
def test_a_trial_is_about_what_its_title_conditions_and_keywords_say(wanted: str, found: bool) -> None:
    about = trial("a", title="Dermatomyositis", conditions=("Sjögren's Syndrome",), keywords=("rash",))
    assert about.is_about(wanted) is found
