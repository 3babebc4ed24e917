"""Ordinary questions never fail: therapies, choices, kinds of places, languages, and directories, put together at random.

The seed is fixed, so that a failure can be repeated. Each directory gets other combinations.
"""

import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from finder.core import Finder
from finder.web import create_app
from tests.sampling import sample
from tests.world import REFERENCE, SETTINGS, make_finder

PLACES = (
    *("64068", "59718", "99723", "10001", "00901", "96749"),  # a suburb, a town, no road, a large city, an island, Hawaii
    *("Friday Harbor, WA", "Molokai", "45.68, -111.04", "Orange County, CA", "Houston", "Point Roberts, WA"),
)
THERAPIES = ("", *REFERENCE.therapies)
CHOICES: tuple[dict[str, str], ...] = (
    {},
    {"weekends": "yes"},
    {"evenings": "yes"},
    {"kind": "physician_office"},
    {"wheelchair": "yes"},
    {"language": "es"},
    {"payment": "medicaid"},
    {"new_patients": "yes"},
    {"minutes": "30"},
    {"days": "3"},
    {"age": "children"},
    {"within": "15", "sort": "sure"},
    {"weekends": "yes", "kind": "freestanding", "payment": "medicaid", "rate": "0"},
)
PAGES = ("/search", "/call-sheet", "/reports/search.csv", "/reports/search.txt")
LANGUAGES = ("en", "es")
QUESTIONS = tuple(product(PLACES, THERAPIES, CHOICES, PAGES, LANGUAGES))
ASKED = 70
ONE = "id,name,zip,state\na,Only Clinic,59718,MT\n"


def listings(folder: Path, centers: str) -> Finder:
    (folder / "centers.csv").write_text(centers, encoding="utf-8")
    return make_finder(folder)


DIRECTORIES: dict[str, Callable[[Path, Finder], Finder]] = {
    "empty": lambda folder, _: listings(folder, "id,name\n"),
    "one": lambda folder, _: listings(folder, ONE),
    "starter": lambda _, starter: starter,
    "shipped": lambda _, __: make_finder(SETTINGS.data / "directory"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DIRECTORIES)
def test_no_question_is_a_fault(name: str, tmp_path: Path, road_starter: Finder) -> None:
    client = create_app(DIRECTORIES[name](tmp_path, road_starter), SETTINGS).test_client()
    failed = []
    asked = random.Random(name).sample(QUESTIONS, ASKED)
    for place, therapy, choices, page, language in sample(asked, by=lambda question: [*map(repr, question)]):
        answer = client.post(f"{page}?lang={language}", data={"place": place, "therapy": therapy, **choices})
        if answer.status_code != 200:
            failed.append((answer.status_code, place, therapy, choices, page, language))
    assert failed == []


def test_what_was_a_fault_is_answered(road_starter: Finder) -> None:
    client = create_app(road_starter, SETTINGS).test_client()
    asked = {"place": "64068", "therapy": "hydration", "weekends": "yes"}
    assert client.post("/search", data=asked).status_code == 200
