"""Pages for planners: who is within reach of infusion care, and who is not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from finder.errors import FinderError
from finder.questions.coverage.query import DEFAULT_STANDARD, EVIDENCE_FILTERS, MOBILE_FILTERS, CoverageQuery
from finder.questions.coverage.result import CoverageResult
from finder.reference import tables as reference
from finder.reports.render import FORMATS, REPORT, WHOLE, Format, check_format, render
from finder.reports.tables import TABLES
from finder.web.chairs_page import chairs_context
from finder.web.compression import gzipped_file
from finder.web.coverage_drawing import drawing, land_rings
from finder.web.coverage_page import MOST_REGIONS, ORDERS, county_context, coverage_context
from finder.web.forms import STANDARD_CHOICES, coverage_query
from finder.web.patient import the_finder
from finder.web.wording import say, type_words

pages = Blueprint("planner", __name__)
# A national question takes hundreds of MB while it is worked out: never two at once. Those who wait hold a thread of the
# server each, and patients must not have to wait behind them: beyond a few, planners are asked to come back.
_ONE_AT_A_TIME, _PLACES = threading.Lock(), threading.BoundedSemaphore(4)
_ASKED = ("standard", "therapy", "evidence", "mobile", "state")
_FORMATS: tuple[Format, ...] = ("csv", "xlsx", "geojson")


@pages.get("/planner")
def start() -> AnyResponse:
    """The planner's first question is coverage."""
    return redirect(url_for("planner.coverage", **{k: v for k in _ASKED if (v := request.args.get(k))}))


@pages.get("/planner/coverage")
def coverage() -> str | tuple[str, int]:
    """People within a standard by state and county, and the gaps."""
    try:
        result = _answer()
    except FinderError as error:
        return render_template("coverage.html", **_form(request.args, error)), 400
    order = request.args.get("order", "")
    context = coverage_context(result, _therapy_name(result.query), order if order in ORDERS else next(iter(ORDERS)))
    return render_template("coverage.html", **_common(result), **context, **_files(result), **_drawn(result))


@pages.get("/planner/counties/<fips>")
def county(fips: str) -> str:
    """One county ZIP by ZIP, and the places that serve it. The same numbers as on the page of its state."""
    state = {str(f): str(s) for f, s in zip(reference.counties().fips, reference.counties().state, strict=True)}.get(fips)
    if state is None:
        abort(404)
    result = _answer({**request.args, "state": state})
    area = next((a for a in result.coverage.areas if a.fips == fips), None)
    if area is None:
        abort(404)
    return render_template("county.html", **_common(result), **county_context(result, area))


@pages.get("/planner/chairs")
def chairs() -> str:
    """How many people share the chairs within reach."""
    query = coverage_query(request.args, date.today())
    with _turn():
        result = the_finder().catchment(query)
    return render_template("chairs.html", **_form(_asked(query)), query=query, result=result, **chairs_context(result))


@pages.get("/reports/coverage-<table>.<form>")
def report(table: str, form: str) -> Response:
    """One of the tables, whole, or the report of all of them."""
    if form not in FORMATS or table not in {*TABLES, REPORT}:
        abort(404)
    check_format(table, form)
    made = render(_answer(), table, form)
    # A mark at the start of a CSV tells spreadsheets that it is UTF-8.
    content = b"\xef\xbb\xbf" + made.content if form == "csv" else made.content
    response = Response(content, mimetype=made.mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename={made.filename}"
    return response


@pages.get('/map/<any("counties", "counties.us"):name>.topo.json')
def county_lines(name: str) -> Response:
    """County outlines for the map, fine or, for the nation, coarse: files that never change between releases."""
    return gzipped_file(reference.DATA / f"{name}.topo.json.gz", "application/json")


@pages.get("/map/gap-land.json")
def gap_land() -> Response:
    """Outlines of the land outside the standard, for the map: they come when the map can already be used."""
    query = coverage_query(request.args, date.today())
    with _turn():
        land = the_finder().gap_land(query)
    return jsonify(land_rings(land))


def _answer(args: Any = None) -> CoverageResult:
    """The answer to what the address asks."""
    query = coverage_query(request.args if args is None else args, date.today())
    with _turn():
        return the_finder().coverage(query)


@contextmanager
def _turn() -> Iterator[None]:
    """A turn to work out an answer; 503 if too many wait already."""
    if not _PLACES.acquire(blocking=False):
        abort(503)
    try:
        with _ONE_AT_A_TIME:
            yield
    finally:
        _PLACES.release()


def _asked(query: CoverageQuery) -> dict[str, str]:
    """The question as it was understood: the form shows this, whatever was typed, and links ask it again."""
    return {name: value for name in _ASKED if (value := getattr(query, name))}


def _form(args: Any, error: FinderError | None = None) -> dict[str, Any]:
    finder = the_finder()
    asked = DEFAULT_STANDARD if error else args.get("standard") or DEFAULT_STANDARD
    # A standard that makes sense but is not on offer is put on the list; one that makes none is only in the message.
    own = [asked] if asked not in STANDARD_CHOICES and error is None else []
    known = {name: value for name in _ASKED if (value := args.get(name))}
    return {
        "args": args,
        "report_args": known,
        "county_args": {name: value for name, value in known.items() if name != "state"},
        "standard_choices": [*own, *STANDARD_CHOICES],
        "asked_standard": asked,
        "named": finder.standards,
        "therapies": finder.therapies.values(),
        "states": {code: say(name) for code, name in reference.STATE_NAMES.items()},
        "evidence_choices": EVIDENCE_FILTERS,
        "mobile_choices": MOBILE_FILTERS,
        "type_words": type_words(),
        "error": error,
    }


def _common(result: CoverageResult) -> dict[str, Any]:
    return {**_form(_asked(result.query)), "query": result.query, "result": result}


def _therapy_name(query: CoverageQuery) -> str | None:
    therapy = the_finder().therapies.get(query.therapy or "")
    return therapy.short_name if therapy else None


def _files(result: CoverageResult) -> dict[str, Any]:
    """Addresses of the files: each table in each format, and the whole report."""
    asked = _asked(result.query)
    words = {name: table.title for name, table in TABLES.items() if result.standard.by_type or name != "hsd"}
    forms = {**dict.fromkeys(words, _FORMATS), REPORT: WHOLE}
    files = {t: {f: url_for("planner.report", table=t, form=f, **asked) for f in fs} for t, fs in forms.items()}
    return {"table_words": words, "files": files}


def _drawn(result: CoverageResult) -> dict[str, Any]:
    asked = _asked(result.query)
    county_page = url_for("planner.county", fips="FIPS", **{k: v for k, v in asked.items() if k != "state"})
    land = url_for("planner.gap_land", **asked) if the_finder().travel.interactive else None
    regions = [(r.rank, r.center.lat_deg, r.center.lon_deg) for r in result.regions[:MOST_REGIONS]]
    return drawing(result, county_page.replace("FIPS", "{fips}"), land, regions)
