"""The page on which a planner gives stops and units and gets their calendar. It is worked out in memory, and then gone."""

from collections.abc import Mapping
from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.datastructures import FileStorage

from finder.directory.fleet import read_bases, read_stops, read_units
from finder.domain.fleet import CrewTimes, PlannedUnit
from finder.errors import FinderError, QueryError
from finder.questions.calendar.answer import answer as planned
from finder.questions.calendar.query import CalendarQuery, monday_from, next_monday
from finder.questions.calendar.result import CalendarResult
from finder.questions.calendar.tables import unit_rows, visit_rows
from finder.questions.calendar.words import findings
from finder.reports.calendar_files import zipped
from finder.settings import today
from finder.text import Text, text
from finder.web.asking import context_without_cache, the_turns
from finder.web.patient import the_finder
from finder.web.saved import saved

pages = Blueprint("calendar", __name__)
# The plan takes a core while others wait. The command plans more.
MOST_STOPS, MOST_UNITS, SECONDS = 20, 6, 5
_FIELDS = ("stops", "bases", "crew_hours", "week_days", "start", "overnight")
# A list is named by these words, because its own name may say whose it is.
_STOPS, _UNITS = "stops.csv", "units.csv"


@pages.get("/planner/calendar")
def page() -> str:
    """The form, with the stops and the treatment of an address: those that another page has chosen."""
    return render_template("calendar.html", **_context({"overnight": "yes", "stops": request.args.get("stops", "")}))


@pages.post("/planner/calendar")
def answer() -> Response | tuple[str, int] | str:
    """The calendar as a page or as files; or the form again, with what is wrong."""
    asked: dict[str, str] = {**request.form}
    asked["stops"] = _content(request.files.get("stops_file"), asked.get("stops", ""))
    try:
        query, notices = _query(asked, request.form.getlist("therapy"))
        with the_turns().turn():
            result = planned(query, context_without_cache())
            content = zipped(result) if asked.get("form") == "zip" and not result.unfit else None
    except FinderError as error:
        return render_template("calendar.html", **_context(asked, error)), 400
    if content is None:
        return render_template("calendar.html", **{**_context(asked), **_shown(result, notices)})
    response = saved(content, "application/zip", "calendar.zip")
    response.headers["Cache-Control"] = "no-store"
    return response


def _content(given: FileStorage | None, written: str) -> str:
    """The text of a file, if one was given; else what was written in the field."""
    return given.read().decode("utf-8-sig", "replace") if given and given.filename else written


def _query(asked: Mapping[str, str], therapies: list[str]) -> tuple[CalendarQuery, tuple[Text, ...]]:
    """What is asked, and what was wrong with rows. Raises QueryError, also for more than a page can plan."""
    if not asked["stops"].strip():
        raise QueryError(
            text("No stops were given."), text("Choose a CSV file, or paste it, with the columns name, lat, and lon.")
        )
    known = list(the_finder().reference.therapies)
    stops = read_stops(_STOPS, asked["stops"].encode(), known, today())
    units, notices = _units(asked)
    if len(stops.rows) > MOST_STOPS or len(units) > MOST_UNITS:
        raise QueryError(
            text("This page plans up to %(stops)s stops and %(units)s units.", stops=MOST_STOPS, units=MOST_UNITS),
            text("Give fewer, or use the command finder calendar."),
        )
    query = CalendarQuery(
        stops=stops.rows,
        units=units,
        therapies=tuple(dict.fromkeys(therapies)),
        starts_on=_start(asked.get("start", "")),
        seconds=SECONDS,
        made_from=((stops.label, stops.fingerprint),),
        on=today(),
    )
    return query, (*stops.notices, *notices)


def _units(asked: Mapping[str, str]) -> tuple[tuple[PlannedUnit, ...], tuple[Text, ...]]:
    """Units by a line for each base, or by CSV with a header."""
    usual = CrewTimes(
        crew_hours=_number(asked, "crew_hours", CrewTimes().crew_hours),
        week_days=int(_number(asked, "week_days", CrewTimes().week_days)),
        overnight=asked.get("overnight") == "yes",
    )
    lines = [line.strip() for line in asked.get("bases", "").splitlines() if line.strip()]
    if lines and lines[0].lower().startswith("name,"):
        listed = read_units(_UNITS, "\n".join(lines).encode(), usual, today())
        return listed.rows, listed.notices
    return tuple(read_bases(lines[: MOST_UNITS + 1], usual)), ()


def _number(asked: Mapping[str, str], name: str, otherwise: float) -> float:
    written = asked.get(name, "").strip()
    if not written:
        return otherwise
    if not (written.isascii() and written.replace(".", "", 1).isdigit() and len(written) < 6):
        raise QueryError(text("%(n)s is not a number.", n=repr(written[:20])), text("For example: %(example)s.", example=10))
    return float(written)


def _start(written: str) -> date:
    try:
        return monday_from(date.fromisoformat(written)) if written else next_monday(today())
    except ValueError:
        raise QueryError(
            text("%(day)s is not a day.", day=repr(written[:20])), text("For example: %(day)s.", day="2027-01-04")
        ) from None


def _shown(result: CalendarResult, notices: tuple[Text, ...]) -> dict[str, Any]:
    headline, *others = findings(result)
    weeks = groupby(sorted(visit_rows(result), key=lambda row: (row["week"], row["first_day"])), key=lambda row: row["week"])
    return {
        "result": result,
        "headline": headline,
        "findings": others,
        "row_notices": notices,
        "weeks": [(week, list(rows)) for week, rows in weeks],
        "unit_rows": unit_rows(result),
    }


def _context(asked: Mapping[str, str], error: FinderError | None = None) -> dict[str, Any]:
    therapies = the_finder().reference.therapies.values()
    return {
        "asked": {name: asked.get(name, "") for name in _FIELDS},
        "chosen": request.values.getlist("therapy") or ["ivig"],
        "error": error,
        "result": None,
        "therapies": [therapy for therapy in therapies if therapy.regimen],
        "usual": CrewTimes(),
        "most_stops": MOST_STOPS,
        "most_units": MOST_UNITS,
    }
