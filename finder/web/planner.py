"""Pages for planners: who is within reach of infusion care, and who is not."""

import re
import threading
from datetime import date
from typing import Any

import numpy as np
from flask import Blueprint, Response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as AnyResponse

from finder import reference
from finder.access.coverage import Area
from finder.errors import FinderError
from finder.questions import DEFAULT_STANDARD, EVIDENCE_FILTERS, CoverageQuery, CoverageResult
from finder.reports.answers import share
from finder.reports.tables import area_rows, gap_rows, state_rows, to_csv
from finder.web.forms import STANDARD_CHOICES, coverage_query
from finder.web.patient import csv_file, the_finder
from finder.web.wording import type_words

pages = Blueprint("planner", __name__)
MOST_ROWS = 200
# A national question takes hundreds of MB while it is worked out: never two at once.
_ONE_AT_A_TIME = threading.Lock()
_COUNTY_LINES = "counties.topo.json.gz"
_REPORTS = {"counties": area_rows, "states": state_rows, "gaps": gap_rows}


@pages.get("/planner")
def start() -> AnyResponse:
    """The planner's first question is coverage."""
    return redirect(url_for("planner.coverage"))


@pages.get("/planner/coverage")
def coverage() -> str | tuple[str, int]:
    """People within a standard by state and county, and the gaps."""
    try:
        result = _answer()
    except FinderError as error:
        return render_template("coverage.html", **_form(request.args, error)), 400
    query = result.query
    return render_template(
        "coverage.html", **_form(_asked(query)), query=query, result=result, **_tables(result), **_drawn(result)
    )


@pages.get("/reports/coverage-<any(counties, states, gaps):table>.csv")
def coverage_csv(table: str) -> Response:
    """One of the page's tables, whole."""
    result = _answer()
    query = result.query
    parts = ["coverage", table, query.state or "US", result.standard.id, query.therapy or "any"]
    return csv_file(to_csv(_REPORTS[table](result)), re.sub(r"[^\w-]+", "-", "-".join(parts)) + ".csv")


@pages.get("/map/counties.topo.json")
def county_lines() -> Response:
    """County outlines for the map: a file that never changes between releases."""
    response = send_file(reference.DATA / _COUNTY_LINES, mimetype="application/json", max_age=86_400)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _answer() -> CoverageResult:
    """The answer to what the address asks."""
    query = coverage_query(request.args, date.today())
    with _ONE_AT_A_TIME:
        return the_finder().coverage(query)


def _asked(query: CoverageQuery) -> dict[str, str | None]:
    """The question as it was understood: the form shows this, whatever was typed."""
    return {"standard": query.standard, "therapy": query.therapy, "evidence": query.evidence, "state": query.state}


def _form(args: Any, error: FinderError | None = None) -> dict[str, Any]:
    finder = the_finder()
    asked = args.get("standard") or DEFAULT_STANDARD
    # A standard that makes sense but is not on offer is put on the list; one that makes none is only in the message.
    own = [asked] if asked not in STANDARD_CHOICES and error is None else []
    return {
        "args": args,
        "standard_choices": [*own, *STANDARD_CHOICES],
        "asked_standard": asked,
        "named": finder.standards,
        "therapies": finder.therapies.values(),
        "states": reference.STATE_NAMES,
        "evidence_choices": EVIDENCE_FILTERS,
        "error": error,
    }


def _tables(result: CoverageResult) -> dict[str, Any]:
    """The rows that a page shows: the counties and ZIPs with most people left out."""
    left_out = sorted(result.coverage.areas, key=_most_left_out)
    shown = [a for a in left_out if result.query.state or a.covered < a.population][:MOST_ROWS]
    names = {a.fips: a for a in result.coverage.areas}
    return {
        "marked": any(a.passes is not None for a in left_out),
        "shown_areas": shown,
        "short_areas": sum(a.covered < a.population for a in left_out),
        "whole_areas": sum(a.share == 0 for a in left_out),
        "type_words": type_words(),
        "shown_gaps": result.coverage.gaps[: MOST_ROWS // 4],
        "area_of": names,
        "states_table": state_rows(result),
        "report_args": {k: v for k in ("standard", "therapy", "evidence", "state") if (v := request.args.get(k))},
    }


def _most_left_out(area: Area) -> tuple[float, str]:
    return area.covered - area.population, area.fips


def _drawn(result: CoverageResult) -> dict[str, Any]:
    from finder.maps.coverage_map import UNITED_STATES, coverage_map, outlines, state_bounds

    query = result.query
    land = the_finder().gap_land(query)
    bounds = state_bounds(query.state) if query.state else UNITED_STATES
    areas = result.coverage.areas
    data = {
        "shares": {a.fips: None if a.share is None else 1 - (share(a.share) or 0) for a in areas},
        "names": {a.fips: f"{a.name}, {a.state}" for a in areas},
        "gaps": outlines(land),
        "sites": _sites(result),
    }
    return {"drawn": coverage_map(bounds), "map_data": data, "has_outlines": land is not None}


def _sites(result: CoverageResult) -> list[list[float]]:
    points = [p.location.point for p in result.points if p.location]
    return np.round([[p.lat_deg, p.lon_deg] for p in points], 3).tolist() if points else []
