"""Rows of a long answer -> an Excel workbook, written part by part into the file: ECMA-376, part 1, sections 12 and 18.

XlsxWriter holds all rows in memory, or else in a file of its own in the folder of temporary files. Rows of a list may be about
people, so they must be in neither.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr  # nosec B406
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from xlsxwriter.utility import xl_col_to_name

from finder.errors import QueryError
from finder.questions.columns import Column, Kind
from finder.reports.manifest import flat_manifest
from finder.reports.streamed import Streamed, is_number
from finder.reports.workbook import MANIFEST_SHEET, NOTES_SHEET, cell_text
from finder.text import as_count, text

# What Excel itself can hold, without the headings.
MOST_ROWS, MOST_COLUMNS = 1_048_575, 16_384
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The styles of cells by number: plain, a heading, miles, whole numbers, and text that wraps.
_PLAIN, _HEADING, _TENTHS, _WHOLE, _WRAPPED = range(5)
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="5"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/><xf numFmtId="164" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="3" xfId="0" applyNumberFormat="1"/>
<xf xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_STYLE_OF: dict[Kind, int] = {"miles": _TENTHS, "minutes": _WHOLE, "count": _WHOLE}
_WIDTH = 16
# Excel reads _x0041_ as the character of that number.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def check_size(rows: int, columns: int) -> None:
    """Raise QueryError for more rows or columns than a workbook can have."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise QueryError(
            text(
                "A workbook has room for %(most)s rows, and the answer may have %(n)s.",
                most=as_count(MOST_ROWS),
                n=as_count(rows),
            )
            if rows > MOST_ROWS
            else text("A workbook has room for %(most)s columns.", most=as_count(MOST_COLUMNS)),
            text("Choose csv or json."),
        )


def write_workbook(out: BinaryIO, answer: Streamed) -> None:
    """Write a workbook of three sheets: the table, with a frozen header and filters, `manifest`, and `notes`."""
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        _part(book, "xl/worksheets/sheet1.xml", _table_sheet(answer))
        _part(book, "xl/worksheets/sheet2.xml", _pairs_sheet(flat_manifest(answer.manifest()).items()))
        _part(book, "xl/worksheets/sheet3.xml", _pairs_sheet(answer.notes()))
        for name, content in _frame(answer, (answer.table, MANIFEST_SHEET, NOTES_SHEET)).items():
            _part(book, name, [content])


def _part(book: ZipFile, name: str, written: Iterable[str]) -> None:
    info = ZipInfo(name, _EARLIEST)
    info.compress_type = ZIP_DEFLATED
    with book.open(info, "w", force_zip64=True) as part:
        for piece in written:
            part.write(piece.encode())


def _table_sheet(answer: Streamed) -> Iterator[str]:
    kinds = [_kind(answer.about.get(column)) for column in answer.columns]
    letters = [xl_col_to_name(at) for at in range(len(answer.columns))]
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="{len(letters)}" '
        f'width="{_WIDTH}" customWidth="1"/></cols><sheetData><row r="1">'
    )
    yield "".join(_cell(f"{at}1", name, _HEADING) for at, name in zip(letters, answer.columns, strict=True)) + "</row>"
    line = 1
    for line, row in enumerate(answer.rows, 2):
        cells = zip(letters, answer.columns, kinds, strict=True)
        yield f'<row r="{line}">{"".join(_cell(f"{at}{line}", row[name], style) for at, name, style in cells)}</row>'
    yield f'</sheetData><autoFilter ref="A1:{letters[-1]}{line}"/></worksheet>'


def _kind(column: Column | None) -> int:
    return _STYLE_OF.get(column.kind, _PLAIN) if column else _PLAIN


def _pairs_sheet(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="28" customWidth="1"/>'
        '<col min="2" max="2" width="100" customWidth="1"/></cols><sheetData>'
    )
    for line, (key, value) in enumerate(pairs, 1):
        yield f'<row r="{line}">{_cell(f"A{line}", key, _HEADING)}{_cell(f"B{line}", value, _WRAPPED)}</row>'
    yield "</sheetData></worksheet>"


def _cell(at: str, value: object, style: int) -> str:
    """A number as a number, anything else as text, and nothing for unknown."""
    if isinstance(value, int | float):
        return f'<c r="{at}" s="{style}"><v>{value!r}</v></c>'
    if not value:
        return ""
    written = str(value)
    shown = written if is_number(written) else cell_text(written)
    shown = escape(_ESCAPE.sub("_x005F_", shown)).replace("\r", "_x000D_")
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _frame(answer: Streamed, sheets: Sequence[str]) -> dict[str, str]:
    """The other parts of a workbook, by name."""
    numbered = list(enumerate(sheets, 1))
    tabs = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    parts = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n, _ in numbered
    )
    core = f"{_PACKAGE}/metadata/core-properties"
    return {
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{tabs}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{parts}'
        f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dc:title>{escape(answer.title)}</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">'
        f"{answer.made_on.isoformat()}T00:00:00Z</dcterms:created></cp:coreProperties>",
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" '
        f'Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{types}'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    }
