"""Calendars of the grid world, whose towns are 10 miles apart."""

from collections.abc import Callable
from typing import Any

import pytest

from finder.core import Finder
from finder.domain.fleet import CrewTimes, PlannedStop, PlannedUnit
from finder.questions.calendar.answer import answer
from finder.questions.calendar.query import CalendarQuery
from finder.questions.calendar.result import CalendarResult
from tests.conftest import grid_point
from tests.planners import MONDAY, ON

AskCalendar = Callable[..., CalendarResult]


def stop_at(row: float, column: float, **said: Any) -> PlannedStop:
    """A stop in a town of the grid world."""
    name = f"Town {row:g}{column:g}"
    return PlannedStop(said.pop("id", f"s{row:g}{column:g}"), name, grid_point(row, column), "KS", **said)


def unit_at(row: float, column: float, name: str = "Van", **times: Any) -> PlannedUnit:
    """A unit whose base is a point of the grid world."""
    return PlannedUnit(name, name, f"{name}'s base", grid_point(row, column), CrewTimes(**times))


@pytest.fixture
def ask_calendar(grid_finder: Callable[..., Finder]) -> AskCalendar:
    """A calendar of the grid world: ask_calendar([stop_at(0, 0)], [unit_at(0, 1)], "ivig")."""

    def ask(stops: list[PlannedStop], units: list[PlannedUnit], *therapies: str, **asked: Any) -> CalendarResult:
        query = CalendarQuery(tuple(stops), tuple(units), therapies, **{"starts_on": MONDAY, **asked}, on=ON)
        return answer(query, grid_finder().context)

    return ask
