"""Plans of small fleets, held against every other plan, and against the rules stated once more."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.calendar.crew import Crew
from finder.access.calendar.fleet import Fleet, Obstacle, Relief
from finder.access.calendar.needs import Need
from finder.access.calendar.tours import TooManyRounds
from tests.access.calendar.rules import best, crew, fleet_of, violations

IVIG, RITUXIMAB, BOTH = Need(360, 2, 4), Need(360, 1, 2), Need(360, 2, 2)
SECONDS = 30.0


def plane(points: list[tuple[float, float]]) -> np.ndarray:
    at = np.array(points, float)
    away: np.ndarray = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    return away


@st.composite
def fleets(draw: st.DrawFn, most_stops: int = 3) -> Fleet:
    """One or two crews, and a few stops on a plane; drives of up to a day and more."""
    crews = [
        crew(
            unit,
            hours=draw(st.sampled_from([8, 10, 12])),
            week_days=draw(st.integers(2, 6)),
            overnight=draw(st.booleans()),
        )
        for unit in range(draw(st.integers(1, 2)))
    ]
    needs = draw(st.lists(st.sampled_from([IVIG, RITUXIMAB, BOTH, Need(240, 1, 4)]), min_size=1, max_size=most_stops))
    # Whole miles on a line and across it: ties are frequent, and so are drives that just fit.
    at = st.tuples(st.integers(0, 40).map(lambda n: 15.0 * n), st.sampled_from([0.0, 60.0]))
    points = draw(st.lists(at, min_size=len(crews) + len(needs), max_size=len(crews) + len(needs)))
    return fleet_of(plane(points).tolist(), crews, needs)


@given(fleet=fleets())
def test_a_plan_is_the_best_of_all(fleet: Fleet) -> None:
    found = fleet.plan(SECONDS)
    left_out, miles = best(fleet)
    assert len(found.left_out) == left_out
    assert found.miles == pytest.approx(miles, abs=0.05)
    assert found.proven


@given(fleet=fleets(most_stops=8))
def test_a_plan_keeps_all_rules(fleet: Fleet) -> None:
    found = fleet.plan(SECONDS)
    assert list(violations(fleet, found)) == []
    if found.bound_mi is not None:
        assert found.bound_mi <= found.miles + 0.01


@pytest.mark.slow
@given(fleet=fleets(most_stops=6))
def test_who_is_left_out_is_served_by_a_relief_that_says_so(fleet: Fleet) -> None:
    found = fleet.plan(SECONDS)
    for relief in fleet.reliefs(fleet.drives.stop, 2.0):
        crews = _changed(fleet.crews, relief)
        changed = Fleet(crews, fleet.drives, fleet.needs)
        again = changed.plan(SECONDS)
        assert len(again.left_out) == relief.left_out
        assert relief.change == "base" or relief.left_out <= len(found.left_out)
        assert list(violations(changed, again)) == []


def _changed(crews: tuple[Crew, ...], relief: Relief) -> tuple[Crew, ...]:
    if relief.place is None:
        return tuple(replace(c, week_days=max(c.week_days, 6)) for c in crews)
    if relief.unit is None:
        return (*crews, replace(crews[0], base=relief.place))
    return tuple(replace(c, base=relief.place) if u == relief.unit else c for u, c in enumerate(crews))


def test_two_neighbors_are_served_on_one_tour() -> None:
    fleet = fleet_of(plane([(0, 0), (60, 0), (90, 0)]).tolist(), [crew()], [IVIG, IVIG])
    found = fleet.plan(SECONDS)
    assert found.miles == 180
    (turn,) = found.turns
    assert turn.tour.stays == (((0, 2), 0), ((1, 2), 2)) or turn.tour.stays == (((1, 2), 0), ((0, 2), 2))
    assert (turn.tour.used, turn.tour.nights) == (4, 3)


def test_units_that_are_at_home_every_night_drive_each_day() -> None:
    fleet = fleet_of(plane([(0, 0), (60, 0), (90, 0)]).tolist(), [crew(overnight=False)], [IVIG, IVIG])
    assert fleet.plan(SECONDS).miles == 2 * 120 + 2 * 180


def test_a_long_drive_takes_a_day_of_its_own() -> None:
    """Six hours of driving do not fit beside a session of six in a day of ten, but two days of driving fit in the week."""
    fleet = fleet_of(plane([(0, 0), (360, 0)]).tolist(), [crew()], [IVIG])
    (turn,) = fleet.plan(SECONDS).turns
    assert [(leg.day, leg.moment) for leg in turn.tour.legs] == [(0, "day"), (3, "day")]
    assert turn.tour.stays == (((0, 2), 1),)


def test_a_stop_in_the_town_of_the_base_needs_no_drive() -> None:
    (turn,) = fleet_of([[0, 0], [0, 0]], [crew()], [IVIG]).plan(SECONDS).turns
    assert (turn.tour.miles, turn.tour.nights, turn.tour.used) == (0, 0, 2)


def test_of_plans_of_equal_miles_the_one_with_fewer_tours_is_chosen() -> None:
    fleet = fleet_of(np.zeros((4, 4)).tolist(), [crew(week_days=6)], [IVIG, IVIG, IVIG])
    assert len(fleet.plan(SECONDS).turns) == 1


@pytest.mark.parametrize(
    ("fleet", "code"),
    [
        (fleet_of(plane([(0, 0), (700, 0)]).tolist(), [crew()], [IVIG]), "too_far"),
        (fleet_of([[0, math.inf], [math.inf, 0]], [crew()], [IVIG]), "no_road"),
        (fleet_of([[0, 10], [10, 0]], [crew(week_days=1)], [IVIG]), "week"),
        (fleet_of([[0, 10], [10, 0]], [crew(hours=6.5)], [RITUXIMAB]), "session"),
    ],
)
def test_a_stop_that_no_unit_can_serve_is_named_with_the_reason(fleet: Fleet, code: str) -> None:
    (obstacle,) = fleet.obstacles()
    assert obstacle == Obstacle(0, code, 0, float(fleet.drives.minutes[0, 1]))  # type: ignore[arg-type]
    assert fleet.plan(SECONDS).left_out == (0,)


def test_more_days_than_a_crew_has_leave_stops_out_and_a_second_crew_frees_them() -> None:
    """A week of four days has room for two stays, so four weeks have room for eight."""
    miles = plane([(0, 0), *((0, n) for n in range(1, 11))]).tolist()
    fleet = fleet_of(miles, [crew(week_days=4)], [IVIG] * 10)
    assert len(fleet.plan(SECONDS).left_out) == 2
    assert fleet.most_days == 16
    reliefs = {relief.change: relief.left_out for relief in fleet.reliefs(fleet.drives.stop, SECONDS)}
    assert reliefs == {"unit": 0, "base": 2, "week": 0}


def test_too_many_stops_close_together_are_refused() -> None:
    fleet = fleet_of(np.zeros((61, 61)).tolist(), [crew()], [RITUXIMAB] * 60)
    with pytest.raises(TooManyRounds):
        fleet.plan(SECONDS)


def test_without_time_nothing_is_claimed() -> None:
    rng: Any = np.random.default_rng(1)
    fleet = fleet_of(plane(rng.uniform(0, 150, (18, 2)).tolist()).tolist(), [crew(0), crew(1)], [IVIG] * 16, 50)
    found = fleet.plan(0.0)
    assert not found.proven
    assert list(violations(fleet, found)) == []
