"""A process of its own for each long question: it takes no time from other pages, and it can be ended at once.

The planners' process sends a socket through the mailbox of a process that does nothing else than fork one for each question.
What is asked, what is being done, and the answer go over that socket, pickled; nobody else can write to it. Who closes it ends
the work. Forked processes share the directory and the tables with the others, so an answer refers to them by name instead of
carrying them along.
"""

import io
import os
import pickle  # nosec B403
import select
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from finder.errors import FinderError
from finder.questions.base import AnyQuestion, Context
from finder.questions.registry import QUESTIONS
from finder.text import Text
from finder.web.long_questions import Job, Stopped
from finder.web.rooms import receive_parts, send_parts

# Other planners come before long questions (POSIX nice).
_NICE = 15
_STEP_S, _POST_S = 0.2, 60.0
_STAGE, _ANSWER, _ERROR = b"stage", b"answer", b"error"


class Forked:
    """The mailbox of the process that forks one for each long question, made before the processes that use it."""

    def __init__(self, context: Context) -> None:
        self._context, self._names = context, _shared(context)
        self._inbox, self._outbox = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def run(self, question: AnyQuestion, query: Any, job: Job) -> Any:
        """Work a question out in a process of its own. Raises Stopped, and FinderError as the question does.

        Raises ConnectionError if the process ends without an answer.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                socket.send_fds(self._outbox, [b"."], [theirs.fileno()])
            ours.settimeout(_POST_S)
            send_parts(ours, question.id.encode(), _dumped(query, {}))
            while True:
                while not select.select([ours], [], [], _STEP_S)[0]:
                    if job.stopping:
                        raise Stopped
                kind, content = receive_parts(ours)
                said = _loaded(content, self._names)
                if kind == _ERROR:
                    raise said
                if kind == _ANSWER:
                    return said
                job.tell(said)

    def serve(self) -> None:
        """Fork a process for each question that comes into the mailbox, for as long as this process lives."""
        os.nice(_NICE)
        while True:
            if select.select([self._inbox], [], [], _STEP_S)[0]:
                _, sockets, _, _ = socket.recv_fds(self._inbox, 1, 1)
                for number in sockets:
                    with socket.socket(fileno=number) as asked:
                        if not os.fork():
                            self._work(asked)
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass

    def _work(self, asked: socket.socket) -> None:
        """Answer one question, and end this process."""
        try:
            name, content = receive_parts(asked)
            # Nothing more is sent: the socket is readable again only when the other end is closed.
            threading.Thread(target=_end_when_closed, args=(asked,), daemon=True).start()

            def tell(stage: Text) -> None:
                send_parts(asked, _STAGE, _dumped(stage, {}))

            context = replace(self._context, tell=tell)
            kind, said = _answer(QUESTIONS[name.decode()], _loaded(content, {}), context)
            send_parts(asked, kind, _dumped(said, _shared(context)))
        finally:
            os._exit(0)


def _answer(question: AnyQuestion, query: Any, context: Context) -> tuple[bytes, Any]:
    try:
        return _ANSWER, question.answer(query, context)
    except FinderError as error:
        return _ERROR, error
    except Exception as error:
        # Its message could repeat what was asked.
        return _ERROR, RuntimeError(type(error).__name__)


def _end_when_closed(asked: socket.socket) -> None:
    with suppress(OSError):
        asked.recv(1)
    os._exit(0)


def _shared(context: Context) -> dict[str, Any]:
    """What every process has, by name: an answer in one is about the same listings and tables in another."""
    parts = {name: getattr(context, name) for name in ("directory", "places", "travel", "reference", "demand")}
    points = {f"point {p.id}": p for p in context.directory.points}
    towns = context.places.gazetteer.towns
    return {"context": context, **parts, "counties": context.demand.counties, "towns": towns, **points}


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, shared: Mapping[str, Any]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._name_of = {id(part): name for name, part in shared.items()}

    def persistent_id(self, part: Any) -> str | None:
        """The name of a part that every process has."""
        return self._name_of.get(id(part))


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shared: Mapping[str, Any]) -> None:
        super().__init__(file)
        self._shared = shared

    def persistent_load(self, name: str) -> Any:
        """This process's own part of a name."""
        return self._shared[name]


def _dumped(said: Any, shared: Mapping[str, Any]) -> bytes:
    file = io.BytesIO()
    _Pickler(file, shared).dump(said)
    return file.getvalue()


def _loaded(content: bytes, shared: Mapping[str, Any]) -> Any:
    return _Unpickler(io.BytesIO(content), shared).load()
