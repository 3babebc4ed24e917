"""Processes of their own for files and for planners, which the processes that talk to readers ask over sockets.

A national question or a long file then takes no time from a patient's search: Python runs one thread of a process at a time,
and these processes give way to others. A web process makes a pair of connected sockets for each request and sends one of them
through the mailbox of the room, a socket that was made before the processes were forked. So a room has no address that a
stranger could connect to, and one that is started again reads on in the same mailbox.
"""

import json
import logging
import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, Any

from werkzeug.test import run_wsgi_app

from finder.web.kinds import LIMITS, Kind, Pool, in_pools, kind_of, refused

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LENGTHS = struct.Struct("!II")
_POST_S = 1.0
# A room that has been at one request for so long is stuck: it ends, and is started again.
_STUCK_S = 600
_log = logging.getLogger("finder")


class Room:
    """The mailbox of a process of its own for one kind of requests."""

    def __init__(self, kind: Kind) -> None:
        self.kind, self._limits = kind, LIMITS[kind]
        self._inbox, self._outbox = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._outbox.settimeout(_POST_S)
        self._began: dict[int, float] = {}

    def ask(self, environ: Mapping[str, Any], body: bytes) -> tuple[str, list[tuple[str, str]], bytes]:
        """The room's answer: status, headers, and body. Raises OSError if there is none in time."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._outbox, [b"."], [theirs.fileno()])
            ours.settimeout(self._limits.answer_s)
            send_parts(ours, json.dumps(environ).encode(), body)
            head, answer = receive_parts(ours)
        status, headers = json.loads(head)
        return status, [(name, value) for name, value in headers], answer

    def serve(self, app: "WSGIApplication") -> None:
        """Answer what comes into the mailbox, for as long as this process lives."""
        os.nice(self._limits.nice)
        self._inbox.settimeout(_POST_S)
        while True:
            with suppress(TimeoutError):
                _, sockets, _, _ = socket.recv_fds(self._inbox, 1, 1)
                for number in sockets:
                    asked = socket.socket(fileno=number)
                    threading.Thread(target=self._answer, args=(app, asked), daemon=True).start()
            if self._began and time.monotonic() - min(self._began.copy().values()) > _STUCK_S:
                _log.error(
                    "The process for %s has been at one request for %d seconds and is started again", self.kind, _STUCK_S
                )
                os._exit(1)

    def _answer(self, app: "WSGIApplication", asked: socket.socket) -> None:
        me = threading.get_ident()
        with asked, suppress(OSError):
            asked.settimeout(self._limits.answer_s)
            head, body = receive_parts(asked)
            self._began[me] = time.monotonic()
            try:
                parts, status, headers = run_wsgi_app(app, _environ(json.loads(head), body))
                send_parts(asked, json.dumps([status, list(headers)]).encode(), b"".join(parts))
            finally:
                del self._began[me]


def forwarding(app: "WSGIApplication", rooms: Mapping[Kind, Room]) -> "WSGIApplication":
    """An app that has its rooms answer the requests of their kinds, and itself all others."""
    refusing = refused(app)

    def forwarded(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        room = rooms.get(kind_of(environ.get("PATH_INFO", "")))
        if room is None:
            return app(environ, start_response)
        body = environ["wsgi.input"].read()
        environ["wsgi.input"] = BytesIO(body)
        plain = {name: value for name, value in environ.items() if isinstance(value, str | int)}
        try:
            status, headers, answer = room.ask(plain, body)
        except OSError:
            # Too slow, or ended meanwhile. An answer that is computed by then is kept, so it pays to ask again.
            return refusing(environ, start_response)
        start_response(status, headers)
        return [answer]

    return in_pools(forwarded, {kind: Pool(LIMITS[kind]) for kind in rooms}, refusing)


def _environ(plain: dict[str, Any], body: bytes) -> dict[str, Any]:
    return {**plain, "wsgi.version": (1, 0), "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr}


def send_parts(to: socket.socket, head: bytes, body: bytes) -> None:
    """Send a head and a body."""
    to.sendall(_LENGTHS.pack(len(head), len(body)) + head + body)


def receive_parts(source: socket.socket) -> tuple[bytes, bytes]:
    """A head and a body. Raises OSError if the other end ends before."""
    head_length, body_length = _LENGTHS.unpack(_exactly(source, _LENGTHS.size))
    return _exactly(source, head_length), _exactly(source, body_length)


def _exactly(source: socket.socket, length: int) -> bytes:
    content = bytearray(length)
    left = memoryview(content)
    while left:
        got = source.recv_into(left)
        if not got:
            raise ConnectionResetError
        left = left[got:]
    return bytes(content)
