"""One call to a service that misbehaves: it ends in time, in measure, and leaves nothing behind."""

import resource
import socket
import threading
import time

import pytest

from finder.services import http
from finder.services.breaker import Late, NoAnswer, NotAsked
from finder.services.http import MOST_AT_ONCE, HttpService
from tests.services.misbehaving import BROKEN, LARGE, OK, SLOW, STATUSES, Misbehaving, misbehaving, request_of

DEADLINE_S, GRACE_S = 0.4, 0.5
MOST_BYTES = 1_000_000


def fetch(server: Misbehaving, service: HttpService | None = None, deadline_s: float = DEADLINE_S) -> http.Answer:
    return (service or HttpService()).fetch(f"{server.url}/x", time.monotonic() + deadline_s, MOST_BYTES)


def workers() -> int:
    return sum("_work" in thread.name for thread in threading.enumerate())


def ends(workers_before: int) -> bool:
    """Whether the threads of calls that nobody waits for end."""
    until = time.monotonic() + 3
    while workers() > workers_before and time.monotonic() < until:
        time.sleep(0.02)
    return workers() <= workers_before


@pytest.mark.parametrize("name", SLOW)
def test_the_total_time_is_limited_however_an_answer_is_delayed(name: str) -> None:
    before = workers()
    with misbehaving(SLOW[name]) as server:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            fetch(server)
        assert time.monotonic() - began < DEADLINE_S + GRACE_S
        assert ends(before)


@pytest.mark.parametrize("name", LARGE)
def test_the_size_is_limited_however_an_answer_is_sent(name: str) -> None:
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with misbehaving(LARGE[name]) as server:
        answer = fetch(server, deadline_s=5.0)
    assert (answer.status, answer.body) == (200, b"")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 50_000


@pytest.mark.parametrize("name", BROKEN)
def test_an_answer_that_is_not_http_is_none(name: str) -> None:
    with misbehaving(BROKEN[name]) as server, pytest.raises(NoAnswer):
        fetch(server, deadline_s=3.0)


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_is_an_answer_and_no_redirect_is_followed(name: str) -> None:
    with misbehaving(STATUSES[name]) as server:
        assert fetch(server).status == int(name)
        assert server.connections == 1


def test_nobody_listening_is_no_answer_at_once() -> None:
    with misbehaving(SLOW["says nothing"]) as server:
        pass
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        fetch(server, deadline_s=5.0)
    assert time.monotonic() - began < 2


def test_looking_up_a_name_takes_no_longer_either(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(10))
    began = time.monotonic()
    with pytest.raises(Late):
        HttpService().fetch("http://slow.example/", time.monotonic() + DEADLINE_S, MOST_BYTES)
    assert time.monotonic() - began < DEADLINE_S + GRACE_S
    over.set()


def test_a_handshake_takes_no_longer_either() -> None:
    with misbehaving(SLOW["says nothing"]) as server:
        began = time.monotonic()
        with pytest.raises(NoAnswer):
            HttpService().fetch(f"https://127.0.0.1:{server.port}/", began + DEADLINE_S, MOST_BYTES)
        assert time.monotonic() - began < DEADLINE_S + GRACE_S


def test_a_few_ask_at_once_and_others_leave_soon() -> None:
    service, errors = HttpService(), list[type[Exception]]()

    def ask() -> None:
        try:
            fetch(server, service, deadline_s=2.0)
        except NoAnswer as error:
            errors.append(type(error))

    with misbehaving(SLOW["reads, and says nothing"]) as server:
        asking = [threading.Thread(target=ask) for _ in range(MOST_AT_ONCE)]
        for thread in asking:
            thread.start()
        time.sleep(0.2)
        began = time.monotonic()
        with pytest.raises(NotAsked):
            fetch(server, service, deadline_s=2.0)
        assert time.monotonic() - began < http.PLACE_S + GRACE_S
        for thread in asking:
            thread.join()
        assert errors == [Late] * MOST_AT_ONCE
        assert server.connections == MOST_AT_ONCE
        assert ends(0)
        # Their places are free again.
        with pytest.raises(Late):
            fetch(server, service)


def test_one_connection_serves_many_calls() -> None:
    def answer(server: Misbehaving, connection: socket.socket) -> None:
        while request_of(connection):
            connection.sendall(OK + b"Content-Length: 2\r\n\r\n{}")

    service = HttpService()
    with misbehaving(answer) as server:
        assert {fetch(server, service, 5.0) for _ in range(20)} == {http.Answer(200, b"{}")}
        assert server.connections == 1
