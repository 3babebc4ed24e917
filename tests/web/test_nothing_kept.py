"""What a thousand searches leave behind: nothing that Python still holds, nothing on disk, and little in freed memory."""

import functools
import gc
import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from finder.core import Finder
from finder.web import create_app
from tests.cli.test_cli_process import free_port
from tests.sampling import of_many, sampling
from tests.world import ROOT, SETTINGS

# Two marks that stand in no listing, table, or source text: they are put together here. Both end in digits, which no change of
# case changes, and which are looked for fast.
_END = "".join(("9071", "3648"))
STREET, DISEASE = ("".join(parts) + _END for parts in (("Zyx", "quorra"), ("Vex", "ombria")))
_MARKED = re.compile(_END.encode() + rb"([0-9]{5})")
SEARCHES = of_many(1_000, 100)
# Every file that the server opens to write, and every file without a name, is told to another file.
_WATCH = """
import os, sys

told = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | getattr(os, "O_TMPFILE", 0)

def watch(event, given):
    # A number is a pipe that is open already.
    if event == "open" and given[2] & writes and given[0] != "/dev/null" and not isinstance(given[0], int):
        os.write(told, f"{given[0]}\\n".encode())
    elif event.startswith("tempfile."):
        os.write(told, f"{event} {given[0]}\\n".encode())

sys.addaudithook(watch)
"""


def fields(n: int) -> dict[str, str]:
    """A search with its own marks: an address, a name, a link, or a text that is no place."""
    name = f"{STREET}{n:05d}"
    ways = (
        f"{n} {name} Ln, Bozeman, MT 59718",
        f"{n} {name} Ln, 59718",
        f"{n} {name} Ln, Springfield",
        f"https://www.google.com/maps/place/{n}+{name}+Ln,+Bozeman,+MT/@45.68,-111.04,17z",
        f"{name}, Bozeman",
        f"{name} Hospital, Montana",
        name,
    )
    return {"place": ways[n % len(ways)], "therapy": "ivig", "weekends": "yes"}


def requests(n: int) -> Iterator[tuple[str, dict[str, str]]]:
    """What a reader asks of one search; now and then also for all that is made of it."""
    asked = fields(n)
    yield "/suggest", {"typed": asked["place"]}
    yield "/search?lang=es" if n % 2 else "/search", asked
    if n % 10 == 0:
        for path in ("/call-sheet", "/compare", "/reports/search.csv", "/reports/search.txt"):
            yield path, asked | {"id": "K-MT-3"}
        yield "/trials", {"place": asked["place"], "condition": f"{DISEASE}{n:05d}"}
    if n % 50 == 0:
        yield "/reports/search.pdf", asked


def numbers_in(block: bytes) -> set[bytes]:
    """The numbers of all marks in some bytes."""
    return set(_MARKED.findall(block))


def _cached() -> dict[str, int]:
    caches = (one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper))
    return {f"{one.__module__}.{one.__qualname__}": one.cache_info().currsize for one in caches}


def _held() -> list[str]:
    """Beginnings of all texts that Python can still reach and that contain a mark with its number."""
    todo, seen, found = gc.get_objects(), set[int](), []
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, (str, bytes, bytearray)):
            raw = one.encode("utf-8", "surrogatepass") if isinstance(one, str) else bytes(one)
            if numbers_in(raw):
                found.append(repr(one[:200]))
        else:
            todo += gc.get_referents(one)
    return found


@pytest.mark.slow
def test_no_cache_of_the_process_grows_with_searches_and_no_object_holds_one(starter: Finder) -> None:
    client: FlaskClient = create_app(starter, SETTINGS).test_client()

    def ask(numbers: range) -> set[int]:
        asked = (one for n in numbers for one in requests(n))
        return {client.post(path, data=data, follow_redirects=True).status_code for path, data in asked}

    # Both begin with a search that has a place, and asks for all that can be made of it.
    more = of_many(50, 10)
    ask(range(350, 351 + more))
    before = _cached()
    assert ask(range(700, 701 + more)) == {200, 400}
    grown = {name: size for name, size in _cached().items() if size > before.get(name, 0)}
    assert grown == {}
    gc.collect()
    assert _held() == []


class Served:
    """`finder serve` as a process of its own, with folders and a log that only it writes to."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        for name in ("cache", "temp", "watch", "trials"):
            (folder / name).mkdir()
        (folder / "watch" / "sitecustomize.py").write_text(_WATCH)
        chosen = {
            "PYTHONPATH": f"{folder / 'watch'}{os.pathsep}{ROOT}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(folder / "temp"),
        }
        chosen |= {
            "FINDER_CACHE": str(folder / "cache"),
            "FINDER_TRIALS": str(folder / "trials"),
            "OPENED": str(folder / "opened"),
        }
        command = [sys.executable, "-u", "-m", "tests.lean_server", "serve", "--port", str(self.port), *options]
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, cwd=folder, env=os.environ | chosen | environment, stdout=log, stderr=log)
        self.until(lambda: self._answers("/readyz"))

    def ask(self, numbers: range) -> set[int]:
        """Ask all requests of these searches over one connection, and return the statuses."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        seen = set()
        for path, data in (one for n in numbers for one in requests(n)):
            connection.request("POST", path, urlencode(data), {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303:
                connection.request("GET", answer.headers["Location"])
                answer = connection.getresponse()
                answer.read()
            seen.add(answer.status)
        connection.close()
        return seen

    def opened(self) -> list[str]:
        """Every file that it has opened to write so far."""
        return (self.folder / "opened").read_text().splitlines()

    def pids(self) -> list[int]:
        """The process, and all that it has started."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        return found

    def in_memory(self) -> Iterator[bytes]:
        """The numbers of searches whose marks are anywhere in its memory, in use or freed: some of them often."""
        return (number for pid in self.pids() for block in _memory(pid) for number in numbers_in(block))

    def end(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(30)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        end = time.monotonic() + 120
        while not done():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < end
            time.sleep(0.2)

    def _answers(self, path: str) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def _memory(pid: int) -> Iterator[bytes]:
    """All memory of a process that can be written and read."""
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            where, mode = line.split()[:2]
            first, end = (int(at, 16) for at in where.split("-"))
            if mode.startswith("rw") and "[v" not in line:
                memory.seek(first)
                try:
                    yield memory.read(end - first)
                except OSError:  # freed in the meantime
                    continue


# What an operator can set to have glibc overwrite memory that is freed (docs/deployment.md).
WIPED = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0:glibc.malloc.perturb=165"}
# How many searches may be left, by environment. Without wiping, only many searches overwrite what the first ones left.
LEFT: list[tuple[dict[str, str], int]] = [(WIPED, 25)] if sampling() else [({}, 600), (WIPED, 25)]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux: memory is read from /proc")
@pytest.mark.parametrize(("environment", "most_left"), LEFT)
def test_after_a_thousand_searches_disk_and_log_hold_none_and_freed_memory_few(
    tmp_path: Path, environment: dict[str, str], most_left: int
) -> None:
    served = Served(tmp_path, "--travel", "straight", **environment)
    try:
        quarter = SEARCHES // 4
        readers = [
            threading.Thread(target=served.ask, args=(range(first, first + quarter),)) for first in range(0, SEARCHES, quarter)
        ]
        for reader in readers:
            reader.start()
        assert any(served.in_memory())  # If these can't be seen now, nothing could be seen at the end.
        for reader in readers:
            reader.join()
        served.until(lambda: len(set(served.in_memory())) <= most_left)
        assert served.opened() == []
        assert [path for name in ("cache", "temp", "trials") for path in (tmp_path / name).iterdir()] == []
    finally:
        served.end()
    assert not numbers_in((tmp_path / "log").read_bytes())


@pytest.mark.slow
def test_an_answer_of_more_than_a_megabyte_is_not_written_to_disk(tmp_path: Path, write_folder: Callable[..., Path]) -> None:
    centers = [
        {
            "id": f"c{n}",
            "name": f"Center {n}",
            "zip": "59715",
            "city": "Bozeman",
            "state": "MT",
            "source": "A long name. " * 150,
        }
        for n in range(600)
    ]
    (tmp_path / "served").mkdir()
    options = "--travel", "straight", "--directory", str(write_folder(centers=centers))
    served = Served(tmp_path / "served", *options, TEST_SERVER="indexes")
    try:
        body = urlencode(fields(0) | {"weekends": ""})
        head = f"Host: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}"
        with socket.create_connection(("127.0.0.1", served.port)) as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            slow.sendall(f"POST /reports/search.csv HTTP/1.0\r\n{head}\r\n\r\n{body}".encode())
            time.sleep(3)
            assert served.opened() == []
            with slow.makefile("rb") as answer:
                assert len(answer.read()) > 1 << 20  # what waitress would write to disk
        assert served.opened() == []
    finally:
        served.end()
