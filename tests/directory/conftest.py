"""Loading listings of the grid world, and the real gazetteer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from finder.directory.folder import load_folder
from finder.domain.directory import Directory
from finder.places.gazetteer import Gazetteer
from finder.wording.writer import ENGLISH
from tests.world import REFERENCE, TODAY, reader

WriteFolder = Callable[..., Path]
Load = Callable[..., Directory]

UNIT = {"id": "u", "name": "Unit", "therapies": "ivig"}
STOP = {"id": "s", "unit_id": "u", "name": "Stop", "zip": "67000"}
EACH_TUESDAY = {
    **{"stop_id": "s", "starts_on": "2026-11-03", "start_time": "09:00", "end_time": "15:00"},
    **{"timezone": "America/Chicago", "rrule": "FREQ=WEEKLY"},
}


@pytest.fixture
def load(write_folder: WriteFolder, grid_gazetteer: Gazetteer) -> Load:
    """Loads listings of the grid world, written as for `write_folder`."""
    return lambda **tables: load_folder(write_folder(**tables), reader(grid_gazetteer), TODAY)


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """The real one."""
    return Gazetteer.over(REFERENCE)


def said(directory: Directory) -> list[str]:
    """The notices of a directory."""
    return [ENGLISH.say(n) for n in directory.notices]
