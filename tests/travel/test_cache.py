"""Large matrices on disk: measured once, never stale, safe to delete, and without patients' places."""

import errno
import os
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import IO

import numpy as np
import pytest

from finder.domain.geo import PointSet
from finder.text import text
from finder.travel import cache
from finder.travel.cache import MIN_ORIGINS, Cached
from finder.travel.model import MileLimit, TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine

MODEL = StraightLine()


class CountingModel(StraightLine):
    """A model that counts its measurements."""

    def __init__(self) -> None:
        self.calls = 0

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        self.calls += 1
        return super().matrix(origins, destinations, within_mi, at_least)


class FallbackModel(CountingModel):
    """A model that always returns a notice, as when its fallback measured the trips."""

    def matrix(self, origins: TravelEnds, destinations: TravelEnds, within_mi: MileLimit, at_least: int = 1) -> TravelMatrix:
        return replace(super().matrix(origins, destinations, within_mi, at_least), notice=text("Another way."))


def many(n: int = MIN_ORIGINS, shift: float = 0.0, kind: int = 3) -> TravelEnds:
    rng = np.random.default_rng(1)
    return TravelEnds(PointSet(rng.uniform(35, 45, n) + shift, rng.uniform(-100, -90, n)), np.full(n, kind))


CENTERS = many(7, shift=0.5)


def columns(matrix: TravelMatrix) -> list[list[float]]:
    names = ("origin", "destination", "straight_mi", "distance_mi", "travel_min", "travel_min_low", "travel_min_high")
    return [getattr(matrix, name).tolist() for name in names]


def test_a_matrix_is_measured_once_and_read_back_identical(tmp_path: Path) -> None:
    model = CountingModel()
    first = Cached(model, tmp_path, "data").matrix(many(), CENTERS, 80.0, 2)
    again = Cached(model, tmp_path, "data").matrix(many(), CENTERS, 80.0, 2)
    assert model.calls == 1
    assert columns(first) == columns(again) == columns(MODEL.matrix(many(), CENTERS, 80.0, 2))
    assert (again.origins, again.destinations, again.method) == (MIN_ORIGINS, 7, MODEL.method)
    assert again.origin.dtype == again.destination.dtype == np.intp


@pytest.mark.parametrize(
    "measure",
    [
        lambda c: c.matrix(many(shift=1e-9), CENTERS, 80.0, 2),
        lambda c: c.matrix(many(kind=2), CENTERS, 80.0, 2),
        lambda c: c.matrix(many(MIN_ORIGINS + 1), CENTERS, 80.0, 2),
        lambda c: c.matrix(many(), CENTERS.take(np.arange(6)), 80.0, 2),
        lambda c: c.matrix(many(), CENTERS.take(np.arange(7)[::-1]), 80.0, 2),
        lambda c: c.matrix(many(), CENTERS, 80.0000001, 2),
        lambda c: c.matrix(many(), CENTERS, 80.0, 3),
    ],
)
def test_any_difference_is_measured_again(tmp_path: Path, measure: object) -> None:
    model = CountingModel()
    Cached(model, tmp_path, "data").matrix(many(), CENTERS, 80.0, 2)
    measure(Cached(model, tmp_path, "data"))  # type: ignore[operator]
    assert model.calls == 2


def test_other_roads_or_other_code_are_measured_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = CountingModel()
    for data, code in (("old", "a"), ("new", "a"), ("new", "b")):
        monkeypatch.setattr(cache, "_code_fingerprint", lambda code=code: code)
        Cached(model, tmp_path, data).matrix(many(), CENTERS, 80.0)
    assert model.calls == 3


def test_matrices_with_few_origins_are_never_written(tmp_path: Path) -> None:
    Cached(MODEL, tmp_path / "none", "data").matrix(many(MIN_ORIGINS - 1), CENTERS, 80.0)
    assert not (tmp_path / "none").exists()


def test_a_matrix_of_the_fallback_is_not_kept(tmp_path: Path) -> None:
    model = FallbackModel()
    for _ in range(2):
        assert Cached(model, tmp_path, "data").matrix(many(), CENTERS, 80.0).notice
    assert (model.calls, list(tmp_path.iterdir())) == (2, [])


@pytest.mark.parametrize("damage", [b"", b"not a zip", b"PK\x03\x04 cut"])
def test_a_damaged_file_is_measured_again_and_replaced(tmp_path: Path, damage: bytes) -> None:
    model = CountingModel()
    cached = Cached(model, tmp_path, "data")
    cached.matrix(many(), CENTERS, 80.0)
    [file] = tmp_path.iterdir()
    file.write_bytes(damage)
    again = cached.matrix(many(), CENTERS, 80.0)
    cached.matrix(many(), CENTERS, 80.0)
    assert model.calls == 2
    assert columns(again) == columns(MODEL.matrix(many(), CENTERS, 80.0))


def test_a_file_with_too_few_rows_is_measured_again(tmp_path: Path) -> None:
    model = CountingModel()
    cached = Cached(model, tmp_path, "data")
    cached.matrix(many(), CENTERS, 80.0)
    [file] = tmp_path.iterdir()
    with np.load(file) as table:
        short = {name: table[name][:5] for name in table.files}
    np.savez(file, **short)
    cached.matrix(many(), CENTERS, 80.0)
    assert model.calls == 2


def test_a_folder_that_cannot_be_written_to_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    matrix = Cached(MODEL, tmp_path / "file", "data").matrix(many(), CENTERS, 80.0)
    assert columns(matrix) == columns(MODEL.matrix(many(), CENTERS, 80.0))


def test_the_oldest_files_are_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached = Cached(MODEL, tmp_path, "data")
    cached.matrix(many(), CENTERS, 10.0)
    [size] = [p.stat().st_size for p in tmp_path.iterdir()]
    monkeypatch.setattr(cache, "MAX_BYTES", int(2.5 * size))
    for miles in (11.0, 12.0, 13.0):
        cached.matrix(many(), CENTERS, miles)
    assert 1 <= len(list(tmp_path.iterdir())) <= 2


def test_no_partial_file_is_left(tmp_path: Path) -> None:
    Cached(MODEL, tmp_path, "data").matrix(many(), CENTERS, 80.0)
    assert [p.suffix for p in tmp_path.iterdir()] == [".npz"]


def test_everything_else_is_passed_through() -> None:
    cached = Cached(MODEL, Path("nowhere"), "data")
    assert cached.method is MODEL.method
    assert cached.interactive
    assert cached.straight_radius_mi(60.0) == MODEL.straight_radius_mi(60.0)
    assert cached.max_distance_mi(60.0) == MODEL.max_distance_mi(60.0)


def test_rows_that_there_are_not_are_measured_again(tmp_path: Path) -> None:
    model = CountingModel()
    cached = Cached(model, tmp_path, "data")
    cached.matrix(many(), CENTERS, 80.0)
    [file] = tmp_path.iterdir()
    with np.load(file) as table:
        whole = {name: table[name] for name in table.files}
    for name, row in (("origin", -1), ("destination", 7)):
        np.savez(file, **whole | {name: np.full_like(whole[name], row)})
        assert columns(cached.matrix(many(), CENTERS, 80.0)) == columns(MODEL.matrix(many(), CENTERS, 80.0))
    assert model.calls == 3


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: IO[bytes], **_columns: object) -> None:
        file.write(b"PK")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(np, "savez", full)
    matrix = Cached(MODEL, tmp_path, "data").matrix(many(), CENTERS, 80.0)
    assert columns(matrix) == columns(MODEL.matrix(many(), CENTERS, 80.0))
    assert list(tmp_path.iterdir()) == []


def test_half_files_of_killed_processes_are_deleted_and_those_at_work_are_not(tmp_path: Path) -> None:
    old, new = tmp_path / "old.part", tmp_path / "new.part"
    for path in (old, new):
        path.write_bytes(b"PK")
    os.utime(old, (0, 0))
    Cached(MODEL, tmp_path, "data").matrix(many(), CENTERS, 80.0)
    assert not old.exists()
    assert new.exists()


def _cached_columns(folder: Path) -> list[list[float]]:
    return columns(Cached(MODEL, folder, "data").matrix(many(), CENTERS, 80.0))


@pytest.mark.slow
@pytest.mark.parametrize(
    "pool", [ThreadPoolExecutor(8), ProcessPoolExecutor(3, get_context("spawn"))], ids=["threads", "servers"]
)
def test_several_write_the_same_file_at_once(tmp_path: Path, pool: Executor) -> None:
    expected = columns(MODEL.matrix(many(), CENTERS, 80.0))
    with pool:
        found = list(pool.map(_cached_columns, [tmp_path] * 24))
    assert all(one == expected for one in found)
    assert [p.suffix for p in tmp_path.iterdir()] == [".npz"]


def test_a_link_to_nowhere_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere" / "deep")
    matrix = Cached(MODEL, tmp_path / "gone", "data").matrix(many(), CENTERS, 80.0)
    assert columns(matrix) == columns(MODEL.matrix(many(), CENTERS, 80.0))
