"""How old the data is stands in data/vintages.toml alone: pages, files, and manifests take it from there."""

import io
import json
import re
from dataclasses import replace

import pypdf
import pytest

from finder.core import Finder
from finder.questions.chairs.query import ChairsQuery
from finder.questions.coverage.query import CoverageQuery
from finder.questions.registry import QUESTIONS
from finder.reports.render import REPORT, render
from finder.web import create_app
from tests.planners import ON
from tests.world import REFERENCE, ROOT, SETTINGS

WRITTEN = sorted([*(ROOT / "finder").rglob("*.py"), *(ROOT / "templates").rglob("*.html"), *(ROOT / "finder").rglob("*.js")])
# A period in the days to come, of a survey that nobody has made.
PERIOD, SURVEY = "3018 to 3022", "Census of Mars"


def test_no_age_or_source_of_people_is_written_by_hand() -> None:
    people = REFERENCE.vintages["people"]
    assert (people.as_of, "American Community Survey" in people.source) == ("2018 to 2022", True)
    by_hand = re.compile(r"\b2018\b|\b2022\b|American Community Survey|\bACS\b")
    found = {f.relative_to(ROOT).as_posix() for f in WRITTEN if by_hand.search(f.read_text(encoding="utf-8"))}
    assert found == set()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reference tables as if their people were others."""
    people = replace(REFERENCE.vintages["people"], as_of=PERIOD, source=SURVEY)
    monkeypatch.setitem(REFERENCE.__dict__, "vintages", {**REFERENCE.vintages, "people": people})


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("path", ["/", "/planner/coverage?state=DE", "/method"])
def test_pages_name_the_survey_and_its_period(starter: Finder, path: str) -> None:
    page = create_app(starter, SETTINGS).test_client().get(path).text
    footer = page[page.index("<footer") :]
    assert f"{SURVEY}, {PERIOD} (public domain)" in footer
    assert all(vintage.as_of in footer for vintage in REFERENCE.vintages.values())
    if path != "/":
        assert f"{SURVEY}, {PERIOD}" in page.removesuffix(footer)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("question", "query"), [("coverage", CoverageQuery("cms", state="DE", on=ON)), ("chairs", ChairsQuery(state="DE", on=ON))]
)
def test_files_name_the_survey_and_its_period(starter: Finder, question: str, query: CoverageQuery | ChairsQuery) -> None:
    asked = QUESTIONS[question]
    result = starter.answer(asked, query)
    assert json.loads(render(asked, result, "counties", "json").content)["manifest"]["people_of"] == PERIOD
    book = pypdf.PdfReader(io.BytesIO(render(asked, result, REPORT, "pdf").content))
    shown = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in book.pages))
    assert f"People and groups {SURVEY} (public domain) {PERIOD}" in shown
