"""What a command loads, which is most of the time that it takes to start: nothing that it has no use for."""

import subprocess
import sys

import pytest

from tests.world import ROOT

HTTP = {"requests", "urllib3", "geopy", "asyncio", "finder.places.online", "finder.services.http"}
PAGES = {"flask", "jinja2", "babel", "folium", "branca", "waitress"}
FILES = {"openpyxl", "xlsxwriter", "typst", "finder.files.workbook", "finder.hsd.reference_file"}
PLANNERS = {"finder.questions.coverage.answer", "finder.questions.chairs.answer", "finder.access.catchment"}
# Metadata of phone numbers, which only those in an unusual form need.
PHONES = {"phonenumbers"}


def loaded(*argv: str) -> set[str]:
    """The modules that a command loads, as the interpreter reports them."""
    command = [sys.executable, "-X", "importtime", "-m", "finder", *argv]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_the_version_is_said_without_the_finder() -> None:
    assert not {"numpy", "shapely", "pyproj", "finder.core", "finder.wording.writer"} & loaded("--version")


@pytest.mark.slow
def test_a_place_is_found_without_neighbors_or_a_network() -> None:
    modules = loaded("geocode", "59718")
    assert "finder.places.gazetteer" in modules
    assert not (HTTP | PAGES | FILES | PLANNERS | PHONES | {"scipy"}) & modules


@pytest.mark.slow
def test_a_search_loads_only_what_a_search_needs() -> None:
    modules = loaded("search", "59718", "--therapy", "ivig")
    assert "finder.questions.search.answer" in modules
    assert not (HTTP | PAGES | FILES | PLANNERS | PHONES) & modules


@pytest.mark.slow
def test_the_directory_is_checked_without_neighbors_or_a_network() -> None:
    modules = loaded("check")
    assert "finder.directory.quality" in modules
    assert not (HTTP | PAGES | FILES | PLANNERS | PHONES | {"scipy"}) & modules
