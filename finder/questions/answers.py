"""Answers kept in memory, each computed once: callers who ask for one that is being computed wait for it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Answers:
    """The `most` recently used answers by key. Safe to use from several threads; a failure is not kept."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer of a key, computed by this caller unless it is known. Raises what `compute` raises."""
        with self._lock:
            found = self._kept.get(key)
            mine = found is None
            if found is None:
                found = self._kept[key] = Future()
            self._kept.move_to_end(key)
        if mine:
            self._fill(key, found, compute)
        answer: T = found.result()
        return answer

    def _fill(self, key: Hashable, future: Future[Any], compute: Callable[[], Any]) -> None:
        try:
            future.set_result(compute())
        except BaseException as error:
            with self._lock:
                del self._kept[key]
            future.set_exception(error)
        else:
            self._drop_least_used()

    def _drop_least_used(self) -> None:
        """Drop answers beyond `most`, but none that is being computed: callers wait for it."""
        with self._lock:
            done = [key for key, future in self._kept.items() if future.done()]
            for key in done[: max(0, len(done) - self._most)]:
                del self._kept[key]
