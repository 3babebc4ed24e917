"""The patient's list as a PDF to take along: one place a block, the phone first, then what to ask and room for the answers."""

from datetime import UTC, datetime, time

from finder.access.ranking import Option
from finder.questions import SearchResult
from finder.reports.option_words import CALL_FIRST, QUESTIONS, Words, facts, phone, source, title
from finder.reports.pdf.document import Document
from finder.text import named, text

_PRODUCT, _TITLE = text("Infusion Access Finder"), text("Call sheet: infusion care")
_SPOKE_WITH, _DATE_ANSWER = text("Spoke with:"), text("Date, answer:")
_ROOM = 260  # points: a block begins on a page that has room for all of it
_LINE = "______________________________"


def to_pdf(result: SearchResult, words: Words, language: str) -> bytes:
    """All options of the list, in order. The file says where it is for, so it is made for the patient alone.

    `language` is the tag of the language of `words`, like "es": what reads the file aloud asks for it.
    """
    made = datetime.combine(result.query.on, time(), UTC)
    heading, product = words.say(_TITLE), words.say(_PRODUCT)
    page = Document(heading, f"{product} · {heading}", made)
    page.set_lang(language)
    page.title_block(product, heading, " ".join(_asked(result, words)))
    for option in result.options:
        _block(page, option, result, words)
    page.paragraph(words.say(CALL_FIRST))
    return bytes(page.output())


def _asked(result: SearchResult, words: Words) -> list[str]:
    asked = [text("From %(place)s. Made on %(day)s.", place=result.place.label, day=result.query.on)]
    if result.therapy:
        asked.append(text("Treatment: %(therapy)s.", therapy=named(result.therapy.name)))
    return [words.say(sentence) for sentence in asked]


def _block(page: Document, option: Option, result: SearchResult, words: Words) -> None:
    point = option.point
    page.heading(f"{option.rank}. {title(point, words)}", _ROOM)
    page.lead(phone(point, words))
    for fact in facts(option, result, words):
        page.paragraph(fact)
    for note in option.notes:
        page.paragraph(words.say(note))
    page.bullets(words.say(question) for question in QUESTIONS)
    page.paragraph(f"{words.say(_SPOKE_WITH)} {_LINE}")
    page.paragraph(f"{words.say(_DATE_ANSWER)} {_LINE}{_LINE}")
    page.paragraph(source(point.provenance, words), quiet=True)
