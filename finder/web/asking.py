"""How planners ask at an address: its parameters become a query, and the answer to that has files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import current_app, url_for
from werkzeug.datastructures import MultiDict

from finder.domain.states import STATE_NAMES
from finder.errors import FinderError
from finder.questions.base import AnyQuestion, Context
from finder.questions.chairs.question import CHAIRS
from finder.questions.closures.query import listed
from finder.questions.closures.question import CLOSURES
from finder.questions.coverage.query import DEFAULT_STANDARD
from finder.questions.coverage.question import COVERAGE
from finder.questions.siting.question import SITING
from finder.reports.render import REPORT, WHOLE, Format
from finder.settings import now, today
from finder.travel.cache import Cached
from finder.web.bounds import too_busy
from finder.web.forms import STANDARD_CHOICES, chairs_query, closures_query, coverage_query, siting_query
from finder.web.language import the_writer
from finder.web.long_questions import LongQuestions
from finder.web.patient import the_finder
from finder.web.turns import Turns
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS

# Which locations count, and for whom: every question of planners has these, but not each a standard.
COUNTING = ("standard", "therapy", "evidence", "mobile", "state")
TABLE_FORMATS: tuple[Format, ...] = ("csv", "xlsx", "geojson")
# A file of an answer that is still worked out waits for it as long as another planner's file may.
_FILE_WAIT_S = 60.0


def _nothing_more(_query: Any) -> dict[str, str | None]:
    return {}


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, how the parameters of an address become its query, which they are, and whether it may take long.

    `more` makes the parameters that are not as the query has them.
    """

    question: AnyQuestion
    read: Callable[[MultiDict[str, str], date], Any]
    fields: tuple[str, ...] = COUNTING
    more: Callable[[Any], dict[str, str | None]] = _nothing_more
    long: bool = False


ASKINGS: Mapping[str, Asking] = {
    COVERAGE.id: Asking(COVERAGE, coverage_query),
    CHAIRS.id: Asking(CHAIRS, chairs_query),
    CLOSURES.id: Asking(CLOSURES, closures_query, (*COUNTING, "by"), lambda query: {"close": listed(query.close)}),
    SITING.id: Asking(SITING, siting_query, (*COUNTING, "units", "objective", "candidates", "where"), long=True),
}


def the_turns() -> Turns:
    """The turns that planners take in this app."""
    turns: Turns = current_app.extensions["turns"]
    return turns


def the_long_questions() -> LongQuestions:
    """The long questions that are worked out beside this app."""
    questions: LongQuestions = current_app.extensions["long_questions"]
    return questions


def context_without_cache() -> Context:
    """What questions about a reader's own points are answered from: a cached matrix of these would be a file."""
    context = the_finder().context
    return replace(context, travel=context.travel.uncached) if isinstance(context.travel, Cached) else context


def query_of(question: AnyQuestion, args: MultiDict[str, str]) -> Any:
    """What a planner asks, on today's date in the state that is asked about. Raises QueryError."""
    query: Any = ASKINGS[question.id].read(args, today())
    return replace(query, on=the_finder().day_in(query.state, now()))


def answer_of(question: AnyQuestion, query: Any) -> Any:
    """The answer to a planner's question, in its turn. Raises QueryError, and Refused if a long one is not ready in time."""
    if not ASKINGS[question.id].long:
        return the_finder().answer(question, query, the_turns().turn)
    job, _ = the_long_questions().ask(question, query)
    if not job.wait(_FILE_WAIT_S):
        raise too_busy()
    return job.answer()


def asked(question: AnyQuestion, query: Any) -> dict[str, Any]:
    """The question as it was understood, as far as the form shows it; links repeat it."""
    return {name: value for name in ASKINGS[question.id].fields if (value := getattr(query, name, None))}


def form_of(args: Mapping[str, Any], error: FinderError | None = None, standard: str = DEFAULT_STANDARD) -> dict[str, Any]:
    """What the fields that all questions share need. `standard` is chosen if `args` have none."""
    reference = the_finder().reference
    chosen = standard if error else args.get("standard") or standard
    # A valid standard that is not among the choices is added to them; an invalid one appears only in the message.
    own = [chosen] if chosen not in STANDARD_CHOICES and error is None else []
    known = {name: value for name in COUNTING if (value := args.get(name))}
    return {
        "args": args,
        "report_args": known,
        "county_args": {name: value for name, value in known.items() if name != "state"},
        "standard_choices": [*own, *STANDARD_CHOICES],
        "asked_standard": chosen,
        "named": reference.standards,
        "therapies": reference.therapies.values(),
        "states": {code: the_writer().say(name) for code, name in STATE_NAMES.items()},
        "counted_words": COUNTED_WORDS,
        "mobile_words": MOBILE_WORDS,
        "error": error,
    }


def files_of(question: AnyQuestion, result: Any) -> dict[str, Any]:
    """Addresses of the files of an answer: each table in each format, and the complete report."""
    more = {name: value for name, value in ASKINGS[question.id].more(result.query).items() if value}
    args = {**asked(question, result.query), **more}
    words = {name: table.title for name, table in question.tables.items() if _has_table(question, name, result.query)}
    forms = {**{name: _forms(question, name) for name in words}, REPORT: WHOLE}
    addresses = {
        t: {f: url_for("planner.report", question=question.id, table=t, form=f, **args) for f in fs} for t, fs in forms.items()
    }
    return {"table_words": words, "files": addresses}


def _forms(question: AnyQuestion, table: str) -> tuple[Format, ...]:
    placed = question.tables[table].geometry is not None
    return tuple(f for f in TABLE_FORMATS if placed or f != "geojson")


def _has_table(question: AnyQuestion, table: str, query: Any) -> bool:
    try:
        question.check_table(table, query)
    except FinderError:
        return False
    return True
