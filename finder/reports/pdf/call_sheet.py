"""The patient's list as a PDF to print: one block for each location, with its phone, what to ask, and room for answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from finder.access.ranking import Option
from finder.questions.search.option_words import (
    CALL_FIRST,
    PHONE,
    QUESTIONS,
    facts,
    in_english,
    interpreter,
    phone,
    source,
    title,
)
from finder.questions.search.result import SearchResult
from finder.reports.pdf.document import ACCENT, LARGE, NEARLY_LARGE, QUIET, Document, Said, Write
from finder.text import named, text
from finder.wording.writer import Writer

_PRODUCT, _TITLE = text("Infusion Access Finder"), text("Call sheet: infusion care")
_SPOKE_WITH, _DATE, _ANSWER = text("Spoke with:"), text("Date:"), text("Answer:")
_NAME_SIZE, _PHONE_SIZE = 14.0, 16.0
_ANSWER_LINES = 3
_TOP, _FOOT = 28.0, 56.0  # points: margins that leave room for two blocks on a page


def to_pdf(result: SearchResult, words: Writer, language: str) -> bytes:
    """All options of the list, in order. The file names the patient's place, so nobody else gets it.

    `language` is the tag of the language of `words`, like "es", for programs that read the file aloud.
    """
    made = datetime.combine(result.query.on, time(), UTC)
    heading, product = words.say(_TITLE), words.say(_PRODUCT)
    page = Document(heading, f"{product} · {heading}", made)
    page.set_lang(language)
    page.title_block(product, heading, " ".join(_asked(result, words)), LARGE)
    page.set_top_margin(_TOP)
    page.set_auto_page_break(True, _FOOT)
    page.block([Said(words.say(result.completeness_words))])
    if ask := interpreter(words):
        page.block([Said(ask, bold=True)])
    for option in result.options:
        page.block(list(_block(option, result, words)), _name(option, words))
    return bytes(page.output())


def _asked(result: SearchResult, words: Writer) -> list[str]:
    asked = [text("From %(place)s. Made on %(day)s.", place=words.place_name(result.place), day=result.query.on)]
    if result.therapy:
        asked.append(text("Treatment: %(therapy)s.", therapy=named(result.therapy.name)))
    return [words.say(sentence) for sentence in (*asked, CALL_FIRST)]


def _name(option: Option, words: Writer) -> str:
    return f"{option.rank}. {title(option.point, words)}"


def _block(option: Option, result: SearchResult, words: Writer) -> Iterator[Said | Write]:
    point = option.point
    yield Said(_name(option, words), _NAME_SIZE, bold=True, color=ACCENT)
    yield Said(phone(point, words), _PHONE_SIZE, bold=True) if point.phone else Write((words.say(PHONE),))
    for fact in facts(option, result, words):
        yield Said(fact)
    for question in QUESTIONS:
        yield Said(words.say(question), ticked=True)
        if english := in_english(question, words):
            yield Said(english, NEARLY_LARGE, indented=True)
    yield Write((words.say(_SPOKE_WITH), words.say(_DATE)))
    yield Write((words.say(_ANSWER),))
    yield from [Write(("",))] * (_ANSWER_LINES - 1)
    yield Said(source(point.provenance, result.query.on, words), NEARLY_LARGE, color=QUIET)
