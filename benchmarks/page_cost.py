"""Processor time of one patient's search, and of the page with its list and map, in this process. Prints medians.

    python benchmarks/page_cost.py [--directory FOLDER] [--searches N]

The page is what `finder serve` does for it without its server: a POST, the redirect, and the page, compressed. Each search is
asked four times, and the first time does not count; of the others the fastest does, because other work on the machine only
ever adds to it.
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from checkout import REFERENCE, ROOT, SETTINGS, TODAY

from finder.core import make_finder
from finder.questions.search.query import SearchQuery
from finder.settings import now, today
from finder.web import create_app

GZIP = {"Accept-Encoding": "gzip"}
ROUNDS = 4


def main() -> None:
    """Measure both; print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--directory", type=Path, default=ROOT / "data" / "directory")
    parser.add_argument("--searches", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    finder = make_finder(SETTINGS, TODAY, options.directory, reference=REFERENCE)
    places = [str(z) for z in random.Random(options.seed).sample(list(REFERENCE.demand.zip), options.searches)]
    client = create_app(finder, SETTINGS).test_client()

    def search(place: str) -> None:
        finder.search(SearchQuery(place, "ivig", on=today(), asked_at=now()))

    def page(place: str) -> None:
        sent = client.post("/search", data={"place": place, "therapy": "ivig"}, headers=GZIP)
        if client.get(sent.location, headers=GZIP).status_code != 200:
            raise SystemExit(place)

    for name, call in (("search", search), ("search, with its map", page)):
        spent = processor_ms(call, places)
        print(f"{name:24} {statistics.median(spent):6.2f} ms of processor time (mean {statistics.mean(spent):.2f})")


def processor_ms(call: Callable[[str], None], places: Sequence[str]) -> list[float]:
    """Milliseconds of processor time of each call."""
    rounds = []
    for _ in range(ROUNDS):
        spent = []
        for place in places:
            start = time.process_time()
            call(place)
            spent.append((time.process_time() - start) * 1000)
        rounds.append(spent)
    return [min(of_one) for of_one in zip(*rounds[1:], strict=True)]


if __name__ == "__main__":
    main()
