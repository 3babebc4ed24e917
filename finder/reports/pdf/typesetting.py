"""Sets a document as a tagged PDF (PDF/UA-1) with Typst, which refuses to write one that is not.

The look, and what each kind of block becomes, is in pages.typ. Words reach it as data, so none is read as markup.
"""

import json
import re
import subprocess  # nosec B404
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "fonts" / "noto-sans@0.4.2"
INK, QUIET, LINE, PANEL, ACCENT = "#1b2126", "#434d56", "#c3ccd4", "#f3f5f7", "#0b4a7d"
MARGIN = 54.0
WIDTH = 612.0 - 2 * MARGIN  # points: of a line on US Letter
_PAGES, _COMPILING = (Path(__file__).with_name(name) for name in ("pages.typ", "compiling.py"))
_LOST = "\ufffd"
_SPACES = re.compile(r"\s+")
# How wide a word may be before it gets places to break, and how far apart these are, in sizes of the type: few words of a
# language are as long, and the narrowest column of words has room for it. The break itself has no width.
_LONGEST_WORD, _PIECE, _BREAK = 17.0, 8.0, "\u200b"
# Far longer than a call sheet of 200 locations takes, for a process that is stuck.
_MOST_S = 120

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
    """The PDF, made in a process of its own. The same document gives the same bytes; nothing is written to disk."""
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
    if attached:
        inputs["attached"] = attached.content
    made = datetime.combine(printed.on, time(), UTC).isoformat()
    asked = {"pages": str(_PAGES), "root": str(_PAGES.parent), "fonts": str(FONTS), "inputs": inputs, "made": made}
    return _compiled(json.dumps(asked).encode())


def _compiled(asked: bytes) -> bytes:
    # -P: its own folder is none of those that modules are read from. What it says of an error could quote a reader's words.
    command, quiet = [sys.executable, "-P", str(_COMPILING)], subprocess.DEVNULL
    done = subprocess.run(command, input=asked, stdout=subprocess.PIPE, stderr=quiet, timeout=_MOST_S, check=True)  # noqa: S603 # nosec B603
    return done.stdout


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
def _drawable() -> dict[int, float]:
    """Characters that both cuts of the typeface have, with their widths in sizes of the type."""
    cuts = [_widths(path) for path in sorted(FONTS.glob("*.ttf"))]
    return {code: max(cut[code] for cut in cuts) for code in set.intersection(*map(set, cuts))}


def _widths(path: Path) -> dict[int, float]:
    with TTFont(path, lazy=True) as cut:
        advances, em = cut["hmtx"], cut["head"].unitsPerEm
        return {code: advances[glyph][0] / em for code, glyph in cut.getBestCmap().items()}
