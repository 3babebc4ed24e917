"""Pages for patients, carers and case managers: the form, the ranked list, one center."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from finder import reference
from finder.core import Finder
from finder.errors import FinderError, InputError, PlaceAmbiguous, PlaceNotFound
from finder.facility import Stop
from finder.geo import Place
from finder.questions import DEFAULT_WITHIN_MI, SearchResult
from finder.reports.tables import OPTION_COLUMNS, option_rows, to_csv
from finder.schedule import window
from finder.web.forms import WITHIN_CHOICES, search_query

pages = Blueprint("patient", __name__)
ALL = 1_000_000


def the_finder() -> Finder:
    """The Finder that this app was made over."""
    finder: Finder = current_app.extensions["finder"]
    return finder


@pages.get("/")
def start() -> str:
    """The question."""
    return render_template("search.html", **_form({}))


@pages.get("/search")
def search_again() -> AnyResponse:
    """A reader who reloads or shares the address of a result: a place is never in it, so it starts anew."""
    return redirect(url_for("patient.start"))


@pages.post("/search")
def search() -> str | tuple[str, int]:
    """The answer; or the form again, with what is wrong and what may have been meant."""
    try:
        result = the_finder().search(search_query(request.form, date.today()))
    except PlaceAmbiguous as several:
        return render_template("search.html", **_form(request.form, several, several.candidates))
    except InputError as error:
        choices = error.suggestions if isinstance(error, PlaceNotFound) else ()
        return render_template("search.html", **_form(request.form, error, choices)), 400
    return render_template("results.html", **_form(request.form), result=result, **_drawn(result))


@pages.post("/reports/search.csv")
def search_csv() -> Response | tuple[str, int]:
    """The same list as a file. The place comes in the request's body and is not in the file's name."""
    try:
        result = the_finder().search(search_query(request.form, date.today(), limit=ALL))
    except FinderError as error:
        return render_template("search.html", **_form(request.form, error)), 400
    return csv_file(to_csv(option_rows(result), OPTION_COLUMNS), "infusion-care.csv")


def csv_file(content: str, name: str) -> Response:
    """A CSV to save. The mark at its start tells spreadsheets that it is UTF-8."""
    response = Response("\ufeff" + content, mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@pages.get("/centers/<path:point_id>")
def center(point_id: str) -> str:
    """All that is known of one center or stop."""
    point = the_finder().point(point_id)
    if point is None:
        abort(404)
    visits = point.listing.visits(*window(date.today())) if isinstance(point.listing, Stop) else ()
    return render_template("center.html", point=point, visits=visits, therapies=the_finder().therapies)


@pages.get("/therapies")
def therapies() -> str:
    """What each therapy asks of a calendar."""
    return render_template("therapies.html", therapies=the_finder().therapies.values())


@pages.get("/method")
def method() -> str:
    """Where the numbers come from and how far off they can be."""
    finder = the_finder()
    rate = reference.mileage_rate(date.today())
    return render_template("method.html", method=finder.travel.method, finder=finder, rate=rate)


def _form(form: Any, error: FinderError | None = None, choices: tuple[Place, ...] = ()) -> dict[str, Any]:
    finder = the_finder()
    return {
        "typed": form,
        "therapies": finder.therapies.values(),
        "within_choices": WITHIN_CHOICES,
        "within": form.get("within") or f"{DEFAULT_WITHIN_MI:g}",
        "asks_online": finder.places.asks_online,
        "counted": len(finder.directory.centers),
        "error": error,
        "choices": choices,
    }


def _drawn(result: SearchResult) -> dict[str, Any]:
    """The map, and the plain values that its script fills it with."""
    from finder.maps.base_layer import base_layer
    from finder.maps.search_map import search_bounds, search_map

    bounds = search_bounds(result.place, result.options)
    names = [(0, result.place.label), *((o.rank, o.point.name) for o in result.options)]
    pins = [{"row": row, "name": name} for row, name in names]
    return {"drawn": search_map(result.place, result.options), "map_data": {"pins": pins, **base_layer(bounds)}}
