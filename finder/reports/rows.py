"""Rows -> CSV for spreadsheets, JSON, and plain text for a terminal."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from finder.questions.base import Row
from finder.reports.cell_text import guarded

_WIDEST_CELL = 60


def to_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """CSV with a header (RFC 4180). Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_cell, columns))
    writer.writerows([_cell(row[c]) for c in columns] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return guarded(value) if isinstance(value, str) else value


def to_json(answer: Row) -> bytes:
    """JSON of plain values: UTF-8, one value on each line."""
    return (json.dumps(answer, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def to_text(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Some columns of the rows, aligned for a terminal, without control characters."""
    cells = [[_printable(row[c]) for c in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    lines = [columns, ["-" * w for w in widths], *cells]
    return "\n".join("  ".join(f"{c:<{w}}" for c, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _printable(value: Any) -> str:
    written = "" if value is None else str(value)
    return "".join(c for c in written if c.isprintable())[:_WIDEST_CELL]
