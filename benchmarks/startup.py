"""From process start to the answer: what a person waits for. Prints medians over several fresh processes.

    python benchmarks/startup.py [--data FOLDER] [--runs N] [--against CHECKOUT]

`python -c pass` and the imports that the finder cannot do without are run beside it, as the floor. With --against, the commands
of this checkout and of an older one are run in turn with this interpreter, and the processor time of both is compared:
it depends less than the clock on what else the machine does.
"""

import argparse
import os
import resource
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The directory of version 0.1, which knew nothing of who gives what.
FEW = ("--directory", str(ROOT / "tests" / "starter"))
POLL_S = 0.01
GIVE_UP_S = 60.0
Timed = dict[str, float]
COMPARED = (
    ("--version",),
    ("geocode", "59718"),
    ("search", "59718", "--therapy", "ivig"),
    ("check",),
    ("coverage", "--standard", "cms", "--state", "MT"),
)


def main() -> None:
    """Run all in turn, so that a busy minute of the machine touches each alike; print a table."""
    options = arguments()
    if options.against:
        compare(options.against.resolve(), options.runs)
        return
    sites = str(options.data / "sites_2022")
    tasks: list[Callable[[], Timed]] = [
        lambda: command("python -c pass", "-c", "pass"),
        lambda: command("import numpy, scipy.spatial, pyproj, shapely", "-c", "import numpy, scipy.spatial, pyproj, shapely"),
        lambda: finder("geocode 59718", "geocode", "59718"),
        lambda: finder("search 59718", "search", "59718", "--format", "json"),
        lambda: finder("search 59718, IVIG", "search", "59718", "--therapy", "ivig", "--format", "json"),
        lambda: finder("search 59718, IVIG, 433 centers", "search", "59718", "--therapy", "ivig", *FEW, "--format", "json"),
        lambda: finder("search 'Bozeman, MT'", "search", "Bozeman, MT", "--format", "json"),
        lambda: finder("search 59718, 4,086 sites", "search", "59718", "--directory", sites, "--format", "json"),
        lambda: finder(
            "coverage miles:60, 4,086 sites", "coverage", "--standard", "miles:60", "--directory", sites, "--format", "json"
        ),
        lambda: serve("serve"),
        lambda: serve("serve, 433 centers", *FEW),
        lambda: serve("serve, 4,086 sites", "--directory", sites),
    ]
    runs = [{name: s for task in tasks for name, s in task().items()} for _ in range(options.runs)]
    show({name: [run[name] for run in runs] for name in runs[0]})


def arguments() -> argparse.Namespace:
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="compare the processor time with another checkout's")
    return parser.parse_args()


def compare(other: Path, runs: int) -> None:
    """Print the processor time of commands of this checkout and of another, and the median of their ratios in each run."""
    print(f"seconds of processor time, medians of {runs} runs after one that is not counted")
    print(f"{'':44}{'here':>8}{'there':>8}{'ratio':>8}")
    for argv in COMPARED:
        pairs = [(cpu_seconds(ROOT, argv), cpu_seconds(other, argv)) for _ in range(runs + 1)][1:]
        here, there = (statistics.median(column) for column in zip(*pairs, strict=True))
        print(f"{' '.join(argv):44}{here:8.2f}{there:8.2f}{statistics.median(a / b for a, b in pairs):8.2f}")


def cpu_seconds(checkout: Path, argv: tuple[str, ...]) -> float:
    """Processor time of a whole process of a checkout, user and system. Modules are compiled once, as in an installation."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "finder", *argv],
        cwd=checkout, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(name: str, *argv: str) -> Timed:
    """Seconds of a whole Python process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *argv], cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {name: time.perf_counter() - start}


def finder(name: str, *argv: str) -> Timed:
    """Seconds of a whole finder process."""
    return command(name, "-m", "finder", *argv)


def serve(name: str, *argv: str) -> Timed:
    """Seconds from the start of a server to its first answer of `/`, and to that of a first search sent right after."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "finder", "serve", "--port", str(port), *argv],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        page(port, "/", until=start + GIVE_UP_S)
        first = time.perf_counter() - start
        page(port, "/search", urllib.parse.urlencode({"place": "59718"}).encode())
        return {f"{name}: first answer of /": first, f"{name}: first answer of POST /search": time.perf_counter() - start}
    finally:
        process.terminate()
        process.wait()


def page(port: int, path: str, form: bytes | None = None, until: float = 0.0) -> None:
    """Read one page whole; while nobody listens yet, try again until then."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while True:
        try:
            with opener.open(f"http://127.0.0.1:{port}{path}", form, timeout=GIVE_UP_S) as answer:
                answer.read()
            return
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError) or time.perf_counter() > until:
                raise
            time.sleep(POLL_S)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def show(measured: dict[str, list[float]]) -> None:
    """A table of medians, extremes and the ratio to the bare interpreter."""
    floor = statistics.median(next(iter(measured.values())))
    print(f"seconds from process start, {len(next(iter(measured.values())))} fresh processes each")
    print(f"{'':52}{'median':>8}{'least':>8}{'most':>8}{'/ bare':>8}")
    for name, spent in measured.items():
        median = statistics.median(spent)
        print(f"{name:52}{median:8.2f}{min(spent):8.2f}{max(spent):8.2f}{median / floor:8.1f}")
    print("targets: first answers of serve under 2 s, coverage of 4,086 sites under 5 s")


if __name__ == "__main__":
    main()
