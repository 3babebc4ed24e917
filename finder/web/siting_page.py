"""The page on which planners ask where new stops help most: an answer that may take long is watched, and can be stopped."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from finder.errors import FinderError
from finder.questions.siting.query import ALL_TOWNS, DEFAULT_STANDARD, OBJECTIVES, WHERE
from finder.questions.siting.question import SITING
from finder.questions.siting.result import SitingResult
from finder.questions.siting.tables import stop_rows
from finder.reports.rows import to_csv
from finder.web.asking import ASKINGS, COUNTING, asked, files_of, form_of, query_of, the_long_questions
from finder.web.calendar_page import MOST_STOPS
from finder.web.language import the_writer
from finder.web.long_questions import Job, Stopped
from finder.web.siting_drawing import siting_drawing
from finder.web.siting_shown import siting_context
from finder.wording.vocabulary import OBJECTIVE_WORDS, WHERE_WORDS

pages = Blueprint("siting", __name__)
_FIELDS = ASKINGS[SITING.id].fields
CANDIDATE_CHOICES = {ALL_TOWNS: 0, "towns:1000": 1_000, "towns:5000": 5_000, "towns:20000": 20_000}
_UNITS = 3
# How long a page waits for an answer before it shows what is being done, and how long if the reader asks whether it is ready.
_SOON_S, _PATIENT_S = 2.0, 20.0
ACCEPTED = 202


@pages.get("/planner/siting")
def page() -> AnyResponse | str | tuple[str, int]:
    """The form; with a number of stops, or where that is what is asked, the answer, or what is being done for it."""
    args = request.args
    if "stopped" in args or ("units" not in args and args.get("objective") != "fewest"):
        return _form(args)
    try:
        query = query_of(SITING, args)
    except FinderError as error:
        return _form(args, error), 400
    job, starts = the_long_questions().ask(SITING, query)
    if not job.wait(_PATIENT_S if "wait" in args else _SOON_S):
        return _working(asked(SITING, query), job, starts or args.get("job") == job.token)
    try:
        result: SitingResult = job.answer()
    except Stopped:
        return redirect(_stopped(args))
    except FinderError as error:
        return _form(args, error), 400
    return _answer(result)


@pages.get("/planner/siting/progress")
def progress() -> Response:
    """What is being done for a question, and whether it is over."""
    job = the_long_questions().known(SITING, query_of(SITING, request.args))
    # One that is not known any more is over, too: the page asks again.
    return jsonify(stage=the_writer().say(job.stage if job else ""), done=job is None or job.done)


@pages.post("/planner/siting/stop")
def stop() -> AnyResponse:
    """Stop working on a question, if whoever asks is who asked it."""
    job = the_long_questions().known(SITING, query_of(SITING, request.form))
    if job and request.form.get("job") == job.token:
        job.stop()
    return redirect(_stopped(request.form), 303)


def _answer(result: SitingResult) -> str:
    args = asked(SITING, result.query)
    counted = {name: value for name, value in args.items() if name in COUNTING and name != "state"}
    county_page = url_for("planner.county", fips="FIPS", **counted).replace("FIPS", "{fips}")
    drawn = siting_drawing(result, the_writer(), county_page) if result.stops else {}
    shown = {**siting_context(result), **files_of(SITING, result), "calendar": _calendar(result)}
    return render_template("siting.html", **_fields(args), **shown, **drawn)


def _calendar(result: SitingResult) -> str | None:
    """The address of the calendar form with the stops; None without stops, or with more than it takes."""
    if not 1 <= len(result.stops) <= MOST_STOPS:
        return None
    stops = to_csv(stop_rows(result), ("name", "state", "lat", "lon"))
    return url_for("calendar.page", stops=stops, therapy=result.query.therapy)


def _working(args: Mapping[str, Any], job: Job, mine: bool) -> tuple[str, int]:
    """What is being done, with a way to stop it for who asked it first; others may wait for the same answer, too."""
    again = {**args, "job": job.token} if mine else dict(args)
    return render_template(
        "siting_working.html",
        stage=job.stage,
        progress=url_for("siting.progress", **args),
        again=url_for("siting.page", **again, wait="yes"),
        answer=url_for("siting.page", **args),
        asked=args,
        token=job.token if mine else None,
    ), ACCEPTED


def _form(args: Mapping[str, str], error: FinderError | None = None) -> str:
    return render_template("siting.html", **_fields(args, error))


def _fields(args: Mapping[str, Any], error: FinderError | None = None) -> dict[str, Any]:
    return {
        **form_of(args, error, DEFAULT_STANDARD),
        "units": _UNITS if error else args.get("units") or _UNITS,
        "objectives": {name: OBJECTIVE_WORDS[name] for name in OBJECTIVES},
        "candidate_choices": CANDIDATE_CHOICES,
        "where_words": {name: WHERE_WORDS[name] for name in WHERE},
        "stopped": "stopped" in args,
    }


def _stopped(args: Mapping[str, str]) -> str:
    """The address of the form with what was asked."""
    given: dict[str, Any] = {name: value for name in _FIELDS if (value := args.get(name))}
    return url_for("siting.page", **given, stopped="yes")
