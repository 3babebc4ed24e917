"""How a question of coverage reads in a report, and travel as a person would write it."""

import math

from finder.domain.states import STATE_NAMES
from finder.questions.coverage.findings import answer
from finder.questions.coverage.result import CoverageResult
from finder.reference.tables import therapies
from finder.text import Text, text

_EVIDENCE_COUNTED: dict[str, Text] = {
    "any": text("any listed place"),
    "listed": text("places listed for the treatment"),
    "confirmed": text("places confirmed by staff"),
}
_MOBILE_COUNTED: dict[str, Text] = {
    "include": text("mobile stops too"),
    "exclude": text("no mobile stops"),
    "only": text("mobile stops only"),
}


def asked_words(result: CoverageResult) -> Text:
    """What was asked, in a line."""
    query = result.query
    return text(
        "%(where)s. Standard: %(standard)s. Treatment: %(therapy)s. Counted: %(evidence)s; %(mobile)s. On %(day)s.",
        where=where_words(result),
        standard=result.standard.label,
        therapy=therapy_name(result) or text("any"),
        evidence=_EVIDENCE_COUNTED[query.evidence],
        mobile=_MOBILE_COUNTED[query.mobile],
        day=query.on.isoformat(),
    )


def where_words(result: CoverageResult) -> str:
    """Whose people were asked about."""
    return STATE_NAMES[result.query.state] if result.query.state else str(text("United States"))


def therapy_name(result: CoverageResult) -> str | None:
    """The treatment that was asked about, if one was."""
    return therapies()[result.query.therapy].short_name if result.query.therapy else None


def answer_words(result: CoverageResult) -> Text:
    """The answer in a sentence, where there is one."""
    if not result.points:
        return text("No listed place fits these choices, so nothing can be said about who is within reach.")
    return answer(result, therapy_name(result))


def minutes(value: float | None) -> str:
    """Minutes, whole; said where there is no road."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if math.isfinite(value) else str(text("no road"))
