"""The world that tests share: the checkout, its settings, and its reference tables, read once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

# What tests measure is not kept beside what users measured. Set before the settings are read. The workers of a run inherit
# the folder, so that what one has measured is there for the others.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["FINDER_CACHE"] = tempfile.mkdtemp(prefix="finder-tests-")
    atexit.register(shutil.rmtree, os.environ["FINDER_CACHE"], ignore_errors=True)

from finder import core
from finder.reference.reference import Reference
from finder.settings import Settings

ROOT = Path(__file__).parents[1]
SETTINGS = Settings.from_environment()
REFERENCE = Reference(SETTINGS.data)


def make_finder(directory: Path | None = None, **options: Any) -> core.Finder:
    """A finder over the shared reference tables; see `finder.core.make_finder`."""
    return core.make_finder(SETTINGS, directory, reference=REFERENCE, **options)
