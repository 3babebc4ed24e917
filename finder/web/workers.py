"""Processes of one server: they are forked from one that has loaded everything, and started again when they end.

The first process never starts a thread, because a fork copies only the thread that forks and leaves the locks of the others
locked forever.
"""

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

from finder.web.listening import DRAIN_S

# A process that ends sooner after its start than this is started again only after a pause.
_SHORT_S, _PAUSE_S = 1.0, 0.5
_log = logging.getLogger("finder")
_ENDING = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, eq=False, slots=True)
class Worker:
    """What a process runs, and whether it ends by itself on SIGTERM, once it has finished what it was asked."""

    run: Callable[[], None]
    drains: bool = False


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Call `stop` when this process is told to end (SIGTERM, or Ctrl+C), or has been since it was forked."""
    for number in _ENDING:
        signal.signal(number, lambda *_: stop())
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)


def supervise(front: Sequence[Worker], back: Sequence[Worker]) -> None:
    """Run all workers until this process is told to end: then those in front end, and those that they ask after them."""
    _Supervisor().run(front, back)


class _Supervisor:
    """The first process."""

    def __init__(self) -> None:
        self._running: dict[int, tuple[Worker, float]] = {}
        self._stopping = False
        # Nobody writes into it: it closes when this process ends, however it ends.
        self._alive_read, self._alive_write = os.pipe()

    def run(self, front: Sequence[Worker], back: Sequence[Worker]) -> None:
        """Start workers, start those again that end, and wait for all to end."""
        gc.collect()
        # What was made so far is never collected, so its pages stay shared.
        gc.freeze()
        before = {number: signal.signal(number, self._stop) for number in (*_ENDING, signal.SIGALRM)}
        try:
            for worker in (*back, *front):
                self._start(worker)
            while not self._stopping or any(worker.drains for worker, _ in self._running.values()):
                self._wait()
        finally:
            for pid in self._running:
                _send(pid, signal.SIGKILL)
            while self._running:
                self._running.pop(os.wait()[0], None)
            signal.alarm(0)
            for number, handler in before.items():
                signal.signal(number, handler)
            os.close(self._alive_read)
            os.close(self._alive_write)

    def _wait(self) -> None:
        """Wait for a worker to end, and start it again."""
        pid, status = os.wait()
        worker, started = self._running.pop(pid, (None, 0.0))
        if worker is None or self._stopping:
            return
        _log.warning("a process of the server ended (%s) and is started again", os.waitstatus_to_exitcode(status))
        if time.monotonic() - started < _SHORT_S:
            time.sleep(_PAUSE_S)
        self._start(worker)

    def _start(self, worker: Worker) -> None:
        # Between the fork and its own handlers, a signal must not run those of the first process in the new one.
        signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
        try:
            pid = os.fork()
            if not pid:
                self._become(worker)
            self._running[pid] = worker, time.monotonic()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)

    def _become(self, worker: Worker) -> None:
        """Run a worker in the new process, and end it."""
        code = 1
        try:
            os.close(self._alive_write)
            threading.Thread(target=_end_with, args=(self._alive_read,), daemon=True).start()
            if not worker.drains:
                # Ctrl+C goes to all processes of a terminal, and systemd's SIGTERM to all of a service. Those who are asked
                # end last, with the first process.
                for number in _ENDING:
                    signal.signal(number, signal.SIG_IGN)
            worker.run()
            code = 0
        except BaseException as error:
            _log.error("a process of the server failed: %s", type(error).__name__)
        finally:
            sys.stdout.flush()
            os._exit(code)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        """Tell the workers in front to end, and kill them if they have not after a while."""
        killing = number == signal.SIGALRM
        self._stopping = True
        for pid, (worker, _) in self._running.items():
            if worker.drains:
                _send(pid, signal.SIGKILL if killing else signal.SIGTERM)
        if not killing:
            signal.alarm(int(DRAIN_S) + 5)


def _send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _end_with(alive: int) -> None:
    """End this process when the first one has: a port must not stay taken by processes that nobody looks after."""
    with suppress(OSError):
        os.read(alive, 1)
    os._exit(1)
