"""Pages for patients, caregivers, and case managers: the form, the ranked list, one location."""

import re
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, redirect, render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from finder.access.candidate import candidate
from finder.core import Finder
from finder.domain.place import Place
from finder.errors import FinderError, QueryError
from finder.maps.base_layer import BaseMap
from finder.questions.search.choices import EXPLAINED, SITE_CHOICES
from finder.questions.search.comparing import MEASURE_WORDS
from finder.questions.search.comparing import compare as comparison
from finder.questions.search.facts import FACT_LABELS, facts_of, known_facts, side_by_side, unknown_facts
from finder.questions.search.option_words import ENGLISH_FOR_INTERPRETER, QUESTIONS, facts, year_heading, year_words
from finder.questions.search.plain_list import to_plain_list
from finder.questions.search.query import DEFAULT_WITHIN_MI
from finder.questions.search.question import SEARCH
from finder.questions.search.reasons import reason_words
from finder.questions.search.result import SearchResult
from finder.questions.search.words import unsuitable_words
from finder.reports.rows import to_csv
from finder.reports.visits import to_ics
from finder.settings import Settings, now, today
from finder.web.errors import ask_again
from finder.web.forms import (
    DAYS_CHOICES,
    MINUTES_CHOICES,
    WITHIN_CHOICES,
    asked_fields,
    choices_with,
    kept_fields,
    number_asked,
    search_query,
    typed_in,
)
from finder.web.language import chosen, the_writer
from finder.web.results_page import choose, directions, results_context, without_examples
from finder.web.saved import saved
from finder.web.sealed import answer_at, opened
from finder.wording.vocabulary import LANGUAGE_WORDS, PAYMENT_WORDS
from finder.wording.writer import ENGLISH

pages = Blueprint("patient", __name__)
for template_filter in (directions, reason_words, unsuitable_words, year_heading, year_words):
    pages.add_app_template_filter(template_filter)
# Those that take a writer get that of the request.
for said in (facts_of, known_facts, unknown_facts):
    pages.add_app_template_filter(lambda listing, say=said: say(listing, the_writer()), said.__name__)
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
@pages.get("/call-sheet", endpoint="no_call_sheet")
@pages.get("/compare", endpoint="nothing_compared")
def start() -> str:
    """The form."""
    return render_template("search.html", **_form(MultiDict()) | {"forgotten": "forgotten" in request.args})


@pages.get("/search")
def shared_search() -> AnyResponse | str:
    """A link that a patient shared: a ZIP code and choices, never a street. Any other link starts over, at a clean address."""
    if not request.args.keys() - {"lang"}:
        return start()
    if not re.fullmatch(r"[0-9]{5}", request.args.get("zip", "")):
        return redirect(url_for("patient.start"))
    choices = ((name, value) for name, value in request.args.items(multi=True) if name != "place")
    return answer_at("patient.found", kept_fields(MultiDict([("place", request.args["zip"]), *choices])))


@pages.post("/search")
def search() -> AnyResponse:
    """Answered by the ranked list."""
    return answer_at("patient.found", kept_fields(request.form))


@pages.post("/compare")
def compare() -> AnyResponse:
    """Answered by up to three locations of the list side by side."""
    return answer_at("patient.compared", kept_fields(request.form))


@pages.post("/call-sheet")
def call_sheet() -> AnyResponse:
    """Answered by the list to print."""
    return answer_at("patient.to_print", kept_fields(request.form))


@pages.get("/search/<sealed>")
def found(sealed: str) -> str:
    """The ranked list."""
    g.asked = opened(sealed)
    return _list(_found(), _asked())


def _asked() -> MultiDict[str, str]:
    """The fields of the search that the request asks for."""
    fields: MultiDict[str, str] = g.get("asked", request.form)
    return fields


def _found(limit: int | None = None) -> SearchResult:
    """The answer. What cannot be answered is asked again (see the end of this module)."""
    return the_finder().search(search_query(_asked(), now(), limit))


def _list(found: SearchResult, form: MultiDict[str, str], refused: FinderError | None = None) -> str:
    """The page of a result; `refused` says why something asked of the list could not be done."""
    return render_template(
        "results.html", **_form(form), result=found, refused=refused, **results_context(found, form), **_drawn(found)
    )


@pages.post("/reports/search.<any(csv, pdf, txt):form>")
def search_file(form: str) -> Response:
    """The same list as a file. The place comes in the request's body and is not in the file's name."""
    if form == "csv":
        table = SEARCH.tables[SEARCH.default_table]
        return saved(to_csv(table.rows(_found(ALL)), table.columns).encode(), "text/csv", "infusion-care.csv")
    found = _ticked()
    if form == "txt":
        return saved(to_plain_list(found, the_writer()).encode(), "text/plain", "infusion-care.txt")
    # Imported only here: fonts take a while to load, which no other page need wait for.
    from finder.reports.pdf.call_sheet import to_pdf

    return saved(to_pdf(found, the_writer(), chosen()), "application/pdf", "infusion-care.pdf")


@pages.get("/call-sheet/<sealed>")
def to_print(sealed: str) -> str:
    """The list to print, with room to write down what a location says on the phone."""
    g.asked = opened(sealed)
    chosen_ones = _ticked()
    return render_template(
        "call_sheet.html",
        result=chosen_ones,
        asked=kept_fields(_asked()),
        facts=partial(facts, result=chosen_ones, words=the_writer()),
        questions=QUESTIONS,
        in_english=ENGLISH.say,
        english_for_interpreter=ENGLISH_FOR_INTERPRETER,
    )


@pages.get("/compare/<sealed>")
def compared(sealed: str) -> str | tuple[str, int]:
    """Up to three locations of the list side by side, and treatments against each other at each."""
    g.asked = opened(sealed)
    everything = _found(ALL)
    try:
        beside = comparison(everything, _asked().getlist("id"))
    except QueryError as error:  # the list again, where other locations can be checked
        return _list(_found(), _asked(), error), 400
    fact_rows, not_known = side_by_side([o.point.listing for o in beside.options], the_writer())
    return render_template(
        "compare.html",
        result=everything,
        compared=beside,
        fact_rows=fact_rows,
        not_known=not_known,
        measure_words=MEASURE_WORDS,
        asked=kept_fields(_asked()),
    )


def _ticked() -> SearchResult:
    """The result with the checked locations alone, wherever in the list they are; if none is checked, what the page shows."""
    ids = _asked().getlist("id")
    return (ids and choose(_found(ALL), ids)) or without_examples(_found())


@pages.get("/centers/<path:point_id>/visits.ics")
def visits(point_id: str) -> Response:
    """The coming visits of a stop for a calendar."""
    point = the_finder().point(point_id)
    if point is None or not point.listing.only_on_visits:
        abort(404)
    return saved(to_ics(point, the_finder().day_at(point, now()), the_writer()), "text/calendar", "visits.ics")


@pages.post("/suggest")
def suggest() -> Response:
    """Completions of what was typed so far. It comes in the request's body, like every place, and nothing is kept."""
    return jsonify(the_finder().context.places.suggest(request.form.get("typed", "")))


@pages.get("/centers/<path:point_id>")
def center(point_id: str) -> str:
    """All that is known about one location."""
    point = the_finder().point(point_id)
    if point is None:
        abort(404)
    day = the_finder().day_at(point, now())
    today_there = candidate(point, day)
    therapies = the_finder().reference.therapies.values()
    known = [t for t in therapies if point.statements.get(t.id)]
    not_known = [t for t in therapies if t not in known]
    return render_template(
        "center.html",
        point=point,
        fact_labels=FACT_LABELS,
        visits=today_there.visits,
        closed=today_there.closed,
        known=known,
        not_known=not_known,
        on=day,
    )


@pages.get("/method")
def method() -> str:
    """Where the numbers come from and how far off they can be."""
    finder = the_finder()
    rate = the_finder().reference.mileage_rate(today())
    good_for = finder.reference.good_for_years
    return render_template("method.html", method=finder.context.travel.method, finder=finder, rate=rate, good_for=good_for)


def _form(form: MultiDict[str, str], error: FinderError | None = None, choices: tuple[Place, ...] = ()) -> dict[str, Any]:
    finder = the_finder()
    within, minutes = number_asked(form.get("within")) or DEFAULT_WITHIN_MI, number_asked(form.get("minutes"))
    return {
        "typed_in": typed_in(form),
        "asked": asked_fields(form),
        "sites": SITE_CHOICES,
        "explained": EXPLAINED,
        "languages": LANGUAGE_WORDS,
        "payments": PAYMENT_WORDS,
        "minutes_choices": choices_with(MINUTES_CHOICES, minutes),
        "days_choices": DAYS_CHOICES,
        "rate": the_finder().reference.mileage_rate(today()),
        "therapies": finder.reference.therapies.values(),
        "within_choices": choices_with(WITHIN_CHOICES, within),
        "within": within,
        "minutes": minutes,
        "asks_online": finder.context.places.asks_online,
        "counted": len(finder.directory.centers),
        "error": error,
        "place_wrong": error is not None and not isinstance(error, QueryError),
        "choices": choices,
        "forgotten": False,
    }


def _drawn(result: SearchResult) -> dict[str, Any]:
    """The map, and the plain values that its script fills it with."""
    from finder.maps.search_map import search_map, search_view

    base: BaseMap = current_app.extensions["base_map"]
    view = search_view(result.place, result.options, base, result.ranking.known)
    names = [(0, result.place.label), *((o.rank, o.point.name) for o in result.options)]
    pins = [{"row": row, "name": name} for row, name in names]
    layer = base.layer(view)
    named = htmlsafe_json_dumps({"named": layer.named, "pins": pins, "towns": layer.towns}, dumps=current_app.json.dumps)
    # The lines are numbers, brackets, and commas, so nothing in them could end the script element.
    data = Markup('{"lines": ') + Markup(layer.lines) + ", " + named[1:]  # noqa: S704 # nosec B704
    return {"drawn": search_map(result.place, result.options, view.bounds), "map_data": data}


ask_again(pages, "search.html", lambda error, choices: _form(_asked(), error, choices))
