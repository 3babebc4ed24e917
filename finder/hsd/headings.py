"""Where things stand in a sheet of the HSD Reference File: found by its headings, whatever their spelling and order.

The layout is that of the workbooks of 2017 to 2026 as public programs read them: a title; a row of headings (COUNTY, ST,
COUNTY_STATE, SSACD, COUNTY DESIGNATION, then each specialty over two columns); the specialties' codes; Time and Distance;
and then a row a county. A CSV file says the same in one row of headings.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finder.files.workbook import Row

# The specialty of CMS that each standard is about, by the standard's id.
SPECIALTIES = {"cms": "Outpatient Infusion/Chemotherapy", "cms:rheumatology": "Rheumatology"}
_SPECIALTY_WORDS = {"cms": r"outpatient infusion|infusion chemo|^cms (minutes|miles)$", "cms:rheumatology": r"\brheumatology\b"}
_MEASURE_WORDS = {"minutes": r"\b(time|minutes?|mins?)\b", "miles": r"\b(distance|miles?)\b"}
_LABEL_WORDS = {
    "fips": r"^(county )?fips( code)?$|^fips ?county$|^geoid$",
    "county": r"^county( name)?$",
    "state": r"^st$|^state( code| name| abbreviation)?$",
    "designation": r"^(county )?designa ?tion$|^county type$",
}
# Headings end within so many rows from the top, and are at most so many rows deep.
_HEAD, _DEEP = 15, 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by label; columns of minutes and miles by id of standard; and the first row of data."""

    labels: Mapping[str, int]
    limits: Mapping[str, tuple[int, int]]
    first: int

    @property
    def missing(self) -> list[str]:
        """Headings that the sheet cannot do without and does not have."""
        needed = {
            "COUNTY and ST (or FIPS)": "fips" in self.labels or {"county", "state"} <= self.labels.keys(),
            "COUNTY DESIGNATION": "designation" in self.labels,
            f"Time and Distance of {' or '.join(SPECIALTIES.values())}": bool(self.limits),
        }
        return [name for name, there in needed.items() if not there]


def find_columns(rows: Sequence[Row]) -> Columns:
    """Columns by the first block of headings that has all that is needed, or else by the one that misses least."""
    ends = range(1, min(_HEAD, len(rows)) + 1)
    blocks = [_columns(rows[max(0, end - _DEEP) : end], end) for end in ends]
    return min(blocks, key=lambda columns: len(columns.missing), default=Columns({}, {}, 0))


def cell(row: Row, column: int) -> object:
    """A cell, None where the row has ended."""
    return row[column] if column < len(row) else None


def _columns(block: Sequence[Row], first: int) -> Columns:
    """Columns by a block of headings; its last row says which column holds time and which distance."""
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
    """What stands over a column: merged cells keep their text in the first, and a specialty has two columns."""
    written = cell(row, column)
    return cell(row, column - 1) if written in (None, "") and column else written


def _meaning(patterns: Mapping[str, str], heading: object) -> str | None:
    """The one name whose pattern fits a heading's words; None if none does, or several."""
    words = " ".join(re.findall(r"[a-z0-9]+", str(heading or "").lower()))
    found = [name for name, pattern in patterns.items() if re.search(pattern, words)]
    return found[0] if len(found) == 1 else None
