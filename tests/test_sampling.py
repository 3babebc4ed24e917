"""A sample leaves out no value, and without `--sample` nothing is left out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sampling

CASES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abc"), st.booleans()))


@given(CASES)
def test_every_value_of_every_dimension_is_in_a_sample(cases: list[tuple[int, str, bool]]) -> None:
    few = sampling.covering(cases)
    assert [set(values) for values in zip(*few, strict=True)] == [set(values) for values in zip(*cases, strict=True)]


def test_of_a_product_as_many_are_taken_as_the_longest_dimension_has_values() -> None:
    cases = list(product(range(12), "abcd", (True, False)))
    few = sampling.covering(cases)
    assert len(few) == 12
    assert few == [case for case in cases if case in few]


def test_what_counts_as_a_value_can_be_said() -> None:
    assert sampling.covering(["one", "two", "three"], by=lambda word: (len(word),)) == ["one", "three"]


@pytest.mark.parametrize(("asked", "taken"), [(False, [1, 2, 3]), (True, [1, 2])])
def test_only_a_run_that_asks_for_samples_gets_them(monkeypatch: pytest.MonkeyPatch, asked: bool, taken: list[int]) -> None:
    monkeypatch.setitem(sampling._asked, "sample", asked)
    assert sampling.sample([1, 2, 3], by=lambda number: (number % 2,)) == taken
    assert sampling.of_many(1_000, 10) == (10 if asked else 1_000)
