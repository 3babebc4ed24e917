"""Siting instances of the literature: value, bound, whether the bound proves the value, and seconds, a line an instance.

    python benchmarks/siting_instances.py FOLDER [--seconds N] [--only TEXT]

FOLDER/optima.csv lists them, with the columns file, model, parameters, optimum. Two files are joined by " + ". Models:

- `p-median` and `p-center`: a graph of OR-Library (vertices, edges, p; then the edges), by its shortest paths. Of two edges
  between the same vertices the last one counts. p is in the file, or in the parameters as `p=5`.
- `MCLP`: coordinates (one pair a line, after their number) + weights; parameters `S=800 p=3`: within S, inclusive.
- `capacitated p-median`: vertices and p; the matrix of costs; demands; capacities. Each vertex is assigned whole.

`ok` says that the value is the optimum listed and is proven, `MISSED` that it is not. Seconds are of processor time, without
reading and shortest paths. The exit code is 1 if any was missed.
"""

import argparse
import csv
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import floyd_warshall

from finder.access.siting.capacity import capacitated_median
from finder.access.siting.choose import choose
from finder.access.siting.savings import Savings
from finder.access.siting.worst import Costs, worst

# Value and bound. The bound is on the side on which it can be: at or below a cost, at or above a gain.
Found = tuple[float, float, bool]
Solver = Callable[[list[str], str, float], Callable[[], Found]]
SAME = 1e-6


def main() -> int:
    """Solve every instance and print a line for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=600, help="the most seconds of one step of the solver (600)")
    parser.add_argument("--only", default="", help="only instances whose line has this text")
    asked = parser.parse_args()
    with (asked.folder / "optima.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if asked.only in " ".join(filter(None, row.values()))]
    print(
        f"{'file':40} {'model':22} {'parameters':12} {'value':>12} {'bound':>14} {'proven':>6} {'seconds':>8} {'optimum':>10}"
    )
    solved = [solve(asked.folder, row, asked.seconds) for row in rows]
    print(f"{sum(solved)} of {len(rows)} optima reproduced and proven")
    return 0 if all(solved) else 1


def solve(folder: Path, row: Mapping[str, str], seconds: float) -> bool:
    """Solve one instance and print its line; return whether the listed optimum was reached and proven."""
    model = row["model"].split(",")[0].split("(")[0].strip()
    start = f"{row['file'].split(' + ')[0]:40} {model:22} {row['parameters']:12}"
    paths = files(folder, row["file"])
    if model not in MODELS or not all(path.is_file() for path in paths):
        print(f"{start} {'a file is missing' if model in MODELS else 'not a model that this program knows'}", flush=True)
        return False
    ready = MODELS[model]([path.read_text(encoding="utf-8") for path in paths], row["parameters"], seconds)
    begun = time.process_time()
    value, bound, proven = ready()
    took = time.process_time() - begun
    optimum = float(row["optimum"])
    met = proven and abs(value - optimum) <= SAME * max(1.0, abs(optimum))
    numbers = f"{value:12,.6g} {bound:14,.8g} {'yes' if proven else 'no':>6} {took:8.2f} {optimum:10,.6g}"
    print(f"{start} {numbers} {'ok' if met else 'MISSED'}", flush=True)
    return met


def files(folder: Path, written: str) -> list[Path]:
    """The files of an instance. Those after the first may be named as they are in its folder."""
    first, *others = [name.strip() for name in written.split(" + ")]
    beside = (folder / first).parent
    return [folder / first, *(beside / name if (beside / name).is_file() else folder / name for name in others)]


def p_median(texts: list[str], parameters: str, seconds: float) -> Callable[[], Found]:
    """All vertices are demand and candidates; the saving is from the farthest vertex that can be reached."""
    miles, p = graph(texts[0])
    p = int(number("p", parameters)) or p
    farthest = np.where(np.isfinite(miles), miles, 0).max(1)
    saving = np.where(np.isfinite(miles), farthest[:, None] - miles, 0)
    savings = table(saving)

    def ready() -> Found:
        found, total = choose(savings, p, seconds), float(farthest.sum())
        return total - found.value, total - found.bound, found.proven

    return ready


def p_center(texts: list[str], parameters: str, seconds: float) -> Callable[[], Found]:
    """All vertices are demand and candidates."""
    miles, p = graph(texts[0])
    p, n = int(number("p", parameters)) or p, len(miles)
    column, row = np.divmod(np.arange(n * n), n)
    near = np.isfinite(miles[row, column])
    column, row = column[near], row[near]
    costs = Costs(row, column, miles[row, column], np.full(n, np.inf), n)

    def ready() -> Found:
        found = worst(costs, p, seconds)
        return found.value, found.bound, found.proven

    return ready


def mclp(texts: list[str], parameters: str, seconds: float) -> Callable[[], Found]:
    """Points are demand and candidates; the weights within S, inclusive."""
    points = np.array([line.split()[-2:] for line in texts[0].splitlines() if len(line.split()) >= 2], float)
    weights = np.array(texts[1].split(), float)
    weights = weights[-len(points) :]
    reach, p = number("S", parameters), int(number("p", parameters))
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    savings = table((apart <= reach) * weights[:, None])

    def ready() -> Found:
        found = choose(savings, p, seconds)
        return found.value, found.bound, found.proven

    return ready


def capacitated(texts: list[str], parameters: str, seconds: float) -> Callable[[], Found]:
    """Each vertex is assigned whole."""
    numbers = np.array(texts[0].split(), float)
    n, p = int(numbers[0]), int(number("p", parameters) or numbers[1])
    cost = numbers[2 : 2 + n * n].reshape(n, n)
    demand, capacity = numbers[2 + n * n :][: 2 * n].reshape(2, n)

    def ready() -> Found:
        found = capacitated_median(cost, demand, capacity, p, seconds)
        return found.cost, found.bound, found.proven

    return ready


MODELS: Mapping[str, Solver] = {
    "p-median": p_median,
    "p-center": p_center,
    "MCLP": mclp,
    "capacitated p-median": capacitated,
}


def graph(text: str) -> tuple[np.ndarray, int]:
    """The shortest paths between all vertices, and p."""
    (n, _, p), *edges = [line.split() for line in text.splitlines() if line.strip()]
    length = np.full((int(n), int(n)), np.inf)
    np.fill_diagonal(length, 0)
    for one, other, miles in edges:
        i, j = int(one) - 1, int(other) - 1
        length[i, j] = length[j, i] = float(miles)
    return floyd_warshall(length), int(p)


def number(name: str, parameters: str) -> float:
    """A number among the parameters, like 3 for p in "S=800 p=3"; 0 if it is not there."""
    found = re.search(rf"\b{name} *= *([0-9.]+)", parameters)
    return float(found[1]) if found else 0.0


def table(saving: np.ndarray) -> Savings:
    """The table of savings of a dense matrix."""
    row, column = np.nonzero(saving > 0)
    return Savings.of(row, column, saving[row, column], *saving.shape)


if __name__ == "__main__":
    sys.exit(main())
