"""How evenly travel is distributed: small worlds worked out by hand, and comparisons with single people."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.access.equity import distribution, equity, gini, palma, quickest_minutes
from finder.domain.arrays import weighted_quantile
from finder.travel.model import DOOR_MIN, NO_DESTINATION, TravelMatrix
from finder.travel.straight_line import StraightLine

INF = np.inf


def matrix(*rows: tuple[int, int, float], origins: int, destinations: int = 9) -> TravelMatrix:
    """Return a matrix of trips (origin, destination, minutes of driving), with miles in the order given."""
    origin, destination = (np.array([r[c] for r in rows], np.intp) for c in (0, 1))
    minutes, miles = np.array([r[2] + DOOR_MIN for r in rows], float), np.arange(len(rows), dtype=float)
    return TravelMatrix(
        origin, destination, miles, miles, minutes, minutes, minutes, origins, destinations, StraightLine.method
    )


def test_the_quickest_need_not_be_the_nearest() -> None:
    found = quickest_minutes(matrix((0, 3, 40.0), (0, 1, 30.0), (0, 2, 35.0), (1, 4, 20.0), origins=2), 3)
    assert found.tolist() == [[30, 20], [35, INF], [40, INF]]


def test_two_equally_quick_destinations_are_both_counted() -> None:
    assert quickest_minutes(matrix((0, 1, 30.0), (0, 2, 30.0), origins=1), 2).tolist() == [[30], [30]]


def test_without_a_road_or_a_destination_minutes_are_infinite() -> None:
    found = quickest_minutes(matrix((0, 1, INF), (1, NO_DESTINATION, INF), origins=2), 2)
    assert found.tolist() == [[INF, INF], [INF, INF]]
    assert quickest_minutes(matrix(origins=0), 2).shape == (2, 0)


def test_a_distribution() -> None:
    # There are 10 people at 10 minutes, 20 at exactly 30, 10 at 60.5, 5 at 130, and 5 without a road.
    minutes, people = np.array([10.0, 30.0, 60.5, 130.0, INF]), np.array([10.0, 20.0, 10.0, 5.0, 5.0])
    d = distribution(minutes, people)
    assert (d.people, d.median_min, d.p75_min, d.p90_min) == (50, 30, 60.5, 130)
    assert d.beyond == (20, 20, 10)  # 30.0 is not beyond 30.
    assert d.bins == (0, 10, 0, 20, 0, 0, 10, 0, 0, 0, 0, 0, 5)
    assert d.unreachable == 5
    assert sum(d.bins) + d.unreachable == d.people


def test_a_quantile_among_unreachable_people_is_infinite() -> None:
    assert distribution(np.array([10.0, INF]), np.array([1.0, 3.0])).median_min == INF


def test_without_people_measures_are_unknown() -> None:
    d = distribution(np.zeros(0), np.zeros(0))
    assert (d.people, d.median_min, d.p90_min, d.beyond) == (0, None, None, (0, 0, 0))
    assert equity(np.zeros(0), np.zeros(0), np.zeros(0, bool), {}).gini is None


ROWS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 6)), max_size=25)


@given(ROWS, st.sampled_from([0.1, 0.5, 0.75, 0.9, 1.0]))
def test_a_quantile_equals_that_of_single_people(rows: list[tuple[int, int]], q: float) -> None:
    single_people = sorted(v for v, n in rows for _ in range(n))
    found = weighted_quantile(np.array([v for v, _ in rows], float), np.array([n for _, n in rows], float), q)
    assert found == (single_people[int(np.ceil(q * len(single_people) - 1e-9)) - 1] if single_people else None)


@given(ROWS)
def test_gini_is_the_relative_mean_difference_divided_by_two(rows: list[tuple[int, int]]) -> None:
    values = np.array([v for v, n in rows for _ in range(n)], float)
    found = gini(np.array([v for v, _ in rows], float), np.array([n for _, n in rows], float))
    if values.sum() == 0:
        assert found is None
    else:
        assert found == pytest.approx(np.abs(values[:, None] - values).mean() / (2 * values.mean()), abs=1e-12)


def test_palma() -> None:
    # Of ten people, the one with the longest trip has 90 minutes, and the four with the shortest have 10 + 10 + 20 + 20 = 60.
    values = np.array([90.0, 10, 20, 10, 20, 40, 40, 40, 40, 40])
    assert palma(values, np.ones(10)) == pytest.approx(1.5)
    assert palma(np.full(4, 25.0), np.ones(4)) == pytest.approx(0.25)
    assert palma(np.zeros(3), np.ones(3)) is None


def test_a_group_and_everyone_else_add_up() -> None:
    minutes, people = np.array([10.0, 50.0, 100.0]), np.array([100.0, 100.0, 100.0])
    covered = np.array([True, True, False])
    [group] = equity(minutes, people, covered, {"old": np.array([0.1, 0.3, np.nan])}).groups
    # The share of the third ZIP code is not known, so it is in neither group.
    assert (group.travel.people, group.rest.people) == pytest.approx((40, 160))
    assert (group.covered, group.rest_covered) == pytest.approx((40, 160))
    assert (group.travel.median_min, group.rest.median_min) == (50, 10)
    assert group.travel.beyond[0] == pytest.approx(30)


def test_a_group_can_be_empty() -> None:
    [group] = equity(np.array([10.0]), np.array([5.0]), np.array([True]), {"none": np.zeros(1)}).groups
    assert (group.travel.people, group.travel.median_min, group.rest.people) == (0, None, 5)
