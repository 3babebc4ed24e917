"""Pages for planners: who is within reach of infusion care, who is not, and how chairs are shared."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from finder.domain.states import STATE_NAMES
from finder.errors import FinderError
from finder.questions.base import AnyQuestion
from finder.questions.chairs.question import CHAIRS
from finder.questions.coverage.query import DEFAULT_STANDARD
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.result import CoverageResult
from finder.reports.render import FORMATS, REPORT, WHOLE, Format, check_format
from finder.settings import now, today
from finder.web.chairs_page import chairs_context
from finder.web.compression import gzipped_file
from finder.web.coverage_drawing import drawing, land_rings
from finder.web.coverage_page import MOST_REGIONS, ORDERS, county_context, coverage_context
from finder.web.forms import STANDARD_CHOICES, chairs_query, coverage_query
from finder.web.language import the_writer
from finder.web.patient import the_finder
from finder.web.saved import saved
from finder.web.turns import Turns
from finder.wording.vocabulary import COUNTED_WORDS, MOBILE_WORDS

pages = Blueprint("planner", __name__)
_ASKED = ("standard", "therapy", "evidence", "mobile", "state")
_TABLE_FORMATS: tuple[Format, ...] = ("csv", "xlsx", "geojson")
# How the parameters of an address become a query, by question.
_QUERIES = {COVERAGE.id: coverage_query, CHAIRS.id: chairs_query}
_QUESTIONS: Mapping[str, AnyQuestion] = {q.id: q for q in (COVERAGE, CHAIRS)}


@pages.get("/planner")
def start() -> AnyResponse:
    """The planner's first question is coverage."""
    asked: dict[str, Any] = {k: v for k in _ASKED if (v := request.args.get(k))}
    return redirect(url_for("planner.coverage", **asked))


@pages.get("/planner/coverage")
def coverage() -> str | tuple[str, int]:
    """People within a standard by state and county, and the gaps."""
    try:
        result = _coverage(request.args)
    except FinderError as error:
        return render_template("coverage.html", **_form(request.args, error)), 400
    order = request.args.get("order", "")
    context = coverage_context(result, order if order in ORDERS else next(iter(ORDERS)))
    return render_template("coverage.html", **_common(result), **context, **_files(COVERAGE, result), **_drawn(result))


@pages.get("/planner/counties/<fips>")
def county(fips: str) -> str:
    """One county by ZIP code, and the locations that serve it, with the same numbers as on the page of its state."""
    state = the_finder().reference.state_of_county.get(fips)
    if state is None:
        abort(404)
    result = _coverage({**request.args, "state": state})
    area = next((a for a in result.coverage.areas if a.fips == fips), None)
    if area is None:
        abort(404)
    return render_template("county.html", **_common(result), **county_context(result, area))


@pages.get("/planner/chairs")
def chairs() -> str:
    """How the chairs within reach are shared."""
    query = _query(CHAIRS, request.args)
    result = _answer(CHAIRS, query)
    context = {**_form(_asked(query)), **chairs_context(result), **_files(CHAIRS, result)}
    return render_template("chairs.html", **context, query=query, result=result)


@pages.get('/reports/<any("coverage", "chairs"):question>-<table>.<form>')
def report(question: str, table: str, form: str) -> Response:
    """One complete table of an answer, or the report of all its tables."""
    asked = _QUESTIONS[question]
    if form not in FORMATS or table not in {*asked.tables, REPORT}:
        abort(404)
    check_format(asked, table, form)
    query = _query(asked, request.args)
    if table != REPORT:
        asked.check_table(table, query)
    made = the_turns().file(the_finder(), asked, query, table, form)
    return saved(made.content, made.mimetype, made.filename)


@pages.get('/map/<any("counties", "counties.us"):name>.topo.json')
def county_lines(name: str) -> Response:
    """County outlines for the map, coarser for the nation. The files never change between releases."""
    return gzipped_file(the_finder().reference.county_lines(name), "application/json")


@pages.get("/map/gap-land.json")
def gap_land() -> Response:
    """Outlines of the land outside the standard, which the map asks for once it can be used."""
    query = _query(COVERAGE, request.args)
    land = the_finder().gap_land(query, the_turns().turn)
    return jsonify(land_rings(land))


def the_turns() -> Turns:
    """The turns that planners take in this app."""
    turns: Turns = current_app.extensions["turns"]
    return turns


def _coverage(args: Mapping[str, str]) -> CoverageResult:
    result: CoverageResult = _answer(COVERAGE, _query(COVERAGE, args))
    return result


def _query(question: AnyQuestion, args: Mapping[str, str]) -> Any:
    """What a planner asks, on today's date in the state that is asked about."""
    query: Any = _QUERIES[question.id](args, today())
    return replace(query, on=the_finder().day_in(query.state, now()))


def _answer(question: AnyQuestion, query: Any) -> Any:
    """The answer to a planner's question, in its turn."""
    return the_finder().answer(question, query, the_turns().turn)


def _asked(query: Any) -> dict[str, Any]:
    """The question as it was understood: the form shows it, and links repeat it."""
    return {name: value for name in _ASKED if (value := getattr(query, name, None))}


def _form(args: Any, error: FinderError | None = None) -> dict[str, Any]:
    reference = the_finder().reference
    asked = DEFAULT_STANDARD if error else args.get("standard") or DEFAULT_STANDARD
    # A valid standard that is not among the choices is added to them; an invalid one appears only in the message.
    own = [asked] if asked not in STANDARD_CHOICES and error is None else []
    known = {name: value for name in _ASKED if (value := args.get(name))}
    return {
        "args": args,
        "report_args": known,
        "county_args": {name: value for name, value in known.items() if name != "state"},
        "standard_choices": [*own, *STANDARD_CHOICES],
        "asked_standard": asked,
        "named": reference.standards,
        "therapies": reference.therapies.values(),
        "states": {code: the_writer().say(name) for code, name in STATE_NAMES.items()},
        "counted_words": COUNTED_WORDS,
        "mobile_words": MOBILE_WORDS,
        "error": error,
    }


def _common(result: CoverageResult) -> dict[str, Any]:
    return {**_form(_asked(result.query)), "query": result.query, "result": result}


def _files(question: AnyQuestion, result: Any) -> dict[str, Any]:
    """Addresses of the files of an answer: each table in each format, and the complete report."""
    asked = _asked(result.query)
    words = {name: table.title for name, table in question.tables.items() if _has_table(question, name, result.query)}
    forms = {**{name: _forms(question, name) for name in words}, REPORT: WHOLE}
    files = {
        t: {f: url_for("planner.report", question=question.id, table=t, form=f, **asked) for f in fs} for t, fs in forms.items()
    }
    return {"table_words": words, "files": files}


def _forms(question: AnyQuestion, table: str) -> tuple[Format, ...]:
    placed = question.tables[table].geometry is not None
    return tuple(form for form in _TABLE_FORMATS if placed or form != "geojson")


def _has_table(question: AnyQuestion, table: str, query: Any) -> bool:
    try:
        question.check_table(table, query)
    except FinderError:
        return False
    return True


def _drawn(result: CoverageResult) -> dict[str, Any]:
    asked = _asked(result.query)
    county_page = url_for("planner.county", fips="FIPS", **{k: v for k, v in asked.items() if k != "state"})
    land = url_for("planner.gap_land", **asked) if result.context.travel.interactive else None
    regions = [(r.rank, r.center.lat_deg, r.center.lon_deg) for r in result.regions[:MOST_REGIONS]]
    return drawing(result, the_writer(), county_page.replace("FIPS", "{fips}"), land, regions)
