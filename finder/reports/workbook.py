"""Rows -> an Excel workbook: the table, its manifest, and notes. Text is never run as a formula, and cuts are marked."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from typing import Any

from finder.questions.base import AnyQuestion, Result, Row, Table
from finder.questions.columns import COLUMNS, Kind
from finder.reports.cell_text import guarded
from finder.reports.manifest import flat_manifest, manifest
from finder.text import text
from finder.wording.writer import ENGLISH

MANIFEST_SHEET, NOTES_SHEET = "manifest", "notes"
# Characters that XML 1.0, and so a workbook, cannot hold.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 44, 7
_NUMBERS: dict[Kind, str] = {
    "people": "#,##0", "count": "#,##0", "share": "0.0%", "miles": "#,##0.0", "minutes": "#,##0", "degrees": "0.00000",
    "hours": "#,##0.0", "ratio": "0.000", "amount": "#,##0",
}  # fmt: skip


def to_xlsx(question: AnyQuestion, result: Result, name: str, rows: Sequence[Row]) -> bytes:
    """Make a workbook of three sheets: the table, with a frozen header and filters, `manifest`, and `notes`."""
    # Imported with the first workbook, because it takes a while to load.
    import xlsxwriter

    table, out = question.tables[name], io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        made = datetime.combine(result.query.on, time(), UTC)
        book.set_properties({"title": _title(question, table), "created": made})
        _table_sheet(book, name, table, rows)
        _pairs_sheet(book, MANIFEST_SHEET, flat_manifest(manifest(question, result, name, "xlsx")).items())
        _pairs_sheet(book, NOTES_SHEET, _notes(question, result, table))
    return out.getvalue()


def _title(question: AnyQuestion, table: Table[Any]) -> str:
    """The title of a workbook."""
    words = text("Infusion Access Finder: %(question)s, %(table)s", question=question.title, table=table.title)
    return ENGLISH.say(words)


def _table_sheet(book: Any, name: str, table: Table[Any], rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top"})
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _NUMBERS.items()}
    sheet.write_row(0, 0, table.columns, head)
    for at, column in enumerate(table.columns):
        kind = COLUMNS[column].kind
        sheet.set_column(at, at, _width(column, kind, rows), formats.get(kind))
        for line, row in enumerate(rows, 1):
            _write(sheet, line, at, row[column])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, line: int, at: int, value: Any) -> None:
    """Write a number as a number, anything else as text, and nothing for unknown."""
    if isinstance(value, bool):
        sheet.write_string(line, at, "yes" if value else "no")
    elif isinstance(value, int | float):
        sheet.write_number(line, at, value)
    elif value:
        sheet.write_string(line, at, cell_text(str(value)))


def cell_text(written: str) -> str:
    """Text as a cell can hold it: without characters that XML forbids, and cut, with an ellipsis, at Excel's limit.

    It is guarded as in CSV: a cell of text becomes a formula when someone edits it, or saves the sheet as CSV.
    """
    kept = guarded(_FORBIDDEN.sub("", written))
    return kept if len(kept) <= _LONGEST_CELL else kept[: _LONGEST_CELL - 1] + "…"


def _width(column: str, kind: Kind, rows: Sequence[Row]) -> int:
    """The width, in characters, that fits the header with its filter arrow and most of the cells below."""
    longest = max((len(str(row[column])) for row in rows[:2000] if row[column] is not None), default=0)
    content = longest + 2 if kind in ("text", "code", "day") else 10
    return max(_NARROWEST, min(_WIDEST, max(content, len(column) + 4)))


def _pairs_sheet(book: Any, name: str, pairs: Any) -> None:
    sheet = book.add_worksheet(name)
    bold, wrap = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    for line, (key, value) in enumerate(pairs):
        sheet.write_string(line, 0, cell_text(key), bold)
        sheet.write_string(line, 1, cell_text(value), wrap)


def _notes(question: AnyQuestion, result: Result, table: Table[Any]) -> Iterator[tuple[str, str]]:
    """Yield the answer, how it was measured, what to know, and what each column holds."""
    say, note = ENGLISH.say, ENGLISH.say(text("Note"))
    yield say(text("Table")), say(table.title)
    for label, words in question.notes(result):
        yield say(label), say(words)
    yield say(text("Travel")), f"{say(result.method.label)}. {say(result.method.error_note)}"
    for notice in result.notices:
        yield note, say(notice)
    yield note, say(text("This is not medical advice."))
    for column in table.columns:
        yield column, say(COLUMNS[column].about)
