"""The page on new stops: the form, the answer, what is shown while it is worked out, and how that is stopped."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from finder.core import Finder
from finder.questions.siting.query import SitingQuery
from finder.questions.siting.words import headline
from finder.settings import today
from finder.travel.model import TravelMatrix
from finder.travel.straight_line import StraightLine
from finder.web import create_app, siting_page
from finder.web.long_questions import MOST_WAITING
from finder.wording.writer import ENGLISH
from tests.conftest import center_at
from tests.web.browser import Watched
from tests.web.conftest import strict_app
from tests.web.every_page import axe_findings
from tests.web.test_spanish import left_in_english
from tests.world import SETTINGS

SECONDS = 30.0
ASKED = "/planner/siting?units=2&standard=miles:15"
Watch = Callable[..., Watched]
ServeApp = Callable[[Flask], str]


class Held(StraightLine):
    """Travel that is measured when the test lets it be."""

    def __init__(self) -> None:
        self.started, self.end = threading.Event(), threading.Event()

    def matrix(self, *args: Any, **options: Any) -> TravelMatrix:
        """Wait for the test, then measure."""
        self.started.set()
        assert self.end.wait(SECONDS)
        return super().matrix(*args, **options)


@pytest.fixture
def grid(grid_finder: Callable[..., Finder]) -> Finder:
    return grid_finder(centers=[center_at(0, 0)])


@pytest.fixture
def page(grid: Finder) -> FlaskClient:
    return strict_app(grid).test_client()


@pytest.fixture
def held() -> Iterator[Held]:
    travel = Held()
    yield travel
    # Whatever failed, no thread is left waiting.
    travel.end.set()


@pytest.fixture
def slow(grid: Finder, held: Held, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The app over travel that takes until the test ends it, whose pages wait for hardly any time."""
    monkeypatch.setattr(siting_page, "_SOON_S", 0.01)
    monkeypatch.setattr(siting_page, "_PATIENT_S", SECONDS)
    return strict_app(Finder(replace(grid.context, travel=held)))


def text_of(written: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", written)))


def token_of(written: str) -> str:
    found = re.search(r'name="job" value="([^"]+)"', written)
    assert found
    return found[1]


def test_without_a_number_of_stops_there_is_only_the_form(page: FlaskClient) -> None:
    answer = page.get("/planner/siting")
    assert answer.status_code == 200
    assert 'name="units"' in answer.text
    assert 'role="status"' not in answer.text


def test_the_page_says_what_the_answer_says(page: FlaskClient, grid: Finder) -> None:
    result = grid.siting(SitingQuery(2, standard="miles:15", on=today()))
    shown = text_of(page.get(ASKED).text)
    assert ENGLISH.say(headline(result)) in shown
    for stop in result.stops:
        assert f"Stop {stop.rank}: {stop.name}" in shown


def test_every_file_of_the_page_can_be_had(page: FlaskClient) -> None:
    links = re.findall(r'href="(/reports/siting-[^"]+)"', page.get(ASKED).text)
    assert {"pdf", "json", "csv", "xlsx", "geojson"} == {unescape(link).split("?")[0].rsplit(".", 1)[1] for link in links}
    for link in links:
        answer = page.get(unescape(link))
        assert answer.status_code == 200
        assert answer.data


@pytest.mark.slow
def test_the_stops_can_be_planned_on_the_page_of_calendars(client: FlaskClient) -> None:
    written = client.get("/planner/siting?units=2&state=MT&standard=minutes:60&therapy=rituximab&wait=yes").text
    link = re.search(r'href="(/planner/calendar[^"]+)"', written)
    assert link
    form = client.get(unescape(link[1])).text
    assert re.search(r'value="rituximab" checked', form)
    stops = re.search(r"<textarea id=.stops.[^>]*>([^<]+)<", form)
    assert stops
    given = {"stops": unescape(stops[1]), "bases": "East=Billings, MT\nWest=Kalispell, MT", "therapy": "rituximab"}
    planned = client.post("/planner/calendar", data=given)
    assert planned.status_code == 200
    for name in re.findall(r"Stop \d+: ([^<]+)</h3>", written):
        assert name.partition(",")[0] in planned.text


@pytest.mark.parametrize("objective", ["burden", "backup"])
def test_what_is_not_about_the_standard_has_no_before_and_after(page: FlaskClient, objective: str) -> None:
    answer = page.get(f"{ASKED}&objective={objective}")
    assert answer.status_code == 200
    assert "Counties that gain" not in answer.text


@pytest.mark.slow
def test_a_standard_with_a_pass_mark_says_which_counties_come_to_meet_it(client: FlaskClient) -> None:
    written = client.get("/planner/siting?units=2&state=MT&standard=cms&wait=yes").text
    rows = re.findall(r"/counties/[^>]+>([^<]+)</a></th>(?:<td>[^<]*</td>){3}<td>no</td><td>yes</td>", written)
    assert rows
    said = re.search(
        r"(\d+) count(?:y|ies) that falls? short of the standard today would meet it: ([^.]+?)(; and|\.)", text_of(written)
    )
    assert said
    assert (int(said[1]), said[2]) == (len(rows), "; ".join(rows[:5]))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("units=0", "The number of new stops must be a whole number from 1 to 200."),
        ("units=201", "The number of new stops must be a whole number from 1 to 200."),
        ("units=two", "The number of new stops must be a whole number from 1 to 200."),
        ("units=٣", "The number of new stops must be a whole number from 1 to 200."),
        ("units=", "The number of new stops must be a whole number from 1 to 200."),
        ("units=2&standard=junk", "junk"),
        ("units=2&objective=fame", "is not an objective."),
        ("units=2&therapy=magic", "is not a known therapy."),
        ("units=2&evidence=paid", "A level of evidence applies to a therapy, and none was chosen."),
        ("units=2&state=ZZ", "is not a state."),
        ("units=2&where=moon", "does not say where new stops may be."),
        ("units=2&where=state", "New stops are to be in the state, and no state was chosen."),
        ("units=2&candidates=<b>", "are not candidates."),
        ("units=2&candidates=file:0123456789abcdef", "that file was not given."),
    ],
)
def test_what_makes_no_sense_is_said_above_the_form(page: FlaskClient, asked: str, said: str) -> None:
    answer = page.get(f"/planner/siting?{asked}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert said in text_of(answer.text)
    assert 'name="units"' in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize(
    ("tables", "asked", "said"),
    [
        ({"centers": [center_at(r, c) for r in range(5) for c in range(5)]}, "", "a new stop would add nobody"),
        ({}, "&candidates=towns:90000", "No town fits these choices"),
        ({}, "&state=AK", "Nobody"),
    ],
)
def test_where_there_is_nothing_to_choose_the_page_says_why(
    grid_finder: Callable[..., Finder], tables: dict[str, Any], asked: str, said: str
) -> None:
    client = strict_app(grid_finder(**{"centers": [center_at(0, 0)], **tables})).test_client()
    answer = client.get(f"{ASKED}{asked}")
    assert answer.status_code == 200
    assert said in text_of(answer.text)
    assert "folium-map" not in answer.text


def test_what_takes_long_is_watched_and_answered(slow: Flask, held: Held) -> None:
    client = slow.test_client()
    first = client.get(ASKED)
    assert first.status_code == 202
    assert held.started.wait(SECONDS)
    progress = client.get(ASKED.replace("siting", "siting/progress")).json
    assert progress == {"done": False, "stage": "Measuring how far everyone is from the nearest location."}
    held.end.set()
    answer = client.get(f"{ASKED}&wait=yes")
    assert answer.status_code == 200
    assert "The new stops" in answer.text
    assert client.get(ASKED.replace("siting", "siting/progress")).json["done"] is True  # type: ignore[index]


def test_only_who_asked_first_can_stop_it(slow: Flask, held: Held) -> None:
    client = slow.test_client()
    mine, other = client.get(ASKED).text, client.get(ASKED).text
    token = token_of(mine)
    assert "Stop the search" not in other
    assert "Another planner asked the same question" in other
    assert token_of(client.get(f"{ASKED}&job={token}").text) == token
    fields = {"units": "2", "standard": "miles:15"}
    assert held.started.wait(SECONDS)
    client.post("/planner/siting/stop", data={**fields, "job": "guessed"})
    assert client.get(ASKED.replace("siting", "siting/progress")).json["done"] is False  # type: ignore[index]
    stopped = client.post("/planner/siting/stop", data={**fields, "job": token})
    assert "The search was stopped." in stopped.text
    assert 'value="2"' in stopped.text
    held.end.set()
    # Whoever asks again starts it again.
    assert "The new stops" in client.get(f"{ASKED}&wait=yes").text


def test_to_watch_or_stop_a_question_that_nobody_asked_starts_nothing(slow: Flask, held: Held) -> None:
    client = slow.test_client()
    progress = client.get(ASKED.replace("siting", "siting/progress")).json
    assert progress == {"done": True, "stage": ""}
    client.post("/planner/siting/stop", data={"units": "2", "standard": "miles:15", "job": ""})
    assert not held.started.wait(0.3)


def test_a_question_that_is_stopped_while_it_waits_leaves_no_thread(slow: Flask, held: Held) -> None:
    client = slow.test_client()
    client.get(ASKED)
    assert held.started.wait(SECONDS)
    before = threading.active_count()
    for _ in range(3):
        token = token_of(client.get("/planner/siting?units=3&standard=miles:15").text)
        client.post("/planner/siting/stop", data={"units": "3", "standard": "miles:15", "job": token})
    until = time.monotonic() + SECONDS
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_too_many_questions_at_once_are_refused(slow: Flask) -> None:
    client = slow.test_client()
    for n in range(MOST_WAITING):
        assert client.get(f"/planner/siting?units={n + 1}&standard=miles:15").status_code == 202
    refused = client.get("/planner/siting?units=99&standard=miles:15")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]


def test_a_failure_is_told_once_and_then_tried_again(grid: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(StraightLine):
        broken = True

        def matrix(self, *args: Any, **options: Any) -> TravelMatrix:
            if self.broken:
                raise RuntimeError("a secret of the machine")
            return super().matrix(*args, **options)

    travel = Broken()
    client = create_app(Finder(replace(grid.context, travel=travel)), SETTINGS).test_client()
    failed = client.get(ASKED)
    assert failed.status_code == 500
    assert "secret" not in failed.text
    travel.broken = False
    assert client.get(ASKED).status_code == 200


@pytest.mark.browser
def test_a_browser_sees_the_answer_when_it_is_there(slow: Flask, held: Held, watch: Watch, serve_app: ServeApp) -> None:
    w = watch(serve_app(slow))
    w.goto(f"{ASKED}&lang=es")
    assert not list(left_in_english(w.page.content()))
    assert not axe_findings(w)
    w.goto(f"{ASKED}&lang=en")
    expect(w.page.locator("#working")).to_have_text("Measuring how far everyone is from the nearest location.")
    assert not axe_findings(w)
    held.end.set()
    expect(w.page.locator("#stop-1")).to_be_visible(timeout=SECONDS * 1000)
    assert not w.complaints


@pytest.mark.browser
def test_without_script_a_link_asks_whether_it_is_ready(slow: Flask, held: Held, watch: Watch, serve_app: ServeApp) -> None:
    w = watch(serve_app(slow), java_script_enabled=False)
    w.goto(ASKED)
    held.end.set()
    w.page.click("text=Is it ready?")
    expect(w.page.locator("#stop-1")).to_be_visible()


@pytest.mark.browser
def test_a_browser_stops_a_search(slow: Flask, watch: Watch, serve_app: ServeApp) -> None:
    w = watch(serve_app(slow))
    w.goto(ASKED)
    w.page.click("text=Stop the search")
    expect(w.page.locator("[role=status]")).to_have_text("The search was stopped. Nothing was worked out.")
    assert not w.complaints


@pytest.mark.browser
def test_the_map_shows_today_and_then(site: str, watch: Watch) -> None:
    w = watch(site)
    w.goto("/planner/siting?units=2&state=MT&standard=cms")
    w.page.wait_for_selector(".map[data-ready]", timeout=SECONDS * 1000)
    picture = "() => document.querySelector('.folium-map canvas').toDataURL()"
    before = w.page.evaluate(picture)
    w.page.check("#map-when input")
    assert w.page.evaluate(picture) != before
    w.page.uncheck("#map-when input")
    assert w.page.evaluate(picture) == before
    w.page.click(".region a >> nth=0")
    expect(w.page.locator("#stop-1, #stop-2").first).to_be_in_viewport()
    assert not w.complaints
