"""What one request may ask: more is refused at once, in words, and so is one that finds its kind's places taken."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder.core import Finder
from finder.web.bounds import MOST_CHOSEN, MOST_FIELDS, MOST_REPEATED
from finder.web.kinds import LIMITS, Kind, Limits, Pool, kind_of
from tests.web.conftest import strict_app

HERE = ("place", "59718")
ANSWERED = ("/search", "/compare", "/call-sheet", "/reports/search.pdf", "/reports/search.csv", "/reports/search.txt")


def body(*fields: tuple[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in fields)


def sent(client: FlaskClient, address: str, *fields: tuple[str, str]) -> tuple[int, str]:
    answer = client.post(address, data=body(*fields), content_type="application/x-www-form-urlencoded")
    return answer.status_code, answer.text


@pytest.mark.parametrize("address", [*ANSWERED, "/suggest", "/trials"])
@pytest.mark.parametrize(
    "fields",
    [
        [("id", f"x{n}") for n in range(MOST_CHOSEN + 1)],
        [("id", "x")] * 924,
        [(f"f{n}", "") for n in range(MOST_FIELDS + 1)],
        [("kind", "hospital")] * (MOST_REPEATED + 1),
        [("place", "1")] * 900,
        [("", "")] * 2_000,
    ],
    ids=["other ids", "the same id", "many fields", "kinds", "places", "nameless"],
)
def test_a_request_that_asks_for_too_much_is_refused_at_once(
    client: FlaskClient, address: str, fields: list[tuple[str, str]]
) -> None:
    client.get("/")  # templates are compiled once
    start = time.process_time()
    status, page = sent(client, address, HERE, *fields)
    assert time.process_time() - start < 0.3
    # Fields without a name and a value are none.
    assert status in ((422, 413) if fields[0] != ("", "") else (200, 400, 405, 413, 422))
    assert "<h1>" in page


@pytest.mark.parametrize(
    "address", ["/search", "/planner/coverage", "/planner/chairs", "/planner/closures", "/reports/coverage-counties.csv", "/"]
)
def test_so_is_an_address_that_asks_for_too_much(client: FlaskClient, address: str) -> None:
    answer = client.get(address + "?" + "&".join(f"id=x{n}" for n in range(MOST_CHOSEN + 1)))
    assert answer.status_code == 422
    assert "at most 200 locations" in answer.text
    assert client.get(address + "?" + "state=MT&" * 20).status_code == 422


def test_more_bytes_than_a_form_has_are_refused_in_words(client: FlaskClient) -> None:
    for address in ANSWERED:
        status, page = sent(client, address, ("place", "5" * 17_000))
        assert status == 413
        assert "too much text" in page


def test_all_that_a_page_can_show_can_be_chosen(client: FlaskClient, starter: Finder) -> None:
    ids = [("id", point.id) for point in starter.directory.points][:MOST_CHOSEN]
    status, page = sent(client, "/call-sheet", HERE, ("within", "500"), *ids)
    assert (status, page.count("<h1")) == (200, 1)


def test_the_longest_question_fits_its_sealed_address(client: FlaskClient) -> None:
    ids = [("id", "x" * 40)] * 200
    answer = client.post(
        "/search", data=body(HERE, ("therapy", "ivig"), *ids), content_type="application/x-www-form-urlencoded"
    )
    # Followed, as a browser would: waitress takes 48 kB of a request's head.
    assert answer.status_code == 200
    assert len(answer.request.path) < 40_000


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "patients"),
        ("/search", "patients"),
        ("/search/abc", "patients"),
        ("/centers/a/b", "patients"),
        ("/compare/abc", "patients"),
        ("/call-sheet/abc", "patients"),
        ("/reports/search.pdf", "files"),
        ("/reports/coverage-zips.xlsx", "planners"),
        ("/reports/chairs-report.pdf", "planners"),
        ("/planner/counties/30031", "planners"),
        ("/map/gap-land.json", "planners"),
        ("/map/counties.us.topo.json", "free"),
        ("/static/finder.css", "free"),
        ("/healthz", "free"),
        ("/planner\n", "patients"),
    ],
)
def test_each_path_has_its_kind(path: str, kind: Kind) -> None:
    assert kind_of(path) == kind


@contextmanager
def taken(pool: Pool, places: int) -> Iterator[None]:
    for _ in range(places):
        assert pool.enter()
    yield
    for _ in range(places):
        pool.leave()


def test_a_pool_lets_in_as_many_as_it_has_places_and_lets_them_wait_for_so_long() -> None:
    pool = Pool(Limits(most=3, at_once=2, wait_s=0.05))
    with taken(pool, 2):
        start = time.monotonic()
        assert not pool.enter()
        assert 0.04 < time.monotonic() - start < 5
    assert pool.enter()


@pytest.fixture
def no_files(starter: Finder, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app with no place for files."""
    monkeypatch.setitem(LIMITS, "files", Limits(most=1, at_once=1, wait_s=0.0))
    entered = Pool.enter
    monkeypatch.setattr(Pool, "enter", lambda self: self._limits.wait_s > 0 and entered(self))
    return strict_app(starter)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_where_no_place_is_free_the_page_says_when_to_ask_again(no_files: Flask, lang: str) -> None:
    refused = no_files.test_client().post(f"/reports/search.pdf?lang={lang}", data=dict([HERE]))
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "30")
    assert ("half a minute" if lang == "en" else "medio minuto") in refused.text
    assert no_files.test_client().post("/search", data=dict([HERE])).status_code == 200
