"""The map of a printed report: counties shaded by class, drawn as vector graphics, and what it says in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj

from finder.domain.arrays import Floats, Ints
from finder.domain.geography import Boundaries
from finder.domain.states import STATE_NAMES
from finder.questions.document import CountyMap, Words
from finder.reference.reference import Reference
from finder.reports.pdf.typesetting import INK, QUIET, WIDTH
from finder.text import Text, as_list, in_turn, text, text_n

# From the lowest class to the highest; gray where nobody lives.
_COLORS = ("#eef2f6", "#cfe0ef", "#a0c3e2", "#669ccb", "#2f70ad", "#082f5b")
_NOBODY, _BORDER = "#c9c9c9", "#ffffff"
# Hatching over light counties, and over dark ones.
_HATCH, _HATCH_ON_DARK, _DARK_FROM = "#9a2c00", "#ffb380", 4
# Albers equal-area as the Census Bureau draws the 48 states (EPSG:5070). Other land is centered on itself.
_CONUS = "+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96 +ellps=GRS80"
_APART = ("AK", "HI", "PR")
_DETAIL = 0.25  # points: finer detail is not visible on paper
_DOT, _SMALL_DOT = 1.9, 1.2
_HATCH_GAP = 2.8

Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, eq=False)
class _Panel:
    """One map: rows of the block's counties, state codes, and the transformation from degrees to the page."""

    rows: Ints
    states: tuple[str, ...]
    proj: Proj
    scale: float
    shift: tuple[float, float]
    bottom: float

    def place(self, degrees: Floats) -> Floats:
        """Return points (longitude, latitude) as points of the page. Shape (n, 2)."""
        x, y = self.proj(degrees[:, 0], degrees[:, 1])
        return np.column_stack([self.shift[0] + x * self.scale, self.shift[1] - y * self.scale])


def drawn(block: CountyMap, reference: Reference, height: float) -> str:
    """Counties, state lines, hatching, and dots as an SVG as wide as the page, `height` points high at most."""
    state_of = np.array([reference.state_of_county.get(fips, "") for fips in block.fips])
    panels = _panels(block, state_of, reference.boundaries, (0.0, 0.0, WIDTH, height))
    paths = "".join(path for panel in panels for path in _draw(block, panel, reference))
    bottom = max(panel.bottom for panel in panels)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {bottom:.2f}">{paths}</svg>'


def marks(block: CountyMap) -> Iterator[tuple[str, str, Words]]:
    """Yield what the map shows, each with its kind ("swatch", "hatch", or "dot"), its color, and what it means."""
    for color, words in (*zip(_COLORS, block.legend, strict=True), (_NOBODY, block.nobody)):
        yield "swatch", color, words
    if block.hatched.any():
        yield "hatch", _HATCH, block.hatched_words
    yield "dot", INK, block.dots_words


def described(block: CountyMap) -> Text:
    """The map in words, for who can't see it: how many counties are in each class, and how many are hatched."""
    classes = np.bincount(block.shade, minlength=len(block.legend) + 1).tolist()
    counted = [
        text_n("%(words)s (%(n)s county)", "%(words)s (%(n)s counties)", n, words=words)
        for words, n in zip((*block.legend, block.nobody), classes, strict=True)
        if n
    ]
    said = [
        text_n("Map of %(n)s county.", "Map of %(n)s counties.", len(block.fips)),
        text("%(title)s %(classes)s.", title=block.title, classes=as_list(counted)),
    ]
    if hatched := int(block.hatched.sum()):
        said.append(text_n("%(n)s county: %(words)s.", "%(n)s counties: %(words)s.", hatched, words=block.hatched_words))
    return in_turn(said)


def _panels(block: CountyMap, state_of: npt.NDArray[np.str_], boundaries: Boundaries, box: Box) -> list[_Panel]:
    left, top, width, height = box
    if block.state:
        return [_panel(state_of, boundaries, (block.state,), box)]
    present = set(state_of.tolist())
    main = tuple(s for s in STATE_NAMES if s not in _APART and s in present)
    corner = top + height * 0.74
    insets: dict[str, Box] = {
        "AK": (left, corner, width * 0.21, height * 0.26),
        "HI": (left + width * 0.22, top + height * 0.82, width * 0.13, height * 0.18),
        "PR": (left + width * 0.87, top + height * 0.9, width * 0.13, height * 0.1),
    }
    apart = [_panel(state_of, boundaries, (s,), at) for s, at in insets.items() if s in present]
    return [_panel(state_of, boundaries, main, box, _CONUS), *apart]


def _panel(
    state_of: npt.NDArray[np.str_], boundaries: Boundaries, states: Sequence[str], box: Box, projection: str | None = None
) -> _Panel:
    """Return a map of some states, as large as a box allows, centered at its upper edge."""
    rows = np.flatnonzero(np.isin(state_of, states))
    land = [boundaries.states[s] for s in states]
    proj = Proj(projection or _albers(shapely.total_bounds(land)))
    x, y = proj(*shapely.get_coordinates(land).T)
    left, top, width, height = box
    scale = min(width / np.ptp(x), height / np.ptp(y))
    shift = float(left + width / 2 - scale * (x.min() + x.max()) / 2), float(top + scale * y.max())
    return _Panel(rows, tuple(states), proj, float(scale), shift, float(top + scale * np.ptp(y)))


def _albers(bounds: Floats) -> str:
    """Albers equal-area, centered on the land, with standard parallels a sixth of its height from each end (Snyder 1987)."""
    west, south, east, north = bounds.tolist()
    sixth = (north - south) / 6
    return (
        f"+proj=aea +lat_1={south + sixth} +lat_2={north - sixth} +lat_0={(south + north) / 2} "
        f"+lon_0={(west + east) / 2} +ellps=GRS80"
    )


def _draw(block: CountyMap, panel: _Panel, reference: Reference) -> Iterator[str]:
    boundaries = reference.boundaries
    at = np.searchsorted(reference.counties.fips, np.array(block.fips)[panel.rows])
    shapes, shade = _on_page(panel, boundaries.counties[at]), block.shade[panel.rows]
    for number, color in enumerate((*_COLORS, _NOBODY)):
        yield _path(shapes[shade == number], fill=color, stroke=color, width=0.3)
    yield _path(shapes, stroke=_BORDER, width=0.25 if block.state else 0.1)
    hatched, dark = block.hatched[panel.rows], (shade >= _DARK_FROM) & (shade < len(_COLORS))
    yield _hatch(shapes[hatched & ~dark], _HATCH)
    yield _hatch(shapes[hatched & dark], _HATCH_ON_DARK)
    yield _path(_on_page(panel, np.array([boundaries.states[s] for s in panel.states])), stroke=QUIET, width=0.5)
    yield from _dots(block, panel, shapely.total_bounds(shapes))


def _on_page(panel: _Panel, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    simple: npt.NDArray[np.object_] = shapely.simplify(shapely.transform(shapes, panel.place), _DETAIL)
    return simple


def _path(shapes: npt.NDArray[np.object_], stroke: str, width: float, fill: str = "none") -> str:
    """The outlines of areas as one path."""
    rings = shapely.get_rings(shapely.get_parts(shapes))
    return _element("".join(f"{_line(ring, last=-1)}Z" for ring in rings if not ring.is_empty), stroke, width, fill)


def _line(line: shapely.Geometry, last: int | None = None) -> str:
    points = np.round(shapely.get_coordinates(line)[:last], 2).tolist()
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _element(steps: str, stroke: str, width: float, fill: str = "none") -> str:
    if not steps:
        return ""
    return f'<path d="{steps}" fill="{fill}" fill-rule="evenodd" stroke="{stroke}" stroke-width="{width:g}"/>'


def _hatch(shapes: npt.NDArray[np.object_], color: str) -> str:
    """Slanting lines over some shapes."""
    steps = []
    for shape in shapely.get_parts(shapely.union_all(shapely.make_valid(shapes))):
        west, south, east, north = shapely.bounds(shape)
        offsets = np.arange((west + south) // _HATCH_GAP, (east + north) // _HATCH_GAP + 1) * _HATCH_GAP
        ends = np.column_stack([offsets - south, np.full(len(offsets), south), offsets - north, np.full(len(offsets), north)])
        lines = shapely.multilinestrings(shapely.linestrings(ends.reshape(-1, 2, 2)))
        steps += [_line(part) for part in shapely.get_parts(shapely.intersection(lines, shape)) if not part.is_empty]
    return _element("".join(steps), color, 0.5)


def _dots(block: CountyMap, panel: _Panel, bounds: Floats) -> Iterator[str]:
    """Draw the dots within the bounds of a panel."""
    if not block.dots:
        return
    at = panel.place(np.array([[p.lon_deg, p.lat_deg] for p in block.dots]))
    west, north, east, south = bounds
    inside = (at[:, 0] >= west) & (at[:, 0] <= east) & (at[:, 1] >= north) & (at[:, 1] <= south)
    radius = _DOT if block.state else _SMALL_DOT
    for x, y in at[inside].tolist():
        yield f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius}" fill="{INK}" stroke="#ffffff" stroke-width="0.3"/>'
