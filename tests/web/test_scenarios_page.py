"""The page of scenarios: a plan is compared as the command compares it, its files can be had, and nothing of it is kept."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

from finder.questions.scenario.query import ScenarioQuery
from finder.web.scenarios_page import FILES
from tests.conftest import HOSTILE
from tests.web.browser import Watched

PLAN = """name = "More in Lewistown"
[[add]]
id = "new"
name = "Lewistown infusion center"
city = "Lewistown"
state = "MT"
[[close]]
id = "K-MT-3"
"""
ASKED = {"plan": PLAN, "state": "MT", "standard": "cms"}
Watch = Callable[..., Watched]


def text_of(written: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", written)))


def test_the_page_says_whom_the_plan_changes(client: FlaskClient) -> None:
    answer = client.post("/planner/scenarios", data=ASKED)
    assert answer.status_code == 200
    shown = text_of(answer.text)
    assert "With “More in Lewistown” instead of “the directory as it is”" in shown
    assert "added: Lewistown infusion center" in shown
    assert "Counties that change" in shown
    assert PLAN in unescape(answer.text)


@pytest.mark.slow
def test_two_plans_are_compared(client: FlaskClient) -> None:
    base = 'name = "Without one"\n[[close]]\nid = "K-MT-3"\n'
    shown = text_of(client.post("/planner/scenarios", data={**ASKED, "base": base}).text)
    assert "With “More in Lewistown” instead of “Without one”" in shown


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_files_have_the_answer_and_are_not_kept(client: FlaskClient, file: str) -> None:
    answer = client.post("/planner/scenarios", data={**ASKED, "file": file})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    if file.endswith("json"):
        said = json.loads(answer.data)
        assert said["sides"][1]["scenario"] == "More in Lewistown"
        assert re.fullmatch(r"file:[0-9a-f]{16}", said["manifest"]["asked"]["plan"])
        assert "Lewistown infusion" not in json.dumps(said["manifest"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "No plan was given."),
        ({"plan": "name = "}, "plan.toml is not TOML"),
        (
            {"plan": 'name = "x"\n[[close]]\nid = "nope"'},
            "plan.toml, close 1: id: no location or mobile unit has the ID 'nope'.",
        ),
        ({"plan": 'name = "x"\nunits = ["/etc"]'}, "Folders of mobile units cannot be read here."),
        ({"plan": PLAN, "base": "junk"}, "base.toml is not TOML"),
        ({"plan": PLAN, "standard": "junk"}, "junk"),
        ({"plan": PLAN, "therapy": "magic"}, "is not a known therapy."),
        ({"plan": PLAN, "state": "ZZ"}, "is not a state."),
    ],
)
def test_what_makes_no_sense_is_said_above_the_form(client: FlaskClient, sent: dict[str, str], said: str) -> None:
    answer = client.post("/planner/scenarios", data=sent)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert said in text_of(answer.text)


@pytest.mark.slow
def test_hostile_words_are_words(client: FlaskClient) -> None:
    name = json.dumps(HOSTILE)
    plan = f'name = {name}\n[[add]]\nid = "n"\nname = {name}\nzip = "59457"\nstate = "MT"\n'
    answer = client.post("/planner/scenarios", data={**ASKED, "plan": plan})
    assert answer.status_code == 200
    assert HOSTILE not in answer.text
    assert HOSTILE in unescape(answer.text)


@pytest.mark.slow
def test_nothing_of_a_plan_is_kept(client: FlaskClient) -> None:
    client.post("/planner/scenarios", data=ASKED)
    kept = client.application.extensions["finder"]
    assert kept.context.scenarios == ()
    assert not any(isinstance(key[1], ScenarioQuery) for key in kept._answers._kept)


@pytest.mark.browser
def test_the_map_shows_before_and_then(site: str, watch: Watch) -> None:
    w = watch(site)
    w.goto("/planner/scenarios?state=MT&standard=cms")
    w.page.fill("#plan", PLAN)
    w.page.click("main form button[type=submit] >> nth=0")
    w.page.wait_for_selector(".map[data-ready]")
    picture = "() => document.querySelector('.folium-map canvas').toDataURL()"
    before = w.page.evaluate(picture)
    w.page.check("#map-when input")
    assert w.page.evaluate(picture) != before
    assert not w.complaints
