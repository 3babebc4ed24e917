"""A workbook or a CSV file as sheets of cells: within limits, and refused in one sentence if it cannot be read."""

from dataclasses import dataclass
from itertools import islice

from finder.errors import refuse_damage
from finder.files.csv_rows import strict_rows
from finder.files.limits import Budget, SheetLimits
from finder.files.text import decode
from finder.files.workbook import Row, sheets_of
from finder.text import text

ZIP_MARK, _OLD_EXCEL_MARK = b"PK", b"\xd0\xcf\x11\xe0"
_ROWS_BETWEEN_LOOKS = 1_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the top; a row ends with its last cell. `whole` is false where rows beyond the limit were not read."""

    name: str
    rows: list[Row]
    whole: bool


def read_sheets(content: bytes, label: str, limits: SheetLimits) -> list[Sheet]:
    """The sheets of an .xlsx workbook, or a CSV file as one sheet of that label, whatever the file's name ends in.

    CSV is separated by commas, semicolons or tabs. Raises QueryError for anything else, for damage, and for what is too
    large, packed or unpacked, has too many sheets or cells, or takes too long.
    """
    limits.check(len(content), label)
    if content.startswith(_OLD_EXCEL_MARK):
        raise limits.refusal(text("%(file)s is an old Excel file, or one with a password.", file=label))
    budget = Budget(limits, label)
    return _workbook(content, budget) if content.startswith(ZIP_MARK) else [_csv(content, budget)]


def _workbook(content: bytes, budget: Budget) -> list[Sheet]:
    with refuse_damage(budget.limits.refusal(text("%(file)s cannot be read as a workbook.", file=budget.label))):
        return [Sheet(sheet.title, sheet.rows, sheet.whole) for sheet in sheets_of(content, budget)]


def _csv(content: bytes, budget: Budget) -> Sheet:
    limits, label = budget.limits, budget.label
    remaining = strict_rows(decode(content, label, limits.refusal), label, limits.refusal)
    rows: list[Row] = []
    for cells in islice(remaining, limits.max_rows):
        row = tuple(cells[: limits.max_columns])
        budget.spend_row(row)
        rows.append(row)
        if len(rows) % _ROWS_BETWEEN_LOOKS == 0:
            budget.check_time()
    return Sheet(label, rows, whole=next(remaining, None) is None)
