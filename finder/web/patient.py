"""Pages for patients, caregivers and case managers: the form, the ranked list, one center."""

import re
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from finder.access.amenities import LANGUAGES, PAYMENTS
from finder.access.candidate import candidate
from finder.access.filters import EXPLAINED, KINDS
from finder.core import Finder
from finder.domain.facility import Stop
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.errors import FinderError, InputError, QueryError
from finder.maps.base_layer import BaseMap
from finder.questions.search.query import DEFAULT_LIMIT, DEFAULT_WITHIN_MI
from finder.questions.search.result import SearchResult
from finder.reports.option_words import ENGLISH_FOR_INTERPRETER, QUESTIONS, facts, year_heading, year_words
from finder.reports.plain_list import to_plain_list
from finder.reports.rows import to_csv
from finder.reports.tables import OPTION_COLUMNS, option_rows
from finder.reports.visits import to_ics
from finder.settings import Settings, today
from finder.web.forms import DAYS_CHOICES, FILTER_FIELDS, MINUTES_CHOICES, WITHIN_CHOICES, asked_fields, search_query
from finder.web.language import chosen, the_writer
from finder.web.results_page import choose, compare_context, directions, results_context

pages = Blueprint("patient", __name__)
pages.add_app_template_filter(directions)
pages.add_app_template_filter(year_heading)
pages.add_app_template_filter(lambda year: year_words(year, the_writer()), "year_words")
ALL = 1_000_000


def the_finder() -> Finder:
    """The Finder that this app was made over."""
    finder: Finder = current_app.extensions["finder"]
    return finder


def the_settings() -> Settings:
    """The settings that this app was made with."""
    settings: Settings = current_app.extensions["settings"]
    return settings


@pages.get("/")
@pages.get("/call-sheet", endpoint="call_sheet_again")
@pages.get("/compare", endpoint="compare_again")
def start() -> str:
    """The question. It also stands where an answer stood that a browser no longer has: again.js asks for that once more."""
    return render_template("search.html", **_form(MultiDict()))


@pages.get("/search")
def shared_search() -> AnyResponse | str | tuple[str, int]:
    """A link that a patient shared: a ZIP code and choices, never a street. Any other starts anew, at a clean address."""
    if not request.args.keys() - {"lang"}:
        return start()
    if not re.fullmatch(r"[0-9]{5}", request.args.get("zip", "")):
        return redirect(url_for("patient.start"))
    return _results(
        MultiDict([("place", request.args["zip"]), *((k, v) for k, v in request.args.items(multi=True) if k != "place")])
    )


@pages.post("/search")
def search() -> str | tuple[str, int]:
    """The answer; or the form again, with what is wrong and what may have been meant."""
    return _results(request.form)


def _results(form: MultiDict[str, str]) -> str | tuple[str, int]:
    found = _search(form)
    if not isinstance(found, SearchResult):
        return found
    return _list(found, form)


def _list(found: SearchResult, form: MultiDict[str, str], refused: FinderError | None = None) -> str:
    """The page of a result; `refused` says why something asked of the list could not be done."""
    return render_template(
        "results.html", **_form(form), result=found, refused=refused, **results_context(found, form), **_drawn(found)
    )


def _search(form: MultiDict[str, str], limit: int = DEFAULT_LIMIT) -> SearchResult | str | tuple[str, int]:
    """The result; or the page that asks again."""
    try:
        return the_finder().search(search_query(form, today(), limit=limit))
    except PlaceAmbiguous as several:
        return render_template("search.html", **_form(form, several, several.candidates))
    except InputError as error:
        choices = error.suggestions if isinstance(error, PlaceNotFound) else ()
        return render_template("search.html", **_form(form, error, choices)), 400


@pages.post("/reports/search.<any(csv, pdf, txt):form>")
def search_file(form: str) -> Response | str | tuple[str, int]:
    """The same list as a file. The place comes in the request's body and is not in the file's name."""
    found = _search(request.form, ALL) if form == "csv" else _ticked(request.form)
    if not isinstance(found, SearchResult):
        return found
    if form == "csv":
        return csv_file(to_csv(option_rows(found), OPTION_COLUMNS), "infusion-care.csv")
    if form == "txt":
        return _file(to_plain_list(found, the_writer()).encode(), "text/plain; charset=utf-8", "infusion-care.txt")
    from finder.reports.pdf.call_sheet import to_pdf  # fonts take a while, which no other page need wait for

    return _file(to_pdf(found, the_writer(), chosen()), "application/pdf", "infusion-care.pdf")


@pages.post("/call-sheet")
def call_sheet() -> str | tuple[str, int]:
    """The list to print, with room to write what a place says on the phone."""
    found = _ticked(request.form)
    if not isinstance(found, SearchResult):
        return found
    return render_template(
        "call_sheet.html",
        result=found,
        asked=_with_ticks(request.form),
        facts=partial(facts, result=found, words=the_writer()),
        questions=QUESTIONS,
        english_for_interpreter=ENGLISH_FOR_INTERPRETER,
    )


@pages.post("/compare")
def compare() -> str | tuple[str, int]:
    """Up to three places of the list side by side, and treatments against each other at each."""
    found = _search(request.form, ALL)
    if not isinstance(found, SearchResult):
        return found
    try:
        context = compare_context(found, request.form.getlist("id"), the_finder().reference.therapies)
    except QueryError as error:  # the list again: there is no way back to a page that was posted
        again = _search(request.form)
        return (_list(again, request.form, error), 400) if isinstance(again, SearchResult) else again
    return render_template("compare.html", result=found, asked=_with_ticks(request.form), **context)


def _ticked(form: MultiDict[str, str]) -> SearchResult | str | tuple[str, int]:
    """The result with the ticked places alone, wherever in the list they are; or the page that asks again."""
    ids = form.getlist("id")
    found = _search(form, ALL if ids else DEFAULT_LIMIT)
    return choose(found, ids) if isinstance(found, SearchResult) else found


def _with_ticks(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The search, and the places that were ticked, for the way back to the list."""
    return [*asked_fields(form), *(("id", ticked) for ticked in form.getlist("id"))]


@pages.get("/centers/<path:point_id>/visits.ics")
def visits(point_id: str) -> Response:
    """The coming visits of a stop for a calendar."""
    point = the_finder().point(point_id)
    if point is None or not isinstance(point.listing, Stop):
        abort(404)
    calendar = to_ics(point, point.listing, today(), the_writer())
    return _file(calendar, "text/calendar; charset=utf-8", "visits.ics")


@pages.post("/suggest")
def suggest() -> Response:
    """Places that what was typed so far may become. In the request's body, like every place; nothing is kept."""
    return jsonify(the_finder().context.places.suggest(request.form.get("typed", "")))


def csv_file(content: str, name: str) -> Response:
    """A CSV to save. The mark at its start tells spreadsheets that it is UTF-8."""
    return _file(("\ufeff" + content).encode(), "text/csv; charset=utf-8", name)


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@pages.get("/centers/<path:point_id>")
def center(point_id: str) -> str:
    """All that is known of one center or stop."""
    point = the_finder().point(point_id)
    if point is None:
        abort(404)
    now = candidate(point, today())
    therapies = the_finder().reference.therapies.values()
    known = [t for t in therapies if point.evidence_for(t.id).evidence != "unknown"]
    not_known = [t for t in therapies if t not in known]
    return render_template("center.html", point=point, visits=now.visits, closed=now.closed, known=known, not_known=not_known)


@pages.get("/method")
def method() -> str:
    """Where the numbers come from and how far off they can be."""
    finder = the_finder()
    rate = the_finder().reference.mileage_rate(today())
    return render_template("method.html", method=finder.context.travel.method, finder=finder, rate=rate)


def _form(form: MultiDict[str, str], error: FinderError | None = None, choices: tuple[Place, ...] = ()) -> dict[str, Any]:
    finder = the_finder()
    return {
        "typed": form,
        "asked": asked_fields(form),
        "kinds": KINDS,
        "explained": EXPLAINED,
        "languages": LANGUAGES,
        "payments": PAYMENTS,
        "chosen_kinds": form.getlist("kind"),
        "minutes_choices": MINUTES_CHOICES,
        "days_choices": DAYS_CHOICES,
        "filters_open": any(form.get(name) for name in FILTER_FIELDS),
        "rate": the_finder().reference.mileage_rate(today()),
        "therapies": finder.reference.therapies.values(),
        "within_choices": WITHIN_CHOICES,
        "within": form.get("within") or f"{DEFAULT_WITHIN_MI:g}",
        "asks_online": finder.context.places.asks_online,
        "counted": len(finder.directory.centers),
        "error": error,
        "place_wrong": error is not None and not isinstance(error, QueryError),
        "choices": choices,
    }


def _drawn(result: SearchResult) -> dict[str, Any]:
    """The map, and the plain values that its script fills it with."""
    from finder.maps.search_map import search_map, search_view

    base: BaseMap = current_app.extensions["base_map"]
    view = search_view(result.place, result.options, base)
    names = [(0, result.place.label), *((o.rank, o.point.name) for o in result.options)]
    pins = [{"row": row, "name": name} for row, name in names]
    return {"drawn": search_map(result.place, result.options, view.bounds), "map_data": {"pins": pins, **base.layer(view)}}
