"""The columns of a sheet of the HSD Reference File, found by their headings, in any spelling and order.

The layout is that of the workbooks of 2017 to 2026 as public programs read them: a title; a row of headings (COUNTY, ST,
COUNTY_STATE, SSACD, COUNTY DESIGNATION, then each specialty over two columns); the codes of the specialties; Time and
Distance; and then one row per county. A CSV file has the same in one row of headings.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finder.files.workbook import Row

# CMS's name of the specialty that each standard is about, by standard id.
SPECIALTIES = {"cms": "Outpatient Infusion/Chemotherapy", "cms:rheumatology": "Rheumatology"}
_SPECIALTY_WORDS = {"cms": r"outpatient infusion|infusion chemo|^cms (minutes|miles)$", "cms:rheumatology": r"\brheumatology\b"}
_MEASURE_WORDS = {"minutes": r"\b(time|minutes?|mins?)\b", "miles": r"\b(distance|miles?)\b"}
_LABEL_WORDS = {
    "fips": r"^(county )?fips( code)?$|^fips ?county$|^geoid$",
    "county": r"^county( name)?$",
    "state": r"^st$|^state( code| name| abbreviation)?$",
    "designation": r"^(county )?designa ?tion$|^county type$",
}
# The last row of headings is among the first rows of a sheet, and headings have at most this many rows.
_LAST_HEADING_ROW, _HEADING_ROWS = 15, 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by label, columns of minutes and miles by standard id, and the first row of data."""

    labels: Mapping[str, int]
    limits: Mapping[str, tuple[int, int]]
    first: int

    @property
    def missing(self) -> list[str]:
        """Required headings that the sheet does not have."""
        required = {
            "COUNTY and ST (or FIPS)": "fips" in self.labels or {"county", "state"} <= self.labels.keys(),
            "COUNTY DESIGNATION": "designation" in self.labels,
            f"Time and Distance of {' or '.join(SPECIALTIES.values())}": bool(self.limits),
        }
        return [name for name, there in required.items() if not there]


def find_columns(rows: Sequence[Row]) -> Columns:
    """Find columns by the first block of headings that has all required ones, or else by the one that lacks the fewest."""
    ends = range(1, min(_LAST_HEADING_ROW, len(rows)) + 1)
    blocks = [_columns(rows[max(0, end - _HEADING_ROWS) : end], end) for end in ends]
    return min(blocks, key=lambda columns: len(columns.missing), default=Columns({}, {}, 0))


def cell(row: Row, column: int) -> object:
    """A cell; None beyond the end of the row."""
    return row[column] if column < len(row) else None


def _columns(block: Sequence[Row], first: int) -> Columns:
    """Columns by a block of headings, whose last row says which column is time and which is distance."""
    labels: dict[str, int] = {}
    limits: dict[str, dict[str, int]] = {}
    for column in range(max(map(len, block))):
        for row in block:
            if label := _meaning(_LABEL_WORDS, cell(row, column)):
                labels.setdefault(label, column)
        standard = next((s for row in block if (s := _meaning(_SPECIALTY_WORDS, _heading(row, column)))), None)
        measure = _meaning(_MEASURE_WORDS, cell(block[-1], column))
        if standard and measure:
            limits.setdefault(standard, {}).setdefault(measure, column)
    pairs = {standard: (at["minutes"], at["miles"]) for standard, at in limits.items() if len(at) == len(_MEASURE_WORDS)}
    return Columns(labels, pairs, first)


def _heading(row: Row, column: int) -> object:
    """The heading of a column. Merged cells keep their text in the first column, and a specialty has two."""
    written = cell(row, column)
    return cell(row, column - 1) if written in (None, "") and column else written


def _meaning(patterns: Mapping[str, str], heading: object) -> str | None:
    """The one name whose pattern matches the words of a heading; None if none or several do."""
    words = " ".join(re.findall(r"[a-z0-9]+", str(heading or "").lower()))
    found = [name for name, pattern in patterns.items() if re.search(pattern, words)]
    return found[0] if len(found) == 1 else None
