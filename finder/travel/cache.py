"""A cache of large travel matrices on disk, so that a national question is measured only once.

Each file is named by a fingerprint of everything that determines its content: the points at both ends and their county types,
the limits, the road data, and the code that measures. So no file is ever stale, and any file can be deleted at any time. Only
matrices with many origins are kept; a patient's place never is.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from finder.domain.arrays import Floats
from finder.travel.model import COLUMNS, Method, MileLimit, TravelEnds, TravelMatrix, TravelModel

# Matrices with fewer origins take no longer to measure than to read, and their origins may be patients' places.
MIN_ORIGINS = 1_000
MAX_BYTES = 1_000_000_000
# Half a file. It takes seconds to write a whole one.
_PART, _PART_S = ".part", 3_600
_log = logging.getLogger("finder")


class Cached:
    """A travel model that keeps its large matrices in a folder. `data` is the fingerprint of the road data."""

    def __init__(self, model: TravelModel, folder: Path, data: str) -> None:
        self._model, self._folder, self._data = model, folder, data

    @property
    def uncached(self) -> TravelModel:
        """The model that measures, which keeps nothing."""
        return self._model

    @property
    def method(self) -> Method:
        """See TravelModel."""
        return self._model.method

    @property
    def interactive(self) -> bool:
        """See TravelModel."""
        return self._model.interactive

    def straight_radius_mi(self, within_mi: float) -> float | None:
        """See TravelModel."""
        return self._model.straight_radius_mi(within_mi)

    def max_distance_mi(self, within_min: float, at_low: bool = False) -> float:
        """See TravelModel."""
        return self._model.max_distance_mi(within_min, at_low)

    def trips_of(self, straight_mi: Floats, county_type: int) -> TravelMatrix:
        """See TravelModel."""
        return self._model.trips_of(straight_mi, county_type)

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        """See TravelModel."""
        if len(origins) < MIN_ORIGINS:
            return self._model.matrix(origins, destinations, within_mi, at_least)
        parameters = f"{self._data} {_code_fingerprint()} {self.method.id} {at_least}"
        path = self._folder / f"{_fingerprint(parameters, np.asarray(within_mi, float), origins, destinations)}.npz"
        matrix = _read(path, len(origins), len(destinations), self.method)
        if matrix is None:
            matrix = self._model.matrix(origins, destinations, within_mi, at_least)
            if matrix.notice is None:
                _write(path, matrix)
        return matrix


def _fingerprint(parameters: str, within_mi: Floats, *ends: TravelEnds) -> str:
    """Return a hash of everything that determines a matrix, which serves as its file name."""
    digest = hashlib.sha256(parameters.encode())
    for column in (within_mi, *(c for e in ends for c in (e.points.lat_deg, e.points.lon_deg, e.type_index))):
        digest.update(f" {column.dtype} {column.shape} ".encode())
        digest.update(column.tobytes())
    return digest.hexdigest()[:40]


@cache
def _code_fingerprint() -> str:
    """Return a hash of the code that measures: this package and the geometry it uses."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in [*sorted(here.rglob("*.py")), *(here.parent / "domain" / f for f in ("arrays.py", "geo.py"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:40]


def _read(path: Path, origins: int, destinations: int, method: Method) -> TravelMatrix | None:
    """Return the matrix in a file; None if the file is missing or damaged, so that the matrix is measured again."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as table:
            columns = {name: table[name] for name in COLUMNS}
    except Exception:  # whatever a damaged file causes in a library
        return None
    if {c.ndim for c in columns.values()} != {1} or len({len(c) for c in columns.values()}) != 1:
        return None
    if len(columns["origin"]) < origins:
        return None
    for name, count in (("origin", origins), ("destination", destinations)):
        rows = columns[name]
        if rows.dtype.kind != "i" or rows.min() < 0 or rows.max() >= count:
            return None
        columns[name] = rows.astype(np.intp)
    return TravelMatrix(**columns, origins=origins, destinations=destinations, method=method)


def _write(path: Path, matrix: TravelMatrix) -> None:
    """Write a matrix to a file, completely or not at all. If the folder cannot be written to, log that and go on."""
    columns = {name: getattr(matrix, name) for name in COLUMNS}
    for name in ("origin", "destination"):
        columns[name] = columns[name].astype(np.int32)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _delete_oldest(path.parent.glob("*.npz"), sum(c.nbytes for c in columns.values()))
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=_PART, delete=False) as made:
            written = Path(made.name)
        try:
            _delete_parts(path.parent, written.stat().st_mtime)
            with written.open("wb") as file:
                np.savez(file, **columns)
            written.replace(path)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    except OSError as error:
        _log.info("A travel matrix could not be cached: %s", type(error).__name__)


def _delete_parts(folder: Path, now: float) -> None:
    """Delete what a process that was killed left half written. What is newer may be another server's, at work."""
    for part in folder.glob(f"*{_PART}"):
        if now - part.lstat().st_mtime > _PART_S:
            part.unlink(missing_ok=True)


def _delete_oldest(files: Iterable[Path], new_bytes: int) -> None:
    """Delete the oldest files until the cache, with `new_bytes` more, is no larger than MAX_BYTES."""
    sizes = sorted((p.stat().st_mtime, p.stat().st_size, p) for p in files)
    total = sum(size for _, size, _ in sizes) + new_bytes
    for _, size, path in sizes:
        if total > MAX_BYTES:
            path.unlink(missing_ok=True)
            total -= size
