"""The patient's list as a PDF to print: one block for each location, with its phone, what to ask, and room for answers."""

from collections.abc import Iterator

from finder.access.ranking import Option
from finder.questions.search.option_words import (
    CALL_FIRST,
    ENGLISH_FOR_INTERPRETER,
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
from finder.reports.pdf.typesetting import INK, QUIET, Printed, Setting, typeset
from finder.text import named, text
from finder.wording.writer import Writer

_PRODUCT, _TITLE = text("Infusion Access Finder"), text("Call sheet: infusion care")
_SPOKE_WITH, _DATE, _ANSWER = text("Spoke with:"), text("Date:"), text("Answer:")
# Type that weak eyes can read, in points.
_LARGE, _NEARLY_LARGE, _PHONE_SIZE = 12.0, 10.5, 16.0
_ANSWER_LINES = 3
_TOP, _FOOT = 28.0, 56.0  # points: margins that leave room for two blocks on a page


def to_pdf(result: SearchResult, words: Writer, language: str) -> bytes:
    """All options of the list, in order. The file names the patient's place, so nobody else gets it.

    `language` is the tag of the language of `words`, like "es", for programs that read the file aloud.
    """
    heading, product = words.say(_TITLE), words.say(_PRODUCT)
    asked = " ".join(_asked(result, words))
    blocks = [
        {"kind": "title", "kind_of": product, "title": heading, "asked": asked, "size": _LARGE},
        _together([_said(words.say(result.completeness_words))]),
    ]
    if ask := interpreter(words):
        blocks.append(_together([_said(_with_english(ask), bold=True)]))
    blocks += [_together(list(_block(option, result, words))) for option in result.options]
    return typeset(Printed(heading, f"{product} · {heading}", result.query.on, blocks, language, _TOP, _FOOT))


def _asked(result: SearchResult, words: Writer) -> list[str]:
    asked = [text("From %(place)s. Made on %(day)s.", place=words.place_name(result.place), day=result.query.on)]
    if result.therapy:
        asked.append(text("Treatment: %(therapy)s.", therapy=named(result.therapy.name)))
    return [words.say(sentence) for sentence in (*asked, CALL_FIRST)]


def _together(parts: list[Setting]) -> Setting:
    return {"kind": "together", "parts": parts}


def _said(words: str | list[tuple[str, bool]], size: float = _LARGE, bold: bool = False, color: str = INK) -> Setting:
    return {"kind": "say", "words": words, "size": size, "bold": bold, "color": color}


def _with_english(ask: str) -> list[tuple[str, bool]]:
    """The parts of a sentence, and whether each is English."""
    before, english, after = ask.partition(ENGLISH_FOR_INTERPRETER)
    return [(part, spoken) for part, spoken in ((before, False), (english, True), (after, False)) if part]


def _write(*labels: str) -> Setting:
    return {"kind": "write", "labels": labels}


def _block(option: Option, result: SearchResult, words: Writer) -> Iterator[Setting]:
    point = option.point
    yield {"kind": "section", "words": f"{option.rank}. {title(point, words)}"}
    yield _said(phone(point, words), _PHONE_SIZE, bold=True) if point.phone else _write(words.say(PHONE))
    for fact in facts(option, result, words):
        yield _said(fact)
    yield {"kind": "ask", "questions": [(words.say(question), in_english(question, words)) for question in QUESTIONS]}
    yield _write(words.say(_SPOKE_WITH), words.say(_DATE))
    yield _write(words.say(_ANSWER))
    yield from [_write("")] * (_ANSWER_LINES - 1)
    yield _said(source(point.provenance, result.query.on, words), _NEARLY_LARGE, color=QUIET)
