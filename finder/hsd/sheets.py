"""A workbook or a CSV file as sheets of cells: within limits of size, and refused in one line if it cannot be read."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zipfile import ZipFile

from finder.errors import QueryError, as_one
from finder.text import Text, text

# CMS's layout with all 3,220 counties takes 1.3 MB, and 17 MB unpacked; a file far larger could fill a machine.
LARGEST_FILE = 10_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 400

_ZIP, _OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"
_MB = 1_000_000

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the top; a row ends with its last cell. `whole` is false where rows after MOST_ROWS were left out."""

    name: str
    rows: list[Row]
    whole: bool


def read_sheets(content: bytes, label: str) -> list[Sheet]:
    """The sheets of an .xlsx workbook, formulas as the values saved with them; or a CSV file as one sheet of that label.

    CSV may have a byte order mark, and semicolons or tabs for commas. Raises QueryError for anything else, for damage,
    and for what is too large, packed or unpacked.
    """
    if len(content) > LARGEST_FILE:
        raise too_large(LARGEST_FILE)
    if content.startswith(_OLD_EXCEL):
        raise _refused(text("This is an old Excel file, or one with a password."))
    return _workbook(content) if content.startswith(_ZIP) else [_csv(content, label)]


def too_large(most: int) -> QueryError:
    """The refusal of a file of more than so many bytes."""
    return _refused(text("This file is larger than %(mb)s MB.", mb=most // _MB))


def _refused(what: Text) -> QueryError:
    return QueryError(what, text("Give CMS's HSD Reference File as an .xlsx workbook, or a CSV file with the same columns."))


def _workbook(content: bytes) -> list[Sheet]:
    unreadable = _refused(text("This workbook cannot be read."))
    with as_one(unreadable):
        unpacked = sum(part.file_size for part in ZipFile(io.BytesIO(content)).infolist())
    if unpacked > LARGEST_UNPACKED:
        raise too_large(LARGEST_UNPACKED)
    with as_one(unreadable):
        # Imported with the first workbook: it takes a tenth of a second, which no other command need wait for.
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [_cut(sheet.title, _rows(sheet)) for sheet in book.worksheets]


def _rows(sheet: Any) -> Iterator[Row]:
    # The size that a sheet claims to have can be wrong: rows are as long as they are.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)


def _csv(content: bytes, label: str) -> Sheet:
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        written = content.decode("cp1252", errors="replace")
    separator = max(",;\t", key=written[:_MB].count)
    lines = csv.reader(io.StringIO(written, newline=""), delimiter=separator, strict=True)
    try:
        return _cut(label, (tuple(line) for line in lines))
    except csv.Error as error:
        raise _refused(text("This CSV file cannot be read after line %(line)s.", line=lines.line_num)) from error


def _cut(name: str, rows: Iterator[Row]) -> Sheet:
    kept = [row[:MOST_COLUMNS] for row in islice(rows, MOST_ROWS)]
    return Sheet(name, kept, whole=next(rows, None) is None)
