"""Sets a document as a tagged PDF (PDF/UA-1) with Typst, which refuses to write one that is not.

The look, and what each kind of block becomes, is in pages.typ. Words reach it as data, so none is read as markup.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "fonts" / "noto-sans@0.4.2"
INK, QUIET, LINE, PANEL, ACCENT = "#1b2126", "#434d56", "#c3ccd4", "#f3f5f7", "#0b4a7d"
MARGIN = 54.0
WIDTH = 612.0 - 2 * MARGIN  # points: of a line on US Letter
_PAGES = Path(__file__).with_name("pages.typ")
_LOST = "\ufffd"
_SPACES = re.compile(r"\s+")
# How wide a word may be before it gets places to break, and how far apart these are, in sizes of the type: few words of a
# language are as long, and the narrowest column of words has room for it. The break itself has no width.
_LONGEST_WORD, _PIECE, _BREAK = 17.0, 8.0, "\u200b"
# Typst drops what so many documents in a row did not need.
_KEPT_FOR = 11

# What pages.typ knows: {"kind": ..., ...}. Its words are strings, not yet cleaned.
Setting = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside the PDF."""

    name: str
    mimetype: str
    description: str
    content: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A document to set: `top` and `bottom` are the margins in points, `picture` is the SVG of its one map."""

    title: str
    foot: str
    on: date
    blocks: Sequence[Setting]
    language: str = "en"
    top: float = MARGIN
    bottom: float = 64.0
    picture: str = ""
    attached: Attached | None = None


def typeset(printed: Printed) -> bytes:
    """The PDF. The same document gives the same bytes; nothing is read but the type, and nothing is written to disk."""
    attached = printed.attached
    document = {
        "title": printed.title,
        "foot": printed.foot,
        "made": {"year": printed.on.year, "month": printed.on.month, "day": printed.on.day},
        "language": printed.language,
        "top": printed.top,
        "bottom": printed.bottom,
        "colors": [INK, QUIET, LINE, PANEL, ACCENT],
        "blocks": list(printed.blocks),
        "attached": attached and {"name": attached.name, "type": attached.mimetype, "description": attached.description},
    }
    inputs = {"document": json.dumps(_cleaned(document)), "picture": printed.picture}
    try:
        return _compiled(printed, {**inputs, "attached": attached.content} if attached else inputs)
    finally:
        _forget()


def _compiled(printed: Printed, inputs: dict[str, Any]) -> bytes:
    made: bytes = typst.compile(
        _PAGES,
        # Nothing outside this folder can be read.
        root=_PAGES.parent,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs=inputs,
        pdf_standards="ua-1",
        timestamp=datetime.combine(printed.on, time(), UTC),
    )
    return made


def _forget() -> None:
    """Have Typst drop what it keeps of a document: up to 180 MB, with every word of it.

    It keeps what the last ten documents needed, to set them again faster, and has no other way to be told.
    """
    for _ in range(_KEPT_FOR):
        typst.compile(b"", font_paths=_fonts(), format="svg")


def clean(written: str) -> str:
    """A text as it can be set: no control characters, a mark for what the typeface lacks, long words with places to break."""
    known = _drawable()
    kept = "".join(c if ord(c) in known else _LOST for c in _SPACES.sub(" ", written) if c.isprintable())
    return " ".join(_breakable(word) for word in kept.split(" "))


def _breakable(word: str) -> str:
    widths = _drawable()
    # No character is wider than the type is high, but for a few symbols.
    if len(word) <= _LONGEST_WORD or sum(widths[ord(c)] for c in word) <= _LONGEST_WORD:
        return word
    pieces, room = [""], _PIECE
    for c in word:
        room -= widths[ord(c)]
        if room < 0:
            pieces.append("")
            room = _PIECE
        pieces[-1] += c
    return _BREAK.join(pieces)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    return [_cleaned(part) for part in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> typst.Fonts:
    """The one typeface, and no other that a system may have: a report looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _drawable() -> dict[int, float]:
    """Characters that both cuts of the typeface have, with their widths in sizes of the type."""
    cuts = [_widths(path) for path in sorted(FONTS.glob("*.ttf"))]
    return {code: max(cut[code] for cut in cuts) for code in set.intersection(*map(set, cuts))}


def _widths(path: Path) -> dict[int, float]:
    with TTFont(path, lazy=True) as cut:
        advances, em = cut["hmtx"], cut["head"].unitsPerEm
        return {code: advances[glyph][0] / em for code, glyph in cut.getBestCmap().items()}
