"""A circuit breaker: a service that keeps failing is not asked for a while, so that nobody waits for it in vain.

After that while, one caller asks it again. See M. Nygard, "Release It!", 2nd edition, section 5.2.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# So many failures in a row open the breaker; a call that waited all its time in vain does so at once.
MOST_FAILURES = 3
PAUSE_S = 30.0


class NoAnswer(Exception):
    """A service gave no answer that can be used."""


class Late(NoAnswer):
    """The answer did not arrive in time."""


class NotAsked(NoAnswer):
    """The service was not asked, because it keeps failing, or because as many callers as may ask it are asking."""


class Breaker:
    """Admits callers to one service. Safe to use from several threads. `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until = -float("inf")
        self._being_tried = False

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Ask the service inside. Raises NotAsked while the breaker is open.

        NoAnswer counts as a failure, except for NotAsked. Any other error says nothing about the service.
        """
        is_trial = self._admit()
        try:
            yield
        except NotAsked:
            raise
        except NoAnswer as failure:
            self._failed(isinstance(failure, Late))
            raise
        else:
            self._succeeded()
        finally:
            if is_trial:
                with self._lock:
                    self._being_tried = False

    def _admit(self) -> bool:
        """Whether this caller is the one who tries an open breaker. Raises NotAsked for all others while it is open."""
        with self._lock:
            if self._failures < MOST_FAILURES:
                return False
            if self._being_tried or self._clock() < self._open_until:
                raise NotAsked
            self._being_tried = True
            return True

    def _failed(self, late: bool) -> None:
        with self._lock:
            self._failures = MOST_FAILURES if late else self._failures + 1
            self._open_until = self._clock() + PAUSE_S

    def _succeeded(self) -> None:
        with self._lock:
            self._failures = 0
