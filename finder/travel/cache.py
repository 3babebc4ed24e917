"""Matrices of many origins kept on disk, so that a national question is measured once.

A file is named by a fingerprint of all that goes into it: the points at both ends and their county types, the limits asked
for, the road data, and the code that measures. So nothing in it can be stale, and any of it can be deleted at any time. Only
questions about many places are kept: a patient's place never is.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from finder.domain.arrays import Floats
from finder.travel.model import COLUMNS, Method, MileLimit, TravelEnds, TravelMatrix, TravelModel

# Fewer origins are measured as fast as read, and may be somebody's.
FEWEST_ORIGINS = 1_000
MOST_BYTES = 1_000_000_000
_log = logging.getLogger("finder")


class Cached:
    """A travel model that remembers its large answers in a folder. `data` is the fingerprint of what it measures on."""

    def __init__(self, model: TravelModel, folder: Path, data: str) -> None:
        self._model, self._folder, self._data = model, folder, data

    @property
    def method(self) -> Method:
        """That of the model."""
        return self._model.method

    @property
    def interactive(self) -> bool:
        """That of the model."""
        return self._model.interactive

    def circle_mi(self, within_mi: float) -> float | None:
        """See TravelModel."""
        return self._model.circle_mi(within_mi)

    def farthest_mi(self, within_min: float) -> float:
        """See TravelModel."""
        return self._model.farthest_mi(within_min)

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel."""
        if len(origins) < FEWEST_ORIGINS:
            return self._model.matrix(origins, destinations, within_mi, at_least)
        asked = f"{self._data} {_code()} {self.method.id} {at_least}"
        path = self._folder / f"{_fingerprint(asked, np.asarray(within_mi, float), origins, destinations)}.npz"
        kept = _read(path, len(origins), len(destinations), self.method)
        if kept is None:
            kept = self._model.matrix(origins, destinations, within_mi, at_least)
            if kept.notice is None:
                _write(path, kept)
        return kept


def _fingerprint(asked: str, within_mi: Floats, *ends: TravelEnds) -> str:
    """A name for a question that no other question has."""
    found = hashlib.sha256(asked.encode())
    for column in (within_mi, *(c for e in ends for c in (e.points.lat_deg, e.points.lon_deg, e.type_index))):
        found.update(f" {column.dtype} {column.shape} ".encode())
        found.update(column.tobytes())
    return found.hexdigest()[:40]


@cache
def _code() -> str:
    """A fingerprint of the code that measures: this room, and the geometry below it."""
    here = Path(__file__).parent
    found = hashlib.sha256()
    for path in [*sorted(here.rglob("*.py")), *(here.parent / "domain" / f for f in ("arrays.py", "geo.py"))]:
        found.update(path.read_bytes())
    return found.hexdigest()[:40]


def _read(path: Path, origins: int, destinations: int, method: Method) -> TravelMatrix | None:
    """The matrix in a file; None if there is none, or none that makes sense: then it is measured again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
            columns = {name: table[name] for name in COLUMNS}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    if len({len(c) for c in columns.values()}) != 1 or len(columns["origin"]) < origins:
        return None
    for name in ("origin", "destination"):
        columns[name] = columns[name].astype(np.intp)
    return TravelMatrix(**columns, origins=origins, destinations=destinations, method=method)


def _write(path: Path, matrix: TravelMatrix) -> None:
    """Whole or not at all. Where nothing may be written, nothing is kept."""
    columns = {name: getattr(matrix, name) for name in COLUMNS}
    for name in ("origin", "destination"):
        columns[name] = columns[name].astype(np.int32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent.glob("*.npz"), sum(c.nbytes for c in columns.values()))
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            np.savez(file, **columns)
        Path(file.name).replace(path)
    except OSError as error:
        _log.info("A matrix could not be kept: %s", type(error).__name__)


def _make_room(kept: Iterable[Path], more: int) -> None:
    """Oldest first, so that all of it stays below MOST_BYTES."""
    sizes = sorted((p.stat().st_mtime, p.stat().st_size, p) for p in kept)
    total = sum(size for _, size, _ in sizes) + more
    for _, size, path in sizes:
        if total > MOST_BYTES:
            path.unlink(missing_ok=True)
            total -= size
