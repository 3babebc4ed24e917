"""A printed report: the blocks of a question's document on US Letter pages. The same answer gives the same bytes."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from finder.questions.base import Result
from finder.questions.document import (
    Block,
    Bullets,
    CountyMap,
    Figures,
    Grid,
    Heading,
    Lead,
    Paragraph,
    Title,
    Words,
)
from finder.reference.reference import Reference
from finder.reports.pdf.county_map import described, drawn, marks
from finder.reports.pdf.typesetting import Attached, Printed, Setting, typeset
from finder.text import Text, text
from finder.wording.writer import ENGLISH

MANIFEST_FILE = "manifest.json"
_MAP_HEIGHT = 266.0
_LONGEST_CELL = 160
_ATTACHED = text("How this report was made, for a program to check it")
_OTHER_SCALES = text("Alaska, Hawaii, and Puerto Rico are drawn at other scales.")


def to_pdf(blocks: Sequence[Block], result: Result, manifest: dict[str, Any]) -> bytes:
    """Set the blocks, the first of which must be a Title, with at most one map, and attach the manifest as a file."""
    head = blocks[0]
    assert isinstance(head, Title), "a document starts with its title"
    maps = [b for b in blocks if isinstance(b, CountyMap)]
    assert len(maps) <= 1, "a document has one map at most"
    written = json.dumps(manifest, ensure_ascii=False, indent=1)
    return typeset(
        Printed(
            _say(head.title),
            _say(head.foot),
            result.query.on,
            [_SETTINGS[type(block)](block) for block in blocks],
            picture="".join(_picture(block, result.context.reference) for block in maps),
            attached=Attached(MANIFEST_FILE, "application/json", _say(_ATTACHED), written),
        )
    )


def _say(words: Words) -> str:
    """A sentence is formatted; a string is a name, and stays as it is."""
    return ENGLISH.say(words) if isinstance(words, Text) else words


def _picture(block: CountyMap, reference: Reference) -> str:
    return drawn(block, reference, _MAP_HEIGHT)


def _title(block: Title) -> Setting:
    return {"kind": "title", "kind_of": _say(block.kind), "title": _say(block.title), "asked": _say(block.asked), "size": 9}


def _lead(block: Lead) -> Setting:
    return {"kind": "lead", "words": _say(block.words)}


def _heading(block: Heading) -> Setting:
    return {"kind": "heading", "words": _say(block.words), "room": block.room}


def _paragraph(block: Paragraph) -> Setting:
    return {"kind": "paragraph", "words": " ".join(map(_say, block.sentences)), "quiet": block.quiet}


def _bullets(block: Bullets) -> Setting:
    return {"kind": "bullets", "items": [_say(sentence) for sentence in block.sentences], "quiet": block.quiet}


def _figures(block: Figures) -> Setting:
    return {"kind": "figures", "figures": [[_say(value), _say(label)] for value, label in block.figures]}


def _grid(block: Grid) -> Setting:
    return {
        "kind": "grid",
        "head": [_cut(_say(cell)) for cell in block.head],
        "rows": [[_cut(_say(cell)) for cell in row] for row in block.rows],
        "widths": list(block.widths),
        "text_columns": block.text_columns,
    }


def _cut(written: str) -> str:
    """A text for a cell: a row must fit on a page."""
    return written if len(written) <= _LONGEST_CELL else written[: _LONGEST_CELL - 1] + "…"


def _map(block: CountyMap) -> Setting:
    return {
        "kind": "map",
        "alt": _say(described(block)),
        "title": _say(block.title),
        "marks": [{"kind": kind, "color": color, "words": _say(words)} for kind, color, words in marks(block)],
        "note": _say(_OTHER_SCALES) if block.state is None else None,
    }


_SETTINGS: dict[type, Callable[[Any], Setting]] = {
    Title: _title,
    Lead: _lead,
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Figures: _figures,
    Grid: _grid,
    CountyMap: _map,
}
