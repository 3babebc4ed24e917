"""Mixed traffic on `finder serve`, a tenth of it hostile: how long each kind waits, what fails, and how memory grows.

    python benchmarks/load.py [--minutes 10] [--connections 16] [--pause 0.5] [--workers 2] [--hostile 0.1] [--directory DIR]

Each connection asks, reads the answer, pauses for `--pause` seconds as a reader does, and asks again; with `--pause 0` the
server is as busy as the machine lets it be. The client runs on the same machine and takes a part of it. A search is two
requests, counted as one. A hostile request is any of HOSTILE; being refused with 413, 422, 429, 431, or 503 is its right
answer. Memory is what all processes of the server take together (PSS, Linux): the mean of the second tenth of the time, and
that of the last, since it goes up and down with what is being answered.

With `--planners 30`, it measures something else: 20 patients a second search, in the first half of the time alone, and in the
second beside so many planners, who all ask the same new national question at once, and ask the next one when they are answered.
With `--siting`, the second half is beside one planner who asks for five new stops in the whole country, again and again.
Exits with 1 if any answer was a fault, or a search was refused.
"""

import argparse
import http.client
import itertools
import random
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from startup import free_port

from finder.web.memory import memory_bytes

ROOT = Path(__file__).parents[1]
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
PLACES = (
    "59718",
    "10001",
    "Houston, TX",
    "60601",
    "94103",
    "33101",
    "Bozeman, MT",
    "98101",
    "30301",
    "85001",
    "63101",
    "80202",
)
THERAPIES = ("", "ivig", "rituximab", "infliximab", "hydration", "ocrelizumab")
REFUSALS = {413, 422, 429, 431, 503}
GIVE_UP_S = 150.0
PATIENTS_PER_S = 20
_new_limit = itertools.count(101)


class Answer:
    """Status, headers, and how long it took in seconds."""

    def __init__(self, status: int, headers: http.client.HTTPMessage | None, seconds: float) -> None:
        self.status, self.headers, self.seconds = status, headers, seconds


class Client:
    """One connection, opened again where the server ended it."""

    def __init__(self, port: int) -> None:
        self.port, self._connection = port, http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP_S)

    def ask(self, address: str, fields: list[tuple[str, str]] | None = None) -> Answer:
        """The answer, after a redirect to it; status 0 if there is none."""
        start = time.perf_counter()
        body = urlencode(fields) if fields else None
        for again in (True, False):
            try:
                self._connection.request("POST" if fields else "GET", address, body, FORM)
                answer = self._connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                self._connection.close()
                if not again:
                    return Answer(0, None, time.perf_counter() - start)
            else:
                break
        if answer.status == 303:
            found = self.ask(answer.headers["Location"])
            return Answer(found.status, found.headers, time.perf_counter() - start)
        return Answer(answer.status, answer.headers, time.perf_counter() - start)


def _search(client: Client, pick: random.Random) -> Answer:
    return client.ask("/search", [("place", pick.choice(PLACES)), ("therapy", pick.choice(THERAPIES))])


ORDINARY: dict[str, tuple[float, Callable[[Client, random.Random], Answer]]] = {
    "search": (50, _search),
    "home page": (15, lambda c, _: c.ask("/")),
    "suggestion": (10, lambda c, p: c.ask("/suggest", [("typed", p.choice(PLACES)[:4])])),
    "style sheet": (10, lambda c, _: c.ask("/static/finder.css")),
    "call sheet": (4, lambda c, p: c.ask("/call-sheet", [("place", p.choice(PLACES))])),
    "call sheet, PDF": (3, lambda c, p: c.ask("/reports/search.pdf", [("place", p.choice(PLACES))])),
    "planner, known answer": (4, lambda c, _: c.ask("/planner/coverage")),
    "planner, state": (2, lambda c, p: c.ask(f"/planner/coverage?state={p.choice(('MT', 'TX', 'NV', 'MN'))}")),
    "planner, file": (2, lambda c, _: c.ask("/reports/coverage-counties.csv")),
}


def _idle(client: Client, _: random.Random) -> Answer:
    start = time.perf_counter()
    held = []
    with suppress(OSError):
        for _n in range(50):
            held.append(socket.create_connection(("127.0.0.1", client.port), 5))
            held[-1].sendall(b"GET / HT")
    time.sleep(2)
    for one in held:
        one.close()
    return Answer(200, None, time.perf_counter() - start)


def _longest_pdf(client: Client, _: random.Random) -> Answer:
    return client.ask("/reports/search.pdf", [("place", "10001"), ("within", "500"), ("limit", "200")])


HOSTILE: dict[str, Callable[[Client, random.Random], Answer]] = {
    "924 ids": lambda c, _: c.ask("/reports/search.pdf", [("place", "10001"), *(("id", f"x{n}") for n in range(924))]),
    "200 locations, PDF": _longest_pdf,
    "the whole list": lambda c, _: c.ask("/reports/search.csv", [("place", "10001"), ("within", "500")]),
    "200 locations": lambda c, _: c.ask("/search", [("place", "10001"), ("within", "500"), ("limit", "200")]),
    "across the country": lambda c, _: c.ask("/search", [("place", "99723"), ("kind", "physician_office")]),
    "a field 900 times": lambda c, _: c.ask("/search", [("place", "1")] * 900),
    "16 kB of place": lambda c, _: c.ask("/search", [("place", "a1 " * 5_000)]),
    "2 kB of place": lambda c, p: c.ask("/search", [("place", "".join(p.choices("abc 1,", k=1_999)))]),
    "2 kB to complete": lambda c, p: c.ask("/suggest", [("typed", "".join(p.choices("abc 1,", k=1_999)))]),
    "all ZIP codes, XLSX": lambda c, _: c.ask("/reports/coverage-zips.xlsx"),
    "a new national question": lambda c, _: c.ask(f"/planner/coverage?standard=miles:{next(_new_limit) % 60 + 20}"),
    "50 idle connections": _idle,
    "60 kB of address": lambda c, _: c.ask("/?" + "a" * 60_000),
}


class Tally:
    """What was asked, by kind."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.statuses: dict[str, Counter[int]] = defaultdict(Counter)
        self.faults: list[str] = []

    def add(self, kind: str, answer: Answer, hostile: bool) -> None:
        """Take note of an answer."""
        refused = answer.status in REFUSALS and (answer.status != 503 or (answer.headers and "Retry-After" in answer.headers))
        with self._lock:
            self.seconds[kind].append(answer.seconds)
            self.statuses[kind][answer.status] += 1
            if not (answer.status in (200, 400) or (refused and (hostile or not kind.startswith("search")))):
                self.faults.append(f"{kind}: {answer.status} after {answer.seconds:.1f} s")

    def p99(self, kind: str) -> float:
        """Seconds that one in a hundred answers takes, or longer."""
        return sorted(self.seconds[kind])[int(len(self.seconds[kind]) * 0.99)]

    def lines(self) -> Iterator[str]:
        """A table."""
        yield f"| {'kind':<26} | {'asked':>6} | {'p50 ms':>8} | {'p99 ms':>8} | statuses"
        yield f"|{'-' * 28}|{'-' * 8}|{'-' * 10}|{'-' * 10}|{'-' * 10}"
        for kind, seconds in self.seconds.items():
            p50, p99 = statistics.median(seconds) * 1e3, self.p99(kind) * 1e3
            said = ", ".join(f"{status}: {n}" for status, n in sorted(self.statuses[kind].items()))
            yield f"| {kind:<26} | {len(seconds):>6} | {p50:>8.0f} | {p99:>8.0f} | {said}"


def memory_mb(first: int) -> float:
    """What a process and those that it started take together, pages that they share counted once."""
    return (memory_bytes(first) or 0.0) / 1e6


@contextmanager
def serving(workers: int, directory: str | None) -> Iterator[tuple[int, int]]:
    """The process and the port of a server that has warmed up: each of its processes has had the largest work of its kind."""
    port = free_port()
    argv = [sys.executable, "-m", "finder", "serve", "--port", str(port), "--workers", str(workers)]
    argv += ["--directory", directory] if directory else []
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT)
    assert process.stdout
    process.stdout.readline()
    client = Client(port)
    for address in ("/planner/coverage", "/reports/coverage-zips.xlsx"):
        client.ask(address)
    longest = [threading.Thread(target=_longest_pdf, args=(Client(port), random.Random())) for _ in range(2)]
    for thread in longest:
        thread.start()
    for thread in longest:
        thread.join()
    for _ in range(10 * workers):
        Client(port).ask("/search", [("place", "59718")])
    try:
        yield process.pid, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(GIVE_UP_S)


def traffic(port: int, tally: Tally, asked: argparse.Namespace, seed: int, end: float) -> None:
    """One connection until the end."""
    client, pick = Client(port), random.Random(seed)
    names, weights = list(ORDINARY), [weight for weight, _ in ORDINARY.values()]
    while time.monotonic() < end:
        hostile = pick.random() < asked.hostile
        kind = pick.choice(list(HOSTILE)) if hostile else pick.choices(names, weights)[0]
        answer = HOSTILE[kind](client, pick) if hostile else ORDINARY[kind][1](client, pick)
        tally.add(f"! {kind}" if hostile else kind, answer, hostile)
        time.sleep(asked.pause * pick.uniform(0.5, 1.5))


def patients(port: int, tally: Tally, kind: str, end: float) -> None:
    """A search every twentieth of a second, however long the others take, each in a thread and a connection of its own."""
    pick, searching, due = random.Random(1), [], time.monotonic()

    def search(seed: int) -> None:
        tally.add(kind, _search(Client(port), random.Random(seed)), hostile=False)

    while due < end:
        time.sleep(max(0.0, due - time.monotonic()))
        searching.append(threading.Thread(target=search, args=(pick.randrange(1 << 30),)))
        searching[-1].start()
        due += 1 / PATIENTS_PER_S
    for thread in searching:
        thread.join()


def planners(port: int, tally: Tally, count: int, end: float) -> None:
    """So many planners with the same new question, all at once, and again until the end."""

    def ask(address: str) -> None:
        tally.add(f"{count} planners", Client(port).ask(address), hostile=False)

    while time.monotonic() < end:
        address = f"/planner/coverage?standard=minutes:{next(_new_limit) % 60 + 61}"
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def siting(port: int, tally: Tally, end: float) -> None:
    """A planner with a new national question about new stops, who waits for its answer, and again until the end."""
    client = Client(port)
    while time.monotonic() < end:
        address, start = f"/planner/siting?units=5&standard=minutes:{next(_new_limit) % 60 + 41}&wait=yes", time.perf_counter()
        while (answer := client.ask(address)).status == 202:
            pass
        tally.add("five new stops", Answer(answer.status, answer.headers, time.perf_counter() - start), hostile=False)


def beside_planners(port: int, tally: Tally, asked: argparse.Namespace) -> None:
    """Patients alone, then beside planners."""
    half = asked.minutes * 30
    patients(port, tally, "search, quiet server", time.monotonic() + half)
    end = time.monotonic() + half
    crowd = (
        threading.Thread(target=siting, args=(port, tally, end))
        if asked.siting
        else threading.Thread(target=planners, args=(port, tally, asked.planners, end))
    )
    crowd.start()
    patients(port, tally, "search, beside planners", end)
    crowd.join()
    quiet, beside = (tally.p99(f"search, {name}") for name in ("quiet server", "beside planners"))
    print(f"patients' p99 beside planners is {beside / quiet:.1f} times that of a quiet server")


def mixed(port: int, pid: int, tally: Tally, asked: argparse.Namespace) -> None:
    """Mixed traffic, a part of it hostile, and how memory grows meanwhile."""
    seconds = asked.minutes * 60
    run = (port, tally, asked)
    end = time.monotonic() + seconds
    crowd = [threading.Thread(target=traffic, args=(*run, seed, end)) for seed in range(asked.connections)]
    for thread in crowd:
        thread.start()
    taken = []
    while (left := end - time.monotonic()) > 0:
        taken.append((1 - left / seconds, memory_mb(pid)))
        time.sleep(min(2.0, left))
    for thread in crowd:
        thread.join()
    before, after = (statistics.mean(mb for at, mb in taken if first <= at < first + 0.1) for first in (0.1, 0.9))
    print(f"memory {before:.0f} MB in the second tenth of the time, {after:.0f} MB in the last ({after / before - 1:+.1%})")


def main() -> int:
    """Ask, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--pause", type=float, default=0.5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--hostile", type=float, default=0.1)
    parser.add_argument("--planners", type=int, default=0)
    parser.add_argument("--siting", action="store_true")
    parser.add_argument("--directory")
    asked = parser.parse_args()
    tally = Tally()
    with serving(asked.workers, asked.directory) as (pid, port):
        if asked.planners or asked.siting:
            beside_planners(port, tally, asked)
        else:
            mixed(port, pid, tally, asked)
    print(*tally.lines(), sep="\n")
    print(f"faults: {len(tally.faults)}", *tally.faults[:20], sep="\n  ")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
