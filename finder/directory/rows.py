"""Rows of a listing file, read so that one bad row never costs a good one.

A quote that is never closed makes an ordinary CSV reader swallow the rest of the file. Here such a line is reported and
reading goes on with the next; a byte that is not UTF-8 is read as Windows-1252 and reported.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finder.errors import DirectoryError
from finder.text import Text, text

LONGEST_CELL = 1000
_LONGEST_RECORD_LINES = 50
# Among them those that turn the direction of writing: they would mirror our own words around a name.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its file and first line, and its cells, stripped; a column that the file lacks is an empty cell."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Table:
    """A listing file: `rows` that could be read and `notices` of what could not.

    Raises DirectoryError if the file is UTF-16 or its first line does not name the required columns.
    """

    def __init__(self, path: Path, required: tuple[str, ...], known: tuple[str, ...]) -> None:
        self.notices: list[Text] = []
        self._name = path.name
        records = self._records(_lines(path, self.notices))
        header = self._header(next(records, None), required)
        self.notices += _unknown_columns(path.name, header, known)
        self.rows = [row for line, cells in records if (row := self._row(line, cells, header))]

    def _header(self, first: tuple[int, list[str]] | None, required: tuple[str, ...]) -> list[str]:
        header = [h.strip().lower() for h in first[1]] if first else []
        missing = [c for c in required if c not in header]
        named = [h for h in header if h]
        if missing or len(set(named)) < len(named):
            raise DirectoryError(
                text("%(file)s has no column %(columns)s in its first line.", file=self._name, columns=", ".join(missing))
                if missing
                else text("%(file)s names a column twice in its first line.", file=self._name),
                text("The columns are listed in docs/data-format.md, separated by commas."),
            )
        return header

    def _records(self, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
        """Records with the number of their first line. A record ends at a line where its quotes balance."""
        width, start = 0, 0
        while start < len(lines):
            cells, end = _record(lines, start, width)
            if cells is None:
                reason = text("cannot be read (a quote missing or out of place?); the row is left out")
                self.notices.append(bad_row(self._name, start + 1, "", reason))
            elif any(c.strip() for c in cells):
                width = width or len(cells)
                yield start + 1, cells
            start = end

    def _row(self, line: int, cells: list[str], header: list[str]) -> Row | None:
        if len(cells) != len(header):
            reason = text("%(found)s cells instead of %(wanted)s; the row is left out", found=len(cells), wanted=len(header))
            self.notices.append(bad_row(self._name, line, "", reason))
            return None
        return Row(self._name, line, {h: self._cell(line, h, c) for h, c in zip(header, cells, strict=True)})

    def _cell(self, line: int, column: str, written: str) -> str:
        cell = " ".join(written.split())
        if len(cell) > LONGEST_CELL:
            self.notices.append(
                bad_row(self._name, line, column, text("longer than %(most)s characters; cut", most=LONGEST_CELL))
            )
        return cell[:LONGEST_CELL].rstrip()


def _lines(path: Path, notices: list[Text]) -> list[str]:
    content = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise DirectoryError(
            text("%(file)s is written in UTF-16, not in UTF-8.", file=path.name), text("Save it as “CSV UTF-8”.")
        )
    lines = []
    for number, raw in enumerate(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(raw.decode("cp1252", errors="replace"))
            notices.append(bad_row(path.name, number, "", text("not UTF-8; read as Windows-1252: check its letters")))
        if _CONTROL.search(lines[-1]):
            lines[-1] = _CONTROL.sub(" ", lines[-1])
            notices.append(bad_row(path.name, number, "", text("control characters; read as spaces")))
    return lines


def _record(lines: list[str], start: int, width: int) -> tuple[list[str] | None, int]:
    """The cells of the record that starts at a line, and the line after it; None if its quotes never make sense."""
    for end in range(start + 1, min(start + _LONGEST_RECORD_LINES, len(lines)) + 1):
        written = "\n".join(lines[start:end])
        if written.count('"') % 2:
            continue
        cells = _cells(written)
        several = end > start + 1 and width
        # Quotes that balance only by running into later rows: not one record at all.
        if cells is None or (several and (len(cells) != width or _holds_a_row(lines[start:end], width))):
            break
        return cells, end
    return None, start + 1


def _cells(written: str) -> list[str] | None:
    """The cells of one record; None if its quotes are not closed or out of place."""
    try:
        return next(csv.reader([written], strict=True), [])
    except csv.Error:
        return None


def _holds_a_row(lines: list[str], width: int) -> bool:
    """Whether a line after the first is a whole row by itself.

    The last line may well look like one if the cell that runs over several lines is the row's first.
    """
    first, *inner, last = lines
    later = [*inner, last] if first.count(",") >= width - 1 else inner
    return any(len(_cells(line) or ()) == width for line in later)


def _unknown_columns(name: str, header: list[str], known: tuple[str, ...]) -> list[Text]:
    extra = [h[:40] for h in header if h and h not in known]
    if not extra:
        return []
    return [text("%(file)s, line 1: columns that mean nothing here: %(columns)s", file=name, columns=", ".join(extra))]


def bad_row(file: str, line: int, column: str, reason: Text) -> Text:
    """What is wrong with a row, and where."""
    if column:
        return text("%(file)s, line %(line)s, %(column)s: %(reason)s", file=file, line=line, column=column, reason=reason)
    return text("%(file)s, line %(line)s: %(reason)s", file=file, line=line, reason=reason)
