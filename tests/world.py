"""The world that tests share: the checkout, its settings, and its reference tables.

What takes a while to read or to index is read once a worker: the tables, the index of cities, and the starter directory.
All of them are values that nobody changes.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

# What tests measure is not kept beside what users measured. Set before the settings are read. The workers of a run inherit
# the folder, so that what one has measured is there for the others.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["FINDER_CACHE"] = tempfile.mkdtemp(prefix="finder-tests-")
    atexit.register(shutil.rmtree, os.environ["FINDER_CACHE"], ignore_errors=True)

from finder import core
from finder.directory.folder import load_folder
from finder.domain.directory import Directory
from finder.domain.therapy import Therapy
from finder.places.gazetteer import Gazetteer
from finder.reference.reference import Reference
from finder.settings import Settings

ROOT = Path(__file__).parents[1]
SETTINGS = Settings.from_environment()
REFERENCE = Reference(SETTINGS.data)
GAZETTEER = Gazetteer.over(REFERENCE)


@cache
def _starter_listings() -> Directory:
    return load_folder(REFERENCE.starter_directory, GAZETTEER, REFERENCE.therapies)


def _listings(folder: Path, gazetteer: Gazetteer, therapies: Mapping[str, Therapy]) -> Directory:
    if folder == REFERENCE.starter_directory and gazetteer is GAZETTEER:
        return _starter_listings()
    return load_folder(folder, gazetteer, therapies)


def _over(reference: Reference) -> Gazetteer:
    return GAZETTEER if reference is REFERENCE else Gazetteer(reference.zips, reference.towns, lambda: reference.boundaries)


core.load_folder = _listings  # type: ignore[attr-defined]
Gazetteer.over = staticmethod(_over)  # type: ignore[method-assign]


def make_finder(directory: Path | None = None, **options: Any) -> core.Finder:
    """A finder over the shared reference tables; see `finder.core.make_finder`."""
    return core.make_finder(SETTINGS, directory, reference=REFERENCE, **options)
