"""The table of savings: what each demand gains from each candidate, beyond what the existing locations give it.

With s[i, j] the saving of demand i by candidate j, choosing a set S of candidates is worth

    value(S) = sum over i of max over j in S of s[i, j],

because people go to the best location. Maximal covering (s is the people, or 0), the p-median (s is the miles saved), and what
is stacked of several of these are all of this form. Existing locations are locked: what they give is taken off before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np
import numpy.typing as npt

from finder.domain.arrays import Floats, Ints, Mask


@dataclass(frozen=True, eq=False)
class Savings:
    """A sparse table: the savings of each column (a candidate), one entry a pair, sorted by column, then row.

    `row` (demand), `column`, and `saving` have the shape (entries,). Savings are positive and finite.
    """

    row: Ints
    column: Ints
    saving: Floats
    rows: int
    columns: int

    @classmethod
    def of(cls, row: Ints, column: Ints, saving: Floats, rows: int, columns: int) -> Self:
        """Make a table from entries in any order. Those of 0 or less are dropped; of a pair given twice, the larger one counts.

        Raises ValueError for a saving that is not finite.
        """
        if not np.isfinite(saving).all():
            raise ValueError("a saving is not finite")
        order = np.lexsort((-saving, row, column))
        order = order[saving[order] > 0]
        pair = column[order] * np.intp(max(rows, 1)) + row[order]
        kept = order[np.r_[True, pair[1:] != pair[:-1]]] if len(order) else order
        return cls(row[kept].astype(np.intp), column[kept].astype(np.intp), saving[kept].astype(float), rows, columns)

    @cached_property
    def start(self) -> Ints:
        """Where the entries of each column start, and where the last ones end. Shape (columns + 1,)."""
        return np.searchsorted(self.column, np.arange(self.columns + 1)).astype(np.intp)

    @cached_property
    def alone(self) -> Floats:
        """What each column is worth alone. Shape (columns,)."""
        return np.bincount(self.column, self.saving, self.columns).astype(float)

    @cached_property
    def most(self) -> float:
        """What all columns together are worth: no set is worth more."""
        return float(self.best(range(self.columns)).sum())

    def entries(self, columns: Sequence[int] | range | Ints) -> Ints:
        """The entries of some columns. Shape (entries of these columns,)."""
        if len(columns) == self.columns:
            return np.arange(len(self.row))
        parts = [np.arange(self.start[c], self.start[c + 1]) for c in columns]
        return np.concatenate(parts) if parts else np.zeros(0, np.intp)

    def best(self, chosen: Sequence[int] | range | Ints) -> Floats:
        """The best saving of each row among the chosen columns, 0 without any. Shape (rows,)."""
        found = np.zeros(self.rows)
        some = self.entries(chosen)
        np.maximum.at(found, self.row[some], self.saving[some])
        return found

    def value(self, chosen: Sequence[int] | Ints) -> float:
        """What a set of columns is worth."""
        return float(self.best(chosen).sum())

    def beyond(self, best: Floats, kept: Mask) -> Self:
        """What the kept columns save beyond `best` (shape (rows,)); rows and columns keep their numbers."""
        left = self.saving - best[self.row]
        some = (left > 0) & kept[self.column]
        return type(self)(self.row[some], self.column[some], left[some], self.rows, self.columns)


@dataclass(frozen=True, eq=False)
class Merged:
    """The same problem, smaller: `savings` over classes of equal rows and equal columns.

    `column_class` is the class of each column; -1 for one that saves nothing. Shape (columns,).
    """

    savings: Savings
    column_class: Ints

    @cached_property
    def first(self) -> Ints:
        """The first column of each class. Shape (classes,)."""
        return _first_of(self.column_class)

    def equals(self, column: int) -> tuple[int, ...]:
        """The other columns that save exactly the same as one."""
        same = np.flatnonzero(self.column_class == self.column_class[column])
        return tuple(c for c in same.tolist() if c != column)


def merge(savings: Savings) -> Merged:
    """Merge columns with the same savings, then rows that rank the same columns in the same order: their savings add up."""
    column_class = _classes(_column_keys(savings), savings.columns)
    columns = int(column_class.max(initial=-1)) + 1
    kept = np.zeros(savings.columns, bool)
    kept[_first_of(column_class)] = True
    entries = np.flatnonzero(kept[savings.column])
    row, column, saving = savings.row[entries], column_class[savings.column[entries]], savings.saving[entries]
    order = np.lexsort((column, row))
    row_class = _classes(_row_keys(row[order], column[order], saving[order], savings.rows), savings.rows)
    rows = int(row_class.max(initial=-1)) + 1
    pair, which = np.unique(column * np.intp(max(rows, 1)) + row_class[row], return_inverse=True)
    summed = np.bincount(which, saving, len(pair)).astype(float)
    small = Savings.of(pair % max(rows, 1), pair // max(rows, 1), summed, rows, columns)
    return Merged(small, column_class)


def _first_of(classes: Ints) -> Ints:
    """The first member of each class. Shape (classes,)."""
    number, first = np.unique(classes, return_index=True)
    found: Ints = first[number >= 0]
    return found


def _column_keys(savings: Savings) -> list[bytes]:
    rows, values, start = savings.row, savings.saving, savings.start.tolist()
    return [rows[a:b].tobytes() + values[a:b].tobytes() for a, b in pairwise(start)]


def _row_keys(row: Ints, column: Ints, saving: Floats, rows: int) -> list[bytes]:
    """The columns of each row with the rank of their savings, of entries sorted by row."""
    start = np.searchsorted(row, np.arange(rows + 1)).tolist()
    return [column[a:b].tobytes() + _ranks(saving[a:b]).tobytes() for a, b in pairwise(start)]


def _ranks(values: Floats) -> npt.NDArray[np.int32]:
    if len(values) < 2 or (values[0] == values).all():
        return np.zeros(len(values), np.int32)
    ranks: npt.NDArray[np.int32] = np.unique(values, return_inverse=True)[1].astype(np.int32)
    return ranks


def _classes(keys: list[bytes], n: int) -> Ints:
    """Number equal keys alike, in the order in which they appear; -1 for an empty key. Shape (n,)."""
    number: dict[bytes, int] = {}
    return np.fromiter((number.setdefault(key, len(number)) if key else -1 for key in keys), np.intp, n)
