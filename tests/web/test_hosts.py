"""A malformed Host header gets one clean line, over a real socket to the server that `serve` uses."""

import logging
import socket
import threading
from collections.abc import Iterator

import pytest
from waitress import create_server

from finder.core import Finder
from finder.web import create_app
from tests.world import SETTINGS

PATHS = (b"/", b"/no-such-page", b"/search?zip=59718", b"/static/finder.css")
MALFORMED = {
    "empty": b"",
    "space": b"a b",
    "open bracket": b"[::1",
    "no address": b"[]",
    "after the bracket": b"[::1]x",
    "very long": b"x" * 5000,
    "a long label": b"x" * 64 + b".org",
    "UTF-8": "é.org".encode(),
    "Latin-1": "é.org".encode("latin-1"),
    "no text": b"\xff\xfe",
    "empty label": b"a..b",
    "port": b"localhost:80a",
    "port alone": b":80",
    "path": b"localhost/x",
    "user": b"user@localhost",
    "markup": b"<script>alert(1)</script>",
    "template": b"{{7*7}}",
    "escape": b"%00",
    "tab": b"a\tb",
    "list": b"a,b",
}
WELL_FORMED = (b"localhost", b"127.0.0.1:8000", b"[::1]:80", b"my_app:8000", b"xn--bcher-kva.example", b"A.B.", b"-a")


@pytest.fixture(scope="module")
def port(starter: Finder) -> Iterator[int]:
    """The port of a server for this app alone: the one that all other tests share finds its apps by their hosts."""
    server = create_server(create_app(starter, SETTINGS), host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield server.effective_port
    server.close()


def answer(port: int, path: bytes, headers: bytes, version: bytes = b"1.1") -> tuple[int, bytes]:
    """Status and body of a request whose headers are sent as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"GET " + path + b" HTTP/" + version + b"\r\n" + headers + b"Connection: close\r\n\r\n")
        received = b"".join(iter(lambda: connection.recv(65_536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


@pytest.mark.parametrize("host", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_host_is_refused_in_one_line(port: int, host: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in PATHS:
            status, body = answer(port, path, b"Host: " + host + b"\r\n")
            assert status == 400
            assert body.startswith(b"400 Bad Request")
            assert b"Traceback" not in body
            assert not host or len(host) < 3 or host not in body
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("host", WELL_FORMED)
def test_a_host_that_a_machine_may_have_is_served(port: int, host: bytes) -> None:
    assert answer(port, b"/", b"Host: " + host + b"\r\n")[0] == 200
    assert answer(port, b"/no-such-page", b"Host: " + host + b"\r\n")[0] == 404


def test_a_request_of_old_needs_no_host(port: int) -> None:
    assert answer(port, b"/healthz", b"", version=b"1.0")[0] == 200
