"""What nothing can reach any more goes soon after the answer, however seldom Python looks for it by itself."""

import gc
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from finder.web.sweeping import swept


class Held:
    """Refers to itself, as a template's macros and their values do."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _python_never_looks() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def _ask(app: Any) -> list[bytes]:
    return list(app({}, lambda *_: None))


def _goes(left: weakref.ref[Held]) -> bool:
    end = time.monotonic() + 30
    while left() is not None and time.monotonic() < end:
        time.sleep(0.1)
    return left() is None


@pytest.mark.usefixtures("_python_never_looks")
def test_what_an_answer_leaves_goes_soon_after_each_answer() -> None:
    left: list[weakref.ref[Held]] = []

    def app(_environ: object, _start: object) -> list[bytes]:
        left.append(weakref.ref(Held()))
        return [b"answer"]

    served = swept(app)
    for _ in range(2):
        assert _ask(served) == [b"answer"]
        assert left[-1]() is not None
        assert _goes(left[-1])


@pytest.mark.usefixtures("_python_never_looks")
def test_what_an_app_that_fails_leaves_goes_too() -> None:
    left: list[weakref.ref[Held]] = []

    def app(_environ: object, _start: object) -> list[bytes]:
        left.append(weakref.ref(Held()))
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        _ask(swept(app))
    assert _goes(left[-1])
