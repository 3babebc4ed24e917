"""Behind a proxy: links, redirects, and cookies have the operator's name and scheme, and nobody else's."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from finder.core import Finder
from finder.errors import QueryError
from finder.web import create_app
from finder.web.hosts import Front
from tests.world import SETTINGS

Ask = Callable[..., TestResponse]
PUBLIC = "https://finder.example.org"
EVIL = (
    "evil.example",
    "evil.example:8000",
    "6.6.6.6",
    "[2001:db8::6]",
    "finder.example.org.evil.example",
    "localhost.evil.example",
)
PATHS = (
    "/",
    "/search?zip=59718",
    "/planner?state=MT",
    "/no-such-page",
    "//search//x",
    "//evil.example//search",
    "/help?lang=es",
)


def client(finder: Finder, **chosen: Any) -> FlaskClient:
    return create_app(finder, replace(SETTINGS, **chosen)).test_client()


def get(client: FlaskClient, path: str, host: str = "localhost", peer: str = "192.0.2.9", **headers: str) -> TestResponse:
    """An answer to a request as it is on the wire; what the form leads to is not followed."""
    sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    bare, _, query = path.partition("?")
    wire = {"HTTP_HOST": host, "PATH_INFO": bare, "REMOTE_ADDR": peer, **sent}
    return super(type(client), client).open("/", query_string=query, environ_overrides=wire)


def share_link(client: FlaskClient, host: str = "localhost", **headers: str) -> str:
    """The link to share of a list."""
    sealed = get(client, "/search?zip=59718&therapy=ivig", host, **headers).location
    found = re.search(r'id="link"[^>]*value="([^"]*)"', get(client, sealed, host, **headers).text)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.slow
@pytest.mark.parametrize("host", EVIL)
@pytest.mark.parametrize("settings", [{}, {"public_url": PUBLIC}, {"trusted_proxies": "10.0.0.1"}])
def test_what_a_client_calls_the_server_is_in_no_link(starter: Finder, host: str, settings: dict[str, str]) -> None:
    site = client(starter, **settings)
    name = host.partition(":")[0] if host[0] != "[" else host
    for path in PATHS:
        answer = get(site, path, host, x_forwarded_host=host, forwarded=f"host={host}")
        assert name not in answer.text.replace("%", ""), path
        assert name not in str(answer.headers), path
        assert not answer.location or re.match(r"/(?!/)", answer.location), path
    link = share_link(site, host)
    assert link == f"{settings.get('public_url', '')}/search?zip=59718&therapy=ivig"


def test_the_public_address_begins_links_and_secures_cookies(starter: Finder) -> None:
    site = client(starter, public_url=f"{PUBLIC}:8443/")
    assert share_link(site, "127.0.0.1:8000") == f"{PUBLIC}:8443/search?zip=59718&therapy=ivig"
    answer = get(site, "/?lang=es", "127.0.0.1:8000")
    assert "; Secure;" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_tls_nothing_claims_it(starter: Finder) -> None:
    answer = get(client(starter), "/?lang=es", x_forwarded_proto="https")
    assert "Secure" not in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in answer.headers
    assert share_link(client(starter), "localhost:8000") == "http://localhost:8000/search?zip=59718&therapy=ivig"


@pytest.mark.parametrize(
    ("peer", "believed"),
    [("10.0.0.1", True), ("10.0.0.2", False), ("10.1.2.3", True), ("::1", True), ("", False), ("x", False)],
)
def test_only_a_trusted_proxy_is_believed(starter: Finder, peer: str, believed: bool) -> None:
    site = client(starter, trusted_proxies="10.0.0.1, 10.1.0.0/16,::1")
    answer = get(site, "/?lang=es", peer=peer, x_forwarded_proto="http, https")
    assert ("Secure" in answer.headers["Set-Cookie"]) == believed
    assert ("Strict-Transport-Security" in answer.headers) == believed


@pytest.mark.parametrize(
    ("forwarded", "client_address"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("6.6.6.6, 203.0.113.5", "203.0.113.5"),  # the client invented the first
        ("6.6.6.6, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        ("", "10.0.0.1"),
        (" , ", "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy_of_ours(starter: Finder, forwarded: str, client_address: str) -> None:
    app = create_app(starter, replace(SETTINGS, trusted_proxies="10.0.0.0/24"))
    seen: list[str | None] = []
    app.before_request(lambda: seen.append(request.remote_addr))
    get(app.test_client(), "/", peer="10.0.0.1", x_forwarded_for=forwarded)
    assert seen == [client_address]


def test_a_trusted_proxy_may_say_the_host_and_that_is_checked_too(starter: Finder) -> None:
    site = client(starter, trusted_proxies="10.0.0.1", allowed_hosts="finder.example.org")
    good = get(site, "/", "upstream", "10.0.0.1", x_forwarded_host="finder.example.org", x_forwarded_proto="https")
    assert good.status_code == 200
    for host in ("evil.example", "a b", "<script>"):
        assert get(site, "/", "finder.example.org", "10.0.0.1", x_forwarded_host=host).status_code == 400


def test_only_allowed_hosts_are_answered(starter: Finder) -> None:
    site = client(starter, allowed_hosts="finder.example.org, 192.0.2.7:8000")
    for host in ("finder.example.org", "FINDER.Example.ORG.", "finder.example.org:443", "192.0.2.7", "localhost", "[::1]:80"):
        assert get(site, "/", host).status_code == 200, host
    for host in EVIL:
        refused = get(site, "/", host)
        assert (refused.status_code, refused.mimetype) == (400, "text/plain"), host
        assert host not in refused.text
    assert get(site, "/healthz", "10.9.8.7").status_code == get(site, "/readyz", "10.9.8.7").status_code == 200
    assert share_link(site, "finder.example.org").startswith("http://finder.example.org/")


@pytest.mark.parametrize(
    "settings",
    [
        *(
            {"public_url": url}
            for url in ("finder.example.org", "ftp://a", "https://", "https://a/b", "https://a b", "//a", "https://a?b")
        ),
        *({"trusted_proxies": name} for name in ("proxy", "10.0.0.0/33", "10.0.0.1/8", "*")),
        *({"allowed_hosts": name} for name in ("a b", "*.example.org", "https://a")),
    ],
)
def test_a_setting_without_sense_is_said_at_the_start(settings: dict[str, str]) -> None:
    chosen: dict[str, Any] = dict(settings)
    with pytest.raises(QueryError) as refused:
        Front.of(replace(SETTINGS, **chosen))
    assert str(refused.value).startswith(f"FINDER_{next(iter(settings)).upper()} can't be")
