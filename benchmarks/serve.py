"""Searches a second that `finder serve` answers, beside an empty Flask endpoint on the same server, in one run.

    python benchmarks/serve.py [--directory FOLDER] [--seconds N]

A search is a POST, and the page with its list and map that the POST's 303 leads to: two requests, counted as one. Each is
from another ZIP code, so no answer is repeated. The callers are two processes with eight connections each, on the same
cores as the server. The rate of the empty endpoint is also the most that the callers can ask.
"""

import argparse
import gzip
import http.client
import itertools
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

from checkout import REFERENCE, ROOT
from startup import free_port

PROCESSES, CONNECTIONS = 2, 8
GIVE_UP_S = 120.0
EMPTY = """
import sys
from flask import Flask
from waitress import create_server
from finder.web.server import THREADS
app = Flask("empty")
app.add_url_rule("/", "empty", lambda: "")
create_server(app, host="127.0.0.1", port=int(sys.argv[1]), threads=THREADS).run()
"""
HEADERS = {"Accept-Encoding": "gzip"}
FORM = {**HEADERS, "Content-Type": "application/x-www-form-urlencoded"}
Ask = Callable[[http.client.HTTPConnection, str], None]


def main() -> None:
    """Measure both servers; print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directory", default=str(ROOT / "data" / "directory"))
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--settle", type=float, default=30.0, help="seconds that the finder has to load in the background")
    options = parser.parse_args()
    serve = ["-m", "finder", "serve", "--directory", options.directory, "--port"]
    with serving(["-c", EMPTY]) as port:
        empty = load(port, ask_empty, options.seconds)
    with serving(serve) as port:
        time.sleep(options.settle)
        search = load(port, ask_search, options.seconds)
    for name, spent in (("empty endpoint", empty), ("search, with its map", search)):
        cuts = statistics.quantiles(spent, n=100)
        rate = len(spent) / options.seconds
        print(f"{name:24}{rate:8.1f} a second   p50 {cuts[49] * 1000:7.1f} ms   p99 {cuts[98] * 1000:7.1f} ms")
    print(f"searches per empty answer: {len(search) / len(empty):.1%}")


@contextmanager
def serving(command: list[str]) -> Iterator[int]:
    """A server as a process of its own, once it answers on its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, *command, str(port)], cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + GIVE_UP_S
        while not answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The server did not start.")
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    """Whether a server answers on a port."""
    try:
        fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP_S), "/", 200)
    except ConnectionError:
        return False
    return True


def load(port: int, ask: Ask, seconds: float) -> list[float]:
    """Seconds of each answer that all callers got in a time."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        calls = [pool.submit(call_in_threads, port, ask, seconds, part) for part in range(PROCESSES)]
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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP_S)
    spent, end = [], time.perf_counter() + seconds
    for place in itertools.cycle(zips):
        start = time.perf_counter()
        if start > end:
            break
        ask(connection, place)
        spent.append(time.perf_counter() - start)
    connection.close()
    return spent


def ask_empty(connection: http.client.HTTPConnection, _place: str) -> None:
    """Get the empty answer."""
    fetch(connection, "/", 200)


def ask_search(connection: http.client.HTTPConnection, place: str) -> None:
    """Post a search and follow it to its page, which has to hold a map."""
    connection.request("POST", "/search", urlencode({"place": place, "therapy": "ivig"}), FORM)
    sent = connection.getresponse()
    sent.read()
    if sent.status != http.client.SEE_OTHER:
        raise SystemExit(f"{place}: {sent.status}")
    if b"finderMap.pin(" not in gzip.decompress(fetch(connection, sent.headers["Location"], 200)):
        raise SystemExit(f"{place}: no map")


def fetch(connection: http.client.HTTPConnection, path: str, status: int) -> bytes:
    """The body of an answer, which has to have a status."""
    connection.request("GET", path, headers=HEADERS)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != status:
        raise SystemExit(f"{path}: {answer.status}")
    return body


if __name__ == "__main__":
    main()
