"""Numbers in rows are as fine as they are known, and say all or none only of all or none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.questions.rounding import share, share_of, tenth


@pytest.mark.parametrize(
    ("value", "shown"), [(None, None), (math.inf, None), (math.nan, None), (1.26, 1.3), (0.0, 0.0), (-1.26, -1.3)]
)
def test_tenths(value: float | None, shown: float | None) -> None:
    assert tenth(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, None), (0.123456, 0.1235), (1.0, 1.0), (0.0, 0.0), (0.999999, 0.9999), (1e-9, 0.0001)]
)
def test_shares(value: float | None, shown: float | None) -> None:
    assert share(value) == shown


@given(st.floats(0, 1))
def test_all_and_none_are_said_only_of_all_and_none(value: float) -> None:
    shown = share(value)
    assert shown is not None
    assert (shown == 0, shown == 1) == (value == 0, value == 1)
    assert abs(shown - value) <= 0.0001


def test_a_share_of_nothing_is_none() -> None:
    assert (share_of(1, 3), share_of(0, 3), share_of(3, 3), share_of(0, 0)) == (0.3333, 0, 1, None)
