"""Make county and state polygons from the us-atlas topology.

Source: npm package us-atlas 3.0.1, `counties-10m.json`, the US Census Bureau's
cartographic boundaries, 2017 edition. That edition still has the eight former counties of
Connecticut, which the population table also uses.

All geometry is computed on whole numbers (degrees * 1e5, about one meter). These numbers
are stored, so what is valid here is also valid after loading.
"""

from __future__ import annotations

import json
import tarfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

UNITS_PER_DEGREE = 100_000

STATE_CODES = dict(
    pair.split(":")
    for pair in (
        "01:AL 02:AK 04:AZ 05:AR 06:CA 08:CO 09:CT 10:DE 11:DC 12:FL 13:GA 15:HI 16:ID 17:IL 18:IN "
        "19:IA 20:KS 21:KY 22:LA 23:ME 24:MD 25:MA 26:MI 27:MN 28:MS 29:MO 30:MT 31:NE 32:NV 33:NH "
        "34:NJ 35:NM 36:NY 37:NC 38:ND 39:OH 40:OK 41:OR 42:PA 44:RI 45:SC 46:SD 47:TN 48:TX 49:UT "
        "50:VT 51:VA 53:WA 54:WV 55:WI 56:WY 72:PR"
    ).split()
)


#: us-atlas flattened the city of Falls Church, VA (51610), to a line: its border with Fairfax
#: County runs back along the one with Arlington. These are its true corners on that side, from
#: east to north, according to the Census Bureau's 1:500,000 boundaries (2016).
FALLS_CHURCH_CORNERS = [
    (-77.1550, 38.8722),
    (-77.1690, 38.8770),
    (-77.1897, 38.8780),
    (-77.1943, 38.8861),
    (-77.1899, 38.8943),
]


def repair_falls_church(topology: dict[str, Any]) -> None:
    """Put the missing corners into the arc that Falls Church shares with Fairfax County."""
    [city] = [g for g in topology["objects"]["counties"]["geometries"] if g["id"] == "51610"]
    arc = city["arcs"][0][1]
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    ends = np.cumsum(topology["arcs"][arc], axis=0)
    corners = np.rint((np.array(FALLS_CHURCH_CORNERS) - offset) / scale).astype(int)
    points = np.vstack([ends[:1], corners, ends[-1:]])
    topology["arcs"][arc] = [points[0].tolist(), *np.diff(points, axis=0).tolist()]


def name_counties_and_cities(topology: dict[str, Any]) -> None:
    """Give a county and an independent city with the same name and state their full names from the Census Bureau.

    us-atlas calls both "Baltimore". Here one is "Baltimore County" and the other "Baltimore city". County codes from 510 on
    are independent cities.
    """
    named: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for geometry in topology["objects"]["counties"]["geometries"]:
        named[geometry["id"][:2], geometry["properties"]["name"]].append(geometry)
    for both in named.values():
        if len(both) > 1:
            for geometry in both:
                geometry["properties"]["name"] += " city" if geometry["id"][2:] >= "510" else " County"


def read_topology(tgz: Path) -> dict[str, Any]:
    """Return the county topology from the npm archive, with Falls Church repaired and names unique within a state."""
    with tarfile.open(tgz) as archive:
        member = archive.extractfile("package/counties-10m.json")
        if member is None:
            raise ValueError(f"{tgz} has no package/counties-10m.json")
        topology: dict[str, Any] = json.load(member)
    repair_falls_church(topology)
    name_counties_and_cities(topology)
    return topology


def decode_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Undo the delta encoding. Return one (n, 2) array of whole 1e-5 degrees per arc."""
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        degrees = np.cumsum(np.array(arc, dtype=np.int64), axis=0) * scale + offset
        arcs.append(np.rint(degrees * UNITS_PER_DEGREE))
    return arcs


def ring_coords(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Join the arcs of one ring. ~i means arc i in reverse. Shared endpoints are kept once."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([parts[0], *(part[1:] for part in parts[1:])])


def polygonal(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """Keep the polygons that make_valid returns, without its stray lines and points."""
    parts = [p for p in shapely.get_parts(shapely.get_parts(geometry)) if p.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def decode_geometry(geometry: dict[str, Any], arcs: list[np.ndarray]) -> tuple[shapely.MultiPolygon, bool]:
    """Return one county as a valid MultiPolygon in 1e-5 degrees, and whether it was repaired.

    Longitudes east of 0 (western Aleutians) are shifted by -360, so that Alaska is one piece.
    """
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    shells = [[ring_coords(ring, arcs) for ring in polygon] for polygon in polygons]
    for ring in (ring for polygon in shells for ring in polygon):
        if ring[:, 0].max() > 0:
            ring[:, 0] -= 360 * UNITS_PER_DEGREE
    solid = [[ring for ring in rings if len(ring) >= 4] for rings in shells]
    raw = shapely.MultiPolygon([(rings[0], rings[1:]) for rings in solid if rings])
    if raw.is_valid and sum(map(len, solid)) == sum(map(len, shells)):
        return raw, False
    repaired = shapely.set_precision(shapely.make_valid(raw), 1.0)
    return polygonal(repaired), True


def load_counties(topology: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """Return the counties of 50 states, DC, and PR sorted by FIPS code, and the codes of those repaired."""
    arcs = decode_arcs(topology)
    rows, repaired = [], []
    for geometry in topology["objects"]["counties"]["geometries"]:
        fips = geometry["id"]
        if fips[:2] not in STATE_CODES:
            continue
        shape, was_repaired = decode_geometry(geometry, arcs)
        rows.append((fips, geometry["properties"]["name"], STATE_CODES[fips[:2]], shape))
        if was_repaired:
            repaired.append(fips)
    counties = pd.DataFrame(rows, columns=["fips", "name", "state", "shape"])
    return counties.sort_values("fips", ignore_index=True), sorted(repaired)


def union_states(counties: pd.DataFrame) -> tuple[list[str], np.ndarray]:
    """Return state polygons as unions of their repaired counties, without slivers in between."""
    codes, shapes = [], []
    for code, group in counties.groupby("state", sort=True):
        codes.append(str(code))
        shapes.append(polygonal(shapely.union_all(group["shape"].to_numpy(), grid_size=1.0)))
    return codes, np.array(shapes)


def ragged(prefix: str, shapes: np.ndarray) -> dict[str, np.ndarray]:
    """Return the arrays of shapely.to_ragged_array as int32, under names like county_coords."""
    as_multi = np.array([polygonal(shape) for shape in shapes])
    _, coords, (ring, polygon, geom) = shapely.to_ragged_array(as_multi)
    parts = {"coords": np.rint(coords), "ring": ring, "polygon": polygon, "geom": geom}
    return {f"{prefix}_{name}": np.asarray(part, dtype=np.int32) for name, part in parts.items()}


def write_boundaries(counties: pd.DataFrame, path: Path) -> None:
    """Write the county and state polygons that the server uses."""
    codes, states = union_states(counties)
    arrays: dict[str, Any] = {
        "county_fips": counties["fips"].to_numpy(dtype="U5"),
        **ragged("county", counties["shape"].to_numpy()),
        "state_code": np.array(codes, dtype="U2"),
        **ragged("state", states),
    }
    np.savez_compressed(path, **arrays)
