"""Under which name and scheme a request came: the operator's public address, what a trusted proxy says, or the Host header.

All that is needed of it is decided before the app, whose links, redirects, and cookies follow. A Host header that is malformed
or not allowed is refused there, with one line that needs nothing. Whatever else a client calls this server stays out of links.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from flask import Flask, Response, current_app, request

from finder.errors import QueryError
from finder.settings import Settings
from finder.text import Text, text

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_LABEL = r"[A-Za-z0-9_-]{1,63}"
# A name or an IPv4 address, or an IPv6 address in brackets; then a port, if one is given.
_NAME = rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]{{2,45}}\])"
_HOST = re.compile(rf"(?=.{{1,260}}\Z)({_NAME})(?::[0-9]{{1,5}})?\Z")
_URL = re.compile(rf"(https?)://({_NAME}(?::[0-9]{{1,5}})?)/?\Z")
_LOOPBACK = re.compile(r"localhost\.?|127\.\d+\.\d+\.\d+|\[::1\]", re.IGNORECASE)
# Whoever watches over the server asks for these by its address.
_HEALTH = ("/healthz", "/readyz")
_MALFORMED = b"400 Bad Request: this is not the name of a host. Check the address and try again.\n"
_NOT_OURS = b"400 Bad Request: this server has another name. Check the address and try again.\n"


@dataclass(frozen=True, slots=True)
class Front:
    """How readers reach this server: its public scheme and host if known, the proxies to believe, and names to answer under."""

    public: tuple[str, str] | None
    proxies: tuple[Network, ...]
    allowed: frozenset[str]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Read the settings. Raises QueryError for what makes no sense."""
        return cls(
            _public(settings.public_url),
            tuple(_network(one) for one in _listed(settings.trusted_proxies)),
            frozenset(_allowed(one) for one in _listed(settings.allowed_hosts)),
        )

    def trusts(self, peer: str) -> bool:
        """Whether an address is that of a trusted proxy."""
        try:
            at = ipaddress.ip_address(peer.strip("[] "))
        except ValueError:
            return False
        return any(at in network for network in self.proxies)

    def answers_to(self, name: str) -> bool:
        """Whether the server answers under a name."""
        return not self.allowed or _plain(name) in self.allowed or bool(_LOOPBACK.fullmatch(name))

    def knows(self, name: str) -> bool:
        """Whether a name may stand in a link: it is the operator's, or this machine's name for itself."""
        return _plain(name) in self.allowed or bool(_LOOPBACK.fullmatch(name))


def register(app: Flask, settings: Settings) -> None:
    """Answer under the right name. A request without Host (HTTP/1.0) passes. Raises QueryError for settings without sense."""
    front = app.extensions["front"] = Front.of(settings)
    inner: WSGIApplication = app.wsgi_app

    def checked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        _believe_proxies(environ, front)
        host = _HOST.match(environ.get("HTTP_HOST", "localhost"))
        if not host:
            return _refuse(_MALFORMED, start_response)
        if not front.public and not front.answers_to(host[1]) and environ.get("PATH_INFO") not in _HEALTH:
            return _refuse(_NOT_OURS, start_response)
        if front.public:
            environ["wsgi.url_scheme"], environ["HTTP_HOST"] = front.public
        return inner(environ, start_response)

    def stay(response: Response) -> Response:
        # Werkzeug redirects an address with two slashes to a whole URL under the Host that the client sent, and repeats it.
        if response.location and response.location.startswith(request.host_url):
            response.location = "/" + response.location.removeprefix(request.host_url).lstrip("/\\")
            response.set_data(b"")
        return response

    app.after_request(stay)
    app.wsgi_app = checked  # type: ignore[method-assign]


def origin() -> str:
    """The scheme and host that a link to share begins with; empty if nobody but the client says what this server is called."""
    front: Front = current_app.extensions["front"]
    host = _HOST.match(request.host)
    return f"{request.scheme}://{request.host}" if host and (front.public or front.knows(host[1])) else ""


def _believe_proxies(environ: "WSGIEnvironment", front: Front) -> None:
    """Take the client, scheme, and host from a trusted proxy; drop what anybody else says of them."""
    said = {name: environ.pop(f"HTTP_X_FORWARDED_{name}", "") for name in ("FOR", "PROTO", "HOST", "PORT", "BY")}
    environ.pop("HTTP_FORWARDED", None)
    if not front.trusts(environ.get("REMOTE_ADDR", "")):
        return
    # Each proxy adds to the end. The last one that is not ours is as far as can be believed.
    clients = [one.strip() for one in said["FOR"].split(",") if one.strip()]
    for client in reversed(clients):
        environ["REMOTE_ADDR"] = client
        if not front.trusts(client):
            break
    if (scheme := said["PROTO"].rpartition(",")[2].strip().lower()) in ("http", "https"):
        environ["wsgi.url_scheme"] = scheme
    if host := said["HOST"].rpartition(",")[2].strip():
        environ["HTTP_HOST"] = host


def _refuse(line: bytes, start_response: "StartResponse") -> Iterable[bytes]:
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(line))),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    start_response("400 Bad Request", headers)
    return [line]


def _listed(written: str | None) -> list[str]:
    return [one.strip() for one in (written or "").split(",") if one.strip()]


def _plain(name: str) -> str:
    return name.lower().rstrip(".")


def _public(written: str | None) -> tuple[str, str] | None:
    if not written:
        return None
    url = _URL.match(written.strip())
    if not url:
        raise _refused("FINDER_PUBLIC_URL", written, text("Write a scheme and a host, like https://finder.example.org."))
    return url[1], url[2].lower()


def _network(written: str) -> Network:
    try:
        return ipaddress.ip_network(written)
    except ValueError as error:
        advice = text("Write addresses or networks with commas between them, like 127.0.0.1, 10.0.0.0/8.")
        raise _refused("FINDER_TRUSTED_PROXIES", written, advice) from error


def _allowed(written: str) -> str:
    name = _HOST.match(written)
    if not name:
        advice = text("Write names with commas between them, like finder.example.org, 192.0.2.7.")
        raise _refused("FINDER_ALLOWED_HOSTS", written, advice)
    return _plain(name[1])


def _refused(setting: str, written: str, advice: Text) -> QueryError:
    return QueryError(text("%(setting)s can't be %(written)s.", setting=setting, written=repr(written[:80])), advice)
