"""The gazetteer over the real tables, and a small server on this machine that answers as a geocoding service does."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from finder.places.gazetteer import Gazetteer
from tests.world import REFERENCE


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.over(REFERENCE)


@dataclass
class Service:
    """A service that gives one answer to whatever it is asked, and keeps what it was asked."""

    status: int = 200
    body: bytes = b"{}"
    silent: bool = False
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    address: str = ""
    woken: threading.Event = field(default_factory=threading.Event)

    def answer(self, value: object) -> None:
        self.body = json.dumps(value).encode()


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append(parse_qs(urlsplit(self.path).query))
            if service.silent:
                service.woken.wait(10)
                return
            self.send_response(service.status)
            self.send_header("Content-Length", str(len(service.body)))
            self.end_headers()
            self.wfile.write(service.body)

        def log_message(self, *args: object) -> None:
            """Say nothing on stderr."""

    return Handler


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy this machine goes through, it is not asked for the machine itself."""
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture
def service(no_proxy: None) -> Iterator[Service]:
    made = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(made))
    made.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.woken.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nobody_listens(no_proxy: None) -> Callable[[], str]:
    """An address on this machine where nothing answers."""

    def find() -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        server.server_close()
        return f"127.0.0.1:{server.server_port}"

    return find
