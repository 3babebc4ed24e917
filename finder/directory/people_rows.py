"""The rows of a file of one's own people: a CSV file of any length as a stream, or the first sheet of a workbook."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from finder.errors import QueryError
from finder.files.csv_rows import Record
from finder.files.limits import SheetLimits, unreadable
from finder.files.sheets import ZIP_MARK, read_sheets
from finder.files.streams import MemoryFile, Readable, open_stream
from finder.text import Text, text

ADVICE = text("Give a CSV file or a workbook with the column zip, or lat and lon, and perhaps weight.")
_WORKBOOK = SheetLimits(
    max_bytes=40_000_000,
    advice=ADVICE,
    max_unpacked_bytes=400_000_000,
    max_rows=1_000_000,
    max_columns=400,
    max_cells=5_000_000,
)


class Listed(NamedTuple):
    """A list of people: its headings, its rows below them, the SHA-256 of the file, and how many lines are not in UTF-8."""

    headings: tuple[str, ...]
    records: Callable[[], Iterable[Record]]
    rows: int
    sha256: str
    not_utf8: int


def refusal(what: Text) -> QueryError:
    """The refusal of a file of people."""
    return QueryError(what, ADVICE)


def open_list(path: Readable) -> Listed:
    """Open a list. Raises QueryError for one that can't be read."""
    try:
        is_workbook = path.is_file() and _begins_like_a_workbook(path)
    except OSError as error:
        assert not isinstance(path, MemoryFile), "what is in memory can be read"
        raise unreadable(path, error) from error
    if is_workbook:
        return _first_sheet(path)
    stream = open_stream(path, refusal)
    return Listed(stream.headings, stream.records, stream.rows, stream.sha256, stream.not_utf8)


def _begins_like_a_workbook(path: Readable) -> bool:
    with path.open("rb") as file:
        return bool(file.read(len(ZIP_MARK)) == ZIP_MARK)


def _first_sheet(path: Readable) -> Listed:
    with path.open("rb") as file:
        content = file.read(_WORKBOOK.max_bytes + 1)
    sheets = read_sheets(content, path.name, _WORKBOOK)
    rows = [(line, row) for line, row in enumerate(sheets[0].rows if sheets else (), 1) if any(c is not None for c in row)]
    if not rows:
        raise refusal(text("%(file)s is empty.", file=path.name))
    if not sheets[0].whole:
        raise refusal(text("%(file)s has more than %(n)s rows.", file=path.name, n=_WORKBOOK.max_rows))

    def records() -> Iterator[Record]:
        for line, row in rows[1:]:
            yield Record(line, ["" if cell is None else str(cell) for cell in row])

    headings = tuple("" if cell is None else str(cell) for cell in rows[0][1])
    return Listed(headings, records, len(rows) - 1, hashlib.sha256(content).hexdigest(), 0)
