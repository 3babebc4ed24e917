"""What an operator may see of a running server: counts at /metrics, and a line for each request, both only if asked for.

Neither has a place, a path, a query, a host, or an address of a client: of a request, only its route is taken, the template of
its path as this app registered it.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from finder.web.counts import OTHER, Counts

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

METRICS_PATH = "/metrics"
_log = logging.getLogger("finder.requests")


@dataclass(frozen=True, slots=True)
class Watch:
    """What the operator asked to see of requests."""

    metrics: bool = False
    log: bool = False


NO_WATCH = Watch()


def routes(app: Flask) -> list[str]:
    """The templates of all paths of an app."""
    return sorted({rule.rule for rule in app.url_map.iter_rules()})


def route_of(app: Flask, path: str, method: str) -> str:
    """The template of a path; `other` for a path that is none of ours."""
    try:
        rule, _ = app.url_map.bind("localhost").match(path, method, return_rule=True)
    except (HTTPException, RequestRedirect):
        return OTHER
    return rule.rule


def observed(inner: "WSGIApplication", app: Flask, watch: Watch, counts: Counts) -> "WSGIApplication":
    """`inner`, which answers for `app`, with its requests counted and logged as `watch` says.

    The time of a request ends when its answer is ready to be sent, and includes the time it waited for its turn.
    """
    if not (watch.metrics or watch.log):
        return inner

    def observing(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if watch.metrics and path == METRICS_PATH:
            return _report(counts, start_response)
        status = 500

        def start(line: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, headers, *more)

        began = time.monotonic()
        counts.began()
        try:
            return inner(environ, start)
        finally:
            seconds, route = time.monotonic() - began, route_of(app, path, method)
            counts.ended(route, method, status, seconds)
            if watch.log:
                _log.info("request", extra={"request": {"route": route, "status": status, "ms": round(1000 * seconds, 1)}})

    return observing


def _report(counts: Counts, start_response: "StartResponse") -> Iterable[bytes]:
    report = counts.report()
    headers = [("Content-Type", CONTENT_TYPE_LATEST), ("Content-Length", str(len(report))), ("Cache-Control", "no-store")]
    start_response("200 OK", headers)
    return [report]
