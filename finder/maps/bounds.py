"""The bounds of a map, in a module of their own so that pages that need only bounds don't wait for Folium to load."""

import shapely

# The southwest and northeast corners, each as (latitude, longitude) in degrees.
Bounds = tuple[tuple[float, float], tuple[float, float]]
UNITED_STATES: Bounds = ((24.0, -125.5), (49.8, -66.5))


def west(lon_deg: float) -> float:
    """Return a longitude that goes on past -180 beyond the date line, as the outlines do: the Aleutians are in one piece."""
    return lon_deg - 360 if lon_deg > 0 else lon_deg


def state_bounds(state: shapely.Geometry) -> Bounds:
    """Return the bounds of a state's outline, in degrees."""
    west, south, east, north = shapely.bounds(state)
    return (float(south), float(west)), (float(north), float(east))
