"""HTTP to one service: in a total time, up to a number of bytes, and by a few callers at once.

A timeout of a socket starts again with every byte, and looking up a name has none at all. So each call runs in a thread of its
own. Whoever waits for it leaves when the time is over and shuts the connection, which ends the thread. Redirects are not
followed, because they could lead to any server. No part of a request or an answer is in a log or an error.
"""

import logging
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from finder.services.breaker import Late, NoAnswer, NotAsked

# urllib3 logs the URL of each request (DEBUG) and of each failure (WARNING). A URL may contain a patient's address or point.
for _part in ("connection", "connectionpool", "poolmanager", "response", "util.retry"):
    logging.getLogger(f"urllib3.{_part}").disabled = True

CONNECT_S = 2.0
# Each caller holds a thread of the server. One who finds as many asking as may ask waits so long for a place.
MOST_AT_ONCE, PLACE_S = 8, 0.5
_CHUNK_BYTES = 65_536
_current = threading.local()


class Answer(NamedTuple):
    """A status and a body. `body` is empty if it was larger than it may be."""

    status: int
    body: bytes


@dataclass(eq=False)
class _Call:
    """One request, and what came of it. `until` is a time of `time.monotonic`."""

    url: str
    until: float
    max_bytes: int
    json: Any
    headers: Mapping[str, str] | None
    done: threading.Event = field(default_factory=threading.Event)
    connection: HTTPConnection | None = None
    answer: Answer | None = None
    is_abandoned: bool = False

    @property
    def left_s(self) -> float:
        """The seconds that are left."""
        return max(0.0, self.until - time.monotonic())

    def holds(self, connection: HTTPConnection) -> None:
        """Remember the connection. Raises TimeoutError if nobody waits for it anymore."""
        self.connection = connection
        if self.is_abandoned:
            raise TimeoutError

    def abandon(self) -> None:
        """Shut the connection, so that whatever the thread reads or writes ends at once."""
        self.is_abandoned = True
        sock = self.connection.sock if self.connection else None
        if sock is not None:
            with suppress(OSError, ValueError):
                sock.shutdown(socket.SHUT_RDWR)


class _Known:
    """Tells the call of this thread which connection it uses: one that is made, or one that was kept open."""

    def connect(self) -> None:
        """Open the connection, which may take several steps."""
        _current.call.holds(self)
        super().connect()  # type: ignore[misc]
        _current.call.holds(self)

    def request(self, *args: Any, **options: Any) -> None:
        """Send a request."""
        _current.call.holds(self)
        super().request(*args, **options)  # type: ignore[misc]


class _Plain(_Known, HTTPConnection):
    """A connection without TLS."""


class _Secure(_Known, HTTPSConnection):
    """A connection with TLS."""


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Secure


class HttpService:
    """Asks one service, through a proxy if one is given."""

    def __init__(self, proxy: str | None = None, **options: Any) -> None:
        """`options` are those of urllib3's PoolManager."""
        options["maxsize"] = MOST_AT_ONCE
        self._manager = urllib3.ProxyManager(proxy, **options) if proxy else urllib3.PoolManager(**options)
        self._manager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def fetch(
        self, url: str, until: float, max_bytes: int, *, json: Any = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer to a GET, or to a POST of JSON, whatever its status.

        `until` is a time of `time.monotonic`. Raises Late if the answer is not here by then, NotAsked if too many are asking,
        and NoAnswer for a service that cannot be reached or breaks off.
        """
        call = _Call(url, until, max_bytes, json, headers)
        if not self._places.acquire(timeout=min(PLACE_S, call.left_s)):
            raise NotAsked
        try:
            threading.Thread(target=self._work, args=(call,), daemon=True).start()
        except RuntimeError:  # The machine has no thread left.
            self._places.release()
            raise NotAsked from None
        if not call.done.wait(call.left_s):
            call.abandon()
            raise Late
        if call.answer is None:
            raise NoAnswer if call.left_s else Late
        return call.answer

    def _work(self, call: _Call) -> None:
        _current.call = call
        # Whatever goes wrong here happened to the connection. The error may contain the address, so it is dropped.
        with suppress(Exception):
            call.answer = self._answer(call)
        self._places.release()
        call.done.set()

    def _answer(self, call: _Call) -> Answer:
        response = self._manager.request(
            "GET" if call.json is None else "POST",
            call.url,
            json=call.json,
            headers=call.headers,
            timeout=urllib3.Timeout(connect=min(CONNECT_S, call.left_s), read=call.left_s),
            retries=False,
            redirect=False,
            preload_content=False,
        )
        return Answer(response.status, _body(response, call))


def _body(response: urllib3.BaseHTTPResponse, call: _Call) -> bytes:
    raw = bytearray()
    try:
        while chunk := response.read1(_CHUNK_BYTES, decode_content=False):
            raw += chunk
            if len(raw) > call.max_bytes:
                return b""
            if call.is_abandoned:
                raise TimeoutError
    finally:
        response.close()
    return bytes(raw)
