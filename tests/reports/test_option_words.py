"""What is taken along, in the reader's language: the sheet of calls, the plain list, the calendar."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from html import escape

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pypdf import PdfReader

from finder.access.burden import Trip
from finder.core import Finder
from finder.domain.facility import Stop
from finder.domain.therapy import Span
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import SearchResult
from finder.reports.option_words import QUESTIONS, Words, facts, source
from finder.reports.pdf.call_sheet import to_pdf
from finder.reports.plain_list import to_plain_list
from finder.reports.visits import to_ics
from finder.text import Text
from finder.web import create_app
from tests.conftest import HOSTILE, center_at
from tests.reports.test_answers import STOP_TABLES
from tests.web.test_spanish import left_in_english
from tests.world import SETTINGS

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)
SAID = re.compile("«[^«»]*»")


class Marked:
    """A language that puts marks around all that it says."""

    def say(self, sentence: Text | str) -> str:
        inside = str(sentence).replace("«", "").replace("»", "")
        return f"«{inside}»"

    def miles(self, distance_mi: float) -> str:
        return f"«{distance_mi:.0f} miles»"

    def band(self, trip: Trip) -> str:
        return f"«{trip.travel_min:.0f} minutes»"

    def day(self, value: date | None) -> str:
        return "«day»" if value else "«no day»"

    def visits(self, stop: Stop, days: Sequence[date]) -> str:
        return f"«{len(days)} days of {' and '.join(stop.hours_on(days[0]))}»"

    def span(self, value: Span, digits: int = 2) -> str:
        return f"«{value.low:.{digits}f} to {value.high:.{digits}f}»"

    def usd(self, value: Span) -> str:
        return f"«dollars {value.low:.0f} to {value.high:.0f}»"


class Plain(Marked):
    """English, as it is written."""

    def say(self, sentence: Text | str) -> str:
        return str(sentence)


WORDS: Words = Marked()


def searched(finder: Finder, therapy: str | None = "rituximab") -> SearchResult:
    return finder.search(SearchQuery("67000", therapy, on=ON))


def pdf_text(content: bytes) -> str:
    """One line of text: where the lines of a page are broken says nothing."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def digits(**more: str) -> dict[str, object]:
    """A listing without a letter, so that a letter in a file is a word of ours."""
    return center_at(0, 1, name="11", street="22", city="33", state="", source="44", **more)


@pytest.fixture
def result(grid_finder: MakeFinder) -> SearchResult:
    unit = {**STOP_TABLES["mobile_units"][0], "name": "66"}
    stops = {**STOP_TABLES, "mobile_units": [unit], "mobile_stops": [{"id": "s", "unit_id": "u", "name": "55", "zip": "67001"}]}
    found = searched(grid_finder(centers=[digits(phone="406-555-0123"), digits(id="c9")], **stops))
    assert [bool(o.point.phone) for o in found.options] == [True, False, False]
    assert found.options[-1].visits
    return replace(found, place=replace(found.place, label="67"))


Make = Callable[[SearchResult, Words], str]
MAKES: list[Make] = [to_plain_list, lambda result, words: pdf_text(to_pdf(result, words, "es"))]


@pytest.mark.parametrize("make", MAKES)
def test_every_word_of_ours_is_said_in_the_readers_language(result: SearchResult, make: Make) -> None:
    written = SAID.sub("", make(result, WORDS).replace("KS", ""))
    assert written.count("1") > 1
    # But what is to be said on the phone, to somebody who speaks English.
    for question in QUESTIONS:
        written = written.replace(str(question), "")
    assert re.findall("[A-Za-z]+", written) == []


def test_every_word_of_a_calendar_is_said_too(result: SearchResult) -> None:
    point = result.options[-1].point
    assert isinstance(point.listing, Stop)
    (event,) = Calendar.from_ical(to_ics(point, point.listing, ON, WORDS)).walk("VEVENT")
    assert event["summary"] == "«Example, not a real service»: 66, 55"
    assert re.findall("[A-Za-z]+", SAID.sub("", str(event["description"]))) == []


def test_the_sheet_asks_every_question_at_every_place(result: SearchResult) -> None:
    written = pdf_text(to_pdf(result, WORDS, "en"))
    assert [written.count(f"«{question}»") for question in QUESTIONS] == [len(result.options)] * len(QUESTIONS)
    for line in ("Spoke with:", "Date:", "Answer:"):
        assert written.count(f"«{line}»") == len(result.options)


@pytest.mark.parametrize("make", MAKES)
def test_what_is_taken_along_warns_of_what_the_list_warns_of(result: SearchResult, make: Make) -> None:
    notes = [note for o in result.options for note in o.notes]
    assert notes
    written = make(result, WORDS)
    assert all(f"«{note}»" in written for note in notes)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_says_which_language_it_is_in(result: SearchResult, language: str) -> None:
    book = PdfReader(io.BytesIO(to_pdf(result, WORDS, language)))
    assert book.root_object["/Lang"] == language
    assert book.metadata is not None
    assert book.metadata.title == "«Call sheet: infusion care»"
    assert [str(entry.title) for entry in book.outline] == [  # type: ignore[union-attr]
        "1. 11",
        "2. 11",
        "3. «Example, not a real service»: 66, 55",
    ]


def test_a_block_of_the_sheet_is_not_torn_apart(grid_finder: MakeFinder) -> None:
    long = "many words " * 12
    rows = [center_at(0, 1, id=f"c{n}", name=f"Place {n} {long}", street=long, source=f"{long} end of {n}.") for n in range(9)]
    found = searched(grid_finder(centers=rows), None)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(to_pdf(found, WORDS, "en"))).pages]
    assert len(pages) > 1
    for n in range(9):
        (begins,) = [i for i, page in enumerate(pages) if f"Place {n} " in page]
        (ends,) = [i for i, page in enumerate(pages) if re.search(rf"end\s+of\s+{n}\.", page)]
        assert begins == ends


def test_a_place_without_a_road_has_no_miles(result: SearchResult) -> None:
    option = result.options[0]
    cut_off = replace(option, trip=replace(option.trip, distance_mi=float("inf")))
    assert not cut_off.trip.by_road
    assert list(facts(cut_off, result, WORDS))[1].startswith("«unreachable by road» · ")


def test_a_place_known_only_by_its_zip_has_no_miles_there(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[{"id": "a", "name": "A", "zip": "67000"}]))
    told = list(facts(found.options[0], found, WORDS))
    assert told[2].startswith("«Distance: in your own ZIP code or town» · ")
    # Nor does a year of what nobody measured say anything.
    assert not any("A year of" in fact for fact in told)


def test_without_a_treatment_none_is_spoken_of(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[digits()]), None)
    assert "call to ask" not in to_plain_list(found, WORDS)
    assert "Treatment" not in pdf_text(to_pdf(found, WORDS, "en"))


@pytest.mark.parametrize("make", MAKES)
def test_a_year_there_is_on_the_sheet_as_on_the_page(result: SearchResult, make: Make) -> None:
    assert result.therapy
    (year,) = {o.burden.home for o in result.options if o.burden and not o.same_area and o.point.kind == "center"}
    said = f"«{year.trips.low:.2f} to {year.trips.high:.2f} trips, {year.miles.low:.0f} to {year.miles.high:.0f} miles, "
    written = make(result, WORDS)
    assert f"«A year of {result.therapy.short_name} here:» {said}" in written
    assert f"dollars {year.mileage_cost_usd.low:.0f} to {year.mileage_cost_usd.high:.0f} to drive." in written


@pytest.mark.parametrize("make", MAKES)
def test_days_of_visits_come_with_their_hours(result: SearchResult, make: Make) -> None:
    stop = result.options[-1].point.listing
    assert isinstance(stop, Stop)
    days = result.options[-1].visits
    (hours,) = stop.hours_on(days[0])
    assert f"«Next visits, local time:» «{min(4, len(days))} days of {hours}»" in make(result, WORDS)


@pytest.mark.parametrize("make", MAKES)
def test_where_no_phone_is_known_it_says_how_to_find_one(result: SearchResult, make: Make) -> None:
    written = make(result, WORDS)
    # Of three places one has a phone, and nobody looks up an example.
    assert written.count("«We have no phone number: look it up by this name and address.»") == 1
    assert written.count("22, 33") == 2


@pytest.mark.parametrize("make", MAKES)
def test_a_reader_of_another_language_is_told_how_to_ask_for_an_interpreter(result: SearchResult, make: Make) -> None:
    assert make(result, WORDS).count("«If you need an interpreter, say: “I need a Spanish interpreter, please.”»") == 1


@pytest.mark.parametrize("make", MAKES)
def test_a_reader_of_english_is_told_nothing_twice(result: SearchResult, make: Make) -> None:
    written = make(result, Plain())
    assert "interpreter" not in written
    assert {written.count(str(question)) for question in QUESTIONS} <= {0, len(result.options)}


def test_unknown_is_said(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[center_at(0, 1, source="", source_url="", checked_on="")]))
    assert source(found.options[0].point.provenance, WORDS) == "«Source:» «unknown», «no day»"
    assert re.search(r"\n«Phone:» _{12,}\n", to_plain_list(found, WORDS))


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "\x1b[31mred\x07\x00", "a\u202eb\u200bc", "%s %(place)s %n 100 %", "x\u2028y\x85z"]
)
def test_texts_of_listings_stay_as_they_are_without_control_characters(grid_finder: MakeFinder, hostile: str) -> None:
    found = searched(grid_finder(centers=[center_at(0, 1, name=hostile, street=hostile, city=hostile, source=hostile)]))
    written = to_plain_list(found, WORDS)
    assert all(c.isprintable() or c == "\n" for c in written)
    # Heading, three lines; then name, phone, that it has none, place, way with evidence, a year, source.
    blocks = [block.split("\n") for block in written.rstrip("\n").split("\n\n")]
    assert [len(block) for block in blocks] == [3, 7]
    kept = "".join(c for c in hostile if c.isprintable() and c != " ")
    assert blocks[1][0].replace(" ", "") == f"1.{kept}"
    assert to_pdf(found, WORDS, "es").startswith(b"%PDF")


# In Spanish, through the pages


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
    to_be_said = re.compile("|".join(re.escape(str(question)) for question in QUESTIONS))
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
    assert PdfReader(io.BytesIO(answer.data)).root_object["/Lang"] == "es"
    assert "Bozeman" not in str(answer.headers)


def test_numbers_and_days_are_written_as_spanish_is_in_the_united_states(client: FlaskClient) -> None:
    plain = client.post("/reports/search.txt?lang=es", data=ASKED).text
    assert re.search(r"^[0-9]+(\.5)? millas, de unos [0-9]+ a [0-9]+ minutos de ida$", plain, re.MULTILINE)
    assert re.search(r"^Próximas visitas, hora local: [a-z]{3}, [0-9]{1,2} de [a-z]+ de 20[0-9]{2};", plain, re.MULTILINE)


def test_the_csv_is_the_same_in_every_language(client: FlaskClient) -> None:
    english, spanish = (client.post(f"/reports/search.csv?lang={lang}", data=ASKED).data for lang in ("en", "es"))
    assert english == spanish
