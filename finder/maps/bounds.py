"""The bounds of a map, apart from the map: pages that only need bounds shouldn't wait for Folium to load."""

import shapely

# South-west and north-east corner, each as (latitude, longitude) in degrees.
Bounds = tuple[tuple[float, float], tuple[float, float]]
UNITED_STATES: Bounds = ((24.0, -125.5), (49.8, -66.5))


def state_bounds(state: shapely.Geometry) -> Bounds:
    """Return the bounds of a state's outline, in degrees."""
    west, south, east, north = shapely.bounds(state)
    return (float(south), float(west)), (float(north), float(east))
