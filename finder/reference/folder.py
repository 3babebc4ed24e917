"""The files of the data folder. A file that is missing or damaged is one error that names it."""

import csv
import gzip
import hashlib
import io
import json
import tomllib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar
from zipfile import ZipFile

import numpy as np
import numpy.typing as npt

from finder.errors import DataError, refuse_damage
from finder.text import text

T = TypeVar("T")
Arrays = dict[str, npt.NDArray[Any]]
_REBUILD = text("Restore the data folder, or rebuild it as described in data/build/README.md.")
# Many times what the largest table takes, packed or not.
_MOST_BYTES = 200_000_000


class DataFolder:
    """The reference tables of one folder, by name. Every method raises DataError for a table that is missing or damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> Path:
        """Return the path of a table."""
        path = self._path / name
        if not path.exists():
            raise DataError(text("The reference table %(name)s is missing.", name=name), _REBUILD)
        return path

    def reading(self, name: str) -> AbstractContextManager[None]:
        """Turn whatever a damaged table raises into one DataError that names it."""
        return refuse_damage(DataError(text("The reference table %(name)s is damaged.", name=name), _REBUILD))

    def arrays(self, name: str, only: Sequence[str] = ()) -> Arrays:
        """Read the arrays of an .npz archive, by name; only some of them, if any are named."""
        with self.reading(name), self.open(name).open("rb") as file:
            with ZipFile(file) as packed:
                _check_size(sum(part.file_size for part in packed.infolist()))
            file.seek(0)
            # NumPy would leave a damaged archive open.
            with np.load(file, allow_pickle=False) as table:
                return {key: table[key] for key in only or table.files}

    def rows(self, name: str, make: Callable[[dict[str, str]], T]) -> list[T]:
        """Read the rows of a CSV file as dictionaries of text, and make a value of each."""
        with self.reading(name):
            read = csv.reader(io.StringIO(self._text(name), newline=""), strict=True)
            header, rows = next(read, []), [row for row in read if row]
            if not rows or any(len(row) != len(header) for row in rows):
                raise ValueError
            return [make(dict(zip(header, row, strict=True))) for row in rows]

    def values(self, name: str, table: str, make: Callable[[dict[str, Any]], T]) -> list[T]:
        """Read the tables of one name in a TOML file, and make a value of each."""
        with self.reading(name):
            return [make(row) for row in tomllib.loads(self._text(name))[table]]

    def packed_json(self, name: str) -> Path:
        """Return the path of a packed JSON file that can be read."""
        with self.reading(name), gzip.open(self.open(name)) as file:
            json.loads(file.read(_MOST_BYTES))
            return self._path / name

    def fingerprint(self, name: str) -> str:
        """Return the SHA-256 of a table's bytes, which any change to the table changes."""
        with self.reading(name):
            return hashlib.sha256(self.open(name).read_bytes()).hexdigest()

    def _text(self, name: str) -> str:
        path = self.open(name)
        _check_size(path.stat().st_size)
        written = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        # A file that was cut short may still make sense: 0.2 of 0.205.
        if "\0" in written or not written.endswith("\n"):
            raise ValueError
        return written


def _check_size(size: int) -> None:
    if size > _MOST_BYTES:
        raise ValueError
