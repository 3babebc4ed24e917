"""A CSV file of any length, read as a stream: what is held in memory does not grow with the file."""

import codecs
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finder.files.csv_rows import SEPARATORS, Record, records
from finder.files.limits import unreadable
from finder.files.text import UTF16_MARKS, Line, Refusal, read_line
from finder.text import Text, text

# Of one line; of one cell, the reader of CSV has a lower limit.
LONGEST_LINE = 100_000
# What a packed workbook begins with, and one of the old format.
_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class MemoryFile:
    """A file that is nowhere but in memory; it answers like a Path."""

    name: str
    content: bytes

    def open(self, _mode: str) -> io.BytesIO:
        """Open it to read bytes."""
        return io.BytesIO(self.content)

    def exists(self) -> bool:
        """It does."""
        return True

    def is_file(self) -> bool:
        """It is."""
        return True


Readable = Path | MemoryFile


@dataclass(frozen=True, slots=True)
class CsvStream:
    """A CSV file: its headings, the number of records below them, and the SHA-256 of its bytes.

    `not_utf8` is the number of lines that are read as Windows-1252.
    """

    path: Readable
    separator: str
    headings: tuple[str, ...]
    rows: int
    sha256: str
    not_utf8: int
    refusal: Refusal

    def records(self) -> Iterator[Record]:
        """The records below the headings, read anew."""
        found = records((line.written for line in _lines(self.path, self.refusal)), self.separator)
        next(found, None)
        return found


def open_stream(path: Readable, refusal: Refusal) -> CsvStream:
    """Read a file once for its headings, its number of records, and its fingerprint. It is read again for the records.

    Raises `refusal` for a workbook, UTF-16, a file without headings, and a line of more than LONGEST_LINE characters, and
    QueryError for what cannot be read, or not twice.
    """
    try:
        _check_kind(path, refusal)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        first = next((line.written for line in _lines(path, refusal) if line.written.strip()), "")
        separator = max(SEPARATORS, key=first.count)
        encodings = Counter[bool]()
        found = records(_counted(_lines(path, refusal), encodings), separator)
        headings = next(found, None)
        if headings is None:
            raise refusal(text("%(file)s is empty.", file=path.name))
        rows = sum(1 for _ in found)
    except OSError as error:
        assert isinstance(path, Path), "what is in memory can be read"
        raise unreadable(path, error) from error
    return CsvStream(path, separator, tuple(headings.cells or ()), rows, sha256, encodings[False], refusal)


def _check_kind(path: Readable, refusal: Refusal) -> None:
    if path.exists() and not path.is_file():
        raise refusal(text("%(file)s is not a file.", file=path.name))
    with path.open("rb") as file:
        mark = file.read(len(_WORKBOOK_MARKS[0]))
    if mark in _WORKBOOK_MARKS:
        raise refusal(text("%(file)s is a workbook, not a CSV file.", file=path.name))
    if mark.startswith(UTF16_MARKS):
        raise refusal(text("%(file)s is in UTF-16, not UTF-8.", file=path.name))


def _lines(path: Readable, refusal: Refusal) -> Iterator[Line]:
    """Lines that end in LF, CRLF, or CR, each in its own encoding."""
    # As Latin-1, each byte is a character, so a line is found before its encoding is.
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding="latin-1", newline=None) as file:
        number = 0
        while written := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(written) > LONGEST_LINE:
                raise refusal(_too_long(path, number))
            content = written.removesuffix("\n").encode("latin-1")
            yield read_line(content.removeprefix(codecs.BOM_UTF8) if number == 1 else content)


def _too_long(path: Readable, number: int) -> Text:
    return text(
        "%(file)s, line %(line)s: longer than %(most)s characters.", file=path.name, line=str(number), most=LONGEST_LINE
    )


def _counted(lines: Iterator[Line], encodings: Counter[bool]) -> Iterator[str]:
    """The text of lines, while counting how many are in UTF-8 and how many are not."""
    for line in lines:
        encodings[line.is_utf8] += 1
        yield line.written
