"""An .xlsx workbook as rows of cells, read as a stream: ECMA-376, part 1, sections 12 and 18.

openpyxl holds every cell of a row and every part as objects. A few kB then become GB, so only its rules for dates are used.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from finder.files.limits import Budget
from finder.files.parts import Attributes, Damaged, Enough, Parts

Row = tuple[object, ...]
Cell = str | int | float | bool | date | datetime | time | timedelta | None
# What Excel itself can hold.
_LONGEST_CELL, _MOST_COLUMNS, _MOST_STYLES, _LONGEST_NUMBER = 32_767, 16_384, 65_536, 400
_CELL_NAME = re.compile(r"([A-Za-z]{1,3})[0-9]{1,7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The rows of a sheet from the top. `whole` is false where rows beyond the limit were not read."""

    title: str
    rows: list[Row]
    whole: bool


def sheets_of(content: bytes, budget: Budget) -> Iterator[SheetPart]:
    """Sheets in order; formulas as the values saved with them.

    Raises QueryError for too much of anything, and for damage whatever error the damage causes.
    """
    parts = Parts(content, budget)
    main = next((name for kind, name in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in parts:
        raise Damaged
    names, is_1904 = _sheets(parts, main)
    budget.check_sheets(len(names))
    related = parts.related(main)
    named = {kind: name for kind, name in related.values() if kind in ("sharedStrings", "styles")}
    values = _Values(_strings(parts, named.get("sharedStrings", ""), budget), _Styles(parts, named.get("styles", "")), is_1904)
    read = set[str]()
    for title, id_ in names:
        kind, name = related[id_]
        if kind == "worksheet":
            if name not in parts or name in read:
                raise Damaged
            read.add(name)
            reader = _SheetReader(values, budget)
            whole = parts.walk(name, reader.start, reader.end, reader.written)
            yield SheetPart(title, reader.rows, whole)


def _sheets(parts: Parts, main: str) -> tuple[list[tuple[str, str]], bool]:
    """The titles of sheets with the ids of their parts, and whether days count from 1904."""
    found: list[tuple[str, str]] = []
    flags: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            found.append((attributes["name"], next(v for k, v in attributes.items() if k.endswith(" id"))))
        elif tag == "workbookPr":
            flags.append(attributes.get("date1904", ""))

    parts.walk(main, start)
    return found, bool({"1", "true"} & set(flags))


def _strings(parts: Parts, name: str, budget: Budget) -> list[str]:
    """The texts that cells refer to by number, without the pronunciation that may stand beside them."""
    found, pieces, skipped = list[str](), list[str](), 0

    def start(tag: str, _: Attributes) -> None:
        nonlocal skipped
        skipped += tag == "rPh"

    def end(tag: str) -> None:
        nonlocal skipped
        skipped -= tag == "rPh"
        if tag == "si":
            if len(found) >= budget.limits.max_cells:
                raise Damaged
            # The mark with which a writer says that what follows is no escape.
            found.append("".join(pieces)[:_LONGEST_CELL].replace("x005F_", ""))
            pieces.clear()

    parts.walk(name, start, end, lambda written: None if skipped else pieces.append(written))
    return found


class _Styles:
    """Which styles of cells are dates."""

    def __init__(self, parts: Parts, name: str) -> None:
        self._formats: dict[str, str] = {}
        self._used: list[str] = []
        self._kinds: dict[str, str] = {}
        self._in_cells = False
        parts.walk(name, self._start, self._end)

    def kind(self, style: str) -> str:
        """`date`, `span`, or `number`."""
        if style not in self._kinds:
            number = self._used[int(style)] if style else "0"
            self._kinds[style] = _kind_of_format(number, self._formats)
        return self._kinds[style]

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "numFmt" and len(self._formats) < _MOST_STYLES:
            self._formats[attributes["numFmtId"]] = attributes["formatCode"][:255]
        elif tag == "cellXfs":
            self._in_cells = True
        elif tag == "xf" and self._in_cells and len(self._used) < _MOST_STYLES:
            self._used.append(attributes.get("numFmtId", "0"))

    def _end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._in_cells = False


def _kind_of_format(number: str, formats: dict[str, str]) -> str:
    # Imported with the first workbook: it takes a tenth of a second, which no other command needs.
    from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

    code = formats.get(number) or BUILTIN_FORMATS.get(int(number))
    return "span" if is_timedelta_format(code) else "date" if is_date_format(code) else "number"


@dataclass(frozen=True, slots=True)
class _Values:
    """What is written in a cell -> its value."""

    strings: list[str]
    styles: _Styles
    is_1904: bool

    def value(self, kind: str, style: str, written: str) -> Cell:
        """The value of a cell of a type of the format (`n`, `s`, `b`, `e`, `str`, `inlineStr`, `d`)."""
        if not written:
            return None
        if kind == "n":
            return self._number(style, written)
        if kind == "s":
            return self.strings[_index(written)]
        if kind == "b":
            return written.strip() not in ("0", "false")
        if kind == "d":
            from openpyxl.utils.datetime import from_ISO8601

            day: Cell = from_ISO8601(written)
            return day
        return written

    def _number(self, style: str, written: str) -> Cell:
        if len(written) > _LONGEST_NUMBER:
            raise Damaged
        number = float(written) if set(written) & set(".eEnN") else int(written)
        kind = self.styles.kind(style)
        return number if kind == "number" else _day(number, kind, self.is_1904)


def _day(number: float, kind: str, is_1904: bool) -> Cell:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        day: Cell = from_excel(number, CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900, timedelta=kind == "span")
    except (OverflowError, ValueError):
        return "#VALUE!"
    return day


def _index(written: str) -> int:
    index = int(written)
    if index < 0:
        raise Damaged
    return index


class _SheetReader:
    """Handlers that gather the rows of one sheet. Cells beyond the last column are skipped."""

    def __init__(self, values: _Values, budget: Budget) -> None:
        self.rows: list[Row] = []
        self._values, self._budget = values, budget
        self._cells: list[Any] = []
        self._column = -1
        self._kind, self._style = "n", ""
        self._pieces: list[str] = []
        self._is_inside = self._is_read = False
        self._skipped = 0

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "sheetData":
            self._is_inside = True
        elif not self._is_inside:
            return
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "rPh":
            self._skipped += 1
        self._is_read = tag in ("v", "t") and not self._skipped

    def end(self, tag: str) -> None:
        """An element ends."""
        self._is_read = False
        if not self._is_inside:
            return
        if tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "rPh":
            self._skipped -= 1
        elif tag == "sheetData":
            self._is_inside = False

    def written(self, written: str) -> None:
        """Text in an element."""
        if self._is_read:
            self._pieces.append(written)

    def _start_row(self, attributes: Attributes) -> None:
        number = int(attributes.get("r", len(self.rows) + 1))
        if number <= len(self.rows):
            raise Damaged
        most = self._budget.limits.max_rows
        missing = min(number - 1, most) - len(self.rows)
        self.rows += [()] * missing
        self._budget.cells += missing
        if number > most:
            raise Enough
        self._cells, self._column = [], -1

    def _end_row(self) -> None:
        row = tuple(self._cells)
        self._budget.spend_row(row)
        self.rows.append(row)

    def _start_cell(self, attributes: Attributes) -> None:
        column = _column(attributes["r"]) if "r" in attributes else self._column + 1
        if not self._column < column < _MOST_COLUMNS:
            raise Damaged
        self._column = column
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces.clear()

    def _end_cell(self) -> None:
        value = self._value() if self._column < self._budget.limits.max_columns else None
        if value is None:
            # A cell that is not kept takes as long to read.
            self._budget.cells += 1
            return
        self._cells += [None] * (self._column - len(self._cells))
        self._cells.append(value)

    def _value(self) -> Cell:
        written = "".join(self._pieces)
        if len(written) > _LONGEST_CELL:
            raise Damaged
        return self._values.value(self._kind, self._style, written)


def _column(name: str) -> int:
    """The column of a cell like AB12, from 0."""
    found = _CELL_NAME.fullmatch(name)
    if not found:
        raise Damaged
    column = 0
    for letter in found[1].upper():
        column = 26 * column + ord(letter) - 64
    return column - 1
