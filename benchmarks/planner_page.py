"""The planner's national page in Chromium, from a server that holds the answer: its weight, and when it can be used.

    python benchmarks/planner_page.py [--data FOLDER] [--runs N]

Each run is a new browser profile with nothing kept. A page can be used once its map is drawn (`data-ready`) and the script
has done its last long task (50 ms or more) of the first seconds.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from startup import free_port, page

ROOT = Path(__file__).parents[1]
PATH = "/planner/coverage?standard=cms"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
GIVE_UP_S = 120.0
SETTLE_MS = 1_500
# Runs before the page: when the map was drawn, and when each long task ended, in milliseconds since the page was asked for.
WATCH = """
window.seen = { ready: 0, land: 0, busy: [] };
new PerformanceObserver((list) => list.getEntries().forEach((e) => seen.busy.push(e.startTime + e.duration)))
  .observe({ type: "longtask", buffered: true });
new MutationObserver(([change]) => {
  const { ready, land } = change.target.dataset;
  if (ready && !seen.ready) seen.ready = performance.now();
  if (land && !seen.land) seen.land = performance.now();
}).observe(document, { subtree: true, attributeFilter: ["data-ready", "data-land"] });
"""


@dataclass(frozen=True)
class Seen:
    """One visit: bytes over the wire by kind, and milliseconds from asking to each moment."""

    bytes: dict[str, int]
    ready_ms: float
    usable_ms: float
    land_ms: float


def main() -> None:
    """Measure both directories; print a table each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder that holds sites_2022")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, directory in (("starter", None), ("sites_2022", options.data / "sites_2022")):
            with serving(directory) as port:
                served_s = [server_s(port) for _ in range(options.runs)]
                show(name, served_s, [visit(browser, port) for _ in range(options.runs)])
        browser.close()


@contextmanager
def serving(directory: Path | None) -> Iterator[int]:
    """A server of its own process that has answered the question, and worked out the land, once."""
    port = free_port()
    argv = [sys.executable, "-m", "finder", "serve", "--port", str(port)]
    process = subprocess.Popen(
        argv + (["--directory", str(directory)] if directory else []),
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        page(port, PATH, until=time.perf_counter() + GIVE_UP_S)
        page(port, PATH.replace("/planner/coverage", "/map/gap-land.json"))
        yield port
    finally:
        process.terminate()
        process.wait()


def server_s(port: int) -> float:
    """Seconds of the server for the page, gzipped."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{PATH}", headers={"Accept-Encoding": "gzip"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    start = time.perf_counter()
    with opener.open(asked, timeout=GIVE_UP_S) as answer:
        answer.read()
    return time.perf_counter() - start


def visit(browser: Browser, port: int) -> Seen:
    """Open the page as a new reader does."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    tab = context.new_page()
    tab.add_init_script(WATCH)
    wire = context.new_cdp_session(tab)
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda e: kinds.update({e["requestId"]: e["request"]["url"].split("?")[0]}))
    wire.on("Network.loadingFinished", lambda e: weights.update({kinds[e["requestId"]]: int(e["encodedDataLength"])}))
    wire.send("Network.enable")
    tab.goto(f"http://127.0.0.1:{port}{PATH}")
    tab.wait_for_selector(".map[data-land=yes]", timeout=GIVE_UP_S * 1000)
    tab.wait_for_timeout(SETTLE_MS)
    seen = tab.evaluate("seen")
    context.close()
    by_name = {address.rsplit("/", 1)[1]: weight for address, weight in weights.items() if not address.startswith("data:")}
    return Seen(by_name, seen["ready"], max(seen["ready"], *seen["busy"], 0), seen["land"])


def show(name: str, served_s: list[float], visits: list[Seen]) -> None:
    """A table of one directory: bytes of the last visit, medians of times."""
    print(f"{name}: {PATH}, {len(visits)} visits")
    for file, weight in visits[-1].bytes.items():
        print(f"{file:40}{weight / 1000:8.1f} kB")
    print(f"{'in all':40}{sum(visits[-1].bytes.values()) / 1000:8.1f} kB   target: under 350 kB")
    rows = [
        ("the server alone", [s * 1000 for s in served_s], "under 500 ms"),
        ("map drawn", [v.ready_ms for v in visits], ""),
        ("usable: map drawn, last long task done", [v.usable_ms for v in visits], "under 1500 ms"),
        ("land outside the limit drawn", [v.land_ms for v in visits], ""),
    ]
    for words, ms, target in rows:
        aim = f"   target: {target}" if target else ""
        print(f"{words:40}{statistics.median(ms):8.0f} ms  {min(ms):.0f} to {max(ms):.0f}{aim}")
    print()


if __name__ == "__main__":
    main()
