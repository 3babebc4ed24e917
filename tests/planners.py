"""What tests of planners' questions share: the day they ask about, and ways to read what is written."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from finder.core import Finder
from finder.domain.directory import Directory
from finder.domain.scenario import Scenario
from finder.questions.base import Result, Row
from finder.questions.chairs.result import ChairsResult
from finder.questions.closures.result import ClosuresResult
from finder.questions.coverage.result import CoverageResult
from finder.questions.registry import QUESTIONS
from finder.questions.scenario.result import ScenarioResult
from finder.questions.siting.result import SitingResult
from finder.text import Text
from finder.wording.writer import ENGLISH

ON = date(2026, 11, 22)
# A plan that every finder of tests knows, so that all questions can be asked alike: every other listing closes.
HALVED = "file:" + 16 * "0"
# The first day of a calendar.
MONDAY = date(2027, 1, 4)
MakeFinder = Callable[..., Finder]
AskCoverage = Callable[..., CoverageResult]
AskChairs = Callable[..., ChairsResult]
AskSiting = Callable[..., SitingResult]
AskScenario = Callable[..., ScenarioResult]
AskClosures = Callable[..., ClosuresResult]
Ask = Callable[..., Result]
# Every table of every question, as the ids of both.
EVERY_TABLE = [pytest.param(q.id, table, id=f"{q.id}-{table}") for q in QUESTIONS.values() for table in q.tables]
# Those whose rows have a place.
EVERY_MAP_LAYER = [
    pytest.param(q.id, name, id=f"{q.id}-{name}") for q in QUESTIONS.values() for name, t in q.tables.items() if t.geometry
]


def halved(directory: Directory) -> Scenario:
    """The plan `HALVED` for a directory."""
    kept = replace(directory, points=directory.points[::2], fingerprint="halved")
    closed = tuple(p.name for p in directory.points[1::2])
    return Scenario("halved.toml", HALVED.removeprefix("file:"), "Every other one", kept, closed=closed)


def said(sentences: Iterable[Text]) -> list[str]:
    """Sentences as commands and files say them."""
    return [ENGLISH.say(s) for s in sentences]


def read_csv(written: str) -> list[dict[str, str]]:
    """The rows of a CSV file by its header."""
    return list(csv.DictReader(io.StringIO(written, newline="")))


def as_cell(value: Any) -> Any:
    """A value as a sheet shows it: words for yes and no, nothing for unknown."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


def strict_json(answer: Row) -> Row:
    """Through JSON and back: it holds no NaN and no infinity, and nothing but plain values."""
    again: Row = json.loads(json.dumps(answer, allow_nan=False))
    assert again == answer
    return again
