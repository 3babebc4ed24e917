"""How large a file may be, and the refusal of one that is too large, damaged, or of the wrong kind."""

from dataclasses import dataclass
from pathlib import Path

from finder.errors import QueryError
from finder.text import Text, text

_MB = 1_000_000


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
    """The most bytes, packed and unpacked, and the most rows and columns that are read of each sheet."""

    max_unpacked_bytes: int
    max_rows: int
    max_columns: int

    def check_unpacked(self, size: int, label: str) -> None:
        """Raise QueryError for a workbook with more bytes unpacked than it may have."""
        if size > self.max_unpacked_bytes:
            most = self.max_unpacked_bytes // _MB
            raise self.refusal(text("%(file)s is larger than %(mb)s MB when unpacked.", file=label, mb=most))


def read_file(path: Path, limits: SizeLimits) -> bytes:
    """The content of a file. Raises QueryError, before reading, if it is too large, and if it cannot be opened."""
    try:
        limits.check(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        what = text("%(file)s cannot be read (%(why)s).", file=str(path), why=error.strerror or type(error).__name__)
        raise QueryError(what, text("Check the path and that you have permission to read it.")) from error
