"""The patient's list as plain text."""

from finder.questions.search.option_words import CALL_FIRST, facts, interpreter, phone, source, title
from finder.questions.search.result import SearchResult
from finder.text import text
from finder.wording.writer import Writer


def to_plain_list(result: SearchResult, words: Writer) -> str:
    """All options of the list, each a block of lines. Control characters of listings are omitted."""
    near = words.say(text("Infusion care near %(place)s", place=words.place_name(result.place)))
    head = [near, f"{words.day(result.query.on)}. {words.say(CALL_FIRST)}", words.say(result.completeness_words)]
    blocks = [[*head, *filter(None, [interpreter(words)])]]
    for o in result.options:
        name = f"{o.rank}. {title(o.point, words)}"
        blocks.append(
            [name, phone(o.point, words), *facts(o, result, words), source(o.point.provenance, result.query.on, words)]
        )
    return "\n".join("".join(f"{_printable(line)}\n" for line in block) for block in blocks)


def _printable(line: str) -> str:
    return "".join(c for c in line if c.isprintable())
