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

    def __contains__(self, key: Hashable) -> bool:
        """Whether the answer is kept or is being computed."""
        with self._lock:
            return key in self._kept

    def get(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return the answer of a key, computed by this caller unless it is known. Raises what `compute` raises."""
        with self._lock:
            found = self._kept.get(key)
            mine = found is None
            if found is None:
                found = self._kept[key] = Future()
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if mine:
            self._fill(key, found, compute)
        answer: T = found.result()
        return answer

    def _fill(self, key: Hashable, future: Future[Any], compute: Callable[[], Any]) -> None:
        try:
            future.set_result(compute())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is future:
                    del self._kept[key]
            future.set_exception(error)
