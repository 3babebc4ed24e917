"""Attacks on a real server, `finder serve --workers 2`: connections that say nothing, killed processes, and its own end."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from finder.cli.app import main
from finder.web.listening import listen
from tests.sampling import of_many, sample, sampling
from tests.world import ROOT, STARTER

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")]
SECONDS = 60.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Answers about the whole nation take seconds: in a sample they are of a state, and one of each kind is on its way at once.
AT_ONCE, WHERE = of_many(3, 1), "&state=TX" if sampling() else ""
PLANNER = f"/planner/coverage?standard=miles:41{WHERE}"


class Site:
    """A server and its port."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def get(self, address: str, body: str | None = None) -> tuple[int, bytes]:
        """Status and body, after redirects, each over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        with suppress_close(connection):
            connection.request("POST" if body else "GET", address, body, FORM if body else {})
            answer = connection.getresponse()
            content = answer.read()
        return self.get(answer.headers["Location"]) if answer.status == 303 else (answer.status, content)

    def children(self) -> dict[int, int]:
        """The processes of the server, each with how far it gives way to others."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(stat[1]) == self.process.pid:
                    found[int(folder.name)] = int(stat[16])
        return found

    def front(self) -> list[int]:
        """Those that talk to readers give way to nobody."""
        children = self.children()
        return [pid for pid, nice in children.items() if nice == min(children.values())]


@contextmanager
def suppress_close(connection: http.client.HTTPConnection) -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(*options: str, port: int = 0, **environment: str) -> Iterator[Site]:
    """A server over the starter directory that answers."""
    port = port or free_port()
    argv = [sys.executable, "-m", "tests.lean_server", "serve", "--port", str(port), "--directory", str(STARTER)]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = subprocess.Popen([*argv, "--travel", "straight", *options], **pipes, cwd=ROOT, env=os.environ | environment)
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield Site(process, port)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving("--workers", "2") as served:
        served.get("/search", "place=59718")
        yield served


def until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something comes true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, http.client.HTTPException):
            if true():
                return True
        time.sleep(0.05)
    return False


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")


@pytest.mark.parametrize("said", [b"", b"GET / HT", b"POST /search HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nplace="])
def test_hundreds_of_connections_that_say_little_keep_nobody_waiting(site: Site, said: bytes) -> None:
    with ExitStack() as held:
        for _ in range(400):
            idle = held.enter_context(socket.create_connection(("127.0.0.1", site.port), SECONDS))
            idle.sendall(said)
        start = time.monotonic()
        assert [site.get("/search", "place=59718")[0] for _ in range(5)] == [200] * 5
        assert time.monotonic() - start < 20


def test_a_request_that_drips_in_is_ended(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), SECONDS) as dripping:
        dripping.settimeout(SECONDS)
        dripping.sendall(b"GET / HTTP/1.1\r\nX: ")
        start = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - start < SECONDS:
                dripping.sendall(b"X")
                time.sleep(0.5)
        assert 15 < time.monotonic() - start < SECONDS


def test_a_head_that_is_too_long_is_refused(site: Site) -> None:
    assert site.get("/?" + "a" * 60_000)[0] == 431
    assert site.get("/search", "place=" + "5" * 40_000)[0] == 413


def test_an_address_sealed_by_one_process_is_opened_by_all(site: Site) -> None:
    assert {site.get("/search", "place=59718")[0] for _ in range(20)} == {200}
    assert {site.get("/call-sheet", "place=59718")[0] for _ in range(5)} == {200}


def test_files_and_planners_are_answered_by_their_own_processes(site: Site) -> None:
    assert site.get("/reports/search.pdf", "place=59718")[1].startswith(b"%PDF")
    assert site.get("/reports/search.csv", "place=59718")[1].startswith(b"\xef\xbb\xbf")
    assert b"<h1" in site.get(PLANNER)[1]
    assert site.get("/planner/coverage?standard=none")[0] == 400
    assert site.get("/reports/coverage-none.csv")[0] == 404


def test_long_call_sheets_do_not_keep_a_search_waiting(site: Site) -> None:
    many = "place=59718&within=500&" + "&".join(f"id=x{n}" for n in range(924))
    with ThreadPoolExecutor(16) as pool:
        start = time.monotonic()
        refused = [pool.submit(site.get, "/reports/search.pdf", many) for _ in range(16)]
        # Those beyond the places of files are refused before their fields are read.
        assert {r.result(SECONDS)[0] for r in refused} <= {422, 503}
        assert time.monotonic() - start < 20
        files = [pool.submit(site.get, "/reports/search.pdf", "place=59718&within=500&limit=200") for _ in range(16)]
        assert site.get("/search", "place=59718")[0] == 200
        assert {f.result(SECONDS)[0] for f in files} <= {200, 503}


@linux
def test_a_process_that_is_killed_is_started_again_and_the_others_answer(site: Site) -> None:
    for pid in site.children():
        before = len(site.children())
        os.kill(pid, signal.SIGKILL)
        assert until(lambda pid=pid, before=before: pid not in (c := site.children()) and len(c) == before)  # type: ignore[misc]
        assert until(lambda: site.get("/search", "place=59718")[0] == 200)
    assert site.get(PLANNER)[0] == 200
    assert site.get("/reports/search.pdf", "place=59718")[0] == 200


ENDINGS = [(signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGINT, True)]


@pytest.mark.parametrize(("number", "to_all"), sample(ENDINGS))
def test_what_is_in_flight_is_finished(number: signal.Signals, to_all: bool) -> None:
    with serving("--workers", "2") as site, ThreadPoolExecutor(12) as pool:
        site.get("/search", "place=59718")
        kinds: list[tuple[str, str | None]] = [(PLANNER, None), ("/search", "place=59718")]
        kinds += [
            ("/reports/search.pdf", "place=59718&within=500"),
            (f"/reports/coverage-zips.xlsx?standard=miles:42{WHERE}", None),
        ]
        asked: list[Future[tuple[int, bytes]]] = [
            pool.submit(_first_answer, site, *kind) for kind in kinds for _ in range(AT_ONCE)
        ]
        time.sleep(0.3)  # they are on their way
        for pid in [site.process.pid, *(site.children() if to_all else ())]:
            os.kill(pid, number)
        assert {a.result(SECONDS)[0] for a in asked} <= {200, 303}
        _, err = site.process.communicate(timeout=SECONDS)
        assert site.process.returncode in (0, 130)
        assert b"Traceback" not in err
        with pytest.raises(ConnectionRefusedError):
            site.get("/")


def _first_answer(site: Site, address: str, body: str | None) -> tuple[int, bytes]:
    """Without following a redirect, for which a new connection would be needed."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=SECONDS)
    with suppress_close(connection):
        connection.request("POST" if body else "GET", address, body, FORM if body else {})
        answer = connection.getresponse()
        content = answer.read()
        length = answer.headers.get("Content-Length")
    assert length is None or len(content) == int(length)
    return answer.status, content


@linux
def test_after_kill_9_the_port_is_free_at_once_and_no_process_is_left() -> None:
    port = free_port()
    with serving(port=port, TEST_SERVER="indexes") as site:
        assert until(lambda: len(site.children()) == 4)
        children = site.children()
        site.process.kill()
        assert until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in children))
    listen("127.0.0.1", port).close()


def test_a_number_of_workers_that_makes_no_sense_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for written in ("0", "-1", "many", "65"):
        with pytest.raises(SystemExit) as left:
            main(["serve", "--workers", written])
        assert left.value.code == 2
        assert "not a number of processes" in capsys.readouterr().err


def test_where_processes_cannot_be_forked_one_answers_everything_and_finishes_what_was_asked() -> None:
    with serving("--workers", "2", TEST_SERVER="forks") as site, ThreadPoolExecutor(6) as pool:
        assert site.get("/search", "place=59718")[0] == 200
        assert not Path("/proc/self/stat").exists() or not site.children()
        asked = [
            pool.submit(_first_answer, site, f"/reports/coverage-zips.xlsx?standard=miles:43{WHERE}", None)
            for _ in range(AT_ONCE)
        ]
        asked += [pool.submit(_first_answer, site, "/search", "place=59718") for _ in range(3)]
        time.sleep(0.3)
        site.process.send_signal(signal.SIGTERM)
        assert {a.result(SECONDS)[0] for a in asked} <= {200, 303}
        _, err = site.process.communicate(timeout=SECONDS)
        assert (site.process.returncode, b"one process" in err) == (0, True)
