"""Turns for planners: a national question takes a core and hundreds of MB, so one is computed at a time."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from finder.questions.answers import Answers
from finder.questions.base import AnyQuestion
from finder.reports.render import Rendered, render
from finder.web.bounds import too_busy
from finder.web.kinds import LIMITS

# Files that are kept: a table of all ZIP codes takes a few MB, and a minute of a core.
_MOST_FILES = 6


class Turns:
    """One question is computed at a time, with the files made of answers. Who waits too long is told when to ask again."""

    def __init__(self) -> None:
        self._computing, self._wait_s = threading.Lock(), LIMITS["planners"].wait_s
        self._files = Answers(_MOST_FILES)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn of a question that has to be computed. Others who ask it need none: they wait for that one answer."""
        if not self._computing.acquire(timeout=self._wait_s):
            raise too_busy()
        try:
            yield
        finally:
            self._computing.release()

    def file(self, question: AnyQuestion, query: Hashable, table: str, form: str, answer: Callable[[], Any]) -> Rendered:
        """A file of an answer, made in its turn; the same file is made once for all who ask. Raises what `answer` raises."""

        def make() -> Rendered:
            # The answer has a turn of its own, which is over before that of the file begins.
            answered = answer()
            with self.turn():
                return render(question, answered, table, form)  # type: ignore[arg-type]

        return self._files.get((question.id, query, table, form), make)
