"""JSON over HTTP from a server that the operator runs. No part of a request or an answer appears in a log or an error.

Connections stay open, so a thousand tables use one. A single retry is made if there is no answer and time is left.
"""

import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from finder.domain.arrays import Floats
from finder.errors import ServiceError
from finder.services.breaker import Breaker, Late, NoAnswer, NotAsked
from finder.services.http import Answer, HttpService
from finder.text import text

TIMEOUT_S = 10.0  # For one attempt, from the first byte sent to the last byte read.
MAX_ATTEMPTS = 2
# Valhalla sends 250 bytes for each pair of a table; OSRM sends 20, and 200 for each point.
MAX_BYTES, BYTES_PER_PAIR = 65_536, 1_000
_LARGEST = 1e9

_ADVICE = text("Check that it is running and that its address is right.")
NO_ANSWER = text("The routing engine did not answer."), _ADVICE
INVALID_ANSWER = text("The routing engine sent an answer that we can't use."), _ADVICE


class InvalidAnswer(ServiceError, NoAnswer):
    """An engine sent an answer that cannot be used."""


@dataclass(frozen=True, eq=False)
class JsonServer:
    """A server that answers in JSON. Raises ServiceError, which contains no part of the request or the answer."""

    base_url: str
    timeout_s: float = TIMEOUT_S
    service: HttpService = field(default_factory=HttpService)
    breaker: Breaker = field(default_factory=Breaker)

    @contextmanager
    def table(self) -> Iterator[None]:
        """Request and read a table inside. Raises ServiceError for no answer, and while the server keeps failing."""
        try:
            with self.breaker.attempt():
                yield
        except InvalidAnswer:
            raise
        except NoAnswer:
            raise ServiceError(*NO_ANSWER) from None

    def request(self, path: str, body: Any = None, pairs: int = 0, until: float = math.inf) -> dict[str, Any]:
        """Return the answer of status 200, or of 4xx, with which engines explain a refusal. Retry once if there is none.

        `pairs` is the size of the table. `until` is a time of `time.monotonic`. Raises NoAnswer and InvalidAnswer.
        """
        for attempt in range(1, MAX_ATTEMPTS + 1):
            answer = self._attempt(path, body, pairs, until, is_last=attempt == MAX_ATTEMPTS)
            if answer and answer.status < 500:
                return _answer(*answer)
        raise NoAnswer

    def _attempt(self, path: str, body: Any, pairs: int, until: float, is_last: bool) -> Answer | None:
        """Return an answer; None if there is none and another attempt may be made."""
        now = time.monotonic()
        most = MAX_BYTES + BYTES_PER_PAIR * pairs
        try:
            return self.service.fetch(self.base_url + path, min(until, now + self.timeout_s), most, json=body)
        except NotAsked:
            raise
        except NoAnswer as failure:
            if time.monotonic() >= until:
                raise Late from None
            if is_last:
                raise failure from None
            return None


def _answer(status: int, raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not (status == 200 or 400 <= status < 500):
        raise invalid_answer()
    return answer


def invalid_answer() -> InvalidAnswer:
    """Return the error for an answer that cannot be used."""
    return InvalidAnswer(*INVALID_ANSWER)


def number_table(rows: Any, shape: tuple[int, int], null: float | None = None) -> Floats:
    """Return a table of plausible numbers of this shape. Raises ServiceError for anything else.

    A JSON null becomes `null`; without `null`, it is an error too.
    """
    if not isinstance(rows, list) or len(rows) != shape[0]:
        raise invalid_answer()
    if not all(isinstance(row, list) and len(row) == shape[1] for row in rows):
        raise invalid_answer()
    return np.array([[_number(cell, null) for cell in row] for row in rows], float).reshape(shape)


def _number(cell: Any, null: float | None) -> float:
    if cell is None and null is not None:
        return null
    # This rejects NaN, infinity, Booleans, text, and integers of a thousand digits.
    if type(cell) in (int, float) and abs(cell) < _LARGEST:
        return float(cell)
    raise invalid_answer()
