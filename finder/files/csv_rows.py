"""CSV text as rows of cells, in two ways: strictly, or so that one broken row never costs a good one.

A quote that is never closed makes an ordinary CSV reader swallow the rest of the file. Strict reading refuses such a file.
Forgiving reading reports the line and goes on with the next.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from finder.files.text import Refusal
from finder.text import text

SEPARATORS = ",;\t"
# The separator is the one that prevails in so many lines: a title or a note above the headings may have others.
_LINES_TO_JUDGE = 20
_LONGEST_RECORD_LINES = 50
_LONGEST_ROW = 1_000_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Record(NamedTuple):
    """The cells of a record and the number of its first line; `cells` is None where its quotes make no sense."""

    line: int
    cells: list[str] | None


def separator_of(written: str) -> str:
    """The separator that most of the first lines have most of; a comma where none has any."""
    lines = (line for line in io.StringIO(written) if any(s in line for s in SEPARATORS))
    votes = Counter(max(SEPARATORS, key=line.count) for line in islice(lines, _LINES_TO_JUDGE))
    return votes.most_common(1)[0][0] if votes else ","


def strict_rows(written: str, label: str, refusal: Refusal) -> Iterator[list[str]]:
    """All rows, blank ones as empty lists; separated by commas, semicolons or tabs. Raises `refusal` at a broken quote.

    It also does for a row of more than _LONGEST_ROW characters, which would become millions of cells.
    """
    lines = _Lines(written)
    rows = csv.reader(lines, delimiter=separator_of(written[:_LONGEST_ROW]), strict=True)
    try:
        for row in rows:
            lines.row_length = 0
            yield row
    except csv.Error as error:
        what = text("%(file)s cannot be read as CSV after line %(line)s.", file=label, line=str(rows.line_num))
        raise refusal(what) from error


class _Lines:
    """Lines with their ends, one by one. Raises csv.Error where those of one row are too long."""

    def __init__(self, written: str) -> None:
        self._lines = _LINE.finditer(written)
        self.row_length = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.row_length += line.end() - line.start()
            if self.row_length > _LONGEST_ROW:
                raise csv.Error
            yield line[0]


def records(lines: Sequence[str]) -> Iterator[Record]:
    """Records that are separated by commas, blank ones left out. A record ends at a line where its quotes balance."""
    width, start = 0, 0
    while start < len(lines):
        line = lines[start]
        if '"' in line:
            cells, end = _record(lines, start, width)
            blank = cells is not None and not any(c.strip() for c in cells)
        else:  # a CSV reader for each of many thousand lines takes longer
            cells, end = line.split(","), start + 1
            blank = not line[:1].isalnum() and not line.replace(",", "").strip()
        if not blank:
            width = width or len(cells or ())
            yield Record(start + 1, cells)
        start = end


def _record(lines: Sequence[str], start: int, width: int) -> tuple[list[str] | None, int]:
    """The cells of the record that starts at a line, and the line after it; None if its quotes never make sense."""
    for end in range(start + 1, min(start + _LONGEST_RECORD_LINES, len(lines)) + 1):
        written = "\n".join(lines[start:end])
        if written.count('"') % 2:
            continue
        cells = _cells(written)
        several = end > start + 1 and width
        # Quotes that balance only by running into later rows: not one record at all.
        if cells is None or (several and (len(cells) != width or _contains_a_row(lines[start:end], width))):
            break
        return cells, end
    return None, start + 1


def _cells(written: str) -> list[str] | None:
    """The cells of one record; None if its quotes are not closed or are out of place."""
    try:
        return next(csv.reader([written], strict=True), [])
    except csv.Error:
        return None


def _contains_a_row(lines: Sequence[str], width: int) -> bool:
    """Whether a line after the first is a whole row by itself.

    The last line may well look like one if the cell that runs over several lines is the row's first.
    """
    first, *inner, last = lines
    later = [*inner, last] if first.count(",") >= width - 1 else inner
    return any(len(_cells(line) or ()) == width for line in later)
