"""Kinds of requests. Each has a pool of its own, so that many of one kind never keep those of another waiting."""

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flask import Flask

from finder.web.bounds import too_busy

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Kind = Literal["patients", "files", "planners", "free"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The pool of a kind in one process.

    `most` requests may be waiting or answered, `at_once` of them answered, and each waits `wait_s` seconds at most. `nice` is
    how far the process of its own gives way to others (POSIX nice), and `answer_s` how long that may take.
    """

    most: int
    at_once: int
    wait_s: float
    nice: int = 0
    answer_s: float = 0.0


# A patient's page takes milliseconds: more threads at once would only switch between them. Planners wait for the one answer
# that is computed (finder/web/turns.py).
LIMITS: Mapping[Kind, Limits] = {
    "patients": Limits(most=64, at_once=8, wait_s=10.0),
    "files": Limits(most=8, at_once=2, wait_s=20.0, nice=5, answer_s=30.0),
    "planners": Limits(most=40, at_once=40, wait_s=100.0, nice=10, answer_s=100.0),
}
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("free", re.compile(r"/(static/.*|healthz|readyz|map/counties.*)")),
    ("files", re.compile(r"/reports/search\..*")),
    ("planners", re.compile(r"/(planner|reports|map)(/.*)?")),
)
# Set while a request is on its way to the page that refuses it.
_refusing: ContextVar[bool] = ContextVar("refusing", default=False)


def kind_of(path: str) -> Kind:
    """The kind of a path. Files of the kind "free" take no time, and are never refused."""
    return next((kind for kind, paths in _KINDS if paths.fullmatch(path)), "patients")


class Pool:
    """Places for the requests of one kind."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all, self._now = threading.BoundedSemaphore(limits.most), threading.BoundedSemaphore(limits.at_once)

    def enter(self) -> bool:
        """Take a place, and wait for a turn; whether there was one in time."""
        if not self._all.acquire(blocking=False):
            return False
        if self._now.acquire(timeout=self._limits.wait_s):
            return True
        self._all.release()
        return False

    def leave(self) -> None:
        """Give the place back."""
        self._now.release()
        self._all.release()


def register(app: Flask) -> None:
    """Answer every request in the pool of its kind, and those beyond it with a page that says when to ask again."""
    pools = {kind: Pool(limits) for kind, limits in LIMITS.items()}
    app.wsgi_app = in_pools(app.wsgi_app, pools, refused(app.wsgi_app))  # type: ignore[method-assign, assignment]

    @app.before_request
    def _refuse() -> None:
        if _refusing.get():
            raise too_busy()


def in_pools(inner: "WSGIApplication", pools: Mapping[Kind, Pool], refusing: "WSGIApplication") -> "WSGIApplication":
    """An app that answers each request in its pool, and one beyond it by `refusing`.

    A page is complete when the app returns it, so the place is free then.
    """

    def pooled(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        pool = pools.get(kind_of(environ.get("PATH_INFO", "")))
        if pool is None:
            return inner(environ, start_response)
        if not pool.enter():
            return refusing(environ, start_response)
        try:
            return inner(environ, start_response)
        finally:
            pool.leave()

    return pooled


def refused(inner: "WSGIApplication") -> Callable[["WSGIEnvironment", "StartResponse"], Iterable[bytes]]:
    """An app that answers every request with the page that says when to ask again."""

    def refusing(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        token = _refusing.set(True)
        try:
            return inner(environ, start_response)
        finally:
            _refusing.reset(token)

    return refusing
