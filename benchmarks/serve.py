"""Searches a second that `finder serve` answers, beside an empty Flask endpoint on the same server, in one run.

    python benchmarks/serve.py [--directory FOLDER] [--workers N] [--rounds N] [--seconds N]

A search is a POST, and the page with its list and map that the POST's 303 leads to: two requests, counted as one. Each is
from another ZIP code, so no answer is repeated. The two servers are asked in turn, in short rounds, so that whatever else the
machine does slows both; before, the finder has answered searches for a while, as a server that runs has. Each has as many
processes as `--workers`. The callers are two processes with eight connections each, on the same cores as the server; what they
could ask at most is measured against a socket that answers at once.

On Linux, the processor time of the processes that talk to readers is measured, too. It says more on a machine that does other
work; those that answer planners do not count.
"""

import argparse
import gzip
import itertools
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from checkout import REFERENCE, ROOT
from startup import free_port

PROCESSES, CONNECTIONS = 2, 8
GIVE_UP_S = 120.0
# A page is looked into once in so often: to unpack each would take the callers as long as to ask for it.
LOOK_EVERY = 50
EMPTY = """
import sys
from flask import Flask
from finder.web import listening
from finder.web.server import THREADS
from finder.web.workers import Worker, stop_on_signals, supervise
app = Flask("empty")
app.add_url_rule("/", "empty", lambda: "")
listener = listening.listen("127.0.0.1", int(sys.argv[2]))
def talk():
    server = listening.Server(app, listener, THREADS)
    stop_on_signals(server.stop)
    server.run()
supervise([Worker(talk, drains=True) for _ in range(int(sys.argv[1]))], [])
"""
AT_ONCE = """
import socket, sys, threading
def answer(connection):
    while connection.recv(65536):
        connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n")
listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
while True:
    threading.Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()
"""


class Connection:
    """A connection that is kept open: a client in few lines, because a library's takes as long as an empty answer."""

    def __init__(self, port: int) -> None:
        self._socket, self.answers = socket.create_connection(("127.0.0.1", port), GIVE_UP_S), 0
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, status: int, body: bytes = b"") -> tuple[bytes, bytes]:
        """Return the head and the body of an answer, which has to have a status."""
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n{form}\r\n"
        self._socket.sendall(head.encode() + body)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        said, _, answer = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)^content-length: *(\d+)", said, re.MULTILINE)
        parts, missing = [answer], int(length[1]) - len(answer) if length else 0
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        self.answers += 1
        if int(said.split(b" ", 2)[1]) != status:
            raise SystemExit(f"{path[:20]}: {said.splitlines()[0].decode()}")
        return said, b"".join(parts)

    def close(self) -> None:
        """Close it."""
        self._socket.close()

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise ConnectionResetError
        return part


Ask = Callable[[Connection, str], None]


def main() -> None:
    """Measure in rounds; print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directory", default=str(ROOT / "data" / "directory"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each server in each round")
    parser.add_argument("--settle", type=float, default=30.0, help="seconds that the finder has to load in the background")
    parser.add_argument("--warm", type=float, default=30.0, help="seconds of searches before the first round, unmeasured")
    options = parser.parse_args()
    workers = str(options.workers)
    serve = ["-m", "finder", "serve", "--directory", options.directory, "--workers", workers, "--port"]
    with (
        serving(["-c", AT_ONCE, workers]) as at_once,
        serving(["-c", EMPTY, workers]) as empty,
        serving(serve) as finder,
    ):
        time.sleep(options.settle)
        load(finder.port, ask_search, options.warm, options.rounds)
        asked = {"empty": (empty, ask_empty), "search": (finder, ask_search), "at once": (at_once, ask_empty)}
        before = processor_s(empty), processor_s(finder)
        found = [
            {name: load(served.port, ask, options.seconds, number) for name, (served, ask) in asked.items()}
            for number in range(options.rounds)
        ]
        after = processor_s(empty), processor_s(finder)
    labels = {"empty": "empty endpoint", "search": "search, with its map", "at once": "callers alone, at most"}
    for name, label in labels.items():
        spent = list(itertools.chain.from_iterable(one[name] for one in found))
        cuts = statistics.quantiles(spent, n=100)
        rate = len(spent) / options.rounds / options.seconds
        print(f"{label:24}{rate:8.1f} a second   p50 {cuts[49] * 1000:7.1f} ms   p99 {cuts[98] * 1000:7.1f} ms")
    shares = [len(one["search"]) / len(one["empty"]) for one in found]
    print(f"searches per empty answer: {statistics.median(shares):.1%} ({min(shares):.1%} to {max(shares):.1%} by round)")
    for name, start, end in zip(("empty", "search"), before, after, strict=True):
        if start and end:
            spent_ms = 1000 * (end - start) / sum(len(one[name]) for one in found)
            print(f"{labels[name]:24}{spent_ms:8.2f} ms of the server's processor time")


@dataclass(frozen=True, slots=True)
class Served:
    """A server: its port, and its first process."""

    port: int
    process: int


def processor_s(served: Served) -> float:
    """Processor time so far of a server's processes that give way to no others; 0 outside Linux."""
    found, waiting = 0.0, [served.process]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        if not process.exists():
            return 0.0
        # What follows the name, which may have spaces: see proc(5), from the state on.
        fields = (process / "stat").read_text("ascii").rpartition(")")[2].split()
        if int(fields[16]) == os.nice(0):
            found += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        for thread in process.glob("task/*/children"):
            waiting += map(int, thread.read_text("ascii").split())
    return found


@contextmanager
def serving(command: list[str]) -> Iterator[Served]:
    """A server as a process of its own, once it answers on its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, *command, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + GIVE_UP_S
        while not answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.")
            time.sleep(0.1)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    """Whether a server answers on a port."""
    try:
        connection = Connection(port)
        connection.ask("GET", "/", 200)
    except ConnectionError:
        return False
    connection.close()
    return True


def load(port: int, ask: Ask, seconds: float, number: int) -> list[float]:
    """Seconds of each answer that all callers got in a round."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        calls = [pool.submit(call_in_threads, port, ask, seconds, number * PROCESSES + part) for part in range(PROCESSES)]
        return [spent for call in calls for spent in call.result()]


def call_in_threads(port: int, ask: Ask, seconds: float, part: int) -> list[float]:
    """Seconds of each answer that the connections of one process got."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        zips = [[str(z) for z in REFERENCE.demand.zip] for _ in range(CONNECTIONS)]
        for row, own in enumerate(zips):
            random.Random(part * CONNECTIONS + row).shuffle(own)
        return list(itertools.chain.from_iterable(pool.map(lambda own: call(port, ask, seconds, own), zips)))


def call(port: int, ask: Ask, seconds: float, zips: list[str]) -> list[float]:
    """Seconds of each answer that one connection got, one after another."""
    connection = Connection(port)
    spent, end = [], time.perf_counter() + seconds
    for place in itertools.cycle(zips):
        start = time.perf_counter()
        if start > end:
            break
        ask(connection, place)
        spent.append(time.perf_counter() - start)
    connection.close()
    return spent


def ask_empty(connection: Connection, _place: str) -> None:
    """Get the empty answer."""
    connection.ask("GET", "/", 200)


def ask_search(connection: Connection, place: str) -> None:
    """Post a search and follow it to its page, which has to hold a map."""
    sent, _ = connection.ask("POST", "/search", 303, urlencode({"place": place, "therapy": "ivig"}).encode())
    location = re.search(rb"(?i)^location: *(\S+)", sent, re.MULTILINE)
    _, page = connection.ask("GET", location[1].decode() if location else "", 200)
    if connection.answers % LOOK_EVERY == 0 and b"finderMap.pin(" not in gzip.decompress(page):
        raise SystemExit(f"{place}: no map")


if __name__ == "__main__":
    main()
