"""Bytes in any format -> a report file. A file that is not a report is refused in one line, never with a traceback."""

import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from finder.errors import refuse_damage
from finder.files.limits import SheetLimits, read_json
from finder.files.sheets import ZIP_MARK, Sheet, read_sheets
from finder.files.workbook import Row
from finder.questions.base import AnyQuestion
from finder.reports.list_manifest import TRACE as LIST_TRACE
from finder.reports.manifest import ASKED, TRACE
from finder.reports.render import REPORT
from finder.reports.workbook import MANIFEST_SHEET
from finder.text import Text, text
from finder.verify.cells import canonical
from finder.verify.report_file import (
    ADVICE,
    Cells,
    Manifest,
    ReportFile,
    Section,
    from_manifest,
    from_pairs,
    from_trace,
    needs_its_list,
    no_manifest,
    refused,
)

# The largest table, ZIP codes of the country for a map, takes 19 MB; as a workbook, 24 MB unpacked.
LIMITS = SheetLimits(
    max_bytes=40_000_000, advice=ADVICE, max_unpacked_bytes=120_000_000, max_rows=200_000, max_columns=400, max_cells=5_000_000
)
MAX_PAGES = 300


def read(content: bytes, label: str = "This file") -> ReportFile:
    """What a file of some name holds, by its content. Raises QueryError for a file that is not a report."""
    LIMITS.check(len(content), label)
    if content.startswith(b"%PDF-"):
        return _pdf(content, label)
    if content.removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        return _json(content, label)
    sheets = read_sheets(content, label, LIMITS)
    if not all(sheet.whole for sheet in sheets):
        raise LIMITS.refusal(text("%(file)s has more than %(n)s rows.", file=label, n=LIMITS.max_rows))
    return _workbook(sheets) if content.startswith(ZIP_MARK) else _csv(sheets[0].rows)


def _reading(label: str) -> AbstractContextManager[None]:
    return refuse_damage(LIMITS.refusal(_damaged(label)))


def _damaged(label: str) -> Text:
    return text("%(file)s is damaged, or is not a report of this program.", file=label)


# CSV


def _csv(written: Sequence[Row]) -> ReportFile:
    lines = [list(map(str, line)) for line in written if line]
    if len(lines) < 2 or not set(TRACE) <= set(lines[0]):
        raise needs_its_list() if lines and set(LIST_TRACE) <= set(lines[0]) else no_manifest()
    header, rows = lines[0], [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]
    traced = [c for c in header if c in TRACE or c.startswith(ASKED)]
    said = _one_trace(rows, traced)
    return ReportFile(said, {said.table: _sheet(said, [c for c in header if c not in traced], rows)})


def _one_trace(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> Manifest:
    """Read the trace, which must be the same on all rows."""
    traces = {tuple(_traced(c, row.get(c, "")) for c in columns) for row in rows}
    if len(traces) > 1:
        raise refused(text("This file mixes rows of several reports."), text("Verify each report by itself."))
    return from_trace(dict(zip(columns, *traces, strict=True)))


def _traced(column: str, written: str) -> str:
    return canonical("checked_on", written) if column == "computed_on" else written


def _sheet(said: Manifest, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Section:
    """Rows under a header: the first is row 2."""
    return Section(_key(said), tuple(columns), tuple(_cells(row, columns) for row in rows), 2)


def _cells(row: Mapping[str, Any], columns: Sequence[str]) -> Cells:
    return {c: canonical(c, row.get(c)) for c in columns}


# Workbook


def _workbook(found: Sequence[Sheet]) -> ReportFile:
    sheets = {sheet.name: sheet.rows for sheet in found}
    if MANIFEST_SHEET not in sheets:
        raise no_manifest()
    said = from_pairs({str(r[0]): str(r[1]) for r in sheets[MANIFEST_SHEET] if len(r) > 1 and r[0] is not None})
    if not (lines := sheets.get(said.table)):
        raise refused(text("The sheet %(name)s is missing.", name=said.table))
    header = [str(cell) for cell in lines[0] if cell is not None]
    rows = [dict(zip(header, line, strict=False)) for line in lines[1:] if any(cell is not None for cell in line)]
    return ReportFile(said, {said.table: _sheet(said, header, rows)})


# JSON, GeoJSON


def _json(content: bytes, label: str) -> ReportFile:
    answer = read_json(content, label, LIMITS, LIMITS.refusal(_damaged(label)))
    if not isinstance(answer, dict) or "manifest" not in answer:
        raise no_manifest()
    drawn = answer.get("type") == "FeatureCollection"
    said = from_manifest(answer["manifest"], "geojson" if drawn else "json")
    with _reading(label):
        if drawn:
            rows = [{**f["properties"], "geometry": json.dumps(f["geometry"], sort_keys=True)} for f in answer["features"]]
            return ReportFile(said, {said.table: _list(_key(said), rows)})
        if said.table != REPORT:
            return ReportFile(said, {said.table: _list(_key(said), answer["rows"])})
        return ReportFile(said, dict(_sections({k: v for k, v in answer.items() if k != "manifest"}, said.question)))


def _key(said: Manifest) -> tuple[str, ...]:
    return said.question.tables[said.table].key


def _list(key: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> Section:
    """Rows of JSON, counted from 1."""
    flat = [dict(_flat(row)) for row in rows]
    columns = tuple(dict.fromkeys(c for row in flat for c in row))
    return Section(key, columns, tuple(_cells(row, columns) for row in flat), 1)


def _flat(row: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{under}{name}.")
        else:
            yield f"{under}{name}", value


def _sections(answer: Mapping[str, Any], question: AnyQuestion) -> Iterator[tuple[str, Section]]:
    """Yield each list of rows as a section, and all other values as one row."""
    alone: dict[str, Any] = {}
    for name, value in _flat(answer):
        if name in question.lists and isinstance(value, list):
            yield name, _list(question.lists[name], value)
        else:
            alone[name] = value
    yield "answer", _list((), [alone])


# PDF


def _pdf(content: bytes, label: str) -> ReportFile:
    import pypdf

    with _reading(label):
        book = pypdf.PdfReader(io.BytesIO(content))
        attached = book.attachments.get("manifest.json", [])
        written = json.loads(attached[0]) if attached else None
    said = from_manifest(written, "pdf")
    with _reading(label):
        if len(book.pages) > MAX_PAGES:
            raise ValueError("too many pages")
        return ReportFile(said, {}, tuple(page.extract_text() for page in book.pages))
