"""A file of one's own people -> where they are: rows of a ZIP code or a point, each with a weight if there are several people.

The file is read as a stream, and only sums by ZIP code and county are kept. What a row says is never repeated: a notice has the
numbers of its lines and the reason.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from finder.directory.people_rows import ADVICE, Listed, open_list, refusal
from finder.domain.arrays import Floats, Ints
from finder.domain.geo import Point, PointSet
from finder.domain.geography import LAND_MI
from finder.domain.own_people import OwnPeople
from finder.domain.zip_code import read_zip
from finder.errors import InputError, QueryError
from finder.files.csv_rows import Record
from finder.files.headings import columns_of, lacks
from finder.files.streams import Readable
from finder.places.coordinates import point_of_cells
from finder.reference.people import Counted
from finder.reference.reference import Reference
from finder.text import Text, as_list, text, text_n

_READ = ("zip", "lat", "lon", "weight")
_DIGITS, _MOST_LINES = 16, 5
_MOST_WEIGHT = 1_000_000_000
# Points that are held at a time.
_BATCH = 20_000
_WEIGHT = re.compile(r"\+?(?:\d{1,10}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{0,15})?", re.ASCII)
# Why a row is not used, as the end of a sentence.
_REASONS = {
    "quotes": text("a quotation mark is missing or misplaced"),
    "cells": text("the row has more cells than the first line has headings"),
    "no_place": text("the row has no ZIP code and no coordinates"),
    "zip": text("the ZIP code is not one of five digits"),
    "unknown": text("the ZIP code is not known"),
    "numbers": text("the latitude and the longitude are not two numbers in degrees"),
    "outside": text("the coordinates are not in the United States"),
    "weight": text("the weight is not a number from 0 to 1,000,000,000"),
}


class _Unusable(Exception):
    """A row that can't be used, with a key of _REASONS."""


@dataclass
class _Sums:
    """What is known so far: people by ZIP code, points that are not placed yet, and the lines of rows that are not used."""

    by_zip: Floats
    points: list[tuple[int, Point, float]] = field(default_factory=list)
    placed: dict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    without: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    of_nobody: int = 0
    rows: int = 0

    def leave_out(self, line: int, reason: str) -> None:
        """Count a row that is not used, and keep its line if it is among the first."""
        self.without[reason] += 1
        if len(self.lines[reason]) < _MOST_LINES:
            self.lines[reason].append(line)

    @property
    def beside(self) -> Counted:
        """The people with coordinates: rows of ZIP codes, of counties, and how many."""
        pairs = np.array(list(self.placed), np.intp).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1], np.array(list(self.placed.values()), float)


def load_people(path: Readable, reference: Reference) -> OwnPeople:
    """Read a file of people. A row that can't be used is counted in a notice.

    A ZIP code counts before coordinates beside it. Its people are split among its counties as its residents are. People with
    coordinates are in the county that these lie in, and travel from the ZIP code whose middle is nearest.

    Raises QueryError for a file that can't be read, lacks its columns, or has nobody in it.
    """
    listed = open_list(path)
    at = columns_of(listed.headings, _READ, path.name, refusal)
    if "zip" not in at and (lacking := [c for c in ("lat", "lon") if c not in at]):
        if len(lacking) == 1:
            raise refusal(lacks(path.name, lacking))
        raise refusal(text("%(file)s has no column zip, and no columns lat and lon.", file=path.name))
    sums = _sums(listed, at, reference)
    if sums.rows != listed.rows:
        raise refusal(text("%(file)s changed while it was read.", file=path.name))
    if sums.by_zip.sum() <= 0 and not sums.placed:
        raise _nobody(path.name, sums)
    return OwnPeople(
        listed.sha256[:_DIGITS],
        reference.demand_of(sums.by_zip, sums.beside),
        tuple(_notices(sums, listed.not_utf8)),
    )


def _sums(listed: Listed, at: dict[str, int], reference: Reference) -> _Sums:
    row_of, sums = reference.zips.row_of, _Sums(np.zeros(len(reference.zips.zip)))
    for record in listed.records():
        sums.rows += 1
        try:
            _count(sums, record, _cells(record, at, len(listed.headings)), row_of)
        except _Unusable as why:
            sums.leave_out(record.line, str(why))
        if len(sums.points) >= _BATCH:
            _place(sums, reference)
    _place(sums, reference)
    return sums


def _cells(record: Record, at: dict[str, int], headings: int) -> dict[str, str]:
    if record.cells is None:
        raise _Unusable("quotes")
    if any(cell.strip() for cell in record.cells[headings:]):
        raise _Unusable("cells")
    cells: Sequence[str] = record.cells
    return {column: cells[row].strip() if row < len(cells) else "" for column, row in at.items()}


def _count(sums: _Sums, record: Record, cells: dict[str, str], row_of: dict[str, int]) -> None:
    """Add the people of a row to its ZIP code or its point."""
    weight, written = _weight(cells.get("weight", "")), cells.get("zip", "")
    lat, lon = cells.get("lat", ""), cells.get("lon", "")
    row = row_of.get(read_zip(written), -1) if written else -1
    if row < 0 and not (lat or lon):
        raise _Unusable("no_place" if not written else "unknown" if read_zip(written) else "zip")
    point = None if row >= 0 else _point(lat, lon)
    if weight == 0:
        sums.of_nobody += 1
    elif point:
        sums.points.append((record.line, point, weight))
    else:
        sums.by_zip[row] += weight


def _weight(written: str) -> float:
    if not written:
        return 1.0
    if not _WEIGHT.fullmatch(written) or (weight := float(written.replace(",", ""))) > _MOST_WEIGHT:
        raise _Unusable("weight")
    return weight


def _point(lat: str, lon: str) -> Point:
    try:
        return point_of_cells(lat, lon)
    except InputError:
        raise _Unusable("numbers") from None


def _place(sums: _Sums, reference: Reference) -> None:
    """Place the points that are held: by the county they lie in, and the ZIP code whose middle is nearest."""
    if not sums.points:
        return
    points = PointSet.of([point for _, point, _ in sums.points])
    pairs = reference.zips.points.nearest(points, 1)
    nearest = pairs.destination
    # Outlines lack small islands on which people live.
    is_near = (pairs.straight_mi <= LAND_MI) & (reference.zips.population[nearest] > 0)
    inside = reference.boundaries.contains_each(points) | is_near
    county = _county(points, nearest, reference)
    for (line, _, weight), is_inside, place in zip(
        sums.points, inside.tolist(), zip(nearest.tolist(), county.tolist(), strict=True), strict=True
    ):
        if is_inside:
            sums.placed[place] += weight
        else:
            sums.leave_out(line, "outside")
    sums.points.clear()


def _county(points: PointSet, nearest: Ints, reference: Reference) -> Ints:
    """The county that each point lies in; just off the shore, that of the nearest ZIP code. Shape (points,)."""
    found = np.searchsorted(reference.counties.fips, reference.zips.county_fips[nearest]).astype(np.intp)
    row, county = reference.boundaries.counties_of(points)
    found[row[::-1]] = county[::-1]
    return found


def _nobody(label: str, sums: _Sums) -> QueryError:
    if not sums.rows:
        return refusal(text("%(file)s has no rows below its headings.", file=label))
    if sums.of_nobody:
        return refusal(text("All usable rows of %(file)s have a weight of 0, so there is nobody to ask about.", file=label))
    return QueryError(text("No row of %(file)s can be used: %(why)s", file=label, why=next(_reasons(sums))), ADVICE)


def _notices(sums: _Sums, not_utf8: int) -> Iterator[Text]:
    """What a reader must know of rows that were not used, or that were read in another encoding."""
    yield from _reasons(sums)
    if sums.of_nobody:
        yield text_n(
            "%(n)s row of your file has a weight of 0 and adds nobody.",
            "%(n)s rows of your file have a weight of 0 and add nobody.",
            sums.of_nobody,
        )
    if not_utf8:
        yield text_n(
            "%(n)s line is not in UTF-8, and was interpreted as Windows-1252: check accented letters.",
            "%(n)s lines are not in UTF-8, and were interpreted as Windows-1252: check accented letters.",
            not_utf8,
        )


def _reasons(sums: _Sums) -> Iterator[Text]:
    """How many rows were not used for each reason, with the first lines."""
    for reason, lines in sorted(sums.lines.items(), key=lambda item: item[1]):
        n, more = sums.without[reason], sums.without[reason] - len(lines)
        numbers = as_list([*map(str, lines), *([text("and %(n)s more", n=more)] if more else [])])
        yield text_n(
            "%(n)s row of your file is not counted, because %(why)s: line %(lines)s.",
            "%(n)s rows of your file are not counted, because %(why)s: lines %(lines)s.",
            n,
            why=_REASONS[reason],
            lines=numbers,
        )
