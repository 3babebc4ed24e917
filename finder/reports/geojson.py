"""Rows -> GeoJSON, RFC 7946: WGS84 to 5 digits, outer rings counterclockwise, cut at the antimeridian.

Counties and states are outlines, from the boundaries that come with the program (US Census, 1:500,000, simplified). ZIP codes,
locations, and regions are points. A region is the center of its people and not an outline of its ZIP codes, which would include
people who are within reach. Its ZIP codes are listed, so a GIS can draw them from its own outlines.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from finder.questions.base import AnyQuestion, Context, Geometry, Result, Row
from finder.reports.manifest import manifest

_DIGITS = 5
_GRID = 10.0**-_DIGITS
Shape = dict[str, Any]


def to_geojson(question: AnyQuestion, result: Result, name: str, rows: Sequence[Row]) -> bytes:
    """A FeatureCollection with the table's columns as properties, and the manifest as a foreign member.

    The table must have a geometry.
    """
    table = question.tables[name]
    assert table.geometry, "check_format refuses a table without one"
    shape = _SHAPES[table.geometry](result.context)
    features = [
        {
            "type": "Feature",
            "id": "-".join(str(row[k]) for k in table.key),
            "geometry": shape(row),
            "properties": {column: row[column] for column in table.columns},
        }
        for row in rows
    ]
    said = manifest(question, result, name, "geojson")
    collection = {"type": "FeatureCollection", "manifest": said, "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


ShapeOf = Callable[[Row], Shape | None]


def _of_county(context: Context) -> ShapeOf:
    reference = context.reference
    rows = {fips: row for row, fips in enumerate(reference.counties.fips.tolist())}

    def shape(row: Row) -> Shape | None:
        at = rows.get(row["fips"])
        return None if at is None else _outline(reference.boundaries.counties[at])

    return shape


def _of_state(context: Context) -> ShapeOf:
    return lambda row: _outline(context.reference.boundaries.states[row["state"]])


def _of_zip(context: Context) -> ShapeOf:
    points = context.demand.points
    at = {z: i for i, z in enumerate(context.demand.zip.tolist())}
    return lambda row: _point(points.lon_deg[at[row["zip"]]], points.lat_deg[at[row["zip"]]])


def _of_row(_context: Context) -> ShapeOf:
    return lambda row: _point(row["lon"], row["lat"])


_SHAPES: Mapping[Geometry, Callable[[Context], ShapeOf]] = {
    "county": _of_county,
    "state": _of_state,
    "zip": _of_zip,
    "point": _of_row,
}


def _point(lon: float, lat: float) -> Shape:
    return {"type": "Point", "coordinates": [round(float(lon), _DIGITS), round(float(lat), _DIGITS)]}


def _outline(shape: shapely.Geometry) -> Shape:
    """A MultiPolygon in longitudes from -180 to 180."""
    parts = shapely.multipolygons(shapely.get_parts(cut_at_antimeridian(shape)))
    polygons = shapely.get_parts(shapely.orient_polygons(parts, exterior_cw=False))
    return {"type": "MultiPolygon", "coordinates": [[_ring(ring) for ring in _rings(p)] for p in polygons]}


def cut_at_antimeridian(shape: shapely.Geometry) -> shapely.Geometry:
    """Snap land to a grid of 5 digits, and move what lies west of -180 degrees to the eastern edge of the map.

    A part that is too small for the grid is dropped.
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
