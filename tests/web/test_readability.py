"""The pages for patients are easy to read: sixth to eighth grade at most, in sentences that are not long."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from finder.trials import saved
from tests.trials.conftest import PAGE
from tests.web.readability import Sentence, grade, sentences, spanish_ease, spanish_syllables, syllables

HARDEST_GRADE = 8.0
LONGEST_MEAN = 20.0
LONGEST_SENTENCE = 30
LEAST_SPANISH_EASE = 65


def worst(found: list[Sentence]) -> str:
    hardest = sorted(found, key=lambda s: -s.grade)[:8]
    return "\n".join(f"grade {s.grade:.1f}, {s.words} words: {s.text}" for s in hardest)


def check(page: str) -> None:
    found = sentences(page)
    assert grade(found) <= HARDEST_GRADE, worst(found)
    assert sum(s.words for s in found) / len(found) <= LONGEST_MEAN, worst(found)
    long = [s.text for s in found if s.words > LONGEST_SENTENCE]
    assert long == []


@pytest.mark.parametrize("path", ["/", "/therapies", "/help", "/questions"])
def test_pages_for_patients_are_easy_to_read(client: FlaskClient, path: str) -> None:
    check(client.get(path).text)


@pytest.mark.parametrize("path", ["/", "/therapies", "/help", "/questions", "/trials"])
def test_they_are_in_spanish_too(client: FlaskClient, path: str) -> None:
    """Its sentences may be a little longer: Spanish needs more words."""
    found = sentences(client.get(f"{path}?lang=es").text, "es")
    client.delete_cookie("lang")
    assert spanish_ease(found) >= LEAST_SPANISH_EASE, worst(found)
    assert sum(s.words for s in found) / len(found) <= LONGEST_MEAN
    assert [s.text for s in found if s.words > LONGEST_SENTENCE + 5] == []


@pytest.mark.parametrize(("place", "therapy"), [("59718", "ivig"), ("99723", "rituximab"), ("Tonopah, NV", "")])
def test_results_are_easy_to_read(client: FlaskClient, place: str, therapy: str) -> None:
    check(client.post("/search", data={"place": place, "therapy": therapy}).text)


@pytest.mark.parametrize("copied", [False, True])
def test_trials_are_easy_to_read(client: FlaskClient, copied: bool, trials_folder: Path) -> None:
    if copied:
        saved.import_trials([PAGE], trials_folder)
    check(client.get("/trials").text)
    check(client.post("/trials", data={"place": "59718"}).text)


def test_the_grade_is_that_of_the_formula() -> None:
    (one,) = sentences("<p>The cat sat on the mat.</p>")
    assert (one.words, one.syllables) == (6, 6)
    assert one.grade == pytest.approx(0.39 * 6 + 11.8 - 15.59)


@pytest.mark.parametrize(("word", "count"), [("drip", 1), ("infusion", 3), ("IVIG", 2), ("zorbline", 2), ("2021", 1)])
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("word", "count"), [("infusión", 3), ("riñones", 3), ("guía", 2), ("que", 1), ("sangre", 2), ("coágulo", 4), ("2021", 1)]
)
def test_spanish_syllables_are_counted(word: str, count: int) -> None:
    assert spanish_syllables(word) == count


def test_only_running_text_counts() -> None:
    page = """<head><title>One two three four five</title></head><nav><ul><li>One two three four</li></ul></nav>
      <p>Where are you now? Call us <a href="/">before you</a> come here.</p><label>Place</label>
      <table><tr><td>One two three four five</td></tr></table>
      <p class="source">One two three four five</p><p>Up to here we go</p>"""
    assert [s.text for s in sentences(page)] == ["Where are you now?", "Call us before you come here.", "Up to here we go"]


def test_hard_text_is_found_and_named() -> None:
    hard = (
        "<p>Notwithstanding immunomodulatory considerations, individualized multidisciplinary evaluation is necessitated.</p>"
    )
    with pytest.raises(AssertionError, match=r"grade .*Notwithstanding"):
        check(hard)
