"""Waitress with limits for those who say little, and an end that finishes what was asked.

One thread reads from all connections, and a request takes a thread only once it is complete. So hundreds of connections that
say nothing, or one byte now and then, cost a few kB each; here each also has an end.
"""

import copy
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from finder.web import bounds

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MOST_CONNECTIONS = 1_000
# A connection between two requests, and a request on its way, however slowly it comes.
IDLE_S, REQUEST_S = 15, 20
# How long a server that was told to stop waits for what was asked, and for a first word on a new connection.
DRAIN_S, FIRST_WORD_S = 60.0, 1.0
_LOOK_EVERY_S = 2
MOST_BODY_BYTES, MOST_HEADER_BYTES = 32_768, 49_152
# A list at UPLOADS may be larger, with what a form puts around it; but only a few such requests are in memory at a time.
MOST_UPLOAD_BYTES, MOST_UPLOADS = bounds.MOST_UPLOAD_BYTES + 100_000, 8
_BACKLOG = 1_024
_NEVER = 1 << 40


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError or UnicodeError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.setblocking(False)
    return listener


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """A request on its way, which knows how large it may be once its headers are there."""

    adj: Adjustments

    def parse_header(self, header_plus: bytes) -> None:
        """Read the headers. A list for a path that takes one may be larger, unless too many are in memory already."""
        super().parse_header(header_plus)
        if self.command == "POST" and self.path in bounds.UPLOADS and len(_uploads) < MOST_UPLOADS:
            _uploads.add(self)
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = MOST_UPLOAD_BYTES


# Larger requests that are in memory: a request leaves when it is answered, or its connection ends.
_uploads: WeakSet[_Parser] = WeakSet()


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows when its present request began to come in."""

    parser_class = _Parser
    began: float | None = None

    def __init__(self, *given: Any, **options: Any) -> None:
        self.made, self.spoke = time.monotonic(), False
        super().__init__(*given, **options)

    def received(self, data: bytes) -> bool:
        """Take in bytes of a request."""
        self.spoke = True
        done: bool = super().received(data)
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = time.monotonic()
        return done

    @property
    def is_busy(self) -> bool:
        """Whether something was asked here that is not answered completely."""
        waits_for_first_word = not self.spoke and time.monotonic() - self.made < FIRST_WORD_S
        return bool(self.requests or self.request is not None or self.total_outbufs_len or waits_for_first_word)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A server on a socket that listens, which other processes may share."""

    channel_class = _Channel

    def __init__(self, app: "WSGIApplication", listener: socket.socket, threads: int) -> None:
        adjustments = Adjustments(
            sockets=[listener],
            threads=threads,
            ident="",
            connection_limit=MOST_CONNECTIONS,
            channel_timeout=IDLE_S,
            cleanup_interval=_LOOK_EVERY_S,
            asyncore_use_poll=True,
            # Waitress writes a body to disk before the app can refuse it, so the server itself has to refuse it.
            max_request_body_size=MOST_BODY_BYTES,
            max_request_header_size=MOST_HEADER_BYTES,
            # Waitress would write what is larger to a temporary file, where a place does not belong.
            inbuf_overflow=_NEVER,
            outbuf_overflow=_NEVER,
            # The app itself decides whose X-Forwarded headers count (finder.web.hosts).
            clear_untrusted_proxy_headers=False,
        )
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(threads)
        super().__init__(
            app,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=(listener.family, listener.type, None, listener.getsockname()),
            bind_socket=False,
        )
        self._stopping = False

    def maintenance(self, now: float) -> None:
        """End connections that say nothing, and requests that take too long to come in."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.began is not None and time.monotonic() - channel.began > REQUEST_S:
                channel.will_close = True

    def run(self) -> None:
        """Serve until told to stop, and then until what was asked is answered."""
        while not self._stopping:
            wasyncore.loop(timeout=1, use_poll=True, map=self._map, count=1)
        # Those who have connected already are let in; from now on, nobody can.
        for _ in range(_BACKLOG):
            before = len(self.active_channels)
            self.handle_accept()
            if len(self.active_channels) == before:
                break
        self.accepting = False
        self.del_channel()
        self.socket.close()
        end = time.monotonic() + DRAIN_S
        while time.monotonic() < end and any(channel.is_busy for channel in self.active_channels.values()):
            wasyncore.loop(timeout=0.05, use_poll=True, map=self._map, count=1)
        with suppress(OSError):
            wasyncore.close_all(self._map)

    def stop(self) -> None:
        """Have `run` come to its end; may be called by a signal."""
        self._stopping = True
        self.pull_trigger()
