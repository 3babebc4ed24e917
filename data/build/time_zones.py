"""Draw the time zones of the 50 states, DC, and Puerto Rico: data/time_zones.npz.

Run from the project's root (see data/build/README.md):

    python data/build/time_zones.py            # writes data/time_zones.npz
    python data/build/time_zones.py --check    # compares, and fails if something would change

Source: timezonefinder-data, which has the polygons of timezone-boundary-builder, made of OpenStreetMap.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from timezonefinder import TimezoneFinder

Array = np.ndarray[Any, Any]

DATA = Path(__file__).parents[1]
TABLE = "time_zones.npz"
#: Corners are dropped where that changes an area by less than the square of this: about 200 yards on a side. All zones are
#: simplified together, so that neighbors still share their line.
SIMPLIFY_DEG = 0.002
STEPS_PER_DEG = 1e4


def zones_of_zips(zips: dict[str, Array], finder: TimezoneFinder) -> Array:
    """Return the name of the time zone of each ZIP code, by the lines as they come."""
    points = zip(zips["lon_deg"].tolist(), zips["lat_deg"].tolist(), strict=True)
    return np.array([finder.timezone_at(lng=lon, lat=lat) for lon, lat in points])


def outline(name: str, finder: TimezoneFinder) -> shapely.Geometry:
    """Return a zone as it comes, in degrees, with Alaska in one piece beyond -180."""
    parts = [shapely.Polygon(rings[0], rings[1:]) for rings in finder.get_geometry(name, coords_as_pairs=True)]
    return shapely.transform(shapely.union_all([shapely.transform(p, _west) for p in parts]), _west)


def _west(points: Array) -> Array:
    return np.column_stack([np.where(points[:, 0] > 0, points[:, 0] - 360, points[:, 0]), points[:, 1]])


def arrays(zips: dict[str, Array]) -> dict[str, Array]:
    """Return the arrays of the table."""
    finder = TimezoneFinder(in_memory=True)
    of_zip = zones_of_zips(zips, finder)
    names = np.unique(of_zip)
    zones = np.array([outline(name, finder) for name in names])
    if not shapely.coverage_is_valid(zones):
        raise SystemExit("the zones overlap")
    simple = [shapely.MultiPolygon(shapely.get_parts(zone).tolist()) for zone in shapely.coverage_simplify(zones, SIMPLIFY_DEG)]
    _, coords, (ring, polygon, geom) = shapely.to_ragged_array(simple)
    states = np.unique(zips["state"])
    return {
        "name": names,
        "steps": np.diff(np.rint(coords * STEPS_PER_DEG).astype("i4"), axis=0, prepend=0),
        "ring": ring.astype("i4"),
        "polygon": polygon.astype("i4"),
        "geom": geom.astype("i4"),
        "state": states,
        "state_zone": np.array([_main_zone(zips, of_zip, names, state) for state in states], "i4"),
    }


def _main_zone(zips: dict[str, Array], of_zip: Array, names: Array, state: str) -> int:
    """Return the row of the zone in which most people of a state live."""
    here = zips["state"] == state
    people = np.bincount(np.searchsorted(names, of_zip[here]), zips["population"][here], len(names))
    return int(people.argmax())


def main() -> None:
    """Write the table, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    with np.load(DATA / "zips.npz") as table:
        made = arrays({name: table[name] for name in ("lat_deg", "lon_deg", "state", "population")})
    written = io.BytesIO()
    np.savez_compressed(written, allow_pickle=False, **made)
    if asked.check:
        sys.exit((DATA / TABLE).read_bytes() != written.getvalue() and f"{TABLE} would change")
    (DATA / TABLE).write_bytes(written.getvalue())
    print(f"{len(made['name'])} zones, {len(made['steps']):,} corners, {len(written.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
