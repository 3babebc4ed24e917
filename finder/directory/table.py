"""A listing file as rows of named cells, read so that one bad row never costs a good one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from finder.errors import DirectoryError
from finder.files.csv_rows import records
from finder.files.text import decode_lines
from finder.text import Text, text

MAX_CELL_LENGTH = 1000


class Row(NamedTuple):
    """One record: its file and first line, and its cells, stripped; a column that the file lacks is an empty cell."""

    file: str
    line: int
    cells: dict[str, str]

    def cell(self, column: str) -> str:
        """The cell of a column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class RowNotice:
    """What is wrong with a row, or with one of its cells. `column` is empty if it is about the whole row."""

    file: str
    line: int
    column: str
    reason: Text

    @property
    def sentence(self) -> Text:
        """Where it is, and what is wrong."""
        where = {"file": self.file, "line": str(self.line), "column": self.column, "reason": self.reason}
        if self.column:
            return text("%(file)s, line %(line)s, %(column)s: %(reason)s", **where)
        return text("%(file)s, line %(line)s: %(reason)s", **where)


@dataclass(frozen=True, slots=True)
class Table:
    """A listing file: its rows, and notices of what could not be read as written."""

    rows: tuple[Row, ...]
    notices: tuple[RowNotice, ...]


_ADVICE = text("Use the columns listed in docs/data-format.md, separated by commas.")


def read_table(path: Path, required: tuple[str, ...], known: tuple[str, ...] | None, advice: Text = _ADVICE) -> Table:
    """Read a file of rows; without `known`, it may have any other column.

    Raises DirectoryError, with the advice, if the first line does not name the required columns, and for UTF-16.
    """
    return read_rows(path.name, path.read_bytes(), required, known, advice)


def read_rows(name: str, content: bytes, required: tuple[str, ...], known: tuple[str, ...] | None, advice: Text) -> Table:
    """Read the rows of a file that is at hand, as `read_table` does."""
    reader = _Reader(name)
    found = reader.records(content)
    _, first = next(found, (1, []))
    header = _header(name, first, required, advice)
    if known is not None:
        reader.note_unknown_columns(header, known)
    rows = [row for line, cells in found if (row := reader.row(line, cells, header))]
    return Table(tuple(rows), tuple(reader.notices))


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, file: str) -> None:
        self.notices: list[RowNotice] = []
        self._file = file

    def records(self, content: bytes) -> Iterator[tuple[int, list[str]]]:
        """Records with the number of their first line; one whose quotes make no sense is a notice."""
        for record in records(self._lines(content)):
            if record.cells is None:
                self._note(record.line, text("a quotation mark is missing or misplaced; the row is skipped"))
            else:
                yield record.line, record.cells

    def row(self, line: int, cells: list[str], header: list[str]) -> Row | None:
        """The row of a record; None, with a notice, if it does not have a cell for each column."""
        if len(cells) != len(header):
            reason = text("has %(found)s cells instead of %(wanted)s; the row is skipped", found=len(cells), wanted=len(header))
            self._note(line, reason)
            return None
        if _are_tidy(cells):
            return Row(self._file, line, dict(zip(header, cells, strict=True)))
        return Row(self._file, line, {h: self._cell(line, h, c) for h, c in zip(header, cells, strict=True)})

    def note_unknown_columns(self, header: list[str], known: tuple[str, ...]) -> None:
        """Name the columns that are not part of the format: a misspelled one would otherwise be lost without a word."""
        unknown = [h[:40] for h in header if h and h not in known]
        if unknown:
            self._note(1, text("unknown columns ignored: %(columns)s", columns=", ".join(unknown)))

    def _lines(self, content: bytes) -> list[str]:
        lines = decode_lines(content, self._file, _utf16_refusal)
        for number, line in enumerate(lines, 1):
            if not line.is_utf8:
                self._note(number, text("not in UTF-8; interpreted as Windows-1252, so check accented letters"))
            if line.had_controls:
                self._note(number, text("control characters were replaced with spaces"))
            if line.had_invisible:
                self._note(number, text("invisible marks were taken out"))
        return [line.written for line in lines]

    def _cell(self, line: int, column: str, written: str) -> str:
        cell = " ".join(written.split())
        if len(cell) > MAX_CELL_LENGTH:
            self._note(line, text("longer than %(most)s characters; truncated", most=MAX_CELL_LENGTH), column)
        return cell[:MAX_CELL_LENGTH].rstrip()

    def _note(self, line: int, reason: Text, column: str = "") -> None:
        self.notices.append(RowNotice(self._file, line, column, reason))


def _are_tidy(cells: list[str]) -> bool:
    """Whether nothing in any cell has to be changed, as in most rows; False where that is not certain."""
    row = f"|{'|'.join(cells)}|"
    return len(row) <= MAX_CELL_LENGTH and row.isprintable() and not ("  " in row or "| " in row or " |" in row)


def _header(file: str, cells: list[str], required: tuple[str, ...], advice: Text) -> list[str]:
    """Column names in lower case. Raises DirectoryError if a required one is missing or any is there twice."""
    header = [cell.strip().lower() for cell in cells]
    named = [h for h in header if h]
    if missing := [column for column in required if column not in header]:
        what = text("%(file)s lacks these columns in its first line: %(columns)s.", file=file, columns=", ".join(missing))
    elif len(set(named)) < len(named):
        what = text("%(file)s has two columns of the same name.", file=file)
    else:
        return header
    raise DirectoryError(what, advice)


def _utf16_refusal(what: Text) -> DirectoryError:
    return DirectoryError(what, text("Save it as “CSV UTF-8”."))
