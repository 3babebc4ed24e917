"""The patient's pages on a slow phone line, in Chromium: bytes over the wire, and when the question and the list can be read.

    python benchmarks/patient_page.py [--runs N]

The line is 1.6 Mbit/s down, 750 kbit/s up and 150 ms there and back, set by the browser. Each run is a new profile with
nothing kept; the server is a process of its own that has answered once.
"""

import argparse
import gzip
import re
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
RESULTS = "/search?zip=10001&therapy=ivig"  # a full list, in a city
VISITS = (("home", "/", "#place"), ("results", RESULTS, "#option-1 .travel"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
SLOW = {"offline": False, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8, "latency": 150}
MAP_FILES = ("leaflet.js", "leaflet.css", "map.js")
MOST_PAGE_KB, MOST_MAP_KB, MOST_MS = 60, 150, 2_000
GIVE_UP_S = 60.0
# Runs before the page: when what the reader came for was first painted, in milliseconds since the page was asked for.
WATCH = """
window.readable = 0;
const look = () => {
  if (readable) return;
  const found = document.querySelector("%s");
  const painted = performance.getEntriesByName("first-contentful-paint").length;
  if (found && painted && found.getBoundingClientRect().height) window.readable = performance.now();
  else requestAnimationFrame(look);
};
look();
"""


@dataclass(frozen=True)
class Seen:
    """One visit: bytes over the wire by file, and milliseconds until it could be read and until all had come."""

    bytes: dict[str, int]
    readable_ms: float
    all_ms: float


def main() -> None:
    """Measure both pages; print a table each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with sync_playwright() as playwright, serving() as port:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, path, wanted in VISITS:
            seen = [visit(browser, port, path, wanted) for _ in range(options.runs)]
            show(f"{name}: {path}", seen, map_data_bytes(port, path))
        browser.close()


@contextmanager
def serving() -> Iterator[int]:
    """A server of its own process, over the starter directory, that has answered once."""
    port = free_port()
    argv = [sys.executable, "-m", "finder", "serve", "--port", str(port)]
    process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        page(port, RESULTS, until=time.perf_counter() + GIVE_UP_S)
        yield port
    finally:
        process.terminate()
        process.wait()


def visit(browser: Browser, port: int, path: str, wanted: str) -> Seen:
    """Open the page as a new reader on a slow line does, and wait for all of it."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    tab = context.new_page()
    tab.add_init_script(WATCH % wanted)
    wire = context.new_cdp_session(tab)
    files: dict[str, str] = {}
    weights: dict[str, int] = {}
    wire.on("Network.requestWillBeSent", lambda e: files.update({e["requestId"]: e["request"]["url"].split("?")[0]}))
    wire.on("Network.loadingFinished", lambda e: weights.update({files[e["requestId"]]: int(e["encodedDataLength"])}))
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    tab.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
    readable = tab.evaluate("readable")
    loaded = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    context.close()
    named = {address.rsplit("/", 1)[1] or "(page)": n for address, n in weights.items() if not address.startswith("data:")}
    return Seen(named, readable, loaded)


def map_data_bytes(port: int, path: str) -> int:
    """What the map's own data and script weigh inside the page, gzipped: the page without them is that much lighter."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}{path}", timeout=GIVE_UP_S) as answer:
        html = answer.read()
    lean = re.sub(rb'<div class="map".*?</script>\s*(?=</section>)', b"", html, flags=re.DOTALL)
    return len(gzip.compress(html, 6)) - len(gzip.compress(lean, 6))


def show(name: str, seen: list[Seen], in_page: int) -> None:
    """A table of one page: bytes of the last visit, medians of times, targets met or missed."""
    print(f"{name}, {len(seen)} visits")
    weights = seen[-1].bytes
    for file, weight in weights.items():
        print(f"{file:40}{weight / 1000:8.1f} kB")
    of_map = sum(n for file, n in weights.items() if file in MAP_FILES) + in_page
    row("page without the map", (sum(weights.values()) - of_map) / 1000, MOST_PAGE_KB, "kB")
    if of_map:
        row("map: its files, and its data in the page", of_map / 1000, MOST_MAP_KB, "kB")
    row("readable", statistics.median(s.readable_ms for s in seen), MOST_MS, "ms")
    print(f"{'all loaded':40}{statistics.median(s.all_ms for s in seen):8.0f} ms\n")


def row(words: str, value: float, most: float, unit: str) -> None:
    """A measure beside its target."""
    digits, verdict = 1 if unit == "kB" else 0, "met" if value < most else "MISSED"
    print(f"{words:40}{value:8.{digits}f} {unit}   target: under {most} {unit}: {verdict}")


if __name__ == "__main__":
    main()
