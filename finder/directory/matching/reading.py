"""A list to be matched: a CSV file -> records, with notices of the rows that could not be used."""

from dataclasses import dataclass
from pathlib import Path

from finder.directory.cells import shown
from finder.directory.matching.identifiers import identifier, kind_of
from finder.directory.matching.model import Record
from finder.directory.table import Row, RowNotice, read_table
from finder.text import Text, text

REQUIRED = ("id", "name")
_WHERE = ("street", "city", "state", "zip", "phone")
_ADVICE = text("It needs the columns id and name, and may have street, city, state, zip, phone, npi, and ccn.")


@dataclass(frozen=True, slots=True)
class RecordList:
    """The records of a file, and what is wrong with its other rows."""

    records: tuple[Record, ...]
    notices: tuple[Text, ...]


def read_list(path: Path) -> RecordList:
    """Read a list: `id`, `name`, and whatever else helps. Raises DirectoryError for a file without these two columns."""
    table = read_table(path, REQUIRED, None, _ADVICE)
    notices = list(table.notices)
    records: dict[str, Record] = {}
    for row in table.rows:
        reason = _unusable(row, records)
        if reason:
            notices.append(RowNotice(row.file, row.line, *reason))
        else:
            records[row.cell("id")] = _record(row)
    return RecordList(tuple(records.values()), tuple(n.sentence for n in sorted(notices, key=lambda n: n.line)))


def _unusable(row: Row, known: dict[str, Record]) -> tuple[str, Text] | None:
    """The column without which the row cannot be used, and why; None for a good row."""
    for column in REQUIRED:
        if not row.cell(column):
            return column, text("empty; the row is skipped")
    if row.cell("id") in known:
        return "id", text("%(id)s is listed before; the row is skipped", id=shown(row.cell("id")))
    return None


def _record(row: Row) -> Record:
    # A list may have two columns of one kind, such as "npi" and "national_provider_identifier": the first filled one counts.
    identifiers: dict[str, str] = {}
    for column, written in row.cells.items():
        kind = kind_of(column)
        if kind and kind not in identifiers and (value := identifier(kind, written)):
            identifiers[kind] = value
    street, city, state, zip_code, phone = (row.cell(column) for column in _WHERE)
    return Record(row.cell("id"), row.cell("name"), street, city, state, zip_code, phone, identifiers)
