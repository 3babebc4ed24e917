"""Planners who ask at once: the same question or file is made once for all, others in turn; too many are turned away."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
import pytest
import shapely
from flask import Flask

from finder.core import Finder
from finder.domain.geo import PointSet
from finder.questions.base import Context
from finder.questions.coverage import gap_land
from finder.reports.render import render
from finder.travel.model import TravelEnds, TravelMatrix
from finder.travel.straight_line import StraightLine
from finder.web import create_app, turns
from finder.web.kinds import LIMITS
from tests.conftest import center_at
from tests.world import SETTINGS

SECONDS = 30.0
MOST = LIMITS["planners"].most
OTHERS, DIFFERENT = 4, 30
NOWHERE = TravelEnds(PointSet(np.zeros(0), np.zeros(0)), np.zeros(0, np.intp))


class Held(StraightLine):
    """Travel that is measured when the test lets it be, and that counts how often it was and how many times at once."""

    def __init__(self) -> None:
        self.started, self.end = threading.Event(), threading.Event()
        self.measured, self.at_once, self.most_at_once = 0, 0, 0
        self._lock = threading.Lock()

    def matrix(self, *args: Any, **options: Any) -> TravelMatrix:
        """Wait for the test, then measure."""
        with self._lock:
            self.measured += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.started.set()
        assert self.end.wait(SECONDS)
        with self._lock:
            self.at_once -= 1
        return super().matrix(*args, **options)


@pytest.fixture
def held() -> Iterator[Held]:
    travel = Held()
    yield travel
    # Whatever failed, no thread is left waiting.
    travel.end.set()


@pytest.fixture
def app(grid_finder: Callable[..., Finder], held: Held) -> Flask:
    known = grid_finder(centers=[center_at(0, 0), center_at(4, 4)]).context
    return create_app(Finder(replace(known, travel=held)), SETTINGS)


def ask(pool: ThreadPoolExecutor, app: Flask, *addresses: str) -> list[Future[int]]:
    """Start to ask for addresses, all at once; their statuses."""
    together = threading.Barrier(len(addresses))

    def get(address: str) -> int:
        together.wait(SECONDS)
        return app.test_client().get(address).status_code

    return [pool.submit(get, address) for address in addresses]


def table(standard: str) -> str:
    return f"/reports/coverage-counties.csv?standard={standard}"


@pytest.mark.slow
@pytest.mark.parametrize("address", [table("miles:15"), "/planner/coverage?standard=miles:15", "/planner/chairs"])
def test_seven_who_ask_the_same_at_once_get_one_computation(app: Flask, held: Held, address: str) -> None:
    with ThreadPoolExecutor(7) as pool:
        asked = ask(pool, app, *[address] * 7)
        assert held.started.wait(SECONDS)
        held.end.set()
        assert [a.result(SECONDS) for a in asked] == [200] * 7
    assert held.measured == 1


def test_thirty_who_ask_different_questions_are_all_answered_one_after_another(app: Flask, held: Held) -> None:
    with ThreadPoolExecutor(DIFFERENT) as pool:
        asked = ask(pool, app, *(table(f"miles:{miles}") for miles in range(10, 10 + DIFFERENT)))
        assert held.started.wait(SECONDS)
        held.end.set()
        assert Counter(a.result(SECONDS) for a in asked) == {200: DIFFERENT}
    assert (held.measured, held.most_at_once) == (DIFFERENT, 1)


def test_who_waits_too_long_is_told_when_to_ask_again_and_is_answered_then(
    app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["turns"], "_wait_s", 0.05)
    with ThreadPoolExecutor(1) as pool:
        first = ask(pool, app, table("miles:10"))[0]
        assert held.started.wait(SECONDS)
        refused = app.test_client().get(table("miles:11"))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
        assert "Try again in half a minute." in refused.text
        held.end.set()
        assert first.result(SECONDS) == 200
    assert app.test_client().get(table("miles:11")).status_code == 200


def test_a_file_is_made_once_for_all_who_ask_for_it(app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    made, real = [], render

    def counted(*asked: Any) -> Any:
        made.append(asked)
        return real(*asked)

    monkeypatch.setattr(turns, "render", counted)
    held.end.set()
    with ThreadPoolExecutor(8) as pool:
        asked = ask(pool, app, *["/reports/coverage-zips.xlsx?standard=miles:15"] * 8)
        assert [a.result(SECONDS) for a in asked] == [200] * 8
    assert len(made) == held.measured == 1


def test_a_known_answer_is_given_while_others_wait(app: Flask, held: Held) -> None:
    held.end.set()
    client = app.test_client()
    assert client.get(table("miles:15")).status_code == 200
    held.end.clear()
    held.started.clear()
    with ThreadPoolExecutor(OTHERS) as pool:
        asked = ask(pool, app, *(table(f"miles:{miles}") for miles in range(20, 20 + OTHERS)))
        assert held.started.wait(SECONDS)
        assert client.get(table("miles:15")).status_code == 200
        held.end.set()
        assert {a.result(SECONDS) for a in asked} == {200}


def test_more_planners_than_may_wait_are_turned_away_whatever_they_ask(app: Flask, held: Held) -> None:
    with ThreadPoolExecutor(MOST + 3) as pool:
        asked = ask(pool, app, *[table("miles:15")] * (MOST + 3))
        refused = [done.result() for done in islice(as_completed(asked, SECONDS), 3)]
        assert refused == [503] * 3
        # Patients search meanwhile, without a turn.
        assert app.test_client().get("/").status_code == 200
        held.end.set()
        assert Counter(a.result(SECONDS) for a in asked) == {200: MOST, 503: 3}
    assert held.measured == 1


def test_land_outside_is_computed_once_for_all_and_takes_a_turn(
    app: Flask, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def land(query: object, context: Context) -> shapely.Geometry:
        context.travel.matrix(NOWHERE, NOWHERE, 0.0)
        return shapely.box(-100, 40, -99, 41)

    monkeypatch.setattr(gap_land, "land_outside", land)
    with ThreadPoolExecutor(4) as pool:
        asked = ask(pool, app, *["/map/gap-land.json?standard=miles:15"] * 3)
        assert held.started.wait(SECONDS)
        asked += ask(pool, app, table("miles:20"))
        held.end.set()
        assert [a.result(SECONDS) for a in asked] == [200] * 4
    assert (held.measured, held.most_at_once) == (2, 1)
