"""The look of a report on US Letter: type, headings, rows of figures, tables, and a line at the foot of each page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import cast

from fpdf import FPDF, FontFace, ViewerPreferences
from fpdf.enums import MethodReturnValue, TableBordersLayout

FONTS = Path(__file__).parents[1] / "fonts" / "noto-sans@0.4.2"
INK, QUIET, LINE, PANEL, ACCENT = "#1b2126", "#434d56", "#c3ccd4", "#f3f5f7", "#0b4a7d"
MARGIN = 54.0
_FOOT = 50.0
_FAMILY = "noto"
_BODY, _SMALL = 9.2, 8.2
_LEADING = 1.42
_LONGEST_CELL = 160
_LOST = "\ufffd"
# Type that weak eyes can read, and lines that a hand can write on (9 mm).
LARGE, NEARLY_LARGE = 12.0, 10.5
_LARGE_LEADING = 1.3
_WRITING = 25.5
_INDENT, _GAP = 20.0, 14.0


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a block, in points; `indented` behind where a tick box stands, `ticked` with the box itself, an empty square."""

    words: str
    size: float = LARGE
    bold: bool = False
    color: str = INK
    indented: bool = False
    ticked: bool = False

    @property
    def left(self) -> float:
        """How far from the margin it begins."""
        return _INDENT if self.indented or self.ticked else 0.0

    @property
    def leading(self) -> float:
        """From one line of it to the next."""
        return self.size * _LARGE_LEADING


@dataclass(frozen=True, slots=True)
class Write:
    """A line of a block to write on, shared by what stands before each part of it."""

    labels: tuple[str, ...]


class Document(FPDF):
    """Pages with a running line at the foot. Measures are points; text is drawn from the top left of a page."""

    def __init__(self, title: str, about: str, made: datetime) -> None:
        super().__init__(unit="pt", format="Letter")
        self._about = about
        self.add_font(_FAMILY, "", FONTS / "NotoSans-Regular.ttf")
        self.add_font(_FAMILY, "B", FONTS / "NotoSans-SemiBold.ttf")
        self.set_title(self.clean(title))
        self.set_lang("en-US")
        self.set_author("Infusion Access Finder")
        self.set_creator("Infusion Access Finder")
        self.set_creation_date(made)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(True, _FOOT + 14)
        self.add_page()

    @cached_property
    def _drawable(self) -> frozenset[int]:
        """Characters that both cuts of the typeface have."""
        from fontTools.ttLib import TTFont

        known = []
        for path in sorted(FONTS.glob("*.ttf")):
            with TTFont(path, lazy=True) as cut:
                known.append(frozenset(cut.getBestCmap()))
        return frozenset.intersection(*known)

    def clean(self, written: str) -> str:
        """A text as it can be set: no control characters, a mark for what the typeface lacks, no stand-in for page counts."""
        kept = "".join(c for c in " ".join(written.split()) if c.isprintable())
        return "".join(c if ord(c) in self._drawable else _LOST for c in kept).replace("{nb}", "{ nb }")

    def footer(self) -> None:
        """What the report is, and which page of how many."""
        self.set_y(-_FOOT)
        self._set(7.4, QUIET)
        self.set_draw_color(LINE)
        self.line(MARGIN, self.y - 5, self.w - MARGIN, self.y - 5)
        self.cell(self.epw - 70, 10, self.fitting(self._about, self.epw - 74))
        self.cell(70, 10, f"{self.page_no()} / {{nb}}", align="R")

    def fitting(self, written: str, width: float) -> str:
        """A text on one line of the type that is set, cut with an ellipsis where it is too long."""
        text = self.clean(written)
        if self.get_string_width(text) <= width:
            return text
        while text and self.get_string_width(text + "…") > width:
            text = text[:-1]
        return text.rstrip() + "…"

    def _cut(self, written: str) -> str:
        """A text for a cell: a row must fit on a page."""
        text = self.clean(written)
        return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"

    def _set(self, size: float, color: str = INK, bold: bool = False) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(color)

    def _fit(self, written: str, size: float, width: float) -> None:
        """Bold type, up to half as large, in which a text fits a width."""
        self._set(size, INK, bold=True)
        needed = self.get_string_width(self.clean(written))
        self._set(size * min(1.0, max(0.5, width / needed)), INK, bold=True)

    def small_type(self) -> None:
        """The type of labels beside drawings."""
        self._set(7.6, QUIET)

    def title_block(self, eyebrow: str, title: str, asked: str, size: float = 9) -> None:
        """The head of the first page; `size` is that of what was asked."""
        self.set_fill_color(ACCENT)
        self.rect(MARGIN, MARGIN - 14, 36, 3, style="F")
        self._set(8, ACCENT, bold=True)
        self._lines(eyebrow, 12)
        self._fit(title, 21, self.epw)
        self._lines(title, 27)
        self._set(size, QUIET)
        self._lines(asked, size * 13 / 9)

    def lead(self, written: str) -> None:
        """The answer, in a sentence that cannot be missed."""
        self.ln(7)
        self._set(12.5, INK, bold=True)
        self._lines(written, 17)

    def heading(self, written: str, room: float = 80) -> None:
        """A section, in the outline too, on a page that has `room` for what follows."""
        if self.will_page_break(room + 13):
            self.add_page()
        if self.y > MARGIN:
            self.ln(13)
        self.start_section(self.clean(written))
        self._set(12, ACCENT, bold=True)
        self._lines(written, 17)
        self.ln(2)

    def paragraph(self, written: str, quiet: bool = False) -> None:
        """A paragraph of the body."""
        size = _SMALL if quiet else _BODY
        self._set(size, QUIET if quiet else INK)
        self._keep(written, self.epw, size * _LEADING)
        self._lines(written, size * _LEADING)
        self.ln(3)

    def bullets(self, lines: Iterable[str], quiet: bool = False) -> None:
        """Sentences one below the other."""
        size = _SMALL if quiet else _BODY
        for written in lines:
            self._set(size, QUIET if quiet else INK)
            self._keep(written, self.epw - 9, size * _LEADING)
            self.set_x(MARGIN)
            self.cell(9, size * _LEADING, "•")
            self.multi_cell(self.epw - 9, size * _LEADING, self.clean(written), align="L", new_x="LMARGIN", new_y="NEXT")
            self.ln(1)

    def block(self, parts: Sequence[Said | Write], section: str = "") -> None:
        """What belongs together: all on one page, if a page holds it. A `section` stands in the outline under that name."""
        if self.will_page_break(sum(self._height(part) for part in parts) + _GAP):
            self.add_page()
        elif self.y > self.t_margin:
            self.ln(_GAP)
        if section:
            self.start_section(self.clean(section))
        for part in parts:
            if isinstance(part, Write):
                self._line_to_write_on(part)
            else:
                self._say(part)

    def _height(self, part: Said | Write) -> float:
        if isinstance(part, Write):
            return _WRITING
        self._set(part.size, part.color, part.bold)
        return part.leading * len(self._split(part.words, self.epw - part.left))

    def _say(self, part: Said) -> None:
        self._set(part.size, part.color, part.bold)
        if part.ticked:
            self.set_draw_color(INK)
            self.set_line_width(1)
            side = part.size * 0.8
            self.rect(self.l_margin + 1, self.y + (part.leading - side) / 2, side, side)
        self.set_x(self.l_margin + part.left)
        self.multi_cell(self.epw - part.left, part.leading, self.clean(part.words), align="L", new_x="LMARGIN", new_y="NEXT")

    def _line_to_write_on(self, part: Write) -> None:
        """Each label stands at the foot of the room for writing, its line beside it."""
        self._set(LARGE)
        self.set_draw_color(INK)
        self.set_line_width(0.8)
        width, height, foot = self.epw / len(part.labels), LARGE * _LARGE_LEADING, self.y + _WRITING - 2
        for at, label in enumerate(part.labels):
            left, words = self.l_margin + at * width, self.clean(label)
            self.set_xy(left, foot + 2 - height)
            self.cell(width, height, words)
            begins = left + (self.get_string_width(words) + 6 if words else 0)
            ends = left + width - (_GAP if at + 1 < len(part.labels) else 0)
            self.line(begins, foot, ends, foot)
        self.set_xy(self.l_margin, foot + 2)

    def _keep(self, written: str, width: float, leading: float) -> None:
        """A new page, if a text would be torn apart."""
        if self.will_page_break(leading * len(self._split(written, width))):
            self.add_page()

    def _lines(self, written: str, height: float) -> None:
        self.set_x(MARGIN)
        self.multi_cell(self.epw, height, self.clean(written), align="L", new_x="LMARGIN", new_y="NEXT")

    def figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Numbers side by side, each over what it is."""
        self.ln(8)
        top, width = self.y, self.epw / len(figures)
        labels = [self._label_lines(label, width - 10) for _, label in figures]
        height = 30 + 9.4 * max(map(len, labels)) + 7
        self.set_fill_color(PANEL)
        self.rect(MARGIN, top, self.epw, height, style="F")
        for at, ((value, _), lines) in enumerate(zip(figures, labels, strict=True)):
            left = MARGIN + at * width + 8
            self._value(value, left, top + 7, width - 10)
            self._set(7.4, QUIET)
            for line, words in enumerate(lines):
                self.set_xy(left, top + 28 + line * 9.4)
                self.cell(width - 10, 9.4, words)
        self.set_xy(MARGIN, top + height)

    def _label_lines(self, label: str, width: float) -> list[str]:
        self._set(7.4)
        return self._split(label, width)

    def _split(self, written: str, width: float) -> list[str]:
        """A text as lines of the type that is set."""
        lines = self.multi_cell(width, text=self.clean(written), align="L", dry_run=True, output=MethodReturnValue.LINES)
        return cast(list[str], lines)

    def _value(self, value: str, left: float, top: float, width: float) -> None:
        """A number, smaller if it would not fit."""
        self._fit(value, 16, width - 4)
        self.set_xy(left, top)
        self.cell(width, 20, self.clean(value))

    def grid(self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], left: int = 1) -> None:
        """A table with a head that is repeated on each page; the first `left` columns are words, the others numbers."""
        self._set(_SMALL, INK)
        self.set_draw_color(LINE)
        self.set_fill_color("#ffffff")
        self.set_line_width(0.5)
        aligns = tuple("LEFT" if at < left else "RIGHT" for at in range(len(head)))
        with self.table(
            col_widths=tuple(widths),
            text_align=aligns,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(family=_FAMILY, emphasis="BOLD", size_pt=7.6, color=QUIET, fill_color=PANEL),
            line_height=_SMALL * 1.3,
            padding=(2, 3),
            width=self.epw,
        ) as table:
            for cells in (head, *rows):
                row = table.row()
                for cell in cells:
                    row.cell(self._cut(cell))
        self.ln(4)
