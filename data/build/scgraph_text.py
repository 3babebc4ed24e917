"""Graphs in the source text of scgraph and scgraph_data: importing either would need the other, in another version."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import numpy as np

MILES_PER_KM = 1 / 1.609344


def read_graph(package: str, module: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the nodes (latitude, longitude) of a graph, and the ends and miles of its edges, as listed: in each direction.

    `module` is the path of the source file in the package. Edges from a node to itself are left out.
    """
    spec = find_spec(package)
    if spec is None or not spec.origin:
        raise SystemExit(f"{package} is not installed: see data/build/README.md")
    lines = (Path(spec.origin).parent / module).read_text().splitlines()
    found = {line.split("=", 1)[0]: line.split("=", 1)[1] for line in lines if line.startswith(("graph=", "nodes="))}
    edges = json.loads(re.sub(r"(\d+):", r'"\1":', found["graph"]))
    rows = [(i, int(j), km) for i, near in enumerate(edges) for j, km in near.items() if i != int(j)]
    source, target, km = (np.array(c) for c in zip(*rows, strict=True))
    return np.array(json.loads(found["nodes"])), source, target, km * MILES_PER_KM
