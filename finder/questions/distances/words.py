"""What is said beside the rows of an answer."""

from collections.abc import Iterator, Mapping, Sequence

from finder.questions.columns import Column
from finder.questions.distances.answer import Answering
from finder.text import Text, as_count, text, text_n
from finder.travel.model import Method
from finder.wording.writer import ENGLISH


def summary(answering: Answering, method: Method, not_utf8: int) -> Iterator[Text]:
    """What a reader must know of an answer: how many rows have one, how travel was measured, and what was read otherwise."""
    yield text_n("%(n)s row has a distance.", "%(n)s rows have a distance.", answering.answered)
    if answering.without:
        yield text_n(
            "%(n)s row has none: its column “reason” says why.",
            "%(n)s rows have none: their column “reason” says why.",
            answering.without,
        )
    yield text("Travel: %(method)s. %(note)s", method=method.label, note=method.error_note)
    yield from answering.notices
    if len(answering.methods) > 1:
        yield text("Rows were measured in different ways: their column “method” says how.")
    if not_utf8:
        yield text_n(
            "%(n)s line is not in UTF-8, and was interpreted as Windows-1252: check accented letters.",
            "%(n)s lines are not in UTF-8, and were interpreted as Windows-1252: check accented letters.",
            not_utf8,
        )


def notes(answering: Answering, method: Method, title: Text, columns: Mapping[str, Column]) -> Sequence[tuple[str, str]]:
    """The notes of a workbook: what the table is, how it was measured, what to know, and what each column holds."""
    say, note = ENGLISH.say, ENGLISH.say(text("Note"))
    return [
        (say(text("Table")), say(title)),
        (
            say(text("Rows")),
            say(text("%(n)s with a distance, %(m)s without.", n=as_count(answering.answered), m=as_count(answering.without))),
        ),
        (say(text("Travel")), f"{say(method.label)}. {say(method.error_note)}"),
        *((note, say(notice)) for notice in answering.notices),
        (note, say(text("This is not medical advice."))),
        *((name, say(column.about)) for name, column in columns.items()),
    ]
