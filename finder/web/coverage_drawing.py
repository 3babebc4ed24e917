"""What the planner's map shows, as plain values for the page's script: numbers in few bytes, and words."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from flask import url_for
from flask_babel import gettext

from finder.domain.arrays import Mask
from finder.domain.facility import ServicePoint
from finder.questions.coverage.result import CoverageResult
from finder.reference.reference import Reference

_PER_DEGREE = 1000


def drawing(
    result: CoverageResult, county_url: str, gap_land_url: str | None, regions: Iterable[tuple[int, float, float]] = ()
) -> dict[str, Any]:
    """The map of a result and its data, for the template's `coverage_map_parts`.

    `county_url` is the address of a county's page with `{fips}` in place of the county; `gap_land_url` that of the land
    outside the limit; `regions` the (rank, latitude, longitude in degrees) of numbered marks that lead to `#region-<rank>`.
    """
    # Folium takes a while to load, which no other page need wait for.
    from finder.maps.coverage_map import UNITED_STATES, coverage_map, state_bounds

    state, verdicts = result.query.state, result.coverage.verdicts
    places = {kind: [p for p in result.points if p.kind == kind] for kind in ("center", "stop")}
    data = {
        "lines": url_for("planner.county_lines", name="counties" if state else "counties.us"),
        "county_url": county_url,
        "gap_land": gap_land_url,
        "state": state,
        "states": _states(result.context.reference),
        "left": left_out(result),
        "short": _rows(result, verdicts.judged & ~verdicts.passes),
        "flips": _rows(result, result.robustness.flips),
        "one": _rows(result, result.robustness.sole >= 0),
        "centers": _positions(places["center"]),
        "stops": _positions(places["stop"]),
        "regions": [[rank, round(lat, 3), round(lon, 3)] for rank, lat, lon in regions],
        "words": _words(),
    }
    return {
        "drawn": coverage_map(state_bounds(result.context.reference.boundaries.states[state]) if state else UNITED_STATES),
        "map_data": data,
    }


def _states(reference: Reference) -> dict[str, str]:
    """Codes of states by the first two digits of their counties."""
    return {fips[:2]: state for fips, state in reference.state_of_county.items()}


def left_out(result: CoverageResult) -> list[int | None]:
    """People outside the standard, in thousandths of all: one entry a county, in the order of the county lines.

    0 and 1000 mean just that, as a share is rounded towards the middle. None where nobody lives or was asked about.
    """
    shares = {area.fips: area.share for area in result.coverage.areas}
    return [_thousandths(shares.get(fips)) for fips in result.context.reference.counties.fips.tolist()]


def _thousandths(share: float | None) -> int | None:
    if share is None:
        return None
    return round(1000 * (1 - share)) if share in (0, 1) else min(max(round(1000 * (1 - share)), 1), 999)


def _rows(result: CoverageResult, marked: Mask) -> list[int]:
    """Where the marked counties stand in the county lines: the first row, then the way from each to the next."""
    rows = np.searchsorted(result.context.reference.counties.fips, result.demand.counties.fips[marked])
    return np.diff(rows, prepend=0).tolist()


def _positions(points: Sequence[ServicePoint]) -> list[int]:
    """Where places are, from west to east, as `walk` takes it."""
    found = sorted((west(p.location.point.lon_deg), p.location.point.lat_deg) for p in points if p.location)
    return walk(np.array(found, float).reshape(-1, 2))


def west(lon_deg: float) -> float:
    """A longitude as the map has it: beyond the date line Alaska goes on."""
    return lon_deg - 360 if lon_deg > 0 else lon_deg


def walk(points: Any) -> list[int]:
    """Points (n, 2), east and north in degrees, as flat steps in thousandths of a degree, each from the point before."""
    whole = np.rint(np.asarray(points) * _PER_DEGREE).astype(np.intp)
    return np.diff(whole, axis=0, prepend=0).ravel().tolist()


def land_rings(land: shapely.Geometry | None) -> list[list[int]]:
    """The outlines of the land outside the limit, each as `walk` gives it."""
    from finder.maps.coverage_map import outlines

    return [walk(ring) for ring in outlines(land)]


def _words() -> dict[str, str]:
    """What the script says; `{share}` and the like stand for what it knows."""
    return {
        "some_left": gettext("{share} left out"),
        "none_left": gettext("nobody left out"),
        "all_left": gettext("everyone left out"),
        "nobody": gettext("nobody lives here"),
        "not_asked": gettext("another state, not asked about"),
        "short": gettext("falls short of the rule"),
        "flips": gettext("verdict depends on the travel estimate"),
        "one": gettext("verdict rests on one place"),
        "open": gettext("Open {place}"),
        "region": gettext("Gap {rank}: to its place in the list"),
        "start": gettext("To read a county here, click it, or go to the map and use the arrow keys."),
        "help": gettext("Map of counties. Arrow keys move it, plus and minus zoom, Enter opens the county under the cross."),
        "zoom_in": gettext("Zoom in"),
        "zoom_out": gettext("Zoom out"),
        "failed": gettext("The county lines could not be loaded. The tables below say the same as the map."),
    }
