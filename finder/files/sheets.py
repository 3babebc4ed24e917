"""A workbook or a CSV file as sheets of cells: within size limits, and refused in one sentence if it cannot be read."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from finder.errors import refuse_damage
from finder.files.csv_rows import strict_rows
from finder.files.limits import SheetLimits
from finder.files.text import decode
from finder.files.workbook import Row, sheet_rows, unpacked_bytes
from finder.text import text

ZIP_MARK, _OLD_EXCEL_MARK = b"PK", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the top; a row ends with its last cell. `whole` is false where rows beyond the limit were not read."""

    name: str
    rows: list[Row]
    whole: bool


def read_sheets(content: bytes, label: str, limits: SheetLimits) -> list[Sheet]:
    """The sheets of an .xlsx workbook, or a CSV file as one sheet of that label, whatever the file's name ends in.

    CSV is separated by commas, semicolons or tabs. Raises QueryError for anything else, for damage, and for what is too
    large, packed or unpacked.
    """
    limits.check(len(content), label)
    if content.startswith(_OLD_EXCEL_MARK):
        raise limits.refusal(text("%(file)s is an old Excel file, or one with a password.", file=label))
    return _workbook(content, label, limits) if content.startswith(ZIP_MARK) else [_csv(content, label, limits)]


def _workbook(content: bytes, label: str, limits: SheetLimits) -> list[Sheet]:
    damaged = limits.refusal(text("%(file)s cannot be read as a workbook.", file=label))
    with refuse_damage(damaged):
        limits.check_unpacked(unpacked_bytes(content), label)
        return [_cut(title, rows, limits) for title, rows in sheet_rows(content)]


def _csv(content: bytes, label: str, limits: SheetLimits) -> Sheet:
    written = decode(content, label, limits.refusal)
    return _cut(label, map(tuple, strict_rows(written, label, limits.refusal)), limits)


def _cut(name: str, rows: Iterable[Row], limits: SheetLimits) -> Sheet:
    remaining = iter(rows)
    kept = [row[: limits.max_columns] for row in islice(remaining, limits.max_rows)]
    return Sheet(name, kept, whole=next(remaining, None) is None)
