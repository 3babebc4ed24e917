"""JSON over HTTP from a server that the operator runs. No part of a request or an answer appears in a log or an error.

urllib3 keeps connections open (a thousand tables use one), limits the wait for a connection and for each part of an answer,
and detects an answer that is cut short. The single retry is made here, because urllib3's `Retry` does not cover the body.
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

# urllib3 logs the URL of each request (DEBUG) and of each failure (WARNING). With OSRM, the URL contains patients' points.
for _part in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_part}").disabled = True

TIMEOUT_S = 10.0  # For one attempt, from the first byte sent to the last byte read.
CONNECT_S = 2.0
MAX_ATTEMPTS = 2
# Valhalla sends 2.5 MB for a table of 10,000 pairs.
MAX_BYTES = 64_000_000
_LARGEST = 1e9

_ADVICE = text("Check that it is running and that its address is right.")
NO_ANSWER = text("The routing engine did not answer."), _ADVICE
INVALID_ANSWER = text("The routing engine sent an answer that we can't use."), _ADVICE


@dataclass(frozen=True, eq=False)
class JsonServer:
    """A server that answers in JSON. Raises ServiceError, which contains no part of the request or the answer."""

    base_url: str
    timeout_s: float = TIMEOUT_S
    pool: urllib3.PoolManager = field(default_factory=urllib3.PoolManager)

    def request(self, path: str, body: Any = None) -> dict[str, Any]:
        """Return the answer of status 200, or of 4xx, with which engines explain a refusal. Retry once if there is none."""
        for _ in range(MAX_ATTEMPTS):
            status, raw = self._attempt(path, body)
            if status and status < 500:
                return _answer(status, raw)
        raise ServiceError(*NO_ANSWER)

    def _attempt(self, path: str, body: Any) -> tuple[int, bytes]:
        """Return the status and body; status 0 if they did not arrive in time.

        Redirects are not followed, because they could lead to any server.
        """
        deadline = time.monotonic() + self.timeout_s
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
        return _read(response, deadline)


def _read(response: urllib3.BaseHTTPResponse, deadline: float) -> tuple[int, bytes]:
    """Return the status and body. The body is read in chunks, because a slow server could otherwise exceed every timeout."""
    raw = bytearray()
    try:
        while chunk := response.read1(65_536, decode_content=False):
            raw += chunk
            if len(raw) > MAX_BYTES:
                return response.status, b""
            if time.monotonic() > deadline:
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
        raise invalid_answer()
    return answer


def invalid_answer() -> ServiceError:
    """Return the error for an answer that cannot be used."""
    return ServiceError(*INVALID_ANSWER)


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
