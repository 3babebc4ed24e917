"""Rows -> GeoJSON, RFC 7946: WGS84 to 5 digits, outer rings to the right, cut at the antimeridian.

Counties and states are outlines, as fine as the boundaries that come with the program (US Census, 1:500,000 and simplified);
ZIP codes, places and regions are points. A region is the middle of its people, not an outline of its ZIPs: that would take in
people who are within reach, and its ZIPs are named, so a GIS can draw them from outlines of its own.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import shapely

from finder.questions.coverage.result import CoverageResult
from finder.reference import tables as reference
from finder.reports.answers import Row
from finder.reports.manifest import manifest
from finder.reports.tables import Table

_DIGITS = 5
_GRID = 10.0**-_DIGITS


def to_geojson(result: CoverageResult, name: str, table: Table, rows: Sequence[Row]) -> bytes:
    """A FeatureCollection with the table's columns as properties, and the manifest as a foreign member."""
    place = _PLACES[name](result)
    features = [
        {
            "type": "Feature",
            "id": "-".join(str(row[k]) for k in table.key),
            "geometry": place(row),
            "properties": {column: row[column] for column in table.columns},
        }
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "manifest": manifest(result, name, "geojson"), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


Place = Callable[[Row], dict[str, Any] | None]


def _of_county(_result: CoverageResult) -> Place:
    return lambda row: _county_outlines().get(row["fips"])


def _of_state(_result: CoverageResult) -> Place:
    return lambda row: _outline(reference.boundaries().states[row["state"]])


def _of_zip(result: CoverageResult) -> Place:
    points = result.demand.points
    at = {z: i for i, z in enumerate(result.demand.zip.tolist())}
    return lambda row: _point(points.lon_deg[at[row["zip"]]], points.lat_deg[at[row["zip"]]])


def _of_row(_result: CoverageResult) -> Place:
    return lambda row: _point(row["lon"], row["lat"])


_PLACES: dict[str, Callable[[CoverageResult], Place]] = {
    "counties": _of_county, "hsd": _of_county, "states": _of_state,
    "zips": _of_zip, "gaps": _of_zip, "centers": _of_row, "regions": _of_row,
}  # fmt: skip


def _point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(float(lon), _DIGITS), round(float(lat), _DIGITS)]}


@cache
def _county_outlines() -> dict[str, dict[str, Any]]:
    fips = reference.counties().fips.tolist()
    return {code: _outline(shape) for code, shape in zip(fips, reference.boundaries().counties, strict=True)}


def _outline(shape: shapely.Geometry) -> dict[str, Any]:
    """A MultiPolygon in longitudes from -180 to 180."""
    parts = shapely.multipolygons(shapely.get_parts(cut_at_antimeridian(shape)))
    polygons = shapely.get_parts(shapely.orient_polygons(parts, exterior_cw=False))
    return {"type": "MultiPolygon", "coordinates": [[_ring(ring) for ring in _rings(p)] for p in polygons]}


def cut_at_antimeridian(shape: shapely.Geometry) -> shapely.Geometry:
    """The same land, on a grid of 5 digits, with what lies west of -180 moved to where its longitude is written.

    A part too small for the grid is left out.
    """
    whole = shapely.set_precision(shape, _GRID)
    if shapely.bounds(whole)[0] >= -180:
        return whole
    east = shapely.set_precision(shapely.clip_by_rect(whole, -180, -90, 180, 90), _GRID)
    west = shapely.transform(shapely.clip_by_rect(whole, -540, -90, -180, 90), lambda at: at + np.array([360.0, 0.0]))
    return shapely.union(east, shapely.set_precision(west, _GRID), grid_size=_GRID)


def _rings(polygon: shapely.Polygon) -> list[shapely.Geometry]:
    return [polygon.exterior, *polygon.interiors]


def _ring(ring: shapely.Geometry) -> list[list[float]]:
    at: list[list[float]] = np.round(shapely.get_coordinates(ring), _DIGITS).tolist()
    return at
