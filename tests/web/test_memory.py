"""What nothing can reach any more goes soon after the answer; a server with many threads does not grow with them."""

import gc
import os
import platform
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from finder.web.memory import memory_bytes, swept
from tests.sampling import of_many


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


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.usefixtures("_python_never_looks")
def test_what_an_app_that_fails_leaves_goes_too() -> None:
    left: list[weakref.ref[Held]] = []

    def app(_environ: object, _start: object) -> list[bytes]:
        left.append(weakref.ref(Held()))
        raise ValueError("no answer")

    with pytest.raises(ValueError, match="no answer"):
        _ask(swept(app))
    assert _goes(left[-1])


def test_memory_is_that_of_all_processes() -> None:
    used = memory_bytes(os.getpid())
    if not Path("/proc/self/smaps_rollup").exists():
        assert used is None
    else:
        assert used
        assert 20e6 < used < 20e9


def test_memory_of_a_process_that_is_gone_is_not_known() -> None:
    assert memory_bytes(2**22 + 1) is None


# Threads that take turns to allocate, keep a little of it, and free the rest: as those of a server do with its pages.
_GROWS = """
import os, sys, threading
from finder.web.memory import memory_bytes, use_one_arena

if sys.argv[1] == "one":
    use_one_arena()
kept, turn = [], threading.Lock()

def answer():
    for _ in range(int(sys.argv[2])):
        with turn:
            made = [bytes(1_000) for _ in range(10_000)]
            kept.append(made[5_000])
            del made

before = memory_bytes(os.getpid())
threads = [threading.Thread(target=answer) for _ in range(40)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(memory_bytes(os.getpid()) - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no arenas")
def test_threads_that_take_turns_need_the_memory_of_one() -> None:
    turns = str(of_many(20, 6))

    def grown(how: str) -> float:
        return float(
            subprocess.run([sys.executable, "-c", _GROWS, how, turns], check=True, capture_output=True, text=True).stdout
        )

    assert grown("one") < grown("many") / 3
