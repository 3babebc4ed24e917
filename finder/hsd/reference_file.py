"""CMS's Health Service Delivery (HSD) Reference File: the county types and limits that CMS itself sets each year.

42 CFR 422.116(a)(4) has CMS publish it. Where it lists a county, its type and limits stand in for the rule's own.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints
from finder.domain.demand import COUNTY_TYPES, Counties
from finder.errors import QueryError
from finder.files.limits import SheetLimits, read_file
from finder.files.sheets import Sheet, read_sheets
from finder.files.workbook import Row
from finder.hsd.counties import CountyFinder, is_newer
from finder.hsd.headings import SPECIALTIES, Columns, cell, find_columns
from finder.text import Text, text

# CMS's layout with all 3,220 counties takes 1.3 MB, and 17 MB unpacked.
LIMITS = SheetLimits(
    max_bytes=10_000_000,
    advice=text("Give CMS's HSD Reference File as an .xlsx workbook, or a CSV file with the same columns."),
    max_unpacked_bytes=60_000_000,
    max_rows=10_000,
    max_columns=400,
)
_TYPES = {name.replace("_", ""): index for index, name in enumerate(COUNTY_TYPES)}
# No limit comes near this; a date that a spreadsheet keeps as a number of days lies above.
_LARGEST_LIMIT = 10_000.0
_LONGEST_SHOWN = 60


@dataclass(frozen=True, eq=False)
class HsdOverrides:
    """What the file sets for one standard, shape (counties,), in the order of the table of counties.

    `type_index` is a row of COUNTY_TYPES; `max_min` and `max_mi` are minutes and miles. In a county that is not `listed`
    the type is the table's own, and the limits are NaN.
    """

    listed: npt.NDArray[np.bool_]
    type_index: Ints
    max_min: Floats
    max_mi: Floats


@dataclass(frozen=True, eq=False)
class HsdFile:
    """A file as read: its name, the SHA-256 of its content, overrides by id of standard, and what was not used and why."""

    label: str
    fingerprint: str
    overrides: Mapping[str, HsdOverrides]
    notices: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one row says of one county for one standard: its type as a row of COUNTY_TYPES, minutes, miles."""

    standard: str
    county: int
    where: Text
    said: tuple[int, float, float]


class _RowError(Exception):
    """Why a row cannot be used, and what to do."""

    def __init__(self, what: Text, advice: Text) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice


def load_hsd(path: Path, counties: Counties) -> HsdFile:
    """Read a file as `read_hsd` does. Raises QueryError if it cannot be opened, too."""
    return read_hsd(read_file(path, LIMITS), path.name, counties)


def read_hsd(content: bytes, label: str, counties: Counties) -> HsdFile:
    """The overrides in a workbook of CMS's layout, or in a CSV file with the same columns under one row of headings.

    Sheets without limits of a known specialty are passed over. A row that cannot be used becomes a notice and the others
    count; rows that contradict each other become one, and neither counts. Raises QueryError for a file that cannot be read
    or in which no sheet has all columns that are needed.
    """
    tables = [(sheet, find_columns(sheet.rows)) for sheet in read_sheets(content, label, LIMITS)]
    usable = [(sheet, columns) for sheet, columns in tables if not columns.missing]
    if not usable:
        raise _without_columns(min([columns for _, columns in tables] or [find_columns([])], key=lambda c: len(c.missing)))
    finder, notices = CountyFinder(counties), list[Text]()
    entries = [entry for sheet, columns in usable for entry in _entries(sheet, columns, finder, notices)]
    overrides = {
        standard: _settled([e for e in entries if e.standard == standard], counties, notices)
        for standard in SPECIALTIES
        if any(standard in columns.limits for _, columns in usable)
    }
    return HsdFile(label, hashlib.sha256(content).hexdigest(), overrides, tuple(notices))


def _without_columns(nearest: Columns) -> QueryError:
    return QueryError(
        text(
            "No sheet of this file has all the columns of an HSD Reference File: missing %(names)s.",
            names="; ".join(nearest.missing),
        ),
        text("Give CMS's HSD Reference File as it was published, or a CSV file with these headings in its first row."),
    )


def _entries(sheet: Sheet, columns: Columns, finder: CountyFinder, notices: list[Text]) -> Iterator[_Entry]:
    """What the rows of a sheet say. Rows are numbered as a spreadsheet numbers them."""
    for number, row in enumerate(sheet.rows[columns.first :], columns.first + 1):
        used = [*columns.labels.values(), *(column for pair in columns.limits.values() for column in pair)]
        if any(_written(row, column) for column in used):
            where = text("%(sheet)s, row %(row)s", sheet=sheet.name, row=number)
            yield from _row_entries(row, where, columns, finder, notices)
    if not sheet.whole:
        notices.append(text("%(sheet)s: only the first %(n)s rows are read.", sheet=sheet.name, n=LIMITS.max_rows))


def _row_entries(row: Row, where: Text, columns: Columns, finder: CountyFinder, notices: list[Text]) -> Iterator[_Entry]:
    try:
        county, kind = _county(row, columns, finder), _type(row, columns)
    except _RowError as error:
        notices.append(_left_out(where, error))
        return
    for standard, pair in columns.limits.items():
        try:
            minutes, miles = _limits(row, standard, pair)
        except _RowError as error:
            notices.append(_left_out(where, error))
        else:
            yield _Entry(standard, county, where, (kind, minutes, miles))


def _left_out(where: Text, error: _RowError) -> Text:
    return text("%(where)s: %(what)s. Not used. %(advice)s", where=where, what=error.what, advice=error.advice)


def _county(row: Row, columns: Columns, finder: CountyFinder) -> int:
    fips, state, name = (_written(row, columns.labels.get(label)) for label in ("fips", "state", "county"))
    code = fips.zfill(5) if fips.isdecimal() else fips
    county = finder.row(code, state, name)
    if county is not None:
        return county
    shown = ", ".join(part[:_LONGEST_SHOWN] for part in (fips, name, state) if part) or "?"
    if is_newer(code, state, name):
        raise _RowError(
            text("%(county)s is newer than the counties in use here, those of 2017", county=shown),
            text("Its people keep the type and limits of the rule."),
        )
    raise _RowError(
        text("%(county)s is not a county that is known", county=shown),
        text("Name it as data/counties.csv does, or give its FIPS code."),
    )


def _type(row: Row, columns: Columns) -> int:
    written = _written(row, columns.labels["designation"])
    kind = _TYPES.get(re.sub(r"[^a-z]", "", written.lower()))
    if kind is None:
        raise _RowError(
            text("%(written)s is not a county designation", written=repr(written[:_LONGEST_SHOWN])),
            text("Write Large Metro, Metro, Micro, Rural or CEAC."),
        )
    return kind


def _limits(row: Row, standard: str, pair: tuple[int, int]) -> tuple[float, float]:
    """Minutes and miles of one specialty."""
    minutes, miles = (_limit(cell(row, column)) for column in pair)
    if minutes is None or miles is None:
        shown = [repr(_written(row, column)[:_LONGEST_SHOWN]) for column in pair]
        raise _RowError(
            text(
                "%(minutes)s minutes and %(miles)s miles are no limits for %(specialty)s",
                minutes=shown[0],
                miles=shown[1],
                specialty=SPECIALTIES[standard],
            ),
            text("Write numbers above 0; save a workbook with formulas once in Excel, so that it holds their values."),
        )
    return minutes, miles


def _limit(value: object) -> float | None:
    """A number above zero, or one written as text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,5}(\.\d{1,9})?\s*", value, re.ASCII):
        value = float(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 < value <= _LARGEST_LIMIT else None


def _written(row: Row, column: int | None) -> str:
    """The text of a cell; a whole number without its ".0"; empty for an empty cell or no column."""
    value = None if column is None else cell(row, column)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _settled(entries: list[_Entry], counties: Counties, notices: list[Text]) -> HsdOverrides:
    """One word a county: what all its rows say. Where they differ the county is not listed."""
    by_county: dict[int, list[_Entry]] = {}
    for entry in entries:
        by_county.setdefault(entry.county, []).append(entry)
    n = len(counties.fips)
    found = HsdOverrides(np.zeros(n, bool), counties.type_index.copy(), np.full(n, np.nan), np.full(n, np.nan))
    for county, rows in by_county.items():
        agree = len({row.said for row in rows}) == 1
        if len(rows) > 1:
            notices.append(_twice(rows, f"{counties.name[county]}, {counties.state[county]}", agree))
        if agree:
            found.listed[county] = True
            found.type_index[county], found.max_min[county], found.max_mi[county] = rows[0].said
    return found


def _twice(rows: list[_Entry], county: str, agree: bool) -> Text:
    first = rows[0]
    second = next((row for row in rows if row.said != first.said), rows[1])
    values = {"first": first.where, "second": second.where, "county": county, "specialty": SPECIALTIES[first.standard]}
    if agree:
        return text("%(first)s and %(second)s are both %(county)s, and say the same for %(specialty)s. Used once.", **values)
    return text(
        "%(first)s and %(second)s are both %(county)s, and contradict each other for %(specialty)s. Not used. Leave one.",
        **values,
    )
