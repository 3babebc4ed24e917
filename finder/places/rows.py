"""A place as plain values: the JSON of the contract."""

from typing import Any

from finder.domain.place import Place


def place_row(place: Place) -> dict[str, Any]:
    """`place` of the contract."""
    return {
        "query": place.query,
        "label": place.label,
        "lat": round(place.point.lat_deg, 6),
        "lon": round(place.point.lon_deg, 6),
        "precision": place.precision,
    }
