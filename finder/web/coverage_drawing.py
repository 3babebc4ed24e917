"""What the planner's map shows, as plain values for the page's script: compact numbers, and words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from flask import url_for

from finder.domain.arrays import Mask
from finder.domain.facility import ServicePoint
from finder.maps.bounds import UNITED_STATES, state_bounds
from finder.questions.coverage.result import CoverageResult
from finder.reference.reference import Reference
from finder.text import Text, text
from finder.wording.writer import Writer

_PER_DEGREE = 1000


def drawing(
    result: CoverageResult,
    words: Writer,
    county_url: str,
    gap_land_url: str | None,
    regions: Iterable[tuple[int, float, float]] = (),
) -> dict[str, Any]:
    """Draw the map of a result, and collect its data, for the template's `coverage_map_parts`.

    `county_url` is the address of a county's page with `{fips}` in place of the county; `gap_land_url` is that of the land
    outside the limit; `regions` are the (rank, latitude, longitude in degrees) of numbered marks that lead to
    `#region-<rank>`.
    """
    verdicts = result.coverage.verdicts
    return counties_drawn(
        result.context.reference,
        result.query.state,
        result.points,
        {name: words.say(said) for name, said in WORDS.items()},
        county_url=county_url,
        gap_land=gap_land_url,
        left=left_out(result),
        short=_rows(result, verdicts.judged & ~verdicts.passes),
        flips=_rows(result, result.robustness.flips),
        one=_rows(result, result.robustness.sole >= 0),
        anchor="region",
        marks=marks(regions),
    )


def counties_drawn(
    reference: Reference, state: str | None, points: Sequence[ServicePoint], words: Mapping[str, str], **more: Any
) -> dict[str, Any]:
    """A map of the counties of a state, or of all, with the locations counted; `more` is what else its script is given."""
    # Folium takes a while to load, and no other page should wait for it.
    from finder.maps.coverage_map import coverage_map

    data = {
        "lines": url_for("planner.county_lines", name="counties" if state else "counties.us"),
        "state": state,
        "states": _states(reference),
        "centers": _positions([p for p in points if p.kind == "center"]),
        "stops": _positions([p for p in points if p.kind == "stop"]),
        "words": words,
        **more,
    }
    bounds = state_bounds(reference.boundaries.states[state]) if state else UNITED_STATES
    return {"drawn": coverage_map(bounds), "map_data": data}


def marks(placed: Iterable[tuple[int, float, float]]) -> list[list[float]]:
    """Numbered marks at (rank, latitude, longitude in degrees)."""
    return [[rank, round(lat, 3), round(lon, 3)] for rank, lat, lon in placed]


def _states(reference: Reference) -> dict[str, str]:
    """State codes by the first two digits of the FIPS codes of their counties."""
    return {fips[:2]: state for fips, state in reference.state_of_county.items()}


def left_out(result: CoverageResult) -> list[int | None]:
    """People outside the standard, in thousandths: one entry for each county, in the order of the county lines.

    0 and 1000 mean exactly none and all, because any other share is rounded toward the middle. None stands for a county
    where nobody lives or that was not asked about.
    """
    shares = {area.fips: area.share for area in result.coverage.areas}
    return [thousandths(shares.get(fips)) for fips in result.context.reference.counties.fips.tolist()]


def thousandths(share: float | None) -> int | None:
    """The share of people outside the standard from that within, in thousandths."""
    if share is None:
        return None
    return round(1000 * (1 - share)) if share in (0, 1) else min(max(round(1000 * (1 - share)), 1), 999)


def _rows(result: CoverageResult, marked: Mask) -> list[int]:
    return rows_of(result.context.reference, result.demand.counties.fips[marked])


def rows_of(reference: Reference, fips: npt.NDArray[np.str_]) -> list[int]:
    """Rows of counties in the county lines: the first row, then the step from each to the next."""
    steps: list[int] = np.diff(np.searchsorted(reference.counties.fips, fips), prepend=0).tolist()
    return steps


def _positions(points: Sequence[ServicePoint]) -> list[int]:
    """Positions of locations from west to east, as `walk` encodes them."""
    return walked((p.position.point.lat_deg, p.position.point.lon_deg) for p in points if p.position)


def walked(spots: Iterable[tuple[float, float]]) -> list[int]:
    """Spots (latitude, longitude in degrees) from west to east, as `walk` encodes them."""
    found = sorted((west(lon), lat) for lat, lon in spots)
    return walk(np.array(found, float).reshape(-1, 2))


def west(lon_deg: float) -> float:
    """Shift longitudes beyond the date line to the west, so that Alaska stays in one piece."""
    return lon_deg - 360 if lon_deg > 0 else lon_deg


def walk(points: Any) -> list[int]:
    """Encode points (n, 2), east and north in degrees, as flat steps in thousandths of a degree from each point to the next."""
    whole = np.rint(np.asarray(points) * _PER_DEGREE).astype(np.intp)
    steps: list[int] = np.diff(whole, axis=0, prepend=0).ravel().tolist()
    return steps


def land_rings(land: shapely.Geometry | None) -> list[list[int]]:
    """Outlines of the land outside the limit, each encoded by `walk`."""
    from finder.maps.coverage_map import outlines

    return [walk(ring) for ring in outlines(land)]


# What the script says. It replaces `{share}` and the like itself.
WORDS: dict[str, Text] = {
    "some_left": text("{share} outside the standard"),
    "none_left": text("nobody outside the standard"),
    "all_left": text("everyone outside the standard"),
    "nobody": text("nobody lives here"),
    "not_asked": text("in another state, not asked about"),
    "short": text("falls short of the rule"),
    "flips": text("the verdict depends on the travel estimate"),
    "one": text("the verdict depends on one location"),
    "open": text("Open {place}"),
    "region": text("Gap {rank}: go to its row in the list"),
    "start": text("To read about a county here, click it, or go to the map and use the arrow keys."),
    "help": text("Map of counties. Arrow keys move it, plus and minus zoom, and Enter opens the county under the cross."),
    "zoom_in": text("Zoom in"),
    "zoom_out": text("Zoom out"),
    "failed": text("We couldn't load the county lines. The tables below have the same information as the map."),
}
