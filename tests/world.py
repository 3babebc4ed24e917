"""The world that tests share: the checkout, its settings, and its reference tables.

What takes a while to read or to index is read once a worker: the tables, the index of cities, and the two directories.
All of them are values that nobody changes.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

# What tests measure is not kept beside what users measured. Set before the settings are read. The workers of a run inherit
# the folder, so that what one has measured is there for the others.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["FINDER_CACHE"] = tempfile.mkdtemp(prefix="finder-tests-")
    atexit.register(shutil.rmtree, os.environ["FINDER_CACHE"], ignore_errors=True)

from finder import core
from finder.directory import repeated
from finder.directory.folder import load_folder
from finder.directory.listings import ListingReader
from finder.domain.directory import Directory
from finder.domain.facility import ServicePoint
from finder.places.gazetteer import Gazetteer
from finder.reference.reference import Reference
from finder.settings import Settings, today

ROOT = Path(__file__).parents[1]
SETTINGS = Settings.from_environment()
REFERENCE = Reference(SETTINGS.data)
# The day on which listings are read. The real day, because pages ask the clock.
TODAY = today()
# One index of cities for all finders of a worker: it takes longer than the rest of a small finder.
GAZETTEER = Gazetteer.over(REFERENCE)
# A directory of known content: tests/starter/README.md.
STARTER = ROOT / "tests" / "starter"


def _over(reference: Reference) -> Gazetteer:
    return GAZETTEER if reference is REFERENCE else Gazetteer(reference.zips, reference.towns, lambda: reference.boundaries)


Gazetteer.over = staticmethod(_over)  # type: ignore[method-assign]


@cache
def _read_once(folder: Path, today: date, examples: Path | None) -> Directory:
    return load_folder(folder, reader(GAZETTEER), today, examples)


def _load(folder: Path, asking: ListingReader, today: date, examples: Path | None = None) -> Directory:
    if asking.gazetteer is GAZETTEER and folder in (STARTER, REFERENCE.directory) and examples in (None, REFERENCE.examples):
        return _read_once(folder, today, examples)
    return load_folder(folder, asking, today, examples)


core.load_folder = _load  # type: ignore[assignment, attr-defined]


_listed_twice: dict[int, tuple[Iterable[ServicePoint], Any]] = {}
_find_listed_twice = repeated.listed_twice


def _listed_twice_once(centers: Iterable[ServicePoint]) -> Any:
    """Those of a directory that is read once are compared once: `finder check` and `finder doctor` ask for them each time."""
    if id(centers) not in _listed_twice:
        _listed_twice[id(centers)] = centers, _find_listed_twice(centers)
    return _listed_twice[id(centers)][1]


repeated.listed_twice = _listed_twice_once


def make_finder(directory: Path | None = None, **options: Any) -> core.Finder:
    """A finder over the shared reference tables; see `finder.core.make_finder`."""
    return core.make_finder(SETTINGS, TODAY, directory, reference=REFERENCE, **options)


def reads_anew(folder: Path, names: Collection[str]) -> Reference:
    """The tables of another folder, of which only those of these names are read: the others are those of the checkout."""
    reference = Reference(folder)
    own = {"folder", "_files", "_lines", "_fingerprints", *names}
    vars(reference).update({name: value for name, value in vars(REFERENCE).items() if name not in own})
    return reference


def reader(gazetteer: Gazetteer) -> ListingReader:
    """What makes listings of rows, with the shared reference tables."""
    return ListingReader(gazetteer, REFERENCE.therapies, REFERENCE.good_for_years)
