"""Make county lines for the browser as quantized TopoJSON: a fine file for state maps and a coarse file for the nation.

This remakes the coarse file from the fine one without a network (data/build/README.md):

    .venv-data/bin/python data/build/topology.py

Each file has one object, `counties`, in the order of counties.csv. Its properties are two columns, `fips` (the first code,
then differences) and `name`, because properties in each geometry would be three times as large. State lines are not stored:
they are the lines between counties of two states, or of a state and none.
"""

from __future__ import annotations

import gzip
import heapq
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

DATA = Path(__file__).parents[1]
FINE, COARSE = "counties.topo.json.gz", "counties.us.topo.json.gz"
TILE_PX = 256
#: The coarse lines are for web maps up to this zoom.
ZOOM = 5
#: A point is dropped if the triangle with its neighbors is smaller than this.
TOLERANCE_PX2 = 1.0
#: Outlines that would lose more of their area than this are not simplified.
MAX_AREA_LOSS = 0.4
#: The cell size of the coarse grid (1.7 km, half a pixel) and its southwest corner.
COARSE_STEP_DEG = np.array([0.02, 0.015])
COARSE_CORNER_DEG = np.array([-188.0, 17.5])

Ring = list[int]
Polygons = list[list[Ring]]


@dataclass(frozen=True)
class CountyLines:
    """Counties as rings of arcs that neighbors share. ~i is arc i in reverse. A point is arc * step + corner, in degrees."""

    fips: list[int]
    name: list[str]
    polygons: list[Polygons]
    arcs: list[np.ndarray]
    step: np.ndarray
    corner: np.ndarray

    def degrees(self) -> list[np.ndarray]:
        """Return the arcs as arrays of longitude and latitude."""
        return [arc * self.step + self.corner for arc in self.arcs]


def from_atlas(atlas: dict[str, Any], states: Iterable[str]) -> CountyLines:
    """Return the counties of us-atlas in these states (two digits), sorted by FIPS code. Alaska continues past -180 degrees."""
    step, corner = (np.array(atlas["transform"][key]) for key in ("scale", "translate"))
    turn = np.array([round(360 / step[0]), 0])
    arcs = [np.cumsum(np.array(arc), axis=0) for arc in atlas["arcs"]]
    arcs = [arc - turn if arc[0, 0] * step[0] + corner[0] > 0 else arc for arc in arcs]
    found = sorted(atlas["objects"]["counties"]["geometries"], key=lambda g: g["id"])
    found = [g for g in found if g["id"][:2] in set(states)]
    return CountyLines(
        fips=[int(g["id"]) for g in found],
        name=[g["properties"]["name"] for g in found],
        polygons=[g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]] for g in found],
        arcs=arcs,
        step=step,
        corner=corner,
    )


def read(path: Path) -> CountyLines:
    """Read one of the two files."""
    stored = json.loads(gzip.decompress(path.read_bytes()))
    counties = stored["objects"]["counties"]
    return CountyLines(
        fips=np.cumsum(counties["properties"]["fips"]).tolist(),
        name=counties["properties"]["name"],
        polygons=[g["arcs"] for g in counties["geometries"]],
        arcs=[np.cumsum(np.array(arc), axis=0) for arc in stored["arcs"]],
        step=np.array(stored["transform"]["scale"]),
        corner=np.array(stored["transform"]["translate"]),
    )


def write(lines: CountyLines, path: Path) -> None:
    """Write counties and their arcs. Zopfli's gzip is an eighth smaller than zlib's, and identical on every machine."""
    import zopfli.gzip  # Imported here, because only the build environment has it, and tests import this module too.

    path.write_bytes(zopfli.gzip.compress(json.dumps(topology(lines), separators=(",", ":"), ensure_ascii=False).encode()))


def topology(lines: CountyLines) -> dict[str, Any]:
    """Return the content of a file."""
    lines = by_junction(lines)
    counties = {
        "type": "GeometryCollection",
        "properties": {"fips": [lines.fips[0], *np.diff(lines.fips).tolist()], "name": lines.name},
        "geometries": [{"type": "MultiPolygon", "arcs": polygons} for polygons in lines.polygons],
    }
    return {
        "type": "Topology",
        "transform": {"scale": lines.step.tolist(), "translate": lines.corner.tolist()},
        "objects": {"counties": counties},
        "arcs": [[arc[0].tolist(), *np.diff(arc, axis=0).tolist()] for arc in lines.arcs],
    }


def by_junction(lines: CountyLines) -> CountyLines:
    """Group arcs by the junction they start at, reversed if necessary, so that gzip finds repeated coordinates."""
    ends = [(tuple(arc[0].tolist()), tuple(arc[-1].tolist())) for arc in lines.arcs]
    used = list(dict.fromkeys(unsigned(i) for polygons in lines.polygons for i in arcs_of(polygons)))
    touching: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for arc in used:
        for end in ends[arc]:
            touching[end].add(arc)
    number: dict[int, int] = {}
    for arc in used:
        hub = max(ends[arc], key=lambda end: len(touching[end]))
        for other in sorted(touching[hub]):
            number[other] = len(number) if ends[other][0] == hub else ~len(number)
            for end in set(ends[other]) - {hub}:
                touching[end].discard(other)
        touching[hub].clear()

    def renumber(i: int) -> int:
        return number[i] if i >= 0 else ~number[~i]

    return replace(
        lines,
        polygons=[[[[renumber(i) for i in ring] for ring in polygon] for polygon in county] for county in lines.polygons],
        arcs=[lines.arcs[arc] if n >= 0 else lines.arcs[arc][::-1] for arc, n in number.items()],
    )


def coarse(lines: CountyLines) -> CountyLines:
    """Return the counties with fewer points on a coarser grid. Every county, and each island that the grid can show, remains.

    Each arc is simplified as a whole and keeps its ends, so that neighbors still share their border.
    """
    fine = lines.degrees()
    weight = [weights(mercator_px(arc)) for arc in fine]
    tolerance = np.full(len(fine), TOLERANCE_PX2)
    tolerance[shrunken(lines.polygons, fine, [arc[w >= TOLERANCE_PX2] for arc, w in zip(fine, weight, strict=True)])] = 0
    arcs = [on_grid(arc[w >= t]) for arc, w, t in zip(fine, weight, tolerance, strict=True)]
    shown = [[solid(polygon, arcs) for polygon in county] for county in lines.polygons]
    kept = [[polygon for polygon in county if polygon] for county in shown]
    return replace(lines, polygons=kept, arcs=arcs, step=COARSE_STEP_DEG, corner=COARSE_CORNER_DEG)


def mercator_px(degrees: np.ndarray) -> np.ndarray:
    """Return longitude and latitude as pixels of a web map (spherical Mercator) at the coarse file's zoom."""
    lat = np.radians(degrees[:, 1])
    northing = np.degrees(np.arctanh(np.sin(lat)))
    pixels: np.ndarray = np.column_stack([degrees[:, 0], northing]) * TILE_PX * 2**ZOOM / 360
    return pixels


def weights(points: np.ndarray) -> np.ndarray:
    """Return each point's weight after Visvalingam & Whyatt (1993): the area lost without it. The ends have infinite weight."""
    weight = np.full(len(points), np.inf)
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = points[before[i]], points[i], points[after[i]]
        return float(abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2)

    current = {i: area(i) for i in range(1, len(points) - 1)}
    smallest = [(a, i) for i, a in current.items()]
    heapq.heapify(smallest)
    so_far = 0.0
    while smallest:
        a, i = heapq.heappop(smallest)
        if current.get(i) != a:
            continue  # The area is out of date, because a neighbor was removed.
        del current[i]
        weight[i] = so_far = max(so_far, a)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in {before[i], after[i]} & current.keys():
            current[j] = area(j)
            heapq.heappush(smallest, (current[j], j))
    return weight


def shrunken(counties: list[Polygons], fine: list[np.ndarray], simplified: list[np.ndarray]) -> list[int]:
    """Return the arcs of rings that lost too much of their area: small cities and islands, where every point matters."""
    rings = [ring for polygons in counties for polygon in polygons for ring in polygon]
    lost = [ring for ring in rings if ring_area(ring, simplified) < (1 - MAX_AREA_LOSS) * ring_area(ring, fine)]
    return sorted({unsigned(i) for ring in lost for i in ring})


def on_grid(degrees: np.ndarray) -> np.ndarray:
    """Return points in steps of the coarse grid, without repeated ones."""
    steps = np.rint((degrees - COARSE_CORNER_DEG) / COARSE_STEP_DEG).astype(int)
    moved = np.any(np.diff(steps, axis=0) != 0, axis=1)
    once: np.ndarray = steps[np.append(True, moved)]
    return once


def solid(polygon: list[Ring], arcs: list[np.ndarray]) -> list[Ring]:
    """Return the rings of a polygon that still have an area, without arcs that became a point; none if its outline has none."""
    rings = [[i for i in ring if len(arcs[unsigned(i)]) > 1] for ring in polygon if ring_area(ring, arcs) > 0]
    return rings if ring_area(polygon[0], arcs) > 0 else []


def ring_area(ring: Ring, arcs: list[np.ndarray]) -> float:
    """Return the area of a ring, in its squared units."""
    points = np.vstack([arcs[i] if i >= 0 else arcs[~i][::-1] for i in ring])
    x, y = (points - points[0]).T
    return float(abs(x[:-1] @ y[1:] - x[1:] @ y[:-1]) / 2)


def arcs_of(polygons: Polygons) -> list[int]:
    """Return all arc numbers of a county."""
    return [i for polygon in polygons for ring in polygon for i in ring]


def unsigned(i: int) -> int:
    """Return the number of an arc, whether it is used forward or in reverse."""
    return i if i >= 0 else ~i


if __name__ == "__main__":
    write(coarse(read(DATA / FINE)), DATA / COARSE)
