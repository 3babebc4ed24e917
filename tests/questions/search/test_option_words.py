"""What a patient prints or downloads, in the reader's language: the call sheet, the plain list, the calendar."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from gettext import NullTranslations

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from pypdf.generic import TextStringObject

from finder.core import Finder
from finder.domain.facility import Listing
from finder.domain.provenance import AsOf, Provenance
from finder.questions.search.option_words import QUESTIONS, facts, source
from finder.questions.search.plain_list import to_plain_list
from finder.questions.search.query import SearchQuery
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.reports.pdf.call_sheet import to_pdf
from finder.reports.visits import to_ics
from finder.text import Text
from finder.wording.formats import Formats
from finder.wording.writer import ENGLISH, Writer
from tests.conftest import HOSTILE, center_at
from tests.questions.search.test_rows import STOP_TABLES

MakeFinder = Callable[..., Finder]
ON = date(2026, 11, 22)
SAID = re.compile("«[^«»]*»")


class Marked(Writer):
    """A language that puts marks around all that it says."""

    def say(self, sentence: Text | str) -> str:
        inside = ENGLISH.say(sentence).replace("«", "").replace("»", "")
        return f"«{inside}»"

    def day(self, value: date | AsOf | None) -> str:
        return "«day»" if value else "«no day»"

    def visits(self, listing: Listing, days: Sequence[date]) -> str:
        return f"«{len(days)} days of {' and '.join(listing.hours_on(days[0]))}»"


WORDS = Marked("xx", Formats(), NullTranslations())


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
    return replace(found, place=replace(found.place, label="67", precision="device"))


Make = Callable[[SearchResult, Writer], str]
MAKES: list[Make] = [to_plain_list, lambda result, words: pdf_text(to_pdf(result, words, "es"))]


@pytest.mark.parametrize("make", MAKES)
def test_every_word_of_ours_is_said_in_the_readers_language(result: SearchResult, make: Make) -> None:
    written = SAID.sub("", make(result, WORDS).replace("KS", ""))
    assert written.count("1") > 1
    # But what is to be said on the phone, to somebody who speaks English.
    for question in QUESTIONS:
        written = written.replace(ENGLISH.say(question), "")
    assert re.findall("[A-Za-z]+", written) == []


def test_every_word_of_a_calendar_is_said_too(result: SearchResult) -> None:
    (event,) = Calendar.from_ical(to_ics(result.options[-1].point, ON, WORDS)).walk("VEVENT")
    assert event["summary"] == "«Example, not a real service»: 66, 55"
    assert re.findall("[A-Za-z]+", SAID.sub("", str(event["description"]))) == []


def test_the_sheet_asks_every_question_at_every_place(result: SearchResult) -> None:
    written = pdf_text(to_pdf(result, WORDS, "en"))
    assert [written.count(f"«{ENGLISH.say(question)}»") for question in QUESTIONS] == [len(result.options)] * len(QUESTIONS)
    for line in ("Spoke with:", "Date:", "Answer:"):
        assert written.count(f"«{line}»") == len(result.options)


@pytest.mark.parametrize("make", MAKES)
def test_what_is_taken_along_warns_of_what_the_list_warns_of(result: SearchResult, make: Make) -> None:
    notes = [note for o in result.options for note in o.notes]
    assert notes
    written = make(result, WORDS)
    assert all(f"«{ENGLISH.say(reason_words(note))}»" in written for note in notes)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_says_which_language_it_is_in(result: SearchResult, language: str) -> None:
    book = PdfReader(io.BytesIO(to_pdf(result, WORDS, language)))
    assert book.root_object["/Lang"] == TextStringObject(language)
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
    told = [fact for fact in facts(cut_off, result, WORDS) if "road" in fact]
    assert told[0].startswith("«Unreachable by road: 10 miles in a straight line» · ")


def test_a_place_in_a_zip_of_unknown_size_has_no_miles_there(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[{"id": "a", "name": "A", "zip": "67000"}]))
    told = list(facts(found.options[0], found, WORDS))
    assert any(fact.startswith("«in your own ZIP code or town» · ") for fact in told)
    # Nor does a year of what nobody measured say anything.
    assert not any("A year of" in fact for fact in told)


@pytest.mark.parametrize("make", MAKES)
def test_how_complete_the_list_is_stands_at_its_head(result: SearchResult, make: Make) -> None:
    sentence = ENGLISH.say(result.completeness_words)
    assert sentence.startswith("Our list has 2 locations within 60 miles. Known to give rituximab: none. ")
    written = make(result, ENGLISH)
    assert written.count(sentence) == 1
    assert written.index(sentence) < written.index("1. 11")


@pytest.mark.parametrize("make", MAKES)
def test_what_each_source_says_is_on_the_sheet(grid_finder: MakeFinder, make: Make) -> None:
    one = {"center_id": "c0-1", "therapy_id": "rituximab", "evidence": "reported"}
    rows = [
        {**one, "basis": "paid", "count": "12", "checked_on": "2024"},
        {**one, "basis": "price_list", "checked_on": "2026-01"},
    ]
    written = make(searched(grid_finder(centers=[center_at(0, 1)], center_therapies=rows)), ENGLISH)
    assert (
        "Rituximab: 12 paid claims (up to 2024), perhaps for another building of this organization; on a hospital price "
        "list (January 2026)"
    ) in written


def test_a_source_dated_ahead_has_no_date() -> None:
    ahead = Provenance("a list", checked_on=AsOf(2026, 12))
    assert source(ahead, ON, ENGLISH) == "Source: a list, no date given"
    assert source(ahead, date(2026, 12, 1), ENGLISH) == "Source: a list, December 2026"


def test_without_a_treatment_none_is_spoken_of(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[digits()]), None)
    assert "call to ask" not in to_plain_list(found, WORDS)
    assert "Treatment" not in pdf_text(to_pdf(found, WORDS, "en"))


@pytest.mark.parametrize("make", MAKES)
def test_a_year_there_is_on_the_sheet_as_on_the_page(result: SearchResult, make: Make) -> None:
    assert result.therapy
    (year,) = {o.burden.home for o in result.options if o.burden and not o.same_area and o.point.kind == "center"}
    assert year.trips.low == year.trips.high
    written = make(result, WORDS)
    began = f"«A year of {result.therapy.short_name} here:» «{year.trips.low:.0f} trips, {year.miles.low:.0f} miles, "
    assert began in written
    assert f"about ${year.mileage_cost_usd.low:.0f} to drive.»" in written


@pytest.mark.parametrize("make", MAKES)
def test_days_of_visits_come_with_their_hours(result: SearchResult, make: Make) -> None:
    stop = result.options[-1].point.listing
    days = result.options[-1].visits
    (hours,) = stop.hours_on(days[0])
    assert f"«Next visits, local time:» «{min(4, len(days))} days of {hours}»" in make(result, WORDS)


@pytest.mark.parametrize("make", MAKES)
def test_where_no_phone_is_known_it_says_how_to_find_one(result: SearchResult, make: Make) -> None:
    written = make(result, WORDS)
    # Of three places one has a phone, and nobody looks up an example.
    assert written.count("«We don't have a phone number. Look it up by this name and address.»") == 1
    assert written.count("22, 33") == 2


@pytest.mark.parametrize("make", MAKES)
def test_a_reader_of_another_language_is_told_how_to_ask_for_an_interpreter(result: SearchResult, make: Make) -> None:
    assert make(result, WORDS).count("«If you need an interpreter, say: “I need a Spanish interpreter, please.”»") == 1


@pytest.mark.parametrize("make", MAKES)
def test_a_reader_of_english_is_told_nothing_twice(result: SearchResult, make: Make) -> None:
    written = make(result, ENGLISH)
    assert "interpreter" not in written
    assert {written.count(ENGLISH.say(question)) for question in QUESTIONS} <= {0, len(result.options)}


def test_unknown_is_said(grid_finder: MakeFinder) -> None:
    found = searched(grid_finder(centers=[center_at(0, 1, source="", source_url="", checked_on="")]))
    assert source(found.options[0].point.provenance, ON, WORDS) == "«Source:» «not known», «no day»"
    assert re.search(r"\n«Phone:» _{12,}\n", to_plain_list(found, WORDS))


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "\x1b[31mred\x07\x00", "a\u202eb\u200bc", "%s %(place)s %n 100 %", "x\u2028y\x85z"]
)
def test_texts_of_listings_stay_as_they_are_without_control_characters(grid_finder: MakeFinder, hostile: str) -> None:
    found = searched(grid_finder(centers=[center_at(0, 1, name=hostile, street=hostile, city=hostile, source=hostile)]))
    written = to_plain_list(found, WORDS)
    assert all(c.isprintable() or c == "\n" for c in written)
    # Heading, four lines; then name, phone, that it has none, place, way, evidence, a year, source.
    blocks = [block.split("\n") for block in written.rstrip("\n").split("\n\n")]
    assert [len(block) for block in blocks] == [4, 7]
    kept = "".join(c for c in hostile if c.isprintable() and c != " ")
    assert blocks[1][0].replace(" ", "") == f"1.{kept}"
    assert to_pdf(found, WORDS, "es").startswith(b"%PDF")
