"""JSON from a server that the operator runs, over HTTP, with nothing of what was asked in any log or error.

urllib3 keeps connections open (a thousand tables go over one), bounds the wait for a connection and for each piece of an
answer, and notices when an answer is cut short. One retry is made here, not by its `Retry`, which does not cover the body.
"""

import json
import logging
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import urllib3

from finder.domain.arrays import Floats
from finder.errors import ServiceError
from finder.text import text

# urllib3 logs the address of each request (DEBUG), and of those that fail (WARNING): with OSRM, points of patients are in it.
for _part in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_part}").disabled = True

TIMEOUT_S = 10.0  # for one try, from the first byte sent to the last byte read
CONNECT_S = 2.0
TRIES = 2
# A table of 10,000 pairs takes 2.5 MB from Valhalla.
MOST_BYTES = 64_000_000
_LARGEST = 1e9

_ADVICE = text("See whether it runs and whether its address is right.")
SILENT = text("The routing engine did not answer."), _ADVICE
NONSENSE = text("The routing engine's answer made no sense."), _ADVICE


@dataclass(frozen=True, eq=False)
class JsonServer:
    """One server. Raises ServiceError, which carries nothing of what was asked or answered."""

    base_url: str
    timeout_s: float = TIMEOUT_S
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def ask(self, path: str, body: Any = None) -> dict[str, Any]:
        """The answer of status 200, or of 4xx, where engines say what they do not like; asked once more if there is none."""
        for _ in range(TRIES):
            status, raw = self._try(path, body)
            if status and status < 500:
                return _answer(status, raw)
        raise ServiceError(*SILENT)

    def _try(self, path: str, body: Any) -> tuple[int, bytes]:
        """Status and body; status 0 if they did not come, or not in time. No redirect is followed: it might lead anywhere."""
        until = time.monotonic() + self.timeout_s
        try:
            response = self.pool.request(
                "GET" if body is None else "POST",
                self.base_url + path,
                json=body,
                timeout=urllib3.Timeout(connect=min(CONNECT_S, self.timeout_s), read=self.timeout_s),
                retries=False,
                redirect=False,
                preload_content=False,
            )
        except (urllib3.exceptions.HTTPError, OSError):
            return 0, b""
        return _read(response, until)


def _read(response: urllib3.BaseHTTPResponse, until: float) -> tuple[int, bytes]:
    """The whole body, in pieces as they come: a server that drips would else hold us for longer than any time-out."""
    raw = bytearray()
    try:
        while piece := response.read1(65_536, decode_content=False):
            raw += piece
            if len(raw) > MOST_BYTES:
                return response.status, b""
            if time.monotonic() > until:
                return 0, b""
    except (urllib3.exceptions.HTTPError, OSError):
        return 0, b""
    finally:
        response.close()
    return response.status, bytes(raw)


def _answer(status: int, raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not (status == 200 or 400 <= status < 500):
        raise nonsense()
    return answer


def nonsense() -> ServiceError:
    """The error for an answer that cannot be used."""
    return ServiceError(*NONSENSE)


def numbers(rows: Any, shape: tuple[int, int], null: float | None = None) -> Floats:
    """A table of numbers of this shape, none of them absurd. `null` is what null means; without it null is wrong."""
    if not isinstance(rows, list) or len(rows) != shape[0]:
        raise nonsense()
    if not all(isinstance(row, list) and len(row) == shape[1] for row in rows):
        raise nonsense()
    return np.array([[_number(cell, null) for cell in row] for row in rows], float).reshape(shape)


def _number(cell: Any, null: float | None) -> float:
    if cell is None and null is not None:
        return null
    # True for no NaN, no infinity, no word, and no whole number of a thousand digits.
    if type(cell) in (int, float) and abs(cell) < _LARGEST:
        return float(cell)
    raise nonsense()
