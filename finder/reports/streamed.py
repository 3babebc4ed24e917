"""Rows of a long answer -> CSV, JSON, or a workbook, row by row: what is held in memory does not grow with the rows."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from finder.questions.base import Row
from finder.questions.columns import Column
from finder.reports.cell_text import guarded

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{0,30})?", re.ASCII)
# Without one of these, nothing is guarded. To look for one takes a fifth of the time, and there are millions of cells.
_RISKY = re.compile(r"[^\w ,.:'()/\"“”]")


@dataclass(frozen=True)
class Streamed:
    """What is written: the rows with all `columns` in order, and what a file says of them.

    `trace` are more columns, the same on every row, for CSV. `manifest` and `notes` are called after the last row. `about` has
    the kind of each column that is not text.
    """

    title: str
    table: str
    columns: Sequence[str]
    rows: Iterable[Row]
    trace: Mapping[str, str]
    manifest: Callable[[], dict[str, Any]]
    notes: Callable[[], Sequence[tuple[str, str]]]
    about: Mapping[str, Column]
    made_on: date


def write_csv(out: BinaryIO, answer: Streamed) -> None:
    """CSV as `finder.reports.rows.to_csv` has it."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow([*map(safe_text, answer.columns), *answer.trace])
        traced = list(answer.trace.values())
        for row in answer.rows:
            writer.writerow([*(safe_text(row[column]) for column in answer.columns), *traced])
    finally:
        text.detach()  # and leave what is below open


def write_json(out: BinaryIO, answer: Streamed) -> None:
    """JSON with a row on each line, and the manifest at the end."""
    out.write(b'{"table": %s,\n"rows": [' % json.dumps(answer.table).encode())
    comma = "\n"
    for row in answer.rows:
        out.write((comma + _json({column: row[column] for column in answer.columns})).encode())
        comma = ",\n"
    out.write(f'\n],\n"manifest": {_json(answer.manifest())}}}\n'.encode())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def safe_text(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula. What is echoed may be a number with a sign, which stays as it is."""
    if not isinstance(value, str) or not _RISKY.search(value) or is_number(value):
        return value
    return guarded(value)


def is_number(written: str) -> bool:
    """Whether text is a plain number, which is never a formula, whatever its sign."""
    return bool(_NUMBER.fullmatch(written))
