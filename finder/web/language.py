"""The language of a page and its writer: what the reader chose, otherwise what the browser asks for, otherwise English."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from markupsafe import Markup, escape

from finder.settings import Settings
from finder.wording.writer import LOCALES, Writer, writer

NAMES = {"en": "English", "es": "Español"}
COOKIE = "lang"
_A_YEAR_S = 365 * 86_400
# Filters of templates, by the method of the writer that each one calls.
_FILTERS = {
    **{name: name for name in ("say", "begin", "listed", "miles", "band", "minutes", "day", "month", "visits", "visit_hours")},
    **{name: name for name in ("number", "whole", "share", "span", "usd", "place_name", "county_type")},
    **{name: name for name in ("distance", "way", "distance_brief", "time_brief")},
    "opening_words": "opening",
}
_GLOBALS = {
    **{
        "evidence_words": "evidence",
        "leading_words": "leading",
        "brief_words": "brief",
        "tier_words": "tier",
        "serves_words": "serves",
    },
    **{"kind_words": "kind", "phase_words": "phases"},
}


@dataclass(frozen=True, slots=True)
class Switch:
    """A link to the same page in another language.

    `address` is relative to the page's own address, so it cannot lead to another site.
    """

    language: str
    name: str
    address: str


def register(app: Flask, settings: Settings) -> None:
    """Make a writer for each language, let each request choose one, and keep the reader's choice for a year."""
    app.extensions["writers"] = {name: writer(name, settings.translations) for name in LOCALES}
    app.jinja_env.filters.update({name: _by_request(method) for name, method in _FILTERS.items()})
    app.jinja_env.globals.update({name: _by_request(method) for name, method in _GLOBALS.items()})
    app.jinja_env.globals.update(_=_sentence, ngettext=_counted, language=chosen, other_languages=other_languages)
    app.after_request(_say_and_keep)


def the_writer() -> Writer:
    """The writer of the current request."""
    # A page asks hundreds of times, so what was made is looked up once.
    try:
        made: Writer = g.writer
    except AttributeError:
        made = g.writer = current_app.extensions["writers"][chosen()]
    return made


def _by_request(method: str) -> Callable[..., str]:
    """A function that calls a method of the current request's writer."""

    def call(*args: Any, **kwargs: Any) -> str:
        said: str = getattr(the_writer(), method)(*args, **kwargs)
        return said

    return call


def _sentence(sentence: str, /, **values: Any) -> Markup:
    """A sentence of a template with its values. The sentence is our own and may contain HTML; values are escaped."""
    words = the_writer()
    said = words.translations.gettext(sentence)
    return Markup(said % _written(words, values) if values else said.replace("%%", "%"))  # noqa: S704 # nosec B704


def _counted(singular: str, plural: str, n: float, /, **values: Any) -> Markup:
    """A sentence of a template that depends on a count."""
    words = the_writer()
    return Markup(words.counted(singular, plural, n) % _written(words, {"n": n, **values}))  # noqa: S704 # nosec B704


def _written(words: Writer, values: dict[str, Any]) -> dict[str, Markup]:
    """Values formatted by the writer and escaped; what a template has marked as safe stays so."""
    return {name: escape(words.value(value)) for name, value in values.items()}


def chosen() -> str:
    """The language asked for by the address, otherwise by the cookie, otherwise by the browser. Others are ignored."""
    if "language" not in g:
        g.language = _asked()
    language: str = g.language
    return language


def _asked() -> str:
    preferred = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    wanted = (request.args.get("lang"), request.cookies.get(COOKIE), *preferred)
    return next((asked for asked in wanted if asked in LOCALES), "en")


def other_languages() -> list[Switch]:
    """Links to this page in the other languages."""
    return [_switch(other) for other in LOCALES if other != chosen()]


def _switch(other: str) -> Switch:
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    address = "?" + urlencode([*kept, ("lang", other)])
    return Switch(other, NAMES[other], address)


def _say_and_keep(response: Response) -> Response:
    if response.mimetype != "text/html":
        return response
    response.headers["Content-Language"] = chosen()
    response.vary.update(("Accept-Language", "Cookie"))
    asked = request.args.get("lang")
    if asked in LOCALES:
        response.set_cookie(COOKIE, asked, max_age=_A_YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure)
    return response
