"""The files of the data folder. A file that is missing or damaged is one error that names it."""

import csv
import hashlib
import tomllib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from finder.errors import DataError, refuse_damage
from finder.text import text

T = TypeVar("T")
Arrays = dict[str, npt.NDArray[Any]]
_REBUILD = text("Restore the data folder, or rebuild it as described in data/build/README.md.")


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

    def arrays(self, name: str) -> Arrays:
        """Read the arrays of an .npz archive, by name."""
        # NumPy would leave a damaged archive open.
        with self.reading(name), self.open(name).open("rb") as file, np.load(file, allow_pickle=False) as table:
            return {key: table[key] for key in table.files}

    def rows(self, name: str) -> list[dict[str, str]]:
        """Read the rows of a CSV file as dictionaries of text."""
        with self.reading(name), self.open(name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def values(self, name: str, table: str, make: Callable[[dict[str, Any]], T]) -> list[T]:
        """Read the tables of one name in a TOML file, and make a value of each."""
        with self.reading(name):
            return [make(row) for row in tomllib.loads(self.open(name).read_text(encoding="utf-8"))[table]]

    def fingerprint(self, name: str) -> str:
        """Return the SHA-256 of a table's bytes, which any change to the table changes."""
        return hashlib.sha256(self.open(name).read_bytes()).hexdigest()
