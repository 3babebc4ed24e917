"""CMS's Health Service Delivery (HSD) Reference File: the county types and limits that CMS sets each year.

CMS publishes it under 42 CFR 422.116(a)(4). Where it lists a county, its type and limits replace those of the rule.
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

# A file in CMS's layout with all 3,220 counties takes 1.3 MB, and 17 MB unpacked.
LIMITS = SheetLimits(
    max_bytes=10_000_000,
    advice=text("Give CMS's HSD Reference File as an .xlsx workbook, or a CSV file with the same columns."),
    max_unpacked_bytes=60_000_000,
    max_rows=10_000,
    max_columns=400,
)
_TYPES = {name.replace("_", ""): index for index, name in enumerate(COUNTY_TYPES)}
# No limit is near this. A date that a spreadsheet stores as a number of days is above it.
_LARGEST_LIMIT = 10_000.0
_LONGEST_SHOWN = 60


@dataclass(frozen=True, eq=False)
class HsdOverrides:
    """What the file sets for one standard. Arrays have shape (counties,), in the order of the county table.

    `type_index` is a row of COUNTY_TYPES; `max_min` and `max_mi` are minutes and miles. Where a county is not `listed`, the
    type is that of the county table, and the limits are NaN.
    """

    listed: npt.NDArray[np.bool_]
    type_index: Ints
    max_min: Floats
    max_mi: Floats


@dataclass(frozen=True, eq=False)
class HsdFile:
    """A file as read: its name, the SHA-256 of its content, overrides by standard id, and what was not used and why."""

    label: str
    fingerprint: str
    overrides: Mapping[str, HsdOverrides]
    notices: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one row says about one county for one standard: its type as a row of COUNTY_TYPES, minutes, and miles."""

    standard: str
    county: int
    where: Text
    values: tuple[int, float, float]


class _RowError(Exception):
    """Why a row cannot be used, and what to do about it."""

    def __init__(self, what: Text, advice: Text) -> None:
        super().__init__(what, advice)
        self.what = what
        self.advice = advice


def load_hsd(path: Path, counties: Counties) -> HsdFile:
    """Read a file as `read_hsd` does. Also raises QueryError if the file cannot be opened."""
    return read_hsd(read_file(path, LIMITS), path.name, counties)


def read_hsd(content: bytes, label: str, counties: Counties) -> HsdFile:
    """Read the overrides in a workbook of CMS's layout, or in a CSV file with the same columns and one row of headings.

    Sheets without limits for a known specialty are ignored. A row that cannot be used becomes a notice, and the other rows
    count. If rows for one county contradict each other, none of them counts, with a notice. Raises QueryError for a file that
    cannot be read or in which no sheet has all required columns.
    """
    tables = [(sheet, find_columns(sheet.rows)) for sheet in read_sheets(content, label, LIMITS)]
    usable = [(sheet, columns) for sheet, columns in tables if not columns.missing]
    if not usable:
        nearest = min([columns for _, columns in tables] or [find_columns([])], key=lambda c: len(c.missing))
        raise _columns_missing(label, nearest)
    finder, notices = CountyFinder(counties), list[Text]()
    entries = [entry for sheet, columns in usable for entry in _entries(sheet, columns, finder, notices)]
    overrides = {
        standard: _merged([e for e in entries if e.standard == standard], counties, notices)
        for standard in SPECIALTIES
        if any(standard in columns.limits for _, columns in usable)
    }
    return HsdFile(label, hashlib.sha256(content).hexdigest(), overrides, tuple(notices))


def _columns_missing(label: str, nearest: Columns) -> QueryError:
    """The refusal of a file, with what the sheet that comes closest is missing."""
    names = "; ".join(nearest.missing)
    return QueryError(
        text("No sheet of %(file)s has all columns of an HSD Reference File. Missing: %(names)s.", file=label, names=names),
        text("Give CMS's HSD Reference File as it was published, or a CSV file with these headings in its first row."),
    )


def _entries(sheet: Sheet, columns: Columns, finder: CountyFinder, notices: list[Text]) -> Iterator[_Entry]:
    """What the rows of a sheet say. Rows are numbered as in a spreadsheet."""
    for number, row in enumerate(sheet.rows[columns.first :], columns.first + 1):
        used = [*columns.labels.values(), *(column for pair in columns.limits.values() for column in pair)]
        if any(_written(row, column) for column in used):
            where = text("%(sheet)s, row %(row)s", sheet=sheet.name, row=str(number))
            yield from _row_entries(row, where, columns, finder, notices)
    if not sheet.whole:
        notices.append(text("%(sheet)s: only the first %(n)s rows were read.", sheet=sheet.name, n=LIMITS.max_rows))


def _row_entries(row: Row, where: Text, columns: Columns, finder: CountyFinder, notices: list[Text]) -> Iterator[_Entry]:
    try:
        county, kind = _county(row, columns, finder), _type(row, columns)
    except _RowError as error:
        notices.append(_not_used(where, error))
        return
    for standard, pair in columns.limits.items():
        try:
            minutes, miles = _limits(row, standard, pair)
        except _RowError as error:
            notices.append(_not_used(where, error))
        else:
            yield _Entry(standard, county, where, (kind, minutes, miles))


def _not_used(where: Text, error: _RowError) -> Text:
    return text("%(where)s: %(what)s. %(advice)s", where=where, what=error.what, advice=error.advice)


def _county(row: Row, columns: Columns, finder: CountyFinder) -> int:
    fips, state, name = (_written(row, columns.labels.get(label)) for label in ("fips", "state", "county"))
    code = fips.zfill(5) if fips.isdecimal() else fips
    county = finder.row(code, state, name)
    if county is not None:
        return county
    shown = ", ".join(part[:_LONGEST_SHOWN] for part in (fips, name, state) if part) or "?"
    if is_newer(code, state, name):
        raise _RowError(
            text("%(county)s is newer than the 2017 counties used here; the row is skipped", county=shown),
            text("The type and limits of the rule apply there."),
        )
    raise _RowError(
        text("%(county)s is not a known county; the row is skipped", county=shown),
        text("Use its name in data/counties.csv, or its FIPS code."),
    )


def _type(row: Row, columns: Columns) -> int:
    written = _written(row, columns.labels["designation"])
    kind = _TYPES.get(re.sub(r"[^a-z]", "", written.lower()))
    if kind is None:
        raise _RowError(
            text("%(written)s is not a county designation; the row is skipped", written=repr(written[:_LONGEST_SHOWN])),
            text("Use Large Metro, Metro, Micro, Rural, or CEAC."),
        )
    return kind


def _limits(row: Row, standard: str, pair: tuple[int, int]) -> tuple[float, float]:
    """Minutes and miles of one specialty."""
    minutes, miles = (_limit(cell(row, column)) for column in pair)
    if minutes is None or miles is None:
        shown = [repr(_written(row, column)[:_LONGEST_SHOWN]) for column in pair]
        raise _RowError(
            text(
                "%(minutes)s minutes and %(miles)s miles are not limits for %(specialty)s; they are ignored",
                minutes=shown[0],
                miles=shown[1],
                specialty=SPECIALTIES[standard],
            ),
            text("Use numbers above 0. If the workbook has formulas, save it once in Excel so that it holds their values."),
        )
    return minutes, miles


def _limit(value: object) -> float | None:
    """A number above zero, also if it is written as text; None for anything else."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,5}(\.\d{1,9})?\s*", value, re.ASCII):
        value = float(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 < value <= _LARGEST_LIMIT else None


def _written(row: Row, column: int | None) -> str:
    """The text of a cell, a whole number without its ".0"; empty for an empty cell and if there is no such column."""
    value = None if column is None else cell(row, column)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def _merged(entries: list[_Entry], counties: Counties, notices: list[Text]) -> HsdOverrides:
    """The overrides of all rows. A county whose rows contradict each other is not listed."""
    by_county: dict[int, list[_Entry]] = {}
    for entry in entries:
        by_county.setdefault(entry.county, []).append(entry)
    n = len(counties.fips)
    found = HsdOverrides(np.zeros(n, bool), counties.type_index.copy(), np.full(n, np.nan), np.full(n, np.nan))
    for county, rows in by_county.items():
        agree = len({row.values for row in rows}) == 1
        if len(rows) > 1:
            notices.append(_twice(rows, f"{counties.name[county]}, {counties.state[county]}", agree))
        if agree:
            found.listed[county] = True
            found.type_index[county], found.max_min[county], found.max_mi[county] = rows[0].values
    return found


def _twice(rows: list[_Entry], county: str, agree: bool) -> Text:
    first = rows[0]
    second = next((row for row in rows if row.values != first.values), rows[1])
    values = {"first": first.where, "second": second.where, "county": county, "specialty": SPECIALTIES[first.standard]}
    if agree:
        return text("%(first)s and %(second)s are both %(county)s and agree on %(specialty)s. They count once.", **values)
    return text(
        "%(first)s and %(second)s are both %(county)s and contradict each other on %(specialty)s. Neither is used. Keep one.",
        **values,
    )
