"""How large a file may be, and the refusal of one that is too large, damaged, or of the wrong kind.

The size of a file says little about what it becomes: 24 kB of a workbook can be a sheet of 16,384 columns in every row. So
rows, columns, sheets, cells, unpacked bytes, and time have limits of their own.
"""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from finder.errors import QueryError, refuse_damage
from finder.text import Text, as_count, text

_MB = 1_000_000
# A list or an object of JSON takes 56 bytes or more in memory, and two in a file.
_MOST_JSON_VALUES = 5_000_000


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The most bytes that a file may have, and the advice that ends every refusal: what to give instead."""

    max_bytes: int
    advice: Text

    def refusal(self, what: Text) -> QueryError:
        """The refusal of a file, with this advice."""
        return QueryError(what, self.advice)

    def check(self, size: int, label: str) -> None:
        """Raise QueryError for a file with more bytes than it may have."""
        if size > self.max_bytes:
            raise self.refusal(text("%(file)s is larger than %(mb)s MB.", file=label, mb=self.max_bytes // _MB))


@dataclass(frozen=True, slots=True)
class SheetLimits(SizeLimits):
    """The most bytes, packed and unpacked, and sheets, cells, and seconds for all of them.

    Of each sheet, at most `max_rows` and `max_columns` are read. What is beyond them is no error.
    """

    max_unpacked_bytes: int
    max_rows: int
    max_columns: int
    max_cells: int = 2_000_000
    max_sheets: int = 60
    max_s: float = 60.0

    def check_unpacked(self, size: int, label: str) -> None:
        """Raise QueryError for a workbook with more bytes unpacked than it may have."""
        if size > self.max_unpacked_bytes:
            most = self.max_unpacked_bytes // _MB
            raise self.refusal(text("%(file)s is larger than %(mb)s MB when unpacked.", file=label, mb=most))


@dataclass(slots=True)
class Budget:
    """What reading one file may still cost. Every method raises QueryError when too much is spent."""

    limits: SheetLimits
    label: str
    cells: int = 0
    letters: int = 0
    until: float = field(init=False)

    def __post_init__(self) -> None:
        self.until = time.monotonic() + self.limits.max_s

    def spend_row(self, row: tuple[object, ...]) -> None:
        """Count a row of cells, which counts as a cell itself, and the letters that are written in it."""
        self.cells += 1 + len(row)
        self.letters += sum(len(cell) for cell in row if isinstance(cell, str))
        if self.cells > self.limits.max_cells:
            self.refuse(text("%(file)s has more than %(n)s cells.", file=self.label, n=as_count(self.limits.max_cells)))
        # The cells of a workbook may all be the same long text.
        self.limits.check_unpacked(self.letters, self.label)

    def check_sheets(self, count: int) -> None:
        """Count the sheets of a workbook."""
        if count > self.limits.max_sheets:
            self.refuse(text("%(file)s has more than %(n)s sheets.", file=self.label, n=as_count(self.limits.max_sheets)))

    def check_time(self) -> None:
        """See how long it took."""
        if time.monotonic() > self.until:
            self.refuse(text("%(file)s takes too long to read.", file=self.label))

    def refuse(self, what: Text) -> NoReturn:
        """Refuse the file."""
        raise self.limits.refusal(what)


def unreadable(path: Path, error: OSError) -> QueryError:
    """What a file that the system cannot read is refused with."""
    what = text("%(file)s cannot be read (%(why)s).", file=str(path), why=error.strerror or type(error).__name__)
    return QueryError(what, text("Check the path and that you have permission to read it."))


def read_file(path: Path, limits: SizeLimits) -> bytes:
    """The content of a file. Raises QueryError, before all is read, if it is too large, and if it cannot be opened."""
    try:
        limits.check(path.stat().st_size, path.name)
        with path.open("rb") as file:
            # What is not a file, such as a device, has no size, and may have no end.
            content = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    limits.check(len(content), path.name)
    return content


def read_json(content: bytes, label: str, limits: SizeLimits, damaged: QueryError) -> Any:
    """The values of a JSON text in UTF-8. Raises `damaged` for what is not JSON, and QueryError for too many values."""
    with refuse_damage(damaged):
        # Each value but the first comes after one of these.
        if sum(map(content.count, (b",", b"[", b"{", b":"))) > _MOST_JSON_VALUES:
            raise limits.refusal(text("%(file)s has more than %(n)s values.", file=label, n=as_count(_MOST_JSON_VALUES)))
        return json.loads(content.decode("utf-8-sig"))
