"""Pages for planners: who is within reach of infusion care, who is not, and how chairs are shared."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from finder.errors import FinderError
from finder.questions.chairs.question import CHAIRS
from finder.questions.coverage.question import COVERAGE
from finder.questions.coverage.result import CoverageResult
from finder.reports.render import FORMATS, REPORT, check_format
from finder.web.asking import ASKINGS, COUNTING, answer_of, asked, files_of, form_of, query_of, the_turns
from finder.web.chairs_page import chairs_context
from finder.web.compression import gzipped_file
from finder.web.coverage_drawing import drawing, land_rings
from finder.web.coverage_page import MOST_REGIONS, ORDERS, county_context, coverage_context
from finder.web.language import the_writer
from finder.web.patient import the_finder
from finder.web.saved import saved

pages = Blueprint("planner", __name__)


@pages.get("/planner")
def start() -> AnyResponse:
    """The planner's first question is coverage."""
    given: dict[str, Any] = {name: value for name in COUNTING if (value := request.args.get(name))}
    return redirect(url_for("planner.coverage", **given))


@pages.get("/planner/coverage")
def coverage() -> str | tuple[str, int]:
    """People within a standard by state and county, and the gaps."""
    try:
        result = _coverage(request.args)
    except FinderError as error:
        return render_template("coverage.html", **form_of(request.args, error)), 400
    order = request.args.get("order", "")
    context = coverage_context(result, order if order in ORDERS else next(iter(ORDERS)))
    return render_template("coverage.html", **_common(result), **context, **files_of(COVERAGE, result), **_drawn(result))


@pages.get("/planner/counties/<fips>")
def county(fips: str) -> str:
    """One county by ZIP code, and the locations that serve it, with the same numbers as on the page of its state."""
    state = the_finder().reference.state_of_county.get(fips)
    if state is None:
        abort(404)
    result = _coverage(MultiDict({**request.args, "state": state}))
    area = next((a for a in result.coverage.areas if a.fips == fips), None)
    if area is None:
        abort(404)
    return render_template("county.html", **_common(result), **county_context(result, area))


@pages.get("/planner/chairs")
def chairs() -> str:
    """How the chairs within reach are shared."""
    query = query_of(CHAIRS, request.args)
    result = answer_of(CHAIRS, query)
    context = {**form_of(asked(CHAIRS, query)), **chairs_context(result), **files_of(CHAIRS, result)}
    return render_template("chairs.html", **context, query=query, result=result)


@pages.get(f"/reports/<any({', '.join(ASKINGS)}):question>-<table>.<form>")
def report(question: str, table: str, form: str) -> Response:
    """One complete table of an answer, or the report of all its tables."""
    asked_of = ASKINGS[question].question
    if form not in FORMATS or table not in {*asked_of.tables, REPORT}:
        abort(404)
    check_format(asked_of, table, form)
    query = query_of(asked_of, request.args)
    if table != REPORT:
        asked_of.check_table(table, query)
    made = the_turns().file(asked_of, query, table, form, lambda: answer_of(asked_of, query))
    return saved(made.content, made.mimetype, made.filename)


@pages.get('/map/<any("counties", "counties.us"):name>.topo.json')
def county_lines(name: str) -> Response:
    """County outlines for the map, coarser for the nation. The files never change between releases."""
    return gzipped_file(the_finder().reference.county_lines(name), "application/json")


@pages.get("/map/gap-land.json")
def gap_land() -> Response:
    """Outlines of the land outside the standard, which the map asks for once it can be used."""
    query = query_of(COVERAGE, request.args)
    land = the_finder().gap_land(query, the_turns().turn)
    return jsonify(land_rings(land))


def _coverage(args: MultiDict[str, str]) -> CoverageResult:
    result: CoverageResult = answer_of(COVERAGE, query_of(COVERAGE, args))
    return result


def _common(result: CoverageResult) -> dict[str, Any]:
    return {**form_of(asked(COVERAGE, result.query)), "query": result.query, "result": result}


def _drawn(result: CoverageResult) -> dict[str, Any]:
    args = asked(COVERAGE, result.query)
    county_page = url_for("planner.county", fips="FIPS", **{k: v for k, v in args.items() if k != "state"})
    land = url_for("planner.gap_land", **args) if result.context.travel.interactive else None
    regions = [(r.rank, r.center.lat_deg, r.center.lon_deg) for r in result.regions[:MOST_REGIONS]]
    return drawing(result, the_writer(), county_page.replace("FIPS", "{fips}"), land, regions)
