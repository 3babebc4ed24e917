"""A printed report: the blocks of a question's document on US Letter pages. The same answer gives the same bytes."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
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
from finder.reports.pdf.county_map import draw_map
from finder.reports.pdf.document import Document
from finder.text import Text
from finder.wording.writer import ENGLISH

MANIFEST_FILE = "manifest.json"
_MAP_HEIGHT = 266.0


def to_pdf(blocks: Sequence[Block], result: Result, manifest: dict[str, Any]) -> bytes:
    """Set the blocks, the first of which must be a Title, and attach the manifest as a file."""
    made = datetime.combine(result.query.on, time(), UTC)
    head = blocks[0]
    assert isinstance(head, Title), "a document starts with its title"
    page = Document(_say(head.title), _say(head.foot), made)
    _Setter(page, result).set(blocks)
    written = json.dumps(manifest, ensure_ascii=False, indent=1)
    page.embed_file(bytes=written.encode(), basename=MANIFEST_FILE, mime_type="application/json", modification_date=made)
    return bytes(page.output())


def _say(words: Words) -> str:
    """A sentence is formatted; a string is a name, and stays as it is."""
    return ENGLISH.say(words) if isinstance(words, Text) else words


class _Setter:
    """Sets blocks on the pages of a document."""

    def __init__(self, page: Document, result: Result) -> None:
        self._page, self._reference = page, result.context.reference
        self._by_type: dict[type, Callable[[Any], None]] = {
            Title: self._title,
            Lead: lambda b: page.lead(_say(b.words)),
            Heading: lambda b: page.heading(_say(b.words), b.room),
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Figures: self._figures,
            Grid: self._grid,
            CountyMap: self._map,
        }

    def set(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._by_type[type(block)](block)

    def _title(self, block: Title) -> None:
        self._page.title_block(_say(block.kind), _say(block.title), _say(block.asked))

    def _paragraph(self, block: Paragraph) -> None:
        self._page.ln(3)
        self._page.paragraph(" ".join(map(_say, block.sentences)), block.quiet)

    def _bullets(self, block: Bullets) -> None:
        self._page.bullets(map(_say, block.sentences), block.quiet)
        self._page.ln(3)

    def _figures(self, block: Figures) -> None:
        self._page.figures([(_say(value), _say(label)) for value, label in block.figures])
        self._page.ln(8)

    def _grid(self, block: Grid) -> None:
        rows = [[_say(cell) for cell in row] for row in block.rows]
        self._page.grid([_say(h) for h in block.head], rows, block.widths, block.text_columns)

    def _map(self, block: CountyMap) -> None:
        draw_map(self._page, block, self._reference, _MAP_HEIGHT)
