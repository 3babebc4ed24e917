"""Floating catchment areas: worked out by hand, compared with PySAL `access`, and properties of any world."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from access import fca, weights
from hypothesis import assume, given
from hypothesis import strategies as st

from finder.access.catchment import (
    DECAYS,
    INFUSION,
    REACH_MIN,
    Catchments,
    binary,
    e2sfca,
    exponential,
    gaussian,
    linear,
    m2sfca,
    spar,
    spar_by_decay,
    stepped,
    three_sfca,
)
from finder.domain.arrays import Floats
from finder.domain.geo import PointSet
from finder.travel.model import DOOR_MIN, NO_DESTINATION, TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine

MODEL = StraightLine()
STEPS = {30: 1.0, 60: 0.68, 90: 0.22}
METHODS: dict[str, Callable[..., Catchments]] = {"E2SFCA": e2sfca, "M2SFCA": m2sfca, "3SFCA": three_sfca}
UNREACHABLE = np.inf


def trips(minutes: Floats) -> TravelMatrix:
    """Return a matrix from minutes of driving. NaN means no row, but an origin without any row has one unreachable destination.

    Minutes have shape (origins, destinations).
    """
    minutes = np.array(minutes, float)
    minutes[np.isnan(minutes).all(axis=1), :1] = UNREACHABLE
    origin, destination = np.nonzero(~np.isnan(minutes))
    order = np.lexsort((destination, minutes[origin, destination], origin))
    origin, destination = origin[order], destination[order]
    t = minutes[origin, destination] + DOOR_MIN
    origins, destinations = minutes.shape
    return TravelMatrix(origin, destination, t, t, t, t, t, origins, destinations, MODEL.method)


@dataclass(frozen=True, eq=False)
class World:
    minutes: Floats
    people: Floats
    supply: Floats

    @property
    def matrix(self) -> TravelMatrix:
        return trips(self.minutes)

    def by(self, method: Callable[..., Catchments], decay: Any = INFUSION) -> Catchments:
        return method(self.matrix, self.people, self.supply, decay)

    def keep(self, destinations: Any) -> "World":
        return replace(self, minutes=self.minutes[:, destinations], supply=self.supply[destinations])


def random_world(seed: int, origins: int, destinations: int) -> World:
    """Return a random world: some minutes at limits of steps, unreachable pairs, missing rows, no people, and no supply."""
    draw = np.random.default_rng(seed)
    minutes = draw.uniform(0, 120, (origins, destinations))
    special = draw.random(minutes.shape) < 0.5
    minutes[special] = draw.choice([0.0, 30.0, 60.0, 90.0, 90.001, UNREACHABLE, np.nan], special.sum())
    people = draw.choice([0.0, 1.0, 250.5, 1e6], origins)
    return World(minutes, people, draw.choice([0.0, 40.0, 480.0], destinations))


WORLDS = st.builds(random_world, st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(1, 6))

# There are two towns: A with 100 people and B with 300. Service point X (40 chair-hours) is 20 minutes from A and 50 from B.
# Service point Y (80 chair-hours) is 30 minutes from B and unreachable from A.
TWO_TOWNS = World(np.array([[20.0, UNREACHABLE], [50.0, 30.0]]), np.array([100.0, 300.0]), np.array([40.0, 80.0]))


# ---- Worked out by hand


def test_e2sfca_of_two_towns() -> None:
    # The demand of X is 100 + 0.68 * 300 = 304 people, and that of Y is the 300 of B.
    found = TWO_TOWNS.by(e2sfca)
    assert found.demand == pytest.approx([304, 300])
    assert found.ratio == pytest.approx([40 / 304, 80 / 300])
    assert found.score == pytest.approx([40 / 304, 0.68 * 40 / 304 + 80 / 300])


def test_m2sfca_of_two_towns() -> None:
    found = TWO_TOWNS.by(m2sfca)
    assert found.demand == pytest.approx([304, 300])
    assert found.score == pytest.approx([40 / 304, 0.4624 * 40 / 304 + 80 / 300])


def test_m2sfca_loses_supply_that_is_far_from_everyone() -> None:
    # One service point is 45 minutes from all 400 people. In E2SFCA, that is as good as next door; in M2SFCA, it is worth 0.68.
    far = World(np.array([[45.0], [45.0]]), TWO_TOWNS.people, np.array([40.0]))
    assert far.by(e2sfca).score == pytest.approx([0.1, 0.1])
    assert far.by(m2sfca).score == pytest.approx([0.068, 0.068])


def test_3sfca_of_two_towns() -> None:
    # B sends 0.68 / 1.68 of its people to X and 1 / 1.68 to Y.
    found = TWO_TOWNS.by(three_sfca)
    x, y = 100 + 300 * 0.68 * 0.68 / 1.68, 300 / 1.68
    assert found.demand == pytest.approx([x, y])
    assert found.score == pytest.approx([40 / x, 0.68 * 0.68 / 1.68 * 40 / x + 80 / 300])


@pytest.mark.parametrize(
    ("cutoff", "score"),
    [
        (50.0, [0.1, 0.1 + 80 / 300]),  # X has 400 people.
        (49.9, [0.4, 80 / 300]),
        (30.0, [0.4, 80 / 300]),  # The cutoff is inclusive.
        (29.9, [0.4, 0.0]),
        (19.9, [0.0, 0.0]),
    ],
)
def test_2sfca_of_two_towns(cutoff: float, score: list[float]) -> None:
    assert TWO_TOWNS.by(e2sfca, binary(cutoff)).score == pytest.approx(score)


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_a_service_point_without_people_nearby_has_a_ratio_of_0(method: Callable[..., Catchments]) -> None:
    # Only a ZIP code without people reaches the first service point, and none reaches the second.
    world = World(
        np.array([[10.0, UNREACHABLE, 91.0], [UNREACHABLE, UNREACHABLE, 10.0]]),
        np.array([0.0, 100.0]),
        np.array([40.0, 40.0, 40.0]),
    )
    found = world.by(method)
    assert (list(found.ratio[:2]), list(found.demand[:2])) == ([0, 0], [0, 0])
    assert list(found.score) == pytest.approx([0, 0.4])


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_unreachable_people_have_a_score_of_0_and_do_not_affect_others(method: Callable[..., Catchments]) -> None:
    islanders = World(np.array([[10.0], [UNREACHABLE], [np.nan]]), np.array([100.0, 1e6, 1e6]), np.array([40.0]))
    assert list(islanders.by(method).score) == [0.4, 0, 0]


def ends(n: int) -> TravelEnds:
    return TravelEnds(PointSet(np.full(n, 40.0), np.full(n, -100.0)), np.zeros(n, np.intp))


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
@pytest.mark.parametrize(("origins", "destinations"), [(2, 0), (0, 2), (0, 0)])
def test_without_people_or_service_points(method: Callable[..., Catchments], origins: int, destinations: int) -> None:
    matrix = MODEL.matrix(ends(origins), ends(destinations), 50.0)
    assert np.all(matrix.destination == NO_DESTINATION)
    found = method(matrix, np.full(origins, 100.0), np.full(destinations, 40.0))
    assert found.score.tolist() == [0.0] * origins
    assert found.ratio.tolist() == found.demand.tolist() == [0.0] * destinations
    assert spar(found.score, np.full(origins, 100.0)).tolist() == [0.0] * origins


@pytest.mark.parametrize(("people", "supply"), [(3, 2), (1, 2), (2, 1), (2, 3)])
def test_people_or_supply_of_another_matrix_are_rejected(people: int, supply: int) -> None:
    with pytest.raises(ValueError, match="not"):
        e2sfca(TWO_TOWNS.matrix, np.ones(people), np.ones(supply))


# ---- Decays


@pytest.mark.parametrize(
    ("minutes", "weight"),
    [(0, 1), (30, 1), (30.001, 0.68), (60, 0.68), (60.001, 0.22), (90, 0.22), (np.nextafter(90, 91), 0), (UNREACHABLE, 0)],
)
def test_the_limit_of_a_step_is_inclusive(minutes: float, weight: float) -> None:
    assert INFUSION(np.array([minutes])) == [weight]


def test_steps_may_be_in_any_order() -> None:
    minutes = np.linspace(0, 100, 301)
    assert np.array_equal(stepped({90: 0.22, 30: 1.0, 60: 0.68})(minutes), INFUSION(minutes))


def test_weights_of_each_decay() -> None:
    t = np.array([0.0, 30.0, 45.0, 60.0, 90.0, 90.1, UNREACHABLE])
    assert linear(90)(t) == pytest.approx([1, 2 / 3, 1 / 2, 1 / 3, 0, 0, 0])
    assert exponential(30, 90)(t) == pytest.approx([1, 1 / 2, 2**-1.5, 1 / 4, 1 / 8, 0, 0])
    assert gaussian(90)(t) == pytest.approx([1, 0.862656, 0.701367, 0.493575, 0, 0, 0], abs=1e-6)
    assert binary(60)(t) == pytest.approx([1, 1, 1, 1, 0, 0, 0])


@given(st.sampled_from(sorted(DECAYS)), st.lists(st.floats(0, 1e6), min_size=1))
def test_a_decay_starts_at_1_and_never_increases_and_ends_at_0(name: str, minutes: list[float]) -> None:
    weight = DECAYS[name](np.array([0.0, *sorted(minutes), UNREACHABLE]))
    assert weight[0] == 1
    assert np.all(np.diff(weight) <= 0)
    assert weight[-1] == 0
    assert not DECAYS[name](np.array(minutes))[np.array(minutes) > REACH_MIN].any()


@pytest.mark.parametrize(
    "make_decay",
    [
        *(lambda m=m: binary(m) for m in (0.0, -1.0, UNREACHABLE, np.nan)),
        *(lambda w=w: stepped({30: w}) for w in (-0.1, 1.1, np.nan)),
        lambda: linear(0),
        lambda: gaussian(-5),
        lambda: exponential(0, 90),
        lambda: exponential(30, UNREACHABLE),
    ],
)
def test_invalid_minutes_or_weights_are_rejected(make_decay: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="decay must be"):
        make_decay()


# ---- Compared with PySAL

# According to the source of `access` (1.1.10.post3): `max_cost` applies in addition to the weights. `normalize` and
# `supply_index` are ignored. A service point without demand is a division by zero, so its supply is excluded here. An origin
# without pairs is missing from the result. `three_stage_fca` modifies its argument. `fca_ratio` is a different measure, with
# one catchment around the people and trips from people to people.


def pysal_tables(world: World, demand: Floats) -> dict[str, Any]:
    supply = np.where(demand > 0, world.supply, 0.0)
    matrix = world.matrix
    return {
        "demand_df": pd.DataFrame({"demand": world.people}, pd.RangeIndex(len(world.people), name="geoid")),
        "supply_df": pd.DataFrame({"supply": supply}, pd.RangeIndex(len(supply), name="geoid")),
        "cost_df": pd.DataFrame({"origin": matrix.origin, "dest": matrix.destination, "cost": matrix.driving_min}),
    }


def same(ours: Floats, theirs: pd.Series) -> None:
    all_rows = theirs.reindex(range(len(ours)), fill_value=0.0).to_numpy(float)
    assert ours == pytest.approx(all_rows, rel=1e-9, abs=1e-9)


@given(WORLDS)
def test_e2sfca_equals_pysal(world: World) -> None:
    ours, weight = world.by(e2sfca), weights.step_fn(STEPS)
    tables = pysal_tables(world, ours.demand)
    same(ours.score, fca.two_stage_fca(**tables, max_cost=90, weight_fn=weight))
    same(ours.demand, fca.weighted_catchment(tables["demand_df"], tables["cost_df"], loc_value="demand", weight_fn=weight))


@given(WORLDS, st.sampled_from([30.0, 60.0, 90.0]))
def test_2sfca_equals_pysal(world: World, cutoff: float) -> None:
    ours = world.by(e2sfca, binary(cutoff))
    same(ours.score, fca.two_stage_fca(**pysal_tables(world, ours.demand), max_cost=cutoff))


@pytest.mark.filterwarnings("ignore:The inplace keyword in DataFrame.drop")
@given(WORLDS, st.sampled_from([STEPS, {10: 0.962, 20: 0.704, 30: 0.377, 60: 0.042}]))
def test_3sfca_equals_pysal(world: World, steps: dict[float, float]) -> None:
    # The second set of weights is that of Wan, Zou & Sternberg (2012).
    ours = world.by(three_sfca, stepped(steps))
    tables = pysal_tables(world, ours.demand)
    same(ours.score, fca.three_stage_fca(**tables, max_cost=90, weight_fn=weights.step_fn(steps)))


def test_the_score_is_0_where_that_of_pysal_is_infinite() -> None:
    # The only ZIP code near the service point has no people.
    world = World(np.array([[10.0]]), np.array([0.0]), np.array([40.0]))
    theirs = fca.two_stage_fca(**pysal_tables(world, demand=np.ones(1)), weight_fn=weights.step_fn(STEPS))
    assert theirs.tolist() == [np.inf]
    assert world.by(e2sfca).score.tolist() == [0.0]


# ---- Properties of any world


@given(WORLDS, st.sampled_from([e2sfca, three_sfca]), st.sampled_from(sorted(DECAYS)))
def test_exactly_the_reachable_supply_is_distributed(world: World, method: Callable[..., Catchments], decay: str) -> None:
    found = world.by(method, DECAYS[decay])
    assert world.people @ found.score == pytest.approx(world.supply[found.demand > 0].sum())


@given(WORLDS, st.sampled_from(sorted(DECAYS)))
def test_a_score_by_m2sfca_is_at_most_that_by_e2sfca(world: World, decay: str) -> None:
    modified, enhanced = world.by(m2sfca, DECAYS[decay]), world.by(e2sfca, DECAYS[decay])
    assert np.all(modified.score <= enhanced.score)
    assert np.array_equal(modified.ratio, enhanced.ratio)


@given(WORLDS)
def test_with_a_binary_decay_e2sfca_and_m2sfca_are_equal(world: World) -> None:
    assert np.array_equal(world.by(e2sfca, binary(60)).score, world.by(m2sfca, binary(60)).score)


def test_with_3sfca_a_new_service_point_takes_people_from_another() -> None:
    alone, both = TWO_TOWNS.keep([0]).by(three_sfca), TWO_TOWNS.by(three_sfca)
    assert both.demand[0] < alone.demand[0]


@given(WORLDS, st.integers(0, 11))
def test_more_people_never_increase_a_score(world: World, row: int) -> None:
    assume(row < len(world.people))
    crowded = replace(world, people=world.people + np.where(np.arange(len(world.people)) == row, 1000.0, 0.0))
    served = world.by(e2sfca).demand > 0  # A service point without any people before has some now.
    before = replace(world, supply=np.where(served, world.supply, 0.0)).by(e2sfca).score
    after = replace(crowded, supply=np.where(served, world.supply, 0.0)).by(e2sfca).score
    assert np.all(after <= before * (1 + 1e-12))


# ---- Spatial access ratio


def test_spar_of_two_towns() -> None:
    # The mean of 100 people at 0.1 and 300 at 0.5 is 0.4.
    assert spar(np.array([0.1, 0.5]), TWO_TOWNS.people) == pytest.approx([0.25, 1.25])


@given(WORLDS, st.sampled_from(sorted(METHODS)))
def test_the_mean_of_spar_is_1_in_any_unit_of_supply(world: World, method: str) -> None:
    score = world.by(METHODS[method]).score
    assume(score @ world.people > 0)
    ratio = spar(score, world.people)
    assert np.average(ratio, weights=world.people) == pytest.approx(1)
    assert spar(replace(world, supply=world.supply * 60).by(METHODS[method]).score, world.people) == pytest.approx(ratio)


def test_spar_is_0_if_nobody_has_access() -> None:
    assert spar(np.zeros(2), TWO_TOWNS.people).tolist() == [0, 0]
    assert spar(np.zeros(2), np.zeros(2)).tolist() == [0, 0]


def test_spar_by_several_decays() -> None:
    found = spar_by_decay(TWO_TOWNS.matrix, TWO_TOWNS.people, TWO_TOWNS.supply)
    assert list(found) == list(DECAYS)
    for name, decay in DECAYS.items():
        assert np.array_equal(found[name], spar(TWO_TOWNS.by(e2sfca, decay).score, TWO_TOWNS.people))
    # With a cutoff of 60 minutes, the 50 minutes from B to X count in full.
    assert found["binary-60"] == pytest.approx([0.1 / 0.3, (0.1 + 80 / 300) / 0.3])
