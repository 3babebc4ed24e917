"""The pages on closures: the list, one closure by a click, several at once, files, and what they say of senseless questions."""

import csv
import html
import io
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from finder.core import Finder
from finder.web import create_app
from tests.conftest import HOSTILE, center_at
from tests.planners import MakeFinder
from tests.world import SETTINGS, make_finder

MONTANA = "/planner/closures?state=MT&standard=cms"
PLACES = [(0, 0), (0, 1), (4, 4)]


@pytest.fixture
def grid(grid_finder: MakeFinder) -> Flask:
    """The app over the grid world."""
    return create_app(grid_finder(centers=[center_at(r, c, city="Town") for r, c in PLACES]), SETTINGS)


def links(page: str, words: str) -> list[str]:
    """Addresses of the links that begin with some words."""
    return [html.unescape(found) for found in re.findall(rf'<a href="([^"]+)">{words}', page)]


def cells(page: str, section: str) -> list[list[str]]:
    """The rows of the table in a section, as text."""
    table = re.search(rf'id="{section}".*?</table>', page, re.DOTALL)[0]  # type: ignore[index]
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', table, re.DOTALL)
    return [
        [html.unescape(re.sub(r"<[^>]*>", "", c)) for c in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", r, re.DOTALL)] for r in rows
    ]


def test_closures_stand_worst_first_and_each_can_be_closed(grid: Flask) -> None:
    client = grid.test_client()
    page = client.get("/planner/closures?standard=miles:15").text
    assert "300 people in the United States would no longer be within 15 miles of any location on this list" in page
    assert [row[:3] for row in cells(page, "worst")] == [
        ["c4-4", "Town, KS", "300"],
        ["c0-1", "Town, KS", "200"],
        ["c0-0", "Town, KS", "100"],
    ]
    closing = links(page, "Close this one")
    assert len(closing) == 3
    one = client.get(closing[1]).text
    assert "<h1>What if c0-1 in Town, KS closes?</h1>" in one
    assert "200 people in the United States would no longer be within 15 miles" in one
    assert {row[0] for row in cells(one, "towns")} == {"Town 02, KS", "Town 11, KS"}


def test_a_closure_names_who_is_affected_and_their_next_choice(grid: Flask) -> None:
    page = grid.test_client().get("/planner/closures?standard=miles:15&close=c0-1").text
    rows = cells(page, "zips")
    losing = [row for row in rows if row[3] == "yes"]
    assert rows[: len(losing)] == losing
    assert {row[0] for row in losing} == {"67002", "67011"}
    assert {row[4] for row in rows} == {"c0-1"}
    assert {row[6] for row in rows} <= {"c0-0", "c4-4"}
    assert '<svg class="chart closure"' in page
    assert 'class="closure-losing" d="M' in page


def test_two_close_at_once_by_a_link_to_both(grid: Flask) -> None:
    client = grid.test_client()
    both = links(client.get("/planner/closures?standard=miles:15").text, "Close both")
    page = client.get(both[0]).text
    assert "<h1>What if these close: c0-0 in Town, KS; c0-1 in Town, KS?</h1>" in page
    assert "500 people in the United States would no longer be within 15 miles" in page


def test_the_whole_address_closes_by_a_link(grid_finder: MakeFinder) -> None:
    suites = [center_at(2, 2, id=i, street=f"5 Elm St Suite {i}", zip="67022") for i in ("1", "2")]
    client = create_app(grid_finder(centers=[*suites, center_at(0, 0)]), SETTINGS).test_client()
    page = client.get("/planner/closures?standard=miles:15&close=1").text
    assert "None of the people in the United States would fall outside the standard" in page
    assert "At the same address: c2-2." in page
    (address,) = links(page, "Close the whole address")
    assert "500 people in the United States would no longer be within 15 miles" in client.get(address).text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("standard=x", "Use cms"),
        ("close=nope", "is not the ID of a location or mobile unit of this directory"),
        ("by=room", "does not say what closes at once"),
        ("therapy=x", "is not a known therapy"),
        ("state=ZZ", "is not a state"),
        (f"close={','.join(map(str, range(201)))}", "Name at most 200"),
    ],
)
def test_a_senseless_question_is_said_on_the_page(client: FlaskClient, asked: str, told: str) -> None:
    answer = client.get(f"/planner/closures?{asked}")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert told in html.unescape(answer.text)
    assert 'name="standard"' in answer.text


@pytest.mark.parametrize("centers", [[], [center_at(0, 0)]])
def test_without_a_choice_it_says_so(grid_finder: Callable[..., Finder], centers: list[dict[str, object]]) -> None:
    client = create_app(grid_finder(centers=centers), SETTINGS).test_client()
    page = client.get("/planner/closures").text
    assert ("Only one location counts, c0-0." if centers else "No listed location fits these choices") in page
    if centers:
        closed = client.get("/planner/closures?close=c0-0").text
        assert "2,500 people would have no road to any location on this list." in closed
        assert {row[6] for row in cells(closed, "zips")} == {"none"}


@pytest.mark.slow
def test_coverage_leads_to_closures_with_the_same_question(client: FlaskClient) -> None:
    page = client.get("/planner/coverage?state=MT&standard=cms&therapy=ivig").text
    (address,) = links(page, "Closures")
    assert {"state=MT", "standard=cms", "therapy=ivig"} <= set(address.partition("?")[2].split("&"))
    closures = client.get(address).text
    assert "What if a location closes in Montana?" in closures
    assert links(closures, "Coverage")[0].startswith("/planner/coverage?")


@pytest.mark.slow
def test_files_have_the_same_numbers_as_the_page(client: FlaskClient) -> None:
    page = client.get(f"{MONTANA}&close=K-MT-3").text
    assert not re.search(r"closures-pairs", page)
    (address,) = (html.unescape(a) for a in re.findall(r'href="(/reports/closures-zips\.csv[^"]+)"', page))
    rows = list(csv.DictReader(io.StringIO(client.get(address).text.removeprefix("\ufeff"))))
    assert {r["asked_close"] for r in rows} == {"K-MT-3"}
    losing = sum(float(r["people"]) for r in rows if r["loses_standard"] == "yes")
    assert f"{round(losing):,} people in Montana would no longer be within the standard" in page


@pytest.mark.parametrize("path", ["/reports/closures-nope.csv", "/reports/closures-zips.doc"])
def test_a_file_that_is_none_is_no_page(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["closures-pairs.geojson", "closures-pairs.csv?close=K-MT-3", "closures-zips.pdf"])
def test_a_file_that_cannot_be_is_refused_in_words(client: FlaskClient, path: str) -> None:
    assert client.get(f"/reports/{path}").status_code == 400


def test_hostile_listings_stand_as_themselves(hostile: Finder) -> None:
    client = create_app(hostile, SETTINGS).test_client()
    for path in ("/planner/closures?state=MT", "/planner/closures?state=MT&close=bad"):
        page = client.get(path).text
        assert HOSTILE in html.unescape(page)
        assert "<img src=x" not in page


def test_an_id_of_any_letters_can_be_closed(write_folder: Callable[..., object]) -> None:
    odd = 'a/b, c?d#e%20é&f"'
    finder = make_finder(write_folder(centers=[{"id": odd, "name": "Odd", "zip": "59718"}]), travel="straight")  # type: ignore[arg-type]
    client = create_app(finder, SETTINGS).test_client()
    (address,) = links(client.get("/planner/closures?state=MT").text, "Close this one")
    assert "<h1>What if Odd closes?</h1>" in client.get(address).text


def test_a_question_waits_for_its_turn(grid: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = grid.extensions["turns"]
    monkeypatch.setattr(turns, "_wait_s", 0.05)
    with turns.turn():
        answer = grid.test_client().get("/planner/closures?standard=miles:15")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_closure_that_affects_nobody_has_no_map(grid_finder: MakeFinder) -> None:
    """A second location beside the first is nobody's nearest, and nobody depends on it."""
    finder = grid_finder(centers=[center_at(2, 2, id="a"), center_at(2, 2, id="b")])
    page = create_app(finder, SETTINGS).test_client().get("/planner/closures?standard=miles:15&close=b").text
    assert "<svg" not in page
    assert "Nobody has what closes nearest, so nobody would drive farther." in page
