"""Servers on this machine that misbehave in one way each, down to single bytes."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
DRIP_S = 0.05


@dataclass(eq=False)
class Misbehaving:
    """A server that treats every connection in one way, and counts them."""

    behave: Callable[["Misbehaving", socket.socket], object]
    port: int = 0
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def drip(self, connection: socket.socket, content: bytes) -> None:
        """Send byte after byte, slowly, until nobody takes them."""
        for at in range(len(content)):
            connection.sendall(content[at : at + 1])
            if self.over.wait(DRIP_S):
                return

    def send_forever(self, connection: socket.socket, content: bytes) -> None:
        """Send the same again and again, as fast as it is taken."""
        while not self.over.is_set():
            connection.sendall(content)


Behavior = Callable[[Misbehaving, socket.socket], object]


def request_of(connection: socket.socket) -> bytes:
    """A request without a body, or the head of one."""
    read = b""
    while b"\r\n\r\n" not in read:
        chunk = connection.recv(65_536)
        if not chunk:
            break
        read += chunk
    return read


@contextmanager
def misbehaving(behave: Behavior) -> Iterator[Misbehaving]:
    """Serve until the end of the block."""
    server = Misbehaving(behave)
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    server.port = listening.getsockname()[1]

    def treat(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            behave(server, connection)

    def accept() -> None:
        with suppress(OSError):
            while not server.over.is_set():
                connection, _ = listening.accept()
                server.connections += 1
                threading.Thread(target=treat, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        server.over.set()
        listening.close()


def _after_the_request(send: Behavior) -> Behavior:
    def behave(server: Misbehaving, connection: socket.socket) -> None:
        request_of(connection)
        send(server, connection)

    return behave


def _large(server: Misbehaving, connection: socket.socket) -> None:
    connection.sendall(OK + b"Content-Length: 600000000\r\n\r\n")
    server.send_forever(connection, b" " * 65_536)


def _endless(server: Misbehaving, connection: socket.socket) -> None:
    connection.sendall(OK + b"\r\n")
    server.send_forever(connection, b"{" * 65_536)


def _endless_chunks(server: Misbehaving, connection: socket.socket) -> None:
    connection.sendall(OK + CHUNKED)
    server.send_forever(connection, b"10000\r\n" + b"[" * 65_536 + b"\r\n")


def _dripping_chunks(server: Misbehaving, connection: socket.socket) -> None:
    connection.sendall(OK + CHUNKED)
    server.drip(connection, b"1\r\n \r\n" * 1_000)


# All of these never give an answer that can be used in time, or one that is too large.
SLOW: dict[str, Behavior] = {
    "says nothing": lambda server, _: server.over.wait(),
    "reads, and says nothing": _after_the_request(lambda server, _: server.over.wait()),
    "drips its first line": _after_the_request(lambda server, c: server.drip(c, OK * 50)),
    "drips headers": _after_the_request(lambda server, c: server.drip(c, OK + b"X-A: " + b"b" * 5_000)),
    "drips headers without end": _after_the_request(lambda server, c: server.drip(c, OK + b"a: b\r\n" * 1_000)),
    "drips its body": _after_the_request(lambda server, c: server.drip(c, OK + b"Content-Length: 5000\r\n\r\n" + b" " * 5_000)),
    "drips chunks": _after_the_request(_dripping_chunks),
    "drips a length of a chunk": _after_the_request(lambda server, c: server.drip(c, OK + CHUNKED + b"0" * 5_000)),
    "continues forever": _after_the_request(lambda server, c: server.send_forever(c, b"HTTP/1.1 100 Continue\r\n\r\n")),
}
LARGE: dict[str, Behavior] = {
    "sends 600 MB": _after_the_request(_large),
    "sends without a length": _after_the_request(_endless),
    "sends chunks without end": _after_the_request(_endless_chunks),
}
BROKEN: dict[str, Behavior] = {
    "hangs up": lambda _, c: c.close(),
    "reads, and hangs up": _after_the_request(lambda _, c: c.close()),
    "speaks another language": _after_the_request(lambda _, c: c.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")),
    "sends a status of words": _after_the_request(lambda _, c: c.sendall(b"HTTP/1.1 yes OK\r\n\r\n")),
    "sends less than it says": _after_the_request(lambda _, c: c.sendall(OK + b"Content-Length: 500\r\n\r\n{}")),
    "sends a header too long": _after_the_request(lambda _, c: c.sendall(OK + b"X: " + b"a" * 200_000 + b"\r\n\r\n{}")),
    "sends too many headers": _after_the_request(lambda _, c: c.sendall(OK + b"X: a\r\n" * 500 + b"\r\n{}")),
    "sends chunks of words": _after_the_request(lambda _, c: c.sendall(OK + CHUNKED + b"zz\r\n{}\r\n")),
}  # fmt: skip


def _status(status: int) -> Behavior:
    head = f"HTTP/1.1 {status} X\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    return _after_the_request(lambda _, c: c.sendall(head))


def _body(body: bytes) -> Behavior:
    return _after_the_request(lambda _, c: c.sendall(OK + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)))


_STATUSES = (204, 206, 301, 302, 303, 307, 308, 403, 429, 500, 502, 503)
_BODIES = (b"", b"<html>", b"[" * 50_000, b"\xff\xfe\x00", b"9" * 50_000, b"null", b"[1e999]", b'{"a":' * 9_000)
STATUSES = {str(status): _status(status) for status in _STATUSES}
GARBAGE = {repr(body[:12]): _body(body) for body in _BODIES}
GARBAGE["sends a length of words"] = _after_the_request(lambda _, c: c.sendall(OK + b"Content-Length: many\r\n\r\n{}"))
EVERY = SLOW | LARGE | BROKEN | STATUSES | GARBAGE
