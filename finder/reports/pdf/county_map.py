"""The map of a printed report: counties shaded by class, drawn as vector graphics."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from fpdf.drawing import PaintedPath
from pyproj import Proj

from finder.domain.arrays import Floats, Ints
from finder.domain.geography import Boundaries
from finder.domain.states import STATE_NAMES
from finder.questions.document import CountyMap, Words
from finder.reference.reference import Reference
from finder.reports.pdf.document import INK, MARGIN, QUIET, Document
from finder.text import Text, text
from finder.wording.writer import ENGLISH

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


def draw_map(page: Document, block: CountyMap, reference: Reference, height: float) -> None:
    """Draw counties, state lines, hatching, dots, and the legend."""
    state_of = np.array([reference.state_of_county.get(fips, "") for fips in block.fips])
    panels = _panels(block, state_of, reference.boundaries, (MARGIN, page.y, page.epw, height))
    for panel in panels:
        _draw(page, block, panel, reference)
    page.set_xy(MARGIN, max(p.bottom for p in panels) + 5)
    _legend(page, block)


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


def _draw(page: Document, block: CountyMap, panel: _Panel, reference: Reference) -> None:
    boundaries = reference.boundaries
    at = np.searchsorted(reference.counties.fips, np.array(block.fips)[panel.rows])
    shapes, shade = _on_page(panel, boundaries.counties[at]), block.shade[panel.rows]
    for number, color in enumerate((*_COLORS, _NOBODY)):
        _fill(page, shapes[shade == number], color)
    _paint(page, shapes, None, _BORDER, 0.25 if block.state else 0.1)
    hatched, dark = block.hatched[panel.rows], (shade >= _DARK_FROM) & (shade < len(_COLORS))
    _hatch(page, shapes[hatched & ~dark], _HATCH)
    _hatch(page, shapes[hatched & dark], _HATCH_ON_DARK)
    _paint(page, _on_page(panel, np.array([boundaries.states[s] for s in panel.states])), None, QUIET, 0.5)
    _dots(page, block, panel, shapely.total_bounds(shapes))


def _on_page(panel: _Panel, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    drawn: npt.NDArray[np.object_] = shapely.simplify(shapely.transform(shapes, panel.place), _DETAIL)
    return drawn


def _path(shapes: npt.NDArray[np.object_]) -> PaintedPath:
    path = PaintedPath()
    for ring in shapely.get_rings(shapely.get_parts(shapes)):
        points = np.round(shapely.get_coordinates(ring), 2).tolist()
        path.move_to(*points[0])
        for x, y in points[1:-1]:
            path.line_to(x, y)
        path.close()
    path.style.intersection_rule = "evenodd"
    return path


def _fill(page: Document, shapes: npt.NDArray[np.object_], color: str) -> None:
    if len(shapes):
        _paint(page, shapes, color, color, 0.3)


def _paint(page: Document, shapes: npt.NDArray[np.object_], fill: str | None, stroke: str, width: float) -> None:
    path = _path(shapes)
    path.style.fill_color, path.style.stroke_color, path.style.stroke_width = fill, stroke, width
    with page.drawing_context() as drawing:
        drawing.add_item(path)


def _hatch(page: Document, shapes: npt.NDArray[np.object_], color: str) -> None:
    """Draw slanting lines over some shapes."""
    page.set_draw_color(color)
    page.set_line_width(0.5)
    for shape in shapely.get_parts(shapely.union_all(shapely.make_valid(shapes))):
        west, south, east, north = shapely.bounds(shape)
        offsets = np.arange((west + south) // _HATCH_GAP, (east + north) // _HATCH_GAP + 1) * _HATCH_GAP
        ends = np.column_stack([offsets - south, np.full(len(offsets), south), offsets - north, np.full(len(offsets), north)])
        lines = shapely.multilinestrings(shapely.linestrings(ends.reshape(-1, 2, 2)))
        for part in shapely.get_parts(shapely.intersection(lines, shape)):
            page.polyline(shapely.get_coordinates(part).tolist())


def _dots(page: Document, block: CountyMap, panel: _Panel, bounds: Floats) -> None:
    """Draw the dots within the bounds of a panel."""
    if not block.dots:
        return
    at = panel.place(np.array([[p.lon_deg, p.lat_deg] for p in block.dots]))
    west, north, east, south = bounds
    inside = (at[:, 0] >= west) & (at[:, 0] <= east) & (at[:, 1] >= north) & (at[:, 1] <= south)
    page.set_fill_color(INK)
    page.set_draw_color("#ffffff")
    page.set_line_width(0.3)
    for x, y in at[inside].tolist():
        page.circle(x, y, _DOT if block.state else _SMALL_DOT, style="DF")


def _legend(page: Document, block: CountyMap) -> None:
    page.small_type()
    title = _say(block.title)
    page.cell(page.get_string_width(title) + 8, 10, title)
    for color, words in (*zip(_COLORS, block.legend, strict=True), (_NOBODY, block.nobody)):
        _swatch(page, _say(words), color)
    if block.hatched.any():
        left, top = _swatch(page, _say(block.hatched_words), "#ffffff")
        _hatch(page, np.array([shapely.box(left, top, left + 12, top + 8)]), _HATCH)
    left, top = _entry(page, _say(block.dots_words))
    page.set_fill_color(INK)
    page.circle(left + 6, top + 4, 1.8, style="F")
    if block.state is None:
        note = _say(text("Alaska, Hawaii, and Puerto Rico are drawn at other scales."))
        _make_room(page, page.get_string_width(note))
        page.cell(0, 10, note)
    page.ln(13)


def _say(words: Words) -> str:
    return ENGLISH.say(words) if isinstance(words, Text) else words


def _make_room(page: Document, width: float) -> None:
    """Go to the next line if this one has less room."""
    if page.x + width > page.w - MARGIN:
        page.ln(12)


def _swatch(page: Document, words: str, color: str) -> tuple[float, float]:
    left, top = _entry(page, words)
    page.set_fill_color(color)
    page.set_draw_color(QUIET)
    page.set_line_width(0.4)
    page.rect(left, top, 12, 8, style="DF")
    return left, top


def _entry(page: Document, words: str) -> tuple[float, float]:
    """Make room for a mark and its words, on the next line if this one is full. Returns the left and top of the mark."""
    width = 15 + page.get_string_width(words) + 9
    _make_room(page, width)
    left, top = page.x, page.y
    page.set_x(left + 15)
    page.cell(width - 15, 10, words)
    return left, top + 1
