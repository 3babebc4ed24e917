"""Requests whose Host header is malformed are refused before the app, whose links and error pages are built from it."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LABEL = r"[A-Za-z0-9_-]{1,63}"
# A name or an IPv4 address, or an IPv6 address in brackets; then a port, if one is given.
_HOST = re.compile(rf"(?=.{{1,260}}\Z)(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?\Z")
_REFUSAL = b"400 Bad Request: this is not the name of a host. Check the address and try again.\n"
_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Length", str(len(_REFUSAL))),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]


def register(app: Flask) -> None:
    """Answer a malformed Host header with one line and status 400. A request without the header (HTTP/1.0) passes."""
    inner: WSGIApplication = app.wsgi_app

    def checked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if _HOST.match(environ.get("HTTP_HOST", "localhost")):
            return inner(environ, start_response)
        start_response("400 Bad Request", _HEADERS)
        return [_REFUSAL]

    app.wsgi_app = checked  # type: ignore[method-assign]
