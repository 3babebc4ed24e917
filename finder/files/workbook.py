"""An .xlsx workbook as rows of cells."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

Row = tuple[object, ...]


def unpacked_bytes(content: bytes) -> int:
    """How many bytes the parts of a packed file say they take: a small file can unpack to one that fills a machine."""
    return sum(part.file_size for part in ZipFile(io.BytesIO(content)).infolist())


def sheet_rows(content: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """Sheets by title, in order; formulas as the values saved with them. Raises whatever openpyxl does for damage."""
    # Imported with the first workbook: it takes a tenth of a second, which no other command needs.
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield sheet.title, _rows(sheet)


def _rows(sheet: Any) -> Iterator[Row]:
    # The size that a sheet claims to have can be wrong: rows are as long as they are.
    sheet.reset_dimensions()
    yield from sheet.iter_rows(values_only=True)
