"""Turns for planners: a national question takes a core and hundreds of MB, and a patient must never wait behind one."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from flask import abort

# Different questions that may wait for a turn, and planners who may wait in all: each holds a thread of the server.
MOST_QUESTIONS, MOST_PLANNERS = 4, 16


class Turns:
    """One question is computed at a time. Too many questions, or too many planners, are turned away with a 503."""

    def __init__(self) -> None:
        self._computing = threading.Lock()
        self._questions = threading.BoundedSemaphore(MOST_QUESTIONS)
        self._planners = threading.BoundedSemaphore(MOST_PLANNERS)

    def planner(self) -> AbstractContextManager[None]:
        """A planner who asks, whether for an answer that is kept, that is being computed, or that has to be."""
        return _place(self._planners)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a question that has to be computed. Others who ask it need none: they wait for that one answer."""
        with _place(self._questions), self._computing:
            yield


@contextmanager
def _place(semaphore: threading.BoundedSemaphore) -> Iterator[None]:
    if not semaphore.acquire(blocking=False):
        abort(503)
    try:
        yield
    finally:
        semaphore.release()
