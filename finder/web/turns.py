"""Turns for planners: a national question takes a core and hundreds of MB, and a patient must never wait behind one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import abort

T = TypeVar("T")
# Different questions that may wait for a turn, and planners who may wait in all: each holds a thread of the server.
_MOST_QUESTIONS, MOST_PLANNERS = 4, 16


class Turns:
    """One question is worked out at a time. Everyone who asks it meanwhile waits for that one answer."""

    def __init__(self) -> None:
        self._working = threading.Lock()
        self._questions = threading.BoundedSemaphore(_MOST_QUESTIONS)
        self._planners = threading.BoundedSemaphore(MOST_PLANNERS)

    def answer(self, is_known: bool, ask: Callable[[], T]) -> T:
        """Return what `ask` returns, at once if the answer `is_known` or is being worked out; 503 if too many wait."""
        with _place(self._planners):
            if is_known:
                return ask()
            with _place(self._questions), self._working:
                return ask()


@contextmanager
def _place(semaphore: threading.BoundedSemaphore) -> Iterator[None]:
    if not semaphore.acquire(blocking=False):
        abort(503)
    try:
        yield
    finally:
        semaphore.release()
