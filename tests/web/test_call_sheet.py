"""The call sheet as a page: what stands on it in each language, and how it prints."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from finder.core import Finder
from finder.questions.search.option_words import QUESTIONS
from finder.web import create_app
from tests.sampling import of_many
from tests.web.browser import Watched
from tests.world import SETTINGS

Watch = Callable[..., Watched]
ASKED: dict[str, object] = {"place": "El Paso, TX", "therapy": "ivig", "within": "60"}
STOP: dict[str, object] = {"place": "59718", "therapy": "rituximab", "within": "100", "id": "EX-MT-1"}
WANTED = "“I need a Spanish interpreter, please.”"
MM_PX = 96 / 25.4


def sheet(client: FlaskClient, language: str = "en", asked: dict[str, object] = ASKED) -> str:
    return unescape(client.post(f"/call-sheet?lang={language}", data=asked).text)


def blocks(page: str) -> list[str]:
    return re.findall(r'<section class="block">.*?</section>', page, re.DOTALL)


def words(written: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", written).split())


@pytest.mark.slow
def test_an_english_sheet_says_nothing_of_another_language(client: FlaskClient) -> None:
    page = sheet(client)
    main = page[page.index("<main") : page.index("</main>")]
    assert "interpreter" not in main
    assert "lang=" not in main


def test_a_spanish_sheet_begins_with_the_words_for_an_interpreter(client: FlaskClient) -> None:
    page = sheet(client, "es")
    assert page.count(f'<span lang="en">{WANTED}</span>') == 1
    assert page.index(WANTED) < page.index('<section class="block">')


def test_below_each_question_in_spanish_stands_its_english(client: FlaskClient) -> None:
    found = blocks(sheet(client, "es"))
    assert len(found) == 3
    for block in found:
        assert re.findall(r'<li>¿[^<]+\?<span class="english" lang="en">([^<]+)</span></li>', block) == list(
            map(str, QUESTIONS)
        )


def test_where_no_phone_is_known_there_is_a_line_for_it_and_the_address(client: FlaskClient) -> None:
    with_phone, without, _ = blocks(sheet(client))
    look_up = "We don't have a phone number. Look it up by this name and address."
    assert look_up in without
    assert re.search(r'class="phone write">Phone:', without)
    assert "4311 E. Lohman Ave., Las Cruces, NM" in without
    assert look_up not in with_phone
    assert re.search(r'class="phone">Phone: <strong>[0-9]{3}-[0-9]{3}-[0-9]{4}</strong>', with_phone)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "es"])
def test_page_pdf_and_text_say_of_a_year_what_the_list_says(client: FlaskClient, language: str) -> None:
    listed = words(unescape(client.post(f"/search?lang={language}", data=ASKED).text))
    plain = client.post(f"/reports/search.txt?lang={language}", data=ASKED).text
    content = client.post(f"/reports/search.pdf?lang={language}", data=ASKED).data
    drawn = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    begins = {"en": "A year of IVIG here:", "es": "Un año de IVIG aquí:"}[language]
    said = [line for line in plain.split("\n") if line.startswith(begins)]
    assert len(said) == 3
    page = words(sheet(client, language))
    for line in said:
        assert re.search(r"\$[0-9,]+ (?:to|a) \$[0-9,]+ ", line)
        assert line in listed
        assert line in page
        assert line in drawn


@pytest.mark.parametrize(("language", "hours"), [("en", "9 a.m. to 3 p.m."), ("es", "9 a. m. a 3 p. m.")])
def test_the_hours_of_a_visit_are_words_everywhere(client: FlaskClient, language: str, hours: str) -> None:
    content = client.post(f"/reports/search.pdf?lang={language}", data=STOP).data
    for told in (
        words(sheet(client, language, STOP)),
        client.post(f"/reports/search.txt?lang={language}", data=STOP).text,
        " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split()),
    ):
        assert hours in told
        assert "09:00" not in told


def test_hostile_words_stay_words(hostile: Finder) -> None:
    page = create_app(hostile, SETTINGS).test_client().post("/call-sheet", data={"place": "59718", "therapy": "rituximab"}).text
    assert "{{7*7}}{% x ${1}" in unescape(page)
    assert "<img src=x" not in page


@pytest.mark.browser
@pytest.mark.parametrize("language", ["es", "en"][: of_many(2, 1)])  # Spanish is longer
def test_printed_no_place_is_torn_and_there_is_room_to_write(watch: Watch, site: str, language: str) -> None:
    w = watch(site)
    w.page.goto(f"{site}/?lang={language}")
    w.search("El Paso, TX", "ivig")
    w.page.click("#chosen button:not([formaction])")
    w.page.wait_for_url("**/call-sheet/*")
    names = w.page.locator(".block h2").all_inner_texts()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(w.page.pdf(format="Letter"))).pages]
    last = {"en": "Source:", "es": "Fuente:"}[language]
    asked = {"en": "Can someone stay with me?", "es": str(QUESTIONS[-1])}[language]
    assert sum(page.count(last) for page in pages) == len(names) == 3
    for page in pages:
        here = sum(name in page for name in names)
        assert page.count(last) == page.count(asked) == here >= 1
    # In English two share a page. In Spanish each question has two lines.
    assert len(pages) < len(names) or language == "es"
    w.page.emulate_media(media="print")
    look = w.page.evaluate(
        """[...document.querySelectorAll(".block")].map(block => [...block.querySelectorAll(".write:not(.phone)")].map(line => {
             const box = line.getBoundingClientRect(); return [Math.round(box.bottom), box.height, box.width] }))"""
    )
    assert len(look) == 3
    for lines in look:
        # Who and when, beside each other; then three lines for the answer.
        assert len(lines) == 5
        assert len({bottom for bottom, _, _ in lines}) == 4
        assert all(height >= 9 * MM_PX - 0.5 and width >= 150 for _, height, width in lines)
    assert w.complaints == []
