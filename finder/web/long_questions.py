"""Questions that may take planners longer than a page should: worked out beside the pages, watched, and stopped if need be."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from finder.core import Finder
from finder.questions.base import AnyQuestion
from finder.text import Text, text
from finder.web.bounds import too_busy

# Answers that are kept, and questions that may wait for their turn: each holds a thread, and the last of them minutes.
MOST_KEPT, MOST_WAITING = 6, 8
_STEP_S = 0.2
_WAITING = text("Waiting for another planner's question.")
_STARTING = text("Starting.")


class Stopped(Exception):
    """The question is no longer asked."""


class Job:
    """One long question: what is being done for it, and its answer once there is one. `token` lets who asked it stop it."""

    def __init__(self) -> None:
        self.token, self.stage = secrets.token_urlsafe(12), _WAITING
        self._answer: Future[Any] = Future()
        self._stopping = threading.Event()
        self._told = False

    @property
    def done(self) -> bool:
        """Whether it is over, with an answer or without."""
        return self._answer.done()

    @property
    def stopping(self) -> bool:
        """Whether it is no longer asked."""
        return self._stopping.is_set()

    @property
    def over(self) -> bool:
        """Whether it came to nothing: it was stopped, or whoever asked has been told why it failed."""
        return self.stopping or self._told

    def stop(self) -> None:
        """Work on it no further."""
        self._stopping.set()

    def tell(self, stage: Text) -> None:
        """Say what is being done. Raises Stopped if it is no longer asked."""
        if self.stopping:
            raise Stopped
        self.stage = stage

    def wait(self, seconds: float) -> bool:
        """Whether it is over, after so many seconds at most."""
        return bool(wait([self._answer], seconds).done)

    def answer(self) -> Any:
        """The answer. Raises what working it out raised."""
        self._told = self._answer.exception() is not None
        return self._answer.result()

    def work(self, compute: Callable[[], Any]) -> None:
        """Have the answer, or why there is none."""
        try:
            self._answer.set_result(compute())
        except BaseException as error:
            self._answer.set_exception(error)


# Works a question out, and tells the job what it does. Raises Stopped if the job is stopped meanwhile.
Run = Callable[[AnyQuestion, Any, Job], Any]


def in_thread(finder: Finder) -> Run:
    """Work questions out in a thread of this process, where none can be forked. They stop where they say what they do next."""

    def run(question: AnyQuestion, query: Any, job: Job) -> Any:
        return question.answer(query, replace(finder.context, tell=job.tell))

    return run


class LongQuestions:
    """Works out one question at a time. Whoever asks the same one waits for the same answer, which is kept for a while."""

    def __init__(self, run: Run) -> None:
        self._run, self._lock, self._turn = run, threading.Lock(), threading.Lock()
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()

    def ask(self, question: AnyQuestion, query: Hashable) -> tuple[Job, bool]:
        """The job of a question, and whether it starts with this request. Raises Refused if too many wait.

        One that failed is asked again once its reader has been told.
        """
        key = (question.id, query)
        with self._lock:
            job = self._jobs.pop(key, None)
            starts = job is None or job.over
            if job is None or job.over:
                job = self._start(question, query)
            self._jobs[key] = job
            self._drop_oldest()
        return job, starts

    def known(self, question: AnyQuestion, query: Hashable) -> Job | None:
        """The job of a question that is worked out, or was; None if there is none."""
        return self._jobs.get((question.id, query))

    def _start(self, question: AnyQuestion, query: Hashable) -> Job:
        if sum(not job.done for job in self._jobs.values()) >= MOST_WAITING:
            raise too_busy()
        job = Job()
        threading.Thread(target=self._work, args=(job, question, query), daemon=True).start()
        return job

    def _work(self, job: Job, question: AnyQuestion, query: Hashable) -> None:
        def compute() -> Any:
            with self._turn_of(job):
                job.tell(_STARTING)
                return self._run(question, query, job)

        job.work(compute)

    @contextmanager
    def _turn_of(self, job: Job) -> Iterator[None]:
        """The turn of a job. Raises Stopped if it is stopped while it waits: no thread is left behind."""
        while not self._turn.acquire(timeout=_STEP_S):
            if job.stopping:
                raise Stopped
        try:
            yield
        finally:
            self._turn.release()

    def _drop_oldest(self) -> None:
        done = [key for key, job in self._jobs.items() if job.done]
        for key in done[: max(0, len(done) - MOST_KEPT)]:
            del self._jobs[key]
