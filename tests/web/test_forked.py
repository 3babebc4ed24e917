"""A process of its own for each long question: the same answer, the same errors, and no process left when it is stopped."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from finder.core import Finder
from finder.errors import QueryError
from finder.questions.base import Context
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.question import SITING
from finder.text import Text
from finder.travel.model import TravelMatrix
from finder.travel.straight_line import StraightLine
from finder.web.forked import Forked
from finder.web.long_questions import Job, Stopped
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.planners import ON

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
SECONDS = 30.0
QUERY = SitingQuery(2, standard="miles:15", on=ON)


class Asleep(StraightLine):
    """Travel that is never measured."""

    def matrix(self, *_args: Any, **_options: Any) -> TravelMatrix:
        """Wait for longer than any test."""
        time.sleep(10 * SECONDS)
        raise AssertionError


class Broken(StraightLine):
    """Travel that cannot be measured."""

    def matrix(self, *_args: Any, **_options: Any) -> TravelMatrix:
        """Fail."""
        raise ZeroDivisionError("a secret of the machine")


class Killed(StraightLine):
    """Travel whose measuring ends the process."""

    def matrix(self, *_args: Any, **_options: Any) -> TravelMatrix:
        """End, as for want of memory."""
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError


@pytest.fixture
def context(grid_finder: Callable[..., Finder]) -> Context:
    return grid_finder(centers=[center_at(0, 0)]).context


@pytest.fixture
def fork() -> Iterator[Callable[[Context], Forked]]:
    """Starts the process that forks one for each question."""
    started: list[tuple[int, Forked]] = []

    def start(context: Context) -> Forked:
        forked = Forked(context)
        if not (pid := os.fork()):
            with suppress(BaseException):
                forked.serve()
            os._exit(0)
        started.append((pid, forked))
        return forked

    yield start
    for pid, forked in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        for mailbox in (forked._inbox, forked._outbox):
            mailbox.close()


class Listening(Job):
    """A job that remembers what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.heard = threading.Event()

    def tell(self, stage: Text) -> None:
        """Remember it."""
        self.told.append(ENGLISH.say(stage))
        self.heard.set()
        super().tell(stage)


def test_the_answer_is_the_same_as_without(context: Context, fork: Callable[[Context], Forked]) -> None:
    job = Listening()
    result, here = fork(context).run(SITING, QUERY, job), SITING.answer(QUERY, context)
    assert SITING.whole(result) == SITING.whole(here)
    for table in SITING.tables.values():
        assert table.rows(result) == table.rows(here)
    assert job.told == [
        "Measuring how far everyone is from the nearest location.",
        "Measuring travel to 25 candidate towns.",
        "Choosing the stops, and proving that no others do better.",
        "Comparing other towns, and short and long travel times.",
    ]


def test_what_every_process_has_is_not_carried_along(context: Context, fork: Callable[[Context], Forked]) -> None:
    result = fork(context).run(SITING, QUERY, Job())
    assert result.context is context
    assert result.everyone is context.demand
    assert all(any(p is point for point in context.directory.points) for p in result.points)


def test_one_question_after_the_other(context: Context, fork: Callable[[Context], Forked]) -> None:
    forked = fork(context)
    values = [forked.run(SITING, replace(QUERY, units=n), Job()).plan.choice.value for n in (1, 2, 3)]
    assert values == sorted(set(values))


def test_an_error_comes_as_it_is(context: Context, fork: Callable[[Context], Forked]) -> None:
    forked = fork(context)
    with pytest.raises(QueryError, match="magic"):
        forked.run(SITING, replace(QUERY, therapy="magic"), Job())
    assert forked.run(SITING, QUERY, Job()).stops


def test_of_a_failure_only_its_kind_is_told(context: Context, fork: Callable[[Context], Forked]) -> None:
    with pytest.raises(RuntimeError, match=r"^ZeroDivisionError$"):
        fork(replace(context, travel=Broken())).run(SITING, QUERY, Job())


def test_a_process_that_is_killed_is_a_failure(context: Context, fork: Callable[[Context], Forked]) -> None:
    forked = fork(replace(context, travel=Killed()))
    for _ in range(2):
        with pytest.raises(ConnectionError):
            forked.run(SITING, QUERY, Job())


def _children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system does not list processes")
def test_a_stopped_question_leaves_no_process(context: Context, fork: Callable[[Context], Forked]) -> None:
    forked, job = fork(replace(context, travel=Asleep())), Listening()
    failure: list[BaseException] = []

    def ask() -> None:
        try:
            forked.run(SITING, QUERY, job)
        except BaseException as error:
            failure.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert job.heard.wait(SECONDS)
    server = max(_children_of(os.getpid()))
    assert len(_children_of(server)) == 1
    job.stop()
    asking.join(SECONDS)
    assert isinstance(failure[0], Stopped)
    until = time.monotonic() + SECONDS
    while _children_of(server) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _children_of(server)
