"""Answers of coverage to render: of the grid world, and of real states by the straight line."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from finder.core import Finder
from finder.questions.coverage.query import CoverageQuery
from finder.questions.coverage.result import CoverageResult
from tests.conftest import HOSTILE, center_at
from tests.world import make_finder

ON = date(2026, 11, 22)
MakeFinder = Callable[..., Finder]
Ask = Callable[..., CoverageResult]


def read_csv(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline="")))


def as_cell(value: Any) -> Any:
    """A value as a sheet shows it: words for yes and no, nothing for unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


@pytest.fixture
def ask(grid_finder: MakeFinder) -> Ask:
    """Coverage of the grid world: ask("miles:15", centers=[...]); two centers in opposite corners unless said."""

    def answer(standard: str = "miles:15", therapy: str | None = None, evidence: str = "any", **tables: Any) -> CoverageResult:
        tables.setdefault("centers", [center_at(0, 0), center_at(4, 4)])
        return grid_finder(**tables).coverage(CoverageQuery(standard, therapy, evidence=evidence, on=ON))  # type: ignore[arg-type]

    return answer


@pytest.fixture
def hostile(ask: Ask) -> CoverageResult:
    """An answer in which every word that a listing may hold is hostile, or too long, or cannot be drawn."""
    words = [HOSTILE, "=1+1", "\x07bell\x00\x1b[31m", "漢字 🚐 עברית", "W" * 900, "a{nb}b", "_x0041_", "-1"]
    # Two steps apart, so that the town of each has no other.
    at = [(row, column) for row in (0, 2, 4) for column in (0, 2, 4)]
    rows = [center_at(*at[n], id=f"h{n}", name=w, city=w, source=w, source_url=w) for n, w in enumerate(words)]
    return ask(centers=rows)


@pytest.fixture(scope="session")
def starter() -> Finder:
    """The starter directory, by the straight line: quick, and without roads."""
    return make_finder(travel="straight")


@pytest.fixture(scope="session")
def of_state(starter: Finder) -> Ask:
    """Coverage of a real state."""

    def answer(state: str, standard: str = "cms", therapy: str | None = None) -> CoverageResult:
        return starter.coverage(CoverageQuery(standard, therapy, state, on=ON))

    return answer
