"""What a patient prints or downloads, through the pages and in both languages."""

import io
import re
from collections.abc import Iterator
from html import escape

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from finder.core import Finder
from finder.questions.search.option_words import QUESTIONS
from finder.web import create_app
from finder.wording.writer import ENGLISH
from tests.web.test_spanish import left_in_english
from tests.world import SETTINGS


@pytest.fixture(scope="module")
def client(starter: Finder) -> FlaskClient:
    return create_app(starter, SETTINGS).test_client()


# The stop is an example: it is taken along where it was ticked.
ASKED = {"place": "Bozeman, MT", "therapy": "rituximab", "within": "100", "id": ["K-MT-3", "EX-MT-1"]}


def taken(client: FlaskClient, language: str) -> Iterator[list[str]]:
    """The lines of each file."""
    yield client.post(f"/reports/search.txt?lang={language}", data=ASKED).text.split("\n")
    content = client.post(f"/reports/search.pdf?lang={language}", data=ASKED).data
    yield [line for page in PdfReader(io.BytesIO(content)).pages for line in page.extract_text().split("\n")]
    events = Calendar.from_ical(client.get(f"/centers/EX-MT-1/visits.ics?lang={language}").data).walk("VEVENT")
    yield [str(event[part]) for event in events for part in ("summary", "description")]


def test_no_english_is_left_in_a_file(client: FlaskClient) -> None:
    to_be_said = re.compile("|".join(re.escape(ENGLISH.say(question)) for question in QUESTIONS))
    for lines in taken(client, "es"):
        own = [to_be_said.sub("", line) for line in lines]
        page = "".join(f"<p>{escape(line)}</p>" for line in [*own, " ".join(own)])
        assert list(left_in_english(page)) == []
        assert "Llame antes de viajar." in page
        assert "Teléfono:" in page
        assert "Ejemplo, no es un servicio real" in page


def test_files_are_english_unless_asked(client: FlaskClient) -> None:
    for lines in taken(client, "en"):
        assert "Call before you travel. This is not an appointment and not medical advice." in " ".join(lines)


def test_the_language_of_a_file_is_that_of_the_cookie_too(starter: Finder) -> None:
    client = create_app(starter, SETTINGS).test_client()
    client.set_cookie("lang", "es")
    answer = client.post("/reports/search.pdf", data=ASKED)
    assert PdfReader(io.BytesIO(answer.data)).root_object["/Lang"] == TextStringObject("es")
    assert "Bozeman" not in str(answer.headers)


def test_numbers_and_days_are_written_as_spanish_is_in_the_united_states(client: FlaskClient) -> None:
    plain = client.post("/reports/search.txt?lang=es", data=ASKED).text
    miles, minutes = r"cerca de [0-9.]+ millas \(de [0-9.]+ a [0-9]+\)", "de unos [0-9]+ a [0-9]+ minutos de ida"
    assert re.search(rf"^{miles}, {minutes}$", plain, re.MULTILINE)
    assert re.search(r"^Próximas visitas, hora local: [a-z]{3}, [0-9]{1,2} de [a-z]+ de 20[0-9]{2};", plain, re.MULTILINE)


def test_the_csv_is_the_same_in_every_language(client: FlaskClient) -> None:
    english, spanish = (client.post(f"/reports/search.csv?lang={lang}", data=ASKED).data for lang in ("en", "es"))
    assert english == spanish
