"""A small run of `make fuzz`, with the same inputs each time; and that it sees what it looks for."""

import pytest

from tests.fuzz import TARGETS, Target, tried


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_every_input_is_answered_or_refused_in_words(name: str) -> None:
    assert tried(TARGETS[name], 40, seed=15) >= 10


def test_a_broken_promise_is_seen() -> None:
    def breaks(written: str) -> None:
        assert "5" not in written

    with pytest.raises(AssertionError):
        tried(Target(TARGETS["places"].inputs, breaks), 200, seed=15)
