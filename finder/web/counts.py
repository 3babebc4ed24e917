"""Counts of requests by route, method, and status, for Prometheus: never a path, a query, a place, a host, or a client.

The counts lie in memory that is shared by the processes of one server. Each process writes to a slot of its own, so none waits
for another, and any of them can report for all. Nothing is written to disk, and nothing is left behind.
"""

import mmap
import os
import threading
from collections.abc import Iterator, Sequence

import numpy as np
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from finder.domain.arrays import Floats
from finder.web.memory import memory_bytes

# Upper ends of the histogram's buckets, in seconds; the last one has no end.
ENDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
# What is refused for being too much, too large, too often, or at a busy time.
REFUSALS = (413, 422, 429, 503)
OTHER = "other"
_METHODS = ("GET", "HEAD", "POST", OTHER)
_CLASSES = ("2xx", "3xx", "4xx", "5xx")


class Counts(Collector):
    """Counts of one server whose processes are forked after this is made; `slots` of them may count at a time."""

    def __init__(self, routes: Sequence[str], slots: int = 1) -> None:
        self._routes = (*routes, OTHER)
        self._number = {route: i for i, route in enumerate(self._routes)}
        self._answered = _shared(slots, len(self._routes), len(_METHODS), len(_CLASSES))
        self._refused = _shared(slots, len(self._routes), len(REFUSALS))
        self._took = _shared(slots, len(self._routes), len(ENDS_S) + 1)
        self._took_s = _shared(slots, len(self._routes))
        self._running = _shared(slots)
        self._slot, self._lock, self._root = 0, threading.Lock(), os.getpid()

    def take(self, slot: int) -> None:
        """Count in this slot from now on; what a process that ended there was doing is done no more."""
        self._slot = slot
        self._running[slot] = 0

    def began(self) -> None:
        """Count a request that is being answered."""
        with self._lock:
            self._running[self._slot] += 1

    def ended(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count its answer."""
        row, slot = self._number.get(route, len(self._routes) - 1), self._slot
        column = _METHODS.index(method if method in _METHODS else OTHER)
        with self._lock:
            self._running[slot] -= 1
            self._answered[slot, row, column, min(max(status // 100, 2), 5) - 2] += 1
            self._took[slot, row, int(np.searchsorted(ENDS_S, seconds))] += 1
            self._took_s[slot, row] += seconds
            if status in REFUSALS:
                self._refused[slot, row, REFUSALS.index(status)] += 1

    def report(self) -> bytes:
        """All counts in the text format of Prometheus."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """The counts of all slots together, and the memory of all processes."""
        answered, refused = self._answered.sum(axis=0), self._refused.sum(axis=0)
        requests = CounterMetricFamily("finder_requests", "Requests answered.", labels=["route", "method", "status"])
        for row, column, status in np.argwhere(answered):
            requests.add_metric([self._routes[row], _METHODS[column], _CLASSES[status]], answered[row, column, status])
        yield requests
        turned_away = CounterMetricFamily("finder_refused", "Requests beyond a limit.", labels=["route", "status"])
        for row, status in np.argwhere(refused):
            turned_away.add_metric([self._routes[row], str(REFUSALS[status])], refused[row, status])
        yield turned_away
        yield self._histogram()
        yield GaugeMetricFamily("finder_requests_running", "Requests being answered.", value=float(self._running.sum()))
        if (memory := memory_bytes(self._root)) is not None:
            yield GaugeMetricFamily("finder_memory_bytes", "Memory of all processes, shared pages once.", value=memory)

    def _histogram(self) -> Metric:
        took, took_s = self._took.sum(axis=0).cumsum(axis=1), self._took_s.sum(axis=0)
        histogram = HistogramMetricFamily("finder_request_seconds", "Seconds from request to answer.", labels=["route"])
        ends = [*map(str, ENDS_S), "+Inf"]
        for (row,) in np.argwhere(took[:, -1]):
            histogram.add_metric([self._routes[row]], list(zip(ends, took[row], strict=True)), took_s[row])
        return histogram


def _shared(*shape: int) -> Floats:
    """Numbers, at first 0, that processes forked from this one share with it."""
    size = int(np.prod(shape))
    return np.frombuffer(mmap.mmap(-1, size * np.dtype(float).itemsize), dtype=float).reshape(shape)
